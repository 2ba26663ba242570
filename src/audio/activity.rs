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
use bands::{BANDS, Bin, Meter, STEP, bins};

/// A silence shorter than this is part of a word: "t" and "k" close the mouth for up to 90 ms.
pub const GAP: Millis = Millis(100);

/// A shorter sound is a click.
pub const CLICK: Millis = Millis(60);

/// At least this long, exact zeros are no pause: the background noise of any room is above zero, and a noise
/// gate opens at the next word.
pub const MUTED: Millis = Millis::from_secs(4);

/// The longest time until a stretch is final: the look-ahead of the noise floor plus the gap that
/// ends a stretch.
pub const DELAY: Millis = Millis(2150);

/// Steps before a moment that its noise floor is computed from.
const PAST: usize = 500;

/// Steps after a moment that its noise floor is computed from.
const AHEAD: usize = 200;

/// The thresholds are recomputed after this many steps.
const RENEW: usize = 10;

/// Up to this many steps below the weak threshold do not split a sound.
const HOLE: usize = 2;

/// The lowest floor, in decibels relative to full scale: digital silence and a closed noise gate say
/// nothing about the loudness of a voice.
const QUIETEST: Bin = bands::bin_at(-70);

/// The voiced stretches of a whole recording. The same sound gives the same stretches at any
/// sample rate; silence and a steady hum give none.
pub fn find(samples: &Samples) -> Activity {
    let mut detector = Detector::new(samples.rate);
    detector.push(&samples.frames);
    detector.finish()
}

/// [`find`] for sound that is still arriving: the result does not depend on the block sizes.
#[derive(Debug, Clone)]
pub struct Detector {
    rate: u32,
    frames: u64,
    meter: Meter,
    /// Energies of the last two steps: a level is the mean of three steps.
    last: [Option<[f64; BANDS]>; 2],
    levels: Vec<[Bin; BANDS]>,
    thresholds: [Thresholds; BANDS],
    /// Steps that have been classified.
    judged: usize,
    /// Consecutive weak steps.
    piece: Option<Stretch>,
    /// Pieces that contain strong steps, less than [`GAP`] apart.
    run: Option<Stretch>,
    voiced: Vec<Span>,
    /// The number of exact zeros that the sound so far ends with.
    zeros: u64,
    muted: Vec<Span>,
}

/// What the level of a band must exceed.
#[derive(Debug, Clone, Copy, Default)]
struct Thresholds {
    weak: Bin,
    strong: Bin,
}

/// Steps that may be voice.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    start: usize,
    end: usize,
    /// Steps of it that were strong.
    strong: usize,
}

impl Detector {
    /// For sound at `rate` frames a second.
    pub fn new(rate: u32) -> Self {
        Self {
            rate,
            frames: 0,
            meter: Meter::new(rate),
            last: [None; 2],
            levels: Vec::new(),
            thresholds: [Thresholds::default(); BANDS],
            judged: 0,
            piece: None,
            run: None,
            voiced: Vec::new(),
            zeros: 0,
            muted: Vec::new(),
        }
    }

    /// Takes the next samples.
    pub fn push(&mut self, samples: &[f32]) {
        for &sample in samples {
            if sample == 0.0 {
                self.zeros += 1;
            } else {
                self.end_zeros();
            }
            self.frames += 1;
            if let Some(energy) = self.meter.take(sample) {
                self.step(Some(energy));
            }
        }
    }

    /// The stretches that are final: they lie before [`Self::settled`] and do not change.
    pub fn voiced(&self) -> &[Span] {
        &self.voiced
    }

    /// Everything before this moment is final: at most [`DELAY`] behind the last sample, or the beginning
    /// of the current stretch of voice where that is earlier.
    pub fn settled(&self) -> Millis {
        let open = self.run.or(self.piece);
        steps(open.map_or(self.judged, |stretch| stretch.start))
    }

