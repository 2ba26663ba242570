//! Reads numbers as people say and as recognisers write them: "0.3", "point three", "eight K",
//! "two and a half million", "a third", "nought", "three in a thousand".

use super::compound::{and_more, every_so_many, one_and_more};
use super::unit::{self, Unit};
use crate::analysis::token::{Border, CURRENCIES, Token};

/// A number with the unit that its own words give it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// First token.
    pub start: usize,
    /// One past the last token, unit words included.
    pub end: usize,
    /// The value in `unit`.
    pub value: f64,
    /// The unit, if the words name one.
    pub unit: Option<Unit>,
    /// Said in digits or number words that cannot be anything else ("eight K"); a lone "one" is not.
    pub plain: bool,
}

/// Every number in the tokens, in order, not overlapping. Ordinals, codes and vague words are none.
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
    found
}

fn read(tokens: &[Token], at: usize) -> Option<Reading> {
    if let Some(code) = unit::currency(&tokens[at].lower) {
        return in_front(tokens, at, code);
    }
    if let Some(reading) = every_so_many(tokens, at).or_else(|| one_and_more(tokens, at)) {
        return Some(reading);
    }
    let (mut value, mut end, mut unit) = magnitude(tokens, at)?;
    let single = end == at + 1;
    let plain = !(single && tokens[at].any(&["one", "a", "an", "half", "none", "once"]));
    // "a third of a percent", "half a percent", "three tenths of a percent"
    if let Some((part, after)) = fraction(tokens, at) {
        (value, end) = (part, after);
        let mut next = after;
        while word(tokens, next, &["of", "a", "an", "one", "the"]) {
            next += 1;
        }
        match unit::named(tokens, next) {
            Some((found, factor, after_unit)) if next > after || found == Unit::Percent => {
                return Some(Reading {
                    start: at,
                    end: after_unit,
                    value: round(value * factor),
                    unit: Some(found),
                    plain: true,
                });
            }
            _ => {}
        }
        if let Some((big, after_big)) = scale(tokens, next) {
            // "half a million"
            if value == 0.5 && next == after + 1 {
                let (found, factor, end) = unit::named(tokens, after_big)
                    .map_or((None, 1.0, after_big), |(u, f, e)| (Some(u), f, e));
                return Some(Reading {
                    start: at,
                    end,
                    value: round(value * big * factor),
                    unit: found,
                    plain: true,
                });
            }
        }
        return Some(Reading {
            start: at,
            end,
            value: round(value),
            unit: Some(Unit::Ratio),
            // "Four fifths" is a figure; "a third" and "half" are said of everything.
            plain: !tokens[at].any(&["a", "an", "one", "half", "the"]) && end > at + 1,
        });
    }
    if unit.is_none() {
        // "three times in a thousand" is a share, "three times faster" is not.
        if word(tokens, end, &["times"])
            && let Some((whole, after)) = out_of(tokens, end + 1)
            && value <= whole
        {
            return Some(Reading {
                start: at,
                end: after,
                value: round(value / whole),
                unit: Some(Unit::Ratio),
                plain: true,
            });
        }
        if let Some((found, factor, after)) = unit::named(tokens, end) {
            value *= factor;
            unit = Some(found);
            end = after;
        } else if let Some((whole, after)) = out_of(tokens, end) {
            return (whole > 0.0 && value <= whole).then(|| Reading {
                start: at,
                end: after,
                value: round(value / whole),
                unit: Some(Unit::Ratio),
                plain: true,
            });
        }
    } else if unit == Some(Unit::Money("usd")) {
        // "$8 thousand", "$8K dollars"
        if let Some((_, _, after)) =
            unit::named(tokens, end).filter(|(found, ..)| found == &Unit::Money("usd"))
        {
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

/// "EUR 300", "CHF 2 million": a currency in front of its amount.
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

/// The two numbers of a share that was said with both: 31 and 34 in "31 out of 34".
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

/// The readings, and the two numbers of each share that was said with both.
pub fn with_parts(tokens: &[Token], readings: &[Reading]) -> Vec<Reading> {
    let parts = readings.iter().flat_map(|one| parts(tokens, one));
    readings.iter().copied().chain(parts).collect()
}

/// What the number of a reading is multiplied with by its unit: 0.001 in "200 ms" and in "200ms".
pub(super) fn factor(tokens: &[Token], reading: &Reading) -> f64 {
    let words = reading.start + 1..reading.end;
    if let Some((_, factor, _)) = words.into_iter().find_map(|at| unit::named(tokens, at)) {
        return factor;
    }
    let lower = &tokens[reading.start].lower;
    let suffix = lower.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    match (digits(&format!("1{suffix}")), reading.unit) {
        (Some((factor, Some(_))), Some(_)) if suffix.len() < lower.len() => factor,
        _ => 1.0,
    }
}

/// Values are kept to a ten-thousandth (a third of a percent is 0.3333), small shares to a millionth
/// (one in 330 is 0.00303).
pub(super) fn round(value: f64) -> f64 {
    let kept = if value.abs() < 0.01 { 1e6 } else { 1e4 };
    (value * kept).round() / kept
}

pub(super) fn word(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| token.any(words))
        && (at == 0 || tokens[at - 1].after < Border::Clause)
}

/// Digits or number words from `at`, with "and a half" and thousands: value, end, unit.
pub(super) fn magnitude(tokens: &[Token], at: usize) -> Option<(f64, usize, Option<Unit>)> {
    let (mut value, mut end, unit) = match digits(&tokens[at].lower) {
        Some((value, unit)) => (value, at + 1, unit),
        None => {
            let (value, end) = spelled(tokens, at)?;
            (value, end, None)
        }
    };
    if word(tokens, end, &["and"])
        && word(tokens, end + 1, &["a"])
        && word(tokens, end + 2, &["half", "quarter"])
    {
        value += if tokens[end + 2].lower == "half" {
            0.5
        } else {
            0.25
        };
        end += 3;
    }
    while let Some((factor, after)) = scale(tokens, end) {
        value *= factor;
        end = after;
    }
    Some((value, end, unit))
}

/// A thousand, a million … right after a number.
fn scale(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    if at > 0
        && tokens
            .get(at - 1)
            .is_some_and(|token| token.after != Border::None)
    {
        return None;
    }
    let factor = match tokens.get(at)?.lower.as_str() {
        "k" | "grand" | "thousand" => 1e3,
        "million" | "mil" | "m" => 1e6,
        "billion" | "bn" => 1e9,
        "hundred" => 1e2,
        _ => return None,
    };
    Some((factor, at + 1))
}

/// A token in digits: "8", "8,000", ".3", "0.3%", "$8K", "300ms", "10x"; not "504s", "1st", "S3".
fn digits(lower: &str) -> Option<(f64, Option<Unit>)> {
    let money = match lower.chars().next()? {
        '$' => Some(Unit::Money("usd")),
        '€' => Some(Unit::Money("eur")),
        '£' => Some(Unit::Money("gbp")),
        '₹' => Some(Unit::Money("inr")),
        '¥' => Some(Unit::Money("jpy")),
        _ => None,
    };
    let rest = lower.trim_start_matches(CURRENCIES);
    let length = rest
        .find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
        .unwrap_or(rest.len());
    let (number, suffix) = rest.split_at(length);
    if !number.starts_with(|c: char| c.is_ascii_digit() || c == '.') || number.len() > 18 {
        return None;
    }
    // "8,000" is thousands; "0,3" is how half the world writes 0.3.
    let decimal = match number.split_once(',') {
        Some((whole, part)) => part.len() < 3 && !part.contains(['.', ',']) || whole == "0",
        None => false,
    };
    let plain = number.replace(',', if decimal { "." } else { "" });
    let value: f64 = plain.parse().ok()?;
    let (value, unit) = match suffix {
        "" => (value, money),
        "%" => (value, Some(Unit::Percent)),
        "k" => (value * 1e3, money),
        "m" | "mm" | "mio" | "mil" => (value * 1e6, money),
        "b" | "bn" => (value * 1e9, money),
        _ if money.is_some() => return None,
        "x" => (value, Some(Unit::Ratio)),
        "bps" | "bp" | "bips" => (value / 100.0, Some(Unit::Percent)),
        "ms" => (value / 1e3, Some(Unit::Seconds)),
        "sec" | "secs" => (value, Some(Unit::Seconds)),
        // "1.8s" is a time; "504s" are errors and "90s" a decade.
        "s" if number.contains('.') => (value, Some(Unit::Seconds)),
        "min" | "mins" => (value, Some(Unit::Minutes)),
        "h" | "hr" | "hrs" => (value, Some(Unit::Hours)),
        "kb" => (value * 1e3, Some(Unit::Bytes)),
        "mb" => (value * 1e6, Some(Unit::Bytes)),
        "gb" => (value * 1e9, Some(Unit::Bytes)),
        "tb" => (value * 1e12, Some(Unit::Bytes)),
        _ => return None,
    };
    Some((value, unit))
}

fn unit_word(word: &str) -> Option<f64> {
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

fn ten_word(word: &str) -> Option<f64> {
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

fn nothing(word: &str) -> bool {
    matches!(
        word,
        "zero" | "nought" | "naught" | "nil" | "none" | "zilch"
    )
}

/// Number words from `at`: "thirty-two thousand", "a hundred and fifty", "zero point three".
fn spelled(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let lower = tokens[at].lower.as_str();
    if lower == "point" || lower == "oh" && word(tokens, at + 1, &["point"]) {
        let from = if lower == "oh" { at + 1 } else { at };
        return after_point(tokens, from + 1);
    }
    // "From point three percent to nothing": only there is it a number.
    let to_nothing = lower == "nothing" && at > 0 && tokens[at - 1].any(&["to"]) && {
        let before = &tokens[at.saturating_sub(8)..at];
        let same = |token: &&Token| token.sentence == tokens[at].sentence;
        before
            .iter()
            .filter(same)
            .any(|token| token.lower == "from")
    };
    if nothing(lower) || to_nothing {
        return Some(decimals(tokens, at + 1).unwrap_or((0.0, at + 1)));
    }
    if matches!(lower, "half") {
        return Some((0.5, at + 1)); // made whole by `fraction`
    }
    if matches!(lower, "a" | "an") {
        return article(tokens, at);
    }
    // "not one", "not a single": none at all.
    let (whole, end) = cardinal(tokens, at)?;
    match decimals(tokens, end) {
        Some((part, after)) => Some((whole + part, after)),
        None => Some((whole, end)),
    }
}

fn article(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    if tokens[at].after != Border::None {
        return None;
    }
    let next = tokens.get(at + 1)?;
    match next.lower.as_str() {
        "hundred" | "thousand" | "million" | "billion" => {
            let (value, end) = cardinal(tokens, at + 1)?;
            Some((value, end))
        }
        "dozen" => Some((12.0, at + 2)),
        "half" | "third" | "quarter" | "fifth" | "tenth" | "hundredth" | "thousandth" => {
            Some((0.0, at + 2))
        }
        _ => None,
    }
}

/// "point three", "point oh five": the part behind the point.
fn decimals(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    word(tokens, at, &["point"])
        .then(|| after_point(tokens, at + 1))
        .flatten()
}

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
            let one = tokens
                .get(end + 1)
                .and_then(|next| unit_word(&next.lower))
                .filter(|one| (1.0..10.0).contains(one));
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

/// Whole numbers in words; also years read in pairs ("twenty twenty three").
fn cardinal(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let (mut total, mut group, mut end) = (0.0, 0.0, at);
    let mut last = f64::INFINITY; // the smallest place read in this group
    while let Some(token) = tokens.get(end) {
        let lower = token.lower.as_str();
        if end > at && tokens[end - 1].after != Border::None && !tokens[end - 1].tied {
            break;
        }
        if let Some(ten) = ten_word(lower) {
            if last <= 10.0 {
                // "twenty twenty three", "nineteen ninety nine"
                if (10.0..=20.0).contains(&group) && total == 0.0 {
                    let (rest, after) = cardinal(tokens, end)?;
                    return Some((group * 100.0 + rest, after));
                }
                break;
            }
            group += ten;
            last = 10.0;
        } else if let Some(one) = unit_word(lower) {
            if last <= 1.0 || (one >= 10.0 && last <= 10.0) || (one == 0.0 && end > at) {
                break;
            }
            group += one;
            last = 1.0;
        } else if lower == "hundred" {
            if end == at {
                group = 1.0;
            }
            group *= 100.0;
            last = 100.0;
        } else if matches!(lower, "thousand" | "million" | "billion") {
            let factor = match lower {
                "thousand" => 1e3,
                "million" => 1e6,
                _ => 1e9,
            };
            if end == at {
                group = 1.0;
            }
            total += group * factor;
            group = 0.0;
            last = f64::INFINITY;
        } else if lower == "and"
            && end > at
            && (last == 100.0 || group == 0.0)
            && tokens.get(end + 1).is_some_and(|next| {
                unit_word(&next.lower).is_some_and(|one| one > 0.0)
                    || ten_word(&next.lower).is_some()
            })
            && (group >= 100.0 || total > 0.0)
        {
            // "a hundred and fifty"
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

/// "a third", "half", "two thirds", "three tenths", "a quarter": value and end.
fn fraction(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    if tokens[at].lower == "half" {
        return Some((0.5, at + 1));
    }
    let (count, next) = match tokens[at].lower.as_str() {
        "a" | "an" => (1.0, at + 1),
        lower => (unit_word(lower)?, at + 1),
    };
    let parts = match tokens.get(next)?.lower.trim_end_matches('s') {
        "half" => 2.0,
        "third" => 3.0,
        "quarter" => 4.0,
        "fifth" => 5.0,
        "tenth" => 10.0,
        "hundredth" => 100.0,
        "thousandth" => 1000.0,
        _ => return None,
    };
    Some((count / parts, next + 1))
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
