//! The microphone: opens a device, fills a ring buffer, detects silence and disconnection, and reopens the
//! device. The only module that names cpal.
//!
//! Error reports of the sound system are not reliable, so three independent signs are watched: the age of the
//! last block (a dead stream often reports nothing), the loss that the clocks show
//! ([`Arrivals`](crate::record::Arrivals)), and exact zeros (a muted or forbidden microphone; the recorder
//! detects those).

mod clock;
mod conform;
mod device;
mod error;
mod stream;

pub use clock::Clock;
pub use device::{DeviceInfo, Format};
pub use error::{MicrophoneError, muted_remedy, none_remedy, permission_remedy};

use crate::record::{Disconnection, Source, SourceRead};
use conform::Conform;
use device::Opened;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;
use stream::RunningStream;

/// A microphone that has sent nothing for this long counts as disconnected.
const SILENT: Duration = Duration::from_secs(2);
/// The shortest gap that is recorded for a disconnection, even where its time was already accounted for.
const SHORTEST_GAP: Duration = Duration::from_millis(10);
/// How often a disconnected microphone is looked for.
const RETRY: Duration = Duration::from_millis(500);
/// If the reader itself was suspended for longer than this, the callbacks get the same time to
/// catch up before the microphone counts as disconnected.
const STOPPED: Duration = Duration::from_secs(1);

/// The threads that are started here. A panic on one of them counts as one failed attempt; the take
/// continues.
pub const THREADS: [&str; 2] = [REOPEN, CLOSE];
const REOPEN: &str = "reopen";
const CLOSE: &str = "close";

/// The error for a list of devices of which none is usable.
pub fn none_usable(found: &[DeviceInfo]) -> MicrophoneError {
    [MicrophoneError::Busy, MicrophoneError::Forbidden]
        .into_iter()
        .find(|error| {
            let told = Some(error.to_string());
            found.iter().any(|device| device.problem == told)
        })
        .unwrap_or(MicrophoneError::None)
}

/// Makes a host: a fresh one for every attempt, since a host that lost its server never recovers.
pub type MakeHost = Arc<dyn Fn() -> Result<cpal::Host, MicrophoneError> + Send + Sync>;

/// The hosts of the system.
pub fn system() -> MakeHost {
    Arc::new(|| Ok(cpal::default_host()))
}

/// Every input device, the default first.
///
/// # Errors
/// When the sound system cannot be queried.
pub fn devices() -> Result<Vec<DeviceInfo>, MicrophoneError> {
    device::list(&cpal::default_host())
}

/// An open microphone. Reading never fails: while the device is away, it is looked for.
pub struct Microphone {
    opener: Opener,
    opened: Opened,
    /// Frames a second of the take: those of the device that was opened first.
    rate: u32,
    state: State,
    conform: Conform,
    /// The moment in the take of the live stream's first frame, where it was fixed after a gap, before the
    /// clocks could determine it well.
    placed: Option<Duration>,
    /// Frames lost in closed streams, by the clocks' estimate.
    lost: u64,
    drift: Option<i32>,
    last_read: Duration,
    patience: Duration,
    raw: Vec<f32>,
}

/// How the microphone is opened, and opened again.
#[derive(Clone)]
struct Opener {
    make: MakeHost,
    wish: Option<String>,
    clock: Clock,
}

#[allow(
    clippy::large_enum_variant,
    reason = "there is one of it, and it is almost always the large one"
)]
enum State {
    Live(RunningStream),
    Away(Search),
}

/// The search for a disconnected microphone.
struct Search {
    why: String,
    /// When the last block arrived.
    since: Duration,
    /// The moment up to which the take has sound. Counted in frames from where the stream was
    /// placed, so that the error of one gap (a first block that came late) is corrected
    /// by the next.
    until: Duration,
    next_try: Duration,
    attempt: Attempt,
}

/// How far the search is.
enum Attempt {
    /// Nothing is in progress.
    None,
    /// It is being opened, on a separate thread.
    Opening(Receiver<Result<(RunningStream, Opened), MicrophoneError>>),
    /// It is open, but no sound has arrived yet.
    Trial(Box<(RunningStream, Opened)>),
}

