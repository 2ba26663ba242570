//! Transcribes during the recording.
//!
//! One named thread at low priority owns the recogniser. It receives the take as
//! it is written, cuts off every stretch that is final, and decodes it, so that
//! after the last word only the last stretch remains. That one is decoded at normal priority, since
//! the user waits for it. Nothing here can affect the recording: a failure is reported for its
//! section, the take stays, and the section can be transcribed later.
//!
//! ```no_run
//! # use rehearse::transcribe::{Stop, Transcriber, worker::{Detect, Update, Worker}};
//! # use std::time::Duration;
//! # fn example(whisper: Box<dyn Transcriber + Send>, detect: Detect, stop: Stop) -> std::io::Result<()> {
//! let mut worker = Worker::start(whisper, 48_000, vec!["webhook".into()], detect, stop)?;
//! // While recording, on the recording thread: everything that goes to the take goes here too.
//! worker.sound(&[0; 480]);
//! // After the last word:
//! worker.end();
//! loop {
//!     match worker.next_update(Duration::from_millis(100)) {
//!         Update::Progress(progress) => { /* show it */ }
//!         Update::Section(section) => { /* keep it */ }
//!         Update::Nothing => { /* look at the keys; `worker.cancel()` leaves */ }
//!         Update::Over => break,
//!     }
//! }
//! # Ok(())
//! # }
//! ```

#![allow(
    clippy::disallowed_methods,
    reason = "this module is the transcriber's thread"
)]

use super::growing_take::{FinishedSound, GrowingTake, TryId};
use super::{Job, Progress, Stop, TranscribeError, Transcriber};
use crate::audio::{Activity, Samples};
use crate::session::Mark;
use crate::transcript::Transcript;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the worker reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Update {
    /// Progress in what has been spoken so far.
    Progress(Progress),
    /// A section is over and transcribed, or cannot be.
    Section(Section),
    /// Nothing within the given time.
    Nothing,
    /// There will be no more updates.
    Over,
}

/// One try of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Section id.
    pub id: String,
    /// Frame of the take at which the try starts; distinguishes tries of one section.
    pub start: u64,
    /// Its words, timed from the start of the section, pauses left out.
    pub transcript: Result<Transcript, TranscribeError>,
}

/// The threads that are started here. A panic on one of them costs words, never the take.
pub const THREADS: [&str; 2] = [LISTENING, FINISHING];
const LISTENING: &str = "transcribe";
const FINISHING: &str = "transcribe-rest";

/// Detects voice in sound at 16 kHz.
pub type Detect = fn(&Samples) -> Activity;

/// A recogniser on its own thread. Dropping it cancels the work.
#[derive(Debug)]
pub struct Worker {
    /// Closed once the take is over.
    inputs: Option<Sender<Input>>,
    updates: Receiver<Update>,
    /// The thread during the recording; returns its state.
    listening: Option<JoinHandle<WorkerState>>,
    /// The thread that transcribes the rest.
    finishing: Option<JoinHandle<()>>,
    stop: Stop,
}

#[derive(Debug)]
enum Input {
    Sound(Vec<i16>),
    Mark(Mark),
}

