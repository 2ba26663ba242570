//! [`Transcriber`] by Whisper: the only file that names whisper-rs (0.16, whisper.cpp 1.8.3).
//!
//! What differs from straightforward use, and why:
//!
//! * Sound is cut at pauses into chunks below thirty seconds. Each is decoded with timestamps and
//!   without the text before it; where the text ends although sound goes on, decoding resumes there.
//!   whisper.cpp would continue with the next chunk and lose the rest.
//! * Decoding is greedy, with a beam only where the result is unsure: as
//!   accurate, in half the time. A short chunk is encoded with fewer positions.
//! * Everything audible is decoded, whether or not the voice activity detector takes it for
//!   speech. Whisper's own no-speech probability counts only together with low probabilities.
//! * Hesitations, which Whisper does not write, are looked for in the file `fillers.rs`.
//! * A multilingual model identifies the language first: it would translate another one.
//! * Short sound is padded: below 201 samples whisper.cpp 1.8.3 reads outside its buffer, and below
//!   a second it tends to produce no text.
//! * The words of a chunk depend on its sound alone, not on what was decoded before it.
//! * Only files that [`crate::model`] has checked may be loaded: a damaged one ends the process.

mod fillers;
mod trimmed_chunk;
pub mod voice;

use self::fillers::{Fillers, Written};
use self::trimmed_chunk::TrimmedChunk;
use super::align::{Sound, place};
use super::beam::Beam;
use super::tokens::{Framed, PerMille, Token, frames};
use super::{Job, Progress, RATE, Stop, TranscribeError, Transcriber};
use crate::audio::level;
use crate::time::{Millis, Span, total};
use crate::transcript::Transcript;
use std::path::Path;
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperError,
    WhisperState, install_logging_hooks,
};

/// A chunk with less audible sound than this is silent.
const LEAST_SOUND: Millis = Millis(100);
/// With more voice than this, a recogniser that writes nothing decodes again.
const LEAST_VOICE: Millis = Millis(500);
/// Sound after the end of a text that is worth another window.
const WORTH_RESUMING: Millis = Millis(600);
/// Usual speech, in milliseconds per letter.
const USUAL_LETTER: u64 = 60;
/// A window is resumed at most this often: each time costs as much as the first.
const MOST_WINDOWS: usize = 6;
/// Silence after the sound.
const PADDING: Millis = Millis(1000);
/// Shorter sound is padded with silence to this length.
const SHORTEST: Millis = Millis(1100);
/// One step of timestamp tokens, and one position of the encoder.
const STEP: Millis = Millis(20);
/// Positions of the encoder beyond the end of the sound.
const CONTEXT_MARGIN: Millis = Millis(2000);
/// The fewest positions of the encoder.
const LEAST_CONTEXT: i32 = 1024;
/// Samples at each temperature where greedy decoding fails, as in whisper.cpp's own program.
const TRIES: i32 = 5;
/// Below this mean probability of its tokens a text is decoded again with the beam.
const UNSURE: PerMille = 650;
/// A language other than English is assumed only where English is this unlikely ...
const ENGLISH_AT_MOST: f32 = 0.1;
/// ... and the other this likely: an accent is not another language.
const FOREIGN_AT_LEAST: f32 = 0.6;
/// The return codes of whisper.cpp after the abort callback, during encoding or decoding.
const ABORTED: [i32; 2] = [-6, -8];

/// Settings of the recogniser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodingSettings {
    /// Threads of whisper.cpp; see [`threads`](super::threads::threads).
    pub threads: usize,
    /// Text whose style the recogniser follows; read before every chunk.
    pub prompt: String,
    /// Whether to use the vocabulary of the job as well.
    pub vocabulary: bool,
    /// The beam size.
    pub beam: Beam,
}

