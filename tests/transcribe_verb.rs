//! `rehearse transcribe` on the command line: the real binary with a scripted model.
#![allow(clippy::disallowed_methods, reason = "a test meets the disk")]

mod common;

use assert_cmd::assert::Assert;
use common::Home;
use common::scripted_model::{self, Say};
use std::path::{Path, PathBuf};

/// A bundled take of the synthetic voice: 2.9 s, most of it voiced.
const TAKE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/content/demo/weak/4-result.wav"
);

/// Writes "I led it." and a note about music.
fn model(home: &Home) -> PathBuf {
    let script = [
        Say::At(0),
        Say::Text(b" I"),
        Say::Text(b" led"),
        Say::Text(b" it"),
        Say::Text(b"."),
        Say::Text(b" ["),
        Say::Text(b"MUSIC]"),
        Say::At(260),
    ];
    file(home, "scripted.bin", &scripted_model::model(&script))
}

fn file(home: &Home, name: &str, bytes: &[u8]) -> PathBuf {
    let path = home.path().join(name);
    std::fs::write(&path, bytes).expect("the temporary folder can be written");
    path
}

fn transcribe(home: &Home, sound: &Path, model: &Path, more: &[&str]) -> Assert {
    let mut command = home.rehearse();
    command
        .arg("transcribe")
        .arg(sound)
        .arg("--model")
        .arg(model);
    command.args(more).assert()
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("UTF-8")
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("UTF-8")
}

#[test]
fn text_goes_to_stdout_and_omissions_to_stderr() {
    let home = Home::new();
    let done = transcribe(&home, Path::new(TAKE), &model(&home), &[]).code(0);
    assert_eq!(stdout(&done), "I led it.\n");
    let said = stderr(&done);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.contains("[MUSIC]") && said.contains("not speech"),
        "{said}"
    );
}

#[test]
fn json_carries_words_times_silences_and_what_was_left_out() {
    let home = Home::new();
    for more in [["--format", "json"].as_slice(), &["--json"]] {
        let done = transcribe(&home, Path::new(TAKE), &model(&home), more).code(0);
        assert_eq!(stderr(&done), "");
        let json: serde_json::Value = serde_json::from_str(&stdout(&done)).expect("JSON");
        assert_eq!(json["format"], 1);
        assert_eq!(json["text"], "I led it.");
        let words = json["words"].as_array().expect("words");
        let texts: Vec<_> = words.iter().map(|word| word["text"].as_str()).collect();
        assert_eq!(texts, [Some("I"), Some("led"), Some("it.")]);
        let mut reached = 0.0;
        for word in words {
            let (start, end) = (word["start"].as_f64(), word["end"].as_f64());
            assert!(start >= Some(reached) && end > start, "{words:?}");
            reached = end.unwrap_or(reached);
        }
        assert!(json["seconds"].as_f64() >= Some(reached));
        assert!(
            json["silences"]
                .as_array()
                .is_some_and(|silences| !silences.is_empty())
        );
        assert_eq!(json["dropped"][0]["text"], "[MUSIC]");
    }
}

#[test]
fn subtitles_have_the_form_that_players_read() {
    let home = Home::new();
    let model = model(&home);
    let srt = transcribe(&home, Path::new(TAKE), &model, &["--format", "srt"]).code(0);
    let srt = stdout(&srt);
    let lines: Vec<_> = srt.lines().collect();
    assert_eq!((lines[0], lines[2]), ("1", "I led it."));
    let (start, end) = lines[1].split_once(" --> ").expect("a line of times");
    assert!(start < end && start.starts_with("00:00:0") && start.len() == "00:00:00,000".len());
    let vtt = transcribe(&home, Path::new(TAKE), &model, &["--format", "vtt"]).code(0);
    let vtt = stdout(&vtt);
    assert!(vtt.starts_with("WEBVTT\n\n00:00:0"), "{vtt}");
    assert!(vtt.contains(&lines[1].replace(',', ".")), "{vtt}");
}

#[test]
fn silence_gives_no_words_and_says_so() {
    let home = Home::new();
    let mut wav =
        b"RIFF\x24\x7d\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0"
            .to_vec();
    wav.extend(b"data\0\x7d\0\0");
    wav.resize(wav.len() + 32_000, 0);
    let sound = file(&home, "silence.wav", &wav);
    let done = transcribe(&home, &sound, &model(&home), &[]).code(0);
    assert_eq!(stdout(&done), "");
    assert!(
        stderr(&done).contains("no voice in 1.0 s of sound"),
        "{}",
        stderr(&done)
    );
}

#[test]
fn files_without_sound_are_one_clear_sentence() {
    let home = Home::new();
    let model = model(&home);
    let jpeg = file(
        &home,
        "photo.wav",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0 and so on",
    );
    for sound in [jpeg.as_path(), &home.path().join("absent.wav")] {
        let done = transcribe(&home, sound, &model, &[]).code(1);
        let said = stderr(&done);
        assert_eq!(
            (stdout(&done).as_str(), said.lines().count()),
            ("", 1),
            "{said}"
        );
        let name = sound
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        assert!(said.contains(name), "{said}");
    }
}

#[test]
fn invalid_models_never_reach_whisper() {
    let home = Home::new();
    for (name, bytes) in scripted_model::broken_models() {
        let model = file(&home, "broken.bin", &bytes);
        let done = transcribe(&home, Path::new(TAKE), &model, &[]);
        let said = stderr(&done);
        assert_eq!(done.get_output().status.code(), Some(3), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "{name}: {said}");
        assert!(said.contains("broken.bin"), "{name}: {said}");
    }
}

#[test]
fn contradicting_formats_are_a_usage_error() {
    let home = Home::new();
    let model = model(&home);
    let done = transcribe(
        &home,
        Path::new(TAKE),
        &model,
        &["--json", "--format", "srt"],
    );
    done.code(2);
}

/// The settings file reaches Whisper: in noise the bundled model writes other
/// words greedily than with a beam of five.
#[test]
fn how_many_texts_are_followed_is_set_in_the_settings() {
    let home = Home::new();
    let longer = TAKE.replace("weak", "strong");
    let take = hound::WavReader::open(longer).expect("a WAV");
    let spec = take.spec();
    let noisy = home.path().join("noisy.wav");
    let mut sound = hound::WavWriter::create(&noisy, spec).expect("a folder to write to");
    for (at, sample) in take.into_samples::<i16>().enumerate() {
        let noise = (at as u32).wrapping_mul(2_654_435_761) >> 16;
        let noise = i16::try_from(noise * 3 / 10).expect("that fits") - 9_830;
        let sum = sample.expect("a sample").saturating_add(noise);
        sound.write_sample(sum).expect("room on the disk");
    }
    sound.finalize().expect("room on the disk");
    let settings = home.path().join("config").join("settings.toml");
    std::fs::create_dir_all(settings.parent().expect("a folder")).expect("it can be made");
    let heard = |text: &str| {
        std::fs::write(&settings, text).expect("it can be written");
        transcribe(&home, &noisy, Path::new(&common::bundled()), &[])
    };
    let usual = stdout(&heard("").code(0));
    assert_eq!(stdout(&heard("beam = 5").code(0)), usual);
    assert_ne!(stdout(&heard("beam = 1").code(0)), usual);
    let refused = stderr(&heard("beam = 9").code(1));
    assert!(
        refused.contains("line 1: `beam` is a number from 1"),
        "{refused}"
    );
}
