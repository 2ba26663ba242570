//! `rehearse followups`: the interviewer's follow-up questions, answered aloud.

use super::rehearsal::{Rehearsal, Setup};
use super::scenarios::Found;
use super::sessions::Past;
use super::{Context, Exit, Failure, clock, live, practice, recorded, scenarios};
use crate::cli;
use crate::evidence::own_words::{Said, questions};
use crate::scenario::draw::{draw, seed};
use crate::scenario::follow_up::Probe;
use crate::scenario::{FollowUp, Scenario, follow_up};
use crate::session::{Mode, Session};
use crate::store::Store;
use crate::words::clean;
use std::collections::BTreeMap;

/// Follow-ups that an interviewer asks after a mock.
pub const AFTER_MOCK: usize = 2;

/// Asks the questions of a scenario, at the microphone or of recordings.
///
/// # Errors
/// When there are none, or a file, the data folder, the model or the microphone does not do.
pub fn run(wanted: &cli::Followups, context: &mut Context) -> Result<Exit, Failure> {
    let mut setup = Setup {
        mode: Mode::Guided,
        level: wanted.level,
        lens: wanted.lens,
    };
    let (found, asked) = match &wanted.own {
        Some(session) => {
            let past = Past::find(context, session)?;
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
    if wanted.from_wav.is_empty() {
        let mut judged = |context: &mut Context, rehearsal: &mut Rehearsal| {
            practice::judged(context, rehearsal, &wanted.fail_on)
        };
        return live::answers(
            context,
            &as_practice(wanted),
            found,
            setup,
            &asked,
            &mut judged,
        );
    }
    from_recordings(context, wanted, found, setup, &asked)
}

/// What an interviewer would ask about what was said.
fn own_words(session: &Session, scenario: &Scenario) -> Vec<(String, Probe)> {
    let Some(judgement) = &session.judgement else {
        return Vec::new();
    };
    let texts: Vec<(&str, String)> = session
        .sections
        .iter()
        .filter_map(|facts| Some((facts.id.as_str(), clean(&facts.transcript.as_ref()?.text))))
        .collect();
    let said: Vec<Said<'_>> = texts.iter().map(|(id, text)| Said { id, text }).collect();
    let asked = questions(scenario, judgement, &said).into_iter();
    asked.map(|one| (one.question, one.probe)).collect()
}

/// The story with these questions, and the ids of their answers. They are kept with the session, so that
/// it can be judged again.
fn with_own_words(
    scenario: Scenario,
    toml: String,
    asked: &[(String, Probe)],
) -> Result<(Found, Vec<String>), Failure> {
    let (blocks, ids) = follow_up::own_words_toml(&scenario, asked);
    let label = format!("{}.toml", scenario.id);
    Ok((scenarios::parse(&label, &format!("{toml}\n{blocks}"))?, ids))
}

/// Two questions after a take: of the candidate's own words first, then of the story.
///
/// # Errors
/// When the data folder cannot be read.
pub fn next_two(
    context: &Context,
    rehearsal: &Rehearsal,
) -> Result<Option<(Found, Vec<String>)>, Failure> {
    let mut open = own_words(&rehearsal.session, &rehearsal.scenario);
    open.truncate(AFTER_MOCK);
    let toml = rehearsal.folder.scenario_toml()?;
    let (found, mut asked) = with_own_words(rehearsal.scenario.clone(), toml, &open)?;
    let left = AFTER_MOCK - asked.len();
    asked.extend(drawn(context, &rehearsal.scenario, left, None)?);
    Ok((!asked.is_empty()).then_some((found, asked)))
}

/// After a take: says what an interviewer would ask about it. After a mock on a terminal it is asked.
///
/// # Errors
/// When the data folder, the model or the microphone does not do.
pub fn offered(context: &mut Context, rehearsal: &Rehearsal) -> Result<(), Failure> {
    let session = &rehearsal.session;
    let open = own_words(session, &rehearsal.scenario);
    if open.is_empty() || !context.is_conversation() || session.take.synthetic {
        return Ok(());
    }
    context.say("\nWhat an interviewer would ask now:");
    for (question, _) in &open {
        context.say(format_args!("  {question}"));
    }
    let answers = session.mode == Mode::Mock && context.agrees("Answer them now?")?;
    if !answers {
        context.say("To answer them aloud: rehearse followups --own");
        return Ok(());
    }
    let toml = rehearsal.folder.scenario_toml()?;
    let (found, asked) = with_own_words(rehearsal.scenario.clone(), toml, &open)?;
    let setup = Setup {
        mode: Mode::Guided,
        level: session.level,
        lens: session.lens,
    };
    let mut judged = |context: &mut Context, rehearsal: &mut Rehearsal| {
        practice::judged(context, rehearsal, &[])
    };
    let wanted = cli::Practice::default();
    live::answers(context, &wanted, found, setup, &asked, &mut judged).map(|_| ())
}

/// The ids under which the answers will be kept: those that were named, so many by chance, or all.
fn choose(
    context: &Context,
    wanted: &cli::Followups,
    scenario: &Scenario,
) -> Result<Vec<String>, Failure> {
    if !wanted.ask.is_empty() {
        return named(scenario, &wanted.ask);
    }
    Ok(match wanted.count {
        Some(count) => drawn(context, scenario, count, wanted.seed)?,
        None => scenario
            .follow_ups
            .iter()
            .map(|one| one.plan.id.clone())
            .collect(),
    })
}

/// The story with questions: its own, else those that every interviewer may ask, which are kept with
/// the session so that it can be judged again.
fn with_questions(found: Found, context: &mut Context) -> Result<Found, Failure> {
    if !found.scenario.follow_ups.is_empty() {
        return Ok(found);
    }
    let id = &found.scenario.id;
    context.say(format_args!(
        "{id} has no follow-up questions of its own, so these are standard ones, held against the rules \
         only. What would you least like to be asked about it? Write that into its file as [[follow_up]].\n"
    ));
    let toml = format!("{}\n{}", found.toml, follow_up::STANDARD);
    scenarios::parse(&format!("{id}.toml"), &toml)
}

/// The questions with these ids, in the order in which they are named.
fn named(scenario: &Scenario, ids: &[String]) -> Result<Vec<String>, Failure> {
    ids.iter()
        .map(|id| {
            let same = |one: &&FollowUp| one.id == *id || one.plan.id == *id;
            let known: Vec<&str> = scenario
                .follow_ups
                .iter()
                .map(|one| one.id.as_str())
                .collect();
            scenario
                .follow_ups
                .iter()
                .find(same)
                .map(|one| one.plan.id.clone())
                .ok_or_else(|| {
                    Failure::usage(format_args!(
                        "{} has no follow-up {id:?}: it has {}",
                        scenario.id,
                        known.join(", ")
                    ))
                })
        })
        .collect()
}

/// So many questions by chance, those first that were asked least often in the saved sessions.
///
/// # Errors
/// When the data folder cannot be read.
pub fn drawn(
    context: &Context,
    scenario: &Scenario,
    count: usize,
    chance: Option<u64>,
) -> Result<Vec<String>, Failure> {
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for folder in Store::new(&context.folders.data).folders()? {
        // A session that cannot be read has asked nothing that is known.
        let Ok(summary) = folder.summary() else {
            continue;
        };
        let same = summary.scenario == scenario.id;
        let answers = summary
            .sections
            .into_iter()
            .filter(|part| same && part.id.starts_with(follow_up::PREFIX));
        for part in answers {
            *asked.entry(part.id).or_default() += 1;
        }
    }
    let ids: Vec<&str> = scenario
        .follow_ups
        .iter()
        .map(|one| one.plan.id.as_str())
        .collect();
    let chance = chance.unwrap_or_else(|| seed(&clock::Start::now().stamp));
    Ok(draw(&ids, &asked, count, chance))
}

/// One recording a question, in the order in which they are asked.
fn from_recordings(
    context: &mut Context,
    wanted: &cli::Followups,
    found: Found,
    setup: Setup,
    asked: &[String],
) -> Result<Exit, Failure> {
    let mut rehearsal = recorded::answers(context, &wanted.from_wav, found, setup, asked)?;
    if wanted.no_transcribe {
        return Ok(recorded::saved_untranscribed(context, &rehearsal));
    }
    practice::finish(
        context,
        &mut rehearsal,
        wanted.model.as_deref(),
        &wanted.fail_on,
    )
}

/// The same wishes in the terms of `practice`, which speaks through the same microphone.
fn as_practice(wanted: &cli::Followups) -> cli::Practice {
    cli::Practice {
        scenario: wanted.scenario.clone(),
        level: wanted.level,
        lens: wanted.lens,
        device: wanted.device.clone(),
        model: wanted.model.clone(),
        no_timer: wanted.no_timer,
        no_transcribe: wanted.no_transcribe,
        aloud: wanted.aloud,
        fail_on: wanted.fail_on.clone(),
        ..cli::Practice::default()
    }
}
