//! The judge on answers that were written and labelled before it was tuned on any of them: thirty
//! speakers to the first scenario, five dozen by authors who did not know the judge, and stories of six
//! trades that have no accepted wordings.
//! `cargo test --test unseen -- --nocapture` prints the figures.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::print_stdout,
    clippy::disallowed_macros,
    reason = "prints its figures"
)]

use rehearse::analysis::judge;
use rehearse::judgement::{Bar, SectionInput, SectionJudgement, Severity};
use rehearse::scenario::{self, Level, Scenario};
use rehearse::time::Millis;
use rehearse::transcript::Transcript;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

#[derive(Deserialize)]
struct Speakers {
    speaker: Vec<Speaker>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Speaker {
    who: String,
    #[serde(default)]
    level: Level,
    /// Not looked at during the first round of tuning.
    #[serde(default)]
    aside: bool,
    /// Written after all tuning.
    #[serde(default)]
    fresh: bool,
    section: Vec<Labelled>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labelled {
    id: String,
    /// With its labels in braces; see the head of the file.
    text: String,
    #[serde(default)]
    covered: Vec<String>,
    #[serde(default)]
    metrics: Vec<String>,
    #[serde(default)]
    finds: Vec<String>,
}

/// A label in the text: its kind, and the bytes of the plain text that it covers.
struct Mark {
    says: String,
    at: Range<usize>,
}

/// The plain text and its labels. `{we}` becomes "we".
fn unmarked(text: &str) -> (String, Vec<Mark>) {
    let (mut plain, mut marks) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (mark, tail) = after.split_once('}').unwrap();
        plain.push_str(before);
        let start = plain.len();
        let (says, words) = mark.split_once('|').unwrap_or(("we", mark));
        plain.push_str(words);
        marks.push(Mark {
            says: says.to_owned(),
            at: start..plain.len(),
        });
        rest = tail;
    }
    plain.push_str(rest);
    (plain, marks)
}

/// Right, wrong and missed, and what was wrong or missed.
#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
    misses: Vec<String>,
}

impl Tally {
    fn add(&mut self, said: bool, wanted: bool, what: impl Fn() -> String) {
        match (said, wanted) {
            (true, true) => self.right += 1,
            (true, false) => {
                self.wrong += 1;
                self.misses.push(format!("wrong: {}", what()));
            }
            (false, true) => {
                self.missed += 1;
                self.misses.push(format!("missed: {}", what()));
            }
            (false, false) => {}
        }
    }

    fn share(right: usize, all: usize) -> f64 {
        if all == 0 {
            1.0
        } else {
            right as f64 / all as f64
        }
    }

    fn precision(&self) -> f64 {
        Self::share(self.right, self.right + self.wrong)
    }

    fn recall(&self) -> f64 {
        Self::share(self.right, self.right + self.missed)
    }

