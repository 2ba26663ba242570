//! The strong example with its key phrases marked, and the sentence of it that contains an idea or a number, so that
//! a fix can show it.

use crate::evidence::figures;
use crate::evidence::speech::Speech;
use crate::judgement::{Bar, RuleSettings, SectionInput, SectionJudgement, Subject};
use crate::scenario::{Level, Scenario, Section};
use crate::time::Millis;
use crate::transcript::Transcript;
use std::ops::Range;

/// A piece of the strong example; the pieces joined are the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrongPiece {
    /// The text.
    pub text: String,
    /// Whether the answer covers this key phrase; `None` for text between key phrases.
    pub covered: Option<bool>,
}

/// How many words may stand between those of a key phrase: "adopted my alert pattern" matches
/// "adopted my dead letter queue alert pattern".
const LEFT_OUT: usize = 4;

pub(super) fn pieces(
    plan: &Section,
    level: Level,
    judged: Option<&SectionJudgement>,
) -> Vec<StrongPiece> {
    let Some(text) = plan.strong_for(level) else {
        return Vec::new();
    };
    let words = words(text);
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    for signal in &plan.signals {
        let Some(range) = find(&words, &signal.phrase) else {
            continue;
        };
        let apart = |(other, _): &(Range<usize>, bool)| {
            range.end <= other.start || other.end <= range.start
        };
        if found.iter().all(apart) {
            let mut checks = judged.iter().flat_map(|judged| &judged.signals);
            let covered = checks.any(|one| one.id == signal.id && one.covered);
            found.push((range, covered));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |range: Range<usize>, covered| {
        if !range.is_empty() {
            let text = text[range].to_owned();
            pieces.push(StrongPiece { text, covered });
        }
    };
    for (range, covered) in found {
        push(at..range.start, None);
        at = range.end;
        // Before the judgement the coverage is unknown: the phrase is ordinary text.
        push(range, judged.map(|_| covered));
    }
    push(at..text.len(), None);
    pieces
}

/// Words in lower case without surrounding punctuation, with their byte ranges.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '$' && c != '%');
        if let Some(offset) = piece.find(word).filter(|_| !word.is_empty()) {
            let start = at + offset;
            let plain = word.to_lowercase().replace('’', "'");
            words.push((plain, start..start + word.len()));
        }
        at += piece.len();
    }
    words
}

/// The shortest range in which the words of `phrase` occur in order, with few words between them.
fn find(text: &[(String, Range<usize>)], phrase: &str) -> Option<Range<usize>> {
    let phrase: Vec<String> = words(phrase).into_iter().map(|(word, _)| word).collect();
    let first = phrase.first()?;
    text.iter()
        .enumerate()
        .filter(|(_, (word, _))| word == first)
        .filter_map(|(start, _)| {
            let window = &text[start..text.len().min(start + phrase.len() + LEFT_OUT)];
            let mut end = 0;
            for word in &phrase {
                end += window[end..].iter().position(|(one, _)| one == word)? + 1;
            }
            Some(start..start + end)
        })
        .min_by_key(ExactSizeIterator::len)
        .map(|range| text[range.start].1.start..text[range.end - 1].1.end)
}

/// The strong example of one section, by sentence. Empty where there is none.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Example {
    /// The sentences, in order.
    pub sentences: Vec<String>,
    /// The section's metrics and ideas, each with the sentence that contains it.
    says: Vec<(Subject, usize)>,
}

impl Example {
    /// The example of `plan` at `level`.
    pub fn of(plan: &Section, scenario: &Scenario, level: Level) -> Self {
        let text = plan.strong_for(level).unwrap_or_default();
        let sentences: Vec<String> = sentences(text).into_iter().map(str::to_owned).collect();
        let ideas = plan.signals.iter().filter_map(|signal| {
            let carries = |one: &String| find(&words(one), &signal.phrase).is_some();
            let at = sentences.iter().position(carries)?;
            Some((Subject::Idea(signal.id.clone()), at))
        });
        let mut says: Vec<_> = ideas.collect();
        // The judge itself finds the sentence with a measurement, so that both agree.
        let settings = RuleSettings::default();
        for (at, sentence) in sentences.iter().enumerate() {
            let transcript = Transcript::from_text(sentence);
            let bar = Bar::of(scenario, level);
            let spoken = SectionInput::typed(&plan.id, Millis::ZERO, &transcript);
            let speech = Speech::new(bar, spoken, false, &settings);
            let metrics = plan.metrics.iter();
            let said = metrics.filter(|metric| figures::says(metric, &speech));
            says.extend(said.map(|metric| (Subject::Metric(metric.id.clone()), at)));
        }
        Self { sentences, says }
    }

    /// The first sentence that contains this metric or idea.
    pub fn sentence(&self, subject: &Subject) -> Option<usize> {
        let mut says = self.says.iter();
        says.find(|(said, _)| said == subject).map(|(_, at)| *at)
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

    fn found(text: &str, phrase: &str) -> Option<String> {
        let range = find(&words(text), phrase)?;
        Some(text[range].to_owned())
    }

    #[test]
    fn a_phrase_is_found_as_it_stands_or_with_few_words_between() {
        let text = "The Platform team adopted my dead letter queue alert pattern, improving overall system reliability.";
        assert_eq!(
            found(text, "adopted my alert pattern").as_deref(),
            Some("adopted my dead letter queue alert pattern")
        );
        assert_eq!(
            found(text, "improving system reliability").as_deref(),
            Some("improving overall system reliability")
        );
        assert_eq!(found(text, "the reliability"), None);
        assert_eq!(found(text, ""), None);
    }

    #[test]
    fn quotes_and_case_do_not_matter() {
        assert_eq!(
            found(
                "This was outside my team’s scope.",
                "Outside my team's scope"
            )
            .as_deref(),
            Some("outside my team’s scope")
        );
    }

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
        let metrics = plan
            .metrics
            .iter()
            .map(|one| Subject::Metric(one.id.clone()));
        let ideas = plan.signals.iter().map(|one| Subject::Idea(one.id.clone()));
        let said: Vec<&str> = metrics
            .chain(ideas)
            .map(|subject| example.sentence(&subject))
            .map(|at| at.map_or("", |at| example.sentences[at].as_str()))
            .collect();
        assert_eq!(said[0], "The webhook drop rate dropped from 0.3% to zero.");
        assert!(said[1].contains("$8K weekly revenue"), "{said:?}");
        assert_eq!(said[2], said[0]);
        assert!(said[4].contains("adopted my dead letter queue"), "{said:?}");
    }
}
