//! How well voice is distinguished from silence in recordings of people whose words are known: which words
//! are called silent, and how much sound without speech is called voice.

use crate::earshot;
use rehearse::audio::{Activity, Samples, activity, resample, wav};
use rehearse::time::{Millis, Span};
use std::path::Path;
use std::time::Duration;
use whisper_rs::{WhisperVadContext, WhisperVadContextParams, WhisperVadParams};

/// A silence of this length is reported to the candidate as a pause.
const PAUSE: Millis = Millis(500);

/// The lowest probability of Silero for a piece, within it or close to it, that counts as speech.
const HEARD: f32 = 0.1;
const CLOSE: Millis = Millis(100);

/// Samples in one window of Silero.
const FRAME: usize = 512;

/// A recording and its annotation.
struct Recording {
    samples: Samples,
    /// Words that were recognised correctly, with their times.
    words: Vec<Span>,
    /// Stretches between words without speech.
    gaps: Vec<Span>,
    /// Whether it contains no speech at all.
    silent: bool,
}

/// The results of a detector over all recordings.
#[derive(Default)]
struct Score {
    words: usize,
    /// Words of which less than a third is called voice.
    lost: usize,
    /// Milliseconds of recordings without speech, and of these called voice.
    silent: [u64; 2],
    /// The same for the gaps between words.
    gaps: [u64; 2],
    /// Silences of at least [`PAUSE`] in the middle of which a word is said.
    false_pauses: usize,
    took: Duration,
}

/// Prints a row for each detector, "both" being rehearse's pieces that Silero does not call noise and
/// Silero's. The folder contains recordings as WAV files and, in `truth.csv`, lines
/// `file,kind,start,end` (milliseconds) with kind word, gap or silent; `silero` is a model for whisper.cpp's own
/// detector.
pub fn measure(folder: &Path, silero: Option<&Path>) {
    let recordings = read(folder);
    println!(
        "{:9} {:>6} {:>14} {:>16} {:>13} {:>13} {:>15}",
        "finder",
        "words",
        "called silent",
        "no speech: voice",
        "gaps: voice",
        "false pauses",
        "CPU time"
    );
    let print = |name: &str, find: &mut dyn FnMut(&Samples) -> Activity| {
        let mut score = Score::default();
        for recording in &recordings {
            let start = processor_time();
            let found = find(&recording.samples);
            score.took += processor_time().saturating_sub(start);
            score.add(recording, &found);
        }
        let sound: Millis = recordings.iter().map(|r| r.samples.length()).sum();
        println!("{name:9} {}", score.row(sound));
    };
    print("rehearse", &mut activity::find);
    print("earshot", &mut earshot);
    if let Some(model) = silero {
        let mut silero = Silero::load(model);
        print("silero", &mut |samples| silero.find(samples));
        print("both", &mut |samples| silero.with_energy(samples));
    }
}

/// Reads the recordings that `truth.csv` names.
fn read(folder: &Path) -> Vec<Recording> {
    let mut truth = csv::Reader::from_path(folder.join("truth.csv")).expect("truth.csv");
    let mut recordings: Vec<(String, Recording)> = Vec::new();
    for line in truth.deserialize() {
        let (file, kind, start, end): (String, String, u64, u64) =
            line.expect("a line of truth.csv");
        if recordings.last().is_none_or(|(last, _)| *last != file) {
            let samples = resample::to_16k(&wav::read(&folder.join(&file)).expect("a recording"));
            let recording = Recording {
                samples,
                words: Vec::new(),
                gaps: Vec::new(),
                silent: false,
            };
            recordings.push((file, recording));
        }
        let Some((_, recording)) = recordings.last_mut() else {
            continue;
        };
        let span = Span::new(Millis(start), Millis(end));
        match kind.as_str() {
            "word" => recording.words.push(span),
            "gap" => recording.gaps.push(span),
            _ => recording.silent = true,
        }
    }
    recordings
        .into_iter()
        .map(|(_, recording)| recording)
        .collect()
}

