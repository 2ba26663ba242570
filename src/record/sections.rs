//! The five sections as a machine: what a key press means at a frame of the take.

use super::spoken::{Spoken, frames, spoken};
use crate::session::{Event, Mark};
use crate::time::Millis;

/// A second step within this time is the key repeating by itself, not a wish.
pub const SHORTEST_STEP: Millis = Millis(700);

/// What the candidate may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Begin, end this section and go on, or end the last one.
    Next,
    /// A new section begins here, within an answer that is told in one take.
    Border,
    /// Speak this section again; the earlier try is kept.
    Redo,
    /// Pause, or go on.
    Pause,
    /// Go back to the section before and speak it again.
    Back,
    /// End here and keep everything.
    Finish,
}

/// Where a rehearsal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The candidate is waited for, and nothing is recorded: [`Ask::Next`] begins.
    Ready,
    /// A section is being spoken.
    Speaking,
    /// Paused within a section.
    Paused,
    /// Over.
    Done,
}

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Done.
    Done,
    /// Not done, since the key came again within [`SHORTEST_STEP`].
    TooSoon,
    /// Not done, since the microphone is away.
    NoMicrophone,
    /// There is nothing to do.
    Nothing,
}

/// The machine. It knows no clock: a moment is a frame of the take.
#[derive(Debug, Clone)]
pub struct Sections {
    ids: Vec<String>,
    /// From this index on every part waits for the candidate before it begins.
    waits_from: usize,
    rate: u32,
    at: usize,
    phase: Phase,
    lost: bool,
    marks: Vec<Mark>,
    last_step: Option<u64>,
}

impl Sections {
    /// The sections `ids` in speaking order, for a take of `rate` frames a second.
    pub fn new(ids: Vec<String>, rate: u32) -> Self {
        Self {
            phase: if ids.is_empty() {
                Phase::Done
            } else {
                Phase::Ready
            },
            waits_from: ids.len(),
            ids,
            rate,
            at: 0,
            lost: false,
            marks: Vec::new(),
            last_step: None,
        }
    }

    /// As [`Self::new`]; from the part `from` on the candidate is waited for before each: a question
    /// has to be read, and thinking about it is no silence of the answer before.
    pub fn waiting(ids: Vec<String>, from: usize, rate: u32) -> Self {
        Self {
            waits_from: from,
            ..Self::new(ids, rate)
        }
    }

    /// Where it stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Index of the section that is spoken now, or will be.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether the microphone is away.
    pub fn lost(&self) -> bool {
        self.lost
    }

    /// Everything that has happened, in order.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Grants or refuses `ask` at `frame`. Frames may not run backwards; one that does is read as
    /// the last one.
    pub fn ask(&mut self, ask: Ask, frame: u64) -> Answer {
        let frame = self.not_before(frame);
        if self.phase == Phase::Done {
            return Answer::Nothing;
        }
        if ask == Ask::Finish {
            self.finish(frame);
            return Answer::Done;
        }
        if self.lost {
            return Answer::NoMicrophone;
        }
        if ask == Ask::Pause {
            return self.pause(frame);
        }
        if self.phase == Phase::Ready {
            return self.begin_or_leaf(ask, frame);
        }
        if let Some(last) = self.last_step
            && frame < last + SHORTEST_STEP.frames(self.rate)
        {
            return Answer::TooSoon;
        }
        if ask == Ask::Border {
            self.last_step = Some(frame);
            self.push(frame, Event::Border);
        } else {
            self.step(ask, frame);
        }
        Answer::Done
    }

    /// What a wish means while the candidate is waited for.
    fn begin_or_leaf(&mut self, ask: Ask, frame: u64) -> Answer {
        match ask {
            Ask::Next => {
                self.last_step = Some(frame);
                self.begin(frame);
            }
            Ask::Back if self.at > self.waits_from => self.at -= 1,
            _ => return Answer::Nothing,
        }
        Answer::Done
    }

