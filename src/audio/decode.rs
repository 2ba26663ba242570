//! Decodes compressed recordings to interleaved samples.
//!
//! symphonia detects the container and decodes every codec except Opus, for which it has no decoder yet.
//! Damaged packets are skipped, as players do; a truncated file gives what it holds.

use super::input::Problem;
use super::wav::{MOST_SAMPLES, RATES};
use super::{Samples, mix};
use crate::time::Millis;
use std::io;
use symphonia::core::audio::Channels;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
pub(super) use symphonia::core::io::MediaSource;
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

/// Opus always decodes at 48 kHz (RFC 7845).
const OPUS_RATE: u32 = 48_000;
/// The longest packet of Opus, 120 ms (RFC 6716).
const OPUS_FRAMES: usize = 5_760;

/// An intact file with a codec that is unknown.
const UNKNOWN_CODEC: &str = "holds sound in a format that is not known";
/// Why an error of the container or the codec ends everything.
const BROKEN: &str = "it breaks the rules of that format";

/// Decodes the first sound track of a file that looks like `what` to mono.
pub(super) fn decode(source: impl MediaSource, what: &'static str) -> Result<Samples, Problem> {
    let source = MediaSourceStream::new(Box::new(source), Default::default());
    let undecodable = |why| Problem::Undecodable { what, why };
    let probe = symphonia::default::get_probe();
    let mut file = probe
        .probe(
            &Hint::new(),
            source,
            FormatOptions::default(),
            MetadataOptions::default(),
        )
        .map_err(|error| match error {
            // The file ended where a container was expected: it is none, or too short.
            Error::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                Problem::Io(error)
            }
            Error::IoError(_) | Error::Unsupported(_) => undecodable("no sound was found in it"),
            _ => undecodable(BROKEN),
        })?;
    // The track that a player would choose.
    let track = file
        .default_track(TrackType::Audio)
        .or_else(|| file.first_track(TrackType::Audio))
        .ok_or_else(|| Problem::Unsupported("holds no sound track that is known".into()))?;
    let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
        return Err(Problem::Unsupported(UNKNOWN_CODEC.into()));
    };
    let mut decoder = Decoder::new(parameters, track.delay.unwrap_or(0), what)?;
    let track = track.id;
    let mut sound = Interleaved::default();
    // An error of the container ends the recording like the end of the file: a truncated recording keeps what was
    // decoded before.
    while let Ok(Some(packet)) = file.next_packet() {
        if packet.track_id == track {
            decoder.decode(&packet, &mut sound);
            sound.bounded()?;
        }
    }
    if sound.samples.is_empty() {
        return Err(undecodable("no sound in it can be decoded"));
    }
    sound.mono()
}

/// Decodes one packet to samples.
enum Decoder {
    Known(Box<dyn AudioDecoder>),
    Opus(Box<Opus>),
}

struct Opus {
    decoder: rusty_opus::OpusDecoder,
    channels: usize,
    /// Priming frames of the encoder that are still to be dropped.
    delay: usize,
    packet: Vec<f32>,
}

impl Decoder {
    fn new(
        parameters: &AudioCodecParameters,
        delay: u32,
        what: &'static str,
    ) -> Result<Self, Problem> {
        if parameters.codec == CODEC_ID_OPUS {
            return Opus::new(parameters, delay).map(Box::new).map(Self::Opus);
        }
        symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map(Self::Known)
            .map_err(|error| match error {
                Error::Unsupported(_) => Problem::Unsupported(UNKNOWN_CODEC.into()),
                _ => Problem::Undecodable { what, why: BROKEN },
            })
    }

    /// Appends the decoded packet; nothing where it is damaged.
    fn decode(&mut self, packet: &Packet, sound: &mut Interleaved) {
        match self {
            Self::Known(decoder) => {
                if let Ok(decoded) = decoder.decode(packet) {
                    let spec = decoded.spec();
                    let (rate, channels) = (spec.rate(), spec.channels().count());
                    let mut samples = vec![0.0; decoded.samples_interleaved()];
                    decoded.copy_to_slice_interleaved(&mut samples);
                    sound.append(rate, channels, &samples);
                }
            }
            Self::Opus(opus) => opus.decode(packet, sound),
        }
    }
}

impl Opus {
    fn new(parameters: &AudioCodecParameters, delay: u32) -> Result<Self, Problem> {
        let channels = parameters.channels.as_ref().map_or(1, Channels::count);
        let decoder = match channels {
            1 | 2 => rusty_opus::OpusDecoder::new(OPUS_RATE as i32, channels).ok(),
            _ => None,
        };
        let decoder = decoder.ok_or_else(|| {
            Problem::Unsupported(format!(
                "holds Opus sound in {channels} channels (1 or 2 can be read)"
            ))
        })?;
        Ok(Self {
            decoder,
            channels,
            delay: delay as usize,
            packet: vec![0.0; OPUS_FRAMES * channels],
        })
    }

    fn decode(&mut self, packet: &Packet, sound: &mut Interleaved) {
        // An empty packet would make the decoder conceal a loss.
        if packet.data.is_empty() {
            return;
        }
        let decoded = self
            .decoder
            .decode(&packet.data, OPUS_FRAMES, &mut self.packet);
        let Ok(frames) = decoded else {
            return;
        };
        let from = self.delay.min(frames);
        self.delay -= from;
        let end = usize::try_from(packet.trim_end.get()).unwrap_or(usize::MAX);
        let to = frames.saturating_sub(end);
        if from < to {
            let kept = &self.packet[from * self.channels..to * self.channels];
            sound.append(OPUS_RATE, self.channels, kept);
        }
    }
}

/// Decoded sound with interleaved channels.
#[derive(Default)]
struct Interleaved {
    rate: u32,
    channels: usize,
    samples: Vec<f32>,
}

impl Interleaved {
    /// Appends samples. Where a stream changes its rate or channels, the first ones stay in force.
    fn append(&mut self, rate: u32, channels: usize, samples: &[f32]) {
        if self.samples.is_empty() {
            (self.rate, self.channels) = (rate, channels);
        }
        if (self.rate, self.channels) == (rate, channels) {
            self.samples.extend(
                samples
                    .iter()
                    .map(|sample| if sample.is_finite() { *sample } else { 0.0 }),
            );
        }
    }

    fn bounded(&self) -> Result<(), Problem> {
        if self.samples.len() as u64 > MOST_SAMPLES {
            let frames = MOST_SAMPLES / self.channels as u64;
            return Err(Problem::TooLong {
                length: Millis::of_frames(frames, self.rate),
                or_more: true,
                channels: self.channels,
            });
        }
        Ok(())
    }

    fn mono(self) -> Result<Samples, Problem> {
        if !RATES.contains(&self.rate) {
            return Err(Problem::Unsupported(format!(
                "holds {} samples a second ({} to {} can be read)",
                self.rate,
                RATES.start(),
                RATES.end()
            )));
        }
        Ok(Samples {
            rate: self.rate,
            frames: mix::mono(self.samples, self.channels),
        })
    }
}
