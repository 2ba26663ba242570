//! Whisper behind [`Transcriber`]: the only file that names whisper-rs (0.16, whisper.cpp 1.8.3).
//!
//! What is done differently from the obvious, and why:
//!
//! * Sound is cut at pauses into chunks below thirty seconds, each decoded as one segment without
//!   context from the one before. That ends the loops that Whisper is known for, and keeps its
//!   timestamps in the token list, from where [`tokens`](super::tokens) reads them.
//! * Nothing is decoded where nobody speaks, because Whisper writes "Thank you." on silence. Its
//!   own guess whether there is speech would drop text without a word, so it is switched off.
//! * Short sound is padded: below 201 samples whisper.cpp 1.8.3 reads outside its buffer, and below
//!   a second it tends to say nothing.
//! * The words of a chunk depend on its sound alone, not on what was heard before it.
//! * Only files that [`crate::model`] has checked may come here: a damaged one ends the process.

use super::beam::Beam;
use super::place::{Placed, place};
use super::tokens::{Framed, Token, frames};
use super::{Job, Progress, RATE, Stop, TranscribeError, Transcriber};
use crate::audio::{Activity, Samples};
use crate::time::{Millis, Span};
use crate::transcript::Transcript;
use std::path::Path;
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperState,
    install_logging_hooks,
};

/// A chunk with less voice than this is silence.
const LEAST_VOICE: Millis = Millis(250);
/// Silence that is left before the first voice. Whisper's first timestamp is at most 1.0 s, so
/// more of it would pull the first word forward.
const LEAD: Millis = Millis(300);
/// Silence that is left after the last voice.
const TAIL: Millis = Millis(500);
/// Shorter sound is padded with silence to this length.
const SHORTEST: Millis = Millis(1100);
/// What whisper.cpp returns when the abort callback said stop, after encoding or decoding.
const ABORTED: [i32; 2] = [-6, -8];

/// Makes Whisper likelier to write the fillers that it hears. Short on purpose: longer ones have
/// been seen to cut transcripts off (wassgha/rescript issue 59).
pub const FILLERS: &str = "Um, uh, hmm, er, ah.";

/// What may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Threads of whisper.cpp; see [`threads`](super::threads::threads).
    pub threads: usize,
    /// Text whose style the recogniser follows, such as [`FILLERS`]; read before every chunk.
    pub prompt: String,
    /// Reads the vocabulary of the job as well.
    pub vocabulary: bool,
    /// How many texts are followed at once.
    pub beam: Beam,
}

impl Default for Settings {
    /// One thread and no prompt. The bundled nano model writes the demo's two takes as they were spoken
    /// without a prompt, with [`FILLERS`] and with the scenario's vocabulary; the file before it, with
    /// the vocabulary, wrote "payment notification service" for "network timeouts causing silent drops",
    /// a term that nobody said. A judge that counts what was said must not be fed so; on Whisper's own
    /// models it has not been measured, and `vocabulary = true` in the settings tries it.
    fn default() -> Self {
        Self {
            threads: 1,
            prompt: String::new(),
            vocabulary: false,
            beam: Beam::default(),
        }
    }
}

/// A loaded model.
pub struct Whisper {
    name: String,
    context: WhisperContext,
    /// Copied for every chunk. Its abort callback asks `stop`.
    parameters: FullParams<'static, 'static>,
    settings: Settings,
    stop: Stop,
}

