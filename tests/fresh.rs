//! The judge on candidates' own stories: notes become a scenario, and answers to it were written and
//! labelled before the judge was run on any of them. `cargo test --test fresh -- --nocapture` prints the
//! figures of both halves; the second half was held out until the work was done.
//!
//! Scored once, after that work: findings F1 0.82 (16 right, 6 wrong, 1 missed), 2 of 5 strong answers falsely
//! accused, no verdict wrong; of 53 said ideas 33 heard, 9 unsure, 11 missed. Both halves are regression tests now.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::print_stdout,
    clippy::disallowed_macros,
    reason = "prints its figures"
)]

use rehearse::analysis::judge_by_meaning;
use rehearse::judgement::{Bar, Certainty, Judgement, RuleSettings, SectionInput, Severity};
use rehearse::meaning::{Known, Meanings, minilm::Bundled};
use rehearse::scenario::{Level, Scenario, parse};
use rehearse::story::{from_notes, to_toml};
use rehearse::time::Millis;
use rehearse::transcript::Transcript;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct File {
    story: Vec<Story>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    trade: String,
    #[serde(default)]
    held: bool,
    notes: String,
    answer: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    who: String,
    #[serde(default)]
    strength: String,
    #[serde(default)]
    not_leaning: String,
    #[serde(default)]
    unsaid: Vec<String>,
    sections: BTreeMap<String, String>,
    #[serde(default)]
    finds: BTreeMap<String, Vec<String>>,
}

const SCORED: &[&str] = &[
    "we-language",
    "handoff",
    "passive-voice",
    "vague-ending",
    "generic-reflection",
    "missing-scope-boundary",
    "missing-quantification",
];

#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
    accused: usize,
    strong: usize,
    leaning: usize,
    said: [usize; 3],
    unsaid: [usize; 3],
    misses: Vec<String>,
}

impl Tally {
    fn f1(&self) -> f64 {
        let (right, wrong, missed) = (self.right as f64, self.wrong as f64, self.missed as f64);
        2.0 * right / (2.0 * right + wrong + missed)
    }

    fn print(&self, half: &str) {
        println!(
            "{half}: findings F1 {:.2} ({} right, {} wrong, {} missed); {} of {} strong answers accused; \
             {} verdicts wrong; said ideas {:?}, unsaid {:?} (said, unsure, not said)",
            self.f1(),
            self.right,
            self.wrong,
            self.missed,
            self.accused,
            self.strong,
            self.leaning,
            self.said,
            self.unsaid,
        );
    }
}

fn judged(scenario: &Scenario, answer: &Answer) -> Judgement {
    let texts: Vec<(&str, Transcript)> = answer
        .sections
        .iter()
        .map(|(id, text)| (id.as_str(), Transcript::from_text(text)))
        .collect();
    let spoken: Vec<SectionInput<'_>> = texts
        .iter()
        .map(|(id, transcript)| {
            let words = transcript.words.len() as u64;
            SectionInput::typed(id, Millis((words * 60_000 / 140).max(6000)), transcript)
        })
        .collect();
    let meanings = Meanings::new(&Bundled, Known::new());
    let bar = Bar::of(scenario, Level::Sde2);
    judge_by_meaning(bar, &spoken, &RuleSettings::default(), Some(&meanings))
}

/// Whether the phrase begins as a label does. Notes may leave out the subject that the phrase has.
fn belongs(label: &str, phrase: &str) -> bool {
    let bare = phrase.strip_prefix("I ").unwrap_or(phrase);
    phrase.starts_with(label) || bare.starts_with(label) || label.starts_with(bare)
}

