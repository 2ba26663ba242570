//! Any WAV file is read; everything else gets one sentence. With the real binary.
#![allow(
    clippy::disallowed_methods,
    reason = "writes the files that the program is to read"
)]

mod common;

use common::Home;
use common::scripted_model::{self, Say};
use std::path::PathBuf;

/// A bundled take of the synthetic voice, 16-bit mono at 16 kHz behind a 44-byte header.
const TAKE: &[u8] = include_bytes!("../content/demo/weak/3-action.wav");

/// Its pauses as made (`scripts/make-sounds`), in seconds.
const PAUSES: [f64; 3] = [0.4, 0.8, 0.4];

/// How a file is written: format tag, channels, frames a second, bytes a sample.
type Form = (u16, u16, u32, u16);

fn samples() -> Vec<f64> {
    let sound = TAKE[44..].as_chunks::<2>().0;
    sound
        .iter()
        .map(|pair| f64::from(i16::from_le_bytes(*pair)) / 32_768.0)
        .collect()
}

/// The take in another format, converted to another rate by repeating or omitting samples, in
/// WAVE_FORMAT_EXTENSIBLE, with an odd chunk before and one after.
fn take(form: Form) -> Vec<u8> {
    let (format, channels, rate, width) = form;
    let source = samples();
    let frames = source.len() as u64 * u64::from(rate) / 16_000;
    let mut sound = Vec::new();
    for frame in 0..frames {
        let sample = source[(frame * 16_000 / u64::from(rate)) as usize];
        for _ in 0..channels {
            match (format, width) {
                (3, 4) => sound.extend((sample as f32).to_le_bytes()),
                (3, _) => sound.extend(sample.to_le_bytes()),
                (_, 1) => sound.push((sample * 127.0 + 128.0) as u8),
                _ => {
                    let whole = (sample * f64::from(i32::MAX)) as i32;
                    sound.extend(&whole.to_le_bytes()[4 - usize::from(width)..]);
                }
            }
        }
    }
    let block = channels * width;
    let mut fmt = 0xFFFE_u16.to_le_bytes().to_vec();
    fmt.extend(channels.to_le_bytes());
    fmt.extend(rate.to_le_bytes());
    fmt.extend((rate * u32::from(block)).to_le_bytes());
    fmt.extend(block.to_le_bytes());
    fmt.extend((width * 8).to_le_bytes());
    fmt.extend(22_u16.to_le_bytes());
    fmt.extend((width * 8).to_le_bytes());
    fmt.extend([0; 4]);
    fmt.extend(format.to_le_bytes());
    fmt.extend(b"\0\0\0\0\x10\0\x80\0\0\xAA\0\x38\x9B\x71");
    riff(&[
        (b"note", b"odd"),
        (b"fmt ", &fmt),
        (b"data", &sound),
        (b"LIST", b"INFO"),
    ])
}

fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WAVE".to_vec();
    for (name, content) in chunks {
        body.extend(*name);
        body.extend((content.len() as u32).to_le_bytes());
        body.extend(*content);
        body.resize(body.len().next_multiple_of(2), 0);
    }
    let mut file = b"RIFF".to_vec();
    file.extend((body.len() as u32).to_le_bytes());
    file.extend(body);
    file
}

fn file(home: &Home, name: &str, bytes: &[u8]) -> PathBuf {
    let path = home.path().join(name);
    std::fs::write(&path, bytes).expect("the temporary folder can be written");
    path
}

