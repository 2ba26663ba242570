//! The wait for the transcript, left by a key, by Ctrl-C and by closing the window, with a slow model.
//! And a screen that is drawn only when something has changed.
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
use common::scripted_model::{self, Say, Shape};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use studio::{Desk, FakeMic, demo_voice, frames, noise, record, session, write_wav};

const SOON: Duration = Duration::from_secs(20);
/// Longer than any of these waits; the encoder of the slow model cannot be cancelled within a window.
const LATER: Duration = Duration::from_secs(180);

/// A model that takes seconds for every window, and is small nevertheless: many narrow layers.
fn slow_model(home: &Home) -> PathBuf {
    let shape = Shape {
        n_state: 128,
        n_head: 2,
        n_audio_layer: 64,
        ..Shape::default()
    };
    let script = [Say::At(0), Say::Text(b" Slowly"), Say::At(100)];
    let path = home.path().join("slow.bin");
    std::fs::write(&path, scripted_model::model_of_shape(&script, shape)).unwrap();
    path
}

/// Speaks a section, ends it with `q`, and waits until the wait is shown.
fn waits_for_words(mic: &FakeMic, home: &Home, more: &[&str], wait: &str) -> Desk {
    let model = slow_model(home);
    let voice = home.path().join("voice.wav");
    write_wav(&voice, &demo_voice("weak/1-situation.wav"));
    let mut arguments = vec!["practice", "--model", model.to_str().unwrap()];
    arguments.extend(more);
    let mut desk = Desk::sit_down(mic, home, &arguments);
    let begins = if more.contains(&"--plain") {
        "Space begins"
    } else {
        "space begins"
    };
    mic.wake(&desk);
    desk.wait_for(begins, Duration::from_secs(60));
    desk.press(" ");
    mic.play(&voice).wait().unwrap();
    std::thread::sleep(Duration::from_millis(700));
    desk.press("q");
    desk.wait_for(wait, SOON);
    desk
}

/// The sound and the marks are saved, and the message says how to continue.
#[track_caller]
fn is_saved(desk: &Desk, home: &Home) {
    let folder = session(home);
    assert_eq!(record(&folder)["sections"].as_array().unwrap().len(), 1);
    assert!(frames(&folder.join("take.wav")).len() > 48_000);
    assert!(desk.all().contains("sessions recover"), "{}", desk.all());
}

#[test]
fn q_leaves_the_wait_at_once_without_error() {
    let Some(mic) = FakeMic::start("q_leaves_the_wait_at_once_without_error") else {
        return;
    };
    let home = Home::new();
    let mut desk = waits_for_words(&mic, &home, &[], "Writing down what you said");
    assert!(desk.screen().contains("q leaves"), "{}", desk.screen());
    let pressed = desk.press("q");
    let told = desk.wait_for("Leaving: the session is saved", SOON);
    let took = told - pressed;
    assert!(took < Duration::from_millis(900), "told after {took:?}");
    assert!(!desk.screen().contains("q leaves"), "{}", desk.screen());
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    assert!(desk.is_given_back());
    is_saved(&desk, &home);
}

#[test]
fn ctrl_c_during_the_wait_is_an_interruption() {
    let Some(mic) = FakeMic::start("ctrl_c_during_the_wait_is_an_interruption") else {
        return;
    };
    let home = Home::new();
    let mut desk = waits_for_words(&mic, &home, &[], "Writing down what you said");
    desk.press("\u{3}");
    desk.wait_for("Leaving: the session is saved", SOON);
    assert_eq!(desk.end(LATER), 130, "{}", desk.all());
    assert!(desk.is_given_back());
    is_saved(&desk, &home);
}

#[test]
fn closing_the_window_during_the_wait_is_an_interruption() {
    let Some(mic) = FakeMic::start("closing_the_window_during_the_wait_is_an_interruption") else {
        return;
    };
    let home = Home::new();
    let mut desk = waits_for_words(&mic, &home, &[], "Writing down what you said");
    desk.signal("HUP");
    assert_eq!(desk.end(LATER), 130, "{}", desk.all());
    is_saved(&desk, &home);
}

/// The disk refuses: the new record cannot be written.
#[test]
fn words_that_cannot_be_saved_are_told_with_what_is_safe() {
    let name = "words_that_cannot_be_saved_are_told_with_what_is_safe";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let mut desk = waits_for_words(&mic, &home, &[], "Writing down what you said");
    let in_the_way = session(&home).join(format!(".session.json.{}.new", desk.pid()));
    std::fs::create_dir(in_the_way).unwrap();
    assert_eq!(desk.end(LATER), 1, "{}", desk.all());
    assert!(desk.is_given_back());
    assert!(frames(&session(&home).join("take.wav")).len() > 48_000);
    // Whatever the line breaks.
    let all = desk.all().split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "rehearse: cannot write",
        "Everything you said is safe in",
        "`rehearse sessions recover",
        "goes on from there",
    ] {
        assert!(all.contains(part), "{part}: {}", desk.screen());
    }
}

#[test]
fn the_wait_is_reported_in_sentences_in_plain_mode() {
    let name = "the_wait_is_reported_in_sentences_in_plain_mode";
    let Some(mic) = FakeMic::start(name) else {
        return;
    };
    let home = Home::new();
    let sentence = "Writing down what you said. q leaves: the session is saved.";
    let mut desk = waits_for_words(&mic, &home, &["--plain"], sentence);
    desk.press("q");
    desk.wait_for("Leaving: the session is saved.", SOON);
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    let all = desk.all();
    assert_eq!(all.matches("q leaves").count(), 1, "{all}");
    assert!(!all.contains(['█', '░', '▁', '▅']), "{all}");
}

#[test]
fn a_paused_screen_is_not_redrawn() {
    let Some(mic) = FakeMic::start("a_paused_screen_is_not_redrawn") else {
        return;
    };
    let home = Home::new();
    let sound = home.path().join("noise.wav");
    write_wav(&sound, &noise(8));
    let mut desk = Desk::sit_down(&mic, &home, &["practice", "--no-transcribe"]);
    mic.wake(&desk);
    desk.wait_for("space begins", Duration::from_secs(60));
    // No sound and no speech: nothing is drawn.
    std::thread::sleep(Duration::from_millis(500));
    let before = desk.bytes();
    std::thread::sleep(Duration::from_secs(3));
    let drawn = desk.bytes() - before;
    assert!(drawn < 3000, "{drawn} bytes in 3 s of waiting");
    // Loud background noise, so that the meter moves all the time.
    let mut player = mic.play(&sound);
    desk.press(" ");
    desk.wait_for("left of", SOON);
    desk.press("p");
    desk.wait_for("paused 0:0", SOON);
    let (before, since) = (desk.bytes(), Instant::now());
    std::thread::sleep(Duration::from_secs(4));
    let (drawn, took) = (desk.bytes() - before, since.elapsed());
    let a_second = drawn as f64 / took.as_secs_f64();
    println!("{a_second:.0} bytes a second while paused");
    assert!(a_second < 2000.0, "{a_second:.0} bytes a second");
    assert!(desk.screen().contains("paused 0:0"), "{}", desk.screen());
    let _ = player.kill();
    let _ = player.wait();
    desk.press("q");
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
}
