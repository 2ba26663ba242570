//! Cuts sound into chunks for a recogniser with a window of thirty seconds.

use super::RATE;
use crate::audio::activity::DELAY;
use crate::audio::level::sum_of_squares;
use crate::audio::{Activity, Samples};
use crate::time::{Millis, Span};

/// The shortest chunk, unless the sound ends: every chunk costs a whole window.
pub const LEAST: Millis = Millis::from_secs(12);
/// The longest chunk, so that padding still fits into the window.
const MOST: Millis = Millis::from_secs(28);
/// The sound that determines where [`first`] cuts: the longest chunk, and the delay until voice activity
/// at its end is final.
pub const LOOK: Millis = Millis(MOST.0 + DELAY.0);
/// Without a pause, the cut is made in the last seconds before [`MOST`].
const FORCED_WITHIN: Millis = Millis::from_secs(8);
/// The least distance between a cut and voice.
const MARGIN: Millis = Millis(150);
/// The shortest silence to cut at; shorter ones occur inside words.
const PAUSE: Millis = Millis(350);

/// Cuts `samples` into chunks of 12 to 28 seconds, each in the middle of the longest
/// pause there, or at the quietest moment where there is none.
pub fn chunks(samples: &Samples, activity: &Activity) -> Vec<Span> {
    let mut chunks = Vec::new();
    let mut start = Millis::ZERO;
    while activity.length - start > MOST {
        let end = next_cut(samples, activity, start);
        chunks.push(Span::new(start, end));
        start = end;
    }
    if activity.length > start {
        chunks.push(Span::new(start, activity.length));
    }
    chunks
}

/// Where sound that is still growing can be cut: at the longest pause after twelve seconds, or, once it
/// exceeds the longest chunk, as [`chunks`] would. [`LOOK`] of it is enough.
pub fn first(samples: &Samples, activity: &Activity) -> Option<Millis> {
    if activity.length > MOST {
        return Some(next_cut(samples, activity, Millis::ZERO));
    }
    longest_pause(activity, Span::new(LEAST, MOST))
}

fn next_cut(samples: &Samples, activity: &Activity, start: Millis) -> Millis {
    let range = Span::new(start + LEAST, start + MOST);
    longest_pause(activity, range)
        .unwrap_or_else(|| quietest(samples, range.end - FORCED_WITHIN, range.end))
}

/// The middle of the longest pause that reaches into `range`, if any.
fn longest_pause(activity: &Activity, range: Span) -> Option<Millis> {
    let pauses = activity.silences().into_iter().filter_map(|silence| {
        let middle = Millis(silence.start.0.midpoint(silence.end.0));
        let cut = middle.clamp(range.start, range.end);
        let inside = silence.start + MARGIN <= cut && cut + MARGIN <= silence.end;
        (inside && silence.length() >= PAUSE).then_some((silence.length(), cut))
    });
    pauses
        .max_by_key(|(length, cut)| (*length, std::cmp::Reverse(*cut)))
        .map(|(_, cut)| cut)
}

/// The middle of the quietest 20 ms from `start` to `end`.
fn quietest(samples: &Samples, start: Millis, end: Millis) -> Millis {
    let frame = Millis(20).frames(RATE) as usize;
    let from = (start.frames(RATE) as usize).min(samples.frames.len());
    let to = (end.frames(RATE) as usize).min(samples.frames.len());
    samples.frames[from..to]
        .chunks_exact(frame)
        .enumerate()
        .min_by(|(_, a), (_, b)| sum_of_squares(a).total_cmp(&sum_of_squares(b)))
        .map_or(end, |(i, _)| start + Millis(20 * i as u64 + 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn activity(voiced: &[(u64, u64)], length: u64) -> Activity {
        let spans = voiced.iter();
        Activity::new(
            spans
                .map(|(a, b)| Span::new(Millis(*a), Millis(*b)))
                .collect(),
            Millis(length),
        )
    }

    fn flat(length: u64) -> Samples {
        Samples {
            rate: RATE,
            frames: vec![0.5; Millis(length).frames(RATE) as usize],
        }
    }

    #[test]
    fn short_sound_is_one_chunk_and_none_is_none() {
        assert_eq!(chunks(&flat(0), &activity(&[], 0)), []);
        let all = chunks(&flat(28_000), &activity(&[(0, 28_000)], 28_000));
        assert_eq!(all, [Span::new(Millis::ZERO, Millis(28_000))]);
    }

    #[test]
    fn the_cut_is_in_the_middle_of_the_longest_pause() {
        let voiced = [
            (0, 13_000),
            (13_400, 20_000),
            (21_000, 25_000),
            (25_400, 35_000),
        ];
        let all = chunks(&flat(35_000), &activity(&voiced, 35_000));
        assert_eq!(all[0].end, Millis(20_500));
        assert_eq!(all.len(), 2);
    }

    #[test]
    fn without_a_pause_the_cut_is_where_it_is_quietest() {
        let mut samples = flat(40_000);
        for frame in &mut samples.frames[16 * 24_000..16 * 24_050] {
            *frame = 0.01;
        }
        let all = chunks(&samples, &activity(&[(0, 40_000)], 40_000));
        assert_eq!(all[0].end, Millis(24_010));
    }

    #[test]
    fn growing_sound_is_cut_at_a_pause_or_not_yet() {
        let first = |voiced: &[(u64, u64)], length| first(&flat(length), &activity(voiced, length));
        assert_eq!(first(&[(0, 5000), (6000, 13_000)], 13_000), None);
        assert_eq!(first(&[(0, 13_000)], 13_300), None, "300 ms are no pause");
        assert_eq!(first(&[(0, 13_000)], 13_400), Some(Millis(13_200)));
    }

    proptest! {
        #[test]
        fn chunks_cover_the_sound_and_fit_the_window(
            gaps in prop::collection::vec((1_u64..9000, 1_u64..3000), 0..20),
        ) {
            let mut at = 0;
            let mut voiced = Vec::new();
            for (voice, silence) in gaps {
                voiced.push((at, at + voice));
                at += voice + silence;
            }
            let all = chunks(&flat(at), &activity(&voiced, at));
            let mut reached = Millis::ZERO;
            for chunk in &all {
                prop_assert_eq!(chunk.start, reached);
                prop_assert!(chunk.length() > Millis::ZERO && chunk.length() <= MOST);
                reached = chunk.end;
            }
            prop_assert_eq!(reached, Millis(at));
        }
    }
}
