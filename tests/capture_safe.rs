//! Nothing recorded is lost when the program is killed or the disk is full: the real program with a virtual
//! microphone and keys in a pseudo-terminal. Skipped and counted without PulseAudio.
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

use common::{Home, SmallDisk};
use std::time::{Duration, Instant};
use studio::*;

#[test]
fn a_take_killed_in_section_three_is_recovered() {
    let Some(mic) = FakeMic::start("a_take_killed_in_section_three_is_recovered") else {
        return;
    };
    let home = Home::new();
    let (file, played, ends) = weak_answer(home.path());
    let mut desk = ready(&mic, &home, &["--model", "tiny.en-q8_0"]);
    let first = desk.press(" ");
    let mut player = mic.play(&file);
    let began = Instant::now();
    for end in &ends[..2] {
        let at = Duration::from_secs_f64(*end);
        std::thread::sleep(at.saturating_sub(began.elapsed()));
        desk.press(" ");
    }
    sleep(3.5);
    let lived = first.elapsed().as_secs_f64();
    desk.signal("KILL");
    desk.end(SOON);
    let _ = player.kill();
    let _ = player.wait();

    let folder = session(&home);
    let take = folder.join("take.wav");
    let kept = frames(&take).len() as f64 / RATE;
    assert!(lived - kept < 1.0, "{:.2} s are missing", lived - kept);
    // It opens without repair, with at most another second missing by its header.
    let header = hound::WavReader::open(&take).unwrap().duration();
    assert!(kept - f64::from(header) / RATE < 1.0);

    let said = mic.listener(&home).args(["practice"]).output().unwrap();
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.contains("was cut short"), "{said}");
    let recovered = home
        .rehearse()
        .args(["sessions", "recover"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&recovered.stderr).into_owned();
    assert!(recovered.status.success(), "{told}");
    let session = record(&folder);
    assert_eq!(session["sections"].as_array().unwrap().len(), 3);
    assert_eq!(marks(&folder, "start").len(), 3);
    heard_as_spoken(&session, 2);
    assert!(session["sections"][2]["transcript"].is_object());
    assert!(folder.join("report.html").exists());
    let heard = frames(&take);
    let from = heard.iter().position(|sample| *sample != 0).unwrap();
    let first = played.iter().position(|sample| *sample != 0).unwrap();
    let length = heard.len() - from;
    assert_eq!(heard[from..], played[first..first + length]);

    let again = home
        .rehearse()
        .args(["sessions", "recover"])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&again.stderr).contains("nothing to recover"));
}

#[test]
fn a_take_at_the_limit_of_a_file_is_reported_at_once_and_everything_before_is_saved() {
    let name = "a_take_at_the_limit_of_a_file_is_reported_at_once_and_everything_before_is_saved";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let (file, played) = noise_file(home.path(), 10);
    // A limit of the file's size: some seven seconds of sound.
    let limited = format!(
        "ulimit -f 700; exec {} practice --no-transcribe",
        env!("CARGO_BIN_EXE_rehearse")
    );
    let mut desk = Desk::run(&mic, &home, &["bash", "-c", &limited]);
    mic.wake(&desk);
    desk.wait_for("space begins", Duration::from_secs(40));
    desk.press(" ");
    let mut player = mic.play(&file);
    sleep(3.0);
    desk.press(" ");
    let full = desk.wait_for("file size limit: ", Duration::from_secs(12));
    desk.wait_for("ulimit -f", SOON);
    player.wait().unwrap();
    desk.press("q");
    desk.wait_for("! Only memory holds the last", SOON);
    desk.wait_for("ulimit -f unlimited", SOON);
    desk.press("\r");
    desk.wait_for("there is still no room", SOON);
    sleep(1.8);
    desk.press("q");
    assert_eq!(desk.end(SOON), 1, "{}", desk.all());
    assert!(full.elapsed() < Duration::from_secs(30));
    assert!(
        desk.all().contains("everything before is safe"),
        "{}",
        desk.all()
    );
    assert!(!desk.all().contains("disk full"), "{}", desk.all());
    assert!(desk.is_given_back());
    let folder = session(&home);
    let take = folder.join("take.wav");
    let heard = frames(&take);
    assert!(heard.len() as f64 / RATE > 6.5, "{} frames", heard.len());
    let from = heard.iter().position(|sample| *sample != 0).unwrap();
    let first = played.iter().position(|sample| *sample != 0).unwrap();
    assert_eq!(heard[from..], played[first..first + heard.len() - from]);
    assert_eq!(
        hound::WavReader::open(&take).unwrap().duration() as usize,
        heard.len()
    );
    assert_eq!(record(&folder)["sections"].as_array().unwrap().len(), 2);
}

#[test]
fn a_disk_that_was_full_for_a_while_loses_nothing() {
    let name = "a_disk_that_was_full_for_a_while_loses_nothing";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let Some(disk) = SmallDisk::mount(name, &home.data(), "1300k") else {
        return;
    };
    let (file, played) = noise_file(home.path(), 17);
    let mut desk = ready(&mic, &home, &["--no-transcribe"]);
    assert!(
        desk.all().contains("The disk has room for 0:1"),
        "{}",
        desk.all()
    );
    desk.press(" ");
    let mut player = mic.play(&file);
    desk.wait_for("disk full", Duration::from_secs(25));
    sleep(1.5);
    disk.resize("16m");
    player.wait().unwrap();
    sleep(1.5);
    assert!(!desk.screen().contains("disk full"));
    desk.press("q");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    find_whole(&frames(&session(&home).join("take.wav")), &played).unwrap();
}

