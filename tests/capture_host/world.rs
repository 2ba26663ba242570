//! Simulated sound through cpal's custom host.
#![allow(
    unsafe_code,
    reason = "cpal hands a block to a callback only as `Data`, which only `unsafe` can make"
)]

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{
    Data, DeviceDescription, DeviceDescriptionBuilder, DeviceId, Error, ErrorKind, FrameCount,
    FromSample, InputCallbackInfo, InputStreamTimestamp, OutputCallbackInfo, SampleFormat,
    SizedSample, StreamConfig, StreamInstant, SupportedBufferSize, SupportedStreamConfig,
    SupportedStreamConfigRange,
};
use rehearse::audio::microphone::{Clock, MakeHost};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Frame `at` of the simulated sound: noise that is never zero and does not repeat soon.
pub fn sound(at: u64) -> i16 {
    let mut x = at.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let sample = (x >> 48) as i16 / 4;
    if sample == 0 { 1 } else { sample }
}

/// Simulated faults.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// The device is missing.
    Unplugged { from: Duration, to: Duration },
    /// Open streams stop without a report.
    Stall { at: Duration },
    /// Open streams report only errors, thousands of them.
    Flood { from: Duration, to: Duration },
    /// An overrun: reported, and frames are missing.
    Xrun { at: Duration, skip: u64 },
    /// Frames are missing without a report.
    Silent { at: Duration, skip: u64 },
    /// Blocks arrive late, and then all at once (a busy machine, a suspended process).
    Late { from: Duration, to: Duration },
    /// The microphone is muted: blocks contain zeros.
    Muted { from: Duration, to: Duration },
}

/// The device.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    pub format: SampleFormat,
    pub rate: u32,
    /// The rate of the device after reconnection.
    pub rate_after: Option<u32>,
    pub channels: u16,
    pub muted: bool,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            format: SampleFormat::I16,
            rate: 48_000,
            rate_after: None,
            channels: 1,
            muted: false,
        }
    }
}

type DataCallback = Box<dyn FnMut(&Data, &InputCallbackInfo) + Send>;
type ErrorCallback = Box<dyn FnMut(Error) + Send>;

struct Open {
    number: u64,
    rate: u32,
    block: u64,
    /// Simulated frames at this rate that have been delivered.
    at: u64,
    since: Duration,
    playing: bool,
    dead: bool,
    data: DataCallback,
    error: ErrorCallback,
}

struct Inner {
    spec: Spec,
    faults: Vec<(Fault, bool)>,
    streams: Vec<Open>,
    opened: u64,
}

/// The simulation. Time passes in [`World::run_until`] only.
#[derive(Clone)]
pub struct World {
    inner: Arc<Mutex<Inner>>,
    hand: &'static AtomicU64,
}

impl World {
    pub fn new(spec: Spec, faults: Vec<Fault>) -> Self {
        let faults = faults.into_iter().map(|fault| (fault, false)).collect();
        let inner = Inner {
            spec,
            faults,
            streams: Vec::new(),
            opened: 0,
        };
        Self {
            inner: Arc::new(Mutex::new(inner)),
            hand: Box::leak(Box::default()),
        }
    }

    pub fn clock(&self) -> Clock {
        Clock::by_hand(self.hand)
    }

    fn now(&self) -> Duration {
        Duration::from_nanos(self.hand.load(Ordering::Relaxed))
    }

    pub fn host(&self) -> MakeHost {
        let world = self.clone();
        Arc::new(move || {
            Ok(cpal::Host::from(cpal::platform::CustomHost::from_host(
                world.clone(),
            )))
        })
    }

    /// Lets time pass, block by block, each at the moment of its last frame.
    pub fn run_until(&self, until: Duration) {
        let mut inner = self.inner.lock().unwrap();
        loop {
            let next = inner
                .streams
                .iter()
                .enumerate()
                .filter(|(_, open)| open.playing && !open.dead)
                .map(|(index, open)| (time_of(open.at + open.block, open.rate), index))
                .min();
            let Some((due, index)) = next.filter(|(due, _)| *due <= until) else {
                break;
            };
            let arrival = inner.arrival(due);
            if arrival > until {
                break;
            }
            let now = self.now().max(arrival);
            self.hand.store(now.as_nanos() as u64, Ordering::Relaxed);
            inner.deliver(index, due);
        }
        self.hand
            .fetch_max(until.as_nanos() as u64, Ordering::Relaxed);
        inner.floods(until);
    }
}

/// The moment of frame `frames`, rounded up.
fn time_of(frames: u64, rate: u32) -> Duration {
    Duration::from_nanos((frames * 1_000_000_000).div_ceil(u64::from(rate)))
}

impl Inner {
    fn arrival(&self, due: Duration) -> Duration {
        self.faults
            .iter()
            .filter_map(|(fault, _)| match fault {
                Fault::Late { from, to } if (*from..*to).contains(&due) => Some(*to),
                _ => None,
            })
            .fold(due, Duration::max)
    }

