//! From TOML to a [`Scenario`], with every fault in one run.

use super::Scenario;
use super::around;
use super::fault::{Fault, Weight, clip};
use super::follow_up;
use super::ids::{RULES, is_id, slug};
use super::principle::{meant, principle, principles};
use super::section::sections;
use super::walk::{Table, Walk};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::DeTable;

/// The version of the file format that this program reads (`format = 1`; absent means 1).
pub const FORMAT: u64 = 1;

/// Largest file, in bytes: the longest built-in scenario is a fiftieth of it.
const LARGEST_FILE: usize = 1 << 20;
/// Modes of preparation that a scenario may name.
const MODES: [&str; 3] = ["study", "guided", "mock"];

const TOP: &[&str] = &[
    "format",
    "id",
    "title",
    "heading",
    "series",
    "question",
    "principle",
    "principles",
    "modes",
    "overview",
    "summary",
    "takeaways",
    "without_rules",
    "leaning",
    "section",
    "level",
    "lens",
    "follow_up",
    "weak_answer",
    "quiz",
    "vocabulary",
];

/// The result of reading a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The scenario, where no fault is an error.
    pub scenario: Option<Scenario>,
    /// Every fault by place, errors and advice.
    pub faults: Vec<Fault>,
    /// The positions of all texts of the file, by path.
    places: BTreeMap<String, Range<usize>>,
}

impl Checked {
    /// Adds advice about the text at `path` (`section[4].strong`) of the file that was checked, or about some
    /// `words` of it. For an unknown path the position is the beginning of the file.
    pub fn advise(
        &mut self,
        (label, text): (&str, &str),
        (path, words): (&str, Option<&str>),
        message: &str,
        remedy: &str,
    ) {
        let whole = self.places.get(path).cloned().unwrap_or(0..0);
        let span = words.and_then(|words| within(text, &whole, words));
        let fault = Fault {
            weight: Weight::Advice,
            path: path.into(),
            message: message.into(),
            remedy: remedy.into(),
            ..Fault::at(text, label, span.unwrap_or(whole))
        };
        let after = self
            .faults
            .partition_point(|earlier| earlier.line <= fault.line);
        self.faults.insert(after, fault);
    }
}

/// Where `words` occur in a part of `text`, with any white space, line breaks and continued lines
/// between them.
fn within(text: &str, part: &Range<usize>, words: &str) -> Option<Range<usize>> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let (first, rest) = words.split_first()?;
    let there = text.get(part.clone())?;
    there.match_indices(first).find_map(|(at, _)| {
        let mut end = at + first.len();
        for word in rest {
            let gap = there[end..].trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
            end = there.len() - gap.strip_prefix(word)?.len();
        }
        Some(part.start + at..part.start + end)
    })
}

/// Reads a scenario. `label` names the file in faults, and its stem is the scenario's id where the
/// file gives none. Never panics.
pub fn check(label: &str, text: &str) -> Checked {
    let walk = Walk::new(label, text);
    let scenario = read(&walk, label, text);
    let (faults, places) = walk.finish();
    let refused = faults.iter().any(Fault::is_error);
    Checked {
        scenario: scenario.filter(|_| !refused),
        faults,
        places,
    }
}

/// Reads a scenario, or returns every fault. A file with only advice is read.
pub fn parse(label: &str, text: &str) -> Result<Scenario, Vec<Fault>> {
    let checked = check(label, text);
    checked.scenario.ok_or(checked.faults)
}

fn read(walk: &Walk<'_>, label: &str, text: &str) -> Option<Scenario> {
    if text.len() > LARGEST_FILE {
        walk.place(0..0).error(
            "this file is larger than 1 MiB",
            "A scenario is a few pages of text; is this the right file?",
        );
        return None;
    }
    let (tree, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(text.len()..text.len());
        walk.syntax(span, error.message());
    }
    let root = walk.root(tree.get_ref());
    (!is_newer(&root)).then(|| scenario(&root, label))
}

/// Whether the file is for a later version. The rest is then not checked, since unknown keys
/// are not faults of the file.
fn is_newer(root: &Table<'_>) -> bool {
    let format = root.number("format", 1.0..=1e6, "This version reads `format = 1`.");
    let Some(format) = format.filter(|format| *format > FORMAT as f64) else {
        return false;
    };
    let what =
        format!("this scenario is written for format {format}, and this version reads {FORMAT}");
    let remedy = "Update rehearse, or ask for the file in the older format.";
    root.at("format").error(&what, remedy);
    true
}

fn scenario(root: &Table<'_>, label: &str) -> Scenario {
    root.check_keys(TOP);
    let stem = label.rsplit(['/', '\\']).next().unwrap_or(label);
    let stem = stem.strip_suffix(".toml").unwrap_or(stem);
    let fallback = if is_id(stem) { stem.into() } else { slug(stem) };
    let id = root.id(Some(fallback), &mut BTreeMap::new());
    let title = root.needed(
        "title",
        "Add `title = \"...\"` at the top: a name for the story.",
    );
    let sections = sections(root);
    if !root.has("section") {
        let remedy =
            "Add at least one: `[[section]]`, then `id = \"situation\"` and `strong = \"...\"`.";
        root.missing("section", remedy);
    }
    let mut modes = root.names("modes", &MODES);
    if modes.is_empty() {
        modes = MODES.map(str::to_owned).to_vec();
    }
    let (principle, principles) = served(root);
    Scenario {
        id,
        question: root.given("question").unwrap_or_else(|| title.clone()),
        title,
        heading: root.text("heading"),
        series: root.text("series"),
        principle,
        principles,
        modes,
        overview: root.text("overview"),
        summary: root.text("summary"),
        takeaways: root.texts("takeaways"),
        levels: around::levels(root),
        lenses: around::lenses(root),
        follow_ups: follow_up::follow_ups(root, &sections),
        weak_answer: around::weak_answer(root, &sections),
        quiz: around::quiz(root),
        vocabulary: around::vocabulary(root),
        without_rules: root.names("without_rules", RULES),
        leans: root.truth("leaning", true),
        given: None,
        sections,
    }
}

/// The principle of the story as shown, and the ids of those of the sixteen that
/// it serves: first the one of `principle`, then `principles` in order.
fn served(root: &Table<'_>) -> (String, Vec<String>) {
    let mut told_for = root.text("principle");
    let mut ids = Vec::from_iter(principle(&told_for).map(|one| one.id.clone()));
    let names: Vec<&str> = principles().iter().map(|one| one.name.as_str()).collect();
    for (text, place) in root.placed_texts("principles") {
        let Some(known) = principle(&text) else {
            match meant(&text) {
                Some(one) => place.error(
                    &format!("there is no principle `{}`", clip(&text)),
                    &format!("Did you mean `{}`?", one.name),
                ),
                None => {
                    place.one_of(&text, &names);
                }
            }
            continue;
        };
        if told_for.is_empty() {
            told_for.clone_from(&known.name);
        }
        if !ids.contains(&known.id) {
            ids.push(known.id.clone());
        }
    }
    (told_for, ids)
}
