//! Questions of real interviews, and what they suggest preparing.

use super::{History, Kind, Proposal, Story};
use crate::scenario::leitner::Day;
use crate::scenario::principle;
use crate::words::times;
use serde::{Deserialize, Serialize};

/// One question of a real interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewQuestion {
    /// When it was noted, RFC 3339 in UTC.
    pub when: String,
    /// Its day, once `when` is read.
    #[serde(skip)]
    pub day: Option<Day>,
    /// As it was asked.
    pub question: String,
    /// Id of the principle that it probed, if the candidate says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principle: Option<String>,
    /// Id of the story that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// How it went: `well`, `mixed` or `badly`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went: Option<String>,
}

/// How often a story was told in real interviews.
pub fn told(asked: &[InterviewQuestion], story: &str) -> usize {
    let asked = asked
        .iter()
        .filter(|one| one.story.as_deref() == Some(story));
    asked.count()
}

/// How often a principle was probed in real interviews.
pub fn probed(asked: &[InterviewQuestion], principle: &str) -> usize {
    let probed = asked
        .iter()
        .filter(|one| one.principle.as_deref() == Some(principle));
    probed.count()
}

/// Number of requests from which a story weighs as much as a weak one.
const OFTEN: usize = 2;
const NEVER_PRACTISED: u32 = 62;
const OFTEN_NEVER_PRACTISED: u32 = 95;
const WENT_BADLY: u32 = 85;
const NO_STORY: u32 = 68;
const OFTEN_NO_STORY: u32 = 92;

/// Proposes stories that were told in an interview and never practised here, or went badly and were not practised
/// since; and principles that were probed and have no story of the candidate's own.
pub(super) fn proposals(history: &History<'_>) -> Vec<Proposal> {
    let stories = history.stories.iter();
    let stories = stories.filter_map(|story| unpractised(history, story));
    // A candidate without any own story gets another proposal for that.
    let has_own = history.stories.iter().any(|story| story.own);
    let gaps = history.gaps.iter().filter(|_| has_own);
    stories
        .chain(gaps.filter_map(|gap| unserved(history, gap)))
        .collect()
}

fn unpractised(history: &History<'_>, story: &Story) -> Option<Proposal> {
    let told = told(history.asked, &story.id);
    let mut asked = history.asked.iter();
    let last = asked.rfind(|one| one.story.as_deref() == Some(&story.id))?;
    let badly = last.went.as_deref() == Some("badly");
    let (weight, because) = match history.takes_of(&story.id).next_back() {
        None => (
            if told >= OFTEN {
                OFTEN_NEVER_PRACTISED
            } else {
                NEVER_PRACTISED
            },
            format!(
                "It was asked for {} in your interviews, and you never practised it here.",
                times(told)
            ),
        ),
        Some(take) if badly && last.day.is_none_or(|day| take.day < day) => (
            WENT_BADLY,
            "It went badly in your last interview with it, and you have not practised it since."
                .to_owned(),
        ),
        Some(_) => return None,
    };
    Some(Proposal {
        weight,
        kind: Kind::Interview,
        scenario: story.id.clone(),
        what: format!("Practise “{}”.", story.title),
        because: vec![because],
        evidence: Vec::new(),
        command: format!("rehearse practice {}", story.id),
    })
}

fn unserved(history: &History<'_>, gap: &str) -> Option<Proposal> {
    let count = probed(history.asked, gap);
    let name = &principle(gap).filter(|_| count > 0)?.name;
    Some(Proposal {
        weight: if count >= OFTEN {
            OFTEN_NO_STORY
        } else {
            NO_STORY
        },
        kind: Kind::Interview,
        scenario: String::new(),
        what: format!("Prepare a story for {name}."),
        because: vec![format!(
            "It was asked about {} in your interviews, and no story of yours serves it.",
            times(count)
        )],
        evidence: Vec::new(),
        command: "rehearse scenario new".to_owned(),
    })
}
