//! What kind of lesson a Reflection draws: one of this story, one that is specific but speaks of other
//! things than the story tells, or one that fits every story.

use crate::evidence::speech::Speech;
use crate::evidence::story;
use crate::language::lexicon;
use crate::language::lexicon::Topic;
use crate::language::pattern::Match;
use crate::language::phrases;
use crate::language::token::{Border, Token};
use crate::language::words::stem_of;
use crate::language::words::{Class, synonyms};
use std::collections::BTreeSet;

/// The kinds of lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lesson {
    /// It speaks of this story's own things.
    Own,
    /// It speaks of particular things, but of none that the story tells.
    Elsewhere,
    /// It would fit any story.
    Generic,
}

/// As many particular things make a lesson that does not fit any story.
const PARTICULAR: usize = 2;

/// In a text without full stops a commonplace speaks of so many words around it.
const NEAR: usize = 6;

/// A sentence of more words has no full stops.
const RUN_ON: usize = 24;

fn runs_on(tokens: &[Token], at: usize) -> bool {
    let sentence = tokens[at].sentence;
    let first = tokens.partition_point(|token| token.sentence < sentence);
    let last = tokens.partition_point(|token| token.sentence <= sentence);
    last - first > RUN_ON
}

/// The kind of lesson that is drawn here.
pub fn of(speech: &Speech<'_>) -> Lesson {
    let generic = phrases::find(&speech.words, lexicon::generic());
    let tokens = speech.tokens();
    let own = speech.prepared.nouns();
    let touched = |at: usize| {
        let mut hits = generic.iter();
        hits.any(|(hit, _)| {
            let same = tokens[hit.tokens.start].sentence == tokens[at].sentence;
            let near = hit.tokens.start.saturating_sub(NEAR)..hit.tokens.end + NEAR;
            same && (near.contains(&at) || !runs_on(tokens, at))
        })
    };
    let mut clean = 0;
    let mut within = 0;
    let named = (0..tokens.len()).filter(|&at| own.contains(&tokens[at].stem));
    for at in named {
        if touched(at) {
            within += 1;
        } else {
            clean += 1;
        }
    }
    if clean >= 1 || within >= 3 {
        return Lesson::Own;
    }
    let things: BTreeSet<&str> = (0..tokens.len())
        .filter(|&at| !touched(at) && thing(tokens, at))
        // "The night porter" is more particular than "the porter".
        .flat_map(|at| {
            let described = at > 0 && open(&tokens[at - 1]) && tokens[at - 1].after == Border::None;
            [Some(at), described.then(|| at - 1)]
        })
        .flatten()
        .map(|at| tokens[at].stem.as_str())
        .collect();
    // One commonplace in the same breath takes nothing away from what was said besides it.
    if things.len() >= PARTICULAR {
        Lesson::Elsewhere
    } else {
        Lesson::Generic
    }
}

/// The commonplaces in it.
pub fn commonplaces(speech: &Speech<'_>) -> Vec<(Match, &'static Topic)> {
    phrases::find(&speech.words, lexicon::generic())
}

fn open(token: &Token) -> bool {
    token.class == Class::default() && token.lower.len() > 2
}

/// Whether a word names a particular thing: the last of a noun phrase behind an article, a possessive
/// or a preposition, and none of the words that every story has.
fn thing(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let sentence = token.sentence;
    let last = token.after != Border::None || tokens.get(at + 1).is_none_or(|next| !open(next));
    let before = tokens[at.saturating_sub(3)..at].iter().rev();
    let opened = before
        .take_while(|one| one.sentence == sentence && one.after == Border::None)
        .take_while(|one| !one.is(Class::AUXILIARY.or(Class::FIRST).or(Class::WE_SUBJECT)))
        .any(|one| one.is(Class::DETERMINER.or(Class::PREPOSITION)) && one.lower != "to");
    open(token) && last && opened && !token.lower.ends_with("ing") && !everyday(&token.stem)
}

/// What any lesson speaks of.
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
    EVERYDAY.contains(stem) || story::common(stem)
}
