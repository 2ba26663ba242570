//! The time of a judgement: an answer at most 5 ms once its scenario is compiled, one hour of speech
//! at most 100 ms, and twice the words about twice the time.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a measurement reads the clock and prints"
)]

use rehearse::analysis::judge;
use rehearse::judgement::{Bar, SectionInput};
use rehearse::scenario::{Level, builtin};
use rehearse::time::Millis;
use rehearse::transcript::Transcript;
use std::time::{Duration, Instant};

/// Words of one hour at 150 words a minute.
const HOUR: usize = 9000;

fn main() {
    let (answer, drill) = (answer(), drill());
    println!("an answer, warm: {} us", answer.as_micros());
    println!("three bytes, warm: {} us", drill.as_micros());
    let hour = time(HOUR);
    println!("one hour, {HOUR} words: {} ms", hour.as_millis());
    println!("two hours: {} ms", time(2 * HOUR).as_millis());
    println!(
        "100,000 words without a full stop: {} ms",
        run_on(100_000).as_millis()
    );
    if cfg!(not(debug_assertions)) {
        assert!(hour < Duration::from_millis(100), "one hour takes {hour:?}");
        assert!(
            answer < Duration::from_millis(5),
            "an answer takes {answer:?}"
        );
    }
}

/// The strong example without its first sentences, so that ideas are looked for everywhere.
fn answer() -> Duration {
    let scenario = builtin("caught-critical-issue").expect("it is built in");
    let spoken: Vec<(String, Transcript)> = scenario
        .sections
        .iter()
        .map(|section| {
            let strong = section.strong_for(Level::Sde2).unwrap_or_default();
            let told = strong.split_once(". ").map_or(strong, |(_, rest)| rest);
            (section.id.clone(), Transcript::from_text(told))
        })
        .collect();
    best(&spoken)
}

/// Random-looking text.
fn drill() -> Duration {
    best(&[("action".into(), Transcript::from_text("abc"))])
}

/// The best of five runs over the scenario's own examples, repeated, by section.
fn time(words: usize) -> Duration {
    let scenario = builtin("caught-critical-issue").expect("it is built in");
    let spoken: Vec<(String, Transcript)> = scenario
        .sections
        .iter()
        .map(|section| {
            let strong = section.strong_for(Level::Sde2).unwrap_or_default();
            let text: Vec<&str> = strong
                .split_whitespace()
                .cycle()
                .take(words / scenario.sections.len())
                .collect();
            (section.id.clone(), Transcript::from_text(&text.join(" ")))
        })
        .collect();
    best(&spoken)
}

/// One section of speech without punctuation.
fn run_on(words: usize) -> Duration {
    let text: Vec<&str> =
        "we pulled the logs and i traced it to like a timeout because nobody asked"
            .split(' ')
            .cycle()
            .take(words)
            .collect();
    best(&[("action".into(), Transcript::from_text(&text.join(" ")))])
}

fn best(sections: &[(String, Transcript)]) -> Duration {
    let scenario = builtin("caught-critical-issue").expect("it is built in");
    let bar = Bar {
        scenario: &scenario,
        level: Level::Sde2,
        lens: None,
    };
    let spoken: Vec<SectionInput<'_>> = sections
        .iter()
        .map(|(id, transcript)| SectionInput::typed(id, Millis::from_secs(3600), transcript))
        .collect();
    (0..5)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(judge(bar, &spoken));
            start.elapsed()
        })
        .min()
        .expect("five runs")
}
