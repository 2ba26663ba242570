//! Decides whether a zero measures anything. "Zero lost events since" does; "zero tolerance" and "we want zero
//! incidents" do not.

use super::measured::Near;
use super::unit::Unit;
use super::words::{DAMAGE, DATA};
use crate::language::token::{Token, says};

/// Nouns that are not counted: "zero doubt" is an idiom.
const ABSTRACT: &[&str] = &[
    "visibility",
    "reason",
    "context",
    "idea",
    "effort",
    "doubt",
    "tolerance",
    "chance",
    "sense",
    "interest",
    "downtime",
    "trust",
    "days",
    "day",
    "ownership",
    "awareness",
    "alerts",
    "alarms",
    "information",
    "say",
    "clue",
    "time",
    "desire",
    "overlap",
    "knowledge",
    "cost",
    "experience",
    "config",
    "point",
    "risk",
    "impact",
    "skin",
    "appetite",
    "stake",
    "intention",
];

/// Words before a zero that is a plan, a duty or a hope.
const WISHES: &[&str] = &[
    "expected", "expect", "should", "want", "wanted", "target", "goal", "aim", "hoped", "would",
    "supposed", "ought", "could",
];

impl Near<'_> {
    /// The unit of a zero. It is a measurement if something bad is at zero, but not as an idiom or a wish.
    pub(super) fn zero(&self) -> Option<Option<Unit>> {
        if self.number.unit.is_some() {
            return Some(self.number.unit);
        }
        if self.followed_by(ABSTRACT, 1) || self.prior(WISHES, 5) {
            return None;
        }
        let said = self.tokens[self.number.start].lower.as_str();
        if said == "none" {
            return self.none();
        }
        if said == "nil" || said.starts_with("na") || said.starts_with("nou") {
            return Some(None);
        }
        Some(self.followed_by(DATA, 3).then_some(Unit::Count))
    }

    /// The unit of a "none": "none of the 10,000 was lost" counts, "there was none" does not.
    fn none(&self) -> Option<Option<Unit>> {
        // "I looked for a ticket and there was none"
        if self.prior(&["there"], 2) {
            return None;
        }
        let figure = |token: &Token| token.lower.starts_with(|c: char| c.is_ascii_digit());
        let phrase = self.phrase(5);
        let of = self.followed_by(&["of"], 1);
        let counted = || says(phrase, DATA) || phrase.iter().any(figure);
        if of && counted() || says(phrase, DAMAGE) {
            return Some(Some(Unit::Count));
        }
        let reached = [
            "to", "at", "now", "is", "was", "were", "been", "had", "then", "since",
        ];
        // "Three in a thousand before and none at all since"
        let since = self.followed_by(&["since", "now", "anymore", "afterwards"], 1)
            || self.followed_by(&["at"], 1) && self.followed_by(&["since", "now"], 4);
        ((self.prior(&reached, 2) || since) && !of).then_some(None)
    }
}
