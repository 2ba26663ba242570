#![allow(clippy::disallowed_methods, reason = "this module is the disk")]
//! The folder of one session.

use super::atomic::write_atomic;
use super::error::StoreError;
use super::journal::Journal;
use super::text::read_text;
use crate::session::{Event, FORMAT, Mark, Session};
use crate::time::beginning;
use serde::de::DeserializeOwned;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The form of the moment with which the name of a session begins.
const STAMP: &str = "00000000T000000Z";

/// The folder of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionFolder {
    path: PathBuf,
}

impl SessionFolder {
    pub(super) fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Its path.
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

    /// When it began, in UTC: `20261123T091200Z`. It is in the name of the folder; of a renamed one the record says it.
    /// `None` where neither does: then it is no session.
    pub fn stamp(&self) -> Option<String> {
        let id = self.id();
        if let Some(stamp) = beginning(&id, STAMP) {
            return Some(stamp.to_owned());
        }
        let started = self.outcome().ok()?.started;
        Some(started.replace(['-', ':'], ""))
    }

    /// The path of the recording. Its existence is not checked.
    ///
    /// # Errors
    /// When it is a link or not a regular file: sound from outside the session was not recorded in it
    /// and must not be shown as its own.
    pub fn take(&self) -> Result<PathBuf, StoreError> {
        let path = self.take_path();
        match fs::symlink_metadata(&path) {
            Ok(about) if !about.is_file() => Err(StoreError::Elsewhere { path }),
            _ => Ok(path),
        }
    }

    /// Whether the recording exists.
    pub fn has_take(&self) -> bool {
        fs::symlink_metadata(self.take_path()).is_ok_and(|about| about.is_file())
    }

    /// The path to write the recording to.
    pub fn take_path(&self) -> PathBuf {
        self.path.join("take.wav")
    }

    /// The record.
    pub fn session_path(&self) -> PathBuf {
        self.path.join("session.json")
    }

    /// The scenario at the time of the session.
    pub fn scenario_path(&self) -> PathBuf {
        self.path.join("scenario.toml")
    }

    /// Replaces the record atomically.
    ///
    /// # Errors
    /// When the disk refuses; the earlier record is then unchanged.
    pub fn save(&self, session: &Session) -> Result<(), StoreError> {
        let mut text =
            serde_json::to_vec_pretty(session).map_err(|error| self.broken(&error, false))?;
        text.push(b'\n');
        write_atomic(&self.session_path(), &text)
    }

    /// Reads the record. A link is refused.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for a later format, [`StoreError::Broken`] for anything else that is not a session.
    pub fn load(&self) -> Result<Session, StoreError> {
        self.read_record(|session: &Session| session.format)
    }

    /// The record, or the part of it that `T` describes; `format` returns its version.
    pub(super) fn read_record<T: DeserializeOwned>(
        &self,
        format: impl Fn(&T) -> u32,
    ) -> Result<T, StoreError> {
        let path = self.session_path();
        if fs::symlink_metadata(&path).is_ok_and(|about| !about.is_file()) {
            return Err(self.broken(&"it is a link or a folder, not a file", false));
        }
        if matches!(fs::symlink_metadata(&path), Err(error) if error.kind() == ErrorKind::NotFound)
        {
            let remedy = self.remedy();
            return Err(StoreError::NoRecord { path, remedy });
        }
        let text = read_text(&path)?;
        /// The part that shows whether the rest can be read.
        #[derive(serde::Deserialize)]
        struct Head {
            format: u64,
        }
        // A later version may have any contents, so its number is read separately if the whole cannot be
        // read; otherwise the text is parsed only once.
        let error = match serde_json::from_str::<T>(&text) {
            Ok(record) if format(&record) <= FORMAT => return Ok(record),
            Ok(record) => {
                let format = format(&record).into();
                return Err(StoreError::Newer { path, format });
            }
            Err(error) => error,
        };
        Err(match serde_json::from_str(&text) {
            Ok(Head { format }) if format > FORMAT.into() => StoreError::Newer { path, format },
            _ if error.is_eof() => self.broken(&format_args!("it is cut off ({error})"), true),
            _ => self.broken(&error, false),
        })
    }

    /// The scenario's text at the time of the session.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn scenario_toml(&self) -> Result<String, StoreError> {
        read_text(&self.scenario_path())
    }

    /// Opens the journal for appending.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn journal(&self) -> Result<Journal, StoreError> {
        Journal::open(&self.journal_path())
    }

    /// The events of the take, one per line.
    pub fn journal_path(&self) -> PathBuf {
        self.path.join("journal.jsonl")
    }

    /// Whether a running program records into this folder.
    pub fn is_being_written(&self) -> bool {
        Journal::is_held(&self.journal_path())
    }

    /// Writes a report (`report.html`, `report.md`) atomically.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write_report(&self, name: &str, text: &str) -> Result<PathBuf, StoreError> {
        let path = self.path.join(name);
        write_atomic(&path, text.as_bytes())?;
        Ok(path)
    }

    /// The size of this folder's own files.
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

    /// The size of the recording.
    pub fn take_bytes(&self) -> u64 {
        fs::metadata(self.take_path()).map_or(0, |about| about.len())
    }

    /// Removes the session and everything in its folder. The caller must have asked the user.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(self) -> Result<(), StoreError> {
        fs::remove_dir_all(&self.path).map_err(StoreError::disk("remove", &self.path))
    }

    /// Removes the recording and keeps record and reports. The caller must have asked the user.
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
            remedy: self.remedy(),
        }
    }

    /// Whether the record can be made anew: the recording is there, and the journal says where its sections begin.
    pub fn can_be_rebuilt(&self) -> bool {
        let begins = |mark: &Mark| matches!(mark.event, Event::Start(_));
        let begun = Journal::read(&self.journal_path());
        self.has_take()
            && beginning(&self.id(), STAMP).is_some()
            && begun.is_ok_and(|marks: Vec<Mark>| marks.iter().any(begins))
    }

    /// What recovers the words of a session whose record is lost.
    fn remedy(&self) -> String {
        if self.can_be_rebuilt() {
            let id = self.id();
            format!("`rehearse sessions recover {id}` makes it anew from the recording")
        } else if self.has_take() {
            format!(
                "The recording beside it is untouched: `rehearse transcribe {}` writes down what was said",
                self.take_path().display()
            )
        } else {
            format!(
                "No recording is there either: `rehearse sessions rm {}` removes what is left",
                self.id()
            )
        }
    }

    /// Puts a record that cannot be read aside, as `session.json.damaged`; what is there under that name is replaced.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn set_record_aside(&self) -> Result<(), StoreError> {
        let path = self.session_path();
        match fs::rename(&path, path.with_extension("json.damaged")) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(StoreError::disk("write", &path)(error))
            }
            _ => Ok(()),
        }
    }
}
