//! The functions between the products, row by row. Plain loops over slices, which the compiler vectorises and which are
//! fast enough without optimisation.

use crate::meaning::WIDTH;

/// Added to a variance, as in the model's configuration.
const EPSILON: f32 = 1e-12;

/// Layer normalisation: rows of mean 0 and variance 1, then scaled and shifted.
pub(super) struct Norm {
    pub(super) scale: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Norm {
    pub(super) fn apply(&self, rows: &mut [f32]) {
        let (scale, bias) = (&self.scale[..WIDTH], &self.bias[..WIDTH]);
        for row in rows.chunks_exact_mut(WIDTH) {
            let mean = sum(row, |value| value) / WIDTH as f32;
            let variance = sum(row, |value| (value - mean) * (value - mean)) / WIDTH as f32;
            let narrow = (variance + EPSILON).sqrt().recip();
            for at in 0..WIDTH {
                row[at] = (row[at] - mean) * narrow * scale[at] + bias[at];
            }
        }
    }
}

/// A sum in eight parts, which the compiler can vectorise.
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut parts = [0.0_f32; 8];
    for eight in row.chunks_exact(8) {
        for at in 0..8 {
            parts[at] += of(eight[at]);
        }
    }
    parts.iter().sum()
}

/// Rows quantised to eight bits: `value = (whole - zero) * scale`.
pub(super) struct Rounded {
    pub(super) whole: Vec<u8>,
    pub(super) zeros: Vec<i32>,
    pub(super) scales: Vec<f32>,
}

impl Rounded {
    pub(super) fn new(rows: &[f32], width: usize) -> Self {
        let mut rounded = Rounded {
            whole: vec![0; rows.len()],
            zeros: Vec::with_capacity(rows.len() / width),
            scales: Vec::with_capacity(rows.len() / width),
        };
        let into = rounded.whole.chunks_exact_mut(width);
        for (row, into) in rows.chunks_exact(width).zip(into) {
            let (mut least, mut most) = (0.0_f32, 0.0_f32);
            for &value in row {
                least = if value < least { value } else { least };
                most = if value > most { value } else { most };
            }
            // A row of zeros has no range.
            let scale = ((most - least) / 255.0).max(f32::MIN_POSITIVE);
            let zero = (0.5 - least / scale) as u8;
            let (narrow, up) = (scale.recip(), f32::from(zero) + 0.5);
            for at in 0..width {
                // Never below zero, so truncation rounds to the nearest.
                into[at] = (row[at] * narrow + up) as u8;
            }
            rounded.zeros.push(i32::from(zero));
            rounded.scales.push(scale);
        }
        rounded
    }
}

/// The activation function `x Φ(x)` as a table: its values are quantised to eight bits afterwards, so that steps of
/// 1/512 lose nothing.
pub(super) struct Gelu {
    values: Vec<f32>,
}

/// Beyond this the function is 0 or its input.
const FAR: i32 = 6;
const STEPS: i32 = 512;

impl Gelu {
    pub(super) fn new() -> Self {
        let density = |x: f64| (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt();
        let step = f64::from(STEPS).recip();
        let mut below = 0.0;
        let values = (-FAR * STEPS..=FAR * STEPS).map(|at| {
            let x = f64::from(at) * step;
            // The integral up to here, by Simpson's rule.
            below += (density(x - step) + 4.0 * density(x - step / 2.0) + density(x)) * step / 6.0;
            (x * below) as f32
        });
        Self {
            values: values.collect(),
        }
    }

    pub(super) fn apply(&self, rows: &mut [f32]) {
        let (far, steps) = (FAR as f32, STEPS as f32);
        for value in rows {
            if *value > -far && *value < far {
                *value = self.values[((*value + far) * steps + 0.5) as usize];
            } else if *value < 0.0 {
                *value = 0.0;
            }
        }
    }
}

/// Softmax: positive shares of one, larger for larger values.
pub(super) fn softmax(row: &mut [f32]) {
    let most = row.iter().fold(f32::MIN, |most, &one| most.max(one));
    let mut all = 0.0;
    for value in row.iter_mut() {
        *value = (*value - most).exp();
        all += *value;
    }
    for value in row {
        *value /= all;
    }
}

pub(super) fn add(rows: &mut [f32], more: &[f32]) {
    for (row, more) in rows.iter_mut().zip(more) {
        *row += more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_activation_function_has_its_known_values() {
        // Φ(1) = 0.841345, Φ(2) = 0.977250.
        let mut row = [-9.0, -2.0, -1.0, 0.0, 1.0, 2.0, 9.0];
        Gelu::new().apply(&mut row);
        let known = [0.0, -0.0455, -0.158_655, 0.0, 0.841_345, 1.9545, 9.0];
        for (value, known) in row.iter().zip(known) {
            assert!((value - known).abs() < 1e-5, "{value} {known}");
        }
    }

    #[test]
    fn quantisation_is_exact_to_half_a_step() {
        let rows = [-1.0, 0.0, 0.5, 2.0, 0.0, 0.0, 0.0, 0.0];
        let rounded = Rounded::new(&rows, 4);
        for (at, &value) in rows.iter().enumerate() {
            let (zero, scale) = (rounded.zeros[at / 4], rounded.scales[at / 4]);
            let back = (i32::from(rounded.whole[at]) - zero) as f32 * scale;
            assert!((back - value).abs() <= scale * 0.51, "{back} {value}");
        }
    }

    #[test]
    fn softmax_gives_shares_of_one() {
        let mut row = [0.0, 2.0_f32.ln()];
        softmax(&mut row);
        assert!((row[0] - 1.0 / 3.0).abs() < 1e-6 && (row[1] - 2.0 / 3.0).abs() < 1e-6);
    }
}
