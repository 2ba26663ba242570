#![allow(clippy::disallowed_methods, reason = "this module is the disk")]
//! The events of a take, one per line, synced before the next event.

use super::atomic::{keep_names, private_file};
use super::error::StoreError;
use super::text::read_text;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// FILE_SHARE_READ
#[cfg(windows)]
const SHARE_READ: u32 = 1;

/// An append-only file of JSON lines.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    /// Whether the last line may be incomplete: the next one then begins on a new line.
    torn: bool,
}

impl Journal {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let mut options = private_file();
        options.append(true).create(true);
        // Read it others may; that none may write it meanwhile says that it is held.
        #[cfg(windows)]
        std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, SHARE_READ);
        let file = options
            .open(path)
            .map_err(StoreError::disk("write", path))?;
        if let Some(folder) = path.parent() {
            keep_names(folder);
        }
        // Held while the session is being recorded, so that no other process recovers it. A
        // file system without locks does not prevent recording.
        #[cfg(unix)]
        let _ = rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive);
        Ok(Self {
            file,
            path: path.into(),
            torn: false,
        })
    }

    /// Appends one line and syncs it.
    ///
    /// # Errors
    /// When the disk refuses. An incomplete line is skipped by [`Journal::read`].
    pub fn append(&mut self, entry: &impl Serialize) -> Result<(), StoreError> {
        let mut line = serde_json::to_vec(entry)
            .map_err(|error| StoreError::disk("write", &self.path)(error.into()))?;
        line.push(b'\n');
        if self.torn {
            line.insert(0, b'\n');
        }
        let written = self
            .file
            .write_all(&line)
            .and_then(|()| self.file.sync_data());
        self.torn = written.is_err();
        written.map_err(StoreError::disk("write", &self.path))
    }

    /// Whether a running program holds this journal.
    pub(super) fn is_held(path: &Path) -> bool {
        #[cfg(unix)]
        {
            use rustix::fs::{FlockOperation, flock};
            File::open(path).is_ok_and(|file| {
                flock(&file, FlockOperation::NonBlockingLockShared)
                    .is_err_and(|error| error == rustix::io::Errno::WOULDBLOCK)
            })
        }
        #[cfg(windows)]
        {
            /// ERROR_SHARING_VIOLATION
            const HELD: i32 = 32;
            let opened = File::options().append(true).open(path);
            opened.is_err_and(|error| error.raw_os_error() == Some(HELD))
        }
    }

    /// The complete entries of a journal: the last line of a killed program may be incomplete.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, StoreError> {
        Ok(read_text(path)?
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incomplete_last_line_is_skipped() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal.jsonl");
        let mut journal = Journal::open(&path).unwrap();
        journal.append(&1).unwrap();
        journal.append(&2).unwrap();
        journal.file.write_all(b"{\"cut").unwrap();
        assert_eq!(Journal::read::<u32>(&path).unwrap(), [1, 2]);
    }

    #[test]
    fn a_journal_in_use_is_detected() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal.jsonl");
        let journal = Journal::open(&path).unwrap();
        assert!(Journal::is_held(&path));
        drop(journal);
        assert!(!Journal::is_held(&path));
    }
}
