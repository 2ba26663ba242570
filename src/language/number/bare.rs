//! Decides whether a number without a unit measures anything. "4,200 failed events" and "28 were lost" do; "three
//! attempts" and "a limit of 500" do not.

use super::measured::{Context, Near};
use super::unit::Unit;
use super::words::{DAMAGE, DATA, MONEY_TALK};
use crate::language::token::Token;

/// Words of a predicate about what was counted: "28 were lost".
const PREDICATES: &[&str] = &[
    "were", "was", "are", "got", "had", "went", "of", "is", "have", "showed", "came", "ended",
    "never",
];

/// Words for losses after a number: "I found 7,200 missing".
const MISSING: &[&str] = &[
    "missing",
    "lost",
    "failed",
    "dropped",
    "gone",
    "unaccounted",
    "stuck",
    "disappeared",
    "vanished",
];

/// Words between a number and a noun that it does not count: "two in the logs".
const RELATING: &[&str] = &[
    "on", "in", "with", "for", "and", "to", "by", "from", "is", "was", "per", "that",
];

/// Nouns for what happens a few times anyway, so that a small number measures nothing.
const FEW_BY_NATURE: &[&str] = &[
    "attempts",
    "pages",
    "alarms",
    "points",
    "tickets",
    "logs",
    "calls",
    "items",
    "runs",
    "books",
    "applications",
    "outages",
    "incidents",
];

/// Words before a number that is a setting: "a limit of 500 requests".
const SETTINGS: &[&str] = &[
    "max",
    "maximum",
    "limit",
    "threshold",
    "after",
    "batch",
    "batches",
];

/// Words for evidence.
const EVIDENCE: &[&str] = &[
    "test",
    "tests",
    "lost",
    "simulated",
    "checked",
    "compared",
    "replayed",
    "events",
];

impl Near<'_> {
    /// The unit of a number that names none; `None` if it measures nothing.
    pub(super) fn bare(&self, context: &Context<'_>) -> Option<Option<Unit>> {
        if self.money() {
            return Some(Some(Unit::Money("usd")));
        }
        if self.expected_percentage(context) {
            return Some(Some(Unit::Percent));
        }
        let change = self.counted_change(context) || self.outcome_count(context);
        (change || self.count()).then_some(Some(Unit::Count))
    }

    /// Whether it is a percentage of the strong example, said without its unit: "0.3".
    fn expected_percentage(&self, context: &Context<'_>) -> bool {
        let other = |token: &&Token| token.any(&["seconds", "version"]);
        self.expected_as(context, "percent")
            && self.number.value < 1.0
            && !self.phrase(2).iter().any(other)
    }

    /// Whether the size of a problem, its impact or the evidence is counted.
    fn count(&self) -> bool {
        // "A 30-day window"
        if self.last().tied || !self.number.plain || self.number.value < 2.0 {
            return false;
        }
        self.counts_the_damaged()
            || self.counts_lines()
            || self.whole_of_a_share()
            || self.counts_data()
            || self.much_evidence()
    }

    /// Whether it counts what was lost: "28 were lost", "I found 7,200 missing", "two hundred of them".
    fn counts_the_damaged(&self) -> bool {
        let phrase = self.phrase(5);
        let Some(first) = phrase.first() else {
            return false;
        };
        let rest = &phrase[1..];
        let damaged = || {
            rest.iter()
                .any(|token| token.any(DAMAGE) || token.any(&["no", "without", "never"]))
        };
        let of_them = first.lower == "of"
            && rest
                .first()
                .is_some_and(|token| token.any(&["them", "those", "these"]));
        first.any(PREDICATES) && damaged()
            || first.any(MISSING)
            || of_them && self.number.value >= 20.0
    }

    /// Whether it counts lines of a log, not of code: "80,000 lines".
    fn counts_lines(&self) -> bool {
        self.number.value >= 1000.0
            && self
                .phrase(1)
                .first()
                .is_some_and(|token| token.lower == "lines")
            && !self.said(&["code", "wrote", "changed", "diff"], 8)
    }

    /// Whether it is the whole of a share: "0.3% of 1.4 million".
    fn whole_of_a_share(&self) -> bool {
        let mut before = self.before(2);
        before.next().is_some_and(|token| token.lower == "of")
            && before.next().is_some_and(|token| {
                token.lower.ends_with('%') || token.any(&["percent", "percentage"])
            })
    }

    /// Whether it counts data, not a setting or a few attempts: "4,200 failed events".
    fn counts_data(&self) -> bool {
        let phrase = self.phrase(4);
        let Some(place) = phrase.iter().position(|token| token.any(DATA)) else {
            return false;
        };
        let related = phrase[..place].iter().any(|token| token.any(RELATING));
        let few = phrase[place].any(FEW_BY_NATURE) && self.number.value < 10.0;
        !related
            && !few
            && !self.prior(SETTINGS, 3)
            && !self.prior(&["every"], 1)
            && !self.trigger()
    }

    /// Whether it is a large number with a word for evidence: "we compared 5,000 of them".
    fn much_evidence(&self) -> bool {
        self.number.value >= 1000.0 && self.said(EVIDENCE, 10) && !self.said(&["lines", "code"], 4)
    }

    /// Whether it configures an alarm: "three messages trip it".
    fn trigger(&self) -> bool {
        let triggers = [
            "trip", "trips", "trigger", "triggers", "fire", "fires", "page", "pages",
        ];
        self.number.value < 100.0 && self.after(6).any(|token| token.any(&triggers))
    }

    /// Whether it is money without a currency: "eight thousand a week in revenue".
    fn money(&self) -> bool {
        let near = self.phrase(3);
        let period = near.iter().any(|token| {
            token.any(&[
                "week", "weekly", "month", "monthly", "year", "annually", "day", "quarter",
                "annual", "yearly", "daily",
            ])
        });
        let per = near.first().is_some_and(|token| {
            token.any(&[
                "a", "per", "each", "every", "weekly", "monthly", "in", "of", "yearly", "annually",
            ])
        });
        let periodic = period && per && (self.said(MONEY_TALK, 14) || self.number.value >= 1000.0);
        self.number.value >= 100.0
            && (periodic || near.iter().any(|token| token.any(MONEY_TALK)))
            && !self.phrase(2).iter().any(|token| token.any(DATA))
    }
}
