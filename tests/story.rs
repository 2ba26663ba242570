//! Own stories and the quiz, on the command line.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "tests touch the disk")]

mod common;

use common::Home;
use serde_json::Value;

const NOTES: &str = "\
# The backup that was empty

## Situation
I noticed that the nightly backup of our bookings had been 0 bytes for 12 days. Nobody could have
restored a single booking.

## Task
The backup belongs to the hosting team, not my team, and nobody asked me to look.

## Action
We looked at the job together.
- I restored one night by hand
- I traced the empty file to a full disk.
- I wrote a check that restores one booking every morning.

## Result
It works well now and the team was happy.

## Later
Ask Ada for the exact date.
";

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Makes a story of these notes; returns what is said about it, and where it is.
fn imported(home: &Home, name: &str, notes: &str) -> (String, String) {
    let path = home.path().join(name);
    std::fs::write(&path, notes).unwrap();
    let mut command = home.rehearse();
    let done = command.args(["scenario", "new", "--from"]).arg(&path);
    let done = done.assert().success();
    let path = text(&done.get_output().stdout).trim().to_owned();
    (text(&done.get_output().stderr), path)
}

#[track_caller]
fn holds(text: &str, pieces: &[&str]) {
    for piece in pieces {
        assert!(text.contains(piece), "{piece} in {text}");
    }
}

#[test]
fn notes_become_a_story_that_is_coached_and_can_be_listed() {
    let home = Home::new();
    let (said, path) = imported(&home, "notes.md", NOTES);
    assert!(path.ends_with("scenarios/backup-empty.toml"), "{path}");
    holds(
        &said,
        &[
            "in a rehearsal this would be found: “It works well” stands where the evidence should be",
            "“We looked”: an interviewer cannot tell which part was yours",
            "Placed 8 of 10 notes: Situation 2, Task 1, Action 4, Result 1.",
            "2 notes belong",
            "Nothing is told in Reflection yet",
            "rehearse practice backup-empty",
        ],
    );
    holds(
        &std::fs::read_to_string(&path).unwrap(),
        &[
            "\"I noticed that the nightly backup of our bookings had been 0 bytes\"",
            "\"not my team\", \"nobody asked\"",
            "\"I traced the empty file\"",
            "# Later Ask Ada for the exact date.",
        ],
    );
    let checked = home.output(&["scenario", "check", "backup-empty"]);
    assert!(
        checked.ends_with(": sound, 4 pieces of advice\n"),
        "{checked}"
    );
    assert!(
        home.output(&["scenario", "list"])
            .contains("The backup that was empty  (own)")
    );
    let shown: Value =
        serde_json::from_str(&home.output(&["scenario", "show", "backup-empty", "--json"]))
            .unwrap();
    assert_eq!(shown["levels"]["sde1"]["length"], 120_000);
    assert_eq!(shown["sections"][2]["signals"][0]["actor"], "candidate");
}

