//! Decides whether anything is counted at all. A story without metrics may measure things that are in no list ("11 of
//! the 12 customers renewed"), so here every number counts except names, dates, single things and effort.

use super::measured::Near;
use super::reader::Reading;
use crate::language::token::{Token, before, says};

/// Words of change that are measures themselves.
const CHANGES: &[&str] = &[
    "doubled",
    "tripled",
    "trebled",
    "quadrupled",
    "halved",
    "twice",
    "half",
    "twofold",
    "tenfold",
    "none",
    "zero",
    "nil",
    "nobody",
];

/// Verbs of effort, which is no outcome: "it took two weeks".
const EFFORT: &[&str] = &["took", "spent", "needed", "cost", "invested"];

/// Whether the tokens measure anything; `numbers` are all numbers among them.
pub fn anything(tokens: &[Token], numbers: &[Reading]) -> bool {
    numbers.iter().any(|number| {
        let effort = says(before(tokens, number.start, 4), EFFORT);
        number.plain
            && number.value != 1.0
            && !(effort && number.unit.is_some_and(super::unit::Unit::is_time))
            && !Near { tokens, number }.is_name()
    }) || says(tokens, CHANGES)
}

#[cfg(test)]
mod tests {
    use super::super::reader::numbers;
    use super::*;
    use crate::language::token::tokens;
    use crate::transcript::Transcript;

    fn counted(text: &str) -> bool {
        let tokens = tokens(&Transcript::from_text(text));
        anything(&tokens, &numbers(&tokens))
    }

    #[test]
    fn results_of_any_trade_are_measured() {
        for result in [
            "The run takes 40 minutes now instead of nine hours.",
            "Calls fell from 300 a month to 5.",
            "The wait fell from 2 days to 3 hours.",
            "Deploys went from once a week to ten a day.",
            "Build time dropped from 40 minutes to 6.",
            "Support tickets dropped by half.",
            "We had twelve incidents before and none in the six months since.",
            "Onboarding takes two days now; it used to take three weeks.",
            "Latency went from 900 milliseconds to 120 milliseconds.",
            "Three other teams use the tool today.",
            "The page loads in 1.2 seconds, down from 4.8 seconds.",
            "Eleven of the twelve customers renewed.",
            "It saved each engineer about four hours a week.",
            "Sign-ups doubled within a month.",
            "I trained eight nurses, and medication errors went from nine a month to two.",
        ] {
            assert!(counted(result), "{result}");
        }
    }

    #[test]
    fn names_dates_and_effort_are_no_result() {
        for result in [
            "The team was happy and things improved.",
            "In 2023 everything was better.",
            "It took two weeks, and now it works.",
            "Version 2 is live since day one.",
            "One of them liked it.",
        ] {
            assert!(!counted(result), "{result}");
        }
    }
}
