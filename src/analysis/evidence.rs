//! How surely an idea was said.
//!
//! *Said* rests on words and grammar: the right person, as a fact. *Unsure* is what comes near it, in words
//! or in meaning, without that: it becomes a question to the candidate and never a finding. Only what is
//! *not said* may be called missing.

use serde::{Deserialize, Serialize};
use std::fmt::Debug;

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

/// How near texts are in meaning. A cosine sees neither who did something nor a denial, so it proposes
/// and the grammar decides.
pub trait Nearness: Debug + Sync {
    /// The part of `text` that is nearest to any of `idea`'s tellings, as bytes, and how near it is in
    /// thousandths. `None` where nothing can be said.
    fn nearest(&self, idea: &[&str], text: &str) -> Option<(std::ops::Range<usize>, i32)>;
}

/// Below this an idea is not there. On 98 ideas that real people's paraphrases say, 450 finds 96 of 100 and
/// takes 7 of 100 ideas of other stories for said.
const FAR: i32 = 450;

/// From here on an idea nearly always is there: 1 of 100 of other stories is.
const NEAR: i32 = 650;

/// What words and meaning make of an idea together. `words` is whether words alone come near it, and
/// `meaning` how near the nearest part of the text is, where that is known.
pub fn weigh(words: bool, meaning: Option<i32>) -> Heard {
    match meaning {
        Some(near) if near >= NEAR && words => Heard::Said,
        Some(near) if near >= FAR => Heard::Unsure,
        Some(_) => Heard::NotSaid,
        None if words => Heard::Unsure,
        None => Heard::NotSaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meaning_proposes_and_words_decide() {
        assert_eq!(weigh(true, None), Heard::Unsure);
        assert_eq!(weigh(false, None), Heard::NotSaid);
        assert_eq!(weigh(true, Some(449)), Heard::NotSaid);
        assert_eq!(weigh(true, Some(450)), Heard::Unsure);
        assert_eq!(weigh(false, Some(650)), Heard::Unsure);
        assert_eq!(weigh(true, Some(650)), Heard::Said);
    }
}
