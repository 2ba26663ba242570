//! Opens a recording that the user named, and says why a file could not be read as sound and what to do
//! about it.

#![allow(clippy::disallowed_methods, reason = "this module opens recordings")]

use crate::time::Millis;
use std::fs::File;
use std::io;
use std::path::Path;

/// Why a file could not be read as sound. The message says what happened, to which file, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{}", .problem.about(.label))]
pub struct SoundError {
    /// The file, as it may be printed.
    label: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a file that could not be read as sound.
#[derive(Debug)]
pub enum Problem {
    /// The file is missing, may not be read, or reading failed.
    Io(io::Error),
    /// A folder, a pipe, a device.
    NotAFile,
    /// The file is empty.
    Empty,
    /// A take that is not a WAV file.
    NotWav,
    /// Sound in an unsupported format; the name of the format has its article.
    OtherSound(&'static str),
    /// Samples without a header.
    Raw,
    /// A file without sound; what it is, with its article.
    NoSound(&'static str),
    /// A WAV file that violates the format; the text follows "it".
    Damaged(String),
    /// A recording in another format that cannot be decoded.
    Undecodable {
        /// The format, with its article.
        what: &'static str,
        /// What is wrong, to follow "but".
        why: &'static str,
    },
    /// A recording with an unsupported encoding; the text follows the file's name.
    Unsupported(String),
    /// More sound than fits into memory.
    TooLong {
        /// How long it lasts, or how much of it was read.
        length: Millis,
        /// Only the beginning was measured: it lasts longer than `length`.
        or_more: bool,
        /// The number of channels.
        channels: usize,
    },
    /// More bytes on standard input than are read; the limit in megabytes.
    TooLarge(u64),
    /// [`super::wav::repair()`] was asked to repair a file that this program did not write.
    NotOurs,
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Problem {
    /// The error for the file that is called `label`.
    pub(super) fn named(self, label: &str) -> SoundError {
        SoundError {
            label: label.to_owned(),
            problem: self,
        }
    }

    /// The error for the file at `path`.
    pub(super) fn at(self, path: &Path) -> SoundError {
        self.named(&label(path))
    }

    fn about(&self, label: &str) -> String {
        let command = || conversion(label, "");
        match self {
            Self::Io(error) => format!("cannot read {label}: {error}"),
            Self::NotAFile => format!("{label} is not a file: name a recording"),
            Self::Empty => format!("{label} is empty (0 bytes): nothing was recorded into it"),
            Self::NotWav => {
                format!("{label} is not a WAV file: put back the take that was there")
            }
            Self::OtherSound(what) => format!("{label} is {what}: convert it with `{}`", command()),
            // Its format must be given; these are typical values for speech.
            Self::Raw => format!(
                "{label} is sound without a header, so its rate and form are not known: convert it with `{}`",
                conversion(label, "-f s16le -ar 16000 -ac 1 ")
            ),
            Self::NoSound(what) => {
                format!("{label} is {what} and holds no sound: name a recording")
            }
            Self::Damaged(why) => {
                format!("{label} is a damaged WAV file: it {why}; copy or export it again")
            }
            Self::Undecodable { what, why } => format!(
                "{label} looks like {what}, but {why}: copy or export it again, or convert it with `{}`",
                command()
            ),
            Self::Unsupported(what) => format!(
                "{label} {what}, which cannot be read here: convert it with `{}`",
                command()
            ),
            Self::TooLong {
                length,
                or_more,
                channels,
            } => format!(
                "{label} lasts {}{length} (minutes:seconds) in {channels} channels, too much to read at once: \
                 make it smaller with `{}`",
                if *or_more { "more than " } else { "" },
                command()
            ),
            Self::TooLarge(megabytes) => {
                format!("{label} is more than {megabytes} MB: save it as a file and name that")
            }
            Self::NotOurs => {
                format!("{label} was not written by rehearse, so its header was left as it is")
            }
        }
    }
}

/// Opens a regular file.
pub(super) fn open(path: &Path) -> Result<File, Problem> {
    // Checked before opening, since opening a pipe would block.
    if !std::fs::metadata(path)?.is_file() {
        return Err(Problem::NotAFile);
    }
    Ok(File::open(path)?)
}

/// A file's name as it may be printed: control characters must not reach the terminal.
fn label(path: &Path) -> String {
    path.display()
        .to_string()
        .chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

/// The command that converts `label`, which is in the given `form`, to a small plain WAV.
fn conversion(label: &str, form: &str) -> String {
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
            conversion("my talk's.m4a", ""),
            r"ffmpeg -i 'my talk'\''s.m4a' -ac 1 -ar 16000 'my talk'\''s-16k.wav'"
        );
    }
}
