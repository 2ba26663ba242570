//! Sessions that were cut short (a power cut, a kill, a full disk): noticed at the next start, and
//! finished from what lies on the disk: the take, the marks in the journal, the first record.

use super::rehearsal::{Rehearsal, measure};
use super::sessions::Past;
use super::{Context, Exit, Failure, practice};
use crate::audio::{Samples, wav};
use crate::record::{Spoken, gaps, in_order, span, spoken};
use crate::session::{ANSWER, Borders, Event, Mark, SectionFacts, Session};
use crate::store::{Journal, SessionFolder, Store};

/// How far back the next start looks for sessions that were cut short.
const LOOK_BACK: usize = 20;

/// One line for the next start, if a session was cut short.
pub fn notice(context: &Context) -> Option<String> {
    let folders = Store::new(&context.folders.data).folders().ok()?;
    let cut: Vec<String> = folders
        .iter()
        .rev()
        .take(LOOK_BACK)
        .filter(|folder| can_be_finished(folder, was_cut_short))
        .map(SessionFolder::id)
        .collect();
    match cut.as_slice() {
        [] => None,
        [one] => Some(format!(
            "The session {one} was cut short; what was said is safe. `rehearse sessions recover` finishes it."
        )),
        many => Some(format!(
            "{} sessions were cut short; what was said is safe. `rehearse sessions recover` finishes them.",
            many.len()
        )),
    }
}

/// Whether `lacks` is true of a session that [`recover`] could help: its record can be read, and its
/// recording has not been removed.
fn can_be_finished(
    folder: &SessionFolder,
    lacks: impl Fn(&SessionFolder, &Session) -> bool,
) -> bool {
    folder.has_take() && folder.load().is_ok_and(|session| lacks(folder, &session))
}

/// A session that somebody began to speak and whose end was never noted, and that nobody records now.
fn was_cut_short(folder: &SessionFolder, session: &Session) -> bool {
    let last = session.marks.last();
    let noted = last.is_some_and(|mark| mark.event == Event::Finish);
    let begun = || marks(folder).is_ok_and(|marks| !marks.is_empty());
    !noted && begun() && !folder.is_being_written()
}

/// Whether words are missing that could still be written down.
fn is_unfinished(folder: &SessionFolder, session: &Session) -> bool {
    was_cut_short(folder, session) || is_untold(session)
}

fn is_untold(session: &Session) -> bool {
    let mut sections = session.sections.iter();
    sections.any(|section| section.transcript.is_none())
}

