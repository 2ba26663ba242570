//! Proposes the leadership principles that a story may serve, from its own words.
//!
//! Only a proposal: it shows the words it is based on, and the file of the story overrides it.

use crate::language::pattern::{Pattern, Words};
use crate::language::token::tokens;
use crate::scenario::{Principle, Scenario, principles};
use crate::transcript::Transcript;
use serde::Serialize;
use std::sync::LazyLock;

/// A principle that a text may serve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposed {
    /// The principle.
    pub principle: String,
    /// The words of the text it is based on, one for each clue, in the order of the clues.
    pub quotes: Vec<String>,
}

/// Minimum number of clues: a single one may occur in any story.
const CLUES: usize = 2;
/// Maximum number of principles: a story that is proposed for more fits none in particular.
const MOST: usize = 3;

/// The principles that the text may serve, the likeliest first; ties in the order of the list.
pub fn propose(text: &str) -> Vec<Proposed> {
    let words = Words::new(tokens(&Transcript::from_text(text)));
    let mut found: Vec<Proposed> = compiled()
        .iter()
        .map(|(one, clues)| Proposed {
            principle: one.id.clone(),
            quotes: clues
                .iter()
                .filter_map(|clue| quote(clue, &words, text))
                .collect(),
        })
        .filter(|one| one.quotes.len() >= CLUES)
        .collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.quotes.len()));
    found.truncate(MOST);
    found
}

/// The text that proposals are based on: title, question, overview and strong examples. The Task is left out: every
/// well told story says there that nobody asked, whatever its principle.
pub fn own_words(scenario: &Scenario) -> String {
    let level = crate::scenario::Level::default();
    let about = [&scenario.title, &scenario.question, &scenario.overview];
    let sections = scenario.sections.iter().filter(|one| one.id != "task");
    let strong = sections.filter_map(|one| one.strong_for(level));
    let texts: Vec<&str> = about
        .into_iter()
        .map(String::as_str)
        .chain(strong)
        .collect();
    texts.join("\n\n")
}

/// The principles of a story: those its file names, else those its text proposes; and whether
/// they are proposed.
pub fn served(scenario: &Scenario) -> (Vec<Proposed>, bool) {
    if !scenario.principles.is_empty() {
        let named = scenario.principles.iter().map(|id| Proposed {
            principle: id.clone(),
            quotes: Vec::new(),
        });
        return (named.collect(), false);
    }
    // A principle of another company is not overridden.
    if !scenario.principle.is_empty() {
        return (Vec::new(), false);
    }
    (propose(&own_words(scenario)), true)
}

fn compiled() -> &'static [(&'static Principle, Vec<Pattern>)] {
    static ALL: LazyLock<Vec<(&Principle, Vec<Pattern>)>> = LazyLock::new(|| {
        let compile = |one: &'static Principle| {
            let clues = one
                .clues
                .iter()
                .filter_map(|clue| Pattern::parse(clue).ok());
            (one, clues.collect())
        };
        principles().iter().map(compile).collect()
    });
    &ALL
}

/// The first match of the clue; a clue that begins with "I" requires it before the match in the same sentence.
fn quote(clue: &Pattern, words: &Words, text: &str) -> Option<String> {
    let found = clue.find(words);
    let hit = found.iter().find(|hit| {
        let sentence = words.tokens[hit.tokens.start].sentence;
        let mut before = words.tokens[..hit.tokens.start]
            .iter()
            .rev()
            .take_while(|token| token.sentence == sentence);
        !clue.candidate || before.any(|token| token.lower.split('\'').next() == Some("i"))
    })?;
    let first = &words.tokens[hit.tokens.start];
    let last = &words.tokens[hit.tokens.end - 1];
    text.get(first.bytes.start..last.bytes.end)
        .map(|quote| quote.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{builtin, builtins};

    #[test]
    fn every_clue_is_a_pattern() {
        for one in principles() {
            for clue in &one.clues {
                assert!(Pattern::parse(clue).is_ok(), "{}: {clue}", one.id);
            }
        }
    }

    #[test]
    fn a_proposal_shows_the_words_it_is_based_on() {
        let text = "The ward had no budget for a scanner. I borrowed one that the dental clinic already had, \
                    and we measured for a week free of charge.";
        let proposed = propose(text);
        assert_eq!(proposed[0].principle, "frugality");
        assert!(
            proposed[0].quotes.contains(&"no budget".to_owned()),
            "{proposed:?}"
        );
        for one in &proposed[0].quotes {
            assert!(text.contains(one.as_str()), "{one}");
        }
    }

    #[test]
    fn one_clue_alone_proposes_nothing_and_somebody_elses_deed_is_no_clue() {
        assert_eq!(propose("The customer was kind."), []);
        assert_eq!(propose(""), []);
        assert_eq!(
            propose("She coached him. They trained and mentored new people."),
            []
        );
    }

    /// Most built-in stories propose their principle from their text alone. Not
    /// all do: the texts were not written for this.
    #[test]
    fn most_built_in_stories_propose_their_own_principle() {
        let mut right = 0;
        let mut found = Vec::new();
        for one in builtins() {
            let scenario = builtin(one.id).expect("it is built in");
            let proposed = propose(&own_words(&scenario));
            let own = scenario.principles.first();
            let hit = proposed.iter().any(|one| Some(&one.principle) == own);
            right += usize::from(hit);
            found.push((one.id, own.cloned(), proposed));
        }
        assert!(right * 3 >= builtins().len() * 2, "{right}: {found:#?}");
    }
}
