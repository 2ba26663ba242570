//! Questions about a session that several parts of a report share.

use crate::judgement::SectionJudgement;
use crate::session::{SectionFacts, Session};
use crate::time::Millis;
use crate::words::clean;

/// The judgement of the section with this id.
pub(super) fn judged<'a>(session: &'a Session, id: &str) -> Option<&'a SectionJudgement> {
    let judgement = session.judgement.as_ref()?;
    judgement.sections.iter().find(|one| one.id == id)
}

/// The session by its start, as commands name it: a report may be read when it is no longer the last one, and
/// the whole id would be broken at its hyphens.
pub(super) fn by_start(session: &Session) -> String {
    let start = session.id.split_once('-').map(|(start, _)| start);
    clean(start.unwrap_or(&session.id))
}

/// A moment of a section as a moment of the take, where there is sound.
pub(super) fn in_take(facts: &SectionFacts, moment: Millis) -> Option<Millis> {
    (!facts.spans.is_empty()).then(|| facts.in_take(moment))
}

/// The transcript is empty.
pub(super) fn is_silent(facts: &SectionFacts) -> bool {
    let heard = facts.transcript.as_ref();
    heard.is_some_and(|heard| heard.words.is_empty())
}

/// Converts bytes to characters. A position inside a character (an edited file) is rounded down.
pub(super) fn chars(text: &str, (start, end): (usize, usize)) -> (usize, usize) {
    let position = |byte: usize| {
        text.char_indices()
            .take_while(|(at, c)| at + c.len_utf8() <= byte)
            .count()
    };
    (position(start), position(end))
}
