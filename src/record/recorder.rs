//! Moves sound from the source to the take: the loop that the recording thread runs every few milliseconds.

use super::meter::{Meter, Meters};
use super::sections::{Phase, RequestResult, SHORTEST_STEP, SectionRequest, Sections};
use super::spoken::{SpokenSection, gaps, spoken};
use crate::audio::Samples;
use crate::audio::activity::{self, MUTED};
use crate::audio::mix::to_i16;
use crate::audio::wav::MOST_SAMPLES;
use crate::session::Mark;
use crate::time::Millis;
use std::collections::VecDeque;
use std::time::Duration;

/// A take longer than this ends by itself: it was forgotten, and a WAV cannot grow without limit. It applies
/// up to 48 kHz. At a higher rate a take ends earlier, where it could not be read back any
/// more ([`MOST_SAMPLES`]): after 93 minutes at 96 kHz, after 46 at 192 kHz.
pub const LONGEST_TAKE: Millis = Millis::from_secs(3 * 60 * 60);

/// The frames of the longest take at `rate` frames a second.
fn longest(rate: u32) -> u64 {
    LONGEST_TAKE.frames(rate).min(MOST_SAMPLES)
}
/// The most silence that is written for a time without microphone: a laptop that slept all
/// night must not fill the disk.
const LONGEST_SILENCE: Millis = Millis::from_secs(30);
/// How long the last frames may take to arrive after the end.
const LAST_FRAMES: Duration = Duration::from_millis(1000);
/// How long to wait for a microphone that has sent only exact zeros since it was opened when
/// the candidate begins to speak: a headset wakes within a second; a muted one must not be waited
/// for indefinitely.
const LONGEST_WAKE: Millis = Millis::from_secs(3);
/// How much sound before the last key is used to detect voice in the sound after it.
const BEFORE_THE_END: Millis = Millis::from_secs(10);
/// Less voice in a try is the sound of a key, or a breath.
const LEAST_VOICE: Millis = Millis(300);
/// The meter is delayed by this, so that it moves between blocks.
const METER_DELAY: Duration = Duration::from_millis(250);

/// A source of frames. Times are those of one monotonic clock.
pub trait Source {
    /// Frames a second. Never changes: a source that is reopened at another rate converts.
    fn rate(&self) -> u32;
    /// Appends every frame that has arrived (mono, nominally -1 to 1) and returns the state of the source.
    fn read(&mut self, now: Duration, into: &mut Vec<f32>) -> SourceRead;
    /// How many frames `at` lies after the last one that was read; negative for before.
    fn ahead(&self, at: Duration) -> i64;
    /// Frames lost without a report, by the clocks' estimate.
    fn lost_frames(&self) -> u64;
    /// How much faster the sound card's clock runs than the system's, in parts per million, once known.
    fn drift_ppm(&self) -> Option<i32>;
}

/// The result of [`Source::read`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceRead {
    /// Frames, perhaps none yet. After them, `dropped` frames are known to be missing.
    Sound {
        /// Frames that did not fit into a buffer.
        dropped: u64,
    },
    /// The microphone is disconnected; it is being looked for.
    Away(Disconnection),
    /// It is back; so many frames are missing between its last frame and the next that is read.
    Back {
        /// Frames that were not recorded.
        missing: u64,
    },
}

/// Why the microphone is disconnected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disconnection {
    /// The reason as a clause that is shown: "no sound for 2 seconds".
    pub why: String,
    /// For how long.
    pub so_far: Duration,
}

/// Stores sound and marks. Nothing here may fail or block: an implementation buffers what it cannot write.
pub trait TakeSink {
    /// The next frames of the take.
    fn sound(&mut self, frames: &[i16]);
    /// Something happened. Its frame may lie slightly ahead of the sound.
    fn mark(&mut self, mark: &Mark);
    /// Time to refresh headers and retry failed writes.
    fn tend(&mut self, now: Duration);
}

