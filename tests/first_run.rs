//! The first start with an empty home folder, as readable text: `tests/golden/first-run*.txt`.
//! `scripts/bless` rewrites them. And later starts: what is proposed and remembered.
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

use common::{Home, root};
use std::fs;
use std::time::Duration;
use studio::{Desk, FakeMic, write_wav};

const SOON: Duration = Duration::from_secs(30);

/// Waits for each text in turn and then types the keys.
fn talk(desk: &mut Desk, turns: &[(&str, &str)]) {
    for (question, keys) in turns {
        desk.wait_for(question, SOON);
        desk.press(keys);
    }
}

/// The output, with everything that differs between machines masked.
fn masked(desk: &Desk, home: &Home) -> String {
    let home = home.path().display().to_string();
    let mut lines: Vec<String> = Vec::new();
    let mut listing = false;
    // Lines updated in place leave all their states in the output: one is enough to read.
    let all = desk.all().replace("\r\n", "\n").replace('\r', "\n");
    for line in all.replace(&home, "~").lines() {
        let line = line.trim_end();
        let in_place = "Say a sentence to try it.";
        if line.contains(in_place) {
            let told = lines.iter().rev().take(3).any(|one| one.contains(in_place));
            if !told {
                lines.push(format!("  {in_place}   [level]"));
            }
            continue;
        }
        // Every machine has other microphones.
        if line.starts_with("Enter takes 1 (") && listing {
            lines.push("  1  [microphone]".into());
            listing = false;
        }
        if !listing {
            lines.push(decibels_masked(&names_masked(line)));
        }
        listing = listing || line.contains("tries that one for two seconds");
    }
    let mut text = lines.join("\n");
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.trim().to_owned() + "\n"
}

/// `Enter takes 1 (Default Audio Device): ` names a device.
fn names_masked(line: &str) -> String {
    match line
        .strip_prefix("Enter takes 1 (")
        .and_then(|rest| rest.split_once("):"))
    {
        Some((_, typed)) => format!("Enter takes 1 ([microphone]):{typed}"),
        None => line.to_owned(),
    }
}

/// `−21 dB` varies.
fn decibels_masked(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let mut out: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let number = word.trim_start_matches('(');
        let measured = words.get(at + 1).is_some_and(|next| next.starts_with("dB"))
            && number.trim_start_matches(['-', '−']).parse::<u32>().is_ok();
        out.push(if measured {
            word.replace(number, "[n]")
        } else {
            (*word).to_owned()
        });
    }
    out.join(" ")
}

/// Twelve seconds of a voice that pauses every half second: any two of them contain voice and background noise.
fn voice_and_pauses() -> Vec<i16> {
    let demo = rehearse::audio::wav::read(&root().join("content/demo/weak/1-situation.wav"));
    let speech = demo.unwrap();
    assert_eq!(speech.rate, 16_000);
    let spoken = speech.frames.iter().cycle().map(|x| (x * 32_767.0) as i16);
    let rate = 48_000;
    (0..12 * rate)
        .zip(spoken.flat_map(|x| [x; 3]))
        .map(|(at, x)| if at % (rate * 4 / 5) < rate / 2 { x } else { 0 })
        .collect()
}

#[track_caller]
fn compare(name: &str, text: &str) {
    let path = root().join("tests/golden").join(name);
    if std::env::var_os("REHEARSE_BLESS").is_some() {
        fs::write(path, text).unwrap();
        return;
    }
    let golden = fs::read_to_string(&path).unwrap();
    assert_eq!(
        text, golden,
        "{name} differs; `scripts/bless` writes it anew"
    );
}

#[test]
fn without_a_microphone_and_without_a_network_nothing_fails() {
    let home = Home::new();
    let mut desk = Desk::newcomer(None, &home, &[]);
    talk(
        &mut desk,
        &[
            ("1 of 3", ""),
            ("Enter goes on:", "\r"),
            ("y or Enter:", "\r"),
            ("or type another folder:", "\r"),
            ("Enter shows the demo", "q\r"),
        ],
    );
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    compare("first-run.txt", &masked(&desk, &home));
    // The first run is over: the next start asks what to practise.
    let mut desk = Desk::newcomer(None, &home, &[]);
    talk(&mut desk, &[("Which story?", ""), ("Enter takes 1", "q\r")]);
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
}

#[test]
fn a_failed_download_does_not_stop_the_first_run() {
    let home = Home::new();
    // As after a timing of this machine, which would take too long here.
    let config = home.path().join(".config/rehearse");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("settings.toml"), "model = \"tiny.en\"\n").unwrap();
    let mut desk = Desk::newcomer(None, &home, &[]);
    talk(
        &mut desk,
        &[
            ("Enter goes on:", "\r"),
            ("y or Enter:", "y\r"),
            ("That can wait.", ""),
            ("or type another folder:", "/proc/nowhere\r"),
            ("/proc/nowhere", "\r"),
            ("Enter shows the demo", "q\r"),
        ],
    );
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    let all = desk.all();
    assert!(all.contains("check the network"), "{all}");
    assert!(all.contains("rehearse model get"), "{all}");
    assert!(all.contains("cannot create the folder"), "{all}");
}

#[test]
fn leaving_early_begins_again_next_time() {
    let home = Home::new();
    for _ in 0..2 {
        let mut desk = Desk::newcomer(None, &home, &["practice"]);
        talk(&mut desk, &[("1 of 3", ""), ("Enter goes on:", "q\r")]);
        assert_eq!(desk.end(SOON), 0, "{}", desk.all());
        assert!(desk.all().contains("begins again"), "{}", desk.all());
    }
}

#[test]
fn with_a_microphone_the_first_drill_begins() {
    let Some(mic) = FakeMic::start("with_a_microphone_the_first_drill_begins") else {
        return;
    };
    let home = Home::new();
    let sound = home.path().join("voice.wav");
    write_wav(&sound, &voice_and_pauses());
    let mut desk = Desk::newcomer(Some(&mic), &home, &[]);
    desk.wait_for("Enter takes 1", SOON);
    let mut voice = mic.play(&sound);
    // The player begins up to a second and a half late.
    std::thread::sleep(Duration::from_secs(2));
    desk.press("1\r");
    desk.wait_for("Your voice", SOON);
    // Keys pressed during the check are discarded: the question is repeated.
    let until = std::time::Instant::now() + SOON;
    while desk.all().matches("Enter takes 1").count() < 2 && std::time::Instant::now() < until {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(
        desk.all().matches("Enter takes 1").count() >= 2,
        "{}",
        desk.all()
    );
    talk(
        &mut desk,
        &[
            ("Enter takes 1", "\r"),
            ("y or Enter:", "\r"),
            ("or type another folder:", "~/talks\r"),
            ("space begins", ""),
        ],
    );
    voice.wait().unwrap();
    let before = masked(&desk, &home);
    let before = before.split("\n  Microphone: ").next().unwrap();
    compare("first-run-with-microphone.txt", &format!("{before}\n"));
    assert!(desk.screen().contains("study"), "{}", desk.screen());
    desk.press("q");
    desk.end(SOON);
    let settings = fs::read_to_string(home.path().join(".config/rehearse/settings.toml")).unwrap();
    assert!(settings.contains("data-folder = "), "{settings}");
    assert!(settings.contains("scenario = \"caught-critical-issue\""));
}
