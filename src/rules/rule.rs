//! What a rule is.

use crate::evidence::speech::Speech;
use crate::judgement::{About, Finding};

/// One rule. Pure, total and silent: it cannot fail.
pub trait Rule: Sync {
    /// What it is.
    fn about(&self) -> &'static About;
    /// Adds what it finds in one section.
    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>);
}
