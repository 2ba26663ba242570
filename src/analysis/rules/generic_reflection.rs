//! `generic-reflection`: a lesson that fits every story.

use crate::analysis::lexicon::{self, Topic};
use crate::analysis::pattern::Match;
use crate::analysis::phrases;
use crate::analysis::rule::{About, Rule};
use crate::analysis::speech::{Part, Speech};
use crate::analysis::story;
use crate::analysis::{Finding, Severity};

pub(super) struct It;

static ABOUT: About = About {
    id: "generic-reflection",
    title: "Generic lesson",
    what: "The Reflection holds only lessons that fit every story.",
    why: "A lesson that could end any story tells nothing about you. What only this story taught is worth the 15 seconds.",
    source: "The walkthrough: 'Generic reflection like communication is important which tells nothing specific about the story.'",
    flags: &[
        "reflection: I learned that communication is important.",
        "reflection: I would communicate more with the Platform team.",
        "reflection: I learned to be more careful.",
    ],
    allows: &[
        "reflection: Communication matters, and here it failed because there was no shared SLO for webhooks.",
        "reflection: I now look at the neighbours' metrics every Monday before a customer complains.",
    ],
};

impl Rule for It {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        if !matches!(speech.part, Part::Reflection | Part::FollowUp)
            || speech.tokens().is_empty()
            || speech.signals.iter().any(|signal| signal.covered)
        {
            return;
        }
        let hits = phrases::find(&speech.words, lexicon::generic());
        if specific(speech, &hits) {
            return;
        }
        let missing = speech.section.and_then(|section| {
            section
                .signals
                .iter()
                .find(|signal| signal.expected_at(speech.bar.level))
        });
        let suggestion = match missing {
            Some(signal) => format!(
                "Say what only this story could teach, such as “{}”.",
                signal.phrase
            ),
            None => {
                "Say what only this story could teach: the one thing that you do differently since."
                    .to_owned()
            }
        };
        if hits.is_empty() {
            if speech.part == Part::FollowUp {
                return; // not every question asks for a lesson
            }
            out.push(speech.whole(
                &ABOUT,
                Severity::Fix,
                "Nothing in this lesson belongs to this story.".into(),
                suggestion,
            ));
            return;
        }
        for (hit, _) in hits {
            let said = speech.quote(&hit.tokens);
            out.push(speech.at(
                &ABOUT,
                Severity::Fix,
                hit.tokens,
                format!("“{said}” would fit any story."),
                suggestion.clone(),
            ));
        }
    }
}

/// Whether a clause that no generic phrase touches speaks of this story's own things.
fn specific(speech: &Speech<'_>, generic: &[(Match, &Topic)]) -> bool {
    let own = story::nouns(speech.bar.scenario);
    let tokens = speech.tokens();
    let touched = |sentence: usize| {
        generic
            .iter()
            .any(|(hit, _)| tokens[hit.tokens.start].sentence == sentence)
    };
    let mut clean = 0;
    let mut within = 0;
    for token in tokens.iter().filter(|token| own.contains(&token.stem)) {
        if touched(token.sentence) {
            within += 1;
        } else {
            clean += 1;
        }
    }
    clean >= 1 || within >= 3
}
