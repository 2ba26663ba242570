//! `rehearse model` on the command line: every failure is one clear sentence and an exit code.

#![allow(clippy::disallowed_methods, reason = "looks at the disk, waits")]

mod common;

use assert_cmd::Command;
use common::scripted_model::{self, Say};
use common::server::{Answer, Server};
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

/// The smallest known model: the files of a faulty server need not be larger.
const SMALL: &str = "tiny.en-q5_1";
const SMALL_BYTES: usize = 32_166_155;

/// A home with these files in its folder of models.
struct Home(TempDir);

impl Home {
    fn with(files: &[(&str, &[u8])]) -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        std::fs::create_dir_all(home.models()).expect("a folder");
        for (name, bytes) in files {
            std::fs::write(home.models().join(name), bytes).expect("a file");
        }
        home
    }

    fn models(&self) -> PathBuf {
        self.0.path().join("data/models")
    }

    fn files(&self) -> Vec<String> {
        let folder = std::fs::read_dir(self.models()).expect("a folder");
        let mut names: Vec<_> = folder
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a name")
            })
            .collect();
        names.sort();
        names
    }

    fn rehearse(&self, arguments: &[&str]) -> Outcome {
        self.rehearse_from(arguments, "http://127.0.0.1:9")
    }

    /// Runs the program with models from `server`.
    fn rehearse_from(&self, arguments: &[&str], server: &str) -> Outcome {
        let output = Command::new(env!("CARGO_BIN_EXE_rehearse"))
            .args(arguments)
            .env("REHEARSE_DATA_DIR", self.0.path().join("data"))
            .env("REHEARSE_CONFIG_DIR", self.0.path().join("config"))
            .env("REHEARSE_MODEL_BASE_URL", server)
            .env("NO_PROXY", "*")
            .env_remove("REHEARSE_MODEL_DIR")
            .output()
            .expect("the program runs");
        Outcome {
            code: output.status.code(),
            data: String::from_utf8(output.stdout).expect("text"),
            talk: String::from_utf8(output.stderr).expect("text"),
        }
    }
}

struct Outcome {
    code: Option<i32>,
    data: String,
    talk: String,
}

impl Outcome {
    /// The sentence of a failure: the last line of standard error.
    fn sentence(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{}", self.talk);
        let last = self.talk.lines().last().expect("something is said");
        last.strip_prefix("rehearse: ").expect("it says who speaks")
    }
}

fn model() -> Vec<u8> {
    scripted_model::model(&[Say::At(0), Say::Text(b" Hello"), Say::At(100)])
}

#[test]
fn the_list_names_every_model_and_what_is_here() {
    let whole = model();
    let home = Home::with(&[
        ("ggml-tiny.en.bin", &whole[..whole.len() / 2]),
        ("mine.bin", &whole),
    ]);
    let json: Value =
        serde_json::from_str(&home.rehearse(&["model", "list", "--json"]).data).expect("JSON");
    let state = |name: &str| {
        let all = json.as_array().expect("a list");
        let one = all.iter().find(|one| one["name"] == name).expect(name);
        (
            one["state"].as_str().expect("text").to_owned(),
            one["used"] == true,
        )
    };
    assert_eq!(json.as_array().map(Vec::len), Some(16));
    assert_eq!(state("tiny.en-q8_0"), ("built-in".into(), false));
    assert_eq!(state("small.en-q8_0"), ("available".into(), false));
    assert_eq!(state("tiny.en"), ("damaged".into(), false));
    assert_eq!(state("mine"), ("installed".into(), true));

    let text = home.rehearse(&["model", "list"]);
    assert_eq!(text.code, Some(0));
    assert!(text.data.contains("* mine"), "{}", text.data);
    assert!(text.talk.contains("stops after 2 of 4 MB"), "{}", text.talk);
}

#[test]
fn where_only_the_built_in_model_is_here_the_list_says_how_to_get_a_larger_one() {
    let outcome = Home::with(&[]).rehearse(&["model", "list"]);
    assert_eq!(outcome.code, Some(0));
    assert!(
        outcome.talk.contains("rehearse model get"),
        "{}",
        outcome.talk
    );
    let rows = outcome.data.lines().filter(|line| line.starts_with(' '));
    assert_eq!(rows.count(), 14);
    assert!(outcome.data.contains("* tiny.en-q8_0"), "{}", outcome.data);
}