    /// Records the zeros that end here, if there are enough of them.
    fn end_zeros(&mut self) {
        let zeros = std::mem::take(&mut self.zeros);
        if zeros > 0 && zeros >= MUTED.frames(self.rate) {
            let at = |frames| Millis::of_frames(frames, self.rate);
            self.muted
                .push(Span::new(at(self.frames - zeros), at(self.frames)));
        }
    }

    /// The activity of the whole recording, once it is complete.
    pub fn finish(mut self) -> Activity {
        self.step(None);
        while self.judged < self.levels.len() {
            self.judge();
        }
        self.end_piece();
        self.end_run();
        self.end_zeros();
        Activity {
            voiced: self.voiced,
            length: Millis::of_frames(self.frames, self.rate),
            muted: self.muted,
        }
    }

    /// Adds the energy of the next step, or `None` after the last.
    fn step(&mut self, next: Option<[f64; BANDS]>) {
        let [before, now] = self.last;
        self.last = [now, next];
        let Some(now) = now else { return };
        let (before, after) = (before.unwrap_or_default(), next.unwrap_or_default());
        let mean = |band: usize| (before[band] + now[band] + after[band]) / 3.0;
        self.levels
            .push(std::array::from_fn(|band| bands::bin(mean(band))));
        while self.judged + AHEAD <= self.levels.len() {
            self.judge();
        }
    }

    /// Classifies the next step.
    fn judge(&mut self) {
        let at = self.judged;
        if at.is_multiple_of(RENEW) {
            let until = self.levels.len().min(at + AHEAD);
            let around = &self.levels[at.saturating_sub(PAST)..until];
            self.thresholds = std::array::from_fn(|band| Thresholds::of(around, band));
        }
        let reached = |threshold: fn(&Thresholds) -> Bin| {
            let mut bands = self.levels[at].iter().zip(&self.thresholds);
            bands.any(|(level, thresholds)| *level >= threshold(thresholds))
        };
        let (weak, strong) = (reached(|t| t.weak), reached(|t| t.strong));
        self.judged += 1;
        match &mut self.piece {
            Some(piece) if weak => {
                piece.end = self.judged;
                piece.strong += usize::from(strong);
            }
            Some(piece) if self.judged - piece.end > HOLE => self.end_piece(),
            None if weak => {
                self.piece = Some(Stretch {
                    start: at,
                    end: self.judged,
                    strong: usize::from(strong),
                });
            }
            _ => {}
        }
        let since = self.piece.map_or(self.judged, |piece| piece.start);
        if self.run.is_some_and(|run| steps(since - run.end) >= GAP) {
            self.end_run();
        }
    }

    /// A piece without a strong step is noise; any other extends the run or begins one.
    fn end_piece(&mut self) {
        let Some(piece) = self.piece.take().filter(|piece| piece.strong > 0) else {
            return;
        };
        match &mut self.run {
            Some(run) => {
                run.end = piece.end;
                run.strong += piece.strong;
            }
            None => self.run = Some(piece),
        }
    }

    /// Keeps a run that is voice. A level is the mean of three steps, so a strong sound shows in one more
    /// step on either side.
    fn end_run(&mut self) {
        if let Some(run) = self.run.take()
            && steps(run.strong.saturating_sub(2)) >= CLICK
        {
            self.voiced
                .push(Span::new(steps(run.start), steps(run.end)));
        }
    }
}

/// The duration of `count` steps.
fn steps(count: usize) -> Millis {
    Millis(count as u64 * STEP.0)
}

impl Thresholds {
    /// The floor is a low quantile, its fluctuation the spread of the lowest levels; a loud voice raises
    /// the thresholds, which excludes breath and reverberation.
    fn of(around: &[[Bin; BANDS]], band: usize) -> Self {
        let mut levels: Vec<Bin> = around.iter().map(|bands| bands[band]).collect();
        levels.sort_unstable();
        // The level that `percent` of them do not exceed.
        let quantile = |percent: usize| levels[levels.len() * percent / 100];
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
