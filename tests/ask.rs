//! The retrieval drill, with the real binary: a question; the name of a story and its first line.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "lays out stories and looks at what the program left on the disk"
)]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/studio.rs"]
mod studio;

use common::{Home, demo_sound, golden, refuses_other_counts};
use serde_json::Value;
use std::fs;
use std::time::Duration;
use studio::{Desk, FakeMic, LATER, record, session};

const SOON: Duration = Duration::from_secs(40);

/// A home with one own story, about a backup that was empty.
fn home() -> Home {
    let home = Home::new();
    home.story(
        "the-empty-backup.toml",
        "title = \"The Empty Backup\"\nprinciples = [\"Dive Deep\", \"Ownership\"]\n\
         [[section]]\nid = \"situation\"\nstrong = \"I noticed that the nightly backup of our bookings was empty.\"\n\
         key_phrases = [\"I noticed that the nightly backup was empty\"]\n\
         [[section]]\nid = \"result\"\nstrong = \"A restore now takes 14 minutes.\"\n\
         [[section.metric]]\nname = \"14 minutes\"\nvalues = [{ value = 14, unit = \"minutes\" }]\n",
    );
    home
}

fn ask(home: &Home, principle: &str, heard: &str, more: &[&str]) -> String {
    let (model, sound) = (home.model(heard), demo_sound("strong/4-result"));
    let mut arguments = vec![
        "ask",
        "--principle",
        principle,
        "--count",
        "1",
        "--seed",
        "7",
    ];
    arguments.extend(more);
    arguments.extend(["--model", &model, "--from-wav", &sound]);
    home.output(&arguments)
}

#[test]
fn the_right_story_with_its_figure_is_right_only_in_ten_seconds() {
    let home = home();
    let said = ask(
        &home,
        "dive deep",
        "The empty backup. A restore takes 14 minutes now.",
        &["--json"],
    );
    let drill: Value = serde_json::from_str(&said).unwrap();
    let one = &drill["answers"][0];
    assert_eq!(one["principle"], "dive-deep");
    assert_eq!(one["story"]["story"], "the-empty-backup");
    assert_eq!(one["serves"], "primary");
    assert_eq!(one["point"]["quote"], "14 minutes");
    let late = one["seconds"].as_f64().unwrap() > 12.0;
    assert_eq!(
        (
            one["late"].as_bool().unwrap(),
            one["right"].as_bool().unwrap()
        ),
        (late, !late)
    );
    // The answers are stored, and the drill is a session like any other.
    let cards = fs::read_to_string(home.data().join("questions.json")).unwrap();
    assert!(
        cards.contains("question/dive-deep/") && cards.contains("story/the-empty-backup"),
        "{cards}"
    );
    let list = home.output(&["sessions", "list"]);
    assert!(list.contains("Which story"), "{list}");
    assert!(
        list.contains("1 question\n") && !list.contains("follow-up"),
        "{list}"
    );
    // No story was told, so that nothing leans and nothing holds.
    let shown = home.output(&["sessions", "show", "last"]);
    assert!(shown.contains("Whether each story fits"), "{shown}");
    let review = home.path().join("review.html");
    home.output(&["review", "--no-open", "--html", review.to_str().unwrap()]);
    let review = fs::read_to_string(review).unwrap();
    for text in [shown, list, review] {
        for claim in ["hold", "hire", "nothing to fix", "follow-ups"] {
            assert!(!text.contains(claim), "{claim}: {text}");
        }
    }
}

#[test]
fn a_story_for_another_principle_is_recognised_and_the_question_repeated() {
    let home = home();
    let text = ask(
        &home,
        "frugality",
        "The empty backup, a restore takes 14 minutes.",
        &[],
    );
    golden("ask.txt", &text);
    assert!(text.contains("It is not filed under Frugality"), "{text}");
    assert!(text.contains("It comes again today."), "{text}");
    let next = home.output(&["next"]);
    assert!(next.contains("rehearse ask --count 1"), "{next}");
    let chosen: Value = serde_json::from_str(&home.output(&["next", "--json"])).unwrap();
    assert!(
        chosen["proposals"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["kind"] == "questions")
    );
}

#[test]
fn an_answer_about_no_story_is_unrecognised() {
    let home = home();
    let text = ask(
        &home,
        "earn-trust",
        "Well let me think about that one.",
        &[],
    );
    assert!(text.contains("none that I know was recognised"), "{text}");
    assert!(!text.contains("First line:"), "{text}");
}

#[test]
fn invalid_arguments_are_reported() {
    let home = Home::new();
    let said = home.refusal(&["ask", "--principle", "kindness"], 2);
    assert!(said.contains("earn-trust"), "{said}");
    let said = home.refusal(&["ask", "--count", "0"], 2);
    assert!(said.contains("1..=16"), "{said}");
    let said = home.refusal(&["ask"], 2);
    assert!(said.contains("--from-wav"), "{said}");
    assert!(!home.data().join("sessions").exists());
}

#[test]
fn recordings_that_are_too_many_or_too_few_are_refused_before_anything_is_heard() {
    let home = home();
    let model = home.model("The empty backup.");
    let asked = ["ask", "--count", "2", "--model", &model];
    refuses_other_counts(&home, &asked, &demo_sound("strong/4-result"), "--count");
}

#[test]
fn a_question_is_answered_aloud() {
    let Some(mic) = FakeMic::start("a_question_is_answered_aloud") else {
        return;
    };
    let home = home();
    let heard = "The empty backup, a restore takes 14 minutes.";
    let model = home.model(heard);
    let voice = demo_sound("weak/4-result");
    let arguments = [
        "ask",
        "--principle",
        "dive-deep",
        "--count",
        "1",
        "--seed",
        "1",
        "--model",
        &model,
    ];
    let mut desk = Desk::sit_down(&mic, &home, &arguments);
    mic.wake(&desk);
    desk.wait_for("space begins", SOON);
    desk.press(" ");
    desk.wait_for("left of 0:10", SOON);
    mic.say(voice.as_ref());
    desk.press(" ");
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    let told = desk.all();
    assert!(
        told.contains("Story: The Empty Backup") || told.contains("Story: The empty backup"),
        "{told}"
    );
    assert!(
        told.contains("it carries the point, “14 minutes”"),
        "{told}"
    );
    let session = record(&session(&home));
    assert_eq!(session["scenario"], "which-story");
    let cards = fs::read_to_string(home.data().join("questions.json")).unwrap();
    assert!(cards.contains("question/dive-deep/"), "{cards}");
}
