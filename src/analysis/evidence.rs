//! How surely an idea was said.
//!
//! *Said* rests on words and grammar: the right person, as a fact. *Unsure* is what comes near it, in words
//! or in meaning, without that: it becomes a question to the candidate and never a finding. Only what is
//! *not said* may be called missing.

use crate::meaning::{PerMille, SAID, UNSURE};
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

/// What words and meaning make of an idea together. `words` is whether words alone come near it, and
/// `meaning` how near the nearest part of the answer is, where that is known. A cosine sees neither who
/// did something nor a denial, so alone it never says more than that one should ask.
pub fn weigh(words: bool, meaning: Option<PerMille>) -> Heard {
    let near = meaning.unwrap_or(PerMille(0));
    match words {
        true if near >= SAID => Heard::Said,
        true => Heard::Unsure,
        false if near >= UNSURE => Heard::Unsure,
        false => Heard::NotSaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meaning_proposes_and_words_decide() {
        let at = |words, near| weigh(words, Some(PerMille(near)));
        assert_eq!(weigh(true, None), Heard::Unsure);
        assert_eq!(weigh(false, None), Heard::NotSaid);
        assert_eq!(at(false, 449), Heard::NotSaid);
        assert_eq!(at(true, 449), Heard::Unsure);
        assert_eq!(at(false, 450), Heard::Unsure);
        assert_eq!(at(false, 650), Heard::Unsure);
        assert_eq!(at(true, 650), Heard::Said);
    }
}
