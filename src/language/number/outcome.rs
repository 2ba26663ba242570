//! Outcomes given as a time or a count: "open again within 25 minutes", "15 former members signed", "from 120 to 15 a
//! month". In a Result all are outcomes except effort, dates and time frames.

use super::measured::{Context, Near};
use super::reading::NO_THING;
use super::unit::Unit;
use crate::language::token::{Border, Token, same_sentence};
use crate::language::words::Class;

/// Words allowed between a word and the number that it leads to.
const ROUND: &[&str] = &[
    "just", "only", "about", "around", "roughly", "nearly", "almost", "under", "barely",
];

/// Verbs of effort.
const EFFORT: &[&str] = &[
    "took", "spent", "spend", "needed", "invested", "worked", "every",
];

/// Nouns for settings.
const SETTINGS: &[&str] = &[
    "retry",
    "retries",
    "timeout",
    "timeouts",
    "alert",
    "alarm",
    "interval",
    "meeting",
    "meetings",
    "threshold",
    "limit",
    "window",
    "delay",
];

/// Prepositions of a time frame, which says when or for how long.
const FRAMES: &[&str] = &[
    "for", "over", "after", "during", "last", "past", "next", "first", "another", "since", "until",
    "of", "on",
];

/// Verbs of a present state: "simple requests are answered in 48 hours now".
const STANDING: &[&str] = &[
    "now", "today", "are", "is", "take", "takes", "get", "gets", "arrive", "arrives", "last",
    "lasts", "run", "runs", "open", "opens",
];

/// Number of words on either side of a time that may describe a state.
const NEAR: usize = 16;

/// Verbs of rising and falling.
const MOVING: &[&str] = &[
    "fell",
    "fall",
    "falls",
    "dropped",
    "drops",
    "went",
    "rose",
    "grew",
    "shrank",
    "came",
    "climbed",
    "declined",
    "sank",
    "jumped",
    "down",
    "up",
    "decreased",
    "increased",
    "improved",
];

/// Nouns whose number is no outcome.
const INPUTS: &[&str] = &[
    "engineers",
    "developers",
    "meetings",
    "attempts",
    "tries",
    "iterations",
    "versions",
    "lines",
    "steps",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
];

impl Near<'_> {
    /// The word that leads to the number.
    fn led_by(&self) -> Option<&Token> {
        let mut nearest = self.before(4).iter().rev();
        nearest.find(|token| !token.any(ROUND))
    }

    /// Whether a time is an outcome.
    pub(super) fn outcome_time(&self, unit: Unit, context: &Context<'_>) -> bool {
        let sized = self.last().tied || self.followed_by(&["old"], 1);
        if !context.outcome || sized || !self.number.plain {
            return false;
        }
        if context.changes(self.number) {
            return true;
        }
        let over = ["ago", "before", "earlier", "later", "after"];
        if self.followed_by(&over, 3) || self.prior(EFFORT, 4) || self.said(SETTINGS, 6) {
            return false;
        }
        let short = matches!(unit, Unit::Seconds | Unit::Minutes | Unit::Hours);
        let standing = || self.said(STANDING, NEAR);
        match self.led_by() {
            Some(led) if led.any(FRAMES) => false,
            Some(led) if led.any(&["in", "within", "under", "inside"]) => short || standing(),
            _ => short || self.prior(STANDING, 3),
        }
    }

    /// Whether it is an end of a counted change: "tickets dropped from 120 to 15 a month".
    pub(super) fn counted_change(&self, context: &Context<'_>) -> bool {
        let by_me = || self.before(9).iter().any(|one| one.is(Class::FIRST));
        let moved = || self.prior(MOVING, 9) && !by_me();
        context.changes(self.number)
            && self.number.plain
            && self.number.value.fract() == 0.0
            && !self.last().tied
            && (context.outcome || moved())
    }

    /// Whether a number counts an outcome: "15 former members", and after it "five new ones".
    pub(super) fn outcome_count(&self, context: &Context<'_>) -> bool {
        let before = || {
            let at = context
                .numbers
                .partition_point(|one| one.end <= self.number.start);
            let last = context.numbers.get(at.checked_sub(1)?)?;
            let same = same_sentence(self.tokens, self.number.start, last.start).is_some();
            (self.prior(&["and"], 1) && same).then_some(last)
        };
        let many = |value: f64| value >= 10.0 && value.fract() == 0.0;
        let listed = || {
            before().is_some_and(|last| {
                let near = Near {
                    tokens: self.tokens,
                    number: last,
                };
                many(last.value) && near.outcome_count(context)
            })
        };
        context.outcome
            && self.number.plain
            && self.number.unit.is_none()
            && !self.last().tied
            && (many(self.number.value) || self.number.value >= 2.0 && listed())
            && !self.prior(EFFORT, 3)
            && self.counts_things()
    }

    /// Whether a plural noun follows.
    fn counts_things(&self) -> bool {
        let other = NO_THING.or(Class::OBJECT).or(Class::BE).or(Class::NEGATIVE);
        let plural = |token: &Token| {
            token.any(&["people", "children", "women", "men", "staff"])
                || token.lower.len() > 3
                    && token.lower.ends_with('s')
                    && !token.lower.ends_with("ss")
        };
        let phrase = self.phrase(3);
        let mut things = phrase.iter().take_while(|token| !token.is(other));
        self.last().after == Border::None && things.any(|token| plural(token) && !token.any(INPUTS))
    }
}
