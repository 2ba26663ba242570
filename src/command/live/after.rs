//! What follows a take at the microphone.

use super::wait::Waited;
use crate::cli;
use crate::command::cut_short::is_untold;
use crate::command::rehearsal::{Rehearsal, again};
use crate::command::{Context, Exit, Failure, recorded};
use crate::ui::live::Ending;

/// What follows once a take is transcribed.
pub type Judged<'a> = &'a mut dyn FnMut(&mut Context, &mut Rehearsal) -> Result<Exit, Failure>;

/// A saved take; its sections may be transcribed already.
pub(super) struct SavedTake {
    pub rehearsal: Rehearsal,
    pub ending: Ending,
    /// How the wait for the words ended; `None` where there was no transcriber.
    pub waited: Option<Waited>,
}

/// Transcription and judgement, or how to do them later.
pub(super) fn after(
    context: &mut Context,
    wanted: &cli::Recording,
    said: Option<SavedTake>,
    judged: Judged<'_>,
) -> Result<Exit, Failure> {
    let Some(SavedTake {
        mut rehearsal,
        ending,
        waited,
    }) = said
    else {
        context.say("Nothing was recorded.");
        return Ok(Exit::Interrupted);
    };
    let came = waited == Some(Waited::Came);
    let later = format!(
        "Saved in {}\n`{}` transcribes and judges it.",
        rehearsal.folder.path().display(),
        again(&rehearsal.folder, wanted.model.as_deref())
    );
    if !came {
        rehearsal.report_anyway();
    }
    if ending != Ending::Finished || waited == Some(Waited::Interrupted) {
        context.say(later);
        return Ok(Exit::Interrupted);
    }
    if rehearsal.session.sections.is_empty() {
        context.say("No section was spoken for longer than a second; the recording is kept.");
        return Ok(Exit::Done);
    }
    if !came {
        context.say(later);
        return Ok(Exit::Done);
    }
    if is_untold(&rehearsal.session) {
        recorded::heard(context, &mut rehearsal, wanted.model.as_deref())?;
    }
    judged(context, &mut rehearsal)
}
