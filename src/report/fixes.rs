//! What to fix first: at most three things, the most costly first, without repetition.

use super::strong::Example;
use super::{Point, SectionReport, points};
use crate::judgement::{Certainty, Severity, Subject};
use crate::rules::gravity;
use crate::scenario::{Actor, Level, Scenario, Section};
use crate::time::Millis;
use crate::words::{list, seconds, unless_empty};
use serde::Serialize;
use std::cmp::Reverse;

/// One thing to fix, with its evidence and a better wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// Section id.
    pub section: String,
    /// Section title.
    #[serde(skip)]
    pub section_title: String,
    /// `0:41`, `+3.1 s`, or empty.
    pub place: String,
    /// When, from the start of the take.
    #[serde(skip)]
    pub in_take: Option<Millis>,
    /// The words, verbatim.
    pub quote: Option<String>,
    /// What is wrong, a sentence or two.
    #[serde(rename = "message")]
    pub problem: String,
    /// What to do or say instead.
    #[serde(rename = "suggestion")]
    pub instead: String,
    /// The strong example's words for it, verbatim. Empty where there is none, or where
    /// `instead` already contains better words.
    pub example: String,
    /// Other occurrences, as a sentence; empty when there are none.
    pub also: String,
}

/// A section, its strong example, and what of that is certainly missing.
pub(super) struct PlannedSection<'a> {
    report: &'a SectionReport,
    example: Example,
    lacks: Vec<MissingContent>,
}

impl<'a> PlannedSection<'a> {
    pub fn of(report: &'a SectionReport, scenario: &Scenario, level: Level) -> Self {
        let plan = scenario.plan(&report.id);
        let example = plan.map_or_else(Example::default, |plan| Example::of(plan, scenario, level));
        let metrics = report.metrics.iter().filter(|metric| !metric.said);
        let metrics =
            metrics.map(|metric| (Subject::Metric(metric.id.clone()), metric.name.clone()));
        let ideas = report.signals.iter();
        let ideas = ideas.filter(|signal| signal.heard() == Certainty::NotSaid);
        let ideas = ideas.map(|signal| {
            let name = format!("“{}”", signal.phrase);
            (Subject::Idea(signal.id.clone()), name)
        });
        let lacks = metrics.chain(ideas).map(|(about, name)| MissingContent {
            actor: plan.and_then(|plan| actor(plan, &about)),
            sentence: example.sentence(&about),
            about,
            name,
        });
        Self {
            report,
            lacks: lacks.collect(),
            example,
        }
    }
}

