//! What the candidate is heard doing, and what other people are.

use super::names_a_person;
use super::words::{BESIDE, IDLE, STATE, THOUGHT, WORK_IN_ACTION};
use crate::evidence::fact::WORK;
use crate::evidence::speech::Speech;
use crate::language::grammar::{Doer, Mood, doer, mood};
use crate::language::token::Token;
use crate::language::words::Class;

/// How much of what is told was done by the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Nothing that was done is the candidate's.
    None,
    /// One thing, and none of the ideas: too little to tell.
    Little,
    /// Others did more than the candidate.
    Others,
    /// Enough to credit.
    Own,
}

/// The verbs of what the candidate did, told as a fact. Thinking, being, having and merely coming
/// and going are none.
pub fn deeds(speech: &Speech<'_>) -> Vec<usize> {
    let tokens = speech.tokens();
    let mine = |&at: &usize| {
        doing(&tokens[at])
            && !helps(tokens, at)
            && !beside(tokens, at)
            && doer(tokens, at) == Doer::Candidate
    };
    let places = (0..tokens.len()).filter(mine);
    places.filter(|&at| happened(tokens, at)).collect()
}

/// How much of what these sections tell is the candidate's own. An idea that was heard bears on the
/// problem; without one it takes two things that were done.
pub fn share<'a>(speeches: impl Iterator<Item = &'a Speech<'a>>) -> Share {
    let (mut own, mut others, mut ideas) = (0, 0, 0);
    for speech in speeches {
        let tokens = speech.tokens();
        own += deeds(speech).len();
        others += (0..tokens.len())
            .filter(|&at| doing(&tokens[at]) && tokens[at].is(Class::PAST))
            .filter(|&at| happened(tokens, at) && by_somebody(tokens, at))
            .count();
        ideas += speech.signals.iter().filter(|one| one.covered).count();
    }
    match (own, others) {
        (0, _) if ideas == 0 => Share::None,
        (own, others) if others >= 2 && others > own => Share::Others,
        (0 | 1, _) if ideas == 0 => Share::Little,
        _ => Share::Own,
    }
}

/// Whether a person other than the candidate does it: a pronoun, somebody described, or a name.
pub fn by_somebody(tokens: &[Token], verb: usize) -> bool {
    if doer(tokens, verb) != Doer::Others {
        return false;
    }
    let sentence = tokens[verb].sentence;
    let before = tokens[verb.saturating_sub(8)..verb].iter().rev();
    let before = before.take_while(|token| token.sentence == sentence);
    // "My boss said, you find it and you repair it": "you" is nobody else who did it.
    let mut before = before.take_while(|token| !token.any(&["you", "you'd", "you'll"]));
    before.any(|token| {
        token.is(Class::NOUN)
            || token.any(&[
                "they", "he", "she", "someone", "somebody", "them", "owner", "owners", "one",
            ])
            || names_a_person(token) && named(tokens, verb, token)
    })
}

/// As far around a verb as a name is looked for: a text without end must not cost its square.
const NEAR: usize = 400;

/// Whether a capital stands for a name: where no sentence begins, here or at another place near by.
fn named(tokens: &[Token], verb: usize, token: &Token) -> bool {
    let begins = |at: usize| at == 0 || tokens[at - 1].sentence != tokens[at].sentence;
    let same = |one: &Token| one.lower == token.lower && one.capital;
    let near = verb.saturating_sub(NEAR)..(verb + NEAR).min(tokens.len());
    near.into_iter().any(|at| same(&tokens[at]) && !begins(at))
}

fn doing(token: &Token) -> bool {
    let stem = token.stem.as_str();
    let past = token.is(Class::PAST)
        && (!STATE.contains(&stem) || WORK_IN_ACTION.contains(&stem))
        && !THOUGHT.contains(&stem);
    !token.quoted && !IDLE.contains(&stem) && (WORK.contains(&stem) || past)
}

/// "I supported the process", "I kept everybody informed", "I made myself available".
fn beside(tokens: &[Token], at: usize) -> bool {
    let rest = tokens[at + 1..].iter().take(3);
    let mut rest = rest.take_while(|token| token.sentence == tokens[at].sentence);
    let stem = tokens[at].stem.as_str();
    BESIDE.contains(&stem)
        || matches!(stem, "keep" | "make" | "stay")
            && rest.any(|token| {
                token.any(&[
                    "informed",
                    "posted",
                    "updated",
                    "available",
                    "close",
                    "involved",
                ])
            })
}

/// "I did not pull": the "did" helps another verb; "I did the analysis" is a verb of its own.
fn helps(tokens: &[Token], at: usize) -> bool {
    let things = Class::DETERMINER
        .or(Class::OBJECT)
        .or(Class::MINE)
        .or(Class::PREPOSITION);
    tokens[at].is(Class::AUXILIARY)
        && tokens
            .get(at + 1)
            .is_none_or(|next| !next.is(things) || next.is(Class::NEGATIVE))
}

fn happened(tokens: &[Token], at: usize) -> bool {
    mood(tokens, at) == Mood::Fact
}
