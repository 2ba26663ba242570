//! `doctor`: everything that a rehearsal needs, tried for real, each with what to do about it.

use super::live::check::{self, Sounding};
use super::rehearsal::measure;
use super::{Context, Exit, Failure, ears};
use crate::audio::microphone::{self, Clock, Microphone};
use crate::audio::{resample, wav};
use crate::cli::Doctor;
use crate::store::{self, Settings};
use crate::time::Millis;
use crate::transcribe::{Job, Stop, Transcriber};
use crate::ui::terminal::Quiet;
use serde::Serialize;
use std::fmt::Display;
use std::io::Cursor;
use std::path::Path;

/// Spoken sound to try the model's speed with.
const SAMPLE: &[u8] = include_bytes!("../../content/demo/strong/4-result.wav");
/// A session of three minutes twice over, and its reports.
const LITTLE_ROOM: u64 = 100 * 1024 * 1024;
/// Below this a month of practice will not fit.
const SOME_ROOM: u64 = 1024 * 1024 * 1024;
/// Columns below which the large clock gives way.
const NARROW: usize = 60;

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Good,
    Note,
    Bad,
}

/// One thing that was tried.
#[derive(Debug, Clone, Serialize)]
struct Finding {
    what: &'static str,
    state: State,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

impl Finding {
    fn good(what: &'static str, found: impl Display) -> Self {
        Self {
            what,
            state: State::Good,
            found: found.to_string(),
            remedy: None,
        }
    }

