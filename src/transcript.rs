//! The words as heard. Never edited: fillers stay, and text without voiced sound
//! is set apart as [`Dropped`], not deleted.

use crate::time::{Millis, Span};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Position of a word in [`Transcript::words`]. Not a time and not a character offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WordIndex(pub usize);

/// A half-open range of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WordSpan {
    /// First word.
    pub start: WordIndex,
    /// One past the last word.
    pub end: WordIndex,
}

impl WordSpan {
    /// Words `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start: WordIndex(start),
            end: WordIndex(end.max(start)),
        }
    }

    /// As a range for slicing [`Transcript::words`].
    pub fn range(self) -> Range<usize> {
        self.start.0..self.end.0
    }

    /// Whether the two share a word.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// One word with its punctuation ("complaints." is one word).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// As written by the recogniser.
    pub text: String,
    /// When it was said, from the start of its section; absent for typed text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Span>,
    /// A hesitation that the recogniser heard and did not transcribe.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unwritten: bool,
}

impl Word {
    /// A transcribed word with its time.
    pub fn timed(text: impl Into<String>, time: Span) -> Self {
        Self {
            text: text.into(),
            time: Some(time),
            unwritten: false,
        }
    }
}

/// The words joined by single spaces.
fn joined(words: &[Word]) -> String {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    texts.join(" ")
}

/// Text that the recogniser produced without speech; kept so that nothing disappears silently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// The text.
    pub text: String,
    /// Where the recogniser placed it, from the start of the section.
    pub time: Span,
    /// Why it is not counted as said, as a sentence.
    pub reason: String,
}

/// What was heard in one section.
///
/// Invariant: `words` are the whitespace-separated pieces of `text`, in order.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// The whole text. For recognised speech the words joined by single spaces; for typed text
    /// exactly what was typed, so that offsets match the caller's text.
    pub text: String,
    /// The words.
    pub words: Vec<Word>,
    /// Text outside voiced sound.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<Dropped>,
    /// ISO 639-1 code of the language that was spoken, where it is not English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Transcript {
    /// From recognised words; the text is the words joined by single spaces.
    pub fn from_words(words: Vec<Word>) -> Self {
        Self {
            text: joined(&words),
            words,
            ..Self::default()
        }
    }

    /// Appends what was heard next, whose times count from `start`.
    pub fn append(&mut self, next: Self, start: Millis) {
        for mut word in next.words {
            word.time = word.time.map(|time| time.later(start));
            if !self.words.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(&word.text);
            self.words.push(word);
        }
        self.dropped
            .extend(next.dropped.into_iter().map(|apart| Dropped {
                time: apart.time.later(start),
                ..apart
            }));
        self.language = self.language.take().or(next.language);
    }

    /// From typed text, without times.
    pub fn from_text(text: &str) -> Self {
        let words = text
            .split_whitespace()
            .map(|word| Word {
                text: word.into(),
                ..Word::default()
            })
            .collect();
        Self {
            text: text.into(),
            words,
            ..Self::default()
        }
    }

    /// Byte range in [`Self::text`] of every word, in order.
    /// Words that the text lacks (an edited file) get an empty range at the current position.
    pub fn byte_ranges(&self) -> Vec<Range<usize>> {
        let mut at = 0;
        self.words
            .iter()
            .map(|word| match self.text[at..].find(&word.text) {
                Some(offset) => {
                    let start = at + offset;
                    at = start + word.text.len();
                    start..at
                }
                None => at..at,
            })
            .collect()
    }

    /// The text from the first to the last word of `span`; empty when out of range.
    pub fn quote(&self, span: WordSpan) -> String {
        joined(self.words.get(span.range()).unwrap_or_default())
    }

    /// From the start of the first to the end of the last timed word of `span`.
    pub fn time_of(&self, span: WordSpan) -> Option<Span> {
        let words = self.words.get(span.range())?;
        let first = words.iter().find_map(|word| word.time)?;
        let last = words.iter().rev().find_map(|word| word.time)?;
        Some(Span::new(first.start, last.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_ranges_follow_repeated_words() {
        let heard = Transcript::from_text("I  think, I\nthink we did");
        let words: Vec<_> = heard
            .byte_ranges()
            .into_iter()
            .map(|range| &heard.text[range])
            .collect();
        assert_eq!(words, ["I", "think,", "I", "think", "we", "did"]);
        assert_eq!(heard.byte_ranges()[2], 10..11);
    }

    #[test]
    fn a_text_that_lacks_its_words_does_not_panic() {
        let odd = Transcript {
            text: "no".into(),
            ..Transcript::from_text("something else")
        };
        assert_eq!(odd.byte_ranges(), [0..0, 0..0]);
    }
}
