//! `doctor`: tests everything that a rehearsal needs, with remedies.

use super::live::check::{self, Sounding};
use super::rehearsal::measure;
use super::{Context, Exit, Failure, recogniser};
use crate::audio::microphone::{self, Clock, Microphone, MicrophoneError};
use crate::audio::{resample, wav};
use crate::cli::Doctor;
use crate::model::{Bytes, ModelFile};
use crate::store::{self, Settings, StoreError};
use crate::time::Millis;
use crate::transcribe::{Job, Stop, Transcriber};
use crate::ui::terminal::Quiet;
use serde::Serialize;
use std::fmt::Display;
use std::io;
use std::path::Path;

/// Speech for timing the model.
const SAMPLE: &[u8] = include_bytes!("../../content/demo/strong/4-result.wav");
/// Space for two sessions of three minutes with reports.
const LITTLE_ROOM: u64 = 100 * 1024 * 1024;
/// Space for about a month of practice.
const SOME_ROOM: u64 = 1024 * 1024 * 1024;
/// The width below which there are no large digits.
const NARROW: usize = 60;

/// The result of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Good,
    Note,
    Bad,
}

/// One test.
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

    /// What could not be tested, because `missing` is.
    fn untried(what: &'static str, missing: &str) -> Self {
        Self {
            state: State::Note,
            ..Self::good(what, format_args!("not tried: no {missing}"))
        }
    }

    fn note(self, remedy: impl Display) -> Self {
        Self {
            state: State::Note,
            remedy: Some(remedy.to_string()),
            ..self
        }
    }

    fn bad(self, remedy: impl Display) -> Self {
        Self {
            state: State::Bad,
            ..self.note(remedy)
        }
    }

    fn line(&self) -> String {
        let sign = match self.state {
            State::Good => "ok  ",
            State::Note => "note",
            State::Bad => "BAD ",
        };
        let remedy = self.remedy.iter();
        let remedy = remedy.map(|remedy| format!("                  {remedy}\n"));
        let remedy: String = remedy.collect();
        format!("{sign}  {:<11} {}\n{remedy}", self.what, self.found)
    }
}

/// Runs all tests and reports.
///
/// # Errors
/// When standard output cannot be written. The exit code shows what is wrong: 3 for microphone
/// or model, 1 for anything else.
pub fn run(wanted: &Doctor, context: &mut Context) -> Result<Exit, Failure> {
    let mut found = Vec::new();
    if let Some(failure) = &context.unsettled {
        found.push(Finding::good("settings", "cannot be read").bad(&failure.message));
    }
    found.extend(microphone(wanted, context));
    found.extend(model(wanted, context));
    found.push(disk(&context.folders.data));
    found.extend(folders(context));
    found.push(terminal(context));
    if context.json {
        context.data_json(&found)?;
    } else {
        let text: String = found.iter().map(Finding::line).collect();
        context.data_sentences(&text)?;
    }
    let mut bad = found.iter().filter(|one| one.state == State::Bad);
    let equipment = ["microphone", "level", "model", "speed"];
    Ok(match bad.clone().next() {
        None => Exit::Done,
        Some(_) if bad.any(|one| equipment.contains(&one.what)) => Exit::Unequipped,
        Some(_) => Exit::Error,
    })
}

fn microphone(wanted: &Doctor, context: &mut Context) -> Vec<Finding> {
    let settings = Settings::load(&context.folders.config).unwrap_or_default();
    let device = wanted.device.as_deref().or(settings.device.as_deref());
    let quiet = Quiet::nowhere();
    let clock = Clock::start();
    let opened = Microphone::open(microphone::system(), device, clock);
    // Standard error is restored for the test that involves the user.
    drop(quiet);
    let mut microphone = match opened {
        Ok(microphone) => microphone,
        Err(error) => {
            let bad = match error {
                MicrophoneError::None => {
                    Finding::good("microphone", "none was found").bad(microphone::none_remedy())
                }
                error => Finding::good("microphone", "cannot be opened").bad(error),
            };
            return vec![bad, Finding::untried("level", "microphone")];
        }
    };
    context.say("Say a sentence: the microphone is heard for two seconds.");
    let quiet = Quiet::nowhere();
    let name = format!("{} ({})", microphone.name(), microphone.format());
    let heard = check::listen(&mut microphone, clock, check::LENGTH, &mut |_| true);
    microphone.let_go();
    drop(quiet);
    let (activity, loudness) = measure(&heard);
    let sounding = Sounding::of(&heard, &activity, &loudness);
    let level = Finding::good("level", sounding.line(&loudness));
    let level = match (sounding.advice(), sounding.usable()) {
        (None, _) => level,
        (Some(advice), true) => level.note(advice),
        (Some(advice), false) => level.bad(advice),
    };
    vec![Finding::good("microphone", name), level]
}

fn model(wanted: &Doctor, context: &mut Context) -> Vec<Finding> {
    let file = match recogniser::choose(context, wanted.model.as_deref()) {
        Ok(file) => file,
        Err(failure) => {
            let none = Finding::good("model", "none").bad(failure.message);
            return vec![none, Finding::untried("speed", "model")];
        }
    };
    let name = Finding::good("model", file.name());
    let larger = match wanted.model {
        None => super::model::larger(context).unwrap_or_default(),
        Some(_) => None,
    };
    let name = match larger {
        Some(larger) => name.note(larger),
        None => name,
    };
    let speed = match speed(&file, context) {
        Ok(speed) => speed,
        Err(failure) => Finding::good("speed", "cannot be measured").bad(failure.message),
    };
    vec![name, speed]
}

