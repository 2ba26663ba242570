//! The stretches of an answer that an idea is held against: sentences, clauses, two neighbours.
//!
//! Speech as a recogniser writes it may have no full stops and no capitals. A sentence that runs
//! on is therefore also cut into overlapping stretches of so many words that each clause lies whole in
//! one of them.

use std::ops::Range;

/// A sentence with more words runs on: no single idea is as long.
const RUN_ON: usize = 32;
/// Words of a stretch in a sentence that runs on: about two spoken clauses.
const STRETCH: usize = 16;
/// A stretch begins every so many words.
const STEP: usize = 8;
/// A clause with fewer words says too little to be compared.
const CLAUSE: usize = 4;
/// Two neighbours with more words together say more than one idea.
const PAIR: usize = 48;

/// Words that open a clause.
const OPENERS: &[&str] = &[
    "after", "although", "and", "because", "before", "but", "if", "once", "since", "so", "that",
    "then", "though", "until", "when", "where", "which", "while", "who", "whose",
];

/// A stretch of text, in bytes from its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Where it lies.
    pub span: Range<usize>,
}

impl Window {
    /// Its words.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.span.clone()).unwrap_or_default()
    }
}

/// Every window of a text, in text order, none twice.
pub fn windows(text: &str) -> Vec<Window> {
    let sentences = by_sentence(text);
    let mut spans: Vec<Range<usize>> = Vec::new();
    for words in &sentences {
        if words.len() <= RUN_ON {
            spans.push(stretch(words));
        } else {
            spans.extend(stretches(words));
        }
        spans.extend(clauses(text, words));
    }
    for pair in sentences.windows(2) {
        if pair[0].len() + pair[1].len() <= PAIR {
            spans.push(stretch(&pair[0]).start..stretch(&pair[1]).end);
        }
    }
    spans.sort_by_key(|span| (span.start, span.end));
    spans.dedup();
    spans.into_iter().map(|span| Window { span }).collect()
}

/// The sentences of a text, in bytes.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    by_sentence(text)
        .iter()
        .map(|words| stretch(words))
        .collect()
}

/// From the first word's beginning to the last one's end.
fn stretch(words: &[Range<usize>]) -> Range<usize> {
    words.first().map_or(0, |word| word.start)..words.last().map_or(0, |word| word.end)
}

/// Overlapping stretches; the last one ends with the sentence.
fn stretches(words: &[Range<usize>]) -> impl Iterator<Item = Range<usize>> {
    let last = words.len().saturating_sub(STRETCH);
    (0..last.next_multiple_of(STEP))
        .step_by(STEP)
        .chain([last])
        .map(|from| stretch(&words[from..(from + STRETCH).min(words.len())]))
}

/// The clauses of a sentence that has more than one; what is too short goes with the clause before.
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
        .map(|(&from, to)| stretch(&words[from..to]))
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

/// Words with the signs that cling to them; signs that stand alone belong to none.
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
        windows(text).iter().map(|one| one.of(text)).collect()
    }

    #[test]
    fn sentences_clauses_and_neighbours() {
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
    fn speech_without_full_stops_is_cut_into_overlapping_stretches() {
        let text = vec!["word"; 45].join(" ");
        let counts: Vec<(usize, usize)> = windows(&text)
            .iter()
            .map(|one| (one.span.start / 5, one.of(&text).split(' ').count()))
            .collect();
        assert_eq!(counts, [(0, 16), (8, 16), (16, 16), (24, 16), (29, 16)]);
    }

    #[test]
    fn unpunctuated_speech_has_its_clauses() {
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
                prop_assert!(found.iter().any(|one| one.span.start <= word.start && word.end <= one.span.end));
            }
            for one in &found {
                let words = one.of(&text);
                prop_assert!(!words.is_empty() && words.trim() == words);
            }
            let mut sorted = found.clone();
            sorted.sort_by_key(|one| (one.span.start, one.span.end));
            sorted.dedup();
            prop_assert_eq!(sorted, found);
        }
    }
}
