//! `buzzword`: phrases that name no act.

use crate::evidence::buzzwords;
use crate::evidence::speech::Speech;
use crate::judgement::Severity::Note;
use crate::judgement::{About, Family};
use crate::rules::Findings;

pub(super) static ABOUT: About = About {
    id: "buzzword",
    title: "Buzzwords",
    family: Family::Evidence,
    gravity: 0,
    weakness: "was told in buzzwords",
    what: "Phrases of business reports that fit any project: “drove alignment”, “delivered value”.",
    why: "An interviewer writes down what you did. These phrases leave nothing to write, and nothing to ask about.",
    source: "The words to avoid of the GOV.UK style guide. A note; an answer that tells most acts so does not lean towards hire.",
    flags: &[
        "action: I drove synergies across the organisation.",
        "result: We delivered value and moved the needle.",
    ],
    allows: &[
        "action: I drove the van to the depot and delivered the results to the ward.",
        "action: He said, \"deliver value\", and I asked him which.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let places = buzzwords::places(speech);
    let Some(first) = places.first() else {
        return;
    };
    let said = speech.quote(first);
    let message = match places.len() {
        1 => format!("“{said}” fits any project: it does not say what was done."),
        count => format!(
            "“{said}” and {} more such phrases fit any project: they do not say what was done.",
            count - 1
        ),
    };
    let instead = "Say what you did that day: what you opened, wrote, counted, asked or moved.";
    out.at(Note, first.clone(), message, instead);
}
