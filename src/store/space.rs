#![allow(clippy::disallowed_methods, reason = "this room is the disk")]
//! Room on the disk, and whether a folder may be written.

use super::{StoreError, private_folder, write_atomic};
use std::path::Path;

/// Bytes that are free for this user where `folder` lies; `None` where the system does not tell.
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

/// Whether `folder` is there and something lies in it.
pub fn holds_something(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// Makes `folder` if need be and tries to write in it.
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
