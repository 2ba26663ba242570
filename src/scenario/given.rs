//! The time that a telling is given.

use crate::time::Millis;
use serde::Serialize;

/// The time that a telling was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Given {
    /// The time for the whole answer.
    pub length: Millis,
    /// What the story's own targets add up to.
    pub of: Millis,
}

impl Given {
    /// Less time than the story takes: something has to go.
    pub fn is_short(self) -> bool {
        self.length < self.of
    }
}
