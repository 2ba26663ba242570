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

pub use atomic::{private_folder, remove_file, write_atomic, write_new};
pub use folder::SessionFolder;
pub use journal::Journal;
pub use settings::{Settings, Slip};
pub use space::{BESIDE_THE_TAKE, free_bytes, holds_something, room_for, try_writing};
pub use summary::{Aim, Judged, JudgedPart, Outcome, Part, Summary};

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest text file that is read whole: far above a session of an hour, far below memory.
const LARGEST_TEXT: u64 = 64 * 1024 * 1024;

/// What can go wrong on the disk.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system said no.
    #[error("cannot {} {path}: {}", if *doing == "export" { "write" } else { doing }, explain(doing, cause))]
    Disk {
        /// "write", "read", "create the folder", …
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file of the user's lies where a new one is to be written.
    #[error("{path} exists already and is left as it is; choose another name")]
    Exists {
        /// Which file.
        path: PathBuf,
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
        /// It ends in the middle.
        cut_off: bool,
    },
    /// A file of a session leads out of its folder, or is no file.
    #[error(
        "{path} is not a recording that this program reads: it is a link or a folder, not a file. \
         The record beside it is untouched."
    )]
    Elsewhere {
        /// Which one.
        path: PathBuf,
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
    /// A file was to be written into a folder that is not there.
    #[error(
        "{path} cannot be written: its folder is not there; make it first, or name a file in another one"
    )]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// Settings that cannot be kept.
    #[error(
        "cannot write the settings {path}: {}; choose another folder for them with REHEARSE_CONFIG_DIR",
        reason(cause)
    )]
    Forgetful {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Settings that cannot be read.
    #[error("{path}, line {}: {}. Mend that line or take it out.", .slip.line, .slip.problem)]
    Settings {
        /// Which file.
        path: PathBuf,
        /// What is wrong, and where.
        slip: Slip,
    },
}

impl StoreError {
    /// What is wrong with a session, in a few words for a list.
    pub fn in_short(&self) -> &'static str {
        match self {
            Self::Broken { cut_off: true, .. } => "damaged: its record is cut off",
            Self::Broken { .. } | Self::Elsewhere { .. } => "damaged: its record cannot be read",
            Self::Newer { .. } => "from a newer rehearse: update to open it",
            Self::Disk { cause, .. } if cause.kind() == io::ErrorKind::NotFound => {
                "damaged: it has no record"
            }
            _ => "its record cannot be read",
        }
    }

    fn disk(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Disk {
            doing,
            path: path.into(),
            cause,
        }
    }
}

/// What the system said in plain words, with the remedy where there is one.
fn explain(doing: &str, error: &io::Error) -> String {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, StorageFull};
    let remedy = match (doing, error.kind()) {
        (_, StorageFull | QuotaExceeded) => {
            "; free some space (`rehearse sessions purge --older 30d --audio-only` frees old recordings)"
        }
        ("export", PermissionDenied) => "; mend its permissions, or name a file elsewhere",
        ("export", _) => "; name another file",
        ("read", PermissionDenied) => "; mend its permissions",
        ("read", _) => "",
        (_, PermissionDenied) => {
            "; mend its permissions, or choose another folder with REHEARSE_DATA_DIR"
        }
        ("remove", _) => "",
        _ => "; choose another folder with REHEARSE_DATA_DIR",
    };
    let reason = match (doing, error.kind()) {
        ("create the folder", io::ErrorKind::NotFound) => "no folder can be made there".to_owned(),
        _ => reason(error),
    };
    format!("{reason}{remedy}")
}

/// What the system said, in plain words.
fn reason(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let plain = match error.kind() {
        Kind::NotFound => "there is no such file or folder",
        Kind::PermissionDenied => "its permissions do not allow it",
        Kind::StorageFull => "the disk is full",
        Kind::QuotaExceeded => "no more may be stored there (a quota is used up)",
        Kind::ReadOnlyFilesystem => "nothing can be written on that disk (it is read-only)",
        Kind::NotADirectory => "a part of this path is a file, not a folder",
        Kind::AlreadyExists => "a file of that name stands in the way",
        Kind::IsADirectory => "it is a folder",
        Kind::InvalidFilename => "the name is longer than the disk allows, or not allowed there",
        _ => return error.to_string(),
    };
    plain.to_owned()
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
                    for parent in self.root.ancestors().take(2) {
                        atomic::keep_names(parent);
                    }
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
            return newest(&mut folders).ok_or_else(unknown);
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

    /// Takes of the demo with this source, which a new one replaces.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn synthetic(&self, source: &str) -> Result<Vec<SessionFolder>, StoreError> {
        let mut folders = self.folders()?;
        folders.retain(|folder| {
            let summary = folder.summary();
            summary.is_ok_and(|summary| summary.take.synthetic && summary.take.source == source)
        });
        Ok(folders)
    }

    /// How a session is called in the fewest letters: `last`, or its number.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn shortest_name(&self, folder: &SessionFolder) -> Result<String, StoreError> {
        let mut folders = self.folders()?;
        let number = folders.iter().position(|one| one == folder);
        Ok(match number {
            Some(at) if newest(&mut folders).as_ref() != Some(folder) => (at + 1).to_string(),
            _ => "last".to_owned(),
        })
    }
}

