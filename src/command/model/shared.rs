//! Shared by the verbs about models: their folder, the recommendation of a larger one, verification with a bar.

use crate::command::{Context, Failure};
use crate::model::{self, Installed, Manifest, ModelFile, VerifyError};
use crate::store::Settings;
use crate::ui::progress::Transfer;
use std::path::PathBuf;

/// Where the built-in model is in use: which one would be more accurate, and how to get it.
///
/// # Errors
/// When the settings cannot be read.
pub fn larger(context: &Context) -> Result<Option<String>, Failure> {
    let manifest = Manifest::builtin();
    let (model, timed) = used(&manifest, context)?;
    if !model.is_bundled() || timed.as_ref() == Some(&manifest.bundled.name) {
        return Ok(None);
    }
    Ok(Some(match timed.as_deref().and_then(|name| manifest.named(name)) {
        Some(known) => format!(
            "This machine keeps up with {}, which hears more than the built-in model: rehearse model get \
             fetches it ({}).",
            known.name, known.bytes
        ),
        None => "A larger model hears more than the built-in one: rehearse model get times this machine \
                 and fetches the one that it keeps up with."
            .to_owned(),
    }))
}

/// The model that is used when none is named, and the name of the one that the settings prefer.
///
/// # Errors
/// When the settings cannot be read.
pub(super) fn used(
    manifest: &Manifest,
    context: &Context,
) -> Result<(ModelFile, Option<String>), Failure> {
    let preferred = Settings::load(&context.folders.config)?.model;
    let choice = model::choose(preferred.as_deref(), manifest, &folders(context));
    Ok((choice.model, preferred))
}

/// The folders of models.
pub(super) fn folders(context: &Context) -> [PathBuf; 1] {
    [context.folders.models.clone()]
}

/// Verifies with a bar.
pub(super) fn hash(
    model: &Installed,
    known: &model::Known,
    animate: bool,
) -> Result<(), VerifyError> {
    let bar = Transfer::new("verifying", known.bytes.0, animate);
    model::verify(&model.path, known, &mut |done| bar.at(done.0))
}
