//! Phrases about takes that several proposals share.

use super::{Evidence, Story, Take};
use crate::words::list;

/// `session 3`, `sessions 3 and 4`.
pub(super) fn sessions(takes: &[&Take]) -> String {
    let numbers: Vec<String> = takes.iter().map(|take| take.number.to_string()).collect();
    match numbers.as_slice() {
        [one] => format!("session {one}"),
        many => format!("sessions {}", list(many)),
    }
}

/// Whether the story was told from beginning to end, in its own time. In a mock a section may not have been found;
/// where enough was said for a leaning, it is a whole telling.
pub(super) fn is_whole(take: &Take, story: &Story) -> bool {
    let spoken = take.answer().count();
    let all = spoken >= story.sections || spoken > 0 && take.leaning.is_some();
    all && take.length.is_none()
}

pub(super) fn of_take(take: &Take, figure: String) -> Evidence {
    Evidence {
        session: take.number,
        section: None,
        rule: None,
        figure,
    }
}
