//! WAV files in: any that a user may own, read to mono, with one clear sentence for every other
//! file; and the repair of a take that was cut off.
//!
//! hound decodes the samples. Its header reader takes only tidy files (it trusts the size fields,
//! does not step over the pad byte of odd chunks, and refuses an inconsistent byte rate and any
//! `fmt ` chunk of an unusual length), so the chunks are walked here and hound is handed the sound
//! behind a header that it likes. 64-bit floats, which it does not know, are decoded here.

#![allow(
    clippy::disallowed_methods,
    reason = "this room opens the files that it is asked to read"
)]

mod encode;
mod repair;
mod riff;
mod sniff;

pub use encode::bytes;
pub use repair::{Repair, TAKE_HEADER, repair};

use super::{Samples, mix};
use crate::time::Millis;
pub use riff::RATES;
use riff::{Fault, Layout};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// The most samples (frames times channels) that are read at once: 2 GiB of memory, three hours
/// of mono at 48 kHz, nine at 16 kHz.
pub const MOST_SAMPLES: u64 = 1 << 29;

/// Some programs write floats in the units of 16-bit integers; nothing louder is sound.
const LOUDEST: f32 = 32_768.0;

/// What a WAV file says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Frames a second.
    pub rate: u32,
    /// Samples a frame.
    pub channels: u16,
    /// Bits that count in a sample; the container may be wider.
    pub bits: u16,
    /// How a sample is written.
    pub encoding: Encoding,
    /// Whole frames that are really in the file.
    pub frames: u64,
}

impl Spec {
    /// How long it sounds.
    pub fn length(&self) -> Millis {
        Millis::of_frames(self.frames, self.rate)
    }
}

/// How a sample is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Integers: unsigned up to 8 bits, signed above.
    Integer,
    /// Floats, -1.0 to 1.0.
    Float,
}

/// Why a file could not be read as sound. Each says what happened, to which file, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// The file is missing, closed to us, or the disk failed.
    #[error("cannot read {label}: {source}")]
    Io {
        /// The file.
        label: String,
        /// What the system said.
        source: io::Error,
    },
    /// A folder, a pipe, a device.
    #[error("{label} is not a file: name a WAV file")]
    NotAFile {
        /// What was named.
        label: String,
    },
    /// No bytes at all.
    #[error("{label} is empty (0 bytes): nothing was recorded into it")]
    Empty {
        /// The file.
        label: String,
    },
    /// Something with sound in it that is not a WAV.
    #[error("{label} is {what}: convert it with `{command}`")]
    OtherSound {
        /// The file.
        label: String,
        /// What it is, with its article.
        what: &'static str,
        /// A command that makes a WAV of it.
        command: String,
    },
    /// Something without sound in it.
    #[error("{label} is {what}, not a recording: name a WAV file")]
    NoSound {
        /// The file.
        label: String,
        /// What it is, with its article.
        what: &'static str,
    },
    /// A WAV that breaks its own rules.
    #[error("{label} is a damaged WAV file: it {why}; copy or export it again")]
    Damaged {
        /// The file.
        label: String,
        /// What is wrong, to follow "it".
        why: String,
    },
    /// A WAV with an encoding that is not decoded here.
    #[error("{label} {what}, which cannot be read here: convert it with `{command}`")]
    Unsupported {
        /// The file.
        label: String,
        /// What it holds, to follow the file's name.
        what: String,
        /// A command that makes a plain WAV of it.
        command: String,
    },
    /// More sound than fits into memory.
    #[error(
        "{label} lasts {length} (minutes:seconds) in {channels} channels, too much to read at once: \
         make it smaller with `{command}`"
    )]
    TooLong {
        /// The file.
        label: String,
        /// How long it lasts.
        length: Millis,
        /// Its channels.
        channels: u16,
        /// A command that makes it small.
        command: String,
    },
    /// [`repair()`] was asked to mend a file that this program did not write.
    #[error("{label} was not written by rehearse, so its header was left as it is")]
    NotOurs {
        /// The file.
        label: String,
    },
}

/// Reads a WAV file to mono: 8 to 32-bit integers, 32 and 64-bit floats, 1 to 32 channels, 8 to
/// 192 kHz. Of a file that was cut off, what is there. Channels are mixed by [`mix::mono`].
///
/// # Errors
/// [`WavError`] for everything that is not such a file. Memory is bounded by the file's real
/// length, whatever its header claims.
pub fn read(path: &Path) -> Result<Samples, WavError> {
    let (file, label, length) = open(path)?;
    read_from(BufReader::new(file), &label, length)
}

