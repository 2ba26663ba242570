//! Sound in, timed words out.
//!
//! Two witnesses are heard: the *words* come from a speech recogniser, *silence* comes from the
//! samples. Whisper's own times of words absorb pauses, so its timestamps only frame a stretch of
//! text, and the words are laid over the voiced time inside that frame.
//!
//! * [`Transcriber`] is the contract; tests have their own that need no model.
//! * [`whisper`] keeps it with whisper-rs and is the only file that names that crate.
//! * [`tokens`] turns a decoder's tokens into framed text, [`place`] turns framed text and voiced
//!   sound into timed words and sets apart what nobody said. Both are pure.
//! * [`chunks`] says where sound is cut for a recogniser that hears thirty seconds at a time.
//! * [`beam`] is how many texts it follows at once.
//! * [`worker`] transcribes on a thread of its own while the next words are being spoken.

pub mod beam;
pub mod chunks;
mod live;
pub mod place;
pub mod threads;
pub mod tokens;
pub mod whisper;
pub mod worker;

use crate::audio::{Activity, Samples};
use crate::time::Millis;
use crate::transcript::Transcript;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Frames a second that a [`Transcriber`] hears.
pub const RATE: u32 = 16_000;

/// Turns the sound of one section, or of a stretch of it, into words.
pub trait Transcriber {
    /// What the session notes as its model, such as `base.en-q8_0`.
    fn name(&self) -> &str;

    /// Transcribes `job`. Times in the transcript count from the first sample of the job.
    ///
    /// `progress` is called before the first and after every piece of work, at most every few
    /// seconds of sound. Work that is under way is called off through the [`Stop`] that the
    /// transcriber was made with.
    ///
    /// # Errors
    /// [`TranscribeError::Stopped`] when called off; anything else means that this sound could not
    /// be transcribed. The transcriber can be used again after either.
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
    /// Terms that are likely to be said ("webhook", "dead letter queue"). A hint, never an
    /// instruction; a transcriber may ignore it, and Whisper does unless told otherwise: that the
    /// hint helps real weights, and does no harm, has not been measured. Mis-heard terms are
    /// recognised by their sound afterwards instead, and shown.
    pub vocabulary: &'a [String],
}

/// How far the work has come, in time of the sound.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Sound that is done.
    pub done: Millis,
    /// Sound in all, as far as known.
    pub of: Millis,
}

/// Calls off transcription that is under way. Clones share one flag.
///
/// Whisper looks at it after every encoded window and every decoded token, so it takes effect
/// within the time of one window: about a second with the smaller models.
#[derive(Debug, Default, Clone)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks for the end. There is no way back: make a new one for new work.
    pub fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the end was asked for.
    pub fn is_requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Why there is no transcript.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranscribeError {
    /// The file is no model that Whisper can load.
    #[error(
        "{model} could not be loaded as a Whisper model; `rehearse model verify` checks the \
         installed ones"
    )]
    Model {
        /// Name or path of the model.
        model: String,
    },
    /// The model is sound but the recogniser did not start.
    #[error(
        "{model} was loaded, but there is not enough memory to use it; a smaller model may fit"
    )]
    Memory {
        /// Name or path of the model.
        model: String,
    },
    /// The sound has a rate that recognisers do not hear.
    #[error("the recogniser hears {RATE} samples a second, but was given {rate}")]
    Rate {
        /// Frames a second that were given.
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
    /// The recogniser came down; it is not asked again.
    #[error(
        "the recogniser broke off unexpectedly; the recording is safe and can be transcribed later"
    )]
    Panicked,
    /// Somebody asked to stop.
    #[error("transcription was stopped; the recording is safe and can be transcribed later")]
    Stopped,
}
