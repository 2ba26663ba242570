//! What follows from the history: `next`, and the choice at the start.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests lay out folders and read them back"
)]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/studio.rs"]
mod studio;

use clap::Parser;
use common::{Home, sessions, story};
use serde_json::Value;
use std::fs;
use std::time::Duration;
use studio::Desk;

const SOON: Duration = Duration::from_secs(30);

/// Puts a golden session into the home, as made at `started` in the candidate's own voice.
fn keep(home: &Home, name: &str, started: &str) {
    let golden = sessions::golden(&story::scenario());
    let found = golden.into_iter().find(|(one, _)| *one == name);
    let mut session = found.unwrap().1;
    let stamp: String = started.chars().filter(|c| c.is_alphanumeric()).collect();
    session.id = format!("{stamp}-{}", session.scenario);
    session.started = started.into();
    let folder = home.data().join("sessions").join(&session.id);
    fs::create_dir_all(&folder).unwrap();
    let record = serde_json::to_vec(&session).unwrap();
    fs::write(folder.join("session.json"), record).unwrap();
}

fn proposals(home: &Home) -> Vec<Value> {
    let plan: Value = serde_json::from_str(&home.output(&["next", "--json"])).unwrap();
    plan["proposals"].as_array().unwrap().clone()
}

#[test]
fn without_a_take_the_first_one_is_proposed() {
    let home = Home::new();
    let text = home.output(&["next"]);
    assert!(text.starts_with("No take of your own"), "{text}");
    let own = text.find("rehearse scenario new").unwrap();
    let read = text.find("rehearse practice caught-critical-issue --mode study");
    assert!(own < read.unwrap(), "{text}");
    assert!(!home.data().exists());
}

#[test]
fn a_weakness_of_the_last_two_takes_comes_first_with_its_evidence() {
    let home = Home::new();
    keep(&home, "weak", "2026-11-01T08:00:00Z");
    let one = home.output(&["next"]);
    assert!(one.starts_with("One take so far"), "{one}");
    keep(&home, "weak", "2026-11-02T08:00:00Z");
    let all = proposals(&home);
    assert!((1..=3).contains(&all.len()));
    // Before it only what everybody is told who has no story of their own yet.
    assert_eq!(all[0]["kind"], "own");
    let first = &all[1];
    assert_eq!(first["kind"], "drill");
    let evidence = first["evidence"].as_array().unwrap();
    assert_eq!(
        (&evidence[0]["session"], &evidence[1]["session"]),
        (&1.into(), &2.into())
    );
    let section = evidence[0]["section"].as_str().unwrap();
    assert!(
        first["command"]
            .as_str()
            .unwrap()
            .ends_with(&format!("--section {section}")),
        "{first:#}"
    );
    let because = first["because"][0].as_str().unwrap();
    assert!(because.contains("sessions 1 and 2"), "{because}");
    // The proposed command can be typed.
    for one in &all {
        let words = one["command"].as_str().unwrap().split(' ');
        rehearse::cli::Cli::try_parse_from(words).unwrap();
    }
    let text = home.output(&["next"]);
    assert!(text.contains(first["command"].as_str().unwrap()), "{text}");
}

#[test]
fn the_synthetic_voice_of_the_demo_is_not_the_candidates_history() {
    let home = Home::new();
    home.output(&["demo", "--take", "weak"]);
    let text = home.output(&["next"]);
    assert!(text.starts_with("No take of your own"), "{text}");
}

/// Starts `rehearse`, waits for each text in turn and types the keys, and returns the output.
fn start(home: &Home, turns: &[(&str, &str)]) -> String {
    let mut desk = Desk::without_microphone(home, &[]);
    for (question, keys) in turns {
        desk.wait_for(question, SOON);
        desk.press(keys);
    }
    desk.end(SOON);
    desk.all()
}

#[test]
fn four_times_enter_repeats_the_last_practice() {
    let home = Home::new();
    keep(&home, "weak", "2026-11-01T08:00:00Z");
    // Another story and level: remembered although there is no microphone to record with.
    let chosen = start(
        &home,
        &[
            ("Which story?", "nonsense\r"),
            ("None of them is called", "changed my mind\r"),
            ("Mode: how much help", "3\r"),
            ("Level: for which bar?", "b\r"),
            ("Mode: how much help", "mock\r"),
            ("Level: for which bar?", "senior\r"),
            ("Lens: told for which principle?", "2\r"),
        ],
    );
    let line = "rehearse practice changed-my-mind --mode mock --level senior --lens ownership";
    assert!(chosen.contains(line), "{chosen}");
    // The last take and its weakness are shown under the story.
    assert!(
        chosen.contains("days ago · ") || chosen.contains("today · "),
        "{chosen}"
    );
    let again = start(
        &home,
        &[
            ("Which story?", "\r"),
            ("Mode: how much help", "\r"),
            ("Level: for which bar?", "\r"),
            ("Lens: told for which principle?", "\r"),
        ],
    );
    assert!(again.contains(line), "{again}");
}

#[test]
fn practice_alone_asks_the_same_and_q_starts_nothing() {
    let home = Home::new();
    keep(&home, "flawless", "2026-11-01T08:00:00Z");
    let mut desk = Desk::without_microphone(&home, &["practice"]);
    desk.wait_for("nothing to fix", SOON);
    desk.wait_for("Enter takes 1", SOON);
    desk.press("q\r");
    assert_eq!(desk.end(SOON), 0);
    assert!(desk.all().contains("Nothing was started."));
    // What the command line says is not asked.
    let desk = Desk::without_microphone(&home, &["practice", "--level", "senior"]);
    desk.wait_for("microphone", SOON);
    assert!(!desk.all().contains("Which story?"), "{}", desk.all());
}

#[test]
fn off_a_terminal_nothing_is_asked() {
    let home = Home::new();
    assert!(home.output(&[]).contains("Usage: rehearse"));
    let said = home.refusal(&["practice"], 2);
    assert!(said.contains("--from-wav"), "{said}");
    assert!(!home.path().join("config").exists());
}
