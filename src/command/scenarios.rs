//! Finds a scenario: built in, one of the user's own, or a file.

use super::folders::Folders;
use super::{Context, Failure};
use crate::scenario::{self, Builtin, Checked, Fault, Scenario};
use crate::store::{self, StoreError};
use crate::story::coach;
use crate::words::{clean, count};
use std::path::{Path, PathBuf};

/// The default scenario: the first walkthrough.
pub const DEFAULT: &str = "caught-critical-issue";

/// A scenario with its text.
#[derive(Debug, Clone)]
pub struct LoadedScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// Its file's text, stored with every session so that it can be judged again.
    pub toml: String,
}

/// Where the text of a story is.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// In a file.
    File(PathBuf),
    /// In the program.
    BuiltIn(&'static Builtin),
}

impl Source {
    /// The id as it is typed: of a file its name.
    pub fn id(&self) -> String {
        match self {
            Self::File(path) => {
                let stem = path.file_stem().unwrap_or_default();
                stem.to_string_lossy().into_owned()
            }
            Self::BuiltIn(one) => one.id.to_owned(),
        }
    }

    /// The name of the file in messages.
    pub fn label(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::BuiltIn(one) => format!("{}.toml", one.id),
        }
    }

    /// The text.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn text(&self) -> Result<String, StoreError> {
        match self {
            Self::File(path) => store::read_text(path),
            Self::BuiltIn(one) => Ok(one.toml.to_owned()),
        }
    }

    /// The story.
    ///
    /// # Errors
    /// When the file cannot be read or has faults.
    pub fn read(&self) -> Result<LoadedScenario, Failure> {
        parse(&self.label(), &self.text()?)
    }

    /// The title; empty where the story cannot be read.
    pub fn title(&self) -> String {
        let found = self.read();
        found.map_or_else(|_| String::new(), |found| found.scenario.title)
    }
}

/// The files of own stories.
///
/// # Errors
/// When their folder cannot be read.
pub(super) fn own(folders: &Folders) -> Result<Vec<PathBuf>, StoreError> {
    store::files_with_ending(&folders.stories(), "toml")
}

/// Every story: these own ones, then those built in that none of them replaces.
pub(super) fn all(own: Vec<PathBuf>) -> Vec<Source> {
    let mut all: Vec<Source> = own.into_iter().map(Source::File).collect();
    for one in scenario::builtins() {
        if all.iter().all(|own| own.id() != one.id) {
            all.push(Source::BuiltIn(one));
        }
    }
    all
}

/// The scenario of this name: its id, a unique beginning of it, or words of its title. A file takes precedence
/// over an own story, an own story over a built-in one.
///
/// # Errors
/// When there is none of that name, or its file has faults (all are reported).
pub fn find(context: &Context, name: Option<&str>) -> Result<LoadedScenario, Failure> {
    source(context, name.unwrap_or(DEFAULT))?.read()
}

/// Where the scenario of this name is, whether or not it can be used.
///
/// # Errors
/// When there is none of that name, or several.
pub(super) fn source(context: &Context, name: &str) -> Result<Source, Failure> {
    let file = Path::new(name);
    if file.extension().is_some_and(|ending| ending == "toml") || name.contains(['/', '\\']) {
        return Ok(Source::File(file.to_owned()));
    }
    let mut all = all(own(&context.folders).unwrap_or_default());
    if let Some(at) = all.iter().position(|one| one.id() == name) {
        return Ok(all.swap_remove(at));
    }
    let known: Vec<Name> = all.into_iter().map(Name::of).collect();
    match meant(name, &known).as_slice() {
        [one] => Ok(one.source.clone()),
        [] => Err(Failure::usage(format_args!(
            "no scenario {name:?}{}: `rehearse scenario list` shows them",
            did_you_mean(name, &known)
        ))),
        several => Err(Failure::usage(format_args!(
            "{name:?} fits {} stories, {}: say more of one",
            several.len(),
            several
                .iter()
                .map(|one| clean(&one.id))
                .collect::<Vec<_>>()
                .join(", ")
        ))),
    }
}

/// A story with its names.
struct Name {
    source: Source,
    id: String,
    title: String,
}

impl Name {
    fn of(source: Source) -> Self {
        Self {
            id: source.id(),
            title: source.title(),
            source,
        }
    }
}

/// The stories whose id begins with `name`, else those with a word for each of its words, by prefix, in id or title.
fn meant<'a>(name: &str, known: &'a [Name]) -> Vec<&'a Name> {
    let name = name.trim().to_lowercase();
    if name.is_empty() {
        return Vec::new();
    }
    let begins = |one: &&Name| one.id.starts_with(&name);
    let begun: Vec<&Name> = known.iter().filter(begins).collect();
    if !begun.is_empty() || words(&name).next().is_none() {
        return begun;
    }
    let fits = |one: &&Name| {
        let there = format!("{} {}", one.id, one.title).to_lowercase();
        let begun = |typed| words(&there).any(|word| word.starts_with(typed));
        words(&name).all(begun)
    };
    known.iter().filter(fits).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty())
}