impl Default for DecodingSettings {
    /// One thread, no prompt and no vocabulary: where the terms do not occur, hinting at them costs a point of
    /// word error rate and invents words where there is no speech (`scripts/bench.d/README.md`).
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
    /// Copied for every pass. Their abort callbacks check `stop`.
    greedy: FullParams<'static, 'static>,
    beam: FullParams<'static, 'static>,
    /// `None` where the vocabulary lacks them.
    fillers: Option<Fillers>,
    settings: DecodingSettings,
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
        settings: DecodingSettings,
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
        settings: DecodingSettings,
        stop: Stop,
    ) -> Result<Self, TranscribeError> {
        install_logging_hooks();
        let context = WhisperContext::new_from_buffer_with_params(model, context_parameters());
        Self::start(name, context.ok(), settings, stop)
    }

    fn start(
        name: &str,
        context: Option<WhisperContext>,
        settings: DecodingSettings,
        stop: Stop,
    ) -> Result<Self, TranscribeError> {
        let model = || name.to_owned();
        let context = context.ok_or_else(|| TranscribeError::Model { model: model() })?;
        let beam = SamplingStrategy::BeamSearch {
            beam_size: i32::from(settings.beam.size()),
            patience: -1.0, // whisper.cpp does not look at it
        };
        let greedy = SamplingStrategy::Greedy { best_of: TRIES };
        let whisper = Self {
            name: model(),
            fillers: Fillers::of(&context),
            context,
            greedy: parameters(greedy, settings.threads, stop.clone()),
            beam: parameters(beam, settings.threads, stop.clone()),
            settings,
            stop,
        };
        // Too little memory is reported now, not after somebody has spoken.
        whisper.state()?;
        Ok(whisper)
    }

    /// The state of one decoding. Each chunk has its own: whisper.cpp 1.8.3 samples
    /// at random, and its generator would continue from the chunk before, so the same
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
        // No token is shorter than a byte, so this is always enough; whisper-rs would take
        // the error for a longer text as a length.
        let room = text.len() + 1;
        self.context.tokenize(&text, room).unwrap_or_default()
    }

    /// Decodes a chunk; frames count from its start. `heard` is where it has sound worth decoding.
    ///
    /// Where the text ends although sound goes on, decoding resumes after that end: what
    /// follows would otherwise be lost.
    fn decode(
        &self,
        sound: &[f32],
        request: &Request<'_>,
        heard: &[Span],
    ) -> Result<Vec<Framed>, TranscribeError> {
        let length = Millis::of_frames(sound.len() as u64, RATE);
        let mut framed: Vec<Framed> = Vec::new();
        let mut from = Millis::ZERO;
        for _ in 0..MOST_WINDOWS {
            let rest = padded(&sound[(from.frames(RATE) as usize).min(sound.len())..]);
            let at = request.at + from;
            let tokens = self.window(&rest, &Request { at, ..*request })?;
            let window = frames(&tokens, length - from);
            for mut text in window {
                text.frame = text.frame.later(from);
                match framed.last_mut() {
                    Some(last) if is_heard_again(last, &text) => last.frame.end = text.frame.end,
                    _ => framed.push(text),
                }
            }
            let end = framed.last().map_or(from, |text| said_by(text, heard));
            let left = heard.iter().map(|span| span.end - span.start.max(end));
            if end < from + STEP || left.sum::<Millis>() < WORTH_RESUMING {
                break;
            }
            from = end;
        }
        Ok(framed)
    }

    /// Decodes at most thirty seconds: greedily, and with the beam where the result is unsure.
    fn window(&self, sound: &[f32], request: &Request<'_>) -> Result<Vec<Token>, TranscribeError> {
        let mut heard = self.pass(sound, request, self.greedy.clone())?;
        if self.settings.beam.size() > 1 && is_unsure(&heard.written) {
            heard = self.pass(sound, request, self.beam.clone())?;
        }
        if heard.written.is_empty() && request.voiced {
            // Whatever the recogniser's no-speech probability.
            let mut insistent = self.greedy.clone();
            insistent.set_no_speech_thold(f32::INFINITY);
            insistent.set_temperature_inc(0.0);
            heard = self.pass(sound, request, insistent)?;
        }
        match &self.fillers {
            Some(fillers) if request.language.is_none() && !heard.written.is_empty() => {
                let threads = self.settings.threads.max(1);
                fillers
                    .insert(&mut heard.state, &heard.written, &self.context, threads)
                    .map_err(|error| self.failure(&error, request.at))
            }
            _ => Ok(heard.written.into_iter().map(|one| one.token).collect()),
        }
    }

    /// One run of whisper.cpp.
    fn pass<'a>(
        &self,
        sound: &[f32],
        request: &Request<'a>,
        mut parameters: FullParams<'a, 'a>,
    ) -> Result<Decoded, TranscribeError> {
        parameters.set_audio_ctx(self.audio_context(sound.len()));
        if request.language.is_some() {
            parameters.set_language(request.language);
        }
        if !request.prompt.is_empty() {
            parameters.set_tokens(request.prompt);
        }
        let mut state = self.state()?;
        if let Err(error) = state.full(parameters, sound) {
            return Err(self.failure(&error, request.at));
        }
        let written = self.written(&state);
        Ok(Decoded { state, written })
    }

    fn failure(&self, error: &WhisperError, at: Millis) -> TranscribeError {
        let code = match error {
            WhisperError::GenericError(code) => *code,
            _ => -1,
        };
        if self.stop.is_requested() && ABORTED.contains(&code) {
            return TranscribeError::Stopped;
        }
        TranscribeError::Engine { at, code }
    }

    /// Text and timestamps of a state, in order.
    fn written(&self, state: &WhisperState) -> Vec<Written> {
        let (end, zero) = (self.context.token_eot(), self.context.token_beg());
        let mut written = Vec::new();
        for segment in state.as_iter() {
            for one in (0..segment.n_tokens()).filter_map(|i| segment.get_token(i)) {
                let id = one.token_id();
                let token = if id >= zero {
                    let steps = u64::from((id - zero).unsigned_abs());
                    Token::At(Millis(STEP.0 * steps))
                } else if id < end
                    && let Ok(bytes) = one.to_bytes()
                {
                    let probability = one.token_probability().clamp(0.0, 1.0) * 1000.0;
                    Token::Text {
                        bytes: bytes.to_vec(),
                        probability: probability as PerMille,
                    }
                } else {
                    continue;
                };
                written.push(Written { id, token });
            }
        }
        written
    }

    /// Positions of the encoder for so many samples: for a short window fewer than for thirty seconds,
    /// which halves the time. Below [`LEAST_CONTEXT`] a model that was trained on thirty seconds begins
    /// to repeat itself.
    fn audio_context(&self, samples: usize) -> i32 {
        let all = self.context.n_audio_ctx();
        let needed = Millis::of_frames(samples as u64, RATE) + CONTEXT_MARGIN;
        let positions = (needed.0 / STEP.0).next_multiple_of(64);
        let positions = i32::try_from(positions).unwrap_or(all).max(LEAST_CONTEXT);
        if positions < all { positions } else { 0 }
    }

    /// The language of a chunk, as an ISO code, unless it is English or the model is English-only.
    fn foreign(&self, sound: &[f32]) -> Result<Option<&'static str>, TranscribeError> {
        if !self.context.is_multilingual() || self.stop.is_requested() {
            return Ok(None);
        }
        let mut state = self.state()?;
        let threads = self.settings.threads.max(1);
        let detected = state
            .pcm_to_mel(&padded(sound), threads)
            .and_then(|()| state.lang_detect(0, threads));
        let Ok((id, probabilities)) = detected else {
            // The decoder meets the same failure and reports it.
            return Ok(None);
        };
        let of = |id: i32| {
            usize::try_from(id)
                .ok()
                .and_then(|id| probabilities.get(id))
        };
        let english = whisper_rs::get_lang_id("en").and_then(of).copied();
        let other = of(id).copied().unwrap_or(0.0);
        let is_foreign = english.unwrap_or(0.0) < ENGLISH_AT_MOST && other > FOREIGN_AT_LEAST;
        Ok(whisper_rs::get_lang_str(id).filter(|code| is_foreign && *code != "en"))
    }
}