/// Who does what an idea says.
fn actor(plan: &Section, about: &Subject) -> Option<Actor> {
    let Subject::Idea(id) = about else {
        return None;
    };
    let mut signals = plan.signals.iter();
    Some(signals.find(|signal| signal.id == *id)?.actor)
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct MissingContent {
    /// The metric or idea.
    about: Subject,
    /// Its name: "the 0.3% drop rate", “no ticket”.
    name: String,
    /// Who does what an idea says.
    actor: Option<Actor>,
    /// The sentence of the strong example that contains it.
    sentence: Option<usize>,
}

/// The most things to fix; more are not remembered in the next try.
const MOST: usize = 3;

pub(super) fn first(sections: &[PlannedSection<'_>]) -> Vec<Fix> {
    let mut left = faults(sections);
    let mut picked: Vec<RuleFindings<'_>> = Vec::new();
    while picked.len() < MOST {
        // Findings that lose the bar precede those that would improve the answer. Among equals, three
        // sections and three different faults teach more than repetitions of one.
        let cost = |(_, fault): &(usize, &RuleFindings<'_>)| {
            let head = fault.head();
            let section = picked.iter().any(|one| one.section() == fault.section());
            let rule = picked.iter().any(|one| one.head().rule == head.rule);
            let again = usize::from(section) + usize::from(rule);
            let gravest = Reverse(gravity(&head.rule));
            (head.severity, again, gravest, head.number)
        };
        let best = left.iter().enumerate().min_by_key(cost);
        let Some((best, _)) = best else { break };
        let mut fault = left.remove(best);
        // The same fault found by another rule is merged with it.
        left.retain(|other| {
            if fault.repeats(other) {
                fault.elsewhere.push(other.told.report.title.clone());
                return false;
            }
            let same = fault.same(other);
            if same && fault.seen.is_none() {
                fault.seen = other.points.iter().find(|one| one.quote.is_some()).copied();
            }
            !same
        });
        picked.push(fault);
    }
    // A missing part of the story weighs more than how the others were told, and less than what
    // loses the bar.
    let missing = sections.iter().filter(|told| told.report.silent);
    let grave = |fault: &&RuleFindings<'_>| fault.head().severity == Severity::Fix;
    let grave = picked.iter().take_while(grave).count();
    let mut fixes: Vec<Fix> = picked.iter().map(RuleFindings::fix).collect();
    fixes.splice(grave..grave, missing.map(nothing_said));
    fixes.truncate(MOST);
    fixes
}

/// Findings of the same rule in the same section.
struct RuleFindings<'a> {
    told: &'a PlannedSection<'a>,
    /// The gravest first.
    points: Vec<&'a Point>,
    /// What is missing by them.
    lacks: Vec<&'a MissingContent>,
    /// The words in which another rule found the same fault, where this one has none.
    seen: Option<&'a Point>,
    /// Titles of other sections with the same finding and the same advice.
    elsewhere: Vec<String>,
}

/// Groups findings by rule and section, without notes and without sections in which nothing was said,
/// since that is the fault itself.
fn faults<'a>(sections: &'a [PlannedSection<'a>]) -> Vec<RuleFindings<'a>> {
    let mut faults: Vec<RuleFindings<'a>> = Vec::new();
    for told in sections.iter().filter(|told| !told.report.silent) {
        let points = told.report.findings.iter();
        for point in points.filter(|point| point.severity != Severity::Note) {
            let same = faults
                .iter_mut()
                .find(|fault| fault.section() == told.report.id && fault.head().rule == point.rule);
            match same {
                Some(fault) => fault.points.push(point),
                None => faults.push(RuleFindings {
                    told,
                    points: vec![point],
                    lacks: Vec::new(),
                    seen: None,
                    elsewhere: Vec::new(),
                }),
            }
        }
    }
    for fault in &mut faults {
        let points = &mut fault.points;
        points.sort_by_key(|point| (point.severity, point.number));
        for lack in points.iter().flat_map(|point| lacks(point, fault.told)) {
            if !fault.lacks.contains(&lack) {
                fault.lacks.push(lack);
            }
        }
    }
    faults
}

/// What is missing by a finding, the most specific first.
fn lacks<'a>(point: &Point, told: &'a PlannedSection<'_>) -> Vec<&'a MissingContent> {
    let idea = |lack: &MissingContent| matches!(lack.about, Subject::Idea(_));
    let by_rule = |lack: &&MissingContent| match (&point.about, point.rule.as_str()) {
        (Some(about), _) => lack.about == *about,
        (None, "missing-quantification" | "vague-ending") => !idea(lack),
        (None, "missing-scope-boundary") => lack.actor == Some(Actor::Anyone),
        (None, "missing-signal" | "generic-reflection" | "underrun") => idea(lack),
        (None, _) => false,
    };
    let most = match (&point.about, point.rule.as_str()) {
        (None, "underrun") => 2,
        _ => usize::MAX,
    };
    told.lacks.iter().filter(by_rule).take(most).collect()
}

impl RuleFindings<'_> {
    fn head(&self) -> &Point {
        self.points[0]
    }

    /// The id of its section.
    fn section(&self) -> &str {
        &self.told.report.id
    }

    /// Whether the other is the same fault: in the same words, or about the same thing.
    fn same(&self, other: &Self) -> bool {
        if self.section() != other.section() {
            return false;
        }
        let words = |fault: &Self| -> Vec<(usize, usize)> {
            fault.points.iter().filter_map(|one| one.chars).collect()
        };
        let (mine, others) = (words(self), words(other));
        // A different place is a different fault.
        let covered = |b: &(usize, usize)| mine.iter().any(|a| a.0 < b.1 && b.0 < a.1);
        let overlap = others.len() == other.points.len() && others.iter().all(covered);
        let alike = |a: &MissingContent, b: &MissingContent| {
            a == b || a.sentence.is_some() && a.sentence == b.sentence
        };
        let mut lacks = self.lacks.iter();
        let shared = lacks.any(|a| other.lacks.iter().any(|b| alike(a, b)));
        overlap || shared
    }

    /// Whether the other says the same of another section, in no words of the candidate's that differ.
    fn repeats(&self, other: &Self) -> bool {
        let (one, two) = (self.head(), other.head());
        let quoted = [one, two].iter().any(|point| point.quote.is_some());
        one.rule == two.rule && one.suggestion == two.suggestion && !quoted
    }

    fn fix(&self) -> Fix {
        let point = self.head();
        let placed = match point.quote {
            Some(_) => point,
            None => self.seen.unwrap_or(point),
        };
        let also = [self.also(), self.also_elsewhere()].join(" ");
        Fix {
            section: self.section().to_owned(),
            section_title: self.told.report.title.clone(),
            place: placed.place.clone(),
            in_take: placed.in_take,
            quote: placed.quote.clone(),
            problem: points::unrepeated(&point.message, placed.quote.as_deref()),
            instead: point.suggestion.clone(),
            example: self.example(),
            also: also.trim().to_owned(),
        }
    }

    /// The strong example's words for what is missing. Responsibility needs two sentences,
    /// everything else one.
    fn example(&self) -> String {
        let rule = self.head().rule.as_str();
        let mut wanted: Vec<usize> = match rule {
            // What the candidate could have contributed: the first deed of the example.
            "handoff" => {
                let lacks = self.told.lacks.iter();
                let deeds = lacks.filter(|lack| lack.actor == Some(Actor::Candidate));
                deeds.filter_map(|lack| lack.sentence).collect()
            }
            _ => self.lacks.iter().filter_map(|lack| lack.sentence).collect(),
        };
        wanted.dedup();
        let two = rule == "missing-scope-boundary";
        wanted.truncate(if two { 2 } else { 1 });
        let sentences = &self.told.example.sentences;
        let said: Vec<&str> = wanted.iter().map(|at| sentences[*at].as_str()).collect();
        said.join(" ")
    }

    fn also_elsewhere(&self) -> String {
        let titles = list(&self.elsewhere);
        unless_empty(&titles, |titles| format!("The same in {titles}."))
    }

    /// The other occurrences in this section.
    fn also(&self) -> String {
        let point = self.head();
        let more = self.points.len() - 1;
        if more == 0 {
            return String::new();
        }
        let places = self.points[1..].iter().map(|other| &other.place);
        let places = list(places.filter(|place| !place.is_empty() && **place != point.place));
        if !places.is_empty() {
            return format!("Also at {places}.");
        }
        let own = lacks(point, self.told);
        let others = self.lacks.iter().filter(|lack| !own.contains(lack));
        let names: Vec<&str> = others.map(|lack| lack.name.as_str()).collect();
        match names.as_slice() {
            [] if more == 1 => "There is one more like it in this section.".into(),
            [] => format!("There are {more} more like it in this section."),
            [one, two, rest @ ..] if rest.len() > 1 => {
                format!("Also missing: {one}, {two}, and {} more.", rest.len())
            }
            _ => format!("Also missing: {}.", list(&names)),
        }
    }
}

fn nothing_said(told: &PlannedSection<'_>) -> Fix {
    let section = told.report;
    let example = told.example.sentences.first().cloned().unwrap_or_default();
    Fix {
        section: section.id.clone(),
        section_title: section.title.clone(),
        place: String::new(),
        in_take: section.spans.first().map(|span| span.start),
        quote: None,
        problem: "Nothing was said here, so this part of the story is missing.".into(),
        instead: format!("Give it its {} s.", seconds(section.target)),
        example,
        also: String::new(),
    }
}
