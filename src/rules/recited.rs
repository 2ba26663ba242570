//! `recited`: the wording of the strong example, or of an earlier take.

use crate::evidence::same_words::{RUN, Same};
use crate::evidence::speech::Speech;
use crate::judgement::{About, Family, Finding, Severity, ToldBefore};
use crate::language::token::tokens;
use crate::rules::Rule;
use crate::transcript::Transcript;

pub(super) struct Recited;

static ABOUT: About = About {
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

impl Rule for Recited {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        let strong = speech.section.and_then(|section| section.strong_for(speech.bar.level));
        let of_example = strong.map(|strong| {
            Same::of(speech.tokens(), &tokens(&Transcript::from_text(strong)))
        });
        let (same, message, instead, source) = match (of_example, speech.spoken.told_before) {
            (Some(same), _) if same.recited() => (
                same,
                "This is the strong example, nearly word for word.".to_owned(),
                "Put it away and tell it once more from the cues alone.",
                "the example's",
            ),
            (_, Some(ToldBefore { started, same, all })) => (
                Same { same: *same, all: *all },
                format!("You said this nearly word for word on {}.", day(started)),
                "Start it with another sentence next time, and let the rest follow from the cues.",
                "those of that take",
            ),
            _ => return,
        };
        let mut finding = speech.whole(&ABOUT, Severity::Note, message, instead.into());
        let Same { same, all } = same;
        finding.measured = format!("{same} of {all} runs of {RUN} words are {source}");
        finding.threshold = "four of five".into();
        out.push(finding);
    }
}

/// The day of an RFC 3339 time.
fn day(started: &str) -> &str {
    started.split('T').next().unwrap_or(started)
}
