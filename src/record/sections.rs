//! The state machine of the sections: what a key press means at a frame of the take.

use super::spoken::{SpokenSection, frames, spoken};
use crate::session::{Event, Mark};
use crate::time::Millis;
use std::collections::BTreeSet;

/// A second step within this time is a repeating key.
pub const SHORTEST_STEP: Millis = Millis(700);

/// What the candidate may request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionRequest {
    /// Begin, end this section and go on, or end the last one.
    Next,
    /// A new section begins here, within an answer that is given in one take.
    Border,
    /// Speak this section again; the earlier try is kept.
    Redo,
    /// Pause, or go on.
    Pause,
    /// Go back to the section before and speak it again; what comes after it may stay as it was told.
    Back,
    /// End here and keep everything.
    Finish,
}

/// The phase of a rehearsal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Waiting for the candidate, recording nothing: [`SectionRequest::Next`] begins.
    Ready,
    /// A section is being spoken.
    Speaking,
    /// Paused within a section.
    Paused,
    /// Over.
    Done,
}

/// The answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestResult {
    /// Done.
    Done,
    /// Refused, since the key came again within [`SHORTEST_STEP`].
    TooSoon,
    /// Refused, since the microphone is disconnected.
    NoMicrophone,
    /// Done: the part is spoken again, and the earlier try is kept.
    Again,
    /// Refused, since there is no earlier part to go back to.
    First,
    /// Refused, since the disk still has no space for what is held in memory.
    NoRoom,
    /// Refused, since there is nothing to do.
    Nothing,
}

impl RequestResult {
    fn done(ask: SectionRequest) -> Self {
        match ask {
            SectionRequest::Redo => Self::Again,
            _ => Self::Done,
        }
    }
}

/// The state machine. It knows no clock: a moment is a frame of the take.
#[derive(Debug, Clone)]
pub struct Sections {
    ids: Vec<String>,
    /// Each part from this index on waits for the candidate before it begins.
    waits_from: usize,
    rate: u32,
    at: usize,
    phase: Phase,
    /// It waits before a section that was told before: what was said there may stay.
    told: bool,
    lost: bool,
    /// Where the tries began in which nobody spoke.
    silent: BTreeSet<u64>,
    marks: Vec<Mark>,
    last_step: Option<u64>,
}

impl Sections {
    /// The sections `ids` in speaking order, for a take of `rate` frames a second. Each part from `waits_from` on
    /// waits for the candidate: a question has to be read, and the time to think does not count as silence in the
    /// answer before.
    pub fn new(ids: Vec<String>, waits_from: usize, rate: u32) -> Self {
        Self {
            phase: if ids.is_empty() {
                Phase::Done
            } else {
                Phase::Ready
            },
            ids,
            waits_from,
            rate,
            at: 0,
            told: false,
            lost: false,
            silent: BTreeSet::new(),
            marks: Vec::new(),
            last_step: None,
        }
    }

    /// The phase.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Index of the current or next section.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether it waits before a section that was told before: [`SectionRequest::Next`] keeps that and goes on,
    /// [`SectionRequest::Redo`] speaks it again.
    pub fn told(&self) -> bool {
        self.told && self.phase == Phase::Ready
    }

    /// Whether the microphone is disconnected.
    #[cfg(test)]
    pub fn lost(&self) -> bool {
        self.lost
    }

