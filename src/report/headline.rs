//! The headline: how the time was used.

use super::SectionReport;
use crate::judgement;
use crate::time::Millis;
use crate::words::list;

/// Time taken, as a fact: what ran over, what was too short. An answer that used little of its time is not
/// praised for keeping it.
pub(super) fn of(sections: &[SectionReport], length: Millis, target: Millis) -> String {
    let spoken: Vec<&SectionReport> = sections.iter().filter(|section| !section.silent).collect();
    let all = sections.len();
    let late = spoken.iter().filter(|section| section.late).count();
    let thin = |section: &&&SectionReport| judgement::thin(section.length, section.target);
    let thin = spoken.iter().filter(thin).count();
    let on_time = spoken.len() - late;
    let short = length.0 * 2 < target.0;
    let clock = format!("{length} of {target}");
    let skipped = sections.iter().filter(|section| section.silent);
    let skipped: Vec<&String> = skipped.map(|section| &section.title).collect();
    match (spoken.as_slice(), all) {
        _ if !skipped.is_empty() && !spoken.is_empty() => {
            let were = if skipped.len() == 1 { "was" } else { "were" };
            let rest = spoken.len();
            let the = match rest {
                1 => "the other one".to_owned(),
                _ => format!("of the other {rest}"),
            };
            let how = match (late, thin) {
                _ if rest == 1 && late == 1 => format!("{the} ran over"),
                _ if rest == 1 && thin == 1 => format!("{the} used little of its time"),
                _ if rest == 1 => format!("{the} was inside its time"),
                (0, 0) => format!("the other {rest} inside their time"),
                (0, 1) => format!("1 {the} used little of its time"),
                (0, _) if thin == rest => format!("the other {rest} used little of their time"),
                (0, _) => format!("{thin} {the} used little of their time"),
                (_, 0) => format!("{late} {the} ran over"),
                _ => format!("{late} {the} ran over, {thin} used little of the time"),
            };
            format!("{} {were} not spoken; {how} · {clock}", list(&skipped))
        }
        ([], 0) => "Nothing was recorded".to_owned(),
        ([], _) => format!("Nothing was said · {clock}"),
        _ if length == Millis::ZERO => "Judged from text: nothing was timed".to_owned(),
        ([one], 1) if one.late => format!("{} ran over · {clock}", one.title),
        ([one], 1) if thin == 1 => format!("{} used little of its time · {clock}", one.title),
        ([one], 1) => format!("{} inside its time · {clock}", one.title),
        (_, 2) if thin == 2 => format!("Both sections used little of their time · {clock}"),
        _ if thin == all => format!("All {all} sections used little of their time · {clock}"),
        _ if thin > 0 && late > 0 => {
            format!("{late} of {all} sections ran over, {thin} used little of the time · {clock}")
        }
        _ if thin == 1 => format!("1 of {all} sections used little of its time · {clock}"),
        _ if thin > 1 => format!("{thin} of {all} sections used little of their time · {clock}"),
        _ if on_time == all && judgement::late(length, target) => {
            let over = length - target;
            format!("Each section inside its time, the whole {over} too long · {clock}")
        }
        _ if on_time == all && short => format!("No section ran over · {clock} used"),
        (_, 2) if on_time == 2 => format!("Both sections inside their time · {clock}"),
        _ if on_time == all => format!("All {all} sections inside their time · {clock}"),
        _ => format!("{on_time} of {all} sections inside their time · {clock}"),
    }
}
