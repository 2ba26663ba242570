//! Parses the chunks of a WAV file: where the sound lies and how it is encoded.
//!
//! Trusts the length of the file, never a size field: killed recorders leave 0 or
//! 0xFFFFFFFF, and a truncated download claims more than it holds.

use crate::audio::Problem;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

/// The most chunks before the sound that are accepted.
const MOST_CHUNKS: usize = 4096;

/// The sample rates that are read, and therefore recorded.
pub const RATES: std::ops::RangeInclusive<u32> = 8_000..=192_000;

/// A writer that does not know the length beforehand, as in a pipe, writes a size from here on: it is no claim.
const STREAMED: u64 = 0x7FFF_0000;

/// A header that claims more samples a second is damaged: no device records them.
const MOST_HERTZ: u32 = 10_000_000;

/// Nor is there a sample of more bits.
const MOST_BITS: u16 = 64;

/// Field recorders write up to 32 tracks.
const MOST_CHANNELS: u16 = 32;

/// Format tags of `mmreg.h`.
mod tag {
    pub const PCM: u16 = 0x0001;
    pub const FLOAT: u16 = 0x0003;
    pub const EXTENSIBLE: u16 = 0xFFFE;
}

/// The layout of a WAV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Frames a second.
    pub rate: u32,
    /// Samples a frame.
    pub channels: u16,
    /// Significant bits of a sample by the header; the container may be wider.
    pub bits: u16,
    /// How a sample is encoded.
    pub encoding: Encoding,
    /// Bytes that one sample takes in the file.
    pub width: u16,
    /// Whole frames that the file really holds.
    pub frames: u64,
    /// Whole frames that the header claims, where that is more than the file holds.
    pub claimed: Option<u64>,
    /// Byte range of the sound, whole frames only, inside the file.
    pub data: Range<u64>,
}

/// How a sample is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Integers: unsigned up to 8 bits, signed above.
    Integer,
    /// Floats, -1.0 to 1.0.
    Float,
}

fn damaged<T>(why: impl Into<String>) -> Result<T, Problem> {
    Err(Problem::Damaged(why.into()))
}

fn unsupported<T>(what: impl Into<String>) -> Result<T, Problem> {
    Err(Problem::Unsupported(what.into()))
}

/// Parses the chunks of a file.
pub(super) fn layout(reader: &mut (impl Read + Seek)) -> Result<Layout, Problem> {
    let length = reader.seek(SeekFrom::End(0))?;
    match length {
        0 => return Err(Problem::Empty),
        1..12 => return Err(Problem::NotWav),
        _ => {}
    }
    let mut file = Riff { reader, length };
    // RF64 and BW64 are RIFF with 64-bit sizes in a `ds64` chunk (EBU Tech 3306, ITU-R BS.2088).
    let known = matches!(&file.bytes(0)?, b"RIFF" | b"RF64" | b"BW64");
    if !known || &file.bytes(8)? != b"WAVE" {
        return Err(Problem::NotWav);
    }
    let mut format = None;
    let mut data = None;
    let mut long_data = None;
    let mut at = 12;
    for _ in 0..MOST_CHUNKS {
        let Some(chunk) = file.chunk(at)? else {
            break;
        };
        at = file.after(&chunk)?;
        match &chunk.id {
            b"fmt " if format.is_none() => format = Some(file.format(&chunk)?),
            b"ds64" if chunk.length() >= 16 => {
                long_data = Some(u64::from_le_bytes(file.bytes(chunk.body.start + 8)?));
            }
            b"data" if data.is_none() => {
                let (sound, claimed) = file.sound(&chunk, long_data)?;
                at = sound.end; // sizes past 4 GiB
                data = Some((sound, claimed));
            }
            _ => {}
        }
        if format.is_some() && data.is_some() {
            break;
        }
    }
    let Some(mut layout) = format else {
        return damaged("does not say how its sound is written (no fmt chunk)");
    };
    let Some((data, claimed)) = data else {
        return damaged("holds no sound (no data chunk)");
    };
    let frame = u64::from(layout.width) * u64::from(layout.channels);
    layout.claimed = claimed.map(|bytes| bytes / frame);
    layout.frames = (data.end - data.start) / frame;
    layout.data = data.start..data.start + layout.frames * frame;
    Ok(layout)
}

/// One chunk, its body limited to the file.
struct Chunk {
    id: [u8; 4],
    /// The size in the header.
    size: u32,
    body: Range<u64>,
}

impl Chunk {
    fn length(&self) -> u64 {
        self.body.end - self.body.start
    }

    /// Whether the whole body lies inside the file.
    fn is_whole(&self) -> bool {
        self.length() == u64::from(self.size)
    }

    /// Whether the name consists of characters that chunk names use.
    fn plausible(&self) -> bool {
        self.id.iter().all(|byte| (0x20..0x7F).contains(byte))
    }
}

/// A file of chunks.
struct Riff<'a, R> {
    reader: &'a mut R,
    length: u64,
}

