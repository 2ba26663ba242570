//! `practice` at the microphone: check it, record the sections, transcribe meanwhile, report.

mod after;
pub mod check;
mod disk_space;
mod ended;
mod recording;
mod script;
mod wait;

use super::random_questions::{AFTER_MOCK, drawn};
use super::rehearsal::{Parts, Rehearsal, Setup};
use super::scenarios::LoadedScenario;
use super::voice::Voice;
use super::wrap::WIDEST;
use super::{Context, Exit, Failure, cut_short, recogniser, study};
use crate::audio::microphone::{self, Clock, Microphone, MicrophoneError};
use crate::audio::take::TakeWriter;
use crate::cli;
use crate::plan::recall::SESSION;
use crate::record::{Recorder, SectionRequest, Source};
use crate::scenario::{Level, Scenario};
use crate::session::{Mode, Take};
use crate::store::{self, Settings};
use crate::time::Millis;
use crate::transcribe::worker::{self, Worker};
use crate::transcribe::{Stop, Transcriber};
use crate::ui::asking::Reader;
use crate::ui::live::{self, Ending, Request, Stand, Update};
use crate::ui::signals::{Signal, Signals};
use crate::ui::stage::Stage;
use crate::ui::terminal::{Quiet, Terminal};
pub use after::Judged;

use after::{SavedTake, after};
use check::Sounding;
use recording::{Finished, Storage};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// The threads whose panic does not end a rehearsal.
pub const OUTLIVED: [&str; 4] = {
    let ([listening, finishing], [reopen, close]) = (worker::THREADS, microphone::THREADS);
    [listening, finishing, reopen, close]
};

/// How long recording continues after the last key, which is often pressed during the last word.
const AFTER_THE_LAST_KEY: Millis = Millis(500);

/// Records a take at the microphone; `judged` follows once it is transcribed.
///
/// # Errors
/// When there is no terminal for the keys, no microphone, or the data folder cannot be written.
pub fn run(
    context: &mut Context,
    wanted: &cli::Recording,
    found: LoadedScenario,
    setup: Setup,
    parts: Parts<'_>,
    judged: Judged<'_>,
) -> Result<Exit, Failure> {
    ready(context, verb(parts, &found.scenario))?;
    let scenario = &found.scenario;
    let mut stage = match parts {
        Parts::Answers(asked) => script::questions(scenario, setup, asked),
        Parts::Round => script::story(scenario, setup, None, &[]),
        Parts::Story(section) => {
            match setup.mode {
                // The walkthrough ends where the recording begins.
                Mode::Study if !context.json => study::walk(context, scenario, setup, section)?,
                Mode::Guided => brief(context, scenario, setup, section),
                Mode::Study | Mode::Mock => {}
            }
            let asked = if setup.mode == Mode::Mock && section.is_none() {
                drawn(context, scenario, AFTER_MOCK, wanted.seed)?
            } else {
                Vec::new()
            };
            script::story(scenario, setup, section, &asked)
        }
    };
    stage.timer = !wanted.no_timer;
    store::private_folder(&context.folders.data)?;
    let voice = voice(context, wanted)?;
    // The model first: loading may take a second, during which the candidate should not wait.
    let stop = Stop::default();
    let transcriber = transcriber(context, wanted, &stop);
    let said = {
        let _quiet = Quiet::into(&context.folders.data.join("sound.log")).map_err(no_terminal)?;
        let mut live = LiveTake {
            context,
            wanted,
            stage: &stage,
            terminal: Terminal::take(&OUTLIVED).map_err(no_terminal)?,
            clock: Clock::start(),
            stop,
        };
        live.speak(found, setup, transcriber, voice)?
    };
    if let Some(SavedTake { rehearsal, .. }) = &said
        && rehearsal.recorded_speech()
    {
        context.tried_microphone = Some(rehearsal.session.take.source.clone());
    }
    after(context, wanted, said, judged)
}

