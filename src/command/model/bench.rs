//! `rehearse model bench`: which model this machine can run in time.
#![allow(
    clippy::disallowed_methods,
    reason = "the clock is what is being asked here"
)]

use super::shared::folders;
use crate::audio::{Activity, Samples};
use crate::command::{Context, Exit, Failure, recogniser};
use crate::model::bench::{Timed, Timing, WINDOW, recommend, same_shape};
use crate::model::{self, Manifest};
use crate::store::Settings;
use crate::time::{Millis, Span};
use crate::transcribe::whisper::Whisper;
use crate::transcribe::{self, Job, Stop, Transcriber};
use serde::Serialize;
use std::time::{Duration, Instant};

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Benched<'a> {
    timings: Vec<Line<'a>>,
    /// The model that is used from now on, once installed.
    chosen: &'a str,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    timing: &'a Timing,
    real_time_factor: f64,
    keeps_up: bool,
}

/// Times this machine, recommends a model, and stores the recommendation.
///
/// # Errors
/// When a model cannot be loaded or the settings cannot be written.
pub fn run(context: &mut Context) -> Result<Exit, Failure> {
    let manifest = Manifest::builtin();
    let timings = time_all(&manifest, context)?;
    let chosen = remember(&timings, &manifest, context)?;
    if context.json {
        let timings = timings
            .iter()
            .map(|timing| Line {
                timing,
                real_time_factor: timing.real_time_percent() as f64 / 100.0,
                keeps_up: timing.keeps_up(),
            })
            .collect();
        context.data_json(&Benched {
            timings,
            chosen: &chosen,
        })?;
    } else {
        for timing in &timings {
            context.data_sentences(&format!("{}\n", line(timing)))?;
        }
        tell_stand_ins(&timings, context);
        let next = match model::find(&chosen, &manifest, &folders(context)) {
            Ok(_) => "it is used from now on".to_owned(),
            Err(_) => format!("`rehearse model get {chosen}` fetches it"),
        };
        context.say(format_args!("For this machine: {chosen}; {next}."));
    }
    Ok(Exit::Done)
}

/// Times this machine and stores the recommendation, for a verb that needs one.
///
/// # Errors
/// As [`run`].
pub fn choose(manifest: &Manifest, context: &mut Context) -> Result<String, Failure> {
    context
        .say("Timing this machine once, to choose a model that it keeps up with: half a minute.");
    let timings = time_all(manifest, context)?;
    for timing in &timings {
        context.say(line(timing));
    }
    tell_stand_ins(&timings, context);
    let chosen = remember(&timings, manifest, context)?;
    context.say(format_args!(
        "For this machine: {chosen} (`rehearse model get NAME` fetches another)."
    ));
    Ok(chosen)
}

fn remember(timings: &[Timing], manifest: &Manifest, context: &Context) -> Result<String, Failure> {
    let chosen = recommend(timings, manifest)
        .ok_or_else(|| Failure::error("the manifest names no default model"))?
        .to_owned();
    let mut settings = Settings::load(&context.folders.config)?;
    settings.model = Some(chosen.clone());
    settings.save(&context.folders.config)?;
    Ok(chosen)
}

/// One timing as the wait for the transcript.
fn line(timing: &Timing) -> String {
    let verdict = if timing.keeps_up() {
        "it keeps up with you"
    } else {
        "too slow to have them when you stop"
    };
    format!(
        "{:14}  the words of a minute of speech take {}: {verdict}",
        timing.model,
        per_minute(timing),
    )
}

/// The time for a minute of speech, rounded.
fn per_minute(timing: &Timing) -> String {
    let tenths = (timing.took.0 * 600).div_ceil(timing.sound.0.max(1));
    match tenths {
        0..100 => format!("{}.{} s", tenths / 10, tenths % 10),
        100..1_000 => format!("{} s", tenths.div_ceil(10)),
        _ => format!("{} min", tenths.div_ceil(600)),
    }
}

