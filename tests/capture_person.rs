//! A recording of a person through the real program, with a virtual microphone and the bundled model.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/studio.rs"]
mod studio;

use common::Home;
use studio::*;

/// Its words with their times, and only its own pause.
#[test]
fn a_person_at_the_microphone_is_heard_with_times_and_no_false_pause() {
    let name = "a_person_at_the_microphone_is_heard_with_times_and_no_false_pause";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let more = ["--model", "tiny.en-q8_0", "--section", "situation"];
    let mut desk = ready(&mic, &home, &more);
    desk.press(" ");
    let mut player = mic.play(&common::root().join("tests/sounds/jfk.wav"));
    player.wait().unwrap();
    sleep(0.5);
    desk.press("n");
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());

    let session = record(&session(&home));
    let section = &session["sections"][0];
    let words = section["transcript"]["words"].as_array().unwrap();
    let text: Vec<&str> = words
        .iter()
        .filter_map(|word| word["text"].as_str())
        .collect();
    let text = text.join(" ").to_lowercase();
    assert!(
        text.contains("ask not what your country can do for you"),
        "{text}"
    );
    let times: Vec<u64> = words
        .iter()
        .filter_map(|word| word["time"]["start"].as_u64())
        .collect();
    assert!(times.len() >= 20 && times.is_sorted(), "{times:?}");
    let findings = session["judgement"]["sections"][0]["findings"]
        .as_array()
        .unwrap();
    let rules: Vec<&str> = findings
        .iter()
        .filter_map(|one| one["rule"].as_str())
        .collect();
    for rule in [
        "long-pause",
        "slow-start",
        "phantom-text",
        "low-level",
        "clipping",
    ] {
        assert!(!rules.contains(&rule), "{rules:?}");
    }
}
