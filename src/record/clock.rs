//! Two clocks: the sound card's (frames) and the system's (arrival of blocks). Their difference shows
//! when a frame was captured, how much sound was lost without a report, and how far the
//! clocks drift apart.
//!
//! No host reports every loss (a server drops what overflows its queue without notice), so it is estimated: a
//! block may arrive late but never early, therefore the *smallest* delay rises permanently only when
//! frames are missing. One window is not enough to decide: on a machine with seventeen processes on
//! two cores, all blocks of a window were late now and then in ten minutes without loss. So a
//! rise counts only if the delay does not fall again within half a minute.

use std::time::Duration;

/// Length of a window in nanoseconds.
const WINDOW: i64 = 2_000_000_000;
/// Windows in which a delay may fall again before its rise counts as loss: half a minute.
const CONFIRM: usize = 15;
/// With fewer windows than this after a rise, at the end of a stream, it does not count.
const LEAST_CONFIRM: usize = 5;
/// A rise of the smallest delay beyond this is loss.
const LOSS: i64 = 10_000_000;
/// Changes of the base up to this are ignored (drift, rounding).
const SLACK: i64 = 2_000_000;
/// The shortest time over which drift is measured: over less, the jitter of a block is larger.
const DRIFT_NEEDS: i64 = 30_000_000_000;

/// The arrivals of one stream. All times in nanoseconds of one monotonic clock.
#[derive(Debug, Clone)]
pub struct Arrivals {
    rate: u32,
    /// Smallest delay so far.
    base: Option<i64>,
    /// Start of the window and smallest delay in it.
    window: Option<(i64, i64)>,
    /// Start and smallest delay of every completed window: about 1,800 an hour.
    windows: Vec<(i64, i64)>,
}

impl Arrivals {
    /// For a stream of `rate` frames a second.
    pub fn new(rate: u32) -> Self {
        Self {
            rate: rate.max(1),
            base: None,
            window: None,
            windows: Vec::new(),
        }
    }

    /// A block arrived at `at`, the `frames`-th frame of the stream being its last.
    pub fn arrived(&mut self, at: Duration, frames: u64) {
        let at = at.as_nanos() as i64;
        let delay = at - self.nanos(frames);
        match self.window {
            // The block that ends a window also opens the next: after a stall it is late, and only the
            // burst that follows it shows whether anything is missing.
            Some((start, least)) if at - start >= WINDOW => {
                self.close(start, least);
                self.window = Some((at, delay));
            }
            Some((start, least)) => self.window = Some((start, least.min(delay))),
            None => self.window = Some((at, delay)),
        }
    }

    fn close(&mut self, start: i64, least: i64) {
        self.windows.push((start, least));
        self.base = Some(match self.base {
            Some(base) if (least - base).abs() <= LOSS => {
                base + (least - base).clamp(-SLACK, SLACK)
            }
            _ => least,
        });
    }

    /// Nanoseconds that are missing.
    fn lost(&self) -> i64 {
        let delays: Vec<i64> = self.windows.iter().map(|(_, least)| *least).collect();
        // If a delay falls again soon, the lower value is the true one; the rest was waiting.
        let settled: Vec<i64> = (0..delays.len().saturating_sub(LEAST_CONFIRM))
            .filter_map(|at| {
                let until = delays.len().min(at + 1 + CONFIRM);
                delays[at..until].iter().min().copied()
            })
            .collect();
        let steps: Vec<i64> = settled.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let moves = |step: &i64| step.abs() > SLACK;
        steps
            .chunk_by(|one, next| moves(one) == moves(next))
            .filter(|run| run.iter().all(moves))
            .map(|run| run.iter().sum::<i64>())
            .filter(|step| step.abs() > LOSS)
            // A fall: what looked like loss was a delay of more than half a minute.
            .fold(0, |lost, step| (lost + step).max(0))
    }

    /// Missing frames by the clocks' estimate. The last ten seconds
    /// are not counted yet: their blocks may only be late.
    pub fn lost_frames(&self) -> u64 {
        (i128::from(self.lost()) * i128::from(self.rate) / 1_000_000_000) as u64
    }

    /// How much faster the sound card's clock runs than the system's, in parts per million, once known.
    pub fn drift_ppm(&self) -> Option<i32> {
        let (began, first) = self.windows.first()?;
        let (now, last) = self.windows.last()?;
        let span = now - began;
        let behind = last - self.lost() - first;
        (span >= DRIFT_NEEDS).then(|| (-behind * 1_000_000 / span) as i32)
    }

