//! Helpers of the whole-program tests.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(dead_code, reason = "every test file uses its own part")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests touch the disk and talk"
)]

#[cfg(unix)]
pub mod browser;
pub mod draft;
pub mod scripted_model;
pub mod server;
pub mod sessions;
pub mod story;
pub mod words;

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Checks that `arguments`, which ask two questions, are refused with one and with three recordings of `sound`, before
/// anything is kept; `option` asks another number of questions.
#[track_caller]
pub fn refuses_other_counts(home: &Home, arguments: &[&str], sound: &str, option: &str) {
    for (files, told) in [
        (1, "1 file for 2 questions"),
        (3, "3 files for 2 questions"),
    ] {
        let mut all = arguments.to_vec();
        all.push("--from-wav");
        all.extend(std::iter::repeat_n(sound, files));
        let said = home.refusal(&all, 2);
        assert!(said.contains(told) && said.contains(option), "{said}");
        assert!(!home.data().join("sessions").exists(), "{files}");
    }
}

/// Records that this machine cannot run a test, and why. `scripts/test` counts these lines as skipped.
pub fn skip(test: &str, why: &str) {
    use std::io::Write;
    eprintln!("skipped: {test}: {why}");
    if let Some(list) = std::env::var_os("REHEARSE_SKIPPED") {
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(list)
            .unwrap();
        // One line per test, since lines are counted; written at once, since tests run side by side.
        let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
        file.write_all(format!("{test}: {why}\n").as_bytes())
            .unwrap();
    }
}

/// A home of its own for one test: data, models and settings in a temporary folder.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// A fresh home.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// The folder that holds everything.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// Writes an own story and returns the path of its file.
    pub fn story(&self, file: &str, toml: &str) -> String {
        let folder = self.data().join("scenarios");
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(file);
        fs::write(&path, toml).unwrap();
        path.display().to_string()
    }

    /// Writes a model that transcribes every section as `text`, whatever the sound, and returns its path.
    pub fn model(&self, text: &str) -> String {
        let path = self.path().join("scripted.bin");
        fs::write(&path, scripted_model::hears(text)).unwrap();
        path.display().to_string()
    }

    /// The real binary in this home, without a terminal.
    pub fn rehearse(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rehearse"));
        command
            .env("REHEARSE_DATA_DIR", self.data())
            .env("REHEARSE_MODEL_DIR", self.path().join("models"))
            .env("REHEARSE_CONFIG_DIR", self.path().join("config"))
            .env_remove("NO_COLOR")
            .env_remove("COLUMNS");
        command
    }

    /// Runs the binary, expects success, returns its standard output.
    #[track_caller]
    pub fn output(&self, arguments: &[&str]) -> String {
        let done = self.rehearse().args(arguments).assert().success();
        String::from_utf8(done.get_output().stdout.clone()).unwrap()
    }

    /// Runs the binary, expects this exit code and one sentence on standard error, and returns it.
    #[track_caller]
    pub fn refusal(&self, arguments: &[&str], code: i32) -> String {
        let done = self.rehearse().args(arguments).assert().code(code);
        let said = String::from_utf8(done.get_output().stderr.clone()).unwrap();
        assert!(!said.contains("panicked"), "{said}");
        said
    }
}

/// The path of a bundled recording: `strong/4-result`.
pub fn demo_sound(name: &str) -> String {
    let path = root().join(format!("content/demo/{name}.wav"));
    path.display().to_string()
}

/// A small disk mounted at a folder, until dropped.
pub struct SmallDisk {
    at: PathBuf,
}

impl SmallDisk {
    /// Mounts one of `size` (`1300k`, `16m`) at `folder`, or says why this machine cannot.
    pub fn mount(test: &str, folder: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        let disk = Self { at: folder.into() };
        let options = format!("size={size},mode=700");
        if disk.tell(&["-t", "tmpfs", "-o", &options, "tmpfs"]) {
            return Some(disk);
        }
        skip(test, "only root may mount a small disk");
        None
    }

    /// Gives it another size.
    pub fn resize(&self, size: &str) {
        assert!(self.tell(&["-o", &format!("remount,size={size}")]));
    }

    fn tell(&self, arguments: &[&str]) -> bool {
        std::process::Command::new("mount")
            .args(arguments)
            .arg(&self.at)
            .stderr(std::process::Stdio::null())
            .status()
            .is_ok_and(|done| done.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a program that was just killed may still use it.
        let _ = std::process::Command::new("umount")
            .arg("-l")
            .arg(&self.at)
            .stderr(std::process::Stdio::null())
            .status();
    }
}

/// The name of the bundled model.
pub fn bundled() -> String {
    rehearse::model::Manifest::builtin().bundled.name
}

/// Compares a screen with its golden file; `REHEARSE_BLESS` rewrites it.
#[track_caller]
pub fn golden(name: &str, text: &str) {
    let path = root().join("tests/golden").join(name);
    if std::env::var_os("REHEARSE_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, kept, "{name}: scripts/bless writes it anew");
}

/// The root of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
