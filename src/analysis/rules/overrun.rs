//! `overrun`: the section ran past its target.

use crate::analysis::measure::{late, tolerance};
use crate::analysis::rule::{About, Rule};
use crate::analysis::speech::Speech;
use crate::analysis::{Finding, Severity};

pub(super) struct It;

static ABOUT: About = About {
    id: "overrun",
    title: "Ran past its time",
    what: "The section took longer than its target by more than 2 seconds or 10 %, whichever is more.",
    why: "An interviewer hears several questions in one hour. Time that one section takes is missing in Action or Result, where the bar is met.",
    source: "The scenario's own targets; the tolerance of max(2 s, 10 %) is ours: other tools nudge only past +50 %.",
    flags: &["situation 41: I noticed that the webhooks were failing."],
    allows: &[
        "situation 33: I noticed that the webhooks were failing.",
        "task 21.9: It was not my team's service.",
    ],
};

impl Rule for It {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        let (length, target) = (speech.spoken.length, speech.target);
        if !late(length, target) {
            return;
        }
        let over = length - target;
        // A quarter too long is more than a slip.
        let severity = if over.0 * 4 > target.0 {
            Severity::Fix
        } else {
            Severity::Improve
        };
        let title = speech
            .section
            .map_or(speech.spoken.id, |section| &section.title);
        let mut finding = speech.whole(
            &ABOUT,
            severity,
            format!(
                "{title} took {:.1} s of {} s, {:.1} s over.",
                length.as_secs_f64(),
                target.0 / 1000,
                over.as_secs_f64()
            ),
            shorten(speech),
        );
        finding.measured = format!("{:.1} s of {} s", length.as_secs_f64(), target.0 / 1000);
        finding.threshold = format!("more than {:.1} s over", tolerance(target).as_secs_f64());
        out.push(finding);
    }
}

/// What to leave out, in the terms of the scenario's lens and coaching.
fn shorten(speech: &Speech<'_>) -> String {
    let words = speech.target.0 * 140 / 60_000;
    let mistake = speech
        .section
        .map(|section| section.common_mistake.trim())
        .filter(|text| !text.is_empty());
    match mistake {
        Some(mistake) => {
            format!("About {words} words fit at a calm pace. Watch for this one: {mistake}")
        }
        None => format!(
            "About {words} words fit at a calm pace. Keep the sentence that only you could say, and cut the background."
        ),
    }
}
