#![allow(clippy::disallowed_methods, reason = "this module is the disk")]
//! Writes whole files atomically.

use super::error::StoreError;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Creates a folder (and its parents) that only its owner may enter. An existing one is not changed.
///
/// # Errors
/// When it cannot be created.
pub fn private_folder(path: &Path) -> Result<(), StoreError> {
    builder()
        .recursive(true)
        .create(path)
        .map_err(StoreError::disk("create the folder", path))
}

/// Removes a file of the program.
///
/// # Errors
/// When the disk refuses.
pub fn remove_file(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(StoreError::disk("remove", path))
}

/// Creates a folder that must not exist yet.
pub(super) fn new_private_folder(path: &Path) -> std::io::Result<()> {
    builder().create(path)
}

fn builder() -> fs::DirBuilder {
    #[allow(unused_mut, reason = "only Unix has modes")]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder
}

/// Options for opening a file that only its owner may read.
pub(super) fn private_file() -> fs::OpenOptions {
    #[allow(unused_mut, reason = "only Unix has modes")]
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Replaces the contents of `path` atomically: a reader, or the next start after a power cut, finds the old file or
/// the new one, never a part. Only its owner may read it.
///
/// # Errors
/// When the disk refuses; the old file is then unchanged.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let mut options = private_file();
    let opened = options.write(true).create(true).truncate(true).open(&new);
    let written = opened.and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, path)
    });
    if let Err(error) = written {
        let _ = fs::remove_file(&new);
        return Err(StoreError::disk("write", path)(error));
    }
    if let Some(folder) = path.parent() {
        keep_names(folder);
    }
    Ok(())
}

/// Writes a new file for the user, readable by its owner only. An incomplete file
/// is removed.
///
/// # Errors
/// When it exists, or the disk refuses.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let opened = private_file().write(true).create_new(true).open(path);
    let mut file = match opened {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(StoreError::Exists { path: path.into() });
        }
        // The remedy of changing the data folder would not fit an export.
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::NoFolder { path: path.into() });
        }
        opened => opened.map_err(StoreError::disk("export", path))?,
    };
    file.write_all(bytes).map_err(|error| {
        let _ = fs::remove_file(path);
        StoreError::disk("export", path)(error)
    })
}

/// Syncs a folder, so that the names of its files survive a power cut. A file system that cannot sync a
/// folder causes no error, since the file itself exists.
pub(super) fn keep_names(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("session.json");
        write_atomic(&path, b"old").unwrap();
        // A folder at the temporary file's path makes the write fail.
        fs::create_dir(
            home.path()
                .join(format!(".session.json.{}.new", std::process::id())),
        )
        .unwrap();
        assert!(write_atomic(&path, b"new").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }
}
