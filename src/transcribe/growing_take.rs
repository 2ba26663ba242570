//! Finds which stretches of a growing take are ready to be transcribed.
//!
//! Receives the take as it is written, sound and marks, so that [`record::spoken`] alone
//! decides what belongs to which section. Pure: no threads, no clock.
//!
//! [`record::spoken`]: crate::record::spoken

use super::{Progress, chunks};
use crate::audio::{Activity, Samples};
use crate::record::{SHORTEST_TRY, frames, spoken};
use crate::session::Mark;
use crate::time::Millis;
use std::collections::BTreeMap;
use std::ops::Range;

/// Sound is examined again only after this much more has arrived.
const PATIENCE: Millis = Millis(500);

/// Growing sound is cut no sooner than this. Whisper needs as long for a second as for thirty, so a
/// section of usual length is decoded in one window when it ends, not in two of which the
/// first has just begun; and of several pauses the longest is chosen.
const WORTH: Millis = Millis::from_secs(20);

/// A mark arrives at most this long after the sound of its moment.
const LATE_MARK: Millis = Millis(2000);

/// A try: the section's id and the index among its tries.
pub type TryId = (String, usize);

/// Sound that is final: it ends in a pause, or its section is over.
#[derive(Debug, Clone, PartialEq)]
pub struct FinishedSound {
    /// The try it belongs to.
    pub of: TryId,
    /// First frame of the try, as a frame of the take.
    pub start: u64,
    /// Time of the section at which the stretch begins.
    pub offset: Millis,
    /// The sound at 16 kHz.
    pub samples: Samples,
    /// Voice and silence in it.
    pub activity: Activity,
    /// The try ends with this stretch.
    pub last: bool,
}

/// A try that may still count.
struct Tried {
    key: TryId,
    stretches: Vec<Range<u64>>,
    /// No more of it will come.
    over: bool,
}

/// How much of a try has been handed out.
#[derive(Debug, Default, Clone, Copy)]
struct TryProgress {
    /// Frames of the try that were handed out.
    frames: u64,
    /// Frames of the try when it was last examined without result.
    seen: u64,
    /// The last stretch was handed out.
    complete: bool,
}

/// A growing take.
#[derive(Debug)]
pub struct GrowingTake {
    rate: u32,
    marks: Vec<Mark>,
    /// Frames of the take so far.
    length: u64,
    /// Blocks of the take by their first frame; removed once no longer needed.
    blocks: BTreeMap<u64, Vec<i16>>,
    ended: bool,
    reached: BTreeMap<TryId, TryProgress>,
}

impl GrowingTake {
    /// An empty take at `rate` frames a second.
    pub fn new(rate: u32) -> Self {
        Self {
            rate,
            marks: Vec::new(),
            length: 0,
            blocks: BTreeMap::new(),
            ended: false,
            reached: BTreeMap::new(),
        }
    }

    /// The next frames of the take.
    pub fn sound(&mut self, frames: Vec<i16>) {
        let first = self.length;
        self.length += frames.len() as u64;
        self.blocks.insert(first, frames);
    }

