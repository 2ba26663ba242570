//! What a lens changes: what must come first, and what may be short.

use crate::evidence::boundary;
use crate::evidence::speech::Speech;
use crate::judgement::Bar;
use crate::scenario::Lens;
use crate::scenario::Part;

/// What the lens asks for and what was heard of it; `None` without a lens, or where the sections
/// that it speaks of were not spoken.
pub fn because(bar: Bar<'_>, speeches: &[Speech<'_>]) -> Option<String> {
    let lens = bar.lens?;
    // The lens is about how the story is told; an answer to a follow-up opens nothing.
    let told = |speech: &&Speech<'_>| speech.part != Part::FollowUp && !speech.tokens().is_empty();
    let said = |part: Part| {
        speeches
            .iter()
            .find(|speech| speech.part == part && !speech.tokens().is_empty())
    };
    match lens {
        Lens::DeliverResults => {
            let first = speeches.iter().find(told)?;
            let opens = outcome_first(bar, first);
            Some(if opens {
                "Lens Deliver Results: you open with the outcome.".into()
            } else {
                format!(
                    "Lens Deliver Results: the outcome should come first; you open with “{}”.",
                    opening(first)
                )
            })
        }
        Lens::Ownership => {
            let before = || {
                let all = speeches.iter();
                all.filter(|speech| matches!(speech.part, Part::Situation | Part::Task))
            };
            said(Part::Task).or_else(|| said(Part::Situation))?;
            // "Nobody asked" is asked for only where it is true.
            let task = bar.scenario.section("task");
            let claimed = task.is_some_and(|task| !boundary::claims(task).is_empty());
            let given = !claimed && before().any(boundary::assigned);
            Some(if before().any(boundary::drawn) {
                "Lens Ownership: the boundary is drawn before the work begins.".into()
            } else if given {
                "Lens Ownership: whose it was is said before the work begins.".into()
            } else if claimed {
                "Lens Ownership: say first whose it was and that nobody asked you.".into()
            } else {
                "Lens Ownership: say first whose it was, and who asked you or that nobody did."
                    .into()
            })
        }
        Lens::DiveDeep => {
            let action = said(Part::Action)?;
            let covered = action
                .signals
                .iter()
                .take(3)
                .filter(|signal| signal.covered)
                .count();
            Some(if covered >= 2 {
                "Lens Dive Deep: the investigation can be followed step by step.".into()
            } else {
                "Lens Dive Deep: the investigation is too short to follow: what did you look at, what did you see, how did you prove it?".into()
            })
        }
    }
}

/// Whether the first two sentences carry a figure of the Result.
fn outcome_first(bar: Bar<'_>, first: &Speech<'_>) -> bool {
    if first.part == Part::Result {
        return true;
    }
    let wanted: Vec<(f64, &str)> = bar
        .scenario
        .sections
        .iter()
        .filter(|section| section.id == "result")
        .flat_map(|section| &section.metrics)
        .flat_map(|metric| &metric.values)
        .map(|value| (value.value, value.unit.as_str()))
        .collect();
    let end = first
        .tokens()
        .iter()
        .find(|token| token.sentence > 1)
        .map_or(usize::MAX, |token| token.bytes.start);
    first
        .quantities
        .iter()
        .filter(|quantity| quantity.start < end)
        .any(|quantity| {
            quantity.value == 0.0
                || wanted.iter().any(|(value, unit)| {
                    quantity.unit == *unit
                        && (quantity.value - value).abs() < 1e-9
                        && *unit != "percent"
                })
        })
}

fn opening(speech: &Speech<'_>) -> String {
    let end = speech.tokens().len().min(6);
    speech.quote(&(0..end))
}
