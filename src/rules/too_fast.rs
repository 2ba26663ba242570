//! `too-fast`: words a minute above the band.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::{Improve, Note};
use crate::judgement::{About, Family};
use crate::rules::Findings;

pub(super) static ABOUT: About = About {
    id: "too-fast",
    title: "Spoken fast",
    family: Family::Pace,
    gravity: 0,
    weakness: "was too fast",
    what: "More than 170 words a minute (set in the config file), from the first to the last voiced sound.",
    why: "Past about 170 words a minute a listener who writes notes falls behind; past about 190 comprehension drops.",
    source: "Speech Away citing Miller 1976; Orai on TED talks (average 163). Rates settle after about 9 s of speech (Arantes).",
    flags: &[
        "action 10: I pulled the logs and I traced the failures to a timeout and I wrote the retry and I added the alert and I sent the change to the team and they merged it on the same day.",
    ],
    allows: &[
        "action 20: I pulled the logs and I traced the failures to a timeout and I wrote the retry and I added the alert and I sent the change to the team and they merged it on the same day.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let limit = speech.settings.bands.fast_words_per_minute;
    let Some(pace) = super::pace(speech).filter(|pace| *pace > limit) else {
        return;
    };
    let severity = if pace > limit + 20 { Improve } else { Note };
    let finding = out.whole(
        severity,
        format!("You spoke {pace} words a minute here; up to {limit} is easy to follow."),
        "Breathe at each full stop: half a second is enough. Drop a detail rather than a pause.",
    );
    finding.measured = format!("{pace} words a minute");
    finding.threshold = format!("more than {limit}");
}
