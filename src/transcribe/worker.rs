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
            .name("transcribe".into())
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
            .name("transcribe-rest".into())
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
            // It cannot have panicked outside the recogniser, and there it was caught.
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
mod tests {
    use super::*;
    use crate::session::Event;
    use crate::time::{Millis, Span};
    use crate::transcribe::RATE;
    use std::sync::mpsc;

    /// Voiced wherever the sound is not zero, cut out in pieces of 100 ms.
    fn detect(samples: &Samples) -> Activity {
        let mut voiced: Vec<Span> = Vec::new();
        for (i, part) in samples.frames.chunks(1600).enumerate() {
            let span = Span::new(Millis(i as u64 * 100), Millis(i as u64 * 100 + 100));
            match voiced.last_mut() {
                _ if part.iter().all(|sample| *sample == 0.0) => {}
                Some(last) if last.end == span.start => last.end = span.end,
                _ => voiced.push(span),
            }
        }
        Activity::new(voiced, samples.length())
    }

    /// Writes one word a voiced stretch, and does on the n-th job what the test asks for.
    struct Fake<F> {
        jobs: usize,
        does: F,
    }

    impl<F: FnMut(usize) -> Result<(), TranscribeError> + Send> Transcriber for Fake<F> {
        fn name(&self) -> &'static str {
            "fake"
        }

