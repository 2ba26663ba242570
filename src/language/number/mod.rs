//! Spoken and written numbers as values with units: how they are read ([`reader`]), their units ([`mod@unit`]), and
//! which of them measure something ([`measured`]).

mod bare;
mod carry;
mod compound;
pub mod counted;
mod digits;
mod duration;
mod magnitude;
pub mod measured;
mod outcome;
pub mod reader;
mod reading;
mod spelled;
pub mod unit;
mod words;
mod zero;

use crate::language::token::Token;
pub use measured::Context;
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
    /// The name in `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Before => "before",
            Self::After => "after",
        }
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    fn is_amount(&self) -> bool {
        *self == Self::Amount
    }
}

/// The measurements among the numbers of a section, in text order.
///
/// The context's expected values are those of the scenario's metrics: "from point three to nil" is then a
/// percentage even though nobody says "percent".
pub fn quantities(tokens: &[Token], text: &str, context: &Context<'_>) -> Vec<Quantity> {
    let mut found: Vec<(usize, Quantity)> = Vec::new();
    for number in context.numbers {
        if let Some(unit) = measured::measures(tokens, number, context) {
            let place = number.start..number.end;
            found.push((
                number.start,
                quantity(tokens, text, place, number.value, unit),
            ));
        }
    }
    found.extend(not_one(tokens, text));
    found.extend(none_lost(tokens, text));
    found.extend(whole_period(tokens, text));
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, quantity)| quantity).collect()
}

fn quantity(
    tokens: &[Token],
    text: &str,
    range: std::ops::Range<usize>,
    value: f64,
    unit: Option<Unit>,
) -> Quantity {
    let (start, end) = (
        tokens[range.start].bytes.start,
        tokens[range.end - 1].bytes.end,
    );
    Quantity {
        quote: text.get(start..end).unwrap_or_default().to_owned(),
        start,
        end,
        value,
        unit: unit.map_or("", Unit::id).to_owned(),
        role: Role::Amount,
    }
}

/// Counts of zero such as "not a single webhook", "not one was lost".
fn not_one(tokens: &[Token], text: &str) -> Vec<(usize, Quantity)> {
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let next = |offset: usize, words: &[&str]| {
            tokens
                .get(at + offset)
                .is_some_and(|token| token.any(words) && token.sentence == tokens[at].sentence)
        };
        let length = if next(0, &["not", "haven't", "hasn't", "never"])
            && next(1, &["a", "lost", "had", "dropped", "seen", "one"])
        {
            if next(1, &["a"]) && next(2, &["single"]) {
                3
            } else if next(1, &["one"]) && !next(2, &["of", "to", "that", "person"]) {
                2
            } else if next(2, &["a"]) && next(3, &["single"]) {
                4
            } else {
                0
            }
        } else {
            0
        };
        // About people ("not one person looked") it is no measurement.
        let people = (0..3).any(|more| {
            next(
                length + more,
                &[
                    "person", "people", "engineer", "alarm", "alert", "ticket", "owner", "team",
                    "soul", "line", "thing",
                ],
            )
        });
        if length > 0 && !people {
            found.push((
                at,
                quantity(tokens, text, at..at + length, 0.0, Some(Unit::Count)),
            ));
        }
    }
    found
}

/// Counts of zero such as "no event was lost any more".
fn none_lost(tokens: &[Token], text: &str) -> Vec<(usize, Quantity)> {
    let mut found = Vec::new();
    for at in 0..tokens.len().saturating_sub(2) {
        let rest = &tokens[at + 1..(at + 7).min(tokens.len())];
        let same = |token: &&Token| token.sentence == tokens[at].sentence;
        let Some(thing) = rest
            .iter()
            .take_while(same)
            .take(2)
            .position(|token| token.any(words::DATA))
        else {
            continue;
        };
        let lost = rest[thing + 1..]
            .iter()
            .take_while(same)
            .take(3)
            .any(|token| token.any(&["lost", "dropped", "missed", "missing", "failed"]));
        if tokens[at].lower == "no" && lost {
            found.push((
                at,
                quantity(tokens, text, at..at + thing + 2, 0.0, Some(Unit::Count)),
            ));
        }
    }
    found
}

/// Whole periods of data: "I pulled the delivery logs, a full week".
fn whole_period(tokens: &[Token], text: &str) -> Vec<(usize, Quantity)> {
    let mut found = Vec::new();
    for at in 0..tokens.len().saturating_sub(2) {
        if !tokens[at].any(&["a", "one"]) {
            continue;
        }
        // "A full week", "a month's worth"
        let whole = tokens[at + 1].any(&["full", "whole", "entire", "complete"]);
        let worth = tokens[at + 1 + usize::from(whole)].lower.ends_with("'s");
        if !whole && !worth {
            continue;
        }
        let thing = at + 1 + usize::from(whole);
        let Some((unit, _, _)) = unit::named(tokens, thing).filter(|(unit, ..)| unit.is_time())
        else {
            continue;
        };
        let near = &tokens[at.saturating_sub(10)..(at + 8).min(tokens.len())];
        let data = near.iter().any(|token| {
            token.sentence == tokens[at].sentence
                && token.any(&[
                    "logs",
                    "log",
                    "data",
                    "metrics",
                    "traffic",
                    "records",
                    "deliveries",
                ])
        });
        let effort = near
            .iter()
            .any(|token| token.any(&["took", "spent", "gave"]));
        if data && !effort {
            found.push((at, quantity(tokens, text, at..thing + 1, 1.0, Some(unit))));
        }
    }
    found
}

#[cfg(test)]
mod tests;