#[test]
fn no_network_a_page_and_a_missing_file_are_one_sentence_each() {
    let home = Home::with(&[]);
    let offline = home.rehearse_from(&["model", "get", SMALL], &Server::nobody());
    assert!(
        offline.sentence(1).contains("check the network"),
        "{}",
        offline.talk
    );

    let page = Server::new(Vec::new(), vec![Answer::Page]);
    let page = home.rehearse_from(&["model", "get", SMALL], &page.url);
    assert!(
        page.sentence(1)
            .contains("a web page came in place of the model")
    );

    let missing = Server::new(Vec::new(), vec![Answer::Status(404)]);
    let missing = home.rehearse_from(&["model", "get", SMALL], &missing.url);
    assert!(missing.sentence(1).contains("answered 404"));
    assert!(missing.sentence(1).contains("REHEARSE_MODEL_BASE_URL"));

    assert_eq!(home.files(), Vec::<String>::new());
}

#[test]
fn a_file_with_another_hash_is_discarded() {
    let home = Home::with(&[]);
    let server = Server::new(vec![0; SMALL_BYTES], vec![Answer::File]);
    let outcome = home.rehearse_from(&["model", "get", SMALL], &server.url);
    assert!(outcome.sentence(1).contains("is not the published file"));
    assert_eq!(server.requests()[0].path, "/ggml-tiny.en-q5_1.bin");
    assert_eq!(home.files(), Vec::<String>::new());
}

#[test]
fn an_interrupted_download_is_resumed() {
    let home = Home::with(&[]);
    let server = Server::new(
        vec![0; SMALL_BYTES],
        vec![
            Answer::CutAfter(5_000_000),
            Answer::Status(404),
            Answer::File,
        ],
    );
    let outcome = home.rehearse_from(&["model", "get", SMALL], &server.url);
    assert!(outcome.sentence(1).contains("answered 404"));
    assert!(
        outcome.talk.contains("trying again in 1 s"),
        "{}",
        outcome.talk
    );
    assert_eq!(home.files(), ["ggml-tiny.en-q5_1.bin.part"]);

    home.rehearse_from(&["model", "get", SMALL], &server.url);
    let ranges: Vec<_> = server.requests().into_iter().map(|r| r.range).collect();
    assert_eq!(
        ranges,
        [
            None,
            Some("bytes=5000000-".to_owned()),
            Some("bytes=5000000-".to_owned())
        ]
    );
}

#[test]
fn an_unknown_model_is_a_usage_error() {
    let home = Home::with(&[]);
    for verb in ["get", "rm", "verify"] {
        let outcome = home.rehearse(&["model", verb, "smal.en"]);
        assert!(
            outcome.sentence(2).contains("did you mean small.en?"),
            "{}",
            outcome.talk
        );
    }
}

#[test]
fn the_bundled_model_is_neither_fetched_nor_removed() {
    let home = Home::with(&[]);
    let get = home.rehearse(&["model", "get", "tiny.en-q8_0"]);
    assert_eq!(get.code, Some(0));
    assert!(get.talk.contains("part of the program"), "{}", get.talk);
    assert!(
        home.rehearse(&["model", "rm", "tiny.en-q8_0"])
            .sentence(2)
            .contains("part of the program")
    );
}

#[test]
fn verify_says_what_is_wrong_with_each_model() {
    let whole = model();
    let home = Home::with(&[
        ("ggml-base.en.bin", b"<html>Sign in</html>"),
        ("ggml-tiny.en.bin", &whole),
        ("half.bin", &whole[..whole.len() / 2]),
        ("mine.bin", &whole),
    ]);
    let outcome = home.rehearse(&["model", "verify"]);
    assert_eq!(outcome.code, Some(1));
    let lines: Vec<_> = outcome.data.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with("tiny.en: NOT SOUND") && lines[0].contains("77704715"));
    assert!(
        lines[1].contains("is a web page, not a model"),
        "{}",
        lines[1]
    );
    assert!(lines[2].contains("stops after 2 of 4 MB"), "{}", lines[2]);
    assert!(
        lines[3].starts_with("mine: a whole Whisper model"),
        "{}",
        lines[3]
    );

    let mine = home.rehearse(&["model", "verify", "mine", "--json"]);
    assert_eq!(mine.code, Some(0));
    let json: Value = serde_json::from_str(&mine.data).expect("JSON");
    assert_eq!(json[0]["sound"], true);
}

