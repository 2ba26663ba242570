#![allow(clippy::disallowed_methods, reason = "this module is the disk")]
//! Reads text files of the user.

use super::error::StoreError;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest text file that is read: far larger than a session of an hour, far smaller than memory.
const LARGEST_TEXT: u64 = 64 * 1024 * 1024;

/// Whether a regular file exists there.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Whether a folder is there.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Reads a text file of the user.
///
/// # Errors
/// When it cannot be read, is not a regular file, is not UTF-8, or is too large.
pub fn read_text(path: &Path) -> Result<String, StoreError> {
    let told = |problem: &str| StoreError::disk("read", path)(io::Error::other(problem.to_owned()));
    let too_large = || told("it is larger than 64 MB, which no text of ours is");
    // Checked before opening, since opening a pipe would block.
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
    // The length is not reliable: a file may grow while it is read, and some report 0 and never end.
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
    fn files_that_are_not_text_are_refused_in_plain_words() {
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
}
