//! The sections of an answer recorded in one take: found once it is transcribed, and changed by the
//! candidate's corrections.

use super::Failure;
use crate::analysis::borders;
use crate::judgement::Bar;
use crate::scenario::Scenario;
use crate::session::cut::{Begin, CutError};
use crate::session::{ANSWER, Borders, Event, SectionFacts, Session, Whole};
use crate::time::{Millis, Span};

/// Divides the whole answer of a mock into its sections, once it is transcribed, and returns whether it did.
/// Sections marked by keys, and sessions without a whole answer, are not changed.
///
/// # Errors
/// When the answer cannot be divided.
pub fn settle(scenario: &Scenario, session: &mut Session) -> Result<bool, Failure> {
    let told = |facts: &SectionFacts| facts.id == ANSWER && facts.transcript.is_some();
    let Some(at) = session.sections.iter().position(told) else {
        return Ok(false);
    };
    let answer = session.sections.remove(at);
    session.whole = Some(whole(session, answer));
    // Without a word there is nothing to divide: the answer stays one stretch, and empty.
    match cut(scenario, session) {
        Ok(()) | Err(CutError::Nothing) => Ok(true),
        Err(other) => Err(Failure::error(other)),
    }
}

/// An answer that was told in one take, with the keys that were pressed while it was told.
pub fn whole(session: &Session, answer: SectionFacts) -> Whole {
    let rate = session.take.rate;
    let spoken = |moment: Millis| {
        answer
            .spans
            .iter()
            .any(|span| span.start <= moment && moment < span.end)
    };
    let pressed = session
        .marks
        .iter()
        .filter(|mark| mark.event == Event::Border)
        .map(|mark| Millis::of_frames(mark.frame, rate))
        .filter(|moment| spoken(*moment))
        .collect();
    Whole {
        answer,
        pressed,
        corrections: Vec::new(),
    }
}

/// Divides the whole answer again, with every correction so far. Answers to follow-ups are not changed.
///
/// # Errors
/// When the corrections contradict the order of the story.
pub fn cut(scenario: &Scenario, session: &mut Session) -> Result<(), CutError> {
    let Some(whole) = &session.whole else {
        return Ok(());
    };
    let order: Vec<&str> = scenario
        .sections
        .iter()
        .map(|section| section.id.as_str())
        .collect();
    let begins = whole.corrected(found(scenario, session, whole), &order)?;
    let mut sections = whole.cut(&begins);
    sections.extend(
        session
            .sections
            .drain(..)
            .filter(|facts| scenario.follow_up(&facts.id).is_some()),
    );
    session.sections = sections;
    Ok(())
}

/// The borders by words, pauses and keys.
fn found(scenario: &Scenario, session: &Session, whole: &Whole) -> Vec<Begin> {
    let Some(transcript) = whole.transcript() else {
        return Vec::new();
    };
    let bar = Bar {
        scenario,
        level: session.level,
        lens: session.lens,
    };
    let pressed = whole.pressed_words();
    let silences: Vec<Span> = whole.answer.voice().silences();
    let all = scenario.sections.len();
    let by_keys = pressed.len() + 1 == all && pressed.iter().all(|word| *word > 0);
    let begins: Vec<(usize, usize)> = if by_keys {
        // As many keys as borders: nothing has to be found.
        std::iter::once(0)
            .chain(pressed.iter().copied())
            .enumerate()
            .collect()
    } else {
        borders::find(bar, transcript, &silences, &pressed)
            .into_iter()
            .map(|border| (border.section, border.word))
            .collect()
    };
    begins
        .into_iter()
        .filter_map(|(section, word)| {
            let key = pressed.contains(&word) || by_keys;
            Some(Begin {
                section: scenario.sections.get(section)?.id.clone(),
                word,
                borders: if key { Borders::Marked } else { Borders::Found },
            })
        })
        .collect()
}
