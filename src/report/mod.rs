//! Reports: everything that is shown about a session.
//!
//! [`Report::of`] orders, rounds and words one [`Session`](crate::session::Session) with its judgement, once. Every format
//! ([`terminal`], [`markdown`], [`html`], [`json`], [`csv`]) renders that one value and never sees
//! the session, so no two formats can disagree.
//!
//! CONTRIBUTING.md says how to add a format.

pub mod bank;
mod build;
pub mod card;
pub mod compare;
pub mod csv;
pub(crate) mod debrief;
mod delivery;
pub mod estimate;
mod facts;
mod fixes;
mod headline;
mod heard;
pub mod html;
pub mod json;
pub mod log;
pub mod markdown;
mod method;
mod points;
pub(crate) mod recall;
mod recording;
mod retold;
pub mod review;
mod strong;
pub mod subtitles;
pub mod terminal;
pub mod trend;
mod verdict;
mod waveform;
pub(crate) use crate::words;
use crate::words::unless_empty;

pub(crate) use fixes::Fix;
pub(crate) use heard::{Misheard, Piece};
pub(crate) use method::Definition;
pub(crate) use retold::Retold;
pub(crate) use strong::StrongPiece;
pub use waveform::Waveform;

use crate::judgement::{
    Evidence, Measures, MetricCheck, Question, Role, Severity, SignalCheck, Subject,
};
use crate::scenario::{FollowUp, WeakAnswer};
use crate::time::{Millis, Span};
use crate::transcript::Dropped;
use serde::Serialize;

/// The version of the JSON that [`json`] writes. It changes only when a field is removed or changes its
/// meaning, not when fields are added.
pub const FORMAT: u32 = 1;

/// The contents of a report, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The session's folder name.
    pub id: String,
    /// Scenario id.
    pub scenario: String,
    /// Title of the scenario.
    pub title: String,
    /// What the interviewer asked.
    pub question: String,
    /// When it was spoken: `2026-11-23 09:12 UTC`.
    pub date: String,
    /// Level id, `sde2`.
    pub level_id: &'static str,
    /// Level, mode and lens as shown: `SDE 2`, `guided`, `Deliver Results lens`.
    pub setting: Setting,
    /// The model that wrote the words.
    pub model: Option<String>,
    /// The voice is synthetic, not a person's.
    pub synthetic: bool,
    /// One line: how many sections were on time, and the total time.
    pub headline: String,
    /// What limits this report: a synthetic voice, lost sound, a missing transcript. One sentence each.
    pub notes: Vec<String>,
    /// What the candidate thought of it before seeing this, beside what was measured. Often empty.
    pub estimate: Vec<estimate::Guess>,
    /// What a short telling kept and cut; absent where the story had its time.
    pub retold: Option<Retold>,
    /// At most three, the most costly first.
    pub fixes: Vec<Fix>,
    /// The text that replaces the fixes when there are none, else empty.
    pub no_fixes: String,
    /// The spoken sections, in speaking order.
    pub sections: Vec<SectionReport>,
    /// A sentence naming the sections missing from the take; empty when it is complete.
    pub unspoken: String,
    /// Ids of the sections missing from the take.
    pub not_spoken: Vec<String>,
    /// Pace, pauses, fillers over the whole answer.
    pub delivery: Vec<Fact>,
    /// What a bar raiser would think. Absent before the session is judged.
    pub verdict: Option<Verdict>,
    /// What the interviewer would ask next.
    pub follow_ups: Vec<FollowUp>,
    /// A weak answer to the same question and what a bar raiser thinks of it.
    pub weak_answer: Option<WeakAnswer>,
    /// How every number was measured.
    pub method: Vec<Definition>,
    /// Facts about the recording.
    pub recording: Vec<Fact>,
    /// Seconds, over all spoken sections.
    pub length: Millis,
    /// The target time, over all spoken sections.
    pub target: Millis,
    /// Every rule with findings, for `--fail-on`; sorted, without repetition.
    pub rules: Vec<String>,
}