    /// Everything that has happened, in order.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Carries out or refuses `ask` at `frame`. Frames must not decrease; one that does counts as
    /// the last one.
    pub fn ask(&mut self, ask: SectionRequest, frame: u64) -> RequestResult {
        let frame = self.not_before(frame);
        if self.phase == Phase::Done {
            return RequestResult::Nothing;
        }
        if ask == SectionRequest::Finish {
            self.finish(frame);
            return RequestResult::Done;
        }
        if self.lost {
            return RequestResult::NoMicrophone;
        }
        if ask == SectionRequest::Pause {
            return self.pause(frame);
        }
        if self.phase == Phase::Ready {
            return self.begin_or_leaf(ask, frame);
        }
        if let Some(last) = self.last_step
            && frame < last + SHORTEST_STEP.frames(self.rate)
        {
            return RequestResult::TooSoon;
        }
        // The sections before the first question cannot be gone back to either.
        if ask == SectionRequest::Back && (self.at == 0 || self.at == self.waits_from) {
            return RequestResult::First;
        }
        self.last_step = Some(frame);
        if ask == SectionRequest::Border {
            self.push(frame, Event::Border);
        } else {
            self.step(ask, frame);
        }
        RequestResult::done(ask)
    }

    /// What a request means while waiting for the candidate.
    fn begin_or_leaf(&mut self, ask: SectionRequest, frame: u64) -> RequestResult {
        match ask {
            SectionRequest::Next if self.told => self.go_to(self.at + 1, frame),
            SectionRequest::Next => self.begin(frame),
            SectionRequest::Redo if self.told => self.begin(frame),
            SectionRequest::Back if self.at > self.waits_from => {
                self.at -= 1;
                self.told = false;
                return RequestResult::Done;
            }
            SectionRequest::Back if self.told && self.at < self.waits_from => {
                // It was gone back to in order to speak it again.
                self.at = self.at.saturating_sub(1);
                self.begin(frame);
            }
            _ => return RequestResult::Nothing,
        }
        self.last_step = Some(frame);
        RequestResult::done(ask)
    }

    fn step(&mut self, ask: SectionRequest, frame: u64) {
        let to = match ask {
            SectionRequest::Next => self.at + 1,
            SectionRequest::Back => self.at.saturating_sub(1),
            SectionRequest::Redo
            | SectionRequest::Pause
            | SectionRequest::Finish
            | SectionRequest::Border => self.at,
        };
        if to > self.at {
            self.go_to(to, frame);
            return;
        }
        self.end(frame);
        let waits = to != self.at && to >= self.waits_from;
        self.at = to;
        if waits {
            self.phase = Phase::Ready;
        } else {
            self.begin(frame);
        }
    }

    /// Forward to a part: behind the last one it is over, and one that was told before is waited at, so that
    /// whoever went back need not tell it again.
    fn go_to(&mut self, to: usize, frame: u64) {
        if to >= self.ids.len() {
            self.finish(frame);
            return;
        }
        self.end(frame);
        self.at = to;
        self.told = self.was_told(frame);
        if self.told || to >= self.waits_from {
            self.phase = Phase::Ready;
        } else {
            self.begin(frame);
        }
    }

    /// Whether the part has a try that counts, and in which somebody spoke.
    fn was_told(&self, frame: u64) -> bool {
        let id = &self.ids[self.at];
        let spoken = spoken(&self.marks, frame);
        let tries = spoken.iter().filter(|section| section.id == *id);
        let mut counted = tries.flat_map(|section| section.counted(self.rate));
        counted.any(|one| {
            one.first()
                .is_some_and(|first| !self.silent.contains(&first.start))
        })
    }

    /// Where the current try began, while one is spoken.
    pub fn try_began(&self) -> Option<u64> {
        let speaking = matches!(self.phase, Phase::Speaking | Phase::Paused);
        let starts = |mark: &&Mark| matches!(mark.event, Event::Start(_));
        let last = self.marks.iter().rev().find(starts);
        last.filter(|_| speaking).map(|mark| mark.frame)
    }

    /// Notes whether nobody spoke in the try that began at `frame`: then it is not waited at as told.
    pub fn note_silence(&mut self, frame: u64, silent: bool) {
        if silent {
            self.silent.insert(frame);
        } else {
            self.silent.remove(&frame);
        }
    }

    fn begin(&mut self, frame: u64) {
        self.told = false;
        self.phase = Phase::Speaking;
        self.push(frame, Event::Start(self.ids[self.at].clone()));
    }

