//! The real program with the real ALSA, a virtual microphone, and keys in a
//! pseudo-terminal. Skipped and counted without PulseAudio.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests wait, talk and touch the disk"
)]

mod common;
#[path = "common/studio.rs"]
mod studio;

use common::Home;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use studio::*;

/// Processes that keep a core busy until dropped.
struct Busy(Vec<Child>);

impl Busy {
    fn cores(count: usize) -> Self {
        let one = || {
            Command::new("sh")
                .args(["-c", "while :; do :; done"])
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        };
        Self((0..count).map(|_| one()).collect())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[test]
fn five_sections_from_the_first_key_to_the_report() {
    let Some(mic) = FakeMic::start("five_sections_from_the_first_key_to_the_report") else {
        return;
    };
    let home = Home::new();
    let (file, played, ends) = weak_answer(home.path());
    let mut desk = ready(&mic, &home, &["--model", "tiny.en-q8_0"]);
    let mut pressed = vec![desk.press(" ")];
    let mut player = mic.play(&file);
    let began = Instant::now();
    for end in &ends {
        let at = Duration::from_secs_f64(*end);
        std::thread::sleep(at.saturating_sub(began.elapsed()));
        if pressed.len() < 5 {
            pressed.push(desk.press(" "));
        }
    }
    player.wait().unwrap();
    sleep(0.3);
    pressed.push(desk.press("n"));
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    assert!(desk.is_given_back());

    let folder = session(&home);
    let take = frames(&folder.join("take.wav"));
    find_whole(&take, &played).unwrap();
    let mut at = marks(&folder, "start");
    at.push(marks(&folder, "finish")[0]);
    for (mark, press) in at.iter().zip(&pressed) {
        let off = mark / RATE - press.duration_since(pressed[0]).as_secs_f64();
        assert!(off.abs() < 0.05, "a mark lies {off:.3} s from its key");
    }
    let session = record(&folder);
    heard_as_spoken(&session, 5);
    assert!(folder.join("report.html").exists() && folder.join("report.md").exists());
    assert_eq!(session["take"]["lost_frames"], 0);
    for title in ["Situation", "Task", "Action", "Result", "Reflection"] {
        assert!(desk.all().contains(&format!("✓ {title}")), "{}", desk.all());
    }
}

/// The microphone is silenced right before a key and opened right after it: the mark of the key must
/// lie in that silence, whatever the latency of the sound.
#[test]
fn a_mark_lies_in_the_sound_of_its_moment() {
    let Some(mic) = FakeMic::start("a_mark_lies_in_the_sound_of_its_moment") else {
        return;
    };
    let home = Home::new();
    let (file, _) = noise_file(home.path(), 30);
    let mut desk = ready(&mic, &home, &["--no-transcribe"]);
    desk.press(" ");
    let mut player = mic.play(&file);
    sleep(3.0);
    for _ in 0..4 {
        assert!(mic.tell(&["mute"]));
        // The sound server silences whole blocks of 50 ms: let one begin.
        sleep(0.06);
        desk.press(" ");
        assert!(mic.tell(&["unmute"]));
        sleep(1.5);
    }
    desk.press("q");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    let _ = player.kill();
    let _ = player.wait();

    let folder = session(&home);
    let take = frames(&folder.join("take.wav"));
    let starts = marks(&folder, "start");
    assert_eq!(starts.len(), 5, "{starts:?}");
    let silences = silences(&take, RATE / 100.0);
    assert_eq!(silences.len(), 4, "{silences:?}");
    for (mark, (from, to)) in starts[1..].iter().zip(silences) {
        let outside = (from - mark).max(mark - to).max(0.0) / RATE;
        println!("the mark lies {:.0} ms off the silence", outside * 1000.0);
        assert!(outside < 0.05, "mark {mark}, silence {from} to {to}");
    }
}

/// The range in which the take, once it has sound, is silent for at least so many frames.
fn silences(take: &[i16], least: f64) -> Vec<(f64, f64)> {
    let mut at = 0;
    let mut found = Vec::new();
    for run in take.chunk_by(|a, b| (*a == 0) == (*b == 0)) {
        if at > 0 && run[0] == 0 && run.len() as f64 >= least {
            found.push((at as f64, (at + run.len()) as f64));
        }
        at += run.len();
    }
    found
}

/// `scripts/bench capture` runs this for ten minutes: `REHEARSE_TEST_BUSY_SECONDS`.
#[test]
fn a_minute_with_busy_cores_loses_nothing() {
    let Some(mic) = FakeMic::start("a_minute_with_busy_cores_loses_nothing") else {
        return;
    };
    let home = Home::new();
    let seconds = std::env::var("REHEARSE_TEST_BUSY_SECONDS").ok();
    let seconds = seconds
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or(60);
    let (file, played) = noise_file(home.path(), seconds);
    let mut desk = ready(&mic, &home, &["--model", "tiny.en-q8_0"]);
    desk.press(" ");
    let busy = Busy::cores(2);
    mic.play(&file).wait().unwrap();
    sleep(1.0);
    drop(busy);
    // Only the take matters here: leave without waiting for the transcript of a minute of noise.
    desk.signal("INT");
    assert_eq!(desk.end(LATER), 130);
    let folder = session(&home);
    find_whole(&frames(&folder.join("take.wav")), &played).unwrap();
    assert_eq!(record(&folder)["take"]["lost_frames"], 0);
    println!(
        "{seconds} s with two busy cores: 0 of {} samples lost",
        seconds * 48_000
    );
}

/// The microphone is muted while the second section is recorded.
#[test]
fn a_microphone_that_is_muted_while_somebody_speaks_is_noticed() {
    let name = "a_microphone_that_is_muted_while_somebody_speaks_is_noticed";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let (file, _) = noise_file(home.path(), 30);
    let mut desk = ready(&mic, &home, &["--no-transcribe"]);
    desk.press(" ");
    let mut player = mic.play(&file);
    sleep(3.0);
    desk.press(" ");
    desk.wait_for("Task  2 of 5", SOON);
    assert!(mic.tell(&["mute"]));
    let muted = Instant::now();
    let told = desk.wait_for("the microphone sends only silence", SOON);
    let after = (told - muted).as_secs_f64();
    assert!((3.5..7.0).contains(&after), "told after {after} s");
    assert!(desk.screen().contains("Unmute it"), "{}", desk.screen());
    assert!(mic.tell(&["unmute"]));
    desk.wait_for("left of 0:20", SOON);
    desk.press("q");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    let _ = player.kill();
    let _ = player.wait();
}

#[test]
fn b_in_the_first_section_does_nothing() {
    let name = "b_in_the_first_section_does_nothing";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let mut desk = ready(&mic, &home, &["--no-transcribe"]);
    desk.press(" ");
    sleep(1.5);
    desk.press("b");
    desk.wait_for("this is the first section", SOON);
    desk.press("r");
    desk.wait_for("the earlier try is kept", SOON);
    sleep(1.5);
    desk.press("q");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    assert_eq!(marks(&session(&home), "start").len(), 2);
}

#[test]
fn a_change_of_width_shows_every_line_once() {
    let Some(mic) = FakeMic::start("a_change_of_width_shows_every_line_once") else {
        return;
    };
    let home = Home::new();
    let mut desk = ready(&mic, &home, &["--no-transcribe"]);
    desk.press(" ");
    sleep(1.5);
    desk.press(" ");
    desk.wait_for("Task  2 of 5", SOON);
    for columns in [60, 120, 80] {
        desk.resize(columns);
        sleep(0.7);
        let screen = desk.screen();
        for once in ["✓ Situation", "Task  2 of 5", "SDE 2 · guided"] {
            assert_eq!(
                screen.matches(once).count(),
                1,
                "{columns}: {once}: {screen}"
            );
        }
    }
    desk.press("q");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
}

/// A headset that sends exact zeros until it wakes, for longer than the check waits: the first word
/// is spoken when the screen says so, and is at the beginning of the section. The last key is pressed during the
/// last word.
#[test]
fn neither_the_first_word_nor_the_last_is_lost() {
    let Some(mic) = FakeMic::start("neither_the_first_word_nor_the_last_is_lost") else {
        return;
    };
    let home = Home::new();
    let voice = demo_voice("weak/4-result.wav");
    let file = home.path().join("voice.wav");
    write_wav(&file, &voice);
    let more = ["practice", "--section", "result", "--no-transcribe"];
    let mut desk = Desk::sit_down(&mic, &home, &more);
    desk.wait_for("space begins", Duration::from_secs(40));
    desk.press(" ");
    desk.wait_for("waiting for the microphone", SOON);
    let player = mic.play(&file);
    let began = desk.wait_for("left of 0:20", SOON);
    // The last word ends a quarter of a second after the key.
    let loud = voice.iter().rposition(|sample| sample.unsigned_abs() > 600);
    let last = loud.unwrap() as f64 / RATE;
    let key = Duration::from_secs_f64(last - 0.25);
    std::thread::sleep(key.saturating_sub(began.elapsed()));
    desk.press("n");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    drop(player);
    let folder = session(&home);
    let take = frames(&folder.join("take.wav"));
    let first = voice.iter().position(|sample| *sample != 0).unwrap();
    let heard = &voice[first..(last * RATE) as usize];
    let at = find_whole(&take, heard).unwrap();
    assert!(at <= 4_800, "{at} frames before the first sound");
    let section = &record(&folder)["sections"][0];
    let spoken = section["spans"][0]["end"].as_u64().unwrap();
    let ends = (at + heard.len()) as u64 * 1000 / 48_000;
    assert!(
        spoken + 200 > ends,
        "the section ends at {spoken}, the voice at {ends}"
    );
}

#[test]
fn a_microphone_is_disconnected_and_reconnected() {
    let Some(mic) = FakeMic::start("a_microphone_is_disconnected_and_reconnected") else {
        return;
    };
    let home = Home::new();
    let (file, played) = noise_file(home.path(), 4);
    let mut desk = ready(&mic, &home, &["--no-transcribe"]);
    desk.press(" ");
    mic.play(&file).wait().unwrap();
    sleep(0.5);
    assert!(mic.tell(&["unplug"]));
    let gone = Instant::now();
    let told = desk.wait_for("microphone gone", SOON);
    assert!(
        told - gone < Duration::from_secs(3),
        "told after {:?}",
        told - gone
    );
    assert!(desk.screen().contains("everything said is safe"));
    desk.press(" ");
    desk.wait_for("not now: the microphone is away", SOON);
    sleep(1.5);
    assert!(mic.tell(&["replug"]));
    desk.wait_for("microphone is back", SOON);
    assert!(
        desk.screen().contains("s missing: go on"),
        "{}",
        desk.screen()
    );
    mic.play(&file).wait().unwrap();
    sleep(0.8);
    desk.press("q");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    let folder = session(&home);
    let session = record(&folder);
    let gaps = session["take"]["gaps"].as_array().unwrap();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    let take = frames(&folder.join("take.wav"));
    let back = (gaps[0]["end"].as_f64().unwrap() * RATE / 1000.0) as usize;
    find_whole(&take, &played).unwrap();
    find_whole(&take[back..], &played).unwrap();
    // The section is the take without the gap.
    let spans = session["sections"][0]["spans"].as_array().unwrap();
    assert_eq!(spans.len(), 2);
    assert_eq!(spans[0]["end"], gaps[0]["start"]);
}

#[test]
fn a_sound_system_hangs_and_recovers() {
    let Some(mic) = FakeMic::start("a_sound_system_hangs_and_recovers") else {
        return;
    };
    let home = Home::new();
    let mut desk = ready(&mic, &home, &["--no-transcribe"]);
    let (file, _) = noise_file(home.path(), 2);
    desk.press(" ");
    mic.play(&file).wait().unwrap();
    sleep(0.5);
    assert!(mic.tell(&["freeze"]));
    let gone = Instant::now();
    let told = desk.wait_for("microphone gone", SOON);
    assert!(
        told - gone < Duration::from_secs(4),
        "told after {:?}",
        told - gone
    );
    sleep(1.0);
    assert!(mic.tell(&["thaw"]));
    desk.wait_for("microphone is back", Duration::from_secs(15));
    sleep(1.0);
    desk.press("q");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    assert_eq!(
        record(&session(&home))["take"]["gaps"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn closing_the_window_saves() {
    let Some(mic) = FakeMic::start("closing_the_window_saves") else {
        return;
    };
    let home = Home::new();
    let (file, played) = noise_file(home.path(), 3);
    let mut desk = ready(&mic, &home, &["--no-transcribe"]);
    desk.press(" ");
    mic.play(&file).wait().unwrap();
    sleep(0.7);
    desk.signal("HUP");
    desk.close_window();
    desk.end(Duration::from_secs(4));
    let folder = session(&home);
    find_whole(&frames(&folder.join("take.wav")), &played).unwrap();
    assert_eq!(marks(&folder, "finish").len(), 1);
}

#[test]
fn signals_save_and_restore_the_terminal() {
    let Some(mic) = FakeMic::start("signals_save_and_restore_the_terminal") else {
        return;
    };
    for signal in ["INT", "TERM", "QUIT"] {
        let home = Home::new();
        let mut desk = ready(&mic, &home, &["--no-transcribe"]);
        assert!(!desk.is_given_back(), "keys are not read one by one");
        desk.press(" ");
        sleep(2.0);
        desk.signal(signal);
        assert_eq!(desk.end(Duration::from_secs(4)), 130, "{signal}");
        assert!(desk.is_given_back(), "{signal}");
        assert!(desk.all().contains("sessions recover"), "{}", desk.all());
        assert_eq!(
            record(&session(&home))["sections"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
    }
}

#[test]
fn ctrl_z_does_not_stop_the_recording() {
    let Some(mic) = FakeMic::start("ctrl_z_does_not_stop_the_recording") else {
        return;
    };
    let home = Home::new();
    let mut desk = ready(&mic, &home, &["--no-transcribe"]);
    let (file, _) = noise_file(home.path(), 20);
    desk.press(" ");
    let mut player = mic.play(&file);
    sleep(2.0);
    desk.press("\u{1a}");
    desk.wait_for("Ctrl-Z would stop the recording", SOON);
    desk.press("?");
    desk.wait_for("speak this section again", SOON);
    desk.press("?");
    desk.press("p");
    desk.wait_for("paused 0:0", SOON);
    desk.press("p");
    desk.wait_for("left of", SOON);
    desk.press("\u{3}");
    assert_eq!(desk.end(SOON), 130);
    let _ = player.kill();
    let _ = player.wait();
}

#[test]
fn a_muted_microphone_is_recognised() {
    let Some(mic) = FakeMic::start("a_muted_microphone_is_recognised") else {
        return;
    };
    assert!(mic.tell(&["mute"]));
    let home = Home::new();
    let mut desk = Desk::sit_down(&mic, &home, &["practice", "--no-transcribe"]);
    desk.wait_for("I hear nothing", Duration::from_secs(40));
    desk.wait_for("space begins", SOON);
    assert!(desk.screen().contains("Unmute it"), "{}", desk.screen());
    desk.press("q");
    assert_eq!(desk.end(SOON), 130);
    assert!(desk.all().contains("Nothing was recorded"));
}

#[test]
fn plain_mode_writes_sentences() {
    let Some(mic) = FakeMic::start("plain_mode_writes_sentences") else {
        return;
    };
    let home = Home::new();
    let mut desk = Desk::sit_down(&mic, &home, &["practice", "--no-transcribe", "--plain"]);
    mic.wake(&desk);
    desk.wait_for("Space begins", Duration::from_secs(40));
    desk.press(" ");
    desk.wait_for("Situation, 1 of 5", SOON);
    sleep(2.0);
    desk.press(" ");
    desk.wait_for("Situation ended after", SOON);
    desk.press("q");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    let lines = desk.all().lines().count();
    assert!(
        lines < 16,
        "{lines} lines in three seconds:\n{}",
        desk.all()
    );
}

#[test]
fn devices_and_doctor_see_the_microphone() {
    let Some(mic) = FakeMic::start("devices_and_doctor_see_the_microphone") else {
        return;
    };
    let home = Home::new();
    let listed = mic
        .listener(&home)
        .args(["devices", "--json"])
        .output()
        .unwrap();
    assert!(listed.status.success());
    assert!(
        listed.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let devices: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    let default = devices
        .as_array()
        .unwrap()
        .iter()
        .find(|device| device["default"] == true);
    assert!(!default.unwrap()["formats"].as_array().unwrap().is_empty());

    let examined = mic
        .listener(&home)
        .args(["doctor", "--json"])
        .output()
        .unwrap();
    let findings: serde_json::Value = serde_json::from_slice(&examined.stdout).unwrap();
    let found = |what: &str| {
        let mut all = findings.as_array().unwrap().iter();
        all.find(|one| one["what"] == what).unwrap()
    };
    assert_ne!(found("microphone")["state"], "bad", "{findings:#}");
    let what: Vec<&str> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["what"].as_str().unwrap())
        .collect();
    for thing in [
        "microphone",
        "level",
        "model",
        "speed",
        "disk",
        "folders",
        "terminal",
    ] {
        assert!(what.contains(&thing), "{thing} is missing in {what:?}");
    }
}

#[test]
fn without_a_microphone_reason_and_remedy_are_reported() {
    let home = Home::new();
    let mut command = home.rehearse();
    command
        .args(["doctor"])
        .env("ALSA_CONFIG_PATH", "/dev/null");
    command.env("PULSE_SERVER", "unix:/nowhere");
    let done = command.output().unwrap();
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    assert_eq!(done.status.code(), Some(3), "{told}");
    assert!(told.contains("BAD   microphone  none was found"), "{told}");
    assert!(told.contains("not tried: no microphone"), "{told}");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(!said.contains("ALSA lib"), "{said}");
    assert!(!said.contains("Say a sentence"), "{said}");

    let mut command = home.rehearse();
    command
        .args(["devices"])
        .env("ALSA_CONFIG_PATH", "/dev/null");
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(3), "{said}");
    assert!(said.contains("no microphone was found"), "{said}");
}

#[test]
fn keys_need_a_terminal() {
    let home = Home::new();
    let said = home.refusal(&["practice"], 2);
    assert!(said.contains("--from-wav"), "{said}");
}
