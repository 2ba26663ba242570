//! The mock: one take without hints, its sections found from the words, corrected with a mark, and
//! two follow-ups after it. With the real binary and a scripted model.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "looks at what the program left on the disk"
)]

mod common;
#[cfg(target_os = "linux")]
#[path = "common/studio.rs"]
mod studio;

use common::scripted_model::{self, Say};
use common::{Home, demo_sound, root};
use rehearse::scenario::{Level, builtin};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
#[cfg(target_os = "linux")]
use studio::{Desk, LATER, SOON};

const STORY: &str = "caught-critical-issue";

/// The strong example by section, as spoken: without dashes.
fn strong() -> Vec<(String, String)> {
    let scenario = builtin(STORY).unwrap();
    let sections = scenario.sections.iter();
    sections
        .map(|section| {
            let text = section
                .strong_for(Level::Sde2)
                .unwrap()
                .replace(" - ", ", ");
            let words: Vec<&str> = text.split_whitespace().collect();
            (section.id.clone(), words.join(" "))
        })
        .collect()
}

/// A model that writes this text, spread over 26 seconds.
fn hears(home: &Home, text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| format!(" {word}"))
        .collect();
    let mut script = vec![Say::At(0)];
    script.extend(words.iter().map(|word| Say::Text(word.as_bytes())));
    script.push(Say::At(2600));
    let path = home.path().join("scripted.bin");
    fs::write(&path, scripted_model::model(&script)).unwrap();
    path.display().to_string()
}

/// 27 seconds of a voice.
fn sound() -> String {
    demo_sound("strong/3-action")
}

fn mock(home: &Home, text: &str, files: &[&str]) -> Value {
    let model = hears(home, text);
    let mut arguments = vec![
        "practice",
        STORY,
        "--mode",
        "mock",
        "--seed",
        "5",
        "--json",
        "--model",
        &model,
        "--from-wav",
    ];
    arguments.extend(files);
    serde_json::from_str(&home.output(&arguments)).unwrap()
}

fn whole_text() -> String {
    let parts: Vec<String> = strong().into_iter().map(|(_, text)| text).collect();
    parts.join(" ")
}

