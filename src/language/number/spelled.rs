//! Numbers in words: "thirty-two thousand", "one fifty", "two dozen", "zero point three", "a third".

use super::reading::word;
use super::unit;
use crate::language::token::{Border, Token, before, says};

pub(super) fn unit_word(word: &str) -> Option<f64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    ONES.iter()
        .position(|&one| one == word)
        .map(|value| value as f64)
}

pub(super) fn ten_word(word: &str) -> Option<f64> {
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    if word == "fourty" {
        return Some(40.0);
    }
    TENS.iter()
        .position(|&ten| ten == word)
        .map(|value| (value as f64 + 2.0) * 10.0)
}

/// The value of a word from "one" to "nine".
fn one_to_nine(tokens: &[Token], at: usize) -> Option<f64> {
    let value = unit_word(&tokens.get(at)?.lower);
    value.filter(|one| (1.0..10.0).contains(one))
}

/// A word that multiplies the number before it.
pub(super) fn scale_word(lower: &str) -> Option<f64> {
    Some(match lower {
        "dozen" => 12.0,
        "hundred" => 1e2,
        "k" | "grand" | "thousand" => 1e3,
        "lakh" | "lakhs" => 1e5,
        "million" | "mil" | "m" => 1e6,
        "crore" | "crores" => 1e7,
        "billion" | "bn" => 1e9,
        "trillion" => 1e12,
        _ => return None,
    })
}

/// A scale right after a number: a thousand, a million, a dozen …
pub(super) fn scale(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let joined = at == 0 || tokens.get(at - 1)?.after == Border::None;
    let factor = scale_word(&tokens.get(at).filter(|_| joined)?.lower)?;
    Some((factor, at + 1))
}

/// Whether a number is vague: "a few hundred", "several thousand", "a couple hundred".
fn vague(tokens: &[Token], at: usize) -> bool {
    let many = |place: usize| {
        tokens[place].after == Border::None
            && tokens[place].any(&[
                "few", "several", "couple", "many", "some", "hundreds", "tens",
            ])
    };
    let of = |place: usize| tokens[place].lower == "of";
    at > 0 && (many(at - 1) || of(at - 1) && at > 1 && many(at - 2))
}

/// Whether "nothing" at `at` is a number, as in "from point three percent to nothing".
fn to_nothing(tokens: &[Token], at: usize) -> bool {
    tokens[at].lower == "nothing"
        && at > 0
        && tokens[at - 1].lower == "to"
        && says(before(tokens, at, 8), &["from"])
}

/// Number words from `at`: the value, and one past the last.
pub(super) fn spelled(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let (whole, end) = match tokens[at].lower.as_str() {
        "point" => return after_point(tokens, at + 1),
        "oh" if word(tokens, at + 1, &["point"]) => return after_point(tokens, at + 2),
        "half" => return Some((0.5, at + 1)), // made whole by `fraction`
        "a" | "an" => return article(tokens, at),
        "zero" | "nought" | "naught" | "nil" | "none" | "zilch" => (0.0, at + 1),
        _ if to_nothing(tokens, at) => (0.0, at + 1),
        _ => cardinal(tokens, at)?,
    };
    let decimals = || after_point(tokens, end + 1);
    let point = word(tokens, end, &["point"]);
    Some(match point.then(decimals).flatten() {
        Some((part, after)) => (whole + part, after),
        None => (whole, end),
    })
}

fn article(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    if tokens[at].after != Border::None {
        return None;
    }
    let next = tokens.get(at + 1)?;
    match next.lower.as_str() {
        "half" | "third" | "quarter" | "fifth" | "tenth" | "hundredth" | "thousandth" => {
            Some((0.0, at + 2))
        }
        "dozen" => Some((12.0, at + 2)),
        "k" | "m" | "mil" | "bn" => None,
        lower => scale_word(lower).and_then(|_| cardinal(tokens, at + 1)),
    }
}

/// The decimals of "point three", "point oh five".
fn after_point(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let (mut text, mut end) = (String::from("0."), at);
    while let Some(token) = tokens.get(end) {
        let lower = token.lower.as_str();
        if matches!(lower, "oh" | "o" | "zero" | "nought" | "naught") {
            text.push('0');
        } else if let Some(digit) = unit_word(lower).filter(|digit| *digit < 10.0) {
            text.push_str(&digit.to_string());
        } else if let Some(ten) = ten_word(lower) {
            // "point twenty five"
            let one = one_to_nine(tokens, end + 1);
            text.push_str(&(ten + one.unwrap_or(0.0)).to_string());
            end += usize::from(one.is_some());
        } else if lower.len() < 7 && lower.chars().all(|c| c.is_ascii_digit()) {
            text.push_str(lower);
        } else {
            break;
        }
        end += 1;
        if tokens[end - 1].after != Border::None || text.len() > 12 {
            break;
        }
    }
    (text.len() > 2).then(|| text.parse().ok().map(|value| (value, end)))?
}

