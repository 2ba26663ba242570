//! `missing-quantification`: a metric of the strong example is not said.

use crate::evidence::speech::Speech;
use crate::evidence::wording::named;
use crate::evidence::{figures, vague};
use crate::judgement::Severity::{Fix, Improve, Note};
use crate::judgement::{About, Family, Subject};
use crate::rules::Findings;
use crate::scenario::SectionRole;

pub(super) static ABOUT: About = About {
    id: "missing-quantification",
    title: "No number",
    family: Family::Evidence,
    gravity: 7,
    weakness: "had no number",
    what: "A metric that the strong example carries is not said, or only the other way round, as a wish or as a loss; or a Result of a story without figures measures nothing, as a note.",
    why: "A number is the shortest proof. 'It got better' could be anybody's story.",
    source: "Amazon interview help: provide examples using metrics or data; the walkthrough's coaching for Result.",
    flags: &[
        "result: The drop rate improved a lot.",
        "situation: Some webhooks were dropped.",
        "result: The drop rate went from zero to 0.3%, and $8K a week were recovered.",
        "result: The drop rate should have gone from 0.3% to zero, and $8K a week were recovered.",
        "result: The drop rate went from 0.3% to zero. We lost $8K a week.",
    ],
    allows: &[
        "situation: I noticed that 0.3% of the webhooks were dropped.",
        "result: It went from three in a thousand to zero, eight thousand dollars a week recovered.",
        "task: It was not my team's service.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    if speech.tokens().is_empty() {
        return;
    }
    let missing = speech.figures().filter(|(_, metric)| !metric.said);
    let vague = vague::unsupported(speech);
    let vague = vague.first().map(|place| speech.quote(place));
    for (nth, (plan, metric)) in missing.enumerate() {
        let name = named(&metric.name);
        // A metric counts wherever it is said: nobody has to say everything twice.
        if let Some(title) = speech.said_elsewhere(&metric.id) {
            let message = format!("Not said here, but in {title}: {name}.");
            let instead = "It counts there; say it here, too, if this is where it proves most.";
            out.whole(Note, message, instead).about = Some(Subject::Metric(metric.id.clone()));
            continue;
        }
        // Only a Result without any number surely lacks this one. With others, it may have been said in words that
        // are not read as a number; other sections may leave it out.
        let unmeasured = !speech.measures_something() && !speech.has_figures();
        let severity = match speech.part {
            SectionRole::Result if unmeasured || figures::reversed(plan, speech) => Fix,
            _ => Note,
        };
        let refused = figures::refused(plan, speech);
        let message = match &vague {
            _ if refused => format!(
                "The figures are there, but not as what was achieved: {name}. They were said the other way round, as a wish, or as a loss."
            ),
            Some(said) if speech.part == SectionRole::Result && nth == 0 => {
                format!("“{said}” is no measure, and the number is missing: {name}.")
            }
            _ => format!("The number is missing: {name}."),
        };
        let suggestion = if refused {
            "Say what it was before and what it is now, in that order."
        } else {
            "Say it, in figures or in words; a round one will do."
        };
        out.whole(severity, message, suggestion).about = Some(Subject::Metric(metric.id.clone()));
    }
    for (plan, _) in speech.figures() {
        let Some(said) = figures::otherwise(plan, speech) else {
            continue;
        };
        let message = format!("You said “{said}”; the story has {}.", named(&plan.name));
        let instead = "Keep to the one that is true: whoever asks back will notice.";
        out.whole(Improve, message, instead).about = Some(Subject::Metric(plan.id.clone()));
    }
    if speech.metrics.is_empty() && speech.part == SectionRole::Result && !speech.measures_something() {
        // The story has no figure either, and may have an outcome that others can confirm, which is asked about.
        // Vague outcomes are found by `vague-ending`.
        out.whole(
            Note,
            "Nothing here is measured.",
            "Say what it was before and what it is now: a share, a count, money, or time.",
        );
    }
}
