//! The result of the live part.

use super::wait::Waited;
use crate::command::rehearsal::Rehearsal;
use crate::command::{Context, Exit, Failure};
use crate::ui::live::Ending;

/// What follows once a take is transcribed.
pub type Judged<'a> = &'a mut dyn FnMut(&mut Context, &mut Rehearsal) -> Result<Exit, Failure>;

/// The result of the live part.
pub(super) enum Outcome {
    /// Nothing was recorded.
    Nothing,
    /// A session is saved; its sections may be transcribed already.
    Session(Box<Rehearsal>, Ending, Transcription),
}

/// The state of the transcription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transcription {
    /// There was no transcriber.
    NotTried,
    /// It was waited for.
    Waited(Waited),
}
