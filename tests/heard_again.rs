//! A take transcribed again by another model: new words, a new judgement, and the earlier words
//! kept.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "a test meets the disk")]

mod common;

use common::scripted_model::{self, Say};
use common::{Home, bundled, demo_sound};
use serde_json::Value;
use std::path::PathBuf;

/// Writes "I led it." for any sound, repeatedly for longer sound.
fn other_model(home: &Home) -> PathBuf {
    let script = [
        Say::At(0),
        Say::Text(b" I"),
        Say::Text(b" led"),
        Say::Text(b" it"),
        Say::Text(b"."),
        Say::At(260),
    ];
    let path = home.path().join("other.bin");
    std::fs::write(&path, scripted_model::model(&script)).unwrap();
    path
}

fn record(home: &Home) -> Value {
    let sessions = std::fs::read_dir(home.data().join("sessions")).unwrap();
    let folder = sessions.map(|entry| entry.unwrap().path()).next().unwrap();
    serde_json::from_slice(&std::fs::read(folder.join("session.json")).unwrap()).unwrap()
}

fn text(section: &Value) -> &str {
    section["text"].as_str().unwrap()
}

#[test]
fn another_model_hears_the_take_and_the_earlier_words_are_kept() {
    let home = Home::new();
    let sound = &demo_sound("typical/4-result");
    home.output(&["practice", "--section", "result", "--from-wav", sound]);
    let first = record(&home);
    let earlier = text(&first["sections"][0]["transcript"]).to_owned();
    assert!(first.get("heard_before").is_none());

    let other = other_model(&home);
    let other = other.to_str().unwrap();
    let done = home
        .rehearse()
        .args(["sessions", "hear", "last", "--model", other])
        .assert()
        .success();
    let said = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(said.contains("The earlier words are kept"), "{said}");
    let again = record(&home);
    assert!(text(&again["sections"][0]["transcript"]).starts_with("I led it."));
    assert_ne!(again["model"], bundled());
    let kept = &again["heard_before"][0];
    assert_eq!(kept["model"], bundled());
    assert_eq!(text(&kept["sections"]["result"]), earlier);
    assert_ne!(again["judgement"], first["judgement"]);
    // Facts that no model changes.
    for fact in ["marks", "take", "started"] {
        assert_eq!(again[fact], first[fact], "{fact}");
    }

    // Back to the first: two earlier transcripts are kept, and the words are the first ones.
    home.output(&["sessions", "hear", "--model", &bundled()]);
    let back = record(&home);
    assert_eq!(text(&back["sections"][0]["transcript"]), earlier);
    assert_eq!(back["heard_before"].as_array().unwrap().len(), 2);
    let same = home
        .rehearse()
        .args(["sessions", "hear", "--model", &bundled()])
        .assert()
        .success();
    let said = String::from_utf8_lossy(&same.get_output().stderr).into_owned();
    assert!(said.contains("already"), "{said}");
    assert_eq!(record(&home), back);
}

#[test]
fn a_mock_is_heard_whole_and_cut_anew() {
    let home = Home::new();
    let sound = &demo_sound("strong/4-result");
    home.output(&["practice", "--mode", "mock", "--from-wav", sound]);
    let other = other_model(&home);
    home.output(&["sessions", "hear", "--model", other.to_str().unwrap()]);
    let again = record(&home);
    let answer = &again["whole"]["answer"]["transcript"];
    assert!(text(answer).starts_with("I led it."));
    let kept = &again["heard_before"][0]["sections"];
    assert!(!text(&kept["answer"]).is_empty());
    assert!(text(&again["sections"][0]["transcript"]).starts_with("I led it."));
}

#[test]
fn without_its_recording_a_take_keeps_its_words() {
    let home = Home::new();
    let sound = &demo_sound("typical/4-result");
    home.output(&["practice", "--section", "result", "--from-wav", sound]);
    home.output(&["sessions", "rm", "last", "--audio-only", "--yes"]);
    let said = home.refusal(&["sessions", "hear", "last"], 1);
    assert!(said.contains("its words stay"), "{said}");
}
