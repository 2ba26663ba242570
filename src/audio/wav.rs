//! Reads WAV files of any kind to mono, with one clear sentence for each refused file, and
//! repairs a truncated take.
//!
//! The chunks are parsed here because hound and symphonia accept only consistent headers: both trust the size
//! fields, which a killed recorder leaves at zero, and know no RF64; hound does not skip the pad
//! byte of odd chunks and refuses an inconsistent byte rate. After the header come plain numbers.

mod encode;
mod repair;
mod riff;

pub use encode::bytes;
pub(super) use repair::{MOST_BYTES, TAKE_HEADER, write_sizes};
pub use repair::{Repair, repair};

use super::input::{Problem, SoundError, open};
use super::{Samples, mix};
use crate::time::Millis;
pub use riff::RATES;
use riff::{Encoding, Layout};
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// The most samples (frames times channels) that are read into memory: 2 GiB, three hours
/// of mono at 48 kHz, nine at 16 kHz.
pub const MOST_SAMPLES: u64 = 1 << 29;

/// Reads a WAV file to mono: 8 to 32-bit integers, 32 and 64-bit floats, 1 to 32 channels, 8 to
/// 192 kHz. A truncated file gives what it holds. Channels are mixed by [`mix::mono`].
///
/// # Errors
/// [`SoundError`] for every other file. Memory is bounded by the real length of the file,
/// whatever its header claims.
pub fn read(path: &Path) -> Result<Samples, SoundError> {
    let sound = open(path).and_then(|mut file| samples(&mut file));
    sound.map_err(|problem| problem.at(path))
}

/// [`read`] from memory; `label` names it in errors.
///
/// # Errors
/// As [`read`].
pub fn read_from(bytes: &[u8], label: &str) -> Result<Samples, SoundError> {
    samples(&mut Cursor::new(bytes)).map_err(|problem| problem.named(label))
}

/// How much sound a WAV file holds, and how much its header claims, where it was cut off (a copy or a download that
/// ended early). A header without a length, as a pipe leaves it, claims nothing.
pub fn cut_off(path: &Path) -> Option<(Millis, Millis)> {
    /// Less is padding, or a header that is behind.
    const ENOUGH: Millis = Millis(100);
    let layout = riff::layout(&mut open(path).ok()?).ok()?;
    let time = |frames| Millis::of_frames(frames, layout.rate);
    let (there, claimed) = (time(layout.frames), time(layout.claimed?));
    (claimed - there >= ENOUGH).then_some((there, claimed))
}

/// [`read`] from anything that can seek.
pub(super) fn samples(reader: &mut (impl Read + Seek)) -> Result<Samples, Problem> {
    let layout = riff::layout(reader)?;
    let (rate, channels) = (layout.rate, usize::from(layout.channels));
    if layout.frames * channels as u64 > MOST_SAMPLES {
        return Err(Problem::TooLong {
            length: Millis::of_frames(layout.frames, rate),
            or_more: false,
            channels,
        });
    }
    let samples = decode(reader, &layout)?;
    Ok(Samples {
        rate,
        frames: mix::mono(samples, channels),
    })
}

/// The samples, interleaved, integers scaled to -1.0 to 1.0.
fn decode(reader: &mut (impl Read + Seek), layout: &Layout) -> io::Result<Vec<f32>> {
    reader.seek(SeekFrom::Start(layout.data.start))?;
    let mut sound = BufReader::new(reader.take(layout.data.end - layout.data.start));
    let mut samples = vec![0.0; (layout.frames * u64::from(layout.channels)) as usize];
    let mut bytes = [0; 8];
    let bytes = &mut bytes[..usize::from(layout.width)];
    for sample in &mut samples {
        sound.read_exact(bytes)?;
        *sample = match (layout.encoding, &*bytes) {
            (Encoding::Float, &[a, b, c, d]) => f32::from_le_bytes([a, b, c, d]),
            (Encoding::Float, &[a, b, c, d, e, f, g, h]) => {
                f64::from_le_bytes([a, b, c, d, e, f, g, h]) as f32
            }
            (_, &[byte]) => integer([0, 0, 0, byte ^ 0x80]), // 8 bits have no sign
            (_, &[a, b]) => integer([0, 0, a, b]),
            (_, &[a, b, c]) => integer([0, a, b, c]),
            (_, &[a, b, c, d]) => integer([a, b, c, d]),
            _ => 0.0, // no layout has another width
        };
    }
    match layout.encoding {
        Encoding::Float => to_unit(&mut samples),
        Encoding::Integer if layout.width == 4 && matches!(layout.bits, 24 | 32) => {
            from_low_bits(&mut samples);
        }
        Encoding::Integer => {}
    }
    Ok(samples)
}

/// An integer at the top of 32 bits.
fn integer(bytes: [u8; 4]) -> f32 {
    i32::from_le_bytes(bytes) as f32 / 2_147_483_648.0
}

/// 24-bit samples in four bytes are left-justified by the standard, but right-justified in ALSA's S24_LE, under
/// a header that says 24 or 32 bits. Right-justified samples read as left-justified are at most
/// 48 dB below full scale, which no voice is. What would be nearly silent
/// either way is left unchanged.
fn from_low_bits(samples: &mut [f32]) {
    const BITS: f32 = 256.0;
    const SILENT: f32 = 0.01; // -40 dB
    let peak = samples.iter().fold(0.0, |peak: f32, s| peak.max(s.abs()));
    if peak <= 1.0 / BITS && peak * BITS >= SILENT {
        samples.iter_mut().for_each(|sample| *sample *= BITS);
    }
}

/// Scales floats to -1.0 to 1.0. Non-numbers become silence, and files
/// in integer units, as some programs write them, are scaled. A few extreme values do not
/// make such a file: they are clipped to the loudest plausible level.
fn to_unit(samples: &mut [f32]) {
    /// 24 dB above full scale.
    const LOUDEST: f32 = 16.0;
    const INTEGERS: [f32; 3] = [32_768.0, 8_388_608.0, 2_147_483_648.0];
    /// In a recording that is not silent, more than one sample in a hundred is loud.
    const SOME: usize = 100;
    for sample in samples.iter_mut().filter(|sample| !sample.is_finite()) {
        *sample = 0.0;
    }
    let loud = samples.iter().filter(|sample| sample.abs() > LOUDEST);
    if loud.count() * SOME > samples.len() {
        let peak = samples.iter().fold(0.0, |peak: f32, s| peak.max(s.abs()));
        let unit = INTEGERS.into_iter().find(|unit| peak <= *unit);
        let unit = unit.unwrap_or(peak);
        samples.iter_mut().for_each(|sample| *sample /= unit);
    }
    for sample in samples {
        *sample = sample.clamp(-LOUDEST, LOUDEST);
    }
}

#[cfg(test)]
mod tests;
