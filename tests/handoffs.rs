//! Handoffs by who did the work. Before anything was changed 9 of the 12 that pass a problem on were found, and none of
//! the others was accused; then "dispatch" and "our vendor" were taken for people where they had been told.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use rehearse::analysis::judge;
use rehearse::judgement::{Bar, SectionInput};
use rehearse::scenario::{Level, parse};
use rehearse::time::Millis;
use rehearse::transcript::Transcript;
use serde::Deserialize;

#[derive(Deserialize)]
struct Actions {
    passed_on: Vec<String>,
    owned: Vec<String>,
}

fn is_handoff(action: &str) -> bool {
    let story =
        "title = \"x\"\n[[section]]\nid = \"action\"\nstrong = \"I found it and I repaired it.\"\n";
    let scenario = parse("x.toml", story).unwrap();
    let transcript = Transcript::from_text(action);
    let spoken = SectionInput::typed("action", Millis(15_000), &transcript);
    let judged = judge(Bar::of(&scenario, Level::Sde2), &[spoken]);
    let mut findings = judged.sections[0].findings.iter();
    findings.any(|finding| finding.rule == "handoff")
}

#[test]
fn most_handoffs_are_found_and_no_own_work_is_called_one() {
    let actions: Actions = toml::from_str(include_str!("judge/handoffs.toml")).unwrap();
    let accused: Vec<&String> = actions.owned.iter().filter(|one| is_handoff(one)).collect();
    assert!(accused.is_empty(), "{accused:#?}");
    let missed: Vec<&String> = actions
        .passed_on
        .iter()
        .filter(|one| !is_handoff(one))
        .collect();
    assert!(missed.len() <= 2, "{missed:#?}");
}
