use super::*;
use crate::session::Event;
use crate::time::{Millis, Span};
use crate::transcribe::RATE;
use crate::transcript::Word;
use std::sync::mpsc;

/// Voiced wherever the sound is not zero, in steps of 100 ms.
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

/// Writes one word per voiced stretch; a test sets what it does on the n-th job.
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
        let words = job
            .activity
            .voiced
            .iter()
            .map(|time| Word::timed(format!("w{}", self.jobs), *time));
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

/// Every section until the updates end. Fails after ten seconds without any.
fn sections(worker: &Worker) -> Vec<Section> {
    let mut sections = Vec::new();
    loop {
        match worker.next_update(Duration::from_secs(10)) {
            Update::Section(section) => sections.push(section),
            Update::Progress(progress) => assert!(progress.done <= progress.of),
            Update::Nothing => panic!("the worker hangs"),
            Update::Over => return sections,
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
    // Where a stretch is cut depends on how much sound had arrived when it was examined, and
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
fn after_a_panic_the_recogniser_is_not_used_again_and_every_section_is_reported() {
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
fn a_cancelled_worker_keeps_its_updates_and_ends() {
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
fn a_panic_outside_the_recogniser_ends_the_updates_only() {
    fn falls(_: &Samples) -> Activity {
        panic!("this panic belongs to the test")
    }
    let fake = Box::new(Fake {
        jobs: 0,
        does: |_| Ok(()),
    });
    let stop = Stop::default();
    let mut worker = Worker::start(fake, RATE, Vec::new(), falls, stop).expect("a thread");
    section(&worker, "situation", 0, &[(900, 2000)]);
    worker.end();
    assert_eq!(sections(&worker), []);
    worker.cancel();
}

/// Callers that watch for panics know these threads by their names.
#[test]
fn the_recogniser_works_on_the_threads_that_are_named() {
    let (name, names) = mpsc::channel();
    let mut worker = worker(move |_| {
        let _ = name.send(std::thread::current().name().map(str::to_owned));
        Ok(())
    });
    section(&worker, "situation", 0, &[(900, 2000)]);
    let listening = names.recv_timeout(Duration::from_secs(10));
    mark(&worker, 2000, Event::Start("task".into()));
    worker.sound(&vec![900; 16 * 2000]);
    worker.end();
    let finishing = names.recv_timeout(Duration::from_secs(10));
    let named = |name: &str| Ok(Some(name.to_owned()));
    assert_eq!([listening, finishing], THREADS.map(named));
}

#[test]
fn a_worker_that_is_dropped_leaves_no_thread_waiting() {
    let worker = worker(|_| Ok(()));
    section(&worker, "situation", 0, &[(900, 2000)]);
    drop(worker);
}
