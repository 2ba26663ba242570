//! Finds the sentence of the strong example that contains an idea or a number, so that a fix
//! can show it.

use super::strong;
use crate::evidence::figures;
use crate::evidence::speech::Speech;
use crate::judgement::{Bar, Settings, Spoken};
use crate::scenario::{Level, Scenario, Section};
use crate::time::Millis;
use crate::transcript::Transcript;
use crate::words::clean;

/// The strong example of one section, by sentence. Empty where there is none.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Example {
    /// The sentences, in order.
    pub sentences: Vec<String>,
    /// For each of the section's signals the sentence that contains it.
    pub signals: Vec<Option<usize>>,
    /// For each of the section's metrics the sentence that contains it.
    pub metrics: Vec<Option<usize>>,
}

impl Example {
    /// The example of `plan` at `level`.
    pub fn of(plan: &Section, scenario: &Scenario, level: Level) -> Self {
        let Some(text) = plan.strong_for(level) else {
            return Self::default();
        };
        let sentences: Vec<String> = sentences(text).into_iter().map(clean).collect();
        let signals = plan
            .signals
            .iter()
            .map(|signal| {
                sentences
                    .iter()
                    .position(|sentence| strong::carries(sentence, &signal.phrase))
            })
            .collect();
        // The judge itself finds the sentence with a measurement, so that both agree.
        let settings = Settings::default();
        let mut metrics = vec![None; plan.metrics.len()];
        if !plan.metrics.is_empty() {
            for (at, sentence) in sentences.iter().enumerate() {
                let transcript = Transcript::from_text(sentence);
                let bar = Bar::of(scenario, level);
                let spoken = Spoken::typed(&plan.id, Millis::ZERO, &transcript);
                let speech = Speech::new(bar, spoken, false, &settings);
                for (carrier, metric) in metrics.iter_mut().zip(&plan.metrics) {
                    if carrier.is_none() && figures::says(metric, &speech) {
                        *carrier = Some(at);
                    }
                }
            }
        }
        Self {
            sentences,
            signals,
            metrics,
        }
    }
}

/// Divides after every stop that is followed by a capital letter, a digit or a quotation mark: not in "0.3%"
/// and "e.g. this".
fn sentences(text: &str) -> Vec<&str> {
    let mut cut = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let after = at + c.len_utf8();
        let closing = |c: char| matches!(c, '”' | '"' | '’' | '\'' | ')');
        let stop = matches!(c, '.' | '!' | '?')
            || closing(c) && text[..at].ends_with(['.', '!', '?']) && after < text.len();
        let space = letters.peek().is_some_and(|(_, c)| c.is_whitespace());
        let next = text[after..].trim_start().chars().next();
        let begins = next
            .is_some_and(|c| c.is_uppercase() || c.is_numeric() || matches!(c, '“' | '"' | '$'));
        if stop && space && begins {
            cut.push(text[start..after].trim());
            start = after;
        }
    }
    cut.push(text[start..].trim());
    cut.retain(|sentence| !sentence.is_empty());
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn a_number_does_not_end_a_sentence() {
        assert_eq!(
            sentences(
                "It fell from 0.3% to zero. We, e.g. the team, saw it! “Good.” $8K came back"
            ),
            [
                "It fell from 0.3% to zero.",
                "We, e.g. the team, saw it!",
                "“Good.”",
                "$8K came back"
            ]
        );
    }

    #[test]
    fn every_number_and_idea_has_the_sentence_that_says_it() {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let plan = scenario.plan("result").expect("it has a Result");
        let example = Example::of(plan, &scenario, Level::Sde2);
        let said: Vec<&str> = example
            .metrics
            .iter()
            .chain(&example.signals)
            .map(|at| at.map_or("", |at| example.sentences[at].as_str()))
            .collect();
        assert_eq!(said[0], "The webhook drop rate dropped from 0.3% to zero.");
        assert!(said[1].contains("$8K weekly revenue"), "{said:?}");
        assert_eq!(said[2], said[0]);
        assert!(said[4].contains("adopted my dead letter queue"), "{said:?}");
    }
}
