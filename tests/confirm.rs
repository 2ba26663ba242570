//! Where the judge is not sure it asks; the answer is stored and never asked for again.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests lay out folders and read them back"
)]

mod common;
#[path = "common/shelf.rs"]
mod shelf;

use common::draft::Draft;
use common::{Home, story};
use serde_json::Value;

/// An Action that expresses two ideas of the story in very different words.
const ACTION: &str = "I put in a warning that fires when messages pile up undelivered. I prepared the change for the \
    other team so that they could merge it at once.";

fn home() -> Home {
    let home = Home::new();
    let scenario = story::scenario();
    let draft = Draft::new("caught-critical-issue", &scenario).say("action", 40.0, ACTION, &[]);
    for stamp in ["20261101T080000Z", "20261102T080000Z"] {
        shelf::keep(&home, stamp, draft.session.clone(), false);
    }
    home
}

fn questions(home: &Home, session: &str) -> Vec<Value> {
    let text = home.output(&["confirm", session, "--json"]);
    let asked: Value = serde_json::from_str(&text).unwrap();
    asked["questions"].as_array().unwrap().clone()
}

/// Whether the idea of a question is "said", "unsure" or "not-said".
fn heard(home: &Home, session: &str, asked: &Value) -> String {
    let report: Value =
        serde_json::from_str(&home.output(&["analyze", session, "--json"])).unwrap();
    let sections = report["sections"].as_array().unwrap();
    let section = sections
        .iter()
        .find(|one| one["id"] == asked["section"])
        .unwrap();
    let signals = section["signals"].as_array().unwrap();
    let signal = signals
        .iter()
        .find(|one| one["id"] == asked["idea"])
        .unwrap();
    signal["heard"].as_str().unwrap().to_owned()
}

#[test]
fn yes_and_no_are_remembered_and_not_asked_again() {
    let home = home();
    let asked = questions(&home, "last");
    assert!(asked.len() >= 2, "{asked:#?}");
    for question in &asked[..2] {
        assert_eq!(heard(&home, "last", question), "unsure");
    }

    // The report says how to answer, and names the session.
    let shown = home.output(&["sessions", "show", "last"]);
    assert!(
        shown.contains("To answer: rehearse confirm 20261102T080000Z"),
        "{shown}"
    );
    assert_eq!(questions(&home, "20261102T080000Z"), asked);
    let said = home
        .rehearse()
        .arg("confirm")
        .write_stdin("maybe\ny\nn\n")
        .output()
        .unwrap();
    let told = String::from_utf8(said.stderr).unwrap();
    assert_eq!(said.status.code(), Some(0), "{told}");
    let first = asked[0]["text"].as_str().unwrap();
    assert!(
        told.contains(&format!("1 of {}  {first}", asked.len())),
        "{told}"
    );
    assert!(told.contains("Type y, n, q, or only Enter."), "{told}");
    assert!(told.contains("1 said, 1 not said"), "{told}");

    assert_eq!(heard(&home, "last", &asked[0]), "said");
    assert_eq!(heard(&home, "last", &asked[1]), "not-said");
    let left = questions(&home, "last");
    assert_eq!(left, asked[2..]);

    // The same words are known in another take of the story.
    assert_eq!(heard(&home, "1", &asked[0]), "said");
    assert_eq!(questions(&home, "1"), left);
}

#[test]
fn unreadable_answers_are_reported_and_kept() {
    let home = home();
    let file = home.data().join("confirmed.json");
    std::fs::write(&file, "{\"format\": 1, \"stor").unwrap();
    let said = home.refusal(&["confirm"], 1);
    assert!(
        said.contains("confirmed.json") && said.contains("correct it or remove it"),
        "{said}"
    );
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        "{\"format\": 1, \"stor"
    );
    std::fs::write(&file, "{\"format\": 99, \"stories\": {}}").unwrap();
    assert!(home.refusal(&["confirm"], 1).contains("newer rehearse"));
}

#[test]
fn without_open_questions_the_output_says_so() {
    let home = Home::new();
    let scenario = story::scenario();
    let strong = story::strong(&scenario, "action");
    let draft = Draft::new("caught-critical-issue", &scenario).say("action", 40.0, strong, &[]);
    shelf::keep(&home, "20261101T080000Z", draft.session, false);
    assert_eq!(questions(&home, "last"), Vec::<Value>::new());
    let said = home.rehearse().arg("confirm").output().unwrap();
    let told = String::from_utf8(said.stderr).unwrap();
    assert!(told.contains("Nothing is open"), "{told}");
}