#[test]
fn removing_asks_and_says_what_it_frees() {
    let home = Home::with(&[("mine.bin", &model()), ("mine.bin.part", b"half")]);
    let asked = home.rehearse(&["model", "rm", "mine"]);
    assert!(asked.sentence(2).contains("--yes"), "{}", asked.talk);
    assert_eq!(home.files().len(), 2);
    let removed = home.rehearse(&["model", "rm", "mine", "--yes"]);
    assert_eq!(removed.code, Some(0));
    assert!(
        removed.talk.contains("4 MB are free again"),
        "{}",
        removed.talk
    );
    assert_eq!(home.files(), Vec::<String>::new());
    let again = home.rehearse(&["model", "rm", "base.en", "--yes"]);
    assert!(
        again.sentence(1).contains("is not installed"),
        "{}",
        again.talk
    );
}

/// A second of silence, 16 bit, 16 kHz.
fn silence() -> Vec<u8> {
    let mut wav = b"RIFF\x24\x7d\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
    wav.extend(16_000_u32.to_le_bytes());
    wav.extend(32_000_u32.to_le_bytes());
    wav.extend(b"\x02\0\x10\0data\0\x7d\0\0");
    wav.resize(wav.len() + 32_000, 0);
    wav
}

/// whisper.cpp would react to some of these with silence, to some by ending the whole process.
#[test]
fn no_broken_model_reaches_whisper() {
    let home = Home::with(&[("silence.wav", &silence())]);
    let sound = home.models().join("silence.wav");
    let sound = sound.to_str().expect("a plain path");
    for (name, bytes) in scripted_model::broken_models() {
        let path = home.models().join("broken.bin");
        std::fs::write(&path, bytes).expect("a file");
        let path = path.to_str().expect("a plain path");
        let outcome = home.rehearse(&["transcribe", sound, "--model", path]);
        let sentence = outcome.sentence(3);
        assert!(sentence.starts_with(path), "{name}: {sentence}");
        assert_eq!(outcome.data, "", "{name}");
    }
}

#[test]
fn half_a_model_and_a_page_as_a_model_say_what_happened() {
    let whole = model();
    let home = Home::with(&[
        ("silence.wav", &silence()),
        ("ggml-base.en.bin", &whole[..whole.len() / 2]),
        ("page.bin", b"<!DOCTYPE html><html>Please sign in</html>"),
    ]);
    let sound = home.models().join("silence.wav");
    let sound = sound.to_str().expect("a plain path");
    let half = home.rehearse(&["transcribe", sound, "--model", "base.en"]);
    assert!(
        half.sentence(3).contains("stops after 2 of 4 MB"),
        "{}",
        half.talk
    );
    let page = home.rehearse(&["transcribe", sound, "--model", "page.bin"]);
    assert!(
        page.sentence(3).contains("is a web page, not a model"),
        "{}",
        page.talk
    );
    // The built-in model replaces it, with a message.
    let chosen = home.rehearse(&["transcribe", sound]);
    assert_eq!(chosen.code, Some(0), "{}", chosen.talk);
    assert!(
        chosen.talk.contains("ggml-base.en.bin stops after"),
        "{}",
        chosen.talk
    );
}

#[test]
fn a_fresh_machine_uses_the_built_in_model_and_names_the_command_for_others() {
    let home = Home::with(&[("silence.wav", &silence())]);
    let sound = home.models().join("silence.wav");
    let sound = sound.to_str().expect("a plain path");
    let fresh = home.rehearse(&["transcribe", sound]);
    assert_eq!(fresh.code, Some(0), "{}", fresh.talk);
    let absent = home.rehearse(&["transcribe", sound, "--model", "small.en"]);
    assert!(
        absent
            .sentence(3)
            .contains("`rehearse model get small.en` fetches it"),
        "{}",
        absent.talk
    );
}

/// Needs the right to mount: skipped elsewhere.
#[test]
#[cfg(target_os = "linux")]
fn a_disk_of_one_megabyte_is_too_small_and_said_so() {
    let home = Home::with(&[]);
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
        .arg(home.models())
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        return common::skip(
            "a_disk_of_one_megabyte_is_too_small_and_said_so",
            "mounting a small disk needs root",
        );
    }
    let outcome = home.rehearse(&["model", "get", SMALL]);
    let unmounted = std::process::Command::new("umount")
        .arg(home.models())
        .status();
    assert!(unmounted.is_ok_and(|status| status.success()));
    let sentence = outcome.sentence(1);
    assert!(sentence.starts_with("32 MB are needed in"), "{sentence}");
    assert!(sentence.contains("REHEARSE_MODEL_DIR"), "{sentence}");
}

