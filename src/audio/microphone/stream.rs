//! One open stream: the callback that fills the ring buffer, and its counters.

use super::clock::Clock;
use super::error::MicrophoneError;
use crate::record::Arrivals;
use cpal::traits::{DeviceTrait, StreamTrait};
use cpal::{ErrorKind, FromSample, SampleFormat, SizedSample, StreamConfig};
use rtrb::{Consumer, Producer, RingBuffer};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Seconds of sound between the callback and the reader: a disk may stall that long.
const RING_SECONDS: u32 = 32;
/// Blocks whose arrival is remembered until the reader has processed it.
const RING_ARRIVALS: usize = 8192;
/// This many errors of unknown kind without sound in between mean that the stream is dead. A single one
/// is harmless (an interrupted system call); a dead ALSA stream reports hundreds of thousands a second.
const FLOOD: u32 = 16;

/// What the callbacks report to the reader.
#[derive(Debug, Default)]
struct Counts {
    /// Frames that did not fit into the ring buffer.
    dropped: AtomicU64,
    /// When the last block arrived, in nanoseconds of the clock.
    last: AtomicU64,
    /// Errors since the last block.
    errors: AtomicU32,
    /// The fault that ended the stream.
    fatal: OnceLock<StreamFault>,
}

/// Why a stream is dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StreamFault {
    /// Unplugged or switched off.
    Gone,
    /// Another program has taken it.
    Busy,
    /// The system denies access.
    Forbidden,
    /// The sound system ended it (format or default device changed, server restarted).
    Ended,
    /// It reports errors continuously.
    Flood,
}

impl StreamFault {
    fn of(kind: ErrorKind) -> Option<Self> {
        match kind {
            // The stream continues; the loss shows in the clocks.
            ErrorKind::Xrun | ErrorKind::RealtimeDenied | ErrorKind::DeviceChanged => None,
            ErrorKind::BackendError | ErrorKind::Other => None,
            ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => Some(Self::Gone),
            ErrorKind::DeviceBusy => Some(Self::Busy),
            ErrorKind::PermissionDenied => Some(Self::Forbidden),
            _ => Some(Self::Ended),
        }
    }

    /// The reason as a clause that is shown.
    pub(super) fn why(self) -> &'static str {
        match self {
            Self::Gone => "it was unplugged or switched off",
            Self::Busy => "another program has taken it",
            Self::Forbidden => "the system forbids it",
            Self::Ended => "the sound system ended the recording",
            Self::Flood => "the sound system reports errors without end",
        }
    }
}

/// The arrival of a block.
#[derive(Debug, Clone, Copy)]
struct Arrival {
    at: Duration,
    /// Frames since the stream began, this block included.
    frames: u64,
}

/// A running stream.
pub(super) struct RunningStream {
    // Declared first: the callback must stop before the ring buffers are dropped.
    _stream: cpal::Stream,
    ring: Consumer<f32>,
    blocks: Consumer<Arrival>,
    counts: Arc<Counts>,
    arrivals: Arrivals,
    dropped: u64,
    /// Frames read or known to be dropped.
    read: u64,
    last: Option<Arrival>,
    opened: Duration,
}

impl RunningStream {
    /// Opens and starts `device`.
    pub(super) fn open(
        device: &cpal::Device,
        format: SampleFormat,
        config: StreamConfig,
        clock: Clock,
    ) -> Result<Self, MicrophoneError> {
        let (producer, ring) = RingBuffer::new((config.sample_rate * RING_SECONDS) as usize);
        let (arrived, blocks) = RingBuffer::new(RING_ARRIVALS);
        let counts = Arc::new(Counts::default());
        let opened = clock.now();
        counts
            .last
            .store(opened.as_nanos() as u64, Ordering::Relaxed);
        let feed = Feed {
            ring: producer,
            arrived,
            counts: Arc::clone(&counts),
            clock,
            channels: usize::from(config.channels.max(1)),
            frames: 0,
        };
        let stream = build(device, format, config, feed, Arc::clone(&counts))?;
        stream.play().map_err(|error| MicrophoneError::of(&error))?;
        Ok(Self {
            _stream: stream,
            ring,
            blocks,
            counts,
            arrivals: Arrivals::new(config.sample_rate),
            dropped: 0,
            read: 0,
            last: None,
            opened,
        })
    }

