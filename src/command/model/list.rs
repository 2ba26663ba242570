//! `rehearse model list`.

use super::shared::{folders, larger};
use crate::command::{Context, Exit, Failure};
use crate::model::{self, Bytes, Manifest, ModelFile, Speed};
use crate::store::Settings;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// One model of the list.
#[derive(Debug, Serialize)]
struct Listed {
    name: String,
    bytes: Bytes,
    state: State,
    /// Whether it is used when no `--model` is given.
    used: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    speed: Option<Speed>,
    good_for: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// The state of a model on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// Not installed.
    Available,
    /// Installed and complete; not compared with the published file, or there is none.
    Installed,
    /// Installed, and identical to the published file.
    Verified,
    /// Installed, but invalid.
    Damaged,
    /// Inside the program.
    BuiltIn,
}

impl State {
    fn in_words(self) -> &'static str {
        match self {
            Self::Available => "",
            Self::Installed => "installed",
            Self::Verified => "verified",
            Self::Damaged => "damaged",
            Self::BuiltIn => "built in",
        }
    }
}

/// Lists every model: the built-in one, the known ones, then files of the user's own.
///
/// # Errors
/// When the folder of models or the settings cannot be read.
pub fn run(context: &mut Context) -> Result<Exit, Failure> {
    let manifest = Manifest::builtin();
    let listed = everything(&manifest, context)?;
    if context.json {
        context.data_json(&listed)?;
        return Ok(Exit::Done);
    }
    context.data_sentences(&table(&listed))?;
    for problem in listed.iter().filter_map(|one| one.problem.as_ref()) {
        context.say(format_args!("damaged: {problem}"));
    }
    context.say("* is used when no --model is given.");
    if let Some(larger) = larger(context)? {
        context.say(larger);
    }
    Ok(Exit::Done)
}

fn everything(manifest: &Manifest, context: &Context) -> Result<Vec<Listed>, Failure> {
    let here = model::installed(manifest, &folders(context))?;
    let preferred = Settings::load(&context.folders.config)?.model;
    let choice = model::choose(preferred.as_deref(), manifest, &folders(context));
    let used = choice.model.name();
    let bundled = &manifest.bundled;
    let mut listed = vec![Listed {
        name: bundled.name.clone(),
        bytes: bundled.bytes,
        state: State::BuiltIn,
        used: used == bundled.name,
        speed: Some(Speed::VeryFast),
        good_for: bundled.good_for.clone(),
        path: None,
        problem: None,
        sha256: Some(bundled.sha256.clone()),
        licence: Some(manifest.licence.clone()),
        url: None,
    }];
    for known in &manifest.models {
        let mine = here.iter().find(|model| model.name == known.name);
        let (state, problem) = mine.map_or((State::Available, None), condition);
        listed.push(Listed {
            name: known.name.clone(),
            bytes: known.bytes,
            state,
            used: used == known.name,
            speed: Some(known.speed),
            good_for: known.good_for.clone(),
            path: mine.map(|model| model.path.clone()),
            problem,
            sha256: Some(known.sha256.clone()),
            licence: Some(manifest.licence.clone()),
            url: Some(manifest.url(known, context.model_base_url.as_deref())),
        });
    }
    for own in here.iter().filter(|model| model.known.is_none()) {
        let (state, problem) = condition(own);
        listed.push(Listed {
            name: own.name.clone(),
            bytes: Bytes(own.bytes),
            state,
            used: used == own.name,
            speed: None,
            good_for: "your own file".to_owned(),
            path: Some(own.path.clone()),
            problem,
            sha256: None,
            licence: None,
            url: None,
        });
    }
    Ok(listed)
}

fn condition(model: &model::Installed) -> (State, Option<String>) {
    match ModelFile::open_installed(model) {
        Err(error) => (State::Damaged, Some(error.to_string())),
        Ok(_) if model::is_verified(model) => (State::Verified, None),
        Ok(_) => (State::Installed, None),
    }
}

/// A line per model under the description of its family, so that it fits a small screen.
fn table(listed: &[Listed]) -> String {
    let name = listed.iter().map(|one| one.name.chars().count()).max();
    let size = listed.iter().map(|one| one.bytes.to_string().len()).max();
    let (name, size) = (name.unwrap_or(0), size.unwrap_or(0));
    let mut text = String::new();
    let mut family = None;
    for one in listed {
        if family != Some((one.speed, &one.good_for)) {
            family = Some((one.speed, &one.good_for));
            let speed = one
                .speed
                .map_or_else(String::new, |speed| format!(" · {speed}"));
            let mut note = one.good_for.chars();
            let first = note.next().into_iter().flat_map(char::to_uppercase);
            let note: String = first.chain(note).collect();
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{note}{speed}");
        }
        let mark = if one.used { '*' } else { ' ' };
        let row = format!(
            "{mark} {:name$}  {:>size$}  {}",
            one.name,
            one.bytes,
            one.state.in_words()
        );
        let _ = writeln!(text, "{}", row.trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_row_of_a_known_model_is_wider_than_a_small_screen() {
        let manifest = Manifest::builtin();
        let listed: Vec<Listed> = manifest
            .models
            .iter()
            .map(|known| Listed {
                name: known.name.clone(),
                bytes: known.bytes,
                state: State::Installed,
                used: known.name == "base.en",
                speed: Some(known.speed),
                good_for: known.good_for.clone(),
                path: None,
                problem: None,
                sha256: None,
                licence: None,
                url: None,
            })
            .collect();
        let text = table(&listed);
        let rows: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with([' ', '*']))
            .collect();
        assert_eq!(rows.len(), listed.len(), "{text}");
        assert!(rows.iter().all(|row| row.chars().count() <= 40), "{text}");
        // One description per family.
        assert_eq!(text.matches("A quick try").count(), 1, "{text}");
    }
}
