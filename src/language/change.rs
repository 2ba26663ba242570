//! Changes from one number to another.

use crate::language::grammar::{clause_end, clause_start};
use crate::language::number::reader::Reading;
use crate::language::number::{Quantity, Role};
use crate::language::token::{Border, Token, before, says};
use crate::language::words::Class;
use std::ops::Range;

/// Maximum number of words between the ends of a change: "from 14 missed calls in a week down to 1".
pub(crate) const REACH: usize = 12;

/// Words allowed between "from" or "to" and its number.
const ROUND: &[&str] = &[
    "just", "only", "about", "around", "roughly", "nearly", "almost", "over", "under", "barely",
    "some", "an", "the", "a",
];

/// A change: the numbers at its two ends.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) from: Reading,
    pub(crate) to: Reading,
}

impl Change {
    /// Its tokens, "from" and "to" included.
    pub(crate) fn tokens(&self, all: &[Token]) -> Range<usize> {
        let start = self.from.start.min(self.to.start);
        let lead = lead(all, start).map_or(start, |(at, _)| at);
        lead..self.from.end.max(self.to.end)
    }

    pub(crate) fn holds(&self, at: usize) -> bool {
        (self.from.start..self.from.end).contains(&at) || (self.to.start..self.to.end).contains(&at)
    }
}

/// The word that leads to the number at `at`, and whether a change begins there.
fn lead(all: &[Token], at: usize) -> Option<(usize, bool)> {
    let start = at - before(all, at, 3).len();
    let mut near = (start..at).rev();
    let place = near.find(|&place| all[place].after > Border::None || !all[place].any(ROUND))?;
    let token = &all[place];
    let led_by = |word: &str| place > 0 && all[place - 1].lower == word;
    match token.lower.as_str() {
        _ if token.after > Border::None => None,
        "from" => Some((place, true)),
        "of" if led_by("instead") => Some((place, true)),
        "than" if led_by("rather") => Some((place, true)),
        "to" => Some((place, false)),
        _ => None,
    }
}

/// Whether a change begins with this number: "from zero".
pub(crate) fn begins(all: &[Token], number: &Reading) -> bool {
    lead(all, number.start).is_some_and(|(_, start)| start)
}

/// Whether a figure is said to be true now (`Some(true)`) or to have been true before.
fn is_current(all: &[Token], number: &Reading) -> Option<bool> {
    let clause = clause(all, number);
    let before = [
        "before",
        "previously",
        "earlier",
        "used",
        "was",
        "were",
        "had",
    ];
    let now = says(clause, &["now", "today"]);
    (now || says(clause, &before)).then_some(now)
}

/// Whether a clause is about an earlier time: "it had been at seven", "they'd been five".
fn had_been(clause: &[Token]) -> bool {
    clause.windows(2).any(|two| {
        (two[0].lower == "had" || two[0].lower.ends_with("'d")) && two[1].lower == "been"
    })
}

fn clause<'a>(all: &'a [Token], number: &Reading) -> &'a [Token] {
    &all[clause_start(all, number.start)..clause_end(all, number.end - 1)]
}

/// Whether one number had been true before the other, which has a verb of its own.
fn earlier(all: &[Token], one: &Reading, other: &Reading) -> bool {
    let verbs = Class::PAST.or(Class::BE).or(Class::AUXILIARY);
    had_been(clause(all, one))
        && !had_been(clause(all, other))
        && clause(all, other).iter().any(|token| token.is(verbs))
}

/// Whether an arrow leads from one number to the next: "47 min -> 4 min", "6 tickets → 1".
pub(crate) fn arrow(all: &[Token], from: &Reading, to: &Reading) -> bool {
    let words = all.get(from.end - 1..to.start).unwrap_or_default();
    let told = words.iter().position(|word| word.arrow);
    told.is_some_and(|at| {
        at <= 3 && at + 3 >= words.len() && words[at + 1..].iter().all(|word| word.any(ROUND))
    })
}

/// Every change among the numbers: "from 3 to 1", "to 1 from 3", "1, down from 3", "1 instead of 3",
/// "it was 3 and is now 1", "3 -> 1".
pub(crate) fn changes(all: &[Token], numbers: &[Reading]) -> Vec<Change> {
    let leads: Vec<Option<bool>> = numbers
        .iter()
        .map(|number| lead(all, number.start).map(|(_, start)| start))
        .collect();
    (0..numbers.len())
        .filter_map(|at| change(all, numbers, &leads, at))
        .collect()
}

