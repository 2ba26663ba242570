//! The loudness of a recording, and the outline of its waveform.

use super::{Activity, Loudness, Samples};
use crate::time::{Millis, Span};

/// The level that counts as full scale: quantisation at 8 bits and resampling stay slightly below 1.
const FULL: f32 = 0.99;

/// Fewer consecutive samples at full scale are the top of a loud wave, not clipping.
const ROW: usize = 3;

/// The level of digital silence, which has none, in tenths of a decibel.
const NOTHING: i32 = -1200;

/// The step in which audible sound is looked for.
const AUDIBLE_STEP: Millis = Millis(20);

/// Audible is what exceeds the noise floor by this much, in tenths of a decibel.
const ABOVE_FLOOR: i32 = 60;

/// The lowest noise floor, in tenths of a decibel: digital silence is no measure of what is audible.
const QUIETEST_FLOOR: i32 = -700;

/// Measures a recording. `activity` is that of the same samples.
///
/// Measure the sound as recorded: resampling rounds clipped peaks off.
pub fn measure(samples: &Samples, activity: &Activity) -> Loudness {
    let Samples { rate, frames } = samples;
    let peak = frames.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
    let at = |time: Millis| (time.frames(*rate) as usize).min(frames.len());
    let voiced = activity
        .voiced
        .iter()
        .map(|span| &frames[at(span.start)..at(span.end)]);
    let (energy, count) = voiced.fold((0.0, 0), |(energy, count), part| {
        (energy + sum_of_squares(part), count + part.len())
    });
    let speech = if count > 0 {
        energy / count as f64
    } else {
        mean_square(frames)
    };
    Loudness {
        peak_decibels_x10: decibels_x10(f64::from(peak).powi(2)),
        speech_decibels_x10: decibels_x10(speech),
        floor_decibels_x10: decibels_x10(floor(samples)),
        clipped_frames: clipped(frames),
        all_zero: !frames.is_empty() && frames.iter().all(|s| *s == 0.0),
    }
}

/// Where the level exceeds the noise floor, whatever the source: in order, not touching.
///
/// Far more lenient than [`activity`](super::activity): words may have been spoken here. Steady noise is not
/// audible, however loud.
pub fn audible(samples: &Samples) -> Vec<Span> {
    let step = AUDIBLE_STEP.frames(samples.rate).max(1) as usize;
    let energies: Vec<f64> = samples.frames.chunks(step).map(mean_square).collect();
    let smooth: Vec<i32> = (0..energies.len())
        .map(|at| {
            let around = &energies[at.saturating_sub(1)..(at + 2).min(energies.len())];
            decibels_x10(around.iter().sum::<f64>() / around.len() as f64)
        })
        .collect();
    let mut sorted = smooth.clone();
    sorted.sort_unstable();
    let floor = sorted.get(sorted.len() / 10).copied().unwrap_or(NOTHING);
    let threshold = floor.max(QUIETEST_FLOOR) + ABOVE_FLOOR;
    let mut spans: Vec<Span> = Vec::new();
    for (at, level) in smooth.iter().enumerate() {
        let start = Millis(AUDIBLE_STEP.0 * at as u64);
        match spans.last_mut() {
            _ if *level < threshold => {}
            Some(last) if last.end == start => last.end = start + AUDIBLE_STEP,
            _ => spans.push(Span::new(start, start + AUDIBLE_STEP)),
        }
    }
    if let Some(last) = spans.last_mut() {
        last.end = last.end.min(samples.length());
    }
    spans
}