impl<R: Read + Seek> Riff<'_, R> {
    fn bytes<const N: usize>(&mut self, at: u64) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.reader.seek(SeekFrom::Start(at))?;
        self.reader.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn short(&mut self, at: u64) -> io::Result<u16> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    fn long(&mut self, at: u64) -> io::Result<u32> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    /// The chunk whose header begins at `at`, unless the file ends before.
    fn chunk(&mut self, at: u64) -> io::Result<Option<Chunk>> {
        let body = at + 8;
        if body > self.length {
            return Ok(None);
        }
        let (id, size) = (self.bytes(at)?, self.long(at + 4)?);
        let body = body..self.length.min(body + u64::from(size));
        Ok(Some(Chunk { id, size, body }))
    }

    /// Where the next chunk begins. A chunk of odd size is followed by a pad byte, which should be zero
    /// and which some writers omit: then a valid chunk follows immediately.
    fn after(&mut self, chunk: &Chunk) -> io::Result<u64> {
        let end = chunk.body.end;
        if chunk.size.is_multiple_of(2) || end >= self.length {
            return Ok(end);
        }
        let unpadded = self
            .chunk(end)?
            .is_some_and(|chunk| chunk.plausible() && (chunk.is_whole() || &chunk.id == b"data"));
        Ok(end + u64::from(!unpadded))
    }

    /// The range of the sound: the size in the header where it is possible, else the rest of the file; and the
    /// bytes that the header claims, where the file was cut off before them.
    fn sound(&mut self, chunk: &Chunk, long: Option<u64>) -> io::Result<(Range<u64>, Option<u64>)> {
        let start = chunk.body.start;
        let claimed = match chunk.size {
            u32::MAX => long.unwrap_or(u64::MAX),
            size => u64::from(size),
        };
        // A writer that was killed or wrote to a pipe left zero.
        let claimed = match claimed {
            0 if !self.only_chunks_follow(start)? => u64::MAX,
            claimed => claimed,
        };
        let end = self.length.min(start.saturating_add(claimed));
        let cut = claimed > self.length - start && claimed < STREAMED;
        Ok((start..end, cut.then_some(claimed)))
    }

    /// Whether the rest of the file is a valid list of chunks: then a data size of 0 is correct.
    fn only_chunks_follow(&mut self, mut at: u64) -> io::Result<bool> {
        for _ in 0..MOST_CHUNKS {
            match self.chunk(at)? {
                Some(chunk) if chunk.plausible() && chunk.is_whole() => at = self.after(&chunk)?,
                Some(_) => return Ok(false),
                None => return Ok(at == self.length),
            }
        }
        Ok(false)
    }

    /// Parses the `fmt ` chunk: WAVEFORMAT, WAVEFORMATEX or WAVEFORMATEXTENSIBLE. The position of the sound is
    /// set later.
    fn format(&mut self, chunk: &Chunk) -> Result<Layout, Problem> {
        if chunk.length() < 16 {
            return damaged("is cut off inside its header");
        }
        let at = chunk.body.start;
        let (mut format, channels, rate) =
            (self.short(at)?, self.short(at + 2)?, self.long(at + 4)?);
        let (block, mut bits) = (self.short(at + 12)?, self.short(at + 14)?);
        if channels == 0 || channels > MOST_CHANNELS {
            return damaged(format!(
                "claims {channels} channels (1 to {MOST_CHANNELS} can be read)"
            ));
        }
        if !RATES.contains(&rate) {
            let (least, most) = RATES.into_inner();
            let what = format!("claims {rate} samples a second ({least} to {most} can be read)");
            return match rate {
                1..=MOST_HERTZ => unsupported(what),
                _ => damaged(what),
            };
        }
        if matches!(format, tag::PCM | tag::FLOAT) && !(1..=MOST_BITS).contains(&bits) {
            return damaged(format!("claims samples of {bits} bits"));
        }
        // The block alignment gives the width of the container, unless it is inconsistent.
        let width = match block / channels {
            width @ 1..=8 if block % channels == 0 && width * 8 >= bits => width,
            _ => bits.div_ceil(8),
        };
        if format == tag::EXTENSIBLE && chunk.length() >= 26 {
            // The sub-format is a GUID that begins with an ordinary tag.
            format = self.short(at + 24)?;
            let valid = self.short(at + 18)?;
            if valid > 0 && valid <= bits {
                bits = valid;
            }
        }
        let encoding = match (format, width) {
            (tag::PCM, 1..=4) => Encoding::Integer,
            (tag::FLOAT, 4 | 8) => Encoding::Float,
            (tag::PCM | tag::FLOAT, _) => {
                return unsupported(format!("holds samples of {bits} bits"));
            }
            _ => return unsupported(format!("holds {} sound", codec(format))),
        };
        Ok(Layout {
            rate,
            channels,
            bits,
            encoding,
            width,
            frames: 0,
            claimed: None,
            data: 0..0,
        })
    }
}

/// The name of a compressed format that occurs in WAV files.
fn codec(format: u16) -> String {
    match format {
        0x0002 | 0x0011 => "ADPCM-compressed".into(),
        0x0006 => "A-law telephone".into(),
        0x0007 => "mu-law telephone".into(),
        0x0031 => "GSM-compressed".into(),
        0x0050 | 0x0055 => "MP3-compressed".into(),
        0x00FF | 0x1600 | 0x1610 => "AAC-compressed".into(),
        other => format!("compressed (format 0x{other:04X})"),
    }
}