/// What the screen shows, at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The phase of the rehearsal.
    pub phase: Phase,
    /// Index of the section.
    pub at: usize,
    /// It was told before and is waited at: that may stay.
    pub told: bool,
    /// Time spoken in this try.
    pub section: Millis,
    /// The section ids that count so far and their time, in speaking order, including the current one.
    pub spoken: Vec<(String, Millis)>,
    /// For how long it is paused.
    pub paused: Millis,
    /// Set while the microphone is disconnected.
    pub away: Option<Disconnection>,
    /// The input level.
    pub meter: Meter,
    /// Sound other than the zeros of a waking microphone has arrived: only then is "recording"
    /// true.
    pub hearing: bool,
    /// Every frame of the last four seconds was exactly zero.
    pub all_zero: bool,
    /// Frames heard since the microphone was opened.
    pub heard: u64,
    /// Frames of the take.
    pub frames: u64,
}

/// A finished take.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// Frames a second.
    pub rate: u32,
    /// Frames of the take.
    pub frames: u64,
    /// What happened, in order.
    pub marks: Vec<Mark>,
    /// The sections in speaking order.
    pub spoken: Vec<SpokenSection>,
    /// Frames known or estimated to be lost while the microphone was there.
    pub lost_frames: u64,
    /// Drift of the sound card's clock in parts a million.
    pub drift_ppm: Option<i32>,
}

impl Recording {
    /// Only the first `frames` frames have been kept: what follows is removed, and a section that was open
    /// at that point ends there.
    pub fn cut_to(&mut self, frames: u64) {
        self.frames = self.frames.min(frames);
        for mark in &mut self.marks {
            mark.frame = mark.frame.min(frames);
        }
        let ids: Vec<String> = self.spoken.drain(..).map(|section| section.id).collect();
        self.spoken = super::in_order(spoken(&self.marks, self.frames), &ids);
    }

    /// Whether it ended because it reached the maximum length.
    pub fn is_full(&self) -> bool {
        self.frames >= longest(self.rate)
    }

    /// Stretches of silence written while the microphone was disconnected.
    pub fn gaps(&self) -> Vec<std::ops::Range<u64>> {
        gaps(&self.marks, self.frames)
    }
}

/// The end of the take, while the sound after the last key is still awaited.
#[derive(Debug, Clone, Copy)]
struct Closing {
    /// Number of marks before those of the end.
    marks: usize,
    /// The frame of the key.
    frame: u64,
}

/// Moves sound from a source to a sink and keeps the marks.
pub struct Recorder<S, K> {
    source: S,
    sink: K,
    sections: Sections,
    meters: Meters,
    /// Frames of the take.
    written: u64,
    /// Frames that have not arrived yet and belong to the previous part, which has ended.
    due: u64,
    /// Frames to be discarded after those: captured while nothing was being recorded.
    skip: u64,
    dropped: u64,
    away: Option<Disconnection>,
    /// Marks that the sink has received.
    delivered: usize,
    /// The number of exact zeros that the sound so far ends with.
    zeros: u64,
    /// Whether only exact zeros have arrived since the microphone was opened.
    asleep: bool,
    /// Zeros that were discarded while the candidate waited to speak.
    slept: u64,
    /// Frames that are still recorded after the last key.
    listens_on: u64,
    closing: Option<Closing>,
    /// The most recently kept frames.
    recent: VecDeque<i16>,
    ended_at: Option<Duration>,
    /// When something was asked last.
    asked_at: Option<Duration>,
}

impl<S: Source, K: TakeSink> Recorder<S, K> {
    /// Ready to record the sections `ids`.
    pub fn new(source: S, sink: K, ids: Vec<String>) -> Self {
        let never = ids.len();
        Self::waiting(source, sink, ids, never)
    }

    /// As [`Self::new`]; before each part from `from` on, the recorder waits for the candidate and
    /// records nothing meanwhile.
    pub fn waiting(source: S, sink: K, ids: Vec<String>, from: usize) -> Self {
        let rate = source.rate();
        Self {
            sections: Sections::new(ids, from, rate),
            meters: Meters::new(rate),
            source,
            sink,
            written: 0,
            due: 0,
            skip: 0,
            dropped: 0,
            away: None,
            delivered: 0,
            zeros: 0,
            asleep: true,
            slept: 0,
            listens_on: 0,
            closing: None,
            recent: VecDeque::new(),
            ended_at: None,
            asked_at: None,
        }
    }

