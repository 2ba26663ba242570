//! A transcript as subtitles, SubRip or WebVTT.
//!
//! Cues end at pauses and at the end of sentences, and hold at most two
//! lines of 42 characters and seven seconds, the usual limits for readability.

use crate::session::Session;
use crate::time::{Millis, Span};
use crate::transcript::{Transcript, Word};
use crate::words::clean;
use std::fmt::Write;

/// Characters a line.
const LINE: usize = 42;
/// Characters a cue: two lines.
const MOST: usize = 2 * LINE;
/// The longest duration of a cue.
const LONGEST: Millis = Millis(7000);
/// The shortest pause that ends a cue.
const PAUSE: Millis = Millis(700);
/// The end of a sentence ends the cue, unless the cue is shorter than this many characters.
const LEAST: usize = 16;

/// The words of every section of a session, with their times in the take, in the order in which they were spoken: a
/// section that was repeated at the end comes last.
pub fn of(session: &Session) -> Transcript {
    let words = session.sections.iter().flat_map(|section| {
        let heard = section.transcript.iter().flat_map(|heard| &heard.words);
        heard.map(|word| Word {
            text: word.text.clone(),
            time: word.time.map(|time| Span {
                start: section.in_take(time.start),
                end: section.in_take(time.end),
            }),
            unwritten: word.unwritten,
        })
    });
    let mut words: Vec<Word> = words.collect();
    words.sort_by_key(|word| word.time.map(|time| time.start));
    Transcript::from_words(words)
}

/// The transcript in SubRip format (`.srt`). Words without a time are left out.
pub fn srt(transcript: &Transcript) -> String {
    let mut out = String::new();
    for (i, cue) in cues(transcript).iter().enumerate() {
        let (start, end) = (clock(cue.time.start, ','), clock(cue.time.end, ','));
        // SubRip has no escapes, and players take an arrow for a line of times.
        let mut text = cue.lines();
        while text.contains("-->") {
            text = text.replace("-->", "->");
        }
        let _ = writeln!(out, "{}\n{start} --> {end}\n{text}\n", i + 1);
    }
    out
}

/// The transcript in WebVTT format (`.vtt`). Words without a time are left out.
pub fn vtt(transcript: &Transcript) -> String {
    let mut out = String::from("WEBVTT\n\n");
    for cue in cues(transcript) {
        let (start, end) = (clock(cue.time.start, '.'), clock(cue.time.end, '.'));
        let text = cue.lines().replace('&', "&amp;");
        let text = text.replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(out, "{start} --> {end}\n{text}\n");
    }
    out
}

/// `hh:mm:ss` and thousandths.
fn clock(time: Millis, point: char) -> String {
    let (seconds, thousandths) = (time.0 / 1000, time.0 % 1000);
    let (minutes, hours) = (seconds / 60 % 60, seconds / 3600);
    format!(
        "{hours:02}:{minutes:02}:{:02}{point}{thousandths:03}",
        seconds % 60
    )
}

struct Cue {
    text: String,
    time: Span,
}

impl Cue {
    /// The text on one line, or on two of similar length.
    fn lines(&self) -> String {
        let length = self.text.chars().count();
        if length <= LINE {
            return self.text.clone();
        }
        let spaces = self.text.match_indices(' ').map(|(at, _)| at);
        let nearest = spaces.min_by_key(|at| self.text[..*at].chars().count().abs_diff(length / 2));
        nearest.map_or_else(
            || self.text.clone(),
            |at| format!("{}\n{}", &self.text[..at], &self.text[at + 1..]),
        )
    }

    /// Whether `word`, said at `time`, still belongs to this cue.
    fn takes(&self, word: &Word, time: Span) -> bool {
        let length = self.text.chars().count();
        let sentence_over = self.text.ends_with(['.', '?', '!']) && length >= LEAST;
        !sentence_over
            && length + 1 + word.text.chars().count() <= MOST
            && time.start - self.time.end < PAUSE
            && time.end - self.time.start <= LONGEST
    }
}

fn cues(transcript: &Transcript) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    for word in &transcript.words {
        let Some(time) = word.time else { continue };
        let said = clean(&word.text);
        match cues.last_mut() {
            Some(cue) if cue.takes(word, time) => {
                cue.text.push(' ');
                cue.text.push_str(&said);
                cue.time.end = time.end;
            }
            _ => cues.push(Cue { text: said, time }),
        }
    }
    cues
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of 300 ms, each beginning at the given millisecond.
    fn transcript(words: &[(&str, u64)]) -> Transcript {
        let words = words.iter().map(|(text, start)| {
            Word::timed(*text, Span::new(Millis(*start), Millis(start + 300)))
        });
        Transcript::from_words(words.collect())
    }

    #[test]
    fn cues_end_at_pauses_and_sentences() {
        let heard = transcript(&[
            ("I", 0),
            ("pulled", 300),
            ("delivery", 600),
            ("logs.", 900),
            ("Um,", 1300),
            ("then", 3_661_000),
        ]);
        assert_eq!(
            srt(&heard),
            "1\n00:00:00,000 --> 00:00:01,200\nI pulled delivery logs.\n\n\
             2\n00:00:01,300 --> 00:00:01,600\nUm,\n\n\
             3\n01:01:01,000 --> 01:01:01,300\nthen\n\n"
        );
    }

    #[test]
    fn a_long_cue_has_two_lines_of_like_length() {
        let words: Vec<_> = (0..20).map(|i| ("seven77", i * 300)).collect();
        for cue in cues(&transcript(&words)) {
            assert!(cue.text.chars().count() <= MOST);
            assert!(
                cue.lines()
                    .lines()
                    .all(|line| line.chars().count() <= LINE + 4)
            );
        }
        let text = vtt(&transcript(&words));
        assert!(
            text.starts_with(
                "WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n\
             seven77 seven77 seven77 seven77 seven77\nseven77 seven77 seven77 seven77 seven77\n\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn markup_of_the_formats_is_escaped() {
        assert!(!srt(&transcript(&[("a", 0), ("--->", 300)])).contains("a --"));
        let heard = transcript(&[("a<b", 0), ("-->", 300), ("R&D", 600)]);
        assert!(vtt(&heard).ends_with("\na&lt;b --&gt; R&amp;D\n\n"));
        assert!(srt(&heard).ends_with("\na<b -> R&D\n\n"));
    }

    #[test]
    fn typed_text_has_no_cues() {
        let typed = Transcript::from_text("no times here");
        assert_eq!(srt(&typed), "");
        assert_eq!(vtt(&typed), "WEBVTT\n\n");
    }

    #[test]
    fn a_word_longer_than_a_line_stays_whole() {
        let word = "x".repeat(200);
        let heard = transcript(&[(&word, 0)]);
        assert!(srt(&heard).contains(&word));
    }
}