/// The pauses of a quarter of a second or more by `rehearse transcribe`, in seconds.
fn pauses(home: &Home, name: &str, bytes: &[u8]) -> Vec<f64> {
    let script = [Say::At(0), Say::Text(b" Yes"), Say::Text(b"."), Say::At(60)];
    let model = file(home, "scripted.bin", &scripted_model::model(&script));
    let sound = file(home, name, bytes);
    let output = home.output(&[
        "transcribe",
        &sound.to_string_lossy(),
        "--model",
        &model.to_string_lossy(),
        "--json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&output).expect("JSON");
    json["silences"]
        .as_array()
        .expect("silences")
        .iter()
        .map(|silence| {
            silence["end"].as_f64().expect("end") - silence["start"].as_f64().expect("start")
        })
        .filter(|length| *length >= 0.25)
        .collect()
}

#[track_caller]
fn assert_pauses(found: &[f64], name: &str) {
    let near = found.len() == PAUSES.len()
        && found
            .iter()
            .zip(PAUSES)
            .all(|(found, made)| (found - made).abs() <= 0.06);
    assert!(near, "{name}: {found:?} is not {PAUSES:?}");
}

#[test]
fn other_forms_of_wav_give_the_same_pauses() {
    let home = Home::new();
    // The other formats are in the unit tests of `audio::wav`.
    for form in [(1, 1, 11_025, 1), (1, 8, 48_000, 3), (3, 2, 8000, 4)] {
        assert_pauses(
            &pauses(&home, "take.wav", &take(form)),
            &format!("{form:?}"),
        );
    }
}

#[test]
fn a_truncated_take_is_transcribed_as_far_as_it_goes() {
    let home = Home::new();
    let mut killed = TAKE.to_vec();
    killed[40..44].fill(0);
    assert_pauses(
        &pauses(&home, "killed.wav", &killed),
        "a recorder was killed",
    );
    let half = pauses(&home, "half.wav", &TAKE[..TAKE.len() / 2]);
    assert!(half.len() < PAUSES.len() && !half.is_empty(), "{half:?}");
}

#[test]
fn a_recording_that_was_cut_in_half_is_used_and_one_sentence_says_how_much_is_there() {
    let home = Home::new();
    let model = home.model("I traced it.");
    let told = |name: &str, bytes: &[u8], verb: &[&str]| {
        let sound = file(&home, name, bytes);
        let mut command = home.rehearse();
        let done = command.args(verb).arg(&sound).assert().success();
        String::from_utf8_lossy(&done.get_output().stderr).into_owned()
    };
    let half = &TAKE[..44 + 3 * 32_000];
    let mut streamed = half.to_vec();
    streamed[40..44].fill(0xFF);
    let whole = (TAKE.len() as f64 - 44.0) / 32_000.0;
    let cut =
        format!("half.wav is cut off: it holds 3 s of the {whole:.1} s that its header claims");
    for verb in [
        &["transcribe", "--model", &model][..],
        &[
            "practice",
            "--no-transcribe",
            "--section",
            "task",
            "--from-wav",
        ],
        &[
            "practice",
            "--no-transcribe",
            "--section",
            "task",
            "--from-audio",
        ],
        &["followups", "--no-transcribe", "--count", "1", "--from-wav"],
        &["ask", "--count", "1", "--model", &model, "--from-wav"],
        &["loop", "--questions", "1", "--model", &model, "--from-wav"],
    ] {
        let said = told("half.wav", half, verb);
        assert_eq!(said.matches("is cut off").count(), 1, "{verb:?}: {said}");
        assert!(said.contains(&cut), "{verb:?}: {said}");
    }
    let practice = [
        "practice",
        "--no-transcribe",
        "--section",
        "task",
        "--from-wav",
    ];
    for (name, bytes) in [("whole.wav", TAKE), ("streamed.wav", &streamed)] {
        let said = told(name, bytes, &practice);
        assert!(!said.contains("cut off"), "{name}: {said}");
    }
}

#[test]
fn every_other_file_is_one_sentence_with_a_remedy() {
    let home = Home::new();
    let telephone = riff(&[
        (b"fmt ", b"\x31\0\x01\0\x40\x1F\0\0\x40\x1F\0\0\x01\0\x08\0"),
        (b"data", &[0xFF; 80]),
    ]);
    let fast = riff(&[
        (b"fmt ", b"\x01\0\x01\0\xFF\xFF\xFF\x7F\0\0\0\0\x02\0\x10\0"),
        (b"data", &[0; 80]),
    ]);
    let wide = riff(&[
        (b"fmt ", b"\x01\0\xFF\xFF\x80\x3E\0\0\0\0\0\0\xFF\xFF\x10\0"),
        (b"data", &[0; 80]),
    ]);
    let mut endless = b"RIFF\xFF\xFF\xFF\xFFWAVE".to_vec();
    endless.extend(b"JUNK\0\0\0\0".repeat(20_000));
    for (name, bytes, what) in [
        (
            "photo.wav",
            &b"\xFF\xD8\xFF\xE0\0\x10JFIF\0"[..],
            "a JPEG picture",
        ),
        ("page.wav", b"<!DOCTYPE html>\n<html>", "an HTML page"),
        (
            "song.wav",
            b"ID3\x04\0\0\0\0\x02\x01TSSE",
            "looks like an MP3 file",
        ),
        ("talk.wav", b"\0\0\0\x20ftypM4A \0\0\0\0", "ffmpeg -i"),
        ("memo.wav", b"#!AMR\n\x3C", "an AMR file"),
        ("other.wav", b"RIFX\0\0\0\x10WAVEfmt ", "big-endian"),
        ("empty.wav", b"", "0 bytes"),
        ("zeros.wav", &[0; 4096], "zeros"),
        ("header.wav", &TAKE[..30], "cut off inside its header"),
        ("silent.wav", &TAKE[..36], "no sound"),
        ("phone.wav", &telephone, "GSM"),
        ("fast.wav", &fast, "2147483647 samples a second"),
        ("wide.wav", &wide, "65535 channels"),
        ("endless.wav", &endless, "damaged"),
        (
            "noise.wav",
            b"\x9A\x01\xF3\x7C\x11\x00\xC4",
            "an unknown kind",
        ),
    ] {
        let sound = file(&home, name, bytes);
        for verb in [&["transcribe"][..], &["practice", "--from-wav"]] {
            let mut arguments = verb.to_vec();
            let path = sound.to_string_lossy();
            arguments.push(&path);
            let said = home.refusal(&arguments, 1);
            assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
            assert!(
                said.contains(name) && said.contains(what),
                "{arguments:?}: {said}"
            );
        }
    }
}
