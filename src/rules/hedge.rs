//! `hedge`: a softener of the candidate's own claim.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::{Improve, Note};
use crate::judgement::{About, Family};
use crate::language::grammar::{Doer, doer};
use crate::language::{lexicon, phrases};
use crate::language::pattern::Match;
use crate::language::token::{preceding, same_sentence};
use crate::language::words::Class;
use crate::rules::Findings;
use std::ops::Range;

pub(super) static ABOUT: About = About {
    id: "hedge",
    title: "Hedged",
    family: Family::Delivery,
    gravity: 0,
    weakness: "was hedged",
    what: "A softener such as 'I think', 'kind of' or 'probably' on the candidate's own claim.",
    why: "Each hedge lowers perceived authority. Keep it where you really do not know; drop it where you do.",
    source: "Hosman 1989 on hedges and perceived authoritativeness.",
    flags: &[
        "action: I think the problem was network issues.",
        "situation: It was kind of slow.",
    ],
    allows: &[
        "action: This kind of failure is transient.",
        "action: Their lead said, \"I think it is fine.\"",
        "action: He said it was probably the fuse, and I checked it.",
        "action: One of the pupils told me he kind of understood it for the first time.",
        "reflection: The way I think about it, the gap was the problem.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let hits = phrases::find(&speech.words, lexicon::hedges());
    let own = |hit: &Match| !of_somebody(speech, &hit.tokens);
    let own_hedges = hits.iter().filter(|(hit, _)| own(hit)).count();
    for (hit, _) in hits {
        if speech.tokens()[hit.tokens.start].quoted || of_somebody(speech, &hit.tokens) {
            continue;
        }
        let said = speech.quote(&hit.tokens);
        // Three softeners in one section are a habit, one is a choice.
        let severity = if own_hedges >= 3 { Improve } else { Note };
        out.at(
            severity,
            hit.tokens,
            format!("“{said}” takes back what you say."),
            "If you know it, say it plainly. If you do not, say how you would find out.",
        );
    }
}

/// Whether a hedge is about what others said or thought, and no claim of the candidate: "he told me he kind of
/// understood it". "They kind of ignored it" is a claim.
fn of_somebody(speech: &Speech<'_>, hedge: &Range<usize>) -> bool {
    let tokens = speech.tokens();
    let sentence = tokens[hedge.start].sentence;
    if tokens[hedge.clone()]
        .iter()
        .any(|token| token.is(Class::FIRST))
    {
        return false;
    }
    let person = preceding(tokens, hedge.start)
        .next()
        .is_some_and(|before| before.any(&["he", "she", "they"]) || before.is(Class::NOUN));
    let next = same_sentence(tokens, hedge.start, hedge.end);
    let felt = next.is_some_and(|next| next.stems(INSIDE));
    // Only from a reporting verb up to the next "I".
    let reported = (hedge.start.saturating_sub(8)..hedge.start)
        .rev()
        .take_while(|&at| tokens[at].sentence == sentence && !tokens[at].is(Class::FIRST))
        .any(|at| {
            matches!(tokens[at].stem.as_str(), "tell" | "say" | "write" | "ask")
                && doer(tokens, at) == Doer::Others
        });
    person && felt || reported
}

/// Verbs of thinking and feeling, as stems: only the person concerned can know.
const INSIDE: &[&str] = &[
    "understand",
    "know",
    "feel",
    "like",
    "want",
    "hope",
    "believ",
    "think",
    "enjoy",
    "expect",
    "trust",
    "fear",
    "get",
];
