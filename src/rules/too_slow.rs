//! `too-slow`: words a minute below the band.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::Note;
use crate::judgement::{About, Family};
use crate::rules::Findings;

pub(super) static ABOUT: About = About {
    id: "too-slow",
    title: "Spoken slowly",
    family: Family::Pace,
    gravity: 0,
    weakness: "was too slow",
    what: "Fewer than 90 words a minute (set in the config file), pauses included.",
    why: "Very slow speech is heard as hesitant. Real practice takes have a median of 106 words a minute, so only what is well below is reported.",
    source: "A fluency tool calls less than 110 hesitant and less than 70 too slow; Articulated's benchmark of real takes: median 106, middle half 83 to 135.",
    flags: &[
        "action 40: I pulled the logs and I traced the failures to a timeout and I wrote the retry and I added the alert and I sent the change to them.",
    ],
    allows: &[
        "action 12: I pulled the logs and I traced the failures to a timeout and I wrote the retry and I added the alert and I sent the change to them.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let limit = speech.settings.bands.slow_words_per_minute;
    let Some(pace) = super::pace(speech).filter(|pace| *pace < limit) else {
        return;
    };
    let finding = out.whole(
        Note,
        format!("You spoke {pace} words a minute here, pauses included."),
        match speech.measures.articulation_per_minute {
            Some(rate) => format!("Between the pauses you speak {rate} words a minute, so it is the pauses: know your next sentence before you end this one."),
            None => "Know the first words of each sentence by heart; the rest follows.".into(),
        },
    );
    finding.measured = format!("{pace} words a minute");
    finding.threshold = format!("fewer than {limit}");
}
