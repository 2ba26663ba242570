//! Whether an installed model is identical to the published one.
#![allow(clippy::disallowed_methods, reason = "this module is the disk")]

use super::{Bytes, Installed, Known};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Why an installed model is not the published one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// It cannot be read.
    #[error("{} cannot be read: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// It has another size.
    #[error(
        "{} has {have} bytes and the published file has {want}: `rehearse model get {name}` \
         fetches it again",
        .path.display()
    )]
    Size {
        /// The file.
        path: PathBuf,
        /// Its name in the manifest.
        name: String,
        /// Bytes on disk.
        have: u64,
        /// Bytes in the manifest.
        want: u64,
    },
    /// Same size, other contents.
    #[error(
        "{} is not the published file (its SHA-256 is {have}): `rehearse model get {name}` fetches \
         it again",
        .path.display()
    )]
    Hash {
        /// The file.
        path: PathBuf,
        /// Its name in the manifest.
        name: String,
        /// SHA-256 of what is on disk.
        have: String,
    },
}

/// Reads a whole model and compares it with the manifest; a match is recorded beside it in the format
/// of `sha256sum -c`. `progress` receives the number of bytes read so far.
pub fn verify(
    path: &Path,
    known: &Known,
    progress: &mut dyn FnMut(Bytes),
) -> Result<(), VerifyError> {
    let unreadable = |source| VerifyError::Read {
        path: path.to_owned(),
        source,
    };
    let file = super::open_file(path).map_err(unreadable)?;
    let have = file.metadata().map_err(unreadable)?.len();
    if have != known.bytes.0 {
        return Err(VerifyError::Size {
            path: path.to_owned(),
            name: known.name.clone(),
            have,
            want: known.bytes.0,
        });
    }
    let have = sha256(file, progress).map_err(unreadable)?;
    if have != known.sha256 {
        return Err(VerifyError::Hash {
            path: path.to_owned(),
            name: known.name.clone(),
            have,
        });
    }
    note(path, known);
    Ok(())
}

/// Whether a model was verified since its file was last written. Reads only the record of it.
pub fn is_verified(model: &Installed) -> bool {
    let Some(known) = &model.known else {
        return false;
    };
    let note = note_path(&model.path);
    let modified = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let Ok(text) = fs::read_to_string(&note) else {
        return false;
    };
    text.starts_with(&known.sha256)
        && model.bytes == known.bytes.0
        && modified(&note) >= modified(&model.path)
}

/// Removes a model and its record; returns how many bytes that freed.
pub fn remove(model: &Installed) -> io::Result<Bytes> {
    fs::remove_file(&model.path)?;
    let mut freed = model.bytes;
    for beside in [note_path(&model.path), beside(&model.path, ".part")] {
        if let Ok(file) = fs::metadata(&beside) {
            fs::remove_file(&beside)?;
            freed += file.len();
        }
    }
    Ok(Bytes(freed))
}

/// Records that a file is the published one. Without the record it is merely verified again.
pub(super) fn note(path: &Path, known: &Known) {
    let _ = fs::write(
        note_path(path),
        format!("{}  {}\n", known.sha256, known.file),
    );
}

fn note_path(model: &Path) -> PathBuf {
    beside(model, ".sha256")
}

fn beside(model: &Path, ending: &str) -> PathBuf {
    let mut name = model.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// SHA-256 of everything that a reader holds, as 64 lower-case hexadecimal digits.
pub(super) fn sha256(mut reader: impl Read, progress: &mut dyn FnMut(Bytes)) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut done = 0;
    loop {
        let read = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(&buffer[..read]);
        done += read as u64;
        progress(Bytes(done));
    }
    let digest = hash.finalize();
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_standard_one() {
        // FIPS 180-4, the message "abc".
        let mut seen = Bytes(0);
        let hash = sha256(&b"abc"[..], &mut |done| seen = done).unwrap();
        assert_eq!(
            hash,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(seen, Bytes(3));
    }
}
