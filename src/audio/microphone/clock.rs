#![allow(
    clippy::disallowed_methods,
    reason = "the one clock by which keys and blocks of sound are placed"
)]
//! The clock that orders key presses and blocks of sound.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A monotonic clock that starts at zero. Copies share its origin.
#[derive(Debug, Clone, Copy)]
pub struct Clock(Kind);

#[derive(Debug, Clone, Copy)]
enum Kind {
    Running(Instant),
    /// Set by hand, in nanoseconds: tests then need no real time.
    Hand(&'static AtomicU64),
}

impl Clock {
    /// A real clock, starting now.
    pub fn start() -> Self {
        Self(Kind::Running(Instant::now()))
    }

    /// A clock that stands at `nanoseconds` until a test changes it.
    pub fn by_hand(nanoseconds: &'static AtomicU64) -> Self {
        Self(Kind::Hand(nanoseconds))
    }

    /// Whether this is a real clock.
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
