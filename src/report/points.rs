//! The findings of a section, worded and numbered, and what is missing from it.

use super::facts::{chars, in_take, is_silent, judged};
use super::{Missing, Point};
use crate::judgement::{Certainty, Finding, SectionJudgement, SignalCheck, Subject};
use crate::rules;
use crate::scenario::{Level, Section};
use crate::session::{SectionFacts, Session};
use crate::words::{clean, seconds, sentence, unless_empty};

/// The findings to be shown, without numbers. Where nothing was said, that is the one fault; only findings about the
/// recording may explain it. A section without sound among others with sound was not
/// spoken, so no microphone was muted.
pub(super) fn of(session: &Session, facts: &SectionFacts, plan: Option<&Section>) -> Vec<Point> {
    let Some(judged) = judged(session, &facts.id) else {
        return Vec::new();
    };
    let zeros = |facts: &SectionFacts| facts.loudness.is_some_and(|loudness| loudness.all_zero);
    let skipped = zeros(facts) && session.sections.iter().any(|other| !zeros(other));
    judged
        .findings
        .iter()
        .filter(|finding| !is_silent(facts) || rules::of_recording(&finding.rule))
        .filter(|finding| !skipped || finding.rule != "low-level")
        .map(|finding| Point {
            told: told(finding, judged, plan, session.level),
            ..point(finding, facts, judged)
        })
        .collect()
}

/// The ideas that the level requires and that are certainly missing: what may have been said becomes a question
/// instead.
fn unsaid<'a>(
    judged: &'a SectionJudgement,
    plan: Option<&'a Section>,
    level: Level,
) -> impl Iterator<Item = &'a SignalCheck> {
    let signals = judged.signals.iter();
    signals.filter(move |signal| {
        let expected = plan.is_none_or(|plan| plan.expects(&signal.id, level));
        expected && signal.heard() == Certainty::NotSaid
    })
}

/// Whether the section's list of what is missing already contains it.
fn told(
    finding: &Finding,
    judged: &SectionJudgement,
    plan: Option<&Section>,
    level: Level,
) -> bool {
    match finding.rule.as_str() {
        "missing-signal" => unsaid(judged, plan, level).next().is_some(),
        "missing-quantification" => judged.metrics.iter().any(|metric| !metric.said),
        _ => false,
    }
}

fn point(finding: &Finding, facts: &SectionFacts, judged: &SectionJudgement) -> Point {
    let text = facts.transcript.as_ref().map_or("", |heard| &heard.text);
    let place = match finding.time {
        _ if finding.rule == "overrun" => format!("+{} s", seconds(judged.measures.over())),
        Some(time) => time.start.to_string(),
        None => String::new(),
    };
    let measured = match (finding.measured.as_str(), finding.threshold.as_str()) {
        ("", "") => String::new(),
        (measured, "") => measured.to_owned(),
        ("", threshold) => format!("The line: {threshold}"),
        (measured, threshold) => format!("{measured}; the line: {threshold}"),
    };
    let message = unrepeated(&finding.message, finding.quote.as_deref());
    Point {
        number: 0,
        told: false,
        title: rule_title(&finding.rule),
        rule: clean(&finding.rule),
        severity: finding.severity,
        evidence: finding.evidence.clone(),
        at: finding.time,
        in_take: finding.time.and_then(|time| in_take(facts, time.start)),
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
pub(super) fn unrepeated(message: &str, quote: Option<&str>) -> String {
    let quote = quote.unwrap_or_default();
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
    let numbers = judged.metrics.iter().filter(|metric| !metric.said);
    let numbers = numbers.map(|metric| {
        let about = Subject::Metric(metric.id.clone());
        let remedy = remedy(findings, "missing-quantification", &about);
        (format!("The number: {}", metric.name), remedy)
    });
    let ideas = unsaid(judged, plan, level).map(|signal| {
        let planned = plan.and_then(|plan| plan.signals.iter().find(|one| one.id == signal.id));
        let meaning = planned.map_or("", |one| &one.meaning);
        let more = match &signal.said_in {
            Some(title) => format!(": said in {title}; the strong example says it here"),
            None => unless_empty(meaning, |meaning| format!(": {meaning}")),
        };
        let about = Subject::Idea(signal.id.clone());
        let remedy = remedy(findings, "missing-signal", &about);
        (format!("“{}”{more}", signal.phrase), remedy)
    });
    let lines = numbers.chain(ideas).map(|(text, remedy)| Missing {
        text: clean(&text),
        remedy,
    });
    let mut lines: Vec<Missing> = lines.collect();
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
            assert_eq!(unrepeated(message, Some(quote)), wanted);
        }
    }
}
