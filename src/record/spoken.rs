//! Derives from the marks which stretches of the take belong to which section.
//!
//! The take is never edited; everything is derived from the marks, so that an interrupted
//! session (a power cut, a kill) gives the same sections as a complete one.

use crate::session::{Event, Mark};
use crate::time::{Millis, Span};
use std::ops::Range;

/// A shorter try (in milliseconds) is an accidental key press: it is kept in the take and in
/// the marks, but neither replaces an earlier try nor counts as one.
pub const SHORTEST_TRY: Millis = Millis(1000);

/// One section as it was spoken. Positions are frames of the take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpokenSection {
    /// Section id.
    pub id: String,
    /// Its tries in the order in which they were spoken; a try is a list of stretches in order,
    /// with pauses and gaps left out. A try that ended at once may have no stretch.
    pub tries: Vec<Vec<Range<u64>>>,
}

impl SpokenSection {
    /// The tries of at least [`SHORTEST_TRY`], in order: shorter ones are none.
    pub fn counted(&self, rate: u32) -> impl DoubleEndedIterator<Item = &[Range<u64>]> {
        let shortest = SHORTEST_TRY.frames(rate);
        let tries = self.tries.iter().map(Vec::as_slice);
        tries.filter(move |one| frames(one) >= shortest)
    }

    /// The last try of at least [`SHORTEST_TRY`], if there is one.
    pub fn kept(&self, rate: u32) -> Option<&[Range<u64>]> {
        self.counted(rate).next_back()
    }

    /// The stretches that count, as time of the take.
    pub fn spans(&self, rate: u32) -> Vec<Span> {
        spans(self.kept(rate).unwrap_or_default(), rate)
    }
}

/// Stretches of frames as time.
pub fn spans(stretches: &[Range<u64>], rate: u32) -> Vec<Span> {
    stretches.iter().map(|range| span(range, rate)).collect()
}

/// The number of frames in `stretches`.
pub fn frames(stretches: &[Range<u64>]) -> u64 {
    stretches.iter().map(|range| range.end - range.start).sum()
}

/// A stretch of frames as time.
pub fn span(range: &Range<u64>, rate: u32) -> Span {
    Span::new(
        Millis::of_frames(range.start, rate),
        Millis::of_frames(range.end, rate),
    )
}

/// The sections of a take of `length` frames, in the order in which they were first begun.
///
/// Defined for any list of marks: marks beyond the end count as the end, decreasing marks
/// as not moving, and a section that was never ended (a crash) ends with the take.
pub fn spoken(marks: &[Mark], length: u64) -> Vec<SpokenSection> {
    let mut reading = Reading::default();
    for mark in marks {
        reading.mark(mark, length);
    }
    reading.until(length);
    reading.sections
}

/// The stretches during which the microphone was disconnected, in order.
pub fn gaps(marks: &[Mark], length: u64) -> Vec<Range<u64>> {
    let mut gaps = Vec::new();
    let mut since = None;
    for mark in marks {
        match mark.event {
            Event::MicrophoneLost => since = since.or(Some(mark.frame.min(length))),
            Event::MicrophoneBack => gaps.extend(
                since
                    .take()
                    .map(|start| start..mark.frame.min(length).max(start)),
            ),
            _ => {}
        }
    }
    gaps.extend(since.map(|start| start..length));
    gaps.retain(|gap: &Range<u64>| !gap.is_empty());
    gaps
}

/// The state while reading the marks.
#[derive(Default)]
struct Reading {
    sections: Vec<SpokenSection>,
    /// Index of the section that is open.
    open: Option<usize>,
    paused: bool,
    lost: bool,
    /// Everything before this frame has been assigned.
    at: u64,
}

impl Reading {
    fn mark(&mut self, mark: &Mark, length: u64) {
        self.until(mark.frame.min(length));
        match &mark.event {
            Event::Start(id) => {
                self.paused = false;
                self.open = Some(self.begin(id));
            }
            Event::End(_) | Event::Finish => self.open = None,
            Event::Pause => self.paused = true,
            Event::Resume => self.paused = false,
            Event::MicrophoneLost => self.lost = true,
            Event::MicrophoneBack => self.lost = false,
            Event::Border => {}
        }
    }

    fn begin(&mut self, id: &str) -> usize {
        let known = self.sections.iter().position(|section| section.id == id);
        let index = known.unwrap_or_else(|| {
            self.sections.push(SpokenSection {
                id: id.to_owned(),
                tries: Vec::new(),
            });
            self.sections.len() - 1
        });
        self.sections[index].tries.push(Vec::new());
        index
    }

    /// Assigns the frames up to `end` to the open section, unless it is paused or disconnected.
    fn until(&mut self, end: u64) {
        let stretch = self.at..end;
        self.at = self.at.max(end);
        let (Some(open), false) = (self.open, self.paused || self.lost || stretch.is_empty())
        else {
            return;
        };
        let Some(one) = self.sections[open].tries.last_mut() else {
            return;
        };
        match one.last_mut() {
            Some(last) if last.end == stretch.start => last.end = stretch.end,
            _ => one.push(stretch),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::single_range_in_vec_init,
        reason = "one stretch is the usual list of stretches"
    )]
    use super::*;

    fn mark(frame: u64, event: Event) -> Mark {
        Mark { frame, event }
    }

    #[test]
    fn a_pause_is_cut_out_of_the_section() {
        let marks = [
            mark(0, Event::Start("task".into())),
            mark(2000, Event::Pause),
            mark(3000, Event::Resume),
            mark(5000, Event::End("task".into())),
            mark(5000, Event::Finish),
        ];
        let heard = spoken(&marks, 5000);
        assert_eq!(heard[0].tries, [[0..2000, 3000..5000]]);
    }

    #[test]
    fn a_redo_keeps_the_earlier_try() {
        let marks = [
            mark(0, Event::Start("task".into())),
            mark(2500, Event::End("task".into())),
            mark(2500, Event::Start("task".into())),
            mark(4000, Event::End("task".into())),
        ];
        let heard = &spoken(&marks, 4000)[0];
        assert_eq!(heard.spans(1000), [Span::new(Millis(2500), Millis(4000))]);
        assert_eq!(heard.counted(1000).count(), 2);
    }

    #[test]
    fn a_slip_of_the_finger_replaces_nothing() {
        let marks = [
            mark(0, Event::Start("task".into())),
            mark(2500, Event::End("task".into())),
            mark(2500, Event::Start("task".into())),
            mark(2900, Event::End("task".into())),
        ];
        let heard = &spoken(&marks, 2900)[0];
        assert_eq!(heard.spans(1000), [Span::new(Millis(0), Millis(2500))]);
        assert_eq!(heard.counted(1000).count(), 1);
    }

    #[test]
    fn a_crash_ends_the_open_section_with_the_take() {
        let marks = [mark(0, Event::Start("task".into()))];
        assert_eq!(spoken(&marks, 1234)[0].tries, [[0..1234]]);
    }

    #[test]
    fn time_without_a_microphone_belongs_to_nobody() {
        let marks = [
            mark(0, Event::Start("task".into())),
            mark(1000, Event::MicrophoneLost),
            mark(4000, Event::MicrophoneBack),
            mark(6000, Event::End("task".into())),
        ];
        assert_eq!(spoken(&marks, 6000)[0].tries, [[0..1000, 4000..6000]]);
        assert_eq!(gaps(&marks, 6000), [1000..4000]);
        assert_eq!(gaps(&marks[..2], 2500), [1000..2500]);
    }
}
