//! `underrun`: the section used little of its time.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::Improve;
use crate::judgement::{About, Family};
use crate::rules::Findings;
use crate::scenario::SectionRole;

pub(super) static ABOUT: About = About {
    id: "underrun",
    title: "Used little of its time",
    family: Family::Pace,
    gravity: 1,
    weakness: "used little of its time",
    what: "The section took less than 30 % of its target.",
    why: "A section that is over in a breath leaves the interviewer nothing to write down. The strong Action itself takes about 28 s of 90, so only what is thinner than that is flagged.",
    source: "The walkthrough's own strong Action: 66 words, about 28 s of its 90 at 140 words a minute.",
    flags: &["action 20: I fixed it."],
    allows: &["action 28: I fixed it.", "result 12: It went to zero."],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let (length, target) = (speech.spoken.length, speech.target);
    // A short answer to a follow-up is a good one if it has the ideas.
    if !speech.measures.thin() || speech.part == SectionRole::FollowUp {
        return;
    }
    let missing: Vec<&str> = speech
        .signals
        .iter()
        .filter(|signal| !signal.covered)
        .map(|signal| signal.phrase.as_str())
        .take(2)
        .collect();
    let suggestion = match (missing.as_slice(), speech.part) {
        ([], SectionRole::Action) => "Take one step of your work and say how you did it: what you looked at, what you saw, what you concluded.".to_owned(),
        ([], _) => "Add the one fact that only somebody who was there would know.".to_owned(),
        (missing, _) => format!("There is room for more: {}.", missing.iter().map(|phrase| format!("“{phrase}”")).collect::<Vec<_>>().join(" and ")),
    };
    let finding = out.whole(
        Improve,
        format!(
            "This took {:.1} s; you have {} s.",
            length.as_secs_f64(),
            target.0 / 1000
        ),
        suggestion,
    );
    finding.measured = format!("{:.1} s of {} s", length.as_secs_f64(), target.0 / 1000);
    finding.threshold = "less than 30 % of the target".into();
}
