//! `repetition`: words said twice in a row.

use crate::evidence::speech::Speech;
use crate::judgement::About;
use crate::judgement::{Family, Finding, Severity};
use crate::rules::Rule;

pub(super) struct Repetition;

static ABOUT: About = About {
    id: "repetition",
    title: "Said twice",
    family: Family::Delivery,
    gravity: 0,
    weakness: "repeated itself",
    what: "The same words twice in a row, or a sentence begun again.",
    why: "One restart is human; several in a section sound unprepared.",
    source: "Disfluencies of all kinds run at about 6 in 100 words in normal speech (Lickley 2017), so this is a note.",
    flags: &["action: I, I traced the, the failure."],
    allows: &[
        "action: It was very very slow, and I knew that that was wrong.",
        "action: I could purge them, but once they're gone they're gone.",
    ],
};

impl Rule for Repetition {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        for range in &speech.repetitions {
            let said = speech.heard[range.clone()]
                .iter()
                .map(|token| token.lower.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            out.push(speech.at_heard(
                &ABOUT,
                Severity::Note,
                range.start..range.end + range.len(),
                format!("You began twice: “{said}”."),
                "Nothing to worry about once; if it returns at the same place, learn that sentence by heart.".into(),
            ));
        }
    }
}
