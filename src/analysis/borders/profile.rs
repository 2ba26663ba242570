//! Word profiles of sections: the words of their examples, and cues common to all stories.

use crate::judgement::Bar;
use crate::language::lexicon;
use crate::language::pattern::Words;
use crate::language::phrases;
use crate::language::token::{Token, tokens};
use crate::language::words::{Class, everyday, synonyms};
use crate::scenario::Section;
use crate::transcript::Transcript;
use std::collections::BTreeMap;

/// Weight of a word by its source in the scenario.
const STRONG: f64 = 0.75;
const PHRASE: f64 = 2.75;
const MEANING: f64 = 0.5;
const ACCEPTED: f64 = 0.55;
const WEAK: f64 = 0.8;
/// Factor for a word that is only a synonym.
const SYNONYM: f64 = 0.5;
/// Smoothing, which keeps a word that one section says once from deciding everything.
const SMOOTHING: f64 = 0.3;
/// Score of a cue common to all stories.
const CUE: f64 = 0.64;

/// The words of a section, and the share of the answer that it is expected to take.
pub(super) struct Profile {
    id: String,
    words: BTreeMap<String, f64>,
    pub(super) share: f64,
}

/// The profiles of the scenario's sections, in order.
pub(super) fn profiles(bar: Bar<'_>) -> Vec<Profile> {
    let sections = bar.scenario.sections.iter();
    let target: u64 = sections.clone().map(|section| section.target.0).sum();
    let length = |section: &Section| {
        let text = section.strong_for(bar.level).unwrap_or_default();
        text.split_whitespace().count()
    };
    let words: usize = sections.clone().map(length).sum();
    let part = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let profile = |section: &Section| {
        let planned = part(section.target.0 as f64, target as f64);
        let in_example = part(length(section) as f64, words as f64);
        Profile {
            id: section.id.clone(),
            words: words_of(bar, section),
            // The proportions of the strong example predict the length better than the plan.
            share: if words > 0 {
                (planned + 2.0 * in_example) / 3.0
            } else {
                planned
            },
        }
    };
    sections.map(profile).collect()
}

/// Scores each token for each section, relative to the mean of all sections.
pub(super) fn weigh(profiles: &[Profile], tokens: &[Token]) -> Vec<Vec<f64>> {
    let mut scores: Vec<Vec<f64>> = tokens.iter().map(|one| score(profiles, one)).collect();
    let words = Words::new(tokens.to_vec());
    for (hit, topic) in phrases::find_all(&words, lexicon::section()) {
        if let Some(section) = profiles.iter().position(|one| one.id == topic.name) {
            let each = CUE / profiles.len() as f64;
            for (other, score) in scores[hit.tokens.start].iter_mut().enumerate() {
                *score += if other == section { CUE - each } else { -each };
            }
        }
    }
    scores
}

fn score(profiles: &[Profile], token: &Token) -> Vec<f64> {
    if light(token) {
        return vec![0.0; profiles.len()];
    }
    // Synonyms of several words are ignored: a single word hardly changes a border.
    let same: Vec<&String> = everyday(&token.stem)
        .filter_map(|way| match way.as_slice() {
            [stem] => Some(stem),
            _ => None,
        })
        .collect();
    let weight = |profile: &Profile| {
        let own = profile.words.get(&token.stem).copied().unwrap_or(0.0);
        let like = same.iter().filter_map(|stem| profile.words.get(*stem));
        own.max(SYNONYM * like.fold(0.0_f64, |a, b| a.max(*b)))
    };
    let weights: Vec<f64> = profiles.iter().map(weight).collect();
    let mean = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
    let relative = |weight: &f64| ((weight + SMOOTHING) / (mean + SMOOTHING)).ln();
    weights.iter().map(relative).collect()
}

/// Words that are equally frequent in all sections.
fn light(token: &Token) -> bool {
    token.is(Class::DETERMINER
        .or(Class::PREPOSITION)
        .or(Class::COORDINATOR)
        .or(Class::SUBORDINATOR)
        .or(Class::AUXILIARY)
        .or(Class::OBJECT)
        .or(Class::FIRST)
        .or(Class::BE))
}

/// The words that the scenario uses in or about a section, each with its highest weight.
fn words_of(bar: Bar<'_>, section: &Section) -> BTreeMap<String, f64> {
    let mut words: BTreeMap<String, f64> = BTreeMap::new();
    let mut add = |text: &str, weight: f64| {
        // Numbers are kept: they identify a Result best.
        for token in tokens(&Transcript::from_text(text))
            .into_iter()
            .filter(|token| !light(token))
        {
            let known = words.entry(token.stem).or_default();
            *known = known.max(weight);
        }
    };
    for text in section
        .strong
        .iter()
        .chain(section.strong_by_level.values())
    {
        add(text, STRONG);
    }
    for signal in &section.signals {
        add(&signal.phrase, PHRASE);
        add(&signal.meaning, MEANING);
        for pattern in &signal.accept {
            add(&spelled_out(pattern), ACCEPTED);
        }
    }
    let weak = bar.scenario.weak_answer.as_ref();
    if let Some(text) = weak.and_then(|weak| weak.by_section.get(&section.id)) {
        add(text, WEAK);
    }
    words
}

/// A pattern as plain words, with its synonym sets expanded.
fn spelled_out(pattern: &str) -> String {
    let mut words = Vec::new();
    for item in pattern.split(|c: char| c.is_whitespace() || c == '|') {
        match item
            .trim_start_matches('^')
            .strip_prefix('{')
            .and_then(|rest| rest.trim_end_matches('?').strip_suffix('}'))
        {
            Some(set) => words.extend(synonyms().get(set).into_iter().flatten().cloned()),
            None => words.push(item.replace(|c: char| !c.is_alphanumeric() && c != '\'', " ")),
        }
    }
    words.join(" ")
}
