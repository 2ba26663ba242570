//! Which way a bar raiser leans, where enough was told to lean at all.

use super::{EVIDENCE, Facts, OWNERSHIP};
use crate::evidence::whose::Share;
use crate::judgement::{Leaning, Severity};
use crate::scenario::Part;

/// What was done and what came of it: without these nobody can decide.
const DECIDING: [Part; 2] = [Part::Action, Part::Result];

/// Fewer parts than this are a drill.
const PARTS: usize = 3;

impl Facts<'_> {
    /// Which way it leans; `None` where too little was told.
    pub(super) fn leaning(&self) -> Option<Leaning> {
        let told = !self.tells() || !self.drill() && self.undecidable().is_empty();
        told.then(|| self.lean())
    }

    /// Fewer parts than a story has.
    fn drill(&self) -> bool {
        self.speeches.len() < PARTS.min(self.bar.scenario.sections.len())
    }

    /// Titles of the deciding parts that were not spoken.
    fn undecidable(&self) -> Vec<String> {
        let sections = self.bar.scenario.sections.iter();
        sections
            .filter(|section| {
                let part = Part::of(&section.id);
                DECIDING.contains(&part) && !self.spoken(part)
            })
            .map(|section| section.title.clone())
            .collect()
    }

    /// The leaning as a sentence, or why there is none.
    pub(super) fn leaning_sentence(&self) -> String {
        if let Some(leaning) = self.leaning() {
            return self.sentence(leaning);
        }
        if self.drill() {
            return match self.told().count() {
                1 => "One part alone gives no leaning.".into(),
                _ => "Two parts alone give no leaning.".into(),
            };
        }
        let missing = self.undecidable();
        let were = if missing.len() == 1 { "was" } else { "were" };
        format!("No leaning: {} {were} not spoken.", missing.join(" and "))
    }

    fn sentence(&self, leaning: Leaning) -> String {
        let about = if self.bar.scenario.principle.is_empty() {
            String::new()
        } else {
            format!(" for {}", self.bar.scenario.principle)
        };
        let part = if !self.whole() {
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

    /// Whether every part of a story was told. Most have four: a lesson is asked for afterwards.
    pub(super) fn whole(&self) -> bool {
        let sections = self.bar.scenario.sections.iter();
        sections
            .filter(|section| Part::of(&section.id) != Part::Reflection)
            .all(|section| self.told().any(|speech| speech.spoken.id == section.id))
    }

    /// Whether less than half of the ideas were heard, or may have been.
    fn half_heard(&self) -> bool {
        let ideas = self.expected();
        ideas.covered + ideas.unsure < ideas.missing.len()
    }

    fn lean(&self) -> Leaning {
        let ideas = self.expected();
        let all = ideas.covered + ideas.missing.len();
        let mut grave: Vec<&str> = self
            .of(OWNERSHIP)
            .into_iter()
            .chain(self.of(EVIDENCE))
            .filter(|(_, finding)| finding.severity == Severity::Fix)
            // Without a figure and with a vague word instead of it is one fault.
            .map(|(_, finding)| match finding.rule.as_str() {
                "vague-ending" => "missing-quantification",
                rule => rule,
            })
            .collect();
        if self.slip() {
            grave.retain(|rule| !OWNERSHIP.contains(rule));
        }
        grave.sort_unstable();
        grave.dedup();
        let handed = grave.contains(&"handoff");
        let owned = !grave.iter().any(|rule| OWNERSHIP.contains(rule));
        // Once may be a slip; from three places on the story is the group's.
        let hidden = self.of(&["we-language", "passive-voice"]);
        let group = hidden
            .iter()
            .filter(|(_, finding)| finding.severity == Severity::Fix)
            .count()
            >= 3;
        // Ideas may be said in words that are not known here: that few were heard tells against an
        // answer only together with a fault of ownership, or where a vague word ends it. An outcome
        // that is only not measured is asked for.
        let vague = !self.of(&["vague-ending"]).is_empty();
        let proven = ideas.covered * 4 >= all * 3 && ideas.covered >= ideas.unsure;
        let told = self.tells() && (self.spoken(Part::Action) || self.spoken(Part::Other));
        let credited = !told || self.share() == Share::Own;
        if handed || group || grave.len() >= 2 || self.half_heard() && (!owned || vague) {
            Leaning::NoHire
        } else if grave.is_empty() && proven && credited && !self.without_insight() {
            Leaning::Hire
        } else {
            Leaning::Undecided
        }
    }
}
