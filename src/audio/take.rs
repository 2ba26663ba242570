#![allow(
    clippy::disallowed_methods,
    reason = "this module writes the take to the disk"
)]
//! Writes `take.wav` so that no recorded sound is lost, neither when the process is killed nor when the disk
//! is full.
//!
//! Bytes that the disk refuses are kept in memory, in order, and written later behind those that it has taken.
//! The header is refreshed twice a second and counts what is on the disk, so that a truncated file claims at
//! most slightly less than it holds, never more.

use super::Samples;
use super::wav::{self, TAKE_HEADER};
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often the header is refreshed and refused bytes are retried.
const CHECKPOINT: Duration = Duration::from_millis(500);
/// How often the file is synced: the most that a power cut may lose.
const SYNC: Duration = Duration::from_secs(1);
/// After a slow sync, the next one waits this many times as long as it took, so that most of the time
/// is left for keys and screen.
const REST: u32 = 3;

/// A take could not be created or completed.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The file could not be created.
    #[error("cannot write the take {}: {source}. Free some space or choose another folder with REHEARSE_DATA_DIR", .path.display())]
    Create {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The end of the sound could not be written: the disk is full, or the file may not grow.
    #[error("{} for the last {} of the take {}: everything before is safe",
        if *.limited { "the limit on the size of files (`ulimit -f`) leaves no room" } else { "the disk has no room" },
        bytes_as_time(*.missing, *.rate), .path.display())]
    Full {
        /// The file.
        path: PathBuf,
        /// Bytes that are not on the disk.
        missing: u64,
        /// Frames that are on the disk.
        frames: u64,
        /// Frames a second.
        rate: u32,
        /// The system limits the size of files; the disk may have room.
        limited: bool,
    },
}

fn bytes_as_time(bytes: u64, rate: u32) -> String {
    format!("{:.1} s", bytes as f64 / 2.0 / f64::from(rate.max(1)))
}

/// A mono 16-bit take that is being written. After [`TakeWriter::create`] nothing fails.
pub struct TakeWriter {
    file: File,
    path: PathBuf,
    rate: u32,
    /// Bytes of sound on the disk.
    stored: u64,
    /// The sound after them, which the disk has refused so far.
    held: Vec<u8>,
    /// Whether it was refused last for the size of the file.
    limited: bool,
    checkpoint: Duration,
    certainty: SyncSchedule,
}

impl TakeWriter {
    /// Creates the file, readable by its owner only, and writes a first header.
    pub fn create(path: &Path, rate: u32) -> Result<Self, TakeError> {
        let failed = |source| TakeError::Create {
            path: path.to_owned(),
            source,
        };
        let mut file = private_file(path).map_err(failed)?;
        // The folder entry must survive a power cut too. Where the folder cannot be synced, the file still is.
        #[cfg(unix)]
        if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        let empty = wav::bytes(&Samples {
            rate,
            frames: Vec::new(),
        });
        // If even the header does not fit, nothing is on the disk yet, and the user can be told in time.
        file.write_all(&empty).map_err(failed)?;
        Ok(Self {
            file,
            path: path.to_owned(),
            rate,
            stored: 0,
            held: Vec::new(),
            limited: false,
            checkpoint: Duration::ZERO,
            certainty: SyncSchedule::default(),
        })
    }

    /// Appends `frames`. What the disk refuses is kept and retried.
    pub fn write(&mut self, frames: &[i16]) {
        let waits = self.held_bytes() > 0;
        self.held
            .extend(frames.iter().flat_map(|frame| frame.to_le_bytes()));
        if !waits {
            self.store();
        }
    }

    /// Writes as much of what is held as the disk takes.
    fn store(&mut self) {
        let mut done = 0;
        while done < self.held.len() {
            let place = SeekFrom::Start(TAKE_HEADER + self.stored);
            let written = self
                .file
                .seek(place)
                .and_then(|_| self.file.write(&self.held[done..]));
            match written {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(more) if more > 0 => {
                    done += more;
                    self.stored += more as u64;
                }
                refused => {
                    let why = refused.err().map(|error| error.kind());
                    self.limited = why == Some(io::ErrorKind::FileTooLarge);
                    break;
                }
            }
        }
        self.held.drain(..done);
    }

