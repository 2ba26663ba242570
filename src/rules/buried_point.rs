//! `buried-point`: a Result states its point at its end.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::Note;
use crate::judgement::{About, Family};
use crate::rules::Findings;
use crate::scenario::SectionRole;

pub(super) static ABOUT: About = About {
    id: "buried-point",
    title: "The point comes late",
    family: Family::Evidence,
    gravity: 0,
    weakness: "came to its point late",
    what: "A Result of some length says its first figure or idea in its last third.",
    why: "Listeners decide early what an answer is about; what comes last is heard as an afterthought, or cut off.",
    source: "Amazon writes and speaks answer first; the last third is our line. A note until it is measured.",
    flags: &[
        "result: After that we had a long round of meetings with everybody who had anything to do with it and there was a review and another one and then in the end the drop rate went from 0.3% to zero.",
    ],
    allows: &[
        "result: The drop rate went from 0.3% to zero. After that we had a long round of meetings with everybody who had anything to do with it and there was a review and another one.",
        "result: It went to zero.",
    ],
};

/// Minimum length in words: a shorter Result is all point.
const WORDS: usize = 24;

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let tokens = speech.tokens();
    if speech.part != SectionRole::Result || tokens.len() < WORDS {
        return;
    }
    let text = &speech.spoken.transcript.text;
    let ideas = speech.signals.iter().filter(|signal| signal.covered);
    let ideas = ideas.filter_map(|signal| text.find(signal.quote.as_deref()?));
    let figures = speech.quantities.iter().map(|quantity| quantity.start);
    let Some(first) = figures.chain(ideas).min() else {
        return;
    };
    let before = tokens.partition_point(|token| token.bytes.start < first);
    if before * 3 < tokens.len() * 2 {
        return;
    }
    let finding = out.at(
        Note,
        before..before + 1,
        "The point comes in the last third of the Result.",
        "Begin with this sentence; say how it came about afterwards.",
    );
    finding.measured = format!("after {before} of {} words", tokens.len());
    finding.threshold = "two thirds of the words".into();
}