impl Microphone {
    /// Opens the microphone that `wish` names (by id, name or part of it), or the default one.
    ///
    /// # Errors
    /// When there is none, or none that can be opened.
    pub fn open(make: MakeHost, wish: Option<&str>, clock: Clock) -> Result<Self, MicrophoneError> {
        let wish = wish.map(str::to_owned);
        let opener = Opener { make, wish, clock };
        let (live, opened) = opener.open(None).map_err(|error| opener.absent(error))?;
        let now = clock.now();
        Ok(Self {
            rate: opened.way.rate,
            conform: Conform::new(opened.way.rate, opened.way.rate),
            opener,
            opened,
            state: State::Live(live),
            placed: None,
            lost: 0,
            drift: None,
            last_read: now,
            patience: now,
            raw: Vec::new(),
        })
    }

    /// The device's name.
    pub fn name(&self) -> &str {
        &self.opened.name
    }

    /// The format it is recorded in: `48 kHz, mono, 16 bit`.
    pub fn format(&self) -> String {
        let channels = match self.opened.way.channels {
            1 => String::from("mono"),
            2 => String::from("stereo"),
            many => format!("{many} channels"),
        };
        let rate = f64::from(self.opened.way.rate) / 1000.0;
        let sample = self.opened.way.format.to_string();
        let sample = device::bits(&sample).map_or(sample, |bits| format!("{bits} bit"));
        format!("{rate} kHz, {channels}, {sample}")
    }

    /// The stream, unless the microphone is away.
    fn live(&self) -> Option<&RunningStream> {
        match &self.state {
            State::Live(live) => Some(live),
            State::Away(_) => None,
        }
    }

    /// Gives up the live stream and keeps its account.
    fn lose(&mut self, why: String, now: Duration) {
        (self.lost, self.drift) = (self.lost_frames(), self.drift_ppm());
        let Some(live) = self.live() else {
            return;
        };
        let first = self.placed.or_else(|| live.arrivals().first_frame());
        let search = Search {
            why,
            since: live.last_sign(),
            until: first.map_or_else(|| live.last_sign(), |first| first + live.length()),
            next_try: now + RETRY,
            attempt: Attempt::None,
        };
        let lost = std::mem::replace(&mut self.state, State::Away(search));
        if let (State::Live(live), State::Away(search)) = (lost, &mut self.state) {
            search.attempt = self.opener.open_again(Some(live), self.rate);
        }
    }

    /// Looks for the disconnected microphone, at most every half second.
    fn look(&mut self, now: Duration) -> SourceRead {
        let State::Away(search) = &mut self.state else {
            return SourceRead::Sound { dropped: 0 };
        };
        let due = now >= search.next_try;
        if due {
            search.next_try = now + RETRY;
        }
        search.attempt = match std::mem::replace(&mut search.attempt, Attempt::None) {
            Attempt::Opening(answer) => match answer.try_recv() {
                Ok(Ok(open)) => Attempt::Trial(Box::new(open)),
                Err(TryRecvError::Empty) => Attempt::Opening(answer),
                Ok(Err(_)) | Err(TryRecvError::Disconnected) => Attempt::None,
            },
            Attempt::Trial(open) if open.0.hears() => {
                let (live, opened) = *open;
                let until = search.until;
                return self.found(live, opened, until, now);
            }
            Attempt::Trial(open) if open.0.fault().is_none() && !stale(&open.0, now) => {
                Attempt::Trial(open)
            }
            Attempt::Trial(open) => self.opener.open_again(Some(open.0), self.rate),
            Attempt::None if due => self.opener.open_again(None, self.rate),
            Attempt::None => Attempt::None,
        };
        SourceRead::Away(Disconnection {
            why: search.why.clone(),
            so_far: now.saturating_sub(search.since),
        })
    }

    /// Makes the reopened microphone the live one.
    fn found(
        &mut self,
        mut live: RunningStream,
        opened: Opened,
        until: Duration,
        now: Duration,
    ) -> SourceRead {
        live.drain(&mut self.raw);
        self.placed = live.first_frame();
        let missing = self
            .placed
            .map(|first| first.saturating_sub(until).max(SHORTEST_GAP));
        self.conform = Conform::new(opened.way.rate, self.rate);
        self.opened = opened;
        self.patience = now;
        self.state = State::Live(live);
        let nanoseconds = missing.unwrap_or_default().as_nanos();
        SourceRead::Back {
            missing: (nanoseconds * u128::from(self.rate) / 1_000_000_000) as u64,
        }
    }

    /// Closes the microphone without waiting for a sound server that may hang.
    #[allow(
        clippy::disallowed_methods,
        reason = "a hanging sound server must not hold up the end"
    )]
    pub fn let_go(self) {
        let _ = std::thread::Builder::new()
            .name(CLOSE.into())
            .spawn(move || drop(self));
    }
}

