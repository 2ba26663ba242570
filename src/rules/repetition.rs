//! `repetition`: words said twice in a row.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::Note;
use crate::judgement::{About, Family};
use crate::rules::Findings;

pub(super) static ABOUT: About = About {
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

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    for range in &speech.repetitions {
        let said = speech.heard_words(range);
        out.at_heard(
            Note,
            range.start..range.end + range.len(),
            format!("You began twice: “{said}”."),
            "Nothing to worry about once; if it returns at the same place, learn that sentence by heart.",
        );
    }
}
