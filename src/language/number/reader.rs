//! Reads numbers as people say and as recognisers write them: "0.3", "point three", "eight K",
//! "two and a half million", "a third", "nought", "three in a thousand".

use super::carry::carry;
use super::compound::{and_more, every_so_many, one_and_more};
use super::digits::over;
use super::magnitude::magnitude;
pub use super::reading::Reading;
use super::reading::{round, word};
use super::spelled::{fraction, multiple, scale};
use super::unit::{self, Unit};
use crate::language::token::{Border, Token};

/// Every number in the tokens, in order, not overlapping, without ordinals, codes and vague words.
pub fn numbers(tokens: &[Token]) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match read(tokens, at) {
            Some(reading) => {
                at = reading.end.max(at + 1);
                found.push(reading);
            }
            None => at += 1,
        }
    }
    carry(tokens, &mut found);
    found
}

fn read(tokens: &[Token], at: usize) -> Option<Reading> {
    if let Some(code) = unit::currency(&tokens[at].lower) {
        return in_front(tokens, at, code);
    }
    multiplied(tokens, at)
        .or_else(|| every_so_many(tokens, at))
        .or_else(|| one_and_more(tokens, at))
        .or_else(|| part(tokens, at))
        .or_else(|| plain_number(tokens, at))
}

/// Reads a multiple: "doubled", "tenfold", "by a factor of ten".
fn multiplied(tokens: &[Token], at: usize) -> Option<Reading> {
    let factor = at > 1 && tokens[at - 1].lower == "of" && tokens[at - 2].lower == "factor";
    let (value, end) = match multiple(tokens, at) {
        Some(value) => (value, at + 1),
        None if factor => magnitude(tokens, at).map(|(value, end, _)| (value, end))?,
        None => return None,
    };
    Some(Reading {
        start: at,
        end,
        value: round(value),
        unit: Some(Unit::Ratio),
        plain: true,
    })
}

/// A part of a whole: "a third of a percent", "half a million", "three quarters", "1/2 percent".
fn part(tokens: &[Token], at: usize) -> Option<Reading> {
    let written = over(tokens, at);
    let (value, after) = written.or_else(|| fraction(tokens, at))?;
    let reading = |end: usize, value: f64, unit: Option<Unit>| Reading {
        start: at,
        end,
        value: round(value),
        unit,
        plain: true,
    };
    let mut next = after;
    while word(tokens, next, &["of", "a", "an", "one", "the"]) {
        next += 1;
    }
    if let Some((unit, factor, end)) = unit::named(tokens, next)
        && (next > after || unit == Unit::Percent || written.is_some())
    {
        return Some(reading(end, value * factor, Some(unit)));
    }
    // "Half a million", "half a dozen"
    let big = scale(tokens, next).filter(|_| value == 0.5 && next <= after + 1);
    if let Some((big, after)) = big {
        let named = unit::named(tokens, after);
        let (unit, factor, end) = named.map_or((None, 1.0, after), |(unit, factor, end)| {
            (Some(unit), factor, end)
        });
        return Some(reading(end, value * big * factor, unit));
    }
    let too_common = tokens[at].any(&["a", "an", "one", "half", "the"]);
    Some(Reading {
        // "Four fifths" is a figure; "a third" and "half" are too common.
        plain: written.is_some() || !too_common && after > at + 1,
        ..reading(after, value, Some(Unit::Ratio))
    })
}

