//! What a rule says of itself.

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Time and speed.
    Pace,
    /// Whose work it was.
    Ownership,
    /// What proves it.
    Evidence,
    /// How it was said.
    Delivery,
    /// Whether the recording can be trusted.
    Recording,
}

impl Family {
    /// As in the contract.
    pub fn id(self) -> &'static str {
        match self {
            Self::Pace => "pace",
            Self::Ownership => "ownership",
            Self::Evidence => "evidence",
            Self::Delivery => "delivery",
            Self::Recording => "recording",
        }
    }
}

/// A rule explains itself: this is what `rehearse rules` prints and what the meta-tests run.
#[derive(Debug)]
pub struct About {
    /// Stable id; the rule's file has the same name.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
    /// What it is about.
    pub family: Family,
    /// How much it costs an answer, against other rules: what to fix first and what to drill next go
    /// by it. 0 for what costs little.
    pub gravity: u32,
    /// What it says of a section, behind the section's title: "ended vaguely".
    pub weakness: &'static str,
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