/// Why the recording of a session may be all there is of what was said.
pub enum OnlyCopy {
    /// It was not written down yet.
    NoWords,
    /// The record does not tell: why, in a few words.
    Unread(&'static str),
}

/// Whether words would be lost with the recording of a session, and why.
pub fn only_copy(folder: &SessionFolder) -> Option<OnlyCopy> {
    match folder.load() {
        Ok(session) => is_unfinished(folder, &session).then_some(OnlyCopy::NoWords),
        Err(error) => Some(OnlyCopy::Unread(error.in_short())),
    }
}

fn marks(folder: &SessionFolder) -> Result<Vec<Mark>, Failure> {
    Ok(Journal::read::<Mark>(&folder.journal_path())?)
}

/// Finishes a session: the one that is named, or every one that was cut short or has no words yet.
///
/// # Errors
/// When there is nothing to finish, or a session cannot be finished.
pub fn recover(
    context: &mut Context,
    name: Option<&str>,
    model: Option<&str>,
) -> Result<Exit, Failure> {
    let store = Store::new(&context.folders.data);
    let folders = match name {
        Some(name) => vec![store.find(name)?],
        None => store
            .folders()?
            .into_iter()
            .filter(|folder| !folder.is_being_written() && can_be_finished(folder, is_unfinished))
            .collect(),
    };
    if folders.is_empty() {
        context.say("No session was cut short: there is nothing to recover.");
        return Ok(Exit::Done);
    }
    let only = folders.len() == 1;
    let mut exit = Exit::Done;
    for folder in folders {
        if folder.is_being_written() {
            return Err(Failure::error(format_args!(
                "the session {} is being recorded right now",
                folder.id()
            )));
        }
        let id = folder.id();
        match one(context, folder, model) {
            Ok(Exit::Done) => {}
            Ok(other) => exit = other,
            Err(failure) if only => return Err(failure),
            // One that cannot be finished must not stand before the others.
            Err(failure) => {
                context.tell(format_args!("{id}: {}", failure.message));
                exit = failure.exit;
            }
        }
    }
    Ok(exit)
}

/// What to type to finish a session later, with the model that was asked for.
pub fn again(folder: &SessionFolder, model: Option<&str>) -> String {
    let command = format!("rehearse sessions recover {}", folder.id());
    match model {
        Some(model) => format!("{command} --model {model}"),
        None => command,
    }
}

fn one(context: &mut Context, folder: SessionFolder, model: Option<&str>) -> Result<Exit, Failure> {
    let Past {
        folder,
        session,
        scenario,
    } = Past::of(context, folder)?;
    let mut rehearsal = Rehearsal {
        folder,
        scenario,
        session,
    };
    if rehearsal.session.sections.is_empty() || is_untold(&rehearsal.session) {
        there_is_sound(&rehearsal.folder)?;
    }
    if rehearsal.session.sections.is_empty() {
        let mended = wav::repair(&rehearsal.folder.take()?)?;
        let marks = closed(marks(&rehearsal.folder)?, mended.frames);
        let ids: Vec<String> = std::iter::once(ANSWER)
            .chain(rehearsal.scenario.speaking_order())
            .map(str::to_owned)
            .collect();
        let heard = in_order(spoken(&marks, mended.frames), &ids);
        let session = &mut rehearsal.session;
        session.take.frames = mended.frames;
        session.marks = marks;
        sections_from(&mut rehearsal, &heard)?;
        rehearsal.save()?;
        context.say(format_args!(
            "{}: {} s of sound and {} sections recovered.",
            rehearsal.folder.id(),
            mended.frames / u64::from(mended.rate.max(1)),
            rehearsal.session.sections.len()
        ));
    }
    if rehearsal.session.sections.is_empty() {
        context.say("No section was spoken for longer than a second; the recording is kept.");
        return Ok(Exit::Done);
    }
    if is_untold(&rehearsal.session) {
        practice::finish(context, &mut rehearsal, model, &[])
    } else {
        practice::judged(context, &mut rehearsal, &[])
    }
}

/// Told before a model is loaded to hear it.
fn there_is_sound(folder: &SessionFolder) -> Result<(), Failure> {
    folder.take()?;
    if folder.has_take() {
        return Ok(());
    }
    Err(Failure::error(format_args!(
        "the recording of {id} has been removed, so there is nothing left to transcribe; what is \
         known of it: `rehearse sessions show {id}`",
        id = folder.id()
    )))
}

/// The marks of a take of `length` frames, with the end that a crash left out.
fn closed(mut marks: Vec<Mark>, length: u64) -> Vec<Mark> {
    let mut open = None;
    for mark in &mut marks {
        mark.frame = mark.frame.min(length);
        match &mark.event {
            Event::Start(id) => open = Some(id.clone()),
            Event::End(_) | Event::Finish => open = None,
            _ => {}
        }
    }
    let at = |event| Mark {
        frame: length,
        event,
    };
    marks.extend(open.map(|id| at(Event::End(id))));
    if marks.last().is_none_or(|mark| mark.event != Event::Finish) {
        marks.push(at(Event::Finish));
    }
    marks
}

/// Fills in the facts of every section that was spoken, from the marks and the take on the disk.
///
/// # Errors
/// When the take cannot be read.
pub fn sections_from(rehearsal: &mut Rehearsal, heard: &[Spoken]) -> Result<(), Failure> {
    let take = wav::read(&rehearsal.folder.take()?)?;
    let rate = take.rate;
    let session = &mut rehearsal.session;
    session.take.gaps = gaps(&session.marks, session.take.frames)
        .iter()
        .map(|gap| span(gap, rate))
        .collect();
    session.sections = heard
        .iter()
        .filter_map(|section| {
            let stretches = section.kept(rate)?;
            let frames = stretches
                .iter()
                .flat_map(|range| {
                    let end = (range.end as usize).min(take.frames.len());
                    &take.frames[(range.start as usize).min(end)..end]
                })
                .copied()
                .collect();
            let (activity, loudness) = measure(&Samples { rate, frames });
            Some(SectionFacts {
                id: section.id.clone(),
                spans: section.spans(rate),
                earlier: section.earlier(rate),
                borders: Borders::Marked,
                activity,
                loudness: Some(loudness),
                transcript: None,
            })
        })
        .collect();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_closes_where_the_sound_ends() {
        let mark = |frame, event| Mark { frame, event };
        let marks = vec![
            mark(0, Event::Start("situation".into())),
            mark(900, Event::End("situation".into())),
            mark(1100, Event::Start("task".into())),
        ];
        let marks = closed(marks, 1000);
        assert_eq!(marks[2].frame, 1000);
        assert_eq!(marks[3], mark(1000, Event::End("task".into())));
        assert_eq!(marks[4], mark(1000, Event::Finish));
        assert_eq!(closed(marks.clone(), 1000), marks);
    }
}
