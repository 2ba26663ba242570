//! One `[[section]]`: its times, examples, key phrases and measured values.

use super::fault::clip;
use super::ids::{is_unit, slug};
use super::walk::{Place, Table};
use super::{Actor, Level, Metric, MetricValue, Section, Signal, star};
use crate::time::Millis;
use crate::words::sentence;
use std::collections::BTreeMap;

/// The allowed target times in seconds.
const SECTION_SECONDS: std::ops::RangeInclusive<f64> = 3.0..=1800.0;

const SECTION: &[&str] = &[
    "id",
    "title",
    "target",
    "strong",
    "strong_by_level",
    "coaching",
    "cue",
    "common_mistake",
    "note",
    "key_phrases",
    "metric",
    "signal",
];
const METRIC: &[&str] = &["id", "name", "values", "or"];
const VALUE: &[&str] = &["value", "unit"];
const SIGNAL: &[&str] = &["id", "phrase", "meaning", "actor", "accept", "levels"];

/// Every `[[section]]`.
pub(super) fn sections(root: &Table<'_>) -> Vec<Section> {
    let mut seen = BTreeMap::new();
    let tables = root.tables("section", 12, SECTION);
    tables.iter().map(|one| section(one, &mut seen)).collect()
}

/// Reads one section; `seen` holds the ids of those before it.
fn section(table: &Table<'_>, seen: &mut BTreeMap<String, usize>) -> Section {
    let id = table.id(None, seen);
    let usual = star::section(&id);
    let remedy = "Say in seconds how long the section may take, such as `target = 30`.";
    let target = if usual.is_none() && !id.is_empty() {
        table.needed_number("target", SECTION_SECONDS, remedy)
    } else {
        table.number("target", SECTION_SECONDS, remedy)
    };
    let strong = table.given("strong");
    let strong_by_level = table.each("strong_by_level", &Level::ALL, |one| one.id(), Table::given);
    let examples: Vec<&str> = strong
        .iter()
        .chain(strong_by_level.values())
        .map(String::as_str)
        .collect();
    let signals = signals(table, &examples);
    if examples.is_empty() && !table.has("strong") && !table.has("strong_by_level") {
        table.at("strong").advice(
            "this section has no strong example",
            "Add `strong = \"...\"`: the words you would like to hear yourself say.",
        );
    }
    let text = |key, of: fn(&star::Default) -> &'static str| {
        let usual = || usual.map_or_else(String::new, |usual| of(usual).to_owned());
        table.given(key).unwrap_or_else(usual)
    };
    let title = text("title", |usual| usual.title);
    Section {
        title: if title.is_empty() {
            sentence(&id.replace('-', " "))
        } else {
            title
        },
        target: match (target, usual) {
            (Some(seconds), _) => Millis::from_secs_f64(seconds),
            (None, Some(usual)) => usual.target,
            (None, None) => Millis::from_secs(30),
        },
        coaching: text("coaching", |usual| usual.coaching),
        cue: text("cue", |usual| usual.cue),
        common_mistake: text("common_mistake", |usual| usual.common_mistake),
        note: table.text("note"),
        metrics: metrics(table),
        signals,
        strong,
        strong_by_level,
        id,
    }
}

/// `key_phrases` and every `[[….signal]]` of a section, or of a follow-up.
pub(super) fn signals(section: &Table<'_>, examples: &[&str]) -> Vec<Signal> {
    let mut seen = BTreeMap::new();
    let mut signals: Vec<Signal> = Vec::new();
    for (phrase, place) in section.placed_texts("key_phrases") {
        said_in_example(&phrase, examples, &place);
        let signal = Signal::of(slug(&phrase), phrase);
        if seen.insert(signal.id.clone(), 0).is_some() {
            place.error("this key phrase is listed twice", "Remove one of the two.");
            continue;
        }
        signals.push(signal);
    }
    for table in section.tables("signal", 30, SIGNAL) {
        let remedy = "Add `phrase = \"...\"`: the words in the strong example that carry the idea.";
        let phrase = table.needed("phrase", remedy);
        let id = table.id(Some(slug(&phrase)), &mut seen);
        if !phrase.is_empty() {
            said_in_example(&phrase, examples, &table.at("phrase"));
        }
        let actor = table.name("actor", &["candidate", "anyone"]);
        let levels = table.names("levels", &Level::ALL.map(Level::id));
        signals.push(Signal {
            id,
            phrase,
            meaning: table.text("meaning"),
            accept: table.texts("accept"),
            actor: match actor.as_deref() {
                Some("candidate") => Actor::Candidate,
                _ => Actor::Anyone,
            },
            levels: levels.iter().filter_map(|id| Level::named(id)).collect(),
            ..Signal::default()
        });
    }
    signals
}

/// Adds advice if no strong example of the section contains the words of the phrase in order,
/// with at most four others between two of them ("adopted my [dead letter queue] alert pattern").
fn said_in_example(phrase: &str, examples: &[&str], place: &Place<'_>) {
    if !examples.is_empty() && !examples.iter().any(|example| carries(example, phrase)) {
        place.advice(
            "the strong example does not say this key phrase",
            "Use words that stand in the example in this order; other wordings belong in `accept`.",
        );
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '%' | '$' | '.'))
        .map(|word| word.trim_matches('.').replace('’', "'").to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

fn carries(example: &str, phrase: &str) -> bool {
    let (example, phrase) = (words(example), words(phrase));
    let Some((first, rest)) = phrase.split_first() else {
        return true;
    };
    example.iter().enumerate().any(|(at, word)| {
        let mut from = at + 1;
        word == first
            && rest.iter().all(|wanted| {
                let reach = example.len().min(from + 5);
                let at = example[from..reach].iter().position(|word| word == wanted);
                from += at.map_or(0, |at| at + 1);
                at.is_some()
            })
    })
}

fn metrics(section: &Table<'_>) -> Vec<Metric> {
    let mut seen = BTreeMap::new();
    let tables = section.tables("metric", 20, METRIC).into_iter();
    let metrics = tables.map(|table| {
        let remedy =
            "Add `name = \"...\"`: how a coach would call it, such as \"the 0.3% drop rate\".";
        let name = table.needed("name", remedy);
        let id = table.id(Some(slug(&name)), &mut seen);
        let numbers = table.tables("values", 8, VALUE);
        if numbers.is_empty() {
            let remedy = "Add `values = [{ value = 0.3, unit = \"percent\" }]`.";
            table.missing("values", remedy);
        }
        let or = table.list("or", 8);
        Metric {
            id,
            name,
            values: numbers.iter().filter_map(value).collect(),
            or: or
                .iter()
                .map(|list| list.tables(8, VALUE).iter().filter_map(value).collect())
                .collect(),
        }
    });
    metrics.collect()
}

fn value(table: &Table<'_>) -> Option<MetricValue> {
    let remedy = "Give the number as it is said: `value = 0.3`.";
    let value = table.needed_number("value", -1e15..=1e15, remedy);
    let unit = table.text("unit");
    if !is_unit(&unit) {
        table.at("unit").error(
            &format!("`{}` is no unit", clip(&unit)),
            "Use percent, count, ratio, seconds, minutes, hours, days, weeks, months, years, \
             bytes or a currency such as usd; leave it out for a bare number.",
        );
    }
    value.map(|value| MetricValue { value, unit })
}
