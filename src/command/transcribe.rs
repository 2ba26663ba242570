//! `rehearse transcribe`: one recording to text, JSON or subtitles.

use super::{Context, Exit, Failure, ears};
use crate::audio::{activity, resample, wav};
use crate::cli::{Transcribe, TranscriptFormat};
use crate::report::subtitles;
use crate::time::{Millis, Span};
use crate::transcribe::Job;
use crate::transcript::Transcript;
use crate::ui::listening::Listening;
use serde::Serialize;

/// Runs the verb.
///
/// # Errors
/// When the file is no sound (1) or there is no model (3).
pub fn run(wanted: &Transcribe, context: &mut Context) -> Result<Exit, Failure> {
    let format = match wanted.format {
        Some(format) if context.json && format != TranscriptFormat::Json => {
            return Err(Failure::usage(
                "--json and another --format contradict each other",
            ));
        }
        Some(format) => format,
        None if context.json => TranscriptFormat::Json,
        None => TranscriptFormat::Text,
    };
    // The file first: a wrong name should not cost the loading of a model.
    let samples = resample::to_16k(&wav::read(&wanted.file)?);
    let mut ear = ears::open_prompted(context, wanted.model.as_deref(), wanted.prompt.clone())?;
    let activity = activity::find(&samples);
    let job = Job {
        samples: &samples,
        activity: &activity,
        vocabulary: &[],
    };
    let bar = Listening::new(samples.length(), context.screen.animate);
    let transcript = ear.transcribe(&job, &mut |progress| bar.at(progress.done))?;
    drop(bar);
    match format {
        TranscriptFormat::Text => {
            if !transcript.text.is_empty() {
                context.data(&format!("{}\n", transcript.text))?;
            }
        }
        TranscriptFormat::Json => {
            let document = Document {
                format: 1,
                file: &wanted.file.to_string_lossy(),
                model: ear.name(),
                seconds: samples.length().as_secs_f64(),
                text: &transcript.text,
                words: words(&transcript),
                silences: activity.silences().into_iter().map(Stretch::of).collect(),
                dropped: dropped(&transcript),
            };
            context.data_json(&document)?;
        }
        TranscriptFormat::Srt => context.data(&subtitles::srt(&transcript))?,
        TranscriptFormat::Vtt => context.data(&subtitles::vtt(&transcript))?,
    }
    if transcript.words.is_empty() {
        let name = wanted.file.display();
        if activity.voiced.is_empty() {
            context.say(format_args!(
                "{name}: no voice in {}",
                length(samples.length())
            ));
        } else {
            context.say(format_args!(
                "{name}: no words were recognised in the voice that is there"
            ));
        }
    }
    if format != TranscriptFormat::Json {
        for apart in &transcript.dropped {
            context.say(format_args!(
                "left out at {}: \"{}\" ({})",
                apart.time.start,
                apart.text,
                apart.reason.trim_end_matches('.').to_lowercase()
            ));
        }
    }
    Ok(Exit::Done)
}

fn length(time: Millis) -> String {
    format!("{:.1} s of sound", time.as_secs_f64())
}

/// What `--format json` prints. Fields are only ever added.
#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    file: &'a str,
    model: &'a str,
    seconds: f64,
    text: &'a str,
    words: Vec<Timed<'a>>,
    silences: Vec<Stretch>,
    dropped: Vec<Apart<'a>>,
}

/// A stretch of time in seconds from the start of the file.
#[derive(Serialize)]
struct Stretch {
    start: f64,
    end: f64,
}

impl Stretch {
    fn of(span: Span) -> Self {
        Self {
            start: span.start.as_secs_f64(),
            end: span.end.as_secs_f64(),
        }
    }
}

#[derive(Serialize)]
struct Timed<'a> {
    text: &'a str,
    #[serde(flatten)]
    time: Option<Stretch>,
}

#[derive(Serialize)]
struct Apart<'a> {
    text: &'a str,
    #[serde(flatten)]
    time: Stretch,
    reason: &'a str,
}

fn words(transcript: &Transcript) -> Vec<Timed<'_>> {
    let words = transcript.words.iter();
    words
        .map(|word| Timed {
            text: &word.text,
            time: word.time.map(Stretch::of),
        })
        .collect()
}

fn dropped(transcript: &Transcript) -> Vec<Apart<'_>> {
    let dropped = transcript.dropped.iter();
    dropped
        .map(|apart| Apart {
            text: &apart.text,
            time: Stretch::of(apart.time),
            reason: &apart.reason,
        })
        .collect()
}
