//! Parses the chunks of a WAV file: where the sound lies and how it is encoded.
//!
//! Trusts the length of the file, never a size field: killed recorders leave 0 or
//! 0xFFFFFFFF, and a truncated download claims more than it holds.

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

/// Why there is no layout.
#[derive(Debug)]
pub(super) enum Fault {
    /// Reading failed.
    Io(io::Error),
    /// Not a WAV file.
    Foreign,
    /// A WAV file that violates the format; the text follows "it".
    Damaged(String),
    /// A valid WAV file with an unsupported encoding; the text follows "it".
    Unsupported(String),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn damaged<T>(why: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Damaged(why.into()))
}

fn unsupported<T>(what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Unsupported(what.into()))
}

/// Parses the chunks of a file of `length` bytes.
pub(super) fn layout<R: Read + Seek>(reader: &mut R, length: u64) -> Result<Layout, Fault> {
    let mut start = [0; 12];
    if length < 12 {
        return Err(Fault::Foreign);
    }
    read_at(reader, 0, &mut start)?;
    // RF64 and BW64 are RIFF with 64-bit sizes in a `ds64` chunk (EBU Tech 3306, ITU-R BS.2088).
    if !matches!(&start[..4], b"RIFF" | b"RF64" | b"BW64") || &start[8..] != b"WAVE" {
        return Err(Fault::Foreign);
    }
    let mut format = None;
    let mut data = None;
    let mut long_data = None;
    let mut at = 12;
    for _ in 0..MOST_CHUNKS {
        let Some(chunk) = Chunk::read(reader, at, length)? else {
            break;
        };
        match &chunk.id {
            b"fmt " if format.is_none() => format = Some(read_format(reader, &chunk)?),
            b"ds64" if chunk.body.end - chunk.body.start >= 16 => {
                let mut sizes = [0; 16];
                read_at(reader, chunk.body.start, &mut sizes)?;
                long_data = Some(u64::from_le_bytes(
                    sizes[8..].try_into().unwrap_or_default(),
                ));
            }
            b"data" if data.is_none() => {
                data = Some(data_range(reader, &chunk, long_data, length)?);
            }
            _ => {}
        }
        if format.is_some() && data.is_some() {
            break;
        }
        at = match (&data, &chunk.id) {
            (Some((data, _)), b"data") => data.end, // sizes past 4 GiB
            _ => chunk.next(reader, length)?,
        };
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
    /// The chunk whose header begins at `at`, unless the file ends before.
    fn read<R: Read + Seek>(reader: &mut R, at: u64, length: u64) -> io::Result<Option<Self>> {
        if length.saturating_sub(at) < 8 {
            return Ok(None);
        }
        let mut header = [0; 8];
        read_at(reader, at, &mut header)?;
        let [a, b, c, d, size @ ..] = header;
        let size = u32::from_le_bytes(size);
        let body = at + 8;
        Ok(Some(Self {
            id: [a, b, c, d],
            size,
            body: body..length.min(body + u64::from(size)),
        }))
    }

    /// Where the next chunk begins. A chunk of odd size is followed by a pad byte, which should be zero
    /// and which some writers omit: then a valid chunk follows immediately.
    fn next<R: Read + Seek>(&self, reader: &mut R, length: u64) -> io::Result<u64> {
        let end = self.body.end;
        if self.size.is_multiple_of(2) || end >= length {
            return Ok(end);
        }
        let unpadded = Self::read(reader, end, length)?.is_some_and(|chunk| {
            let fits = chunk.body.start + u64::from(chunk.size) <= length;
            chunk.plausible() && (fits || &chunk.id == b"data")
        });
        Ok(end + u64::from(!unpadded))
    }

    /// Whether the name consists of characters that chunk names use.
    fn plausible(&self) -> bool {
        self.id.iter().all(|byte| (0x20..0x7F).contains(byte))
    }
}

/// The range of the sound: the size in the header where it is possible, else the rest of the file; and the bytes
/// that the header claims, where the file was cut off before them.
fn data_range<R: Read + Seek>(
    reader: &mut R,
    chunk: &Chunk,
    long: Option<u64>,
    length: u64,
) -> io::Result<(Range<u64>, Option<u64>)> {
    let start = chunk.body.start;
    let claimed = match chunk.size {
        u32::MAX => long.unwrap_or(u64::MAX),
        size => u64::from(size),
    };
    // A writer that was killed or wrote to a pipe left zero.
    let claimed = match claimed {
        0 if !only_chunks_follow(reader, start, length)? => u64::MAX,
        claimed => claimed,
    };
    let cut = claimed > length.saturating_sub(start) && !(STREAMED..=u64::MAX).contains(&claimed);
    let end = length.min(start.saturating_add(claimed));
    Ok((start..end, cut.then_some(claimed)))
}

/// Whether the rest of the file is a valid list of chunks: then a data size of 0 is correct.
fn only_chunks_follow<R: Read + Seek>(reader: &mut R, from: u64, length: u64) -> io::Result<bool> {
    let mut at = from;
    for _ in 0..MOST_CHUNKS {
        match Chunk::read(reader, at, length)? {
            Some(chunk) if chunk.plausible() => {
                if chunk.body.start + u64::from(chunk.size) > length {
                    return Ok(false);
                }
                at = chunk.next(reader, length)?;
            }
            Some(_) => return Ok(false),
            None => return Ok(at == length),
        }
    }
    Ok(false)
}

/// Parses the `fmt ` chunk: WAVEFORMAT, WAVEFORMATEX or WAVEFORMATEXTENSIBLE. The position of the sound is set
/// later.
fn read_format<R: Read + Seek>(reader: &mut R, chunk: &Chunk) -> Result<Layout, Fault> {
    let mut bytes = [0; 40];
    let there = (chunk.body.end - chunk.body.start).min(40) as usize;
    if there < 16 {
        return damaged("is cut off inside its header");
    }
    read_at(reader, chunk.body.start, &mut bytes[..there])?;
    let short = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let long =
        |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let (mut format, channels, rate) = (short(0), short(2), long(4));
    let (block, mut bits) = (short(12), short(14));
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
    if format == tag::EXTENSIBLE && there >= 26 {
        // The sub-format is a GUID that begins with an ordinary tag.
        format = short(24);
        let valid = short(18);
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

/// Fills `bytes` from the file at `at`.
fn read_at<R: Read + Seek>(reader: &mut R, at: u64, bytes: &mut [u8]) -> io::Result<()> {
    reader.seek(SeekFrom::Start(at))?;
    reader.read_exact(bytes)
}
