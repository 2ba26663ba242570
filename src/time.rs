//! Integer time: milliseconds from the start of a recording.
//!
//! Time is counted in integers: the same input gives the same bytes.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Sub};

/// A moment or a length in milliseconds.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "u64", into = "u64")]
pub struct Millis(pub u64);

/// A year: the longest time of a rehearsal, so that sums cannot overflow.
const LONGEST: u64 = 366 * 24 * 3_600_000;

impl TryFrom<u64> for Millis {
    type Error = String;
    /// A time read from a file.
    fn try_from(millis: u64) -> Result<Self, String> {
        if millis > LONGEST {
            return Err(format!("a time of {millis} ms is longer than a year"));
        }
        Ok(Self(millis))
    }
}

impl From<Millis> for u64 {
    fn from(time: Millis) -> Self {
        time.0
    }
}

impl Millis {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// Whole seconds as milliseconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds * 1000)
    }

    /// Seconds typed by a person or a script, rounded to the nearest millisecond.
    /// Negative values and NaN become zero, and very large values stay finite.
    pub fn from_secs_f64(seconds: f64) -> Self {
        Self((seconds.clamp(0.0, 1e9) * 1000.0).round() as u64)
    }

    /// Seconds, for display and JSON only.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// The nearest whole second, for a moment that is typed.
    pub const fn rounded(self) -> Self {
        Self((self.0 + 500) / 1000 * 1000)
    }

    /// The time that `frames` take at `rate` frames a second, rounded to the nearest millisecond.
    pub const fn of_frames(frames: u64, rate: u32) -> Self {
        let rate = rate as u128;
        if rate == 0 {
            return Self(0);
        }
        Self(((frames as u128 * 1000 + rate / 2) / rate) as u64)
    }

    /// How many whole frames at `rate` fit into this time.
    pub const fn frames(self, rate: u32) -> u64 {
        (self.0 as u128 * rate as u128 / 1000) as u64
    }

    /// `self - other`, or zero where that would be negative.
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Add for Millis {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Millis {
    type Output = Self;
    /// Saturates: a length is never negative.
    fn sub(self, other: Self) -> Self {
        self.saturating_sub(other)
    }
}

impl std::iter::Sum for Millis {
    fn sum<I: Iterator<Item = Self>>(times: I) -> Self {
        times.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Millis {
    /// As a clock, `m:ss`, rounded down: what a timer shows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / 1000;
        write!(f, "{}:{:02}", seconds / 60, seconds % 60)
    }
}

/// A half-open span of time, `start <= end`.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// Where it begins.
    pub start: Millis,
    /// Where it ends (exclusive).
    pub end: Millis,
}

impl Span {
    /// From `start` to `end`; an end before the start gives an empty span at `start`.
    pub fn new(start: Millis, end: Millis) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// How long it is.
    pub fn length(self) -> Millis {
        self.end - self.start
    }

    /// Whether the two share any time.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same span counted from an origin that lies `by` earlier.
    pub fn later(self, by: Millis) -> Self {
        Self {
            start: self.start + by,
            end: self.end + by,
        }
    }
}

/// Words a minute over `length`, rounded; `None` for no time.
pub fn words_per_minute(words: usize, length: Millis) -> Option<u32> {
    (length.0 > 0).then(|| {
        let rate = (words as u128 * 60_000 + u128::from(length.0) / 2) / u128::from(length.0);
        u32::try_from(rate).unwrap_or(u32::MAX)
    })
}

/// The total length of `spans`, which do not overlap.
pub fn total(spans: &[Span]) -> Millis {
    spans.iter().map(|span| span.length()).sum()
}

/// The parts of `spans` inside `window`.
pub fn within(spans: &[Span], window: Span) -> Vec<Span> {
    spans
        .iter()
        .map(|span| Span::new(span.start.max(window.start), span.end.min(window.end)))
        .filter(|span| span.length() > Millis::ZERO)
        .collect()
}

/// The union of `some` and `more`, in order, not touching.
pub fn union(some: &[Span], more: &[Span]) -> Vec<Span> {
    let mut all: Vec<Span> = some.iter().chain(more).copied().collect();
    all.sort_by_key(|span| (span.start, span.end));
    let mut joined: Vec<Span> = Vec::new();
    for span in all {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// The beginning of a text, if it has this shape: a digit for each `0`, and every other character as it is.
pub fn beginning<'a>(text: &'a str, shape: &str) -> Option<&'a str> {
    let fits = |(is, should): (u8, u8)| match should {
        b'0' => is.is_ascii_digit(),
        _ => is == should,
    };
    let begins = text.get(..shape.len())?;
    let mut pairs = begins.bytes().zip(shape.bytes());
    pairs.all(fits).then_some(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_moment_is_displayed_as_typed() {
        assert_eq!(Millis(40_922).rounded().to_string(), "0:41");
        assert_eq!(Millis(41_499).rounded().to_string(), "0:41");
        assert_eq!(Millis(0).rounded(), Millis(0));
    }

    #[test]
    fn frames_and_time_agree_at_common_rates() {
        for rate in [8000, 16_000, 44_100, 48_000, 192_000] {
            assert_eq!(
                Millis::of_frames(u64::from(rate) * 90, rate),
                Millis::from_secs(90)
            );
            assert_eq!(Millis::from_secs(90).frames(rate), u64::from(rate) * 90);
        }
    }

    #[test]
    fn seconds_from_a_script_never_panic() {
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -3.0] {
            let _ = Millis::from_secs_f64(odd);
        }
        assert_eq!(Millis::from_secs_f64(28.4), Millis(28_400));
        assert_eq!(Millis::from_secs_f64(-3.0), Millis::ZERO);
    }

    #[test]
    fn a_timer_shows_whole_seconds() {
        assert_eq!(Millis(119_999).to_string(), "1:59");
    }

    #[test]
    fn words_a_minute_needs_time() {
        assert_eq!(words_per_minute(61, Millis(28_400)), Some(129));
        assert_eq!(words_per_minute(3, Millis::ZERO), None);
    }
}
