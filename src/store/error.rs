//! What can go wrong on the disk, told with its remedy.

use super::settings::Slip;
use std::io;
use std::path::{Path, PathBuf};

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
        megabytes(*needed), megabytes(*free), to_free(*needed, *free)
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

    pub(super) fn disk(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
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

/// Megabytes with one decimal place: `5.3 MB`.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// Whole megabytes that are to be freed, never too few.
fn to_free(needed: u64, free: u64) -> u64 {
    needed.saturating_sub(free).div_ceil(1_000_000).max(1)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::disallowed_methods,
        reason = "writes a file where a folder should be"
    )]
    use super::*;
    use crate::store::{Settings, private_folder};
    use std::fs;

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
}
