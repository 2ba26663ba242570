//! Which way a bar raiser leans, where enough was told to lean at all.

use super::{EVIDENCE, Facts, OWNERSHIP};
use crate::analysis::Severity;
use crate::analysis::speech::Part;

/// Which way a bar raiser leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaning {
    Hire,
    Undecided,
    NoHire,
}

/// What was done and what came of it: without these nobody can decide.
const DECIDING: [Part; 2] = [Part::Action, Part::Result];

/// Fewer parts than this are a drill.
const PARTS: usize = 3;

impl Facts<'_> {
    /// The leaning as a sentence, or why there is none.
    pub(super) fn leaning(&self) -> String {
        if !self.tells() {
            return self.sentence(self.lean());
        }
        let parts = self.told().count();
        if self.speeches.len() < PARTS.min(self.bar.scenario.sections.len()) {
            return match parts {
                1 => "One part alone gives no leaning.".into(),
                _ => "Two parts alone give no leaning.".into(),
            };
        }
        let missing: Vec<String> = self
            .bar
            .scenario
            .sections
            .iter()
            .filter(|section| {
                let part = Part::of(&section.id);
                DECIDING.contains(&part) && !self.spoken(part)
            })
            .map(|section| section.title.clone())
            .collect();
        if missing.is_empty() {
            self.sentence(self.lean())
        } else {
            let without = missing.join(" and ");
            format!(
                "No leaning: {without} {} not spoken.",
                if missing.len() == 1 { "was" } else { "were" }
            )
        }
    }

    fn sentence(&self, leaning: Leaning) -> String {
        let about = if self.bar.scenario.principle.is_empty() {
            String::new()
        } else {
            format!(" for {}", self.bar.scenario.principle)
        };
        let part = if self.told().count() < self.bar.scenario.sections.len() {
            ", on what was spoken"
        } else {
            ""
        };
        match leaning {
            Leaning::Hire => format!("Leaning hire{about}{part}."),
            Leaning::Undecided if self.half_heard() => format!(
                "Undecided{about}{part}: few of this story's ideas were heard. Some may have been said in \
                 words that are not known here."
            ),
            Leaning::Undecided => {
                format!("Undecided{about}{part}: I would ask a follow-up question here.")
            }
            Leaning::NoHire => format!("Leaning no hire{about}{part}."),
        }
    }

    /// Whether less than half of the ideas were heard.
    fn half_heard(&self) -> bool {
        let (covered, missing) = self.expected();
        covered < missing.len()
    }

    fn lean(&self) -> Leaning {
        let (covered, missing) = self.expected();
        let all = covered + missing.len();
        let mut grave: Vec<&str> = self
            .of(OWNERSHIP)
            .into_iter()
            .chain(self.of(EVIDENCE))
            .filter(|(_, finding)| finding.severity == Severity::Fix)
            .map(|(_, finding)| finding.rule.as_str())
            .collect();
        if self.slip() {
            grave.retain(|rule| !OWNERSHIP.contains(rule));
        }
        grave.sort_unstable();
        grave.dedup();
        let handed = grave.contains(&"handoff");
        let half = self.half_heard();
        // Once may be a slip; from three places on the story is the group's.
        let hidden = self.of(&["we-language", "passive-voice"]);
        let group = hidden
            .iter()
            .filter(|(_, finding)| finding.severity == Severity::Fix)
            .count()
            >= 3;
        // Ideas may be said in words that are not known here: that few were heard tells against an
        // answer only together with a fault that was found.
        if handed || group || grave.len() >= 2 || half && !grave.is_empty() {
            Leaning::NoHire
        } else if grave.is_empty() && covered * 4 >= all * 3 && !self.without_insight() {
            Leaning::Hire
        } else {
            Leaning::Undecided
        }
    }
}
