//! Faults that no verb is spared, and the test of each.
//!
//! | fault | what happens | test |
//! |---|---|---|
//! | the reader of a pipe goes away | 0, nothing is said | `a_reader_that_goes_away_is_no_error` |
//! | standard output is full | 1, one sentence | `a_full_standard_output_is_one_sentence` |
//! | the home is read-only | 1, one sentence with a remedy; reading goes on | `a_home_that_cannot_be_written_is_one_sentence` |
//! | no home is known | 1, one sentence | `without_a_home_it_is_said_what_to_set` |
//! | the disk fills up while somebody speaks | nothing is lost | `capture_safe.rs`: five tests |
//! | the disk fills up while recordings are read | 1, no half session | `practice.rs`: `recordings_that_…` |
//! | the disk fills up in an export, a model, a session | 1, no half file | `removing.rs`, `model_fetch.rs`, `store` |
//! | kill, power cut | less than a second is missing | `capture_take.rs`, `capture_safe.rs` |
//! | Ctrl-C | 130, saved; the demo leaves nothing | `capture_live.rs`, `demo.rs` |
//! | two programs at once | two sessions, two downloads, no mixture | `two_programs_at_once_make_two_sessions`, `model_fetch.rs` |
//! | a slip in the settings | 1, file and line; nothing is read elsewhere | `a_slip_in_the_settings_reads_no_other_folder` |
//! | `--fail-on` matched | 4 | `judge.rs` |
//! | no such model, no microphone | 3 | `model.rs`, `capture_live.rs` |
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "a test meets the disk")]
#![cfg(unix)]

mod common;

use common::{Home, SmallDisk, root, skip};
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Verbs that print, each more than a pipe takes at once or at least something.
const PRINTING: [&[&str]; 8] = [
    &["rules"],
    &["man"],
    &["completions", "bash"],
    &["scenario", "list"],
    &["scenario", "show", "caught-critical-issue", "--json"],
    &["model", "list"],
    &["study"],
    &["next", "--json"],
];

fn rehearse(home: &Home, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearse"));
    command
        .args(arguments)
        .env("REHEARSE_DATA_DIR", home.data())
        .env("REHEARSE_MODEL_DIR", home.path().join("models"))
        .env("REHEARSE_CONFIG_DIR", home.path().join("config"))
        .stdin(Stdio::null());
    command
}

fn recording() -> String {
    let path = root().join("content/demo/weak/2-task.wav");
    path.display().to_string()
}

#[test]
fn a_full_standard_output_is_one_sentence() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        return skip(
            "a_full_standard_output_is_one_sentence",
            "there is no /dev/full",
        );
    };
    let home = Home::new();
    for arguments in PRINTING {
        let mut command = rehearse(&home, arguments);
        let done = command.stdout(full.try_clone().unwrap()).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(1), "{arguments:?}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let home = Home::new();
    for arguments in PRINTING {
        let mut command = rehearse(&home, arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut first = [0; 1];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{arguments:?}: {done:?}");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!said.contains("rehearse: "), "{arguments:?}: {said}");
    }
}

#[test]
fn a_home_that_cannot_be_written_is_one_sentence() {
    let name = "a_home_that_cannot_be_written_is_one_sentence";
    let home = Home::new();
    let Some(disk) = SmallDisk::mount(name, &home.data(), "8m") else {
        return;
    };
    home.output(&[
        "practice",
        "--section",
        "task",
        "--no-transcribe",
        "--from-wav",
        &recording(),
    ]);
    let remounted = Command::new("mount")
        .args(["-o", "remount,ro"])
        .arg(home.data())
        .status();
    assert!(remounted.unwrap().success());
    let notes = home.path().join("notes.md");
    std::fs::write(
        &notes,
        "# Alarm\n## Task\nI owned it.\n## Action\nI led it.\n",
    )
    .unwrap();
    for arguments in [
        &["practice", "--no-transcribe", "--from-wav", &recording()][..],
        &["scenario", "new", "--from", notes.to_str().unwrap()],
        &["analyze", "last"],
        &["sessions", "rm", "last", "--yes"],
    ] {
        let said = home.refusal(arguments, 1);
        assert!(said.contains("read-only"), "{arguments:?}: {said}");
    }
    for arguments in [
        &["sessions", "list"][..],
        &["sessions", "show"],
        &["next"],
        &["trend"],
    ] {
        home.output(arguments);
    }
    drop(disk);
}

#[test]
fn without_a_home_it_is_said_what_to_set() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearse"));
    command.args(["sessions", "list"]).env_clear();
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    // The system may know a home that no variable names.
    assert!(
        done.status.success() || said.contains("REHEARSE_DATA_DIR"),
        "{said}"
    );
}

#[test]
fn two_programs_at_once_make_two_sessions() {
    let home = Home::new();
    let sound = recording();
    let arguments = [
        "practice",
        "--section",
        "task",
        "--no-transcribe",
        "--from-wav",
        &sound,
    ];
    let children: Vec<_> = (0..4)
        .map(|_| {
            let mut command = rehearse(&home, &arguments);
            command.stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{done:?}");
    }
    let sessions: Vec<PathBuf> = std::fs::read_dir(home.data().join("sessions"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(sessions.len(), 4, "{sessions:?}");
    for session in sessions {
        assert!(session.join("session.json").is_file() && session.join("take.wav").is_file());
    }
}

/// One bad line must not send a take into another folder, nor hide the takes that are there.
#[test]
fn a_slip_in_the_settings_reads_no_other_folder() {
    let home = Home::new();
    let config = home.path().join("config");
    std::fs::create_dir_all(&config).unwrap();
    let settings = config.join("settings.toml");
    let run = |arguments: &[&str]| {
        let mut command = rehearse(&home, arguments);
        command
            .env_remove("REHEARSE_DATA_DIR")
            .env("HOME", home.path());
        command.env("XDG_DATA_HOME", home.path().join("share"));
        let done = command.output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        (done.status.code(), said)
    };
    for (text, expected) in [
        (
            "data-folder = \"/somewhere/else\"\nhedge = \"off\"\n",
            "line 2: `hedge` is a rule",
        ),
        ("data-folder = \"$TALKS\"\n", "only ~ and $HOME"),
        ("data-folder = \"talks\"\n", "is no whole path"),
        (
            "[bands]\nslow-words-per-minute = 200\n",
            "line 2: every speed",
        ),
    ] {
        std::fs::write(&settings, text).unwrap();
        for arguments in [&["sessions", "list"][..], &["scenario", "list"], &["next"]] {
            let (code, said) = run(arguments);
            assert_eq!(code, Some(1), "{arguments:?}: {said}");
            assert!(
                said.contains(expected) && said.contains("settings.toml"),
                "{said}"
            );
        }
        assert_eq!(run(&["rules"]).0, Some(0), "the rules are in no folder");
    }
    assert!(
        !home.path().join("share").exists(),
        "nothing was made elsewhere"
    );
    std::fs::write(&settings, "data-folder = \"~/talks\"\n").unwrap();
    let sound = recording();
    let (code, said) = run(&[
        "practice",
        "--section",
        "task",
        "--no-transcribe",
        "--from-wav",
        &sound,
    ]);
    assert_eq!(code, Some(0), "{said}");
    assert!(home.path().join("talks/sessions").is_dir(), "{said}");
}
