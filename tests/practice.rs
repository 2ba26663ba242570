//! The whole pipeline, with the real binary: from recordings to session, findings and report.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "looks at what the program left on the disk"
)]

mod common;

use common::{Home, SmallDisk, bundled, demo_sound, root};
use rehearse::scenario::builtin;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn demo_take(take: &str) -> Vec<String> {
    let folder = root().join("content/demo").join(take);
    [
        "1-situation",
        "2-task",
        "3-action",
        "4-result",
        "5-reflection",
    ]
    .iter()
    .map(|name| folder.join(format!("{name}.wav")).display().to_string())
    .collect()
}

fn only_session(home: &Home) -> PathBuf {
    let folders: Vec<_> = fs::read_dir(home.data().join("sessions"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders[0].clone()
}

fn json(path: &std::path::Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn recordings_become_a_session_with_words_findings_and_reports() {
    let home = Home::new();
    let mut arguments = vec!["practice", "--json", "--from-wav"];
    let files = demo_take("weak");
    arguments.extend(files.iter().map(String::as_str));
    let report: Value = serde_json::from_str(&home.output(&arguments)).unwrap();
    let folder = only_session(&home);
    for file in [
        "take.wav",
        "session.json",
        "scenario.toml",
        "report.html",
        "report.md",
    ] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    let session = json(&folder.join("session.json"));
    assert_eq!(session["sections"].as_array().unwrap().len(), 5);
    assert_eq!(session["model"], bundled());
    // Time is counted in samples: the sections cover the take.
    let frames = session["take"]["frames"].as_u64().unwrap();
    assert_eq!(
        fs::metadata(folder.join("take.wav")).unwrap().len(),
        44 + 2 * frames
    );
    assert_eq!(report["format"], 1);
}

#[test]
fn an_empty_section_is_heard_as_silence() {
    let home = Home::new();
    let files = demo_take("weak");
    home.output(&["practice", "--section", "task", "--from-wav", &files[1]]);
    let session = json(&only_session(&home).join("session.json"));
    assert_eq!(session["sections"][0]["id"], "task");
    assert_eq!(session["sections"][0]["transcript"]["text"], "");
    assert_eq!(
        session["sections"][0]["activity"]["voiced"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn without_the_requested_model_the_recording_is_kept_and_the_remedy_named() {
    let home = Home::new();
    let files = demo_take("weak");
    let said = home.refusal(
        &[
            "practice",
            "--section",
            "result",
            "--model",
            "small.en-q8_0",
            "--from-wav",
            &files[3],
        ],
        3,
    );
    assert!(
        said.contains("rehearse model get") && said.contains("recover"),
        "{said}"
    );
    let folder = only_session(&home);
    assert!(folder.join("take.wav").is_file() && folder.join("session.json").is_file());
}

#[test]
fn a_failing_rule_gives_four() {
    let home = Home::new();
    let files = demo_take("weak");
    home.rehearse()
        .args([
            "practice",
            "--section",
            "result",
            "--fail-on",
            "missing-quantification",
            "--from-wav",
            &files[3],
        ])
        .assert()
        .code(4);
}

#[test]
fn too_many_files_and_unknown_sections_are_usage_errors() {
    let home = Home::new();
    let files = demo_take("weak");
    let said = home.refusal(
        &[
            "practice",
            "--section",
            "task",
            "--from-wav",
            &files[1],
            &files[2],
        ],
        2,
    );
    assert!(said.contains("2 files for one section"), "{said}");
    let said = home.refusal(
        &["practice", "--section", "plot", "--from-wav", &files[1]],
        2,
    );
    assert!(
        said.contains("situation, task, action, result, reflection"),
        "{said}"
    );
    assert!(!home.data().join("sessions").exists());
}

/// A minute of noise at 16 kHz: 1.9 MB.
fn a_minute(home: &Home) -> String {
    let path = home.path().join("minute.wav");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&path, spec).unwrap();
    for frame in 0..60 * 16_000_u32 {
        writer.write_sample((frame % 2000) as i16).unwrap();
    }
    writer.finalize().unwrap();
    path.display().to_string()
}

#[test]
fn recordings_without_disk_space_leave_nothing_behind() {
    let name = "recordings_without_disk_space_leave_nothing_behind";
    let home = Home::new();
    let Some(_disk) = SmallDisk::mount(name, &home.data(), "1m") else {
        return;
    };
    let file = a_minute(&home);
    let said = home.refusal(&["practice", "--no-transcribe", "--from-wav", &file], 1);
    assert!(
        said.contains("Your files are untouched: free 2 MB"),
        "{said}"
    );
    assert_eq!(said.trim().lines().count(), 1, "{said}");
    assert!(!home.data().join("sessions").exists());
}

/// The disk has space, and the system limits the size of a file: no signal ends the program.
#[cfg(unix)]
#[test]
fn recordings_that_exceed_the_limit_of_a_file_leave_nothing_behind_and_the_limit_is_named() {
    let home = Home::new();
    let program = home.rehearse();
    let mut command = std::process::Command::new("bash");
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command
        .args(["-c", "ulimit -f 700; exec \"$@\"", "limited"])
        .arg(env!("CARGO_BIN_EXE_rehearse"))
        .args(["practice", "--no-transcribe", "--from-wav"])
        .arg(a_minute(&home));
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(
        said.contains("Your files are untouched: lift it with `ulimit -f unlimited`"),
        "{said}"
    );
    assert!(!said.contains("the disk"), "{said}");
    assert_eq!(
        fs::read_dir(home.data().join("sessions")).unwrap().count(),
        0
    );
}

#[test]
fn a_folder_that_cannot_be_written_is_one_sentence() {
    let home = Home::new();
    fs::write(
        home.path().join("data"),
        "a file stands where the folder should be",
    )
    .unwrap();
    let files = demo_take("weak");
    let said = home.refusal(
        &["practice", "--section", "task", "--from-wav", &files[1]],
        1,
    );
    assert_eq!(said.trim().lines().count(), 1, "{said}");
    assert!(said.contains("data"), "{said}");
}

#[test]
fn fewer_files_than_sections_are_reported_and_reports_exist_without_words() {
    let home = Home::new();
    let files = demo_take("strong");
    let asked = [
        "practice",
        "--no-transcribe",
        "--from-wav",
        &files[0],
        &files[2],
    ];
    let done = home.rehearse().args(asked).assert().success();
    let said = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(
        said.contains("1-situation.wav as “Situation” and 3-action.wav as “Task”"),
        "{said}"
    );
    let folder = only_session(&home);
    for name in ["report.html", "report.md"] {
        let report = fs::read_to_string(folder.join(name)).unwrap();
        assert!(report.contains("no transcript yet"), "{name}");
    }
}

#[test]
fn recorded_follow_ups_answer_the_first_questions_every_time() {
    let files = demo_take("strong");
    let asked = || {
        let home = Home::new();
        let mut arguments = vec![
            "practice",
            "--mode",
            "mock",
            "--no-transcribe",
            "--from-wav",
        ];
        arguments.extend(files[..3].iter().map(String::as_str));
        let done = home.rehearse().args(&arguments).assert().success();
        let said = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
        assert!(
            said.contains("1-situation.wav as the whole answer"),
            "{said}"
        );
        let session = json(&only_session(&home).join("session.json"));
        let marks = session["marks"].as_array().unwrap().clone();
        let begun = marks
            .into_iter()
            .filter(|mark| mark["event"]["kind"] == "start");
        begun
            .map(|mark| mark["event"]["section"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let scenario = builtin("caught-critical-issue").unwrap();
    let first = scenario.follow_ups.iter().take(2);
    let mut wanted = vec!["answer".to_owned()];
    wanted.extend(first.map(|one| one.plan.id.clone()));
    assert_eq!(asked(), wanted);
    assert_eq!(asked(), wanted);
}

#[test]
fn an_error_in_the_settings_is_reported_before_the_recording() {
    let home = Home::new();
    fs::create_dir_all(home.path().join("config")).unwrap();
    fs::write(
        home.path().join("config/settings.toml"),
        "aloud = true\nvocabulry = true\n",
    )
    .unwrap();
    let files = demo_take("weak");
    let said = home.refusal(&["practice", "--from-wav", &files[0]], 1);
    assert!(
        said.contains("line 2: there is no setting `vocabulry`: `vocabulary` was meant"),
        "{said}"
    );
    assert!(!home.data().join("sessions").exists());
}

#[test]
fn an_attempt_with_an_unknown_section_is_refused() {
    let home = Home::new();
    let file = home.path().join("attempt.json");
    let text = r#"{"format":1,"scenario":"caught-critical-issue","sections":[{"id":"nope","seconds":3,"text":"I fixed it."}]}"#;
    fs::write(&file, text).unwrap();
    let said = home.refusal(&["analyze", "--attempt", file.to_str().unwrap()], 2);
    assert!(
        said.contains("has no section \"nope\": it has situation"),
        "{said}"
    );
}

#[test]
fn an_answer_in_the_words_of_an_earlier_take_is_noted_as_recited() {
    let home = Home::new();
    let spoken = "I timed the loading for a week and I found that the trucks waited for their tickets, so I moved \
                  the ticket check to the gate.";
    let recited = || {
        let model = home.model(spoken);
        let file = demo_sound("strong/4-result");
        let arguments = ["practice", "caught-critical-issue", "--section", "action"];
        let mut command = home.rehearse();
        let command = command.args(arguments);
        command
            .args(["--model", &model, "--from-wav", &file])
            .assert()
            .success();
        let session: Value =
            serde_json::from_str(&home.output(&["sessions", "show", "last", "--json"])).unwrap();
        let findings = session["sections"][0]["findings"].as_array().unwrap();
        let found = findings.iter().find(|one| one["rule"] == "recited");
        found.map(|one| one["message"].as_str().unwrap().to_owned())
    };
    assert_eq!(recited(), None);
    let message = recited().unwrap();
    assert!(
        message.starts_with("You said this nearly word for word on 20"),
        "{message}"
    );
    // Judged again without the earlier take, the answer stays what it was.
    home.output(&["sessions", "rm", "1", "--yes"]);
    home.output(&["analyze", "last"]);
    let again = home.output(&["sessions", "show", "last", "--json"]);
    assert!(again.contains("nearly word for word"), "{again}");
}
