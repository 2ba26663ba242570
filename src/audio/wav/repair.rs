//! Repairs the header of a truncated take.

#![allow(clippy::disallowed_methods, reason = "this module repairs takes")]

use crate::audio::input::{SoundError, label};
use std::fs::OpenOptions;
use std::io::{Read, Seek, SeekFrom, Write};
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

/// Repairs the header of a truncated take (power cut, kill, full disk): its size fields are set to
/// fit the file, an incomplete frame at the end is removed, and the file is synced. An intact take is
/// not changed.
///
/// # Errors
/// [`SoundError::NotOurs`] unless the file begins with the 44-byte header of 16-bit PCM that this
/// program writes; other files are never changed.
pub fn repair(path: &Path) -> Result<Repair, SoundError> {
    let label = label(path);
    let io = |source| SoundError::Io {
        label: label.clone(),
        source,
    };
    let not_ours = || SoundError::NotOurs {
        label: label.clone(),
    };
    if !std::fs::metadata(path).map_err(io)?.is_file() {
        return Err(SoundError::NotAFile { label });
    }
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    if length < TAKE_HEADER {
        return Err(not_ours());
    }
    let mut header = [0; TAKE_HEADER as usize];
    file.read_exact(&mut header).map_err(io)?;
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
        return Err(not_ours());
    }
    let frames = (length - TAKE_HEADER) / u64::from(block);
    let sound = frames * u64::from(block);
    // The size fields have 32 bits; a take ends long before they overflow.
    let size = u32::try_from(sound).map_err(|_| not_ours())?;
    let riff = size.checked_add(36).ok_or_else(not_ours)?;
    let changed = long(40) != size || long(4) != riff || TAKE_HEADER + sound != length;
    if changed {
        file.set_len(TAKE_HEADER + sound).map_err(io)?;
        for (at, value) in [(4, riff), (40, size)] {
            file.seek(SeekFrom::Start(at)).map_err(io)?;
            file.write_all(&value.to_le_bytes()).map_err(io)?;
        }
        file.sync_all().map_err(io)?;
    }
    Ok(Repair {
        rate,
        frames,
        changed,
    })
}
