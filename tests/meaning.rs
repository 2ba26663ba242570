//! The embedding model, compared with its reference and on answers with known ideas.
//! `cargo test --test meaning -- --nocapture` prints the figures.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::print_stdout,
    clippy::disallowed_macros,
    reason = "prints its figures"
)]

use rehearse::meaning::minilm::MiniLm;
use rehearse::meaning::{Embedding, PerMille, Similarity, UNSURE, windows};
use rehearse::scenario::{self, Level, Scenario};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// Mean and greatest distance from the floating-point model, in thousandths, over 200 pairs of texts.
#[test]
fn cosines_are_those_of_the_floating_point_model() {
    let model = MiniLm::bundled().unwrap();
    let pairs: Vec<(i32, [&str; 2])> = include_str!("meaning/reference.tsv")
        .lines()
        .map(|line| {
            let mut fields = line.split('\t');
            let mut next = || fields.next().unwrap();
            (next().parse().unwrap(), [next(), next()])
        })
        .collect();
    assert_eq!(pairs.len(), 200);
    let texts: Vec<&str> = pairs.iter().flat_map(|(_, texts)| *texts).collect();
    let found = model.embed(&texts).unwrap();
    let apart: Vec<i32> = pairs
        .iter()
        .zip(found.chunks_exact(2))
        .map(|((expected, _), two)| (two[0].cosine(&two[1]).0 - expected).abs())
        .collect();
    let mean = f64::from(apart.iter().sum::<i32>()) / apart.len() as f64;
    let most = *apart.iter().max().unwrap();
    println!("distance from the reference: mean {mean:.1}, greatest {most} thousandths");
    assert!(mean <= 10.0 && most <= 50, "{mean} {most}");
}

#[test]
fn an_embedding_does_not_depend_on_its_batch() {
    let model = MiniLm::bundled().unwrap();
    let texts = [
        "I wrote a retry with exponential backoff.",
        "",
        "It was not my team's service.",
        &"and then we looked at the next one ".repeat(60),
        "漢字 — naïve 🙂",
    ];
    let together = model.embed(&texts).unwrap();
    for (text, among) in texts.iter().zip(&together) {
        assert_eq!(&model.embed(&[text]).unwrap()[0], among, "{text}");
    }
    assert_eq!(model.embed(&[]).unwrap(), []);
}

#[derive(Deserialize)]
struct Answers {
    answer: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    scenario: String,
    left_out: Vec<String>,
    sections: BTreeMap<String, String>,
}

type Windows = Vec<(Range<usize>, Embedding)>;

fn embedded(model: &MiniLm, text: &str) -> Windows {
    let found = windows(text);
    let texts: Vec<&str> = found.iter().map(|window| &text[window.clone()]).collect();
    let meanings = model.embed(&texts).unwrap();
    found.into_iter().zip(meanings).collect()
}

/// The similarity of an answer and an idea: its meaning, or the strong example's sentence.
fn nearest(ideas: &[Embedding], answer: &Windows) -> PerMille {
    let near = |idea: &Embedding| answer.iter().map(|(_, meaning)| idea.cosine(meaning)).max();
    ideas
        .iter()
        .filter_map(near)
        .max()
        .unwrap_or(PerMille(-1000))
}

/// The ideas of a story that its strong example and its paraphrases say, by section and id.
fn ideas(model: &MiniLm, story: &Scenario) -> Vec<(String, String, Vec<Embedding>)> {
    let sections = story.sections.iter().filter(|one| one.id != "reflection");
    sections
        .flat_map(|section| {
            let strong = section.strong_for(Level::Sde2).unwrap_or_default();
            section
                .signals
                .iter()
                .filter(|signal| signal.expected_at(Level::Sde2))
                .map(|signal| {
                    let texts = rehearse::meaning::idea(&signal.phrase, &signal.meaning, strong);
                    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                    let meanings = model.embed(&texts).unwrap();
                    (section.id.clone(), signal.id.clone(), meanings)
                })
        })
        .collect()
}

/// The share of ideas found, by text compared and threshold. The bounds are slightly below the measurements
/// at the time, so that a changed model or window that loses ideas fails.
#[test]
fn ideas_are_nearer_to_answers_that_say_them_than_to_other_stories() {
    let model = MiniLm::bundled().unwrap();
    let stories: Vec<Scenario> = scenario::builtins()
        .iter()
        .map(|one| scenario::builtin(one.id).unwrap())
        .collect();
    let file: Answers = toml::from_str(include_str!("meaning/paraphrases.toml")).unwrap();
    let strong: Vec<Windows> = stories
        .iter()
        .map(|story| {
            let sections = story.sections.iter();
            sections
                .filter_map(|section| section.strong_for(Level::Sde2))
                .flat_map(|text| embedded(&model, text))
                .collect()
        })
        .collect();
    let (mut own, mut other, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for (at, story) in stories.iter().enumerate() {
        let retold = file.answer.iter().find(|one| one.scenario == story.id);
        let retold = retold.map(|one| {
            let texts = one.sections.values();
            let windows: Windows = texts.flat_map(|text| embedded(&model, text)).collect();
            (one, windows)
        });
        for (section, id, idea) in ideas(&model, story) {
            for (which, answer) in strong.iter().enumerate() {
                let near = nearest(&idea, answer);
                if which == at { &mut own } else { &mut other }.push(near);
            }
            if let Some((answer, windows)) = &retold
                && answer.sections.contains_key(&section)
                && !answer.left_out.contains(&id)
            {
                said.push(nearest(&idea, windows));
            }
        }
    }
    let share = |of: &[PerMille], from: PerMille| {
        100 * of.iter().filter(|near| **near >= from).count() / of.len()
    };
    println!(
        "threshold: strong example ({}), paraphrases ({}), other stories ({})",
        own.len(),
        said.len(),
        other.len()
    );
    for from in [450, 500, 550, 600, 650].map(PerMille) {
        let shares = [&own, &said, &other].map(|of| share(of, from));
        println!("  {}: {shares:?} %", from.0);
    }
    assert!(share(&own, UNSURE) >= 98);
    assert!(share(&said, UNSURE) >= 80);
    assert!(share(&other, UNSURE) <= 15);
}
