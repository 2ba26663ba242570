#![allow(clippy::disallowed_methods, reason = "this room is the disk")]
//! A folder a session, written as it happens; own scenarios and settings beside them.
//!
//! `<data>/sessions/<UTC start>-<scenario>/` holds `take.wav`, `session.json`, `scenario.toml`,
//! `journal.jsonl`, `report.html` and `report.md`. What is there is private: folders 0700, files 0600.
//! Whole files are replaced atomically; nothing that was said is ever overwritten.

mod atomic;
mod folder;
mod journal;
mod settings;
mod space;
mod summary;

pub use atomic::{private_folder, remove_file, write_atomic};
pub use folder::SessionFolder;
pub use journal::Journal;
pub use settings::Settings;
pub use space::{BESIDE_THE_TAKE, free_bytes, holds_something, room_for, try_writing};
pub use summary::{Aim, Judged, Outcome, Part, Summary};

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The largest text file that is read whole: far above a session of an hour, far below memory.
const LARGEST_TEXT: u64 = 64 * 1024 * 1024;

/// What can go wrong on the disk.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system said no.
    #[error("cannot {doing} {path}: {}", explain(cause))]
    Disk {
        /// "write", "read", "create the folder", …
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Recordings that are taken over find no room.
    #[error(
        "no room in {folder}: the recordings need {} there and {} is free. Your files are untouched: free {} MB, or choose another folder with REHEARSE_DATA_DIR",
        space::megabytes(*needed), space::megabytes(*free), space::to_free(*needed, *free)
    )]
    NoRoom {
        /// Where they should go.
        folder: PathBuf,
        /// Bytes.
        needed: u64,
        /// Bytes that are there.
        free: u64,
    },
    /// A session file holds something else.
    #[error(
        "{path} is not a session that this program can read: {problem}. The recording beside it is untouched."
    )]
    Broken {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// Written by a later version.
    #[error(
        "{path} was written by a newer rehearse (format {format}, this one reads up to {}): update rehearse to open it",
        crate::session::FORMAT
    )]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its format.
        format: u64,
    },
    /// No such session.
    #[error("no session {0:?}: `rehearse sessions list` shows them")]
    Unknown(String),
    /// Settings that cannot be read.
    #[error("{path}: {problem}. Mend the file or remove it; defaults are used when it is absent.")]
    Settings {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
}

impl StoreError {
    fn disk(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Disk {
            doing,
            path: path.into(),
            cause,
        }
    }
}

/// The system's words, with the remedy where there is one.
fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            format!("{error}; choose another folder with REHEARSE_DATA_DIR or mend its permissions")
        }
        io::ErrorKind::StorageFull => format!(
            "{error}; free some space (`rehearse sessions purge --older 30d --audio-only` frees old recordings)"
        ),
        _ => error.to_string(),
    }
}

