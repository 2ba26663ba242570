//! A candidate's own story: from notes to a scenario file, with a coach's advice while writing.
//!
//! * [`from_notes`]: plain text or Markdown becomes a [`Draft`].
//! * [`propose`] and [`measured`]: key phrases and measured values that the text itself carries.
//! * [`principles`]: the leadership principles that the text may serve.
//! * [`to_toml`]: a draft becomes a commented file that `scenario check` accepts.
//! * [`coach::advice`]: what a coach would say about a story that is valid.

pub mod coach;
pub mod measured;
mod notes;
pub mod principles;
pub mod propose;
mod write;

pub use notes::{from_notes, paragraph_of, plain, stories};
pub use write::to_toml;

use serde::{Deserialize, Serialize};

/// A story on its way to becoming a scenario.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Title for people.
    pub title: String,
    /// What the interviewer asks. Empty: the title.
    pub question: String,
    /// The leadership principle. May be empty.
    pub principle: String,
    /// What to say in each of the five sections, in their order. May be empty.
    pub sections: [String; 5],
    /// Notes that found no place. They are kept in the file as comments.
    pub left_over: Vec<String>,
    /// The notes named their parts. Without that, paragraphs are taken in the order of telling.
    pub has_headings: bool,
}

#[cfg(test)]
mod tests;
