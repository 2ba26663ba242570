//! A finding: what was seen, where, against which threshold, and what to do about it.

use crate::time::Span;
use crate::transcript::WordSpan;
use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Loses the bar.
    Fix,
    /// Would make the answer better.
    Improve,
    /// Good to know.
    Note,
}

impl Severity {
    /// The word for it in reports and settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fix => "fix",
            Self::Improve => "improve",
            Self::Note => "note",
        }
    }
}

/// Where the evidence is. Something missing has no place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// These words.
    Words(WordSpan),
    /// This silence, from the start of the section.
    Gap(Span),
    /// Several places that together make the finding.
    Many(Vec<WordSpan>),
    /// The whole section.
    Section,
}

/// What a finding is about, if the story names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// The metric with this id.
    Metric(String),
    /// The idea with this id.
    Idea(String),
}

/// One finding of one rule in one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Rule id, such as `we-language`.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// Where the evidence is.
    pub evidence: Evidence,
    /// The words, verbatim, if the evidence is words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Bytes of the transcript's text that the quote takes: start and end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<(usize, usize)>,
    /// When, from the start of the section, if times are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Span>,
    /// What it is about. Findings stored by older versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Subject>,
    /// What was found, in one or two sentences for the candidate.
    pub message: String,
    /// What to do instead, in the candidate's own terms.
    pub suggestion: String,
    /// What was measured, as shown: "27.4 s of 20 s". Empty if nothing is measured.
    pub measured: String,
    /// The threshold: "more than max(2 s, 10 %) over". Empty if there is none.
    pub threshold: String,
    /// Where the rule or the threshold comes from.
    pub source: String,
}
