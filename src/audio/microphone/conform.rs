//! Converts a microphone that was reopened at another sample rate to the rate of the take.

/// Linear interpolation between frames. Good enough for speech from a headset that was reopened at a lower
/// rate (no aliasing when the rate goes up); after reopening at a *higher* rate, frequencies above half the
/// take's rate alias.
#[derive(Debug, Clone)]
pub(super) struct Conform {
    from: u32,
    to: u32,
    /// Position of the next output frame, in input frames times `to`, counted from `last`.
    place: u64,
    last: Option<f32>,
}

impl Conform {
    /// A converter from one rate to another.
    pub(super) fn new(from: u32, to: u32) -> Self {
        Self {
            from,
            to,
            place: 0,
            last: None,
        }
    }

    /// Appends `frames`, converted, to `into`.
    pub(super) fn convert(&mut self, frames: &[f32], into: &mut Vec<f32>) {
        if self.from == self.to {
            into.extend_from_slice(frames);
            return;
        }
        for next in frames {
            let last = *self.last.get_or_insert(*next);
            while self.place < u64::from(self.to) {
                let part = self.place as f32 / self.to as f32;
                into.push(last + (next - last) * part);
                self.place += u64::from(self.from);
            }
            self.place -= u64::from(self.to);
            self.last = Some(*next);
        }
    }

    /// A count of input frames as output frames.
    pub(super) fn count(&self, frames: i64) -> i64 {
        (i128::from(frames) * i128::from(self.to) / i128::from(self.from.max(1))) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_follows_the_rates_over_any_blocks() {
        for (from, to) in [
            (16_000, 48_000),
            (44_100, 48_000),
            (48_000, 16_000),
            (48_000, 48_000),
        ] {
            let mut conform = Conform::new(from, to);
            let mut out = Vec::new();
            for block in vec![0.5; from as usize].chunks(733) {
                conform.convert(block, &mut out);
            }
            assert!(
                out.len().abs_diff(to as usize) <= 1,
                "{from} to {to}: {}",
                out.len()
            );
            assert!(out.iter().all(|frame| *frame == 0.5));
        }
    }
}
