//! `slow-start`: a long silence before the first word.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::{Improve, Note};
use crate::judgement::{About, Family};
use crate::rules::Findings;
use crate::scenario::SectionRole;
use crate::time::{Millis, Span};

pub(super) static ABOUT: About = About {
    id: "slow-start",
    title: "Slow to start",
    family: Family::Pace,
    gravity: 0,
    weakness: "began after a long silence",
    what: "More than 2 s of silence before the first word of the first section, or of the answer to a follow-up.",
    why: "A delay of 2 seconds before an answer already lowers perceived sincerity. Only what follows a question counts: between sections you may think.",
    source: "14 experiments with 7,500 people, delays of 0 to 10 s, as reported by Inverse (general questions, not interviews).",
    flags: &[],
    allows: &[],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let limit = Millis(speech.settings.bands.slow_start_ms);
    let counts = speech.first || speech.part == SectionRole::FollowUp;
    let Some(wait) = speech
        .measures
        .first_word_after
        .filter(|wait| counts && *wait > limit)
    else {
        return;
    };
    // Twice as long is where listeners stop being patient (note > 2 s, flag > 4 s).
    let severity = if wait.0 > 2 * limit.0 { Improve } else { Note };
    let finding = out.gap(
        severity,
        Span::new(Millis::ZERO, wait),
        format!("You began after {:.1} s of silence.", wait.as_secs_f64()),
        "Have the first sentence ready as a whole, and start it as the question ends.",
    );
    finding.measured = format!("{:.1} s", wait.as_secs_f64());
    finding.threshold = format!("more than {:.1} s", limit.as_secs_f64());
}
