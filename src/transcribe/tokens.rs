//! Converts a decoder's tokens to framed text.
//!
//! Whisper writes a window as text between pairs of timestamps: `<|0.00|> Um, I led<|1.00|>
//! <|3.00|> a drop<|5.00|>`. whisper.cpp's own segments lose the pause between the two (1.8.3
//! starts a segment where the previous one ended), so the timestamps are read from the tokens.

use crate::time::{Millis, Span};
use crate::transcript::Word;

/// One token of a decoded chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A timestamp, from the start of the chunk.
    At(Millis),
    /// Part of a text.
    Text {
        /// Raw bytes; one character of UTF-8 may be split over several tokens.
        bytes: Vec<u8>,
        /// The recogniser's probability for this token.
        probability: PerMille,
    },
    /// A hesitation that was heard between two words and not transcribed.
    Filler {
        /// Its spelling.
        text: &'static str,
        /// Its probability.
        probability: PerMille,
    },
}

impl Token {
    /// Its text; none for a timestamp.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::At(_) => &[],
            Self::Text { bytes, .. } => bytes,
            Self::Filler { text, .. } => text.as_bytes(),
        }
    }
}

/// A probability in thousandths, 0 to 1000.
pub type PerMille = u16;

/// Text that the recogniser placed between two of its timestamps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framed {
    /// Where it says the text lies; accurate to a few tenths of a second.
    pub frame: Span,
    /// The words, none empty and none timed yet.
    pub words: Vec<Word>,
    /// Mean probability of the tokens of the text.
    pub probability: PerMille,
}

/// Reads the tokens of a chunk of length `length`. Frames are in order without overlap, whatever
/// the tokens say; stretches without text are left out.
pub fn frames(tokens: &[Token], length: Millis) -> Vec<Framed> {
    let mut found: Vec<Framed> = Vec::new();
    let mut start = Millis::ZERO;
    let mut text = Pending::default();
    for token in tokens {
        match token {
            Token::Text { bytes, probability } => text.add(bytes, *probability),
            Token::Filler { text: filler, .. } => text.add_filler(filler),
            Token::At(time) => {
                let time = (*time).min(length).max(start);
                found.extend(text.close(Span::new(start, time)));
                start = time;
            }
        }
    }
    found.extend(text.close(Span::new(start, length.max(start))));
    found
}

/// Text whose end has not been reached.
#[derive(Default)]
struct Pending {
    words: Vec<Word>,
    /// Bytes after the last filler.
    bytes: Vec<u8>,
    probabilities: u64,
    tokens: u64,
}

impl Pending {
    fn add(&mut self, bytes: &[u8], probability: PerMille) {
        self.bytes.extend(bytes);
        self.probabilities += u64::from(probability);
        self.tokens += 1;
    }

    fn add_filler(&mut self, text: &str) {
        self.split();
        self.words.push(Word {
            text: text.to_owned(),
            time: None,
            unwritten: true,
        });
    }

    fn split(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        let written = words(&String::from_utf8_lossy(&bytes)).into_iter();
        self.words.extend(written.map(|text| Word {
            text,
            time: None,
            unwritten: false,
        }));
    }

    /// The text so far, unless it holds no word.
    fn close(&mut self, frame: Span) -> Option<Framed> {
        self.split();
        let text = std::mem::take(self);
        let mean = text.probabilities.checked_div(text.tokens).unwrap_or(0);
        (!text.words.is_empty()).then(|| Framed {
            frame,
            words: text.words,
            probability: PerMille::try_from(mean).unwrap_or(1000),
        })
    }
}

/// Splits at white space. Punctuation that stands alone is attached to the word before it (or,
/// at the start, after it): a word contains something that was said. Signs that are never spoken (`>>`, which
/// subtitles put before a new speaker, and the replacement character) are left out.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut leading = String::new();
    let text = text.replace(char::REPLACEMENT_CHARACTER, " ");
    for piece in text.split_whitespace() {
        let piece = piece.trim_start_matches(">>");
        if piece.chars().all(is_never_said) {
            continue;
        }
        if !piece.chars().all(is_bare_punctuation) {
            words.push(std::mem::take(&mut leading) + piece);
        } else if let Some(last) = words.last_mut() {
            last.push_str(piece);
        } else {
            leading.push_str(piece);
        }
    }
    words
}

/// Signs that stand for no sound.
fn is_never_said(c: char) -> bool {
    matches!(c, '<' | '>' | '|' | '~' | '^' | '_' | '#')
}

