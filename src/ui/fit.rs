//! Wordings of different lengths. Pure.

use console::measure_text_width;

/// The first of `ways` that fits in `room` columns, else the last.
pub(super) fn fitting<S: AsRef<str> + Clone + Default>(ways: &[S], room: usize) -> S {
    let fits = |way: &&S| measure_text_width(way.as_ref()) <= room;
    let found = ways.iter().find(fits).or(ways.last());
    found.cloned().unwrap_or_default()
}