/// The newest rehearsal in the candidate's own voice; where there is none, the newest of the demo's.
fn newest(folders: &mut Vec<SessionFolder>) -> Option<SessionFolder> {
    let own = folders.iter().rposition(|folder| {
        // What cannot be read may be one's own: it is told why, not passed over.
        folder
            .summary()
            .map_or(true, |summary| !summary.take.synthetic)
    });
    match own {
        Some(at) => Some(folders.swap_remove(at)),
        None => folders.pop(),
    }
}

/// Whether a file lies there.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Reads a text file of the user's whole.
///
/// # Errors
/// When it cannot be read, is no regular file, is not UTF-8, or is larger than any text of ours.
pub fn read_text(path: &Path) -> Result<String, StoreError> {
    let told = |problem: &str| StoreError::disk("read", path)(io::Error::other(problem.to_owned()));
    let too_large = || told("it is larger than 64 MB, which no text of ours is");
    // Asked before it is opened: opening a pipe waits until somebody writes into it.
    let about = fs::metadata(path).map_err(StoreError::disk("read", path))?;
    if about.is_dir() {
        return Err(told("it is a folder; name a file"));
    }
    if !about.is_file() {
        return Err(told(
            "it is a device or a pipe, not a file; save the text in a file and name that",
        ));
    }
    if about.len() > LARGEST_TEXT {
        return Err(too_large());
    }
    // Its length is no promise: a file may grow while it is read, and some say 0 and never end.
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0) + 1);
    File::open(path)
        .and_then(|file| file.take(LARGEST_TEXT + 1).read_to_end(&mut bytes))
        .map_err(StoreError::disk("read", path))?;
    if bytes.len() as u64 > LARGEST_TEXT {
        return Err(too_large());
    }
    String::from_utf8(bytes).map_err(|error| {
        let bytes = error.as_bytes();
        told(
            if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
                "it is written in UTF-16; save it again as UTF-8"
            } else {
                "it is not a text file (not in UTF-8)"
            },
        )
    })
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

    #[test]
    fn what_is_no_text_file_is_refused_in_plain_words() {
        let home = tempfile::tempdir().unwrap();
        let file = |name: &str, bytes: &[u8]| {
            let path = home.path().join(name);
            fs::write(&path, bytes).unwrap();
            read_text(&path).map_err(|error| error.to_string())
        };
        assert_eq!(file("ok.txt", "ä".as_bytes()), Ok("ä".into()));
        let photo = file("photo.toml", b"\xff\xd8\xff\xe0JFIF").unwrap_err();
        assert!(
            photo.ends_with("photo.toml: it is not a text file (not in UTF-8)"),
            "{photo}"
        );
        let wide = file("notepad.txt", b"\xff\xfeI\0").unwrap_err();
        assert!(wide.ends_with("save it again as UTF-8"), "{wide}");
        let folder = read_text(home.path()).unwrap_err().to_string();
        assert!(folder.ends_with("it is a folder; name a file"), "{folder}");
        let below = read_text(&home.path().join("ok.txt/x"))
            .unwrap_err()
            .to_string();
        assert!(!below.contains("os error"), "{below}");
        let gone = read_text(&home.path().join("gone"))
            .unwrap_err()
            .to_string();
        assert!(gone.ends_with("there is no such file or folder"), "{gone}");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_not_read() {
        let said = read_text(Path::new("/dev/zero")).unwrap_err().to_string();
        assert!(said.contains("a device or a pipe, not a file"), "{said}");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told_with_the_remedy() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("file");
        fs::write(&file, "").unwrap();
        for folder in [file.clone(), file.join("below")] {
            let said = private_folder(&folder).unwrap_err().to_string();
            assert!(
                said.ends_with("; choose another folder with REHEARSE_DATA_DIR"),
                "{said}"
            );
            assert!(!said.contains("os error"), "{said}");
        }
        let settings = Settings::default().save(&file.join("config")).unwrap_err();
        let said = settings.to_string();
        assert!(
            said.contains("REHEARSE_CONFIG_DIR") && !said.contains("DATA_DIR"),
            "{said}"
        );
        for kind in [
            io::ErrorKind::ReadOnlyFilesystem,
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::NotFound,
        ] {
            let said = explain("write", &kind.into());
            assert!(said.contains("REHEARSE_DATA_DIR"), "{said}");
        }
        let said = explain("write", &io::ErrorKind::StorageFull.into());
        assert!(
            said.contains("purge") && !said.contains("DATA_DIR"),
            "{said}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_take_that_leads_elsewhere_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let folder = Store::new(home.path())
            .create("20261123T091200Z", "story", "")
            .unwrap();
        assert_eq!(folder.take().unwrap(), folder.take_path());
        std::os::unix::fs::symlink("/etc/hostname", folder.take_path()).unwrap();
        let said = folder.take().unwrap_err().to_string();
        assert!(
            said.contains("it is a link or a folder, not a file"),
            "{said}"
        );
    }
}
