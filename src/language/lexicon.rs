//! Phrases known to the judge, stored in `content/lexicon` with their sources and examples.

use crate::language::pattern::Pattern;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::LazyLock;

/// An idea that occurs in stories of any trade, with the ways to say it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "tests read the examples"))]
pub struct Idea {
    /// Name, unique in its file.
    pub name: String,
    /// Patterns of a key phrase that says nothing but this idea.
    pub key: Vec<Pattern>,
    /// The ways to say it.
    pub says: Vec<Pattern>,
    /// Sentences that say it.
    pub example: Vec<String>,
    /// Similar sentences that do not.
    pub other: Vec<String>,
}

/// Phrases with one meaning, with their source and similar phrases that do not have it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "tests read the examples"))]
pub struct Topic {
    /// Name, unique in its file.
    pub name: String,
    /// Where the advice comes from.
    pub source: String,
    /// The phrases, in the syntax of [`Pattern`].
    pub patterns: Vec<Pattern>,
    /// Wordings in which a pattern matches without meaning it.
    #[serde(default)]
    pub except: Vec<Pattern>,
    /// Sentences that must match.
    #[serde(default)]
    pub flags: Vec<String>,
    /// Sentences that must not.
    #[serde(default)]
    pub allows: Vec<String>,
}

#[derive(Deserialize)]
struct File<T> {
    #[serde(alias = "idea", alias = "topic", alias = "kind")]
    entries: Vec<T>,
}

/// Reads one lexicon file.
pub(super) fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>, String> {
    let file: Result<File<T>, _> = toml::from_str(text);
    file.map(|file| file.entries)
        .map_err(|error| format!("{name}: {error}"))
}

/// The content of a lexicon file, which the tests check. A fault does not panic while the file is read, so that each
/// test that needs the file names the fault, not the first one alone.
fn tested<T>(read: &'static Result<Vec<T>, String>) -> &'static [T] {
    read.as_ref()
        .unwrap_or_else(|fault| panic!("content/lexicon/{fault}"))
}

/// The built-in ideas.
pub fn ideas() -> &'static [Idea] {
    static IDEAS: LazyLock<Result<Vec<Idea>, String>> = LazyLock::new(|| {
        read(
            "ideas.toml",
            include_str!("../../content/lexicon/ideas.toml"),
        )
    });
    tested(&IDEAS)
}

macro_rules! files {
    ($($function:ident = $file:literal $doc:literal),* $(,)?) => {
        $(
            #[doc = $doc]
            pub fn $function() -> &'static [Topic] {
                static TOPICS: LazyLock<Result<Vec<Topic>, String>> = LazyLock::new(|| {
                    read($file, include_str!(concat!("../../content/lexicon/", $file)))
                });
                tested(&TOPICS)
            }
        )*
        /// Every phrase file with its topics.
        #[cfg(test)]
        pub fn all() -> Vec<(&'static str, &'static [Topic])> {
            vec![$(($file, $function())),*]
        }
    };
}

files! {
    buzzwords = "buzzwords.toml" "Phrases that name no act.",
    hedges = "hedges.toml" "Softeners of the speaker's own claim.",
    vague = "vague.toml" "Outcomes that name no evidence.",
    generic = "generic.toml" "Lessons that fit every story.",
    handoff = "handoff.toml" "Passing the problem on.",
    follow_up = "follow-up.toml" "Mistakes of weak answers to follow-up questions.",
    own_words = "own-words.toml" "Decisions, reasons and causes, for questions about the candidate's own words.",
    section = "section.toml" "What people say in each section, whatever their story.",
    boundary = "boundary.toml" "Scope boundaries: whose work it was, and that nobody asked.",
    assigned = "assigned.toml" "Who assigned the work, or that it was the candidate's own.",
}
