//! Opens a recording that the user named, and says why a file could not be read as sound and what to do
//! about it.

#![allow(clippy::disallowed_methods, reason = "this module opens recordings")]

use crate::time::Millis;
use std::fs::File;
use std::io;
use std::path::Path;

/// Why a file could not be read as sound. Each message says what happened, to which file, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum SoundError {
    /// The file is missing, may not be read, or reading failed.
    #[error("cannot read {label}: {source}")]
    Io {
        /// The file.
        label: String,
        /// The error of the system.
        source: io::Error,
    },
    /// A folder, a pipe, a device.
    #[error("{label} is not a file: name a recording")]
    NotAFile {
        /// The path that was named.
        label: String,
    },
    /// The file is empty.
    #[error("{label} is empty (0 bytes): nothing was recorded into it")]
    Empty {
        /// The file.
        label: String,
    },
    /// A take that is not a WAV file.
    #[error("{label} is not a WAV file: put back the take that was there")]
    NotWav {
        /// The file.
        label: String,
    },
    /// Sound in an unsupported format.
    #[error("{label} is {what}: convert it with `{command}`")]
    OtherSound {
        /// The file.
        label: String,
        /// The format, with its article.
        what: &'static str,
        /// A command that converts it to WAV.
        command: String,
    },
    /// A file without sound.
    #[error("{label} is {what} and holds no sound: name a recording")]
    NoSound {
        /// The file.
        label: String,
        /// What it is, with its article.
        what: &'static str,
    },
    /// A WAV file that violates the format.
    #[error("{label} is a damaged WAV file: it {why}; copy or export it again")]
    Damaged {
        /// The file.
        label: String,
        /// What is wrong, to follow "it".
        why: String,
    },
    /// A recording in another format that cannot be decoded.
    #[error(
        "{label} looks like {what}, but {why}: copy or export it again, or convert it with `{command}`"
    )]
    Undecodable {
        /// The file.
        label: String,
        /// The format, with its article.
        what: &'static str,
        /// What is wrong, to follow "but".
        why: &'static str,
        /// A command that converts it to WAV.
        command: String,
    },
    /// A recording with an unsupported encoding.
    #[error("{label} {what}, which cannot be read here: convert it with `{command}`")]
    Unsupported {
        /// The file.
        label: String,
        /// The encoding, to follow the file's name.
        what: String,
        /// A command that converts it to plain WAV.
        command: String,
    },
    /// More sound than fits into memory.
    #[error(
        "{label} lasts {}{length} (minutes:seconds) in {channels} channels, too much to read at once: \
         make it smaller with `{command}`", if *.or_more { "more than " } else { "" }
    )]
    TooLong {
        /// The file.
        label: String,
        /// How long it lasts, or how much of it was read.
        length: Millis,
        /// Only the beginning was measured: it lasts longer than `length`.
        or_more: bool,
        /// The number of channels.
        channels: usize,
        /// A command that makes it small enough.
        command: String,
    },
    /// More bytes on standard input than are read.
    #[error("{label} is more than {megabytes} MB: save it as a file and name that")]
    TooLarge {
        /// The source.
        label: String,
        /// The limit.
        megabytes: u64,
    },
    /// [`super::wav::repair()`] was asked to repair a file that this program did not write.
    #[error("{label} was not written by rehearse, so its header was left as it is")]
    NotOurs {
        /// The file.
        label: String,
    },
}

/// Opens a regular file and measures it.
pub(super) fn open(path: &Path) -> Result<(File, String, u64), SoundError> {
    let label = label(path);
    let io = |source| SoundError::Io {
        label: label.clone(),
        source,
    };
    // Checked before opening, since opening a pipe would block.
    let about = std::fs::metadata(path).map_err(io)?;
    if !about.is_file() {
        return Err(SoundError::NotAFile { label });
    }
    let file = File::open(path).map_err(io)?;
    Ok((file, label, about.len()))
}

/// A file's name as it may be printed: control characters must not reach the terminal.
pub(super) fn label(path: &Path) -> String {
    path.display()
        .to_string()
        .chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

/// The command that converts `label` to a small plain WAV.
pub(super) fn conversion(label: &str) -> String {
    converted(label, "")
}

/// The same for sound without a header, whose format must be given; these are typical values for speech.
pub(super) fn raw_conversion(label: &str) -> String {
    converted(label, "-f s16le -ar 16000 -ac 1 ")
}

fn converted(label: &str, form: &str) -> String {
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
        "ffmpeg {form}-i {} -ac 1 -ar 16000 {}",
        quoted(label),
        quoted(&format!("{stem}-16k.wav"))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_safe_to_print_and_to_paste() {
        assert_eq!(label(Path::new("a\u{1b}[2Jb.wav")), "a\u{FFFD}[2Jb.wav");
        assert_eq!(
            conversion("my talk's.m4a"),
            r"ffmpeg -i 'my talk'\''s.m4a' -ac 1 -ar 16000 'my talk'\''s-16k.wav'"
        );
    }
}