    /// Retries refused bytes and refreshes the header, each when it is due, and syncs.
    /// `now` is a moment of any monotonic clock.
    pub fn tend(&mut self, now: Duration) {
        if now.saturating_sub(self.checkpoint) >= CHECKPOINT {
            self.checkpoint = now;
            self.try_again();
        }
        if self.certainty.is_due(now) {
            self.sync();
        }
    }

    /// Retries refused bytes now, and counts in the header what is on the disk.
    pub fn try_again(&mut self) {
        self.store();
        let whole = (self.stored_frames() * 2).min(u64::from(wav::MOST_BYTES)) as u32;
        // A header that is refused is behind until the next checkpoint, as after a power cut.
        let _ = wav::write_sizes(&mut self.file, whole);
    }

    /// A section has ended: refreshes the header and syncs.
    pub fn section_ended(&mut self) {
        self.try_again();
        self.sync();
    }

    /// Waits until the disk has stored everything. On a slow disk that may take long without loss: this runs
    /// outside the sound system's callback, which continues to
    /// fill a ring buffer of 32 seconds. Keys carry the moment at which they were pressed, so marks are exact
    /// however late they are read. Only a disk that blocks for longer than the ring buffer lasts loses sound, with or
    /// without syncing, since the writes themselves would block. Such a loss is counted and reported.
    fn sync(&self) {
        // A failed sync is repeated after a second and at the end.
        let _ = self.file.sync_data();
    }

    /// Whole frames on the disk.
    fn stored_frames(&self) -> u64 {
        self.stored / 2
    }

    /// Bytes that the disk has refused so far and that are held in memory.
    pub fn held_bytes(&self) -> u64 {
        self.held.len() as u64
    }

    /// Whether bytes were refused last because the system limits the size of files, and not for want of space.
    pub fn is_limited(&self) -> bool {
        self.limited
    }

    /// The duration of the held sound in milliseconds.
    pub fn held_millis(&self) -> u64 {
        self.held_bytes() * 500 / u64::from(self.rate.max(1))
    }

    /// Writes the last header and syncs. Fails only if the disk still refuses bytes; what is on
    /// it then is a valid file of everything before them.
    pub fn finish(mut self) -> Result<u64, TakeError> {
        self.try_again();
        let frames = self.stored_frames();
        // Emptied, so that dropping does not write what is now reported as missing.
        let missing = std::mem::take(&mut self.held).len() as u64;
        if missing > 0 {
            let _ = self.file.set_len(TAKE_HEADER + frames * 2);
        }
        let _ = self.file.sync_all();
        if missing == 0 {
            return Ok(frames);
        }
        Err(TakeError::Full {
            path: self.path.clone(),
            missing,
            frames,
            rate: self.rate,
            limited: self.limited,
        })
    }
}

impl Drop for TakeWriter {
    /// A take whose thread broke off keeps what it was given.
    fn drop(&mut self) {
        self.try_again();
    }
}

/// When the next sync is due.
#[derive(Debug, Default)]
struct SyncSchedule {
    /// When the last sync was started, until its duration is known.
    asked: Option<Duration>,
    next: Duration,
}

impl SyncSchedule {
    /// Whether a sync is due at `now`. The caller returns right after a sync, so the first call after one
    /// measures how long it took.
    fn is_due(&mut self, now: Duration) -> bool {
        if let Some(asked) = self.asked.take() {
            let took = now.saturating_sub(asked);
            self.next = (asked + SYNC).max(now + took * REST);
        }
        let due = now >= self.next;
        if due {
            self.asked = Some(now);
        }
        due
    }
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(frames: std::ops::Range<u32>) -> Vec<i16> {
        frames.map(|frame| (frame % 30_000) as i16).collect()
    }

    fn read(path: &Path) -> Vec<i16> {
        let mut reader = hound::WavReader::open(path).expect("a sound file");
        reader
            .samples::<i16>()
            .map(|sample| sample.expect("in range"))
            .collect()
    }

