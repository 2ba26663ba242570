//! The scenario of the report's golden files: a copy of the built-in one, so that a golden file
//! changes when the report does and not when the content does.

use rehearse::scenario::{Level, Scenario, parse};

/// The webhook story.
pub fn scenario() -> Scenario {
    parse("caught-critical-issue.toml", include_str!("story.toml"))
        .unwrap_or_else(|faults| panic!("the golden story is no scenario any more: {faults:#?}"))
}

/// The strong example of a section.
pub fn strong<'a>(scenario: &'a Scenario, section: &str) -> &'a str {
    scenario
        .section(section)
        .unwrap()
        .strong_for(Level::Sde2)
        .unwrap()
}