impl std::fmt::Debug for Whisper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Whisper")
            .field("name", &self.name)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Whisper {
    /// Loads the model file at `path`, which must have been checked.
    ///
    /// # Errors
    /// [`TranscribeError::Model`] or [`TranscribeError::Memory`].
    pub fn open(
        name: &str,
        path: &Path,
        settings: Settings,
        stop: Stop,
    ) -> Result<Self, TranscribeError> {
        install_logging_hooks();
        let context = WhisperContext::new_with_params(path, context_parameters());
        Self::start(name, context.ok(), settings, stop)
    }

    /// Loads a model from memory, which must have been checked.
    ///
    /// # Errors
    /// [`TranscribeError::Model`] or [`TranscribeError::Memory`].
    pub fn from_bytes(
        name: &str,
        model: &[u8],
        settings: Settings,
        stop: Stop,
    ) -> Result<Self, TranscribeError> {
        install_logging_hooks();
        let context = WhisperContext::new_from_buffer_with_params(model, context_parameters());
        Self::start(name, context.ok(), settings, stop)
    }

    fn start(
        name: &str,
        context: Option<WhisperContext>,
        settings: Settings,
        stop: Stop,
    ) -> Result<Self, TranscribeError> {
        let model = || name.to_owned();
        let context = context.ok_or_else(|| TranscribeError::Model { model: model() })?;
        let whisper = Self {
            name: model(),
            context,
            parameters: parameters(&settings, stop.clone()),
            settings,
            stop,
        };
        // Too little memory is told now, and not once somebody has spoken.
        whisper.state()?;
        Ok(whisper)
    }

    /// What decoding works in. Each chunk has its own: whisper.cpp 1.8.3 draws the texts that it
    /// follows by lot, and its first generator goes on where the chunk before left it, so the same
    /// sound would give other words after other sound.
    fn state(&self) -> Result<WhisperState, TranscribeError> {
        let memory = |_| TranscribeError::Memory {
            model: self.name.clone(),
        };
        self.context.create_state().map_err(memory)
    }

    /// The prompt as tokens. Tokens rather than a text, because whisper-rs leaks every text.
    fn prompt(&self, vocabulary: &[String]) -> Vec<i32> {
        let mut text = String::new();
        if self.settings.vocabulary && !vocabulary.is_empty() {
            text = format!(" {}.", vocabulary.join(", "));
        }
        if !self.settings.prompt.is_empty() {
            text = format!("{text} {}", self.settings.prompt);
        }
        text.retain(|c| c != '\0');
        // No token is shorter than a byte, so this is always room enough; whisper-rs would take
        // the number of a longer text for a length.
        let room = text.len() + 1;
        self.context.tokenize(&text, room).unwrap_or_default()
    }

    /// Decodes one chunk; frames count from the start of `samples`.
    fn decode(
        &mut self,
        samples: &[f32],
        prompt: &[i32],
        at: Millis,
    ) -> Result<Vec<Framed>, TranscribeError> {
        let window = Millis::of_frames(samples.len() as u64, RATE);
        let mut parameters: FullParams<'_, '_> = self.parameters.clone();
        if !prompt.is_empty() {
            parameters.set_tokens(prompt);
        }
        let mut state = self.state()?;
        if let Err(error) = state.full(parameters, samples) {
            let code = match error {
                whisper_rs::WhisperError::GenericError(code) => code,
                _ => -1,
            };
            if self.stop.is_requested() && ABORTED.contains(&code) {
                return Err(TranscribeError::Stopped);
            }
            return Err(TranscribeError::Engine { at, code });
        }
        let (end, zero) = (self.context.token_eot(), self.context.token_beg());
        let mut tokens = Vec::new();
        for segment in state.as_iter() {
            for token in (0..segment.n_tokens()).filter_map(|i| segment.get_token(i)) {
                let id = token.token_id();
                if id >= zero {
                    // One step of the timestamp tokens is 20 ms.
                    tokens.push(Token::At(Millis(
                        20 * u64::from((id - zero).unsigned_abs()),
                    )));
                } else if id < end
                    && let Ok(text) = token.to_bytes()
                {
                    tokens.push(Token::Text(text.to_vec()));
                }
            }
        }
        Ok(frames(&tokens, window))
    }
}

impl Transcriber for Whisper {
    fn name(&self) -> &str {
        &self.name
    }

