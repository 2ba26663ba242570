//! How well voice is distinguished from silence: on synthetic voices with pauses of known length or on given
//! recordings, both with added noise; or on recordings of people with known words. `scripts/bench activity`
//! prepares the data and runs this.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a measurement reads its folder and prints its table"
)]

mod noise;
mod people;
mod score;

use rehearse::audio::{Activity, Samples, activity, resample, wav};
use rehearse::time::{Millis, Span};
use score::Score;
use std::path::{Path, PathBuf};

const RATE: u32 = 16_000;

/// Seconds of silence before each clip, in turn.
const PAUSES: [f64; 9] = [0.8, 0.3, 1.0, 0.2, 0.5, 2.0, 0.4, 3.0, 0.7];

/// A voice activity detector.
type Find = fn(&Samples) -> Activity;

fn main() {
    let given: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .map(PathBuf::from)
        .filter(|argument| argument.exists())
        .collect();
    // `cargo test --benches` runs this without a path: there is nothing to measure then.
    let Some(first) = given.first() else { return };
    if first.join("truth.csv").exists() {
        return people::measure(first, given.get(1).map(PathBuf::as_path));
    }
    let recorded = first.is_file();
    let takes: Vec<Vec<f32>> = if recorded {
        let read = |file: &PathBuf| resample::to_16k(&wav::read(file).expect("a recording")).frames;
        given.iter().map(read).collect()
    } else {
        entries(first).iter().map(|voice| take(voice)).collect()
    };
    let truth = if recorded { truth_of_recording } else { truth };
    let truths: Vec<Activity> = takes.iter().map(|clean| truth(clean)).collect();
    if recorded {
        for (file, truth) in given.iter().zip(&truths) {
            let spans = truth.voiced.iter().map(|span| {
                format!(
                    "{:.2}-{:.2}",
                    span.start.as_secs_f64(),
                    span.end.as_secs_f64()
                )
            });
            let spans: Vec<String> = spans.collect();
            println!("{}: voice at {}", file.display(), spans.join(", "));
        }
    }
    let longest = takes.iter().map(Vec::len).max().unwrap_or(0);
    let mut noises = vec![
        ("white", noise::white(longest)),
        ("pink", noise::pink(longest)),
    ];
    // Babble is mixed from the takes themselves; of a few recordings it would be an echo.
    if !recorded {
        noises.push(("babble", noise::babble(&takes, longest)));
    }
    let finders: [(&str, Find); 2] = [("rehearse", activity::find), ("earshot", earshot)];
    println!(
        "{:9} {:7} {:>5}  {}",
        "finder",
        "noise",
        "SNR",
        score::HEADER
    );
    for (finder, find) in finders {
        let row = |name: &str, noise: &[f32], ratio: Option<f64>| {
            let mut score = Score::default();
            for (clean, truth) in takes.iter().zip(&truths) {
                let noisy = match ratio {
                    Some(ratio) => mixed(clean, truth, noise, ratio),
                    None => clean.clone(),
                };
                let samples = Samples {
                    rate: RATE,
                    frames: noisy,
                };
                score.add(truth, &find(&samples));
            }
            let ratio = ratio.map_or("-".into(), |ratio| format!("{ratio} dB"));
            println!("{finder:9} {name:7} {ratio:>5} {score}");
        };
        row("none", &[], None);
        for (name, noise) in &noises {
            for ratio in [30.0, 20.0, 10.0] {
                row(name, noise, Some(ratio));
            }
        }
    }
}

/// The files of a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder of clips")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

/// One voice's clips, trimmed, with the pauses between.
fn take(voice: &Path) -> Vec<f32> {
    let silence = |seconds: f64| vec![0.0; (seconds * f64::from(RATE)) as usize];
    let mut all = Vec::new();
    for (clip, pause) in entries(voice).iter().zip(PAUSES.iter().cycle()) {
        let clip = resample::to_16k(&wav::read(clip).expect("a clip")).frames;
        all.extend(silence(*pause));
        let spoken = truth(&clip).voiced;
        let (first, last) = (spoken.first(), spoken.last());
        let (Some(first), Some(last)) = (first, last) else {
            continue;
        };
        all.extend(&clip[frame(first.start)..frame(last.end).min(clip.len())]);
    }
    all.extend(silence(0.75));
    all
}

