//! `practice`: speak each section against the clock.

use super::rehearsal::{Rehearsal, Setup};
use super::{
    Context, Exit, Failure, borders, choose, confirm, cut_short, ears, first_run, followups, live,
    recorded, scenarios, show,
};
use crate::cli;
use crate::report::Report;
use crate::store::Settings;

/// On a terminal where nothing was said about what to practise: the first run, or a choice.
///
/// # Errors
/// As [`run`].
pub fn offered(context: &mut Context) -> Result<Exit, Failure> {
    if first_run::is_due(context) {
        return first_run::run(context);
    }
    match choose::run(context)? {
        Some(wanted) => run(&wanted, context),
        None => Ok(Exit::Done),
    }
}

/// Practises from recordings or from the microphone.
///
/// # Errors
/// When a file, the data folder, the model or the microphone does not do.
pub fn run(wanted: &cli::Practice, context: &mut Context) -> Result<Exit, Failure> {
    if wanted.says_nothing() && context.is_conversation() {
        return offered(context);
    }
    // A slip in the settings is told before anybody speaks, not when the words are to be judged.
    Settings::load(&context.folders.config)?;
    let found = scenarios::find(context, wanted.scenario.as_deref())?;
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
    // What was last practised is offered first, recorded here or elsewhere.
    if context.screen.keys_are_terminal {
        choose::remember(context, &found.scenario.id, wanted);
    }
    if wanted.from_wav.is_empty() {
        return live::run(context, wanted, found, setup);
    }
    let mut rehearsal = recorded::begin(
        context,
        found,
        setup,
        wanted.section.as_deref(),
        &wanted.from_wav,
        wanted.seed,
    )?;
    recorded::tell_taken(context, &rehearsal, &wanted.from_wav);
    if wanted.no_transcribe {
        return Ok(recorded::saved_untranscribed(context, &rehearsal));
    }
    finish(
        context,
        &mut rehearsal,
        wanted.model.as_deref(),
        &wanted.fail_on,
    )
}

/// Transcribes, judges, reports; what was recorded is saved already.
///
/// # Errors
/// When the model or the disk does not do. The message says how to go on later.
pub fn finish(
    context: &mut Context,
    rehearsal: &mut Rehearsal,
    model: Option<&str>,
    fail_on: &[String],
) -> Result<Exit, Failure> {
    heard(context, rehearsal, model)?;
    judged(context, rehearsal, fail_on)
}

/// Transcribes what has no words yet.
///
/// # Errors
/// When the model or the disk does not do. The message says how to go on later.
pub fn heard(
    context: &mut Context,
    rehearsal: &mut Rehearsal,
    model: Option<&str>,
) -> Result<(), Failure> {
    ears::open(context, model)
        .and_then(|mut ear| recorded::transcribe(context, rehearsal, ear.as_mut()))
        .map_err(|failure| later(failure, rehearsal, model))
}

/// The failure, that nothing is lost, and how to go on.
fn later(failure: Failure, rehearsal: &Rehearsal, model: Option<&str>) -> Failure {
    Failure {
        message: format!(
            "{}\nWhat was said is safe in {}; `{}` goes on from there.",
            failure.message,
            rehearsal.folder.path().display(),
            cut_short::again(&rehearsal.folder, model)
        ),
        ..failure
    }
}

/// Judges and reports a session whose words are there.
///
/// # Errors
/// When the disk or standard output refuses.
pub fn judged(
    context: &mut Context,
    rehearsal: &mut Rehearsal,
    fail_on: &[String],
) -> Result<Exit, Failure> {
    let report = shown(context, rehearsal).map_err(|failure| later(failure, rehearsal, None))?;
    if !context.json {
        context.say("");
    }
    show::where_saved(context, &rehearsal.folder);
    let Rehearsal {
        folder,
        scenario,
        session,
    } = rehearsal;
    confirm::offered(context, folder, scenario, session)?;
    followups::offered(context, rehearsal)?;
    let stop = fail_on.iter().any(|rule| report.rules.contains(rule));
    Ok(if stop { Exit::FailOn } else { Exit::Done })
}

/// Judges a session whose words are there, writes its reports and shows it.
///
/// # Errors
/// When the disk or standard output refuses.
fn shown(context: &mut Context, rehearsal: &mut Rehearsal) -> Result<Report, Failure> {
    let report = settled(context, rehearsal)?;
    show::report(context, &report, false)?;
    Ok(report)
}

/// Judges a session whose words are there and writes its reports.
///
/// # Errors
/// When the disk refuses.
pub fn settled(context: &Context, rehearsal: &mut Rehearsal) -> Result<Report, Failure> {
    borders::settle(rehearsal)?;
    rehearsal.judge(context)?;
    rehearsal.report()
}
