//! The follow-up drill at a microphone: the voice that reads the question is not recorded.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests wait, talk and touch the disk"
)]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/studio.rs"]
mod studio;

use common::Home;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;
use studio::{Desk, FakeMic, find_whole, frames, noise, record, session, write_wav};

const SOON: Duration = Duration::from_secs(20);
/// The voice of this test: a tone; noise never contains two of these in a row.
const VOICE: i16 = 11_111;

/// A folder with an `espeak-ng` that plays three seconds of one loud tone.
fn voice(home: &Home) -> String {
    let folder = home.path().join("voice");
    fs::create_dir(&folder).unwrap();
    let sound = folder.join("voice.wav");
    write_wav(&sound, &vec![VOICE; 3 * 48_000]);
    let program = folder.join("espeak-ng");
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\ncat >> '{}'\nexec paplay '{}'\n",
        folder.join("read.txt").display(),
        sound.display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    format!("PATH={}:{path}", folder.display())
}

fn speak(mic: &FakeMic, folder: &Path, name: &str) -> Vec<i16> {
    let answer = noise(2);
    let file = folder.join(name);
    write_wav(&file, &answer);
    assert!(mic.play(&file).wait().unwrap().success());
    // The last sound may still be on its way to the microphone.
    std::thread::sleep(Duration::from_millis(800));
    answer
}

#[test]
fn a_question_is_read_and_only_the_answer_is_recorded() {
    let name = "a_question_is_read_and_only_the_answer_is_recorded";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let path = voice(&home);
    let mut desk = Desk::run(
        &mic,
        &home,
        &[
            "env",
            &path,
            env!("CARGO_BIN_EXE_rehearse"),
            "followups",
            "--ask",
            "how-accepted,how-verified",
            "--aloud",
            "--no-transcribe",
        ],
    );
    mic.wake(&desk);
    // The key stops the voice, and recording begins when it has ended.
    desk.wait_for("the question is being read", SOON);
    let screen = desk.screen();
    assert!(screen.contains("How did you ensure"), "{screen}");
    assert!(!screen.contains("How did you verify"), "{screen}");
    std::thread::sleep(Duration::from_millis(900));
    desk.press(" ");
    desk.wait_for("left of 0:45", SOON);
    let first = speak(&mic, home.path(), "first.wav");
    desk.press(" ");
    // The second question is read to its end without recording.
    desk.wait_for("How did you verify", SOON);
    desk.wait_for("the question is being read", SOON);
    desk.wait_for("space begins", SOON);
    desk.press(" ");
    desk.wait_for("left of 0:45", SOON);
    let second = speak(&mic, home.path(), "second.wav");
    desk.press(" ");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());

    let folder = session(&home);
    let session = record(&folder);
    let sections = session["sections"].as_array().unwrap();
    let ids: Vec<&str> = sections
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["follow-up-how-accepted", "follow-up-how-verified"]);
    let take = frames(&folder.join("take.wav"));
    assert_eq!(session["take"]["frames"], take.len());
    let border = sections[1]["spans"][0]["start"].as_u64().unwrap() as usize * 48;
    for (part, spoken) in [(&take[..border], first), (&take[border..], second)] {
        find_whole(part, &spoken).unwrap();
    }
    let heard = take
        .windows(2)
        .filter(|pair| **pair == [VOICE, VOICE])
        .count();
    assert_eq!(heard, 0, "the voice is in the take for {heard} samples");
    let read = fs::read_to_string(home.path().join("voice/read.txt")).unwrap();
    assert_eq!(
        read.lines().collect::<Vec<_>>(),
        [
            "How did you ensure the Platform team accepted and deployed your fix?",
            "How did you verify your fix actually resolved the problem?"
        ]
    );
}

#[test]
fn a_mock_is_one_take_without_hints_and_two_questions_after_it() {
    let name = "a_mock_is_one_take_without_hints_and_two_questions_after_it";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let mut desk = Desk::sit_down(
        &mic,
        &home,
        &[
            "practice",
            "caught-critical-issue",
            "--mode",
            "mock",
            "--no-transcribe",
        ],
    );
    mic.wake(&desk);
    desk.wait_for("space begins", SOON);
    desk.press(" ");
    desk.wait_for("● Your answer", SOON);
    let first = speak(&mic, home.path(), "first.wav");
    // A key within the answer marks a border and ends nothing.
    desk.press(" ");
    desk.wait_for("marked: a new section begins here", SOON);
    let second = speak(&mic, home.path(), "second.wav");
    desk.press("\r");
    for number in ["1 of 2", "2 of 2"] {
        desk.wait_for(number, SOON);
        desk.wait_for("space begins", SOON);
        std::thread::sleep(Duration::from_millis(600));
        desk.press(" ");
        desk.wait_for("left of 0:45", SOON);
        speak(&mic, home.path(), "answer.wav");
        desk.press(" ");
    }
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    let shown = desk.all();
    for hint in [
        "I pulled webhook",
        "outside my team",
        "Use 'I'",
        "Situation",
    ] {
        assert!(!shown.contains(hint), "{hint} is on the screen of a mock");
    }

    let folder = session(&home);
    let session = record(&folder);
    let sections = session["sections"].as_array().unwrap();
    assert_eq!(sections.len(), 3);
    assert_eq!(sections[0]["id"], "answer");
    for follow_up in &sections[1..] {
        assert!(follow_up["id"].as_str().unwrap().starts_with("follow-up-"));
    }
    let marks = session["marks"].as_array().unwrap();
    let border = marks
        .iter()
        .find(|mark| mark["event"]["kind"] == "border")
        .unwrap();
    let at = border["frame"].as_u64().unwrap() as usize;
    let take = frames(&folder.join("take.wav"));
    let end = sections[0]["spans"][0]["end"].as_u64().unwrap() as usize * 48;
    find_whole(&take[..at], &first).unwrap();
    find_whole(&take[at..end], &second).unwrap();
}
