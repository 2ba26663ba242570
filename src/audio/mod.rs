//! Samples and measures of sound, reading recordings, writing takes, and the microphone.

pub mod activity;
mod decode;
pub mod file;
mod input;
pub mod level;
pub mod microphone;
pub mod mix;
pub mod resample;
mod sniff;
pub mod take;
pub mod wav;

pub use input::{Problem, SoundError};

use crate::time::{Millis, Span, total, union, within};
use crate::transcript::Transcript;
use serde::{Deserialize, Serialize};

/// Mono samples, nominally within -1.0 to 1.0, at `rate` frames a second.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Samples {
    /// Frames a second, 8,000 to 192,000 for sound that was read from a file.
    pub rate: u32,
    /// One value a frame.
    pub frames: Vec<f32>,
}

impl Samples {
    /// The duration.
    pub fn length(&self) -> Millis {
        Millis::of_frames(self.frames.len() as u64, self.rate)
    }

    /// These stretches of it, one after the other.
    pub fn pieces(&self, spans: &[Span]) -> Self {
        let frame = |moment: Millis| (moment.frames(self.rate) as usize).min(self.frames.len());
        let pieces = spans.iter();
        let pieces = pieces.flat_map(|span| &self.frames[frame(span.start)..frame(span.end)]);
        Self {
            rate: self.rate,
            frames: pieces.copied().collect(),
        }
    }
}

/// Where there is voice and where silence, measured on the samples.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Stretches with voice, in order, not touching. Everything else is silence.
    pub voiced: Vec<Span>,
    /// Length of the whole.
    pub length: Millis,
    /// Stretches of at least [`activity::MUTED`] in which every sample is exactly zero, in order: recorded
    /// background noise is never exactly zero, so the microphone was muted or a filter removed everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub muted: Vec<Span>,
}

impl Activity {
    /// Voice and silence without anything muted.
    pub fn new(voiced: Vec<Span>, length: Millis) -> Self {
        Self {
            voiced,
            length,
            muted: Vec::new(),
        }
    }

    /// The silent stretches, in order: the complement of `voiced` within `0..length`.
    pub fn silences(&self) -> Vec<Span> {
        let mut at = Millis::ZERO;
        let mut silent = Vec::new();
        for voice in &self.voiced {
            if voice.start > at {
                silent.push(Span::new(at, voice.start));
            }
            at = at.max(voice.end);
        }
        if self.length > at {
            silent.push(Span::new(at, self.length));
        }
        silent
    }

    /// The same, with the recognised words added where no voice was detected: silence is claimed only where
    /// detector and recogniser agree.
    ///
    /// A word is added where the detector found less than half of it voiced; elsewhere the detector's borders
    /// are more exact.
    pub fn with_words(&self, transcript: &Transcript) -> Self {
        let words = transcript.words.iter().filter_map(|word| word.time);
        let unheard: Vec<Span> = words
            .filter(|time| total(&within(&self.voiced, *time)).0 * 2 < time.length().0)
            .collect();
        Self {
            voiced: union(&self.voiced, &unheard),
            ..self.clone()
        }
    }

    /// The time with voice.
    pub fn voiced_time(&self) -> Millis {
        self.voiced.iter().map(|span| span.length()).sum()
    }
}

/// The loudness of a recording. Decibels relative to full scale, times ten, rounded (-183 is -18.3 dBFS).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loudness {
    /// Loudest sample.
    pub peak_decibels_x10: i32,
    /// Root mean square of voiced sound (of all sound where nothing is voiced).
    pub speech_decibels_x10: i32,
    /// Level of the quietest tenth: the noise floor.
    pub floor_decibels_x10: i32,
    /// Frames at full scale.
    pub clipped_frames: u64,
    /// Every sample is exactly zero: a muted microphone or a missing permission.
    pub all_zero: bool,
}