    fn end(&mut self, frame: u64) {
        if self.phase == Phase::Paused {
            self.push(frame, Event::Resume);
        }
        if matches!(self.phase, Phase::Speaking | Phase::Paused) {
            self.push(frame, Event::End(self.ids[self.at].clone()));
        }
    }

    fn pause(&mut self, frame: u64) -> RequestResult {
        let (phase, event) = match self.phase {
            Phase::Speaking => (Phase::Paused, Event::Pause),
            Phase::Paused => (Phase::Speaking, Event::Resume),
            Phase::Ready | Phase::Done => return RequestResult::Nothing,
        };
        self.phase = phase;
        self.push(frame, event);
        RequestResult::Done
    }

    /// Ends the take at `frame`, in any phase.
    pub fn finish(&mut self, frame: u64) {
        if self.phase == Phase::Done {
            return;
        }
        let frame = self.not_before(frame);
        self.microphone_back(frame);
        self.end(frame);
        self.phase = Phase::Done;
        self.push(frame, Event::Finish);
    }

    /// Moves the marks from index `first` on, which ended the take, to `frame`.
    pub fn end_at(&mut self, first: usize, frame: u64) {
        for mark in self.marks.iter_mut().skip(first) {
            mark.frame = frame;
        }
    }

    /// The microphone was disconnected after `frame` frames. A mark for a later frame, which
    /// will not arrive, moves back to it.
    pub fn microphone_lost(&mut self, frame: u64) {
        if !self.lost && self.phase != Phase::Done {
            self.nothing_after(frame);
            self.lost = true;
            if self.phase != Phase::Ready {
                self.push(frame, Event::MicrophoneLost);
            }
        }
    }

    /// The microphone came back; its sound goes on at `frame`.
    pub fn microphone_back(&mut self, frame: u64) {
        if self.lost {
            self.lost = false;
            if self.phase != Phase::Ready {
                let frame = self.not_before(frame);
                self.push(frame, Event::MicrophoneBack);
            }
        }
    }

    /// `frame` is the last frame: marks that were set ahead of the sound move back to it.
    pub fn nothing_after(&mut self, frame: u64) {
        for mark in self.marks.iter_mut().rev() {
            if mark.frame <= frame {
                break;
            }
            mark.frame = frame;
        }
    }

    fn push(&mut self, frame: u64, event: Event) {
        self.marks.push(Mark { frame, event });
    }

    fn not_before(&self, frame: u64) -> u64 {
        self.marks
            .last()
            .map_or(frame, |last| last.frame.max(frame))
    }

    /// The sections so far, in speaking order, with `length` frames recorded.
    pub fn spoken(&self, length: u64) -> Vec<SpokenSection> {
        in_order(spoken(&self.marks, length), &self.ids)
    }

    /// Frames of the current try.
    pub fn current_frames(&self, length: u64) -> u64 {
        let ready = self.phase == Phase::Ready;
        let sections = spoken(&self.marks, length);
        let current = sections
            .iter()
            .find(|section| !ready && Some(&section.id) == self.ids.get(self.at));
        let last = current.and_then(|section| section.tries.last());
        last.map_or(0, |one| frames(one))
    }

    /// Frames since the pause began, while paused.
    pub fn paused_frames(&self, length: u64) -> u64 {
        let mut marks = self.marks.iter().rev();
        let pause = marks.find(|mark| mark.event == Event::Pause);
        pause
            .filter(|_| self.phase == Phase::Paused)
            .map_or(0, |pause| length.saturating_sub(pause.frame))
    }
}

/// `sections` in the order of `ids`; sections of other names follow.
pub fn in_order(mut sections: Vec<SpokenSection>, ids: &[String]) -> Vec<SpokenSection> {
    let place = |section: &SpokenSection| ids.iter().position(|id| *id == section.id);
    sections.sort_by_key(|section| place(section).unwrap_or(ids.len()));
    sections
}

#[cfg(test)]
mod tests;
