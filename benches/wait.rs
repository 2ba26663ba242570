//! How long a candidate waits from the last word to the transcript, when it is made during the recording
//! and when it is made afterwards.
//!
//! The bundled take is stretched to the length that the scenario asks for, by repeating each
//! section, and fed to the worker in real time as the microphone would. Run it with
//! `scripts/bench wait`.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a measurement reads files and the clock, and prints"
)]

#[path = "../tests/common/scripted_model.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod scripted_model;

use rehearse::audio::{Samples, activity, mix, resample, wav};
use rehearse::model::{ModelFile, Weights};
use rehearse::session::{Event, Mark};
use rehearse::time::Millis;
use rehearse::transcribe::threads::threads_here;
use rehearse::transcribe::whisper::{DecodingSettings, Whisper};
use rehearse::transcribe::worker::{Update, Worker};
use rehearse::transcribe::{Job, Stop, Transcriber};
use scripted_model::{Say, Shape};
use std::path::Path;
use std::time::{Duration, Instant};

/// Sections of the bundled take and their length in seconds.
const SECTIONS: [(&str, u64); 5] = [
    ("1-situation", 30),
    ("2-task", 15),
    ("3-action", 90),
    ("4-result", 25),
    ("5-reflection", 15),
];
/// Sound arrives in blocks of this length.
const BLOCK: Duration = Duration::from_millis(100);

fn main() {
    let mut models = Vec::new();
    let mut speed = 1.0;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // Cargo passes this to every benchmark.
            "--bench" => {}
            "--speed" => {
                let number = arguments.next().and_then(|number| number.parse().ok());
                speed = number.expect("--speed takes a number: 2 speaks twice as fast");
            }
            _ => models.push(argument),
        }
    }
    if models.is_empty() {
        models = vec!["bundled".into(), "base-size".into()];
    }
    let take = take();
    let length: Millis = take.iter().map(|(_, sound)| sound.length()).sum();
    println!(
        "take of {length} in {} sections, spoken at {speed} times real time; threads: {} while \
         speaking, {} afterwards",
        take.len(),
        threads_here(true),
        threads_here(false)
    );
    println!(
        "{:<12} {:>16} {:>12} {:>7}",
        "model", "while speaking", "afterwards", "ratio"
    );
    for name in models {
        let model = weights(&name);
        let afterwards = afterwards(&name, &model, &take);
        let streaming = while_speaking(&name, &model, &take, speed);
        println!(
            "{name:<12} {:>14.2} s {:>10.2} s {:>7.1}",
            streaming.as_secs_f64(),
            afterwards.as_secs_f64(),
            afterwards.as_secs_f64() / streaming.as_secs_f64()
        );
    }
}

fn take() -> Vec<(&'static str, Samples)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/demo/strong");
    let sections = SECTIONS.into_iter().map(|(name, seconds)| {
        let sound = wav::read(&folder.join(name).with_extension("wav")).expect("the bundled take");
        let length = (u64::from(sound.rate) * seconds) as usize;
        let frames = sound.frames.iter().copied().cycle().take(length).collect();
        (
            name,
            Samples {
                rate: sound.rate,
                frames,
            },
        )
    });
    sections.collect()
}

/// The bundled model, a model of base.en's size with forty words per window, or a file.
///
/// The forty words differ: whisper.cpp treats repeated text as a failure and decodes the
/// window again at five higher temperatures, which a real model seldom needs.
fn weights(name: &str) -> Vec<u8> {
    match name {
        "base-size" => {
            let words: Vec<String> = (0..40).map(|number| format!(" word{number}")).collect();
            let mut script = vec![Say::At(0)];
            script.extend(words.iter().map(|word| Say::Text(word.as_bytes())));
            script.push(Say::At(1000));
            scripted_model::model_of_shape(&script, Shape::base())
        }
        "bundled" => match ModelFile::bundled().weights() {
            Weights::Bundled(bytes) => bytes.to_vec(),
            Weights::File(path) => std::fs::read(path).expect("a model file"),
        },
        path => std::fs::read(path).expect("a model file, `bundled` or `base-size`"),
    }
}

fn load(name: &str, model: &[u8], recording: bool, stop: &Stop) -> Whisper {
    let settings = DecodingSettings {
        threads: threads_here(recording),
        ..DecodingSettings::default()
    };
    Whisper::from_bytes(name, model, settings, stop.clone()).expect("the model loads")
}

fn afterwards(name: &str, model: &[u8], take: &[(&str, Samples)]) -> Duration {
    let mut whisper = load(name, model, false, &Stop::default());
    let start = Instant::now();
    for (_, sound) in take {
        let samples = resample::to_16k(sound);
        let job = Job {
            samples: &samples,
            activity: &activity::find(&samples),
            vocabulary: &[],
        };
        whisper
            .transcribe(&job, &mut |_| ())
            .expect("it transcribes");
    }
    start.elapsed()
}

fn while_speaking(name: &str, model: &[u8], take: &[(&str, Samples)], speed: f64) -> Duration {
    let stop = Stop::default();
    let whisper = load(name, model, true, &stop);
    let rate = take[0].1.rate;
    let mut worker =
        Worker::start(Box::new(whisper), rate, Vec::new(), activity::find, stop).expect("a thread");
    let began = Instant::now();
    let mut frame = 0;
    for (id, sound) in take {
        let mark = |frame, event| worker.mark(&Mark { frame, event });
        mark(frame, Event::Start((*id).into()));
        let block = (f64::from(rate) * BLOCK.as_secs_f64()) as usize;
        for block in mix::to_i16(&sound.frames).chunks(block) {
            frame += block.len() as u64;
            let due = Duration::from_secs_f64(frame as f64 / f64::from(rate) / speed);
            std::thread::sleep(due.saturating_sub(began.elapsed()));
            worker.sound(block);
        }
        mark(frame, Event::End((*id).into()));
    }
    let last_word = Instant::now();
    worker.end();
    let mut sections = 0;
    loop {
        match worker.next_update(Duration::from_secs(600)) {
            Update::Section(section) => {
                assert!(section.transcript.is_ok(), "{:?}", section.transcript);
                sections += 1;
            }
            Update::Progress(_) => {}
            Update::Nothing => panic!("the worker hangs"),
            Update::Over => break,
        }
    }
    assert_eq!(sections, take.len());
    last_word.elapsed()
}
