//! Whether the open point that a question asked about was settled.

use serde::{Deserialize, Serialize};

/// The outcome for an open point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "point")]
pub enum PointOutcome {
    /// What was open has been said.
    Closed {
        /// The words.
        quote: String,
    },
    /// Perhaps; the judge cannot tell.
    Unsure,
    /// It is not said.
    Open,
    /// The answer is about something else.
    OffTopic,
}
