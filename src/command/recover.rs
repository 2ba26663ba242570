//! `sessions recover`: completes interrupted sessions from the take, the marks in the
//! journal and the first record.

use super::cut_short::{can_be_finished, is_unfinished, is_untold, marks};
use super::rehearsal::{Rehearsal, sections_from};
use super::{Context, Exit, Failure, finish, rebuild_record, recorded};
use crate::audio::wav;
use crate::record::{in_order, spoken};
use crate::session::{ANSWER, Event, Mark};
use crate::store::{SessionFolder, Store};

/// Completes a session: the named one, or every one that was interrupted or is not transcribed.
///
/// # Errors
/// When there is nothing to complete, or a session cannot be completed.
pub fn run(
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
    if folders.len() == 1 {
        return all(context, folders, model);
    }
    context.as_one_list(|context| all(context, folders, model))
}

fn all(
    context: &mut Context,
    folders: Vec<SessionFolder>,
    model: Option<&str>,
) -> Result<Exit, Failure> {
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
            // One that cannot be completed must not stop the others.
            Err(failure) => {
                context.tell(format_args!("{id}: {}", failure.message));
                exit = failure.exit;
            }
        }
    }
    Ok(exit)
}

fn one(context: &mut Context, folder: SessionFolder, model: Option<&str>) -> Result<Exit, Failure> {
    rebuild_record::where_lost(context, &folder)?;
    let mut rehearsal = Rehearsal::of(context, folder)?;
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
        recorded::heard(context, &mut rehearsal, model)?;
    }
    finish::judged(context, &mut rehearsal, &[])
}

/// Checked before a model is loaded.
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

/// The marks of a take of `length` frames, with the end that is missing after a crash.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_ends_the_section_at_the_end_of_the_sound() {
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
