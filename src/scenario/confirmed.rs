//! The candidate's answers to the judge's questions: words that express an idea of a story, and words
//! that do not. Stored for each story, so that nothing is asked twice.

use super::Scenario;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The answers, by scenario, section and idea.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Version of the file format.
    pub format: u32,
    stories: BTreeMap<String, BTreeMap<String, BTreeMap<String, Answers>>>,
}

/// The answers about one idea.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Answers {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    yes: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    no: Vec<String>,
}

impl Default for Confirmed {
    fn default() -> Self {
        Self {
            format: 1,
            stories: BTreeMap::new(),
        }
    }
}

impl Confirmed {
    /// Records whether `words` express the idea. A later answer about the same words replaces an earlier one.
    pub fn answer(&mut self, story: &str, section: &str, idea: &str, words: &str, yes: bool) {
        let story = self.stories.entry(story.to_owned()).or_default();
        let section = story.entry(section.to_owned()).or_default();
        let answers = section.entry(idea.to_owned()).or_default();
        answers.yes.retain(|known| known != words);
        answers.no.retain(|known| known != words);
        let list = if yes {
            &mut answers.yes
        } else {
            &mut answers.no
        };
        list.push(words.to_owned());
    }

    /// The scenario with the answers about its ideas.
    pub fn applied_to(&self, scenario: &Scenario) -> Scenario {
        let mut scenario = scenario.clone();
        let Some(story) = self.stories.get(&scenario.id) else {
            return scenario;
        };
        for section in &mut scenario.sections {
            let ideas = story.get(&section.id);
            for signal in &mut section.signals {
                if let Some(answers) = ideas.and_then(|ideas| ideas.get(&signal.id)) {
                    signal.confirmed.clone_from(&answers.yes);
                    signal.rejected.clone_from(&answers.no);
                }
            }
        }
        scenario
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn answers_apply_to_their_idea_and_the_last_one_counts() {
        let mut confirmed = Confirmed::default();
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        assert_eq!(confirmed.applied_to(&scenario), scenario);
        let mut answer = |words, yes| {
            confirmed.answer(&scenario.id, "action", "traced", words, yes);
        };
        answer("I found where it went", false);
        answer("I found where it went", true);
        answer("we looked", false);
        let stored = serde_json::to_string(&confirmed).expect("it is plain data");
        let read: Confirmed = serde_json::from_str(&stored).expect("it was just written");
        assert_eq!(read, confirmed);
        let applied = read.applied_to(&scenario);
        let signals = applied.sections.iter().flat_map(|one| &one.signals);
        let told: Vec<_> = signals
            .filter(|one| !one.confirmed.is_empty() || !one.rejected.is_empty())
            .map(|one| (one.id.as_str(), &one.confirmed[..], &one.rejected[..]))
            .collect();
        let (yes, no) = (
            ["I found where it went".to_owned()],
            ["we looked".to_owned()],
        );
        assert_eq!(told, [("traced", &yes[..], &no[..])]);
    }
}
