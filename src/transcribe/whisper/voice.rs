//! Voice activity: Silero's detector, through whisper.cpp, together with the energy detector.
//!
//! The energy of the sound ([`activity`]) locates the borders of a sound to ten milliseconds, but
//! takes dishes and breaths for voice; Silero (version 6, a small neural network) distinguishes speech from other
//! sounds, but misses vocal fry. So a stretch found by energy is kept where Silero finds at
//! least a trace of speech, and what only Silero finds is added. On recordings of people (the half that no
//! threshold was chosen on) this calls 4.5 % of their words silent (energy alone 7.9 %, Silero alone 6.1 %,
//! earshot 8.8 %) and 0.3 % of sound without speech voice (10.6 %, 0.0 %, 14.4 %), with the borders of the
//! energy detector; `scripts/bench.d/README.md` has the table.

use crate::audio::activity::{self, GAP};
use crate::audio::{Activity, Samples, resample};
use crate::time::{Millis, Span, union, within};
use std::io::Write;
use whisper_rs::{
    WhisperVadContext, WhisperVadContextParams, WhisperVadParams, install_logging_hooks,
};

/// Silero's weights as whisper.cpp reads them.
static WEIGHTS: &[u8] = include_bytes!("../../../models/silero-vad-6.2.3.bin");
/// Samples at 16 kHz in one window of Silero.
const WINDOW: usize = 512;
/// Speech begins at this probability; it ends 0.15 below.
const SPEECH: f32 = 0.4;
/// Sound whose probability stays below this is noise.
const TRACE: f32 = 0.1;
/// Speech that Silero adds to a measured sound must be longer than this.
const EDGE: Millis = Millis(150);
/// The largest distance between a sound and its trace of speech.
const NEAR: Millis = Millis(100);

/// The voiced stretches of a whole recording. The same sound gives the same stretches; silence and
/// sounds without speech give none.
pub fn find(samples: &Samples) -> Activity {
    let measured = activity::find(samples);
    match silero(&resample::to_16k(samples).frames) {
        Some(heard) => fused(measured, &heard),
        // Without a temporary file, the energy detector alone decides.
        None => measured,
    }
}

/// Silero's result for a recording.
struct SpeechProbabilities {
    /// The probability of speech, for every window.
    probabilities: Vec<f32>,
    /// Where it finds speech.
    speech: Vec<Span>,
}

fn silero(frames: &[f32]) -> Option<SpeechProbabilities> {
    if frames.len() < WINDOW {
        return None;
    }
    install_logging_hooks();
    // whisper-rs takes the weights from a file only.
    let mut file = tempfile::NamedTempFile::new().ok()?;
    file.write_all(WEIGHTS).ok()?;
    let mut parameters = WhisperVadContextParams::new();
    parameters.set_n_threads(1);
    parameters.set_use_gpu(false);
    let mut detector = WhisperVadContext::new(file.path().to_str()?, parameters).ok()?;
    detector.detect_speech(frames).ok()?;
    let probabilities = detector.probabilities().to_vec();
    let mut parameters = WhisperVadParams::new();
    parameters.set_threshold(SPEECH);
    let segments = detector.segments_from_probabilities(parameters).ok()?;
    let at = |centiseconds: f32| Millis((f64::from(centiseconds.max(0.0)) * 10.0).round() as u64);
    Some(SpeechProbabilities {
        probabilities,
        speech: segments
            .map(|one| Span::new(at(one.start), at(one.end)))
            .collect(),
    })
}

/// The measured stretches with a trace of speech, and all speech.
fn fused(measured: Activity, heard: &SpeechProbabilities) -> Activity {
    let window = |time: Millis| (time.frames(super::RATE) as usize) / WINDOW;
    let has_trace = |span: &&Span| {
        let from = window(span.start - NEAR).min(heard.probabilities.len());
        let to = (window(span.end + NEAR) + 1).min(heard.probabilities.len());
        heard.probabilities[from..to]
            .iter()
            .any(|sure| *sure >= TRACE)
    };
    let kept: Vec<Span> = measured.voiced.iter().filter(has_trace).copied().collect();
    // Next to a measured sound, Silero's borders are the less exact ones.
    let unmeasured = outside(&heard.speech, &kept, measured.length);
    let speech: Vec<Span> = unmeasured
        .into_iter()
        .filter(|span| span.length() > EDGE)
        .collect();
    let mut voiced: Vec<Span> = Vec::new();
    for span in union(&kept, &speech) {
        match voiced.last_mut() {
            Some(last) if span.start - last.end < GAP => last.end = span.end,
            _ if span.length() > Millis::ZERO => voiced.push(span),
            _ => {}
        }
    }
    Activity { voiced, ..measured }
}

/// The parts of `spans` before `end` that lie outside `others`.
fn outside(spans: &[Span], others: &[Span], end: Millis) -> Vec<Span> {
    let gaps = Activity::new(others.to_vec(), end).silences();
    spans.iter().flat_map(|span| within(&gaps, *span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::wav;

    fn span(start: u64, end: u64) -> Span {
        Span::new(Millis(start), Millis(end))
    }

    #[test]
    fn noise_without_a_trace_of_speech_is_no_voice_and_soft_speech_is() {
        let measured = Activity::new(
            vec![span(0, 320), span(3200, 4000), span(8000, 9000)],
            Millis(9600),
        );
        let mut probabilities = vec![0.0; 300];
        probabilities[110] = 0.2; // 3520 to 3552 ms
        let heard = SpeechProbabilities {
            probabilities,
            speech: vec![span(3100, 3300), span(4050, 6000)],
        };
        let voice = fused(measured, &heard);
        assert_eq!(voice.voiced, [span(3200, 6000)]);
    }

    #[test]
    fn speech_is_voice_and_noise_is_not() {
        let take = include_bytes!("../../../content/demo/strong/2-task.wav");
        let take = wav::read_from(take, "the take");
        let spoken = find(&take.expect("a WAV"));
        assert!(spoken.voiced_time() >= Millis::from_secs(3), "{spoken:?}");
        let noise = |at: u32| f32::from(at.wrapping_mul(2_654_435_761).to_be_bytes()[0]) - 128.0;
        let rush = Samples {
            rate: 16_000,
            frames: (0..48_000)
                .map(|at| {
                    noise(at)
                        / if (16_000..32_000).contains(&at) {
                            500.0
                        } else {
                            50_000.0
                        }
                })
                .collect(),
        };
        assert_eq!(find(&rush).voiced, []);
        assert!(!activity::find(&rush).voiced.is_empty());
    }

    #[test]
    fn a_recording_of_no_length_has_no_voice() {
        for frames in [0, 100] {
            let nothing = Samples {
                rate: 16_000,
                frames: vec![0.0; frames],
            };
            assert_eq!(find(&nothing).voiced, []);
        }
    }
}
