//! Questions about what the candidate said.

use super::random_questions::{AFTER_MOCK, drawn};
use super::rehearsal::{Parts, Rehearsal, Setup};
use super::scenarios::LoadedScenario;
use super::{Context, Failure, live, scenarios};
use crate::cli;
use crate::evidence::own_words::{SectionText, questions};
use crate::scenario::follow_up::Probe;
use crate::scenario::{Scenario, follow_up};
use crate::session::{Mode, Session};
use crate::words::clean;

/// What an interviewer would ask about it.
pub(super) fn own_words(session: &Session, scenario: &Scenario) -> Vec<(String, Probe)> {
    let Some(judgement) = &session.judgement else {
        return Vec::new();
    };
    let texts: Vec<(&str, String)> = session
        .sections
        .iter()
        .filter_map(|facts| Some((facts.id.as_str(), clean(&facts.transcript.as_ref()?.text))))
        .collect();
    let said: Vec<SectionText<'_>> = texts
        .iter()
        .map(|(id, text)| SectionText { id, text })
        .collect();
    let asked = questions(scenario, judgement, &said).into_iter();
    asked.map(|one| (one.question, one.probe)).collect()
}

/// The story with these questions, and the ids of their answers. They are stored with the session, so that
/// it can be judged again.
pub(super) fn with_own_words(
    scenario: Scenario,
    toml: String,
    asked: &[(String, Probe)],
) -> Result<(LoadedScenario, Vec<String>), Failure> {
    let (blocks, ids) = follow_up::own_words_toml(&scenario, asked);
    let label = format!("{}.toml", scenario.id);
    Ok((scenarios::parse(&label, &format!("{toml}\n{blocks}"))?, ids))
}

/// Two questions after a take: first about the candidate's own words, then of the story, else standard ones.
///
/// # Errors
/// When the data folder cannot be read.
pub fn next_two(
    context: &Context,
    rehearsal: &Rehearsal,
) -> Result<Option<(LoadedScenario, Vec<String>)>, Failure> {
    let mut open = own_words(&rehearsal.session, &rehearsal.scenario);
    open.truncate(AFTER_MOCK);
    let own = told(rehearsal)?;
    let story = scenarios::with_standard_questions(own.clone()).unwrap_or(own);
    let (found, mut asked) = with_own_words(story.scenario.clone(), story.toml, &open)?;
    let left = AFTER_MOCK - asked.len();
    asked.extend(drawn(context, &story.scenario, left, None)?);
    Ok((!asked.is_empty()).then_some((found, asked)))
}

/// The story as it was told.
fn told(rehearsal: &Rehearsal) -> Result<LoadedScenario, Failure> {
    Ok(LoadedScenario {
        scenario: rehearsal.scenario.clone(),
        toml: rehearsal.folder.scenario_toml()?,
    })
}

/// The story with the questions about the candidate's own words, the ids of their answers, and the command that asks
/// them later; after a mock of a story without questions that leaves nothing open, standard ones.
fn open_questions(
    context: &Context,
    rehearsal: &Rehearsal,
) -> Result<Option<(LoadedScenario, Vec<String>, String)>, Failure> {
    let session = &rehearsal.session;
    let own = told(rehearsal)?;
    let open = own_words(session, &own.scenario);
    if !open.is_empty() {
        let (found, asked) = with_own_words(own.scenario, own.toml, &open)?;
        return Ok(Some((found, asked, "rehearse followups --own".into())));
    }
    let whole = session.mode == Mode::Mock && session.sections.len() > 1;
    if !whole || !own.scenario.follow_ups.is_empty() {
        return Ok(None);
    }
    // A file to which nothing can be appended is asked nothing.
    let Ok(found) = scenarios::with_standard_questions(own) else {
        return Ok(None);
    };
    let asked = drawn(context, &found.scenario, AFTER_MOCK, None)?;
    let later = format!("rehearse followups {}", clean(&found.scenario.id));
    Ok(Some((found, asked, later)))
}

/// After a take: shows what an interviewer would ask about it. After a mock on a terminal the questions can be
/// answered, and `judged` handles the answers.
///
/// # Errors
/// When the data folder, the model or the microphone cannot be used.
pub fn offered(
    context: &mut Context,
    rehearsal: &Rehearsal,
    judged: live::Judged<'_>,
) -> Result<(), Failure> {
    let session = &rehearsal.session;
    if !context.is_conversation() || session.take.synthetic {
        return Ok(());
    }
    let Some((found, asked, later)) = open_questions(context, rehearsal)? else {
        return Ok(());
    };
    context.say("\nWhat an interviewer would ask now:");
    for question in asked.iter().filter_map(|id| found.scenario.follow_up(id)) {
        context.say(format_args!("  {}", question.question));
    }
    let answers = session.mode == Mode::Mock && context.agrees("Answer them now?")?;
    if !answers {
        context.say(format_args!("To answer them aloud: {later}"));
        return Ok(());
    }
    let setup = Setup {
        mode: Mode::Guided,
        level: session.level,
        lens: session.lens,
    };
    let wanted = cli::Recording::default();
    let parts = Parts::Answers(&asked);
    live::run(context, &wanted, found, setup, parts, judged).map(|_| ())
}
