//! Decides whether it was this story at all. Another story must not be judged by this one's bar.

use super::Facts;
use crate::evidence::prepared_idea::stems;
use crate::scenario::SectionRole;
use std::collections::BTreeSet;

/// Minimum number of different words for a decision.
const ENOUGH: usize = 12;

/// Minimum percentage of the answer's content words that also occur in the story, if it is this story.
const SHARE: usize = 27;

impl Facts<'_> {
    /// Number of covered ideas if it was another story; `None` if it may be this one.
    pub(super) fn another_story(&self) -> Option<usize> {
        // Acts are specific to a story; a lesson or a result alone may be anybody's.
        if !self.spoken(SectionRole::Action) && !self.spoken(SectionRole::Other) {
            return None;
        }
        let heard = self.heard_words();
        let covered = self.expected().covered;
        let metrics = self.measured().0.len();
        if heard.len() < ENOUGH || covered > 1 || metrics > 0 {
            return None;
        }
        let story = self.story_words();
        let shared = heard.intersection(&story).count();
        (shared * 100 < heard.len() * SHARE).then_some(covered)
    }

    /// Stems of the content words that were said.
    fn heard_words(&self) -> BTreeSet<String> {
        let texts = self.told().map(|speech| &speech.spoken.transcript.text);
        texts.flat_map(|text| stems(text)).collect()
    }

    /// Stems of the content words of the scenario's texts about its story.
    fn story_words(&self) -> BTreeSet<String> {
        let scenario = self.bar.scenario;
        let mut words: BTreeSet<String> = stems(&scenario.title);
        for section in &scenario.sections {
            let strong = section.strong_for(self.bar.level).unwrap_or_default();
            words.extend(stems(strong));
            for signal in &section.signals {
                words.extend(stems(&signal.phrase));
                words.extend(stems(&signal.meaning));
            }
        }
        for term in &scenario.vocabulary {
            words.extend(stems(&term.term));
        }
        if let Some(weak) = &scenario.weak_answer {
            words.extend(stems(&weak.text));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::judge;
    use crate::judgement::{Bar, SectionInput};
    use crate::scenario::{Level, Scenario, builtin, builtins};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    /// The verdict on these texts as sections of the scenario.
    fn verdict(scenario: &Scenario, sections: &[(&str, &str)]) -> String {
        let texts: Vec<(&str, Transcript)> = sections
            .iter()
            .map(|(id, text)| (*id, Transcript::from_text(text)))
            .collect();
        let spoken: Vec<SectionInput<'_>> = texts
            .iter()
            .map(|(id, transcript)| SectionInput::typed(id, Millis(20_000), transcript))
            .collect();
        let bar = Bar::of(scenario, Level::Sde2);
        judge(bar, &spoken).overall.verdict
    }

    const NOT_THIS: &str = "This does not sound like this story";

    #[test]
    fn every_story_is_distinguished_from_every_other_one() {
        let all: Vec<Scenario> = builtins()
            .iter()
            .map(|one| builtin(one.id).expect("it is built in"))
            .collect();
        let mut wrong = Vec::new();
        let (mut others, mut seen) = (0, 0);
        for story in &all {
            let answer: Vec<(&str, &str)> = story
                .sections
                .iter()
                .filter(|one| one.id == "action")
                .filter_map(|one| Some((one.id.as_str(), one.strong_for(Level::Sde2)?)))
                .collect();
            for asked in &all {
                let other = verdict(asked, &answer).starts_with(NOT_THIS);
                if story.id == asked.id && other {
                    wrong.push(story.id.clone());
                } else if story.id != asked.id {
                    others += 1;
                    seen += usize::from(other);
                }
            }
            if let Some(weak) = &story.weak_answer
                && verdict(story, &[("action", &weak.text)]).starts_with(NOT_THIS)
            {
                wrong.push(format!("{}: the weak answer", story.id));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(seen * 2 >= others, "{seen} of {others}");
    }
}
