//! `phantom-text`: text where nobody spoke.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::Note;
use crate::judgement::{About, Family};
use crate::rules::Findings;

pub(super) static ABOUT: About = About {
    id: "phantom-text",
    title: "Text without voice",
    family: Family::Recording,
    gravity: 0,
    weakness: "has text that nobody spoke",
    what: "The recogniser wrote text where the recording holds no voice; it was set apart and not judged.",
    why: "Whisper makes up sentences on silence, most at the end of takes of 30 to 32 s. Nothing made up may count for or against you.",
    source: "OpenWhispr issue 1458: invented tails in 47 % of dictations lasting 30 to 32 s.",
    flags: &[],
    allows: &[],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    for dropped in &speech.spoken.transcript.dropped {
        out.gap(
            Note,
            dropped.time,
            format!(
                "“{}” was written where nobody spoke, and is not judged: {}",
                dropped.text.trim(),
                dropped.reason
            ),
            "If you did say it, speak closer to the microphone.",
        );
    }
}
