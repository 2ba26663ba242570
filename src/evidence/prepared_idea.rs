//! An idea of a scenario, prepared before any answer: its accepted wordings, the words of its key phrase and
//! meaning, and its context in the strong example.

use crate::language::pattern::{Match, Pattern, Words};
use crate::language::token::{Token, tokens_of, written};
use crate::language::words::Class;
use crate::language::{lexicon, number, phrases};
use crate::scenario::{Level, Section, Signal};
use std::collections::{BTreeMap, BTreeSet};

/// Function words, which carry no idea.
pub(crate) fn light(token: &Token) -> bool {
    token.is(Class::DETERMINER
        .or(Class::PREPOSITION)
        .or(Class::COORDINATOR)
        .or(Class::SUBORDINATOR)
        .or(Class::AUXILIARY)
        .or(Class::OTHER)
        .or(Class::OBJECT))
        || token.is(Class::FIRST.or(Class::MINE).or(Class::WE))
        || token.is(Class::ADVERB)
        || token.is(Class::BE)
}

pub(crate) fn negative(token: &Token) -> bool {
    token.is(Class::NEGATIVE.or(Class::NOBODY)) || token.lower == "outside" || token.lower == "lack"
}

/// The content words of `text`, without numbers, which metrics are about; and whether it is negative.
pub fn content(text: &str) -> (Vec<Token>, bool) {
    let all = tokens_of(text);
    let no = all.iter().any(negative);
    let numbers = number::reader::numbers(&all);
    let kept = all.iter().enumerate().filter(|(at, token)| {
        let counted = numbers
            .iter()
            .any(|number| number.plain && (number.start..number.end).contains(at));
        !light(token) && !negative(token) && !counted
    });
    (kept.map(|(_, token)| token.clone()).collect(), no)
}

/// An idea of a scenario, with all that is derived from the scenario.
#[derive(Debug)]
pub(crate) struct PreparedIdea {
    /// Its accepted wordings.
    pub(crate) patterns: Vec<Pattern>,
    /// Whether they were worked out as patterns, unlike mere examples.
    pub(crate) worked_out: bool,
    /// Whether the key phrase draws a scope boundary.
    pub(crate) draws: bool,
    /// The words of the key phrase.
    pub(crate) words: Vec<Token>,
    /// Whether the key phrase is negative.
    pub(crate) no: bool,
    /// The idea of any story that the key phrase expresses, if it says nothing else.
    pub(crate) any: Option<&'static lexicon::Idea>,
    pub(crate) meaning: Vec<Token>,
    /// Its context in the strong example, by level.
    pub(crate) around: BTreeMap<Level, IdeaContext>,
}

/// The context of an idea in the strong example.
#[derive(Debug)]
pub(crate) struct IdeaContext {
    pub(crate) words: Vec<Token>,
    pub(crate) figures: Vec<f64>,
    /// Words in most of the section's ideas, which distinguish none of them.
    pub(crate) common: BTreeSet<String>,
}

impl PreparedIdea {
    pub(crate) fn of(section: &Section, signal: &Signal) -> Self {
        let (words, no) = content(&signal.phrase);
        let around = Level::ALL.into_iter().map(|level| {
            let strong = section.strong_for(level).unwrap_or_default();
            let sentence = sentence_with(strong, &signal.phrase);
            let around = IdeaContext {
                words: content(&sentence).0,
                figures: figures(&sentence),
                common: common(section, level),
            };
            (level, around)
        });
        Self {
            patterns: accepted(signal),
            worked_out: worked_out(signal),
            draws: draws(&signal.phrase),
            words,
            no,
            any: idea(&signal.phrase),
            meaning: content(&signal.meaning).0,
            around: around.collect(),
        }
    }
}

/// The accepted wordings as patterns; an invalid pattern is read as plain words.
pub(crate) fn accepted(signal: &Signal) -> Vec<Pattern> {
    let plain = |text: &str| -> String {
        let kept = |c: char| c.is_alphanumeric() || c == '\'';
        text.chars()
            .map(|c| if kept(c) { c } else { ' ' })
            .collect()
    };
    let read = |text: &String| {
        Pattern::parse(text)
            .or_else(|_| Pattern::parse(&plain(text)))
            .ok()
    };
    signal.accept.iter().filter_map(read).collect()
}