/// Where a clean synthetic voice is audible: 5 ms steps within 40 dB of the loudest.
fn truth(clean: &[f32]) -> Activity {
    let energies: Vec<f64> = clean.chunks(80).map(energy).collect();
    let loudest = energies.iter().copied().fold(0.0, f64::max);
    above(clean, &energies, 5, loudest * 1e-4)
}

/// Where the voice of a quiet recording is audible: 20 ms steps more than 6 dB above its quietest tenth,
/// which is background noise. Neither detector uses this definition; check the printed times by listening.
fn truth_of_recording(recorded: &[f32]) -> Activity {
    let energies: Vec<f64> = recorded.chunks(320).map(energy).collect();
    let mut sorted = energies.clone();
    sorted.sort_by(f64::total_cmp);
    let hiss = sorted.get(sorted.len() / 10).copied().unwrap_or_default();
    above(recorded, &energies, 20, hiss * 4.0)
}

/// The steps of `milliseconds` above `threshold`, joined: a gap below 100 ms does not
/// split and a piece below 60 ms is a click.
fn above(clean: &[f32], energies: &[f64], milliseconds: u64, threshold: f64) -> Activity {
    let mut voiced: Vec<Span> = Vec::new();
    for (step, energy) in energies.iter().enumerate() {
        if *energy <= threshold {
            continue;
        }
        let start = step as u64 * milliseconds;
        let span = Span::new(Millis(start), Millis(start + milliseconds));
        match voiced.last_mut() {
            Some(last) if span.start - last.end < activity::GAP => last.end = span.end,
            _ => voiced.push(span),
        }
    }
    voiced.retain(|span| span.length() >= activity::CLICK);
    Activity::new(voiced, Millis::of_frames(clean.len() as u64, RATE))
}

/// Adds noise so that the voice is louder by `ratio` decibels while it sounds.
fn mixed(clean: &[f32], truth: &Activity, noise: &[f32], ratio: f64) -> Vec<f32> {
    let spoken: Vec<f32> = truth
        .voiced
        .iter()
        .flat_map(|span| &clean[frame(span.start)..frame(span.end).min(clean.len())])
        .copied()
        .collect();
    let gain = (energy(&spoken) / energy(noise) / 10_f64.powf(ratio / 10.0)).sqrt() as f32;
    clean.iter().zip(noise).map(|(c, n)| c + n * gain).collect()
}

/// The crate earshot with its own threshold, its frames joined by the same rules.
fn earshot(samples: &Samples) -> Activity {
    let mut detector = earshot::Detector::default();
    let mut voiced: Vec<Span> = Vec::new();
    for (number, frame) in samples.frames.chunks_exact(256).enumerate() {
        let frame: Vec<f32> = frame.iter().map(|sample| sample.clamp(-1.0, 1.0)).collect();
        if detector.predict_f32(&frame) < 0.5 {
            continue;
        }
        // It looks at 48 ms; its result is for the frame in the middle.
        let end = Millis(number as u64 * 16);
        let span = Span::new(end - Millis(16), end);
        match voiced.last_mut() {
            Some(last) if span.start - last.end < activity::GAP => last.end = span.end,
            _ => voiced.push(span),
        }
    }
    voiced.retain(|span| span.length() >= activity::CLICK);
    Activity::new(voiced, samples.length())
}

fn frame(time: Millis) -> usize {
    time.frames(RATE) as usize
}

fn energy(samples: &[f32]) -> f64 {
    let sum: f64 = samples.iter().map(|s| f64::from(*s) * f64::from(*s)).sum();
    sum / samples.len().max(1) as f64
}
