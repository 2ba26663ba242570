//! The level of three bands, a hundred times a second.

use crate::audio::Samples;
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

/// The level of each band in each whole step: the mean of three steps.
pub(super) fn levels(samples: &Samples) -> Vec<[Bin; BANDS]> {
    let energies = energies(samples);
    let energy = |step: Option<usize>| {
        let energy = step.and_then(|step| energies.get(step));
        energy.copied().unwrap_or_default()
    };
    let level = |step: usize| {
        let before = energy(step.checked_sub(1));
        let (now, after) = (energy(Some(step)), energy(Some(step + 1)));
        std::array::from_fn(|band| bin((before[band] + now[band] + after[band]) / 3.0))
    };
    (0..energies.len()).map(level).collect()
}

/// The mean energy of each band in each whole step.
fn energies(samples: &Samples) -> Vec<[f64; BANDS]> {
    let Samples { rate, frames } = samples;
    // A band above the Nyquist frequency stays empty.
    let edge = |hertz: f64| hertz.min(f64::from(*rate) * 0.45);
    let [mut low, mut middle, mut high] = EDGES.map(|hertz| Filter::high_pass(edge(hertz), *rate));
    let mut energies = Vec::new();
    let mut start = 0;
    for step in 1..=samples.length().0 / STEP.0 {
        let end = Millis(step * STEP.0).frames(*rate) as usize;
        let Some(frames) = frames.get(start..end) else {
            break;
        };
        let mut energy = [0.0; BANDS];
        for sample in frames {
            let sample = if sample.is_finite() {
                f64::from(sample.clamp(-8.0, 8.0))
            } else {
                0.0
            };
            let whole = low.next(sample);
            let upper = middle.next(whole);
            let top = high.next(upper);
            for (energy, value) in energy.iter_mut().zip([whole - upper, upper - top, top]) {
                *energy += value * value;
            }
        }
        energies.push(energy.map(|energy| energy / frames.len().max(1) as f64));
        start = end;
    }
    energies
}

/// The bin of a mean energy.
fn bin(energy: f64) -> Bin {
    let decibels = 10.0 * energy.max(1e-12).log10();
    ((decibels - SILENCE) * 2.0).round().clamp(0.0, 255.0) as Bin
}

/// A second-order Butterworth high-pass filter (bilinear transform), in transposed direct form 2.
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
