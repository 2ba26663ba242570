//! The one thing to drill next.

use super::Facts;
use crate::evidence::wording::named;
use crate::judgement::{Finding, SectionJudgement, Severity};
use crate::rules;
use crate::scenario::Part;
use std::cmp::Reverse;

/// What to do, in words that need no finding before them. The idea is the one that the finding
/// names: another one may be asked of another level.
fn remedy(section: &SectionJudgement, finding: &Finding) -> String {
    let meant = |phrase: &str| finding.message.contains(&format!("“{phrase}”"));
    let idea = || {
        let mut signals = section.signals.iter();
        signals.find(|signal| !signal.covered && meant(&signal.phrase))
    };
    let mut unsaid = section.metrics.iter().filter(|metric| !metric.said);
    match finding.rule.as_str() {
        "missing-quantification" => match unsaid.next() {
            Some(metric) => format!("Say the number: {}.", named(&metric.name)),
            None => finding.suggestion.clone(),
        },
        "missing-signal" => match idea() {
            Some(signal) => format!("Bring in “{}”, in your own words.", signal.phrase),
            None => finding.suggestion.clone(),
        },
        _ => finding.suggestion.clone(),
    }
}

impl Facts<'_> {
    /// What was asked for and stayed silent: nothing can be drilled before it is said. What was
    /// done goes before what came of it, and both before the rest.
    fn silent(&self) -> Option<(String, Option<String>)> {
        let weight = |part: Part| match part {
            Part::Action => 0,
            Part::Result => 1,
            _ => 2,
        };
        let all = self
            .speeches
            .iter()
            .all(|speech| speech.tokens().is_empty());
        let mut silent = self
            .speeches
            .iter()
            .filter(|speech| speech.tokens().is_empty());
        let speech = if all {
            silent.next()
        } else {
            silent.min_by_key(|speech| weight(speech.part))
        }?;
        let id = speech.spoken.id;
        // One section without a sound beside others that have some is a pause, or a file of zeros.
        let muted = self.speeches.iter().all(|speech| {
            let loudness = speech.spoken.loudness;
            loudness.is_some_and(|loudness| loudness.all_zero)
        });
        let said = if speech.part == Part::FollowUp {
            format!("Answer “{}” aloud, in any words.", self.title(id))
        } else {
            format!("Say {} aloud, in any words.", self.title(id))
        };
        let sentence = if muted {
            format!(
                "Check the microphone with “rehearse doctor”: it recorded digital silence. {said}"
            )
        } else {
            said
        };
        Some((sentence, Some(id.to_owned())))
    }

    /// What a story that was broken off still lacks. One section or two are a drill and lack nothing.
    fn rest(&self) -> Option<(String, Option<String>)> {
        let told = |id: &str| self.speeches.iter().any(|speech| speech.spoken.id == id);
        let sections = &self.bar.scenario.sections;
        let (said, missing): (Vec<_>, Vec<_>) =
            sections.iter().partition(|section| told(&section.id));
        // Most stories have four parts: a lesson that was not told is asked for, and is no first fault.
        if self.whole() {
            return None;
        }
        let first = missing.first().filter(|_| said.len() > 2)?;
        let titles: Vec<&str> = missing.iter().map(|one| one.title.as_str()).collect();
        let sentence = format!(
            "Tell it to its end: {} is still missing.",
            titles.join(", then ")
        );
        Some((
            match titles.len() {
                1 => sentence,
                _ => sentence.replace(" is still", " are still"),
            },
            Some(first.id.clone()),
        ))
    }

    /// The section where most is to be won, and what to do there.
    pub(super) fn next(&self) -> (String, Option<String>) {
        if let Some(silent) = self.silent().or_else(|| self.rest()) {
            return silent;
        }
        let weight = |finding: &Finding| match finding.severity {
            Severity::Fix => 4,
            Severity::Improve => 1,
            Severity::Note => 0,
        };
        // Where the problem was passed on there is nothing else to drill.
        let handed = |section: &&SectionJudgement| {
            let mut findings = section.findings.iter();
            findings.any(|one| one.rule == "handoff" && one.severity == Severity::Fix)
        };
        let heaviest = self
            .sections
            .iter()
            .map(|section| (section.findings.iter().map(weight).sum::<usize>(), section))
            .filter(|(weight, _)| *weight > 0)
            // Of two equally heavy ones the earlier.
            .fold(
                None,
                |best: Option<(usize, &SectionJudgement)>, one| match best {
                    Some(best) if best.0 >= one.0 => Some(best),
                    _ => Some(one),
                },
            )
            .map(|(_, section)| section);
        let Some(section) = self.sections.iter().find(handed).or(heaviest) else {
            let again = "Tell it once more to somebody who does not know the story";
            let shorter = match self.too_long() {
                Some((length, asked)) => format!(", {} s shorter", (length - asked).0 / 1000),
                None => String::new(),
            };
            return (format!("{again}{shorter}."), None);
        };
        let first = section
            .findings
            .iter()
            .min_by_key(|finding| (finding.severity, Reverse(rules::gravity(&finding.rule))));
        let title = self.title(&section.id);
        let seconds = section.measures.target.0 / 1000;
        let drill = if seconds > 0 {
            format!("Drill {title}, {seconds} s, twice.")
        } else {
            format!("Drill {title} twice.")
        };
        let what = first
            .map(|finding| remedy(section, finding))
            .unwrap_or_default();
        (
            format!("{drill} {what}").trim_end().to_owned(),
            Some(section.id.clone()),
        )
    }
}
