//! The role of a section.

use super::follow_up;

/// The role of a section by its id; other ids are [`SectionRole::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SectionRole {
    /// Where and what.
    Situation,
    /// Whose responsibility it was and what was to be done.
    Task,
    /// What the candidate did.
    Action,
    /// The outcome.
    Result,
    /// What was learned.
    Reflection,
    /// An answer to a follow-up question.
    FollowUp,
    /// Anything else.
    Other,
}

impl SectionRole {
    /// By section id.
    pub fn of(id: &str) -> Self {
        match id {
            "situation" => Self::Situation,
            "task" => Self::Task,
            "action" => Self::Action,
            "result" => Self::Result,
            "reflection" => Self::Reflection,
            id if id.starts_with(follow_up::PREFIX) => Self::FollowUp,
            _ => Self::Other,
        }
    }
}
