//! `practice` at the microphone: check it, speak the sections, transcribe meanwhile, report.

mod after;
pub mod check;
mod ended;
mod pump;
mod room;
mod said;
mod script;
mod wait;

use super::drawn::{AFTER_MOCK, drawn};
use super::rehearsal::{Rehearsal, Setup};
use super::scenarios::Found;
use super::talk::WIDEST;
use super::voice::Voice;
use super::{Context, Exit, Failure, cut_short, ears, study};
use crate::audio::microphone::{self, Clock, Microphone, MicrophoneError};
use crate::audio::take::TakeWriter;
use crate::cli;
use crate::record::{Ask, Recorder, Source};
use crate::scenario::{Level, Scenario};
use crate::session::{Mode, Take};
use crate::store::{self, Settings};
use crate::time::Millis;
use crate::transcribe::worker::{self, Worker};
use crate::transcribe::{Stop, Transcriber};
use crate::ui::asking::Reader;
use crate::ui::live::{self, Ending, Request, Stand, Update};
use crate::ui::screen::{Look, Stage};
use crate::ui::signals::{Signal, Signals};
use crate::ui::terminal::{Quiet, Terminal};
pub use said::Judged;

use after::after;
use check::Sounding;
use pump::{Kept, Pumped};
use said::{Said, Words};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// The threads that a rehearsal goes on without, should one of them panic.
pub const OUTLIVED: [&str; 4] = {
    let ([listening, finishing], [reopen, close]) = (worker::THREADS, microphone::THREADS);
    [listening, finishing, reopen, close]
};

/// What is still recorded behind the last key, which is often pressed with the last word.
const AFTER_THE_LAST_KEY: Millis = Millis(500);

/// Practises at the microphone.
///
/// # Errors
/// When there is no terminal for the keys, no microphone, or the data folder cannot be written.
pub fn run(
    context: &mut Context,
    wanted: &cli::Practice,
    found: Found,
    setup: Setup,
    judged: Judged<'_>,
) -> Result<Exit, Failure> {
    ready(context, "practice")?;
    if setup.mode == Mode::Study && !context.json {
        // Read first; the pages end where the speaking begins.
        let reading = cli::Study {
            scenario: wanted.scenario.clone(),
            level: wanted.level,
            lens: wanted.lens,
            section: wanted.section.clone(),
        };
        study::walk(&reading, context)?;
    }
    if setup.mode == Mode::Guided {
        brief(context, &found.scenario, setup, wanted.section.as_deref());
    }
    let one_take = setup.mode == Mode::Mock && wanted.section.is_none();
    let asked = if one_take {
        drawn(context, &found.scenario, AFTER_MOCK, wanted.seed)?
    } else {
        Vec::new()
    };
    let stage = script::story(&found.scenario, setup, wanted, &asked);
    perform(context, wanted, found, setup, &stage, judged)
}

/// Tells a story straight through at the microphone, without questions after it.
///
/// # Errors
/// As [`run`].
pub fn one_take(
    context: &mut Context,
    wanted: &cli::Practice,
    found: Found,
    setup: Setup,
    judged: Judged<'_>,
) -> Result<Exit, Failure> {
    ready(context, "loop")?;
    let stage = script::story(&found.scenario, setup, wanted, &[]);
    perform(context, wanted, found, setup, &stage, judged)
}

/// Answers follow-up questions at the microphone; `asked` are the ids of the answers.
///
/// # Errors
/// As [`run`].
pub fn answers(
    context: &mut Context,
    wanted: &cli::Practice,
    found: Found,
    setup: Setup,
    asked: &[String],
    judged: Judged<'_>,
) -> Result<Exit, Failure> {
    ready(context, "followups")?;
    let stage = script::questions(&found.scenario, setup, wanted, asked);
    perform(context, wanted, found, setup, &stage, judged)
}

