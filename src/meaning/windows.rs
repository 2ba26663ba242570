//! The parts of an answer that are compared with an idea: sentences, clauses, two adjacent sentences.
//!
//! Recognised speech may have no full stops and no capitals. A run-on sentence is therefore also split into overlapping
//! windows, long enough for each clause to be whole in one of them.

use std::ops::Range;

/// Number of words above which a sentence is run-on: no single idea is as long.
const RUN_ON: usize = 32;
/// Number of words in a window of a run-on sentence: about two spoken clauses.
const LENGTH: usize = 16;
/// Number of words between the starts of two windows.
const STEP: usize = 8;
/// Minimum number of words for a clause to be compared.
const CLAUSE: usize = 4;
/// Maximum number of words in two adjacent sentences: more say more than one idea.
const PAIR: usize = 48;

/// Words that open a clause.
const OPENERS: &[&str] = &[
    "after", "although", "and", "because", "before", "but", "if", "once", "since", "so", "that",
    "then", "though", "until", "when", "where", "which", "while", "who", "whose",
];

/// Every window of a text, in bytes, in text order and without duplicates.
pub fn windows(text: &str) -> Vec<Range<usize>> {
    let sentences = by_sentence(text);
    let mut spans: Vec<Range<usize>> = Vec::new();
    for words in &sentences {
        if words.len() <= RUN_ON {
            spans.push(span_of(words));
        } else {
            spans.extend(overlapping(words));
        }
        spans.extend(clauses(text, words));
    }
    for pair in sentences.windows(2) {
        if pair[0].len() + pair[1].len() <= PAIR {
            spans.push(span_of(&pair[0]).start..span_of(&pair[1]).end);
        }
    }
    spans.sort_by_key(|span| (span.start, span.end));
    spans.dedup();
    spans
}

/// The sentences of a text.
pub fn sentences(text: &str) -> Vec<&str> {
    let spans = by_sentence(text).into_iter().map(|words| span_of(&words));
    spans.filter_map(|span| text.get(span)).collect()
}

/// From the start of the first word to the end of the last.
fn span_of(words: &[Range<usize>]) -> Range<usize> {
    words.first().map_or(0, |word| word.start)..words.last().map_or(0, |word| word.end)
}

/// Overlapping windows; the last one ends with the sentence.
fn overlapping(words: &[Range<usize>]) -> impl Iterator<Item = Range<usize>> {
    let last = words.len().saturating_sub(LENGTH);
    (0..last.next_multiple_of(STEP))
        .step_by(STEP)
        .chain([last])
        .map(|from| span_of(&words[from..(from + LENGTH).min(words.len())]))
}

/// The clauses of a sentence that has more than one; a short one is joined to the one before.
fn clauses(text: &str, words: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    for at in 1..words.len() {
        let word = text[words[at].clone()].to_lowercase();
        let opens = OPENERS.contains(&word.as_str())
            || text[words[at - 1].clone()].ends_with([',', ';', ':', '–', '—']);
        let begun = starts.last().copied().unwrap_or_default();
        if opens && at - begun >= CLAUSE && words.len() - at >= CLAUSE {
            starts.push(at);
        }
    }
    if starts.len() == 1 {
        return Vec::new();
    }
    let ends = starts[1..].iter().copied().chain([words.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&from, to)| span_of(&words[from..to]))
        .collect()
}

/// The words of each sentence. A sentence ends with a full stop, a question or exclamation mark at the end
/// of a word, or with a line that is followed by an empty one.
fn by_sentence(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut sentences = vec![Vec::new()];
    let mut before = 0;
    for word in words(text) {
        let gap = &text[before..word.start];
        let ended = text[..before].trim_end_matches(['"', '\'', '”', '’', ')']);
        if ended.ends_with(['.', '!', '?', '…']) || gap.matches('\n').count() > 1 {
            sentences.push(Vec::new());
        }
        before = word.end;
        if let Some(sentence) = sentences.last_mut() {
            sentence.push(word);
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Words with adjacent punctuation; separate signs belong to none.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .map(|word| {
            let start = word.as_ptr().addr() - text.as_ptr().addr();
            start..start + word.len()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<&str> {
        windows(text).into_iter().map(|one| &text[one]).collect()
    }

    #[test]
    fn sentences_clauses_and_adjacent_sentences_are_windows() {
        let text = "I traced it to a timeout of 0.3 seconds, and I wrote a retry. Nobody asked.";
        assert_eq!(
            shown(text),
            [
                "I traced it to a timeout of 0.3 seconds,",
                "I traced it to a timeout of 0.3 seconds, and I wrote a retry.",
                "I traced it to a timeout of 0.3 seconds, and I wrote a retry. Nobody asked.",
                "and I wrote a retry.",
                "Nobody asked.",
            ]
        );
        assert_eq!(shown(""), [""; 0]);
        assert_eq!(shown(" – … "), [""; 0]);
        assert_eq!(
            shown("I said “no.” He left"),
            ["I said “no.”", "I said “no.” He left", "He left"]
        );
    }

    #[test]
    fn speech_without_full_stops_is_split_into_overlapping_windows() {
        let text = vec!["word"; 45].join(" ");
        let counts: Vec<(usize, usize)> = windows(&text)
            .iter()
            .map(|one| (one.start / 5, text[one.clone()].split(' ').count()))
            .collect();
        assert_eq!(counts, [(0, 16), (8, 16), (16, 16), (24, 16), (29, 16)]);
    }

    #[test]
    fn clauses_of_unpunctuated_speech_are_windows() {
        let text =
            "so i went through the logs and i found the cause because nobody had looked there";
        assert_eq!(
            shown(text),
            [
                "so i went through the logs",
                text,
                "and i found the cause",
                "because nobody had looked there",
            ]
        );
    }

    proptest! {
        #[test]
        fn every_word_lies_in_a_window_and_every_window_on_word_borders(
            text in "([a-zé]{1,6}[,.]?[ \n]{1,2}){0,90}"
        ) {
            let found = windows(&text);
            for word in words(&text) {
                prop_assert!(found.iter().any(|one| one.start <= word.start && word.end <= one.end));
            }
            for one in &found {
                let words = &text[one.clone()];
                prop_assert!(!words.is_empty() && words.trim() == words);
            }
            let mut sorted = found.clone();
            sorted.sort_by_key(|one| (one.start, one.end));
            sorted.dedup();
            prop_assert_eq!(sorted, found);
        }
    }
}
