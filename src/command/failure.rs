//! How a verb ends: an exit code and, where it ended early, why.

use std::fmt::Display;
use std::io;

/// Exit codes, a promise to scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Something went wrong.
    Error = 1,
    /// What was typed makes no sense.
    Usage = 2,
    /// No usable microphone or model.
    Unequipped = 3,
    /// A `--fail-on` rule has a finding.
    FailOn = 4,
    /// Interrupted; what was recorded is saved.
    Interrupted = 130,
}

/// Why a verb ended early: an exit code and one clear sentence.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What happened, to what, and what to do next.
    pub message: String,
}

impl Failure {
    /// Exit code 1.
    pub fn error(message: impl Display) -> Self {
        Self {
            exit: Exit::Error,
            message: message.to_string(),
        }
    }

    /// Exit code 2.
    pub fn usage(message: impl Display) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.to_string(),
        }
    }

    /// Exit code 1 for an error of the system: what could not be done, and what the system said.
    pub fn system(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |error| Self::error(format_args!("cannot {doing}: {error}"))
    }

    /// Exit code 3.
    pub fn unequipped(message: impl Display) -> Self {
        Self {
            exit: Exit::Unequipped,
            message: message.to_string(),
        }
    }
}

/// Typed errors of the edges, which say what happened to what and what to do, become exit code 1 unless
/// a verb says otherwise. The system's own errors do not: whoever meets one says what it came of
/// ([`Failure::system`]).
macro_rules! told_by_itself {
    ($($error:ty),+ $(,)?) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::error(error)
            }
        })+
    };
}

told_by_itself!(
    crate::audio::SoundError,
    crate::audio::take::TakeError,
    crate::model::FetchError,
    crate::model::ModelError,
    crate::store::StoreError,
    crate::transcribe::TranscribeError,
);

/// What this program holds can always be written as JSON.
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::error(format_args!("cannot be written as JSON: {error}"))
    }
}
