//! `missing-quantification`: a metric of the strong example is not said.

use crate::analysis::lexicon;
use crate::analysis::phrases;
use crate::analysis::rule::{About, Rule};
use crate::analysis::speech::{Part, Speech};
use crate::analysis::{Finding, Severity};

pub(super) struct It;

static ABOUT: About = About {
    id: "missing-quantification",
    title: "No number",
    what: "A metric that the strong example carries is not said, or a Result measures nothing at all.",
    why: "A number is the shortest proof. 'It got better' could be anybody's story.",
    source: "Amazon interview help: provide examples using metrics or data; the walkthrough's coaching for Result.",
    flags: &[
        "result: The drop rate improved a lot.",
        "situation: Some webhooks were dropped.",
    ],
    allows: &[
        "situation: I noticed that 0.3% of the webhooks were dropped.",
        "result: It went from three in a thousand to zero, eight thousand dollars a week recovered.",
        "task: It was not my team's service.",
    ],
};

impl Rule for It {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        if speech.tokens().is_empty() {
            return;
        }
        let missing = speech.metrics.iter().filter(|metric| !metric.said);
        for (nth, metric) in missing.enumerate() {
            let severity = if speech.part == Part::Result {
                Severity::Fix
            } else {
                Severity::Improve
            };
            let vague = phrases::find(&speech.words, lexicon::vague())
                .first()
                .map(|(hit, _)| speech.quote(&hit.tokens));
            let message = match vague {
                Some(said) if speech.part == Part::Result && nth == 0 => format!(
                    "“{said}” is no measure, and the number is missing: {}.",
                    metric.name
                ),
                _ => format!("The number is missing: {}.", metric.name),
            };
            out.push(speech.whole(
                &ABOUT,
                severity,
                message,
                "Say it, in figures or in words; a round one will do.".into(),
            ));
        }
        if speech.metrics.is_empty() && speech.part == Part::Result && !speech.measures_something()
        {
            out.push(
                speech.whole(
                    &ABOUT,
                    Severity::Fix,
                    "Nothing here is measured.".into(),
                    "Say what it was before and what it is now: a share, a count, money, or time."
                        .into(),
                ),
            );
        }
    }
}
