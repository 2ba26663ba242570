//! What a rule is.

use crate::analysis::Finding;
use crate::analysis::speech::Speech;

/// A rule explains itself: this is what `rehearse rules` prints and what the meta-tests run.
#[derive(Debug)]
pub struct About {
    /// Stable id; the rule's file has the same name.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
    /// What it finds.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Where the rule and its thresholds come from.
    pub source: &'static str,
    /// Answers in which it must find something, each as `section: text`.
    pub flags: &'static [&'static str],
    /// Look-alikes in which it must not.
    pub allows: &'static [&'static str],
}

/// One rule. Pure, total and silent: it cannot fail.
pub trait Rule: Sync {
    /// What it is.
    fn about(&self) -> &'static About;
    /// Adds what it finds in one section.
    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>);
}
