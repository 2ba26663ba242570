//! The strong example with its key phrases marked.

use crate::judgement::SectionJudgement;
use crate::scenario::{Level, Section};
use crate::words::clean;
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
    let text = clean(text);
    let words = words(&text);
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    for signal in &plan.signals {
        let covered = judged.is_some_and(|judged| {
            judged
                .signals
                .iter()
                .any(|one| one.id == signal.id && one.covered)
        });
        if let Some(range) = find(&words, &signal.phrase) {
            let free = found
                .iter()
                .all(|(other, _)| range.end <= other.start || other.end <= range.start);
            if free {
                found.push((range, covered));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |range: Range<usize>, covered| {
        if !range.is_empty() {
            pieces.push(StrongPiece {
                text: text[range].to_owned(),
                covered,
            });
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

/// Whether the words of `phrase` occur in `text` in order, with few words between them.
pub(super) fn carries(text: &str, phrase: &str) -> bool {
    find(&words(text), phrase).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
