//! Spoken and written numbers as values with units: how they are read ([`reader`]), their units ([`mod@unit`]), and
//! which of them measure something ([`measured`]).

mod bare;
mod carry;
mod compound;
pub mod counted;
mod digits;
mod duration;
pub mod measured;
mod outcome;
pub mod reader;
mod reading;
mod spelled;
pub mod unit;
mod words;
mod zero;

use crate::language::token::{Token, after, before, says};
pub use measured::Context;
use reading::Reading;
use serde::{Deserialize, Serialize};
use unit::Unit;

/// A number that was said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The words that say it.
    pub quote: String,
    /// Bytes of the transcript's text: start.
    pub start: usize,
    /// Bytes of the transcript's text: end.
    pub end: usize,
    /// The value.
    pub value: f64,
    /// The unit, as named in `analyze --json`.
    pub unit: String,
    /// What it is in its sentence.
    #[serde(default, skip_serializing_if = "Role::is_amount")]
    pub role: Role,
}

/// What a number is in its sentence.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// How much or how many.
    #[default]
    Amount,
    /// Where a change begins: "from 14 minutes".
    Before,
    /// Where it ends: "to 2".
    After,
}

impl Role {
    fn is_amount(&self) -> bool {
        *self == Self::Amount
    }
}

/// The measurements among the numbers of a section, in text order.
///
/// The context's expected values are those of the scenario's metrics: "from point three to nil" is then a
/// percentage even though nobody says "percent".
pub fn quantities(tokens: &[Token], text: &str, context: &Context<'_>) -> Vec<Quantity> {
    let measured = context.numbers.iter().filter_map(|number| {
        let unit = measured::measures(tokens, number, context)?;
        Some(Reading { unit, ..*number })
    });
    let told = (0..tokens.len())
        .flat_map(|at| [not_one, none_lost, whole_period].map(|read| read(tokens, at)));
    let mut found: Vec<Reading> = measured.chain(told.flatten()).collect();
    found.sort_by_key(|reading| reading.start);
    let quantity = |reading: Reading| {
        let start = tokens[reading.start].bytes.start;
        let end = tokens[reading.end - 1].bytes.end;
        Quantity {
            quote: text.get(start..end).unwrap_or_default().to_owned(),
            start,
            end,
            value: reading.value,
            unit: reading.unit.map_or("", Unit::id).to_owned(),
            role: Role::Amount,
        }
    };
    found.into_iter().map(quantity).collect()
}

/// Counts of zero such as "not a single webhook", "not one was lost".
fn not_one(tokens: &[Token], at: usize) -> Option<Reading> {
    const PEOPLE: &[&str] = &[
        "person", "people", "engineer", "alarm", "alert", "ticket", "owner", "team", "soul",
        "line", "thing",
    ];
    let rest = after(tokens, at, 7);
    let next = |place: usize, words: &[&str]| rest.get(place).is_some_and(|one| one.any(words));
    let single = |place: usize| next(place, &["a"]) && next(place + 1, &["single"]);
    let length = if single(0) {
        3
    } else if next(0, &["one"]) && !next(1, &["of", "to", "that", "person"]) {
        2
    } else if next(0, &["a", "lost", "had", "dropped", "seen", "one"]) && single(1) {
        4
    } else {
        return None;
    };
    // About people ("not one person looked") it is no measurement.
    let people = (length - 1..length + 2).any(|place| next(place, PEOPLE));
    let none = tokens[at].any(&["not", "haven't", "hasn't", "never"]);
    (none && !people).then(|| Reading::new(at..at + length, 0.0, Some(Unit::Count)))
}

/// Counts of zero such as "no event was lost any more".
fn none_lost(tokens: &[Token], at: usize) -> Option<Reading> {
    let rest = after(tokens, at, 6);
    let mut things = rest.iter().take(2);
    let end = things.position(|token| token.any(words::DATA))? + 1;
    let fate = &rest[end..rest.len().min(end + 3)];
    let lost = says(fate, &["lost", "dropped", "missed", "missing", "failed"]);
    (tokens[at].lower == "no" && lost)
        .then(|| Reading::new(at..at + 1 + end, 0.0, Some(Unit::Count)))
}

/// Whole periods of data: "I pulled the delivery logs, a full week".
fn whole_period(tokens: &[Token], at: usize) -> Option<Reading> {
    const DATA: &[&str] = &[
        "logs",
        "log",
        "data",
        "metrics",
        "traffic",
        "records",
        "deliveries",
    ];
    let [article, first, second, ..] = &tokens[at..] else {
        return None;
    };
    // "A full week", "a month's worth"
    let whole = first.any(&["full", "whole", "entire", "complete"]);
    let worth = if whole { second } else { first }.lower.ends_with("'s");
    if !article.any(&["a", "one"]) || !whole && !worth {
        return None;
    }
    let thing = at + 1 + usize::from(whole);
    let (unit, ..) = unit::named(tokens, thing).filter(|(unit, ..)| unit.is_time())?;
    let data = says(before(tokens, at, 10), DATA) || says(after(tokens, at, 7), DATA);
    let near = &tokens[at.saturating_sub(10)..(at + 8).min(tokens.len())];
    let effort = says(near, &["took", "spent", "gave"]);
    (data && !effort).then(|| Reading::new(at..thing + 1, 1.0, Some(unit)))
}

#[cfg(test)]
mod tests;
