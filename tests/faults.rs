//! Faults that every verb must handle, and the test of each.
//!
//! | fault | what happens | test |
//! |---|---|---|
//! | the reader of a pipe closes it | 0, no message | `a_closed_reader_is_no_error` |
//! | standard output is full | 1, one sentence | `a_full_standard_output_is_one_sentence` |
//! | the home is read-only | 1, one sentence with a remedy; reading works | `a_home_that_cannot_be_written_is_one_sentence` |
//! | no home is known | 1, one sentence | `without_a_home_the_variables_are_named` |
//! | the disk fills up during the recording | nothing is lost | `capture_safe.rs`: five tests |
//! | the disk fills up while recordings are read | 1, no partial session | `practice.rs`: `recordings_without_…` |
//! | a file reaches the system's limit (`ulimit -f`) | the limit is named; nothing is lost, no partial session | `practice.rs`: `recordings_that_…`, `capture_safe.rs` |
//! | the disk fills up in an export, a model, a session | 1, no partial file | `removing.rs`, `model_fetch.rs`, `store` |
//! | kill, power cut | less than a second is missing | `capture_take.rs`, `capture_safe.rs` |
//! | Ctrl-C | 130, saved; the demo leaves nothing | `capture_live.rs`, `demo.rs` |
//! | a text of a million words | 1, one sentence | `a_book_is_refused_as_an_answer_with_one_sentence` |
//! | two programs at once | two sessions, two downloads, nothing mixed | `two_programs_at_once_make_two_sessions`, `model_fetch.rs` |
//! | an error in the settings | 1, file and line; no other folder is used | `an_error_in_the_settings_reads_no_other_folder` |
//! | `--fail-on` matched | 4 | `judge.rs` |
//! | no such model, no microphone | 3 | `model.rs`, `capture_live.rs` |
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "a test meets the disk")]
#![cfg(unix)]

mod common;
#[cfg(target_os = "linux")]
#[path = "common/studio.rs"]
mod studio;

use common::{Home, SmallDisk, root, skip};
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Verbs that print, either more than a pipe buffers or at least something.
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

/// Arguments for a take of one section that is kept without its words.
fn take_of(sound: &str) -> [&str; 6] {
    [
        "practice",
        "--section",
        "task",
        "--no-transcribe",
        "--from-wav",
        sound,
    ]
}