    /// Appends what has arrived; returns how many frames are missing after it.
    pub(super) fn drain(&mut self, into: &mut Vec<f32>) -> u64 {
        // Loaded before the sound is read: while the ring was full, nothing after the dropped frames entered it, so
        // everything in it now precedes them.
        let dropped = self.counts.dropped.load(Ordering::Acquire);
        if let Ok(chunk) = self.ring.read_chunk(self.ring.slots()) {
            let (first, second) = chunk.as_slices();
            into.extend_from_slice(first);
            into.extend_from_slice(second);
            self.read += chunk.len() as u64;
            chunk.commit_all();
        }
        while let Ok(arrival) = self.blocks.pop() {
            self.arrivals.arrived(arrival.at, arrival.frames);
            self.last = Some(arrival);
        }
        let missing = dropped - self.dropped;
        self.dropped = dropped;
        self.read += missing;
        missing
    }

    /// The fault that ended it, if any.
    pub(super) fn fault(&self) -> Option<StreamFault> {
        self.counts.fatal.get().copied()
    }

    /// When the last block arrived, or the stream was opened.
    pub(super) fn last_sign(&self) -> Duration {
        Duration::from_nanos(self.counts.last.load(Ordering::Relaxed))
    }

    /// Whether any sound has arrived.
    pub(super) fn hears(&self) -> bool {
        self.last_sign() > self.opened
    }

    /// The moment at which the first frame was captured, by the last block; if that one
    /// was late, so is this moment. `None` before a block was drained.
    pub(super) fn first_frame(&self) -> Option<Duration> {
        let last = self.last?;
        let length = self.arrivals.length(last.frames);
        Some(last.at.saturating_sub(length))
    }

    /// The duration of the frames that were read or are known to be missing.
    pub(super) fn length(&self) -> Duration {
        self.arrivals.length(self.read)
    }

    /// How many frames `at` lies after the last one read.
    pub(super) fn ahead(&self, at: Duration) -> i64 {
        self.arrivals
            .frame_at(at)
            .map_or(0, |frame| frame as i64 - self.read as i64)
    }

    /// The account of arrivals.
    pub(super) fn arrivals(&self) -> &Arrivals {
        &self.arrivals
    }
}

/// The state of the callback. It copies and counts; it never allocates, locks, writes or waits.
struct Feed {
    ring: Producer<f32>,
    arrived: Producer<Arrival>,
    counts: Arc<Counts>,
    clock: Clock,
    channels: usize,
    frames: u64,
}

impl Feed {
    fn take<T>(&mut self, block: &[T])
    where
        T: SizedSample,
        f32: FromSample<T>,
    {
        let at = self.clock.now();
        let frames = block.len() / self.channels;
        let room = self.ring.slots().min(frames);
        // Whole frames only, or the channels would be swapped from then on.
        if let Ok(chunk) = self.ring.write_chunk_uninit(room) {
            let channels = self.channels;
            chunk.fill_from_iter(block.chunks_exact(channels).map(mono));
        }
        if room < frames {
            self.counts
                .dropped
                .fetch_add((frames - room) as u64, Ordering::Release);
        }
        self.frames += frames as u64;
        // When the list of arrivals is full, an estimate gets worse; no sample is lost.
        let _ = self.arrived.push(Arrival {
            at,
            frames: self.frames,
        });
        self.counts.errors.store(0, Ordering::Relaxed);
        self.counts
            .last
            .store(at.as_nanos() as u64, Ordering::Release);
    }
}

