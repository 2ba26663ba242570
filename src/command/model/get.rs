//! `rehearse model get`.

use super::{bench, folders, hash};
use crate::command::{Context, Exit, Failure};
use crate::model::{self, Known, Manifest, ModelFile, Patience, Step};
use crate::store::Settings;
use crate::ui::progress::Transfer;
use std::path::PathBuf;

/// Fetches the model that was named, else the one that suits this machine.
///
/// # Errors
/// When the name is not known, the network or the disk refuses, or what came is another file.
pub fn run(name: Option<&str>, context: &mut Context) -> Result<Exit, Failure> {
    let manifest = Manifest::builtin();
    let name = match name {
        Some(name) => name.to_owned(),
        None => suited(&manifest, context)?,
    };
    if name == manifest.bundled.name {
        context.say(format_args!(
            "{name} is part of the program ({}): there is nothing to fetch.",
            manifest.bundled.note
        ));
        return Ok(Exit::Done);
    }
    let known = manifest
        .named(&name)
        .ok_or_else(|| Failure::usage(model::unknown(&name, &manifest)))?;
    if already_here(known, &manifest, context)? {
        return Ok(Exit::Done);
    }
    let path = fetch(known, &manifest, context)?;
    // What was fetched is what was published; that this program can use it is another matter.
    ModelFile::open(&known.name, &path)?;
    context.say(format_args!(
        "{name} is installed and verified: {}",
        path.display()
    ));
    if let Some(used) = used(&manifest, context)?.filter(|used| *used != name) {
        context.say(format_args!(
            "{used} stays the one that is used; `--model {name}` uses this one."
        ));
    }
    Ok(Exit::Done)
}

/// The model in the settings if it can be fetched, else what a timing of this machine recommends.
fn suited(manifest: &Manifest, context: &mut Context) -> Result<String, Failure> {
    let chosen = Settings::load(&context.folders.config)?.model;
    match chosen.filter(|name| manifest.named(name).is_some()) {
        Some(name) => Ok(name),
        None => bench::choose(manifest, context),
    }
}

/// Whether the model is here as published; says so, or says why it is fetched again.
fn already_here(
    known: &Known,
    manifest: &Manifest,
    context: &mut Context,
) -> Result<bool, Failure> {
    let here = model::installed(manifest, &folders(context))?;
    let Some(model) = here.iter().find(|model| model.name == known.name) else {
        return Ok(false);
    };
    match hash(model, known, context.screen.animate) {
        Ok(()) => {
            context.say(format_args!(
                "{} is already here, and verified: {}",
                known.name,
                model.path.display()
            ));
            Ok(true)
        }
        Err(_) => {
            context.say(format_args!(
                "{} is not the published file; it is fetched again, and replaced once that is here.",
                model.path.display()
            ));
            Ok(false)
        }
    }
}

fn fetch(known: &Known, manifest: &Manifest, context: &mut Context) -> Result<PathBuf, Failure> {
    let url = manifest.url(known, context.model_base_url.as_deref());
    context.say(format_args!(
        "Fetching {} ({}) from {url}",
        known.name, known.bytes
    ));
    let animate = context.screen.animate;
    let bar = Transfer::new("fetching", known.bytes.0, animate);
    let mut verifying = None;
    let folder = context.folders.models.clone();
    let path = model::fetch(
        known,
        &url,
        &folder,
        Patience::default(),
        &mut |step| match step {
            Step::Receiving { done } => bar.at(done.0),
            Step::Waiting { why, pause } if animate => bar.waiting(&why, pause),
            Step::Waiting { why, pause } => context.say(format_args!(
                "The connection broke ({why}); trying again in {} s.",
                pause.as_secs()
            )),
            Step::Verifying { done } => verifying
                .get_or_insert_with(|| Transfer::new("verifying", known.bytes.0, animate))
                .at(done.0),
        },
    )?;
    Ok(path)
}

/// The model that is used when none is named.
fn used(manifest: &Manifest, context: &Context) -> Result<Option<String>, Failure> {
    let preferred = Settings::load(&context.folders.config)?.model;
    let choice = model::choose(preferred.as_deref(), manifest, &folders(context));
    Ok(choice.ok().map(|choice| choice.model.name().to_owned()))
}