/// The verb that records these parts.
fn verb(parts: Parts<'_>, scenario: &Scenario) -> &'static str {
    match parts {
        Parts::Story(_) => "practice",
        Parts::Round => "loop",
        Parts::Answers(_) if scenario.id == SESSION => "ask",
        Parts::Answers(_) => "followups",
    }
}

/// Shows what level and lens ask for before the recording, where one was chosen. The walkthrough of
/// study contains it, and a mock gives no hints.
fn brief(context: &mut Context, scenario: &Scenario, setup: Setup, only: Option<&str>) {
    if setup.level == Level::default() && setup.lens.is_none() {
        return;
    }
    context.say("");
    for line in scenario.briefing(setup.level, setup.lens, only) {
        context.tell(format_args!("  {line}"));
    }
}

/// Reports an interrupted session, and requires a terminal.
fn ready(context: &mut Context, verb: &str) -> Result<(), Failure> {
    if let Some(line) = cut_short::notice(context) {
        context.say(line);
    }
    if context.screen.keys_are_terminal {
        return Ok(());
    }
    Err(Failure::usage(format_args!(
        "{verb} listens to keys: run it in a terminal, or give recordings with --from-wav"
    )))
}

/// The voice that reads the questions, if requested.
fn voice(context: &mut Context, wanted: &cli::Recording) -> Result<Option<Voice>, Failure> {
    if !wanted.aloud && !Settings::load(&context.folders.config)?.aloud {
        return Ok(None);
    }
    let voice = Voice::find();
    if voice.is_none() {
        context.say(Voice::none());
    }
    Ok(voice)
}

fn no_terminal(error: std::io::Error) -> Failure {
    Failure::error(format_args!(
        "the terminal cannot be used for keys ({error}): give recordings with --from-wav, or try another terminal"
    ))
}

/// A take that is being recorded.
struct Running {
    thread: JoinHandle<Finished>,
    wish: Sender<Request>,
    updates: Receiver<Update>,
}

/// A take at the microphone: its options, terminal, clock and stop.
struct LiveTake<'a> {
    context: &'a Context,
    wanted: &'a cli::Recording,
    stage: &'a Stage,
    terminal: Terminal,
    clock: Clock,
    /// Cancels the transcription.
    stop: Stop,
}

