//! Hedges and negations that decide whether something happened.

use super::bounds::clause_start;
use crate::language::token::Token;
use crate::language::words::Class;

/// Whether a "not" negates nothing: "not only did I".
pub(super) fn only(left: &[Token]) -> bool {
    left.windows(2)
        .any(|pair| pair[0].lower == "not" && pair[1].any(&["only", "just"]))
}

pub(super) fn guess(tokens: &[Token], at: usize, token: &Token) -> bool {
    token.is(Class::HEDGING)
        && !(at > 0 && tokens[at - 1].any(&["to", "the", "a", "my"]))
        && !token.any(&["may"])
}

/// Whether the clause before is a guess: "I think (that) it was …".
pub(super) fn main_clause_guesses(tokens: &[Token], start: usize, sentence: usize) -> bool {
    if start > 1
        && tokens[start - 1].sentence == sentence
        && tokens[start - 1].is(Class::HEDGING)
        && tokens[start - 2].is(Class::FIRST)
    {
        return true;
    }
    if start == 0
        || tokens[start - 1].sentence != sentence
        || !tokens[start - 1].any(&["that", "it's", "was"])
    {
        return false;
    }
    let earlier = clause_start(tokens, start - 1);
    tokens[earlier..start]
        .iter()
        .any(|token| token.is(Class::HEDGING))
}

/// Whether a negation did not last: "I couldn't at first, but then I managed".
pub(super) fn overcome(tokens: &[Token], end: usize, sentence: usize) -> bool {
    let rest = &tokens[end..(end + 24).min(tokens.len())];
    let same: Vec<&Token> = rest
        .iter()
        .take_while(|token| token.sentence == sentence)
        .collect();
    let turned = same
        .iter()
        .position(|token| token.any(&["but", "until", "then", "eventually", "finally"]));
    turned.is_some_and(|at| {
        let tail = &same[at..];
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
        tail.iter().any(|token| token.any(&worked))
            && !tail.iter().any(|token| token.is(Class::NEGATIVE))
    })
}
