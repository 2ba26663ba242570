//! Detects interrupted sessions (a power cut, a kill, a full disk) at the next start.

use super::{Context, Failure};
use crate::session::{Event, Mark, Session};
use crate::store::{Journal, SessionFolder, Store};

/// How many of the latest sessions are examined.
const LOOK_BACK: usize = 20;

/// One line about an interrupted session, if there is one.
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

/// Whether `lacks` is true of a session that `sessions recover` can complete: its record is readable, and its
/// recording has not been removed.
pub(super) fn can_be_finished(
    folder: &SessionFolder,
    lacks: impl Fn(&SessionFolder, &Session) -> bool,
) -> bool {
    folder.has_take() && folder.load().is_ok_and(|session| lacks(folder, &session))
}

/// Whether the session was started, not completed, and is not being recorded now.
fn was_cut_short(folder: &SessionFolder, session: &Session) -> bool {
    let last = session.marks.last();
    let noted = last.is_some_and(|mark| mark.event == Event::Finish);
    let begun = || marks(folder).is_ok_and(|marks| !marks.is_empty());
    !noted && begun() && !folder.is_being_written()
}

/// Whether a transcript is missing that can still be made.
pub(super) fn is_unfinished(folder: &SessionFolder, session: &Session) -> bool {
    was_cut_short(folder, session) || is_untold(session)
}

pub(super) fn is_untold(session: &Session) -> bool {
    let mut sections = session.sections.iter();
    sections.any(|section| section.transcript.is_none())
}

/// Why the recording of a session may be the only copy of what was said.
pub enum OnlyCopy {
    /// It is not transcribed yet.
    NoWords,
    /// It holds other tries of a section, of which only the judged one is transcribed.
    OtherTries,
    /// The record is unreadable, with the reason.
    Unread(&'static str),
}

/// Whether words would be lost with the recording of a session, and why.
pub fn only_copy(folder: &SessionFolder) -> Option<OnlyCopy> {
    match folder.load() {
        Ok(session) if is_unfinished(folder, &session) => Some(OnlyCopy::NoWords),
        Ok(session) => {
            let mut sections = session.sections.iter();
            let others = sections.any(|section| !section.others.is_empty());
            others.then_some(OnlyCopy::OtherTries)
        }
        Err(error) => Some(OnlyCopy::Unread(error.in_short())),
    }
}

pub(super) fn marks(folder: &SessionFolder) -> Result<Vec<Mark>, Failure> {
    Ok(Journal::read::<Mark>(&folder.journal_path())?)
}