fn score(file: &str, held: bool) -> Tally {
    let file: File = toml::from_str(file).unwrap();
    let mut tally = Tally::default();
    for story in file.story.iter().filter(|story| story.held == held) {
        let toml = to_toml(&from_notes(&story.trade, &story.notes));
        let scenario = parse("fresh.toml", &toml).unwrap();
        for answer in &story.answer {
            let who = format!("{}, {}", story.trade, answer.who);
            let judgement = judged(&scenario, answer);
            let mut accused = false;
            for section in &judgement.sections {
                let findings = section.findings.iter();
                let have: BTreeSet<&str> = findings
                    .filter(|one| one.severity != Severity::Note)
                    .map(|one| one.rule.as_str())
                    .filter(|rule| SCORED.contains(rule))
                    .collect();
                let wanted = answer.finds.get(&section.id).into_iter().flatten();
                let wanted: BTreeSet<&str> = wanted.map(String::as_str).collect();
                tally.right += have.intersection(&wanted).count();
                for rule in have.difference(&wanted) {
                    (tally.wrong, accused) = (tally.wrong + 1, true);
                    let told = section.findings.iter().filter(|one| one.rule == *rule);
                    let told: Vec<&str> = told
                        .map(|one| one.quote.as_deref().unwrap_or(&one.message))
                        .collect();
                    tally
                        .misses
                        .push(format!("{who}, {}: false {rule}: {told:?}", section.id));
                }
                for rule in wanted.difference(&have) {
                    tally.missed += 1;
                    tally
                        .misses
                        .push(format!("{who}, {}: missed {rule}", section.id));
                }
                for signal in &section.signals {
                    let mut unsaid = answer.unsaid.iter();
                    let unsaid = unsaid.any(|one| belongs(one, &signal.phrase));
                    let counts = if unsaid {
                        &mut tally.unsaid
                    } else {
                        &mut tally.said
                    };
                    counts[match signal.heard() {
                        Certainty::Said => 0,
                        Certainty::Unsure => 1,
                        Certainty::NotSaid => 2,
                    }] += 1;
                    if !unsaid && signal.heard() == Certainty::NotSaid {
                        tally.misses.push(format!(
                            "{who}, {}: not heard: {}",
                            section.id, signal.phrase
                        ));
                    }
                }
            }
            let leaning = judgement
                .overall
                .leaning
                .map(rehearse::judgement::Leaning::id);
            if leaning == Some(answer.not_leaning.as_str()) {
                tally.leaning += 1;
                tally
                    .misses
                    .push(format!("{who}: {}", judgement.overall.verdict));
            }
            if answer.strength == "strong" || answer.not_leaning == "no-hire" {
                tally.strong += 1;
                tally.accused += usize::from(accused);
            }
        }
    }
    tally
}

/// What a set must reach: in halves, each with its name and whether it was kept apart.
struct Wanted {
    halves: &'static [(&'static str, bool)],
    /// The least F1 of the findings.
    f1: f64,
    /// The most strong answers that are falsely accused.
    accused: usize,
    /// At most one of so many ideas that were said is called missing.
    missing: usize,
}

impl Wanted {
    /// Scores each half and compares.
    #[track_caller]
    fn reached(&self, file: &str) -> Vec<Tally> {
        let score = |&(half, held): &(&str, bool)| {
            let tally = score(file, held);
            tally.print(half);
            let misses = tally.misses.join("\n");
            println!("{misses}");
            assert!(tally.f1() >= self.f1, "{half}\n{misses}");
            assert!(tally.accused <= self.accused, "{half}\n{misses}");
            assert_eq!(tally.leaning, 0, "{half}\n{misses}");
            let said: usize = tally.said.iter().sum();
            assert!(tally.said[2] * self.missing <= said, "{half}\n{misses}");
            tally
        };
        self.halves.iter().map(score).collect()
    }
}

#[test]
fn stories_of_any_trade_are_judged_as_labelled() {
    let wanted = Wanted {
        halves: &[("seen while working", false), ("kept apart", true)],
        f1: 0.85,
        accused: 0,
        missing: 3,
    };
    for tally in wanted.reached(include_str!("judge/fresh.toml")) {
        // What was not said is rarely called said.
        let unsaid: usize = tally.unsaid.iter().sum();
        assert!(tally.unsaid[0] * 5 <= unsaid, "{:?}", tally.unsaid);
    }
}

