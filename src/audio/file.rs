//! Reads recordings of any format: WAV through [`wav`], everything else through the decoder. Each refused
//! file gives one clear sentence.

use super::Samples;
use super::decode::{self, Fault};
use super::input::{SoundError, conversion, open, raw_conversion};
use super::sniff::{self, Kind};
use super::wav::{self, MOST_SAMPLES};
use crate::time::Millis;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// The most that is read from standard input: six hours of typical speech recordings, or one hour of WAV
/// at studio quality.
const MOST_INPUT: u64 = 1 << 30;

/// Reads a recording to mono: WAV, M4A, MP3, Ogg, FLAC, WebM and the other formats of the decoder.
///
/// # Errors
/// [`SoundError`] where the file holds no readable sound.
pub fn read(path: &Path) -> Result<Samples, SoundError> {
    let (file, label, length) = open(path)?;
    read_from(BufReader::new(file), &label, length)
}

/// Reads a recording from a pipe into memory first, since containers need seeking.
///
/// # Errors
/// As [`read`], and for more than a gibibyte.
pub fn read_piped(source: impl Read, label: &str) -> Result<Samples, SoundError> {
    let mut bytes = Vec::new();
    let read = source.take(MOST_INPUT + 1).read_to_end(&mut bytes);
    read.map_err(|source| SoundError::Io {
        label: label.into(),
        source,
    })?;
    let length = bytes.len() as u64;
    if length > MOST_INPUT {
        return Err(SoundError::TooLarge {
            label: label.into(),
            megabytes: MOST_INPUT >> 20,
        });
    }
    read_from(Cursor::new(bytes), label, length)
}

/// [`read`] from anything that can seek and is `length` bytes long; `label` names it in errors.
///
/// # Errors
/// As [`read`].
pub fn read_from<R: Read + Seek + Send + Sync>(
    mut reader: R,
    label: &str,
    length: u64,
) -> Result<Samples, SoundError> {
    match wav::read_from(&mut reader, label, length) {
        Err(SoundError::NotWav { .. }) => other(&mut reader, label, length),
        // WAV files with telephone codecs and the like.
        Err(unsupported @ SoundError::Unsupported { .. }) => {
            rewind(&mut reader, label)?;
            decode::decode(&mut reader, length).map_err(|_| unsupported)
        }
        read => read,
    }
}

/// Reads a file that is not WAV.
fn other<R: Read + Seek + Send + Sync>(
    reader: &mut R,
    label: &str,
    length: u64,
) -> Result<Samples, SoundError> {
    let mut head = Vec::new();
    rewind(reader, label)?;
    let read = reader.take(sniff::HEAD as u64).read_to_end(&mut head);
    read.map_err(|source| SoundError::Io {
        label: label.into(),
        source,
    })?;
    let name = || label.to_owned();
    match sniff::kind(&head) {
        Kind::Sound(what) => {
            rewind(reader, label)?;
            decode::decode(reader, length).map_err(|fault| refusal(fault, what, label))
        }
        Kind::Unread(what) => Err(SoundError::OtherSound {
            label: name(),
            what,
            command: conversion(label),
        }),
        Kind::Raw => Err(SoundError::OtherSound {
            label: name(),
            what: "sound without a header, so its rate and form are not known",
            command: raw_conversion(label),
        }),
        Kind::NoSound(what) => Err(SoundError::NoSound {
            label: name(),
            what,
        }),
    }
}

fn rewind(reader: &mut impl Seek, label: &str) -> Result<(), SoundError> {
    let start = reader.seek(SeekFrom::Start(0));
    start.map(|_| ()).map_err(|source| SoundError::Io {
        label: label.into(),
        source,
    })
}

