//! Recordings in all formats of phones, browsers and recorders, practised and judged from end to
//! end.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "a test meets the disk")]

mod common;

use common::{Home, root};
use rehearse::audio::{file, resample};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// `content/demo/typical/5-reflection.wav` in other forms, all by ffmpeg: `-c:a aac -b:a 32k`,
/// `libmp3lame -b:a 24k`, `libvorbis -q:a 0`, `libopus -b:a 16k`, `flac`, `-ac 2 libopus -b:a 32k`,
/// `adpcm_ima_wav`.
const KINDS: [&str; 7] = [
    "answer.m4a",
    "answer.mp3",
    "answer.ogg",
    "answer.opus",
    "answer.flac",
    "answer.webm",
    "answer-adpcm.wav",
];

fn recording(name: &str) -> PathBuf {
    root().join("tests/recordings").join(name)
}

fn original() -> PathBuf {
    root().join("content/demo/typical/5-reflection.wav")
}

/// Loudness of every fiftieth of a second.
fn envelope(path: &Path) -> Vec<f64> {
    let sound = resample::to_16k(&file::read(path).unwrap());
    let pieces = sound.frames.chunks(320);
    pieces
        .map(|piece| {
            let square: f64 = piece.iter().map(|s| f64::from(*s).powi(2)).sum();
            (square / piece.len() as f64).sqrt()
        })
        .collect()
}

/// The relative distance of two loudnesses.
fn distance(whole: &[f64], heard: &[f64]) -> f64 {
    // Stereo was made of mono 3 dB lower.
    let level = whole.iter().sum::<f64>() / heard.iter().sum::<f64>();
    let pairs = whole.iter().zip(heard);
    let apart: f64 = pairs.map(|(a, b)| (a - b * level).abs()).sum();
    apart / whole.iter().sum::<f64>()
}

#[test]
fn every_kind_sounds_as_what_it_was_made_of() {
    let whole = envelope(&original());
    for name in KINDS {
        let heard = envelope(&recording(name));
        assert!(heard.len().abs_diff(whole.len()) <= 7, "{name}: length");
        // An encoder puts up to an eighth of a second of silence before the sound, and an M4A file keeps it.
        let least = (0..7)
            .map(|late| distance(&whole, &heard[late..]))
            .fold(f64::MAX, f64::min);
        assert!(least < 0.2, "{name}: differs by {least}");
    }
}

#[test]
fn every_kind_is_practised_and_judged() {
    for name in KINDS {
        let home = Home::new();
        let path = recording(name);
        let section = ["--section", "reflection", "--from-audio"];
        let mut arguments = vec!["practice", "--json"];
        arguments.extend(section);
        arguments.push(path.to_str().unwrap());
        let report: Value = serde_json::from_str(&home.output(&arguments)).unwrap();
        let heard = report.to_string();
        assert!(heard.contains("communication"), "{name}: {heard}");
        assert!(heard.contains("generic-reflection"), "{name}: {heard}");
    }
}

#[test]
fn a_recording_comes_through_a_pipe() {
    let home = Home::new();
    let sound = std::fs::read(recording("answer.m4a")).unwrap();
    let done = home
        .rehearse()
        .args(["transcribe", "-"])
        .write_stdin(sound)
        .assert()
        .success();
    let text = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
    assert!(text.contains("communication"), "{text}");
    let nothing = home
        .rehearse()
        .args(["transcribe", "-"])
        .write_stdin("")
        .assert()
        .code(1);
    let said = String::from_utf8_lossy(&nothing.get_output().stderr).into_owned();
    assert!(said.contains("standard input is empty"), "{said}");
}

#[test]
fn a_truncated_recording_is_transcribed_as_far_as_it_goes() {
    let home = Home::new();
    // A WebM file that states its length, and an M4A file, whose tables come last, are refused.
    for name in ["answer.mp3", "answer.ogg", "answer.opus", "answer.flac"] {
        let whole = std::fs::read(recording(name)).unwrap();
        let half = home.path().join(name);
        std::fs::write(&half, &whole[..whole.len() / 2]).unwrap();
        let length = file::read(&half).unwrap().length();
        let full = file::read(&recording(name)).unwrap().length();
        // A page of Ogg lasts more than a second, and the tables come before the sound.
        assert!(length.0 * 6 > full.0 && length < full, "{name}: {length:?}");
    }
}
