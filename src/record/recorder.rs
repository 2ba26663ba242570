//! Sound in, take out: the loop that the pump thread turns every few milliseconds.

use super::meter::{Meter, Meters};
use super::sections::{Answer, Ask, Phase, Sections};
use super::spoken::{Spoken, gaps, spoken};
use crate::audio::Samples;
use crate::audio::activity::{self, MUTED};
use crate::audio::mix::sixteen_bit;
use crate::audio::wav::MOST_SAMPLES;
use crate::session::Mark;
use crate::time::Millis;
use std::collections::VecDeque;
use std::time::Duration;

/// A take longer than this ends by itself: somebody forgot it, and a WAV cannot grow for ever. It is
/// reached at up to 48 kHz. At a higher rate a take ends sooner, where it could not be read back any
/// more ([`MOST_SAMPLES`]): after 93 minutes at 96 kHz, after 46 at 192 kHz.
pub const LONGEST_TAKE: Millis = Millis::from_secs(3 * 60 * 60);

/// The frames of the longest take at `rate` frames a second.
fn longest(rate: u32) -> u64 {
    LONGEST_TAKE.frames(rate).min(MOST_SAMPLES)
}
/// At most this much silence stands in for a time without microphone: a laptop that slept all
/// night must not fill the disk.
const LONGEST_SILENCE: Millis = Millis::from_secs(30);
/// How long the last frames may take to arrive after the end.
const LAST_FRAMES: Duration = Duration::from_millis(1000);
/// How long a microphone that has sent nothing but exact zeros since it was opened is waited for when
/// somebody begins to speak: a headset wakes within a second, and one that is muted must not be waited
/// for for ever.
const LONGEST_WAKE: Millis = Millis::from_secs(3);
/// How much sound before the last key tells what of the sound behind it is voice.
const BEFORE_THE_END: Millis = Millis::from_secs(10);
/// The meter runs this far behind, so that it moves between blocks.
const METER_DELAY: Duration = Duration::from_millis(250);

/// Where frames come from. Times are those of one monotonic clock.
pub trait Source {
    /// Frames a second. Never changes: a source that reopens at another rate converts.
    fn rate(&self) -> u32;
    /// Appends every frame that has arrived (mono, nominally -1 to 1) and says how it went.
    fn read(&mut self, now: Duration, into: &mut Vec<f32>) -> Heard;
    /// How many frames after the last one that was read `at` lies; negative for before.
    fn ahead(&self, at: Duration) -> i64;
    /// Frames lost without trace, by the clocks' account.
    fn lost_frames(&self) -> u64;
    /// How far the sound card's clock runs ahead of the wall's, parts a million, once known.
    fn drift_ppm(&self) -> Option<i32>;
}

/// What [`Source::read`] met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Frames, perhaps none yet. After them, `dropped` frames are known to be missing.
    Sound {
        /// Frames that found no room on their way.
        dropped: u64,
    },
    /// The microphone is away; it is being looked for.
    Away(Away),
    /// It is back; between its last frame and the next that is read, this many are missing.
    Back {
        /// Frames that nobody heard.
        missing: u64,
    },
}

/// Why the microphone is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// One clause for people: "no sound for 2 seconds".
    pub why: String,
    /// For how long by the wall clock.
    pub so_far: Duration,
}

/// Where sound and marks go. Nothing here may fail or wait: a keeper holds what it cannot write.
pub trait Keeper {
    /// The next frames of the take.
    fn sound(&mut self, frames: &[i16]);
    /// Something happened. Its frame may lie a little ahead of the sound.
    fn mark(&mut self, mark: &Mark);
    /// Time to refresh headers and try again what failed.
    fn tend(&mut self, now: Duration);
}

