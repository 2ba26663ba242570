#![allow(
    clippy::disallowed_methods,
    reason = "this module writes the take to the disk"
)]
//! Writes `take.wav` so that no recorded sound is lost, neither when the process is killed nor when the disk
//! is full.
//!
//! hound writes the format to a file wrapper that never fails. Bytes that the disk refused are
//! kept in memory, in order, and written later at their offset. The header is refreshed twice a second,
//! always after the sound that it counts, so that a truncated file claims at most slightly less
//! than it holds, never more.

use hound::{SampleFormat, WavSpec, WavWriter};
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// How often the header is refreshed and refused bytes are retried.
const CHECKPOINT: Duration = Duration::from_millis(500);
/// How often the file is synced: the most that a power cut may lose.
const SYNC: Duration = Duration::from_secs(1);
/// After a slow sync, the next one waits this many times as long as it took, so that most of the time
/// is left for keys and screen.
const REST: u32 = 3;
/// Bytes of the header that hound writes for 16-bit sound.
const HEADER: u64 = 44;

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
    wav: WavWriter<RetryingFile>,
    /// The same file, for syncing.
    file: File,
    path: PathBuf,
    rate: u32,
    frames: u64,
    held: Arc<AtomicU64>,
    limited: Arc<AtomicBool>,
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
        let file = private_file(path).map_err(failed)?;
        // The folder entry must survive a power cut too. Where the folder cannot be synced, the file still is.
        #[cfg(unix)]
        if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        let twin = file.try_clone().map_err(failed)?;
        let held = Arc::new(AtomicU64::new(0));
        let spec = WavSpec {
            channels: 1,
            sample_rate: rate,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let retrying = RetryingFile::new(twin, Arc::clone(&held));
        let limited = Arc::clone(&retrying.limited);
        let mut wav = WavWriter::new(retrying, spec).map_err(|error| failed(as_io(error)))?;
        wav.flush().map_err(|error| failed(as_io(error)))?;
        // If even the header does not fit, nothing is on the disk yet, and the user can be told in time.
        if file.metadata().map_err(failed)?.len() < HEADER {
            return Err(failed(io::ErrorKind::StorageFull.into()));
        }
        Ok(Self {
            wav,
            file,
            path: path.to_owned(),
            rate,
            frames: 0,
            held,
            limited,
            checkpoint: Duration::ZERO,
            certainty: SyncSchedule::default(),
        })
    }

    /// Appends `frames`. What the disk refuses is kept and retried.
    pub fn write(&mut self, frames: &[i16]) {
        let Ok(count) = u32::try_from(frames.len()) else {
            for part in frames.chunks(1 << 20) {
                self.write(part);
            }
            return;
        };
        let mut writer = self.wav.get_i16_writer(count);
        for frame in frames {
            writer.write_sample(*frame);
        }
        // The wrapper below never fails, so no error is ignored here.
        let _ = writer.flush();
        self.frames += u64::from(count);
    }

    /// Refreshes the header, retries refused bytes and syncs, each when it is due.
    /// `now` is a moment of any monotonic clock.
    pub fn tend(&mut self, now: Duration) {
        if now.saturating_sub(self.checkpoint) >= CHECKPOINT {
            self.checkpoint = now;
            let _ = self.wav.flush();
        }
        if self.certainty.is_due(now) {
            self.sync();
        }
    }

    /// Retries refused bytes now.
    pub fn try_again(&mut self) {
        let _ = self.wav.flush();
    }

    /// A section has ended: refreshes the header and syncs.
    pub fn section_ended(&mut self) {
        let _ = self.wav.flush();
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

    /// Frames written so far, including those still held in memory.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Frames a second.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// Bytes that the disk has refused so far and that are held in memory.
    pub fn held_bytes(&self) -> u64 {
        self.held.load(Ordering::Relaxed)
    }

    /// Whether bytes were refused last because the system limits the size of files, and not for want of space.
    pub fn is_limited(&self) -> bool {
        self.limited.load(Ordering::Relaxed)
    }

    /// The duration of the held sound in milliseconds.
    pub fn held_millis(&self) -> u64 {
        self.held_bytes() * 500 / u64::from(self.rate.max(1))
    }

    /// Writes the last header and syncs. Fails only if the disk still refuses bytes; what is on
    /// it then is a valid file of everything before them.
    pub fn finish(mut self) -> Result<u64, TakeError> {
        let _ = self.wav.flush();
        let missing = self.held_bytes();
        if missing > 0 {
            // hound's header waits behind the refused sound: write one for what is on the disk.
            let there = (HEADER + self.frames * 2).saturating_sub(missing);
            let limited = self.is_limited();
            let _ = self.file.set_len(there.max(HEADER));
            let _ = header_for(&self.file, there.max(HEADER) - HEADER);
            let _ = self.file.sync_all();
            return Err(TakeError::Full {
                path: self.path,
                missing,
                frames: (there.max(HEADER) - HEADER) / 2,
                rate: self.rate,
                limited,
            });
        }
        let frames = self.frames;
        let file = self.file;
        let _ = self.wav.finalize();
        let _ = file.sync_all();
        Ok(frames)
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

fn as_io(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
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

/// Writes both size fields for `bytes` of sound into the header.
fn header_for(file: &File, bytes: u64) -> io::Result<()> {
    let size = u32::try_from(bytes).unwrap_or(u32::MAX - HEADER as u32);
    write_all_at(file, &(size + HEADER as u32 - 8).to_le_bytes(), 4)?;
    write_all_at(file, &size.to_le_bytes(), HEADER - 4)
}

/// A file whose writes never fail: what the disk refuses is kept in memory, in order, and retried at
/// its offset.
struct RetryingFile {
    file: File,
    position: u64,
    /// Refused bytes with their offset, oldest first.
    waiting: std::collections::VecDeque<(u64, Vec<u8>)>,
    held: Arc<AtomicU64>,
    /// Whether the last refusal was for the size of the file.
    limited: Arc<AtomicBool>,
}

impl RetryingFile {
    fn new(file: File, held: Arc<AtomicU64>) -> Self {
        Self {
            file,
            position: 0,
            waiting: std::collections::VecDeque::new(),
            held,
            limited: Arc::default(),
        }
    }

    /// Writes as much of `bytes` at `place` as the disk takes, and returns how much that was.
    fn put(&self, bytes: &[u8], place: u64) -> usize {
        let (done, refusal) = write_at(&self.file, bytes, place);
        if let Some(refusal) = refusal {
            let limited = refusal == io::ErrorKind::FileTooLarge;
            self.limited.store(limited, Ordering::Relaxed);
        }
        done
    }

    /// Retries refused bytes, oldest first, and stops at the first refusal: a header must not be written before
    /// the sound that it counts.
    fn try_again(&mut self) {
        while let Some((place, mut bytes)) = self.waiting.pop_front() {
            let done = self.put(&bytes, place);
            if done < bytes.len() {
                bytes.drain(..done);
                self.waiting.push_front((place + done as u64, bytes));
                break;
            }
        }
        self.count();
    }

    fn keep(&mut self, bytes: &[u8]) {
        match self.waiting.back_mut() {
            // A pending header is replaced by a newer one, so sound must not be merged with it.
            Some((place, waiting))
                if *place >= HEADER && *place + waiting.len() as u64 == self.position =>
            {
                waiting.extend_from_slice(bytes);
            }
            _ => self.waiting.push_back((self.position, bytes.to_vec())),
        }
    }

    /// Publishes how much sound is held. Headers do not count: the latest is always rewritten.
    fn count(&self) {
        let held: usize = self
            .waiting
            .iter()
            .filter(|(place, _)| *place >= HEADER)
            .map(|(_, bytes)| bytes.len())
            .sum();
        self.held.store(held as u64, Ordering::Relaxed);
    }
}

impl Write for RetryingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.waiting.is_empty() {
            let done = self.put(bytes, self.position);
            self.position += done as u64;
            if done < bytes.len() {
                self.keep(&bytes[done..]);
                self.position += (bytes.len() - done) as u64;
                self.count();
            }
        } else if self.position < HEADER {
            // A newer header replaces one that is still pending.
            let place = self.position;
            self.waiting.retain(|(at, _)| *at != place);
            self.waiting.push_back((place, bytes.to_vec()));
            self.position += bytes.len() as u64;
        } else {
            self.keep(bytes);
            self.position += bytes.len() as u64;
            self.count();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.try_again();
        Ok(())
    }
}

impl Seek for RetryingFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = match to {
            SeekFrom::Start(place) => place,
            SeekFrom::Current(by) => self.position.saturating_add_signed(by),
            SeekFrom::End(_) => return Err(io::ErrorKind::Unsupported.into()),
        };
        Ok(self.position)
    }
}

