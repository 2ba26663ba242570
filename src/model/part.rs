//! An incomplete download: `NAME.part` beside the final file.
#![allow(clippy::disallowed_methods, reason = "this module is the disk")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The part of a file that has been received. Only one process at a time holds it; the next run
/// resumes it.
pub(super) struct PartFile {
    file: File,
    path: PathBuf,
    length: u64,
}

impl PartFile {
    /// Opens or creates the part file of `target`.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] while another process is downloading the same file.
    pub fn open(target: &Path) -> io::Result<Self> {
        let mut name = target.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        loop {
            let mut options = OpenOptions::new();
            options.create(true).read(true).write(true).truncate(false);
            let mut file = alone(&options, &path)?;
            // Between opening and locking, another process may have finished the download and
            // renamed the file that we hold.
            if is_still_at(&file, &path) {
                let length = file.seek(SeekFrom::End(0))?;
                return Ok(Self { file, path, length });
            }
        }
    }

    /// Bytes received.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Discards what was received.
    pub fn restart(&mut self) -> io::Result<()> {
        if self.length == 0 {
            return Ok(());
        }
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.length = 0;
        Ok(())
    }

    /// Appends bytes.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let written = self.file.write_all(bytes);
        if written.is_ok() {
            self.length += bytes.len() as u64;
        } else if let Ok(length) = self.file.stream_position() {
            // What fitted on a full disk is kept for the next run.
            self.length = length;
        }
        written
    }

    /// Syncs the file.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// The file, positioned at its first byte.
    pub fn contents(&mut self) -> io::Result<&mut File> {
        self.file.rewind()?;
        Ok(&mut self.file)
    }

    /// Gives the file its final name. A power cut leaves either the part file or the complete one.
    pub fn rename(self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        if let Some(folder) = target.parent() {
            // A file system that cannot sync is no reason to fetch everything again.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }

    /// Removes the part.
    pub fn discard(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// Opens the file and locks it for this process, unless another one holds it. The system releases the lock
/// when the process ends in any way. File systems without locks are used without.
#[cfg(unix)]
fn alone(options: &OpenOptions, path: &Path) -> io::Result<File> {
    let file = options.open(path)?;
    match rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
        Err(held @ rustix::io::Errno::WOULDBLOCK) => Err(held.into()),
        _ => Ok(file),
    }
}

/// The same by what others may do meanwhile: read it and give it another name, but not write it.
#[cfg(windows)]
fn alone(options: &OpenOptions, path: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt;
    /// FILE_SHARE_READ and FILE_SHARE_DELETE
    const SHARED: u32 = 1 | 4;
    /// ERROR_SHARING_VIOLATION
    const HELD: i32 = 32;
    let opened = options.clone().share_mode(SHARED).open(path);
    opened.map_err(|error| match error.raw_os_error() {
        Some(HELD) => io::ErrorKind::WouldBlock.into(),
        _ => error,
    })
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

/// The free space for a folder in bytes, where the system reports it.
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
        PartFile::open(target).unwrap()
    }

    #[test]
    fn received_bytes_are_kept_for_the_next_run() {
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
    fn two_downloads_of_one_file_exclude_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("model.bin");
        let first = part(&target);
        let refused = PartFile::open(&target).err().map(|error| error.kind());
        assert_eq!(refused, Some(io::ErrorKind::WouldBlock));
        first.rename(&target).unwrap();
        assert_eq!(part(&target).length(), 0);
    }

    #[test]
    fn a_restart_discards_received_bytes() {
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
    fn the_free_space_of_a_folder_is_known() {
        let folder = tempfile::tempdir().unwrap();
        assert!(free_space(folder.path()).unwrap() > 0);
        assert_eq!(free_space(&folder.path().join("absent")), None);
    }
}
