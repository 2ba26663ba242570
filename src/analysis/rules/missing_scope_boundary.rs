//! `missing-scope-boundary`: Task never says whose it was and that nobody asked.

use crate::analysis::lexicon;
use crate::analysis::phrases;
use crate::analysis::rule::{About, Rule};
use crate::analysis::speech::{Part, Speech};
use crate::analysis::{Finding, Severity};
use crate::scenario::Actor;

pub(super) struct It;

static ABOUT: About = About {
    id: "missing-scope-boundary",
    title: "No scope boundary",
    what: "Task says neither that it was not the candidate's to fix, nor that there was no ticket, nor that nobody asked.",
    why: "Without the boundary an interviewer must assume that you were assigned the work, and then there is no ownership to credit.",
    source: "The walkthrough's coaching and quiz: 'This is a common disqualifier.'",
    flags: &["task: My task was to find out where the webhooks were going and to fix it."],
    allows: &[
        "task: It was not my team's service.",
        "task: There was no ticket for it, and I took it on.",
        "task: Nobody asked me to look at it.",
    ],
};

impl Rule for It {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        if speech.part != Part::Task || speech.tokens().is_empty() {
            return;
        }
        let section = speech.section.map_or(&[][..], |section| &section.signals);
        let said = section
            .iter()
            .zip(&speech.signals)
            .any(|(signal, check)| signal.actor == Actor::Anyone && check.covered);
        let worded = section
            .iter()
            .all(|signal| signal.actor == Actor::Candidate)
            && !phrases::find(&speech.words, lexicon::boundary()).is_empty();
        if said || worded {
            return;
        }
        let wanted: Vec<String> = section
            .iter()
            .filter(|signal| signal.actor == Actor::Anyone)
            .map(|signal| format!("“{}”", signal.phrase))
            .collect();
        let suggestion = if wanted.is_empty() {
            "Say whose it was, and that nobody had asked you.".to_owned()
        } else {
            format!(
                "Say it in one breath before you say what you took on: {}.",
                wanted.join(", ")
            )
        };
        out.push(speech.whole(
            &ABOUT,
            Severity::Fix,
            "Nothing here says that this was not yours to do: it sounds like assigned work.".into(),
            suggestion,
        ));
    }
}
