//! Decides whether a number without a unit measures anything. "4,200 failed events" and "28 were lost" do; "three
//! attempts" and "a limit of 500" do not.

use super::measured::{Context, Near};
use super::unit::Unit;
use super::words::{DAMAGE, DATA, MONEY_TALK};
use crate::language::token::{Token, says};

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
        self.expected_as(context, "percent")
            && self.number.value < 1.0
            && !self.followed_by(&["seconds", "version"], 2)
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
        let [first, rest @ ..] = self.phrase(5) else {
            return false;
        };
        let damaged = || says(rest, DAMAGE) || says(rest, &["no", "without", "never"]);
        first.any(PREDICATES) && damaged()
            || first.any(MISSING)
            || self.of(&["them", "those", "these"]) && self.number.value >= 20.0
    }

    /// Whether it counts lines of a log, not of code: "80,000 lines".
    fn counts_lines(&self) -> bool {
        self.number.value >= 1000.0
            && self.followed_by(&["lines"], 1)
            && !self.said(&["code", "wrote", "changed", "diff"], 8)
    }

    /// Whether it is the whole of a share: "0.3% of 1.4 million".
    fn whole_of_a_share(&self) -> bool {
        let percent = |one: &Token| one.lower.ends_with('%') || one.any(&["percent", "percentage"]);
        matches!(self.before(2), [share, of] if of.lower == "of" && percent(share))
    }

    /// Whether it counts data, not a setting or a few attempts: "4,200 failed events".
    fn counts_data(&self) -> bool {
        let phrase = self.phrase(4);
        let Some(place) = phrase.iter().position(|token| token.any(DATA)) else {
            return false;
        };
        let related = says(&phrase[..place], RELATING);
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
        self.number.value < 100.0 && says(self.after(6), &triggers)
    }

    /// Whether it is money without a currency: "eight thousand a week in revenue".
    fn money(&self) -> bool {
        let periods = [
            "week", "weekly", "month", "monthly", "year", "annually", "day", "quarter", "annual",
            "yearly", "daily",
        ];
        let per = [
            "a", "per", "each", "every", "weekly", "monthly", "in", "of", "yearly", "annually",
        ];
        let periodic = self.followed_by(&periods, 3)
            && self.followed_by(&per, 1)
            && (self.said(MONEY_TALK, 14) || self.number.value >= 1000.0);
        self.number.value >= 100.0
            && (periodic || self.followed_by(MONEY_TALK, 3))
            && !self.followed_by(DATA, 2)
    }
}
