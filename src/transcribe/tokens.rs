//! From a decoder's tokens to framed text.
//!
//! Whisper writes a window as text between pairs of timestamps: `<|0.00|> Um, I led<|1.00|>
//! <|3.00|> a drop<|5.00|>`. whisper.cpp's own segments lose the pause between the two (its 1.8.3
//! starts a segment where the one before ended), so the timestamps are read from the tokens.

use crate::time::{Millis, Span};

/// One token of a decoded window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A timestamp, from the start of the window.
    At(Millis),
    /// Raw bytes of text; one character of UTF-8 may be split over several tokens.
    Text(Vec<u8>),
}

/// Text that the recogniser placed between two of its timestamps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framed {
    /// Where it says the text lies; good to a few tenths of a second.
    pub frame: Span,
    /// The words, none empty, none with white space inside.
    pub words: Vec<String>,
}

/// Reads the tokens of a window of length `window`. Frames do not overlap and run forward, whatever
/// the tokens say; stretches without text are left out.
pub fn frames(tokens: &[Token], window: Millis) -> Vec<Framed> {
    let mut found: Vec<Framed> = Vec::new();
    let mut start = Millis::ZERO;
    let mut bytes = Vec::new();
    for token in tokens {
        match token {
            Token::Text(text) => bytes.extend(text),
            Token::At(time) => {
                let time = (*time).min(window).max(start);
                close(&mut found, &mut bytes, Span::new(start, time));
                start = time;
            }
        }
    }
    close(&mut found, &mut bytes, Span::new(start, window.max(start)));
    found
}

fn close(found: &mut Vec<Framed>, bytes: &mut Vec<u8>, frame: Span) {
    let words = words(&String::from_utf8_lossy(bytes));
    bytes.clear();
    if !words.is_empty() {
        found.push(Framed { frame, words });
    }
}

/// Splits at white space. Punctuation that stands alone is written with the word before it (or,
/// at the start, after it): a word holds something that was said.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut leading = String::new();
    for piece in text.split_whitespace() {
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

/// Marks that nobody pronounces. Not `%`, `&`, `$` or `+`, which are words when read aloud.
fn is_bare_punctuation(c: char) -> bool {
    ".,;:!?-–—…\"'“”‘’".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Token {
        Token::Text(text.into())
    }

    fn at(millis: u64) -> Token {
        Token::At(Millis(millis))
    }

    fn plain(framed: &[Framed]) -> Vec<(u64, u64, String)> {
        framed
            .iter()
            .map(|f| (f.frame.start.0, f.frame.end.0, f.words.join(" ")))
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
        assert_eq!(frames(&tokens, Millis(1000))[0].words, ["a", "0.3%"]);
    }

    #[test]
    fn a_character_split_over_tokens_is_one_character() {
        let tokens = [
            at(0),
            Token::Text(b" caf\xc3".to_vec()),
            Token::Text(b"\xa9".to_vec()),
            at(900),
        ];
        assert_eq!(frames(&tokens, Millis(1000))[0].words, ["café"]);
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
            frames(&tokens, Millis(1000))[0].words,
            ["-I--", "we", "5", "%..."]
        );
        assert_eq!(frames(&[text(" ...")], Millis(1000)), []);
    }

    proptest! {
        #[test]
        fn any_tokens_give_frames_that_run_forward_inside_the_window(
            tokens in prop::collection::vec(
                prop_oneof![
                    (0_u64..40_000).prop_map(at),
                    prop::collection::vec(any::<u8>(), 0..6).prop_map(Token::Text),
                ],
                0..30,
            ),
            window in 0_u64..30_000,
        ) {
            let mut reached = Millis::ZERO;
            for framed in frames(&tokens, Millis(window)) {
                prop_assert!(framed.frame.start >= reached);
                prop_assert!(framed.frame.end <= Millis(window));
                prop_assert!(framed.words.iter().all(|w| !w.is_empty() && !w.contains(char::is_whitespace)));
                reached = framed.frame.end;
            }
        }
    }
}
