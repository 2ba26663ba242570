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
    Ok(Box::new(load_prompted(
        &file,
        prompt,
        Stop::default(),
        false,
    )?))
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
    load_prompted(file, String::new(), stop, false)
}

/// As [`load`], with room left for the microphone.
///
/// # Errors
/// As [`load`].
pub fn load_beside_microphone(file: &ModelFile, stop: Stop) -> Result<Whisper, Failure> {
    load_prompted(file, String::new(), stop, true)
}

fn load_prompted(
    file: &ModelFile,
    prompt: String,
    stop: Stop,
    recording: bool,
) -> Result<Whisper, Failure> {
    let settings = whisper::Settings {
        threads: threads_here(recording),
        prompt,
        ..settings()
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