    fn f1(&self) -> f64 {
        Self::share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    fn line(&self, name: &str) -> String {
        format!(
            "{name:24} precision {:.3}  recall {:.3}  F1 {:.3}  ({} right, {} wrong, {} missed)",
            self.precision(),
            self.recall(),
            self.f1(),
            self.right,
            self.wrong,
            self.missed
        )
    }
}

fn judged(scenario: &Scenario, level: Level, id: &str, text: &str) -> SectionJudgement {
    let transcript = Transcript::from_text(text);
    let target = scenario.section(id).unwrap().target;
    let spoken = SectionInput::typed(id, Millis(target.0 * 3 / 5), &transcript);
    let bar = Bar {
        scenario,
        level,
        lens: None,
    };
    judge(bar, &[spoken]).sections.remove(0)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

const WE: &[&str] = &[
    "we",
    "we're",
    "we've",
    "we'd",
    "we'll",
    "us",
    "our",
    "ours",
    "ourselves",
    "let's",
];

/// One finding a section is enough.
const ONCE: &[&str] = &[
    "passive-voice",
    "handoff",
    "vague-ending",
    "generic-reflection",
    "missing-scope-boundary",
];

/// Scores the quantities of a section against the marks of its text.
fn score_quantities(
    found: &SectionJudgement,
    marks: &[Mark],
    tally: &mut Tally,
    who: &str,
    text: &str,
) {
    let mut have: Vec<_> = found.quantities.iter().collect();
    let labels = ["we", "hedge", "um"];
    for mark in marks
        .iter()
        .filter(|mark| !labels.contains(&mark.says.as_str()))
    {
        for label in mark.says.split(';') {
            let (value, unit) = label.trim().split_once(' ').unwrap_or((label.trim(), ""));
            let value: f64 = value.parse().unwrap();
            let hit = have.iter().position(|one| {
                overlap(&(one.start..one.end), &mark.at)
                    && (one.value - value).abs() < 1e-6 * value.abs().max(1.0)
                    && (unit.is_empty() || one.unit == unit)
            });
            tally.add(hit.is_some(), true, || format!("{who}{label} in {text:?}"));
            hit.map(|hit| have.remove(hit));
        }
    }
    for extra in have {
        tally.add(true, false, || format!("{who}{extra:?}"));
    }
}

fn score(scenario: &Scenario, speaker: &Speaker, all: &mut BTreeMap<&'static str, Tally>) {
    let who = &speaker.who;
    for labelled in &speaker.section {
        let (text, marks) = unmarked(&labelled.text);
        let found = judged(scenario, speaker.level, &labelled.id, &text);
        let places = |rule: &str| -> Vec<Range<usize>> {
            let of_rule = found.findings.iter().filter(|one| one.rule == rule);
            of_rule
                .filter(|one| one.severity != Severity::Note || rule != "we-language")
                .filter_map(|one| one.bytes.map(|(start, end)| start..end))
                .collect()
        };

        let transcript = Transcript::from_text(&text);
        let hidden = places("we-language");
        let tally = all.entry("we-language").or_default();
        for (word, at) in transcript.words.iter().zip(transcript.byte_ranges()) {
            let bare = word.text.trim_matches(|c: char| !c.is_alphanumeric());
            if !WE.contains(&bare.to_lowercase().as_str()) || bare == "US" {
                continue;
            }
            let said = hidden.iter().any(|one| overlap(one, &at));
            let wanted = marks
                .iter()
                .any(|mark| mark.says == "we" && overlap(&mark.at, &at));
            tally.add(said, wanted, || format!("{who}: {bare} in {text:?}"));
        }

        for (rule, says) in [("hedge", "hedge"), ("filler", "um")] {
            let mut have = places(rule);
            let tally = all.entry(rule).or_default();
            for mark in marks.iter().filter(|mark| mark.says == says) {
                let hit = have.iter().position(|one| overlap(one, &mark.at));
                tally.add(hit.is_some(), true, || {
                    format!("{who}: {}", &text[mark.at.clone()])
                });
                hit.map(|hit| have.remove(hit));
            }
            for extra in have {
                tally.add(true, false, || format!("{who}: {}", &text[extra.clone()]));
            }
        }

        for rule in ONCE {
            let said = found.findings.iter().any(|one| one.rule == *rule);
            let wanted = labelled.finds.iter().any(|one| one == rule);
            let tally = all.entry("findings of a section").or_default();
            tally.add(said, wanted, || format!("{who}: {rule} in {text:?}"));
        }

        let tally = all.entry("quantities").or_default();
        score_quantities(&found, &marks, tally, &format!("{who}: "), &text);

        for signal in &found.signals {
            let wanted = labelled.covered.contains(&signal.id);
            let tally = all.entry("signals").or_default();
            tally.add(signal.covered, wanted, || {
                format!("{who}: {} in {text:?}", signal.id)
            });
        }
        for metric in &found.metrics {
            let wanted = labelled.metrics.contains(&metric.id);
            let tally = all.entry("metrics").or_default();
            tally.add(metric.said, wanted, || {
                format!("{who}: {} in {text:?}", metric.id)
            });
        }
    }
}

/// Which speakers.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    First,
    Aside,
    Fresh,
}

fn speakers(scenario: &Scenario, only: Option<Part>) -> BTreeMap<&'static str, Tally> {
    let file: Speakers = toml::from_str(include_str!("judge/speakers.toml")).unwrap();
    let mut all = BTreeMap::new();
    for speaker in &file.speaker {
        let part = match (speaker.aside, speaker.fresh) {
            (_, true) => Part::Fresh,
            (true, _) => Part::Aside,
            _ => Part::First,
        };
        if only.is_none_or(|only| only == part) {
            score(scenario, speaker, &mut all);
        }
    }
    all
}

