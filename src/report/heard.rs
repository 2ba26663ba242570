//! Divides the transcript into words, marks and pauses, in reading order, and lists the terms that the recogniser
//! misheard.

use super::facts::{chars, in_take};
use super::{Point, SectionReport};
use crate::judgement::{Evidence, SectionJudgement, SignalCheck};
use crate::session::SectionFacts;
use crate::time::{Millis, Span};
use crate::transcript::Transcript;
use crate::words::{clean, list, times};
use std::ops::Range;

/// A piece of the transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words that carry the same marks.
    Words {
        /// The words, in order.
        words: Vec<HeardWord>,
        /// Numbers of the findings that point at these words, ascending. Often empty.
        marks: Vec<usize>,
        /// Those of them that do not continue in the next piece: each is numbered once, at its end.
        ends: Vec<usize>,
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
    /// When it begins, from the start of the take.
    pub in_take: Option<Millis>,
    /// Whether it belongs to words that say an idea of the strong example.
    pub idea: bool,
    /// The ideas whose words end here, in the words of the strong example.
    pub said: Vec<String>,
}

impl Piece {
    /// The words of it, as transcribed.
    pub fn text(&self) -> String {
        match self {
            Self::Pause { .. } => String::new(),
            Self::Words { words, .. } => {
                let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                words.join(" ")
            }
        }
    }
}

/// The numbers of findings as shown.
pub(super) fn numbers(marks: &[usize]) -> String {
    let marks: Vec<String> = marks.iter().map(ToString::to_string).collect();
    marks.join(", ")
}

/// The words that say an idea, and the idea.
fn ideas(transcript: &Transcript, signals: &[SignalCheck]) -> Vec<(Range<usize>, String)> {
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

/// `section` has its findings with their numbers, its pauses and its ideas.
pub(super) fn pieces(facts: &SectionFacts, section: &SectionReport) -> Vec<Piece> {
    let Some(transcript) = &facts.transcript else {
        return Vec::new();
    };
    let marks = marks(transcript.words.len(), &section.findings);
    let mut pauses = section.pauses.iter().peekable();
    let mut pieces = Vec::new();
    let ideas = ideas(transcript, &section.signals);
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
                in_take: in_take(facts, pause.start),
                marks: gap_marks(*pause, &section.findings),
            });
        }
        let text = clean(&word.text);
        let says = ideas.iter().filter(|(words, _)| words.end == at + 1);
        let heard = HeardWord {
            // In parentheses, so that every format shows that it was not transcribed.
            text: if word.unwritten {
                format!("({text})")
            } else {
                text
            },
            in_take: start.and_then(|start| in_take(facts, start)),
            idea: ideas.iter().any(|(words, _)| words.contains(&at)),
            said: says.map(|(_, phrase)| phrase.clone()).collect(),
        };
        match pieces.last_mut() {
            Some(Piece::Words {
                words, marks: last, ..
            }) if *last == marks => words.push(heard),
            _ => pieces.push(Piece::Words {
                words: vec![heard],
                marks,
                ends: Vec::new(),
            }),
        }
    }
    end_marks(&mut pieces);
    pieces
}

/// The numbers of the findings that point at each of so many words.
fn marks(words: usize, findings: &[Point]) -> Vec<Vec<usize>> {
    let mut marks: Vec<Vec<usize>> = vec![Vec::new(); words];
    for point in findings {
        let spans: &[_] = match &point.evidence {
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
    marks
}

fn gap_marks(pause: Span, findings: &[Point]) -> Vec<usize> {
    let within =
        |point: &&Point| matches!(point.evidence, Evidence::Gap(gap) if gap.overlaps(pause));
    let within = findings.iter().filter(within);
    within.map(|point| point.number).collect()
}

/// Where marks end: in words whose next piece are other words without them, or a pause.
fn end_marks(pieces: &mut [Piece]) {
    let mut next: Vec<usize> = Vec::new();
    for piece in pieces.iter_mut().rev() {
        match piece {
            Piece::Pause { .. } => next.clear(),
            Piece::Words { marks, ends, .. } => {
                ends.extend(marks.iter().filter(|mark| !next.contains(mark)));
                next.clone_from(marks);
            }
        }
    }
}

/// A term that was recognised by its sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misheard {
    /// As transcribed.
    pub heard: String,
    /// The scenario's term that it was interpreted as.
    pub taken_as: String,
    /// Its occurrences, in order; at least one.
    pub places: Vec<MisheardAt>,
}

/// One occurrence of a misheard term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MisheardAt {
    /// Characters of the section's text.
    pub chars: (usize, usize),
    /// When, from the start of the section, where the words have times.
    pub at: Option<Millis>,
    /// When, from the start of the take.
    pub in_take: Option<Millis>,
}

impl Misheard {
    /// `Heard “dead letter cue” at 0:41, taken as “dead letter queue”.`
    pub fn sentence(&self) -> String {
        let moments = self.places.iter().filter_map(|place| place.at);
        let moments = list(moments.map(|moment| moment.to_string()));
        let at = match self.places.len() {
            _ if !moments.is_empty() => format!(" at {moments}"),
            1 => String::new(),
            more => format!(" {}", times(more)),
        };
        format!("Heard “{}”{at}, taken as “{}”.", self.heard, self.taken_as)
    }
}

/// Misheard terms, each pair of words once with all its occurrences.
pub(super) fn misheard(judged: &SectionJudgement, facts: &SectionFacts) -> Vec<Misheard> {
    let text = facts.transcript.as_ref().map_or("", |heard| &heard.text);
    let mut all: Vec<Misheard> = Vec::new();
    for one in &judged.misheard {
        let place = MisheardAt {
            chars: chars(text, (one.start, one.end)),
            at: one.time.map(|time| time.start),
            in_take: one.time.and_then(|time| in_take(facts, time.start)),
        };
        let (heard, taken_as) = (clean(&one.heard), clean(&one.taken_as));
        let same = |other: &&mut Misheard| other.heard == heard && other.taken_as == taken_as;
        match all.iter_mut().find(same) {
            Some(known) => known.places.push(place),
            None => all.push(Misheard {
                heard,
                taken_as,
                places: vec![place],
            }),
        }
    }
    all
}