/// What the screen needs to know, taken at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Where the rehearsal stands.
    pub phase: Phase,
    /// Index of the section.
    pub at: usize,
    /// Time spoken in this try.
    pub section: Millis,
    /// The section ids that count so far and their time, in speaking order, the open one included.
    pub spoken: Vec<(String, Millis)>,
    /// Since when it is paused.
    pub paused: Millis,
    /// The microphone is away.
    pub away: Option<Away>,
    /// How loud it is.
    pub meter: Meter,
    /// Sound has arrived, and not only the zeros of a microphone that is waking: only then "recording" is
    /// true.
    pub hearing: bool,
    /// For four seconds every frame has been exactly zero.
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
    pub spoken: Vec<Spoken>,
    /// Frames known or estimated to be lost while the microphone was there.
    pub lost_frames: u64,
    /// Drift of the sound card's clock in parts a million.
    pub drift_ppm: Option<i32>,
}

impl Recording {
    /// Only the first `frames` frames have been kept: what lies behind them is forgotten, and who
    /// was speaking then spoke until there.
    pub fn cut_to(&mut self, frames: u64) {
        self.frames = self.frames.min(frames);
        for mark in &mut self.marks {
            mark.frame = mark.frame.min(frames);
        }
        let ids: Vec<String> = self.spoken.drain(..).map(|section| section.id).collect();
        self.spoken = super::in_order(spoken(&self.marks, self.frames), &ids);
    }

    /// Whether it ended by itself, because no take is longer.
    pub fn is_full(&self) -> bool {
        self.frames >= longest(self.rate)
    }

    /// Stretches of silence that stand for a microphone that was away.
    pub fn gaps(&self) -> Vec<std::ops::Range<u64>> {
        gaps(&self.marks, self.frames)
    }
}

/// The end of the take, while the sound behind the last key is still awaited.
#[derive(Debug, Clone, Copy)]
struct Closing {
    /// Marks before those of the end.
    marks: usize,
    /// The frame of the key.
    frame: u64,
}

/// Moves sound from a source to a keeper and keeps the marks.
pub struct Recorder<S, K> {
    source: S,
    keeper: K,
    sections: Sections,
    ids: Vec<String>,
    meters: Meters,
    /// Frames of the take.
    written: u64,
    /// Frames that have not arrived yet and belong to the part before, which has ended.
    due: u64,
    /// Frames still to be thrown away after those: heard while nothing was being recorded.
    skip: u64,
    dropped: u64,
    away: Option<Away>,
    /// Marks that the keeper has.
    told: usize,
    /// Frames of exact zero that were heard last, one after the other.
    zeros: u64,
    /// Whether nothing but exact zeros has come since the microphone was opened.
    asleep: bool,
    /// Zeros that were thrown away while somebody waited to speak.
    slept: u64,
    /// Frames that are still recorded behind the last key.
    listens_on: u64,
    closing: Option<Closing>,
    /// The frames that were kept last.
    recent: VecDeque<i16>,
    ended_at: Option<Duration>,
    incoming: Vec<f32>,
    outgoing: Vec<i16>,
}

impl<S: Source, K: Keeper> Recorder<S, K> {
    /// Ready to record the sections `ids`.
    pub fn new(source: S, keeper: K, ids: Vec<String>) -> Self {
        let never = ids.len();
        Self::waiting(source, keeper, ids, never)
    }

    /// As [`Self::new`]; from the part `from` on the candidate is waited for before each, and
    /// nothing is recorded meanwhile.
    pub fn waiting(source: S, keeper: K, ids: Vec<String>, from: usize) -> Self {
        let rate = source.rate();
        Self {
            sections: Sections::waiting(ids.clone(), from, rate),
            ids,
            meters: Meters::new(rate),
            source,
            keeper,
            written: 0,
            due: 0,
            skip: 0,
            dropped: 0,
            away: None,
            told: 0,
            zeros: 0,
            asleep: true,
            slept: 0,
            listens_on: 0,
            closing: None,
            recent: VecDeque::new(),
            ended_at: None,
            incoming: Vec::new(),
            outgoing: Vec::new(),
        }
    }

    /// The same, which after the last key still records for `rest`: whoever presses it with the last word
    /// does not lose that word. What of it is voice belongs to the last section.
    pub fn listening_on(self, rest: Millis) -> Self {
        Self {
            listens_on: rest.frames(self.source.rate()),
            ..self
        }
    }