impl LiveTake<'_> {
    fn speak(
        &mut self,
        found: LoadedScenario,
        setup: Setup,
        transcriber: Option<Box<dyn Transcriber + Send>>,
        voice: Option<Voice>,
    ) -> Result<Option<SavedTake>, Failure> {
        let (_watch, signals) = Signals::watch().map_err(Failure::system("listen for Ctrl-C"))?;
        let mut microphone = self.open()?;
        self.look_for_room(microphone.rate())?;
        let tried = self.context.tried_microphone.as_deref() == Some(microphone.name());
        let usable = if tried {
            // Opened anew, it may need a moment to wake: the clock of the answer waits for its sound.
            false
        } else {
            match self.check(&mut microphone, &signals)? {
                Some(sounding) => sounding.usable(),
                None => return Ok(None),
            }
        };
        let take = Take::begun(microphone.name().to_owned(), microphone.rate());
        let mut rehearsal = Rehearsal::begin(self.context, found, setup, take)?;
        let model = transcriber.as_ref().map(|one| one.name().to_owned());
        let running = match self.start(&rehearsal, microphone, usable, transcriber) {
            Ok(running) => running,
            Err(failure) => {
                // Nothing was recorded yet: an empty folder is not a session.
                let _ = rehearsal.folder.remove();
                return Err(failure);
            }
        };
        let (ending, pumped) = self.show(running, voice, &signals);
        let (recording, kept, microphone) = pumped.map_err(|_| {
            Failure::error(format_args!(
                "the recorder came down; what was said is in {}: `rehearse sessions recover` finishes it",
                rehearsal.folder.path().display()
            ))
        })?;
        microphone.let_go();
        if let Some(why) = ended::by_itself(&recording) {
            tell(&mut self.terminal, &why);
        }
        let asked = self.wanted.model.as_deref();
        let Some((journal, worker)) = ended::save(&mut rehearsal, recording, kept, asked)? else {
            return Ok(None);
        };
        let ending = ending.map_err(|error| {
            let failure = Failure::error(format_args!("the screen cannot be drawn on: {error}"));
            ended::safe(&rehearsal, asked, failure)
        })?;
        let mut waited = None;
        if let Some(worker) = worker {
            rehearsal.session.model = model;
            let leave = ending != Ending::Finished;
            let (terminal, still) = (&mut self.terminal, !self.context.screen.animate);
            let came = wait::for_words(&mut rehearsal, worker, terminal, &signals, leave, still);
            waited = Some(came.map_err(|failure| ended::safe(&rehearsal, asked, failure))?);
        }
        // Held until the transcript is complete, so that no other process takes the session for an interrupted one.
        drop(journal);
        Ok(Some(SavedTake {
            rehearsal,
            ending,
            waited,
        }))
    }

    /// Starts the transcriber and the recording thread; `usable` is the result of the check.
    fn start(
        &self,
        rehearsal: &Rehearsal,
        microphone: Microphone,
        usable: bool,
        transcriber: Option<Box<dyn Transcriber + Send>>,
    ) -> Result<Running, Failure> {
        let rate = microphone.rate();
        let writer = TakeWriter::create(&rehearsal.folder.take_path(), rate)?;
        let journal = rehearsal.folder.journal()?;
        let worker = transcriber.map(|transcriber| {
            let (words, detect) = (rehearsal.vocabulary(), crate::audio::activity::find);
            Worker::start(transcriber, rate, words, detect, self.stop.clone())
        });
        let worker = worker
            .transpose()
            .map_err(Failure::system("start a thread"))?;
        let kept = Storage::new(writer, journal, worker);
        let ids = self
            .stage
            .parts
            .iter()
            .map(|part| part.id.clone())
            .collect();
        let recorder = Recorder::waiting(microphone, kept, ids, self.stage.questions_from())
            .listening_on(AFTER_THE_LAST_KEY)
            .awake(usable);
        let (wish, wishes) = channel();
        let (update, updates) = channel();
        let thread = recording::start(recorder, self.clock, wishes, update)
            .map_err(Failure::system("start a thread"))?;
        Ok(Running {
            thread,
            wish,
            updates,
        })
    }

    /// Shows the take until it ends, and returns the recorder's results.
    fn show(
        &mut self,
        running: Running,
        mut voice: Option<Voice>,
        signals: &Receiver<Signal>,
    ) -> (std::io::Result<Ending>, std::thread::Result<Finished>) {
        let Running {
            thread,
            wish,
            updates,
        } = running;
        let clock = self.clock;
        let stand = Stand {
            stage: self.stage,
            colour: self.context.screen.talk_colour,
            plain: !self.context.screen.animate,
            now: &|| clock.now(),
        };
        let reader = voice.as_mut().map(|voice| voice as &mut dyn Reader);
        let ending = live::run(&stand, &mut self.terminal, reader, &wish, &updates, signals);
        drop(voice);
        // If the screen failed, the take is still ended properly.
        let _ = wish.send(Request {
            ask: SectionRequest::Finish,
            at: clock.now(),
        });
        drop(wish);
        (ending, thread.join())
    }

    /// Warns before the recording when the disk is nearly full.
    fn look_for_room(&mut self, rate: u32) -> Result<(), Failure> {
        let folder = &self.context.folders.data;
        if let Some(warning) = disk_space::check(folder, self.stage.target(), rate)? {
            tell(&mut self.terminal, &warning);
        }
        Ok(())
    }

    /// The microphone of the command line, else the last one if it exists, else the default.
    fn open(&mut self) -> Result<Microphone, Failure> {
        let config = &self.context.folders.config;
        let open = |device| Microphone::open(microphone::system(), device, self.clock);
        let mut settings = Settings::load(config)?;
        if let Some(device) = &self.wanted.device {
            let microphone = open(Some(device)).map_err(Failure::unequipped)?;
            settings.device = Some(device.clone());
            // An error here does not prevent practising.
            let _ = settings.save(config);
            return Ok(microphone);
        }
        if let Some(device) = &settings.device {
            match open(Some(device)) {
                Ok(microphone) => return Ok(microphone),
                Err(error) => tell(&mut self.terminal, &instead_of(device, &error)),
            }
        }
        open(None).map_err(Failure::unequipped)
    }

    /// Records for two seconds and evaluates them. `None` when the candidate leaves.
    fn check(
        &mut self,
        microphone: &mut Microphone,
        signals: &Receiver<Signal>,
    ) -> Result<Option<Sounding>, Failure> {
        let (terminal, screen) = (&mut self.terminal, &self.context.screen);
        check::introduce(microphone, terminal);
        let tried = check::try_out(microphone, self.clock, terminal, screen, signals)?;
        // Keys that were pressed during the check were not meant to begin the first section.
        let leaves = terminal.keys(Duration::ZERO).leave();
        Ok(tried.filter(|_| !leaves))
    }
}

