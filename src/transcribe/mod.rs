//! Transcription: sound to timed words.
//!
//! Two sources are combined: the *words* come from a speech recogniser, *silence* is measured on the
//! samples. Whisper's own word times absorb pauses, so its timestamps only frame a stretch of
//! text, and the words are aligned to the voiced time inside that frame.
//!
//! * [`Transcriber`] is the interface; tests implement it without a model.
//! * [`whisper`] implements it with whisper-rs and is the only file that names that crate.
//! * [`tokens`] turns a decoder's tokens into framed text, [`align`] aligns framed text with voiced
//!   sound to timed words and sets apart what was not spoken. Both are pure.
//! * [`chunks`] decides where sound is cut for a recogniser with a window of thirty seconds.
//! * [`beam`] is the beam size.
//! * [`worker`] transcribes on its own thread during the recording.

pub(crate) mod align;
pub(crate) mod beam;
pub(crate) mod chunks;
mod growing_take;
pub mod threads;
pub(crate) mod tokens;
pub mod whisper;
pub mod worker;

use crate::audio::{Activity, Samples};
use crate::time::Millis;
use crate::transcript::Transcript;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The sample rate of a [`Transcriber`].
pub const RATE: u32 = 16_000;

/// Transcribes the sound of one section, or of a stretch of it.
pub trait Transcriber {
    /// The model that is recorded in the session, such as `base.en-q8_0`.
    fn name(&self) -> &str;

    /// Transcribes `job`. Times in the transcript count from the first sample of the job.
    ///
    /// `progress` is called before the first and after every step, at most every few
    /// seconds of sound. Work in progress is cancelled through the [`Stop`] that the
    /// transcriber was made with.
    ///
    /// # Errors
    /// [`TranscribeError::Stopped`] when cancelled; anything else means that this sound could not
    /// be transcribed. The transcriber remains usable after either.
    fn transcribe(
        &mut self,
        job: &Job<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Transcript, TranscribeError>;
}

/// What is to be transcribed.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// Mono sound at [`RATE`].
    pub samples: &'a Samples,
    /// Voice and silence, measured on the same samples.
    pub activity: &'a Activity,
    /// Terms that are likely to occur ("webhook", "dead letter queue"). Only a hint;
    /// a transcriber may ignore it, and Whisper does by default: with real weights it has not been shown
    /// to help without harm. Misheard terms are
    /// instead recognised by their sound afterwards, and shown.
    pub vocabulary: &'a [String],
}

/// Progress in time of the sound.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Sound transcribed so far.
    pub done: Millis,
    /// Sound in all, as far as known.
    pub of: Millis,
}

/// Cancels a transcription in progress. Clones share one flag.
///
/// Whisper checks it after every encoded window and every decoded token, so it takes effect
/// within the time of one window: about a second with the smaller models.
#[derive(Debug, Default, Clone)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Requests the end. It cannot be withdrawn: make a new flag for new work.
    pub fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the end was requested.
    pub fn is_requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Why there is no transcript.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranscribeError {
    /// The file is not a model that Whisper can load.
    #[error(
        "{model} could not be loaded as a Whisper model; `rehearse model verify` checks the \
         installed ones"
    )]
    Model {
        /// Name or path of the model.
        model: String,
    },
    /// The model was loaded but the recogniser did not start.
    #[error(
        "{model} was loaded, but there is not enough memory to use it; a smaller model may fit"
    )]
    Memory {
        /// Name or path of the model.
        model: String,
    },
    /// The sound has an unsupported sample rate.
    #[error("the recogniser hears {RATE} samples a second, but was given {rate}")]
    Rate {
        /// The sample rate.
        rate: u32,
    },
    /// The recogniser failed on this sound.
    #[error(
        "the recogniser failed at {at} (code {code}); the recording is safe and can be \
         transcribed later, perhaps with another model"
    )]
    Engine {
        /// Where in the sound.
        at: Millis,
        /// What whisper.cpp returned.
        code: i32,
    },
    /// The recogniser panicked; it is not used again.
    #[error(
        "the recogniser broke off unexpectedly; the recording is safe and can be transcribed later"
    )]
    Panicked,
    /// Cancelled.
    #[error("transcription was stopped; the recording is safe and can be transcribed later")]
    Stopped,
}
