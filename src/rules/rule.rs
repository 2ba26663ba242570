//! The interface of a rule.

use crate::evidence::speech::Speech;
use crate::judgement::{About, Finding};

/// One rule. Pure and total: it cannot fail.
pub trait Rule: Sync {
    /// Its documentation.
    fn about(&self) -> &'static About;
    /// Adds its findings in one section.
    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>);
}
