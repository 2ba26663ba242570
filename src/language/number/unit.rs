//! What a number counts: the words that name a unit.

use crate::language::token::{Border, Token, after, before};

/// Units as named in `analyze --json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Hundredths; basis points are a hundredth of it.
    Percent,
    /// An ISO currency in lower case.
    Money(&'static str),
    /// A number of things.
    Count,
    /// A ratio: a third, ten times.
    Ratio,
    /// Seconds; also milliseconds, as a fraction.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
    /// Bytes.
    Bytes,
}

impl Unit {
    /// The name in `analyze --json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Money(currency) => currency,
            Self::Count => "count",
            Self::Ratio => "ratio",
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
            Self::Bytes => "bytes",
        }
    }

    /// Whether it measures time.
    pub fn is_time(self) -> bool {
        (Self::Seconds..=Self::Years).contains(&self)
    }
}

/// The length of a unit of time in days, by its name in `analyze --json`: "90 seconds" and "a minute and a half" are
/// the same time.
pub fn days(unit: &str) -> Option<f64> {
    Some(match unit {
        "seconds" => 1.0 / 86_400.0,
        "minutes" => 1.0 / 1440.0,
        "hours" => 1.0 / 24.0,
        "days" => 1.0,
        "weeks" => 7.0,
        "months" => 365.25 / 12.0,
        "years" => 365.25,
        _ => return None,
    })
}

/// A currency by its code, which may precede or follow an amount: "EUR 300", "300 EUR".
pub fn currency(word: &str) -> Option<&'static str> {
    const CODES: [&str; 18] = [
        "usd", "eur", "gbp", "inr", "jpy", "chf", "cad", "aud", "nzd", "cny", "hkd", "sgd", "sek",
        "nok", "dkk", "pln", "brl", "mxn",
    ];
    CODES.into_iter().find(|code| *code == word)
}

/// The currency of a sign.
pub fn money(sign: char) -> Option<Unit> {
    let code = match sign {
        '$' => "usd",
        '€' => "eur",
        '£' => "gbp",
        '₹' => "inr",
        '¥' => "jpy",
        _ => return None,
    };
    Some(Unit::Money(code))
}

/// Adjectives of days and weeks that do not change the unit.
const KINDS_OF_TIME: &[&str] = &[
    "working",
    "business",
    "calendar",
    "consecutive",
    "full",
    "whole",
    "straight",
];

/// Whether "pounds" are a weight, not money: something is weighed or lifted, or they are "pounds of flour".
fn weighs(tokens: &[Token], at: usize) -> bool {
    let stems = ["weigh", "weight", "heavi", "heavier", "lift", "lighter"];
    let mut near = before(tokens, at, 8).iter().chain(after(tokens, at, 4));
    let weight = near.any(|token| stems.contains(&token.stem.as_str()));
    let of = tokens.get(at + 1).is_some_and(|next| next.lower == "of");
    let money = [
        "revenue", "damage", "damages", "debt", "sales", "savings", "stock", "income", "losses",
        "business", "money", "budget", "cost", "costs",
    ];
    weight || of && tokens.get(at + 2).is_none_or(|next| !next.any(&money))
}

/// A unit named by the tokens from `at`: the unit, the factor to apply, one past its last token.
pub fn named(tokens: &[Token], at: usize) -> Option<(Unit, f64, usize)> {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if before.is_some_and(|token| token.after != Border::None) {
        return None;
    }
    let next = |offset: usize, words: &[&str]| {
        tokens
            .get(at + offset)
            .is_some_and(|token| token.any(words))
    };
    let token = tokens.get(at)?;
    let one = |unit, factor| Some((unit, factor, at + 1));
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let digits = before.is_some_and(|token| token.lower.starts_with(digit));
    if let Some(code) = currency(&token.lower) {
        return one(Unit::Money(code), 1.0);
    }
    // "A month's worth"
    match token.lower.strip_suffix("'s").unwrap_or(&token.lower) {
        "$" | "€" | "£" | "₹" | "¥" => one(money(token.lower.chars().next()?)?, 1.0),
        "x" | "×" | "fold" => one(Unit::Ratio, 1.0),
        kind if KINDS_OF_TIME.contains(&kind) => {
            named(tokens, at + 1).filter(|(unit, ..)| unit.is_time())
        }
        "percent" | "pct" => one(Unit::Percent, 1.0),
        "per" if next(1, &["cent"]) => Some((Unit::Percent, 1.0, at + 2)),
        "percentage" if next(1, &["point", "points"]) => Some((Unit::Percent, 1.0, at + 2)),
        "basis" if next(1, &["point", "points"]) => Some((Unit::Percent, 0.01, at + 2)),
        "bps" | "bips" => one(Unit::Percent, 0.01),
        "dollar" | "dollars" | "bucks" => one(Unit::Money("usd"), 1.0),
        "us" if next(1, &["dollars"]) => Some((Unit::Money("usd"), 1.0, at + 2)),
        "euro" | "euros" => one(Unit::Money("eur"), 1.0),
        "pounds" if weighs(tokens, at) => None,
        "pounds" | "quid" => one(Unit::Money("gbp"), 1.0),
        "rupees" => one(Unit::Money("inr"), 1.0),
        "francs" => one(Unit::Money("chf"), 1.0),
        "yen" => one(Unit::Money("jpy"), 1.0),
        "millisecond" | "milliseconds" | "ms" | "millis" => one(Unit::Seconds, 0.001),
        "second" | "seconds" | "secs" => one(Unit::Seconds, 1.0),
        // "1.8 s", "40 min": abbreviated only after a figure in digits.
        "s" | "sec" if digits => one(Unit::Seconds, 1.0),
        "min" if digits => one(Unit::Minutes, 1.0),
        "h" | "hr" | "hrs" if digits => one(Unit::Hours, 1.0),
        "minute" | "minutes" | "mins" => one(Unit::Minutes, 1.0),
        "hour" | "hours" => one(Unit::Hours, 1.0),
        "day" | "days" => one(Unit::Days, 1.0),
        "week" | "weeks" => one(Unit::Weeks, 1.0),
        "month" | "months" => one(Unit::Months, 1.0),
        "year" | "years" => one(Unit::Years, 1.0),
        "bytes" => one(Unit::Bytes, 1.0),
        "kilobytes" | "kb" => one(Unit::Bytes, 1e3),
        "megabytes" | "megs" | "mb" => one(Unit::Bytes, 1e6),
        "gigabytes" | "gigs" | "gb" => one(Unit::Bytes, 1e9),
        "terabytes" | "tb" => one(Unit::Bytes, 1e12),
        "times" if !next(1, &["i", "we"]) => one(Unit::Ratio, 1.0),
        _ => None,
    }
}
