//! A download while it is on its way: `NAME.part` beside the place where the file will stand.
#![allow(clippy::disallowed_methods, reason = "this module is the disk")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The part of a file that has come so far. Only one process at a time holds it; the next run goes
/// on where this one stopped.
pub(super) struct PartFile {
    file: File,
    path: PathBuf,
    length: u64,
}

/// Why the part file cannot be had.
#[derive(Debug)]
pub(super) enum Unavailable {
    /// Another process is downloading the same file.
    Busy,
    /// The disk refuses.
    Io(io::Error),
}

impl From<io::Error> for Unavailable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl PartFile {
    /// Opens or begins the part of `target`.
    pub fn open(target: &Path) -> Result<Self, Unavailable> {
        let mut name = target.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        loop {
            let mut options = OpenOptions::new();
            options.create(true).read(true).write(true).truncate(false);
            let Some(mut file) = alone(&options, &path)? else {
                return Err(Unavailable::Busy);
            };
            // Between opening and locking, another process may have finished the download and
            // renamed the file that we hold.
            if is_still_at(&file, &path) {
                let length = file.seek(SeekFrom::End(0))?;
                return Ok(Self { file, path, length });
            }
        }
    }

    /// Bytes that are there.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Throws away what has come.
    pub fn restart(&mut self) -> io::Result<()> {
        if self.length == 0 {
            return Ok(());
        }
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.length = 0;
        Ok(())
    }

    /// Adds bytes at the end.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let written = self.file.write_all(bytes);
        if written.is_ok() {
            self.length += bytes.len() as u64;
        } else if let Ok(length) = self.file.stream_position() {
            // What fitted on a full disk is kept, for the next run.
            self.length = length;
        }
        written
    }

    /// Makes sure that everything is on the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// The file from its first byte.
    pub fn contents(&mut self) -> io::Result<&mut File> {
        self.file.rewind()?;
        Ok(&mut self.file)
    }

    /// Gives the file its final name. A power cut leaves the part or the whole, nothing between.
    pub fn rename(self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        if let Some(folder) = target.parent() {
            // A file system that cannot promise it is no reason to fetch everything again.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }

    /// Removes the part.
    pub fn discard(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// Opens the file for this process alone; `None` when another one has it. The system lets go of it
/// when the process ends, however it ends. File systems without locks are used without.
#[cfg(unix)]
fn alone(options: &OpenOptions, path: &Path) -> io::Result<Option<File>> {
    let file = options.open(path)?;
    match rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
        _ => Ok(Some(file)),
    }
}

/// The same by what others may do meanwhile: read it and give it another name, but not write it.
#[cfg(windows)]
fn alone(options: &OpenOptions, path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;
    /// FILE_SHARE_READ and FILE_SHARE_DELETE
    const SHARED: u32 = 1 | 4;
    /// ERROR_SHARING_VIOLATION
    const HELD: i32 = 32;
    match options.clone().share_mode(SHARED).open(path) {
        Err(error) if error.raw_os_error() == Some(HELD) => Ok(None),
        opened => opened.map(Some),
    }
}

#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(windows)]
fn is_still_at(_: &File, _: &Path) -> bool {
    true
}

/// Bytes that may still be written into a folder, where the system can tell.
pub(super) fn free_space(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    return rustix::fs::statvfs(folder)
        .ok()
        .map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    #[cfg(not(unix))]
    return {
        let _ = folder;
        None
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(target: &Path) -> PartFile {
        PartFile::open(target)
            .map_err(|error| format!("{error:?}"))
            .unwrap()
    }

    #[test]
    fn what_came_is_there_for_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("model.bin");
        let mut first = part(&target);
        first.append(b"half").unwrap();
        drop(first);
        let mut second = part(&target);
        assert_eq!(second.length(), 4);
        second.append(b" and half").unwrap();
        second.rename(&target).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"half and half");
        assert!(!folder.path().join("model.bin.part").exists());
    }

    #[test]
    fn two_downloads_of_one_file_do_not_mix() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("model.bin");
        let first = part(&target);
        assert!(matches!(PartFile::open(&target), Err(Unavailable::Busy)));
        first.rename(&target).unwrap();
        assert_eq!(part(&target).length(), 0);
    }

    #[test]
    fn a_restart_forgets_what_came() {
        let folder = tempfile::tempdir().unwrap();
        let mut part = part(&folder.path().join("model.bin"));
        part.append(b"wrong").unwrap();
        part.restart().unwrap();
        part.append(b"ok").unwrap();
        assert_eq!(part.length(), 2);
        assert_eq!(fs::read(&part.path).unwrap(), b"ok");
        part.discard().unwrap();
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_folder_says_how_much_fits() {
        let folder = tempfile::tempdir().unwrap();
        assert!(free_space(folder.path()).unwrap() > 0);
        assert_eq!(free_space(&folder.path().join("absent")), None);
    }
}
