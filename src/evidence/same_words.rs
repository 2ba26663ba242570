//! How much of a section is word for word another text.

use crate::judgement::ToldBefore;
use crate::language::token::{Token, tokens};
use crate::transcript::Transcript;
use std::collections::BTreeSet;

/// Number of words in a run: shorter ones are common to any two answers.
pub const RUN: usize = 5;
/// Minimum number of runs: fewer are a sentence that happens to be the same.
const LEAST: usize = 12;

/// The runs of a text that stand in another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedRuns {
    /// How many stand there.
    pub same: usize,
    /// How many there are.
    pub all: usize,
}

impl SharedRuns {
    /// Compares every run of `said` with those of `known`.
    pub fn of(said: &[Token], known: &[Token]) -> Self {
        let known: BTreeSet<Vec<&str>> = runs(known).collect();
        let mut all = 0;
        let same = runs(said)
            .inspect(|_| all += 1)
            .filter(|run| known.contains(run));
        Self {
            same: same.count(),
            all,
        }
    }

    /// Whether so much is the same that it was learned by heart: four of five.
    pub fn recited(self) -> bool {
        self.all >= LEAST && self.same * 5 >= self.all * 4
    }
}

fn runs(words: &[Token]) -> impl Iterator<Item = Vec<&str>> {
    words
        .windows(RUN)
        .map(|run| run.iter().map(|word| word.lower.as_str()).collect())
}

/// The earlier take whose words this section repeats most, if it recites one. `earlier` gives the start of each take
/// and its words for the section.
pub fn told_before<'a>(
    said: &Transcript,
    earlier: impl Iterator<Item = (&'a str, &'a Transcript)>,
) -> Option<ToldBefore> {
    let said = tokens(said);
    let compared = earlier.map(|(started, known)| (started, SharedRuns::of(&said, &tokens(known))));
    let recited = compared.filter(|(_, same)| same.recited());
    let (started, SharedRuns { same, all }) = recited.max_by_key(|(_, same)| same.same)?;
    Some(ToldBefore {
        started: started.to_owned(),
        same,
        all,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "I timed the loading for a week and I found that the trucks waited for their tickets, so I \
        moved the ticket check to the gate.";

    #[test]
    fn only_a_take_in_nearly_the_same_words_was_told_before() {
        let of = |said: &str| {
            let earlier = Transcript::from_text(FIRST);
            let earlier = [("2026-11-23T09:12:00Z", &earlier)];
            told_before(&Transcript::from_text(said), earlier.into_iter())
        };
        let repeated = of(&FIRST.replace("the gate", "the quay")).expect("it is nearly the same");
        assert_eq!(repeated.started, "2026-11-23T09:12:00Z");
        assert!(repeated.same < repeated.all, "{repeated:?}");
        let anew = "For a week I stood there with a watch. The trucks waited because nobody had a ticket yet. The \
            check went to the gate, which I arranged with the harbour.";
        assert_eq!(of(anew), None);
        assert_eq!(of("I timed the loading for a week."), None);
    }
}
