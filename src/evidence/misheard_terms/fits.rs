//! Decides whether a term fits where an everyday word was recognised. "A shared reliability slow" makes no sense with
//! the everyday word; "the service was slow" and "slow queries" do, and stay as they are.
//!
//! A term is a noun, so it must end a noun phrase: after an article or a "no", with no words between except those that
//! precede it in the scenario's own texts, and with nothing after it that it could modify.

use crate::language::token::{Border, Token, tokens_of};
use crate::language::words::Class;
use std::collections::BTreeSet;
use std::ops::Range;

/// Words that open a noun phrase with one noun.
const OPENERS: &[&str] = &[
    "a", "an", "the", "no", "any", "my", "our", "their", "this", "one", "another",
];

/// Verbs after which "the shared webhook slow" is a judgement: "I found it slow".
const JUDGING: &[&str] = &[
    "find", "make", "keep", "leav", "call", "consid", "get", "think",
];

/// Maximum length of a noun phrase before its noun.
const LONGEST: usize = 5;

/// Whether the term `own` fits at `heard`.
pub(super) fn here(all: &[Token], heard: &Range<usize>, own: &[String], texts: &str) -> bool {
    let sentence = all[heard.start].sentence;
    let beside = Beside::of(own, texts);
    let next = all.get(heard.end).filter(|next| next.sentence == sentence);
    if heard.len() > 1 {
        // The article is part of the mishearing: only the next word can decide.
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
                && all[at - 1].stems(JUDGING);
            // Together with its own modifiers a term may also precede a comma or an "and".
            return !judged && (closes || between > 0 && ends(last, next));
        }
        if !beside.before.contains(&token.stem) {
            return false;
        }
    }
    false
}

/// Whether the phrase may end here: before an "and", or at the end.
fn ends(last: &Token, next: Option<&Token>) -> bool {
    let joined = |next: &Token| next.is(Class::COORDINATOR);
    last.after >= Border::Comma && next.is_some_and(joined) || next.is_none_or(joined)
}

/// Stems of the words directly before and after a term in the scenario's own texts.
struct Beside {
    before: BTreeSet<String>,
    after: BTreeSet<String>,
}

impl Beside {
    fn of(own: &[String], text: &str) -> Self {
        let all = tokens_of(text);
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
