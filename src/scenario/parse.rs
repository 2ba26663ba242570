//! From TOML to a [`Scenario`], with every fault in one run.

use super::Scenario;
use super::around;
use super::fault::{Fault, Weight, clip};
use super::follow_up;
use super::ids::{is_id, slug};

use super::named::{plain, rules};
use super::principle::{meant, principle, principles};
use super::section::section;
use super::walk::{Table, Walk};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::DeTable;

/// The version of the file format that this program reads (`format = 1`; absent means 1).
pub const FORMAT: u64 = 1;

/// Largest file, in bytes: the longest built-in scenario is a fiftieth of it.
const LARGEST_FILE: usize = 1 << 20;
/// Modes of preparation that a scenario may name.
const MODES: &[&str] = &["study", "guided", "mock"];

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
        let span = span.unwrap_or(whole);
        let mut fault = Fault::at(text, label, span);
        fault.weight = Weight::Advice;
        fault.path = path.into();
        fault.message = message.into();
        fault.remedy = remedy.into();
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
    let mut walk = Walk::new(label, text);
    if text.len() > LARGEST_FILE {
        walk.error(
            0..0,
            "",
            "this file is larger than 1 MiB",
            "A scenario is a few pages of text; is this the right file?",
        );
        let (faults, places) = walk.finish();
        return Checked {
            scenario: None,
            faults,
            places,
        };
    }
    let (tree, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(text.len()..text.len());
        walk.syntax(span, error.message());
    }
    let scenario = if is_newer(&mut walk, tree.get_ref()) {
        None
    } else {
        Some(scenario(&mut walk, tree.get_ref(), label))
    };
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
    let Checked {
        scenario, faults, ..
    } = check(label, text);
    scenario.ok_or(faults)
}

/// Whether the file is for a later version. The rest is then not checked, since unknown keys
/// are not faults of the file.
fn is_newer(walk: &mut Walk<'_>, tree: &DeTable<'_>) -> bool {
    let root = Table::root(tree);
    let remedy = "This version reads `format = 1`.";
    let Some(format) = walk.number(&root, "format", 1.0..=1e6, remedy) else {
        return false;
    };
    if format <= FORMAT as f64 {
        return false;
    }
    let what =
        format!("this scenario is written for format {format}, and this version reads {FORMAT}");
    let remedy = "Update rehearse, or ask for the file in the older format.";
    walk.error(root.span_of("format"), "format", &what, remedy);
    true
}

fn scenario(walk: &mut Walk<'_>, tree: &DeTable<'_>, label: &str) -> Scenario {
    let root = Table::root(tree);
    walk.known(&root, TOP);
    let stem = label.rsplit(['/', '\\']).next().unwrap_or(label);
    let stem = stem.strip_suffix(".toml").unwrap_or(stem);
    let fallback = if is_id(stem) { stem.into() } else { slug(stem) };
    let id = walk.id(&root, Some(fallback), &mut BTreeMap::new());
    let title = walk.needed(
        &root,
        "title",
        "Add `title = \"...\"` at the top: a name for the story.",
    );
    let question = walk
        .text(&root, "question")
        .unwrap_or_else(|| title.clone());

    let mut seen = BTreeMap::new();
    let mut sections = Vec::new();
    for table in walk.tables(&root, "section", 12) {
        sections.push(section(walk, &table, &mut seen));
    }
    if sections.is_empty() && !root.has("section") {
        let remedy =
            "Add at least one: `[[section]]`, then `id = \"situation\"` and `strong = \"...\"`.";
        walk.missing(&root, "section", remedy);
    }
    let ids: Vec<&str> = sections.iter().map(|section| section.id.as_str()).collect();

    let mut modes = Vec::new();
    for (mode, span) in walk.texts(&root, "modes") {
        if walk.one_of(&mode, MODES, span, "modes") {
            modes.push(mode);
        }
    }
    if modes.is_empty() {
        modes = MODES.iter().map(|&mode| mode.into()).collect();
    }

    let (principle, principles) = served(walk, &root);
    Scenario {
        id,
        title,
        heading: walk.text(&root, "heading").unwrap_or_default(),
        series: walk.text(&root, "series").unwrap_or_default(),
        question,
        principle,
        principles,
        modes,
        overview: walk.text(&root, "overview").unwrap_or_default(),
        summary: walk.text(&root, "summary").unwrap_or_default(),
        takeaways: plain(walk.texts(&root, "takeaways")),
        levels: around::levels(walk, &root),
        lenses: around::lenses(walk, &root),
        follow_ups: follow_up::follow_ups(walk, &root, &sections),
        weak_answer: around::weak_answer(walk, &root, &ids),
        quiz: around::quiz(walk, &root),
        vocabulary: around::vocabulary(walk, &root),
        without_rules: rules(walk, &root, "without_rules"),
        leans: walk.truth(&root, "leaning", true),
        given: None,
        sections,
    }
}
/// The principle of the story as shown, and the ids of those of the sixteen that
/// it serves: first the one of `principle`, then `principles` in order.
fn served(walk: &mut Walk<'_>, root: &Table<'_>) -> (String, Vec<String>) {
    let mut told_for = walk.text(root, "principle").unwrap_or_default();
    let mut ids: Vec<String> = principle(&told_for)
        .into_iter()
        .map(|one| one.id.clone())
        .collect();
    let names: Vec<&str> = principles().iter().map(|one| one.name.as_str()).collect();
    for (text, span) in walk.texts(root, "principles") {
        let Some(known) = principle(&text) else {
            match meant(&text) {
                Some(one) => walk.error(
                    span,
                    "principles",
                    &format!("there is no principle `{}`", clip(&text)),
                    &format!("Did you mean `{}`?", one.name),
                ),
                None => {
                    walk.one_of(&text, &names, span, "principles");
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