/// Every session on this machine.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// The store in the data folder. Touches nothing.
    pub fn new(data: &Path) -> Self {
        Self {
            root: data.join("sessions"),
        }
    }

    /// Makes the folder of a new session, `<stamp>-<scenario>`; a second one within the same second
    /// gets a counter, so that two programs never share a folder. The scenario's text is kept in it.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn create(
        &self,
        stamp: &str,
        scenario: &str,
        scenario_toml: &str,
    ) -> Result<SessionFolder, StoreError> {
        private_folder(&self.root)?;
        for counter in 1_u32.. {
            let id = match counter {
                1 => format!("{stamp}-{scenario}"),
                _ => format!("{stamp}-{scenario}-{counter}"),
            };
            let path = self.root.join(id);
            match atomic::new_private_folder(&path) {
                Ok(()) => {
                    let folder = SessionFolder::at(path);
                    let written = write_atomic(&folder.scenario_path(), scenario_toml.as_bytes());
                    if let Err(error) = written {
                        // Nobody has said anything yet: an empty folder is no session.
                        let _ = folder.remove();
                        return Err(error);
                    }
                    return Ok(folder);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::disk("create the folder", &path)(error)),
            }
        }
        unreachable!("the counter runs out after the disk does")
    }

    /// Every session folder, oldest first. The place in this list, from 1, is its number.
    /// Links are passed over: a session lies in its own folder.
    ///
    /// # Errors
    /// When the folder cannot be read. A store that does not exist yet is empty.
    pub fn folders(&self) -> Result<Vec<SessionFolder>, StoreError> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::disk("read", &self.root)(error)),
        };
        let mut folders = Vec::new();
        for entry in entries {
            let entry = entry.map_err(StoreError::disk("read", &self.root))?;
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(SessionFolder::at(entry.path()));
            }
        }
        folders.sort_by(|a, b| a.path().cmp(b.path()));
        Ok(folders)
    }

    /// A session by number (as `sessions list` shows it), by id, by the beginning of an id, or `last`.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when there is none, or more than one.
    pub fn find(&self, name: &str) -> Result<SessionFolder, StoreError> {
        let unknown = || StoreError::Unknown(name.into());
        let mut folders = self.folders()?;
        if name == "last" {
            return folders.pop().ok_or_else(unknown);
        }
        if let Some(exact) = folders.iter().find(|folder| folder.id() == name) {
            return Ok(exact.clone());
        }
        if let Ok(number) = name.parse::<usize>()
            && (1..=folders.len()).contains(&number)
        {
            return Ok(folders.swap_remove(number - 1));
        }
        let mut starting = folders
            .into_iter()
            .filter(|folder| !name.is_empty() && folder.id().starts_with(name));
        match (starting.next(), starting.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(unknown()),
        }
    }
}

/// Reads a text file of the user's whole.
///
/// # Errors
/// When it cannot be read, is no regular file, is not UTF-8, or is larger than any text of ours.
pub fn read_text(path: &Path) -> Result<String, StoreError> {
    let disk = StoreError::disk("read", path);
    let told = |problem: &str| io::Error::other(problem.to_owned());
    match fs::symlink_metadata(path).and_then(|_| fs::metadata(path)) {
        Err(error) => Err(disk(error)),
        Ok(about) if about.is_dir() => Err(disk(told("it is a folder"))),
        Ok(about) if about.len() > LARGEST_TEXT => Err(disk(told(
            "it is larger than 64 MB, which no text of ours is",
        ))),
        Ok(_) => fs::read_to_string(path).map_err(disk),
    }
}

/// Files with this ending directly in `folder`, sorted; none when the folder does not exist.
///
/// # Errors
/// When the folder cannot be read.
pub fn files_with_ending(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::disk("read", folder)(error)),
    };
    let mut found: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == ending)
                && path.is_file()
        })
        .collect();
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sessions_in_one_second_get_two_folders() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path());
        let first = store
            .create("20261123T091200Z", "story", "title = \"x\"")
            .unwrap();
        let second = store
            .create("20261123T091200Z", "story", "title = \"x\"")
            .unwrap();
        assert_ne!(first.path(), second.path());
        assert_eq!(store.folders().unwrap().len(), 2);
        assert_eq!(store.find("2").unwrap().id(), second.id());
        assert_eq!(store.find("last").unwrap().id(), second.id());
        assert_eq!(
            store.find("20261123T091200Z-story").unwrap().id(),
            first.id()
        );
        assert!(store.find("3").is_err() && store.find("").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn sessions_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let folder = Store::new(home.path())
            .create("20261123T091200Z", "story", "")
            .unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path()), 0o700);
        assert_eq!(mode(&folder.scenario_path()), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_no_session() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path());
        store.create("20261123T091200Z", "story", "").unwrap();
        std::os::unix::fs::symlink("/", home.path().join("sessions/20261123T091300Z-link"))
            .unwrap();
        assert_eq!(store.folders().unwrap().len(), 1);
    }
}
