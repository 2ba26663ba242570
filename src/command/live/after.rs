//! What becomes of a take at the microphone once it is over.

use super::said::{Judged, Said, Words};
use super::wait::Waited;
use crate::cli;
use crate::command::rehearsal::again;
use crate::command::{Context, Exit, Failure, recorded};
use crate::ui::live::Ending;

/// What is to come of it, or how to get that later.
pub(super) fn after(
    context: &mut Context,
    wanted: &cli::Practice,
    said: Said,
    judged: Judged<'_>,
) -> Result<Exit, Failure> {
    let (mut rehearsal, ending, words) = match said {
        Said::Nothing => {
            context.say("Nothing was recorded.");
            return Ok(Exit::Interrupted);
        }
        Said::Session(rehearsal, ending, words) => (rehearsal, ending, words),
    };
    let later = format!(
        "Saved in {}\n`{}` transcribes and judges it.",
        rehearsal.folder.path().display(),
        again(&rehearsal.folder, wanted.model.as_deref())
    );
    if words != Words::Waited(Waited::Came) {
        rehearsal.report_anyway();
    }
    if ending != Ending::Finished || words == Words::Waited(Waited::Interrupted) {
        context.say(later);
        return Ok(Exit::Interrupted);
    }
    if rehearsal.session.sections.is_empty() {
        context.say("No section was spoken for longer than a second; the recording is kept.");
        return Ok(Exit::Done);
    }
    if words != Words::Waited(Waited::Came) {
        context.say(later);
        return Ok(Exit::Done);
    }
    let complete = rehearsal
        .session
        .sections
        .iter()
        .all(|section| section.transcript.is_some());
    if !complete {
        recorded::heard(context, &mut rehearsal, wanted.model.as_deref())?;
    }
    judged(context, &mut rehearsal)
}
