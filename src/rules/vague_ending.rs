//! `vague-ending`: a Result ends in a feeling instead of value.

use crate::evidence::speech::Speech;
use crate::evidence::vague;
use crate::evidence::wording::{list, named};
use crate::judgement::Severity::{Fix, Note};
use crate::judgement::{About, Family};
use crate::rules::Findings;
use crate::scenario::SectionRole;

pub(super) static ABOUT: About = About {
    id: "vague-ending",
    title: "Vague result",
    family: Family::Evidence,
    gravity: 6,
    weakness: "ended vaguely",
    what: "A vague outcome stands in for evidence in Result.",
    why: "'The team was happy' is what an interviewer hears when nothing was measured. After the numbers it is fine.",
    source: "The walkthrough: 'Ends with vague team was happy instead of business value'.",
    flags: &[
        "result: The drop rate improved and the team was happy.",
        "result: It works now. Everybody was happy.",
    ],
    allows: &[
        "result: It went from 0.3% to zero and eight thousand dollars a week were recovered. The team was happy.",
        "result: Reviews improved significantly, from 3.9 to 4.6 stars.",
        "result: Reviews improved significantly. They went from 3.9 to 4.6 stars.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    if speech.part != SectionRole::Result {
        return;
    }
    let proven = if speech.metrics.is_empty() {
        speech.measures_something()
    } else {
        speech.metrics.iter().all(|metric| metric.said)
    };
    if proven {
        return;
    }
    let missing: Vec<String> = speech
        .metrics
        .iter()
        .filter(|metric| !metric.said)
        .map(|metric| named(&metric.name))
        .collect();
    let instead = if missing.is_empty() {
        "a number before and after".to_owned()
    } else {
        list(&missing)
    };
    // Beside a measured change it is a manner of speaking.
    let measured = speech.metrics.iter().any(|metric| metric.said);
    let severity = if measured { Note } else { Fix };
    for place in vague::unsupported(speech) {
        let said = speech.quote(&place);
        out.at(
            severity,
            place,
            format!("“{said}” stands where the evidence should be."),
            format!("Say {instead} first; then “{said}” may stay."),
        );
    }
}
