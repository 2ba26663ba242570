//! The microphone: opens a device, fills a ring, notices when it goes silent or away, and opens it
//! again. The only room that knows cpal.
//!
//! Nobody's error report is trusted. Three witnesses work apart: the age of the last block (a dead
//! stream often says nothing), the loss that the clocks show ([`Arrivals`](crate::record::Arrivals)),
//! and sound that is exactly zero (a muted or forbidden microphone; the recorder sees that one).

mod clock;
mod conform;
mod device;
mod error;
mod stream;

pub use clock::Clock;
pub use device::{DeviceInfo, Format};
pub use error::{MicrophoneError, muted_remedy, none_remedy, permission_remedy};

use crate::record::{Away, Heard, Source};
use conform::Conform;
use device::Opened;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;
use stream::Live;

/// A microphone that has sent nothing for this long is away.
const SILENT: Duration = Duration::from_secs(2);
/// A break is never hidden, even where the time that it took was counted already.
const SHORTEST_GAP: Duration = Duration::from_millis(10);
/// How often a lost microphone is looked for.
const RETRY: Duration = Duration::from_millis(500);
/// A reader that comes back after more than this was itself stopped: the callbacks get as long to
/// catch up before the microphone is blamed.
const STOPPED: Duration = Duration::from_secs(1);

/// The threads that are started here. A panic on one of them is one more try in vain, and the take
/// goes on.
pub const THREADS: [&str; 2] = [REOPEN, CLOSE];
const REOPEN: &str = "reopen";
const CLOSE: &str = "close";

/// Why none of the `found` devices can be used.
pub fn none_usable(found: &[DeviceInfo]) -> MicrophoneError {
    [MicrophoneError::Busy, MicrophoneError::Forbidden]
        .into_iter()
        .find(|error| {
            let told = Some(error.to_string());
            found.iter().any(|device| device.problem == told)
        })
        .unwrap_or(MicrophoneError::None)
}

/// How a host is made: a fresh one for every try, since a host that lost its server never recovers.
pub type MakeHost = Arc<dyn Fn() -> Result<cpal::Host, MicrophoneError> + Send + Sync>;

/// The system's own sound.
pub fn system() -> MakeHost {
    Arc::new(|| Ok(cpal::default_host()))
}

/// Every input device, the default first.
///
/// # Errors
/// When the sound system cannot be asked.
pub fn devices() -> Result<Vec<DeviceInfo>, MicrophoneError> {
    device::list(&cpal::default_host())
}

/// An open microphone. Reading never fails: while the device is away it is looked for.
pub struct Microphone {
    make: MakeHost,
    wish: Option<String>,
    clock: Clock,
    rate: u32,
    opened: Opened,
    state: State,
    conform: Conform,
    /// The moment that the live stream's first frame stands for in the take, where that was settled
    /// before the clocks could tell it well: after a gap.
    placed: Option<Duration>,
    /// Lost by the clocks' account in streams that are closed.
    lost: u64,
    drift: Option<i32>,
    last_read: Duration,
    patience: Duration,
    raw: Vec<f32>,
}

#[allow(
    clippy::large_enum_variant,
    reason = "there is one of it, and it is almost always the large one"
)]
enum State {
    Live(Live),
    Away {
        why: String,
        /// When the last block arrived.
        since: Duration,
        /// The moment up to which the take has sound. Counted in frames from where the stream was
        /// placed, so that what one gap was misjudged by (a first block that came late) is made good
        /// by the next.
        until: Duration,
        next_try: Duration,
        attempt: Attempt,
    },
}

/// How far the search for a lost microphone is.
enum Attempt {
    /// Nothing is under way.
    None,
    /// It is being opened, on a thread of its own.
    Opening(Receiver<Result<(Live, Opened), MicrophoneError>>),
    /// It is open, but nothing has been heard yet.
    Trial(Box<(Live, Opened)>),
}

