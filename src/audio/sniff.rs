//! Recognises by its first bytes what kind of file a recording is that is not WAV.

/// The kind; the name follows "is", with its article: "an MP3 file".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Sound that can be decoded.
    Sound(&'static str),
    /// Sound, or perhaps sound, that cannot.
    Unread(&'static str),
    /// 16-bit samples without a header.
    Raw,
    /// No sound at all.
    NoSound(&'static str),
}

use Kind::{NoSound, Sound, Unread};

/// How many bytes from the start [`kind`] needs: a second of speech or more, so that sound
/// without a header can be distinguished from noise.
pub(super) const HEAD: usize = 1 << 16;

/// Signatures at a fixed offset: offset, bytes, meaning. From each format's own
/// specification.
const MARKS: &[(usize, &[u8], Kind)] = &[
    (0, b"\xFF\xD8\xFF", NoSound("a JPEG picture")),
    (0, b"\x89PNG\r\n\x1A\n", NoSound("a PNG picture")),
    (0, b"GIF8", NoSound("a GIF picture")),
    (0, b"%PDF", NoSound("a PDF document")),
    (0, b"PK\x03\x04", NoSound("a ZIP archive")),
    (0, b"\x1F\x8B", NoSound("a gzip archive")),
    (0, b"\x7FELF", NoSound("a program")),
    (0, b"lmgg", NoSound("a Whisper model")),
    (0, b"ID3", Sound("an MP3 file")),
    (0, b"OggS", Sound("an Ogg file (Vorbis or Opus)")),
    (0, b"fLaC", Sound("a FLAC file")),
    (4, b"ftyp", Sound("an M4A or MP4 file")),
    (0, b"\x1A\x45\xDF\xA3", Sound("a WebM or Matroska file")),
    (0, b"FORM", Sound("an AIFF file")),
    (0, b"caff", Unread("a Core Audio file")),
    (0, b".snd", Unread("an AU file")),
    (0, b"#!AMR", Unread("an AMR file")),
    (0, b"riff\x2E\x91\xCF\x11", Unread("a Wave64 (W64) file")),
    (0, b"RIFX", Unread("a big-endian WAV (RIFX)")),
    (8, b"AVI ", Unread("an AVI video")),
    (8, b"WEBP", NoSound("a WebP picture")),
    (0, b"\xFF\xF1", Sound("an AAC file")),
    (0, b"\xFF\xF9", Sound("an AAC file")),
];

/// Recognises a file by its first bytes ([`HEAD`] of them, or all where there are fewer).
pub(super) fn kind(head: &[u8]) -> Kind {
    let marked = MARKS
        .iter()
        .find(|(offset, mark, _)| head.get(*offset..).is_some_and(|at| at.starts_with(mark)));
    if let Some(&(.., kind)) = marked {
        return kind;
    }
    if head.iter().all(|byte| *byte == 0) {
        return NoSound("nothing but zeros (created, but never written)");
    }
    if is_text(head) {
        let start = &head[..head.len().min(512)];
        let text = String::from_utf8_lossy(start).trim_start().to_lowercase();
        return NoSound(
            if text.starts_with("<!doctype html") || text.starts_with("<html") {
                "an HTML page (has a download failed?)"
            } else {
                "a text file"
            },
        );
    }
    if is_raw(head) {
        return Kind::Raw;
    }
    // An MPEG frame begins with eleven set bits; excluding the reserved layer 0 and bit rate 15
    // avoids most chance matches.
    if let [0xFF, second, third, ..] = head
        && second & 0xE0 == 0xE0
        && second & 0x06 != 0
        && third & 0xF0 != 0xF0
    {
        return Sound("an MP3 file");
    }
    Unread("of an unknown kind") // ffmpeg may know it
}

/// Whether this may be 16-bit samples: sound changes in small steps, compressed data and
/// programs do not.
fn is_raw(head: &[u8]) -> bool {
    /// Samples needed for a decision: an eighth of a second at 16 kHz.
    const ENOUGH: usize = 2_000;
    /// The mean step relative to the mean size: 1.4 for white noise, 0.1 to 0.5 for a voice.
    const STEPS: f64 = 0.7;
    let samples: Vec<f64> = head
        .chunks_exact(2)
        .map(|bytes| f64::from(i16::from_le_bytes([bytes[0], bytes[1]])))
        .collect();
    let square = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum();
    let size: f64 = square(&mut samples.iter().copied());
    let steps: f64 = square(&mut samples.windows(2).map(|pair| pair[1] - pair[0]));
    samples.len() >= ENOUGH && size > 0.0 && steps < size * STEPS * STEPS
}

/// UTF-8 without control characters; the last character of the head may be incomplete.
fn is_text(head: &[u8]) -> bool {
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !valid.is_empty()
        && !valid
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_files_without_sound_are_named() {
        for (head, expected) in [
            (
                &b"\xFF\xD8\xFF\xE0\0\x10JFIF"[..],
                NoSound("a JPEG picture"),
            ),
            (b"ID3\x04\0\0\0\0", Sound("an MP3 file")),
            (b"\xFF\xFB\x90\x64", Sound("an MP3 file")),
            (b"\0\0\0\x20ftypM4A ", Sound("an M4A or MP4 file")),
            (b"RIFF\x10\0\0\0AVI LIST", Unread("an AVI video")),
            (
                b"\n <!DOCTYPE html><html>",
                NoSound("an HTML page (has a download failed?)"),
            ),
            ("caf\u{e9} notes".as_bytes(), NoSound("a text file")),
            (b"\xC3", Unread("of an unknown kind")),
            (b"\x01\x02\x03\x04", Unread("of an unknown kind")),
            (
                &[0; 64],
                NoSound("nothing but zeros (created, but never written)"),
            ),
        ] {
            assert_eq!(kind(head), expected, "{head:?}");
        }
    }

    #[test]
    fn samples_without_a_header_are_distinguished_from_noise() {
        let bytes = |samples: &mut dyn Iterator<Item = i16>| -> Vec<u8> {
            samples.flat_map(i16::to_le_bytes).collect()
        };
        let pause = [0; 8_000].into_iter();
        let voice = (0..8_000).map(|at| ((f64::from(at) * 0.2).sin() * 3_000.0) as i16);
        assert_eq!(kind(&bytes(&mut pause.chain(voice))), Kind::Raw);
        let mut state = 1_u32;
        let mut noise = (0..8_000).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as i16
        });
        assert_ne!(kind(&bytes(&mut noise)), Kind::Raw);
    }
}
