//! Questions about the candidate's own words, with the real binary: a take, its open points, an answer
//! to one, and whether the point is closed.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "lays out models and stories")]

mod common;

use common::{Home, demo_sound, golden};
use serde_json::Value;

const SOUND: &str = "strong/4-result";

/// A home with one take of an own story without follow-ups, whose Action says "we".
fn home() -> Home {
    let home = Home::new();
    home.story(
        "ferry.toml",
        "title = \"The late ferry\"\nprinciples = [\"Ownership\"]\n[[section]]\nid = \"action\"\n\
         strong = \"I timed the loading and moved the ramp.\"\n",
    );
    let model = home.model("We timed the loading of the ferry. I decided to move the ramp.");
    let sound = demo_sound(SOUND);
    home.output(&["practice", "ferry", "--model", &model, "--from-wav", &sound]);
    home
}

fn answered(home: &Home, text: &str) -> Value {
    let (model, sound) = (home.model(text), demo_sound(SOUND));
    let said = home.output(&[
        "followups",
        "--own=1",
        "--json",
        "--model",
        &model,
        "--from-wav",
        &sound,
    ]);
    let mut report: Value = serde_json::from_str(&said).unwrap();
    report["sections"][0].take()
}

#[test]
fn a_we_without_a_doer_is_asked_about_and_closed_by_who_did_it() {
    let home = home();
    let section = answered(&home, "I timed the loading myself, and Ana wrote it down.");
    assert_eq!(
        section["question"],
        "You said “We timed the loading of the ferry”. Which part of that did you do yourself?"
    );
    let standing = section["standing"].as_str().unwrap();
    assert!(
        standing.starts_with("The open point is closed: “I timed the loading"),
        "{standing}"
    );
    // It is a session like any other: shown, judged again, exported.
    golden("own-words.txt", &screen(&home));
    home.output(&["analyze", "last"]);
    for form in ["md", "html", "json"] {
        let text = home.output(&["sessions", "export", "last", "--format", form]);
        assert!(
            text.contains("Which part of that did you do yourself?"),
            "{form}"
        );
    }
}

/// The screen without what depends on the date.
fn screen(home: &Home) -> String {
    let text = home.output(&["sessions", "show", "last"]);
    let dated = text.lines().map(|line| match line.find(" · 20") {
        Some(at) => format!("{} · (when)", &line[..at]),
        None => line.to_owned(),
    });
    dated.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn the_same_again_stays_open_and_something_else_is_off_topic() {
    let home = home();
    let open = answered(&home, "We timed the loading together.");
    assert_eq!(open["standing"], "The open point is still open.");
    let elsewhere = answered(
        &home,
        "I baked bread on Sunday because my cousins were hungry.",
    );
    let standing = elsewhere["standing"].as_str().unwrap();
    assert!(
        standing.contains("off topic, which is not weak"),
        "{standing}"
    );
}

#[test]
fn closed_points_are_not_asked_and_errors_are_reported() {
    let home = Home::new();
    let said = home.refusal(&["followups", "--own"], 1);
    assert!(said.contains("session"), "{said}");
    let model = home.model("Yes.");
    let sound = demo_sound(SOUND);
    home.output(&[
        "practice",
        "--section",
        "task",
        "--model",
        &model,
        "--from-wav",
        &sound,
    ]);
    let done = home
        .rehearse()
        .args(["followups", "--own"])
        .assert()
        .success();
    let told = String::from_utf8(done.get_output().stderr.clone()).unwrap();
    assert!(
        told.contains("Nothing that you said there is left open"),
        "{told}"
    );
    home.refusal(&["followups", "--own", "--count", "2"], 2);
}
