//! Errors of the disk, with remedies.

use std::io;
use std::path::{Path, PathBuf};

/// What is wrong with a settings file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// Line, from 1.
    pub line: usize,
    /// One or two sentences without the final full stop.
    pub problem: String,
}

/// An error of the disk.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused an operation.
    #[error("cannot {} {path}: {}", if *doing == "export" { "write" } else { doing }, explain(doing, cause))]
    Disk {
        /// "write", "read", "create the folder", …
        doing: &'static str,
        /// The path.
        path: PathBuf,
        /// The error of the system.
        cause: io::Error,
    },
    /// A file of the user's exists where a new one is to be written.
    #[error("{path} exists already and is left as it is; choose another name")]
    Exists {
        /// Which file.
        path: PathBuf,
    },
    /// There is not enough space for imported recordings.
    #[error(
        "no room in {folder}: the recordings need {} there and {} is free. Your files are untouched: free {} MB, or choose another folder with REHEARSE_DATA_DIR",
        megabytes(*needed), megabytes(*free), to_free(*needed, *free)
    )]
    NoRoom {
        /// The destination.
        folder: PathBuf,
        /// Bytes.
        needed: u64,
        /// Free bytes.
        free: u64,
    },
    /// A file is not a session record.
    #[error("{path} is not a session that this program can read: {problem}. {remedy}")]
    Broken {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
        /// Whether it is truncated.
        cut_off: bool,
        /// How what was said is recovered.
        remedy: String,
    },
    /// The record of a session is not there.
    #[error("{path} is not there, the record of the session. {remedy}")]
    NoRecord {
        /// Which file.
        path: PathBuf,
        /// How what was said is recovered.
        remedy: String,
    },
    /// A file of a session is a link or not a regular file.
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
    /// The folder of a file to be written does not exist.
    #[error(
        "{path} cannot be written: its folder is not there; make it first, or name a file in another one"
    )]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// Settings that cannot be read.
    #[error("{path}, line {}: {}. Correct or remove that line.", .error.line, .error.problem)]
    Settings {
        /// Which file.
        path: PathBuf,
        /// What is wrong, and where.
        error: SettingsError,
    },
}

impl StoreError {
    /// What is wrong with a session, in a few words for a list.
    pub fn in_short(&self) -> &'static str {
        match self {
            Self::Broken { cut_off: true, .. } => "damaged: its record is cut off",
            Self::Broken { .. } | Self::Elsewhere { .. } => "damaged: its record cannot be read",
            Self::Newer { .. } => "from a newer rehearse: update to open it",
            Self::NoRecord { .. } => "damaged: it has no record",
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

/// The reason in plain words, with the remedy where there is one.
fn explain(doing: &str, error: &io::Error) -> String {
    use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, StorageFull};
    let remedy = match (doing, error.kind()) {
        ("write the settings", _) => "; choose another folder for them with REHEARSE_CONFIG_DIR",
        (_, FileTooLarge) => "; start rehearse again after `ulimit -f unlimited`",
        (_, StorageFull | QuotaExceeded) => {
            "; free some space (`rehearse sessions purge --older 30d --audio-only` frees old recordings)"
        }
        ("export", PermissionDenied) => "; correct its permissions, or name a file elsewhere",
        ("export", _) => "; name another file",
        ("read", PermissionDenied) => "; correct its permissions",
        ("read", _) => "",
        (_, PermissionDenied) => {
            "; correct its permissions, or choose another folder with REHEARSE_DATA_DIR"
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

/// The system's error in plain words.
fn reason(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let plain = match error.kind() {
        Kind::NotFound => "there is no such file or folder",
        Kind::PermissionDenied => "its permissions do not allow it",
        Kind::StorageFull => "the disk is full",
        Kind::FileTooLarge => {
            "files may not become that large here (a limit of the shell or the system)"
        }
        Kind::QuotaExceeded => "no more may be stored there (a quota is used up)",
        Kind::ReadOnlyFilesystem => "nothing can be written on that disk (it is read-only)",
        Kind::NotADirectory => "a part of this path is a file, not a folder",
        Kind::AlreadyExists => "a file of that name exists",
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

/// Whole megabytes to free, rounded up.
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
    fn a_folder_that_cannot_be_created_is_reported_with_the_remedy() {
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
        let said = explain("write", &io::ErrorKind::FileTooLarge.into());
        assert_eq!(
            said,
            "files may not become that large here (a limit of the shell or the system); start rehearse \
             again after `ulimit -f unlimited`"
        );
    }
}