/// Whole numbers in words; also years read in pairs ("twenty twenty three") and omitted hundreds ("one fifty", "three
/// oh five").
fn cardinal(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let (mut total, mut group, mut end) = (0.0, 0.0, at);
    let mut last = f64::INFINITY; // the smallest place read in this group
    while let Some(token) = tokens.get(end) {
        let lower = token.lower.as_str();
        if end > at && tokens[end - 1].after != Border::None && !tokens[end - 1].tied {
            break;
        }
        let alone = end == at + 1 && (1.0..10.0).contains(&group);
        if let Some(ten) = ten_word(lower) {
            if alone && hundreds_left_out(tokens, at) {
                group *= 100.0;
            } else if last <= 10.0 {
                // "twenty twenty three", "nineteen ninety nine"
                if (10.0..=20.0).contains(&group) && total == 0.0 {
                    let (rest, after) = cardinal(tokens, end)?;
                    return Some((group * 100.0 + rest, after));
                }
                break;
            }
            group += ten;
            last = 10.0;
        } else if alone && matches!(lower, "oh" | "o") {
            let Some(one) = one_to_nine(tokens, end + 1) else {
                break;
            };
            group = group * 100.0 + one;
            (end, last) = (end + 1, 1.0);
        } else if let Some(one) = unit_word(lower) {
            if last <= 1.0 || (one >= 10.0 && last <= 10.0) || (one == 0.0 && end > at) {
                break;
            }
            group += one;
            last = 1.0;
        } else if lower == "and" && joins(tokens, end, at, last, group, total) {
            // "a hundred and fifty"
        } else if let Some(factor) = scale_word(lower).filter(|_| lower.len() > 3) {
            if end == at {
                if vague(tokens, at) || lower == "grand" {
                    return None;
                }
                group = 1.0;
            }
            if matches!(lower, "hundred" | "dozen") {
                group *= factor;
                last = 100.0;
            } else {
                total += group * factor;
                (group, last) = (0.0, f64::INFINITY);
            }
        } else {
            break;
        }
        end += 1;
    }
    // "and" is never the last word.
    while end > at && tokens[end - 1].lower == "and" {
        end -= 1;
    }
    (end > at).then_some((total + group, end))
}

/// Whether the "and" at `and` is part of a number.
fn joins(tokens: &[Token], and: usize, at: usize, last: f64, group: f64, total: f64) -> bool {
    let number = tokens.get(and + 1).is_some_and(|next| {
        unit_word(&next.lower).is_some_and(|one| one > 0.0) || ten_word(&next.lower).is_some()
    });
    number && and > at && (last == 100.0 || group == 0.0) && (group >= 100.0 || total > 0.0)
}

/// Units of a size, not a count, after a number: "two twenty minute calls".
const SIZES: &[&str] = &[
    "millisecond",
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "year",
    "pound",
    "dollar",
    "euro",
    "page",
    "line",
    "item",
    "point",
    "person",
    "man",
    "woman",
    "step",
];

/// Whether "one fifty" at `at` is a hundred and fifty, not a time of day and not one thing of fifty.
fn hundreds_left_out(tokens: &[Token], at: usize) -> bool {
    let joined = tokens[at + 1].after == Border::None || tokens[at + 1].tied;
    let one = joined && one_to_nine(tokens, at + 2).is_some();
    let last = at + 1 + usize::from(one);
    let next = tokens
        .get(last + 1)
        .filter(|_| tokens[last].after == Border::None);
    let size = next.is_some_and(|next| next.any(SIZES) || tokens[last].tied);
    let clock = at > 0
        && tokens[at - 1].any(&[
            "at", "until", "till", "by", "around", "past", "before", "after", "since",
        ])
        && unit::named(tokens, last + 1).is_none();
    !size && !clock
}

/// "a third", "half", "two thirds", "three tenths", "a quarter": value and end.
pub(super) fn fraction(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    if tokens[at].lower == "half" {
        return Some((0.5, at + 1));
    }
    let count = match tokens[at].lower.as_str() {
        "a" | "an" => 1.0,
        lower => unit_word(lower)?,
    };
    let parts = match tokens.get(at + 1)?.lower.trim_end_matches('s') {
        "half" | "halve" => 2.0,
        "third" => 3.0,
        "quarter" => 4.0,
        "fifth" => 5.0,
        "sixth" => 6.0,
        "eighth" => 8.0,
        "tenth" => 10.0,
        "hundredth" => 100.0,
        "thousandth" => 1000.0,
        _ => return None,
    };
    Some((count / parts, at + 2))
}

/// "Sign-ups doubled", "a tenfold rise", "twice as many": a multiple. "I doubled down" is none.
pub(super) fn multiple(tokens: &[Token], at: usize) -> Option<f64> {
    let lower = tokens[at].lower.as_str();
    let joined = tokens[at].after == Border::None;
    let next = |words: &[&str]| joined && word(tokens, at + 1, words);
    if lower == "twice" {
        return next(&["as", "the"]).then_some(2.0);
    }
    if let Some(many) = lower.strip_suffix("fold") {
        return unit_word(many).or_else(|| ten_word(many));
    }
    let value = match lower {
        "doubled" | "doubles" | "doubling" => 2.0,
        "tripled" | "triples" | "tripling" | "trebled" | "trebling" => 3.0,
        "quadrupled" | "quadrupling" => 4.0,
        "quintupled" => 5.0,
        "halved" | "halving" => 0.5,
        _ => return None,
    };
    let other = next(&["down", "up", "back", "check", "checked", "as"]) || tokens[at].tied;
    (!other).then_some(value)
}
