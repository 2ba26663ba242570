//! Sessions that were cut short (a power cut, a kill, a full disk), noticed at the next start.

use super::{Context, Failure};
use crate::session::{Event, Mark, Session};
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

/// Whether `lacks` is true of a session that `sessions recover` could help: its record can be read, and its
/// recording has not been removed.
pub(super) fn can_be_finished(
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
pub(super) fn is_unfinished(folder: &SessionFolder, session: &Session) -> bool {
    was_cut_short(folder, session) || is_untold(session)
}

pub(super) fn is_untold(session: &Session) -> bool {
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

pub(super) fn marks(folder: &SessionFolder) -> Result<Vec<Mark>, Failure> {
    Ok(Journal::read::<Mark>(&folder.journal_path())?)
}
