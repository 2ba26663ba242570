//! `missing-signal`: a key phrase of the strong example is not covered.

use crate::analysis::lexicon::Class;
use crate::analysis::rule::{About, Rule};
use crate::analysis::speech::{Part, Speech};
use crate::analysis::{Finding, Severity};
use crate::scenario::Actor;

pub(super) struct It;

static ABOUT: About = About {
    id: "missing-signal",
    title: "An idea is missing",
    what: "An idea that the strong example carries is not said, in any words, by the right person, as a fact.",
    why: "These are the facts that an interviewer listens for. What is not said is not scored.",
    source: "The scenario's key phrases and strong example.",
    flags: &["action: I wrote the retry."],
    allows: &[
        "task: It was not my team's service, there was no ticket, nobody asked me, and I decided to own the fix.",
    ],
};

impl Rule for It {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        let Some(section) = speech.section else {
            return;
        };
        for (signal, check) in section.signals.iter().zip(&speech.signals) {
            if check.covered || !signal.expected_at(speech.bar.level) {
                continue;
            }
            let severity = if speech.short_by_lens() {
                Severity::Note
            } else {
                Severity::Improve
            };
            let idea = if signal.meaning.is_empty() {
                format!("“{}”", signal.phrase)
            } else {
                signal.meaning.clone()
            };
            let suggestion = match near(speech, signal.actor) {
                Some(why) => why,
                None => format!(
                    "Say it in your own words; the strong example has “{}”.",
                    signal.phrase
                ),
            };
            out.push(speech.whole(&ABOUT, severity, format!("Not heard: {idea}"), suggestion));
        }
    }
}

/// Why an idea may not have counted although its words were there.
fn near(speech: &Speech<'_>, actor: Actor) -> Option<String> {
    let we = speech
        .tokens()
        .iter()
        .any(|token| token.is(Class::WE_SUBJECT) && !token.quoted);
    (actor == Actor::Candidate
        && speech.part == Part::Action
        && we
        && speech.measures.i_count < speech.measures.we_count)
        .then(|| {
            "If you did it, say so with “I”: what “we” did is not counted as yours.".to_owned()
        })
}
