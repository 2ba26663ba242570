//! The leaning of a bar raiser, if enough was told for one.

use super::thought::Lean;
use super::{EVIDENCE, Facts, OWNERSHIP};
use crate::evidence::follow_up_answer::Standing;
use crate::evidence::ownership::OwnShare;
use crate::judgement::{Leaning, Severity};
use crate::scenario::SectionRole;

/// The acts and their outcome: without these nobody can decide.
const DECIDING: [SectionRole; 2] = [SectionRole::Action, SectionRole::Result];

/// Number of sections below which an answer is a drill.
const PARTS: usize = 3;

impl Facts<'_> {
    /// The leaning; `None` if too little was told.
    pub(super) fn leaning(&self) -> Option<Leaning> {
        let given = self.bar.scenario.short().is_some();
        if given || !self.bar.scenario.leans || self.by_rules_only() {
            return None;
        }
        let enough = !self.tells() || !self.drill() && self.undecidable().is_empty();
        enough.then(|| self.lean())
    }

    /// Nothing but answers that there is no strong answer for: nothing was compared.
    fn by_rules_only(&self) -> bool {
        let mut standings = self.answered().map(Standing::of);
        !self.tells() && standings.all(|one| !one.compared() || one == Standing::Silent)
    }

    /// Whether the answer is a drill of a few sections.
    fn drill(&self) -> bool {
        self.speeches.len() < PARTS.min(self.bar.scenario.sections.len())
    }

    /// Titles of the deciding sections that were not spoken.
    fn undecidable(&self) -> Vec<String> {
        let sections = self.bar.scenario.sections.iter();
        sections
            .filter(|section| {
                let part = SectionRole::of(&section.id);
                DECIDING.contains(&part) && !self.spoken(part)
            })
            .map(|section| section.title.clone())
            .collect()
    }

    /// The leaning, or why there is none. The bar of this story says nothing about another one, but it may be this one
    /// in such general words that nobody can decide (`meant` is false).
    pub(super) fn lean_in_words(&self, meant: bool) -> Option<Lean> {
        let Some(leaning) = self.leaning() else {
            let lean = if let Some(given) = self.bar.scenario.short() {
                Lean::Short {
                    given: given.length,
                    of: given.of,
                }
            } else if !self.bar.scenario.leans {
                Lean::NoDeed
            } else if self.by_rules_only() {
                Lean::ByRules
            } else if self.drill() {
                Lean::Drill {
                    parts: self.told().count(),
                }
            } else {
                Lean::NotSpoken(self.undecidable())
            };
            return meant.then_some(lean);
        };
        (meant || leaning != Leaning::Undecided).then(|| Lean::Towards {
            leaning,
            principle: self.bar.scenario.principle.clone(),
            whole: self.whole(),
            half_heard: self.half_heard(),
            meant,
        })
    }

    /// Whether every section but the lesson was told, which is asked for afterwards.
    pub(super) fn whole(&self) -> bool {
        let sections = self.bar.scenario.sections.iter();
        sections
            .filter(|section| SectionRole::of(&section.id) != SectionRole::Reflection)
            .all(|section| self.told().any(|speech| speech.spoken.id == section.id))
    }

    /// Whether less than half of the ideas were covered, or may have been.
    fn half_heard(&self) -> bool {
        let ideas = self.expected();
        ideas.covered + ideas.unsure < ideas.missing.len()
    }

    /// Whether every answer to a follow-up holds that there is something to hold against.
    fn all_hold(&self) -> bool {
        let mut standings = self.answered().map(Standing::of);
        standings.all(|one| one.holds() || one == Standing::ByRules(true))
    }

    fn lean(&self) -> Leaning {
        let ideas = self.expected();
        let all = ideas.covered + ideas.missing.len();
        let mut grave: Vec<&str> = self
            .of(OWNERSHIP)
            .into_iter()
            .chain(self.of(EVIDENCE))
            .filter(|(_, finding)| finding.severity == Severity::Fix)
            // A missing figure and a vague word instead of it are one fault.
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
        // Once may be a slip; from three places on the work is the group's.
        let hidden = self.of(&["we-language", "passive-voice"]);
        let group = hidden
            .iter()
            .filter(|(_, finding)| finding.severity == Severity::Fix)
            .count()
            >= 3;
        // Ideas may be said in words that are not known here: few recognised ideas count against an answer only with a
        // fault of ownership or a vague ending. An outcome that is only not measured is asked about.
        let vague = !self.of(&["vague-ending"]).is_empty();
        let proven = ideas.covered * 4 >= all * 3 && ideas.covered >= ideas.unsure;
        let acts_told =
            self.tells() && (self.spoken(SectionRole::Action) || self.spoken(SectionRole::Other));
        let credited = !acts_told || self.share() == OwnShare::Own && !self.hidden_in_buzzwords();
        if handed || group || grave.len() >= 2 || self.half_heard() && (!owned || vague) {
            Leaning::NoHire
        } else if grave.is_empty()
            && proven
            && credited
            && !self.without_insight()
            && (self.tells() || self.all_hold())
        {
            Leaning::Hire
        } else {
            Leaning::Undecided
        }
    }
}
