//! `rehearse scenario` and `rehearse study`, on the command line.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "tests touch the disk")]

mod common;

use common::Home;
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_list_holds_built_in_and_own_scenarios() {
    let home = Home::new();
    home.story(
        "quiet-alarm.toml",
        "title = \"The quiet alarm\"\n[[section]]\nid = \"result\"\nstrong = \"It rings.\"\n",
    );
    home.story("broken.toml", "titel = 1");
    let text = home.output(&["scenario", "list"]);
    assert!(text.contains("The quiet alarm  (own)"), "{text}");
    assert!(text.contains("cannot be used yet"), "{text}");
    // On one line, so that it can be copied.
    assert!(text.contains("rehearse scenario check broken\n"), "{text}");
    let checked = home
        .rehearse()
        .args(["scenario", "check", "broken"])
        .assert();
    let told = String::from_utf8_lossy(&checked.code(1).get_output().stdout).into_owned();
    assert!(told.contains("broken.toml"), "{told}");
    assert!(text.contains("Insist on the Highest Standards"), "{text}");
    let listed = json(&home.output(&["scenario", "list", "--json"]));
    let origins: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["origin"].as_str().unwrap()))
        .collect();
    assert!(
        origins.contains(&("caught-critical-issue", "built-in")),
        "{origins:?}"
    );
    assert!(origins.contains(&("quiet-alarm", "own")), "{origins:?}");
    let shown = json(&home.output(&["scenario", "show", "quiet-alarm", "--json"]));
    assert_eq!(shown["sections"][0]["target"], 20_000);
}

#[test]
fn the_file_that_is_shown_can_be_copied_and_used() {
    let home = Home::new();
    let text = home.output(&["scenario", "show", "--toml"]);
    let path = home.story("mine.toml", &text.replace("caught-critical-issue", "mine"));
    assert!(
        home.output(&["scenario", "check", &path])
            .ends_with("mine.toml: sound\n")
    );
    assert!(
        home.output(&["scenario", "check", "mine"])
            .ends_with("mine.toml: sound\n")
    );
}

#[test]
fn a_scenario_with_three_faults_tells_three_and_exits_with_one() {
    let home = Home::new();
    let path = home.story(
        "three.toml",
        "title = \"\"\n[[section]]\nid = \"task\"\ntarget = 0\nstrnog = \"I did.\"\n",
    );
    let done = home
        .rehearse()
        .args(["scenario", "check", &path])
        .assert()
        .code(1);
    let told = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    for place in ["three.toml:1:9", "three.toml:4:10", "three.toml:5:1"] {
        assert!(told.contains(place), "{place} in {told}");
    }
    assert!(told.contains("Did you mean `strong`?"), "{told}");
    assert!(told.contains("three.toml: 3 faults"), "{told}");
    let done = home
        .rehearse()
        .args(["scenario", "check", &path, "--json"])
        .assert()
        .code(1);
    let files = json(&String::from_utf8(done.get_output().stdout.clone()).unwrap());
    assert_eq!(files[0]["sound"], false);
    let first = &files[0]["faults"][0];
    assert_eq!(
        (first["line"].as_u64(), first["path"].as_str()),
        (Some(1), Some("title"))
    );
    assert!(!first["remedy"].as_str().unwrap().is_empty());
}

