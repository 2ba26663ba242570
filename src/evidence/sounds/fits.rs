//! Does a term fit where an everyday word was heard? "A shared reliability slow" cannot be read with
//! the everyday word; "the service was slow" and "slow queries" can, and stay what they are.
//!
//! A term names something. So it must close a noun phrase: after an article or a "no", with nothing
//! in between but the words that stand before it in the scenario's own texts, and with nothing behind
//! it that it could describe.

use crate::language::token::{Border, Token, tokens};
use crate::language::words::Class;
use crate::transcript::Transcript;
use std::collections::BTreeSet;
use std::ops::Range;

/// Words that open a noun phrase and leave room for one thing.
const OPENERS: &[&str] = &[
    "a", "an", "the", "no", "any", "my", "our", "their", "this", "one", "another",
];

/// After these "the shared webhook slow" says how it was: "I found it slow".
const JUDGING: &[&str] = &[
    "find", "make", "keep", "leav", "call", "consid", "get", "think",
];

/// As many words as a name for one thing has before its last.
const LONGEST: usize = 5;

/// Whether the term `own` fits at `heard`.
pub(super) fn here(
    all: &[Token],
    heard: &Range<usize>,
    own: &[String],
    texts: &dyn Fn() -> String,
) -> bool {
    let sentence = all[heard.start].sentence;
    let beside = Beside::of(own, &texts());
    let next = all.get(heard.end).filter(|next| next.sentence == sentence);
    if heard.len() > 1 {
        // An article was swallowed: only the word behind can tell.
        return next.is_some_and(|next| beside.after.contains(&next.stem));
    }
    let last = &all[heard.start];
    let closes = last.after >= Border::Clause
        || next.is_none_or(|next| {
            next.is(Class::PREPOSITION
                .or(Class::SUBORDINATOR)
                .or(Class::AUXILIARY)
                .or(Class::BE))
        });
    let back = (heard.start.saturating_sub(LONGEST)..heard.start).rev();
    for (between, at) in back.enumerate() {
        let token = &all[at];
        if token.sentence != sentence || token.after != Border::None {
            return false;
        }
        if token.any(OPENERS) {
            let judged = token.any(&["the", "my", "our", "their", "this"])
                && at > 0
                && JUDGING.contains(&all[at - 1].stem.as_str());
            // Beside its own words a term may also stand before a comma or an "and".
            return !judged && (closes || between > 0 && ends(last, next));
        }
        if !beside.before.contains(&token.stem) {
            return false;
        }
    }
    false
}

/// Whether the phrase ends here in the weaker way.
fn ends(last: &Token, next: Option<&Token>) -> bool {
    let joined = |next: &Token| next.is(Class::COORDINATOR);
    last.after >= Border::Comma && next.is_some_and(joined) || next.is_none_or(joined)
}

/// Stems of the words right before and right behind a term in the scenario's own texts.
struct Beside {
    before: BTreeSet<String>,
    after: BTreeSet<String>,
}

impl Beside {
    fn of(own: &[String], text: &str) -> Self {
        let all = tokens(&Transcript::from_text(text));
        let mut beside = Self {
            before: BTreeSet::new(),
            after: BTreeSet::new(),
        };
        let names = |window: &[Token]| {
            let mut pairs = window.iter().zip(own);
            pairs.all(|(token, word)| token.lower == *word || token.lower == format!("{word}s"))
        };
        for (at, window) in all.windows(own.len().max(1)).enumerate() {
            if !names(window) {
                continue;
            }
            let same = |token: &&Token| token.sentence == window[0].sentence;
            let light = Class::DETERMINER
                .or(Class::PREPOSITION)
                .or(Class::AUXILIARY);
            let before = all[at.saturating_sub(3)..at].iter().rev();
            let before = before
                .take_while(same)
                .take_while(|token| token.after == Border::None && !token.is(light));
            beside.before.extend(before.map(|token| token.stem.clone()));
            let after = all.get(at + own.len()).filter(same);
            beside.after.extend(after.map(|token| token.stem.clone()));
        }
        beside
    }
}
