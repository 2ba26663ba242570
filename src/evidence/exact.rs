//! Finds figures and phrases that are said exactly as the scenario has them, even if other checks reject them.
//!
//! The number reader omits durations and team sizes, and the matching of ideas is careful about negation; both are
//! right for open speech. But a story whose point is "18 minutes" or "I still would not do it alone" names them itself.

use crate::evidence::speech::Speech;
use crate::language::change::changes;
use crate::language::number::reader::{self, Reading};
use crate::language::number::unit::{Unit, days};
use crate::language::pattern::Match;
use crate::language::token::{Border, Token, preceding, same_sentence, tokens_of};
use crate::scenario::{Metric, MetricValue, Signal};
use std::ops::Range;

/// Minimum number of words: shorter phrases ("I wrote") prove nothing.
const SHORTEST: usize = 4;

/// The places that say a metric with exactly its values and units, or those of one of its alternatives. Zero is left to
/// the careful checks: it may be an expectation.
pub(crate) fn figure(
    metric: &Metric,
    speech: &Speech<'_>,
    proves: &dyn Fn(&Range<usize>) -> bool,
) -> Option<Vec<Range<usize>>> {
    let numbers = reader::with_parts(speech.tokens(), &speech.numbers);
    let changes_said = changes(speech.tokens(), &speech.numbers);
    let said = |values: &[MetricValue]| -> Option<Vec<Range<usize>>> {
        // A change with both values right needs no unit: "from 34 to 31", "31, it had been 34".
        let moved = |number: &Reading| {
            let before = number.start.checked_sub(1).map(|at| &speech.tokens()[at]);
            let end = changes_said.iter().any(|change| change.holds(number.start));
            values.len() > 1
                && number.unit.is_none()
                && (end || before.is_some_and(|before| before.any(&["from", "to"])))
        };
        let mut places = Vec::new();
        for wanted in values.iter() {
            let number = numbers.iter().find(|number| {
                (number.plain || reached(speech.tokens(), number))
                    && (number.value == wanted.value
                        && (fits(number, &wanted.unit) || moved(number))
                        || same_time(number, wanted))
                    && proves(&(number.start..number.end))
            })?;
            if wanted.value == 0.0 {
                return None;
            }
            places.push(number.start..number.end);
        }
        (!places.is_empty()).then_some(places)
    };
    said(&metric.values).or_else(|| metric.or.iter().find_map(|values| said(values)))
}

/// Relative tolerance of rounded times: "five and a half hours" are 5.6.
const ROUNDED: f64 = 0.03;

/// Whether two times are equal: "half a year" is six months, and "90 minutes" an hour and a half.
fn same_time(number: &Reading, wanted: &MetricValue) -> bool {
    let said = number.unit.and_then(|unit| days(unit.id()));
    let known = days(&wanted.unit);
    said.zip(known).is_some_and(|(said, known)| {
        let (said, known) = (number.value * said, wanted.value * known);
        (said - known).abs() <= known.abs() * ROUNDED
    })
}

/// Whether a lone "one" is a figure that something reached ("to one", "now just one"), unlike in "one of them" or "one
/// day".
fn reached(tokens: &[Token], number: &Reading) -> bool {
    let mut before = preceding(tokens, number.start)
        .take(4)
        .skip_while(|token| token.any(&["just", "only", "a", "single", "about", "barely"]));
    let led = before
        .next()
        .is_some_and(|token| token.any(&["to", "from", "now", "at", "is", "was"]));
    let next = same_sentence(tokens, number.start, number.end)
        .filter(|_| tokens[number.end - 1].after == Border::None);
    let other = [
        "of", "who", "that", "which", "day", "thing", "person", "another", "more",
    ];
    number.value == 1.0 && led && !next.is_some_and(|next| next.any(&other))
}

fn fits(number: &Reading, wanted: &str) -> bool {
    match number.unit {
        // "Fourteen times" is a count of repetitions.
        Some(Unit::Ratio) if number.value >= 1.0 => matches!(wanted, "" | "count" | "ratio"),
        None | Some(Unit::Count) => matches!(wanted, "" | "count"),
        Some(unit) => unit.id() == wanted,
    }
}

/// Finds the key phrase word for word, if it is long enough to be unambiguous.
pub(crate) fn phrase(signal: &Signal, speech: &Speech<'_>) -> Option<Match> {
    same_words(signal, speech, SHORTEST)
}

/// Finds the key phrase word for word, even a short one of at least two words: for a section that was not asked for it.
pub(crate) fn words(signal: &Signal, speech: &Speech<'_>) -> Option<Match> {
    same_words(signal, speech, 2)
}

fn same_words(signal: &Signal, speech: &Speech<'_>, shortest: usize) -> Option<Match> {
    let wanted = tokens_of(&signal.phrase);
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
