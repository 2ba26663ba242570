//! The card for the day of the interview and the page of everything saved, with the real binary.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "lays out stories and reads pages back"
)]

mod common;

use common::{Home, demo_sound, golden};
use serde_json::Value;
use std::fs;

fn with_story() -> Home {
    let home = Home::new();
    home.story(
        "ferry.toml",
        "title = \"The late ferry\"\nprinciples = [\"Ownership\"]\n\
         [[section]]\nid = \"situation\"\nstrong = \"Every second ferry left late. Nobody knew why.\"\n\
         [[section]]\nid = \"action\"\nstrong = \"I timed the loading and moved the ramp.\"\n\
         key_phrases = [\"I timed the loading\", \"moved the ramp\"]\n\
         [[section]]\nid = \"result\"\nstrong = \"Delays fell from 14 minutes to 2.\"\n\
         [[section.metric]]\nname = \"14 minutes\"\nvalues = [{ value = 14, unit = \"minutes\" }]\n",
    );
    home
}

fn practise(home: &Home, text: &str) {
    let (model, sound) = (home.model(text), demo_sound("strong/4-result"));
    let files = [
        "practice",
        "ferry",
        "--model",
        &model,
        "--from-wav",
        &sound,
        &sound,
        &sound,
    ];
    home.output(&files);
}

#[test]
fn the_card_contains_cues_and_numbers_and_prints() {
    let home = with_story();
    golden("card.txt", &home.output(&["card"]));
    let card: Value = serde_json::from_str(&home.output(&["card", "--json"])).unwrap();
    assert_eq!(
        card["stories"][0]["first_line"],
        "Every second ferry left late."
    );
    assert_eq!(card["stories"][0]["numbers"][0], "14 minutes");
    let page = home.path().join("card.html").display().to_string();
    home.output(&["card", "changed-my-mind", "ferry", "--html", &page]);
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.contains("The late ferry") && text.contains("@media print"));
    // Without stories the output says what to do.
    let said = Home::new().refusal(&["card"], 2);
    assert!(said.contains("rehearse scenario new"), "{said}");
}

#[test]
fn the_review_contains_every_take_with_words_timing_and_sound() {
    let home = with_story();
    practise(&home, "We timed the loading of the ferry.");
    practise(
        &home,
        "We timed the loading and delays fell from 14 minutes to 2.",
    );
    let made: Value = serde_json::from_str(&home.output(&["review", "--json"])).unwrap();
    assert_eq!(made["takes"], 2);
    let page = fs::read_to_string(made["path"].as_str().unwrap()).unwrap();
    for held in [
        "We timed the loading of the ferry.",
        "We timed the loading and delays fell from 14 minutes to 2.",
        "take.wav",
        "report.html",
        "We where I belongs",
        "Which part of that did you do yourself?",
        "words a minute",
        "Ownership",
    ] {
        assert!(page.contains(held), "{held}");
    }
    // The linked files exist.
    let from = page.find("file://").unwrap() + "file://".len();
    let folder = &page[from..from + page[from..].find("take.wav").unwrap()];
    assert!(
        std::path::Path::new(folder).join("take.wav").exists(),
        "{folder}"
    );
    // It replaces itself, but never a file of the user's.
    home.output(&["review", "--no-open"]);
    let other = home.path().join("week.html").display().to_string();
    home.output(&["review", "--html", &other]);
    home.refusal(&["review", "--html", &other], 1);
}

#[test]
fn an_empty_review_is_a_page() {
    let home = Home::new();
    let made = home.output(&["review", "--no-open"]);
    let page = fs::read_to_string(made.trim()).unwrap();
    assert!(page.contains("Nothing is saved yet."));
}

#[test]
fn the_settings_can_turn_off_rules_of_delivery() {
    let home = Home::new();
    let said = home.path().join("action.txt");
    let text = "Um, I, uh, I pulled the the logs, um, and, uh, I traced, um, the drops. Um, I wrote, uh, a retry, um, you know.";
    fs::write(&said, text).unwrap();
    let argument = format!("action={}", said.display());
    let judged = || -> Value {
        serde_json::from_str(&home.output(&["analyze", "--json", "--text", &argument])).unwrap()
    };
    let rules = |judged: &Value| -> Vec<String> {
        let found = judged["sections"][0]["findings"].as_array().unwrap();
        found
            .iter()
            .map(|one| one["rule"].as_str().unwrap().to_owned())
            .collect()
    };
    let before = judged();
    assert!(
        rules(&before)
            .iter()
            .any(|rule| rule.starts_with("filler") || rule == "repetition"),
        "{before}"
    );
    fs::create_dir_all(home.path().join("config")).unwrap();
    fs::write(
        home.path().join("config/settings.toml"),
        "without-delivery = true\n",
    )
    .unwrap();
    let after = judged();
    for rule in [
        "filler",
        "filler-cluster",
        "repetition",
        "too-fast",
        "too-slow",
        "long-pause",
    ] {
        assert!(!rules(&after).contains(&rule.to_owned()), "{rule}");
    }
    // Measurements and missing content are reported as before.
    assert_eq!(
        before["sections"][0]["fillers"],
        after["sections"][0]["fillers"]
    );
    assert!(
        rules(&after).contains(&"missing-signal".to_owned())
            || !rules(&before).contains(&"missing-signal".to_owned())
    );
}

#[test]
fn the_log_reports_stories_never_practised() {
    let home = with_story();
    assert!(home.output(&["log"]).contains("Nothing is noted yet."));
    for _ in 0..2 {
        let question = "Tell me about a delay.";
        home.output(&[
            "log",
            question,
            "--story",
            "ferry",
            "--principle",
            "Earn Trust",
            "--went",
            "mixed",
        ]);
    }
    let log: Value = serde_json::from_str(&home.output(&["log", "--json"])).unwrap();
    assert_eq!(log["asked"].as_array().unwrap().len(), 2);
    assert_eq!(log["asked"][1]["story"], "ferry");
    let text = home.output(&["log"]);
    assert!(
        text.contains("The late ferry: asked for twice, never practised here."),
        "{text}"
    );
    assert!(
        text.contains("Earn Trust: asked twice, and no story of yours serves it."),
        "{text}"
    );
    home.refusal(&["log", "--went", "well"], 2);
    home.refusal(&["log", " "], 2);
    home.refusal(&["log", "x", "--story", "no-such-story"], 2);
}