/// What level and lens ask for, said before anybody speaks, where one was chosen. The walkthrough of
/// study holds it too, and a mock gives no hints.
fn brief(context: &mut Context, scenario: &Scenario, setup: Setup, only: Option<&str>) {
    if setup.level == Level::default() && setup.lens.is_none() {
        return;
    }
    context.say("");
    for line in scenario.briefing(setup.level, setup.lens, only) {
        context.tell(format_args!("  {line}"));
    }
}

/// What was cut short last time is told, and there must be keys.
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

/// Speaks what is on the stage, from the microphone's check to the report.
fn perform(
    context: &mut Context,
    wanted: &cli::Practice,
    found: Found,
    setup: Setup,
    stage: &Stage,
    judged: Judged<'_>,
) -> Result<Exit, Failure> {
    store::private_folder(&context.folders.data)?;
    let voice = voice(context, wanted)?;
    let ids = stage.parts.iter().map(|part| part.id.clone()).collect();
    // The model first: loading it may take a second, and nobody should wait while ready to speak.
    let stop = Stop::default();
    let ear = ear(context, wanted, &stop);

    let said = {
        let quiet = Quiet::into(&context.folders.data.join("sound.log")).map_err(no_terminal)?;
        let mut terminal = Terminal::take(&OUTLIVED).map_err(no_terminal)?;
        let session = Live {
            context,
            wanted,
            stage,
        };
        let said = session.speak(&mut terminal, ids, found, setup, (ear, voice), &stop);
        drop(terminal);
        drop(quiet);
        said?
    };
    after(context, wanted, said, judged)
}

/// The voice that reads the questions, where the candidate wants one.
fn voice(context: &mut Context, wanted: &cli::Practice) -> Result<Option<Voice>, Failure> {
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
    pump: JoinHandle<Pumped>,
    wish: Sender<Request>,
    updates: Receiver<Update>,
    /// Which model listens.
    model: Option<String>,
}

struct Live<'a> {
    context: &'a Context,
    wanted: &'a cli::Practice,
    stage: &'a Stage,
}