impl Worker {
    /// Starts the thread. `rate` is that of the take, `stop` must be the flag that the transcriber
    /// was made with.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(
        transcriber: Box<dyn Transcriber + Send>,
        rate: u32,
        vocabulary: Vec<String>,
        detect: Detect,
        stop: Stop,
    ) -> std::io::Result<Self> {
        let (inputs, incoming) = channel();
        let (outgoing, updates) = channel();
        let state = WorkerState {
            live: GrowingTake::new(rate),
            detect,
            transcriber: Some(transcriber),
            vocabulary,
            parts: BTreeMap::new(),
            updates: outgoing,
            stop: stop.clone(),
        };
        let thread = std::thread::Builder::new()
            .name(LISTENING.into())
            .spawn(move || {
                lower_priority();
                state.work(&incoming)
            })?;
        Ok(Self {
            inputs: Some(inputs),
            updates,
            listening: Some(thread),
            finishing: None,
            stop,
        })
    }

    /// The next frames of the take. Never blocks.
    pub fn sound(&self, frames: &[i16]) {
        self.input(Input::Sound(frames.to_vec()));
    }

    /// Something happened. Its frame may lie slightly ahead of the sound. Never blocks.
    pub fn mark(&self, mark: &Mark) {
        self.input(Input::Mark(mark.clone()));
    }

    fn input(&self, input: Input) {
        if let Some(inputs) = &self.inputs {
            // A worker that has ended has reported it; the take does not depend on it.
            let _ = inputs.send(input);
        }
    }

    /// The take is over; the rest is transcribed at the priority of the caller. Never blocks.
    pub fn end(&mut self) {
        self.inputs = None;
        let Some(listening) = self.listening.take() else {
            return;
        };
        // A thread cannot raise its priority again, so another one continues. If none can be
        // started, the updates end here and the rest can be transcribed later.
        self.finishing = std::thread::Builder::new()
            .name(FINISHING.into())
            .spawn(move || {
                if let Ok(state) = listening.join() {
                    state.finish();
                }
            })
            .ok();
    }

    /// The next update, waiting at most `patience`.
    pub fn next_update(&self, patience: Duration) -> Update {
        match self.updates.recv_timeout(patience) {
            Ok(update) => update,
            Err(RecvTimeoutError::Timeout) => Update::Nothing,
            Err(RecvTimeoutError::Disconnected) => Update::Over,
        }
    }

    /// Cancels the work without waiting: the updates end when the recogniser has stopped, which
    /// takes at most as long as one encoded window. Updates already sent can still be read.
    pub fn call_off(&mut self) {
        self.stop.request();
        self.end();
    }

    /// As [`Self::call_off`], and waits until the recogniser has stopped.
    pub fn cancel(&mut self) {
        self.call_off();
        if let Some(thread) = self.finishing.take() {
            // A panic in the recogniser is reported for its section. After one elsewhere the updates end
            // early, and what has no words then can be transcribed later.
            let _ = thread.join();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// Lowers the priority: on Linux it is that of the thread, and the threads
/// that whisper.cpp starts inherit it. Elsewhere it would be that of the whole process. Ten and not
/// nineteen, because a browser in the background would starve nineteen completely.
fn lower_priority() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// The state of the thread.
struct WorkerState {
    live: GrowingTake,
    detect: Detect,
    /// `None` once it has panicked.
    transcriber: Option<Box<dyn Transcriber + Send>>,
    vocabulary: Vec<String>,
    /// Results for tries that are not complete.
    parts: BTreeMap<TryId, Result<Transcript, TranscribeError>>,
    updates: Sender<Update>,
    stop: Stop,
}

impl WorkerState {
    /// Works until the take is over, and returns what the rest needs.
    fn work(mut self, inputs: &Receiver<Input>) -> Self {
        while !self.stop.is_requested() {
            // Everything that has arrived is taken in first, so that cuts are well chosen.
            loop {
                match inputs.try_recv() {
                    Ok(input) => self.take(input),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return self,
                }
            }
            match self.live.next(self.detect) {
                Some(stretch) => self.transcribe(&stretch),
                None => match inputs.recv() {
                    Ok(input) => self.take(input),
                    Err(_) => return self,
                },
            }
        }
        self
    }

    /// Transcribes the rest of a take that is over.
    fn finish(mut self) {
        self.live.end();
        while !self.stop.is_requested()
            && let Some(stretch) = self.live.next(self.detect)
        {
            self.transcribe(&stretch);
        }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Sound(frames) => self.live.sound(frames),
            Input::Mark(mark) => self.live.mark(mark),
        }
    }

    fn transcribe(&mut self, stretch: &FinishedSound) {
        let heard = match self.parts.remove(&stretch.of) {
            // A section with a gap would be judged wrongly; it is transcribed as a whole, later.
            Some(Err(error)) => Err(error),
            before => self.transcribe_stretch(stretch).map(|heard| {
                let mut all = before.and_then(Result::ok).unwrap_or_default();
                all.append(heard, stretch.offset);
                all
            }),
        };
        if stretch.last {
            self.tell(Update::Section(Section {
                id: stretch.of.0.clone(),
                start: stretch.start,
                transcript: heard,
            }));
        } else {
            self.parts.insert(stretch.of.clone(), heard);
        }
        self.tell(Update::Progress(self.live.progress()));
    }

    fn transcribe_stretch(
        &mut self,
        stretch: &FinishedSound,
    ) -> Result<Transcript, TranscribeError> {
        let Some(transcriber) = &mut self.transcriber else {
            return Err(TranscribeError::Panicked);
        };
        let Progress { done, of } = self.live.progress();
        let before = done - stretch.samples.length();
        let job = Job {
            samples: &stretch.samples,
            activity: &stretch.activity,
            vocabulary: &self.vocabulary,
        };
        let updates = &self.updates;
        let mut progress = |progress: Progress| {
            let done = before + progress.done;
            // A closed receiver is no reason to stop; the stop flag is.
            let _ = updates.send(Update::Progress(Progress { done, of }));
        };
        let heard = catch_unwind(AssertUnwindSafe(|| {
            transcriber.transcribe(&job, &mut progress)
        }));
        heard.unwrap_or_else(|_| {
            self.transcriber = None;
            Err(TranscribeError::Panicked)
        })
    }

    fn tell(&self, update: Update) {
        let _ = self.updates.send(update);
    }
}

#[cfg(test)]
mod tests;
