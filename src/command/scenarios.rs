//! Finding a scenario: built in, one of the user's own, or a file.

use super::{Context, Failure};
use crate::scenario::{self, Scenario};
use crate::store;
use std::path::{Path, PathBuf};

/// The scenario for those who name none: the walkthrough that everything here is built around.
pub const DEFAULT: &str = "caught-critical-issue";

/// A scenario with the text that it was read from.
#[derive(Debug, Clone)]
pub struct Found {
    /// The scenario.
    pub scenario: Scenario,
    /// Its file's text, kept beside every session so that it can be judged again.
    pub toml: String,
}

/// Where the user's own scenarios lie.
pub fn own_folder(context: &Context) -> PathBuf {
    context.folders.data.join("scenarios")
}

/// The scenario of this name. A file wins over the user's own, the user's own over a built-in.
///
/// # Errors
/// When there is none of that name, or its file has faults (all of them are told).
pub fn find(context: &Context, name: Option<&str>) -> Result<Found, Failure> {
    let name = name.unwrap_or(DEFAULT);
    let file = Path::new(name);
    if file.extension().is_some_and(|ending| ending == "toml") || name.contains(['/', '\\']) {
        return read(file);
    }
    let own = own_folder(context).join(format!("{name}.toml"));
    if store::is_file(&own) {
        return read(&own);
    }
    let built_in = scenario::builtins()
        .iter()
        .find(|built_in| built_in.id == name);
    built_in
        .map(|built_in| parse(&format!("{name}.toml"), built_in.toml))
        .unwrap_or_else(|| {
            Err(Failure::usage(format_args!(
                "no scenario {name:?}{}: `rehearse scenario list` shows them",
                did_you_mean(name, &known(context))
            )))
        })
}

/// Every name that could have been meant: one's own stories, then those built in.
fn known(context: &Context) -> Vec<String> {
    let own = store::files_with_ending(&own_folder(context), "toml").unwrap_or_default();
    let own = own.iter().filter_map(|path| path.file_stem());
    own.map(|stem| stem.to_string_lossy().into_owned())
        .chain(scenario::builtins().iter().map(|one| one.id.to_owned()))
        .collect()
}

fn did_you_mean(name: &str, known: &[String]) -> String {
    let nearest = scenario::nearest(name, known.iter().map(String::as_str));
    nearest.map_or_else(String::new, |one| {
        format!(" (did you mean {}?)", crate::words::clean(one))
    })
}

fn read(path: &Path) -> Result<Found, Failure> {
    parse(&path.display().to_string(), &store::read_text(path)?)
}

/// Parses a scenario's text; every fault is told.
///
/// # Errors
/// When it has faults.
pub fn parse(label: &str, toml: &str) -> Result<Found, Failure> {
    match scenario::parse(label, toml) {
        Ok(scenario) => Ok(Found {
            toml: with_id(toml, &scenario.id),
            scenario,
        }),
        Err(faults) => {
            let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
            Err(Failure::error(told.join("\n")))
        }
    }
}

/// The text for a session's folder, where the file has another name: a story that takes its id from
/// its file is given it in writing.
fn with_id(toml: &str, id: &str) -> String {
    match scenario::parse("scenario.toml", toml) {
        Ok(copy) if copy.id != id => {
            format!("id = \"{id}\"\n{}", toml.trim_start_matches('\u{feff}'))
        }
        _ => toml.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_under_another_name_is_the_same_scenario() {
        let story = "title = \"Mine\"\n[[section]]\nid = \"task\"\nstrong = \"I did it.\"\n";
        let found =
            parse("/stories/quiet-alarm.toml", story).unwrap_or_else(|_| panic!("it is sound"));
        let copy = scenario::parse("scenario.toml", &found.toml).unwrap();
        assert_eq!(copy, found.scenario);
        let named = scenario::builtins()[0].toml;
        let found = parse("x.toml", named).unwrap_or_else(|_| panic!("it is sound"));
        assert_eq!(found.toml, named);
    }

    #[test]
    fn a_mistyped_name_is_answered_with_the_one_that_was_meant() {
        let known = ["caught-critical-issue", "changed-my-mind", "mine"].map(str::to_owned);
        let meant = " (did you mean caught-critical-issue?)";
        assert_eq!(did_you_mean("caught-critical-isue", &known), meant);
        assert_eq!(did_you_mean("mien", &known), " (did you mean mine?)");
        assert_eq!(did_you_mean("the-empty-backup", &known), "");
        assert_eq!(did_you_mean("x", &[]), "");
    }
}