    fn transcribe(
        &mut self,
        job: &Job<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Transcript, TranscribeError> {
        if job.samples.rate != RATE {
            return Err(TranscribeError::Rate {
                rate: job.samples.rate,
            });
        }
        let of = job.samples.length();
        let prompt = self.prompt(job.vocabulary);
        let mut heard = Placed::default();
        progress(Progress {
            done: Millis::ZERO,
            of,
        });
        for chunk in super::chunks::chunks(job.samples, job.activity) {
            if self.stop.is_requested() {
                return Err(TranscribeError::Stopped);
            }
            let voiced = voiced_in(job.activity, chunk);
            if voiced.iter().map(|span| span.length()).sum::<Millis>() >= LEAST_VOICE {
                let (sound, zero) = cut(job.samples, chunk, &voiced);
                let mut framed = self.decode(&sound, &prompt, zero)?;
                for text in &mut framed {
                    text.frame = text.frame.later(zero);
                }
                let placed = place(&framed, &voiced);
                heard.words.extend(placed.words);
                heard.dropped.extend(placed.dropped);
            }
            progress(Progress {
                done: chunk.end,
                of,
            });
        }
        Ok(Transcript {
            dropped: heard.dropped,
            ..Transcript::from_words(heard.words)
        })
    }
}

fn context_parameters() -> WhisperContextParameters<'static> {
    let mut parameters = WhisperContextParameters::default();
    parameters.use_gpu(cfg!(any(
        feature = "metal",
        feature = "cuda",
        feature = "vulkan"
    )));
    parameters
}

fn parameters(settings: &Settings, stop: Stop) -> FullParams<'static, 'static> {
    let strategy = match i32::from(settings.beam.size()) {
        1 => SamplingStrategy::Greedy { best_of: 1 },
        beam_size => SamplingStrategy::BeamSearch {
            beam_size,
            patience: -1.0, // whisper.cpp does not look at it
        },
    };
    let mut parameters = FullParams::new(strategy);
    parameters.set_n_threads(i32::try_from(settings.threads).unwrap_or(1).max(1));
    parameters.set_no_context(true);
    parameters.set_single_segment(true);
    parameters.set_print_special(false);
    parameters.set_print_progress(false);
    parameters.set_print_realtime(false);
    parameters.set_print_timestamps(false);
    // Whether anybody speaks is measured on the samples; whisper.cpp would drop text silently.
    parameters.set_no_speech_thold(f32::INFINITY);
    // whisper-rs 0.16 calls the closure as the type that it was given, not as the box it stores, so
    // any capturing closure but a boxed one reads garbage. The box is leaked: once a model.
    parameters.set_abort_callback_safe::<_, Box<dyn FnMut() -> bool>>(Box::new(move || {
        stop.is_requested()
    })
        as Box<dyn FnMut() -> bool>);
    parameters
}

/// The voiced parts of a chunk.
fn voiced_in(activity: &Activity, chunk: Span) -> Vec<Span> {
    let parts = activity
        .voiced
        .iter()
        .map(|voice| Span::new(voice.start.max(chunk.start), voice.end.min(chunk.end)));
    parts
        .filter(|voice| voice.length() > Millis::ZERO)
        .collect()
}

/// The sound of a chunk without the silence around its voice, padded to a length that Whisper hears,
/// and the moment at which it starts.
fn cut(samples: &Samples, chunk: Span, voiced: &[Span]) -> (Vec<f32>, Millis) {
    let first = voiced.first().map_or(chunk.start, |voice| voice.start);
    let last = voiced.last().map_or(chunk.end, |voice| voice.end);
    let start = chunk.start.max(first - LEAD);
    let end = chunk.end.min(last + TAIL);
    let frame = |time: Millis| (time.frames(RATE) as usize).min(samples.frames.len());
    let mut sound = samples.frames[frame(start)..frame(end)].to_vec();
    let enough = SHORTEST.max(Millis::of_frames(sound.len() as u64, RATE) + LEAD);
    sound.resize(enough.frames(RATE) as usize, 0.0);
    (sound, start)
}

