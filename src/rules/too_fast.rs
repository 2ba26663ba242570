//! `too-fast`: words a minute above the band.

use crate::evidence::speech::Speech;
use crate::judgement::About;
use crate::judgement::{Family, Finding, Severity};
use crate::rules::Rule;

pub(super) struct TooFast;

static ABOUT: About = About {
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

impl Rule for TooFast {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        let limit = speech.settings.bands.fast_words_per_minute;
        let Some(pace) = super::pace(speech).filter(|pace| *pace > limit) else {
            return;
        };
        let severity = if pace > limit + 20 {
            Severity::Improve
        } else {
            Severity::Note
        };
        let mut finding = speech.whole(
            &ABOUT,
            severity,
            format!("You spoke {pace} words a minute here; up to {limit} is easy to follow."),
            "Breathe at each full stop: half a second is enough. Drop a detail rather than a pause.".into(),
        );
        finding.measured = format!("{pace} words a minute");
        finding.threshold = format!("more than {limit}");
        out.push(finding);
    }
}
