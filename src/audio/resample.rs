//! Converts any sample rate to the 16 kHz that Whisper takes.
//!
//! rubato's FFT resampler: flat to 7.4 kHz, without aliasing (measured in the tests below; rubato's
//! polynomial resampler, which it recommends for voice, has no anti-aliasing filter).

use super::Samples;
use audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler, WindowFunction};

/// The sample rate of everything that is transcribed.
pub const RATE: u32 = 16_000;

/// The same sound at 16 kHz, `round(frames * 16000 / rate)` frames long: without delay at the start or
/// padding at the end, so that times stay exact. Sound at 16 kHz is copied unchanged;
/// no sound, or a rate of 0, gives no sound.
pub fn to_16k(samples: &Samples) -> Samples {
    let frames = if samples.rate == RATE {
        samples.frames.clone()
    } else {
        resampled(samples).unwrap_or_default()
    };
    Samples { rate: RATE, frames }
}

/// `None` where rubato refuses, which happens for a rate of 0 only.
fn resampled(samples: &Samples) -> Option<Vec<f32>> {
    let Samples { rate, frames } = samples;
    let length = frames.len();
    if length == 0 {
        return None;
    }
    // The filter is as long as the block and the steepness depends on it: an eighteenth of a second keeps
    // 7.4 kHz and stops 8.5 kHz at every rate. (`Fft::new` takes 256 frames, too few at 96 kHz.)
    let block = (*rate as usize).div_ceil(18);
    let (from, to) = (*rate as usize, RATE as usize);
    let window = WindowFunction::BlackmanHarris2;
    let mut resampler =
        Fft::<f32>::new_custom(from, to, block, 1, 1, window, FixedSync::Both).ok()?;
    let input = InterleavedSlice::new(frames.as_slice(), 1, length).ok()?;
    let mut output = resampler
        .process_all(&input, length, None)
        .ok()?
        .take_data();
    let exact = (length as u64 * u64::from(RATE) + u64::from(*rate) / 2) / u64::from(*rate);
    // rubato rounds up; rounding to the nearest frame is at most one frame less.
    output.resize(exact as usize, 0.0);
    Some(output)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATES: [u32; 8] = [
        8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000,
    ];

    /// Half a second of a sine at half scale.
    fn tone(hertz: f64, rate: u32) -> Samples {
        let step = std::f64::consts::TAU * hertz / f64::from(rate);
        let frames = (0..rate / 2)
            .map(|n| (0.5 * (step * f64::from(n)).sin()) as f32)
            .collect();
        Samples { rate, frames }
    }

    /// The level of the tone after resampling, in decibels, away from the ends.
    fn gain(hertz: f64, rate: u32) -> f64 {
        let energy = |samples: &Samples| {
            let inner = samples.frames.len() / 5;
            let inside = &samples.frames[inner..samples.frames.len() - inner];
            let sum: f64 = inside.iter().map(|&s| f64::from(s).powi(2)).sum();
            sum / inside.len() as f64
        };
        let before = tone(hertz, rate);
        10.0 * (energy(&to_16k(&before)) / energy(&before))
            .max(1e-20)
            .log10()
    }

    #[test]
    fn speech_passes_at_every_rate() {
        for rate in RATES {
            for hertz in [100.0, 1000.0, 3400.0, 5000.0, 7000.0, 7400.0] {
                if hertz < f64::from(rate) * 0.46 {
                    let gain = gain(hertz, rate);
                    assert!(gain.abs() < 0.1, "{hertz} Hz at {rate}: {gain:.2} dB");
                }
            }
        }
    }

    #[test]
    fn frequencies_that_would_alias_are_removed() {
        for rate in RATES.into_iter().filter(|rate| *rate > 16_000) {
            for hertz in [
                8500.0, 9000.0, 10_000.0, 12_000.0, 15_000.0, 20_000.0, 40_000.0,
            ] {
                if hertz < f64::from(rate) / 2.0 {
                    let gain = gain(hertz, rate);
                    assert!(gain < -100.0, "{hertz} Hz at {rate}: {gain:.1} dB");
                }
            }
        }
    }

    #[test]
    fn a_click_stays_where_it_was() {
        for rate in RATES {
            let mut frames = vec![0.0; rate as usize];
            let at = rate as usize * 2 / 5;
            frames[at] = 1.0;
            let heard = to_16k(&Samples { rate, frames });
            let (loudest, _) = heard
                .frames
                .iter()
                .enumerate()
                .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
                .unwrap();
            assert!(loudest.abs_diff(6400) <= 1, "{rate}: {loudest}");
        }
    }

    #[test]
    fn sixteen_kilohertz_is_left_alone() {
        let samples = tone(440.0, RATE);
        assert_eq!(to_16k(&samples), samples);
    }

    #[test]
    fn no_rate_is_no_sound() {
        let odd = Samples {
            rate: 0,
            frames: vec![1.0; 10],
        };
        assert!(to_16k(&odd).frames.is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn the_length_is_exact(
            rate in prop_oneof![proptest::sample::select(&RATES[..]), 8000_u32..=192_000],
            length in 0_usize..20_000,
        ) {
            let heard = to_16k(&Samples { rate, frames: vec![0.1; length] });
            let exact = length as f64 * 16_000.0 / f64::from(rate);
            prop_assert_eq!(heard.frames.len(), exact.round() as usize);
        }
    }
}