#[cfg(test)]
#[path = "../../tests/common/scripted_model.rs"]
#[allow(dead_code, reason = "most of it serves the tests of the whole program")]
mod scripted_model;

#[cfg(test)]
mod tests {
    use super::scripted_model::{Say, model};
    use super::*;
    use crate::audio::{resample, wav};

    const TAKE: &[u8] = include_bytes!("../../content/demo/strong/4-result.wav");

    fn whisper(settings: Settings, stop: Stop) -> Whisper {
        let words: [&[u8]; 4] = [b" Um", b", uh", b" webhook", b"."];
        let mut script = vec![Say::At(0)];
        script.extend(words.map(Say::Text));
        script.push(Say::At(100));
        Whisper::from_bytes("scripted", &model(&script), settings, stop).expect("it loads")
    }

    #[test]
    fn a_raised_flag_aborts_inside_whisper_and_the_state_can_be_used_again() {
        let stop = Stop::default();
        let mut whisper = whisper(Settings::default(), stop.clone());
        let sound = vec![0.1; 16_000];
        assert_eq!(
            whisper.decode(&sound, &[], Millis::ZERO).map(|f| f.len()),
            Ok(1)
        );
        stop.request();
        let stopped = whisper.decode(&sound, &[], Millis::ZERO);
        assert_eq!(stopped, Err(TranscribeError::Stopped));
        whisper.stop = Stop::default();
        whisper.parameters = parameters(&Settings::default(), Stop::default());
        assert_eq!(
            whisper.decode(&sound, &[], Millis::ZERO).map(|f| f.len()),
            Ok(1)
        );
    }

    /// Speech in noise that leaves little sure, so that much is left to lots. A greedy ear, which draws
    /// none, shows that it does: it hears other words.
    #[test]
    fn what_is_heard_does_not_depend_on_what_was_heard_before() {
        let bundled = include_bytes!("../../models/tiny.en-q8_0.bin");
        let open = |beam| {
            let beam = Beam::try_from(beam).expect("a beam");
            let settings = Settings {
                beam,
                ..Settings::default()
            };
            Whisper::from_bytes("bundled", bundled, settings, Stop::default()).expect("it loads")
        };
        let take = wav::read_from(std::io::Cursor::new(TAKE), "the take", TAKE.len() as u64);
        let take = resample::to_16k(&take.expect("it is a WAV")).frames;
        let noise = |at: usize| {
            f32::from((at as u32).wrapping_mul(2_654_435_761).to_be_bytes()[0]) / 128.0 - 1.0
        };
        for loudness in [0.3, 0.4] {
            let sound = take.iter().enumerate();
            let sound: Vec<f32> = sound.map(|(at, one)| one + loudness * noise(at)).collect();
            let mut whisper = open(5);
            let mut hear = || {
                whisper
                    .decode(&sound, &[], Millis::ZERO)
                    .expect("it decodes")
            };
            let first = hear();
            assert_eq!([hear(), hear()], [first.clone(), first.clone()]);
            let greedy = open(1).decode(&sound, &[], Millis::ZERO);
            assert_ne!(greedy.expect("it decodes"), first);
        }
    }

    #[test]
    fn prompts_are_switched_apart_and_survive_odd_vocabulary() {
        let vocabulary = ["webhook".to_owned(), "nul\0byte".to_owned()];
        let off = whisper(Settings::default(), Stop::default());
        assert!(off.prompt(&vocabulary).is_empty());
        let on = Settings {
            vocabulary: true,
            ..Settings::default()
        };
        let (um, webhook) = (1, 3);
        let terms = whisper(on.clone(), Stop::default());
        assert_eq!(terms.prompt(&vocabulary)[0], webhook);
        assert!(terms.prompt(&[]).is_empty());
        let fillers = Settings {
            prompt: FILLERS.into(),
            ..on
        };
        let both = whisper(fillers, Stop::default());
        assert_eq!(both.prompt(&[])[0], um);
        assert_eq!(both.prompt(&vocabulary)[0], webhook);
    }
}
