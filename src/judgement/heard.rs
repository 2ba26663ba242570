//! How surely an idea was said.

use serde::{Deserialize, Serialize};

/// How surely an idea was said.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Heard {
    /// By the right person, as a fact.
    Said,
    /// It may have been; one asks.
    Unsure,
    /// Nothing comes near it.
    #[default]
    NotSaid,
}

impl Heard {
    /// As in the contract for `analyze`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Unsure => "unsure",
            Self::NotSaid => "not-said",
        }
    }
}
