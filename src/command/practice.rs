//! `practice`: record each section against the clock.

use super::rehearsal::{Rehearsal, Setup};
use super::{Context, Exit, Failure, choose, estimate, finish, live, recorded, scenarios};
use crate::cli;
use crate::store::Settings;
use crate::time::Millis;

/// Practises from recordings or from the microphone.
///
/// # Errors
/// When a file, the data folder, the model or the microphone cannot be used.
pub fn run(wanted: &cli::Practice, context: &mut Context) -> Result<Exit, Failure> {
    // An error in the settings is reported before the recording, not at the judgement.
    Settings::load(&context.folders.config)?;
    let mut found = scenarios::find(context, wanted.scenario.as_deref())?;
    if let Some(seconds) = wanted.length {
        found.scenario = found.scenario.within(Millis::from_secs(seconds));
    }
    if let Some(id) = &wanted.section
        && found.scenario.section(id).is_none()
    {
        let sections = found.scenario.sections.iter();
        let ids: Vec<_> = sections.map(|section| section.id.as_str()).collect();
        return Err(Failure::usage(format_args!(
            "{} has no section {id:?}: it has {}",
            found.scenario.id,
            ids.join(", ")
        )));
    }
    let setup = Setup {
        mode: wanted.mode,
        level: wanted.level,
        lens: wanted.lens,
    };
    // The last practised story is offered first.
    if context.screen.keys_are_terminal {
        choose::remember(context, &found.scenario.id, wanted);
    }
    if wanted.recording.from_wav.is_empty() {
        let mut judged = |context: &mut Context, rehearsal: &mut Rehearsal| {
            estimate::asked(context, rehearsal, wanted.estimate)?;
            finish::judged(context, rehearsal, &wanted.recording.fail_on)
        };
        return live::run(context, wanted, found, setup, &mut judged);
    }
    let mut rehearsal = recorded::begin(
        context,
        found,
        setup,
        wanted.section.as_deref(),
        &wanted.recording.from_wav,
        wanted.recording.seed,
    )?;
    recorded::tell_cut(context, &wanted.recording.from_wav);
    recorded::tell_taken(context, &rehearsal, &wanted.recording.from_wav);
    if wanted.recording.no_transcribe {
        return Ok(recorded::saved_untranscribed(context, &rehearsal));
    }
    let recording = &wanted.recording;
    recorded::heard(context, &mut rehearsal, recording.model.as_deref())?;
    estimate::asked(context, &mut rehearsal, wanted.estimate)?;
    finish::judged(context, &mut rehearsal, &recording.fail_on)
}
