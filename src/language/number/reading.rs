//! A number as read from the tokens.

use super::unit::Unit;
use crate::language::token::{Border, Token};
use crate::language::words::Class;
use std::ops::Range;

/// Classes of words after a number that are no noun.
pub(super) const NO_THING: Class = Class::PREPOSITION
    .or(Class::DETERMINER)
    .or(Class::COORDINATOR)
    .or(Class::SUBORDINATOR)
    .or(Class::AUXILIARY)
    .or(Class::OTHER)
    .or(Class::FIRST)
    .or(Class::WE);

/// A number with its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// First token.
    pub start: usize,
    /// One past the last token, unit words included.
    pub end: usize,
    /// The value in `unit`.
    pub value: f64,
    /// The unit, if its own words or those of a neighbouring number name one.
    pub unit: Option<Unit>,
    /// Said in digits or unambiguous number words ("eight K"), unlike a lone "one".
    pub plain: bool,
}

impl Reading {
    /// A number that the tokens of `range` say unambiguously.
    pub(super) fn new(range: Range<usize>, value: f64, unit: Option<Unit>) -> Self {
        Self {
            start: range.start,
            end: range.end,
            value: round(value),
            unit,
            plain: true,
        }
    }
}

/// Rounds to a ten-thousandth (a third of a percent is 0.3333), small shares to a millionth (one in 330 is 0.00303).
pub(super) fn round(value: f64) -> f64 {
    let kept = if value.abs() < 0.01 { 1e6 } else { 1e4 };
    (value * kept).round() / kept
}

pub(super) fn word(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| token.any(words))
        && (at == 0 || tokens[at - 1].after < Border::Clause)
}