impl Score {
    fn add(&mut self, recording: &Recording, found: &Activity) {
        let count = |total: &mut [u64; 2], span: Span| {
            total[0] += span.length().0;
            total[1] += voiced(found, span);
        };
        if recording.silent {
            count(&mut self.silent, Span::new(Millis::ZERO, found.length));
            return;
        }
        for gap in &recording.gaps {
            count(&mut self.gaps, *gap);
        }
        self.words += recording.words.len();
        let lost = |word: &&Span| voiced(found, **word) * 3 < word.length().0;
        self.lost += recording.words.iter().filter(lost).count();
        // Word times are accurate to some hundredths of a second only: the middle must be well inside.
        let inside = |silence: &Span| {
            let mut middles = recording
                .words
                .iter()
                .map(|word| (word.start.0 + word.end.0) / 2);
            middles.any(|middle| middle >= silence.start.0 + 50 && middle + 50 <= silence.end.0)
        };
        let silences = found.silences().into_iter();
        self.false_pauses += silences
            .filter(|s| s.length() >= PAUSE && inside(s))
            .count();
    }

    fn row(&self, sound: Millis) -> String {
        let share = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
        format!(
            "{:6} {:>14} {:>16} {:>13} {:13} {:>11.5} s/s",
            self.words,
            format!(
                "{}, {:.1} %",
                self.lost,
                share(self.lost as u64, self.words as u64)
            ),
            format!("{:.1} %", share(self.silent[1], self.silent[0])),
            format!("{:.1} %", share(self.gaps[1], self.gaps[0])),
            self.false_pauses,
            self.took.as_secs_f64() / sound.as_secs_f64(),
        )
    }
}

/// Milliseconds of a stretch that are called voice.
fn voiced(found: &Activity, within: Span) -> u64 {
    let parts = found.voiced.iter().map(|span| {
        let end = span.end.min(within.end).0;
        end.saturating_sub(span.start.max(within.start).0)
    });
    parts.sum()
}

/// Silero as whisper.cpp runs it, with whisper.cpp's thresholds.
struct Silero(WhisperVadContext);

impl Silero {
    fn load(model: &Path) -> Self {
        whisper_rs::install_logging_hooks();
        let mut parameters = WhisperVadContextParams::default();
        parameters.set_n_threads(1);
        let path = model.to_str().expect("a path in UTF-8");
        Self(WhisperVadContext::new(path, parameters).expect("a model of Silero"))
    }

    fn find(&mut self, samples: &Samples) -> Activity {
        let found = self
            .0
            .segments_from_samples(WhisperVadParams::default(), &samples.frames);
        let hundredths = |time: f32| Millis((time.max(0.0) * 10.0).round() as u64);
        let spans = found
            .expect("voice in a recording")
            .map(|segment| Span::new(hundredths(segment.start), hundredths(segment.end)));
        Activity::new(spans.collect(), samples.length())
    }

    fn with_energy(&mut self, samples: &Samples) -> Activity {
        let mut voiced = self.find(samples).voiced;
        let probabilities = self.0.probabilities();
        let frame = |time: Millis| time.frames(samples.rate) as usize / FRAME;
        voiced.extend(activity::find(samples).voiced.into_iter().filter(|piece| {
            let first = frame(piece.start.saturating_sub(CLOSE));
            let last = frame(piece.end + CLOSE).min(probabilities.len() - 1);
            probabilities[first..=last].iter().any(|p| *p >= HEARD)
        }));
        voiced.sort_unstable_by_key(|span| span.start);
        let mut joined: Vec<Span> = Vec::new();
        for span in voiced {
            match joined.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => joined.push(span),
            }
        }
        Activity::new(joined, samples.length())
    }
}

/// The time of all threads of this process where the system reports it, else the time passed.
fn processor_time() -> Duration {
    #[cfg(unix)]
    {
        use rustix::time::{ClockId, clock_gettime};
        let time = clock_gettime(ClockId::ProcessCPUTime);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    }
    #[cfg(not(unix))]
    {
        static START: std::sync::LazyLock<std::time::Instant> =
            std::sync::LazyLock::new(std::time::Instant::now);
        START.elapsed()
    }
}