/// Whether nothing has arrived from `live` for too long.
fn stale(live: &RunningStream, now: Duration) -> bool {
    now.saturating_sub(live.last_sign()) >= SILENT
}

impl Opener {
    /// Opens the first candidate that can be opened, on a fresh host.
    fn open(&self, rate: Option<u32>) -> Result<(RunningStream, Opened), MicrophoneError> {
        let host = (self.make)()?;
        let mut first = None;
        for device in device::candidates(&host, self.wish.as_deref())? {
            match device::open(&device, rate, self.clock) {
                Ok(open) => return Ok(open),
                // The error of the best candidate is the most useful one.
                Err(error) => {
                    first.get_or_insert(error);
                }
            }
        }
        Err(first.unwrap_or(MicrophoneError::None))
    }

    /// A default device that does not respond, where no other does either, means that there is no microphone:
    /// Linux lists a default in any case.
    fn absent(&self, error: MicrophoneError) -> MicrophoneError {
        if self.wish.is_some() || !matches!(error, MicrophoneError::Gone(_)) {
            return error;
        }
        match (self.make)().and_then(|host| device::list(&host)) {
            Ok(found) if !found.iter().any(DeviceInfo::is_usable) => none_usable(&found),
            _ => error,
        }
    }

    /// Reopens the microphone on a fresh host, after closing `old`. A hanging sound server blocks
    /// whoever opens or closes a stream, so this runs on a separate thread: keys and
    /// take continue meanwhile.
    #[allow(
        clippy::disallowed_methods,
        reason = "a hanging sound server must not block the recording thread"
    )]
    fn open_again(&self, old: Option<RunningStream>, rate: u32) -> Attempt {
        let (send, answer) = channel();
        let opener = self.clone();
        let open = move || {
            drop(old);
            // If the receiver is gone, the stream is closed again.
            let _ = send.send(opener.open(Some(rate)));
        };
        if self.clock.is_running() {
            // If the system has no thread to give, the next attempt follows in half a second.
            let _ = std::thread::Builder::new().name(REOPEN.into()).spawn(open);
        } else {
            open();
        }
        Attempt::Opening(answer)
    }
}

impl Source for Microphone {
    fn rate(&self) -> u32 {
        self.rate
    }

    fn read(&mut self, now: Duration, into: &mut Vec<f32>) -> SourceRead {
        if now.saturating_sub(self.last_read) > STOPPED {
            self.patience = now;
        }
        self.last_read = now;
        let State::Live(live) = &mut self.state else {
            return self.look(now);
        };
        let dropped = live.drain(&mut self.raw);
        if !self.raw.is_empty() || dropped > 0 {
            self.conform.convert(&self.raw, into);
            self.raw.clear();
            return SourceRead::Sound {
                dropped: self.conform.count(dropped as i64) as u64,
            };
        }
        let sign = live.last_sign().max(self.patience);
        let why = match live.fault() {
            Some(fault) => fault.why().to_owned(),
            None if now.saturating_sub(sign) > SILENT => {
                String::from("nothing has come from it for 2 s")
            }
            None => return SourceRead::Sound { dropped: 0 },
        };
        self.lose(why, now);
        self.look(now)
    }

    fn ahead(&self, at: Duration) -> i64 {
        let ahead = |live: &RunningStream| live.ahead(at) + self.raw.len() as i64;
        self.conform.count(self.live().map_or(0, ahead))
    }

    fn lost_frames(&self) -> u64 {
        let now = self.live().map_or(0, |live| live.arrivals().lost_frames());
        self.lost + self.conform.count(now as i64) as u64
    }

    fn drift_ppm(&self) -> Option<i32> {
        let now = self.live().and_then(|live| live.arrivals().drift_ppm());
        now.or(self.drift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_microphone_is_not_reported_as_missing() {
        let device = |problem: &MicrophoneError| DeviceInfo {
            name: "Desk".into(),
            id: "desk".into(),
            default: true,
            formats: Vec::new(),
            problem: Some(problem.to_string()),
        };
        let gone = MicrophoneError::Gone("no server".into());
        let none = none_usable(&[device(&gone)]);
        assert!(
            none.to_string()
                .starts_with("no microphone was found: connect one")
        );
        let busy = none_usable(&[device(&gone), device(&MicrophoneError::Busy)]);
        assert!(matches!(busy, MicrophoneError::Busy), "{busy}");
    }
}
