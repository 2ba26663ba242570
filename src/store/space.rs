#![allow(clippy::disallowed_methods, reason = "this module is the disk")]
//! Free space on the disk, and whether a folder can be written.

use super::atomic::{private_folder, write_atomic};
use super::error::StoreError;
use std::path::Path;

/// What a session needs beside its take: record, journal, scenario and reports, generously.
pub const BESIDE_THE_TAKE: u64 = 256 * 1024;

/// Whether `needed` more bytes fit into `folder`. Where the system does not report free space, yes.
///
/// # Errors
/// [`StoreError::NoRoom`], with how much to free.
pub fn room_for(folder: &Path, needed: u64) -> Result<(), StoreError> {
    match free_bytes(folder) {
        Some(free) if free < needed => Err(StoreError::NoRoom {
            folder: folder.into(),
            needed,
            free,
        }),
        _ => Ok(()),
    }
}

/// The free space for this user in `folder`; `None` where the system does not report it.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let there = folder.ancestors().find(|folder| folder.exists())?;
        let about = rustix::fs::statvfs(there).ok()?;
        Some(about.f_bavail.saturating_mul(about.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// Whether `folder` exists and is not empty.
pub fn holds_something(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// Creates `folder` if necessary and tries to write in it.
///
/// # Errors
/// When the disk refuses.
pub fn try_writing(folder: &Path) -> Result<(), StoreError> {
    private_folder(folder)?;
    let trial = folder.join(".doctor");
    write_atomic(&trial, b"")?;
    std::fs::remove_file(&trial).map_err(StoreError::disk("remove", &trial))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_space_is_reported_with_how_much_to_free() {
        let home = tempfile::tempdir().unwrap();
        assert!(room_for(home.path(), 0).is_ok());
        if free_bytes(home.path()).is_some() {
            assert!(matches!(
                room_for(home.path(), u64::MAX),
                Err(StoreError::NoRoom { .. })
            ));
        }
        let error = StoreError::NoRoom {
            folder: "/small".into(),
            needed: 5_262_188,
            free: 912_000,
        };
        assert_eq!(
            error.to_string(),
            "no room in /small: the recordings need 5.3 MB there and 1.0 MB is free. Your files are \
             untouched: free 5 MB, or choose another folder with REHEARSE_DATA_DIR"
        );
    }

    #[test]
    fn a_folder_that_can_be_written_leaves_no_trace() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("new");
        try_writing(&folder).unwrap();
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        assert!(holds_something(home.path()) && !holds_something(&folder));
        assert!(try_writing(Path::new("/proc/no")).is_err());
        assert!(free_bytes(&folder).is_none_or(|bytes| bytes > 0));
    }
}
