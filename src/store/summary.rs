//! What lists and plans need of a session: a few fields of `session.json`. Reading only
//! these takes less than a tenth of a second for a thousand sessions, without an index that could become stale.

use super::error::StoreError;
use super::folder::SessionFolder;
use crate::judgement::{Leaning, Measures, Severity};

use crate::scenario::{Lens, Level};
use crate::session::{Mode, Take};
use crate::time::{Millis, Span};
use serde::Deserialize;

/// A session in a search: which scenario and which sections.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Summary {
    /// Version of the record.
    pub format: u32,
    /// Scenario id.
    pub scenario: String,
    /// The recording.
    pub take: Take,
    /// The spoken sections.
    pub sections: Vec<SectionSpans>,
}

/// A spoken section in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SectionSpans {
    /// Section id.
    pub id: String,
    /// Its stretches of the take.
    pub spans: Vec<Span>,
}

/// A session in a list or a plan: the results, without words and sound.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SessionOutcome {
    /// Version of the record.
    pub format: u32,
    /// Start, RFC 3339 in UTC.
    pub started: String,
    /// Scenario id.
    pub scenario: String,
    /// Title of the scenario.
    pub title: String,
    /// How it was practised.
    pub mode: Mode,
    /// The level.
    pub level: Level,
    /// For which principle.
    #[serde(default)]
    pub lens: Option<Lens>,
    /// The time in which the story was to be told, where one was given.
    #[serde(default)]
    pub length: Option<Millis>,
    /// The recording.
    pub take: Take,
    /// The spoken sections.
    pub sections: Vec<SectionSpans>,
    /// The result, if it was judged.
    #[serde(default)]
    pub judgement: Option<Judged>,
}

/// The result, as far as a list or a plan needs it: quotes and sentences are not read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Judged {
    /// One for each spoken section, in scenario order.
    pub sections: Vec<JudgedPart>,
    /// Over all sections.
    pub overall: Aim,
}

/// Target time and leaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Aim {
    /// Over all sections.
    pub target: Millis,
    /// The leaning, where enough was said.
    #[serde(default)]
    pub leaning: Option<Leaning>,
}

/// The result of one section.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct JudgedPart {
    /// Section id.
    pub id: String,
    /// Measurements without a verdict.
    pub measures: Measures,
    /// The strong example's metrics.
    pub metrics: Vec<Named>,
    /// The strong example's ideas.
    pub signals: Vec<Covered>,
    /// The findings.
    pub findings: Vec<Found>,
}

/// A metric in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// The name that is shown.
    pub name: String,
    /// Said or not.
    pub said: bool,
}

/// An idea in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Covered {
    /// Signal id.
    pub id: String,
    /// Covered or not.
    pub covered: bool,
}

/// A finding in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Found {
    /// Rule id.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
}

impl SessionOutcome {
    /// Time spoken.
    pub fn length(&self) -> Millis {
        self.sections
            .iter()
            .flat_map(|part| &part.spans)
            .map(|span| span.length())
            .fold(Millis::ZERO, |sum, length| {
                Millis(sum.0.saturating_add(length.0))
            })
    }
}

impl SessionFolder {
    /// Reads what a search needs of the record.
    ///
    /// # Errors
    /// As [`SessionFolder::load`].
    pub fn summary(&self) -> Result<Summary, StoreError> {
        self.read_record(|summary: &Summary| summary.format)
    }

    /// Reads what a list or a plan needs of the record.
    ///
    /// # Errors
    /// As [`SessionFolder::load`].
    pub fn outcome(&self) -> Result<SessionOutcome, StoreError> {
        self.read_record(|outcome: &SessionOutcome| outcome.format)
    }
}
