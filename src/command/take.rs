//! A take from its first word to its report, at the microphone or from recordings: what `practice`, `followups`,
//! `ask` and `loop` share.

use super::rehearsal::{Parts, Setup};
use super::scenarios::LoadedScenario;
use super::{Context, Exit, Failure, live, recorded};
use crate::cli;

/// Records at the microphone unless files are given; `judged` follows once the take is transcribed.
///
/// # Errors
/// When a file, the data folder, the model or the microphone cannot be used.
pub fn run(
    context: &mut Context,
    wanted: &cli::Recording,
    found: LoadedScenario,
    setup: Setup,
    parts: Parts<'_>,
    judged: live::Judged<'_>,
) -> Result<Exit, Failure> {
    let files = &wanted.from_wav;
    if files.is_empty() {
        return live::run(context, wanted, found, setup, parts, judged);
    }
    let mut rehearsal = recorded::begin(context, found, setup, parts, files, wanted.seed)?;
    recorded::tell_cut(context, files);
    if !matches!(parts, Parts::Answers(_)) {
        recorded::tell_taken(context, &rehearsal, files);
    }
    if wanted.no_transcribe {
        return Ok(recorded::saved_untranscribed(context, &rehearsal));
    }
    recorded::heard(context, &mut rehearsal, wanted.model.as_deref())?;
    judged(context, &mut rehearsal)
}
