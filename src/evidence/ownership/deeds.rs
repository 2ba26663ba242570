//! Acts of the candidate and of other people.

use super::names_a_person;
use super::words::{BESIDE, IDLE, STATE, THOUGHT, WORK_IN_ACTION};
use crate::evidence::factuality::WORK;
use crate::evidence::speech::Speech;
use crate::language::grammar::{Doer, Mood, doer, modifier, mood};
use crate::language::token::{Border, Token, following, preceding, same_sentence};
use crate::language::words::Class;

/// How much of the work the candidate did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnShare {
    /// No act is the candidate's.
    None,
    /// One act, and no idea: too little to decide.
    Little,
    /// Others did more than the candidate.
    Others,
    /// Enough to credit.
    Own,
}

/// The verbs of the candidate's acts, told as facts. Thinking, being, having, coming and going are no acts.
pub fn deeds(speech: &Speech<'_>) -> Vec<usize> {
    let tokens = speech.tokens();
    let mine = |&at: &usize| {
        is_act(&tokens[at])
            && !is_auxiliary(tokens, at)
            && !only_accompanies(tokens, at)
            && doer(tokens, at) == Doer::Candidate
    };
    let places = (0..tokens.len()).filter(mine);
    places
        .filter(|&at| mood(tokens, at) == Mood::Fact)
        .collect()
}

/// How much of what these sections tell is the candidate's own. An act bears on the problem if an idea was covered;
/// without one it takes two acts.
pub fn share<'a>(speeches: impl Iterator<Item = &'a Speech<'a>>) -> OwnShare {
    let (mut own, mut others, mut ideas) = (0, 0, 0);
    for speech in speeches {
        let tokens = speech.tokens();
        own += deeds(speech).len();
        others += (0..tokens.len())
            .filter(|&at| is_act(&tokens[at]) && tokens[at].is(Class::PAST))
            // "The taped one stayed silent": what kind of thing, and nobody's act.
            .filter(|&at| !modifier(tokens, at))
            .filter(|&at| mood(tokens, at) == Mood::Fact && by_somebody(tokens, at))
            .count();
        ideas += speech.signals.iter().filter(|one| one.covered).count();
    }
    match (own, others) {
        (0, _) if ideas == 0 => OwnShare::None,
        (own, others) if others >= 2 && others > own => OwnShare::Others,
        (0 | 1, _) if ideas == 0 => OwnShare::Little,
        _ => OwnShare::Own,
    }
}

/// Whether a person other than the candidate does it: a pronoun, somebody described, or a name.
pub fn by_somebody(tokens: &[Token], verb: usize) -> bool {
    if doer(tokens, verb) != Doer::Others {
        return false;
    }
    let before = preceding(tokens, verb).take(8);
    // "My boss said, you find it and you repair it": "you" is no other person.
    let mut before = before.take_while(|token| !token.any(&["you", "you'd", "you'll"]));
    before.any(|token| {
        token.is(Class::NOUN)
            || token.any(&[
                "they", "he", "she", "someone", "somebody", "them", "owner", "owners", "one",
            ])
            || names_a_person(token) && named(tokens, verb, token)
    })
}

/// Whether people other than the candidate do it, as a fact.
pub fn done_by_somebody(tokens: &[Token], verb: usize) -> bool {
    if tokens[verb].quoted
        || doer(tokens, verb) != Doer::Others
        || !matches!(mood(tokens, verb), Mood::Fact | Mood::Planned)
    {
        return false;
    }
    !ordered(tokens, verb) && !describes(tokens, verb) && by_somebody(tokens, verb)
}

/// Whether a participle describes a noun and is no act: "fixed days", "she had a fixed price".
fn describes(tokens: &[Token], verb: usize) -> bool {
    let noun = |next: &Token| {
        let other = Class::DETERMINER
            .or(Class::OBJECT)
            .or(Class::PREPOSITION)
            .or(Class::ADVERB)
            .or(Class::MINE);
        !next.is(other)
    };
    tokens[verb].lower.ends_with("ed")
        && tokens[verb].after == Border::None
        && verb > 0
        && tokens[verb - 1].is(Class::PREPOSITION.or(Class::DETERMINER))
        && tokens[verb - 1].sentence == tokens[verb].sentence
        && same_sentence(tokens, verb, verb + 1).is_some_and(noun)
}

/// Whether the verb is an order in direct speech, not carried out yet: "he said, do it".
fn ordered(tokens: &[Token], verb: usize) -> bool {
    let sentence = tokens[verb].sentence;
    let said = (verb.saturating_sub(8)..verb).rev().find(|&at| {
        tokens[at].sentence == sentence && tokens[at].stems(&["say", "tell", "shout", "ask"])
    });
    let subject = Class::NOUN
        .or(Class::OTHER)
        .or(Class::FIRST)
        .or(Class::WE_SUBJECT);
    let base = !tokens[verb].is(Class::PAST.or(Class::PARTICIPLE));
    base && said.is_some_and(|said| {
        let between = tokens[said + 1..verb].iter();
        !between.into_iter().any(|token| token.is(subject))
    })
}

/// Number of tokens around a verb in which a name is searched for, to keep the cost linear.
const NEAR: usize = 400;

/// Whether a capitalised word is a name: not at the start of a sentence, here or near by.
fn named(tokens: &[Token], verb: usize, token: &Token) -> bool {
    let begins = |at: usize| at == 0 || tokens[at - 1].sentence != tokens[at].sentence;
    let same = |one: &Token| one.lower == token.lower && one.capital;
    let near = verb.saturating_sub(NEAR)..(verb + NEAR).min(tokens.len());
    near.into_iter().any(|at| same(&tokens[at]) && !begins(at))
}

fn is_act(token: &Token) -> bool {
    let stem = token.stem.as_str();
    let past = token.is(Class::PAST)
        && (!STATE.contains(&stem) || WORK_IN_ACTION.contains(&stem))
        && !THOUGHT.contains(&stem);
    !token.quoted && !IDLE.contains(&stem) && (WORK.contains(&stem) || past)
}

/// Whether the verb only accompanies work: "I supported the process", "I kept everybody informed".
fn only_accompanies(tokens: &[Token], at: usize) -> bool {
    let mut rest = following(tokens, at).take(3);
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

/// Whether the verb is an auxiliary: "did" in "I did not pull", but not in "I did the analysis".
fn is_auxiliary(tokens: &[Token], at: usize) -> bool {
    let things = Class::DETERMINER
        .or(Class::OBJECT)
        .or(Class::MINE)
        .or(Class::PREPOSITION);
    tokens[at].is(Class::AUXILIARY)
        && tokens
            .get(at + 1)
            .is_none_or(|next| !next.is(things) || next.is(Class::NEGATIVE))
}
