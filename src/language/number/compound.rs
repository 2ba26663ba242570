//! Numbers of more than one part: a time in two units, and "every fourth".

use super::magnitude::{and_a_half, magnitude};
use super::reading::Reading;
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
