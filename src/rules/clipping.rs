//! `clipping`: the recording is too loud.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::Improve;
use crate::judgement::{About, Family};
use crate::rules::Findings;

pub(super) static ABOUT: About = About {
    id: "clipping",
    title: "Clipped",
    family: Family::Recording,
    gravity: 12,
    weakness: "was recorded too loudly",
    what: "Samples at full scale.",
    why: "Clipped sound is distorted; recognisers mishear it.",
    source: "Audacity's manual on recording levels: aim for -12 to -6 dBFS; -1 dBFS and above leaves no room.",
    flags: &[],
    allows: &[],
};

/// Minimum number of clipped samples: a few may be a knock on the desk.
const FEWEST: u64 = 16;

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let Some(loudness) = speech
        .spoken
        .loudness
        .filter(|loudness| loudness.clipped_frames >= FEWEST)
    else {
        return;
    };
    let finding = out.whole(
        Improve,
        format!("The recording is too loud: {} samples are cut off at full scale.", loudness.clipped_frames),
        "Lower the microphone's level or move back a little; aim for peaks between -12 and -6 dBFS.",
    );
    finding.measured = format!("{} samples", loudness.clipped_frames);
    finding.threshold = format!("{FEWEST} or more");
}
