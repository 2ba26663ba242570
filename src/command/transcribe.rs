//! `rehearse transcribe`: one recording to text, JSON or subtitles.

use super::{Context, Exit, Failure, recogniser, recorded};
use crate::audio::{Activity, file, resample};
use crate::cli::{Transcribe, TranscriptFormat};
use crate::report::subtitles;
use crate::time::{Millis, Span};
use crate::transcribe::Job;
use crate::transcribe::whisper::voice;
use crate::transcript::Transcript;
use crate::ui::progress::Listening;
use serde_json::{Value, json};
use std::borrow::Cow;

/// Runs the verb.
///
/// # Errors
/// When the file is not sound (1) or there is no model (3).
pub fn run(wanted: &Transcribe, context: &mut Context) -> Result<Exit, Failure> {
    let format = format(wanted, context)?;
    // The file first: a mistyped name should not cost the loading of a model.
    let samples = resample::to_16k(&match wanted.is_piped() {
        true => file::read_piped(std::io::stdin().lock(), "standard input")?,
        false => file::read(&wanted.file)?,
    });
    if !wanted.is_piped() {
        recorded::tell_cut(context, std::slice::from_ref(&wanted.file));
    }
    let mut transcriber =
        recogniser::open_prompted(context, wanted.model.as_deref(), wanted.prompt.clone())?;
    let mut activity = voice::find(&samples);
    let job = Job {
        samples: &samples,
        activity: &activity,
        vocabulary: &[],
    };
    let bar = Listening::new(samples.length(), context.screen.animate);
    let transcript = transcriber.transcribe(&job, &mut |progress| bar.at(progress.done))?;
    drop(bar);
    activity = activity.with_words(&transcript);
    let heard = FileTranscript {
        name: wanted.file.to_string_lossy(),
        length: samples.length(),
        activity: &activity,
        transcript: &transcript,
    };
    match format {
        TranscriptFormat::Text => heard.as_text(context)?,
        TranscriptFormat::Json => context.data_json(&heard.document(transcriber.name()))?,
        TranscriptFormat::Srt => context.data(&subtitles::srt(&transcript))?,
        TranscriptFormat::Vtt => context.data(&subtitles::vtt(&transcript))?,
    }
    heard.remark(format, context);
    Ok(Exit::Done)
}

/// The requested format.
fn format(wanted: &Transcribe, context: &Context) -> Result<TranscriptFormat, Failure> {
    match wanted.format {
        Some(format) if context.json && format != TranscriptFormat::Json => Err(Failure::usage(
            "--json and another --format contradict each other",
        )),
        Some(format) => Ok(format),
        None if context.json => Ok(TranscriptFormat::Json),
        None => Ok(TranscriptFormat::Text),
    }
}

/// The transcript of a file.
struct FileTranscript<'a> {
    /// Its file.
    name: Cow<'a, str>,
    length: Millis,
    activity: &'a Activity,
    transcript: &'a Transcript,
}

impl FileTranscript<'_> {
    fn as_text(&self, context: &mut Context) -> Result<(), Failure> {
        if self.transcript.text.is_empty() {
            return Ok(());
        }
        let text = match context.screen.data_is_terminal {
            true => at_pauses(self.transcript),
            false => self.transcript.text.clone(),
        };
        context.data_sentences(&format!("{text}\n"))
    }

    /// The contents of `--format json`, with times in seconds from the start of the file. Fields are only ever added.
    fn document(&self, model: &str) -> Value {
        let stretch =
            |span: Span| json!({"start": span.start.as_secs_f64(), "end": span.end.as_secs_f64()});
        let words = self.transcript.words.iter().map(|word| {
            let mut data = json!({"text": word.text});
            if let Some(time) = word.time {
                data["start"] = time.start.as_secs_f64().into();
                data["end"] = time.end.as_secs_f64().into();
            }
            // A hesitation that was heard and not transcribed.
            if word.unwritten {
                data["unwritten"] = true.into();
            }
            data
        });
        let dropped = self.transcript.dropped.iter().map(|apart| {
            json!({
                "text": apart.text,
                "start": apart.time.start.as_secs_f64(),
                "end": apart.time.end.as_secs_f64(),
                "reason": apart.reason,
            })
        });
        let silences = self.activity.silences().into_iter();
        json!({
            "format": 1,
            "file": self.name,
            "model": model,
            "seconds": self.length.as_secs_f64(),
            "text": self.transcript.text,
            "words": words.collect::<Vec<_>>(),
            "language": self.transcript.language.as_deref().unwrap_or("en"),
            "silences": silences.map(stretch).collect::<Vec<_>>(),
            "dropped": dropped.collect::<Vec<_>>(),
        })
    }

    /// Warns about what the words alone do not show.
    fn remark(&self, format: TranscriptFormat, context: &mut Context) {
        let name = &self.name;
        if self.transcript.words.is_empty() {
            let seconds = self.length.as_secs_f64();
            context.say(match self.activity.voiced.is_empty() {
                true => format!("{name}: no voice in {seconds:.1} s of sound"),
                false => format!("{name}: no words were recognised in the voice that is there"),
            });
        }
        if let Some(language) = &self.transcript.language {
            context.say(format_args!(
                "{name}: this sounds like another language than English ({language}), and was written in it; answers are judged in English only"
            ));
        }
        if format == TranscriptFormat::Json {
            return;
        }
        for apart in &self.transcript.dropped {
            context.say(format_args!(
                "left out at {}: \"{}\" ({})",
                apart.time.start,
                apart.text,
                apart.reason.trim_end_matches('.').to_lowercase()
            ));
        }
    }
}

/// A silence that begins a new line; reports show pauses from the same length.
const LONG_PAUSE: Millis = Millis(1_000);

/// The text with a line break at every long pause, for reading on a screen.
fn at_pauses(transcript: &Transcript) -> String {
    let mut text = String::new();
    let mut before: Option<Span> = None;
    for word in &transcript.words {
        let paused = before
            .zip(word.time)
            .is_some_and(|(before, now)| now.start - before.end >= LONG_PAUSE);
        if !text.is_empty() {
            text.push(if paused { '\n' } else { ' ' });
        }
        text.push_str(&word.text);
        before = word.time.or(before);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::Word;

    #[test]
    fn a_long_pause_begins_a_line() {
        let word = |text: &str, from, to| Word::timed(text, Span::new(Millis(from), Millis(to)));
        let heard = Transcript::from_words(vec![
            word("I", 0, 200),
            word("traced", 1_100, 1_500),
            word("it.", 2_500, 2_800),
        ]);
        assert_eq!(at_pauses(&heard), "I traced\nit.");
        assert_eq!(
            at_pauses(&Transcript::from_text("typed text")),
            "typed text"
        );
        assert_eq!(at_pauses(&Transcript::default()), "");
    }
}
