//! The findings of a section, worded and numbered, and what is missing from it.

use super::facts::{chars, expected, is_silent, judged};
use super::{Missing, Point};
use crate::judgement::{Finding, Heard, SectionJudgement, SignalCheck, Subject};
use crate::rules;
use crate::scenario::{Level, Scenario, Section};
use crate::session::{SectionFacts, Session};
use crate::words::{clean, seconds, sentence};

/// The findings to be shown. Where nothing was said, that is the one fault; only findings about the
/// recording may explain it. A section without sound among others with sound was not
/// spoken, so no microphone was muted.
pub(super) fn shown<'a>(session: &'a Session, facts: &SectionFacts) -> Vec<&'a Finding> {
    let zeros = |facts: &SectionFacts| facts.loudness.is_some_and(|loudness| loudness.all_zero);
    let skipped = zeros(facts) && session.sections.iter().any(|other| !zeros(other));
    let findings = judged(session, facts).map_or(&[][..], |judged| &judged.findings);
    findings
        .iter()
        .filter(|finding| !is_silent(facts) || rules::of_recording(&finding.rule))
        .filter(|finding| !skipped || finding.rule != "low-level")
        .collect()
}

/// Whether the idea is certainly missing: what may have been said becomes a question instead.
fn unheard(signal: &SignalCheck) -> bool {
    signal.heard() == Heard::NotSaid
}

/// Whether the section's list of what is missing already contains it.
pub(super) fn told(
    finding: &Finding,
    judged: &SectionJudgement,
    plan: Option<&Section>,
    level: Level,
) -> bool {
    match finding.rule.as_str() {
        "missing-signal" => judged
            .signals
            .iter()
            .any(|signal| unheard(signal) && expected(plan, &signal.id, level)),
        "missing-quantification" => judged.metrics.iter().any(|metric| !metric.said),
        _ => false,
    }
}

/// Numbers of the findings over all sections: first those that are shown, from 1.
pub(super) struct Numbers {
    shown: usize,
    told: usize,
}

impl Numbers {
    pub fn of(session: &Session, scenario: &Scenario) -> Self {
        let all = session.sections.iter().flat_map(|facts| {
            let plan = scenario.plan(&facts.id);
            judged(session, facts).into_iter().flat_map(move |judged| {
                shown(session, facts)
                    .into_iter()
                    .filter(move |finding| !told(finding, judged, plan, session.level))
            })
        });
        Self {
            shown: 0,
            told: all.count(),
        }
    }

    pub fn next(&mut self, told: bool) -> usize {
        let number = if told {
            &mut self.told
        } else {
            &mut self.shown
        };
        *number += 1;
        *number
    }
}

pub(super) fn point(
    finding: &Finding,
    facts: &SectionFacts,
    title: &str,
    judged: &SectionJudgement,
) -> Point {
    let text = facts.transcript.as_ref().map_or("", |heard| &heard.text);
    let place = match finding.time {
        _ if finding.rule == "overrun" => {
            format!("+{} s", seconds(judged.measures.over()))
        }
        Some(time) => time.start.to_string(),
        None => String::new(),
    };
    let measured = match (finding.measured.as_str(), finding.threshold.as_str()) {
        ("", "") => String::new(),
        (measured, "") => measured.to_owned(),
        ("", threshold) => format!("The line: {threshold}"),
        (measured, threshold) => format!("{measured}; the line: {threshold}"),
    };
    let message = match &finding.quote {
        Some(quote) => unrepeated(&finding.message, quote),
        None => finding.message.clone(),
    };
    Point {
        number: 0,
        told: false,
        section: clean(&facts.id),
        section_title: title.to_owned(),
        title: rule_title(&finding.rule),
        rule: clean(&finding.rule),
        severity: finding.severity,
        at: finding.time,
        in_take: finding
            .time
            .filter(|_| !facts.spans.is_empty())
            .map(|time| facts.in_take(time.start)),
        place,
        quote: finding.quote.as_deref().map(clean),
        chars: finding.bytes.map(|bytes| chars(text, bytes)),
        about: finding.about.clone(),
        message: clean(&message),
        suggestion: clean(&finding.suggestion),
        measured: clean(&measured),
        source: clean(&finding.source),
    }
}

/// The message without the quote it begins with: `“we traced it”: by
/// whom?` becomes "By whom?", `“we traced it” hides …` becomes "This hides …".
pub(super) fn unrepeated(message: &str, quote: &str) -> String {
    let said = message.strip_prefix('“').and_then(|m| m.split_once('”'));
    match said {
        Some((said, rest)) if !said.is_empty() && quote.contains(said) => {
            match rest.strip_prefix(": ") {
                Some(rest) => sentence(rest),
                None if rest.starts_with(' ') => format!("This{rest}"),
                None => message.to_owned(),
            }
        }
        _ => message.to_owned(),
    }
}

/// The title of a rule; the id of a rule that no longer exists.
pub(super) fn rule_title(rule: &str) -> String {
    rules::about(rule).map_or_else(|| clean(rule), |about| about.title.to_owned())
}

pub(super) fn missing(
    judged: Option<&SectionJudgement>,
    plan: Option<&Section>,
    level: Level,
    findings: &[Point],
) -> Vec<Missing> {
    let Some(judged) = judged else {
        return Vec::new();
    };
    let numbers = judged
        .metrics
        .iter()
        .filter(|metric| !metric.said)
        .map(|metric| {
            let text = format!("The number: {}", metric.name);
            let about = Subject::Metric(metric.id.clone());
            (text, remedy(findings, "missing-quantification", &about))
        });
    let ideas = judged
        .signals
        .iter()
        .filter(|signal| unheard(signal) && expected(plan, &signal.id, level))
        .map(|signal| {
            let meaning = plan
                .and_then(|plan| plan.signals.iter().find(|one| one.id == signal.id))
                .map_or("", |one| one.meaning.as_str());
            let text = if let Some(title) = &signal.said_in {
                format!(
                    "“{}”: said in {title}; the strong example says it here",
                    signal.phrase
                )
            } else if meaning.is_empty() {
                format!("“{}”", signal.phrase)
            } else {
                format!("“{}”: {meaning}", signal.phrase)
            };
            let about = Subject::Idea(signal.id.clone());
            (text, remedy(findings, "missing-signal", &about))
        });
    let mut lines: Vec<Missing> = numbers
        .chain(ideas)
        .map(|(text, remedy)| Missing {
            text: clean(&text),
            remedy,
        })
        .collect();
    // Repeated advice is shown once, under the last line it applies to.
    for at in 1..lines.len() {
        if lines[at - 1].remedy == lines[at].remedy {
            lines[at - 1].remedy.clear();
        }
    }
    lines
}

/// The suggestion of the finding about this number or idea.
fn remedy(findings: &[Point], rule: &str, about: &Subject) -> String {
    let of = || findings.iter().filter(|point| point.rule == rule);
    of().find(|point| point.about.as_ref() == Some(about))
        .or_else(|| of().next())
        .map_or_else(String::new, |point| point.suggestion.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_not_repeated() {
        for (message, quote, wanted) in [
            ("“we traced it”: by whom?", "we traced it", "By whom?"),
            (
                "“it improved” is no measure, and more.",
                "it improved a lot",
                "This is no measure, and more.",
            ),
            ("“um” came twice.", "we traced it", "“um” came twice."),
            ("Nothing is measured.", "it", "Nothing is measured."),
        ] {
            assert_eq!(unrepeated(message, quote), wanted);
        }
    }
}