impl Microphone {
    /// Opens the microphone that `wish` names (by id, name or part of it), or the default one.
    ///
    /// # Errors
    /// When there is none, or none that can be opened.
    pub fn open(make: MakeHost, wish: Option<&str>, clock: Clock) -> Result<Self, MicrophoneError> {
        let (live, opened) = open_any(&make, wish, None, clock).map_err(|error| {
            if wish.is_none() {
                absent(error, &make)
            } else {
                error
            }
        })?;
        let now = clock.now();
        Ok(Self {
            make,
            wish: wish.map(str::to_owned),
            clock,
            rate: opened.rate,
            conform: Conform::new(opened.rate, opened.rate),
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

    /// How it is recorded: `48 kHz, mono, 16 bit`.
    pub fn format(&self) -> String {
        let channels = match self.opened.channels {
            1 => String::from("mono"),
            2 => String::from("stereo"),
            many => format!("{many} channels"),
        };
        let rate = f64::from(self.opened.rate) / 1000.0;
        let sample = &self.opened.sample;
        let sample =
            device::bits(sample).map_or_else(|| sample.clone(), |bits| format!("{bits} bit"));
        format!("{rate} kHz, {channels}, {sample}")
    }

    /// The live stream is given up; what it knew is kept.
    fn lose(&mut self, why: String, now: Duration) {
        let State::Live(live) = &self.state else {
            return;
        };
        let lost = live.arrivals().lost_frames();
        self.lost += self.conform.count(lost as i64) as u64;
        self.drift = live.arrivals().drift_ppm().or(self.drift);
        let first = self.placed.or_else(|| live.arrivals().first_frame());
        let away = State::Away {
            why,
            since: live.last_sign(),
            until: first.map_or_else(|| live.last_sign(), |first| first + live.length()),
            next_try: now + RETRY,
            attempt: Attempt::None,
        };
        let State::Live(live) = std::mem::replace(&mut self.state, away) else {
            return;
        };
        let opening = self.open_again(Some(live));
        if let State::Away { attempt, .. } = &mut self.state {
            *attempt = opening;
        }
    }

    /// Looks for the lost microphone, at most every half second.
    fn look(&mut self, now: Duration) -> Heard {
        let State::Away {
            why,
            since,
            until,
            next_try,
            attempt,
        } = &mut self.state
        else {
            return Heard::Sound { dropped: 0 };
        };
        let until = *until;
        let due = now >= *next_try;
        let away = Heard::Away(Away {
            why: why.clone(),
            so_far: now.saturating_sub(*since),
        });
        let next = match std::mem::replace(attempt, Attempt::None) {
            Attempt::Opening(answer) => match answer.try_recv() {
                Ok(Ok(open)) => Attempt::Trial(Box::new(open)),
                Err(TryRecvError::Empty) => Attempt::Opening(answer),
                Ok(Err(_)) | Err(TryRecvError::Disconnected) => Attempt::None,
            },
            Attempt::Trial(open) if open.0.hears() => {
                let (live, opened) = *open;
                return self.found(live, opened, until, now);
            }
            Attempt::Trial(open) if open.0.fault().is_none() && !stale(&open.0, now) => {
                Attempt::Trial(open)
            }
            Attempt::Trial(open) => self.open_again(Some(open.0)),
            Attempt::None if due => self.open_again(None),
            Attempt::None => Attempt::None,
        };
        if let State::Away {
            attempt, next_try, ..
        } = &mut self.state
        {
            *attempt = next;
            if due {
                *next_try = now + RETRY;
            }
        }
        away
    }

    /// The microphone sounds again: it is the live one from now on.
    fn found(&mut self, mut live: Live, opened: Opened, until: Duration, now: Duration) -> Heard {
        live.drain(&mut self.raw);
        self.placed = live.first_frame();
        let missing = self
            .placed
            .map(|first| first.saturating_sub(until).max(SHORTEST_GAP));
        self.conform = Conform::new(opened.rate, self.rate);
        self.opened = opened;
        self.patience = now;
        self.state = State::Live(live);
        let nanoseconds = missing.unwrap_or_default().as_nanos();
        Heard::Back {
            missing: (nanoseconds * u128::from(self.rate) / 1_000_000_000) as u64,
        }
    }

    /// Opens the microphone again on a fresh host, after closing `old`. A sound server that hangs
    /// holds up whoever opens or closes a stream, so that is done on a thread of its own: keys and
    /// take go on meanwhile.
    #[allow(
        clippy::disallowed_methods,
        reason = "a hanging sound server must not hold up the pump"
    )]
    fn open_again(&self, old: Option<Live>) -> Attempt {
        let (send, answer) = channel();
        let make = Arc::clone(&self.make);
        let (wish, rate, clock) = (self.wish.clone(), self.rate, self.clock);
        let open = move || {
            drop(old);
            // Nobody waits any more: then the stream is closed again.
            let _ = send.send(open_any(&make, wish.as_deref(), Some(rate), clock));
        };
        if clock.is_running() {
            // Where the system has no thread to give, the next try comes in half a second.
            let _ = std::thread::Builder::new().name(REOPEN.into()).spawn(open);
        } else {
            open();
        }
        Attempt::Opening(answer)
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

/// Whether nothing has come from `live` for too long.
fn stale(live: &Live, now: Duration) -> bool {
    now.saturating_sub(live.last_sign()) >= SILENT
}

/// A default that does not answer, where nothing else does either, is no microphone: Linux lists a
/// default whether there is one or not.
fn absent(error: MicrophoneError, make: &MakeHost) -> MicrophoneError {
    if !matches!(error, MicrophoneError::Gone(_)) {
        return error;
    }
    match make().and_then(|host| device::list(&host)) {
        Ok(found) if !found.iter().any(DeviceInfo::is_usable) => none_usable(&found),
        _ => error,
    }
}

/// Opens the first candidate that can be opened, on a fresh host.
fn open_any(
    make: &MakeHost,
    wish: Option<&str>,
    rate: Option<u32>,
    clock: Clock,
) -> Result<(Live, Opened), MicrophoneError> {
    let host = make()?;
    let mut first = None;
    for device in device::candidates(&host, wish)? {
        match device::open(&device, rate, clock) {
            Ok(open) => return Ok(open),
            // The reason of the best candidate is the one worth telling.
            Err(error) => {
                first.get_or_insert(error);
            }
        }
    }
    Err(first.unwrap_or(MicrophoneError::None))
}

impl Source for Microphone {
    fn rate(&self) -> u32 {
        self.rate
    }

    fn read(&mut self, now: Duration, into: &mut Vec<f32>) -> Heard {
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
            return Heard::Sound {
                dropped: self.conform.count(dropped as i64) as u64,
            };
        }
        let sign = live.last_sign().max(self.patience);
        let why = match live.fault() {
            Some(fault) => fault.why().to_owned(),
            None if now.saturating_sub(sign) > SILENT => {
                String::from("nothing has come from it for 2 s")
            }
            None => return Heard::Sound { dropped: 0 },
        };
        self.lose(why, now);
        self.look(now)
    }

    fn ahead(&self, at: Duration) -> i64 {
        match &self.state {
            State::Live(live) => self.conform.count(live.ahead(at) + self.raw.len() as i64),
            State::Away { .. } => 0,
        }
    }

    fn lost_frames(&self) -> u64 {
        let now = match &self.state {
            State::Live(live) => live.arrivals().lost_frames(),
            State::Away { .. } => 0,
        };
        self.lost + self.conform.count(now as i64) as u64
    }

    fn drift_ppm(&self) -> Option<i32> {
        match &self.state {
            State::Live(live) => live.arrivals().drift_ppm().or(self.drift),
            State::Away { .. } => self.drift,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_microphone_that_another_program_has_is_not_told_as_none() {
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
