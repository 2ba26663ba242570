//! The weaknesses of a section, worded to follow its title: "Result *had no number*".

use super::{Evidence, Take, TakeSection};
use crate::evidence::wording::named;
use crate::judgement::Severity;
use crate::rules;
use crate::words::{seconds, times};
use std::cmp::Reverse;

/// One weakness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weakness<'a> {
    /// The section that has it.
    pub section: &'a TakeSection,
    /// The rule that found it.
    pub rule: &'a str,
    /// Its weight relative to others.
    pub weight: u32,
}

/// The findings of a section that are more than notes, each rule once, the weightiest first.
pub(super) fn weaknesses(section: &TakeSection) -> Vec<Weakness<'_>> {
    let mut found: Vec<Weakness<'_>> = Vec::new();
    for (rule, severity) in &section.findings {
        let base = match severity {
            Severity::Fix => 100,
            Severity::Improve => 50,
            Severity::Note => continue,
        };
        // A drill does not repair a microphone.
        if rules::of_recording(rule) {
            continue;
        }
        let weight = base + rules::gravity(rule);
        match found.iter_mut().find(|one| one.rule == rule) {
            Some(known) => known.weight = known.weight.max(weight),
            None => found.push(Weakness {
                section,
                rule,
                weight,
            }),
        }
    }
    found.sort_by_key(|one| (Reverse(one.weight), one.rule));
    found
}

/// The weightiest weakness of a take, if any.
pub fn weakest(take: &Take) -> Option<Weakness<'_>> {
    let all = take.sections.iter().flat_map(weaknesses);
    // Of two equal ones, the earlier.
    all.min_by_key(|one| Reverse(one.weight))
}

impl Weakness<'_> {
    /// Whether it is worth a drill of its own: a fix.
    pub(super) fn costs_the_bar(&self) -> bool {
        self.weight >= 100
    }

    /// What was found, with its figure if there is one.
    pub fn figure(&self) -> String {
        let spoken = self.section;
        match self.rule {
            "missing-quantification" => match spoken.unsaid.first() {
                Some(name) => format!("did not say {}", named(name)),
                None => "had no number".into(),
            },
            "overrun" => format!(
                "ran {} s over its {} s",
                seconds(spoken.length - spoken.target),
                seconds(spoken.target)
            ),
            "underrun" => format!(
                "used {} of its {} s",
                seconds(spoken.length),
                seconds(spoken.target)
            ),
            "we-language" => format!("said “we” {}", times(spoken.we.max(1))),
            "missing-signal" => format!("held {} of {} ideas", spoken.ideas.0, spoken.ideas.1),
            other => match rules::about(other) {
                Some(about) => about.weakness.into(),
                None => format!("has a finding of `{other}`"),
            },
        }
    }

    /// The finding with the section's title: `Result had no number`.
    pub fn sentence(&self) -> String {
        format!("{} {}", self.section.title, self.figure())
    }

    /// Where it was found.
    pub(super) fn evidence(&self, take: &Take) -> Evidence {
        Evidence {
            session: take.number,
            section: Some(self.section.id.clone()),
            rule: Some(self.rule.to_owned()),
            figure: self.figure(),
        }
    }
}
