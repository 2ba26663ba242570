//! The recording thread, which owns the microphone, the take and the marks, and passes every frame
//! to the disk, the journal and the transcriber.

use crate::audio::microphone::{Clock, Microphone};
use crate::audio::take::TakeWriter;
use crate::record::{Phase, Recorder, Recording, RequestResult, SectionRequest, TakeSink};
use crate::session::{Event, Mark};
use crate::store::Journal;
use crate::time::Millis;
use crate::transcribe::worker::Worker;
use crate::ui::live::{Request, Update};
use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, Sender, TryRecvError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often the ring buffer is emptied. It holds half a minute; this interval serves the meter.
const STEP: Duration = Duration::from_millis(30);
/// How often a mark that the disk refused is retried.
const RETRY: Duration = Duration::from_millis(500);

/// How long the question about held sound must have been shown before `q` may answer it: a repeating
/// key must not give anything up.
const GLANCE: Duration = Duration::from_millis(1500);

/// Everything that stores the recording.
pub struct Storage {
    take: TakeWriter,
    journal: Journal,
    /// Marks that are not in the journal yet because the disk was full.
    waiting: VecDeque<Mark>,
    next_try: Duration,
    worker: Option<Worker>,
}

impl Storage {
    /// Stores the sound in `take`, the marks in `journal`, and feeds `worker`, if there is one.
    pub fn new(take: TakeWriter, journal: Journal, worker: Option<Worker>) -> Self {
        Self {
            take,
            journal,
            waiting: VecDeque::new(),
            next_try: Duration::ZERO,
            worker,
        }
    }

    /// The take, to be completed, the transcriber, and the journal, which shows other processes that
    /// the session is in use while it is held.
    pub fn into_parts(self) -> (TakeWriter, Option<Worker>, Journal) {
        (self.take, self.worker, self.journal)
    }

    /// How much sound is only in memory because the disk is full. Never zero while
    /// anything waits, even only a mark.
    pub fn held(&self) -> Millis {
        let held = Millis(self.take.held_millis());
        if self.take.held_bytes() == 0 && self.waiting.is_empty() {
            Millis::ZERO
        } else {
            held.max(Millis(1))
        }
    }

    /// Whether that is for a limit on the size of files, and not for want of space.
    pub fn is_limited(&self) -> bool {
        self.take.is_limited()
    }

    /// Retries at once.
    pub fn try_again(&mut self) {
        self.take.try_again();
        self.write_marks();
    }

    fn write_marks(&mut self) {
        while let Some(mark) = self.waiting.front() {
            if self.journal.append(mark).is_err() {
                return;
            }
            self.waiting.pop_front();
        }
    }
}

impl TakeSink for Storage {
    fn sound(&mut self, frames: &[i16]) {
        self.take.write(frames);
        if let Some(worker) = &self.worker {
            worker.sound(frames);
        }
    }

    fn mark(&mut self, mark: &Mark) {
        self.waiting.push_back(mark.clone());
        self.write_marks();
        if let Some(worker) = &self.worker {
            worker.mark(mark);
        }
        if matches!(mark.event, Event::End(_) | Event::Finish) {
            self.take.section_ended();
        }
    }

    fn tend(&mut self, now: Duration) {
        self.take.tend(now);
        if now >= self.next_try {
            self.next_try = now + RETRY;
            self.write_marks();
        }
    }
}

/// The results of the thread.
pub type Finished = (Recording, Storage, Microphone);

/// Starts the thread. It ends when the take is complete and on the disk; when a second [`SectionRequest::Finish`]
/// gives up what the disk does not take; or when the screen is gone.
///
/// # Errors
/// When the system has no thread to give.
#[allow(clippy::disallowed_methods, reason = "the recording thread")]
pub fn start(
    recorder: Recorder<Microphone, Storage>,
    clock: Clock,
    wishes: Receiver<Request>,
    updates: Sender<Update>,
) -> io::Result<JoinHandle<Finished>> {
    std::thread::Builder::new()
        .name("recording".into())
        .spawn(move || run(recorder, clock, &wishes, &updates))
}

#[allow(
    clippy::disallowed_methods,
    reason = "the recording thread waits for sound to arrive"
)]
fn run(
    mut recorder: Recorder<Microphone, Storage>,
    clock: Clock,
    wishes: &Receiver<Request>,
    updates: &Sender<Update>,
) -> Finished {
    // Since when the recording is over and part of it only in memory.
    let mut holds: Option<Duration> = None;
    // Whether that part is given up.
    let mut gives_up = false;
    loop {
        let mut answer = None;
        loop {
            match wishes.try_recv() {
                Ok(Request { ask, at }) if recorder.phase() != Phase::Done => {
                    answer = Some(recorder.ask(ask, at));
                }
                // The recording is over: further requests are about the sound in memory.
                Ok(Request { ask, at }) => match ask {
                    SectionRequest::Finish => {
                        let read = |since| at >= since + GLANCE;
                        gives_up = gives_up || holds.is_some_and(read);
                    }
                    SectionRequest::Next => {
                        recorder.sink_mut().try_again();
                        let held = recorder.sink().held() > Millis::ZERO;
                        answer = Some(if held {
                            RequestResult::NoRoom
                        } else {
                            RequestResult::Done
                        });
                    }
                    _ => {}
                },
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    // The screen is gone: nobody can end the recording or free space.
                    recorder.ask(SectionRequest::Finish, clock.now());
                    gives_up = true;
                    break;
                }
            }
        }
        let now = clock.now();
        let more = recorder.step(now);
        let held = recorder.sink().held();
        let update = Update {
            view: recorder.view(now),
            held,
            limited: recorder.sink().is_limited(),
            answer,
        };
        // A screen that has ended does not end the recording; it sends the request to finish.
        let _ = updates.send(update);
        if !more && (held == Millis::ZERO || gives_up) {
            return recorder.finish();
        }
        if recorder.phase() == Phase::Done && held > Millis::ZERO {
            holds = holds.or(Some(now));
        }
        std::thread::sleep(STEP);
    }
}