fn plain_number(tokens: &[Token], at: usize) -> Option<Reading> {
    let (mut value, mut end, mut unit) = magnitude(tokens, at)?;
    let single = end == at + 1;
    let plain = !(single && tokens[at].any(&["one", "a", "an", "half", "none", "once"]));
    let share = |end: usize, whole: f64, after: usize| {
        (whole > 0.0 && value <= whole).then(|| Reading {
            start: at,
            end: after.max(end),
            value: round(value / whole),
            unit: Some(Unit::Ratio),
            plain: true,
        })
    };
    if unit.is_none() {
        // "three times in a thousand" is a share, "three times faster" is not.
        if word(tokens, end, &["times"])
            && let Some((whole, after)) = out_of(tokens, end + 1)
            && let Some(share) = share(end, whole, after)
        {
            return Some(share);
        }
        if let Some((found, factor, after)) = unit::named(tokens, end) {
            value *= factor;
            unit = Some(found);
            end = after;
        } else if let Some((whole, after)) = out_of(tokens, end) {
            return share(end, whole, after);
        }
    } else if let Some(Unit::Money(_)) = unit {
        // "$8 thousand", "$8K dollars"
        if let Some((_, _, after)) = unit::named(tokens, end).filter(|(of, ..)| Some(*of) == unit) {
            end = after;
        }
    }
    if let Some((more, after)) = unit.and_then(|unit| and_more(tokens, end, unit)) {
        (value, end) = (value + more, after);
    }
    Some(Reading {
        start: at,
        end,
        value: round(value),
        unit,
        plain,
    })
}

/// Reads a currency before its amount: "EUR 300", "CHF 2 million".
fn in_front(tokens: &[Token], at: usize, code: &'static str) -> Option<Reading> {
    if tokens[at].after != Border::None || tokens.len() == at + 1 {
        return None;
    }
    let (value, end, _) = magnitude(tokens, at + 1).filter(|(_, _, unit)| unit.is_none())?;
    Some(Reading {
        start: at,
        end,
        value: round(value),
        unit: Some(Unit::Money(code)),
        plain: true,
    })
}

/// The two numbers of a share that has both: 31 and 34 in "31 out of 34".
fn parts(tokens: &[Token], reading: &Reading) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut at = reading.start;
    while reading.unit == Some(Unit::Ratio) && at < reading.end {
        let read = magnitude(tokens, at)
            .filter(|(value, end, unit)| *end <= reading.end && unit.is_none() && *value >= 1.0);
        if let Some((value, end, _)) = read {
            found.push(Reading {
                start: at,
                end,
                value: round(value),
                unit: None,
                plain: true,
            });
        }
        at = read.map_or(at + 1, |(_, end, _)| end.max(at + 1));
    }
    if found.len() == 2 { found } else { Vec::new() }
}

/// The readings, and the two numbers of each share that has both.
pub fn with_parts(tokens: &[Token], readings: &[Reading]) -> Vec<Reading> {
    let parts = readings.iter().flat_map(|one| parts(tokens, one));
    readings.iter().copied().chain(parts).collect()
}

/// "in a thousand", "out of 1000", "per thousand", "in every three hundred": the whole and the end.
fn out_of(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let mut next = at;
    // "three webhooks in a thousand", "3 events out of every 1,000"
    while next < at + 3 && !word(tokens, next, &["in", "out", "per", "of"]) {
        if tokens
            .get(next)
            .is_none_or(|token| token.after != Border::None)
        {
            return None;
        }
        next += 1;
    }
    let linked = if word(tokens, next, &["out"]) && word(tokens, next + 1, &["of"]) {
        next + 2
    } else if word(tokens, next, &["in", "per"])
        || word(tokens, next, &["of"]) && word(tokens, next + 1, &["every", "each"])
    {
        next + 1
    } else {
        return None;
    };
    let mut from = linked;
    if word(tokens, from, &["every", "each"]) {
        from += 1;
    }
    if word(tokens, from, &["mille", "mil", "mill"]) {
        return Some((1000.0, from + 1));
    }
    tokens.get(from)?;
    let (value, end, unit) = magnitude(tokens, from)?;
    // "three in 2022" is a year, "two out of three" a share.
    let year = (1900.0..2100.0).contains(&value) && word(tokens, next, &["in"]);
    (unit.is_none() && value >= 2.0 && !year && unit::named(tokens, end).is_none())
        .then_some((value, end))
}