/// The change that the number at `at` begins or shows.
fn change(all: &[Token], numbers: &[Reading], leads: &[Option<bool>], at: usize) -> Option<Change> {
    let near = |a: &Reading, b: &Reading| {
        all[a.start].sentence == all[b.start].sentence && b.start.saturating_sub(a.end) <= REACH
    };
    let number = &numbers[at];
    let change = |from: &Reading, to: &Reading| Change {
        from: *from,
        to: *to,
    };
    if let Some(next) = numbers.get(at + 1).filter(|next| near(number, next)) {
        if arrow(all, number, next) {
            return Some(change(number, next));
        }
        match (leads[at], leads[at + 1]) {
            (None, None) => {
                let states = match (earlier(all, number, next), earlier(all, next, number)) {
                    (true, false) => (Some(false), Some(true)),
                    (false, true) => (Some(true), Some(false)),
                    _ => (is_current(all, number), is_current(all, next)),
                };
                return match states {
                    (Some(false), Some(true)) => Some(change(number, next)),
                    (Some(true), Some(false)) => Some(change(next, number)),
                    _ => None,
                };
            }
            // "Fourteen percent down to two"
            (None, Some(false)) => {
                let between = &all[number.end..next.start.max(number.end)];
                let end = between.iter().position(|token| token.lower == "to")?;
                let moved = end > 0 && between[end - 1].any(&["down", "up"]);
                return moved.then(|| change(number, next));
            }
            _ => {}
        }
    }
    if leads[at] != Some(true) {
        return None;
    }
    let after = (at + 1..numbers.len().min(at + 4))
        .take_while(|&next| near(number, &numbers[next]))
        .find(|&next| leads[next] == Some(false));
    let before = || {
        let last = at.checked_sub(1)?;
        (leads[last] != Some(true) && near(&numbers[last], number)).then_some(last)
    };
    let end = after.or_else(before)?;
    Some(change(number, &numbers[end]))
}

/// First tokens of the numbers that are an end of a change, in order.
pub fn ends(all: &[Token], numbers: &[Reading]) -> Vec<usize> {
    let ends = |change: Change| [change.from.start, change.to.start];
    let mut found: Vec<usize> = changes(all, numbers).into_iter().flat_map(ends).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Says of each number at an end of a change that it is one.
pub fn mark_ends(all: &[Token], numbers: &[Reading], quantities: &mut [Quantity]) {
    for change in changes(all, numbers) {
        for (end, role) in [(&change.from, Role::Before), (&change.to, Role::After)] {
            let start = all[end.start].bytes.start;
            let mut said = quantities.iter_mut();
            if let Some(quantity) = said.find(|one| one.start == start) {
                quantity.role = role;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::number::reader::numbers;
    use crate::language::number::{Context, quantities};
    use crate::language::token::tokens;
    use crate::transcript::Transcript;

    #[test]
    fn the_ends_of_a_change_have_their_roles_in_either_order() {
        let roles = |text: &str| -> Vec<(f64, Role)> {
            let all = tokens(&Transcript::from_text(text));
            let numbers = numbers(&all);
            let context = Context {
                expected: &[],
                outcome: true,
                numbers: &numbers,
                changed: &ends(&all, &numbers),
            };
            let mut found = quantities(&all, text, &context);
            mark_ends(&all, &numbers, &mut found);
            found.iter().map(|one| (one.value, one.role)).collect()
        };
        let (before, after) = ((14.0, Role::Before), (2.0, Role::After));
        assert_eq!(
            roles("It fell from 14 minutes to 2 minutes and saved 300 euros."),
            [before, after, (300.0, Role::Amount)]
        );
        assert_eq!(
            roles("It is at 2 minutes, down from 14 minutes."),
            [after, before]
        );
    }

    #[test]
    fn a_change_is_found_in_either_order() {
        for text in [
            "It went from 3 to 2.",
            "It went from about 3 a week down to just 2.",
            "It went down to 2 from 3.",
            "It is at 2, down from 3.",
            "It takes 2 minutes instead of 3.",
            "It was 3 and is now 2.",
            "It is 2 now, it was 3 before.",
            "By spring it was at 2, it had been at 3.",
            "They'd been at 3, and we ended at 2.",
            "3 down to 2.",
            "Waiting time: 3 min -> 2 min.",
            "Calls 3 → 2, every week.",
            "Tickets: 3 tickets => about 2 tickets",
        ] {
            let all = tokens(&Transcript::from_text(text));
            let found = changes(&all, &numbers(&all));
            let ends: Vec<_> = found
                .iter()
                .map(|one| (one.from.value, one.to.value))
                .collect();
            assert_eq!(ends, [(3.0, 2.0)], "{text}");
        }
        for text in [
            "I saved 3 hours and 2 days.",
            "It came from room 3.",
            "It was 3 and 2.",
            "It had been 3 and 2.",
            "Queue -> table, 3 of 2.",
        ] {
            let all = tokens(&Transcript::from_text(text));
            assert!(changes(&all, &numbers(&all)).is_empty(), "{text}");
        }
    }
}
