//! Units that a number takes from its neighbour: "from seven hundred down to forty-eight milliseconds", "$8-10K", "five
//! minutes instead of ninety", "5 hours a month and 60 a year".

use super::digits::digits;
use super::reading::{NO_THING, Reading, round};
use super::spelled::scale_word;
use super::unit::{self, Unit};
use crate::language::token::{Border, Token, same_sentence, says};
use crate::language::words::Class;

/// Words allowed between two numbers of one kind, besides the linking word.
const ROUND: &[&str] = &[
    "down", "up", "just", "only", "about", "around", "roughly", "nearly", "almost", "under",
    "over", "some", "the", "a", "an", "even", "maybe", "less", "more", "than", "barely",
];

/// Words also allowed if the second number is compared with the first.
const TOLD: &[&str] = &[
    "it",
    "was",
    "is",
    "had",
    "been",
    "used",
    "be",
    "now",
    "before",
    "today",
    "at",
    "earlier",
    "previously",
    "of",
    "as",
    "not",
    "today",
    "and",
    "or",
];

/// Links of two numbers of which the second may omit its unit.
const LINKS: &[&str] = &[
    "to", "from", "instead", "rather", "than", "versus", "vs", "against",
];

const PERIODS: &[&str] = &[
    "day", "night", "week", "month", "quarter", "year", "season", "term", "hour", "minute",
    "second", "shift", "weekend",
];

/// Gives each number without a unit the unit of its neighbour.
pub(super) fn carry(tokens: &[Token], readings: &mut [Reading]) {
    for at in 1..readings.len() {
        let (one, other) = (readings[at - 1], readings[at]);
        let Some(link) = Link::between(tokens, &one, &other) else {
            continue;
        };
        if let Some(unit) = one.unit.is_none().then_some(other.unit).flatten()
            && link.backward(&one, &other)
            && carried(unit)
        {
            readings[at - 1].unit = Some(unit);
            readings[at - 1].value = round(one.value * factor(tokens, &other));
        }
        if let Some(unit) = other.unit.is_none().then_some(one.unit).flatten()
            && other.value > 0.0
            && link.forward(&one, &other)
            && carried(unit)
        {
            readings[at].unit = Some(unit);
            readings[at].value = round(other.value * factor(tokens, &one));
        }
        // "It was 62 thousand dollars, and now 27": thousands again.
        let said = scale(tokens, &one);
        let (before, after) = (one.value / said, readings[at].value);
        if link.is_present_value()
            && said > 1.0
            && after < 1000.0
            && (0.1..=10.0).contains(&(after / before))
        {
            readings[at].value = round(after * said);
        }
        let scale = scale(tokens, &other);
        if link.shares_scale() && one.value < round(other.value / scale) {
            readings[at - 1].value = round(readings[at - 1].value * scale);
        }
    }
}

fn carried(unit: Unit) -> bool {
    unit.is_time() || matches!(unit, Unit::Percent | Unit::Money(_) | Unit::Bytes)
}

/// Whether every word is in one of the lists.
fn only(words: &[Token], lists: &[&[&str]]) -> bool {
    let known = |word: &Token| lists.iter().any(|list| word.any(list));
    words.iter().all(known)
}

/// The words between two numbers of one sentence.
struct Link<'t> {
    tokens: &'t [Token],
    words: &'t [Token],
    /// "8-10", "2–3"
    dash: bool,
    /// One past the first number.
    start: usize,
    /// One past the second number.
    end: usize,
    /// Whether "between" precedes the first number.
    between: bool,
}

impl<'t> Link<'t> {
    fn between(tokens: &'t [Token], one: &Reading, other: &Reading) -> Option<Self> {
        let words = tokens.get(one.end..other.start)?;
        let last = &tokens[one.end - 1];
        let near = words.len() <= 6
            && last.sentence == tokens[other.start].sentence
            && last.after <= Border::Comma
            && words.iter().all(|word| word.after <= Border::Comma);
        near.then_some(Self {
            tokens,
            words,
            dash: words.is_empty() && last.tied && !last.slash,
            start: one.end,
            end: other.end,
            between: one.start > 0 && tokens[one.start - 1].lower == "between",
        })
    }

