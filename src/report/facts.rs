//! Small questions to a session that several parts of a report ask.

use crate::judgement::SectionJudgement;
use crate::scenario::{Level, Section};
use crate::session::{SectionFacts, Session};

pub(super) fn judged<'a>(
    session: &'a Session,
    facts: &SectionFacts,
) -> Option<&'a SectionJudgement> {
    let judgement = session.judgement.as_ref()?;
    judgement.sections.iter().find(|one| one.id == facts.id)
}

/// A transcript was made and holds no word.
pub(super) fn is_silent(facts: &SectionFacts) -> bool {
    let heard = facts.transcript.as_ref();
    heard.is_some_and(|heard| heard.words.is_empty())
}

/// Whether the level asks for this idea; saying it counts at every level.
pub(super) fn expected(plan: Option<&Section>, signal: &str, level: Level) -> bool {
    plan.is_none_or(|plan| plan.expects(signal, level))
}

/// Bytes as characters. A place that is no character border (a hand-edited file) rounds down.
pub(super) fn chars(text: &str, (start, end): (usize, usize)) -> (usize, usize) {
    let position = |byte: usize| {
        text.char_indices()
            .take_while(|(at, c)| at + c.len_utf8() <= byte)
            .count()
    };
    (position(start), position(end))
}
