//! Questions about a session that several parts of a report share.

use crate::judgement::SectionJudgement;
use crate::scenario::{Level, Section};
use crate::session::{SectionFacts, Session};
use crate::words::clean;

pub(super) fn judged<'a>(
    session: &'a Session,
    facts: &SectionFacts,
) -> Option<&'a SectionJudgement> {
    let judgement = session.judgement.as_ref()?;
    judgement.sections.iter().find(|one| one.id == facts.id)
}

/// The session by its start, as commands name it: a report may be read when it is no longer the last one, and
/// the whole id would be broken at its hyphens.
pub(super) fn by_start(session: &Session) -> String {
    let start = session.id.split_once('-').map(|(start, _)| start);
    clean(start.unwrap_or(&session.id))
}

/// The transcript is empty.
pub(super) fn is_silent(facts: &SectionFacts) -> bool {
    let heard = facts.transcript.as_ref();
    heard.is_some_and(|heard| heard.words.is_empty())
}

/// Whether the level requires this idea; saying it counts at every level.
pub(super) fn expected(plan: Option<&Section>, signal: &str, level: Level) -> bool {
    plan.is_none_or(|plan| plan.expects(signal, level))
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