/// What is decoded with which hints.
#[derive(Debug, Clone, Copy)]
struct Request<'a> {
    /// Tokens of the prompt.
    prompt: &'a [i32],
    /// ISO code of the language; `None` is English.
    language: Option<&'static str>,
    /// Where the sound begins, for messages.
    at: Millis,
    /// Whether the voice activity detector found voice in it.
    voiced: bool,
}

/// When a text ended: at the end of its frame, or later, where the frame holds too little sound
/// for so many letters. The sound after a frame that ends too early belongs to the same text.
fn said_by(text: &Framed, heard: &[Span]) -> Millis {
    let letters = text
        .words
        .iter()
        .map(|word| word.text.chars().count() as u64);
    let mut needed = Millis(letters.sum::<u64>() * USUAL_LETTER);
    for span in heard {
        let part = span.end - span.start.max(text.frame.start);
        if part >= needed {
            return text.frame.end.max(span.end - (part - needed));
        }
        needed = needed - part;
    }
    text.frame.end
}

/// Whether a text repeats the one before it, decoded again after a frame that ended far too early.
/// Short texts are left alone: people do say "yeah" twice.
fn is_heard_again(before: &Framed, text: &Framed) -> bool {
    before.words == text.words && text.words.len() >= 4
}

/// What a pass wrote, with the state that still holds the encoded sound.
struct Decoded {
    state: WhisperState,
    written: Vec<Written>,
}