    /// When the stream's first frame was captured, assuming no loss since: the smallest delay.
    pub fn first_frame(&self) -> Option<Duration> {
        let least = match (self.base, self.window) {
            (Some(base), Some((_, least))) => base.min(least),
            (None, Some((_, least))) => least,
            (base, None) => base?,
        };
        Some(Duration::from_nanos(least.max(0) as u64))
    }

    /// The duration of so many frames.
    pub fn length(&self, frames: u64) -> Duration {
        Duration::from_nanos(self.nanos(frames) as u64)
    }

    /// The frame (since the stream began) that was captured at `at`, as far as known. It may not
    /// have arrived yet.
    pub fn frame_at(&self, at: Duration) -> Option<u64> {
        let elapsed = at.saturating_sub(self.first_frame()?).as_nanos();
        Some(((elapsed * u128::from(self.rate) + 500_000_000) / 1_000_000_000) as u64)
    }

    fn nanos(&self, frames: u64) -> i64 {
        (i128::from(frames) * 1_000_000_000 / i128::from(self.rate)) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATE: u32 = 48_000;
    const BLOCK: u64 = 8192;

    /// Blocks that arrive `late` milliseconds late, with frames missing from a block on.
    fn run(late: &[u64], missing: Option<(usize, u64)>) -> Arrivals {
        let mut arrivals = Arrivals::new(RATE);
        for (number, late) in late.iter().enumerate() {
            let captured = (number as u64 + 1) * BLOCK;
            let lost = match missing {
                Some((from, frames)) if number >= from => frames,
                _ => 0,
            };
            let at = Duration::from_nanos(captured * 1_000_000_000 / u64::from(RATE));
            arrivals.arrived(at + Duration::from_millis(*late), captured - lost);
        }
        arrivals
    }

    proptest! {
        #[test]
        fn late_blocks_are_not_loss(mut late in prop::collection::vec(0..120_u64, 60..200)) {
            // One in eight is on time, as on any machine that keeps up at all.
            for prompt in late.iter_mut().step_by(8) {
                *prompt = 0;
            }
            prop_assert_eq!(run(&late, None).lost_frames(), 0);
        }

        #[test]
        fn loss_is_seen_and_its_size_told(
            mut late in prop::collection::vec(0..120_u64, 150..250),
            lost in 2400..200_000_u64,
        ) {
            for prompt in late.iter_mut().step_by(8) {
                *prompt = 0;
            }
            let told = run(&late, Some((40, lost))).lost_frames();
            prop_assert!(told.abs_diff(lost) < 500, "{} for {}", told, lost);
        }
    }

    #[test]
    fn a_machine_that_is_hardly_ever_prompt_loses_nothing() {
        // Five minutes in which only every fiftieth block (8.5 s) is on time; a linear
        // congruential generator delays the rest.
        let mut x = 1_u64;
        let late: Vec<u64> = (0..1800)
            .map(|block| {
                x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                if block % 50 == 0 {
                    0
                } else {
                    15 + (x >> 33) % 100
                }
            })
            .collect();
        assert_eq!(run(&late, None).lost_frames(), 0);
        let told = run(&late, Some((900, 9600))).lost_frames();
        assert!(told.abs_diff(9600) < 500, "{told}");
    }

    #[test]
    fn a_process_that_was_stopped_lost_nothing_if_everything_arrives() {
        let mut late = vec![0; 120];
        // Suspended for four seconds: block 40 is 4 s late, the next ones arrive at once.
        for (behind, late) in late[40..64].iter_mut().enumerate() {
            *late = 4000 - behind as u64 * 170;
        }
        assert_eq!(run(&late, None).lost_frames(), 0);
    }

    #[test]
    fn a_card_that_runs_slow_drifts_and_loses_nothing() {
        let mut arrivals = Arrivals::new(RATE);
        for block in 1..2000_u64 {
            // 100 parts per million slow.
            let nanos = block * BLOCK * 1_000_100_000 / u64::from(RATE);
            arrivals.arrived(Duration::from_nanos(nanos), block * BLOCK);
        }
        assert_eq!(arrivals.lost_frames(), 0);
        let drift = arrivals.drift_ppm().expect("over five minutes");
        assert!((-105..=-95).contains(&drift), "{drift}");
    }

    #[test]
    fn a_key_is_placed_at_the_frame_that_was_captured_then() {
        let arrivals = run(&[60, 0, 30, 90, 0, 10], None);
        let at = arrivals.frame_at(Duration::from_millis(1500));
        assert_eq!(at, Some(72_000));
    }
}
