//! What the judge derives from a scenario, computed once: accepted wordings as patterns, the words of its ideas, the
//! direction of its figures, and its vocabulary by sound.
//!
//! All of it depends on the scenario alone. It is cached for the scenarios judged last and found by comparing whole
//! scenarios, so a changed scenario is a different one and the judgement stays a pure function of its facts.

use crate::evidence::figure_framing::FigureFraming;
use crate::evidence::misheard_terms::TermIndex;
use crate::evidence::prepared_idea::PreparedIdea;
use crate::evidence::story_words;
use crate::scenario::{Metric, Scenario, Section, Signal};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Number of cached scenarios; a history is judged one scenario after another.
const KEPT: usize = 12;

/// A scenario as the judge uses it. Each part is computed on first use.
#[derive(Debug)]
pub struct Prepared {
    scenario: Scenario,
    ideas: BTreeMap<(String, String), OnceLock<PreparedIdea>>,
    metrics: BTreeMap<(String, String), OnceLock<FigureFraming>>,
    nouns: OnceLock<BTreeSet<String>>,
    acts: OnceLock<BTreeSet<String>>,
    texts: OnceLock<String>,
    terms: OnceLock<TermIndex>,
}

impl Prepared {
    /// The prepared scenario, from the cache if possible.
    pub fn of(scenario: &Scenario) -> Arc<Self> {
        static LATEST: Mutex<Vec<Arc<Prepared>>> = Mutex::new(Vec::new());
        let mut latest = LATEST.lock().unwrap_or_else(PoisonError::into_inner);
        let known = latest.iter().position(|one| one.scenario == *scenario);
        let prepared = match known {
            Some(at) => latest.remove(at),
            None => Arc::new(Self::new(scenario.clone())),
        };
        latest.truncate(KEPT - 1);
        latest.insert(0, Arc::clone(&prepared));
        prepared
    }

    fn new(scenario: Scenario) -> Self {
        let (mut ideas, mut metrics) = (BTreeMap::new(), BTreeMap::new());
        let asked = scenario.follow_ups.iter().map(|one| &one.plan);
        for section in scenario.sections.iter().chain(asked) {
            for signal in &section.signals {
                ideas.insert((section.id.clone(), signal.id.clone()), OnceLock::new());
            }
            for metric in &section.metrics {
                metrics.insert((section.id.clone(), metric.id.clone()), OnceLock::new());
            }
        }
        Self {
            scenario,
            ideas,
            metrics,
            nouns: OnceLock::new(),
            acts: OnceLock::new(),
            texts: OnceLock::new(),
            terms: OnceLock::new(),
        }
    }

    /// The prepared form of an idea.
    pub(crate) fn idea(&self, section: &Section, signal: &Signal) -> Option<&PreparedIdea> {
        let kept = self.ideas.get(&(section.id.clone(), signal.id.clone()))?;
        Some(kept.get_or_init(|| PreparedIdea::of(section, signal)))
    }

    /// How the story presents a figure of a section.
    pub(crate) fn told(&self, section: &Section, metric: &Metric) -> Option<&FigureFraming> {
        let kept = self.metrics.get(&(section.id.clone(), metric.id.clone()))?;
        Some(kept.get_or_init(|| FigureFraming::of(metric, Some(section))))
    }

    /// Stems of the words specific to this story.
    pub(crate) fn nouns(&self) -> &BTreeSet<String> {
        self.nouns
            .get_or_init(|| story_words::nouns(&self.scenario))
    }

    /// Stems of the verbs of what the candidate did in this story.
    pub(crate) fn acts(&self) -> &BTreeSet<String> {
        self.acts.get_or_init(|| story_words::acts(&self.scenario))
    }

    /// The scenario's texts about its story.
    pub(crate) fn texts(&self) -> &str {
        self.texts
            .get_or_init(|| story_words::texts(&self.scenario))
    }

    /// The vocabulary, by listed mishearings and by sound.
    pub(crate) fn terms(&self) -> &TermIndex {
        self.terms
            .get_or_init(|| TermIndex::of(&self.scenario.vocabulary))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn a_scenario_is_prepared_once_and_again_after_a_change() {
        let mut scenario = builtin("caught-critical-issue").expect("it is built in");
        let first = Prepared::of(&scenario);
        assert!(Arc::ptr_eq(&first, &Prepared::of(&scenario.clone())));
        scenario.title.push('!');
        assert!(!Arc::ptr_eq(&first, &Prepared::of(&scenario)));
    }
}