#[test]
fn an_own_model_file_has_one_name_for_every_verb() {
    let whole = model();
    let home = Home::with(&[("ggml-mymodel.bin", &whole), ("silence.wav", &silence())]);
    let sound = home.models().join("silence.wav");
    let sound = sound.to_str().expect("a plain path");
    for name in ["mymodel", "ggml-mymodel", "ggml-mymodel.bin"] {
        let verified = home.rehearse(&["model", "verify", name]);
        assert_eq!(verified.code, Some(0), "{name}: {}", verified.talk);
        let used = home.rehearse(&["transcribe", sound, "--model", name]);
        assert_eq!(used.code, Some(0), "{name}: {}", used.talk);
    }
    let removed = home.rehearse(&["model", "rm", "mymodel", "--yes"]);
    assert_eq!(removed.code, Some(0), "{}", removed.talk);
    assert_eq!(home.files(), ["silence.wav"]);
}

#[test]
fn a_damaged_model_is_fetched_again_by_name_and_a_file_elsewhere_is_not() {
    let whole = model();
    let half = &whole[..whole.len() / 2];
    let home = Home::with(&[("ggml-base.en.bin", half), ("silence.wav", &silence())]);
    let elsewhere = home.0.path().join("ggml-base.en.bin");
    std::fs::write(&elsewhere, half).expect("a file");
    let sound = home.models().join("silence.wav");
    let sound = sound.to_str().expect("a plain path");
    let here = home.rehearse(&["transcribe", sound, "--model", "base.en"]);
    let again = "`rehearse model get base.en` fetches it again";
    assert!(here.sentence(3).contains(again), "{}", here.talk);
    let path = elsewhere.to_str().expect("a plain path");
    let there = home.rehearse(&["transcribe", sound, "--model", path]);
    assert!(!there.sentence(3).contains("model get"), "{}", there.talk);
    let list = home.rehearse(&["model", "list"]);
    assert!(
        list.talk.contains("damaged: ") && list.data.contains("* tiny.en-q8_0"),
        "{}",
        list.talk
    );
    assert!(!list.talk.contains("None is installed"), "{}", list.talk);
}

#[test]
fn without_a_network_the_machine_is_not_timed_first() {
    let home = Home::with(&[]);
    let offline = home.rehearse_from(&["model", "get"], &Server::nobody());
    assert!(
        offline.sentence(1).contains("check the network"),
        "{}",
        offline.talk
    );
    assert!(!offline.talk.contains("Timing"), "{}", offline.talk);
}

#[cfg(unix)]
#[test]
fn a_download_that_is_stopped_says_what_is_kept() {
    use rustix::process::{Pid, Signal, kill_process};
    let home = Home::with(&[]);
    let server = Server::new(vec![0; SMALL_BYTES], vec![Answer::StallAfter(5_000_000)]);
    let child = std::process::Command::new(env!("CARGO_BIN_EXE_rehearse"))
        .args(["model", "get", SMALL])
        .env("REHEARSE_DATA_DIR", home.0.path().join("data"))
        .env("REHEARSE_CONFIG_DIR", home.0.path().join("config"))
        .env("REHEARSE_MODEL_BASE_URL", &server.url)
        .env("NO_PROXY", "*")
        .env_remove("REHEARSE_MODEL_DIR")
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    let part = home.models().join("ggml-tiny.en-q5_1.bin.part");
    let begun = std::time::Instant::now();
    while part.metadata().map_or(0, |file| file.len()) < 5_000_000 {
        assert!(begun.elapsed().as_secs() < 30, "nothing came");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let id = Pid::from_raw(i32::try_from(child.id()).expect("an id")).expect("an id");
    kill_process(id, Signal::INT).expect("it runs");
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(
        said.contains(
            "stopped; 5 MB of 32 MB are kept, and `rehearse model get tiny.en-q5_1` goes on"
        ),
        "{said}"
    );
    assert_eq!(part.metadata().map_or(0, |file| file.len()), 5_000_000);
}
