//! Where the sound lies in a WAV file and how it is written down: the chunk walk.
//!
//! It believes the file's length, never a size field. Recorders that were killed leave 0 or
//! 0xFFFFFFFF behind, and a cut-off download claims more than is there.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

/// The longest list of chunks before the sound that is still believed.
const MOST_CHUNKS: usize = 4096;

/// Rates that speech is recorded at: others are not read, and so not recorded either.
pub const RATES: std::ops::RangeInclusive<u32> = 8_000..=192_000;

/// Field recorders write up to 32 tracks.
const MOST_CHANNELS: u16 = 32;

/// Format tags of `mmreg.h`.
mod tag {
    pub const PCM: u16 = 0x0001;
    pub const FLOAT: u16 = 0x0003;
    pub const EXTENSIBLE: u16 = 0xFFFE;
}

/// A WAV file's plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Frames a second.
    pub rate: u32,
    /// Samples a frame.
    pub channels: u16,
    /// Bits that the header says count in a sample; the container may be wider.
    pub bits: u16,
    /// How a sample is written.
    pub encoding: Encoding,
    /// Bytes that one sample takes in the file.
    pub width: u16,
    /// Whole frames that are really in the file.
    pub frames: u64,
    /// Byte range of the sound, whole frames only, inside the file.
    pub data: Range<u64>,
}

/// How a sample is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Integers: unsigned up to 8 bits, signed above.
    Integer,
    /// Floats, -1.0 to 1.0.
    Float,
}

/// Why there is no plan.
#[derive(Debug)]
pub(super) enum Fault {
    /// The disk said so.
    Io(io::Error),
    /// Not a WAV at all.
    Foreign,
    /// A WAV that breaks its own rules; the text follows "it".
    Damaged(String),
    /// A good WAV that holds what we do not decode; the text follows "it".
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

/// Walks the chunks of a file that is `length` bytes long.
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
            (Some(data), b"data") => data.end, // sizes past 4 GiB
            _ => chunk.next(reader, length)?,
        };
    }
    let Some(mut layout) = format else {
        return damaged("does not say how its sound is written (no fmt chunk)");
    };
    let Some(data) = data else {
        return damaged("holds no sound (no data chunk)");
    };
    let frame = u64::from(layout.width) * u64::from(layout.channels);
    layout.frames = (data.end - data.start) / frame;
    layout.data = data.start..data.start + layout.frames * frame;
    Ok(layout)
}

/// One chunk, its body clamped to the file.
struct Chunk {
    id: [u8; 4],
    /// What the header claims.
    size: u32,
    body: Range<u64>,
}

impl Chunk {
    /// The chunk whose header stands at `at`, unless the file ends before.
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
    /// and which some writers forget: there is none where a chunk that can be stands right behind.
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

    /// Whether the name is made of the letters that names are made of.
    fn plausible(&self) -> bool {
        self.id.iter().all(|byte| (0x20..0x7F).contains(byte))
    }
}

/// The bytes of the sound: what the header says where that can be true, else all there is.
fn data_range<R: Read + Seek>(
    reader: &mut R,
    chunk: &Chunk,
    long: Option<u64>,
    length: u64,
) -> io::Result<Range<u64>> {
    let start = chunk.body.start;
    let claimed = match chunk.size {
        u32::MAX => long.unwrap_or(u64::MAX),
        size => u64::from(size),
    };
    // A writer that was killed, or that wrote into a pipe, left its zero behind.
    let claimed = match claimed {
        0 if !only_chunks_follow(reader, start, length)? => u64::MAX,
        claimed => claimed,
    };
    Ok(start..length.min(start.saturating_add(claimed)))
}

/// Whether the rest of the file is a sound list of chunks: then a data size of 0 is meant.
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

/// The `fmt ` chunk: WAVEFORMAT, WAVEFORMATEX or WAVEFORMATEXTENSIBLE. Where the sound lies is not known
/// yet.
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
        return unsupported(format!(
            "claims {rate} samples a second ({} to {} can be read)",
            RATES.start(),
            RATES.end()
        ));
    }
    // The block alignment is the truth about the container, unless it contradicts itself.
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
    let bits = if bits == 0 { width * 8 } else { bits };
    Ok(Layout {
        rate,
        channels,
        bits,
        encoding,
        width,
        frames: 0,
        data: 0..0,
    })
}

/// The name of a compressed format that is met in WAV files.
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