impl Live<'_> {
    fn speak(
        &self,
        terminal: &mut Terminal,
        ids: Vec<String>,
        found: Found,
        setup: Setup,
        (ear, voice): (Option<Box<dyn Transcriber + Send>>, Option<Voice>),
        stop: &Stop,
    ) -> Result<Said, Failure> {
        let clock = Clock::start();
        let (signal, signals) = channel();
        let _watch = Signals::watch(move |what| {
            // After the end nobody waits for signals any more.
            let _ = signal.send(what);
        })
        .map_err(Failure::system("listen for Ctrl-C"))?;
        let mut microphone = self.open(terminal, clock)?;
        self.look_for_room(terminal, microphone.rate())?;
        let Some(sounding) = self.check(terminal, &mut microphone, clock, &signals)? else {
            return Ok(Said::Nothing);
        };
        let take = Take {
            source: microphone.name().to_owned(),
            rate: microphone.rate(),
            frames: 0,
            lost_frames: 0,
            gaps: Vec::new(),
            drift_ppm: None,
            synthetic: false,
        };
        let mut rehearsal = Rehearsal::begin(self.context, found, setup, take)?;
        let parts = (ids, sounding.usable());
        let running = match self.start(&rehearsal, microphone, parts, ear, clock, stop) {
            Ok(running) => running,
            Err(failure) => {
                // Nobody has said anything yet: an empty folder is no session.
                let _ = rehearsal.folder.remove();
                return Err(failure);
            }
        };
        let model = running.model.clone();
        let (ending, pumped) = self.show(running, terminal, voice, clock, &signals);
        let (recording, kept, microphone) = pumped.map_err(|_| {
            Failure::error(format_args!(
                "the recorder came down; what was said is in {}: `rehearse sessions recover` finishes it",
                rehearsal.folder.path().display()
            ))
        })?;
        microphone.let_go();
        if let Some(why) = ended::by_itself(&recording) {
            tell(terminal, &why);
        }
        let asked = self.wanted.model.as_deref();
        let Some(saved) = ended::save(&mut rehearsal, recording, kept, asked)? else {
            return Ok(Said::Nothing);
        };
        let ending = ending.map_err(|error| {
            let failure = Failure::error(format_args!("the screen cannot be drawn on: {error}"));
            ended::safe(&rehearsal, asked, failure)
        })?;
        let words = match saved.worker {
            None => Words::NotTried,
            Some(worker) => {
                rehearsal.session.model = model;
                let leave = ending != Ending::Finished;
                let plain = self.plain();
                let waited =
                    wait::for_words(&mut rehearsal, worker, terminal, &signals, leave, plain);
                Words::Waited(waited.map_err(|failure| ended::safe(&rehearsal, asked, failure))?)
            }
        };
        drop(saved.journal);
        Ok(Said::Session(Box::new(rehearsal), ending, words))
    }

    /// Starts the transcriber and the thread that records; `usable` is what the check has heard.
    fn start(
        &self,
        rehearsal: &Rehearsal,
        microphone: Microphone,
        (ids, usable): (Vec<String>, bool),
        ear: Option<Box<dyn Transcriber + Send>>,
        clock: Clock,
        stop: &Stop,
    ) -> Result<Running, Failure> {
        let rate = microphone.rate();
        let writer = TakeWriter::create(&rehearsal.folder.take_path(), rate)?;
        let journal = rehearsal.folder.journal()?;
        let worker = ear.map(|ear| {
            let words = rehearsal.vocabulary();
            let name = ear.name().to_owned();
            let detect = crate::audio::activity::find;
            Worker::start(ear, rate, words, detect, stop.clone()).map(|worker| (worker, name))
        });
        let (worker, model) = worker
            .transpose()
            .map_err(Failure::system("start a thread"))?
            .unzip();
        let kept = Kept::new(writer, journal, worker);
        let waits = self.stage.questions_from();
        let recorder = Recorder::waiting(microphone, kept, ids, waits)
            .listening_on(AFTER_THE_LAST_KEY)
            .awake(usable);
        let (wish, wishes) = channel();
        let (update, updates) = channel();
        let pump = pump::start(recorder, clock, wishes, update)
            .map_err(Failure::system("start a thread"))?;
        Ok(Running {
            pump,
            wish,
            updates,
            model,
        })
    }

    /// Shows the take until it ends, and what the recorder leaves then.
    fn show(
        &self,
        running: Running,
        terminal: &mut Terminal,
        mut voice: Option<Voice>,
        clock: Clock,
        signals: &Receiver<Signal>,
    ) -> (std::io::Result<Ending>, std::thread::Result<Pumped>) {
        let Running {
            pump,
            wish,
            updates,
            ..
        } = running;
        let stand = Stand {
            stage: self.stage,
            colour: self.in_colour(),
            plain: self.plain(),
            now: &|| clock.now(),
        };
        let reader = voice.as_mut().map(|voice| voice as &mut dyn Reader);
        let ending = live::run(&stand, terminal, reader, &wish, &updates, signals);
        drop(voice);
        // If the screen failed, the take still ends in good order.
        let _ = wish.send(Request {
            ask: Ask::Finish,
            at: clock.now(),
        });
        drop(wish);
        (ending, pump.join())
    }

    /// A disk that is nearly full is told before anybody speaks.
    fn look_for_room(&self, terminal: &mut Terminal, rate: u32) -> Result<(), Failure> {
        let folder = &self.context.folders.data;
        if let Some(warning) = room::look(folder, self.stage.target(), rate)? {
            tell(terminal, &warning);
        }
        Ok(())
    }

    /// Nothing may move: it is told in sentences.
    fn plain(&self) -> bool {
        !self.context.screen.animate
    }

    fn in_colour(&self) -> bool {
        self.context.screen.talk_colour
    }

    /// The microphone of the command line, else the one used last if it is there, else the default.
    fn open(&self, terminal: &mut Terminal, clock: Clock) -> Result<Microphone, Failure> {
        let unequipped = |error: microphone::MicrophoneError| Failure::unequipped(error);
        let mut settings = Settings::load(&self.context.folders.config)?;
        if let Some(device) = &self.wanted.device {
            let microphone =
                Microphone::open(microphone::system(), Some(device), clock).map_err(unequipped)?;
            settings.device = Some(device.clone());
            // Forgetting a choice is no reason not to practise.
            let _ = settings.save(&self.context.folders.config);
            return Ok(microphone);
        }
        if let Some(device) = &settings.device {
            match Microphone::open(microphone::system(), Some(device), clock) {
                Ok(microphone) => return Ok(microphone),
                Err(error) => tell(terminal, &instead_of(device, &error)),
            }
        }
        Microphone::open(microphone::system(), None, clock).map_err(unequipped)
    }

    /// Two seconds of listening, and what was heard. Gives nothing when the candidate leaves.
    fn check(
        &self,
        terminal: &mut Terminal,
        microphone: &mut Microphone,
        clock: Clock,
        signals: &Receiver<Signal>,
    ) -> Result<Option<Sounding>, Failure> {
        let look = Look {
            width: terminal.width(),
            colour: self.in_colour(),
        };
        check::introduce(microphone, terminal, look);
        let mut left = || {
            signals
                .try_recv()
                .is_ok_and(|signal| signal != Signal::Stop)
        };
        let tried = check::try_out(microphone, clock, terminal, look, self.plain(), &mut left)
            .map_err(Failure::system("use the terminal"))?;
        // Keys that were pressed while it listened were not meant to begin the first section.
        let leaves = terminal.keys(Duration::ZERO).leave();
        Ok(tried.filter(|_| !leaves))
    }
}

