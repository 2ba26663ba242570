//! Which model this machine can run in time: what to measure, and the recommendation.

use super::layout::{Encoding, Shape};
use super::{Manifest, synthetic};
use crate::time::Millis;
use serde::Serialize;

/// Sound in one timed window. Whisper encodes thirty seconds, however short the sound.
pub const WINDOW: Millis = Millis::from_secs(27);

/// What was timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timed {
    /// The installed model.
    Installed,
    /// Untrained weights of the same shape and encoding.
    SameShape,
}

/// How long one model took for one window on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timing {
    /// Name of the model.
    pub model: String,
    /// What was timed for it.
    pub timed: Timed,
    /// Threads used.
    pub threads: usize,
    /// Length of the sound, in milliseconds.
    pub sound: Millis,
    /// Time it took without loading, in milliseconds.
    pub took: Millis,
}

impl Timing {
    /// Time taken relative to the length of the sound, in percent.
    pub fn real_time_percent(&self) -> u64 {
        (self.took.0 * 100).div_ceil(self.sound.0.max(1))
    }

    /// Whether the words of a section are ready soon after it ends, with half of the speed in reserve
    /// for the recording, a browser and thermal throttling.
    pub fn keeps_up(&self) -> bool {
        self.real_time_percent() <= 50
    }
}

/// The first of the manifest's default models that keeps up, else the last.
pub fn recommend<'a>(timings: &[Timing], manifest: &'a Manifest) -> Option<&'a str> {
    let keeps_up = |name: &str| {
        let mut timings = timings.iter();
        timings.any(|timing| timing.model == name && timing.keeps_up())
    };
    let mut defaults = manifest.defaults().map(|known| known.name.as_str());
    let last = defaults.clone().next_back();
    defaults.find(|name| keeps_up(name)).or(last)
}

/// The bytes of an untrained model with the exact shape of a default model; `None` for other models.
///
/// It takes as much memory as the model's file has bytes, and is read by whisper.cpp like any other.
pub fn same_shape(name: &str) -> Option<Vec<u8>> {
    let (state, layers) = match name {
        "base.en-q8_0" => (512, 6),
        "small.en-q8_0" => (768, 12),
        _ => return None,
    };
    let shape = Shape {
        vocabulary: super::layout::ENGLISH_VOCABULARY,
        state,
        audio_heads: state / 64,
        audio_layers: layers,
        text_heads: state / 64,
        text_layers: layers,
        mels: 80,
        encoding: Encoding::Q8_0,
    };
    let words = 16 * u64::from(synthetic::WORDS);
    let room = usize::try_from(shape.head_bytes() + words + shape.tensor_bytes()).ok()?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(room).ok()?;
    synthetic::write(&shape, &mut bytes);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check;
    use std::io::Cursor;

    fn timing(model: &str, took: u64) -> Timing {
        Timing {
            model: model.into(),
            timed: Timed::SameShape,
            threads: 1,
            sound: WINDOW,
            took: Millis(took),
        }
    }

    #[test]
    fn the_best_default_that_keeps_up_is_recommended() {
        let manifest = Manifest::builtin();
        let name = |timings: &[Timing]| recommend(timings, &manifest).unwrap().to_owned();
        let (base, small) = ("base.en-q8_0", "small.en-q8_0");
        assert_eq!(name(&[timing(base, 1_900), timing(small, 5_600)]), small);
        assert_eq!(name(&[timing(base, 5_000), timing(small, 15_000)]), base);
        // None keeps up, or the larger one was not timed: the smaller one.
        assert_eq!(name(&[timing(base, 40_000)]), base);
        assert_eq!(name(&[]), base);
    }

    #[test]
    fn half_of_real_time_is_the_border() {
        assert!(timing("m", 13_500).keeps_up());
        assert!(!timing("m", 13_501).keeps_up());
        assert_eq!(timing("m", 1_350).real_time_percent(), 5);
    }

    #[test]
    fn the_untrained_model_is_as_large_as_the_real_one_and_passes_the_check() {
        let manifest = Manifest::builtin();
        let bytes = same_shape("base.en-q8_0").unwrap();
        let shape = check(Cursor::new(&bytes)).unwrap();
        let real = manifest.named("base.en-q8_0").unwrap().bytes.0;
        // Only the vocabulary is smaller.
        assert_eq!(
            bytes.len() as u64 - shape.head_bytes(),
            shape.tensor_bytes() + 5 + 80 * 8
        );
        assert!(real - (bytes.len() as u64) < 600_000);
        assert!(same_shape("medium.en").is_none());
    }
}