/// [`read`] from anything that can seek and is `length` bytes long; `label` names it in errors.
///
/// # Errors
/// As [`read`].
pub fn read_from<R: Read + Seek>(
    mut reader: R,
    label: &str,
    length: u64,
) -> Result<Samples, WavError> {
    let layout = layout(&mut reader, label, length)?;
    let Spec {
        rate,
        channels,
        frames,
        ..
    } = layout.spec;
    if frames * u64::from(channels) > MOST_SAMPLES {
        return Err(WavError::TooLong {
            label: label.into(),
            length: layout.spec.length(),
            channels,
            command: conversion(label),
        });
    }
    let mut samples = decode(&mut reader, &layout).map_err(|error| wrap(error, label))?;
    for sample in &mut samples {
        // Floats may hold anything, and sums of the largest are infinite.
        *sample = if sample.is_finite() {
            sample.clamp(-LOUDEST, LOUDEST)
        } else {
            0.0
        };
    }
    Ok(Samples {
        rate,
        frames: mix::mono(samples, usize::from(channels)),
    })
}

/// What a WAV file says about itself, without reading its sound.
///
/// # Errors
/// As [`read`], except [`WavError::TooLong`].
pub fn read_spec(path: &Path) -> Result<Spec, WavError> {
    let (file, label, length) = open(path)?;
    Ok(layout(&mut BufReader::new(file), &label, length)?.spec)
}

/// Opens a regular file and measures it.
fn open(path: &Path) -> Result<(File, String, u64), WavError> {
    let label = label(path);
    let io = |source| WavError::Io {
        label: label.clone(),
        source,
    };
    // Looked at before it is opened: opening a pipe would wait for its other end.
    let about = std::fs::metadata(path).map_err(io)?;
    if !about.is_file() {
        return Err(WavError::NotAFile { label });
    }
    let file = File::open(path).map_err(io)?;
    Ok((file, label, about.len()))
}