/// The figures of a text that are specific to a story; two and three occur everywhere.
pub(crate) fn figures(text: &str) -> Vec<f64> {
    let numbers = number::reader::numbers(&tokens_of(text));
    let own = |value: &f64| *value >= 10.0 || value.fract() != 0.0;
    let plain = numbers.iter().filter(|number| number.plain);
    plain.map(|number| number.value).filter(own).collect()
}

/// Stems of the content words of `text`.
pub(crate) fn stems(text: &str) -> BTreeSet<String> {
    let words = content(text).0.into_iter();
    words.map(|token| token.stem).collect()
}

/// The sentence of `text` that has most words of `phrase`.
pub(crate) fn sentence_with(text: &str, phrase: &str) -> String {
    let (wanted, _) = content(phrase);
    let all = tokens_of(text);
    let score = |sentence: usize| {
        let inside = all.iter().filter(|token| token.sentence == sentence);
        inside
            .filter(|token| wanted.iter().any(|word| word.stem == token.stem))
            .count()
    };
    let last = all.last().map_or(0, |token| token.sentence);
    let best = (0..=last)
        .map(|sentence| (score(sentence), std::cmp::Reverse(sentence)))
        .max();
    let Some((1.., std::cmp::Reverse(best))) = best else {
        return String::new();
    };
    let start = all.partition_point(|token| token.sentence < best);
    let end = all.partition_point(|token| token.sentence <= best);
    written(text, &all[start..end]).to_owned()
}

pub(crate) fn common(section: &Section, level: Level) -> BTreeSet<String> {
    let all: Vec<BTreeSet<String>> = section
        .signals
        .iter()
        .map(|signal| {
            let strong = section.strong_for(level).unwrap_or_default();
            stems(&sentence_with(strong, &signal.phrase))
        })
        .collect();
    let every: BTreeSet<String> = all.iter().flatten().cloned().collect();
    every
        .into_iter()
        .filter(|stem| {
            all.iter().filter(|set| set.contains(stem)).count() * 3 > all.len() * 2 && all.len() > 1
        })
        .collect()
}

/// The idea of any story that this phrase expresses, if it says nothing else.
pub(crate) fn idea(phrase: &str) -> Option<&'static lexicon::Idea> {
    let words = Words::of(phrase);
    let (content, _) = content(phrase);
    lexicon::ideas().iter().find(|idea| {
        let hits: Vec<Match> = idea.key.iter().flat_map(|key| key.find(&words)).collect();
        !hits.is_empty()
            && content.iter().all(|token| {
                let mut inside = hits
                    .iter()
                    .flat_map(|hit| &words.tokens[hit.tokens.clone()]);
                inside.any(|one| one.bytes == token.bytes) || token.stems(RELATED)
            })
    })
}

/// Whether the accepted wordings were worked out, unlike mere examples: they say whose act counts (`^`, `[anyone]`) or
/// what denies it. Alternatives (`|`, `{}`) alone are abbreviated examples.
pub fn worked_out(signal: &Signal) -> bool {
    let mut accept = signal.accept.iter();
    accept.any(|text| text.contains(['^', '[']))
}

/// The ideas of any story that draw a scope boundary.
const BOUNDARY_IDEAS: &[&str] = &["not-mine", "no-ticket", "nobody-asked"];

/// Whether these words say that the work was not the candidate's own, or that nobody asked.
pub fn draws(phrase: &str) -> bool {
    let words = Words::of(phrase);
    let ideas = lexicon::ideas().iter();
    let mut drawing = ideas.filter(|idea| BOUNDARY_IDEAS.contains(&idea.name.as_str()));
    drawing.any(|idea| idea.key.iter().any(|key| !key.find(&words).is_empty()))
        || !phrases::find(&words, lexicon::boundary()).is_empty()
}

/// Words of a key phrase that add nothing to its idea, as stems: "outside my team's scope".
const RELATED: &[&str] = &[
    "scope", "team", "fix", "problem", "issu", "servic", "system",
];