/// How a take was practised, in words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// `SDE 2`.
    pub level: String,
    /// `guided`.
    pub mode: &'static str,
    /// `Deliver Results lens`, where there was one.
    pub lens: Option<String>,
    /// `in 0:30`, where the telling was given a time of its own.
    pub length: Option<String>,
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} · {}", self.level, self.mode)?;
        for more in self.lens.iter().chain(&self.length) {
            write!(f, " · {more}")?;
        }
        Ok(())
    }
}

/// One spoken section.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionReport {
    /// Section id.
    pub id: String,
    /// The title that is shown.
    pub title: String,
    /// Time taken.
    pub length: Millis,
    /// Target time.
    pub target: Millis,
    /// Past the target by more than the tolerance.
    pub late: bool,
    /// The transcript is empty.
    pub silent: bool,
    /// The row of the overview table, formatted.
    pub row: Row,
    /// The row as a sentence.
    pub summary: String,
    /// The question, for the answer to a follow-up.
    pub asked: Option<AnsweredFollowUp>,
    /// How loud the speech is, decibels below full scale times ten, where there was sound.
    pub speech_level: Option<i32>,
    /// Measurements without a verdict, once judged.
    pub measures: Option<Measures>,
    /// Values with units that were said.
    pub quantities: Vec<Quantity>,
    /// The strong example's metrics.
    pub metrics: Vec<MetricCheck>,
    /// The strong example's ideas.
    pub signals: Vec<SignalCheck>,
    /// How many ideas are covered, and how many are covered or expected at the level. Absent before
    /// the session is judged.
    pub ideas: Option<(usize, usize)>,
    /// The findings, by time; those about the whole section last. Those that only repeat `missing` are
    /// [told](Point::told) there and not shown again.
    pub findings: Vec<Point>,
    /// The transcript, character for character, except that control characters are replaced.
    pub text: String,
    /// The transcript divided into words, marks and pauses. Empty without a transcript.
    pub heard: Vec<Piece>,
    /// The text that replaces a missing transcript, else empty.
    pub no_words: String,
    /// Terms of the scenario that the recogniser misheard.
    pub misheard: Vec<Misheard>,
    /// Text that the recogniser produced without speech.
    pub dropped: Vec<Dropped>,
    /// The strong example with its key phrases marked. Empty where the scenario has none.
    pub strong: Vec<StrongPiece>,
    /// What the strong example contains and this answer does not: numbers, then ideas.
    pub missing: Vec<Missing>,
    /// The coaching for this section.
    pub coaching: String,
    /// What the source of the scenario leaves open about this section. May be empty.
    pub note: String,
    /// Remarks on the recording of this section: earlier tries, borders found from words. A sentence each.
    pub remarks: Vec<String>,
    /// Where the section lies in the take.
    pub spans: Vec<Span>,
    /// Silences of a second or more, from the section's start.
    pub pauses: Vec<Span>,
    /// The stretches with voice, from the section's start.
    pub voiced: Vec<Span>,
}

impl SectionReport {
    /// Time past the target.
    pub fn over(&self) -> Millis {
        self.length - self.target
    }

    /// The findings that are shown as such: all except those repeating `missing`.
    pub fn placed(&self) -> impl Iterator<Item = &Point> {
        self.findings.iter().filter(|point| !point.told)
    }

    /// What is to be said where nothing is listed as missing, and whether it is praise: only what was
    /// compared can be there.
    pub fn nothing_missing(&self) -> (bool, &'static str) {
        let (covered, ideas) = self.ideas.unwrap_or_default();
        match (ideas, self.metrics.len()) {
            (0, 0) => (
                false,
                "No ideas and no numbers are listed for this section, so nothing was compared.",
            ),
            _ if covered < ideas => (false, "Nothing for certain; of some ideas I am not sure."),
            (0, _) => (
                true,
                "Nothing: every number of the strong example is there.",
            ),
            (_, 0) => (true, "Nothing: every idea of the strong example is there."),
            _ => (
                true,
                "Nothing: every idea and number of the strong example is there.",
            ),
        }
    }

    /// A moment of the section as a moment of the take.
    pub fn in_take(&self, moment: Millis) -> Millis {
        crate::session::in_take(&self.spans, moment)
    }
}

/// Something that the strong example contains and the answer does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What it is, a line.
    pub text: String,
    /// The remedy for this and the lines before it, a sentence; empty where a later line has it.
    pub remedy: String,
}

