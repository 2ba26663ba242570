//! Repairs the header of a truncated take.

#![allow(clippy::disallowed_methods, reason = "this module repairs takes")]

use crate::audio::{Problem, SoundError};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// The result of [`repair`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    /// Frames a second.
    pub rate: u32,
    /// Whole frames in the take, all of which its header now counts.
    pub frames: u64,
    /// The header was wrong, or the file ended with an incomplete frame.
    pub changed: bool,
}

/// Bytes before the sound in takes of this program: RIFF, a 16-byte `fmt `, `data`.
pub const TAKE_HEADER: u64 = 44;

/// The most bytes of sound that the size fields, which have 32 bits, can count. A take ends long before.
pub const MOST_BYTES: u32 = u32::MAX - (TAKE_HEADER as u32 - 8);

/// Repairs the header of a truncated take (power cut, kill, full disk): its size fields are set to
/// fit the file, an incomplete frame at the end is removed, and the file is synced. An intact take is
/// not changed.
///
/// # Errors
/// [`Problem::NotOurs`] unless the file begins with the 44-byte header of 16-bit PCM that this
/// program writes; other files are never changed.
pub fn repair(path: &Path) -> Result<Repair, SoundError> {
    repaired(path).map_err(|problem| problem.at(path))
}

fn repaired(path: &Path) -> Result<Repair, Problem> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(Problem::NotAFile);
    }
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let length = file.metadata()?.len();
    if length < TAKE_HEADER {
        return Err(Problem::NotOurs);
    }
    let mut header = [0; TAKE_HEADER as usize];
    file.read_exact(&mut header)?;
    let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    let long = |at: usize| {
        u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    let (channels, rate, block) = (short(22), long(24), short(32));
    let ours = &header[..4] == b"RIFF"
        && &header[8..16] == b"WAVEfmt "
        && long(16) == 16
        && short(20) == 1
        && short(34) == 16
        && channels > 0
        && rate > 0
        && Some(block) == channels.checked_mul(2)
        && &header[36..40] == b"data";
    if !ours {
        return Err(Problem::NotOurs);
    }
    let frames = (length - TAKE_HEADER) / u64::from(block);
    let sound = frames * u64::from(block);
    let size = u32::try_from(sound).unwrap_or(u32::MAX);
    if size > MOST_BYTES {
        return Err(Problem::NotOurs);
    }
    let changed = long(40) != size || long(4) != size + 36 || TAKE_HEADER + sound != length;
    if changed {
        file.set_len(TAKE_HEADER + sound)?;
        write_sizes(&mut file, size)?;
        file.sync_all()?;
    }
    Ok(Repair {
        rate,
        frames,
        changed,
    })
}

/// Writes `sound`, a number of bytes, into both size fields of a take.
pub fn write_sizes(file: &mut File, sound: u32) -> io::Result<()> {
    for (at, value) in [(4, sound + (TAKE_HEADER as u32 - 8)), (40, sound)] {
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&value.to_le_bytes())?;
    }
    Ok(())
}
