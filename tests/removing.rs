//! Past sessions: removed, protected from removal, and completed after an interruption.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests lay out folders and read them back"
)]

mod common;
#[path = "common/shelf.rs"]
mod shelf;

use common::{Home, sessions, story};
use rehearse::session::Session;
use shelf::{keep, two_takes};
use std::fs;
use std::path::Path;

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
    assert!(
        said.contains("has been removed") && said.contains("sessions show"),
        "{said}"
    );
    home.refusal(&["sessions", "rm", "1", "7", "--yes"], 1);
    assert!(weak.exists(), "one unknown name must keep all");
    home.output(&["sessions", "rm", "1", "--yes"]);
    assert!(!weak.exists() && flawless.exists());
}

/// A recording process holds the journal; here the test does.
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
    edit(&weak, |session| session.scenario = "gone".into());
    let recover = ["sessions", "recover"];
    let said = home.refusal(&recover, 1);
    assert!(said.contains("20261101T080000Z"), "{said}");
    assert!(
        said.contains("sessions open last"),
        "the second is not finished: {said}"
    );
    // Without its recording there is nothing to transcribe.
    fs::remove_file(weak.join("take.wav")).unwrap();
    let said = told(&home, &recover);
    assert!(said.contains("nothing to recover"), "{said}");
}

/// The scenario of the same name stands in for one that cannot be read.
#[test]
fn a_session_whose_scenario_is_damaged_is_shown_all_the_same() {
    let (home, weak, _) = two_takes();
    fs::write(weak.join("scenario.toml"), "no scenario").unwrap();
    let shown = home.output(&["sessions", "show", "1"]);
    assert!(shown.contains("Caught"), "{shown}");
}

#[test]
fn a_number_that_is_no_session_and_a_folder_that_is_none_remove_nothing() {
    let (home, weak, flawless) = two_takes();
    let notes = home.data().join("sessions/2019-notes");
    fs::create_dir(&notes).unwrap();
    fs::write(notes.join("my.txt"), "mine").unwrap();
    let said = home.refusal(&["sessions", "rm", "20", "--yes"], 1);
    assert!(said.contains("no session"), "{said}");
    told(&home, &["sessions", "purge", "--older", "1d", "--yes"]);
    assert!(notes.join("my.txt").is_file());
    assert!(!weak.exists() && !flawless.exists());
}

/// The standard error of a verb that succeeds.
fn told(home: &Home, asked: &[&str]) -> String {
    let done = home.rehearse().args(asked).assert().success();
    String::from_utf8(done.get_output().stderr.clone()).unwrap()
}

/// Changes the record of a session.
fn edit(folder: &Path, change: impl FnOnce(&mut Session)) {
    let path = folder.join("session.json");
    let mut session: Session = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut session);
    fs::write(&path, serde_json::to_vec(&session).unwrap()).unwrap();
}

/// Makes a session look as if the program was killed in its first section.
fn kill(folder: &Path) {
    edit(folder, |session| {
        session.sections.clear();
        session.marks.clear();
        session.judgement = None;
    });
    let begun = r#"{"frame":0,"event":{"kind":"start","section":"situation"}}"#;
    fs::write(folder.join("journal.jsonl"), format!("{begun}\n")).unwrap();
}

