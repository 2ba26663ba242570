//! Numbers in digits or words, with their scales.

use super::digits::{digits, spaced};
use super::reading::word;
use super::spelled::{scale, scale_word, spelled};
use super::unit::Unit;
use crate::language::token::Token;

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