/// Two sections were recorded, and the disk had no space for the end of the second.
struct Full {
    desk: Desk,
    played: Vec<i16>,
    // In the order in which they are dropped: the disk is mounted inside the home.
    disk: SmallDisk,
    home: Home,
    _mic: FakeMic,
}

impl Full {
    fn told(test: &str) -> Option<Self> {
        let mic = FakeMic::start(test)?;
        let home = Home::new();
        let disk = SmallDisk::mount(test, &home.data(), "1300k")?;
        let (file, played) = noise_file(home.path(), 17);
        let mut desk = ready(&mic, &home, &["--no-transcribe"]);
        desk.press(" ");
        let mut player = mic.play(&file);
        sleep(3.0);
        desk.press(" ");
        desk.wait_for("disk full", Duration::from_secs(25));
        player.wait().unwrap();
        Some(Self {
            desk,
            played,
            disk,
            home,
            _mic: mic,
        })
    }
}

/// The recording ends while the disk is full: what is only in memory waits there, however often and
/// fast the key is pressed, until there is space.
#[test]
fn the_end_that_only_memory_holds_waits_for_room() {
    let name = "the_end_that_only_memory_holds_waits_for_room";
    let Some(mut full) = Full::told(name) else {
        return;
    };
    sleep(0.5);
    full.desk.press("qqq");
    full.desk.wait_for("! Only memory holds the last", SOON);
    full.desk.press("q");
    full.desk.press("\r");
    full.desk.wait_for("there is still no room", SOON);
    sleep(1.0);
    full.disk.resize("16m");
    assert_eq!(full.desk.end(SOON), 0, "{}", full.desk.all());
    assert!(
        full.desk.all().contains("nothing was lost"),
        "{}",
        full.desk.all()
    );
    assert!(full.desk.is_given_back());
    let folder = session(&full.home);
    find_whole(&frames(&folder.join("take.wav")), &full.played).unwrap();
    assert_eq!(record(&folder)["sections"].as_array().unwrap().len(), 2);
}

/// Giving up what is only in memory is announced, and then how to continue with the rest.
#[test]
fn what_is_given_up_is_named_and_the_rest_is_recovered() {
    let name = "what_is_given_up_is_named_and_the_rest_is_recovered";
    let Some(mut full) = Full::told(name) else {
        return;
    };
    full.desk.press("q");
    full.desk.wait_for("! Only memory holds the last", SOON);
    sleep(1.8);
    full.desk.press("q");
    assert_eq!(full.desk.end(SOON), 1, "{}", full.desk.all());
    // Whatever the line breaks.
    let all = full
        .desk
        .all()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let lost = all.find("has no room for the last").expect(&all);
    let remedy = all
        .find("Free some space, then `rehearse sessions recover")
        .expect(&all);
    assert!(lost < remedy, "{all}");
    assert!(all.contains("everything before is safe"), "{all}");

    full.disk.resize("16m");
    let folder = session(&full.home);
    let heard = frames(&folder.join("take.wav"));
    let from = heard.iter().position(|sample| *sample != 0).unwrap();
    let first = full.played.iter().position(|sample| *sample != 0).unwrap();
    assert_eq!(
        heard[from..],
        full.played[first..first + heard.len() - from]
    );
    let recovered = ["sessions", "recover", "--model", "small.en-q8_0"];
    let recovered = full.home.refusal(&recovered, 3);
    assert!(recovered.contains("2 sections recovered"), "{recovered}");
    let record = record(&folder);
    assert_eq!(record["take"]["frames"], heard.len());
    assert_eq!(record["sections"].as_array().unwrap().len(), 2);
}

/// Nobody is left to free space: the program ends, and everything before is a valid sound file.
#[test]
fn a_window_that_is_closed_on_a_full_disk_keeps_nobody_waiting() {
    let name = "a_window_that_is_closed_on_a_full_disk_keeps_nobody_waiting";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let Some(_disk) = SmallDisk::mount(name, &home.data(), "1300k") else {
        return;
    };
    let mut desk = ready(&mic, &home, &["--no-transcribe"]);
    desk.press(" ");
    desk.wait_for("disk full", Duration::from_secs(25));
    sleep(0.5);
    desk.signal("HUP");
    desk.close_window();
    desk.end(SOON);
    let take = session(&home).join("take.wav");
    let heard = frames(&take).len();
    assert!(heard as f64 / RATE > 11.0, "{heard} frames");
    assert_eq!(
        hound::WavReader::open(&take).unwrap().duration() as usize,
        heard
    );
}

#[test]
fn recording_does_not_begin_without_disk_space() {
    let name = "recording_does_not_begin_without_disk_space";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let Some(_disk) = SmallDisk::mount(name, &home.data(), "1m") else {
        return;
    };
    let mut desk = Desk::sit_down(&mic, &home, &["practice", "--no-transcribe"]);
    assert_eq!(desk.end(Duration::from_secs(40)), 1, "{}", desk.all());
    let told = desk.all();
    assert!(told.contains("room for 8 s of sound only"), "{told}");
    assert!(
        told.contains("sessions purge --older 30d --audio-only"),
        "{told}"
    );
    assert!(!told.contains("space begins"), "{told}");
    assert!(!home.data().join("sessions").exists());
}
