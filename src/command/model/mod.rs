//! `rehearse model list|get|verify|rm|bench`.

mod bench;
mod get;
mod list;
mod shared;

pub(super) use shared::larger;

use super::{Context, Exit, Failure};
use crate::cli::ModelVerb;
use crate::model::{self, Bytes, Installed, Manifest, ModelError, ModelFile, VerifyError};
use serde::Serialize;
use shared::{folders, hash};
use std::path::PathBuf;

/// Runs the verb.
///
/// # Errors
/// When a model is not known, cannot be fetched, or the disk refuses.
pub fn run(what: &ModelVerb, context: &mut Context) -> Result<Exit, Failure> {
    match what {
        ModelVerb::List => list::run(context),
        ModelVerb::Get { name } => get::run(name.as_deref(), context),
        ModelVerb::Verify { names } => verify(names, context),
        ModelVerb::Rm { name, yes } => remove(name, *yes, context),
        ModelVerb::Bench => bench::run(context),
    }
}

/// Fetches the model that this machine keeps up with.
///
/// # Errors
/// As `model get` without a name.
pub(super) fn fetch(context: &mut Context) -> Result<Exit, Failure> {
    get::run(None, context)
}

/// The installed model of this name.
fn installed(name: &str, manifest: &Manifest, context: &Context) -> Result<Installed, Failure> {
    let all = model::installed(manifest, &folders(context))?;
    let named = all.iter().find(|model| model.name == name);
    let called = || all.iter().find(|model| model.is_called(name));
    if let Some(model) = named.or_else(called) {
        return Ok(model.clone());
    }
    Err(match manifest.named(name) {
        Some(known) => Failure::error(ModelError::NotInstalled {
            name: known.name.clone(),
            bytes: known.bytes,
        }),
        None => Failure::usage(model::unknown(name, manifest)),
    })
}

/// The result for one model.
#[derive(Debug, Serialize)]
struct Verified {
    name: String,
    path: PathBuf,
    /// Whether it is complete and, if published, identical to the published file.
    sound: bool,
    /// The result in words.
    found: String,
}

fn verify(names: &[String], context: &mut Context) -> Result<Exit, Failure> {
    let manifest = Manifest::builtin();
    let mut models = Vec::new();
    if names.is_empty() {
        models = model::installed(&manifest, &folders(context))?;
        if models.is_empty() && !context.json {
            context
                .say("no model is installed beside the built-in one: there is nothing to verify");
        }
    }
    for name in names {
        if *name == manifest.bundled.name {
            context.say(format_args!(
                "{name} is part of the program: there is nothing to verify"
            ));
        } else {
            models.push(installed(name, &manifest, context)?);
        }
    }
    let mut all = Vec::new();
    for model in models {
        let found = verify_one(&model, context.screen.animate);
        let verified = Verified {
            name: model.name,
            path: model.path,
            sound: found.is_ok(),
            found: found.unwrap_or_else(|problem| problem),
        };
        if !context.json {
            let verdict = if verified.sound { "" } else { "NOT SOUND: " };
            let Verified { name, found, .. } = &verified;
            context.data(&format!("{name}: {verdict}{found}\n"))?;
        }
        all.push(verified);
    }
    if context.json {
        context.data_json(&all)?;
    }
    let sound = all.iter().all(|one| one.sound);
    Ok(if sound { Exit::Done } else { Exit::Error })
}

/// The result for one model: good or bad.
fn verify_one(model: &Installed, animate: bool) -> Result<String, String> {
    let Some(known) = &model.known else {
        return match ModelFile::open_installed(model) {
            Ok(_) => Ok("a whole Whisper model, but not a published one to compare with".into()),
            Err(error) => Err(error.to_string()),
        };
    };
    match hash(model, known, animate) {
        Ok(()) => Ok(format!(
            "verified, {} with the published SHA-256",
            known.bytes
        )),
        // The validation says more than the size: a web page, a truncated file.
        Err(error @ VerifyError::Size { .. }) => match ModelFile::open_installed(model) {
            Err(clearer) => Err(clearer.to_string()),
            Ok(_) => Err(error.to_string()),
        },
        Err(error) => Err(error.to_string()),
    }
}

fn remove(name: &str, yes: bool, context: &mut Context) -> Result<Exit, Failure> {
    let manifest = Manifest::builtin();
    if name == manifest.bundled.name {
        return Err(Failure::usage(format_args!(
            "{name} is part of the program and cannot be removed"
        )));
    }
    let model = installed(name, &manifest, context)?;
    let question = format!(
        "Remove {name} ({}, {})?",
        Bytes(model.bytes),
        model.path.display()
    );
    if !yes && !context.agrees(&question)? {
        context.say("Nothing was removed.");
        return Ok(Exit::Done);
    }
    let freed = model::remove(&model).map_err(|source| ModelError::Folder {
        path: model.path.clone(),
        source,
    })?;
    context.say(format_args!("{name} is removed; {freed} are free again."));
    Ok(Exit::Done)
}
