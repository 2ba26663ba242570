//! What to fix first: at most three things, the most costly first.

use super::words::{list, seconds};
use super::{Point, SectionReport};
use crate::analysis::Severity;
use crate::time::Millis;

/// One thing to fix, with its evidence and a better wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Section id.
    pub section: String,
    /// Section title.
    pub section_title: String,
    /// `0:41`, `+3.1 s`, or empty.
    pub place: String,
    /// When, from the start of the take.
    pub in_take: Option<Millis>,
    /// The words, verbatim.
    pub quote: Option<String>,
    /// What is wrong, a sentence or two.
    pub problem: String,
    /// What to do or say instead.
    pub instead: String,
    /// Other places of the same thing, as a sentence; empty when there is none.
    pub also: String,
    /// The number of the finding, if it is one.
    pub finding: Option<usize>,
}

/// The fewest things that a person can keep in mind for the next try.
const MOST: usize = 3;

/// What costs most, first. A rule that is not named here comes after these.
const COST: [&str; 13] = [
    "low-level",
    "clipping",
    "missing-scope-boundary",
    "weak-pattern",
    "handoff",
    "we-language",
    "missing-quantification",
    "vague-ending",
    "overrun",
    "missing-signal",
    "generic-reflection",
    "passive-voice",
    "underrun",
];

pub(super) fn first(sections: &[SectionReport]) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = sections
        .iter()
        .filter(|section| section.silent)
        .map(nothing_said)
        .collect();
    let mut groups = groups(sections);
    groups.sort_by_key(|group| (group[0].severity, cost(&group[0].rule), group[0].number));
    // A rule comes twice only when there are fewer than three different ones: three faults teach
    // more than one fault three times.
    let (fresh, again): (Vec<_>, Vec<_>) = {
        let mut seen: Vec<&str> = Vec::new();
        groups.into_iter().partition(|group| {
            let new = !seen.contains(&group[0].rule.as_str());
            seen.push(&group[0].rule);
            new
        })
    };
    // Whatever loses the bar goes before whatever would only be better, new or not.
    let mut order: Vec<Vec<&Point>> = fresh.into_iter().chain(again).collect();
    order.sort_by_key(|group| group[0].severity);
    fixes.extend(order.iter().map(|group| fix(group)));
    fixes.truncate(MOST);
    fixes
}

/// Findings of the same rule in the same section, with the first in front. Notes are left out, and
/// so are sections in which nothing was said: that alone is the fault.
fn groups(sections: &[SectionReport]) -> Vec<Vec<&Point>> {
    let mut groups: Vec<Vec<&Point>> = Vec::new();
    for section in sections.iter().filter(|section| !section.silent) {
        for point in &section.findings {
            if point.severity == Severity::Note {
                continue;
            }
            let same = groups
                .iter_mut()
                .find(|group| group[0].section == point.section && group[0].rule == point.rule);
            match same {
                Some(group) => group.push(point),
                None => groups.push(vec![point]),
            }
        }
    }
    for group in &mut groups {
        group.sort_by_key(|point| (point.severity, point.number));
    }
    groups
}

fn cost(rule: &str) -> usize {
    COST.iter()
        .position(|known| *known == rule)
        .unwrap_or(COST.len())
}

fn nothing_said(section: &SectionReport) -> Fix {
    Fix {
        section: section.id.clone(),
        section_title: section.title.clone(),
        place: String::new(),
        in_take: section.spans.first().map(|span| span.start),
        quote: None,
        problem: "Nothing was said here, so this part of the story is missing.".into(),
        instead: match section.strong.as_slice() {
            [] => format!("Give it its {} s.", seconds(section.target)),
            _ => format!(
                "Give it its {} s; the strong example shows what belongs here.",
                seconds(section.target)
            ),
        },
        also: String::new(),
        finding: None,
    }
}

fn fix(group: &[&Point]) -> Fix {
    let point = group[0];
    let others: Vec<&str> = group[1..]
        .iter()
        .map(|other| other.place.as_str())
        .filter(|place| !place.is_empty() && *place != point.place)
        .collect();
    let also = match (group.len() - 1, others.as_slice()) {
        (0, _) => String::new(),
        (_, [_, ..]) => format!("Also at {}.", list(&others)),
        (1, []) => "There is one more like it in this section.".into(),
        (more, []) => format!("There are {more} more like it in this section."),
    };
    Fix {
        section: point.section.clone(),
        section_title: point.section_title.clone(),
        place: point.place.clone(),
        in_take: point.in_take,
        quote: point.quote.clone(),
        problem: point.message.clone(),
        instead: point.suggestion.clone(),
        also,
        finding: Some(point.number),
    }
}
