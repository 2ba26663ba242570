//! Figures as written: "8,000", "1'200'000", ".3", "0.3%", "$8K", "300€", "300ms", "1½".

use super::unit::{self, Unit};
use crate::language::token::{Border, CURRENCIES, FRACTIONS, Token};

/// The value and unit of a token in digits; `None` for "504s", "1st" and "S3".
pub(super) fn digits(lower: &str) -> Option<(f64, Option<Unit>)> {
    let sign = lower.chars().next().and_then(unit::money);
    let rest = lower.trim_start_matches(CURRENCIES);
    let behind = rest.chars().next_back().and_then(unit::money);
    let rest = rest.trim_end_matches(CURRENCIES);
    let digit = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '\'');
    let length = rest.find(|c: char| !digit(c)).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(length);
    let mut parts = FRACTIONS.iter();
    let part = parts.find(|(sign, _)| rest.starts_with(*sign));
    let suffix = part.map_or(rest, |(sign, _)| &rest[sign.len_utf8()..]);
    let opens = number.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if number.len() > 24 || !opens && (part.is_none() || !number.is_empty()) {
        return None;
    }
    let whole = if number.is_empty() {
        0.0
    } else {
        figure(number)?
    };
    let value = whole + part.map_or(0.0, |(_, value)| *value);
    suffixed(value, suffix, sign.or(behind), number)
}

/// Whether all groups after the first have three digits.
fn grouped(number: &str, separator: char) -> bool {
    let mut groups = number.split(separator);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group))
}

/// Reads a figure: "8,000" and "1.200.000" are thousands; "0,3" and "1.200,50" have a decimal comma.
fn figure(number: &str) -> Option<f64> {
    let whole = number.split([',', '.']).next().unwrap_or_default();
    if number.contains('\'') {
        let plain = number.replace('\'', "");
        return grouped(whole, '\'').then(|| figure(&plain)).flatten();
    }
    let (points, comma) = (number.matches('.').count(), number.split_once(','));
    if points > 1 || points == 1 && comma.is_some_and(|(whole, _)| whole.contains('.')) {
        let (whole, part) = comma.unwrap_or((number, "0"));
        let plain = format!("{}.{part}", whole.replace('.', ""));
        return grouped(whole, '.').then(|| plain.parse().ok()).flatten();
    }
    let decimal = comma
        .is_some_and(|(whole, part)| part.len() < 3 && !part.contains(['.', ',']) || whole == "0");
    let comma = if decimal { "." } else { "" };
    number.replace(',', comma).parse().ok()
}

/// Applies the letters and signs after a figure.
fn suffixed(
    value: f64,
    suffix: &str,
    money: Option<Unit>,
    number: &str,
) -> Option<(f64, Option<Unit>)> {
    let rupees = money == Some(Unit::Money("inr"));
    Some(match suffix {
        "" => (value, money),
        "%" => (value, Some(Unit::Percent)),
        "‰" => (value / 1e3, Some(Unit::Ratio)),
        "k" => (value * 1e3, money),
        "m" | "mm" | "mio" | "mil" | "mn" => (value * 1e6, money),
        "b" | "bn" => (value * 1e9, money),
        "l" | "lakh" if rupees => (value * 1e5, money),
        "cr" | "crore" if rupees => (value * 1e7, money),
        "t" | "tn" if money.is_some() => (value * 1e12, money),
        _ if money.is_some() => return None,
        "x" | "×" | "fold" => (value, Some(Unit::Ratio)),
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
    })
}

/// "1 200 000": groups of three digits. A single group is read only before a unit, or after the wide space used in
/// print.
pub(super) fn spaced(tokens: &[Token], at: usize) -> Option<(f64, usize, Option<Unit>)> {
    let first = tokens[at].lower.trim_start_matches(CURRENCIES);
    let digits_only = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=3).contains(&first.len()) || !digits_only(first) || first.starts_with('0') {
        return None;
    }
    let joined = |place: usize| tokens[place - 1].after == Border::None && !tokens[place - 1].tied;
    let three = |place: usize| {
        let lower = tokens.get(place)?.lower.as_str();
        let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
        (digits == 3 && joined(place)).then_some(lower)
    };
    let (mut text, mut end) = (tokens[at].lower.clone(), at + 1);
    while let Some(group) = three(end) {
        text.push_str(group);
        end += 1;
        if group.len() > 3 {
            break;
        }
    }
    let wide = || tokens[at + 1].bytes.start - tokens[at].bytes.end > 1;
    let (value, unit) = digits(&text)?;
    let named = || unit.is_some() || unit::named(tokens, end).is_some();
    match end - at {
        1 => None,
        2 if !wide() && !named() => None,
        _ => Some((value, end, unit)),
    }
}

/// Reads "1/2 percent", "1 1/2 hours", "3/4 of them": a fraction only if it measures something.
pub(super) fn over(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let whole = |place: usize| -> Option<f64> {
        let lower = tokens.get(place)?.lower.as_str();
        let short = lower.len() <= 2 && lower.bytes().all(|byte| byte.is_ascii_digit());
        short.then(|| lower.parse().ok()).flatten()
    };
    let fraction = |place: usize| {
        let (upper, lower) = (whole(place)?, whole(place + 1)?);
        let of = tokens.get(place + 2).is_some_and(|one| one.lower == "of");
        let measures = unit::named(tokens, place + 2).is_some() || of;
        (tokens[place].slash && upper > 0.0 && upper < lower && measures).then_some(upper / lower)
    };
    if let Some(value) = fraction(at) {
        return Some((value, at + 2));
    }
    let mixed = whole(at).filter(|_| tokens[at].after == Border::None && !tokens[at].tied)?;
    Some((mixed + fraction(at + 1)?, at + 3))
}
