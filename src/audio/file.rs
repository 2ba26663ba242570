//! Reads recordings of any format: WAV through [`wav`], everything else through the decoder. Each refused
//! file gives one clear sentence.

use super::Samples;
use super::decode::{MediaSource, decode};
use super::input::{Problem, SoundError, open};
use super::sniff::{self, Kind};
use super::wav;
use std::io::{Cursor, Read};
use std::path::Path;

/// The most that is read from standard input: six hours of typical speech recordings, or one hour of WAV
/// at studio quality.
const MOST_INPUT: u64 = 1 << 30;

/// Reads a recording to mono: WAV, M4A, MP3, Ogg, FLAC, WebM and the other formats of the decoder.
///
/// # Errors
/// [`SoundError`] where the file holds no readable sound.
pub fn read(path: &Path) -> Result<Samples, SoundError> {
    let sound = open(path).and_then(samples);
    sound.map_err(|problem| problem.at(path))
}

/// Reads a recording from a pipe into memory first, since containers need seeking.
///
/// # Errors
/// As [`read`], and for more than a gibibyte.
pub fn read_piped(source: impl Read, label: &str) -> Result<Samples, SoundError> {
    let mut bytes = Vec::new();
    match source.take(MOST_INPUT + 1).read_to_end(&mut bytes) {
        Err(error) => Err(Problem::Io(error).named(label)),
        Ok(_) if bytes.len() as u64 > MOST_INPUT => {
            Err(Problem::TooLarge(MOST_INPUT >> 20).named(label))
        }
        Ok(_) => read_from(&bytes, label),
    }
}

/// [`read`] from memory; `label` names it in errors.
///
/// # Errors
/// As [`read`].
pub fn read_from(bytes: &[u8], label: &str) -> Result<Samples, SoundError> {
    samples(Cursor::new(bytes)).map_err(|problem| problem.named(label))
}

fn samples(mut file: impl MediaSource) -> Result<Samples, Problem> {
    let refused = match wav::samples(&mut file) {
        Err(refused @ (Problem::NotWav | Problem::Unsupported(_))) => refused,
        read => return read,
    };
    file.rewind()?;
    if let Problem::Unsupported(_) = refused {
        // WAV files with telephone codecs and the like.
        return decode(file, "a WAV file").map_err(|_| refused);
    }
    let mut head = Vec::new();
    file.by_ref()
        .take(sniff::HEAD as u64)
        .read_to_end(&mut head)?;
    match sniff::kind(&head) {
        Kind::Sound(what) => {
            file.rewind()?;
            decode(file, what)
        }
        Kind::Unread(what) => Err(Problem::OtherSound(what)),
        Kind::Raw => Err(Problem::Raw),
        Kind::NoSound(what) => Err(Problem::NoSound(what)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        read_from(bytes, "talk.x").unwrap_err().to_string()
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
