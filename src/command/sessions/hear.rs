//! Transcribes a finished take again with another model and judges it; the earlier transcripts
//! are kept.

use super::super::rehearsal::Rehearsal;
use super::super::{Context, Exit, Failure, borders, recogniser, show};
use crate::audio::wav;
use crate::session::{Hearing, SectionFacts, Session};
use crate::time::Millis;
use crate::transcribe::Transcriber;
use crate::transcript::Transcript;
use crate::ui::progress::Listening;
use crate::words::count;

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
    let heard = transcribe_again(context, &past, transcriber.as_mut())?;
    keep(&mut past, transcriber.name(), heard);
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

/// The new transcripts, in the order of [`spoken`].
fn transcribe_again(
    context: &Context,
    past: &Rehearsal,
    transcriber: &mut dyn Transcriber,
) -> Result<Vec<Transcript>, Failure> {
    let take = wav::read(&past.folder.take()?)?;
    let spoken = spoken(past);
    let total = spoken.iter().map(|facts| facts.length()).sum();
    let bar = Listening::new(total, context.screen.animate);
    let mut before = Millis::ZERO;
    let mut heard = Vec::new();
    for facts in spoken {
        heard.push(past.words(facts, &take, transcriber, |done| bar.at(before + done))?);
        before = before + facts.length();
    }
    Ok(heard)
}

/// What was recorded as one piece each: the whole answer and the follow-ups of a mock, else the sections.
fn spoken(past: &Rehearsal) -> Vec<&SectionFacts> {
    let sections = past.session.sections.iter();
    match &past.session.whole {
        None => sections.collect(),
        Some(whole) => {
            let asked = |facts: &&SectionFacts| past.scenario.follow_up(&facts.id).is_some();
            std::iter::once(&whole.answer)
                .chain(sections.filter(asked))
                .collect()
        }
    }
}

/// Stores the new transcripts, in the order of [`spoken`], and keeps the earlier ones.
fn keep(past: &mut Rehearsal, by: &str, heard: Vec<Transcript>) {
    let there = spoken(past);
    let sections = there.iter().filter_map(|facts| {
        let transcript = facts.transcript.clone()?;
        Some((facts.id.clone(), transcript))
    });
    let earlier = Hearing {
        model: past.session.model.clone(),
        sections: sections.collect(),
    };
    let new: Vec<(String, Transcript)> = there
        .iter()
        .map(|facts| facts.id.clone())
        .zip(heard)
        .collect();
    let session = &mut past.session;
    if !earlier.sections.is_empty() {
        session.heard_before.push(earlier);
    }
    session.model = Some(by.to_owned());
    for (id, transcript) in new {
        let whole = session.whole.as_mut().map(|whole| &mut whole.answer);
        let all = whole.into_iter().chain(&mut session.sections);
        for facts in all.filter(|facts| facts.id == id) {
            facts.transcript = Some(transcript.clone());
        }
    }
}
