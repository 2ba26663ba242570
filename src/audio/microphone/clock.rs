#![allow(
    clippy::disallowed_methods,
    reason = "the one clock by which keys and blocks of sound are placed"
)]
//! The clock by which keys and blocks of sound are placed on one line.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A monotonic clock that starts at zero. Copies share the line.
#[derive(Debug, Clone, Copy)]
pub struct Clock(Kind);

#[derive(Debug, Clone, Copy)]
enum Kind {
    Running(Instant),
    /// Moved by hand, in nanoseconds: for tests, which then need no time at all.
    Hand(&'static AtomicU64),
}

impl Clock {
    /// The real one, from now on.
    pub fn start() -> Self {
        Self(Kind::Running(Instant::now()))
    }

    /// One that stands at `nanoseconds` until somebody moves it.
    pub fn by_hand(nanoseconds: &'static AtomicU64) -> Self {
        Self(Kind::Hand(nanoseconds))
    }

    /// Whether time passes by itself.
    pub(super) fn is_running(&self) -> bool {
        matches!(self.0, Kind::Running(_))
    }

    /// Time since the start.
    pub fn now(&self) -> Duration {
        match self.0 {
            Kind::Running(start) => start.elapsed(),
            Kind::Hand(nanoseconds) => Duration::from_nanos(nanoseconds.load(Ordering::Relaxed)),
        }
    }
}
