//! The documentation of a rule.

/// The topic of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Time and speed.
    Pace,
    /// Whose work it was.
    Ownership,
    /// What proves the claims.
    Evidence,
    /// How it was said.
    Delivery,
    /// Whether the recording can be trusted.
    Recording,
}

impl Family {
    /// The id in `--json`.
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

/// What a rule documents about itself: `rehearse rules` prints it and the meta-tests run it.
#[derive(Debug)]
pub struct About {
    /// Stable id; the rule's file has the same name, with `_` for `-`.
    pub id: &'static str,
    /// The title that is shown.
    pub title: &'static str,
    /// What it is about.
    pub family: Family,
    /// The cost to an answer relative to other rules: it orders what to fix first and what to drill
    /// next. 0 for what costs little; any other number belongs to one rule only.
    pub gravity: u32,
    /// The weakness, worded to follow a section's title: "ended vaguely".
    pub weakness: &'static str,
    /// What it finds.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Where the rule and its thresholds come from.
    pub source: &'static str,
    /// Answers in which it must find something, each as `section: text`, which counts as 12 seconds, or
    /// `section seconds: text`.
    pub flags: &'static [&'static str],
    /// Similar answers in which it must not.
    pub allows: &'static [&'static str],
}
