//! Voice activity detection by the energy of the sound.
//!
//! Every 10 ms the level of three bands is compared with two thresholds above that band's own noise
//! floor: a run above the lower threshold is voice if some of it exceeds the upper one. The floor and its
//! fluctuation are quantiles of a window from 5 s before to 2 s after. A steady hum is therefore part of the
//! floor, a fan that starts becomes part of it within four seconds, and background voices, whose level
//! fluctuates more than a fan's, raise the thresholds.
//!
//! This was chosen by measurement over the crate earshot, a small neural network that tells speech
//! from other sounds: reports are about pauses, and here they are exact to a hundredth of a
//! second, while earshot also detects background voices.
//! `scripts/bench activity` prints the table, and `scripts/bench activity FILE.wav` one for a
//! recording. On eleven seconds of President Kennedy's inaugural address (a large hall whose
//! reverberation fills the pauses) with white noise at 20 dB this misses 2.3 % of the voice and labels 2.3 % of
//! the silence as voice, earshot 6.6 % and 28.8 %; at 10 dB it is 14.8 % and none against 4.2 % and 32.3 %. In the
//! unchanged recording, breath and reverberation count as voice: 27.6 % of what is labelled silent, earshot 9.2 %.

mod bands;

use super::{Activity, Samples};
use crate::time::{Millis, Span};
use bands::{BANDS, Bin, STEP, bins, levels};

/// A silence shorter than this is part of a word: "t" and "k" close the mouth for up to 90 ms.
pub const GAP: Millis = Millis(100);

/// A shorter sound is a click.
pub const CLICK: Millis = Millis(60);

/// At least this long, exact zeros are no pause: the background noise of any room is above zero, and a noise
/// gate opens at the next word.
pub const MUTED: Millis = Millis::from_secs(4);

/// In sound that is still growing, what lies further back than this does not change: the look-ahead of the noise
/// floor plus the gap that ends a stretch.
pub const DELAY: Millis = Millis(2150);

/// Steps before a moment that its noise floor is computed from.
const PAST: usize = 500;

/// Steps after a moment that its noise floor is computed from.
const AHEAD: usize = 200;

/// The thresholds are recomputed after this many steps.
const RENEW: usize = 10;

/// A dip below the weak threshold of at most this length does not split a sound.
const HOLE: Millis = Millis(20);

/// The lowest floor, in decibels relative to full scale: digital silence and a closed noise gate say
/// nothing about the loudness of a voice.
const QUIETEST: Bin = bands::bin_at(-70);

/// The voiced stretches of a whole recording. The same sound gives the same stretches at any
/// sample rate; silence and a steady hum give none.
pub fn find(samples: &Samples) -> Activity {
    Activity {
        voiced: voiced(&levels(samples)),
        length: samples.length(),
        muted: muted(samples),
    }
}

/// What the level of a band must exceed.
#[derive(Debug, Clone, Copy, Default)]
struct Thresholds {
    weak: Bin,
    strong: Bin,
}

/// Steps that may be voice.
struct Stretch {
    start: usize,
    end: usize,
    /// Steps of it that were strong.
    strong: usize,
}

/// Weak steps that lie close together form a piece. One without a strong step is noise; the others, where they lie
/// close together, form a run.
fn voiced(levels: &[[Bin; BANDS]]) -> Vec<Span> {
    let mut thresholds = [Thresholds::default(); BANDS];
    let mut weak_steps = Vec::new();
    for (at, level) in levels.iter().enumerate() {
        if at.is_multiple_of(RENEW) {
            let around = &levels[at.saturating_sub(PAST)..levels.len().min(at + AHEAD)];
            thresholds = std::array::from_fn(|band| Thresholds::of(around, band));
        }
        let mut bands = level.iter().zip(&thresholds);
        if bands.clone().any(|(level, band)| *level >= band.weak) {
            weak_steps.push(Stretch {
                start: at,
                end: at + 1,
                strong: usize::from(bands.any(|(level, band)| *level >= band.strong)),
            });
        }
    }
    let mut pieces = joined(weak_steps, HOLE);
    pieces.retain(|piece| piece.strong > 0);
    // A level is the mean of three steps, so a strong sound shows in one more step on either side.
    let is_voice = |run: &Stretch| steps(run.strong.saturating_sub(2)) >= CLICK;
    joined(pieces, GAP - STEP)
        .into_iter()
        .filter(is_voice)
        .map(|run| Span::new(steps(run.start), steps(run.end)))
        .collect()
}

/// Stretches that are at most `gap` apart as one.
fn joined(stretches: Vec<Stretch>, gap: Millis) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for next in stretches {
        match all.last_mut() {
            Some(last) if steps(next.start - last.end) <= gap => {
                last.end = next.end;
                last.strong += next.strong;
            }
            _ => all.push(next),
        }
    }
    all
}

/// Exact zeros for at least [`MUTED`].
fn muted(samples: &Samples) -> Vec<Span> {
    let Samples { rate, frames } = samples;
    let mut muted = Vec::new();
    let mut start = 0;
    for (end, sample) in frames.iter().chain([&1.0]).enumerate() {
        if *sample == 0.0 {
            continue;
        }
        if end > start && (end - start) as u64 >= MUTED.frames(*rate) {
            let time = |frame: usize| Millis::of_frames(frame as u64, *rate);
            muted.push(Span::new(time(start), time(end)));
        }
        start = end + 1;
    }
    muted
}

/// The duration of `count` steps.
fn steps(count: usize) -> Millis {
    Millis(count as u64 * STEP.0)
}

impl Thresholds {
    /// The floor is a low quantile, its fluctuation the spread of the lowest levels; a loud voice raises
    /// the thresholds, which excludes breath and reverberation.
    fn of(around: &[[Bin; BANDS]], band: usize) -> Self {
        let mut counts = [0; Bin::MAX as usize + 1];
        for level in around {
            counts[usize::from(level[band])] += 1;
        }
        // The level that `percent` of them do not exceed.
        let quantile = |percent: usize| {
            let mut seen = 0;
            let reached = counts.iter().position(|count| {
                seen += count;
                seen > around.len() * percent / 100
            });
            reached.map_or(Bin::MAX, |level| level as Bin)
        };
        let floor = quantile(15).max(QUIETEST);
        let reach = quantile(95).saturating_sub(floor);
        let swing = quantile(12) - quantile(3);
        let weak = (reach / 10)
            .max(swing.saturating_mul(3))
            .clamp(bins(2), bins(15));
        let strong = (u16::from(reach) * 7 / 20)
            .max(u16::from(swing) * 4)
            .max(u16::from(weak + bins(2)))
            .min(u16::from(bins(20))) as Bin;
        Self {
            weak: floor.saturating_add(weak),
            strong: floor.saturating_add(strong),
        }
    }
}

#[cfg(test)]
mod tests;
