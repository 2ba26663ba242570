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

pub(super) fn is_whole(take: &Take, story: &Story) -> bool {
    take.answer().count() >= story.sections
}

pub(super) fn of_take(take: &Take, figure: String) -> Evidence {
    Evidence {
        session: take.number,
        section: None,
        rule: None,
        figure,
    }
}
