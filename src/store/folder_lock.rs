#![allow(clippy::disallowed_methods, reason = "this module is the disk")]
//! A lock for files that are read, changed and written again: concurrent changes of two programs would
//! be lost.

use super::atomic::private_folder;
use super::error::StoreError;
use std::fs::File;
use std::path::Path;

/// Held until dropped; the system releases it when the program ends in any way.
#[derive(Debug)]
pub struct FolderLock {
    _held: Option<File>,
}

/// Creates the folder if necessary and waits until no other program changes files in it. Where the file
/// system has no locks, nothing is locked.
///
/// # Errors
/// When the folder cannot be made.
pub fn lock_folder(folder: &Path) -> Result<FolderLock, StoreError> {
    private_folder(folder)?;
    let _held = held(folder);
    Ok(FolderLock { _held })
}

#[cfg(unix)]
fn held(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    rustix::fs::flock(&folder, rustix::fs::FlockOperation::LockExclusive).ok()?;
    Some(folder)
}

/// Windows cannot lock a folder: a file in it is locked instead, and removed when it is closed.
#[cfg(windows)]
fn held(folder: &Path) -> Option<File> {
    use std::os::windows::fs::OpenOptionsExt;
    /// FILE_FLAG_DELETE_ON_CLOSE
    const GONE_WHEN_CLOSED: u32 = 0x0400_0000;
    /// Longer than any change takes.
    const TRIES: usize = 200;
    let mut options = File::options();
    options.create(true).truncate(true).write(true);
    options.share_mode(0).custom_flags(GONE_WHEN_CLOSED);
    let path = folder.join(".lock");
    (0..TRIES).find_map(|_| {
        let file = options.open(&path).ok();
        if file.is_none() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        file
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_where_several_add_to_one_file() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("new");
        let file = folder.join("log");
        let add = |one: u32| {
            let _lock = lock_folder(&folder).unwrap();
            let there = std::fs::read_to_string(&file).unwrap_or_default();
            super::super::write_atomic(&file, format!("{there}{one}\n").as_bytes()).unwrap();
        };
        std::thread::scope(|scope| {
            for at in 0..4 {
                scope.spawn(move || (0..25).for_each(|one| add(at * 100 + one)));
            }
        });
        let there = std::fs::read_to_string(&file).unwrap();
        assert_eq!(there.lines().count(), 100);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    }
}