    /// The same, which records for `rest` after the last key: whoever presses it during the last word
    /// does not lose that word. Voice in that time belongs to the last section.
    pub fn listening_on(self, rest: Millis) -> Self {
        Self {
            listens_on: rest.frames(self.source.rate()),
            ..self
        }
    }

    /// The same for a microphone from which sound has been received before.
    pub fn awake(self, sounded: bool) -> Self {
        Self {
            asleep: self.asleep && !sounded,
            ..self
        }
    }

    /// Carries out or refuses the request made at `pressed`, a moment of the same clock as `now`.
    pub fn ask(&mut self, ask: SectionRequest, pressed: Duration) -> RequestResult {
        let ready = self.sections.phase() == Phase::Ready;
        let again = self
            .asked_at
            .is_some_and(|last| pressed < last + Duration::from_millis(SHORTEST_STEP.0));
        self.asked_at = Some(pressed);
        // No frame passes while it waits, so that a key that repeats by itself is told by the clock.
        if again && self.sections.told() && ask == SectionRequest::Next {
            return RequestResult::TooSoon;
        }
        let frame = if ready { 0 } else { self.frame_at(pressed) };
        let due = self.left();
        let speaking = self.sections.phase() == Phase::Speaking;
        let marks = self.sections.marks().len();
        if matches!(
            ask,
            SectionRequest::Next | SectionRequest::Back | SectionRequest::Redo
        ) {
            self.look_for_voice();
        }
        let answer = self.sections.ask(ask, frame);
        if speaking && self.sections.phase() == Phase::Done && self.listens_on > 0 {
            let frame = self
                .sections
                .marks()
                .last()
                .map_or(frame, |mark| mark.frame);
            self.closing = Some(Closing { marks, frame });
        }
        if ready && self.sections.phase() == Phase::Speaking {
            // What has not arrived yet but was captured before the key is discarded, except
            // the last frames of the previous part.
            self.due = due;
            self.skip = (self.source.ahead(pressed).max(0) as u64).saturating_sub(due);
        }
        self.deliver_marks();
        answer
    }

    /// Moves everything that has arrived. Returns false once the take is complete.
    pub fn step(&mut self, now: Duration) -> bool {
        let mut frames = Vec::new();
        match self.source.read(now, &mut frames) {
            SourceRead::Sound { dropped } => {
                self.away = None;
                self.take_in(&frames);
                self.dropped += dropped;
                self.miss(dropped);
            }
            SourceRead::Away(away) => {
                if self.away.is_none() {
                    self.sections.microphone_lost(self.written);
                }
                self.away = Some(away);
            }
            SourceRead::Back { missing } => {
                (self.due, self.skip) = (0, 0);
                // It may begin with zeros, as any stream does.
                self.zeros = 0;
                let longest = LONGEST_SILENCE.frames(self.source.rate());
                if self.sections.phase() != Phase::Ready {
                    self.miss(missing.min(longest));
                }
                self.sections.microphone_back(self.written);
                self.away = None;
            }
        }
        if self.room() == 0 {
            self.sections.finish(self.written);
        }
        self.deliver_marks();
        self.sink.tend(now);
        !self.ended(now)
    }

    /// Whether the last frame that belongs to the take has been written.
    fn ended(&mut self, now: Duration) -> bool {
        if self.sections.phase() != Phase::Done {
            return false;
        }
        let since = *self.ended_at.get_or_insert(now);
        let patience = LAST_FRAMES + self.rest();
        let ended = self.left() == 0
            || self.room() == 0
            || self.away.is_some()
            || now.saturating_sub(since) > patience;
        if ended {
            self.close();
        }
        ended
    }

    fn rest(&self) -> Duration {
        Duration::from_millis(Millis::of_frames(self.listens_on, self.source.rate()).0)
    }

