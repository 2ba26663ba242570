//! Names in a scenario file: levels and rules.

use super::Level;
use super::ids::RULES;
use super::walk::{Table, Walk};
use std::ops::Range;

/// The texts without their places.
pub(super) fn plain(texts: Vec<(String, Range<usize>)>) -> Vec<String> {
    texts.into_iter().map(|(text, _)| text).collect()
}

/// A list of rule ids.
pub(super) fn rules(walk: &mut Walk<'_>, table: &Table<'_>, key: &str) -> Vec<String> {
    let mut rules = Vec::new();
    for (rule, span) in walk.texts(table, key) {
        if walk.one_of(&rule, RULES, span, &table.path_of(key)) {
            rules.push(rule);
        }
    }
    rules
}

/// The level with this id.
pub(super) fn level(id: &str) -> Option<Level> {
    Level::ALL.into_iter().find(|level| level.id() == id)
}

/// The ids of all levels, for faults.
pub(super) const LEVELS: [&str; 3] = ["sde1", "sde2", "senior"];
