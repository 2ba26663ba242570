//! What a short version of a story kept, and what its first words say.

use super::Certainty;
use serde::{Deserialize, Serialize};

/// Whether words state the point: a figure or an idea of the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "heard")]
pub enum PointCheck {
    /// They say one.
    Said {
        /// The words.
        quote: String,
    },
    /// Similar words were said, or the story has nothing to compare with.
    Unsure,
    /// Neither a figure nor an idea was said.
    NotSaid,
}

/// A story that was told in less time than it takes: what of it was said, in any section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortTelling {
    /// How it begins; absent if nothing was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// Every figure and idea of the story, in its order.
    pub pieces: Vec<StoryPiece>,
}

/// A figure or an idea of the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryPiece {
    /// Id of its section.
    pub section: String,
    /// Its own id.
    pub id: String,
    /// Whether it is a figure.
    pub figure: bool,
    /// Confidence that it was said.
    pub heard: Certainty,
}

/// The first sentence of a short version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The sentence.
    pub text: String,
    /// Whether it states the outcome.
    pub point: PointCheck,
}
