//! A candidate's own story: from notes to a scenario file, with a coach's advice while writing.
//!
//! * [`from_notes`]: plain text or Markdown becomes a [`Draft`].
//! * [`propose`] and [`measured`]: key phrases and measured values found in the text.
//! * [`principles`] and [`suited`]: the leadership principles that the text may serve, by its words and by meaning.
//! * [`to_toml`]: a draft becomes a commented file that `scenario check` accepts.
//! * [`coach::advice`]: advice on a valid story.

pub(crate) mod coach;
mod labels;
pub(crate) mod measured;
mod notes;
mod place;
pub(crate) mod principles;
pub(crate) mod propose;
pub mod suited;
mod write;

pub use notes::from_notes;
pub(crate) use notes::{spoken, stories};
pub(crate) use place::plain;
pub use write::to_toml;

use serde::{Deserialize, Serialize};

/// A story before it becomes a scenario.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The title that is shown.
    pub title: String,
    /// What the interviewer asks. If empty, the title.
    pub question: String,
    /// The leadership principle. May be empty.
    pub principle: String,
    /// What to say in each of the five sections, in order. May be empty.
    pub sections: [String; 5],
    /// Notes that belong to no section. They are kept in the file as comments.
    pub left_over: Vec<String>,
    /// How many notes each section holds: lines, and sentences where a line was divided.
    pub lines: [usize; 5],
    /// Notes in `left_over`.
    pub unplaced: usize,
    /// Ids of the principles that it is nearest to in meaning ([`suited::nearest`]); empty if that was not asked.
    #[serde(skip)]
    pub nearest: Vec<String>,
    /// Whether the notes name their sections. Without labels, paragraphs are taken in order.
    pub has_headings: bool,
}

#[cfg(test)]
mod tests;
