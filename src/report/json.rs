//! The report as JSON, part of the interface: fields may be added but not changed. Units: seconds,
//! characters (Unicode scalar values) of the section's `text`.

use super::{FORMAT, Point, Report, SectionReport};
use crate::time::Millis;
use serde::Serializer;
use serde_json::{Value, json};

/// The report as indented JSON that ends with a line break. Same report, same bytes.
pub fn render(report: &Report) -> String {
    format!("{:#}\n", value(report))
}

/// The report as a JSON value.
pub fn value(report: &Report) -> Value {
    let sections: Vec<Value> = report.sections.iter().map(section).collect();
    let verdict = report.verdict.as_ref();
    let mut value = json!({
        "format": FORMAT,
        "id": report.id,
        "scenario": report.scenario,
        "title": report.title,
        "date": report.date,
        "level": report.level_id,
        "synthetic": report.synthetic,
        "headline": report.headline,
        "notes": report.notes,
        "fix_first": report.fixes,
        "sections": sections,
        "not_spoken": report.not_spoken,
        "delivery": report.delivery,
        "overall": {
            "seconds": seconds(report.length),
            "target_seconds": seconds(report.target),
            "verdict": verdict.map(|verdict| &verdict.text),
            "because": verdict.map_or(&[][..], |verdict| &verdict.because),
            "held_to": verdict.map_or(&[][..], |verdict| &verdict.held_to),
            "leaning": verdict.and_then(|verdict| verdict.leaning),
            "questions": verdict.map_or(&[][..], |verdict| &verdict.questions),
            "next": verdict.map(|verdict| &verdict.next),
            "next_section": verdict.and_then(|verdict| verdict.next_section.as_ref()),
        },
        "recording": report.recording,
    });
    // Both are asked for: a report without them is as it was.
    if let Some(retold) = &report.retold {
        value["retold"] = json!(retold);
    }
    if !report.estimate.is_empty() {
        value["estimate"] = json!(report.estimate);
    }
    value
}

/// A time in seconds, for fields that are written as they are.
pub(super) fn in_seconds<S: Serializer>(time: &Millis, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(seconds(*time))
}

fn seconds(time: Millis) -> f64 {
    time.as_secs_f64()
}

fn section(section: &SectionReport) -> Value {
    let measures = section.measures.as_ref();
    let asked = section.asked.as_ref();
    let time = |time: Option<Millis>| time.map(seconds);
    let mut value = json!({
        "id": section.id,
        "title": section.title,
        "question": asked.map(|asked| &asked.follow_up.question),
        "probes": asked.map(|asked| &asked.follow_up.probes),
        "standing": asked.map(|asked| &asked.standing),
        "key_line": asked.map(|asked| &asked.follow_up.key_line),
        "seconds": seconds(section.length),
        "target_seconds": seconds(section.target),
        "over_seconds": seconds(section.over()),
        "words": measures.map(|measures| measures.words),
        "words_per_minute": measures.and_then(|measures| measures.words_per_minute),
        "articulation_per_minute": measures.and_then(|measures| measures.articulation_per_minute),
        "fillers": measures.map(|measures| measures.fillers),
        "possible_fillers": measures.map(|measures| measures.possible_fillers),
        "i_count": measures.map(|measures| measures.i_count),
        "we_count": measures.map(|measures| measures.we_count),
        "voiced_seconds": measures.and_then(|measures| time(measures.voiced)),
        "first_word_after_seconds": measures.and_then(|measures| time(measures.first_word_after)),
        "longest_pause_seconds": measures.and_then(|measures| time(measures.longest_pause)),
        "starts_at_seconds": section.spans.first().map(|span| seconds(span.start)),
        "speech_dbfs": section.speech_level.map(|level| f64::from(level) / 10.0),
        "quantities": section.quantities,
        "metrics": section.metrics.iter().map(|metric| json!({
            "id": metric.id,
            "name": metric.name,
            "said": metric.said,
            "quote": metric.quote,
        })).collect::<Vec<_>>(),
        "signals": section.signals.iter().map(|signal| json!({
            "id": signal.id,
            "phrase": signal.phrase,
            "covered": signal.covered,
            "heard": signal.heard().id(),
            "quote": signal.quote,
        })).collect::<Vec<_>>(),
        "share_percent": measures.and_then(|measures| measures.share),
        "planned_share_percent": measures.and_then(|measures| measures.planned_share),
        "misheard": section.misheard.iter().flat_map(|one| one.places.iter().map(|place| {
            let mut value = json!({
                "heard": one.heard,
                "taken_as": one.taken_as,
                "start": place.chars.0,
                "end": place.chars.1,
                "at_seconds": place.at.map(seconds),
            });
            prune(&mut value);
            value
        })).collect::<Vec<_>>(),
        "findings": section.findings.iter().map(finding).collect::<Vec<_>>(),
        "missing": section.missing.iter().map(|missing| &missing.text).collect::<Vec<_>>(),
        "text": section.text,
        "dropped": section.dropped.iter().map(|dropped| json!({
            "text": dropped.text,
            "at_seconds": seconds(dropped.time.start),
            "reason": dropped.reason,
        })).collect::<Vec<_>>(),
    });
    prune(&mut value);
    value
}

fn finding(point: &Point) -> Value {
    let mut value = json!({
        "rule": point.rule,
        "severity": point.severity,
        "quote": point.quote,
        "start": point.chars.map(|chars| chars.0),
        "end": point.chars.map(|chars| chars.1),
        "at_seconds": point.at.map(|at| seconds(at.start)),
        "message": point.message,
        "suggestion": point.suggestion,
        "measured": point.measured,
        "source": point.source,
    });
    prune(&mut value);
    value
}

/// Removes null values: what is unknown is absent.
fn prune(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.retain(|_, field| !field.is_null());
    }
}
