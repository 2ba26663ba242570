//! `rehearse followups`: the interviewer's follow-up questions, answered aloud.

use super::own_questions::{own_words, with_own_words};
use super::random_questions::drawn;
use super::rehearsal::{Parts, Rehearsal, Setup};
use super::scenarios::LoadedScenario;
use super::{Context, Exit, Failure, finish, scenarios, take};
use crate::cli;
use crate::scenario::Scenario;
use crate::session::Mode;

/// Asks the questions of a scenario, at the microphone or from recordings.
///
/// # Errors
/// When there are none, or a file, the data folder, the model or the microphone cannot be used.
pub fn run(wanted: &cli::Followups, context: &mut Context) -> Result<Exit, Failure> {
    let mut setup = Setup {
        mode: Mode::Guided,
        level: wanted.level,
        lens: wanted.lens,
    };
    let (found, asked) = match &wanted.own {
        Some(session) => {
            let past = Rehearsal::find(context, session)?;
            (setup.level, setup.lens) = (past.session.level, past.session.lens);
            let open = own_words(&past.session, &past.scenario);
            if open.is_empty() {
                context.say("Nothing that you said there is left open.");
                return Ok(Exit::Done);
            }
            with_own_words(past.scenario, past.folder.scenario_toml()?, &open)?
        }
        None => {
            let found = scenarios::find(context, wanted.scenario.as_deref())?;
            let found = with_questions(found, context)?;
            let asked = choose(context, wanted, &found.scenario)?;
            (found, asked)
        }
    };
    let recording = &wanted.recording;
    let mut judged = |context: &mut Context, rehearsal: &mut Rehearsal| {
        finish::judged(context, rehearsal, &recording.fail_on)
    };
    let parts = Parts::Answers(&asked);
    take::run(context, recording, found, setup, parts, &mut judged)
}

/// The ids of the answers: those that were named, a number at random, or all.
fn choose(
    context: &Context,
    wanted: &cli::Followups,
    scenario: &Scenario,
) -> Result<Vec<String>, Failure> {
    if !wanted.ask.is_empty() {
        return named(scenario, &wanted.ask);
    }
    Ok(match wanted.count {
        Some(count) => drawn(context, scenario, usize::from(count), wanted.recording.seed)?,
        None => scenario
            .follow_ups
            .iter()
            .map(|one| one.plan.id.clone())
            .collect(),
    })
}

/// The story with questions: its own, else the standard ones, which are stored with
/// the session so that it can be judged again.
fn with_questions(found: LoadedScenario, context: &mut Context) -> Result<LoadedScenario, Failure> {
    if !found.scenario.follow_ups.is_empty() {
        return Ok(found);
    }
    let id = &found.scenario.id;
    context.say(format_args!(
        "{id} has no follow-up questions of its own, so these are standard ones, held against the rules \
         only. What would you least like to be asked about it? Write that into its file as [[follow_up]].\n"
    ));
    scenarios::with_standard_questions(found)
}

/// The questions with these ids, in the order in which they are named.
fn named(scenario: &Scenario, ids: &[String]) -> Result<Vec<String>, Failure> {
    let all = &scenario.follow_ups;
    let named = ids.iter().map(|id| {
        let mut questions = all.iter();
        let found = questions.find(|one| one.id == *id || one.plan.id == *id);
        found.map(|one| one.plan.id.clone()).ok_or_else(|| {
            let lacks = format_args!("{} has no follow-up {id:?}: it has", scenario.id);
            Failure::none_of(lacks, all.iter().map(|one| one.id.as_str()))
        })
    });
    named.collect()
}