/// Says sentences on the terminal, wrapped to its width.
fn tell(terminal: &mut Terminal, text: &str) {
    let options = textwrap::Options::new(terminal.width().clamp(24, WIDEST))
        .initial_indent("  ")
        .subsequent_indent("  ");
    for line in textwrap::wrap(text, options) {
        terminal.say(&line);
    }
}

/// Why the default microphone is used and not the one that was used last.
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

/// The transcriber that works while the candidate speaks. Without one the take is still recorded.
fn ear(
    context: &mut Context,
    wanted: &cli::Practice,
    stop: &Stop,
) -> Option<Box<dyn Transcriber + Send>> {
    if wanted.no_transcribe {
        return None;
    }
    let opened = ears::choose(context, wanted.model.as_deref()).and_then(|file| {
        ears::load_beside_microphone(&file, ears::settings(context)?, stop.clone())
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
    use crate::judgement::{Bar, Spoken};
    use crate::scenario::{Level, builtin, builtins};
    use crate::transcript::Transcript;
    use clap::Parser as _;

    #[test]
    fn another_microphone_is_told_with_the_reason() {
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

    /// The timer must not turn red at another second than the judge, at any level.
    #[test]
    fn timer_and_judge_hold_a_section_to_one_target() {
        let typed = cli::Cli::try_parse_from(["rehearse", "practice"]).expect("it is a verb");
        let Some(cli::Verb::Practice(wanted)) = typed.verb else {
            panic!("practice is another verb now");
        };
        let transcript = Transcript::from_text("I traced it to a timeout.");
        for built_in in builtins() {
            let scenario = builtin(built_in.id).expect("it is built in");
            for level in Level::ALL {
                let setup = Setup {
                    mode: Mode::Guided,
                    level,
                    lens: None,
                };
                let timer: Vec<(String, Millis)> = script::story(&scenario, setup, &wanted, &[])
                    .parts
                    .into_iter()
                    .map(|part| (part.id, part.target))
                    .collect();
                let spoken: Vec<Spoken<'_>> = scenario
                    .sections
                    .iter()
                    .map(|section| Spoken::typed(&section.id, Millis::from_secs(9), &transcript))
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
