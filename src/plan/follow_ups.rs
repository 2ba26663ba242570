//! Proposes the interviewer's questions that were answered weakly or never.

use super::takes::{is_whole, of_take, sessions};
use super::weakness::weaknesses;
use super::{History, Kind, Proposal, Story, Take};
use crate::scenario::follow_up::PREFIX;
use crate::words::count;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Weight if none was answered, although the story was told.
const NONE_ASKED: u32 = 70;
/// Weight if some were answered and some were not.
const SOME_ASKED: u32 = 55;

/// A question whose last answer has something to fix.
pub(super) fn weak(history: &History<'_>, story: &Story) -> Option<Proposal> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let takes = history.takes_of(&story.id).rev();
    let answers = takes.flat_map(|take| take.follow_ups().map(move |answer| (take, answer)));
    let last = answers.filter(|(_, answer)| seen.insert(&answer.id));
    let weak =
        last.filter_map(|(take, answer)| Some((take, weaknesses(answer).into_iter().next()?)));
    // Of two equal ones, the later take.
    let (take, weakness) = weak
        .filter(|(_, weakness)| weakness.costs_the_bar())
        .min_by_key(|(_, weakness)| Reverse(weakness.weight))?;
    let id = weakness.section.id.trim_start_matches(PREFIX);
    Some(Proposal {
        weight: weakness.weight,
        kind: Kind::FollowUps,
        scenario: story.id.clone(),
        what: format!("Answer one question after “{}” again.", story.title),
        because: vec![format!(
            "The last answer to it {} ({}).",
            weakness.figure(),
            sessions(&[take])
        )],
        evidence: vec![weakness.evidence(take)],
        command: format!("rehearse followups {} --ask {id}", story.id),
    })
}

/// The questions that were never answered, once the story itself was told.
pub(super) fn unasked(history: &History<'_>, story: &Story) -> Option<Proposal> {
    let whole: &Take = history
        .takes_of(&story.id)
        .rfind(|take| is_whole(take, story))?;
    let answered: BTreeSet<&str> = history
        .takes_of(&story.id)
        .flat_map(Take::follow_ups)
        .map(|one| one.id.as_str())
        .collect();
    let left = story.follow_ups.saturating_sub(answered.len());
    let all = story.follow_ups;
    let because = match (left, answered.len()) {
        (0, _) => return None,
        (1, 0) => "Its follow-up question was never answered".to_owned(),
        (all, 0) => format!("None of its {all} follow-up questions was ever answered"),
        (1, _) => format!("One of its {all} follow-up questions was never answered"),
        (left, _) => format!("{left} of its {all} follow-up questions were never answered"),
    };
    let questions = count(left, "follow-up question", "follow-up questions");
    let weight = if answered.is_empty() {
        NONE_ASKED
    } else {
        SOME_ASKED
    };
    Some(Proposal {
        weight,
        kind: Kind::FollowUps,
        scenario: story.id.clone(),
        what: format!("Answer what an interviewer asks after “{}”.", story.title),
        because: vec![format!(
            "{because}; the story itself was told in {}.",
            sessions(&[whole])
        )],
        evidence: vec![of_take(whole, format!("{questions} never answered"))],
        command: format!("rehearse followups {} --count {}", story.id, left.min(2)),
    })
}