/// A file's name as it may be printed: a control character in it must not reach the terminal.
fn label(path: &Path) -> String {
    path.display()
        .to_string()
        .chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

/// The command that makes a small plain WAV of `label`.
fn conversion(label: &str) -> String {
    let stem = Path::new(label)
        .file_stem()
        .map_or("take".into(), |stem| stem.to_string_lossy());
    let quoted = |name: &str| {
        let plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
        if name.chars().all(plain) && !name.starts_with('-') {
            name.to_owned()
        } else {
            format!("'{}'", name.replace('\'', r"'\''"))
        }
    };
    format!(
        "ffmpeg -i {} -ac 1 -ar 16000 {}",
        quoted(label),
        quoted(&format!("{stem}-16k.wav"))
    )
}

/// The plan of the file, or a sentence about what it is instead.
fn layout<R: Read + Seek>(reader: &mut R, label: &str, length: u64) -> Result<Layout, WavError> {
    let name = || label.to_owned();
    if length == 0 {
        return Err(WavError::Empty { label: name() });
    }
    riff::layout(reader, length).or_else(|fault| match fault {
        Fault::Io(source) => Err(WavError::Io {
            label: name(),
            source,
        }),
        Fault::Damaged(why) => Err(WavError::Damaged { label: name(), why }),
        Fault::Unsupported(what) => Err(WavError::Unsupported {
            label: name(),
            what,
            command: conversion(label),
        }),
        Fault::Foreign => {
            let mut head = Vec::new();
            reader
                .seek(SeekFrom::Start(0))
                .and_then(|_| reader.take(sniff::HEAD as u64).read_to_end(&mut head))
                .map_err(|source| WavError::Io {
                    label: name(),
                    source,
                })?;
            let kind = sniff::kind(&head);
            Err(if kind.sound {
                WavError::OtherSound {
                    label: name(),
                    what: kind.name,
                    command: conversion(label),
                }
            } else {
                WavError::NoSound {
                    label: name(),
                    what: kind.name,
                }
            })
        }
    })
}

/// The samples, interleaved, integers scaled to -1.0 to 1.0.
fn decode<R: Read + Seek>(reader: &mut R, layout: &Layout) -> Result<Vec<f32>, hound::Error> {
    let spec = layout.spec;
    match (spec.encoding, layout.width) {
        (Encoding::Float, 8) => doubles(reader, layout),
        (Encoding::Float, _) => hounded(reader, layout, 32)?.into_samples().collect(),
        // 24 bits in 4 bytes sit at the top by the book, and at the bottom as ALSA's S24_LE and
        // hound write them. By the book the lowest byte is zero; a sample where it is not tells.
        (Encoding::Integer, 4) if spec.bits == 24 => {
            let top = integers(reader, layout, 32, |sample| sample & 0xFF == 0)?;
            match top {
                Some(samples) => Ok(samples),
                None => Ok(integers(reader, layout, 24, |_| true)?.unwrap_or_default()),
            }
        }
        (Encoding::Integer, width) => {
            Ok(integers(reader, layout, width * 8, |_| true)?.unwrap_or_default())
        }
    }
}

/// Integers of `bits` bits, or nothing as soon as one of them is not `expected`.
fn integers<R: Read + Seek>(
    reader: &mut R,
    layout: &Layout,
    bits: u16,
    expected: impl Fn(i32) -> bool,
) -> Result<Option<Vec<f32>>, hound::Error> {
    let scale = 1.0 / (1_u64 << (bits - 1)) as f32;
    let mut samples = Vec::with_capacity(count(layout));
    for sample in hounded(reader, layout, bits)?.into_samples::<i32>() {
        let sample = sample?;
        if !expected(sample) {
            return Ok(None);
        }
        samples.push(sample as f32 * scale);
    }
    Ok(Some(samples))
}

/// 64-bit floats.
fn doubles<R: Read + Seek>(reader: &mut R, layout: &Layout) -> Result<Vec<f32>, hound::Error> {
    reader.seek(SeekFrom::Start(layout.data.start))?;
    let mut sound = BufReader::new(reader.take(layout.data.end - layout.data.start));
    let mut bytes = [0; 8];
    (0..count(layout))
        .map(|_| {
            sound.read_exact(&mut bytes)?;
            Ok(f64::from_le_bytes(bytes) as f32)
        })
        .collect()
}

/// Samples in the file; [`read_from`] has bounded them.
fn count(layout: &Layout) -> usize {
    (layout.spec.frames * u64::from(layout.spec.channels)) as usize
}

/// The sound behind a header as hound wants it: WAVE_FORMAT_EXTENSIBLE, `bits` valid bits.
fn hounded<R: Read + Seek>(
    reader: &mut R,
    layout: &Layout,
    bits: u16,
) -> Result<hound::WavReader<impl Read>, hound::Error> {
    reader.seek(SeekFrom::Start(layout.data.start))?;
    let length = layout.data.end - layout.data.start;
    let size = u32::try_from(length).map_err(|_| hound::Error::TooWide)?;
    let Spec { rate, channels, .. } = layout.spec;
    let block = layout.width * channels;
    let format: u16 = match layout.spec.encoding {
        Encoding::Integer => 1,
        Encoding::Float => 3,
    };
    let mut header = Vec::with_capacity(68);
    header.extend(b"RIFF");
    header.extend(size.saturating_add(60).to_le_bytes());
    header.extend(b"WAVEfmt ");
    header.extend(40_u32.to_le_bytes());
    header.extend(0xFFFE_u16.to_le_bytes());
    header.extend(channels.to_le_bytes());
    header.extend(rate.to_le_bytes());
    header.extend((rate * u32::from(block)).to_le_bytes());
    header.extend(block.to_le_bytes());
    header.extend((layout.width * 8).to_le_bytes());
    header.extend(22_u16.to_le_bytes());
    header.extend(bits.to_le_bytes());
    header.extend(0_u32.to_le_bytes()); // which loudspeaker: nobody asks
    header.extend(format.to_le_bytes());
    header.extend(b"\0\0\0\0\x10\0\x80\0\0\xAA\0\x38\x9B\x71"); // the rest of the format's GUID
    header.extend(b"data");
    header.extend(size.to_le_bytes());
    hound::WavReader::new(BufReader::new(
        Cursor::new(header).chain(reader.take(length)),
    ))
}

/// hound's complaint as ours. The header is made here, so only the disk is left to fail.
fn wrap(error: hound::Error, label: &str) -> WavError {
    WavError::Io {
        label: label.into(),
        source: match error {
            hound::Error::IoError(source) => source,
            other => io::Error::other(other),
        },
    }
}

#[cfg(test)]
mod tests;
