//! What to drill today, and why: from the history alone. There is no clock in here; today is given.
//!
//! A proposal rests on evidence that the candidate can look up: which session, which section, which
//! figure. With little history it says so instead of guessing.

pub mod bank;
pub mod card;
pub mod debrief;
mod follow_ups;
mod proposals;
pub mod recall;
mod takes;
#[cfg(test)]
mod tests;
mod weakness;

pub use proposals::plan;
pub use weakness::{Weakness, weakest};

use crate::judgement::Leaning;
use crate::judgement::Severity;
use crate::scenario::Level;
use crate::scenario::follow_up::PREFIX;
use crate::scenario::leitner::Day;
use crate::session::Mode;
use crate::time::Millis;
use serde::Serialize;

/// Everything that a plan is made from.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// The day for which the plan is made.
    pub today: Day,
    /// Judged takes in the candidate's own voice, oldest first.
    pub takes: &'a [Take],
    /// What can be practised: the candidate's own stories first.
    pub stories: &'a [Story],
    /// Takes that were recorded and have no words yet.
    pub unheard: usize,
    /// How the interviewer's questions stand.
    pub questions: Questions,
}

/// How the questions of the retrieval drill stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Questions {
    /// Answered at least once.
    pub asked: usize,
    /// Of these, due today.
    pub due: usize,
    /// Of these, answered wrong last.
    pub wrong: usize,
}

/// One judged take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// Its number in `sessions list`.
    pub number: usize,
    /// When it was made.
    pub day: Day,
    /// Scenario id.
    pub story: String,
    /// How it was practised.
    pub mode: Mode,
    /// Which bar.
    pub level: Level,
    /// What was spoken, in speaking order.
    pub sections: Vec<Spoken>,
    /// Which way it leaned, where enough was told to lean at all.
    pub leaning: Option<Leaning>,
}

/// One section of a take.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spoken {
    /// Section id.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// How long it was.
    pub length: Millis,
    /// How long it should have been.
    pub target: Millis,
    /// Every we, us, our.
    pub we: usize,
    /// Ideas of the strong example: heard, and all of them.
    pub ideas: (usize, usize),
    /// Names of the measured values that were not said.
    pub unsaid: Vec<String>,
    /// Rule and severity of each finding.
    pub findings: Vec<(String, Severity)>,
}

/// Something that can be practised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Scenario id.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// The candidate's own.
    pub own: bool,
    /// How many sections the answer has.
    pub sections: usize,
    /// How many follow-up questions there are.
    pub follow_ups: usize,
    /// Questions of the knowledge check that were asked before and are due today.
    pub quiz_due: usize,
}

/// What to do today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// What the plan rests on, in a sentence or two.
    pub note: String,
    /// At most three, the most useful first. Never empty.
    pub proposals: Vec<Proposal>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// What kind of thing.
    pub kind: Kind,
    /// Scenario id.
    pub scenario: String,
    /// What to do, a sentence.
    pub what: String,
    /// Why, a sentence each.
    pub because: Vec<String>,
    /// Where that can be looked up.
    pub evidence: Vec<Evidence>,
    /// What to type.
    pub command: String,
}

/// Kinds of proposals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A story of one's own.
    Own,
    /// One section, twice.
    Drill,
    /// The whole answer.
    Whole,
    /// The whole answer under harder conditions.
    Harder,
    /// The interviewer's questions afterwards.
    FollowUps,
    /// The knowledge check.
    Quiz,
    /// Which story answers which question.
    Questions,
    /// A story that was not told yet.
    Another,
    /// The very first take.
    First,
}

/// One fact of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Number in `sessions list`.
    pub session: usize,
    /// Section id; absent where the whole take is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The rule that found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What was seen, as said of the section: "ran 12 s over its 20 s".
    pub figure: String,
}

impl Take {
    /// The sections of the answer, without follow-up questions.
    pub fn answer(&self) -> impl Iterator<Item = &Spoken> {
        self.sections
            .iter()
            .filter(|spoken| !spoken.id.starts_with(PREFIX))
    }

    /// The answers to follow-up questions.
    pub fn follow_ups(&self) -> impl Iterator<Item = &Spoken> {
        self.sections
            .iter()
            .filter(|spoken| spoken.id.starts_with(PREFIX))
    }
}

impl History<'_> {
    /// The takes of one story, oldest first.
    fn takes_of<'a>(&'a self, story: &'a str) -> impl DoubleEndedIterator<Item = &'a Take> {
        self.takes.iter().filter(move |take| take.story == story)
    }

    /// How many days ago.
    fn ago(&self, day: Day) -> u32 {
        self.today.0.saturating_sub(day.0)
    }
}

/// `today`, `yesterday`, `12 days ago`.
pub fn days_ago(today: Day, day: Day) -> String {
    match today.0.saturating_sub(day.0) {
        0 => "today".into(),
        1 => "yesterday".into(),
        days => format!("{days} days ago"),
    }
}
