//! Questions about what the judge is not sure of: ideas with similar words, and outcomes without a figure.

use super::Facts;
use crate::evidence::confirmed::plain;
use crate::evidence::speech::Speech;
use crate::evidence::vague;
use crate::evidence::wording::described;
use crate::judgement::{Certainty, Question, SectionJudgement, Severity};
use crate::scenario::SectionRole;

impl Facts<'_> {
    /// The questions, in the order of the answer.
    pub(super) fn questions(&self) -> Vec<Question> {
        let mut asked = Vec::new();
        for speech in self.told() {
            asked.extend(self.about_ideas(speech));
            asked.extend(about_outcome(speech));
        }
        asked
    }

    fn about_ideas(&self, speech: &Speech<'_>) -> Vec<Question> {
        let unsure = speech.ideas().filter(|(signal, check)| {
            check.heard() == Certainty::Unsure
                && check.said_in.is_none()
                && signal.expected_at(self.bar.level)
        });
        let asked = unsure.filter_map(|(signal, check)| {
            let quote = check.quote.clone()?;
            // A quote with a finding is settled by correcting that.
            if self.sections.iter().any(|section| faulted(section, &quote)) {
                return None;
            }
            let words = quote.trim_end_matches(['.', ',', ';', ':']);
            Some(Question {
                section: speech.spoken.id.to_owned(),
                idea: signal.id.clone(),
                text: format!("You said “{words}”. Does that say {}?", described(signal)),
                quote,
            })
        });
        asked.collect()
    }
}

/// Whether a finding that is more than a note quotes part of these words.
fn faulted(section: &SectionJudgement, words: &str) -> bool {
    let words = plain(words);
    let mut findings = section.findings.iter();
    findings.any(|finding| {
        let quote = plain(finding.quote.as_deref().unwrap_or_default());
        finding.severity != Severity::Note && quote.len() > 1 && words.contains(&quote)
    })
}

fn about_outcome(speech: &Speech<'_>) -> Option<Question> {
    let unmeasured = speech.part == SectionRole::Result
        && speech.metrics.is_empty()
        && !speech.measures_something();
    let words = vague::concrete(speech).filter(|_| unmeasured)?;
    let quote = speech.quote(&words);
    Some(Question {
        section: speech.spoken.id.to_owned(),
        idea: String::new(),
        text: format!("You said “{quote}”. How much did that change, in a number?"),
        quote,
    })
}