fn did_you_mean(name: &str, known: &[Name]) -> String {
    let nearest = scenario::nearest(name, known.iter().map(|one| one.id.as_str()));
    nearest.map_or_else(String::new, |one| {
        format!(" (did you mean {}?)", clean(one))
    })
}

/// Parses a scenario's text. `scenario check` shows every fault with its line; here one sentence tells the first.
///
/// # Errors
/// When it has faults.
pub fn parse(label: &str, toml: &str) -> Result<LoadedScenario, Failure> {
    match scenario::parse(label, toml) {
        Ok(scenario) => Ok(LoadedScenario {
            toml: with_id(toml, &scenario.id),
            scenario,
        }),
        Err(faults) => Err(Failure::error(in_one_sentence(label, &faults))),
    }
}

/// The first error of a file, where it is, and what to do.
fn in_one_sentence(label: &str, faults: &[Fault]) -> String {
    let mut errors = faults.iter().filter(|fault| fault.is_error());
    let Some(first) = errors.next() else {
        return format!("{label} is no story that can be used");
    };
    let path = match first.path.as_str() {
        "" => String::new(),
        path => format!("{path}: "),
    };
    let (line, what, remedy) = (first.line, &first.message, &first.remedy);
    let more = match errors.count() {
        0 => String::new(),
        more => format!(
            " ({} more: rehearse scenario check)",
            count(more, "fault", "faults")
        ),
    };
    format!("{label}, line {line}: {path}{what}{more}. {remedy}")
}

/// A story with questions: its own, else the standard ones, which are stored with the session so that it
/// can be judged again.
///
/// # Errors
/// When nothing can be appended to its text.
pub(super) fn with_standard_questions(found: LoadedScenario) -> Result<LoadedScenario, Failure> {
    if !found.scenario.follow_ups.is_empty() {
        return Ok(found);
    }
    let toml = format!("{}\n{}", found.toml, scenario::follow_up::STANDARD);
    parse(&format!("{}.toml", found.scenario.id), &toml)
}

/// The text for a session's folder, where the file has another name: the id that a story takes from
/// its file name is written into the text.
fn with_id(toml: &str, id: &str) -> String {
    match scenario::parse("scenario.toml", toml) {
        Ok(copy) if copy.id != id => {
            format!("id = \"{id}\"\n{}", toml.trim_start_matches('\u{feff}'))
        }
        _ => toml.into(),
    }
}

/// Checks that the story has a section `id`.
///
/// # Errors
/// When it has none; the message names those that it has.
pub(super) fn require_section(scenario: &Scenario, id: &str) -> Result<(), Failure> {
    if scenario.section(id).is_some() {
        return Ok(());
    }
    let ids = scenario.sections.iter().map(|section| section.id.as_str());
    let lacks = format_args!("{} has no section {id:?}: it has", scenario.id);
    Err(Failure::none_of(lacks, ids))
}

/// Every fault of a file and, unless it has errors, advice.
pub(super) fn check_and_coach(label: &str, text: &str) -> Checked {
    let mut checked = scenario::check(label, text);
    let advice = checked.scenario.as_ref().map(coach::advice);
    for one in advice.unwrap_or_default() {
        let place = (one.path.as_str(), one.words.as_deref());
        checked.advise((label, text), place, &one.message, &one.remedy);
    }
    checked
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

    fn names(all: &[(&str, &str)]) -> Vec<Name> {
        let name = |&(id, title): &(&str, &str)| Name {
            source: Source::File(PathBuf::new()),
            id: id.into(),
            title: title.into(),
        };
        all.iter().map(name).collect()
    }

    #[test]
    fn a_mistyped_name_is_answered_with_the_one_that_was_meant() {
        let known = names(&[
            ("caught-critical-issue", ""),
            ("changed-my-mind", ""),
            ("mine", ""),
        ]);
        let meant = " (did you mean caught-critical-issue?)";
        assert_eq!(did_you_mean("caught-critical-isue", &known), meant);
        assert_eq!(did_you_mean("mien", &known), " (did you mean mine?)");
        assert_eq!(did_you_mean("the-empty-backup", &known), "");
        assert_eq!(did_you_mean("x", &[]), "");
    }

    #[test]
    fn a_beginning_or_words_of_the_title_name_a_story() {
        let known = names(&[
            (
                "caught-critical-issue",
                "Caught a Critical Issue Others Had Missed",
            ),
            (
                "changed-my-mind",
                "Changed my mind when the data said otherwise",
            ),
            ("quiet-alarm", "The alarm that nobody heard"),
        ]);
        let found = |name: &str| -> Vec<&str> {
            let meant = meant(name, &known).into_iter();
            meant.map(|one| one.id.as_str()).collect()
        };
        assert_eq!(found("cau"), ["caught-critical-issue"]);
        assert_eq!(found("c"), ["caught-critical-issue", "changed-my-mind"]);
        assert_eq!(found("Critical Issue"), ["caught-critical-issue"]);
        assert_eq!(found("others missed"), ["caught-critical-issue"]);
        assert_eq!(found("alarm"), ["quiet-alarm"]);
        assert_eq!(found("mind data"), ["changed-my-mind"]);
        for none in ["", "  ", "-", "critical alarm", "xyz"] {
            assert_eq!(found(none), [""; 0], "{none}");
        }
    }
}
