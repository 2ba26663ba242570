//! What is said exactly as the scenario says it counts, whatever the finer readings make of it.
//!
//! The number reader leaves out durations and team sizes, and the reading of ideas is careful about
//! negation; both are right for open speech. But a story whose point is "18 minutes" or "I still
//! would not do it alone" names them itself.

use super::number::reader::numbers;
use super::number::unit::Unit;
use super::pattern::Match;
use super::speech::Speech;
use super::token::tokens;
use crate::scenario::{Metric, MetricValue, Signal};
use crate::transcript::Transcript;

/// Shorter phrases ("I wrote") prove nothing by themselves.
const SHORTEST: usize = 4;

/// The words that say a metric with exactly its values and units, or with those of one of its
/// alternatives. Zero is left to the careful reading: it may be an expectation.
pub(super) fn figure(metric: &Metric, speech: &Speech<'_>) -> Option<String> {
    let numbers = numbers(speech.tokens());
    let said = |values: &[MetricValue]| -> Option<String> {
        let mut quotes = Vec::new();
        for wanted in values.iter() {
            let number = numbers.iter().find(|number| {
                number.plain && number.value == wanted.value && fits(number.unit, &wanted.unit)
            })?;
            if wanted.value == 0.0 {
                return None;
            }
            quotes.push(speech.quote(&(number.start..number.end)));
        }
        (!quotes.is_empty()).then(|| quotes.join(" … "))
    };
    said(&metric.values).or_else(|| metric.or.iter().find_map(|values| said(values)))
}

fn fits(found: Option<Unit>, wanted: &str) -> bool {
    match found {
        None | Some(Unit::Count) => matches!(wanted, "" | "count"),
        Some(unit) => unit.id() == wanted,
    }
}

/// Where the key phrase stands word for word, if it is long enough to mean only one thing.
pub(super) fn phrase(signal: &Signal, speech: &Speech<'_>) -> Option<Match> {
    same_words(signal, speech, SHORTEST)
}

/// Where the key phrase stands word for word, also a short one: for a section that was not asked for
/// it, where nothing less will do. One word alone is no phrase.
pub(super) fn words(signal: &Signal, speech: &Speech<'_>) -> Option<Match> {
    same_words(signal, speech, 2)
}

fn same_words(signal: &Signal, speech: &Speech<'_>, shortest: usize) -> Option<Match> {
    let wanted = tokens(&Transcript::from_text(&signal.phrase));
    if wanted.len() < shortest {
        return None;
    }
    let said = speech.tokens();
    let start = said.windows(wanted.len()).position(|window| {
        let mut pairs = window.iter().zip(&wanted);
        pairs.all(|(a, b)| a.lower == b.lower && !a.quoted)
    })?;
    Some(Match {
        tokens: start..start + wanted.len(),
        verb: start,
    })
}
