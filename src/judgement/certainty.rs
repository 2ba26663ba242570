//! Confidence that an idea was said.

use serde::{Deserialize, Serialize};

/// Confidence that an idea was said, the surest first.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// By the candidate, as a fact.
    Said,
    /// Perhaps; the candidate is asked.
    Unsure,
    /// No similar words were said.
    #[default]
    NotSaid,
}

impl Certainty {
    /// The id in `analyze --json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Unsure => "unsure",
            Self::NotSaid => "not-said",
        }
    }
}
