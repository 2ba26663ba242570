//! Opening the ear: which model listens, and with how many threads.

use super::{Context, Failure};
use crate::model::{self, Manifest, ModelError, ModelFile, Weights};
use crate::store::Settings;
use crate::transcribe::threads::threads_here;
use crate::transcribe::whisper::{self, Whisper};
use crate::transcribe::{Stop, Transcriber};

/// Opens the model that was asked for, else the one from the settings, else the best installed one.
///
/// # Errors
/// Exit code 3 when there is none or it does not do.
pub fn open(context: &mut Context, wanted: Option<&str>) -> Result<Box<dyn Transcriber>, Failure> {
    open_prompted(context, wanted, String::new())
}

/// As [`open`], with a text whose style the model follows.
///
/// # Errors
/// As [`open`].
pub fn open_prompted(
    context: &mut Context,
    wanted: Option<&str>,
    prompt: String,
) -> Result<Box<dyn Transcriber>, Failure> {
    let file = choose(context, wanted)?;
    if file.is_bundled() {
        context.say("nano hears synthetic voices only; for your own voice: rehearse model get");
    }
    let manner = Manner {
        prompt,
        vocabulary: tells_terms(context)?,
        recording: false,
    };
    Ok(Box::new(load_in(&file, manner, Stop::default())?))
}

/// Whether the settings want the story's own terms told to Whisper.
///
/// # Errors
/// When the settings cannot be read.
pub fn tells_terms(context: &Context) -> Result<bool, Failure> {
    Ok(Settings::load(&context.folders.config)?.vocabulary)
}

/// The model file, checked.
///
/// # Errors
/// Exit code 3 when there is none or it does not do.
pub fn choose(context: &mut Context, wanted: Option<&str>) -> Result<ModelFile, Failure> {
    let manifest = Manifest::builtin();
    let folders = [context.folders.models.clone()];
    let unequipped = |error: ModelError| Failure::unequipped(error);
    if let Some(wanted) = wanted {
        return model::find(wanted, &manifest, &folders).map_err(unequipped);
    }
    let settings = Settings::load(&context.folders.config)?;
    let choice =
        model::choose(settings.model.as_deref(), &manifest, &folders).map_err(unequipped)?;
    for damaged in choice.passed_over {
        context.say(format_args!("passed over: {damaged}"));
    }
    Ok(choice.model)
}

/// Loads a checked model. `stop` calls its work off.
///
/// # Errors
/// Exit code 3 when whisper.cpp does not take it or memory runs out.
pub fn load(file: &ModelFile, stop: Stop) -> Result<Whisper, Failure> {
    load_in(file, Manner::default(), stop)
}

/// As [`load`], with room left for the microphone; `vocabulary` as in [`tells_terms`].
///
/// # Errors
/// As [`load`].
pub fn load_beside_microphone(
    file: &ModelFile,
    vocabulary: bool,
    stop: Stop,
) -> Result<Whisper, Failure> {
    let manner = Manner {
        vocabulary,
        recording: true,
        ..Manner::default()
    };
    load_in(file, manner, stop)
}

/// How it is to listen.
#[derive(Debug, Default)]
struct Manner {
    /// A text whose style it follows.
    prompt: String,
    /// Told the terms of every job.
    vocabulary: bool,
    /// A take is being recorded meanwhile.
    recording: bool,
}

fn load_in(file: &ModelFile, manner: Manner, stop: Stop) -> Result<Whisper, Failure> {
    let settings = whisper::Settings {
        threads: threads_here(manner.recording),
        prompt: manner.prompt,
        vocabulary: manner.vocabulary,
    };
    let opened = match file.weights() {
        Weights::File(path) => Whisper::open(file.name(), path, settings, stop),
        Weights::Bundled(bytes) => Whisper::from_bytes(file.name(), bytes, settings, stop),
    };
    opened.map_err(Failure::unequipped)
}

/// How Whisper runs on this machine while nothing is being recorded.
pub fn settings() -> whisper::Settings {
    whisper::Settings {
        threads: threads_here(false),
        ..whisper::Settings::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_told_only_where_that_is_wanted() {
        let nano = ModelFile::nano();
        let opened = |vocabulary| match load_beside_microphone(&nano, vocabulary, Stop::default()) {
            Ok(whisper) => format!("{whisper:?}"),
            Err(failure) => failure.message,
        };
        assert!(
            opened(true).contains("vocabulary: true"),
            "{}",
            opened(true)
        );
        assert!(
            opened(false).contains("vocabulary: false"),
            "{}",
            opened(false)
        );
    }
}