/// Marks that are not pronounced. Not `%`, `&`, `$` or `+`, which are read aloud as words.
fn is_bare_punctuation(c: char) -> bool {
    ".,;:!?-–—…\"'“”‘’".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Token {
        bytes(text.as_bytes())
    }

    fn bytes(bytes: &[u8]) -> Token {
        Token::Text {
            bytes: bytes.to_vec(),
            probability: 900,
        }
    }

    fn at(millis: u64) -> Token {
        Token::At(Millis(millis))
    }

    fn texts(framed: &Framed) -> Vec<&str> {
        framed.words.iter().map(|word| word.text.as_str()).collect()
    }

    fn plain(framed: &[Framed]) -> Vec<(u64, u64, String)> {
        framed
            .iter()
            .map(|f| (f.frame.start.0, f.frame.end.0, texts(f).join(" ")))
            .collect()
    }

    #[test]
    fn a_pause_between_timestamps_survives() {
        let tokens = [
            at(0),
            text(" Um"),
            text(","),
            text(" I"),
            at(1000),
            at(3000),
            text(" led"),
            at(5000),
        ];
        assert_eq!(
            plain(&frames(&tokens, Millis(6000))),
            [(0, 1000, "Um, I".into()), (3000, 5000, "led".into())]
        );
    }

    #[test]
    fn a_word_of_many_tokens_is_one_word() {
        let tokens = [
            at(0),
            text(" a"),
            text(" 0"),
            text("."),
            text("3"),
            text("%"),
            at(900),
        ];
        assert_eq!(texts(&frames(&tokens, Millis(1000))[0]), ["a", "0.3%"]);
    }

    #[test]
    fn a_character_split_over_tokens_is_one_character() {
        let tokens = [at(0), bytes(b" caf\xc3"), bytes(b"\xa9"), at(900)];
        assert_eq!(texts(&frames(&tokens, Millis(1000))[0]), ["café"]);
    }

    #[test]
    fn text_without_a_last_timestamp_reaches_to_the_end_of_the_window() {
        let tokens = [at(200), text(" yes")];
        assert_eq!(
            plain(&frames(&tokens, Millis(1100))),
            [(200, 1100, "yes".into())]
        );
        assert_eq!(
            plain(&frames(&[text(" yes")], Millis(1100))),
            [(0, 1100, "yes".into())]
        );
    }

    #[test]
    fn punctuation_alone_is_no_word() {
        let tokens = [
            text(" - I"),
            text(" --"),
            text(" we"),
            text(" 5"),
            text(" %"),
            text(" ..."),
        ];
        assert_eq!(
            texts(&frames(&tokens, Millis(1000))[0]),
            ["-I--", "we", "5", "%..."]
        );
        assert_eq!(frames(&[text(" ...")], Millis(1000)), []);
    }

    #[test]
    fn a_filler_that_was_not_written_stands_between_the_words() {
        let filler = Token::Filler {
            text: "um",
            probability: 500,
        };
        let framed = frames(
            &[text(" I"), text(" led,"), filler, text(" it")],
            Millis(900),
        );
        assert_eq!(texts(&framed[0]), ["I", "led,", "um", "it"]);
        let unwritten: Vec<bool> = framed[0].words.iter().map(|word| word.unwritten).collect();
        assert_eq!(unwritten, [false, false, true, false]);
    }

    #[test]
    fn unspoken_signs_are_no_words() {
        let tokens = [
            text(" >> Yes, >>we"),
            text(" >"),
            bytes(b" led \xf0\x9f it"),
            text(" #"),
        ];
        assert_eq!(
            texts(&frames(&tokens, Millis(1000))[0]),
            ["Yes,", "we", "led", "it"]
        );
        assert_eq!(
            frames(&[text(" >>"), bytes(b" \xf0\x9f")], Millis(1000)),
            []
        );
    }

    #[test]
    fn the_probability_of_a_text_is_the_mean_of_its_tokens() {
        let token = |probability| Token::Text {
            bytes: b" so".to_vec(),
            probability,
        };
        let framed = frames(
            &[token(1000), token(500), at(900), token(100)],
            Millis(1000),
        );
        assert_eq!((framed[0].probability, framed[1].probability), (750, 100));
    }

    proptest! {
        #[test]
        fn any_tokens_give_frames_that_run_forward_inside_the_window(
            tokens in prop::collection::vec(
                prop_oneof![
                    (0_u64..40_000).prop_map(at),
                    prop::collection::vec(any::<u8>(), 0..6).prop_map(|text| bytes(&text)),
                ],
                0..30,
            ),
            window in 0_u64..30_000,
        ) {
            let mut reached = Millis::ZERO;
            for framed in frames(&tokens, Millis(window)) {
                prop_assert!(framed.frame.start >= reached);
                prop_assert!(framed.frame.end <= Millis(window));
                prop_assert!(texts(&framed).iter().all(|w| !w.is_empty() && !w.contains(char::is_whitespace)));
                reached = framed.frame.end;
            }
        }
    }
}
