//! The end of every rehearsal once it is transcribed: judgement, report, and what follows.

use super::rehearsal::Rehearsal;
use super::{Context, Exit, Failure, confirm, own_questions, recorded, show};

/// Judges and reports a transcribed session.
///
/// # Errors
/// When the disk or standard output refuses.
pub fn judged(
    context: &mut Context,
    rehearsal: &mut Rehearsal,
    fail_on: &[String],
) -> Result<Exit, Failure> {
    let report = rehearsal
        .judge(context)
        .and_then(|report| show::report(context, &report, false).map(|()| report))
        .map_err(|failure| recorded::later(failure, rehearsal, None))?;
    if !context.json {
        context.say("");
    }
    show::where_saved(context, &rehearsal.folder);
    confirm::offered(context, rehearsal)?;
    let mut answered =
        |context: &mut Context, rehearsal: &mut Rehearsal| judged(context, rehearsal, &[]);
    own_questions::offered(context, rehearsal, &mut answered)?;
    let stop = fail_on.iter().any(|rule| report.rules.contains(rule));
    Ok(if stop { Exit::FailOn } else { Exit::Done })
}
