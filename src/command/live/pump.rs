//! The pump: one thread that owns the microphone, the take and the marks, and hands every frame on
//! to the disk, the journal and the transcriber.

use crate::audio::microphone::{Clock, Microphone};
use crate::audio::take::TakeWriter;
use crate::record::{Keeper, Recorder, Recording};
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

/// How often the ring is emptied. The ring holds half a minute; this is for the meter's sake.
const STEP: Duration = Duration::from_millis(30);
/// How often a mark that the disk refused is tried again.
const RETRY: Duration = Duration::from_millis(500);

/// Everything that keeps what was said.
pub struct Kept {
    take: TakeWriter,
    journal: Journal,
    /// Marks that are not in the journal yet: the disk was full.
    waiting: VecDeque<Mark>,
    next_try: Duration,
    worker: Option<Worker>,
}

impl Kept {
    /// Keeps the sound in `take`, the marks in `journal`, and feeds `worker`, if there is one.
    pub fn new(take: TakeWriter, journal: Journal, worker: Option<Worker>) -> Self {
        Self {
            take,
            journal,
            waiting: VecDeque::new(),
            next_try: Duration::ZERO,
            worker,
        }
    }

    /// The take, to be finished, and the transcriber.
    pub fn into_parts(self) -> (TakeWriter, Option<Worker>) {
        (self.take, self.worker)
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

impl Keeper for Kept {
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

/// What the pump gives back.
pub type Pumped = (Recording, Kept, Microphone);

/// Starts the thread. It ends when the take is complete or nobody can ask for anything any more.
///
/// # Errors
/// When the system has no thread to give.
pub fn start(
    recorder: Recorder<Microphone, Kept>,
    clock: Clock,
    wishes: Receiver<Request>,
    updates: Sender<Update>,
) -> io::Result<JoinHandle<Pumped>> {
    std::thread::Builder::new()
        .name("pump".into())
        .spawn(move || pump(recorder, clock, &wishes, &updates))
}

#[allow(
    clippy::disallowed_methods,
    reason = "the pump waits for sound to arrive"
)]
fn pump(
    mut recorder: Recorder<Microphone, Kept>,
    clock: Clock,
    wishes: &Receiver<Request>,
    updates: &Sender<Update>,
) -> Pumped {
    loop {
        let mut answer = None;
        let mut alone = false;
        loop {
            match wishes.try_recv() {
                Ok(Request { ask, at }) => answer = Some(recorder.ask(ask, at)),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    alone = true;
                    break;
                }
            }
        }
        let now = clock.now();
        let more = recorder.step(now) && !alone;
        let update = Update {
            view: recorder.view(now),
            held: Millis(recorder.keeper().take.held_millis()),
            answer,
        };
        // A screen that has gone away is no reason to stop listening: the finish comes as a wish.
        let _ = updates.send(update);
        if !more {
            return recorder.finish();
        }
        std::thread::sleep(STEP);
    }
}
