//! The transcripts of the demo's takes.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "reads the session, prints the figure"
)]

mod common;

use common::words::{errors, words};
use common::{Home, root};
use serde_json::Value;
use std::fs;

fn spoken(take: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("content/demo").join(take).join("text.txt")).unwrap();
    text.lines()
        .flat_map(|line| words(line.split_once(':').map_or("", |(_, said)| said)))
        .collect()
}

fn heard(home: &Home) -> Vec<String> {
    let folder = fs::read_dir(home.data().join("sessions"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let session: Value =
        serde_json::from_slice(&fs::read(folder.join("session.json")).unwrap()).unwrap();
    let sections = session["sections"].as_array().unwrap();
    sections
        .iter()
        .flat_map(|section| words(section["transcript"]["text"].as_str().unwrap()))
        .collect()
}

#[track_caller]
fn word_error_rate(take: &str, most_percent: usize) {
    let home = Home::new();
    let shown = home.output(&["demo", "--take", take]);
    assert!(shown.contains("Action"), "{shown}");
    assert!(
        !shown.contains("Heard in it"),
        "talk is on standard error: {shown}"
    );
    let (spoken, heard) = (spoken(take), heard(&home));
    let errors = errors(&spoken, &heard);
    println!(
        "demo {take}: {errors} errors in {} words, {:.1} %",
        spoken.len(),
        100.0 * errors as f64 / spoken.len() as f64
    );
    assert!(
        errors * 100 <= most_percent * spoken.len(),
        "heard: {}",
        heard.join(" ")
    );
}

#[test]
fn the_strong_take_is_heard() {
    word_error_rate("strong", 10);
}

#[test]
fn the_weak_take_is_heard() {
    word_error_rate("weak", 10);
}

#[test]
fn the_typical_take_is_heard() {
    word_error_rate("typical", 10);
}

#[test]
fn errors_are_counted() {
    let of = |text: &str, heard: &str| errors(&words(text), &words(heard));
    assert_eq!(of("a b c d", "a x c"), 2);
    assert_eq!(of("", "a b"), 2);
    assert_eq!(of("I noticed, 0.3%.", "i noticed 0.3%"), 0);
    assert_eq!(of("the webhook dropped", "the web hook dropped"), 0);
}

#[test]
fn all_takes_have_a_headline_and_their_words() {
    let home = Home::new();
    let done = home.rehearse().args(["demo", "--json"]).assert().success();
    let said = String::from_utf8(done.get_output().stderr.clone()).unwrap();
    for part in [
        "\n1 of 3  The strong example",
        "\n\n2 of 3  The typical answer",
        "\n\n3 of 3  The weak answer",
        "intermittent network",
        "(nothing is said)",
        " words, ",
        "\n\nSaved in",
    ] {
        assert!(said.contains(part), "{part:?}: {said}");
    }
    // Standard output contains the reports only: one document.
    let reports: Value = serde_json::from_slice(&done.get_output().stdout).unwrap();
    assert_eq!(reports.as_array().unwrap().len(), 3);
}

/// The candidate's own take stays the last one, and the demo has no history.
#[test]
fn the_demo_takes_no_place_among_ones_own_takes() {
    let home = Home::new();
    let sound = root().join("content/demo/weak/2-task.wav");
    let sound = sound.to_str().unwrap();
    home.output(&["practice", "--section", "task", "--from-wav", sound]);
    for _ in 0..2 {
        home.output(&["demo", "--take", "weak"]);
    }
    let sessions = fs::read_dir(home.data().join("sessions")).unwrap();
    assert_eq!(
        sessions.count(),
        2,
        "a new take of the demo replaces the old"
    );
    let list = home.output(&["sessions", "list"]);
    assert!(list.contains("the demo’s takes: 2"), "{list}");
    assert!(!list.contains("the demo's weak answer"), "{list}");
    let last = home.output(&["sessions", "show", "last"]);
    assert!(!last.contains("synthetic"), "{last}");
    let demo = home.output(&["sessions", "show", "2"]);
    assert!(demo.contains("synthetic"), "{demo}");
}

#[cfg(unix)]
#[test]
fn leaving_the_demo_leaves_no_session() {
    use std::process::{Command, Stdio};
    let home = Home::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_rehearse"))
        .args(["demo"])
        .env("REHEARSE_DATA_DIR", home.data())
        .env("REHEARSE_MODEL_DIR", home.path().join("models"))
        .env("REHEARSE_CONFIG_DIR", home.path().join("config"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let sessions = home.data().join("sessions");
    let some = || fs::read_dir(&sessions).is_ok_and(|all| all.count() > 0);
    for _ in 0..600 {
        if some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(some(), "the demo has not begun");
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-s", "INT", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!some(), "a take was left behind");
}
