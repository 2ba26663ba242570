//! `practice`: record each section against the clock.

use super::rehearsal::{Parts, Rehearsal, Setup};
use super::{Context, Exit, Failure, choose, estimate, finish, scenarios, take};
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
    if let Some(id) = &wanted.section {
        scenarios::require_section(&found.scenario, id)?;
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
    let (recording, parts) = (&wanted.recording, Parts::Story(wanted.section.as_deref()));
    let mut judged = |context: &mut Context, rehearsal: &mut Rehearsal| {
        estimate::asked(context, rehearsal, wanted.estimate)?;
        finish::judged(context, rehearsal, &recording.fail_on)
    };
    take::run(context, recording, found, setup, parts, &mut judged)
}