/// Without a transcript the recording is the only copy of what was said.
#[test]
fn a_recording_without_words_is_kept_and_the_remedy_is_told() {
    let (home, weak, flawless) = two_takes();
    let golden = || sessions::golden(&story::scenario()).remove(0).1;
    let killed = keep(&home, "20261121T080000Z", golden(), true);
    let told_of = keep(&home, "20261122T080000Z", golden(), true);
    edit(&weak, |session| session.sections[0].transcript = None);
    fs::write(flawless.join("session.json"), r#"{"format": 99}"#).unwrap();
    kill(&killed);
    let said = told(&home, &["sessions", "rm", "1", "--audio-only", "--yes"]);
    let id = weak.file_name().unwrap().to_str().unwrap();
    for part in [
        format!("The recording of {id} stays"),
        format!("`rehearse sessions recover {id}`"),
        "Nothing to remove".into(),
    ] {
        assert!(said.contains(&part), "{part}: {said}");
    }
    let purge = ["sessions", "purge", "--older", "0d", "--audio-only"];
    let said = home.refusal(&purge, 2);
    for part in [
        "2 recordings stay: what was said is not written down yet",
        "stays (from a newer rehearse",
        "Remove the recording of 1 rehearsal;",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    told(&home, &[&purge[..], &["--yes"]].concat());
    let there = |folder: &Path| folder.join("take.wav").exists();
    assert!(there(&weak) && there(&flawless) && there(&killed) && !there(&told_of));
    // Naming it without the option removes it.
    told(&home, &["sessions", "rm", "1", "2", "--yes"]);
    assert!(!weak.exists() && !flawless.exists());
}

#[test]
fn a_session_counts_as_interrupted_only_while_recover_can_complete_it() {
    let (home, _, last) = two_takes();
    let start = || told(&home, &[]);
    assert!(!start().contains("cut short"), "{}", start());
    kill(&last);
    assert!(
        start().contains("was cut short; what was said is safe"),
        "{}",
        start()
    );
    let take = fs::read(last.join("take.wav")).unwrap();
    fs::remove_file(last.join("take.wav")).unwrap();
    assert!(!start().contains("cut short"), "{}", start());
    fs::write(last.join("take.wav"), take).unwrap();
    for record in [r#"{"format": 99}"#, r#"{"format": 1, "id""#] {
        fs::write(last.join("session.json"), record).unwrap();
        assert!(!start().contains("cut short"), "{record}: {}", start());
        let said = told(&home, &["sessions", "recover"]);
        assert!(said.contains("nothing to recover"), "{said}");
    }
}

#[test]
fn a_record_that_is_lost_is_made_anew_from_the_recording_and_the_journal() {
    let (home, _, last) = two_takes();
    kill(&last);
    let id = last.file_name().unwrap().to_str().unwrap();
    let record = last.join("session.json");
    let model = home.model("I noticed it.");
    let cut = r#"{"format": 1, "id""#;
    for lost in [None, Some(cut)] {
        match lost {
            None => fs::remove_file(&record).unwrap(),
            Some(text) => fs::write(&record, text).unwrap(),
        }
        let said = home.refusal(&["sessions", "show", "2"], 1);
        let command = format!("`rehearse sessions recover {id}`");
        assert!(
            said.contains(&command) && said.contains("session.json"),
            "{said}"
        );
        let said = told(&home, &["sessions", "recover", id, "--model", &model]);
        assert!(said.contains("its record was lost"), "{said}");
        let anew: Session = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
        assert_eq!(anew.started, "2026-11-20T08:00:00Z");
        assert_eq!(anew.scenario, "caught-critical-issue");
        assert_eq!(anew.sections[0].id, "situation");
        assert_eq!(anew.take.frames, 60 * 8000);
        assert!(anew.judgement.is_some());
    }
    let aside = fs::read_to_string(last.join("session.json.damaged")).unwrap();
    assert_eq!(aside, cut);
    // A later version's record is not lost.
    fs::write(&record, r#"{"format": 99}"#).unwrap();
    home.refusal(&["sessions", "recover", id], 1);
    assert_eq!(fs::read_to_string(&record).unwrap(), r#"{"format": 99}"#);
}

#[test]
fn a_lost_record_without_a_journal_names_what_writes_down_the_words() {
    let (home, _, last) = two_takes();
    let record = last.join("session.json");
    let take = last.join("take.wav");
    for verb in [["sessions", "show", "2"], ["sessions", "recover", "2"]] {
        fs::write(&record, "[]").unwrap();
        let named = format!("`rehearse transcribe {}`", take.display());
        let said = home.refusal(&verb, 1);
        assert!(said.contains(&named), "{said}");
        fs::remove_file(&record).unwrap();
        let said = home.refusal(&verb, 1);
        assert!(said.contains(&named), "{said}");
    }
    fs::remove_file(&take).unwrap();
    let said = home.refusal(&["sessions", "show", "2"], 1);
    assert!(
        said.contains("`rehearse sessions rm ") && !said.contains("transcribe"),
        "{said}"
    );
}

/// Reported at once, not after loading a model.
#[test]
fn a_recording_that_was_removed_is_not_looked_for_words() {
    let (home, weak, flawless) = two_takes();
    edit(&weak, |session| session.sections[0].transcript = None);
    kill(&flawless);
    for (number, folder) in [("1", &weak), ("2", &flawless)] {
        fs::remove_file(folder.join("take.wav")).unwrap();
        let recover = ["sessions", "recover", number, "--model", "no-such-model"];
        let said = home.refusal(&recover, 1);
        assert!(
            said.contains("has been removed, so there is nothing left to transcribe"),
            "{said}"
        );
        assert!(said.contains("sessions show"), "{said}");
        assert!(
            !said.contains("is safe") && !said.contains("no-such-model"),
            "{said}"
        );
    }
}

/// If the reports cannot be written, the transcript is still saved.
#[test]
fn reports_that_cannot_be_written_leave_what_was_said_and_say_so() {
    let (home, weak, _) = two_takes();
    let page = weak.join("report.html");
    let _ = fs::remove_file(&page);
    fs::create_dir(&page).unwrap();
    let recover = ["sessions", "recover", "1"];
    let said = home.refusal(&recover, 1);
    assert!(
        said.contains("report.html") && said.contains("What was said is safe in"),
        "{said}"
    );
    assert!(
        said.contains(
            "`rehearse sessions recover 20261101T080000Z-caught-critical-issue` goes on from there"
        ),
        "{said}"
    );
    fs::remove_dir(&page).unwrap();
    home.output(&recover);
    assert!(page.is_file());
}

#[test]
fn a_page_without_the_requested_sound_says_so() {
    let (home, _, _) = two_takes();
    let page = |name: &str| {
        let file = home.path().join(name);
        let asked = ["sessions", "export", "1", "--single-file", "-o"];
        let said = told(&home, &[&asked[..], &[file.to_str().unwrap()]].concat());
        (said, fs::read_to_string(file).unwrap())
    };
    let (said, html) = page("with.html");
    assert!(
        !said.contains("no sound") && html.contains("data:audio/wav"),
        "{said}"
    );
    told(&home, &["sessions", "rm", "1", "--audio-only", "--yes"]);
    let (said, html) = page("without.html");
    assert!(said.contains("There is no sound in the page"), "{said}");
    assert!(!html.contains("data:audio/wav"));
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

/// The played file is in the temporary folder only while it is played.
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

/// A partial export would block the next one.
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
