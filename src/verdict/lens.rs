//! The effect of a lens: what must come first, and what may be short.

use super::thought::LensReason;
use crate::evidence::boundary;
use crate::evidence::speech::Speech;
use crate::judgement::Bar;
use crate::scenario::{Lens, SectionRole};

/// What the lens asks for and what was said of it; `None` without a lens, or if the sections concerned were not spoken.
pub(super) fn reason(bar: Bar<'_>, speeches: &[Speech<'_>]) -> Option<LensReason> {
    let lens = bar.lens?;
    // The lens is about how the story is told; an answer to a follow-up does not open it.
    let said = |part: SectionRole| {
        let mut speeches = speeches.iter();
        speeches.find(|speech| speech.part == part && !speech.tokens().is_empty())
    };
    Some(match lens {
        Lens::DeliverResults => {
            let first = speeches.iter().find(|speech| speech.tells())?;
            if outcome_first(bar, first) {
                LensReason::OpensWithOutcome
            } else {
                LensReason::OpensWith(opening(first))
            }
        }
        Lens::Ownership => {
            said(SectionRole::Task).or_else(|| said(SectionRole::Situation))?;
            whose(bar, speeches)
        }
        Lens::DiveDeep => {
            let steps = said(SectionRole::Action)?.signals.iter().take(STEPS);
            match steps.filter(|signal| signal.covered).count() {
                0 | 1 => LensReason::StepsWanted,
                _ => LensReason::StepsShown,
            }
        }
    })
}

/// Number of first ideas of an Action, which tell how the cause was looked for.
const STEPS: usize = 3;

/// Whether the owner of the work is named before the Action. "Nobody asked" is required only if it is true.
fn whose(bar: Bar<'_>, speeches: &[Speech<'_>]) -> LensReason {
    let before = || {
        let all = speeches.iter();
        all.filter(|speech| matches!(speech.part, SectionRole::Situation | SectionRole::Task))
    };
    let task = bar.scenario.section("task");
    let claimed = task.is_some_and(|task| !boundary::claims(task).is_empty());
    if before().any(boundary::drawn) {
        LensReason::BoundaryFirst
    } else if claimed {
        LensReason::BoundaryWanted
    } else if before().any(boundary::assigned) {
        LensReason::GivenFirst
    } else {
        LensReason::OwnerWanted
    }
}

/// Whether the first two sentences have a figure of the Result.
fn outcome_first(bar: Bar<'_>, first: &Speech<'_>) -> bool {
    if first.part == SectionRole::Result {
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
