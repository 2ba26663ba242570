//! Decides whether a time is a measurement. "30 days of logs", "confirmations two hours late" and "zero for six weeks"
//! are; "it took two weeks" and "a retry every 5 seconds" are not.

use super::measured::Near;
use super::unit::Unit;
use super::words::DATA_WINDOW;
use crate::language::token::{Border, says};

/// Words for how long something took, or may take.
const EFFORT: &[&str] = &[
    "took", "take", "takes", "taking", "spent", "spend", "gave", "within", "deadline", "needed",
    "every", "effort", "nights", "asked", "worked",
];

/// Words for how a system was set up.
const DESIGN: &[&str] = &[
    "retry",
    "retries",
    "backoff",
    "back",
    "wait",
    "waits",
    "attempt",
    "attempts",
    "interval",
    "set",
    "delay",
    "sleep",
    "timeout",
    "limit",
    "cap",
    "capped",
    "maximum",
    "max",
    "fake",
    "inject",
    "injected",
    "simulated",
];

/// People who are kept waiting.
const PEOPLE: &[&str] = &[
    "customers",
    "customer",
    "sellers",
    "seller",
    "users",
    "user",
    "clients",
    "merchants",
    "shoppers",
    "buyers",
    "people",
    "patients",
    "guests",
    "parents",
    "students",
    "they",
];

/// Words for a result that has lasted.
const HOLDING: &[&str] = &[
    "since",
    "without",
    "stayed",
    "stays",
    "held",
    "holding",
    "remained",
    "kept",
    "straight",
    "zero",
    "clean",
    "quiet",
    "flat",
    "followed",
    "following",
];

impl Near<'_> {
    /// Whether a time measures a problem, the data, or how long a result has held; effort, plans and design choices do
    /// not count.
    pub(super) fn duration(&self, unit: Unit) -> bool {
        if self.dates() {
            return false;
        }
        if self.data_window() || self.of_data() {
            return true;
        }
        if self.stored()
            || self.prior(&["since"], 1) && !self.said(&["zero", "clean", "nothing"], 8)
        {
            return false;
        }
        let short = matches!(unit, Unit::Seconds | Unit::Minutes);
        if short && self.exceeded() {
            return true;
        }
        if self.prior(EFFORT, 5) {
            return false;
        }
        let design = self.said(DESIGN, 6);
        self.moved() && !design
            || self.people_waited()
            || short && self.diagnosed()
            || self.late() && !(design && matches!(unit, Unit::Seconds))
            || self.lasted() && !short && !design
    }

    /// Whether it says when something happened: "two weeks ago", "three days later".
    fn dates(&self) -> bool {
        self.said(&["ago"], 2) || self.followed_by(&["before", "earlier", "later"], 3)
    }

    /// Whether it is the window of the data: "thirty days of logs", "30-day traffic", "the logs of the last 30 days".
    fn data_window(&self) -> bool {
        let of = self.last().tied || self.followed_by(&["of", "worth"], 3);
        of && self.followed_by(DATA_WINDOW, 6)
            || self.prior(&["last", "past", "previous"], 1) && self.prior(DATA_WINDOW, 6)
    }

    /// Whether it is how long a system keeps data: "they are kept for 30 days".
    fn stored(&self) -> bool {
        self.prior(&["kept", "stored", "retained", "keep", "keeps"], 3)
            && self.prior(&["are", "is", "get", "only", "which", "them"], 5)
    }

    /// Whether it was exceeded, unlike the threshold of an alert: "it took longer than 2 seconds".
    fn exceeded(&self) -> bool {
        let beyond = [
            "than",
            "over",
            "above",
            "exceeded",
            "exceeding",
            "beyond",
            "longest",
        ];
        self.prior(&beyond, 2) && !self.said(&["alert", "alarm", "page", "pages"], 8)
    }

    /// Whether people waited for it: "sellers waited up to two hours".
    fn people_waited(&self) -> bool {
        self.prior(&["wait", "waited", "waits", "waiting"], 4) && self.prior(PEOPLE, 9)
    }

    /// Whether it is how late people were served, without delays made for a test.
    fn late(&self) -> bool {
        let late = [
            "late", "later", "delayed", "waited", "waiting", "behind", "latency", "slower",
        ];
        self.said(&late, 5) && !self.said(&["simulated", "injected", "adding", "added", "fake"], 5)
    }

    /// Whether it is how long a result has held or a problem has lasted.
    fn lasted(&self) -> bool {
        // "In the six weeks since", "for three months without a drop"
        let held = self.said(HOLDING, 6)
            && self.prior(&["for", "in", "over", "after", "the", "last", "past"], 3);
        let planned = self.prior(&["could", "would", "will", "can", "should", "might"], 6);
        // "Five months on, we haven't had one"
        let none = [
            "haven't", "hasn't", "no", "not", "nothing", "none", "zero", "still",
        ];
        let on = says(self.after(1), &["on"]) && says(self.after(8), &none);
        // "We had been losing orders for two weeks"
        let failing = [
            "losing",
            "dropping",
            "failing",
            "leaking",
            "lost",
            "dropped",
            "unnoticed",
        ];
        held && !planned || on || self.prior(&["for"], 2) && self.said(&failing, 8)
    }

    /// Whether it is a period of the analysed data: "the logs, three weeks of them", "delivery logs covering 21 days", "60
    /// days' worth".
    fn of_data(&self) -> bool {
        let of_them = self.of(&["them", "those", "these", "it"]);
        if of_them || self.followed_by(&["worth"], 1) {
            return self.prior(DATA_WINDOW, 16);
        }
        let covering =
            self.prior(&["of", "covering", "spanning", "from"], 1) && self.prior(DATA_WINDOW, 5);
        // "the delivery logs, fourteen days."
        let before = self.before(8);
        let comma = before.iter().rposition(|one| one.after == Border::Comma);
        let beside = comma.is_some_and(|at| {
            before.len() - at <= 3 && says(&before[at.saturating_sub(2)..=at], DATA_WINDOW)
        });
        let alone = self.last().after != Border::None || self.followed_by(&["of", "and", "in"], 1);
        covering || beside && alone && !self.prior(&["took", "spent", "for", "within", "in"], 3)
    }

    /// Whether it was measured in looking for the cause: "the p99 was 4.7 seconds", "timeouts that
    /// lasted under 2 seconds", "timeouts of 800 milliseconds and up".
    fn diagnosed(&self) -> bool {
        let things = [
            "timeouts",
            "spikes",
            "stalls",
            "outages",
            "gaps",
            "hiccups",
            "bursts",
            "requests",
            "responses",
            "calls",
            "pauses",
            "hangs",
            "blips",
        ];
        let lasted = self.prior(&["lasted", "lasting", "last", "hung", "took"], 3);
        let of = self.prior(&["of"], 1) && self.prior(&things, 3);
        let percentile = [
            "p99",
            "p95",
            "p90",
            "p50",
            "median",
            "average",
            "percentile",
            "mean",
        ];
        lasted && self.prior(&things, 8) || of || self.prior(&percentile, 4)
    }

    /// Whether it is either end of a change: "fell from 40 minutes to 3 seconds".
    fn moved(&self) -> bool {
        let verbs = [
            "fell", "fall", "falls", "dropped", "went", "cut", "reduced", "shrank", "improved",
            "brought", "came", "rose", "grew", "down", "up",
        ];
        let to = || self.followed_by(&["to"], 1);
        let end = self.prior(&["to"], 1) && self.prior(&["from"], 5);
        self.prior(&verbs, 9) && (self.prior(&["from"], 1) && to() || end)
    }
}
