//! The words that are specific to one story: a lesson about it has to use some of them.

use crate::language::clause::{Clause, clauses};
use crate::language::grammar::Doer;
use crate::language::token::{Token, tokens_of};
use crate::language::verbs;
use crate::language::words::{Class, grammar, stem_of};
use crate::scenario::{Scenario, Section, SectionRole};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words common to all stories: they make no lesson specific.
const COMMON: &[&str] = &[
    "platform",
    "team",
    "service",
    "issue",
    "problem",
    "customer",
    "business",
    "goal",
    "system",
    "overall",
    "impact",
    "cause",
    "important",
    "scope",
    "shared",
    "action",
    "result",
    "learn",
    "project",
    "work",
    "people",
    "future",
    "example",
    "standard",
    "improve",
    "reliability",
    "drop",
    "notice",
    "delay",
    "manager",
    "engineer",
    "support",
    "quality",
    "process",
    "communication",
    "details",
    "decide",
    "fix",
    "timely",
    "silent",
    "local",
    "transient",
    "handle",
    "catch",
    "existed",
    "asked",
    "belong",
    "critical",
    "highest",
    "realize",
    "real",
    "investigate",
    "prevent",
    "scalable",
    "addressing",
    "health",
    "lack",
    "visibility",
    "across",
    "root",
];

/// The scenario's texts about its story, including its questions.
pub fn texts(scenario: &Scenario) -> String {
    let sections = scenario.sections.iter().flat_map(|section| {
        let signals = section.signals.iter();
        section
            .examples()
            .chain(signals.flat_map(|signal| [&signal.phrase, &signal.meaning]))
    });
    let questions = scenario
        .follow_ups
        .iter()
        .flat_map(|one| [&one.strong, &one.key_line]);
    let all: Vec<&str> = sections.chain(questions).map(String::as_str).collect();
    all.join(".\n")
}

/// Whether a stem is common to all stories.
pub fn common(stem: &str) -> bool {
    static STEMS: LazyLock<BTreeSet<String>> =
        LazyLock::new(|| COMMON.iter().map(|word| stem_of(word)).collect());
    STEMS.contains(stem)
}

/// Whether a verb is done in every story: a lesson that repeats it is tied to none.
fn act_of_any_story(act: &Token) -> bool {
    act.stems(&[
        "fix", "decid", "notic", "improv", "handl", "investig", "prevent", "work", "start", "look",
        "find", "make", "take", "use", "tri", "chang", "solv", "help",
    ])
}

/// Stems of the verbs of the candidate's acts in the strong examples of the Action. Verbs of speech and of no work are
/// left out: they occur in every story.
pub fn acts(scenario: &Scenario) -> BTreeSet<String> {
    let sections = scenario.sections.iter();
    let actions = sections.filter(|section| SectionRole::of(&section.id) == SectionRole::Action);
    let mut acts = BTreeSet::new();
    for example in actions.flat_map(Section::examples) {
        let words = tokens_of(example);
        let own = |clause: &Clause| clause.doer == Doer::Candidate && !clause.passive;
        let told = clauses(&words).into_iter().filter(own);
        let told = told.map(|clause| &words[clause.act]);
        let works = |act: &&Token| {
            !verbs::is(act, "no-work") && !verbs::is(act, "passing") && !act_of_any_story(act)
        };
        acts.extend(told.filter(works).map(|act| act.stem.clone()));
    }
    acts
}

/// Stems of the words specific to the scenario, from its strong examples and vocabulary. The example of a lesson adds
/// its own only if it refers to what the other sections tell: a generic one adds nothing.
pub fn nouns(scenario: &Scenario) -> BTreeSet<String> {
    let examples = |lesson: bool| {
        let sections = scenario.sections.iter();
        sections
            .filter(move |section| {
                (SectionRole::of(&section.id) == SectionRole::Reflection) == lesson
            })
            .flat_map(Section::examples)
    };
    let terms = scenario.vocabulary.iter().map(|term| &term.term);
    let mut nouns: BTreeSet<String> = examples(false)
        .chain(terms)
        .flat_map(|text| words(text))
        .collect();
    let elsewhere: BTreeSet<String> = examples(false).flat_map(|text| matter(text)).collect();
    for lesson in examples(true) {
        if matter(lesson).any(|stem| elsewhere.contains(&stem)) {
            nouns.extend(words(lesson));
        }
    }
    nouns
}

/// Stems of the words of a text that say what happened and to whom: "the crew", "locked".
fn matter(text: &str) -> impl Iterator<Item = String> {
    let telling = Class::NOUN.or(Class::PAST).or(Class::PARTICIPLE);
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 3)
        .filter(move |word| {
            let class = grammar().class(&word.to_lowercase());
            class == Class::default() || class.is(telling) && !class.is(Class::AUXILIARY)
        })
        .map(stem_of)
        .filter(|stem| !common(stem))
}

/// Stems of the words of a text that name something specific.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 3 || (word.len() > 1 && word.chars().all(char::is_uppercase)))
        .filter(|word| !word.ends_with("ly"))
        .filter(|word| grammar().class(&word.to_lowercase()) == Class::default())
        .map(stem_of)
        .filter(|stem| !common(stem))
}
