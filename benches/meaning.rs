//! The time to embed an answer: the windows of a whole strong example and
//! the story's ideas, on one thread. Target: 300 ms at most.
#![allow(
    clippy::expect_used,
    reason = "a measurement stops where it cannot go on"
)]

use divan::{Bencher, black_box};
use rehearse::meaning::minilm::MiniLm;
use rehearse::meaning::{Embedding, Similarity, idea, windows};
use rehearse::scenario::{Level, Section, builtin};
use std::ops::Range;

fn main() {
    divan::main();
}

fn sections() -> Vec<Section> {
    builtin("caught-critical-issue")
        .expect("it is built in")
        .sections
}

/// From the bundled bytes to a model that is ready.
#[divan::bench]
fn load(bencher: Bencher<'_, '_>) {
    bencher.bench(|| MiniLm::bundled().expect("it is whole"));
}

/// 74 windows and 24 ideas with two texts each.
#[divan::bench]
fn answer(bencher: Bencher<'_, '_>) {
    let (model, sections) = (MiniLm::bundled().expect("it is whole"), sections());
    // The tokenizer stays in its thread.
    bencher.bench_local(|| {
        let mut found: Vec<(Range<usize>, Embedding)> = Vec::new();
        let mut ideas = Vec::new();
        for section in &sections {
            let strong = section.strong_for(Level::Sde2).unwrap_or_default();
            let stretches = windows(strong);
            let texts: Vec<&str> = stretches
                .iter()
                .map(|window| &strong[window.clone()])
                .collect();
            let meanings = model.embed(&texts).expect("it reads text");
            found.extend(stretches.into_iter().zip(meanings));
            for signal in &section.signals {
                ideas.extend(idea(&signal.phrase, &signal.meaning, strong));
            }
        }
        let ideas: Vec<&str> = ideas.iter().map(String::as_str).collect();
        let ideas = model.embed(&ideas).expect("it reads text");
        for idea in &ideas {
            black_box(found.iter().map(|(_, meaning)| idea.cosine(meaning)).max());
        }
    });
}

/// The pure part alone.
#[divan::bench]
fn cut(bencher: Bencher<'_, '_>) {
    let text = "so i looked at it and then i found what it was ".repeat(60);
    bencher.bench(|| windows(black_box(&text)));
}
