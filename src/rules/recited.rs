//! `recited`: the wording of the strong example, or of an earlier take.

use crate::evidence::same_words::{RUN, SharedRuns};
use crate::evidence::speech::Speech;
use crate::judgement::Severity::Note;
use crate::judgement::{About, Family, ToldBefore};
use crate::language::token::tokens_of;
use crate::rules::Findings;

pub(super) static ABOUT: About = About {
    id: "recited",
    title: "Recited",
    family: Family::Delivery,
    gravity: 0,
    weakness: "was recited",
    what: "Most of a section is word for word what the strong example says, or what an earlier take said.",
    why: "A recited answer breaks at the first follow-up question. Know what belongs in, and say it in the words that come.",
    source: "Amazon's recruiters: STAR is not something to memorise. Four of five runs of five words as the line is ours; a note until it is measured.",
    flags: &[
        "task: This service belonged to the Platform team - not my team. No ticket existed, and nobody asked me to investigate. I decided to own the fix proactively.",
    ],
    allows: &[
        "task: It was the Platform team's service and there was no ticket. Nobody had asked me to look at it, and I decided that I would own the fix from end to end.",
        "task: Not my team. No ticket existed.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let example = SharedRuns::of(speech.tokens(), &tokens_of(speech.strong()));
    let runs = |same, all, source| format!("{same} of {all} runs of {RUN} words are {source}");
    let (message, instead, measured) = match speech.spoken.told_before {
        _ if example.recited() => (
            "This is the strong example, nearly word for word.".to_owned(),
            "Put it away and tell it once more from the cues alone.",
            runs(example.same, example.all, "the example's"),
        ),
        Some(ToldBefore { started, same, all }) => (
            format!("You said this nearly word for word on {}.", day(started)),
            "Start it with another sentence next time, and let the rest follow from the cues.",
            runs(*same, *all, "those of that take"),
        ),
        None => return,
    };
    let finding = out.whole(Note, message, instead);
    finding.measured = measured;
    finding.threshold = "four of five".into();
}

/// The day of an RFC 3339 time.
fn day(started: &str) -> &str {
    started.split('T').next().unwrap_or(started)
}