/// Writes as much of `bytes` at `place` as the disk takes: how much that was, and why it was not all.
fn write_at(file: &File, bytes: &[u8], place: u64) -> (usize, Option<io::ErrorKind>) {
    let mut done = 0;
    while done < bytes.len() {
        match one_write(file, &bytes[done..], place + done as u64) {
            Ok(0) => return (done, Some(io::ErrorKind::WriteZero)),
            Ok(more) => done += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (done, Some(error.kind())),
        }
    }
    (done, None)
}

fn write_all_at(file: &File, bytes: &[u8], place: u64) -> io::Result<()> {
    match write_at(file, bytes, place) {
        (_, None) => Ok(()),
        (_, Some(refusal)) => Err(refusal.into()),
    }
}

#[cfg(unix)]
fn one_write(file: &File, bytes: &[u8], place: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::write_at(file, bytes, place)
}

#[cfg(windows)]
fn one_write(file: &File, bytes: &[u8], place: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, place)
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

    /// The file that results from writing this in this order to `/dev/full`, which refuses every byte, once
    /// there is space.
    #[cfg(target_os = "linux")]
    fn once_there_is_room(written: &[(u64, &[u8])]) -> (u64, Vec<u8>) {
        let full = File::options()
            .write(true)
            .open("/dev/full")
            .expect("there");
        let held = Arc::new(AtomicU64::new(0));
        let mut file = RetryingFile::new(full, Arc::clone(&held));
        for (place, bytes) in written {
            file.seek(SeekFrom::Start(*place)).expect("never fails");
            file.write_all(bytes).expect("never fails");
        }
        let waited = held.load(Ordering::Relaxed);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("room");
        file.file = private_file(&path).expect("room");
        file.flush().expect("never fails");
        assert_eq!(held.load(Ordering::Relaxed), 0);
        (waited, std::fs::read(&path).expect("there"))
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_first_sound_survives_a_refused_header() {
        let (waited, bytes) = once_there_is_room(&[
            (4, &[1; 4]),
            (40, &[1; 4]),
            (44, &[7; 100]),
            (4, &[2; 4]),
            (40, &[2; 4]),
            (144, &[8; 10]),
        ]);
        assert_eq!(waited, 110);
        assert_eq!(bytes[4..8], [2; 4]);
        assert_eq!(bytes[40..44], [2; 4]);
        assert_eq!(bytes[44..144], [7; 100]);
        assert_eq!(bytes[144..], [8; 10]);
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
        let (waited, bytes) =
            once_there_is_room(&[(44, &[1; 100]), (4, &[1; 4]), (4, &[2; 4]), (144, &[2; 50])]);
        assert_eq!(waited, 150);
        assert_eq!(bytes[4..8], [2; 4]);
        assert_eq!(bytes[44..144], [1; 100]);
        assert_eq!(bytes[144..], [2; 50]);
    }
}
