//! Recordings of people, transcribed by the bundled model: spoken words are kept, no silence is
//! claimed during speech, and nothing is invented where there is none.
//!
//! The recordings may not be copied into this repository. Where `../shared` beside it does not contain them,
//! the tests count as skipped; those that need only `tests/sounds/jfk.wav` always run.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "tests touch the disk")]

mod common;

use common::{Home, root, skip};
use rehearse::audio::{Samples, wav};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The output of `rehearse transcribe --json`.
struct Heard(serde_json::Value);

impl Heard {
    fn of(sound: &Path) -> Self {
        let home = Home::new();
        let output = home.output(&["transcribe", "--json", sound.to_str().unwrap()]);
        Self(serde_json::from_str(&output).unwrap())
    }

    /// The words in lower case, without punctuation.
    fn words(&self) -> Vec<String> {
        let words = self.0["words"].as_array().unwrap().iter();
        let bare = |word: &str| -> String {
            let letters = word.chars().filter(|c| c.is_alphanumeric() || *c == '\'');
            letters.flat_map(char::to_lowercase).collect()
        };
        words
            .map(|word| bare(word["text"].as_str().unwrap()))
            .collect()
    }

    fn text(&self) -> String {
        self.words().join(" ")
    }

    fn count(&self, wanted: &[&str]) -> usize {
        let words = self.words();
        words
            .iter()
            .filter(|word| wanted.contains(&word.as_str()))
            .count()
    }

    /// Silences of at least so many seconds: where each begins and ends.
    fn silences(&self, least: f64) -> Vec<(f64, f64)> {
        let silences = self.0["silences"].as_array().unwrap().iter();
        silences
            .map(|one| (one["start"].as_f64().unwrap(), one["end"].as_f64().unwrap()))
            .filter(|(start, end)| end - start >= least)
            .collect()
    }
}

/// A sound of `../shared` as a WAV file in `folder`; without it the test is skipped.
fn shared(test: &str, name: &str, folder: &Path) -> Option<PathBuf> {
    let shared = root().join("../shared");
    let file = shared.join(name);
    if !file.exists() {
        skip(test, "the recordings of people are not here");
        return None;
    }
    if file.extension().is_some_and(|ending| ending == "wav") {
        return Some(file);
    }
    let wav = folder.join("sound.wav");
    let made = Command::new("sox").arg(&file).arg(&wav).status();
    if !made.is_ok_and(|status| status.success()) {
        skip(test, "sox, which reads FLAC, is not installed");
        return None;
    }
    Some(wav)
}

fn human(test: &str, name: &str) -> Option<Heard> {
    let folder = tempfile::tempdir().unwrap();
    let sound = shared(test, &format!("speech/human/{name}.flac"), folder.path())?;
    Some(Heard::of(&sound))
}

/// A known recording of a person, eleven seconds long.
fn kennedy() -> Samples {
    wav::read(&root().join("tests/sounds/jfk.wav")).unwrap()
}

/// The transcript of these samples at 16 kHz.
fn heard(frames: &[f32]) -> Heard {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sound.wav");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&file, spec).unwrap();
    for frame in frames {
        writer
            .write_sample((frame.clamp(-1.0, 1.0) * 32_767.0) as i16)
            .unwrap();
    }
    writer.finalize().unwrap();
    Heard::of(&file)
}

fn louder(frames: &[f32], factor: f32) -> Vec<f32> {
    frames.iter().map(|frame| frame * factor).collect()
}

#[test]
fn a_soft_speaker_between_loud_ones_is_heard() {
    let loud = kennedy().frames;
    let soft = louder(&loud, 0.12); // 18 dB less
    let heard = heard(&[loud.clone(), soft, loud].concat());
    assert_eq!(heard.count(&["country"]), 6, "{}", heard.text());
    assert!(heard.silences(2.5).is_empty(), "{:?}", heard.silences(2.5));
}

