//! The user's settings of the judgement: severities and bands. The defaults name their sources.

use crate::judgement::Severity;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Settings of the judgement, as in the config file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct RuleSettings {
    /// Severity by rule id, if it differs from the rule's own.
    pub severity: BTreeMap<String, Severity>,
    /// Rules that are switched off.
    pub off: Vec<String>,
    /// Thresholds of delivery.
    pub bands: Bands,
}

/// Thresholds of delivery; each default with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Bands {
    /// Words a minute below which speech is called slow. Fluency tools call less than 110 hesitant
    /// (a fluency scorer's bands); real practice takes have a median of 106, so 90 spares half of them.
    pub slow_words_per_minute: u32,
    /// Words a minute above which speech is called fast: 170, the upper end that coaches advise;
    /// comprehension falls past about 190 (Miller 1976, as cited by Speech Away).
    pub fast_words_per_minute: u32,
    /// Milliseconds of silence before the first word that are worth a note: 2 s already lowers
    /// perceived sincerity (14 experiments with 7,500 people).
    pub slow_start_ms: u64,
    /// Milliseconds of silence in mid-section that are called long: over 2 s in clinical speech
    /// research.
    pub long_pause_ms: u64,
    /// Fillers a minute that do no harm: 5 (Laske and DiGennaro Reed 2024); 12 hurt.
    pub fillers_per_minute: u32,
}

impl Default for Bands {
    fn default() -> Self {
        Self {
            slow_words_per_minute: 90,
            fast_words_per_minute: 170,
            slow_start_ms: 2000,
            long_pause_ms: 2000,
            fillers_per_minute: 5,
        }
    }
}

/// Rules about delivery. Hedges and length are the speaker's choice, so rules about them stay on.
const DELIVERY: [&str; 7] = [
    "too-fast",
    "too-slow",
    "slow-start",
    "long-pause",
    "filler",
    "filler-cluster",
    "repetition",
];

impl RuleSettings {
    /// Reads the words of the config file: `fix`, `improve`, `note` or `off` by rule id.
    ///
    /// # Errors
    /// A sentence that names the unknown rule or word.
    pub fn from_words(severity: &BTreeMap<String, String>, bands: Bands) -> Result<Self, String> {
        let mut settings = Self {
            bands,
            ..Self::default()
        };
        for (rule, word) in severity {
            if !crate::scenario::RULES.contains(&rule.as_str()) {
                return Err(format!(
                    "there is no rule {rule:?}: `rehearse rules` lists them"
                ));
            }
            let severity = match word.as_str() {
                "fix" => Severity::Fix,
                "improve" => Severity::Improve,
                "note" => Severity::Note,
                "off" => {
                    settings.off.push(rule.clone());
                    continue;
                }
                _ => {
                    return Err(format!(
                        "severity {word:?} of {rule} is not known: fix, improve, note or off"
                    ));
                }
            };
            settings.severity.insert(rule.clone(), severity);
        }
        Ok(settings)
    }

    /// The same without any rule about delivery, so that an accent, a stutter or a breath is not a fault.
    /// The measurements stay in the reports.
    #[must_use]
    pub fn without_delivery(mut self) -> Self {
        self.off.extend(DELIVERY.map(str::to_owned));
        self
    }

    /// The severity that the user gave `rule`.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        self.severity.get(rule).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delivery_rules_to_switch_off_exist() {
        let settings = RuleSettings::default().without_delivery();
        assert_eq!(settings.off.len(), 7);
        for rule in &settings.off {
            assert!(crate::scenario::RULES.contains(&rule.as_str()), "{rule}");
        }
    }

    #[test]
    fn the_words_of_the_config_file_are_read() {
        let words = |rule: &str, word: &str| BTreeMap::from([(rule.to_owned(), word.to_owned())]);
        let read =
            |rule: &str, word: &str| RuleSettings::from_words(&words(rule, word), Bands::default());
        assert_eq!(
            read("hedge", "fix").unwrap().severity("hedge"),
            Some(Severity::Fix)
        );
        assert_eq!(read("hedge", "off").unwrap().off, ["hedge"]);
        assert!(read("hedge", "loud").unwrap_err().contains("loud"));
        assert!(read("no-such", "fix").unwrap_err().contains("no-such"));
    }
}
