//! One `[[section]]`: its times, examples, key phrases and measured values.

use super::ids::{is_unit, slug};
use super::named::{LEVELS, level, plain};
use super::walk::{Table, Walk};
use super::{Actor, Level, Metric, MetricValue, Section, Signal, star};
use crate::time::Millis;
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

/// Reads one section; `seen` holds the ids of those before it.
pub(super) fn section(
    walk: &mut Walk<'_>,
    table: &Table<'_>,
    seen: &mut BTreeMap<String, usize>,
) -> Section {
    walk.known(table, SECTION);
    let id = walk.id(table, None, seen);
    let usual = star::section(&id);
    let remedy = "Say in seconds how long the section may take, such as `target = 30`.";
    let target = walk
        .number(table, "target", SECTION_SECONDS, remedy)
        .map(Millis::from_secs_f64);
    if !table.has("target") && usual.is_none() && !id.is_empty() {
        walk.missing(table, "target", remedy);
    }
    let strong = walk.text(table, "strong");
    let mut strong_by_level = BTreeMap::new();
    if let Some(by_level) = walk.table(table, "strong_by_level") {
        walk.known(&by_level, &LEVELS);
        for one in Level::ALL {
            if let Some(text) = walk.text(&by_level, one.id()) {
                strong_by_level.insert(one, text);
            }
        }
    }
    let examples: Vec<&str> = strong
        .iter()
        .chain(strong_by_level.values())
        .map(String::as_str)
        .collect();
    let signals = signals(walk, table, &examples);
    if examples.is_empty() && !table.has("strong") && !table.has("strong_by_level") {
        walk.advice(
            table.span_of(""),
            &table.path_of("strong"),
            "this section has no strong example",
            "Add `strong = \"...\"`: the words you would like to hear yourself say.",
        );
    }
    let usual_or = |own: Option<String>, usual: Option<&str>| {
        own.unwrap_or_else(|| usual.unwrap_or_default().into())
    };
    Section {
        title: match walk.text(table, "title") {
            Some(title) => title,
            None => usual.map_or_else(|| title_of(&id), |usual| usual.title.into()),
        },
        target: target
            .or(usual.map(|usual| usual.target))
            .unwrap_or(Millis::from_secs(30)),
        coaching: usual_or(walk.text(table, "coaching"), usual.map(|u| u.coaching)),
        cue: usual_or(walk.text(table, "cue"), usual.map(|u| u.cue)),
        common_mistake: usual_or(
            walk.text(table, "common_mistake"),
            usual.map(|u| u.common_mistake),
        ),
        note: walk.text(table, "note").unwrap_or_default(),
        metrics: metrics(walk, table),
        signals,
        strong,
        strong_by_level,
        id,
    }
}

