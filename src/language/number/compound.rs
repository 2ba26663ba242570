//! Numbers of more than one part: with their scales, a time in two units, and "every fourth".

use super::digits::{digits, spaced};
use super::reading::{Reading, word};
use super::spelled::{scale, scale_word, spelled};
use super::unit::{self, Unit};
use crate::language::token::{Border, Token};

/// Periods of the calendar.
const CALENDAR: &[&str] = &[
    "second",
    "minute",
    "hour",
    "day",
    "night",
    "morning",
    "evening",
    "afternoon",
    "weekend",
    "weekday",
    "week",
    "month",
    "quarter",
    "year",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "time",
    "sprint",
    "shift",
];

/// Reads "every fourth run", "every other ticket" as a share; "every fourth day" is a date, "every second" a time.
pub(super) fn every_so_many(tokens: &[Token], at: usize) -> Option<Reading> {
    const PLACES: [&str; 8] = [
        "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ];
    let joined = tokens[at].lower == "every" && tokens[at].after == Border::None;
    let place = tokens.get(at + 1).filter(|_| joined)?;
    let place_of = |lower: &str| PLACES.iter().position(|one| *one == lower);
    let many = match place.lower.as_str() {
        "other" => 2.0,
        lower => place_of(lower)? as f64 + 3.0,
    };
    let thing = tokens.get(at + 2).filter(|_| place.after == Border::None)?;
    let calendar = unit::named(tokens, at + 2).is_some()
        || thing.any(CALENDAR)
        || tokens.get(at + 3).is_some_and(|next| next.any(CALENDAR));
    (!calendar).then(|| Reading::new(at..at + 2, 1.0 / many, Some(Unit::Ratio)))
}

/// Reads "an hour and a half", "a minute twenty".
pub(super) fn one_and_more(tokens: &[Token], at: usize) -> Option<Reading> {
    if !tokens[at].any(&["a", "an"]) {
        return None;
    }
    let (unit, factor, end) = unit::named(tokens, at + 1)?;
    let (more, end) = and_more(tokens, end, unit).filter(|_| factor == 1.0)?;
    Some(Reading::new(at..end, 1.0 + more, Some(unit)))
}

/// What follows the unit of a time: the half in "two hours and a half", the minutes in "two hours and twenty minutes"
/// and in "two hours twenty".
pub(super) fn and_more(tokens: &[Token], at: usize, unit: Unit) -> Option<(f64, usize)> {
    if !unit.is_time() || tokens.get(at - 1)?.after != Border::None {
        return None;
    }
    let and = tokens.get(at)?.lower == "and" && tokens[at].after == Border::None;
    let from = at + usize::from(and);
    if let Some(part) = and_a_half(tokens, at).filter(|_| and) {
        return Some((part, at + 3));
    }
    let (smaller, many) = match unit {
        Unit::Days => (Unit::Hours, 24.0),
        Unit::Hours => (Unit::Minutes, 60.0),
        Unit::Minutes => (Unit::Seconds, 60.0),
        _ => return None,
    };
    let (value, end, its) = magnitude(tokens, from)?;
    if value.fract() != 0.0 || !(1.0..many).contains(&value) {
        return None;
    }
    let named = unit::named(tokens, end)
        .filter(|(found, factor, _)| its.is_none() && *found == smaller && *factor == 1.0);
    if named.is_some() || its == Some(smaller) {
        return Some((value / many, named.map_or(end, |(.., end)| end)));
    }
    // Without its unit it counts only if no noun follows.
    let alone = tokens[end - 1].after != Border::None
        || tokens[end - 1].arrow
        || tokens.get(end).is_none_or(|next| {
            next.any(&[
                "in", "to", "at", "from", "per", "on", "for", "now", "and", "but", "each", "every",
                "or", "with", "after", "before", "today", "by",
            ])
        });
    (its.is_none() && !and && alone && unit != Unit::Days).then_some((value / many, end))
}

/// The part that "and a half" or "and a quarter" adds.
pub(super) fn and_a_half(tokens: &[Token], at: usize) -> Option<f64> {
    let said = word(tokens, at, &["and"]) && word(tokens, at + 1, &["a"]);
    let part = |name| word(tokens, at + 2, &[name]);
    match said {
        true if part("half") => Some(0.5),
        true if part("quarter") => Some(0.25),
        _ => None,
    }
}

/// Digits or number words from `at`, with "and a half" and thousands: value, end, unit.
pub(super) fn magnitude(tokens: &[Token], at: usize) -> Option<(f64, usize, Option<Unit>)> {
    let lower = &tokens.get(at)?.lower;
    let written = || digits(lower).map(|(value, unit)| (value, at + 1, unit));
    let (mut value, mut end, unit) = match spaced(tokens, at).or_else(written) {
        Some(written) => written,
        None => {
            let (value, end) = spelled(tokens, at)?;
            (value, end, None)
        }
    };
    if let Some(part) = and_a_half(tokens, end) {
        // "A million and a half": half of the last scale.
        let last = &tokens[end - 1].lower;
        let of = scale_word(last).filter(|_| end > at + 1).unwrap_or(1.0);
        value += part * of;
        end += 3;
    }
    while let Some((factor, after)) = scale(tokens, end) {
        value *= factor;
        end = after;
    }
    Some((value, end, unit))
}