/// The cells of a section in the overview table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Seconds said, one decimal.
    pub said: String,
    /// Target seconds.
    pub target: String,
    /// Seconds past the target, `+3.1`; empty when not over.
    pub over: String,
    /// Words a minute.
    pub pace: String,
    /// I and we: `7 / 2`.
    pub i_we: String,
    /// The numbers said, as they were said.
    pub numbers: String,
    /// Ideas covered: `3 of 4`.
    pub signals: String,
}

/// A number that was said, as in `--json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quantity {
    /// The words that say it.
    pub quote: String,
    /// Characters of the section's text: start.
    pub start: usize,
    /// Characters of the section's text: end.
    pub end: usize,
    /// The value.
    pub value: f64,
    /// The unit.
    pub unit: String,
    /// Whether it is an end of a change.
    pub role: Role,
}

/// One finding, formatted.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Number within the report, from 1, in section order: marks and anchors refer to it. Those
    /// that are told elsewhere come last.
    pub number: usize,
    /// The section's list of what is missing already contains it.
    pub told: bool,
    /// Rule id.
    pub rule: String,
    /// The title of the rule.
    pub title: String,
    /// How much it matters.
    pub severity: Severity,
    /// Where the evidence is.
    pub evidence: Evidence,
    /// When, from the start of the section.
    pub at: Option<Span>,
    /// When, from the start of the take.
    pub in_take: Option<Millis>,
    /// Where, as shown: `0:41`, `+3.1 s` for an overrun, or empty.
    pub place: String,
    /// The words, verbatim.
    pub quote: Option<String>,
    /// Characters of the section's text that are quoted.
    pub chars: Option<(usize, usize)>,
    /// The metric or idea that it is about.
    pub about: Option<Subject>,
    /// What was found.
    pub message: String,
    /// What to do instead.
    pub suggestion: String,
    /// Measurement and threshold as one phrase. May be empty.
    pub measured: String,
    /// Where the rule comes from.
    pub source: String,
}

/// A labelled sentence or value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The label: "Pace".
    pub label: &'static str,
    /// The text.
    pub text: String,
}

impl std::fmt::Display for Fact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.label, self.text)
    }
}

/// Those of the facts that are known.
fn known<const N: usize>(facts: [(&'static str, Option<String>); N]) -> Vec<Fact> {
    let known = facts.into_iter().filter_map(|(label, text)| {
        let text = text?;
        Some(Fact { label, text })
    });
    known.collect()
}

/// What a bar raiser would think, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// One paragraph.
    pub text: String,
    /// Why, one reason a line.
    pub because: Vec<String>,
    /// The id of the leaning, as in `analyze --json`.
    pub leaning: Option<&'static str>,
    /// The judge's questions.
    pub questions: Vec<Question>,
    /// The command that asks the questions with yes or no as answers; none for the demo's takes, which are
    /// not the candidate's.
    pub answer: Option<String>,
    /// The bar of the level and the weight of the lens.
    pub held_to: Vec<Fact>,
    /// The one thing to drill next, a sentence.
    pub next: String,
    /// The section to drill.
    pub next_section: Option<String>,
    /// The command that starts that drill.
    pub command: Option<String>,
}

/// A follow-up question that was answered in this session.
#[derive(Debug, Clone, PartialEq)]
pub struct AnsweredFollowUp {
    /// The question and what it probes, with a weak and a strong answer.
    pub follow_up: FollowUp,
    /// How the answer compares with the two, a sentence. Empty before it is judged.
    pub standing: String,
}

impl AnsweredFollowUp {
    /// The weak answer and why it is weak; empty where there is none.
    fn weak(&self) -> String {
        unless_empty(&self.follow_up.weak, |weak| {
            let text = format!("“{weak}” {}", self.follow_up.weak_because);
            text.trim_end().to_owned()
        })
    }
}

impl Report {
    /// Level, mode, lens, and date; typed text has no date.
    pub fn occasion(&self) -> String {
        if self.date.is_empty() {
            self.setting.to_string()
        } else {
            format!("{} · {}", self.setting, self.date)
        }
    }

    /// Every finding, in section order.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.sections.iter().flat_map(|section| &section.findings)
    }
}
