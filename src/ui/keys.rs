//! The keys at each moment, in as many words as fit. Pure.
//!
//! Every key is shown on any width: words are abbreviated, keys are not omitted.

use super::fit::fitting;
use crate::record::{Phase, View};

/// The line of keys that fits in `room` columns. `in_one`: the answer is given in one take.
pub(super) fn line(view: &View, in_one: bool, room: usize) -> &'static str {
    let ways: &[&'static str] = match view.phase {
        _ if view.away.is_some() => &["q save what there is · ? help", "q save · ? help", "q ?"],
        Phase::Ready if view.told => &[
            "space keep it, go on · r tell it again · b back · ? help · q save",
            "space keep·r again·b back·?·q save",
            "spc keep r b ? q",
        ],
        Phase::Ready if view.frames > 0 => &["space begin · ? help · q save", "spc begin ? q"],
        Phase::Ready => &["space begin · ? help · q leave", "spc begin ? q"],
        Phase::Speaking if in_one => &[
            "enter done · p pause · ? help · q save",
            "enter done · p pause · ? · q save",
            "enter p ? q",
        ],
        Phase::Paused => &[
            "p go on · space next · r redo · b back · ? help · q save",
            "p go on·space next·r redo·b back·?·q",
            "p go on spc r b ? q",
        ],
        _ => &[
            "space next · r redo · p pause · b back · ? help · q save",
            "space next·r redo·p pause·b back·?·q",
            "spc next r p b ? q",
        ],
    };
    fitting(ways, room)
}

/// The keys explained, in `room` columns.
pub(super) fn help(in_one: bool, room: usize) -> &'static [&'static str] {
    let (wide, narrow): (&'static [&str], &'static [&str]) = if in_one {
        (&HELP_IN_ONE, &NARROW_HELP_IN_ONE)
    } else {
        (&HELP, &NARROW_HELP)
    };
    if wide.iter().all(|line| columns(line) <= room) {
        wide
    } else {
        narrow
    }
}

fn columns(line: &str) -> usize {
    line.chars().count()
}

const HELP: [&str; 7] = [
    "space, enter, n   end this part and go on; after the last one: finish",
    "r                 speak this section again; the earlier try is kept",
    "p                 pause, and go on",
    "b                 back to the section before; what follows it may stay",
    "q                 finish here and save",
    "Ctrl-C            save and leave at once",
    "?                 close this help",
];

const NARROW_HELP: [&str; 7] = [
    "space   go on; after the last: finish",
    "r       again; the first try is kept",
    "p       pause, and go on",
    "b       back; what follows may stay",
    "q       finish here and save",
    "Ctrl-C  save and leave at once",
    "?       close this help",
];

/// The keys while the answer is given in one take.
const HELP_IN_ONE: [&str; 5] = [
    "enter             the answer is told: go on",
    "space, n          optional: a new section of it begins here",
    "p                 pause, and go on",
    "q                 finish here and save",
    "Ctrl-C            save and leave at once",
];

const NARROW_HELP_IN_ONE: [&str; 5] = [
    "enter   the answer is told: go on",
    "space   a new section begins here",
    "p       pause, and go on",
    "q       finish here and save",
    "Ctrl-C  save and leave at once",
];
