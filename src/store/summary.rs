//! What lists and plans need to know of a session: a few fields of `session.json`. Reading only
//! these keeps a thousand sessions under a tenth of a second without an index that could go stale.

use super::error::StoreError;
use super::folder::SessionFolder;
use crate::judgement::{Leaning, Measures, Severity};

use crate::scenario::{Lens, Level};
use crate::session::{Mode, Take};
use crate::time::{Millis, Span};
use serde::Deserialize;

/// A session in a search: who spoke what.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Summary {
    /// Version of the record.
    pub format: u32,
    /// Scenario id.
    pub scenario: String,
    /// The recording.
    pub take: Take,
    /// The spoken sections.
    pub sections: Vec<Part>,
}

/// A spoken section in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Part {
    /// Section id.
    pub id: String,
    /// Where it lies in the take.
    pub spans: Vec<Span>,
}

/// A session as a list and a plan see it: what was found, without the words and the sound.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Outcome {
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
    /// Which bar.
    pub level: Level,
    /// For which principle.
    #[serde(default)]
    pub lens: Option<Lens>,
    /// The recording.
    pub take: Take,
    /// The spoken sections.
    pub sections: Vec<Part>,
    /// What was found, if it was judged.
    #[serde(default)]
    pub judgement: Option<Judged>,
}

/// What was found, as far as a list and a plan need it: the quotes and sentences stay on the disk.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Judged {
    /// One for each spoken section, in scenario order.
    pub sections: Vec<JudgedPart>,
    /// Over all sections.
    pub overall: Aim,
}

/// The time that was aimed at, and which way the take leaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Aim {
    /// Over all sections.
    pub target: Millis,
    /// Which way it leaned, where enough was told to lean at all.
    #[serde(default)]
    pub leaning: Option<Leaning>,
}

/// What was found in one section.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct JudgedPart {
    /// Section id.
    pub id: String,
    /// Numbers without opinion.
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
    /// For people.
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

impl Outcome {
    /// How long was spoken.
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
    pub fn outcome(&self) -> Result<Outcome, StoreError> {
        self.read_record(|outcome: &Outcome| outcome.format)
    }
}
