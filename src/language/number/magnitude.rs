//! Numbers in digits or words, with their scales.

use super::digits::{digits, spaced};
use super::reading::word;
use super::spelled::{scale, scale_word, spelled};
use super::unit::Unit;
use crate::language::token::Token;

/// Digits or number words from `at`, with "and a half" and thousands: value, end, unit.
pub(super) fn magnitude(tokens: &[Token], at: usize) -> Option<(f64, usize, Option<Unit>)> {
    let written = || digits(&tokens[at].lower).map(|(value, unit)| (value, at + 1, unit));
    let (mut value, mut end, unit) = match spaced(tokens, at).or_else(written) {
        Some(written) => written,
        None => {
            let (value, end) = spelled(tokens, at)?;
            (value, end, None)
        }
    };
    if word(tokens, end, &["and"])
        && word(tokens, end + 1, &["a"])
        && word(tokens, end + 2, &["half", "quarter"])
    {
        let part = if tokens[end + 2].lower == "half" {
            0.5
        } else {
            0.25
        };
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
