//! When a question of the knowledge check is repeated: a Leitner system of five boxes.
//!
//! A right answer moves a card one box up, a wrong one back to the first; each box has a longer interval.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The interval of each box in days: a card of the first is repeated on the same day.
const REST: [u32; 5] = [0, 1, 3, 7, 21];

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub u32);

/// The state of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Box, 1 to 5.
    #[serde(rename = "box")]
    pub place: u8,
    /// The first day on which it is due.
    pub due: Day,
    /// Right answers so far.
    pub right: u32,
    /// Wrong answers so far.
    pub wrong: u32,
}

/// The card index, by `scenario/question`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardIndex {
    /// Version of the file format: 1.
    pub format: u32,
    /// The cards.
    pub cards: BTreeMap<String, Card>,
}

impl Default for CardIndex {
    fn default() -> Self {
        Self {
            format: 1,
            cards: BTreeMap::new(),
        }
    }
}

impl CardIndex {
    /// Whether the question is new or due.
    pub fn is_due(&self, key: &str, today: Day) -> bool {
        self.cards.get(key).is_none_or(|card| card.due <= today)
    }

    /// Records an answer.
    pub fn answer(&mut self, key: &str, right: bool, today: Day) {
        let card = self.cards.entry(key.into()).or_insert(Card {
            place: 1,
            due: today,
            right: 0,
            wrong: 0,
        });
        if right {
            card.place = card.place.saturating_add(1).clamp(1, 5);
            card.right = card.right.saturating_add(1);
        } else {
            card.place = 1;
            card.wrong = card.wrong.saturating_add(1);
        }
        let rest = REST[usize::from(card.place.clamp(1, 5)) - 1];
        card.due = Day(today.0.saturating_add(rest));
    }

    /// How often the question was asked.
    pub fn asked(&self, key: &str) -> u32 {
        self.cards
            .get(key)
            .map_or(0, |card| card.right.saturating_add(card.wrong))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_answers_lengthen_the_interval_and_wrong_ones_reset_it() {
        let mut index = CardIndex::default();
        let mut today = Day(20_000);
        assert!(index.is_due("a/b", today));
        let mut rests = Vec::new();
        for _ in 0..6 {
            index.answer("a/b", true, today);
            let due = index.cards["a/b"].due;
            assert!(!index.is_due("a/b", Day(due.0 - 1)) && index.is_due("a/b", due));
            rests.push(due.0 - today.0);
            today = due;
        }
        assert_eq!(rests, [1, 3, 7, 21, 21, 21]);
        index.answer("a/b", false, today);
        assert!(index.is_due("a/b", today));
        assert_eq!((index.cards["a/b"].place, index.asked("a/b")), (1, 7));
    }

    #[test]
    fn an_invalid_box_number_is_accepted() {
        let mut index = CardIndex::default();
        let odd = Card {
            place: 255,
            due: Day(u32::MAX),
            right: u32::MAX,
            wrong: 0,
        };
        index.cards.insert("x".into(), odd);
        index.answer("x", true, Day(u32::MAX));
        assert_eq!(index.cards["x"].place, 5);
        assert_eq!(index.asked("x"), u32::MAX);
    }
}
