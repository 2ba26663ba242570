//! Reads numbers as people say and as recognisers write them: "0.3", "point three", "eight K",
//! "two and a half million", "a third", "nought", "three in a thousand".

use super::carry::carry;
use super::compound::{and_more, every_so_many, magnitude, one_and_more};
use super::digits::over;
pub use super::reading::Reading;
use super::reading::word;
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
    Some(Reading::new(at..end, value, Some(Unit::Ratio)))
}

/// A part of a whole: "a third of a percent", "half a million", "three quarters", "1/2 percent".
fn part(tokens: &[Token], at: usize) -> Option<Reading> {
    let written = over(tokens, at);
    let (value, after) = written.or_else(|| fraction(tokens, at))?;
    let mut next = after;
    while word(tokens, next, &["of", "a", "an", "one", "the"]) {
        next += 1;
    }
    if let Some((unit, factor, end)) = unit::named(tokens, next)
        && (next > after || unit == Unit::Percent || written.is_some())
    {
        return Some(Reading::new(at..end, value * factor, Some(unit)));
    }
    // "Half a million", "half a dozen"
    let half = value == 0.5 && next <= after + 1;
    if let Some((big, after)) = scale(tokens, next).filter(|_| half) {
        return Some(match unit::named(tokens, after) {
            Some((unit, factor, end)) => Reading::new(at..end, value * big * factor, Some(unit)),
            None => Reading::new(at..after, value * big, None),
        });
    }
    let too_common = tokens[at].any(&["a", "an", "one", "half", "the"]);
    Some(Reading {
        // "Four fifths" is a figure; "a third" and "half" are too common.
        plain: written.is_some() || !too_common && after > at + 1,
        ..Reading::new(at..after, value, Some(Unit::Ratio))
    })
}

fn plain_number(tokens: &[Token], at: usize) -> Option<Reading> {
    let (mut value, mut end, mut unit) = magnitude(tokens, at)?;
    let single = end == at + 1;
    let plain = !(single && tokens[at].any(&["one", "a", "an", "half", "none", "once"]));
    let share = |(whole, after): (f64, usize)| {
        let ratio = || Reading::new(at..after, value / whole, Some(Unit::Ratio));
        (value <= whole).then(ratio)
    };
    if unit.is_none() {
        // "three times in a thousand" is a share, "three times faster" is not.
        if word(tokens, end, &["times"])
            && let Some(share) = out_of(tokens, end + 1).and_then(share)
        {
            return Some(share);
        }
        if let Some((found, factor, after)) = unit::named(tokens, end) {
            value *= factor;
            unit = Some(found);
            end = after;
        } else if let Some(whole) = out_of(tokens, end) {
            return share(whole);
        }
    } else if let Some((Unit::Money(code), _, after)) = unit::named(tokens, end)
        && unit == Some(Unit::Money(code))
    {
        end = after; // "$8K dollars"
    }
    if let Some((more, after)) = unit.and_then(|unit| and_more(tokens, end, unit)) {
        (value, end) = (value + more, after);
    }
    Some(Reading {
        plain,
        ..Reading::new(at..end, value, unit)
    })
}

/// Reads a currency before its amount: "EUR 300", "CHF 2 million".
fn in_front(tokens: &[Token], at: usize, code: &'static str) -> Option<Reading> {
    let amount = magnitude(tokens, at + 1).filter(|(_, _, unit)| unit.is_none());
    let (value, end, _) = amount.filter(|_| tokens[at].after == Border::None)?;
    Some(Reading::new(at..end, value, Some(Unit::Money(code))))
}

/// The two numbers of a share that has both: 31 and 34 in "31 out of 34".
fn parts(tokens: &[Token], reading: &Reading) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut at = reading.start;
    while reading.unit == Some(Unit::Ratio) && at < reading.end {
        let read = magnitude(tokens, at)
            .filter(|(value, end, unit)| *end <= reading.end && unit.is_none() && *value >= 1.0);
        if let Some((value, end, _)) = read {
            found.push(Reading::new(at..end, value, None));
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
    // "three webhooks in a thousand", "3 events out of every 1,000"
    let mut near = at..at + 4;
    let link = near.find(|&place| word(tokens, place, &["in", "out", "per", "of"]))?;
    if tokens[at..link].iter().any(|one| one.after != Border::None) {
        return None;
    }
    let every = |place: usize| word(tokens, place, &["every", "each"]);
    let from = match tokens[link].lower.as_str() {
        "out" if !word(tokens, link + 1, &["of"]) => return None,
        "of" if !every(link + 1) => return None,
        "out" => link + 2,
        _ => link + 1,
    };
    let from = from + usize::from(every(from));
    if word(tokens, from, &["mille", "mil", "mill"]) {
        return Some((1000.0, from + 1));
    }
    let (value, end, unit) = magnitude(tokens, from)?;
    // "three in 2022" is a year, "two out of three" a share.
    let year = (1900.0..2100.0).contains(&value) && tokens[link].lower == "in";
    (unit.is_none() && value >= 2.0 && !year && unit::named(tokens, end).is_none())
        .then_some((value, end))
}
