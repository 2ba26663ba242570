//! What became of an open point that a question asked about.

use serde::{Deserialize, Serialize};

/// What became of an open point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "point")]
pub enum Outcome {
    /// What was open is said.
    Closed {
        /// The words.
        quote: String,
    },
    /// It may be; the judge cannot tell.
    Unsure,
    /// It is not said.
    Open,
    /// The answer is about something else.
    OffTopic,
}