    fn step(&mut self, ask: Ask, frame: u64) {
        self.last_step = Some(frame);
        let to = match ask {
            Ask::Next => self.at + 1,
            // What came before the first question is not gone back to.
            Ask::Back if self.at == self.waits_from => self.at,
            Ask::Back => self.at.saturating_sub(1),
            Ask::Redo | Ask::Pause | Ask::Finish | Ask::Border => self.at,
        };
        if to >= self.ids.len() {
            self.finish(frame);
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

    fn begin(&mut self, frame: u64) {
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

    fn pause(&mut self, frame: u64) -> Answer {
        let (phase, event) = match self.phase {
            Phase::Speaking => (Phase::Paused, Event::Pause),
            Phase::Paused => (Phase::Speaking, Event::Resume),
            Phase::Ready | Phase::Done => return Answer::Nothing,
        };
        self.phase = phase;
        self.push(frame, event);
        Answer::Done
    }

    /// Ends the take at `frame`, whatever is going on.
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

    /// The microphone went away after `frame` frames. A mark that was set for a later frame, which
    /// now never comes, moves back to it.
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

    /// No frame follows `frame`: marks that were set ahead of the sound move back to it.
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
    pub fn spoken(&self, length: u64) -> Vec<Spoken> {
        in_order(spoken(&self.marks, length), &self.ids)
    }

    /// Frames of the try that is being spoken.
    pub fn current_frames(&self, length: u64) -> u64 {
        let (Some(id), true) = (self.ids.get(self.at), self.phase != Phase::Ready) else {
            return 0;
        };
        spoken(&self.marks, length)
            .iter()
            .find(|section| section.id == *id)
            .and_then(|section| section.tries.last())
            .map_or(0, |one| frames(one))
    }

    /// Frames since the pause began, while paused.
    pub fn paused_frames(&self, length: u64) -> u64 {
        match (
            self.phase,
            self.marks
                .iter()
                .rev()
                .find(|mark| mark.event == Event::Pause),
        ) {
            (Phase::Paused, Some(pause)) => length.saturating_sub(pause.frame),
            _ => 0,
        }
    }
}

/// `sections` in the order of `ids`; sections of other names follow.
pub fn in_order(mut sections: Vec<Spoken>, ids: &[String]) -> Vec<Spoken> {
    sections.sort_by_key(|section| {
        ids.iter()
            .position(|id| *id == section.id)
            .unwrap_or(ids.len())
    });
    sections
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::single_range_in_vec_init,
        reason = "one stretch is the usual list of stretches"
    )]
    use super::*;
    use crate::record::spoken::gaps;
    use proptest::prelude::*;
    use std::ops::Range;

    const RATE: u32 = 1000;

    fn five() -> Sections {
        let ids = ["situation", "task", "action", "result", "reflection"];
        Sections::new(ids.map(str::to_owned).to_vec(), RATE)
    }

    #[test]
    fn five_sections_one_after_the_other() {
        let mut sections = five();
        for frame in [0, 30_000, 50_000, 140_000, 160_000, 175_000] {
            assert_eq!(sections.ask(Ask::Next, frame), Answer::Done);
        }
        assert_eq!(sections.phase(), Phase::Done);
        let lengths: Vec<u64> = sections
            .spoken(175_000)
            .iter()
            .map(|section| frames(section.kept(RATE).expect("long enough")))
            .collect();
        assert_eq!(lengths, [30_000, 20_000, 90_000, 20_000, 15_000]);
    }

    #[test]
    fn a_key_that_repeats_by_itself_is_one_press() {
        let mut sections = five();
        assert_eq!(sections.ask(Ask::Next, 0), Answer::Done);
        for frame in [30, 60, 90, 699] {
            assert_eq!(sections.ask(Ask::Next, frame), Answer::TooSoon);
        }
        assert_eq!(sections.ask(Ask::Next, 700), Answer::Done);
        assert_eq!(sections.at(), 1);
    }

    /// A story of two sections, then two questions that wait.
    fn with_questions() -> Sections {
        let ids = ["task", "action", "follow-up-a", "follow-up-b"];
        Sections::waiting(ids.map(str::to_owned).to_vec(), 2, RATE)
    }

    #[test]
    fn a_question_waits_until_the_candidate_begins() {
        let mut sections = with_questions();
        sections.ask(Ask::Next, 0);
        sections.ask(Ask::Next, 4000);
        assert_eq!(sections.ask(Ask::Next, 9000), Answer::Done);
        assert_eq!((sections.phase(), sections.at()), (Phase::Ready, 2));
        // Nothing is recorded while it waits: the take goes on where the section ended.
        assert_eq!(sections.ask(Ask::Pause, 9000), Answer::Nothing);
        assert_eq!(sections.ask(Ask::Next, 0), Answer::Done);
        sections.ask(Ask::Next, 14_000);
        sections.ask(Ask::Next, 0);
        sections.ask(Ask::Next, 20_000);
        assert_eq!(sections.phase(), Phase::Done);
        let spoken = sections.spoken(20_000);
        let tries: Vec<_> = spoken.iter().map(|one| one.tries[0].clone()).collect();
        assert_eq!(
            tries,
            [[0..4000], [4000..9000], [9000..14_000], [14_000..20_000]]
        );
    }

    #[test]
    fn a_question_is_not_left_backwards() {
        let mut sections = with_questions();
        sections.ask(Ask::Next, 0);
        sections.ask(Ask::Next, 5000);
        sections.ask(Ask::Next, 9000);
        assert_eq!((sections.phase(), sections.at()), (Phase::Ready, 2));
        assert_eq!(sections.ask(Ask::Back, 9000), Answer::Nothing);
        sections.ask(Ask::Next, 0);
        // Back on the first question speaks it again.
        sections.ask(Ask::Back, 12_000);
        assert_eq!((sections.phase(), sections.at()), (Phase::Speaking, 2));
        sections.ask(Ask::Next, 16_000);
        assert_eq!((sections.phase(), sections.at()), (Phase::Ready, 3));
        assert_eq!(sections.ask(Ask::Back, 0), Answer::Done);
        assert_eq!((sections.phase(), sections.at()), (Phase::Ready, 2));
        sections.ask(Ask::Finish, 0);
        assert_eq!(sections.phase(), Phase::Done);
    }

    #[test]
    fn a_border_within_an_answer_is_a_mark_and_ends_nothing() {
        let mut answer = Sections::new(vec!["answer".into()], RATE);
        assert_eq!(answer.ask(Ask::Border, 0), Answer::Nothing);
        answer.ask(Ask::Next, 0);
        assert_eq!(answer.ask(Ask::Border, 300), Answer::TooSoon);
        assert_eq!(answer.ask(Ask::Border, 9000), Answer::Done);
        answer.ask(Ask::Next, 20_000);
        assert_eq!(answer.phase(), Phase::Done);
        assert_eq!(answer.spoken(20_000)[0].tries, [[0..20_000]]);
        let borders = answer
            .marks()
            .iter()
            .filter(|mark| mark.event == Event::Border);
        assert_eq!(borders.map(|mark| mark.frame).collect::<Vec<_>>(), [9000]);
    }

    #[test]
    fn back_speaks_the_section_before_again() {
        let mut sections = five();
        sections.ask(Ask::Next, 0);
        sections.ask(Ask::Next, 5000);
        sections.ask(Ask::Back, 8000);
        sections.ask(Ask::Finish, 12_000);
        let spoken = sections.spoken(12_000);
        assert_eq!(spoken[0].tries, [[0..5000], [8000..12_000]]);
        assert_eq!(spoken[1].tries, [[5000..8000]]);
    }

    #[test]
    fn leaving_while_paused_ends_the_pause() {
        let mut sections = five();
        sections.ask(Ask::Next, 0);
        sections.ask(Ask::Pause, 2000);
        assert_eq!(sections.paused_frames(2600), 600);
        sections.ask(Ask::Next, 4000);
        assert_eq!(sections.phase(), Phase::Speaking);
        assert_eq!(sections.spoken(6000)[0].tries, [[0..2000]]);
        assert_eq!(sections.spoken(6000)[1].tries, [[4000..6000]]);
    }

    #[test]
    fn a_mark_ahead_of_a_lost_microphone_moves_back() {
        let mut sections = five();
        sections.ask(Ask::Next, 0);
        sections.ask(Ask::Next, 5300);
        sections.microphone_lost(5000);
        assert_eq!(sections.ask(Ask::Next, 5400), Answer::NoMicrophone);
        sections.microphone_back(8000);
        sections.ask(Ask::Finish, 10_000);
        let spoken = sections.spoken(10_000);
        assert_eq!(spoken[0].tries, [[0..5000]]);
        assert_eq!(spoken[1].tries, [[8000..10_000]]);
    }

    #[derive(Debug, Clone)]
    enum Happening {
        Ask(Ask),
        Lost,
        Back(u64),
    }

    fn happenings() -> impl Strategy<Value = Vec<(u64, u64, Happening)>> {
        let what = prop_oneof![
            4 => Just(Happening::Ask(Ask::Next)),
            2 => Just(Happening::Ask(Ask::Redo)),
            2 => Just(Happening::Ask(Ask::Pause)),
            1 => Just(Happening::Ask(Ask::Back)),
            1 => Just(Happening::Lost),
            1 => (0..9000_u64).prop_map(Happening::Back),
        ];
        // Frames that pass before it, how far ahead of the sound the key lies, and what happens.
        prop::collection::vec((0..6000_u64, 0..350_u64, what), 0..60)
    }

    /// Plays the happenings; gives the machine and the length of the take.
    fn play(happenings: &[(u64, u64, Happening)]) -> (Sections, u64) {
        let mut sections = five();
        let mut length = 0;
        for (pass, ahead, what) in happenings {
            if !sections.lost() {
                length += pass;
            }
            match what {
                Happening::Ask(ask) => {
                    sections.ask(*ask, length + ahead);
                }
                Happening::Lost => sections.microphone_lost(length),
                Happening::Back(gap) if sections.lost() => {
                    length += gap;
                    sections.microphone_back(length);
                }
                Happening::Back(_) => {}
            }
        }
        sections.nothing_after(length);
        sections.finish(length);
        (sections, length)
    }

    proptest! {
        #[test]
        fn marks_are_ordered_and_within_the_take(happenings in happenings()) {
            let (sections, length) = play(&happenings);
            let frames: Vec<u64> = sections.marks().iter().map(|mark| mark.frame).collect();
            prop_assert!(frames.is_sorted());
            prop_assert!(frames.iter().all(|frame| *frame <= length));
        }

        #[test]
        fn no_frame_belongs_to_two_and_none_is_unaccounted_for(happenings in happenings()) {
            let (sections, length) = play(&happenings);
            let spoken = sections.spoken(length);
            let mut all: Vec<Range<u64>> = spoken
                .iter()
                .flat_map(|section| section.tries.iter().flatten().cloned())
                .collect();
            all.sort_by_key(|range| range.start);
            for pair in all.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
            prop_assert!(all.iter().all(|range| !range.is_empty() && range.end <= length));

            // Spoken, paused, away and before the first word: together the whole take.
            let (mut silent, mut at, mut open, mut paused, mut lost) = (0, 0, false, false, false);
            for mark in sections.marks() {
                if !open || paused || lost {
                    silent += mark.frame - at;
                }
                at = mark.frame;
                match mark.event {
                    Event::Start(_) => open = true,
                    Event::End(_) | Event::Finish => open = false,
                    Event::Pause => paused = true,
                    Event::Resume => paused = false,
                    Event::MicrophoneLost => lost = true,
                    Event::MicrophoneBack => lost = false,
                    Event::Border => {}
                }
            }
            silent += length - at;
            prop_assert_eq!(frames(&all) + silent, length);
            for gap in gaps(sections.marks(), length) {
                prop_assert!(all.iter().all(|range| range.end <= gap.start || gap.end <= range.start));
            }
        }

        #[test]
        fn every_start_is_a_try_and_nothing_is_forgotten(happenings in happenings()) {
            let (sections, length) = play(&happenings);
            let starts = sections
                .marks()
                .iter()
                .filter(|mark| matches!(mark.event, Event::Start(_)))
                .count();
            let tries: usize = sections.spoken(length).iter().map(|one| one.tries.len()).sum();
            prop_assert_eq!(starts, tries);
        }

        #[test]
        fn an_interrupted_take_reads_like_a_finished_one(happenings in happenings()) {
            let (sections, length) = play(&happenings);
            let marks = sections.marks();
            // Everything but the last words of the machine: what a journal holds after a crash.
            let cut = marks
                .iter()
                .rposition(|mark| !matches!(mark.event, Event::End(_) | Event::Finish))
                .map_or(0, |last| last + 1);
            if marks[cut..].iter().all(|mark| mark.frame == length) {
                prop_assert_eq!(spoken(&marks[..cut], length), spoken(marks, length));
            }
        }
    }
}