#[test]
fn an_invalid_scenario_file_is_one_sentence() {
    let home = Home::new();
    let said = home.refusal(&["scenario", "show", "no-such-story"], 2);
    assert!(said.contains("rehearse scenario list"), "{said}");
    let picture = home.path().join("picture.toml");
    std::fs::write(&picture, b"\xff\xd8\xff\xe0\x00\x10JFIF").unwrap();
    let said = home.refusal(&["scenario", "check", picture.to_str().unwrap()], 1);
    assert_eq!(said.lines().count(), 1, "{said}");
    let said = home.refusal(&["scenario", "check", "/no/such/file.toml"], 1);
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn study_without_a_terminal_shows_every_page_at_once() {
    let home = Home::new();
    let text = home.output(&["study"]);
    for piece in [
        "Situation, 30 s",
        "Reflection, 15 s",
        "A weak answer",
        "I brought a solution, not just a problem.",
        "Told for Dive Deep",
        "At Senior SDE",
    ] {
        assert!(text.contains(piece), "{piece} in {text}");
    }
    assert!(!text.contains('\u{1b}'));
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    let one = home.output(&["study", "--section", "result", "--level", "sde1"]);
    assert!(one.starts_with("Result, 20 s\n"), "{one}");
    let said = home.refusal(&["study", "--section", "encore"], 2);
    assert!(
        said.contains("situation, task, action, result, reflection"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_not_opened() {
    let home = Home::new();
    let pipe = home.path().join("pipe");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .unwrap();
    assert!(made.success());
    let pipe = pipe.to_str().unwrap();
    for file in ["/dev/zero", pipe] {
        let text = format!("result={file}");
        for arguments in [
            &["scenario", "check", file][..],
            &["analyze", "--attempt", file],
            &["analyze", "--text", &text],
        ] {
            let said = home
                .rehearse()
                .args(arguments)
                .timeout(std::time::Duration::from_secs(20))
                .assert()
                .code(1);
            let said = String::from_utf8(said.get_output().stderr.clone()).unwrap();
            assert!(
                said.contains(file) && said.contains("a device or a pipe, not a file"),
                "{arguments:?}: {said}"
            );
        }
    }
    // Standard input may still be a pipe.
    let attempt = r#"{"format": 1, "sections": [{"id": "task", "text": "Not my team."}]}"#;
    let judged = home
        .rehearse()
        .args(["analyze", "--attempt", "-"])
        .write_stdin(attempt)
        .assert()
        .success();
    // Nothing was stored, so there is no session to name.
    let report = String::from_utf8(judged.get_output().stdout.clone()).unwrap();
    assert!(
        report.contains("Judged by") && !report.contains("Session:"),
        "{report}"
    );
}

#[test]
fn a_photo_is_not_a_story_and_a_similar_name_is_suggested() {
    let home = Home::new();
    let photo = home.path().join("photo.toml");
    std::fs::write(&photo, b"\xff\xd8\xff\xe0\x00\x10JFIF").unwrap();
    let said = home.refusal(&["scenario", "check", photo.to_str().unwrap()], 1);
    assert!(said.contains("it is not a text file"), "{said}");
    let said = home.refusal(&["study", "caught-critical-isue"], 2);
    assert!(
        said.contains("(did you mean caught-critical-issue?)"),
        "{said}"
    );
}

#[test]
fn a_data_folder_that_cannot_be_created_is_reported_with_the_remedy() {
    let home = Home::new();
    std::fs::write(home.data(), "a file").unwrap();
    let wave = format!(
        "{}/content/demo/weak/4-result.wav",
        env!("CARGO_MANIFEST_DIR")
    );
    let arguments = [
        "practice",
        "--section",
        "result",
        "--no-transcribe",
        "--from-wav",
        &wave,
    ];
    let said = home.refusal(&arguments, 1);
    assert!(
        said.contains("REHEARSE_DATA_DIR") && !said.contains("os error"),
        "{said}"
    );
}

#[test]
fn a_story_that_cannot_be_used_is_one_sentence_with_file_line_and_remedy() {
    let home = Home::new();
    let broken = home.story(
        "broken.toml",
        "title = \"Mine\n[[section]]\nid = \"task\"\nstrong = \"I did it.\"\n",
    );
    let faulty = home.story(
        "faulty.toml",
        "title = \"Mine\"\n[[section]]\nid = \"task\"\ntarget = 0\nstong = \"I did it.\"\n",
    );
    for (path, line, more) in [
        (broken, 1, "this is not valid TOML: "),
        (
            faulty,
            4,
            "section[1].target: this must be from 3 to 1800 (1 fault more: rehearse scenario check)",
        ),
    ] {
        for verb in ["practice", "study", "quiz", "followups"] {
            let said = home.refusal(&[verb, &path], 1);
            assert_eq!(said.lines().count(), 1, "{verb}: {said}");
            let told = format!("rehearse: {path}, line {line}: {more}");
            assert!(said.starts_with(&told), "{verb}: {said}");
            assert!(
                !said.contains("error:") && !said.contains("advice"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_question_without_choices_has_no_range_of_numbers() {
    let home = Home::new();
    let path = home.story(
        "quiz.toml",
        "title = \"Mine\"\n[[section]]\nid = \"task\"\nstrong = \"I did it.\"\n\
         [[quiz]]\nid = \"one\"\nquestion = \"Which?\"\nbecause = \"So.\"\n",
    );
    let done = home
        .rehearse()
        .args(["scenario", "check", &path])
        .assert()
        .code(1);
    let said = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    assert!(
        said.contains("counted from 1.") && !said.contains("1 to 0"),
        "{said}"
    );
}
