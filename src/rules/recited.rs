//! `recited`: the strong example's own wording.

use crate::evidence::speech::Speech;
use crate::judgement::{About, Family, Finding, Severity};
use crate::language::token::{Token, tokens};
use crate::rules::Rule;
use crate::transcript::Transcript;
use std::collections::BTreeSet;

pub(super) struct Recited;

static ABOUT: About = About {
    id: "recited",
    title: "Recited",
    family: Family::Delivery,
    gravity: 0,
    weakness: "was recited",
    what: "Most of a section is word for word what the strong example says.",
    why: "A recited answer breaks at the first follow-up question. The example shows what belongs in, and not how you say it.",
    source: "Amazon's recruiters: STAR is not something to memorise. Four of five runs of five words as the line is ours; a note until it is measured.",
    flags: &[
        "task: This service belonged to the Platform team - not my team. No ticket existed, and nobody asked me to investigate. I decided to own the fix proactively.",
    ],
    allows: &[
        "task: It was the Platform team's service and there was no ticket. Nobody had asked me to look at it, and I decided that I would own the fix from end to end.",
        "task: Not my team. No ticket existed.",
    ],
};

/// Number of words in a run: shorter ones are common to any two answers.
const RUN: usize = 5;
/// Minimum number of runs: fewer are a sentence that happens to be the same.
const LEAST: usize = 12;

impl Rule for Recited {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        let strong = speech.section.and_then(|section| section.strong_for(speech.bar.level));
        let Some(strong) = strong else {
            return;
        };
        let example = tokens(&Transcript::from_text(strong));
        let known: BTreeSet<Vec<&str>> = runs(&example).collect();
        let (mut all, mut same) = (0, 0);
        for run in runs(speech.tokens()) {
            all += 1;
            same += usize::from(known.contains(&run));
        }
        if all < LEAST || same * 5 < all * 4 {
            return;
        }
        let mut finding = speech.whole(
            &ABOUT,
            Severity::Note,
            "This is the strong example, nearly word for word.".into(),
            "Put it away and tell it once more from the cues alone.".into(),
        );
        finding.measured = format!("{same} of {all} runs of {RUN} words are the example's");
        finding.threshold = "four of five".into();
        out.push(finding);
    }
}

fn runs(words: &[Token]) -> impl Iterator<Item = Vec<&str>> {
    words.windows(RUN).map(|run| run.iter().map(|word| word.lower.as_str()).collect())
}
