//! What the judge reads of a scenario, read once: accepted wordings as patterns, the words of its ideas,
//! which way its figures go, and its vocabulary by sound.
//!
//! All of it depends on the scenario alone, so it is kept for the scenarios that were judged last and
//! found again by comparing the whole scenario. A changed scenario is another one, and the judgement
//! stays a pure function of its facts.

use crate::evidence::form::Form;
use crate::evidence::sounds::Terms;
use crate::evidence::story;
use crate::evidence::told::Told;
use crate::scenario::{Metric, Scenario, Section, Signal};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// As many scenarios are kept; a history is judged one scenario after another.
const KEPT: usize = 12;

/// A scenario as the judge uses it. Each part is made when it is first asked for.
#[derive(Debug)]
pub struct Prepared {
    scenario: Scenario,
    ideas: BTreeMap<(String, String), OnceLock<Form>>,
    metrics: BTreeMap<(String, String), OnceLock<Told>>,
    nouns: OnceLock<BTreeSet<String>>,
    texts: OnceLock<String>,
    terms: OnceLock<Terms>,
}

impl Prepared {
    /// The scenario, prepared now or before.
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
            texts: OnceLock::new(),
            terms: OnceLock::new(),
        }
    }

    /// An idea of a section, taken apart.
    pub(crate) fn idea(&self, section: &Section, signal: &Signal) -> Option<&Form> {
        let kept = self.ideas.get(&(section.id.clone(), signal.id.clone()))?;
        Some(kept.get_or_init(|| Form::of(section, signal)))
    }

    /// How the story tells a figure of a section.
    pub(crate) fn told(&self, section: &Section, metric: &Metric) -> Option<&Told> {
        let kept = self.metrics.get(&(section.id.clone(), metric.id.clone()))?;
        Some(kept.get_or_init(|| Told::of(metric, Some(section))))
    }

    /// Stems of the words that belong to this story.
    pub(crate) fn nouns(&self) -> &BTreeSet<String> {
        self.nouns.get_or_init(|| story::nouns(&self.scenario))
    }

    /// What the scenario says of its story.
    pub(crate) fn texts(&self) -> &str {
        self.texts.get_or_init(|| story::texts(&self.scenario))
    }

    /// The vocabulary, by its mishearings and by its sound.
    pub(crate) fn terms(&self) -> &Terms {
        self.terms
            .get_or_init(|| Terms::of(&self.scenario.vocabulary))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn a_scenario_is_prepared_once_and_a_changed_one_anew() {
        let mut scenario = builtin("caught-critical-issue").expect("it is built in");
        let first = Prepared::of(&scenario);
        assert!(Arc::ptr_eq(&first, &Prepared::of(&scenario.clone())));
        scenario.title.push('!');
        assert!(!Arc::ptr_eq(&first, &Prepared::of(&scenario)));
    }
}