    /// Frames between the last written one and the end, once the end is known.
    fn left(&self) -> u64 {
        let key = self.sections.marks().last().map_or(0, |mark| mark.frame);
        let end = match self.closing {
            Some(_) => key + self.listens_on,
            None => key,
        };
        end.saturating_sub(self.written)
    }

    /// Notes whether anybody has spoken in the current try: not, as a rule, after going back too far. A try that is
    /// longer than what is at hand counts as told.
    fn look_for_voice(&mut self) {
        let Some(began) = self.sections.try_began() else {
            return;
        };
        let length = self.written.saturating_sub(began) as usize;
        let earlier = self.recent.len().checked_sub(length);
        let heard = earlier.map(|earlier| activity::find(&self.recent_from(earlier)));
        let silent = heard.is_some_and(|heard| heard.voiced_time() < LEAST_VOICE);
        self.sections.note_silence(began, silent);
    }

    /// The most recently kept frames, without the first `earlier` of them.
    fn recent_from(&self, earlier: usize) -> Samples {
        let frames = self.recent.iter().skip(earlier);
        Samples {
            rate: self.source.rate(),
            frames: frames.map(|s| f32::from(*s) / 32_768.0).collect(),
        }
    }

    /// Ends the last section where its voice ends, at or after the key.
    fn close(&mut self) {
        let Some(Closing { marks, frame }) = self.closing.take() else {
            return;
        };
        let samples = self.recent_from(0);
        let began = self.written.saturating_sub(samples.frames.len() as u64);
        let voiced = activity::find(&samples).voiced;
        let end = voiced
            .last()
            .map_or(0, |voice| voice.end.frames(samples.rate))
            + began;
        self.sections
            .end_at(marks, end.clamp(frame, frame.max(self.written)));
        self.deliver_marks();
    }

    fn take_in(&mut self, heard: &[f32]) {
        let frames = to_i16(heard);
        // Before rounding: what is too quiet for 16 bits is still sound.
        match heard.iter().rposition(|frame| *frame != 0.0) {
            Some(last) => self.zeros = (heard.len() - last - 1) as u64,
            None => self.zeros += heard.len() as u64,
        }
        self.meters.push(&frames);
        let (due, skipped) = self.due_and_skipped(frames.len() as u64);
        self.keep(&frames[..due as usize]);
        let passed = (due + skipped) as usize;
        let asleep = self.asleep(&heard[..passed], &heard[passed..]);
        let rest = &frames[passed + asleep..];
        let wanted = self.wanted(rest.len() as u64);
        self.keep(&rest[..wanted as usize]);
    }

    /// Of the next `frames` frames, how many still belong to the previous part, and how many of those after them
    /// are discarded.
    fn due_and_skipped(&mut self, frames: u64) -> (u64, u64) {
        let due = self.due.min(frames);
        self.due -= due;
        let skipped = self.skip.min(frames - due);
        self.skip -= skipped;
        (due, skipped)
    }

    /// How many of the `frames` frames after those are kept.
    fn wanted(&self, frames: u64) -> u64 {
        match self.sections.phase() {
            Phase::Speaking | Phase::Paused => frames,
            Phase::Ready | Phase::Done => frames.min(self.left()),
        }
    }

    /// How many frames at the beginning of `now` came from a microphone that was not awake yet.
    /// The clock counts frames, so it starts with the sound.
    fn asleep(&mut self, before: &[f32], now: &[f32]) -> usize {
        let first = |frames: &[f32]| frames.iter().position(|frame| *frame != 0.0);
        let speaking = self.sections.phase() == Phase::Speaking;
        if !self.asleep || first(before).is_some() {
            self.asleep = false;
            return 0;
        }
        let zeros = first(now);
        self.asleep = zeros.is_none();
        if !speaking {
            return 0;
        }
        let thrown = zeros.unwrap_or(now.len());
        self.slept += thrown as u64;
        self.asleep = self.asleep && self.slept < LONGEST_WAKE.frames(self.source.rate());
        thrown
    }

