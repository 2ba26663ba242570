//! Past rehearsals removed, kept from being removed, and finished after a cut.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests lay out folders and read them back"
)]

mod common;
#[path = "common/shelf.rs"]
mod shelf;

use common::{sessions, story};
use rehearse::session::Session;
use shelf::{keep, two_takes};
use std::fs;

#[test]
fn nothing_is_removed_without_a_yes() {
    let (home, weak, flawless) = two_takes();
    let said = home.refusal(&["sessions", "rm", "1"], 2);
    assert!(
        said.contains("This frees 9") && said.contains("--yes"),
        "{said}"
    );
    assert!(weak.join("take.wav").exists());
    home.output(&["sessions", "rm", "1", "--audio-only", "--yes"]);
    assert!(!weak.join("take.wav").exists() && weak.join("session.json").exists());
    let said = home.refusal(&["sessions", "play", "1"], 1);
    assert!(said.contains("has been removed"), "{said}");
    home.refusal(&["sessions", "rm", "1", "7", "--yes"], 1);
    assert!(weak.exists(), "one unknown name must keep all");
    home.output(&["sessions", "rm", "1", "--yes"]);
    assert!(!weak.exists() && flawless.exists());
}

/// Whoever records holds the journal; here the test does.
#[cfg(unix)]
#[test]
fn what_is_being_recorded_is_not_removed() {
    let (home, weak, flawless) = two_takes();
    let journal = fs::File::create(flawless.join("journal.jsonl")).unwrap();
    journal.lock().unwrap();
    for asked in [
        &["sessions", "rm", "last", "--yes"][..],
        &["sessions", "rm", "1", "2", "--yes"],
        &["sessions", "rm", "2", "--audio-only", "--yes"],
    ] {
        let said = home.refusal(asked, 1);
        assert!(said.contains("being recorded right now"), "{said}");
    }
    home.output(&["sessions", "purge", "--older", "0d", "--yes"]);
    assert!(flawless.join("take.wav").exists() && !weak.exists());
}

#[test]
fn recover_goes_on_after_a_session_that_cannot_be_finished() {
    let (home, weak, flawless) = two_takes();
    for folder in [&weak, &flawless] {
        let path = folder.join("session.json");
        let mut session: Session = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        session.sections[0].transcript = None;
        fs::write(&path, serde_json::to_vec(&session).unwrap()).unwrap();
    }
    fs::write(weak.join("scenario.toml"), "no scenario").unwrap();
    let recover = ["sessions", "recover", "--model", "nano"];
    let said = home.refusal(&recover, 1);
    assert!(said.contains("20261101T080000Z"), "{said}");
    assert!(
        said.contains("sessions open last"),
        "the second is not finished: {said}"
    );
    // Without its recording there is nothing left to hear.
    home.output(&["sessions", "rm", "1", "--audio-only", "--yes"]);
    let done = home.rehearse().args(recover).assert().success();
    let said = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(said.contains("nothing to recover"), "{said}");
}

#[test]
fn purge_takes_the_old_ones_only() {
    let (home, weak, flawless) = two_takes();
    let scenario = story::scenario();
    let session = sessions::golden(&scenario).remove(0).1;
    let young = keep(&home, "29990101T000000Z", session, false);
    home.output(&["sessions", "purge", "--older", "3650w", "--yes"]);
    assert!(weak.exists() && flawless.exists() && young.exists());
    let old = home
        .data()
        .join("sessions/20200101T000000Z-caught-critical-issue");
    fs::rename(&weak, &old).unwrap();
    home.output(&[
        "sessions",
        "purge",
        "--older",
        "90d",
        "--audio-only",
        "--yes",
    ]);
    assert!(old.join("session.json").exists() && !old.join("take.wav").exists());
    home.output(&["sessions", "purge", "--older", "90d", "--yes"]);
    assert!(!old.exists() && young.exists());
}

/// What is played lies in the temporary folder only while it sounds.
#[cfg(unix)]
#[test]
fn a_take_that_is_played_leaves_nothing_behind_when_ctrl_c_ends_it() {
    use std::os::unix::fs::PermissionsExt;
    use std::time::{Duration, Instant};
    let (home, _, _) = two_takes();
    let (tools, temporary) = (home.path().join("tools"), home.path().join("temporary"));
    fs::create_dir_all(&tools).unwrap();
    fs::create_dir_all(&temporary).unwrap();
    let player = tools.join("aplay");
    let playing = home.path().join("playing");
    let script = format!("#!/bin/sh\ntouch '{}'\nsleep 1\n", playing.display());
    fs::write(&player, script).unwrap();
    fs::set_permissions(&player, fs::Permissions::from_mode(0o755)).unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_rehearse"))
        .args(["sessions", "play", "1"])
        .env("REHEARSE_DATA_DIR", home.data())
        .env("TMPDIR", &temporary)
        .env("PATH", format!("{}:/bin:/usr/bin", tools.display()))
        .spawn()
        .unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while !playing.exists() {
        assert!(Instant::now() < until, "nothing is played");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 1);
    let pid = child.id().to_string();
    let told = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status();
    assert!(told.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0);
}

/// Half an export would stand in the way of the next.
#[cfg(target_os = "linux")]
#[test]
fn an_export_that_finds_no_room_leaves_no_half_file() {
    let name = "an_export_that_finds_no_room_leaves_no_half_file";
    let (home, _, _) = two_takes();
    let folder = home.path().join("small");
    let Some(disk) = common::SmallDisk::mount(name, &folder, "64k") else {
        return;
    };
    let file = folder.join("report.html");
    let export = ["sessions", "export", "1", "--single-file", "--output"];
    let mut asked = export.to_vec();
    asked.push(file.to_str().unwrap());
    let said = home.refusal(&asked, 1);
    assert!(said.contains("report.html"), "{said}");
    assert!(!file.exists());
    disk.resize("16m");
    home.output(&asked);
}
