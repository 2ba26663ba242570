//! How a verb ends: an exit code and, after an error, a message.

use std::borrow::Borrow;
use std::fmt::Display;
use std::io;

/// Exit codes, part of the interface for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Something went wrong.
    Error = 1,
    /// Invalid arguments.
    Usage = 2,
    /// No usable microphone or model.
    Unequipped = 3,
    /// A rule of `--fail-on` has a finding.
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
    fn new(exit: Exit, message: impl Display) -> Self {
        Self {
            exit,
            message: message.to_string(),
        }
    }

    /// Exit code 1.
    pub fn error(message: impl Display) -> Self {
        Self::new(Exit::Error, message)
    }

    /// Exit code 2.
    pub fn usage(message: impl Display) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Exit code 2 for a name that nothing has, with the names that there are.
    pub fn none_of<S: Borrow<str>>(told: impl Display, names: impl IntoIterator<Item = S>) -> Self {
        let names: Vec<S> = names.into_iter().collect();
        Self::usage(format_args!("{told} {}", names.join(", ")))
    }

    /// Exit code 1 for an error of the system: what could not be done, and the system's message.
    pub fn system(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |error| Self::error(format_args!("cannot {doing}: {error}"))
    }

    /// Exit code 3.
    pub fn unequipped(message: impl Display) -> Self {
        Self::new(Exit::Unequipped, message)
    }
}

/// Typed errors of the edges, whose messages are complete, become exit code 1 unless
/// a verb chooses another. The system's own errors do not: they need a description of what failed
/// ([`Failure::system`]).
macro_rules! complete_messages {
    ($($error:ty),+ $(,)?) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::error(error)
            }
        })+
    };
}

complete_messages!(
    crate::audio::SoundError,
    crate::audio::take::TakeError,
    crate::model::FetchError,
    crate::model::ModelError,
    crate::store::StoreError,
    crate::transcribe::TranscribeError,
);

/// All data of the program can be written as JSON.
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::error(format_args!("cannot be written as JSON: {error}"))
    }
}