        fn transcribe(
            &mut self,
            job: &Job<'_>,
            progress: &mut dyn FnMut(Progress),
        ) -> Result<Transcript, TranscribeError> {
            assert_eq!(job.samples.rate, RATE);
            self.jobs += 1;
            (self.does)(self.jobs)?;
            progress(Progress {
                done: job.samples.length(),
                of: job.samples.length(),
            });
            let words = job.activity.voiced.iter().map(|time| Word {
                text: format!("w{}", self.jobs),
                time: Some(*time),
            });
            Ok(Transcript::from_words(words.collect()))
        }
    }

    fn worker(does: impl FnMut(usize) -> Result<(), TranscribeError> + Send + 'static) -> Worker {
        let fake = Box::new(Fake { jobs: 0, does });
        Worker::start(fake, RATE, Vec::new(), detect, Stop::default()).expect("a thread")
    }

    fn mark(worker: &Worker, millis: u64, event: Event) {
        worker.mark(&Mark {
            frame: millis * 16,
            event,
        });
    }

    fn section(worker: &Worker, id: &str, from: u64, stretches: &[(i16, u64)]) {
        mark(worker, from, Event::Start(id.into()));
        let mut at = from;
        for (level, millis) in stretches {
            for _ in 0..millis / 10 {
                worker.sound(&[*level; 160]);
            }
            at += millis;
        }
        mark(worker, at, Event::End(id.into()));
    }

    /// Every section until there is no more news. Fails after ten seconds without any.
    fn sections(worker: &Worker) -> Vec<Section> {
        let mut sections = Vec::new();
        loop {
            match worker.news(Duration::from_secs(10)) {
                News::Section(section) => sections.push(section),
                News::Progress(progress) => assert!(progress.done <= progress.of),
                News::Nothing => panic!("the worker hangs"),
                News::Over => return sections,
            }
        }
    }

    fn words(section: &Section) -> Vec<(String, u64, u64)> {
        let transcript = section.transcript.as_ref().expect("transcribed");
        let words = transcript.words.iter();
        words
            .map(|word| {
                let time = word.time.expect("timed");
                (word.text.clone(), time.start.0, time.end.0)
            })
            .collect()
    }

    #[test]
    fn stretches_of_a_section_become_one_transcript() {
        let mut worker = worker(|_| Ok(()));
        section(
            &worker,
            "situation",
            0,
            &[(900, 13_000), (0, 1000), (900, 2000)],
        );
        section(&worker, "task", 16_000, &[(0, 500), (900, 1500)]);
        worker.end();
        let sections = sections(&worker);
        assert_eq!(sections.len(), 2);
        assert_eq!(sections[0].id, "situation");
        let times: Vec<_> = words(&sections[0])
            .iter()
            .map(|(_, a, b)| (*a, *b))
            .collect();
        // Where a stretch is cut depends on how far the sound had come when it was looked at, and
        // voice is measured in steps from there.
        let near = |(a, b): &(u64, u64), (c, d)| a.abs_diff(c) <= 100 && b.abs_diff(d) <= 100;
        assert!(
            times.len() == 2 && near(&times[0], (0, 13_000)) && near(&times[1], (14_000, 16_000)),
            "{times:?}"
        );
        assert_eq!(
            (sections[1].id.as_str(), sections[1].start),
            ("task", 16_000 * 16)
        );
        assert!(words(&sections[1])[0].1.abs_diff(500) <= 100);
    }

    #[test]
    fn a_finished_stretch_is_heard_before_the_section_ends() {
        let (began, begins) = mpsc::channel();
        let mut worker = worker(move |job| {
            let _ = began.send(job);
            Ok(())
        });
        mark(&worker, 0, Event::Start("action".into()));
        worker.sound(&vec![900; 16 * 19_500]);
        worker.sound(&vec![0; 16 * 1000]);
        let first = begins.recv_timeout(Duration::from_secs(10));
        assert_eq!(
            first,
            Ok(1),
            "nothing was said of an end, and yet it is at work"
        );
        worker.sound(&vec![900; 16 * 2000]);
        mark(&worker, 22_500, Event::Finish);
        worker.end();
        let sections = sections(&worker);
        assert_eq!(
            words(&sections[0]),
            [("w1".into(), 0, 19_500), ("w2".into(), 20_500, 22_500)]
        );
    }

    #[test]
    fn a_failed_stretch_costs_its_own_section_only() {
        let error = TranscribeError::Engine {
            at: Millis::ZERO,
            code: -7,
        };
        let fails = error.clone();
        let mut worker = worker(move |job| if job == 1 { Err(fails.clone()) } else { Ok(()) });
        section(&worker, "situation", 0, &[(900, 2000)]);
        section(&worker, "task", 2000, &[(900, 2000)]);
        worker.end();
        let sections = sections(&worker);
        assert_eq!(sections[0].transcript, Err(error));
        assert_eq!(words(&sections[1]).len(), 1);
    }

    #[test]
    fn after_a_panic_nobody_asks_the_recogniser_again_and_every_section_is_told() {
        let mut worker = worker(|job| {
            assert!(job != 2, "this panic belongs to the test");
            Ok(())
        });
        for (i, id) in ["situation", "task", "action"].into_iter().enumerate() {
            section(&worker, id, i as u64 * 2000, &[(900, 2000)]);
        }
        worker.end();
        let results: Vec<_> = sections(&worker)
            .into_iter()
            .map(|s| s.transcript.is_ok())
            .collect();
        assert_eq!(results, [true, false, false]);
    }

    #[test]
    fn a_cancelled_worker_keeps_what_it_has_told_and_ends() {
        let stop = Stop::default();
        let (began, begins) = mpsc::channel();
        let seen = stop.clone();
        let fake = Box::new(Fake {
            jobs: 0,
            does: move |job| {
                let _ = began.send(job);
                while job == 2 && !seen.is_requested() {
                    std::thread::yield_now();
                }
                if job == 2 {
                    Err(TranscribeError::Stopped)
                } else {
                    Ok(())
                }
            },
        });
        let mut worker = Worker::start(fake, RATE, Vec::new(), detect, stop).expect("a thread");
        for (i, id) in ["situation", "task", "action"].into_iter().enumerate() {
            section(&worker, id, i as u64 * 2000, &[(900, 2000)]);
        }
        worker.end();
        assert_eq!(begins.recv_timeout(Duration::from_secs(10)), Ok(1));
        assert_eq!(begins.recv_timeout(Duration::from_secs(10)), Ok(2));
        worker.cancel();
        let sections = sections(&worker);
        assert_eq!(sections[0].id, "situation");
        assert!(sections[0].transcript.is_ok());
        assert!(
            sections[1..]
                .iter()
                .all(|section| section.transcript == Err(TranscribeError::Stopped))
        );
    }

    #[test]
    fn a_worker_that_is_dropped_leaves_no_thread_waiting() {
        let worker = worker(|_| Ok(()));
        section(&worker, "situation", 0, &[(900, 2000)]);
        drop(worker);
    }
}
