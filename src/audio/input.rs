//! A recording that was named, opened; and why a file could not be read as sound, said so that one knows
//! what to do.

#![allow(
    clippy::disallowed_methods,
    reason = "this room opens the files that it is asked to read"
)]

use crate::time::Millis;
use std::fs::File;
use std::io;
use std::path::Path;

/// Why a file could not be read as sound. Each says what happened, to which file, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum SoundError {
    /// The file is missing, closed to us, or the disk failed.
    #[error("cannot read {label}: {source}")]
    Io {
        /// The file.
        label: String,
        /// What the system said.
        source: io::Error,
    },
    /// A folder, a pipe, a device.
    #[error("{label} is not a file: name a recording")]
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
    /// A take that is no WAV file.
    #[error("{label} is not a WAV file: put back the take that was there")]
    NotWav {
        /// The file.
        label: String,
    },
    /// Something with sound in it of a kind that is not read here.
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
    #[error("{label} is {what} and holds no sound: name a recording")]
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
    /// Another kind of recording whose sound cannot be got at.
    #[error(
        "{label} looks like {what}, but {why}: copy or export it again, or convert it with `{command}`"
    )]
    Undecodable {
        /// The file.
        label: String,
        /// What it is, with its article.
        what: &'static str,
        /// What is wrong, to follow "but".
        why: &'static str,
        /// A command that makes a WAV of it.
        command: String,
    },
    /// A recording with an encoding that is not decoded here.
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
        "{label} lasts {}{length} (minutes:seconds) in {channels} channels, too much to read at once: \
         make it smaller with `{command}`", if *.or_more { "more than " } else { "" }
    )]
    TooLong {
        /// The file.
        label: String,
        /// How long it lasts, or how much of it was read.
        length: Millis,
        /// Only the beginning was measured.
        or_more: bool,
        /// Its channels.
        channels: usize,
        /// A command that makes it small.
        command: String,
    },
    /// More bytes from standard input than are kept.
    #[error("{label} is more than {megabytes} MB: save it as a file and name that")]
    TooLarge {
        /// What was read.
        label: String,
        /// The most that is kept.
        megabytes: u64,
    },
    /// [`super::wav::repair()`] was asked to mend a file that this program did not write.
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
    // Looked at before it is opened: opening a pipe would wait for its other end.
    let about = std::fs::metadata(path).map_err(io)?;
    if !about.is_file() {
        return Err(SoundError::NotAFile { label });
    }
    let file = File::open(path).map_err(io)?;
    Ok((file, label, about.len()))
}

/// A file's name as it may be printed: a control character in it must not reach the terminal.
pub(super) fn label(path: &Path) -> String {
    path.display()
        .to_string()
        .chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

/// The command that makes a small plain WAV of `label`.
pub(super) fn conversion(label: &str) -> String {
    converted(label, "")
}

/// The same for sound without a header, which has to be described; these are the values of speech.
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
