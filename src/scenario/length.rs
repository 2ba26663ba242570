//! The same story in less time, or in more: the targets scale, and what a short telling must leave out is no
//! fault.

use super::Scenario;
use crate::time::Millis;
use serde::Serialize;

/// The time that a telling was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Given {
    /// The time for the whole answer.
    pub length: Millis,
    /// What the story's own targets add up to.
    pub of: Millis,
}

impl Given {
    /// Less time than the story takes: something has to go.
    pub fn is_short(self) -> bool {
        self.length < self.of
    }
}

/// Rules that ask for all of a story: a short telling leaves out on purpose, and one clock runs for all of it.
const OF_THE_WHOLE_STORY: [&str; 6] = [
    "missing-signal",
    "missing-scope-boundary",
    "no-reason",
    "overrun",
    "thin-action",
    "underrun",
];

impl Scenario {
    /// The story told in `length`: its targets scaled to whole seconds that add up to it, the same at every
    /// level.
    #[must_use]
    pub fn within(mut self, length: Millis) -> Self {
        let own: Vec<u64> = self.sections.iter().map(|one| one.target.0).collect();
        let given = Given {
            length,
            of: Millis(own.iter().sum()),
        };
        let seconds = shares(&own, length.0 / 1000);
        for (section, seconds) in self.sections.iter_mut().zip(seconds) {
            section.target = Millis::from_secs(seconds);
        }
        for guide in self.levels.values_mut() {
            guide.length = length;
        }
        if given.is_short() {
            let off = OF_THE_WHOLE_STORY.map(str::to_owned);
            self.without_rules.extend(off);
        }
        self.given = Some(given);
        self
    }

    /// The time that this telling was given, where it is less than the story takes.
    pub fn short(&self) -> Option<Given> {
        self.given.filter(|given| given.is_short())
    }
}

/// `whole` divided by weight into integers that add up to it, by the largest remainder; of equal remainders
/// the earlier. Nobody goes empty while there is one for each.
fn shares(weights: &[u64], whole: u64) -> Vec<u64> {
    let count = weights.len() as u64;
    let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if sum == 0 || whole < count {
        return weights.iter().map(|_| 0).collect();
    }
    // One for each first; the rest by weight.
    let rest = u128::from(whole - count);
    let mut parts: Vec<u64> = Vec::new();
    let mut remainders: Vec<(u128, usize)> = Vec::new();
    for (at, weight) in weights.iter().enumerate() {
        let exact = u128::from(*weight) * u128::from(whole);
        let floor = (exact / sum).max(1).min(rest + 1);
        parts.push(u64::try_from(floor).unwrap_or(1));
        remainders.push((exact % sum, at));
    }
    remainders.sort_by_key(|(remainder, at)| (std::cmp::Reverse(*remainder), *at));
    let mut order = remainders.iter().cycle().map(|(_, at)| *at);
    while parts.iter().sum::<u64>() < whole {
        let Some(at) = order.next() else { break };
        parts[at] += 1;
    }
    // What the least got beyond their share the largest give.
    while parts.iter().sum::<u64>() > whole {
        let Some(largest) = parts.iter_mut().max() else {
            break;
        };
        *largest -= 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Level, builtin, builtins};
    use proptest::prelude::*;

    #[test]
    fn the_targets_of_every_story_add_up_to_the_length() {
        for one in builtins() {
            for length in [30, 60, 90, 180].map(Millis::from_secs) {
                let told = builtin(one.id).unwrap().within(length);
                let sum: Millis = told.sections.iter().map(|section| section.target).sum();
                assert_eq!(sum, length, "{} in {length}", one.id);
                assert_eq!(told.whole(Level::Sde1), length, "{}", one.id);
                for section in &told.sections {
                    assert!(section.target >= Millis::from_secs(1), "{}", section.id);
                    assert_eq!(section.target.0 % 1000, 0);
                }
            }
        }
    }

    #[test]
    fn the_walkthrough_in_half_a_minute_and_in_three() {
        let targets = |length: u64| -> Vec<u64> {
            let told = builtin("caught-critical-issue").unwrap();
            let told = told.within(Millis::from_secs(length));
            let sections = told.sections.iter();
            sections.map(|section| section.target.0 / 1000).collect()
        };
        assert_eq!(targets(30), [5, 4, 15, 3, 3]);
        assert_eq!(targets(60), [10, 7, 31, 7, 5]);
        let long = builtin("caught-critical-issue").unwrap();
        let long = long.within(Millis::from_secs(180));
        assert_eq!(long.short(), None);
        assert!(long.without_rules.is_empty());
    }

    proptest! {
        #[test]
        fn shares_add_up_and_leave_nobody_empty(
            weights in proptest::collection::vec(1u64..2_000_000, 1..13),
            whole in 13u64..2000,
        ) {
            let parts = shares(&weights, whole);
            prop_assert_eq!(parts.iter().sum::<u64>(), whole);
            prop_assert!(parts.iter().all(|part| *part > 0));
        }
    }
}
