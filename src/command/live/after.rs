//! What becomes of a take at the microphone once it is over.

use super::wait::Waited;
use super::{Judged, Said, Words};
use crate::cli;
use crate::command::{Context, Exit, Failure, cut_short, practice};
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
        cut_short::again(&rehearsal.folder, wanted.model.as_deref())
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
        practice::heard(context, &mut rehearsal, wanted.model.as_deref())?;
    }
    judged(context, &mut rehearsal)
}
