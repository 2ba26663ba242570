//! `low-level`: the recording is too quiet.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::{Fix, Improve, Note};
use crate::judgement::{About, Family};
use crate::rules::Findings;

pub(super) static ABOUT: About = About {
    id: "low-level",
    title: "Too quiet",
    family: Family::Recording,
    gravity: 13,
    weakness: "was recorded too quietly",
    what: "The loudest sample lies below -30 dBFS, or every sample is zero.",
    why: "Recognisers lose words in quiet recordings, and so would an interviewer.",
    source: "Audacity's manual on recording levels: aim for -12 to -6 dBFS; below -30 dBFS noise competes with the voice.",
    flags: &[],
    allows: &[],
};

/// -30 dBFS, in tenths.
const LOWEST_PEAK_X10: i32 = -300;

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let Some(loudness) = speech.spoken.loudness else {
        return;
    };
    let peak = f64::from(loudness.peak_decibels_x10) / 10.0;
    if loudness.all_zero {
        out.whole(
            Fix,
            "The recording is digital silence: the microphone is muted or not permitted.",
            "Unmute it or allow the terminal to use it, then check with “rehearse doctor”.",
        );
    } else if loudness.peak_decibels_x10 < LOWEST_PEAK_X10 {
        let nobody = speech
            .spoken
            .activity
            .is_some_and(|heard| heard.voiced.is_empty());
        if nobody && speech.spoken.transcript.words.is_empty() {
            let message = format!("Nothing was heard here: the loudest moment is {peak:.0} dBFS.");
            let remedy =
                "If you spoke, raise the microphone's level and check it with “rehearse doctor”.";
            out.whole(Note, message, remedy);
            return;
        }
        let finding = out.whole(
            Improve,
            format!("The recording is quiet: its loudest moment is {peak:.0} dBFS. Words may be missing from the transcript."),
            "Move closer to the microphone or raise its level; aim for peaks between -12 and -6 dBFS.",
        );
        finding.measured = format!("{peak:.1} dBFS");
        finding.threshold = "below -30 dBFS".into();
    }
}