fn record(home: &Home) -> Value {
    let folder = fs::read_dir(home.data().join("sessions"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    serde_json::from_slice(&fs::read(folder.path().join("session.json")).unwrap()).unwrap()
}

fn text_of(section: &Value) -> String {
    section["transcript"]["text"].as_str().unwrap().to_owned()
}

/// Section ids with their words.
fn told(session: &Value) -> Vec<(String, String)> {
    let sections = session["sections"].as_array().unwrap();
    sections
        .iter()
        .map(|one| (one["id"].as_str().unwrap().to_owned(), text_of(one)))
        .collect()
}

#[test]
fn one_file_is_the_whole_answer_and_its_sections_are_found() {
    let home = Home::new();
    let sound = sound();
    let report = mock(&home, &whole_text(), &[&sound]);
    let session = record(&home);
    assert_eq!(told(&session), strong());
    for section in session["sections"].as_array().unwrap() {
        assert_eq!(section["borders"], "found", "{}", section["id"]);
    }
    // The original words are kept beside it, and its sections cover it.
    assert_eq!(text_of(&session["whole"]["answer"]), whole_text());
    let ends = |span: &Value| span["end"].as_u64().unwrap();
    let last = session["sections"][4]["spans"]
        .as_array()
        .unwrap()
        .last()
        .unwrap();
    let whole = session["whole"]["answer"]["spans"]
        .as_array()
        .unwrap()
        .last()
        .unwrap();
    assert_eq!(ends(last), ends(whole));
    // The report says that they were found, and how to correct them.
    let notes = report["notes"].to_string();
    assert!(
        notes.contains("found from your words, not pressed") && notes.contains("sessions mark"),
        "{notes}"
    );
    assert_eq!(report["not_spoken"], Value::Array(Vec::new()));
    let page = home.output(&["sessions", "export", "last", "--format", "md"]);
    assert!(
        page.contains("Found, not pressed: this section begins at"),
        "{page}"
    );
}

#[test]
fn a_mark_moves_a_border_and_judges_again_without_changing_facts() {
    let home = Home::new();
    let sound = sound();
    let before = mock(&home, &whole_text(), &[&sound]);
    let heard = record(&home)["whole"]["answer"].clone();
    let list: Value =
        serde_json::from_str(&home.output(&["sessions", "mark", "last", "--json"])).unwrap();
    // The command is short, whatever the id of the session.
    let hint = home
        .rehearse()
        .args(["sessions", "mark", "1"])
        .assert()
        .success();
    let hint = String::from_utf8_lossy(&hint.get_output().stderr).into_owned();
    assert!(
        hint.contains("rehearse sessions mark last SECTION@M:SS"),
        "{hint}"
    );
    assert_eq!(list[2]["section"], "action");
    assert!(
        list[2]["words"]
            .as_str()
            .unwrap()
            .starts_with("I pulled webhook delivery logs"),
        "{list}"
    );
    let begins = list[2]["begins_at_seconds"].as_f64().unwrap();
    // Two seconds later the Action has lost its first words to the Task.
    let mark = format!("action@0:{:04.1}", begins + 2.0);
    let said = home.output(&["sessions", "mark", "last", &mark, "--json"]);
    let after: Value = serde_json::from_str(&said).unwrap();
    let session = record(&home);
    let parts = told(&session);
    assert!(
        parts[1].1.contains("I pulled") && !parts[2].1.contains("I pulled"),
        "{parts:?}"
    );
    assert_eq!(session["sections"][2]["borders"], "corrected");
    assert_eq!(session["sections"][3]["borders"], "found");
    assert_eq!(session["whole"]["answer"], heard);
    assert_eq!(session["whole"]["corrections"][0]["section"], "action");
    let all: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
    assert_eq!(all.join(" "), whole_text());
    // Judged again: the Action has lost an idea.
    let covered = |report: &Value| {
        let signals = report["sections"][2]["signals"].as_array().unwrap();
        signals.iter().filter(|one| one["covered"] == true).count()
    };
    assert!(
        covered(&after) < covered(&before),
        "{} {}",
        covered(&after),
        covered(&before)
    );
    assert!(
        after["notes"]
            .to_string()
            .contains("Corrected by you: action"),
        "{}",
        after["notes"]
    );
    // Back again, and a section that was not told after all.
    let mark = format!("action@0:{begins:04.1}");
    home.output(&["sessions", "mark", "last", &mark]);
    assert!(told(&record(&home))[2].1.starts_with("I pulled"));
    home.output(&["sessions", "mark", "last", "--not", "task"]);
    let ids: Vec<String> = told(&record(&home)).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["situation", "action", "result", "reflection"]);
}

#[test]
fn invalid_marks_are_refused_and_change_nothing() {
    let home = Home::new();
    let sound = sound();
    mock(&home, &whole_text(), &[&sound]);
    let before = record(&home);
    for (marks, told) in [
        (&["result@0:01"][..], "before"),
        (&["plot@0:10"][..], "no section"),
        (&["action"][..], "SECTION@M:SS"),
        (&["action@9:00"][..], "the answer ends at"),
    ] {
        let mut arguments = vec!["sessions", "mark", "last"];
        arguments.extend(marks);
        let said = home.refusal(&arguments, 2);
        assert!(said.contains(told), "{marks:?}: {said}");
    }
    assert_eq!(record(&home), before);
}

#[test]
fn the_sections_of_a_guided_take_are_where_the_keys_were() {
    let home = Home::new();
    let (model, sound) = (hears(&home, "I traced it."), sound());
    home.output(&[
        "practice",
        "--section",
        "action",
        "--model",
        &model,
        "--from-wav",
        &sound,
    ]);
    let said = home.refusal(&["sessions", "mark", "last", "action@0:02"], 2);
    assert!(said.contains("--mode mock"), "{said}");
}

#[test]
fn two_follow_ups_come_after_it_in_the_same_session_and_none_twice() {
    let home = Home::new();
    let (answer, second) = (sound(), demo_sound("strong/4-result"));
    mock(&home, &whole_text(), &[&answer, &second, &second]);
    let session = record(&home);
    let ids: Vec<String> = told(&session).into_iter().map(|(id, _)| id).collect();
    assert_eq!(
        ids[..5],
        ["situation", "task", "action", "result", "reflection"]
    );
    assert_eq!(ids.len(), 7);
    assert!(
        ids[5..].iter().all(|id| id.starts_with("follow-up-")),
        "{ids:?}"
    );
    // A correction does not change the answers to the questions.
    home.output(&["sessions", "mark", "last", "--not", "task"]);
    let again: Vec<String> = told(&record(&home)).into_iter().map(|(id, _)| id).collect();
    assert_eq!(again[4..], ids[5..]);
    // The next mock asks the other two.
    let model = home.path().join("scripted.bin").display().to_string();
    home.output(&[
        "practice",
        STORY,
        "--mode",
        "mock",
        "--seed",
        "5",
        "--model",
        &model,
        "--from-wav",
        &answer,
        &second,
        &second,
    ]);
    let list: Value = serde_json::from_str(&home.output(&["sessions", "list", "--json"])).unwrap();
    let sections = list[1]["sections"].as_array().unwrap();
    for id in &ids[5..] {
        assert!(
            sections.iter().all(|other| other != id),
            "{id} was asked again: {sections:?}"
        );
    }
}

#[test]
fn a_mock_without_words_keeps_its_sound_and_is_cut_when_they_come() {
    let home = Home::new();
    let sound = sound();
    home.output(&[
        "practice",
        STORY,
        "--mode",
        "mock",
        "--no-transcribe",
        "--from-wav",
        &sound,
    ]);
    let folder: PathBuf = fs::read_dir(home.data().join("sessions"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    assert!(folder.join("take.wav").is_file());
    assert_eq!(record(&home)["sections"][0]["id"], "answer");
    let model = hears(&home, &whole_text());
    home.output(&["sessions", "recover", "last", "--model", &model]);
    assert_eq!(told(&record(&home)).len(), 5);
}

/// The built-in story as one's own, without follow-up questions; `more` begins its file.
fn own_without_questions(home: &Home, more: &str) {
    let path = root().join(format!("content/scenarios/{STORY}.toml"));
    let toml = fs::read_to_string(path).unwrap();
    let mut kept = Vec::new();
    let mut question = false;
    for line in toml.lines() {
        if line.starts_with('[') {
            question = line.starts_with("[[follow_up");
        }
        if !question && !line.starts_with("id = \"caught") {
            kept.push(line);
        }
    }
    let own = format!("{more}\n{}\n", kept.join("\n"));
    home.story("my-issue.toml", &own);
}

/// A mock of the own story at a terminal, in which nothing stays open: decision and result have their reasons.
#[cfg(target_os = "linux")]
fn at_a_terminal(home: &Home) -> Desk {
    let mut text = whole_text();
    for (open, because) in [
        ("own the fix proactively", "because customers lost money"),
        ("from 0.3% to zero", "because of my retries"),
    ] {
        assert!(text.contains(open), "{text}");
        text = text.replace(open, &format!("{open} {because}"));
    }
    let (model, sound) = (hears(home, &text), sound());
    let arguments = [
        "practice",
        "my-issue",
        "--mode",
        "mock",
        "--model",
        &model,
        "--from-wav",
        &sound,
    ];
    Desk::without_microphone(home, &arguments)
}

#[cfg(target_os = "linux")]
#[test]
fn after_a_mock_of_a_story_without_questions_standard_ones_are_offered_and_can_be_declined() {
    let home = Home::new();
    own_without_questions(&home, "");
    let mut desk = at_a_terminal(&home);
    desk.wait_for("Answer them now?", LATER);
    let told = desk.all();
    let offered = told.find("What an interviewer would ask now:").unwrap();
    assert!(told.find("Saved in").unwrap() < offered, "{told}");
    assert_eq!(told[offered..].matches("?\r\n").count(), 2, "{told}");
    desk.press("n\r");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    let told = desk.all();
    assert!(told.contains("rehearse followups my-issue"), "{told}");
    assert_eq!(
        fs::read_dir(home.data().join("sessions")).unwrap().count(),
        1
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_story_to_which_no_question_can_be_added_is_asked_none_and_the_mock_ends_well() {
    let home = Home::new();
    own_without_questions(&home, "follow_up = []");
    let mut desk = at_a_terminal(&home);
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    let told = desk.all();
    assert!(
        !told.contains("What an interviewer would ask now"),
        "{told}"
    );
    assert!(!told.contains("[y/N]"), "{told}");
}
