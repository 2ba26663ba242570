//! What lists and plans need to know of a session: a few fields of `session.json`. Reading only
//! these keeps a thousand sessions under a tenth of a second without an index that could go stale.

use super::{SessionFolder, StoreError};
use crate::analysis::Judgement;
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
    pub judgement: Option<Judgement>,
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
