//! Which of several tries is judged, and how another one is chosen.

use super::facts::by_start;
use crate::session::{SectionFacts, Session};
use crate::words::{clean, list};

/// Which tries are judged, where there were several, in one sentence for the top of the report.
pub(super) fn note(session: &Session) -> Option<String> {
    let whole = session.whole.iter().map(|whole| &whole.answer);
    let again: Vec<String> = whole
        .chain(&session.sections)
        .filter_map(|facts| {
            let (number, all) = facts.tried();
            let id = clean(&facts.id);
            (all > 1).then(|| format!("try {number} of {all} of {id}"))
        })
        .collect();
    let are = if again.len() == 1 { "is" } else { "are" };
    (!again.is_empty()).then(|| {
        format!(
            "You said it more than once: {} {are} judged. `rehearse sessions use {}` shows all of them.",
            list(&again),
            by_start(session)
        )
    })
}

/// Which of several tries is judged, why, and how to choose another.
pub(super) fn sentence(facts: &SectionFacts, session: &Session) -> Option<String> {
    let (number, all) = facts.tried();
    if all < 2 {
        return None;
    }
    let why = match number {
        _ if session.chosen.contains_key(&facts.id) => "the one that you chose",
        last if last == all => "the last one",
        _ => "the last one in which you spoke",
    };
    let other = if number == all { all - 1 } else { all };
    Some(format!(
        "Try {number} of {all} is judged, {why}; the {} kept. To judge another: rehearse sessions use {} {} {other}",
        if all == 2 { "other is" } else { "others are" },
        by_start(session),
        clean(&facts.id),
    ))
}
