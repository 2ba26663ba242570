//! The one thing to drill next.

use super::Facts;
use super::thought::{Next, Remedy};
use crate::evidence::follow_up_answer::Standing;
use crate::judgement::{Finding, SectionJudgement, Severity, Subject};
use crate::rules;
use crate::scenario::SectionRole;
use std::cmp::Reverse;

/// What to do, worded so that it needs no finding before it.
fn remedy(section: &SectionJudgement, finding: &Finding) -> Remedy {
    let remedy = match &finding.about {
        Some(Subject::Metric(id)) => {
            let mut metrics = section.metrics.iter();
            let metric = metrics.find(|metric| metric.id == *id && !metric.said);
            metric.map(|metric| Remedy::Number(metric.name.clone()))
        }
        Some(Subject::Idea(id)) => {
            let mut ideas = section.signals.iter();
            let idea = ideas.find(|signal| signal.id == *id && !signal.covered);
            idea.map(|signal| Remedy::Idea(signal.phrase.clone()))
        }
        None => None,
    };
    remedy.unwrap_or_else(|| Remedy::Advice(finding.suggestion.clone()))
}

impl Facts<'_> {
    /// A section that was asked for and stayed silent: nothing can be drilled before it is said. An Action comes before
    /// a Result, and both before the rest.
    fn silent(&self) -> Option<(Next, Option<String>)> {
        let weight = |part: SectionRole| match part {
            SectionRole::Action => 0,
            SectionRole::Result => 1,
            _ => 2,
        };
        let silent = || self.speeches.iter().filter(|one| one.tokens().is_empty());
        let speech = if silent().count() == self.speeches.len() {
            silent().next()
        } else {
            silent().min_by_key(|speech| weight(speech.part))
        }?;
        let id = speech.spoken.id;
        // A single silent section beside others with sound is a pause, or a file of zeros.
        let muted = self.speeches.iter().all(|speech| {
            let loudness = speech.spoken.loudness;
            loudness.is_some_and(|loudness| loudness.all_zero)
        });
        let say = Next::Say {
            title: self.title(id),
            answer: speech.part == SectionRole::FollowUp,
            muted,
        };
        Some((say, Some(id.to_owned())))
    }

    /// The missing sections of a story that was broken off. One section or two are a drill and lack nothing.
    fn rest(&self) -> Option<(Next, Option<String>)> {
        let spoken = |id: &str| self.speeches.iter().any(|speech| speech.spoken.id == id);
        let sections = &self.bar.scenario.sections;
        let (said, missing): (Vec<_>, Vec<_>) =
            sections.iter().partition(|section| spoken(&section.id));
        // Most stories have four sections: a missing lesson is asked for, and is no first fault. A short version leaves
        // sections out on purpose.
        if self.whole() || self.bar.scenario.short().is_some() {
            return None;
        }
        let first = missing.first().filter(|_| said.len() > 2)?;
        let titles = missing.iter().map(|one| one.title.clone()).collect();
        Some((Next::Finish(titles), Some(first.id.clone())))
    }

    /// The first question about the candidate's own words that its answer left open.
    fn still_open(&self) -> Option<&SectionJudgement> {
        let mut sections = self.sections.iter();
        sections.find(|section| section.point.is_some() && !Standing::of(section).holds())
    }

    /// The section to improve first, and what to do there.
    pub(super) fn next(&self) -> (Next, Option<String>) {
        if let Some(silent) = self.silent().or_else(|| self.rest()) {
            return silent;
        }
        let weight = |finding: &Finding| match finding.severity {
            Severity::Fix => 4,
            Severity::Improve => 1,
            Severity::Note => 0,
        };
        // After a handoff there is nothing else to drill.
        let handed = |section: &&SectionJudgement| {
            let mut findings = section.findings.iter();
            findings.any(|one| one.rule == "handoff" && one.severity == Severity::Fix)
        };
        let weight =
            |section: &&SectionJudgement| section.findings.iter().map(weight).sum::<usize>();
        // Of two equal ones, the earlier.
        let heavy = self.sections.iter().rev().filter(|one| weight(one) > 0);
        let heaviest = heavy.max_by_key(weight);
        let Some(section) = self.sections.iter().find(handed).or(heaviest) else {
            if let Some(open) = self.still_open() {
                let title = self.title(&open.id);
                return (Next::StillOpen { title }, Some(open.id.clone()));
            }
            if self.bar.scenario.names_stories() {
                return (Next::MoreQuestions, None);
            }
            let over = self.too_long().map(|(length, asked)| length - asked);
            return (Next::TellAgain { over }, None);
        };
        let first = section
            .findings
            .iter()
            .min_by_key(|finding| (finding.severity, Reverse(rules::gravity(&finding.rule))));
        let what = first.map(|finding| remedy(section, finding));
        if let Some(given) = self.bar.scenario.short() {
            let again = Next::Retell {
                given: given.length,
                what,
            };
            return (again, Some(section.id.clone()));
        }
        let drill = Next::Drill {
            title: self.title(&section.id),
            seconds: section.measures.target.0 / 1000,
            what,
        };
        (drill, Some(section.id.clone()))
    }
}
