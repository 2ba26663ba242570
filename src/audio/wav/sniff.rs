//! What a file is that is not a WAV, told from its first bytes, so that the error can say so.

/// What was found, worded to follow "is", and whether ffmpeg can make a WAV of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// With its article: "an MP3 file".
    pub name: &'static str,
    /// There is sound in it, or there may be.
    pub sound: bool,
}

/// How many bytes from the start [`kind`] wants to see.
pub(super) const HEAD: usize = 512;

/// Marks that stand at a fixed place: offset, bytes, what they mean, whether it holds sound.
/// Signatures as in each format's own specification.
const MARKS: &[(usize, &[u8], &str, bool)] = &[
    (0, b"\xFF\xD8\xFF", "a JPEG picture", false),
    (0, b"\x89PNG\r\n\x1A\n", "a PNG picture", false),
    (0, b"GIF8", "a GIF picture", false),
    (0, b"%PDF", "a PDF document", false),
    (0, b"PK\x03\x04", "a ZIP archive", false),
    (0, b"\x1F\x8B", "a gzip archive", false),
    (0, b"\x7FELF", "a program", false),
    (0, b"lmgg", "a Whisper model", false),
    (0, b"ID3", "an MP3 file", true),
    (0, b"OggS", "an Ogg file (Vorbis or Opus)", true),
    (0, b"fLaC", "a FLAC file", true),
    (4, b"ftyp", "an M4A or MP4 file", true),
    (0, b"\x1A\x45\xDF\xA3", "a WebM or Matroska file", true),
    (0, b"FORM", "an AIFF file", true),
    (0, b"caff", "a Core Audio file", true),
    (0, b".snd", "an AU file", true),
    (0, b"#!AMR", "an AMR file", true),
    (0, b"riff\x2E\x91\xCF\x11", "a Wave64 (W64) file", true),
    (0, b"RIFX", "a big-endian WAV (RIFX)", true),
    (8, b"AVI ", "an AVI video", true),
    (8, b"WEBP", "a WebP picture", false),
    (0, b"\xFF\xF1", "an AAC file", true),
    (0, b"\xFF\xF9", "an AAC file", true),
];

/// Recognises a file by its first bytes ([`HEAD`] of them, or all where there are fewer).
pub(super) fn kind(head: &[u8]) -> Kind {
    let marked = MARKS
        .iter()
        .find(|(offset, mark, ..)| head.get(*offset..).is_some_and(|at| at.starts_with(mark)));
    if let Some(&(_, _, name, sound)) = marked {
        return Kind { name, sound };
    }
    // An MPEG frame begins with eleven set bits; layer 0 and bit rate 15 are forbidden, which
    // keeps most chance hits out.
    if let [0xFF, second, third, ..] = head
        && second & 0xE0 == 0xE0
        && second & 0x06 != 0
        && third & 0xF0 != 0xF0
    {
        return Kind {
            name: "an MP3 file",
            sound: true,
        };
    }
    let name = if head.iter().all(|byte| *byte == 0) {
        "nothing but zeros (created, but never written)"
    } else if is_text(head) {
        let text = String::from_utf8_lossy(head).trim_start().to_lowercase();
        if text.starts_with("<!doctype html") || text.starts_with("<html") {
            "an HTML page (has a download failed?)"
        } else {
            "a text file"
        }
    } else {
        return Kind {
            name: "not a WAV file",
            sound: true, // unknown: ffmpeg may know it
        };
    };
    Kind { name, sound: false }
}

/// UTF-8 (a character may be cut at the end of the head) without control characters.
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
    fn common_impostors_are_named() {
        for (head, name) in [
            (&b"\xFF\xD8\xFF\xE0\0\x10JFIF"[..], "a JPEG picture"),
            (b"ID3\x04\0\0\0\0", "an MP3 file"),
            (b"\xFF\xFB\x90\x64", "an MP3 file"),
            (b"\0\0\0\x20ftypM4A ", "an M4A or MP4 file"),
            (b"RIFF\x10\0\0\0AVI LIST", "an AVI video"),
            (
                b"\n <!DOCTYPE html><html>",
                "an HTML page (has a download failed?)",
            ),
            ("caf\u{e9} notes".as_bytes(), "a text file"),
            (b"\xC3", "not a WAV file"),
            (b"\x01\x02\x03\x04", "not a WAV file"),
        ] {
            assert_eq!(kind(head).name, name, "{head:?}");
        }
    }

    #[test]
    fn only_sound_is_worth_converting() {
        assert!(kind(b"fLaC\0\0\0\x22").sound);
        assert!(!kind(b"\x89PNG\r\n\x1A\n").sound);
        assert!(!kind(&[0; 64]).sound);
    }
}
