//! Divides the transcript into words, marks and pauses, in reading order.

use super::Point;
use crate::judgement::{Evidence, Finding, SignalCheck};
use crate::session::SectionFacts;
use crate::time::{Millis, Span};
use crate::transcript::Transcript;
use crate::words::clean;

/// A piece of the transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words that carry the same marks.
    Words {
        /// The words, in order.
        words: Vec<HeardWord>,
        /// Numbers of the findings that point at these words, ascending. Often empty.
        marks: Vec<usize>,
    },
    /// A silence of a second or more.
    Pause {
        /// Where, from the start of the section.
        at: Span,
        /// Where it begins in the take.
        in_take: Option<Millis>,
        /// Numbers of the findings that point at this silence.
        marks: Vec<usize>,
    },
}

/// A word as heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardWord {
    /// As transcribed; in parentheses what the recogniser heard and did not transcribe.
    pub text: String,
    /// When it begins, from the start of the section.
    pub at: Option<Millis>,
    /// When it begins, from the start of the take.
    pub in_take: Option<Millis>,
    /// Whether it belongs to words that say an idea of the strong example.
    pub idea: bool,
    /// The ideas whose words end here, in the words of the strong example.
    pub said: Vec<String>,
}

/// The words that say an idea, and the idea.
fn ideas(
    transcript: &Transcript,
    signals: &[SignalCheck],
) -> Vec<(std::ops::Range<usize>, String)> {
    let ranges = transcript.byte_ranges();
    let mut ideas = Vec::new();
    for signal in signals.iter().filter(|signal| signal.covered) {
        let quote = signal.quote.as_deref().filter(|quote| !quote.is_empty());
        let Some((quote, start)) = quote.and_then(|q| Some((q, transcript.text.find(q)?))) else {
            continue;
        };
        let end = start + quote.len();
        let first = ranges.iter().position(|word| word.end > start);
        let last = ranges.iter().rposition(|word| word.start < end);
        if let (Some(first), Some(last)) = (first, last)
            && first <= last
        {
            ideas.push((first..last + 1, clean(&signal.phrase)));
        }
    }
    ideas
}

/// `findings` are the judge's, `points` the same ones worded, in the same order.
pub(super) fn pieces(
    facts: &SectionFacts,
    pauses: &[Span],
    findings: &[&Finding],
    points: &[Point],
    signals: &[SignalCheck],
) -> Vec<Piece> {
    let Some(transcript) = &facts.transcript else {
        return Vec::new();
    };
    let place = |moment| (!facts.spans.is_empty()).then(|| facts.in_take(moment));
    let mut marks: Vec<Vec<usize>> = vec![Vec::new(); transcript.words.len()];
    for (finding, point) in findings.iter().zip(points) {
        let spans: &[_] = match &finding.evidence {
            Evidence::Words(span) => std::slice::from_ref(span),
            Evidence::Many(spans) => spans,
            Evidence::Gap(_) | Evidence::Section => &[],
        };
        for span in spans {
            for mark in marks.get_mut(span.range()).into_iter().flatten() {
                if !mark.contains(&point.number) {
                    mark.push(point.number);
                }
            }
        }
    }
    let mut pauses = pauses.iter().peekable();
    let mut pieces = Vec::new();
    let ideas = ideas(transcript, signals);
    for (at, (word, marks)) in transcript.words.iter().zip(marks).enumerate() {
        let start = word.time.map(|time| time.start);
        while let Some(pause) = pauses.next_if(|pause| {
            // The recogniser stretches words over silence; a word that begins in the second half
            // of a silence was said after it.
            let middle = Millis(u64::midpoint(pause.start.0, pause.end.0));
            start.is_some_and(|start| start >= middle)
        }) {
            pieces.push(Piece::Pause {
                at: *pause,
                in_take: place(pause.start),
                marks: gap_marks(*pause, findings, points),
            });
        }
        let heard = HeardWord {
            // In parentheses, so that every format shows that it was not transcribed.
            text: match word.unwritten {
                true => format!("({})", clean(&word.text)),
                false => clean(&word.text),
            },
            at: start,
            in_take: start.and_then(place),
            idea: ideas.iter().any(|(words, _)| words.contains(&at)),
            said: ideas
                .iter()
                .filter(|(words, _)| words.end == at + 1)
                .map(|(_, phrase)| phrase.clone())
                .collect(),
        };
        match pieces.last_mut() {
            Some(Piece::Words { words, marks: last }) if *last == marks => words.push(heard),
            _ => pieces.push(Piece::Words {
                words: vec![heard],
                marks,
            }),
        }
    }
    pieces
}

fn gap_marks(pause: Span, findings: &[&Finding], points: &[Point]) -> Vec<usize> {
    findings
        .iter()
        .zip(points)
        .filter(
            |(finding, _)| matches!(finding.evidence, Evidence::Gap(gap) if gap.overlaps(pause)),
        )
        .map(|(_, point)| point.number)
        .collect()
}