    #[test]
    fn a_take_is_a_plain_sound_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("take.wav");
        let mut take = TakeWriter::create(&path, 48_000).expect("room");
        take.write(&counting(0..10_000));
        take.write(&[]);
        take.write(&counting(10_000..10_001));
        assert_eq!(take.finish().expect("room"), 10_001);
        assert_eq!(read(&path), counting(0..10_001));
        assert_eq!(std::fs::metadata(&path).expect("there").len(), 44 + 20_002);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_a_take() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("take.wav");
        let _take = TakeWriter::create(&path, 48_000).expect("room");
        let mode = std::fs::metadata(&path)
            .expect("there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn the_file_opens_at_every_checkpoint() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("take.wav");
        let mut take = TakeWriter::create(&path, 48_000).expect("room");
        for block in 0..10 {
            take.write(&counting(block * 24_000..(block + 1) * 24_000));
            take.tend(Duration::from_millis(u64::from(block + 1) * 500));
            assert_eq!(read(&path), counting(0..(block + 1) * 24_000));
        }
    }

    /// The syncs of a writer that is called every 30 ms where a sync takes `took` milliseconds.
    fn syncs(took: u64, until: u64) -> Vec<u64> {
        let mut certainty = SyncSchedule::default();
        let (mut now, mut asked) = (0, Vec::new());
        while now < until {
            if certainty.is_due(Duration::from_millis(now)) {
                asked.push(now);
                now += took;
            }
            now += 30;
        }
        asked
    }

    #[test]
    fn a_take_is_synced_each_second_and_less_often_on_a_slow_disk() {
        let prompt = syncs(5, 60_000);
        assert!(prompt.len() >= 58, "{} times in a minute", prompt.len());
        assert!(prompt.windows(2).all(|pair| pair[1] - pair[0] <= 1035));
        // A disk that takes four seconds blocks keys and screen a quarter of the time.
        let slow = syncs(4000, 60_000);
        assert!((3..=5).contains(&slow.len()), "{slow:?}");
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error_with_a_remedy() {
        let error = TakeWriter::create(Path::new("/no/such/folder/take.wav"), 48_000)
            .err()
            .expect("no folder");
        assert!(error.to_string().contains("/no/such/folder/take.wav"));
        assert!(error.to_string().contains("REHEARSE_DATA_DIR"));
    }

    /// What a take holds after each of `blocks` was written to `/dev/full`, which refuses every byte, header
    /// included, and there was room again; and how many bytes had waited for it.
    #[cfg(target_os = "linux")]
    fn once_there_is_room(first: &[i16], blocks: &[&[i16]]) -> (u64, Vec<i16>) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("take.wav");
        let full = File::options().write(true).open("/dev/full");
        let mut take = TakeWriter::create(&path, 48_000).expect("room");
        take.write(first);
        let disk = std::mem::replace(&mut take.file, full.expect("there"));
        for block in blocks {
            take.write(block);
            take.try_again();
        }
        let waited = take.held_bytes();
        take.file = disk;
        assert!(
            read(&path).is_empty(),
            "the header counts no sound that waits"
        );
        take.try_again();
        assert_eq!(take.held_bytes(), 0);
        (waited, read(&path))
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_first_sound_survives_a_refused_header() {
        let (waited, sound) = once_there_is_room(&[], &[&[7; 50], &[8; 5]]);
        assert_eq!(waited, 110);
        assert_eq!(sound, [[7; 50].as_slice(), &[8; 5]].concat());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_reported_before_the_take_begins() {
        let error = TakeWriter::create(Path::new("/dev/full"), 48_000)
            .err()
            .expect("no room");
        assert!(error.to_string().contains("/dev/full"), "{error}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn refused_bytes_wait_in_order_and_the_header_behind_them() {
        let (waited, sound) = once_there_is_room(&[1; 50], &[&[2; 25], &[], &[3; 25]]);
        assert_eq!(waited, 100);
        assert_eq!(sound, [[1; 50].as_slice(), &[2; 25], &[3; 25]].concat());
    }

    #[test]
    fn a_take_that_was_not_finished_opens_with_all_of_its_sound() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("take.wav");
        let mut take = TakeWriter::create(&path, 48_000).expect("room");
        take.write(&counting(0..500));
        drop(take);
        assert_eq!(read(&path), counting(0..500));
    }
}
