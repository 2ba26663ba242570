//! Opens the recogniser: which model, and with how many threads.

use super::{Context, Failure, folders};
use crate::model::{self, Manifest, ModelFile, Weights};
use crate::store::Settings;
use crate::transcribe::threads::threads_here;
use crate::transcribe::whisper::{self, Whisper};
use crate::transcribe::{Stop, Transcriber};
use std::path::Path;

/// Opens the requested model, else the one from the settings, else the best installed one.
///
/// # Errors
/// Exit code 3 when the requested one is not installed or not usable.
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
    let settings = whisper::DecodingSettings {
        prompt,
        ..settings(context, false)?
    };
    Ok(Box::new(load(&file, settings, Stop::default())?))
}

/// The settings of Whisper on this machine; beside a recording, one processor is left for the microphone.
///
/// # Errors
/// When the settings cannot be read.
pub fn settings(
    context: &Context,
    beside_recording: bool,
) -> Result<whisper::DecodingSettings, Failure> {
    let Settings {
        vocabulary, beam, ..
    } = Settings::load(&context.folders.config)?;
    Ok(whisper::DecodingSettings {
        threads: threads_here(beside_recording),
        prompt: String::new(),
        vocabulary,
        beam,
    })
}

/// The validated model file.
///
/// # Errors
/// Exit code 3 when the requested one is not installed or not usable.
pub fn choose(context: &mut Context, wanted: Option<&str>) -> Result<ModelFile, Failure> {
    let manifest = Manifest::builtin();
    let folders = [context.folders.models.clone()];
    if let Some(wanted) = wanted {
        let wanted = in_full(context, wanted)?;
        return model::find(&wanted, &manifest, &folders).map_err(Failure::unequipped);
    }
    let settings = Settings::load(&context.folders.config)?;
    let preferred = settings.model.as_deref();
    let preferred = preferred.map(|model| in_full(context, model)).transpose()?;
    let choice = model::choose(preferred.as_deref(), &manifest, &folders);
    for damaged in choice.passed_over {
        context.say(format_args!("passed over: {damaged}"));
    }
    Ok(choice.model)
}

/// The name or path of a model, with the home folder expanded.
fn in_full(context: &Context, model: &str) -> Result<String, Failure> {
    let path = folders::expanded(Path::new(model), context.home.as_deref());
    let path = path.map_err(|why| Failure::unequipped(format_args!("{model}: {why}")))?;
    Ok(path.to_string_lossy().into_owned())
}

/// Loads a validated model. `stop` cancels its work.
///
/// # Errors
/// Exit code 3 when whisper.cpp refuses it or memory runs out.
pub fn load(
    file: &ModelFile,
    settings: whisper::DecodingSettings,
    stop: Stop,
) -> Result<Whisper, Failure> {
    let opened = match file.weights() {
        Weights::File(path) => Whisper::open(file.name(), path, settings, stop),
        Weights::Bundled(bytes) => Whisper::from_bytes(file.name(), bytes, settings, stop),
    };
    opened.map_err(Failure::unequipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vocabulary_is_passed_only_if_enabled() {
        let bundled = ModelFile::bundled();
        let opened = |vocabulary| {
            let settings = whisper::DecodingSettings {
                vocabulary,
                ..whisper::DecodingSettings::default()
            };
            match load(&bundled, settings, Stop::default()) {
                Ok(whisper) => format!("{whisper:?}"),
                Err(failure) => failure.message,
            }
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
