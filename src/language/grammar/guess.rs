//! Hedges and negations that decide whether something happened.

use super::bounds::clause_start;
use crate::language::token::{Token, after, before, says};
use crate::language::words::Class;

/// Whether a "not" negates nothing: "not only did I".
pub(super) fn only(left: &[Token]) -> bool {
    left.windows(2)
        .any(|pair| pair[0].lower == "not" && pair[1].any(&["only", "just"]))
}

/// Whether the word at `at` is a guess: "I think", but not "to think".
pub(super) fn guess(tokens: &[Token], at: usize) -> bool {
    tokens[at].is(Class::HEDGING)
        && !(at > 0 && tokens[at - 1].any(&["to", "the", "a", "my"]))
        && tokens[at].lower != "may"
}

/// Whether the clause before is a guess: "I think (that) it was …".
pub(super) fn main_clause_guesses(tokens: &[Token], start: usize) -> bool {
    let Some(last) = before(tokens, start, 1).first() else {
        return false;
    };
    let hedges = |token: &Token| token.is(Class::HEDGING);
    start > 1 && hedges(last) && tokens[start - 2].is(Class::FIRST)
        || last.any(&["that", "it's", "was"])
            && tokens[clause_start(tokens, start - 1)..start]
                .iter()
                .any(hedges)
}

/// Whether a negation did not last: "I couldn't at first, but then I managed".
pub(super) fn overcome(tokens: &[Token], end: usize) -> bool {
    let turns = ["but", "until", "then", "eventually", "finally"];
    let worked = [
        "managed",
        "could",
        "worked",
        "did",
        "got",
        "able",
        "succeeded",
        "failed",
        "eventually",
        "finally",
    ];
    let rest = after(tokens, end - 1, 24);
    let turned = rest.iter().position(|token| token.any(&turns));
    let tail = turned.map_or(&[][..], |at| &rest[at..]);
    says(tail, &worked) && !tail.iter().any(|token| token.is(Class::NEGATIVE))
}
