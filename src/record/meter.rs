//! The input level for the meter beside the timer.

use std::collections::VecDeque;

/// Slices a second.
const SLICES: u32 = 50;
/// Slices that are kept: three seconds.
const KEPT: usize = 150;
/// Slices under one bar of the meter.
const BAR: usize = 5;
/// Bars of the meter.
pub const BARS: usize = 5;
/// From this value of a 16-bit sample on, a wave counts as clipped.
pub const CLIP: u16 = 32_700;

/// What the meter shows.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Meter {
    /// Level of the last half second in dBFS (root mean square), -96 for nothing.
    pub decibels: i32,
    /// Five bars of a tenth of a second, the latest last; 0 (nothing) to 8 (full).
    pub bars: [u8; BARS],
    /// The wave was clipped within the last three seconds.
    pub clipped: bool,
}

#[derive(Debug, Clone, Copy)]
struct Slice {
    end: u64,
    squares: u64,
    frames: u32,
    peak: u16,
}

/// Measures sound as it passes. Slices remember where they end, so that blocks of a sixth of a
/// second are shown smoothly, delayed by one block.
#[derive(Debug, Clone)]
pub struct Meters {
    slice: u32,
    slices: VecDeque<Slice>,
    open: Slice,
}

impl Meters {
    /// For sound of `rate` frames a second.
    pub fn new(rate: u32) -> Self {
        Self {
            slice: (rate / SLICES).max(1),
            slices: VecDeque::with_capacity(KEPT + 1),
            open: Slice {
                end: 0,
                squares: 0,
                frames: 0,
                peak: 0,
            },
        }
    }

    /// Processes `frames`.
    pub fn push(&mut self, frames: &[i16]) {
        for frame in frames {
            let size = frame.unsigned_abs();
            self.open.squares += u64::from(size) * u64::from(size);
            self.open.peak = self.open.peak.max(size);
            self.open.frames += 1;
            self.open.end += 1;
            if self.open.frames == self.slice {
                self.slices.push_back(self.open);
                if self.slices.len() > KEPT {
                    self.slices.pop_front();
                }
                self.open = Slice {
                    squares: 0,
                    frames: 0,
                    peak: 0,
                    ..self.open
                };
            }
        }
    }

    /// Frames processed so far.
    pub fn frames(&self) -> u64 {
        self.open.end
    }

    /// The meter at the moment when `frame` was captured.
    pub fn at(&self, frame: u64) -> Meter {
        let until = self.slices.partition_point(|slice| slice.end <= frame);
        let recent = |count: usize| self.slices.range(until.saturating_sub(count)..until);
        let mut bars = [0; BARS];
        for (bar, height) in bars.iter_mut().enumerate() {
            let end = until.saturating_sub((BARS - 1 - bar) * BAR);
            let start = end.saturating_sub(BAR);
            *height = bar_height(decibels(self.slices.range(start..end)));
        }
        Meter {
            decibels: decibels(recent(BARS * BAR)),
            bars,
            clipped: recent(KEPT).any(|slice| slice.peak >= CLIP),
        }
    }
}

fn decibels<'a>(slices: impl Iterator<Item = &'a Slice>) -> i32 {
    let (squares, frames) = slices.fold((0, 0), |(squares, frames), slice| {
        (squares + slice.squares, frames + u64::from(slice.frames))
    });
    if squares == 0 {
        return -96;
    }
    let mean = squares as f64 / frames as f64 / (32_768.0 * 32_768.0);
    ((10.0 * mean.log10()).round() as i32).max(-96)
}

/// -54 dBFS and less is empty, -6 dBFS and more is full.
fn bar_height(decibels: i32) -> u8 {
    ((decibels + 54) / 6).clamp(0, 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_nothing_and_a_full_wave_is_full() {
        let mut meters = Meters::new(48_000);
        meters.push(&[0; 48_000]);
        assert_eq!(meters.at(48_000).decibels, -96);
        assert_eq!(meters.at(48_000).bars, [0; BARS]);
        let square: Vec<i16> = (0..48_000).map(|at| [32_767, -32_768][at % 2]).collect();
        meters.push(&square);
        assert_eq!(meters.at(96_000).decibels, 0);
        assert_eq!(meters.at(96_000).bars, [8; BARS]);
        assert!(meters.at(96_000).clipped);
    }

    #[test]
    fn the_meter_is_shown_as_it_was_then() {
        let mut meters = Meters::new(48_000);
        meters.push(&[0; 24_000]);
        meters.push(&[3277; 24_000]);
        assert_eq!(meters.at(24_000).decibels, -96);
        assert_eq!(meters.at(48_000).decibels, -20);
        assert!(!meters.at(48_000).clipped);
    }
}
