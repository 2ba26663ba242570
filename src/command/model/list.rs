//! `rehearse model list`.

use super::shared::{folders, larger, used};
use crate::command::{Context, Exit, Failure};
use crate::model::{self, Bytes, Manifest, ModelFile, Speed};
use crate::words::sentence;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// One model of the list.
#[derive(Debug, Default, Serialize)]
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
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// Not installed.
    #[default]
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
    let bundled = &manifest.bundled;
    let mut listed = vec![Listed {
        name: bundled.name.clone(),
        bytes: bundled.bytes,
        state: State::BuiltIn,
        speed: Some(bundled.speed),
        good_for: bundled.good_for.clone(),
        sha256: Some(bundled.sha256.clone()),
        licence: Some(manifest.licence.clone()),
        ..Listed::default()
    }];
    for known in &manifest.models {
        let mine = here.iter().find(|model| model.name == known.name);
        let (state, problem) = mine.map(condition).unwrap_or_default();
        listed.push(Listed {
            name: known.name.clone(),
            bytes: known.bytes,
            state,
            speed: Some(known.speed),
            good_for: known.good_for.clone(),
            path: mine.map(|model| model.path.clone()),
            problem,
            sha256: Some(known.sha256.clone()),
            licence: Some(manifest.licence.clone()),
            url: Some(manifest.url(known, context.model_base_url.as_deref())),
            ..Listed::default()
        });
    }
    for own in here.iter().filter(|model| model.known.is_none()) {
        let (state, problem) = condition(own);
        listed.push(Listed {
            name: own.name.clone(),
            bytes: Bytes(own.bytes),
            state,
            good_for: "your own file".to_owned(),
            path: Some(own.path.clone()),
            problem,
            ..Listed::default()
        });
    }
    let (used, _) = used(manifest, context)?;
    for one in &mut listed {
        one.used = one.name == used.name();
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
    let same_family = |a: &Listed, b: &Listed| (a.speed, &a.good_for) == (b.speed, &b.good_for);
    for family in listed.chunk_by(same_family) {
        let speed = family[0].speed;
        let speed = speed.map_or_else(String::new, |speed| format!(" · {speed}"));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}{speed}", sentence(&family[0].good_for));
        for one in family {
            let mark = if one.used { '*' } else { ' ' };
            let (bytes, state) = (one.bytes, one.state.in_words());
            let row = format!("{mark} {:name$}  {bytes:>size$}  {state}", one.name);
            let _ = writeln!(text, "{}", row.trim_end());
        }
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
                ..Listed::default()
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