    fn with(mut self, state: State, remedy: impl Display) -> Self {
        self.state = state;
        self.remedy = Some(remedy.to_string());
        self
    }
}

/// Tries everything and tells.
///
/// # Errors
/// When standard output cannot be written. What is wrong shows in the exit code: 3 for microphone
/// or model, 1 for anything else.
pub fn run(wanted: &Doctor, context: &mut Context) -> Result<Exit, Failure> {
    let mut found = Vec::new();
    found.extend(microphone(wanted, context));
    found.extend(model(wanted, context));
    found.push(disk(&context.folders.data));
    found.extend(folders(context));
    found.push(terminal(context));
    if context.json {
        context.data_json(&found)?;
    } else {
        let text: String = found.iter().map(line).collect();
        context.data_sentences(&text)?;
    }
    let bad = |what: &[&str]| {
        found
            .iter()
            .any(|one| one.state == State::Bad && what.contains(&one.what))
    };
    Ok(if bad(&["microphone", "level", "model", "speed"]) {
        Exit::Unequipped
    } else if bad(&["disk", "folders", "terminal"]) {
        Exit::Error
    } else {
        Exit::Done
    })
}

fn line(one: &Finding) -> String {
    let sign = match one.state {
        State::Good => "ok  ",
        State::Note => "note",
        State::Bad => "BAD ",
    };
    let remedy = one.remedy.as_ref().map_or_else(String::new, |remedy| {
        format!("                  {remedy}\n")
    });
    format!("{sign}  {:<11} {}\n{remedy}", one.what, one.found)
}

fn microphone(wanted: &Doctor, context: &mut Context) -> Vec<Finding> {
    let settings = Settings::load(&context.folders.config).unwrap_or_default();
    let device = wanted.device.as_deref().or(settings.device.as_deref());
    context.say("Say a sentence: the microphone is heard for two seconds.");
    let quiet = Quiet::nowhere();
    let clock = Clock::start();
    let opened = Microphone::open(microphone::system(), device, clock);
    let mut microphone = match opened {
        Ok(microphone) => microphone,
        Err(error) => {
            drop(quiet);
            return vec![Finding::good("microphone", "cannot be opened").with(State::Bad, error)];
        }
    };
    let name = format!("{} ({})", microphone.name(), microphone.format());
    let heard = check::listen(&mut microphone, clock, check::LENGTH, &mut |_| true);
    drop(microphone);
    drop(quiet);
    let (activity, loudness) = measure(&heard);
    let sounding = Sounding::of(&heard, &activity, &loudness);
    let level = Finding::good("level", sounding.line(&loudness));
    let level = match (sounding.advice(), sounding.usable()) {
        (None, _) => level,
        (Some(advice), true) => level.with(State::Note, advice),
        (Some(advice), false) => level.with(State::Bad, advice),
    };
    vec![Finding::good("microphone", name), level]
}

fn model(wanted: &Doctor, context: &mut Context) -> Vec<Finding> {
    let file = match ears::choose(context, wanted.model.as_deref()) {
        Ok(file) => file,
        Err(failure) => {
            let none = Finding::good("model", "none");
            return vec![none.with(State::Bad, failure.message)];
        }
    };
    let name = Finding::good("model", file.name());
    let name = if file.is_bundled() {
        name.with(
            State::Note,
            "nano hears synthetic voices only; for your own voice: rehearse model get",
        )
    } else {
        name
    };
    vec![name, speed(&file)]
}

/// How long the model takes for a few seconds of speech.
fn speed(file: &crate::model::ModelFile) -> Finding {
    let failed = |why: String| Finding::good("speed", "cannot be measured").with(State::Bad, why);
    let sound = match wav::read_from(
        Cursor::new(SAMPLE),
        "the bundled sample",
        SAMPLE.len() as u64,
    ) {
        Ok(sound) => resample::to_16k(&sound),
        Err(error) => return failed(error.to_string()),
    };
    let mut ear = match ears::load(file, Stop::default()) {
        Ok(ear) => ear,
        Err(failure) => return failed(failure.message),
    };
    let (activity, _) = measure(&sound);
    let job = Job {
        samples: &sound,
        activity: &activity,
        vocabulary: &[],
    };
    let clock = Clock::start();
    if let Err(error) = ear.transcribe(&job, &mut |_| {}) {
        return failed(error.to_string());
    }
    let took = Millis(clock.now().as_millis() as u64);
    let tenths = (took.0 * 10).checked_div(sound.length().0).unwrap_or(0);
    let text = format!(
        "{} of speech written down in {:.1} s ({}.{} times its length)",
        sound.length(),
        took.as_secs_f64(),
        tenths / 10,
        tenths % 10
    );
    let speed = Finding::good("speed", text);
    if tenths >= 10 {
        speed.with(
            State::Note,
            "the words come later than you speak: a smaller model is quicker (rehearse model list)",
        )
    } else {
        speed
    }
}

fn disk(data: &Path) -> Finding {
    let Some(free) = store::free_bytes(data) else {
        return Finding::good("disk", "the system does not tell how much room there is");
    };
    let text = format!("{} free", size(free));
    let disk = Finding::good("disk", text);
    if free < LITTLE_ROOM {
        disk.with(State::Bad, "free some space: a minute of sound takes 6 MB")
    } else if free < SOME_ROOM {
        disk.with(
            State::Note,
            "room for some sessions: a minute of sound takes 6 MB",
        )
    } else {
        disk
    }
}

fn size(bytes: u64) -> String {
    let megabytes = bytes / 1_000_000;
    if megabytes >= 10_000 {
        format!("{} GB", megabytes / 1000)
    } else {
        format!("{megabytes} MB")
    }
}

fn folders(context: &Context) -> Vec<Finding> {
    [
        ("sessions", &context.folders.data),
        ("models", &context.folders.models),
        ("settings", &context.folders.config),
    ]
    .into_iter()
    .map(|(what, folder)| {
        let name = Finding::good("folders", format!("{what}: {}", folder.display()));
        match store::try_writing(folder) {
            Ok(()) => name,
            Err(error) => name.with(State::Bad, error),
        }
    })
    .collect()
}

fn terminal(context: &Context) -> Finding {
    let screen = &context.screen;
    if !screen.keys_are_terminal {
        return Finding::good("terminal", "keys do not come from a terminal").with(
            State::Note,
            "practice at the microphone needs one; recordings go without: practice --from-wav",
        );
    }
    let colour = if screen.talk_colour {
        "colours"
    } else {
        "no colours"
    };
    let terminal = Finding::good("terminal", format!("{} columns, {colour}", screen.width));
    if screen.width < NARROW {
        terminal.with(
            State::Note,
            "the large clock needs 60 columns; a small one is shown",
        )
    } else if !screen.animate {
        terminal.with(
            State::Note,
            "nothing will move here: the rehearsal is told in sentences",
        )
    } else {
        terminal
    }
}
