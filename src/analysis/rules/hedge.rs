//! `hedge`: a softener of the candidate's own claim.

use crate::analysis::lexicon;
use crate::analysis::phrases;
use crate::analysis::rule::{About, Rule};
use crate::analysis::speech::Speech;
use crate::analysis::{Finding, Severity};

pub(super) struct It;

static ABOUT: About = About {
    id: "hedge",
    title: "Hedged",
    what: "A softener such as 'I think', 'kind of' or 'probably' on the candidate's own claim.",
    why: "Each hedge lowers perceived authority. Keep it where you really do not know; drop it where you do.",
    source: "Hosman 1989 on hedges and perceived authoritativeness.",
    flags: &[
        "action: I think the problem was network issues.",
        "situation: It was kind of slow.",
    ],
    allows: &[
        "action: This kind of failure is transient.",
        "action: Their lead said, \"I think it is fine.\"",
        "reflection: The way I think about it, the gap was the problem.",
    ],
};

impl Rule for It {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        let hits = phrases::find(&speech.words, lexicon::hedges());
        let most = hits.len();
        for (hit, _) in hits {
            if speech.tokens()[hit.tokens.start].quoted {
                continue;
            }
            let said = speech.quote(&hit.tokens);
            // Three softeners in one section are a habit, one is a choice.
            let severity = if most >= 3 {
                Severity::Improve
            } else {
                Severity::Note
            };
            out.push(speech.at(
                &ABOUT,
                severity,
                hit.tokens,
                format!("“{said}” takes back what you say."),
                "If you know it, say it plainly. If you do not, say how you would find out.".into(),
            ));
        }
    }
}