/// The lowest and highest sample of each of `columns` equal parts, full scale being 32767: the
/// outline of a waveform. With fewer samples than columns, the remaining columns are flat.
pub fn envelope(samples: &Samples, columns: usize) -> Vec<(i16, i16)> {
    let frames = &samples.frames;
    let border = |column: usize| (frames.len() as u128 * column as u128 / columns as u128) as usize;
    let whole = |sample: f32| (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16;
    (0..columns)
        .map(|column| {
            let part = &frames[border(column)..border(column + 1)];
            let (low, high) = part.iter().fold((0.0_f32, 0.0_f32), |(low, high), s| {
                (low.min(*s), high.max(*s))
            });
            (whole(low), whole(high))
        })
        .collect()
}

/// Samples at full scale in runs of at least [`ROW`].
fn clipped(frames: &[f32]) -> u64 {
    frames
        .chunk_by(|a, b| side(*a) == side(*b))
        .filter(|row| row.len() >= ROW && side(row[0]) != 0)
        .map(|row| row.len() as u64)
        .sum()
}

/// At the upper (1) or lower (-1) end of the scale, or between (0).
fn side(sample: f32) -> i8 {
    i8::from(sample >= FULL) - i8::from(sample <= -FULL)
}

/// The mean square that the quietest tenth of all 50 ms windows does not exceed.
fn floor(samples: &Samples) -> f64 {
    let window = Millis(50).frames(samples.rate).max(1) as usize;
    let mut levels: Vec<f64> = samples.frames.chunks(window).map(mean_square).collect();
    levels.sort_unstable_by(f64::total_cmp);
    levels.get(levels.len() / 10).copied().unwrap_or(0.0)
}

/// The energy of `frames`.
pub fn sum_of_squares(frames: &[f32]) -> f64 {
    frames.iter().map(|s| f64::from(*s) * f64::from(*s)).sum()
}

fn mean_square(frames: &[f32]) -> f64 {
    sum_of_squares(frames) / frames.len().max(1) as f64
}

/// A mean square relative to full scale, in tenths of a decibel. A full-scale sine is -3.0 dB.
fn decibels_x10(mean_square: f64) -> i32 {
    if mean_square > 0.0 {
        ((mean_square.log10() * 100.0).round() as i32).max(NOTHING)
    } else {
        NOTHING
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;
    use proptest::prelude::*;

    fn tone(amplitude: f32, frames: usize) -> Vec<f32> {
        (0..frames)
            .map(|n| amplitude * (n as f32 * 0.2).sin())
            .collect()
    }

    #[test]
    fn speech_is_measured_where_there_is_voice() {
        let mut frames = vec![0.001; 16_000];
        frames.extend(tone(0.1, 16_000));
        let samples = Samples {
            rate: 16_000,
            frames,
        };
        let activity = Activity::new(vec![Span::new(Millis(1000), Millis(2000))], Millis(2000));
        let loud = measure(&samples, &activity);
        assert_eq!(loud.peak_decibels_x10, -200);
        assert!((loud.speech_decibels_x10 + 230).abs() <= 1, "{loud:?}");
        assert_eq!(loud.floor_decibels_x10, -600);
        assert_eq!((loud.clipped_frames, loud.all_zero), (0, false));
        let nobody = measure(&samples, &Activity::default());
        assert!((nobody.speech_decibels_x10 + 260).abs() <= 1, "{nobody:?}");
    }

    #[test]
    fn a_cut_off_wave_is_clipped_and_a_loud_one_is_not() {
        let measure_frames = |frames: Vec<f32>| {
            let samples = Samples {
                rate: 48_000,
                frames,
            };
            measure(&samples, &Activity::default())
        };
        let cut = tone(3.0, 4800).iter().map(|s| s.clamp(-1.0, 1.0)).collect();
        assert!(measure_frames(cut).clipped_frames > 3000);
        let mut touching = vec![0.5; 100];
        touching[40] = 1.0;
        touching[60] = -1.0;
        assert_eq!(measure_frames(touching).clipped_frames, 0);
    }

    #[test]
    fn silence_has_a_level_and_is_reported_as_silence() {
        let zeros = Samples {
            rate: 48_000,
            frames: vec![0.0; 480],
        };
        let level = measure(&zeros, &Activity::default());
        assert_eq!(level.peak_decibels_x10, -1200);
        assert!(level.all_zero);
        let nothing = measure(&Samples::default(), &Activity::default());
        assert_eq!(nothing.speech_decibels_x10, -1200);
        assert!(!nothing.all_zero);
    }

    #[test]
    fn an_outline_shows_both_sides() {
        let samples = Samples {
            rate: 8000,
            frames: vec![0.5, -0.25, 0.0, 1.5, -2.0, 0.0],
        };
        assert_eq!(
            envelope(&samples, 3),
            [(-8192, 16_384), (0, 32_767), (-32_767, 0)]
        );
        assert_eq!(envelope(&samples, 0), []);
        assert_eq!(envelope(&Samples::default(), 2), [(0, 0), (0, 0)]);
    }

    proptest! {
        #[test]
        fn any_sound_and_any_activity_have_a_level(
            frames in proptest::collection::vec(any::<f32>(), 0..200),
            spans in proptest::collection::vec((0_u64..50, 0_u64..50), 0..4),
            columns in 0_usize..400,
        ) {
            let samples = Samples { rate: 8000, frames };
            let voiced = spans.iter().map(|(a, b)| Span::new(Millis(*a), Millis(*b))).collect();
            let activity = Activity::new(voiced, Millis(25));
            let level = measure(&samples, &activity);
            prop_assert!(level.peak_decibels_x10 >= -1200);
            prop_assert_eq!(envelope(&samples, columns).len(), columns);
        }
    }
}
