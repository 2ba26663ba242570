//! What to fix first: at most three things, the most costly first, without repetition.

use super::example::Example;
use super::{Point, SectionReport, points};
use crate::judgement::{Heard, MetricCheck, Severity, Subject};
use crate::rules::gravity;
use crate::scenario::{Actor, Section};
use crate::time::Millis;
use crate::words::{list, seconds};
use std::cmp::Reverse;

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
    /// The strong example's words for it, verbatim. Empty where there is none, or where
    /// `instead` already contains better words.
    pub example: String,
    /// Other occurrences, as a sentence; empty when there are none.
    pub also: String,
    /// The number of the finding, if it is one.
    pub finding: Option<usize>,
}

/// A section and the scenario's plan for it.
pub(super) struct Told<'a> {
    pub report: &'a SectionReport,
    pub plan: Option<&'a Section>,
    pub example: Example,
}

/// The most things to fix; more are not remembered in the next try.
const MOST: usize = 3;

pub(super) fn first(sections: &[Told<'_>]) -> Vec<Fix> {
    let mut left = faults(sections);
    let mut picked: Vec<Fault<'_>> = Vec::new();
    while picked.len() < MOST {
        // Findings that lose the bar precede those that would improve the answer. Among equals, three
        // sections and three different faults teach more than repetitions of one.
        let best = left
            .iter()
            .enumerate()
            .min_by_key(|(_, fault)| {
                let head = fault.head();
                let again = |used: &dyn Fn(&Point) -> bool| {
                    usize::from(picked.iter().any(|one| used(one.head())))
                };
                (
                    head.severity,
                    again(&|one| one.section == head.section) + again(&|one| one.rule == head.rule),
                    Reverse(gravity(&head.rule)),
                    head.number,
                )
            })
            .map(|(at, _)| at);
        let Some(best) = best else { break };
        let mut fault = left.remove(best);
        // The same fault found by another rule is merged with it.
        left.retain(|other| {
            if fault.repeats(other) {
                fault.elsewhere.push(other.head().section_title.clone());
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
    let (grave, lighter): (Vec<_>, Vec<_>) = picked
        .iter()
        .partition(|fault| fault.head().severity == Severity::Fix);
    let mut fixes: Vec<Fix> = grave.into_iter().map(Fault::fix).collect();
    fixes.extend(missing.map(nothing_said));
    fixes.extend(lighter.into_iter().map(Fault::fix));
    fixes.truncate(MOST);
    fixes
}

/// Findings of the same rule in the same section.
struct Fault<'a> {
    told: &'a Told<'a>,
    /// The gravest first.
    points: Vec<&'a Point>,
    /// What is missing, with the sentences of the strong example that contain it.
    lacks: Vec<Lack>,
    /// The words in which another rule found the same fault, where this one has none.
    seen: Option<&'a Point>,
    /// Titles of other sections with the same finding and the same advice.
    elsewhere: Vec<String>,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lack {
    /// Its name: "the 0.3% drop rate", “no ticket”.
    name: String,
    /// The sentence of the strong example that contains it.
    sentence: Option<usize>,
}

/// Groups findings by rule and section, without notes and without sections in which nothing was said,
/// since that is the fault itself.
fn faults<'a>(sections: &'a [Told<'a>]) -> Vec<Fault<'a>> {
    let mut faults: Vec<Fault<'a>> = Vec::new();
    for told in sections.iter().filter(|told| !told.report.silent) {
        for point in &told.report.findings {
            if point.severity == Severity::Note {
                continue;
            }
            let same = faults.iter_mut().find(|fault| {
                let head = fault.head();
                head.section == point.section && head.rule == point.rule
            });
            match same {
                Some(fault) => fault.points.push(point),
                None => faults.push(Fault {
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
        fault
            .points
            .sort_by_key(|point| (point.severity, point.number));
        let lacks: Vec<Lack> = fault
            .points
            .iter()
            .flat_map(|point| lacks(point, fault.told))
            .collect();
        for lack in lacks {
            if !fault.lacks.contains(&lack) {
                fault.lacks.push(lack);
            }
        }
    }
    faults
}

/// What is missing by a finding, the most specific first.
fn lacks(point: &Point, told: &Told<'_>) -> Vec<Lack> {
    let section = told.report;
    let metrics = |wanted: &dyn Fn(&MetricCheck) -> bool| -> Vec<Lack> {
        let metrics = section.metrics.iter().enumerate();
        metrics
            .filter(|(_, metric)| !metric.said && wanted(metric))
            .map(|(at, metric)| Lack {
                name: metric.name.clone(),
                sentence: told.example.metrics.get(at).copied().flatten(),
            })
            .collect()
    };
    let signals = |wanted: &dyn Fn(usize) -> bool| -> Vec<Lack> {
        section
            .signals
            .iter()
            .enumerate()
            .filter(|(at, signal)| signal.heard() == Heard::NotSaid && wanted(*at))
            .map(|(at, signal)| Lack {
                name: format!("“{}”", signal.phrase),
                sentence: told.example.signals.get(at).copied().flatten(),
            })
            .collect()
    };
    let planned = |at: usize| told.plan.and_then(|plan| plan.signals.get(at));
    let by_rule = |rule: &str| match rule {
        "missing-quantification" | "vague-ending" => metrics(&|_| true),
        "missing-scope-boundary" => {
            signals(&|at| planned(at).is_some_and(|one| one.actor == Actor::Anyone))
        }
        "missing-signal" | "generic-reflection" => signals(&|_| true),
        "underrun" => signals(&|_| true).into_iter().take(2).collect(),
        _ => Vec::new(),
    };
    match (&point.about, point.rule.as_str()) {
        (Some(Subject::Metric(id)), _) => metrics(&|metric| metric.id == *id),
        (Some(Subject::Idea(id)), _) => signals(&|at| section.signals[at].id == *id),
        (None, rule) => by_rule(rule),
    }
}

impl Fault<'_> {
    fn head(&self) -> &Point {
        self.points[0]
    }

    /// Whether the other is the same fault: in the same words, or about the same thing.
    fn same(&self, other: &Self) -> bool {
        if self.head().section != other.head().section {
            return false;
        }
        let words = |fault: &Self| -> Vec<(usize, usize)> {
            fault.points.iter().filter_map(|one| one.chars).collect()
        };
        let (mine, others) = (words(self), words(other));
        // A different place is a different fault.
        let overlap = !others.is_empty()
            && others.len() == other.points.len()
            && others
                .iter()
                .all(|b| mine.iter().any(|a| a.0 < b.1 && b.0 < a.1));
        let shared = self.lacks.iter().any(|a| {
            other
                .lacks
                .iter()
                .any(|b| a == b || a.sentence.is_some() && a.sentence == b.sentence)
        });
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
        let problem = match &placed.quote {
            Some(quote) => points::unrepeated(&point.message, quote),
            None => point.message.clone(),
        };
        Fix {
            section: point.section.clone(),
            section_title: point.section_title.clone(),
            place: placed.place.clone(),
            in_take: placed.in_take,
            quote: placed.quote.clone(),
            problem,
            instead: point.suggestion.clone(),
            example: self.example(),
            also: [self.also(), self.also_elsewhere()]
                .join(" ")
                .trim()
                .to_owned(),
            finding: Some(point.number),
        }
    }

    /// The strong example's words for what is missing. Responsibility needs two sentences,
    /// everything else one.
    fn example(&self) -> String {
        let example = &self.told.example;
        let mut wanted: Vec<usize> = match self.head().rule.as_str() {
            // What the candidate could have contributed: the first deed of the example.
            "handoff" => self
                .told
                .plan
                .into_iter()
                .flat_map(|plan| {
                    plan.signals
                        .iter()
                        .zip(&self.told.report.signals)
                        .enumerate()
                })
                .filter(|(_, (signal, check))| {
                    signal.actor == Actor::Candidate && check.heard() == Heard::NotSaid
                })
                .filter_map(|(at, _)| example.signals.get(at).copied().flatten())
                .collect(),
            _ => self.lacks.iter().filter_map(|lack| lack.sentence).collect(),
        };
        wanted.dedup();
        wanted.truncate(match self.head().rule.as_str() {
            "missing-scope-boundary" => 2,
            _ => 1,
        });
        let said: Vec<&str> = wanted
            .iter()
            .filter_map(|at| example.sentences.get(*at).map(String::as_str))
            .collect();
        said.join(" ")
    }

    fn also_elsewhere(&self) -> String {
        match self.elsewhere.as_slice() {
            [] => String::new(),
            titles => format!("The same in {}.", list(titles)),
        }
    }

    /// The other occurrences in this section.
    fn also(&self) -> String {
        let point = self.head();
        let more = self.points.len() - 1;
        let places: Vec<&str> = self.points[1..]
            .iter()
            .map(|other| other.place.as_str())
            .filter(|place| !place.is_empty() && *place != point.place)
            .collect();
        if more == 0 {
            return String::new();
        }
        if !places.is_empty() {
            return format!("Also at {}.", list(&places));
        }
        let own = lacks(point, self.told);
        let names: Vec<&str> = self
            .lacks
            .iter()
            .filter(|lack| !own.contains(lack))
            .map(|lack| lack.name.as_str())
            .collect();
        match names.as_slice() {
            [] if more == 1 => "There is one more like it in this section.".into(),
            [] => format!("There are {more} more like it in this section."),
            [shown @ .., _, _] if shown.len() > 1 => {
                format!(
                    "Also missing: {}, and {} more.",
                    names[..2].join(", "),
                    names.len() - 2
                )
            }
            _ => format!("Also missing: {}.", list(&names)),
        }
    }
}

fn nothing_said(told: &Told<'_>) -> Fix {
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
        finding: None,
    }
}