#[test]
fn answers_become_a_story_and_none_is_overwritten() {
    let home = Home::new();
    let answers = "The quiet alarm\nTell me about an alarm.\nOwnership\n\
                   I noticed that the alarm was off.\nEach missed call cost $450.\n\n\
                   It was not my alarm and nobody asked me.\n\n\
                   I read the rules.\nResult: I say this here.\n\n\
                   Missed calls fell from 14% to 1%.\n\n\
                   I now miss a call on purpose to test each alarm.\n\n";
    let done = home
        .rehearse()
        .args(["scenario", "new"])
        .write_stdin(answers)
        .assert()
        .success();
    let path = text(&done.get_output().stdout).trim().to_owned();
    let checked = home.output(&["scenario", "check", &path]);
    assert!(checked.ends_with("quiet-alarm.toml: sound\n"), "{checked}");
    let shown: Value =
        serde_json::from_str(&home.output(&["scenario", "show", &path, "--json"])).unwrap();
    assert_eq!(shown["principle"], "Ownership");
    assert_eq!(
        shown["sections"][2]["strong"],
        "I read the rules. Result: I say this here."
    );
    assert_eq!(shown["sections"][0]["metrics"][0]["name"], "$450");
    let before = std::fs::read(&path).unwrap();
    let again = home
        .rehearse()
        .args(["scenario", "new"])
        .write_stdin(answers)
        .assert()
        .code(1);
    assert!(text(&again.get_output().stderr).contains("is there already"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn notes_without_headings_are_reported() {
    let home = Home::new();
    let told = |title: &str, notes: &str| {
        let done = home
            .rehearse()
            .args(["scenario", "new", title, "--from", "-"])
            .write_stdin(notes.to_owned())
            .assert()
            .success();
        text(&done.get_output().stderr)
    };
    let said = told("One", "It was slow. I mended it.");
    assert!(said.contains("all of it went into Action"), "{said}");
    let said = told("Two", "It was slow.\n\nIt was mine.\n\nI mended it.");
    assert!(
        said.contains("in the order of telling: Situation, Task, Action"),
        "{said}"
    );
    let said = told("Three", "## Action\nI mended it.");
    assert!(!said.contains("no headings"), "{said}");
}

#[test]
fn notes_with_late_labels_are_placed_whole() {
    let home = Home::new();
    let notes = "# New starters\n- a login took 11 days\n- nobody owned the list, not my team\n\
                 - wrote down every step\n- asked security for one form\n- result: 47 min -> 4 min\n\
                 - would do differently: ask first\n";
    let (said, path) = imported(&home, "rough.md", notes);
    let file = std::fs::read_to_string(path).unwrap();
    let placed = "Placed 6 of 6 notes: Situation 1, Task 1, Action 2, Result 1, Reflection 1.\n";
    assert!(said.contains(placed), "{said}");
    assert!(!said.contains("no strong example"), "{said}");
    holds(
        &file,
        &[
            "title = \"New starters\"",
            "question = \"Tell me about this: New starters.\"",
            "name = \"from 47 min to 4 min\"",
            "47 min -> 4 min",
        ],
    );
    assert!(!file.contains("without a place"), "{file}");
    // The story is named as for any other verb, and a folder is no story.
    for name in ["starters", "new-starters"] {
        assert!(
            home.output(&["scenario", "check", name])
                .contains("new-starters.toml: sound"),
            "{name}"
        );
    }
    let folder = home.path().display().to_string();
    let refused = home.refusal(&["scenario", "check", &folder], 2);
    assert!(
        refused.contains("is a folder: give the name of a story, or its file"),
        "{refused}"
    );
}

#[test]
fn nothing_answered_writes_nothing() {
    let home = Home::new();
    let said = home.refusal(&["scenario", "new"], 2);
    assert!(said.contains("nothing is written"), "{said}");
    assert!(!home.data().exists());
    home.refusal(&["scenario", "new", "--from", "/no/such/notes.md"], 1);
}

#[cfg(unix)]
#[test]
fn faults_made_in_the_editor_are_reported() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let editor = home.path().join("editor");
    std::fs::write(&editor, "#!/bin/sh\necho 'oops = 1' >> \"$2\"\n").unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    let done = home
        .rehearse()
        .args(["scenario", "new", "Edited", "--edit", "--from", "-"])
        .env_remove("VISUAL")
        .env("EDITOR", format!("{} --wait", editor.display()))
        .write_stdin("I did it.")
        .assert()
        .code(1);
    let said = text(&done.get_output().stderr);
    assert!(said.contains("there is no key `oops` here"), "{said}");
    assert!(said.contains("rehearse scenario check edited"), "{said}");
}

#[test]
fn the_quiz_gives_reasons_and_a_score_and_repeats_wrong_answers() {
    let home = Home::new();
    let done = home
        .rehearse()
        .args(["quiz"])
        .write_stdin("3\n7\n1\n1\n2\n")
        .assert()
        .success();
    let said = text(&done.get_output().stderr);
    assert!(said.contains("Type a number from 1 to 4."), "{said}");
    assert!(said.contains("Right. You, twice"), "{said}");
    assert!(said.contains("Not quite. Happy by how much?"), "{said}");
    assert!(said.contains("Once more  Which result statement"), "{said}");
    assert!(
        said.contains("metric delta, business translation"),
        "{said}"
    );
    let score = text(&done.get_output().stdout);
    assert_eq!(
        score,
        "\n2 of 3 right at the first try. What was wrong can be asked again today.\n"
    );
    // If the answers end early, questions stay open, and the output says so.
    let early = Home::new()
        .rehearse()
        .args(["quiz"])
        .write_stdin("1\n")
        .assert()
        .success();
    let score = text(&early.get_output().stdout);
    assert_eq!(
        score,
        "\n1 answered, 0 right; 2 more can be asked today: rehearse quiz caught-critical-issue\n"
    );
    // Only the wrong one is repeated, with its choices rotated by one: number 3 is right now.
    let done = home
        .rehearse()
        .args(["quiz", "--json"])
        .write_stdin("3\n")
        .assert()
        .success();
    let score: Value = serde_json::from_slice(&done.get_output().stdout).unwrap();
    assert_eq!(score["asked"].as_array().unwrap().len(), 1, "{score}");
    assert_eq!(
        (&score["right"], &score["next_in_days"]),
        (&1.into(), &1.into()),
        "{score}"
    );
    let nothing = home.output(&["quiz"]);
    assert!(
        nothing.contains("tomorrow") && nothing.contains("--all"),
        "{nothing}"
    );
    let cards = std::fs::read_to_string(home.data().join("quiz.json")).unwrap();
    assert!(
        cards.contains("\"caught-critical-issue/result-statement\""),
        "{cards}"
    );
}

#[cfg(unix)]
#[test]
fn an_answer_survives_ctrl_c() {
    use rustix::process::{Pid, Signal, kill_process};
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};
    let home = Home::new();
    let mut quiz = Command::new(env!("CARGO_BIN_EXE_rehearse"))
        .arg("quiz")
        .env("REHEARSE_DATA_DIR", home.data())
        .env("REHEARSE_CONFIG_DIR", home.path().join("config"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    quiz.stdin.as_ref().unwrap().write_all(b"3\n").unwrap();
    // The second question is being asked. It must not wait for ever: a quiz whose output is closed
    // ends by itself.
    let mut said = BufReader::new(quiz.stderr.take().unwrap()).lines();
    let second = said.find(|line| line.as_ref().unwrap().starts_with("2 of 3"));
    second.unwrap().unwrap();
    // Tests started in the background (`scripts/test &`) and their children ignore Ctrl-C.
    for signal in [Signal::INT, Signal::TERM] {
        kill_process(Pid::from_child(&quiz), signal).unwrap();
    }
    assert!(!quiz.wait().unwrap().success());
    drop(said);
    let again = home.output(&["quiz"]);
    assert!(again.contains("; 2 more can be asked today"), "{again}");
}

#[test]
fn a_quiz_without_answers_ends_and_a_damaged_index_is_reported() {
    let home = Home::new();
    let nothing = home.output(&["quiz", "changed-my-mind"]);
    assert!(
        nothing.starts_with("\nNothing was answered; ")
            && nothing.ends_with("more can be asked today: rehearse quiz changed-my-mind\n"),
        "{nothing}"
    );
    assert!(!home.data().exists());
    std::fs::create_dir_all(home.data()).unwrap();
    std::fs::write(home.data().join("quiz.json"), "[1").unwrap();
    let said = home.refusal(&["quiz"], 1);
    assert!(
        said.contains("quiz.json") && said.contains("remove it"),
        "{said}"
    );
}