/// The mean of a frame's channels; a mono frame passes unchanged.
fn mono<T>(frame: &[T]) -> f32
where
    T: SizedSample,
    f32: FromSample<T>,
{
    let sum: f32 = frame.iter().map(|sample| sample.to_sample::<f32>()).sum();
    sum / frame.len() as f32
}

fn build(
    device: &cpal::Device,
    format: SampleFormat,
    config: StreamConfig,
    feed: Feed,
    counts: Arc<Counts>,
) -> Result<cpal::Stream, MicrophoneError> {
    match format {
        SampleFormat::I8 => build_as::<i8>(device, config, feed, counts),
        SampleFormat::I16 => build_as::<i16>(device, config, feed, counts),
        SampleFormat::I24 => build_as::<cpal::I24>(device, config, feed, counts),
        SampleFormat::I32 => build_as::<i32>(device, config, feed, counts),
        SampleFormat::I64 => build_as::<i64>(device, config, feed, counts),
        SampleFormat::U8 => build_as::<u8>(device, config, feed, counts),
        SampleFormat::U16 => build_as::<u16>(device, config, feed, counts),
        SampleFormat::U24 => build_as::<cpal::U24>(device, config, feed, counts),
        SampleFormat::U32 => build_as::<u32>(device, config, feed, counts),
        SampleFormat::U64 => build_as::<u64>(device, config, feed, counts),
        SampleFormat::F32 => build_as::<f32>(device, config, feed, counts),
        SampleFormat::F64 => build_as::<f64>(device, config, feed, counts),
        other => Err(MicrophoneError::Format(other.to_string())),
    }
}

/// Whether [`RunningStream::open`] supports `format`: all except one-bit streams (DSD).
pub(super) fn understood(format: SampleFormat) -> bool {
    !matches!(
        format,
        SampleFormat::DsdU8 | SampleFormat::DsdU16 | SampleFormat::DsdU32
    )
}

fn build_as<T>(
    device: &cpal::Device,
    config: StreamConfig,
    mut feed: Feed,
    counts: Arc<Counts>,
) -> Result<cpal::Stream, MicrophoneError>
where
    T: SizedSample,
    f32: FromSample<T>,
{
    device
        .build_input_stream(
            config,
            move |block: &[T], _: &cpal::InputCallbackInfo| feed.take(block),
            move |error| note(&counts, error.kind()),
            // Also makes the ALSA worker poll states that it is not notified of.
            Some(Duration::from_millis(500)),
        )
        .map_err(|error| MicrophoneError::of(&error))
}

/// The error callback: next to nothing, since it may be called a million times a second. The first fault stays.
fn note(counts: &Counts, kind: ErrorKind) {
    let unknown = matches!(kind, ErrorKind::BackendError | ErrorKind::Other);
    let fault = match StreamFault::of(kind) {
        None if unknown => {
            let before = counts.errors.fetch_add(1, Ordering::Relaxed);
            (before >= FLOOD).then_some(StreamFault::Flood)
        }
        fault => fault,
    };
    if let Some(fault) = fault {
        let _ = counts.fatal.set(fault);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_unknown_error_is_noise_and_many_are_a_flood() {
        let counts = Counts::default();
        note(&counts, ErrorKind::BackendError);
        note(&counts, ErrorKind::Xrun);
        assert_eq!(counts.fatal.get(), None);
        for _ in 0..100 {
            note(&counts, ErrorKind::BackendError);
        }
        assert_eq!(counts.fatal.get(), Some(&StreamFault::Flood));
    }

    #[test]
    fn a_mono_frame_passes_unchanged_and_channels_are_averaged() {
        assert_eq!(mono(&[12_345_i16]), 12_345.0 / 32_768.0);
        assert_eq!(mono(&[i16::MIN, i16::MIN]), -1.0);
        assert_eq!(mono(&[0.5_f32, -0.5]), 0.0);
        assert_eq!(mono(&[255_u8]), 127.0 / 128.0);
    }
}