/// Writes sentences to the terminal, wrapped to its width.
fn tell(terminal: &mut Terminal, text: &str) {
    let options = textwrap::Options::new(terminal.width().clamp(24, WIDEST))
        .initial_indent("  ")
        .subsequent_indent("  ");
    for line in textwrap::wrap(text, options) {
        terminal.say(&line);
    }
}

/// Why the default microphone is used instead of the last one.
fn instead_of(device: &str, error: &MicrophoneError) -> String {
    match error {
        MicrophoneError::Unknown { .. } => {
            format!("The microphone used last ({device}) is not there; using the default one.")
        }
        other => {
            format!("Using the default microphone, not the one used last ({device}): {other}.")
        }
    }
}

/// The transcriber that works during the recording. Without one the take is still recorded.
fn transcriber(
    context: &mut Context,
    wanted: &cli::Recording,
    stop: &Stop,
) -> Option<Box<dyn Transcriber + Send>> {
    if wanted.no_transcribe {
        return None;
    }
    let opened = recogniser::choose(context, wanted.model.as_deref()).and_then(|file| {
        recogniser::load(&file, recogniser::settings(context, true)?, stop.clone())
    });
    match opened {
        Ok(whisper) => Some(Box::new(whisper)),
        Err(failure) => {
            context.tell(format_args!(
                "{}.\nThe take is recorded all the same and can be transcribed later.",
                failure.message.trim_end_matches('.')
            ));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::judge;
    use crate::judgement::{Bar, SectionInput};
    use crate::scenario::{Level, builtin, builtins};
    use crate::transcript::Transcript;

    #[test]
    fn another_microphone_is_reported_with_the_reason() {
        let gone = MicrophoneError::Unknown {
            wish: "Desk".into(),
            known: vec!["Headset".into()],
        };
        assert_eq!(
            instead_of("Desk", &gone),
            "The microphone used last (Desk) is not there; using the default one."
        );
        let busy = instead_of("Desk", &MicrophoneError::Busy);
        assert!(
            busy.starts_with(
                "Using the default microphone, not the one used last (Desk): another program is using \
                 the microphone"
            ),
            "{busy}"
        );
        let forbidden = instead_of("Desk", &MicrophoneError::Forbidden);
        assert!(
            forbidden.contains("does not let this program hear"),
            "{forbidden}"
        );
    }

    /// The timer must turn red at the same second as in the judgement, at any level.
    #[test]
    fn timer_and_judge_use_the_same_target() {
        let transcript = Transcript::from_text("I traced it to a timeout.");
        for built_in in builtins() {
            let scenario = builtin(built_in.id).expect("it is built in");
            for level in Level::ALL {
                let setup = Setup {
                    mode: Mode::Guided,
                    level,
                    lens: None,
                };
                let timer: Vec<(String, Millis)> = script::story(&scenario, setup, None, &[])
                    .parts
                    .into_iter()
                    .map(|part| (part.id, part.target))
                    .collect();
                let spoken: Vec<SectionInput<'_>> = scenario
                    .sections
                    .iter()
                    .map(|section| {
                        SectionInput::typed(&section.id, Millis::from_secs(9), &transcript)
                    })
                    .collect();
                let bar = Bar::of(&scenario, level);
                let judged: Vec<(String, Millis)> = judge(bar, &spoken)
                    .sections
                    .into_iter()
                    .map(|section| (section.id, section.measures.target))
                    .collect();
                assert_eq!(timer, judged, "{} at {}", scenario.id, level.title());
            }
        }
    }
}