    /// Frames by which the take may still grow: it must remain readable.
    fn room(&self) -> u64 {
        longest(self.source.rate()).saturating_sub(self.written)
    }

    fn keep(&mut self, frames: &[i16]) {
        let frames = &frames[..frames.len().min(self.room() as usize)];
        if !frames.is_empty() {
            self.sink.sound(frames);
            self.written += frames.len() as u64;
            self.recent.extend(frames);
            let most = BEFORE_THE_END.frames(self.source.rate()) + self.listens_on;
            let old = self.recent.len().saturating_sub(most as usize);
            self.recent.drain(..old);
        }
    }

    /// The next `frames` frames are missing. They are assigned like frames that arrive, with
    /// silence for those that are kept, so that time stays exact.
    fn miss(&mut self, frames: u64) {
        let (due, skipped) = self.due_and_skipped(frames);
        self.silence(due);
        self.silence(self.wanted(frames - due - skipped));
    }

    fn silence(&mut self, frames: u64) {
        const SILENCE: [i16; 4096] = [0; 4096];
        let mut left = frames.min(self.room());
        while left > 0 {
            let now = left.min(SILENCE.len() as u64);
            self.sink.sound(&SILENCE[..now as usize]);
            self.written += now;
            left -= now;
        }
    }

    /// Passes on the marks that are final: those of the end only when all its sound has arrived.
    fn deliver_marks(&mut self) {
        let marks = self.sections.marks();
        let certain = self.closing.map_or(marks.len(), |closing| closing.marks);
        for mark in &marks[self.delivered..certain] {
            self.sink.mark(mark);
        }
        self.delivered = certain;
    }

    /// The frame of the take that was captured at `at`; it may not have arrived yet.
    fn frame_at(&self, at: Duration) -> u64 {
        // Due frames come first, then those to be discarded.
        let ahead = self.source.ahead(at) - self.skip as i64;
        self.written.saturating_add_signed(ahead)
    }

    /// What the screen shows.
    pub fn view(&self, now: Duration) -> View {
        let rate = self.source.rate();
        let spoken = self.sections.spoken(self.written);
        let shown = now.saturating_sub(METER_DELAY);
        View {
            phase: self.sections.phase(),
            at: self.sections.at(),
            told: self.sections.told(),
            section: Millis::of_frames(self.sections.current_frames(self.written), rate),
            spoken: spoken
                .iter()
                .map(|section| {
                    let spans = section.spans(rate);
                    (
                        section.id.clone(),
                        spans.iter().map(|span| span.length()).sum(),
                    )
                })
                .collect(),
            paused: Millis::of_frames(self.sections.paused_frames(self.written), rate),
            away: self.away.clone(),
            meter: self.meters.at(self
                .meters
                .frames()
                .saturating_add_signed(self.source.ahead(shown))),
            hearing: self.meters.frames() > 0
                && !(self.asleep && self.sections.phase() == Phase::Speaking),
            all_zero: self.zeros >= MUTED.frames(rate),
            heard: self.meters.frames(),
            frames: self.written,
        }
    }

    /// The phase of the rehearsal.
    pub fn phase(&self) -> Phase {
        self.sections.phase()
    }

    /// The sink, to query its state.
    pub fn sink(&self) -> &K {
        &self.sink
    }

    /// The sink, to call it.
    pub fn sink_mut(&mut self) -> &mut K {
        &mut self.sink
    }

    /// Ends the take here and returns what was recorded, the sink and the source.
    pub fn finish(mut self) -> (Recording, K, S) {
        self.close();
        self.sections.nothing_after(self.written);
        self.sections.finish(self.written);
        self.deliver_marks();
        let recording = Recording {
            rate: self.source.rate(),
            frames: self.written,
            spoken: self.sections.spoken(self.written),
            marks: self.sections.marks().to_vec(),
            lost_frames: self.dropped + self.source.lost_frames(),
            drift_ppm: self.source.drift_ppm(),
        };
        (recording, self.sink, self.source)
    }
}

#[cfg(test)]
mod tests;
