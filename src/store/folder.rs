#![allow(clippy::disallowed_methods, reason = "this module is the disk")]
//! The folder of one session.

use super::atomic::write_atomic;
use super::error::StoreError;
use super::journal::Journal;
use super::text::read_text;
use crate::session::{FORMAT, Session};
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionFolder {
    path: PathBuf,
}

impl SessionFolder {
    pub(super) fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its name: the session's id.
    pub fn id(&self) -> String {
        self.path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    }

    /// Everything heard, to be read; that nothing is there is told by reading it.
    ///
    /// # Errors
    /// When it leads out of this folder by a link, or is no file: what comes from elsewhere was not
    /// said here, and might be anybody's.
    pub fn take(&self) -> Result<PathBuf, StoreError> {
        let path = self.take_path();
        match fs::symlink_metadata(&path) {
            Ok(about) if !about.is_file() => Err(StoreError::Elsewhere { path }),
            _ => Ok(path),
        }
    }

    /// Whether the recording is there.
    pub fn has_take(&self) -> bool {
        fs::symlink_metadata(self.take_path()).is_ok_and(|about| about.is_file())
    }

    /// Where everything heard is written.
    pub fn take_path(&self) -> PathBuf {
        self.path.join("take.wav")
    }

    /// The record.
    pub fn session_path(&self) -> PathBuf {
        self.path.join("session.json")
    }

    /// The scenario as it was on the day.
    pub fn scenario_path(&self) -> PathBuf {
        self.path.join("scenario.toml")
    }

    /// Replaces the record at once or not at all.
    ///
    /// # Errors
    /// When the disk refuses; the earlier record is then still there.
    pub fn save(&self, session: &Session) -> Result<(), StoreError> {
        let mut text =
            serde_json::to_vec_pretty(session).map_err(|error| self.broken(&error, false))?;
        text.push(b'\n');
        write_atomic(&self.session_path(), &text)
    }

    /// Reads the record. A file that leads elsewhere by a link is refused.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for a later format, [`StoreError::Broken`] for anything else that is no session.
    pub fn load(&self) -> Result<Session, StoreError> {
        self.read_record(|session: &Session| session.format)
    }

    /// The record, or the part of it that `T` names; `format` is the version that it says.
    pub(super) fn read_record<T: DeserializeOwned>(
        &self,
        format: impl Fn(&T) -> u32,
    ) -> Result<T, StoreError> {
        let path = self.session_path();
        if fs::symlink_metadata(&path).is_ok_and(|about| !about.is_file()) {
            return Err(self.broken(&"it is a link or a folder, not a file", false));
        }
        let text = read_text(&path)?;
        /// Only what tells whether the rest can be read.
        #[derive(serde::Deserialize)]
        struct Head {
            format: u64,
        }
        // A later version may hold anything, so that its number is asked for where the rest cannot
        // be read; where it can, once through the text is enough.
        let problem = match serde_json::from_str::<T>(&text) {
            Ok(record) if format(&record) <= FORMAT => return Ok(record),
            Ok(_) => None,
            Err(error) => Some(error),
        };
        match (serde_json::from_str::<Head>(&text), problem) {
            (Ok(head), _) if head.format > u64::from(FORMAT) => Err(StoreError::Newer {
                path,
                format: head.format,
            }),
            (_, Some(error)) | (Err(error), None) if error.is_eof() => {
                Err(self.broken(&format_args!("it is cut off ({error})"), true))
            }
            (_, Some(error)) | (Err(error), None) => Err(self.broken(&error, false)),
            (Ok(_), None) => Err(self.broken(&"its format changed while it was read", false)),
        }
    }

    /// The scenario's text as it was on the day.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn scenario_toml(&self) -> Result<String, StoreError> {
        read_text(&self.scenario_path())
    }

    /// Opens the journal to append to it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn journal(&self) -> Result<Journal, StoreError> {
        Journal::open(&self.journal_path())
    }

    /// What happened during the take, a line each.
    pub fn journal_path(&self) -> PathBuf {
        self.path.join("journal.jsonl")
    }

    /// Whether a program that is running now records into this folder.
    pub fn is_being_written(&self) -> bool {
        Journal::is_held(&self.journal_path())
    }

    /// Writes a report (`report.html`, `report.md`), at once or not at all.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write_report(&self, name: &str, text: &str) -> Result<PathBuf, StoreError> {
        let path = self.path.join(name);
        write_atomic(&path, text.as_bytes())?;
        Ok(path)
    }

    /// Bytes on the disk, this folder's own files only.
    pub fn bytes(&self) -> u64 {
        let Ok(entries) = fs::read_dir(&self.path) else {
            return 0;
        };
        entries
            .filter_map(Result::ok)
            .filter_map(|entry| entry.metadata().ok())
            .filter(fs::Metadata::is_file)
            .map(|about| about.len())
            .sum()
    }

    /// Bytes of the recording.
    pub fn take_bytes(&self) -> u64 {
        fs::metadata(self.take_path()).map_or(0, |about| about.len())
    }

    /// Removes the session and everything in its folder. The caller has asked.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(self) -> Result<(), StoreError> {
        fs::remove_dir_all(&self.path).map_err(StoreError::disk("remove", &self.path))
    }

    /// Removes the recording and keeps record and reports. The caller has asked.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove_take(&self) -> Result<(), StoreError> {
        let take = self.take_path();
        fs::remove_file(&take).map_err(StoreError::disk("remove", &take))
    }

    fn broken(&self, problem: &dyn std::fmt::Display, cut_off: bool) -> StoreError {
        StoreError::Broken {
            path: self.session_path(),
            problem: problem.to_string(),
            cut_off,
        }
    }
}