    fn unplugged(&self, at: Duration) -> bool {
        self.faults.iter().any(
            |(fault, _)| matches!(fault, Fault::Unplugged { from, to } if (*from..*to).contains(&at)),
        )
    }

    fn floods(&mut self, now: Duration) {
        for (fault, _) in &self.faults {
            if let Fault::Flood { from, to } = fault
                && (*from..*to).contains(&now)
            {
                for open in self.streams.iter_mut().filter(|open| open.since < *from) {
                    open.dead = true;
                    for _ in 0..10_000 {
                        (open.error)(Error::new(ErrorKind::BackendError));
                    }
                }
            }
        }
    }

    fn deliver(&mut self, index: usize, due: Duration) {
        let Inner {
            spec,
            faults,
            streams,
            ..
        } = self;
        let open = &mut streams[index];
        for (fault, done) in faults.iter_mut() {
            match *fault {
                Fault::Unplugged { from, to } if open.since < from && due >= from => {
                    let _ = to;
                    open.dead = true;
                    (open.error)(Error::new(ErrorKind::DeviceNotAvailable));
                    return;
                }
                Fault::Stall { at } if open.since < at && due >= at => {
                    open.dead = true;
                    return;
                }
                Fault::Flood { from, .. } if open.since < from && due >= from => {
                    open.dead = true;
                    for _ in 0..10_000 {
                        (open.error)(Error::new(ErrorKind::BackendError));
                    }
                    return;
                }
                Fault::Xrun { at, skip } if due >= at && !*done => {
                    *done = true;
                    open.at += skip;
                    (open.error)(Error::new(ErrorKind::Xrun));
                    return;
                }
                Fault::Silent { at, skip } if due >= at && !*done => {
                    *done = true;
                    open.at += skip;
                    return;
                }
                _ => {}
            }
        }
        let muted = spec.muted
            || faults.iter().any(
                |(fault, _)| matches!(fault, Fault::Muted { from, to } if (*from..*to).contains(&due)),
            );
        let range = open.at..open.at + open.block;
        open.at = range.end;
        let frames: Vec<i16> = range.map(|at| if muted { 0 } else { sound(at) }).collect();
        hand_over(&frames, spec.format, spec.channels, &mut open.data);
    }
}

fn hand_over(frames: &[i16], format: SampleFormat, channels: u16, data: &mut DataCallback) {
    match format {
        SampleFormat::I8 => hand_over_as::<i8>(frames, channels, data),
        SampleFormat::I16 => hand_over_as::<i16>(frames, channels, data),
        SampleFormat::I24 => hand_over_as::<cpal::I24>(frames, channels, data),
        SampleFormat::I32 => hand_over_as::<i32>(frames, channels, data),
        SampleFormat::I64 => hand_over_as::<i64>(frames, channels, data),
        SampleFormat::U8 => hand_over_as::<u8>(frames, channels, data),
        SampleFormat::U16 => hand_over_as::<u16>(frames, channels, data),
        SampleFormat::U24 => hand_over_as::<cpal::U24>(frames, channels, data),
        SampleFormat::U32 => hand_over_as::<u32>(frames, channels, data),
        SampleFormat::U64 => hand_over_as::<u64>(frames, channels, data),
        SampleFormat::F32 => hand_over_as::<f32>(frames, channels, data),
        SampleFormat::F64 => hand_over_as::<f64>(frames, channels, data),
        other => panic!("no world sounds in {other}"),
    }
}

fn hand_over_as<T>(frames: &[i16], channels: u16, data: &mut DataCallback)
where
    T: SizedSample + FromSample<i16>,
{
    let mut block: Vec<T> = frames
        .iter()
        .flat_map(|frame| std::iter::repeat_n(T::from_sample_(*frame), usize::from(channels)))
        .collect();
    // SAFETY: the pointer, the length and the format are those of `block`, which lives until the
    // callback has returned.
    let block = unsafe { Data::from_parts(block.as_mut_ptr().cast(), block.len(), T::FORMAT) };
    let moment = StreamInstant::new(0, 0);
    let stamp = InputStreamTimestamp {
        callback: moment,
        capture: moment,
    };
    data(&block, &InputCallbackInfo::new(stamp));
}

impl HostTrait for World {
    type Device = Desk;
    type Devices = std::vec::IntoIter<Desk>;

    fn is_available() -> bool {
        true
    }

    fn devices(&self) -> Result<Self::Devices, Error> {
        Ok(vec![Desk(self.clone())].into_iter())
    }

    fn default_input_device(&self) -> Option<Desk> {
        Some(Desk(self.clone()))
    }

    fn default_output_device(&self) -> Option<Desk> {
        None
    }
}

/// The only device of the simulation.
#[derive(Clone)]
pub struct Desk(World);

