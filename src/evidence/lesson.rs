//! Classifies the lesson of a Reflection: about this story, specific but about things outside the story, or generic.

use crate::evidence::speech::Speech;
use crate::evidence::story_words;
use crate::language::lexicon::{self, Topic};
use crate::language::pattern::Match;
use crate::language::phrases;
use crate::language::token::{Border, Token};
use crate::language::words::{Class, stem_of, synonyms};
use std::collections::BTreeSet;

/// The kinds of lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lesson {
    /// It is about things of this story.
    Own,
    /// It is about particular things, but none of this story.
    Elsewhere,
    /// It would fit any story.
    Generic,
}

/// Number of particular things that make a lesson specific.
const PARTICULAR: usize = 2;

/// Number of words with a meaning of their own from which a lesson is no commonplace.
const TELLING: usize = 5;

/// The same, for a belief that the story corrected.
const CORRECTING: usize = 3;

/// Words around a generic phrase that belong to it in a text without full stops.
const NEAR: usize = 6;

/// Number of words above which a sentence is taken to lack full stops.
const RUN_ON: usize = 24;

fn runs_on(tokens: &[Token], at: usize) -> bool {
    let sentence = tokens[at].sentence;
    let first = tokens.partition_point(|token| token.sentence < sentence);
    let last = tokens.partition_point(|token| token.sentence <= sentence);
    last - first > RUN_ON
}

/// Classifies the lesson.
pub fn of(speech: &Speech<'_>) -> Lesson {
    let generic = commonplaces(speech);
    let tokens = speech.tokens();
    let own = speech.prepared.nouns();
    let in_generic = |at: usize| {
        let mut hits = generic.iter();
        hits.any(|(hit, _)| {
            let same = tokens[hit.tokens.start].sentence == tokens[at].sentence;
            let near = hit.tokens.start.saturating_sub(NEAR)..hit.tokens.end + NEAR;
            same && (near.contains(&at) || !runs_on(tokens, at))
        })
    };
    let named = (0..tokens.len()).filter(|&at| own.contains(&tokens[at].stem));
    let (within, outside): (Vec<usize>, Vec<usize>) = named.partition(|&at| in_generic(at));
    if !outside.is_empty() || within.len() >= 3 || repeats_an_act(speech) {
        return Lesson::Own;
    }
    let things: BTreeSet<&str> = (0..tokens.len())
        .filter(|&at| !in_generic(at) && is_particular(tokens, at))
        // "The night porter" is more particular than "the porter".
        .flat_map(|at| {
            let described =
                at > 0 && is_open_class(&tokens[at - 1]) && tokens[at - 1].after == Border::None;
            [Some(at), described.then(|| at - 1)]
        })
        .flatten()
        .map(|at| tokens[at].stem.as_str())
        .collect();
    // A generic phrase does not cancel the particular things beside it.
    if things.len() >= PARTICULAR {
        Lesson::Elsewhere
    } else {
        Lesson::Generic
    }
}

/// Whether the lesson is to do again what was done in this story: "I now time a thing before I talk about it", after "I
/// timed the loading".
fn repeats_an_act(speech: &Speech<'_>) -> bool {
    let tokens = speech.tokens();
    let mut own = (0..tokens.len()).filter(|&at| tokens[at].is(Class::FIRST));
    own.any(|at| {
        let mut rest = tokens[at + 1..].iter();
        let verb = rest.find(|token| !token.is(Class::ADVERB.or(Class::AUXILIARY)));
        verb.is_some_and(|verb| {
            !verb.is(Class::PAST) && speech.prepared.acts().contains(&verb.stem)
        })
    })
}

/// Whether a lesson says so much that it is no commonplace, although it names no particular thing. A belief that the
/// story corrected needs fewer words: "I used to think steadiness was something you are born with."
pub fn says_much(speech: &Speech<'_>) -> bool {
    let corrected = phrases::find_named(&speech.words, lexicon::own_words(), "corrected-belief");
    let (enough, class) = match corrected.as_slice() {
        [] => (TELLING, Class::default()),
        _ => (CORRECTING, Class::PAST.or(Class::PARTICIPLE)),
    };
    let telling = |token: &&Token| {
        class.holds(token.class) && token.lower.len() > 2 && !everyday(&token.stem)
    };
    let tokens = speech.tokens().iter();
    let stems: BTreeSet<&str> = tokens
        .filter(telling)
        .map(|one| one.stem.as_str())
        .collect();
    stems.len() >= enough
}

/// The generic phrases of a section.
pub fn commonplaces(speech: &Speech<'_>) -> Vec<(Match, &'static Topic)> {
    phrases::find(&speech.words, lexicon::generic())
}

fn is_open_class(token: &Token) -> bool {
    token.class == Class::default() && token.lower.len() > 2
}

/// Whether a word names a particular thing: the head of a noun phrase after an article, a possessive or a preposition,
/// and no word of every story.
fn is_particular(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let sentence = token.sentence;
    let last =
        token.after != Border::None || tokens.get(at + 1).is_none_or(|next| !is_open_class(next));
    let before = tokens[at.saturating_sub(3)..at].iter().rev();
    let opened = before
        .take_while(|one| one.sentence == sentence && one.after == Border::None)
        .take_while(|one| !one.is(Class::AUXILIARY.or(Class::FIRST).or(Class::WE_SUBJECT)))
        .any(|one| one.is(Class::DETERMINER.or(Class::PREPOSITION)) && one.lower != "to");
    is_open_class(token)
        && last
        && opened
        && !token.lower.ends_with("ing")
        && !everyday(&token.stem)
}

/// Nouns of generic lessons.
const VAGUE: &[&str] = &[
    "experience",
    "thing",
    "way",
    "time",
    "day",
    "life",
    "job",
    "career",
    "mindset",
    "situation",
    "story",
    "lesson",
    "challenge",
    "skill",
    "opportunity",
    "other",
    "moment",
    "future",
    "effort",
    "person",
    "part",
    "kind",
    "lot",
    "beginning",
    "end",
    "start",
    "success",
    "result",
    "goal",
    "value",
    "power",
    "difference",
    "task",
    "role",
    "approach",
    "solution",
    "idea",
    "question",
    "week",
    "month",
    "year",
    "today",
    "exact",
    "first",
    "next",
    "same",
    "step",
    "level",
    "track",
];

fn everyday(stem: &str) -> bool {
    static EVERYDAY: std::sync::LazyLock<BTreeSet<String>> = std::sync::LazyLock::new(|| {
        let sets = ["virtue", "trait", "important", "people", "good"];
        let words = sets.iter().filter_map(|set| synonyms().get(*set)).flatten();
        let words = words.map(String::as_str).chain(VAGUE.iter().copied());
        words.map(stem_of).collect()
    });
    EVERYDAY.contains(stem) || story_words::common(stem)
}