/// Whether a second pass with the beam may find better words.
fn is_unsure(written: &[Written]) -> bool {
    let texts = written.iter().filter_map(|one| match &one.token {
        Token::Text { probability, .. } => Some(u64::from(*probability)),
        Token::At(_) | Token::Filler { .. } => None,
    });
    let (sum, count) = texts.fold((0, 0), |(sum, count), one| (sum + one, count + 1));
    sum < u64::from(UNSURE) * count
}

/// Sound padded with silence to a length that Whisper accepts.
fn padded(sound: &[f32]) -> Vec<f32> {
    let mut sound = sound.to_vec();
    let length = Millis::of_frames(sound.len() as u64, RATE) + PADDING;
    sound.resize(SHORTEST.max(length).frames(RATE) as usize, 0.0);
    sound
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
        let audible = level::audible(job.samples);
        let prompt = self.prompt(job.vocabulary);
        let mut heard = Transcript::default();
        let mut language = None;
        let mut at = |done| progress(Progress { done, of });
        at(Millis::ZERO);
        for chunk in super::chunks::chunks(job.samples, job.activity) {
            if self.stop.is_requested() {
                return Err(TranscribeError::Stopped);
            }
            let part = TrimmedChunk::of(job, chunk, &audible);
            if part.length() >= LEAST_SOUND {
                let language = match language {
                    None if part.has_enough_for_language() => {
                        *language.insert(self.foreign(&part.sound)?)
                    }
                    known => known.flatten(),
                };
                let request = Request {
                    prompt: &prompt,
                    language,
                    at: part.start,
                    voiced: total(&part.voiced) >= LEAST_VOICE,
                };
                let framed = self.decode(&part.sound, &request, &part.heard)?;
                let sound = Sound {
                    voiced: &part.voiced,
                    audible: &part.audible,
                };
                heard.append(place(&framed, sound), part.start);
            }
            at(chunk.end);
        }
        heard.language = language.flatten().map(String::from);
        Ok(heard)
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

fn parameters(
    strategy: SamplingStrategy,
    threads: usize,
    stop: Stop,
) -> FullParams<'static, 'static> {
    let mut parameters = FullParams::new(strategy);
    parameters.set_n_threads(i32::try_from(threads).unwrap_or(1).max(1));
    parameters.set_no_context(true);
    // Keeps all timestamps in the token list; decoding is resumed here and not in whisper.cpp.
    parameters.set_single_segment(true);
    parameters.set_print_special(false);
    parameters.set_print_progress(false);
    parameters.set_print_realtime(false);
    parameters.set_print_timestamps(false);
    // whisper-rs 0.16 calls the closure as the type it was given, not as the box it stores, so
    // any capturing closure but a boxed one reads garbage. The box is leaked, once per model.
    parameters.set_abort_callback_safe::<_, Box<dyn FnMut() -> bool>>(Box::new(move || {
        stop.is_requested()
    })
        as Box<dyn FnMut() -> bool>);
    parameters
}

#[cfg(test)]
#[path = "../../tests/common/scripted_model.rs"]
#[allow(dead_code, reason = "most of it serves the tests of the whole program")]
mod scripted_model;

#[cfg(test)]
mod tests;