    /// Whether the first number takes the unit of the second.
    fn backward(&self, one: &Reading, other: &Reading) -> bool {
        let year = (1900.0..2100.0).contains(&one.value) && one.value.fract() == 0.0;
        let linked = says(self.words, &["to", "or"]) && only(self.words, &[ROUND, &["to", "or"]])
            || self.between && only(self.words, &[ROUND, &["and"]]);
        // "24 or 7 days" is no range, and a list of three has its own commas.
        let ordered = says(self.words, &["to"]) || self.between || one.value <= other.value;
        !year && ordered && (self.dash || linked && !self.words.is_empty())
    }

    /// Whether the second number takes the unit of the first.
    fn forward(&self, one: &Reading, other: &Reading) -> bool {
        if self.dash {
            return one.value <= other.value;
        }
        let (periodic, rest) = self.after_period();
        let linked = says(rest, LINKS) && only(rest, &[ROUND, TOLD, LINKS]);
        let joined = only(rest, &[ROUND, TOLD]);
        let money = matches!(one.unit, Some(Unit::Money(_))) && other.value >= 1000.0;
        let listed = joined && periodic && (self.period_at(self.end).is_some() || money);
        (linked || listed || self.is_present_value()) && !self.counts_something()
    }

    /// Whether the second number is the present value: "it was fourteen minutes, and now one and a half".
    fn is_present_value(&self) -> bool {
        let (_, rest) = self.after_period();
        says(rest, &["now", "today"]) && only(rest, &[ROUND, TOLD]) && !self.counts_something()
    }

    /// Whether a period ("a week") follows the first number, and the words after it.
    fn after_period(&self) -> (bool, &'t [Token]) {
        let last = self.start + self.words.len();
        match self.period_at(self.start).filter(|end| *end <= last) {
            Some(end) => (true, &self.tokens[end..last]),
            None => (false, self.words),
        }
    }

    /// One past "a week", "per month", "in a year", "weekly".
    fn period_at(&self, at: usize) -> Option<usize> {
        let is = |at: usize, words: &[&str]| self.tokens.get(at).is_some_and(|one| one.any(words));
        let from = at + usize::from(is(at, &["in"]));
        let each =
            is(from, &["a", "an", "per", "each", "every"]) || from > at && is(from, &["the"]);
        if each && is(from + 1, PERIODS) {
            return Some(from + 2);
        }
        is(at, &["daily", "weekly", "monthly", "yearly", "annually"]).then_some(at + 1)
    }

    /// Whether the second number has a noun of its own: "from 3 hours to 2 people".
    fn counts_something(&self) -> bool {
        let other = NO_THING.or(Class::ADVERB);
        let last = &self.tokens[self.end - 1];
        let next = same_sentence(self.tokens, self.end - 1, self.end);
        last.tied || last.after == Border::None && next.is_some_and(|next| !next.is(other))
    }

    /// Whether the scale is said only once: "$8-10K", "one or two thousand", "between eight and ten thousand".
    fn shares_scale(&self) -> bool {
        let joined = |word: &Token| word.lower == "or" || self.between && word.lower == "and";
        self.dash || matches!(self.words, [word] if joined(word))
    }
}

/// The factor of a reading's unit: 0.001 in "200 ms" and in "200ms".
fn factor(tokens: &[Token], reading: &Reading) -> f64 {
    let mut words = reading.start + 1..reading.end;
    match words.find_map(|at| unit::named(tokens, at)) {
        Some((_, factor, _)) => factor,
        None => match suffix(tokens, reading) {
            Some((factor, Some(_))) => factor,
            _ => 1.0,
        },
    }
}

/// The scale of a reading: 1,000 in "10K" and in "ten thousand".
fn scale(tokens: &[Token], reading: &Reading) -> f64 {
    let words = tokens[reading.start + 1..reading.end].iter();
    let spelled: f64 = words.filter_map(|one| scale_word(&one.lower)).product();
    match suffix(tokens, reading) {
        Some((scale, None)) => scale * spelled,
        _ => spelled,
    }
}

/// What the letters after the figure of a reading multiply it by, and their unit.
fn suffix(tokens: &[Token], reading: &Reading) -> Option<(f64, Option<Unit>)> {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'');
    let figure = tokens[reading.start]
        .lower
        .trim_start_matches(|c: char| !digit(c));
    digits(&format!("1{}", figure.trim_start_matches(digit)))
}