/// Says what was timed for a model that is not installed.
fn tell_stand_ins(timings: &[Timing], context: &mut Context) {
    if timings
        .iter()
        .any(|timing| timing.timed == Timed::SameShape)
    {
        context.say(
            "Timed with stand-ins of the same size, so that nothing had to be fetched for it.",
        );
    }
}

/// Times the default models, the fastest first, without those that a faster one rules out.
fn time_all(manifest: &Manifest, context: &mut Context) -> Result<Vec<Timing>, Failure> {
    let mut timings: Vec<Timing> = Vec::new();
    for known in manifest.defaults().rev() {
        if timings.last().is_some_and(|timing| !timing.keeps_up()) {
            context.say(format_args!(
                "{} was not timed: it is slower still.",
                known.name
            ));
            continue;
        }
        let settings = recogniser::settings(context, false)?;
        let threads = settings.threads;
        let (mut whisper, timed) = match model::find(&known.name, manifest, &folders(context)) {
            Ok(file) => {
                let installed = recogniser::load(&file, settings, Stop::default())?;
                (installed, Timed::Installed)
            }
            Err(_) => {
                let Some(bytes) = same_shape(&known.name) else {
                    continue;
                };
                let same = Whisper::from_bytes(&known.name, &bytes, settings, Stop::default());
                (same.map_err(Failure::unequipped)?, Timed::SameShape)
            }
        };
        let (took, elapsed) = time(&mut whisper, threads)?;
        if elapsed.0 > took.0 * 3 / 2 {
            context.say(format_args!(
                "This machine is busy with other things: {elapsed} passed while {} worked for {took}.",
                known.name
            ));
        }
        timings.push(Timing {
            model: known.name.clone(),
            timed,
            threads,
            sound: WINDOW,
            took,
        });
    }
    Ok(timings)
}

/// The processor time for one window of sound, and the time that passed.
///
/// The two differ when other programs use the processor. Processor time is stored: a
/// concurrent build must not decide which model is used from then on.
fn time(whisper: &mut Whisper, threads: usize) -> Result<(Millis, Millis), Failure> {
    let samples = Samples {
        rate: transcribe::RATE,
        frames: hum(),
    };
    let activity = Activity::new(vec![Span::new(Millis::ZERO, WINDOW)], WINDOW);
    let job = Job {
        samples: &samples,
        activity: &activity,
        vocabulary: &[],
    };
    let (start, worked) = (Instant::now(), processor_time());
    whisper.transcribe(&job, &mut |_| {})?;
    let elapsed = start.elapsed();
    let work = processor_time()
        .zip(worked)
        .and_then(|(after, before)| after.checked_sub(before))
        .map_or(elapsed, |work| work / threads.max(1) as u32);
    let millis = |time: Duration| Millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
    Ok((millis(work.min(elapsed)), millis(elapsed)))
}

/// The processor time of this process so far, over all threads, where the system reports it.
fn processor_time() -> Option<Duration> {
    #[cfg(unix)]
    return rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime)
        .try_into()
        .ok();
    #[cfg(not(unix))]
    return None;
}

/// Any sound serves, since the encoder's work does not depend on it. This one is modulated like
/// syllables, so that a trained model produces words.
fn hum() -> Vec<f32> {
    let frames = WINDOW.frames(transcribe::RATE);
    (0..frames)
        .map(|frame| {
            let time = frame as f32 / transcribe::RATE as f32;
            let syllable = (time * 4.0 * std::f32::consts::PI).sin().abs();
            let voice = (time * 140.0 * std::f32::consts::TAU).sin();
            0.2 * syllable * voice
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timing_is_worded_as_the_wait_for_the_transcript() {
        let timing = |took| Timing {
            model: "base.en-q8_0".into(),
            timed: Timed::SameShape,
            threads: 1,
            sound: WINDOW,
            took: Millis(took),
        };
        assert_eq!(
            line(&timing(2_700)),
            "base.en-q8_0    the words of a minute of speech take 6.0 s: it keeps up with you"
        );
        assert_eq!(
            line(&timing(18_000)),
            "base.en-q8_0    the words of a minute of speech take 40 s: too slow to have them when you stop"
        );
        assert_eq!(per_minute(&timing(60_000)), "3 min");
    }
}