    /// The next mark; its frame may lie slightly ahead of the sound.
    pub fn mark(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// The take is over.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// How much has been spoken that counts, and how much of it was handed out.
    pub fn progress(&self) -> Progress {
        let (mut done, mut of) = (0, 0);
        for one in self.tries() {
            done += self.reached(&one.key).frames;
            of += frames(&one.stretches);
        }
        Progress {
            done: Millis::of_frames(done, self.rate),
            of: Millis::of_frames(of, self.rate),
        }
    }

    /// Hands out the next stretch, in the order in which the sections were begun, and drops
    /// sound that is no longer needed.
    ///
    /// A try that was replaced by a later one of at least a second is not handed out.
    /// `detect` measures voice on sound at 16 kHz.
    pub fn next(&mut self, detect: impl Fn(&Samples) -> Activity) -> Option<FinishedSound> {
        let mut tries = self.tries().into_iter();
        let stretch = tries.find_map(|one| self.next_of(&one, &detect));
        self.forget();
        stretch
    }

    fn next_of(
        &mut self,
        one: &Tried,
        detect: &impl Fn(&Samples) -> Activity,
    ) -> Option<FinishedSound> {
        let Tried {
            key,
            stretches,
            over,
        } = one;
        let (length, over) = (frames(stretches), *over);
        let reached = self.reached(key);
        let left = length.saturating_sub(reached.frames);
        let news = length.saturating_sub(reached.seen);
        let ready = if over {
            length >= SHORTEST_TRY.frames(self.rate)
        } else {
            left >= WORTH.frames(self.rate) && news >= PATIENCE.frames(self.rate)
        };
        if reached.complete || !ready {
            return None;
        }
        // A recogniser that is slower than speech leaves a backlog. Examining all of it for every
        // cut would take quadratic time.
        let most = if over {
            left
        } else {
            left.min(chunks::LOOK.frames(self.rate))
        };
        let mut samples = crate::audio::resample::to_16k(&Samples {
            rate: self.rate,
            frames: self.sound_of(stretches, reached.frames, most),
        });
        let mut activity = detect(&samples);
        let mut now = TryProgress {
            frames: length,
            seen: length,
            complete: over,
        };
        if !over {
            let Some(cut) = chunks::first(&samples, &activity) else {
                now.frames = reached.frames;
                self.reached.insert(key.clone(), now);
                return None;
            };
            now.frames = reached.frames + cut.frames(self.rate);
            now.seen = 0;
            samples.frames.truncate(cut.frames(samples.rate) as usize);
            samples.frames.shrink_to_fit();
            activity = detect(&samples);
        }
        self.reached.insert(key.clone(), now);
        Some(FinishedSound {
            of: key.clone(),
            start: stretches.first().map_or(0, |range| range.start),
            offset: Millis::of_frames(reached.frames, self.rate),
            samples,
            activity,
            last: over,
        })
    }

    /// At most `most` frames of a try from its frame `from` on.
    fn sound_of(&self, one: &[Range<u64>], from: u64, most: u64) -> Vec<f32> {
        let mut sound = Vec::with_capacity(most as usize);
        for range in left_of(one, from) {
            let room = most - sound.len() as u64;
            let range = range.start..range.end.min(range.start + room);
            let before = self.blocks.range(..=range.start).next_back();
            let first = before.map_or(range.start, |(first, _)| *first);
            for (first, block) in self.blocks.range(first..range.end) {
                let place = |frame: u64| (frame.saturating_sub(*first) as usize).min(block.len());
                let part = &block[place(range.start)..place(range.end)];
                sound.extend(part.iter().map(|s| f32::from(*s) / 32_768.0));
            }
        }
        sound
    }

    /// The marks that the sound has reached; all of them once the take is over.
    fn valid_marks(&self) -> &[Mark] {
        let ahead = |mark: &Mark| !self.ended && mark.frame > self.length;
        let until = self
            .marks
            .iter()
            .position(ahead)
            .unwrap_or(self.marks.len());
        &self.marks[..until]
    }

    /// The tries that may still count: of each section the last one of at least a second, and those begun after
    /// it, in the order in which the sections were begun.
    fn tries(&self) -> Vec<Tried> {
        let open = self.open();
        let mut all = Vec::new();
        for section in spoken(self.valid_marks(), self.length) {
            let long = |one: &Vec<Range<u64>>| frames(one) >= SHORTEST_TRY.frames(self.rate);
            let first = section.tries.iter().rposition(long).unwrap_or(0);
            let count = section.tries.len();
            let is_open = !self.ended && open.as_ref() == Some(&section.id);
            let tries = section.tries.into_iter().enumerate().skip(first);
            all.extend(tries.map(|(number, stretches)| Tried {
                key: (section.id.clone(), number),
                stretches,
                over: !(is_open && number + 1 == count),
            }));
        }
        all
    }

    fn reached(&self, one: &TryId) -> TryProgress {
        self.reached.get(one).copied().unwrap_or_default()
    }

    /// The section that is being spoken.
    fn open(&self) -> Option<String> {
        use crate::session::Event;
        let mut borders = self.valid_marks().iter().rev();
        borders
            .find_map(|mark| match &mark.event {
                Event::Start(id) => Some(Some(id.clone())),
                Event::End(_) | Event::Finish => Some(None),
                _ => None,
            })
            .flatten()
    }

    /// Drops blocks that are neither still to be handed out nor so recent that a mark may claim them: what
    /// has been handed out, and pauses of any length.
    fn forget(&mut self) {
        let mut needed = Vec::new();
        for one in self.tries() {
            let reached = self.reached(&one.key);
            if !reached.complete {
                let left = left_of(&one.stretches, reached.frames);
                // What was handed out to its end needs no block, though its end lies within one.
                needed.extend(left.filter(|range| !range.is_empty()));
            }
        }
        let new = self.length.saturating_sub(LATE_MARK.frames(self.rate));
        needed.push(new..self.length);
        self.blocks.retain(|first, block| {
            let end = first + block.len() as u64;
            needed
                .iter()
                .any(|range| *first < range.end && range.start < end)
        });
    }
}

/// What remains of a try after its first `from` frames.
fn left_of(one: &[Range<u64>], from: u64) -> impl Iterator<Item = Range<u64>> {
    one.iter().scan(from, |skip, range| {
        let start = range.start + (*skip).min(range.end - range.start);
        *skip -= start - range.start;
        Some(start..range.end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Event;
    use crate::time::Span;
    use crate::transcribe::RATE;

    /// Every non-zero sample is voice, at a resolution of a millisecond.
    fn detect(samples: &Samples) -> Activity {
        let mut voiced: Vec<Span> = Vec::new();
        for (i, part) in samples.frames.chunks(16).enumerate() {
            let (start, end) = (Millis(i as u64), Millis(i as u64 + 1));
            if part.iter().all(|sample| *sample == 0.0) {
                continue;
            }
            match voiced.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => voiced.push(Span::new(start, end)),
            }
        }
        Activity::new(voiced, samples.length())
    }

    fn mark(millis: u64, event: Event) -> Mark {
        Mark {
            frame: millis * 16,
            event,
        }
    }

    fn start(millis: u64, id: &str) -> Mark {
        mark(millis, Event::Start(id.into()))
    }

    fn end(millis: u64, id: &str) -> Mark {
        mark(millis, Event::End(id.into()))
    }

    fn speak(live: &mut GrowingTake, millis: u64) {
        live.sound(vec![1000; millis as usize * 16]);
    }

    fn pause(live: &mut GrowingTake, millis: u64) {
        live.sound(vec![0; millis as usize * 16]);
    }

    /// How much sound is held in memory.
    fn kept(live: &GrowingTake) -> Millis {
        Millis::of_frames(
            live.blocks.values().map(|block| block.len() as u64).sum(),
            live.rate,
        )
    }

    /// Section, number of the try, offset, length, last.
    fn all(live: &mut GrowingTake) -> Vec<(String, usize, u64, u64, bool)> {
        std::iter::from_fn(|| live.next(detect))
            .map(|s| (s.of.0, s.of.1, s.offset.0, s.samples.length().0, s.last))
            .collect()
    }

    #[test]
    fn an_open_section_is_handed_out_at_its_pauses() {
        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "action"));
        speak(&mut live, 11_000);
        assert_eq!(all(&mut live), []);
        speak(&mut live, 2000);
        assert_eq!(all(&mut live), [], "13 seconds, but no pause");
        pause(&mut live, 600);
        assert_eq!(all(&mut live), [], "a pause, but too little for a window");
        speak(&mut live, 6500);
        assert_eq!(
            all(&mut live),
            [("action".into(), 0, 0, 13_300, false)],
            "cut in the middle of the pause"
        );
        speak(&mut live, 500);
        assert_eq!(all(&mut live), []);
        live.mark(end(20_600, "action"));
        assert_eq!(all(&mut live), [("action".into(), 0, 13_300, 7300, true)]);
        assert_eq!(all(&mut live), []);
        let (done, of) = (Millis(20_600), Millis(20_600));
        assert_eq!(live.progress(), Progress { done, of });
    }

    #[test]
    fn a_section_without_pauses_is_cut_too() {
        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "action"));
        speak(&mut live, 29_000);
        let cut = live.next(detect).map(|stretch| stretch.samples.length());
        assert!(
            cut > Some(Millis(12_000)) && cut < Some(Millis(28_000)),
            "{cut:?}"
        );
    }

    #[test]
    fn a_mark_ahead_of_the_sound_is_waited_for() {
        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "task"));
        speak(&mut live, 5000);
        live.mark(end(5300, "task"));
        assert_eq!(all(&mut live), []);
        speak(&mut live, 400);
        assert_eq!(all(&mut live), [("task".into(), 0, 0, 5300, true)]);
    }

    #[test]
    fn time_of_a_section_leaves_pauses_of_the_clock_out() {
        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "task"));
        speak(&mut live, 2000);
        live.mark(mark(2000, Event::Pause));
        speak(&mut live, 9000);
        live.mark(mark(11_000, Event::Resume));
        speak(&mut live, 3000);
        live.mark(end(14_000, "task"));
        assert_eq!(all(&mut live), [("task".into(), 0, 0, 5000, true)]);
    }

    #[test]
    fn a_replaced_try_is_not_handed_out_but_an_accidental_one_replaces_nothing() {
        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "task"));
        speak(&mut live, 3000);
        live.mark(start(3000, "task"));
        speak(&mut live, 4000);
        live.mark(end(7000, "task"));
        assert_eq!(all(&mut live), [("task".into(), 1, 0, 4000, true)]);

        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "task"));
        speak(&mut live, 3000);
        live.mark(start(3000, "task"));
        speak(&mut live, 500);
        live.mark(end(3500, "task"));
        assert_eq!(all(&mut live), [("task".into(), 0, 0, 3000, true)]);
    }

    #[test]
    fn sections_come_in_the_order_of_speaking_and_the_end_closes_the_last() {
        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "situation"));
        speak(&mut live, 2000);
        live.mark(end(2000, "situation"));
        live.mark(start(2000, "task"));
        speak(&mut live, 3000);
        assert_eq!(all(&mut live), [("situation".into(), 0, 0, 2000, true)]);
        live.end();
        assert_eq!(all(&mut live), [("task".into(), 0, 0, 3000, true)]);
    }

    #[test]
    fn sound_that_was_handed_out_is_dropped_and_offsets_stay_exact() {
        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "situation"));
        for _ in 0..10 {
            speak(&mut live, 20_500);
            pause(&mut live, 500);
            assert_eq!(all(&mut live).len(), 1);
            assert!(kept(&live) < Millis(22_000), "{}", kept(&live));
        }
        speak(&mut live, 1000);
        live.mark(end(211_000, "situation"));
        assert_eq!(
            all(&mut live),
            [("situation".into(), 0, 209_750, 1250, true)]
        );
    }

    /// A recogniser that is slower than speech finds a backlog after each stretch.
    #[test]
    fn a_backlog_is_cut_as_speech_is_and_not_looked_at_as_a_whole_for_every_cut() {
        let longest = std::cell::Cell::new(Millis::ZERO);
        let looks = |samples: &Samples| {
            longest.set(longest.get().max(samples.length()));
            detect(samples)
        };
        let lengths = |live: &mut GrowingTake| -> Vec<u64> {
            let stretches = std::iter::from_fn(|| live.next(looks));
            let samples = stretches.map(|stretch| stretch.samples);
            samples
                .inspect(|samples| {
                    let spare = samples.frames.capacity() - samples.frames.len();
                    assert!(spare < 16_000, "{spare} frames for nothing");
                })
                .map(|samples| samples.length().0)
                .collect()
        };
        // A pause at the end of every nineteen seconds, in blocks as the recorder delivers them.
        let blocks = |live: &mut GrowingTake, lengths: &mut dyn FnMut(&mut GrowingTake)| {
            live.mark(start(0, "action"));
            for at in 0..31 * 190 {
                let level = if at % 190 < 180 { 1000 } else { 0 };
                live.sound(vec![level; 1600]);
                lengths(live);
            }
        };
        let mut live = GrowingTake::new(RATE);
        let mut kept_up = Vec::new();
        blocks(&mut live, &mut |live| kept_up.extend(lengths(live)));
        let mut live = GrowingTake::new(RATE);
        blocks(&mut live, &mut |_| ());
        longest.set(Millis::ZERO);
        let backlog = lengths(&mut live);
        assert_eq!(kept_up.len(), 30);
        assert_eq!((backlog[0], backlog[29]), (18_500, 19_000));
        assert_eq!(backlog, kept_up);
        assert!(longest.get() <= chunks::LOOK, "{}", longest.get());
    }

    /// Also without pauses, and however much sound follows.
    #[test]
    fn a_backlog_without_a_pause_is_cut_where_it_is_quietest() {
        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "action"));
        speak(&mut live, 24_000);
        live.sound(vec![10; 20 * 16]);
        speak(&mut live, 60_000);
        pause(&mut live, 60_000);
        let cut = live.next(detect).map(|stretch| stretch.samples.length());
        assert_eq!(cut, Some(Millis(24_010)));
    }

    #[test]
    fn a_pause_of_hours_is_not_kept_in_memory_and_what_was_said_before_it_is() {
        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "task"));
        speak(&mut live, 5000);
        live.mark(mark(5000, Event::Pause));
        for _ in 0..600 {
            live.sound(vec![7; 16_000]);
            assert_eq!(all(&mut live), []);
        }
        assert!(kept(&live) < Millis(9000), "{}", kept(&live));
        live.mark(mark(605_000, Event::Resume));
        speak(&mut live, 3000);
        live.mark(end(608_000, "task"));
        let heard = live.next(detect).map(|stretch| stretch.samples);
        assert_eq!(heard.as_ref().map(Samples::length), Some(Millis(8000)));
        let heard = heard.unwrap_or_default();
        assert!(
            heard
                .frames
                .iter()
                .all(|sample| *sample == 1000.0 / 32_768.0)
        );
        // Also between two sections.
        for _ in 0..600 {
            live.sound(vec![7; 16_000]);
            assert_eq!(all(&mut live), []);
        }
        assert!(kept(&live) < Millis(4000), "{}", kept(&live));
    }

    #[test]
    fn a_block_is_dropped_when_its_voice_was_handed_out() {
        let mut live = GrowingTake::new(RATE);
        live.mark(start(0, "task"));
        // One block holds the end of what is spoken and the beginning of the pause.
        live.sound(vec![1000; 16 * 15_000]);
        live.mark(mark(13_000, Event::Pause));
        pause(&mut live, 5000);
        live.mark(mark(20_000, Event::Resume));
        pause(&mut live, 1000);
        speak(&mut live, 6000);
        speak(&mut live, 500);
        let heard: Vec<u64> = all(&mut live)
            .into_iter()
            .map(|stretch| stretch.3)
            .collect();
        assert_eq!(heard, [13_500]);
        assert_eq!(kept(&live), Millis(7500), "what is left to be heard");
    }

    #[test]
    fn the_rate_of_the_device_is_brought_to_that_of_the_recogniser() {
        let mut live = GrowingTake::new(48_000);
        live.mark(Mark {
            frame: 0,
            event: Event::Start("task".into()),
        });
        live.sound(vec![1000; 48_000 * 2]);
        live.end();
        let stretch = live.next(detect);
        assert_eq!(
            stretch.map(|s| (s.samples.rate, s.samples.frames.len())),
            Some((RATE, 32_000))
        );
    }
}
