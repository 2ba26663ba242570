//! Transcribes while the next words are being spoken.
//!
//! One named thread at low priority holds the one long-lived recogniser. It is fed with the take as
//! it is written, cuts off every stretch that nothing later can change, and decodes it, so that
//! after the last word only the last stretch remains. That one is decoded at normal priority, since
//! now somebody waits for it. Nothing here can hurt the recording: whatever fails is told for its
//! section, the take stays, and the section can be transcribed later.
//!
//! ```no_run
//! # use rehearse::transcribe::{Stop, Transcriber, worker::{Detect, News, Worker}};
//! # use std::time::Duration;
//! # fn example(whisper: Box<dyn Transcriber + Send>, detect: Detect, stop: Stop) -> std::io::Result<()> {
//! let mut worker = Worker::start(whisper, 48_000, vec!["webhook".into()], detect, stop)?;
//! // While recording, from the pump: everything that goes to the take goes here too.
//! worker.sound(&[0; 480]);
//! // After the last word:
//! worker.end();
//! loop {
//!     match worker.news(Duration::from_millis(100)) {
//!         News::Progress(progress) => { /* show it */ }
//!         News::Section(section) => { /* keep it */ }
//!         News::Nothing => { /* look at the keys; `worker.cancel()` leaves */ }
//!         News::Over => break,
//!     }
//! }
//! # Ok(())
//! # }
//! ```

#![allow(
    clippy::disallowed_methods,
    reason = "this room is the transcriber's thread"
)]

use super::live::{Live, Stretch, Try};
use super::{Job, Progress, Stop, TranscribeError, Transcriber};
use crate::audio::{Activity, Samples};
use crate::session::Mark;
use crate::transcript::{Transcript, Word};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the worker has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// How far it has come in what has been spoken so far.
    Progress(Progress),
    /// A section is over and transcribed, or cannot be.
    Section(Section),
    /// Nothing within the given time.
    Nothing,
    /// There will be no more news.
    Over,
}

/// One try of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Section id.
    pub id: String,
    /// Frame of the take at which the try starts; tells tries of one section apart.
    pub start: u64,
    /// Its words, timed from the start of the section, pauses left out.
    pub transcript: Result<Transcript, TranscribeError>,
}

/// The threads that are started here. A panic on one of them costs words, never the take.
pub const THREADS: [&str; 2] = [LISTENING, FINISHING];
const LISTENING: &str = "transcribe";
const FINISHING: &str = "transcribe-rest";

/// Finds where somebody speaks in sound at 16 kHz.
pub type Detect = fn(&Samples) -> Activity;

/// A recogniser at work on a thread of its own. Dropping it calls the work off.
#[derive(Debug)]
pub struct Worker {
    /// Closed once the take is over.
    orders: Option<Sender<Order>>,
    news: Receiver<News>,
    /// At work while the take grows; gives back its desk.
    listening: Option<JoinHandle<Desk>>,
    /// At work on the rest.
    finishing: Option<JoinHandle<()>>,
    stop: Stop,
}

