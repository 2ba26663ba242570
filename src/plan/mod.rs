//! What to drill today, and why, from the history alone. Pure: today's date is an argument.
//!
//! A proposal names its evidence: which session, which section, which
//! figure. With little history it says so instead of guessing.

pub mod bank;
pub mod card;
pub mod debrief;
mod follow_ups;
pub mod interviews;
pub mod loop_order;
mod proposals;
pub(crate) mod recall;
mod takes;
#[cfg(test)]
mod tests;
mod weakness;

pub(crate) use proposals::plan;
pub(crate) use weakness::weakest;

use crate::judgement::Leaning;
use crate::judgement::Severity;
use crate::scenario::Level;
use crate::scenario::follow_up::PREFIX;
use crate::scenario::leitner::Day;
use crate::session::Mode;
use crate::time::Millis;
use serde::Serialize;

/// The input of a plan.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// The day for which the plan is made.
    pub today: Day,
    /// Judged takes in the candidate's own voice, oldest first.
    pub takes: &'a [Take],
    /// The scenarios: the candidate's own stories first.
    pub stories: &'a [Story],
    /// Takes that were recorded and are not transcribed yet.
    pub unheard: usize,
    /// The state of the retrieval drill.
    pub questions: Questions,
    /// What real interviews asked, oldest first.
    pub asked: &'a [interviews::InterviewQuestion],
    /// Ids of the principles that no own story serves.
    pub gaps: &'a [String],
}

/// The state of the retrieval drill.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Questions {
    /// Answered at least once.
    pub asked: usize,
    /// How many of them are due today.
    pub due: usize,
    /// How many of them were last answered wrong.
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
    /// At which level.
    pub level: Level,
    /// The time in which the story was to be told, where one was given.
    pub length: Option<Millis>,
    /// What was spoken, in speaking order.
    pub sections: Vec<TakeSection>,
    /// The leaning, if enough was said.
    pub leaning: Option<Leaning>,
}

/// One section of a take.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TakeSection {
    /// Section id.
    pub id: String,
    /// The title that is shown.
    pub title: String,
    /// How long it was.
    pub length: Millis,
    /// Its target time.
    pub target: Millis,
    /// How often "we", "us" or "our" was said.
    pub we: usize,
    /// Ideas of the strong example: how many were covered, of how many.
    pub ideas: (usize, usize),
    /// Names of the measured values that were not said.
    pub unsaid: Vec<String>,
    /// Rule and severity of each finding.
    pub findings: Vec<(String, Severity)>,
}

/// A scenario that can be practised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Scenario id.
    pub id: String,
    /// The title that is shown.
    pub title: String,
    /// Whether it is the candidate's own.
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
    /// What the plan is based on, in a sentence or two.
    pub note: String,
    /// At most three, the most useful first. Never empty.
    pub proposals: Vec<Proposal>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// How useful it is, compared with others.
    #[serde(skip)]
    pub weight: u32,
    /// What kind of thing.
    pub kind: Kind,
    /// Scenario id.
    pub scenario: String,
    /// What to do, a sentence.
    pub what: String,
    /// Why, a sentence each.
    pub because: Vec<String>,
    /// The sessions that show it.
    pub evidence: Vec<Evidence>,
    /// The command to run.
    pub command: String,
}

/// Kinds of proposals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An own story.
    Own,
    /// One section, twice.
    Drill,
    /// The whole answer.
    Whole,
    /// The whole answer under harder conditions.
    Harder,
    /// The whole answer in half the time.
    Shorter,
    /// The interviewer's questions afterwards.
    FollowUps,
    /// The knowledge check.
    Quiz,
    /// Which story answers which question.
    Questions,
    /// What a real interview asked for.
    Interview,
    /// A story that has not been told yet.
    Another,
    /// The very first take.
    First,
}

/// One fact of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Number in `sessions list`.
    pub session: usize,
    /// Section id; absent if it is about the whole take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The rule that found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What was found, to follow the section's title: "ran 12 s over its 20 s".
    pub figure: String,
}

impl Take {
    /// The sections of the answer, without follow-up questions.
    pub fn answer(&self) -> impl Iterator<Item = &TakeSection> {
        self.sections
            .iter()
            .filter(|spoken| !spoken.id.starts_with(PREFIX))
    }

    /// The answers to follow-up questions.
    pub fn follow_ups(&self) -> impl Iterator<Item = &TakeSection> {
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
