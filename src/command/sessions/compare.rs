//! Compares two sessions.

use super::super::rehearsal::Rehearsal;
use super::super::{Context, Exit, Failure, show};
use crate::report::compare::Comparison;
use crate::store::{SessionFolder, Store};
use crate::words::clean;

/// Compares the two. Without an earlier one: the newest before `after` that shares a section of the same scenario.
///
/// # Errors
/// When a name is unknown, or there is no earlier session of that scenario.
pub fn run(before: Option<&str>, after: &str, context: &mut Context) -> Result<Exit, Failure> {
    let after = Rehearsal::find(context, after)?;
    let before = match before {
        Some(name) => Rehearsal::find(context, name)?,
        None => Rehearsal::of(context, one_before(&after, context)?)?,
    };
    let comparison = Comparison::of(&before.report(), &after.report());
    show::either(context, &comparison.json(), |style| comparison.text(style))
}

/// The newest earlier session of the same scenario with a section in common. One that cannot be read is skipped:
/// `sessions list` says why.
fn one_before(after: &Rehearsal, context: &Context) -> Result<SessionFolder, Failure> {
    let folders = Store::new(&context.folders.data).folders()?;
    let told = |folder: &SessionFolder| {
        let summary = folder.summary();
        summary.is_ok_and(|summary| {
            let mut parts = summary.sections.iter();
            let again = |id: &str| after.session.sections.iter().any(|facts| facts.id == id);
            summary.scenario == after.session.scenario && parts.any(|part| again(&part.id))
        })
    };
    let older = folders.into_iter().rev();
    let mut older = older.skip_while(|folder| *folder != after.folder).skip(1);
    older.find(told).ok_or_else(|| {
        Failure::usage(format_args!(
            "“{}” has no earlier rehearsal of the same sections to compare with. Practise it again, or name two: \
             `rehearse sessions compare 3 7`; `rehearse sessions list` shows all.",
            clean(&after.session.title)
        ))
    })
}