#[test]
fn a_voice_in_a_noisy_room_is_no_silence() {
    let speech = kennedy().frames;
    let noise = |at: usize| {
        f32::from((at as u32).wrapping_mul(2_654_435_761).to_be_bytes()[0]) / 128.0 - 1.0
    };
    // About 8 dB between speech and noise.
    let noisy: Vec<f32> = speech
        .iter()
        .enumerate()
        .map(|(at, one)| one + 0.08 * noise(at))
        .collect();
    let heard = heard(&noisy);
    assert!(heard.words().len() >= 18, "{}", heard.text());
    assert!(heard.silences(2.5).is_empty(), "{:?}", heard.silences(2.5));
}

#[test]
fn a_long_silence_adds_no_word_and_is_one_silence() {
    let speech = kennedy().frames;
    let silence = vec![0.0; 12 * 16_000];
    let heard = heard(&[speech.clone(), silence, speech].concat());
    assert_eq!(heard.words().len(), 44, "{}", heard.text());
    assert_eq!(heard.silences(5.0).len(), 1);
}

#[test]
fn a_hoarse_voice_in_a_noisy_room_is_heard_from_its_first_words() {
    let Some(heard) = human("a_hoarse_voice", "mfa_cold") else {
        return;
    };
    assert!(
        heard.text().contains("this is the sick corpus"),
        "{}",
        heard.text()
    );
    assert!(heard.silences(2.5).is_empty(), "{:?}", heard.silences(2.5));
    assert!(heard.count(&["um", "uh"]) >= 4, "{}", heard.text());
}

#[test]
fn fillers_of_running_speech_are_heard_and_none_are_made_up_in_reading() {
    for (name, fillers) in [
        ("mfa_acoustic", 2..=4),
        ("talkbank_test", 1..=3),
        ("az_training_audio2", 0..=0),
        ("libri_1088_0000", 0..=0),
    ] {
        let Some(heard) = human("fillers_of_running_speech", name) else {
            return;
        };
        let found = heard.count(&["um", "uh"]);
        assert!(
            fillers.contains(&found),
            "{name}: {found} in {}",
            heard.text()
        );
    }
}

#[test]
fn a_conversation_keeps_text_with_coarse_timestamps() {
    let Some(heard) = human("a_conversation", "ami_ES2003b_start") else {
        return;
    };
    for words in [
        "put it on the desk",
        "project documents link",
        "dump it in there",
        "password",
    ] {
        assert!(
            heard.text().contains(words),
            "{words:?} in {}",
            heard.text()
        );
    }
}

#[test]
fn repeated_words_are_no_loop() {
    let Some(heard) = human("repeated_words", "mfa_words") else {
        return;
    };
    assert!(heard.count(&["word"]) >= 5, "{}", heard.text());
    let Some(heard) = human("repeated_words", "mfa_uhuh") else {
        return;
    };
    assert!(heard.count(&["uh"]) >= 6, "{}", heard.text());
    let folder = tempfile::tempdir().unwrap();
    for (name, word, least) in [
        ("b01_again", "again", 6),
        ("b02_four_phrases", "lost", 4),
        ("b04_noes", "no", 8),
    ] {
        let file = format!("bugs/audio/{name}.wav");
        let Some(sound) = shared("repeated_words", &file, folder.path()) else {
            return;
        };
        let heard = Heard::of(&sound);
        assert!(heard.count(&[word]) >= least, "{name}: {}", heard.text());
    }
}

#[test]
fn marks_notes_and_noises_are_not_words() {
    for name in [
        "ns_ami_room1",
        "ami_trn02",
        "ns_sb_noise5",
        "ns_exercise_bike",
    ] {
        let Some(heard) = human("marks_and_noises", name) else {
            return;
        };
        assert_eq!(heard.text(), "", "{name}");
    }
    let folder = tempfile::tempdir().unwrap();
    let Some(cough) = shared(
        "marks_and_noises",
        "bugs/audio/a20_cough.wav",
        folder.path(),
    ) else {
        return;
    };
    assert_eq!(Heard::of(&cough).text(), "");
    let Some(heard) = human("marks_and_noises", "ami_trn07") else {
        return;
    };
    assert!(
        heard.words().iter().all(|word| !word.is_empty()),
        "{:?}",
        heard.words()
    );
}