// There is only one device, so all are equal.
impl PartialEq for Desk {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Desk {}

impl std::hash::Hash for Desk {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

impl fmt::Display for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("World on the desk")
    }
}

impl Desk {
    fn rate(&self) -> u32 {
        let inner = self.0.inner.lock().unwrap();
        match inner.spec.rate_after {
            Some(rate) if inner.opened > 0 => rate,
            _ => inner.spec.rate,
        }
    }

    fn supported(&self) -> SupportedStreamConfigRange {
        let spec = self.0.inner.lock().unwrap().spec;
        let rate = self.rate();
        let blocks = SupportedBufferSize::Range {
            min: 16,
            max: 65_536,
        };
        SupportedStreamConfigRange::new(spec.channels, rate, rate, blocks, spec.format)
    }
}

impl DeviceTrait for Desk {
    type SupportedInputConfigs = std::vec::IntoIter<SupportedStreamConfigRange>;
    type SupportedOutputConfigs = std::iter::Empty<SupportedStreamConfigRange>;
    type Stream = Listening;

    fn description(&self) -> Result<DeviceDescription, Error> {
        Ok(DeviceDescriptionBuilder::new("World on the desk").build())
    }

    fn id(&self) -> Result<DeviceId, Error> {
        Err(Error::new(ErrorKind::UnsupportedOperation))
    }

    fn supports_input(&self) -> bool {
        true
    }

    fn supported_input_configs(&self) -> Result<Self::SupportedInputConfigs, Error> {
        Ok(vec![self.supported()].into_iter())
    }

    fn supported_output_configs(&self) -> Result<Self::SupportedOutputConfigs, Error> {
        Ok(std::iter::empty())
    }

    fn default_input_config(&self) -> Result<SupportedStreamConfig, Error> {
        Ok(self.supported().with_max_sample_rate())
    }

    fn default_output_config(&self) -> Result<SupportedStreamConfig, Error> {
        Err(Error::new(ErrorKind::UnsupportedConfig))
    }

    fn build_input_stream_raw<D, E>(
        &self,
        config: StreamConfig,
        format: SampleFormat,
        data: D,
        error: E,
        _: Option<Duration>,
    ) -> Result<Listening, Error>
    where
        D: FnMut(&Data, &InputCallbackInfo) + Send + 'static,
        E: FnMut(Error) + Send + 'static,
    {
        let now = self.0.now();
        let mut inner = self.0.inner.lock().unwrap();
        if inner.unplugged(now) {
            return Err(Error::new(ErrorKind::DeviceNotAvailable));
        }
        assert_eq!(
            (format, config.channels),
            (inner.spec.format, inner.spec.channels)
        );
        let cpal::BufferSize::Fixed(block) = config.buffer_size else {
            panic!("small blocks lose sound: the block must be chosen");
        };
        inner.opened += 1;
        let number = inner.opened;
        let rate = config.sample_rate;
        let at = (now.as_nanos() * u128::from(rate)).div_ceil(1_000_000_000) as u64;
        inner.streams.push(Open {
            number,
            rate,
            block: u64::from(block),
            at,
            since: now,
            playing: false,
            dead: false,
            data: Box::new(data),
            error: Box::new(error),
        });
        drop(inner);
        Ok(Listening {
            world: self.0.clone(),
            number,
            block,
        })
    }

    fn build_output_stream_raw<D, E>(
        &self,
        _: StreamConfig,
        _: SampleFormat,
        _: D,
        _: E,
        _: Option<Duration>,
    ) -> Result<Listening, Error>
    where
        D: FnMut(&mut Data, &OutputCallbackInfo) + Send + 'static,
        E: FnMut(Error) + Send + 'static,
    {
        Err(Error::new(ErrorKind::UnsupportedConfig))
    }
}

/// A stream of the simulated device.
pub struct Listening {
    world: World,
    number: u64,
    block: FrameCount,
}

impl Listening {
    fn with(&self, change: impl FnOnce(&mut Open)) {
        let mut inner = self.world.inner.lock().unwrap();
        if let Some(open) = inner
            .streams
            .iter_mut()
            .find(|open| open.number == self.number)
        {
            change(open);
        }
    }
}

impl StreamTrait for Listening {
    fn play(&self) -> Result<(), Error> {
        self.with(|open| open.playing = true);
        Ok(())
    }

    fn pause(&self) -> Result<(), Error> {
        self.with(|open| open.playing = false);
        Ok(())
    }

    fn now(&self) -> StreamInstant {
        StreamInstant::new(0, 0)
    }

    fn buffer_size(&self) -> Result<FrameCount, Error> {
        Ok(self.block)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let gone = {
            let mut inner = self.world.inner.lock().unwrap();
            let place = inner
                .streams
                .iter()
                .position(|open| open.number == self.number);
            place.map(|place| inner.streams.remove(place))
        };
        // Its callbacks may own anything; they are dropped outside the lock.
        drop(gone);
    }
}