/// A title made from an id: `next-steps` gives "Next steps".
fn title_of(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut chars = words.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// `key_phrases` and every `[[….signal]]` of a section, or of a follow-up.
pub(super) fn signals(walk: &mut Walk<'_>, section: &Table<'_>, examples: &[&str]) -> Vec<Signal> {
    let mut seen = BTreeMap::new();
    let mut signals: Vec<Signal> = Vec::new();
    for (phrase, span) in walk.texts(section, "key_phrases") {
        said_in_example(
            walk,
            &phrase,
            examples,
            span.clone(),
            &section.path_of("key_phrases"),
        );
        let id = slug(&phrase);
        if seen.insert(id.clone(), 0).is_some() {
            walk.error(
                span,
                &section.path_of("key_phrases"),
                "this key phrase is listed twice",
                "Remove one of the two.",
            );
            continue;
        }
        let actor = if phrase.starts_with("I ") {
            Actor::Candidate
        } else {
            Actor::Anyone
        };
        signals.push(Signal {
            id,
            phrase,
            actor,
            ..Signal::default()
        });
    }
    for table in walk.tables(section, "signal", 30) {
        walk.known(&table, SIGNAL);
        let remedy = "Add `phrase = \"...\"`: the words in the strong example that carry the idea.";
        let phrase = walk.needed(&table, "phrase", remedy);
        let id = walk.id(&table, Some(slug(&phrase)), &mut seen);
        if !phrase.is_empty() {
            let (span, path) = (table.span_of("phrase"), table.path_of("phrase"));
            said_in_example(walk, &phrase, examples, span, &path);
        }
        let actor = walk
            .text(&table, "actor")
            .unwrap_or_else(|| "anyone".into());
        let path = table.path_of("actor");
        walk.one_of(
            &actor,
            &["candidate", "anyone"],
            table.span_of("actor"),
            &path,
        );
        let mut levels = Vec::new();
        for (name, span) in walk.texts(&table, "levels") {
            if walk.one_of(&name, &LEVELS, span, &table.path_of("levels")) {
                levels.extend(level(&name));
            }
        }
        signals.push(Signal {
            id,
            phrase,
            meaning: walk.text(&table, "meaning").unwrap_or_default(),
            accept: plain(walk.texts(&table, "accept")),
            actor: if actor == "candidate" {
                Actor::Candidate
            } else {
                Actor::Anyone
            },
            levels,
            ..Signal::default()
        });
    }
    signals
}

/// Adds advice if no strong example of the section contains the words of the phrase in order,
/// with at most four others between two of them ("adopted my [dead letter queue] alert pattern").
fn said_in_example(
    walk: &mut Walk<'_>,
    phrase: &str,
    examples: &[&str],
    span: std::ops::Range<usize>,
    path: &str,
) {
    if examples.is_empty() || examples.iter().any(|example| carries(example, phrase)) {
        return;
    }
    walk.advice(
        span,
        path,
        "the strong example does not say this key phrase",
        "Use words that stand in the example in this order; other wordings belong in `accept`.",
    );
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
                match example[from..reach].iter().position(|word| word == wanted) {
                    Some(offset) => {
                        from += offset + 1;
                        true
                    }
                    None => false,
                }
            })
    })
}

fn metrics(walk: &mut Walk<'_>, section: &Table<'_>) -> Vec<Metric> {
    let mut seen = BTreeMap::new();
    let mut metrics = Vec::new();
    for table in walk.tables(section, "metric", 20) {
        walk.known(&table, METRIC);
        let remedy =
            "Add `name = \"...\"`: how a coach would call it, such as \"the 0.3% drop rate\".";
        let name = walk.needed(&table, "name", remedy);
        let id = walk.id(&table, Some(slug(&name)), &mut seen);
        let numbers = walk.tables(&table, "values", 8);
        if numbers.is_empty() {
            walk.missing(
                &table,
                "values",
                "Add `values = [{ value = 0.3, unit = \"percent\" }]`.",
            );
        }
        let values = values(walk, numbers);
        let mut or = Vec::new();
        for (list, path) in walk.list(&table, "or", 8) {
            let numbers = walk.tables_in(list, &path, 8);
            or.push(self::values(walk, numbers));
        }
        metrics.push(Metric {
            id,
            name,
            values,
            or,
        });
    }
    metrics
}

fn values(walk: &mut Walk<'_>, numbers: Vec<Table<'_>>) -> Vec<MetricValue> {
    let mut values = Vec::new();
    for item in numbers {
        walk.known(&item, VALUE);
        let remedy = "Give the number as it is said: `value = 0.3`.";
        let value = walk.number(&item, "value", -1e15..=1e15, remedy);
        if !item.has("value") {
            walk.missing(&item, "value", remedy);
        }
        let unit = if item.has("unit") {
            walk.text(&item, "unit")
        } else {
            Some(String::new())
        };
        if let Some(unit) = &unit
            && !is_unit(unit)
        {
            walk.error(
                item.span_of("unit"),
                &item.path_of("unit"),
                &format!("`{}` is no unit", super::fault::clip(unit)),
                "Use percent, count, ratio, seconds, minutes, hours, days, weeks, months, years, \
                 bytes or a currency such as usd; leave it out for a bare number.",
            );
            continue;
        }
        if let (Some(value), Some(unit)) = (value, unit) {
            values.push(MetricValue { value, unit });
        }
    }
    values
}
