//! Transcribes a finished take again with another model and judges it; the earlier transcripts
//! are kept.

use super::super::rehearsal::Rehearsal;
use super::super::{Context, Exit, Failure, borders, recogniser, show};
use crate::audio::wav;
use crate::scenario::Scenario;
use crate::session::{Hearing, SectionFacts, Session};
use crate::time::Millis;
use crate::transcribe::Transcriber;
use crate::ui::progress::Listening;
use crate::words::count;
use std::collections::BTreeMap;

/// Transcribes the take, judges it and shows the new report. Nothing is written before all of it is transcribed.
///
/// # Errors
/// When there is no recording, no such model, or the disk refuses.
pub fn run(name: &str, model: Option<&str>, context: &mut Context) -> Result<Exit, Failure> {
    let mut past = Rehearsal::find(context, name)?;
    let id = past.folder.id();
    if past.folder.is_being_written() {
        return Err(Failure::error(format_args!(
            "the session {id} is being recorded right now: hear it again when it has ended"
        )));
    }
    if past.session.sections.is_empty() {
        return Err(Failure::error(format_args!(
            "{id} was cut short before anything was heard: `rehearse sessions recover {id}` finishes it"
        )));
    }
    if !past.folder.has_take() {
        return Err(Failure::error(format_args!(
            "the recording of {id} has been removed, so it cannot be heard again; its words stay"
        )));
    }
    let mut transcriber = recogniser::open(context, model)?;
    let by = past.session.model.clone();
    if by.as_deref() == Some(transcriber.name()) {
        context.say(format_args!(
            "{id} was heard by {} already; --model names another one (`rehearse model list`).",
            transcriber.name()
        ));
        return Ok(Exit::Done);
    }
    let words_before = words(&past.session);
    past.session = heard_again(context, &past, transcriber.as_mut())?;
    if past.session.whole.is_some() {
        borders::cut(&past.scenario, &mut past.session).map_err(Failure::error)?;
    }
    let report = past.judge(context)?;
    show::report(context, &report, false)?;
    context.say(format_args!(
        "\nHeard by {} now: {} ({} by {}). The earlier words are kept in the record.",
        transcriber.name(),
        count(words(&past.session), "word", "words"),
        words_before,
        by.as_deref().unwrap_or("nobody")
    ));
    Ok(Exit::Done)
}

fn words(session: &Session) -> usize {
    let sections = session
        .sections
        .iter()
        .filter_map(|one| one.transcript.as_ref());
    sections.map(|transcript| transcript.words.len()).sum()
}

/// The session with the words of another model; the earlier ones are kept.
fn heard_again(
    context: &Context,
    past: &Rehearsal,
    transcriber: &mut dyn Transcriber,
) -> Result<Session, Failure> {
    let mut session = past.session.clone();
    let spoken = spoken(&mut session, &past.scenario);
    let take = wav::read(&past.folder.take()?)?;
    let total = spoken.iter().map(|facts| facts.length()).sum();
    let bar = Listening::new(total, context.screen.animate);
    let mut before = Millis::ZERO;
    let mut earlier = BTreeMap::new();
    for facts in spoken {
        let words = past.words(facts, &take, transcriber, |done| bar.at(before + done))?;
        let replaced = facts.transcript.replace(words);
        earlier.extend(replaced.map(|words| (facts.id.clone(), words)));
        before = before + facts.length();
    }
    let model = session.model.replace(transcriber.name().to_owned());
    if !earlier.is_empty() {
        session.heard_before.push(Hearing {
            model,
            sections: earlier,
        });
    }
    Ok(session)
}

/// What was recorded as one piece each: the whole answer and the follow-ups of a mock, else the sections.
fn spoken<'a>(session: &'a mut Session, scenario: &Scenario) -> Vec<&'a mut SectionFacts> {
    let sections = session.sections.iter_mut();
    match &mut session.whole {
        None => sections.collect(),
        Some(whole) => {
            let asked = sections.filter(|facts| scenario.follow_up(&facts.id).is_some());
            std::iter::once(&mut whole.answer).chain(asked).collect()
        }
    }
}
