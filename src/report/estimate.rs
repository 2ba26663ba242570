//! What the candidate thought of a take, beside what was measured.

use crate::judgement::{Certainty, Finding, Judgement, SectionJudgement, Severity, late};
use crate::scenario::{Scenario, SectionRole};
use crate::session::Session;
use crate::time::Millis;
use crate::words::{clean, sentence};
use serde::Serialize;

/// One question of the estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Guess {
    /// For scripts: `over`, `number`, `deeds`.
    #[serde(rename = "about")]
    pub id: &'static str,
    /// What was asked, as a statement: "ran over".
    #[serde(skip)]
    pub about: &'static str,
    /// What the candidate thought.
    pub thought: bool,
    /// What was measured; `None` where it cannot be told.
    pub measured: Option<bool>,
    /// What it rests on.
    pub because: String,
}

impl Guess {
    /// Whether it was right; `None` where that cannot be told.
    pub fn right(&self) -> Option<bool> {
        Some(self.measured? == self.thought)
    }

    /// Both in one sentence.
    pub fn sentence(&self) -> String {
        let word = |yes: bool| if yes { "yes" } else { "no" };
        let thought = word(self.thought);
        let both = match self.measured {
            None => format!("you thought {thought}"),
            Some(measured) if measured == self.thought => format!("{thought}, as you thought"),
            Some(measured) => format!("{}, and you thought {thought}", word(measured)),
        };
        format!("{}: {both}. {}", self.about, self.because)
    }
}

/// How many were right, of those that can be told.
pub fn right(guesses: &[Guess]) -> (usize, usize) {
    let known = guesses.iter().filter_map(Guess::right);
    (known.clone().filter(|right| *right).count(), known.count())
}

/// The same as a line.
pub fn headline(guesses: &[Guess]) -> String {
    match right(guesses) {
        (_, 0) => "Your estimate".to_owned(),
        (right, all) if right == all => format!("Your estimate: {right} of {all} right"),
        (right, all) => format!("Your estimate: {right} of {all} right; here is the gap"),
    }
}

/// Each guess beside what was measured; empty where nothing was guessed or judged.
pub fn of(session: &Session, scenario: &Scenario) -> Vec<Guess> {
    let (Some(estimate), Some(judgement)) = (session.estimate, session.judgement.as_ref()) else {
        return Vec::new();
    };
    let guess = |id, about, thought: Option<bool>, (measured, because): (Option<bool>, String)| {
        Some(Guess {
            id,
            about,
            thought: thought?,
            measured,
            because: clean(&because),
        })
    };
    let number = number(judgement, scenario);
    let deeds = deeds(judgement);
    let guesses = [
        guess("over", "Ran over", estimate.over, over(judgement)),
        guess("number", "Gave the number", estimate.number, number),
        guess("deeds", "Said what you did", estimate.deeds, deeds),
    ];
    guesses.into_iter().flatten().collect()
}

fn over(judgement: &Judgement) -> (Option<bool>, String) {
    let (length, target) = (judgement.overall.length, judgement.overall.target);
    if length == Millis::ZERO || target == Millis::ZERO {
        return (None, "Nothing was timed.".into());
    }
    (Some(late(length, target)), format!("{length} of {target}."))
}

/// The sections that are for this.
fn parts<'a>(judgement: &'a Judgement, wanted: &[SectionRole]) -> Vec<&'a SectionJudgement> {
    let sections = judgement.sections.iter();
    let of = sections.filter(|judged| wanted.contains(&SectionRole::of(&judged.id)));
    of.filter(|judged| judged.measures.words > 0).collect()
}

/// The findings of these rules that are more than a note.
fn found<'a>(sections: &[&'a SectionJudgement], rules: &[&str]) -> Vec<&'a Finding> {
    let findings = sections.iter().flat_map(|section| &section.findings);
    findings
        .filter(|one| one.severity != Severity::Note && rules.contains(&one.rule.as_str()))
        .collect()
}

/// Whether the outcome is measured: by a figure of the story, or by another one.
fn number(judgement: &Judgement, scenario: &Scenario) -> (Option<bool>, String) {
    let mut sections = scenario.sections.iter();
    let wanted = match sections.any(|section| SectionRole::of(&section.id) == SectionRole::Result) {
        true => SectionRole::Result,
        false => SectionRole::Other,
    };
    // A short telling may begin with its figure, where no Result is looked for.
    let short = judgement.short.iter().flat_map(|short| &short.pieces);
    let mut kept = short.filter(|piece| piece.figure && SectionRole::of(&piece.section) == wanted);
    if kept.any(|piece| piece.heard == Certainty::Said) {
        return (Some(true), "The figure of the outcome was heard.".into());
    }
    let results = parts(judgement, &[wanted]);
    if results.is_empty() {
        return (None, "The Result was not told.".into());
    }
    if let Some(missing) = found(&results, &["missing-quantification"]).first() {
        return (Some(false), missing.message.clone());
    }
    let figures = results.iter().flat_map(|section| {
        let said = section.metrics.iter().filter(|metric| metric.said);
        let said = said.filter_map(|metric| metric.quote.clone());
        said.chain(section.quantities.iter().map(|one| one.quote.clone()))
    });
    match figures.clone().next() {
        Some(quote) => (Some(true), format!("“{quote}”.")),
        None => (Some(false), "No figure was heard in it.".into()),
    }
}

/// Rules that find work without its doer, or in other hands.
const HIDDEN: [&str; 3] = ["we-language", "passive-voice", "handoff"];
/// One slip among so many "I" hides nothing.
const MANY: usize = 4;

fn deeds(judgement: &Judgement) -> (Option<bool>, String) {
    let told = parts(judgement, &[SectionRole::Action, SectionRole::Other]);
    if told.is_empty() {
        return (None, "The Action was not told.".into());
    }
    let mine: usize = told.iter().map(|section| section.measures.i_count).sum();
    let hidden = found(&told, &HIDDEN);
    let slip = hidden.len() == 1 && mine >= MANY && hidden[0].rule != "handoff";
    match hidden.first() {
        Some(finding) if !slip => (Some(false), sentence(&finding.message)),
        _ if mine == 0 => (Some(false), "No “I” was heard in the Action.".into()),
        _ => (Some(true), format!("“I” {mine} times.")),
    }
}
