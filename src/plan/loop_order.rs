//! Chooses the questions of a mock loop: those that the candidate's stories can answer, first those that leaned no hire
//! and those whose cards are due.

use super::bank::{Bank, Entry};
use super::recall::urgency;
use crate::judgement::Leaning;
use crate::scenario::BankQuestion;
use crate::scenario::draw::lot_of;
use crate::scenario::leitner::{CardIndex, Day};
use std::collections::BTreeSet;

/// The need to ask about a principle, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// A story that serves it leaned no hire when it was told last.
    Weak,
    /// A story that serves it was not told as a whole yet, or left the bar raiser undecided.
    Open,
    /// A story that serves it leaned hire.
    Good,
    /// Every story that serves it is already told in this loop.
    Spent,
    /// No story serves it.
    None,
}

/// Chooses `count` questions, each about another principle, as many as possible with a story of their own. `tellable`
/// are the ids of the stories that may be told. The same seed gives the same choice.
pub fn choose(
    questions: &'static [BankQuestion],
    bank: &Bank,
    tellable: &[&str],
    (cards, today): (&CardIndex, Day),
    count: usize,
    seed: u64,
) -> Vec<&'static BankQuestion> {
    let mut chosen: Vec<&'static BankQuestion> = Vec::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    while chosen.len() < count {
        let left = questions
            .iter()
            .filter(|one| chosen.iter().all(|known| known.principle != one.principle));
        let next = left.min_by_key(|one| {
            let (need, _) = need(bank, tellable, &told, &one.principle);
            (need, urgency(cards, one, today), lot_of(seed, &one.id))
        });
        let Some(next) = next else { break };
        let (_, story) = need(bank, tellable, &told, &next.principle);
        told.extend(story);
        chosen.push(next);
    }
    chosen
}

/// The need of a principle, and the story to tell for it.
fn need<'a>(
    bank: &'a Bank,
    tellable: &[&str],
    told: &BTreeSet<&str>,
    principle: &str,
) -> (Need, Option<&'a str>) {
    let serving = bank.serving(principle);
    let known: Vec<&Entry> = serving
        .into_iter()
        .map(|(entry, _)| entry)
        .filter(|entry| tellable.contains(&entry.id.as_str()))
        .collect();
    let free = known
        .iter()
        .filter(|entry| !told.contains(entry.id.as_str()));
    let rated = free.map(|entry| {
        let leaning = entry.last.as_ref().and_then(|last| last.leaning);
        let need = match leaning {
            Some(Leaning::NoHire) => Need::Weak,
            Some(Leaning::Hire) => Need::Good,
            Some(Leaning::Undecided) | None => Need::Open,
        };
        (need, entry.id.as_str())
    });
    match rated.min_by_key(|(need, _)| *need) {
        Some((need, story)) => (need, Some(story)),
        None if known.is_empty() => (Need::None, None),
        None => (Need::Spent, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::bank::{Fit, Last, PrincipleFit};
    use crate::scenario::questions;

    fn story(id: &str, serves: &[&str], leaning: Option<Leaning>) -> Entry {
        Entry {
            id: id.into(),
            title: id.into(),
            own: true,
            serves: serves
                .iter()
                .map(|one| PrincipleFit {
                    principle: (*one).into(),
                    fit: Fit::Primary,
                    quotes: Vec::new(),
                })
                .collect(),
            proposed: false,
            asked: 0,
            last: leaning.map(|leaning| Last {
                told: "today".into(),
                days: 0,
                takes: 1,
                leaning: Some(leaning),
            }),
        }
    }

    fn principles(bank: &Bank, count: usize, seed: u64) -> Vec<&'static str> {
        let ids: Vec<&str> = bank.stories.iter().map(|one| one.id.as_str()).collect();
        let cards = CardIndex::default();
        let all = choose(questions(), bank, &ids, (&cards, Day(0)), count, seed);
        all.iter().map(|one| one.principle.as_str()).collect()
    }

    #[test]
    fn weak_stories_come_first_and_principles_without_a_story_last() {
        let bank = Bank {
            stories: vec![
                story("good", &["frugality"], Some(Leaning::Hire)),
                story("new", &["ownership"], None),
                story("weak", &["dive-deep"], Some(Leaning::NoHire)),
            ],
            gaps: Vec::new(),
        };
        for seed in 0..20 {
            let asked = principles(&bank, 4, seed);
            assert_eq!(asked[..3], ["dive-deep", "ownership", "frugality"]);
            assert_eq!(asked.len(), 4);
        }
    }

    #[test]
    fn one_story_that_serves_three_principles_is_asked_for_once_while_others_wait() {
        let many = ["earn-trust", "think-big", "bias-for-action"];
        let bank = Bank {
            stories: vec![
                story("many", &many, None),
                story("one", &["frugality"], None),
            ],
            gaps: Vec::new(),
        };
        for seed in 0..20 {
            let asked = principles(&bank, 2, seed);
            assert!(asked.contains(&"frugality"), "{asked:?}");
        }
    }
}