/// The held-out half was scored once: F1 0.82, 5 of 16 strong answers
/// falsely accused, one of them "no hire", 20 of 83 said ideas called missing. Its faults were then
/// corrected; since then both halves are regression tests.
#[test]
fn answers_whose_authors_knew_no_judge_are_judged_as_labelled() {
    let wanted = Wanted {
        halves: &[("blind, first half", false), ("blind, kept apart", true)],
        f1: 0.90,
        accused: 0,
        missing: 4,
    };
    wanted.reached(include_str!("judge/blind.toml"));
}

/// The first half is told to notes as people post them; before it was looked at, it scored F1 0.81, with 6 of
/// 18 strong answers falsely accused. The half kept apart was scored once, after what the first had taught:
/// F1 0.82, 5 of 16 strong answers falsely accused, one of them "no hire", 24 of 184 said ideas called
/// missing. What it taught was then mended; since then both are regressions.
#[test]
fn answers_to_stories_as_people_post_them_are_judged_as_labelled() {
    let wanted = Wanted {
        halves: &[("posted", false), ("posted, kept apart", true)],
        f1: 0.90,
        accused: 0,
        missing: 7,
    };
    wanted.reached(include_str!("judge/posted.toml"));
}

/// Scored once, after the work on the others: F1 0.85 (46 right, 8 wrong, 8 missed), 1 of 16 strong answers falsely
/// accused, no verdict wrong, 17 of 132 said ideas called missing. A regression since.
#[test]
fn answers_of_a_third_author_are_judged_as_labelled() {
    let wanted = Wanted {
        halves: &[("third author", false)],
        f1: 0.90,
        accused: 0,
        missing: 7,
    };
    wanted.reached(include_str!("judge/third.toml"));
}

/// The notes leave out subjects, as notes do. Before anything was mended the halves scored F1 0.74 and 0.75, with 8
/// of 10 and 4 of 8 strong answers falsely accused and one "no hire". What the first half showed changed nothing in
/// the second; then both were mended, and both are regressions since.
#[test]
fn answers_of_a_fourth_author_are_judged_as_labelled() {
    let wanted = Wanted {
        halves: &[("fourth author", false), ("fourth author, second", true)],
        f1: 0.85,
        accused: 1,
        missing: 7,
    };
    wanted.reached(include_str!("judge/fourth.toml"));
}

/// Scored once, before any work on it: F1 0.79 (23 right, 3 wrong, 9 missed), 1 of 14 strong answers falsely accused,
/// no verdict wrong, 14 of 139 said ideas called missing. What it taught about a Task without the candidate raised
/// the sets of the other authors by 0.02 to 0.09, without a false accusation. A regression since.
#[test]
fn answers_of_a_fifth_author_are_judged_as_labelled() {
    let wanted = Wanted {
        halves: &[("fifth author", false)],
        f1: 0.85,
        accused: 0,
        missing: 10,
    };
    wanted.reached(include_str!("judge/fifth.toml"));
}

/// Scored once, after everything that the other five had taught: F1 0.86 (36 right, 4 wrong, 8 missed), 3 of 16 strong
/// answers falsely accused, no verdict wrong, 28 of 203 said ideas called missing, 13 of them because the notes of one
/// story were placed wrongly. A regression since.
#[test]
fn answers_of_a_sixth_author_are_judged_as_labelled() {
    let wanted = Wanted {
        halves: &[("sixth author", false)],
        f1: 0.85,
        accused: 1,
        missing: 10,
    };
    wanted.reached(include_str!("judge/sixth.toml"));
}

/// Scored once, before any work on it: F1 0.92 (41 right, none wrong, 7 missed), none of 16 strong answers accused, no
/// verdict wrong, 27 of 172 said ideas called missing, 9 of them because notes of one story, with single letters as
/// headings, were placed wrongly.
#[test]
fn answers_of_a_seventh_author_are_judged_as_labelled() {
    let wanted = Wanted {
        halves: &[("seventh author", false)],
        f1: 0.90,
        accused: 0,
        missing: 6,
    };
    wanted.reached(include_str!("judge/seventh.toml"));
}
