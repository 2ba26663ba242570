//! What follows a take at the microphone.

use super::outcome::{Judged, Outcome, Transcription};
use super::wait::Waited;
use crate::cli;
use crate::command::rehearsal::again;
use crate::command::{Context, Exit, Failure, recorded};
use crate::ui::live::Ending;

/// Transcription and judgement, or how to do them later.
pub(super) fn after(
    context: &mut Context,
    wanted: &cli::Recording,
    said: Outcome,
    judged: Judged<'_>,
) -> Result<Exit, Failure> {
    let (mut rehearsal, ending, words) = match said {
        Outcome::Nothing => {
            context.say("Nothing was recorded.");
            return Ok(Exit::Interrupted);
        }
        Outcome::Session(rehearsal, ending, words) => (rehearsal, ending, words),
    };
    let later = format!(
        "Saved in {}\n`{}` transcribes and judges it.",
        rehearsal.folder.path().display(),
        again(&rehearsal.folder, wanted.model.as_deref())
    );
    if words != Transcription::Waited(Waited::Came) {
        rehearsal.report_anyway();
    }
    if ending != Ending::Finished || words == Transcription::Waited(Waited::Interrupted) {
        context.say(later);
        return Ok(Exit::Interrupted);
    }
    if rehearsal.session.sections.is_empty() {
        context.say("No section was spoken for longer than a second; the recording is kept.");
        return Ok(Exit::Done);
    }
    if words != Transcription::Waited(Waited::Came) {
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
