//! The system's calendar, which no other module reads.

use crate::scenario::leitner::Day;
use jiff::{Timestamp, Unit};

/// The start of a session, in the two stored forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// RFC 3339 in UTC, for the record: `2026-11-23T09:12:00Z`.
    pub rfc3339: String,
    /// For folder names, in chronological order: `20261123T091200Z`.
    pub stamp: String,
}

impl Start {
    /// Now, to the second.
    pub fn now() -> Self {
        Self::at(Timestamp::now())
    }

    /// The current second, so many days ago.
    pub fn days_ago(days: u32) -> Self {
        let span = jiff::SignedDuration::from_hours(i64::from(days) * 24);
        Self::at(Timestamp::now().checked_sub(span).unwrap_or(Timestamp::MIN))
    }

    fn at(moment: Timestamp) -> Self {
        let moment = moment.round(Unit::Second).unwrap_or(moment);
        Self {
            rfc3339: moment.to_string(),
            stamp: moment.strftime("%Y%m%dT%H%M%SZ").to_string(),
        }
    }
}

/// Today in UTC, as a number of days.
pub fn today() -> Day {
    let seconds = Timestamp::now().as_second();
    Day(u32::try_from(seconds / 86_400).unwrap_or_default())
}

/// The day of a moment in RFC 3339, in UTC.
pub fn day_of(rfc3339: &str) -> Option<Day> {
    let moment: Timestamp = rfc3339.parse().ok()?;
    u32::try_from(moment.as_second() / 86_400).ok().map(Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_the_same_second() {
        let start = Start::at("2026-11-23T09:12:00.4Z".parse().unwrap());
        assert_eq!(start.rfc3339, "2026-11-23T09:12:00Z");
        assert_eq!(start.stamp, "20261123T091200Z");
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day_of("1970-01-02T23:59:59Z"), Some(Day(1)));
        assert_eq!(day_of("2026-11-23T09:12:00Z"), Some(Day(20_780)));
        assert_eq!(day_of("yesterday"), None);
    }
}