    /// The same from a microphone that was heard to sound before.
    pub fn awake(self, sounded: bool) -> Self {
        Self {
            asleep: self.asleep && !sounded,
            ..self
        }
    }

    /// Grants or refuses what was asked at `pressed`, a moment of the same clock as `now`.
    pub fn ask(&mut self, ask: Ask, pressed: Duration) -> Answer {
        let ready = self.sections.phase() == Phase::Ready;
        let frame = if ready { 0 } else { self.frame_at(pressed) };
        let due = self.left();
        let speaking = self.sections.phase() == Phase::Speaking;
        let marks = self.sections.marks().len();
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
            // What has not arrived yet but was captured before the key belongs to nobody, except
            // for the last frames of the part before.
            self.due = due;
            self.skip = (self.source.ahead(pressed).max(0) as u64).saturating_sub(due);
        }
        self.tell();
        answer
    }

    /// Moves everything that has arrived. Gives false once the take is complete.
    pub fn step(&mut self, now: Duration) -> bool {
        self.incoming.clear();
        match self.source.read(now, &mut self.incoming) {
            Heard::Sound { dropped } => {
                self.away = None;
                let mut frames = std::mem::take(&mut self.incoming);
                self.take_in(&frames);
                self.dropped += dropped;
                frames.clear();
                self.incoming = frames;
                self.miss(dropped);
            }
            Heard::Away(away) => {
                if self.away.is_none() {
                    self.sections.microphone_lost(self.written);
                }
                self.away = Some(away);
            }
            Heard::Back { missing } => {
                (self.due, self.skip) = (0, 0);
                // It may begin with silence, as any stream does.
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
        self.tell();
        self.keeper.tend(now);
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

    /// Frames between what is written and the end, once the end is known.
    fn left(&self) -> u64 {
        let key = self.sections.marks().last().map_or(0, |mark| mark.frame);
        let end = match self.closing {
            Some(_) => key + self.listens_on,
            None => key,
        };
        end.saturating_sub(self.written)
    }

    /// Ends the last section where its voice ends, behind the key or at it.
    fn close(&mut self) {
        let Some(Closing { marks, frame }) = self.closing.take() else {
            return;
        };
        let samples = Samples {
            rate: self.source.rate(),
            frames: self
                .recent
                .iter()
                .map(|s| f32::from(*s) / 32_768.0)
                .collect(),
        };
        let began = self.written.saturating_sub(samples.frames.len() as u64);
        let voiced = activity::find(&samples).voiced;
        let end = voiced
            .last()
            .map_or(0, |voice| voice.end.frames(samples.rate))
            + began;
        self.sections
            .end_at(marks, end.clamp(frame, frame.max(self.written)));
        self.tell();
    }

    fn take_in(&mut self, frames: &[f32]) {
        self.outgoing.clear();
        self.outgoing
            .extend(frames.iter().map(|frame| sixteen_bit(*frame)));
        // Before rounding: what is too faint for 16 bits is sound all the same.
        match frames.iter().rposition(|frame| *frame != 0.0) {
            Some(last) => self.zeros = (frames.len() - last - 1) as u64,
            None => self.zeros += frames.len() as u64,
        }
        self.meters.hear(&self.outgoing);
        let heard = frames;
        let frames = std::mem::take(&mut self.outgoing);
        let due = self.due.min(frames.len() as u64);
        self.due -= due;
        let (before, rest) = frames.split_at(due as usize);
        self.keep(before);
        let skipped = self.skip.min(rest.len() as u64);
        self.skip -= skipped;
        let passed = (due + skipped) as usize;
        let asleep = self.asleep(&heard[..passed], &heard[passed..]);
        let rest = &rest[skipped as usize + asleep..];
        match self.sections.phase() {
            Phase::Speaking | Phase::Paused => self.keep(rest),
            Phase::Ready | Phase::Done => self.keep(&rest[..rest.len().min(self.left() as usize)]),
        }
        self.outgoing = frames;
    }

    /// How many frames at the beginning of `now` came from a microphone that had not begun to hear yet.
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

    /// Frames that the take may still grow: it is no longer than can be read back.
    fn room(&self) -> u64 {
        longest(self.source.rate()).saturating_sub(self.written)
    }

    fn keep(&mut self, frames: &[i16]) {
        let frames = &frames[..frames.len().min(self.room() as usize)];
        if !frames.is_empty() {
            self.keeper.sound(frames);
            self.written += frames.len() as u64;
            self.recent.extend(frames);
            let most = BEFORE_THE_END.frames(self.source.rate()) + self.listens_on;
            let old = self.recent.len().saturating_sub(most as usize);
            self.recent.drain(..old);
        }
    }

    /// The next `frames` frames are missing. They are shared out as those that arrive are, with
    /// silence for the ones that are kept, so that time stays true.
    fn miss(&mut self, frames: u64) {
        let due = self.due.min(frames);
        self.due -= due;
        self.silence(due);
        let skipped = self.skip.min(frames - due);
        self.skip -= skipped;
        let rest = frames - due - skipped;
        self.silence(match self.sections.phase() {
            Phase::Speaking | Phase::Paused => rest,
            Phase::Ready | Phase::Done => rest.min(self.left()),
        });
    }

    fn silence(&mut self, frames: u64) {
        const SILENCE: [i16; 4096] = [0; 4096];
        let mut left = frames.min(self.room());
        while left > 0 {
            let now = left.min(SILENCE.len() as u64);
            self.keeper.sound(&SILENCE[..now as usize]);
            self.written += now;
            left -= now;
        }
    }

    /// Hands on the marks that are certain: those of the end are not before all its sound is there.
    fn tell(&mut self) {
        let marks = self.sections.marks();
        let certain = self.closing.map_or(marks.len(), |closing| closing.marks);
        for mark in &marks[self.told..certain] {
            self.keeper.mark(mark);
        }
        self.told = certain;
    }

    /// The frame of the take that was captured at `at`; it may not have arrived yet.
    fn frame_at(&self, at: Duration) -> u64 {
        // Frames that are due come first, then those that are thrown away.
        let ahead = self.source.ahead(at) - self.skip as i64;
        self.written.saturating_add_signed(ahead)
    }

    /// What the screen needs to know.
    pub fn view(&self, now: Duration) -> View {
        let rate = self.source.rate();
        let spoken = self.sections.spoken(self.written);
        let shown = now.saturating_sub(METER_DELAY);
        View {
            phase: self.sections.phase(),
            at: self.sections.at(),
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
                .heard()
                .saturating_add_signed(self.source.ahead(shown))),
            hearing: self.meters.heard() > 0
                && !(self.asleep && self.sections.phase() == Phase::Speaking),
            all_zero: self.zeros >= MUTED.frames(rate),
            heard: self.meters.heard(),
            frames: self.written,
        }
    }

    /// Where it stands.
    pub fn phase(&self) -> Phase {
        self.sections.phase()
    }

    /// The keeper, to ask after its health.
    pub fn keeper(&self) -> &K {
        &self.keeper
    }

    /// The keeper, to ask something of it.
    pub fn keeper_mut(&mut self) -> &mut K {
        &mut self.keeper
    }

    /// Ends the take where it is and gives back what was recorded, the keeper and the source.
    pub fn finish(mut self) -> (Recording, K, S) {
        self.close();
        self.sections.nothing_after(self.written);
        self.sections.finish(self.written);
        self.tell();
        let recording = Recording {
            rate: self.source.rate(),
            frames: self.written,
            spoken: super::in_order(self.sections.spoken(self.written), &self.ids),
            marks: self.sections.marks().to_vec(),
            lost_frames: self.dropped + self.source.lost_frames(),
            drift_ppm: self.source.drift_ppm(),
        };
        (recording, self.keeper, self.source)
    }
}

#[cfg(test)]
mod tests;