/// The decoder's error for a file whose first bytes look like `what`.
fn refusal(fault: Fault, what: &'static str, label: &str) -> SoundError {
    let label = label.to_owned();
    let command = conversion(&label);
    let undecodable = |why| SoundError::Undecodable {
        label: label.clone(),
        what,
        why,
        command: command.clone(),
    };
    match fault {
        Fault::Io(source) => SoundError::Io { label, source },
        Fault::Unknown => undecodable("no sound was found in it"),
        Fault::Damaged(why) => undecodable(why),
        Fault::Unsupported(what) => SoundError::Unsupported {
            label,
            what,
            command,
        },
        Fault::TooLong { channels, rate } => SoundError::TooLong {
            label,
            length: Millis::of_frames(MOST_SAMPLES / channels as u64, rate),
            or_more: true,
            channels,
            command,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        let length = bytes.len() as u64;
        let read = read_from(Cursor::new(bytes), "talk.x", length);
        read.unwrap_err().to_string()
    }

    #[test]
    fn every_error_is_one_sentence_with_a_remedy() {
        let voice: Vec<u8> = (0..8_000_u32)
            .map(|at| ((f64::from(at) * 0.2).sin() * 3_000.0) as i16)
            .flat_map(i16::to_le_bytes)
            .collect();
        let refusals = [
            refusal(b""),
            refusal(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0"),
            refusal(b"ID3\x04\0\0\0\0\0\0\0\0"),
            refusal(b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42"),
            refusal(b"OggS\0\x02\0\0\0\0\0\0\0\0"),
            refusal(b"fLaC\0\0\0\x22\x10\0\x10\0"),
            refusal(b"\x1A\x45\xDF\xA3\x9F\x42\x86"),
            refusal(b"#!AMR\n\x3C"),
            refusal(b"caff\0\x01\0\0"),
            refusal(b"<html><body>404</body></html>"),
            refusal(&voice),
            refusal(&[0x9A, 1, 0xF3, 0x7C, 0x11, 0, 0xC4]),
        ];
        insta::assert_snapshot!(refusals.join("\n"), @r"
talk.x is empty (0 bytes): nothing was recorded into it
talk.x is a JPEG picture and holds no sound: name a recording
talk.x looks like an MP3 file, but no sound was found in it: copy or export it again, or convert it with `ffmpeg -i talk.x -ac 1 -ar 16000 talk-16k.wav`
talk.x looks like an M4A or MP4 file, but no sound was found in it: copy or export it again, or convert it with `ffmpeg -i talk.x -ac 1 -ar 16000 talk-16k.wav`
talk.x looks like an Ogg file (Vorbis or Opus), but no sound was found in it: copy or export it again, or convert it with `ffmpeg -i talk.x -ac 1 -ar 16000 talk-16k.wav`
talk.x looks like a FLAC file, but no sound was found in it: copy or export it again, or convert it with `ffmpeg -i talk.x -ac 1 -ar 16000 talk-16k.wav`
talk.x looks like a WebM or Matroska file, but it breaks the rules of that format: copy or export it again, or convert it with `ffmpeg -i talk.x -ac 1 -ar 16000 talk-16k.wav`
talk.x is an AMR file: convert it with `ffmpeg -i talk.x -ac 1 -ar 16000 talk-16k.wav`
talk.x is a Core Audio file: convert it with `ffmpeg -i talk.x -ac 1 -ar 16000 talk-16k.wav`
talk.x is an HTML page (has a download failed?) and holds no sound: name a recording
talk.x is sound without a header, so its rate and form are not known: convert it with `ffmpeg -f s16le -ar 16000 -ac 1 -i talk.x -ac 1 -ar 16000 talk-16k.wav`
talk.x is of an unknown kind: convert it with `ffmpeg -i talk.x -ac 1 -ar 16000 talk-16k.wav`
");
        for refusal in refusals {
            assert!(
                !refusal.contains('\n') && !refusal.ends_with('.'),
                "{refusal}"
            );
        }
    }

    #[test]
    fn what_is_piped_is_read_as_a_file_is() {
        let sound = Samples {
            rate: 16_000,
            frames: vec![0.5, -0.5, 0.0],
        };
        let file = wav::bytes(&sound);
        assert_eq!(read_piped(&file[..], "standard input").unwrap(), sound);
        let nothing = read_piped(&[][..], "standard input").unwrap_err();
        assert!(nothing.to_string().starts_with("standard input is empty"));
    }
}
