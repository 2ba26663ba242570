//! Sound of a microphone that came back with another rate, put at the rate of the take.

/// Converts between two rates by straight lines between frames. Good enough for speech from a
/// headset that came back at a lower rate (nothing folds when the rate goes up); coming back at a
/// *higher* rate costs a little clarity above half the take's rate, and only after a reopening.
#[derive(Debug, Clone)]
pub(super) struct Conform {
    from: u32,
    to: u32,
    /// Place of the next frame to make, in input frames times `to`, counted from `last`.
    place: u64,
    last: Option<f32>,
}

impl Conform {
    /// From one rate to another.
    pub(super) fn new(from: u32, to: u32) -> Self {
        Self {
            from,
            to,
            place: 0,
            last: None,
        }
    }

    /// Appends `frames` to `into` at the other rate.
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
