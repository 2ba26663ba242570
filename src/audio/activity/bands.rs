//! The level of three bands, a hundred times a second.

use crate::time::Millis;
use std::f64::consts::{FRAC_1_SQRT_2, TAU};

/// The length of a step.
pub(super) const STEP: Millis = Millis(10);

/// How many bands: strong vowels, the middle range, sibilants and plosives.
pub(super) const BANDS: usize = 3;

/// The lower edges of the bands in hertz. Below the first lie hum, rumble and DC offset.
const EDGES: [f64; BANDS] = [150.0, 1000.0, 3000.0];

/// A level in half decibels above [`SILENCE`], so that levels can be counted in bins.
pub(super) type Bin = u8;

/// The level of bin 0 in decibels relative to full scale; quieter sound counts as bin 0.
const SILENCE: f64 = -110.0;

/// A number of decibels as a difference of bins.
pub(super) const fn bins(decibels: u8) -> Bin {
    decibels * 2
}

/// The bin of a level in decibels relative to full scale.
pub(super) const fn bin_at(decibels: i16) -> Bin {
    ((decibels - SILENCE as i16) * 2) as Bin
}

/// Divides samples into steps and measures each.
#[derive(Debug, Clone)]
pub(super) struct Meter {
    rate: u32,
    /// Frames processed.
    frames: u64,
    /// Steps completed.
    steps: u64,
    /// The frame at which the current step ends.
    end: u64,
    low_cut: Filter,
    high: [Filter; BANDS - 1],
    energy: [f64; BANDS],
}

impl Meter {
    pub(super) fn new(rate: u32) -> Self {
        // A band above the Nyquist frequency stays empty.
        let edge = |hertz: f64| hertz.min(f64::from(rate) * 0.45);
        Self {
            rate,
            frames: 0,
            steps: 0,
            end: STEP.frames(rate),
            low_cut: Filter::high_pass(edge(EDGES[0]), rate),
            high: [EDGES[1], EDGES[2]].map(|hertz| Filter::high_pass(edge(hertz), rate)),
            energy: [0.0; BANDS],
        }
    }

    /// Adds one sample; returns the mean energy of each band when a step is complete.
    pub(super) fn take(&mut self, sample: f32) -> Option<[f64; BANDS]> {
        let sample = if sample.is_finite() {
            f64::from(sample.clamp(-8.0, 8.0))
        } else {
            0.0
        };
        let whole = self.low_cut.next(sample);
        let upper = self.high[0].next(whole);
        let top = self.high[1].next(upper);
        for (energy, value) in self
            .energy
            .iter_mut()
            .zip([whole - upper, upper - top, top])
        {
            *energy += value * value;
        }
        self.frames += 1;
        if self.frames < self.end {
            return None;
        }
        let begin = Millis(self.steps * STEP.0).frames(self.rate);
        let length = (self.end - begin).max(1) as f64;
        self.steps += 1;
        self.end = Millis((self.steps + 1) * STEP.0).frames(self.rate);
        Some(std::mem::take(&mut self.energy).map(|energy| energy / length))
    }
}

/// The bin of a mean energy.
pub(super) fn bin(energy: f64) -> Bin {
    let decibels = 10.0 * energy.max(1e-12).log10();
    ((decibels - SILENCE) * 2.0).round().clamp(0.0, 255.0) as Bin
}

/// A second-order Butterworth high-pass filter (bilinear transform), in transposed direct form 2.
#[derive(Debug, Clone)]
struct Filter {
    b: [f64; 3],
    a: [f64; 2],
    memory: [f64; 2],
}

impl Filter {
    fn high_pass(hertz: f64, rate: u32) -> Self {
        let omega = TAU * hertz / f64::from(rate.max(1));
        let (sin, cos) = omega.sin_cos();
        let alpha = sin * FRAC_1_SQRT_2;
        let scale = 1.0 / (1.0 + alpha);
        let edge = (1.0 + cos) / 2.0 * scale;
        Self {
            b: [edge, -2.0 * edge, edge],
            a: [-2.0 * cos * scale, (1.0 - alpha) * scale],
            memory: [0.0; 2],
        }
    }

    fn next(&mut self, input: f64) -> f64 {
        let output = self.b[0] * input + self.memory[0];
        self.memory[0] = self.b[1] * input - self.a[0] * output + self.memory[1];
        self.memory[1] = self.b[2] * input - self.a[1] * output;
        // Denormal numbers are slow, and silence decays into them.
        if self.memory[0].abs() < 1e-30 {
            self.memory[0] = 0.0;
        }
        if self.memory[1].abs() < 1e-30 {
            self.memory[1] = 0.0;
        }
        output
    }
}
