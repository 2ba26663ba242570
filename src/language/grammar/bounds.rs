//! Borders of clauses.

use crate::language::token::{Border, Token};
use crate::language::words::Class;

/// Maximum search distance: longer sentences are lists that lost their punctuation.
pub(super) const REACH: usize = 60;

/// Start of the clause of `at`: after the last comma, conjunction or sentence end.
pub fn clause_start(tokens: &[Token], at: usize) -> usize {
    let sentence = tokens[at].sentence;
    let mut start = at;
    while start > 0 && at - start < REACH {
        let token = &tokens[start - 1];
        // In speech without punctuation a clause begins with its subject.
        let subject = tokens[start].is(Class::FIRST.or(Class::WE_SUBJECT))
            || tokens[start].any(&["it's", "that's", "there's", "they're"]);
        if start < at && subject && !token.any(&["and", "or"]) {
            break;
        }
        if token.sentence != sentence
            || token.after >= Border::Comma
            || token.is(Class::COORDINATOR)
            || (token.is(Class::SUBORDINATOR) && !token.is(Class::PREPOSITION.or(Class::OTHER)))
            || (token.any(&["until", "before", "after", "since"])
                && tokens[start].is(Class::FIRST.or(Class::WE_SUBJECT).or(Class::OTHER)))
        {
            break;
        }
        start -= 1;
    }
    start
}

/// End of the clause of `at` (exclusive).
pub fn clause_end(tokens: &[Token], at: usize) -> usize {
    let sentence = tokens[at].sentence;
    let mut end = at;
    while end < tokens.len() && tokens[end].sentence == sentence && end - at < REACH {
        end += 1;
        if tokens[end - 1].after >= Border::Comma
            || tokens
                .get(end)
                .is_some_and(|token| token.is(Class::COORDINATOR))
        {
            break;
        }
    }
    end
}