fn take(home: &Home) -> String {
    home.output(&take_of(&recording()))
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
fn a_closed_reader_is_no_error() {
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
    take(&home);
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
fn without_a_home_the_variables_are_named() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearse"));
    command.args(["sessions", "list"]).env_clear();
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    // The system may know a home without a variable.
    assert!(
        done.status.success() || said.contains("REHEARSE_DATA_DIR"),
        "{said}"
    );
}

#[test]
fn two_programs_at_once_make_two_sessions() {
    let home = Home::new();
    let sound = recording();
    let arguments = take_of(&sound);
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

#[test]
fn what_several_programs_note_at_once_is_all_kept() {
    let home = Home::new();
    let question = |number: usize| format!("Question {number}?");
    let children: Vec<_> = (0..8)
        .map(|number| {
            let mut command = rehearse(&home, &["log", &question(number)]);
            command.stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{done:?}");
    }
    let log = home.output(&["log"]);
    for number in 0..8 {
        assert!(log.contains(&question(number)), "{log}");
    }
}

/// One invalid line must neither send a take to another folder nor hide existing takes.
#[test]
fn an_error_in_the_settings_reads_no_other_folder() {
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
    let (code, said) = run(&take_of(&sound));
    assert_eq!(code, Some(0), "{said}");
    assert!(home.path().join("talks/sessions").is_dir(), "{said}");
}

/// Times and marks come from the samples and from a clock that only counts up.
#[test]
#[cfg(target_os = "linux")]
fn a_clock_that_jumps_moves_no_mark() {
    use studio::{Desk, FakeMic, LATER, RATE, SOON, marks, noise_file, record, session, sleep};
    let name = "a_clock_that_jumps_moves_no_mark";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let clock = home.path().join("clock.so");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .arg(&clock)
        .arg(root().join("tests/jumping-clock.c"))
        .status();
    assert!(built.unwrap().success());
    let preload = format!("LD_PRELOAD={}", clock.display());
    let program = env!("CARGO_BIN_EXE_rehearse");
    let mut desk = Desk::run(
        &mic,
        &home,
        &["env", &preload, program, "practice", "--no-transcribe"],
    );
    mic.wake(&desk);
    desk.wait_for("space begins", SOON);
    let (file, _) = noise_file(home.path(), 20);
    let mut pressed = vec![desk.press(" ")];
    let mut player = mic.play(&file);
    for _ in 0..3 {
        sleep(1.5);
        pressed.push(desk.press(" "));
    }
    sleep(1.5);
    desk.press("q");
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    let _ = player.kill();
    let _ = player.wait();
    let folder = session(&home);
    let starts = marks(&folder, "start");
    assert_eq!(starts.len(), pressed.len());
    for (mark, press) in starts.iter().zip(&pressed) {
        let off = mark / RATE - press.duration_since(pressed[0]).as_secs_f64();
        assert!(off.abs() < 0.1, "a mark lies {off:.3} s from its key");
    }
    assert_eq!(record(&folder)["take"]["lost_frames"], 0);
}

/// A machine that believed in another year for a while.
#[test]
fn takes_of_a_day_to_come_stand_in_nobodys_way() {
    let home = Home::new();
    take(&home);
    let sessions = home.data().join("sessions");
    let folder = std::fs::read_dir(&sessions).unwrap().next().unwrap();
    let folder = folder.unwrap().path();
    let record = std::fs::read_to_string(folder.join("session.json")).unwrap();
    let id = folder.file_name().unwrap().to_str().unwrap();
    let started: serde_json::Value = serde_json::from_str(&record).unwrap();
    let started = started["started"].as_str().unwrap();
    let later = id.replacen("20", "90", 1);
    let record = record.replace(id, &later);
    let record = record.replace(started, &started.replacen("20", "90", 1));
    std::fs::write(folder.join("session.json"), record).unwrap();
    std::fs::rename(&folder, sessions.join(&later)).unwrap();
    take(&home);
    let listed = home.output(&["sessions", "list"]);
    assert!(listed.contains("90"), "{listed}");
    home.output(&["sessions", "recover"]);
    for arguments in [
        &["next"][..],
        &["trend"],
        &["stories"],
        &["sessions", "show", "1"],
        &["sessions", "show", &later],
        &["sessions", "compare", "1", "2"],
        &["sessions", "purge", "--older", "1d", "--yes"],
    ] {
        home.output(arguments);
    }
    assert_eq!(std::fs::read_dir(&sessions).unwrap().count(), 2);
}

/// Every verb that there is, in an order in which each finds what it needs. Words in capitals are files.
const EVERY_VERB: &[&str] = &[
    "demo --take weak",
    "practice --section task --no-transcribe --from-wav SOUND",
    "practice --section task --no-transcribe --from-wav SOUND",
    "sessions recover",
    "sessions recover",
    "practice --mode mock --from-wav WHOLE",
    "sessions mark last",
    "transcribe SOUND",
    "analyze 1",
    "analyze --text task=TEXT",
    "confirm",
    "rules",
    "study",
    "followups --count 1 --from-wav SOUND",
    "followups --own 1",
    "quiz",
    "scenario list",
    "scenario show caught-critical-issue",
    "scenario new --from NOTES",
    "scenario check alarm",
    "model list",
    "model get tiny.en-q8_0",
    "model verify",
    "model rm base.en",
    "devices",
    "doctor",
    "sessions",
    "sessions list",
    "sessions show",
    "sessions export",
    "sessions export -o REPORT.md",
    "sessions compare 1 2",
    "sessions open",
    "sessions hear 1",
    "sessions use 1",
    "sessions play 1",
    "next",
    "ask --count 1 --from-wav SOUND",
    "log why? --story alarm --went well",
    "log",
    "loop --questions 1 --from-wav SOUND",
    "loop --debrief",
    "card alarm",
    "card alarm --html CARD.html",
    "review --no-open",
    "stories",
    "stories --html STORIES.html",
    "trend",
    "trend --html TREND.html",
    "sessions purge --older 1d --yes",
    "sessions rm 1 --audio-only --yes",
    "sessions rm 1 --yes",
];

/// A line of [`EVERY_VERB`] as it is typed in this home.
fn typed(line: &str, home: &Home) -> Vec<String> {
    let here = |name: &str| home.path().join(name).display().to_string();
    line.split(' ')
        .map(|word| {
            let whole = root().join("tests/recordings/answer.mp3");
            let word = word.replace("SOUND", &recording());
            let word = word.replace("WHOLE", &whole.display().to_string());
            match word.trim_start_matches("task=") {
                file if file.starts_with(char::is_uppercase) && file.len() > 3 => {
                    word.replace(file, &here(file))
                }
                _ => word,
            }
        })
        .collect()
}

/// Names of the verbs, and of their own verbs, that do something.
fn names(command: &clap::Command, above: &str, found: &mut Vec<String>) {
    for verb in command
        .get_subcommands()
        .filter(|one| one.get_name() != "help")
    {
        let name = format!("{above} {}", verb.get_name()).trim().to_owned();
        match verb.has_subcommands() {
            true => names(verb, &name, found),
            false => found.push(name),
        }
    }
}

#[test]
fn every_verb_asked_for_json_prints_one_document() {
    use clap::CommandFactory;
    let home = Home::new();
    let notes = "# Alarm\n## Task\nI owned it.\n## Action\nI led it.\n## Result\nFrom 31 to 4.\n";
    std::fs::write(home.path().join("NOTES"), notes).unwrap();
    std::fs::write(home.path().join("TEXT"), "I owned the alarm. Kubernetes").unwrap();
    let mut known = Vec::new();
    names(&rehearse::cli::Cli::command(), "", &mut known);
    for name in known {
        // What a shell and a manual read has no JSON, and the machine is timed for half a minute.
        let other = ["completions", "man", "model bench"].contains(&name.as_str());
        let tried = EVERY_VERB
            .iter()
            .any(|line| *line == name || line.starts_with(&format!("{name} ")));
        assert!(tried || other, "{name} is not tried");
    }
    for line in EVERY_VERB {
        let verb = typed(line, &home);
        let arguments: Vec<&str> = verb.iter().map(String::as_str).chain(["--json"]).collect();
        let mut command = rehearse(&home, &arguments);
        // Reports are opened by a program that is none.
        command.env("BROWSER", "true");
        let done = command.output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!said.contains("panicked"), "{verb:?}: {said}");
        let printed = String::from_utf8_lossy(&done.stdout).into_owned();
        let mut documents = serde_json::Deserializer::from_str(&printed).into_iter();
        let first: Option<Result<serde_json::Value, _>> = documents.next();
        match first {
            Some(read) => drop(read.unwrap_or_else(|error| panic!("{verb:?}: {error}: {printed}"))),
            // Without a microphone, a player or such a model there is nothing but the sentence.
            None => assert!(
                !done.status.success() && !said.is_empty(),
                "{verb:?}: {said}"
            ),
        }
        assert!(documents.next().is_none(), "{verb:?}: {printed}");
    }
    for arguments in [
        &["man", "--json"][..],
        &["completions", "bash", "--json"],
        &["--json"],
    ] {
        let done = rehearse(&home, arguments).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        assert!(done.stdout.is_empty(), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_or_hold_escapes_are_one_harmless_sentence() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let asked: [[&[u8]; 3]; 3] = [
        [b"transcribe", b"--json", b"bad\xff.wav"],
        [b"scenario", b"check", b"a\x1b]0;title\x07\x1b[31m.toml"],
        [b"sessions", b"show", b"20261129\x1b[31m"],
    ];
    for arguments in asked {
        let mut command = home.rehearse();
        command.args(arguments.map(OsStr::from_bytes));
        let done = command.assert().failure();
        let said = &done.get_output().stderr;
        assert!(matches!(done.get_output().status.code(), Some(1..=9)));
        assert!(!said.contains(&0x1b), "{}", String::from_utf8_lossy(said));
    }
}

#[test]
fn a_book_is_refused_as_an_answer_with_one_sentence() {
    let home = Home::new();
    let (long, short) = (home.path().join("book.txt"), home.path().join("short.txt"));
    std::fs::write(&long, "I moved the ramp. ".repeat(2_500)).unwrap();
    std::fs::write(&short, "I moved it.").unwrap();
    let file = home.path().join("attempt.json");
    let ramp = "ramp ".repeat(10_001);
    let sections = format!(r#"[{{"id": "action", "seconds": 9.5, "text": "{ramp}"}}]"#);
    let attempt = format!(r#"{{"format": 1, "sections": {sections}}}"#);
    std::fs::write(&file, attempt).unwrap();
    let text = |section: &str, file: &std::path::Path| format!("{section}={}", file.display());
    let (action, task) = (text("action", &long), text("task", &short));
    for (arguments, name, words) in [
        (
            &["--text", &task, "--text", &action][..],
            "book.txt",
            10_003,
        ),
        (
            &["--attempt", file.to_str().unwrap()],
            "attempt.json",
            10_001,
        ),
    ] {
        let verb = [&["analyze"][..], arguments].concat();
        let said = home.refusal(&verb, 1);
        let told = format!("an answer of {words} words, and at most 10000 are judged");
        assert!(said.contains(name) && said.contains(&told), "{said}");
        let sentences = said.lines().filter(|line| line.starts_with("rehearse: "));
        assert_eq!(sentences.count(), 1, "{said}");
    }
    // Notes for stories, too, are no book.
    std::fs::write(&long, "I moved the ramp. ".repeat(60_000)).unwrap();
    let verb = ["scenario", "new", "--from", long.to_str().unwrap()];
    let said = home.refusal(&verb, 1);
    assert!(said.contains("book.txt is larger than 1 MB"), "{said}");
}