#[test]
fn speakers_are_judged_as_labelled() {
    let scenario = scenario::builtin("caught-critical-issue").unwrap();
    let parts = [
        ("first half", Part::First),
        ("set aside", Part::Aside),
        ("written last", Part::Fresh),
    ];
    for (which, part) in parts {
        println!("{which}");
        for (name, tally) in speakers(&scenario, Some(part)) {
            println!("  {}", tally.line(name));
        }
    }
    for (name, tally) in speakers(&scenario, None) {
        assert!(
            tally.f1() >= 0.9,
            "{}\n{}",
            tally.line(name),
            tally.misses.join("\n")
        );
    }
}

#[test]
fn strangers_are_judged_as_labelled() {
    let scenario = scenario::builtin("caught-critical-issue").unwrap();
    let file: Speakers = toml::from_str(include_str!("judge/strangers.toml")).unwrap();
    let mut all = BTreeMap::new();
    for speaker in &file.speaker {
        score(&scenario, speaker, &mut all);
    }
    for (name, tally) in &all {
        println!("  {}", tally.line(name));
    }
    for (name, tally) in all {
        let misses = tally.misses.join("\n");
        assert!(tally.f1() >= 0.9, "{}\n{misses}", tally.line(name));
    }
}

#[test]
fn signals_are_heard_without_accepted_wordings() {
    let mut scenario = scenario::builtin("caught-critical-issue").unwrap();
    for section in &mut scenario.sections {
        for signal in &mut section.signals {
            signal.accept.clear();
        }
    }
    let signals = &speakers(&scenario, None)["signals"];
    println!("{}", signals.line("signals without lists"));
    let misses = signals.misses.join("\n");
    assert!(signals.precision() >= 0.9, "{misses}");
    assert!(signals.recall() >= 0.75, "{misses}");
}

#[derive(Deserialize)]
struct Trades {
    story: Vec<Story>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    name: String,
    #[serde(default)]
    aside: bool,
    scenario: String,
    answer: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    section: String,
    text: String,
    covered: Vec<String>,
}

#[test]
fn own_stories_of_any_trade_are_heard() {
    let file: Trades = toml::from_str(include_str!("judge/unseen-trades.toml")).unwrap();
    let (mut first, mut aside) = (Tally::default(), Tally::default());
    for story in &file.story {
        let scenario = scenario::parse(&story.name, &story.scenario)
            .unwrap_or_else(|faults| panic!("{}: {faults:?}", story.name));
        for answer in &story.answer {
            let section = judged(&scenario, Level::Sde2, &answer.section, &answer.text);
            for signal in &section.signals {
                let wanted = answer.covered.contains(&signal.id);
                let tally = if story.aside { &mut aside } else { &mut first };
                tally.add(signal.covered, wanted, || {
                    format!("{}: {} in {:?}", story.name, signal.id, answer.text)
                });
            }
        }
    }
    println!("{}\n{}", first.line("first half"), aside.line("set aside"));
    for tally in [first, aside] {
        let misses = tally.misses.join("\n");
        assert!(tally.precision() >= 0.9, "{misses}");
        assert!(tally.recall() >= 0.75, "{misses}");
    }
}
