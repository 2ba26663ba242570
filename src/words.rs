//! How numbers, times and lists are written in reports.

use crate::time::{Millis, beginning};

/// What an empty cell shows.
pub const NONE: &str = "–";

/// An empty cell is shown as a dash.
pub fn cell(text: &str) -> &str {
    if text.is_empty() { NONE } else { text }
}

/// Seconds with one decimal and no unit: `27.4`; whole seconds without decimals: `30`.
pub fn seconds(time: Millis) -> String {
    let seconds = seconds_aligned(time);
    seconds.strip_suffix(".0").unwrap_or(&seconds).to_owned()
}

/// Seconds always with one decimal: `27.0`, so that a column aligns.
pub fn seconds_aligned(time: Millis) -> String {
    let tenths = (time.0 + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `1 word`, `2 words`, `no words`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}

/// `never`, `once`, `twice`, `3 times`.
pub fn times(number: usize) -> String {
    match number {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{number} times"),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: impl IntoIterator<Item: AsRef<str>>) -> String {
    let items: Vec<_> = items.into_iter().collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// The text inserted by `put`; empty where there is none.
pub fn unless_empty(text: &str, put: impl FnOnce(&str) -> String) -> String {
    if text.is_empty() {
        String::new()
    } else {
        put(text)
    }
}

/// A rate a minute with one decimal: `2.3`. `None` for no time.
pub fn per_minute(number: usize, time: Millis) -> Option<String> {
    (time.0 > 0).then(|| {
        let tenths = (number as u128 * 600_000 + u128::from(time.0) / 2) / u128::from(time.0);
        format!("{}.{}", tenths / 10, tenths % 10)
    })
}

/// Decibels stored times ten: `−18.3`, with a true minus.
pub fn decibels(times_ten: i32) -> String {
    let sign = if times_ten < 0 { "−" } else { "" };
    let size = times_ten.unsigned_abs();
    format!("{sign}{}.{}", size / 10, size % 10)
}

/// The same text with every character that could control a terminal or hide text (control
/// characters, bidirectional overrides) replaced by U+FFFD, one for one, so that character
/// offsets stay valid. Line breaks and tabs become spaces.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// A stored RFC 3339 time in UTC as shown: `2026-11-23 09:12 UTC`. Any other text
/// is returned unchanged.
pub fn date(started: &str) -> String {
    let minute = beginning(started, "0000-00-00T00:00");
    match minute {
        Some(minute) if started.ends_with('Z') => format!("{} UTC", minute.replace('T', " ")),
        _ => clean(started),
    }
}

/// The text with a full stop, unless it ends a sentence already, in quotation marks or not.
pub fn stopped(text: &str) -> String {
    let bare = text.trim_end_matches(['”', '’', '"', '\'', ')']);
    if bare.ends_with(['.', '!', '?', '…']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The text with its first letter capitalised.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_round_to_tenths() {
        assert_eq!(seconds(Millis(27_449)), "27.4");
        assert_eq!(seconds(Millis(27_450)), "27.5");
        assert_eq!(seconds(Millis(30_049)), "30");
        assert_eq!(seconds_aligned(Millis(30_049)), "30.0");
    }

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list([""; 0]), "");
        assert_eq!(count(1, "pause", "pauses"), "1 pause");
        assert_eq!(count(0, "pause", "pauses"), "no pauses");
    }

    #[test]
    fn a_sentence_gets_one_stop() {
        assert_eq!(
            stopped("Handoff without ownership.'"),
            "Handoff without ownership.'"
        );
        assert_eq!(stopped("Hosman 1989."), "Hosman 1989.");
        assert_eq!(stopped("Hosman 1989"), "Hosman 1989.");
    }

    #[test]
    fn no_text_can_control_a_terminal() {
        let hostile = "a\u{1b}[31mb\u{202e}c\nd\u{9b}";
        let shown = clean(hostile);
        assert_eq!(shown, "a\u{fffd}[31mb\u{fffd}c d\u{fffd}");
        assert_eq!(shown.chars().count(), hostile.chars().count());
    }

    #[test]
    fn a_text_that_is_not_a_date_is_unchanged() {
        assert_eq!(date("2026-11-23T09:12:00Z"), "2026-11-23 09:12 UTC");
        assert_eq!(date("last tuesday"), "last tuesday");
    }

    #[test]
    fn rates_and_decibels() {
        assert_eq!(per_minute(4, Millis(105_000)).as_deref(), Some("2.3"));
        assert_eq!(per_minute(4, Millis::ZERO), None);
        assert_eq!(decibels(-183), "−18.3");
    }
}