/// The time the model takes for a few seconds of speech.
fn speed(file: &ModelFile, context: &Context) -> Result<Finding, Failure> {
    let sound = wav::read_from(SAMPLE, "the bundled sample")?;
    let sound = resample::to_16k(&sound);
    let mut ear = recogniser::load(file, recogniser::settings(context, false)?, Stop::default())?;
    let (activity, _) = measure(&sound);
    let job = Job {
        samples: &sound,
        activity: &activity,
        vocabulary: &[],
    };
    let clock = Clock::start();
    ear.transcribe(&job, &mut |_| {})?;
    let took = Millis(clock.now().as_millis() as u64);
    let speed = Finding::good("speed", quickness(sound.length(), took));
    if took < sound.length() {
        return Ok(speed);
    }
    Ok(speed.note(
        "the words come later than you speak: a smaller model is quicker (rehearse model list), and \
         so is `beam = 1` in the settings file",
    ))
}

/// The speed of the transcription in words.
fn quickness(spoken: Millis, took: Millis) -> String {
    let (quicker, times) = if took < spoken {
        ("faster", (spoken.0 * 10).checked_div(took.0))
    } else {
        ("slower", (took.0 * 10).checked_div(spoken.0))
    };
    let times = match times {
        None => String::from("at once"),
        Some(..=10) => String::from("as fast as you speak"),
        Some(tenths @ 11..=99) => format!(
            "{}.{} times {quicker} than you speak",
            tenths / 10,
            tenths % 10
        ),
        Some(tenths) => format!("{} times {quicker} than you speak", tenths / 10),
    };
    format!(
        "{:.0} s of speech written down in {:.1} s, {times}",
        spoken.as_secs_f64(),
        took.as_secs_f64()
    )
}

fn disk(data: &Path) -> Finding {
    let Some(free) = store::free_bytes(data) else {
        return Finding::good("disk", "the system does not tell how much room there is");
    };
    let disk = Finding::good("disk", format_args!("{} free", Bytes(free)));
    match free {
        ..LITTLE_ROOM => disk.bad("free some space: a minute of sound takes 6 MB"),
        LITTLE_ROOM..SOME_ROOM => disk.note("room for some sessions: a minute of sound takes 6 MB"),
        SOME_ROOM.. => disk,
    }
}

fn folders(context: &Context) -> Vec<Finding> {
    [
        ("sessions", &context.folders.data, "REHEARSE_DATA_DIR"),
        ("models", &context.folders.models, "REHEARSE_MODEL_DIR"),
        ("settings", &context.folders.config, "REHEARSE_CONFIG_DIR"),
    ]
    .into_iter()
    // The place of the sessions is unknown while the settings cannot be read.
    .filter(|(what, ..)| *what != "sessions" || context.unsettled.is_none())
    .map(
        |(what, folder, variable)| match store::try_writing(folder) {
            Ok(()) => Finding::good("folders", format_args!("{what}: {}", folder.display())),
            Err(error) => refused(what, folder, variable, &error),
        },
    )
    .collect()
}

/// A folder that cannot be written to.
fn refused(what: &str, folder: &Path, variable: &str, error: &StoreError) -> Finding {
    let why = match error {
        StoreError::Disk { cause, .. } => no_writing(cause),
        other => other.to_string(),
    };
    let found = format!("{what}: {} cannot be written to: {why}", folder.display());
    Finding::good("folders", found).bad(format_args!(
        "correct that, or choose another folder: {variable}=FOLDER"
    ))
}

fn no_writing(cause: &io::Error) -> String {
    use io::ErrorKind as Kind;
    match cause.kind() {
        Kind::PermissionDenied => "you have no right to".into(),
        Kind::NotFound => "it is not there and cannot be made".into(),
        Kind::AlreadyExists | Kind::NotADirectory => "a file is in its place".into(),
        Kind::ReadOnlyFilesystem => "its disk is read-only".into(),
        Kind::StorageFull | Kind::QuotaExceeded => "its disk is full".into(),
        _ => {
            let said = cause.to_string();
            let end = said.find(" (os error").unwrap_or(said.len());
            said[..end].to_owned()
        }
    }
}

fn terminal(context: &Context) -> Finding {
    let screen = &context.screen;
    if !screen.keys_are_terminal {
        return Finding::good("terminal", "keys do not come from a terminal").note(
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
        terminal.note("the large clock needs 60 columns; a small one is shown")
    } else if !screen.animate {
        terminal.note("nothing will move here: the rehearsal is shown as sentences")
    } else {
        terminal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_is_worded() {
        let told = |took| quickness(Millis(18_000), Millis(took));
        assert_eq!(
            told(900),
            "18 s of speech written down in 0.9 s, 20 times faster than you speak"
        );
        assert!(told(4300).ends_with("in 4.3 s, 4.1 times faster than you speak"));
        assert!(told(18_000).ends_with("as fast as you speak"));
        assert!(told(29_000).ends_with("1.6 times slower than you speak"));
        assert!(told(0).ends_with("at once"));
    }

    #[test]
    fn an_unwritable_folder_is_reported_with_a_remedy() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("models");
        store::write_atomic(&file, b"").unwrap();
        let error = store::try_writing(&file).unwrap_err();
        let bad = refused("models", &file, "REHEARSE_MODEL_DIR", &error);
        assert!(
            bad.found
                .ends_with("cannot be written to: a file is in its place"),
            "{bad:?}"
        );
        assert!(
            bad.remedy
                .unwrap()
                .ends_with("another folder: REHEARSE_MODEL_DIR=FOLDER")
        );
    }

    #[test]
    fn an_omitted_test_keeps_its_line() {
        let level = Finding::untried("level", "microphone");
        assert_eq!(level.line(), "note  level       not tried: no microphone\n");
    }
}
