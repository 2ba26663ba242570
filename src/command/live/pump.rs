//! The pump: one thread that owns the microphone, the take and the marks, and hands every frame on
//! to the disk, the journal and the transcriber.

use crate::audio::microphone::{Clock, Microphone};
use crate::audio::take::TakeWriter;
use crate::record::{Answer, Ask, Keeper, Phase, Recorder, Recording};
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

/// So long what is asked about held sound has to stand there before `q` may answer it: a key that
/// repeats by itself, or was pressed twice, gives nothing up.
const GLANCE: Duration = Duration::from_millis(1500);

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

    /// The take, to be finished, the transcriber, and the journal, which tells other programs that
    /// the session is being worked on for as long as it is held.
    pub fn into_parts(self) -> (TakeWriter, Option<Worker>, Journal) {
        (self.take, self.worker, self.journal)
    }

    /// How much sound is in memory only, because the disk has no room for it. Never zero while
    /// anything waits, be it a mark.
    pub fn held(&self) -> Millis {
        let held = Millis(self.take.held_millis());
        if self.take.held_bytes() == 0 && self.waiting.is_empty() {
            Millis::ZERO
        } else {
            held.max(Millis(1))
        }
    }

    /// Tries at once what waits.
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

/// Starts the thread. It ends when the take is complete and on the disk; when what the disk does not
/// take is given up by a second [`Ask::Finish`]; or when nobody can ask for anything any more.
///
/// # Errors
/// When the system has no thread to give.
#[allow(clippy::disallowed_methods, reason = "the pump is a thread of its own")]
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
    // Since when it is told that everything is said and some of it is in memory only.
    let mut holds: Option<Duration> = None;
    // Whether what is held is given up.
    let mut gives_up = false;
    loop {
        let mut answer = None;
        loop {
            match wishes.try_recv() {
                Ok(Request { ask, at }) if recorder.phase() != Phase::Done => {
                    answer = Some(recorder.ask(ask, at));
                }
                // Everything is said: what else is asked is about what memory holds.
                Ok(Request { ask, at }) => match ask {
                    Ask::Finish => {
                        let read = |since| at >= since + GLANCE;
                        gives_up = gives_up || holds.is_some_and(read);
                    }
                    Ask::Next => {
                        recorder.keeper_mut().try_again();
                        let held = recorder.keeper().held() > Millis::ZERO;
                        answer = Some(if held { Answer::NoRoom } else { Answer::Done });
                    }
                    _ => {}
                },
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    // Nobody can end it any more, nor wait for room on the disk.
                    recorder.ask(Ask::Finish, clock.now());
                    gives_up = true;
                    break;
                }
            }
        }
        let now = clock.now();
        let more = recorder.step(now);
        let held = recorder.keeper().held();
        let update = Update {
            view: recorder.view(now),
            held,
            answer,
        };
        // A screen that has gone away is no reason to stop listening: the finish comes as a wish.
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