#[derive(Debug)]
enum Order {
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
        let (orders, incoming) = channel();
        let (outgoing, news) = channel();
        let desk = Desk {
            live: Live::new(rate),
            detect,
            transcriber: Some(transcriber),
            vocabulary,
            parts: BTreeMap::new(),
            news: outgoing,
            stop: stop.clone(),
        };
        let thread = std::thread::Builder::new()
            .name(LISTENING.into())
            .spawn(move || {
                step_back();
                desk.listen(&incoming)
            })?;
        Ok(Self {
            orders: Some(orders),
            news,
            listening: Some(thread),
            finishing: None,
            stop,
        })
    }

    /// The next frames of the take. Never waits.
    pub fn sound(&self, frames: &[i16]) {
        self.order(Order::Sound(frames.to_vec()));
    }

    /// Something happened. Its frame may lie a little ahead of the sound. Never waits.
    pub fn mark(&self, mark: &Mark) {
        self.order(Order::Mark(mark.clone()));
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // A worker that is gone has said so in its news; the take does not need it.
            let _ = orders.send(order);
        }
    }

    /// The take is over; what remains is transcribed at the priority of the caller. Never waits.
    pub fn end(&mut self) {
        self.orders = None;
        let Some(listening) = self.listening.take() else {
            return;
        };
        // A thread cannot take its priority back, so another one goes on. Should there be none to
        // have, the news end here and the rest can be transcribed later.
        self.finishing = std::thread::Builder::new()
            .name(FINISHING.into())
            .spawn(move || {
                if let Ok(desk) = listening.join() {
                    desk.finish();
                }
            })
            .ok();
    }

    /// The next news, waiting for it at most `patience`.
    pub fn news(&self, patience: Duration) -> News {
        match self.news.recv_timeout(patience) {
            Ok(news) => news,
            Err(RecvTimeoutError::Timeout) => News::Nothing,
            Err(RecvTimeoutError::Disconnected) => News::Over,
        }
    }

    /// Calls the work off and does not wait: the news are over when the recogniser has let go, which
    /// takes as long as one encoded window at most. Sections that are already news can still be had.
    pub fn call_off(&mut self) {
        self.stop.request();
        self.end();
    }

    /// As [`Self::call_off`], and waits until the recogniser has let go.
    pub fn cancel(&mut self) {
        self.call_off();
        if let Some(thread) = self.finishing.take() {
            // A panic in the recogniser is told for its section. After one elsewhere the news end
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

/// Lets recording and screen go first: on Linux the priority is that of the thread, and the threads
/// that whisper.cpp starts inherit it. Elsewhere it would be that of the whole process. Ten and not
/// nineteen, because a browser in the background would starve nineteen to a standstill.
fn step_back() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// What the thread holds.
struct Desk {
    live: Live,
    detect: Detect,
    /// Gone once it has come down.
    transcriber: Option<Box<dyn Transcriber + Send>>,
    vocabulary: Vec<String>,
    /// What is known of tries that are not complete.
    parts: BTreeMap<Try, Result<Transcript, TranscribeError>>,
    news: Sender<News>,
    stop: Stop,
}

impl Desk {
    /// Works until the take is over, and gives back what the rest needs.
    fn listen(mut self, orders: &Receiver<Order>) -> Self {
        while !self.stop.is_requested() {
            // Everything that has come is taken in first, so that what is cut off is cut well.
            loop {
                match orders.try_recv() {
                    Ok(order) => self.take(order),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return self,
                }
            }
            match self.live.next(self.detect) {
                Some(stretch) => self.transcribe(&stretch),
                None => match orders.recv() {
                    Ok(order) => self.take(order),
                    Err(_) => return self,
                },
            }
        }
        self
    }

    /// Transcribes what is left of a take that is over.
    fn finish(mut self) {
        self.live.end();
        while !self.stop.is_requested()
            && let Some(stretch) = self.live.next(self.detect)
        {
            self.transcribe(&stretch);
        }
    }

    fn take(&mut self, order: Order) {
        match order {
            Order::Sound(frames) => self.live.sound(frames),
            Order::Mark(mark) => self.live.mark(mark),
        }
    }

    fn transcribe(&mut self, stretch: &Stretch) {
        let heard = match self.parts.remove(&stretch.of) {
            // A section with a hole would be judged wrongly; it is transcribed as a whole, later.
            Some(Err(error)) => Err(error),
            before => self.hear(stretch).map(|heard| {
                let before = before.and_then(Result::ok).unwrap_or_default();
                joined(before, heard, stretch)
            }),
        };
        if stretch.last {
            self.tell(News::Section(Section {
                id: stretch.of.0.clone(),
                start: stretch.start,
                transcript: heard,
            }));
        } else {
            self.parts.insert(stretch.of.clone(), heard);
        }
        let (done, of) = self.live.progress();
        self.tell(News::Progress(Progress { done, of }));
    }

    fn hear(&mut self, stretch: &Stretch) -> Result<Transcript, TranscribeError> {
        let Some(transcriber) = &mut self.transcriber else {
            return Err(TranscribeError::Panicked);
        };
        let (after, of) = self.live.progress();
        let before = after - stretch.samples.length();
        let job = Job {
            samples: &stretch.samples,
            activity: &stretch.activity,
            vocabulary: &self.vocabulary,
        };
        let news = &self.news;
        let mut progress = |progress: Progress| {
            let done = before + progress.done;
            // Nobody listening is no reason to stop: the stop flag is.
            let _ = news.send(News::Progress(Progress { done, of }));
        };
        let heard = catch_unwind(AssertUnwindSafe(|| {
            transcriber.transcribe(&job, &mut progress)
        }));
        heard.unwrap_or_else(|_| {
            self.transcriber = None;
            Err(TranscribeError::Panicked)
        })
    }

    fn tell(&self, news: News) {
        let _ = self.news.send(news);
    }
}

/// A transcript with what was heard next, whose times count from the start of `stretch`.
fn joined(before: Transcript, heard: Transcript, stretch: &Stretch) -> Transcript {
    let later = heard.words.into_iter().map(|word| Word {
        time: word.time.map(|time| time.later(stretch.offset)),
        ..word
    });
    let words = before.words.into_iter().chain(later).collect();
    let mut dropped = before.dropped;
    dropped.extend(heard.dropped.into_iter().map(|mut apart| {
        apart.time = apart.time.later(stretch.offset);
        apart
    }));
    Transcript {
        dropped,
        ..Transcript::from_words(words)
    }
}

#[cfg(test)]
mod tests;
