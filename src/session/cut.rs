//! Divides an answer recorded as one take into its sections. What was heard is divided, never changed.

use super::{Borders, SectionFacts, Whole, in_take};
use crate::audio::Activity;
use crate::time::{Millis, Span, within};
use crate::transcript::{Dropped, Transcript, Word};

/// The beginning of a section within an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begin {
    /// Section id.
    pub section: String,
    /// Its first word in the answer's transcript.
    pub word: usize,
    /// How the border was determined.
    pub borders: Borders,
}

/// Why an answer cannot be cut as wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CutError {
    /// The sections would be out of order.
    #[error(
        "{later} would begin at {}, before {earlier} at {}: say where {earlier} begins, or --not {earlier}",
        later_at.rounded(), earlier_at.rounded()
    )]
    Order {
        /// The section that comes first in the story.
        earlier: String,
        /// Where it begins.
        earlier_at: Millis,
        /// The section that comes after it in the story.
        later: String,
        /// Where it would begin.
        later_at: Millis,
    },
    /// The answer ends earlier.
    #[error("the answer ends at {ends}; nothing begins at {at}")]
    After {
        /// The moment that was given.
        at: Millis,
        /// The end of the answer.
        ends: Millis,
    },
    /// No section would be left.
    #[error("an answer has at least one section")]
    Nothing,
}

impl Whole {
    /// Where the answer ends in the take.
    pub fn ends(&self) -> Millis {
        self.answer
            .spans
            .last()
            .map_or(Millis::ZERO, |span| span.end)
    }

    /// The words of the answer, once transcribed.
    pub fn transcript(&self) -> Option<&Transcript> {
        self.answer.transcript.as_ref()
    }

    /// The first word at or after a moment of the take; the number of words if there is none.
    pub fn word_at(&self, moment: Millis) -> usize {
        let words = self.transcript().map_or(&[][..], |heard| &heard.words);
        // A moment within a word belongs to the nearer of this word and the next.
        let middle = |word: &Word| {
            word.time
                .map_or(Millis::ZERO, |time| Millis((time.start.0 + time.end.0) / 2))
        };
        words
            .iter()
            .position(|word| in_take(&self.answer.spans, middle(word)) >= moment)
            .unwrap_or(words.len())
    }

    /// The words before which a key was pressed, without repetition.
    pub fn pressed_words(&self) -> Vec<usize> {
        let mut words: Vec<usize> = self.pressed.iter().map(|at| self.word_at(*at)).collect();
        words.dedup();
        words
    }

    /// `found` with the corrections applied.
    ///
    /// # Errors
    /// When the sections would be out of order; `order` is that of the story.
    pub fn corrected(&self, found: Vec<Begin>, order: &[&str]) -> Result<Vec<Begin>, CutError> {
        let mut begins = found;
        for correction in &self.corrections {
            begins.retain(|begin| begin.section != correction.section);
            let Some(at) = correction.begins else {
                continue;
            };
            let word = self.word_at(at);
            if word >= self.transcript().map_or(0, |heard| heard.words.len()) {
                let ends = self.ends();
                return Err(CutError::After { at, ends });
            }
            begins.push(Begin {
                section: correction.section.clone(),
                word,
                borders: Borders::Corrected,
            });
        }
        let place = |begin: &Begin| order.iter().position(|id| *id == begin.section);
        begins.sort_by_key(place);
        // What was said before the first border belongs to the first section.
        match begins.first_mut() {
            None => return Err(CutError::Nothing),
            Some(first) => first.word = 0,
        }
        for pair in begins.windows(2) {
            if pair[1].word <= pair[0].word {
                return Err(CutError::Order {
                    earlier: pair[0].section.clone(),
                    earlier_at: self.moment(pair[0].word),
                    later: pair[1].section.clone(),
                    later_at: self.moment(pair[1].word),
                });
            }
        }
        Ok(begins)
    }

    /// The moment of the take at which a section begins whose first word is `word`: in the middle of
    /// the silence before it, so that neither section loses a breath.
    pub fn moment(&self, word: usize) -> Millis {
        in_take(&self.answer.spans, self.within(word))
    }

    /// The same, from the start of the answer.
    fn within(&self, word: usize) -> Millis {
        let words = self.transcript().map_or(&[][..], |heard| &heard.words);
        let time = |at: usize| words.get(at).and_then(|word| word.time);
        match (word.checked_sub(1).and_then(time), time(word)) {
            (None, _) => Millis::ZERO,
            (Some(before), Some(after)) => {
                let (end, begin) = (before.end.min(after.start), after.start);
                Millis((end.0 + begin.0) / 2)
            }
            (Some(before), None) => before.end,
        }
    }

    /// The answer's sections. `begins` are in order, the first at the first word.
    pub fn cut(&self, begins: &[Begin]) -> Vec<SectionFacts> {
        let end = self.answer.length();
        let nothing = Transcript::default();
        let heard = self.transcript().unwrap_or(&nothing);
        begins
            .iter()
            .enumerate()
            .map(|(at, begin)| {
                let next = begins.get(at + 1);
                let from = self.within(begin.word);
                let to = next.map_or(end, |next| self.within(next.word));
                let part = Span::new(from, to);
                let words = begin.word..next.map_or(heard.words.len(), |next| next.word);
                SectionFacts {
                    id: begin.section.clone(),
                    spans: stretches(&self.answer.spans, part),
                    others: Vec::new(),
                    borders: begin.borders,
                    activity: activity(&self.answer.activity, part),
                    loudness: self.answer.loudness,
                    transcript: Some(transcript(heard, &words, part)),
                }
            })
            .collect()
    }
}

/// The stretches of the take that a part of the answer occupies.
fn stretches(spans: &[Span], part: Span) -> Vec<Span> {
    let mut before = Millis::ZERO;
    let stretches = spans.iter().flat_map(|span| {
        let answered = Span::new(before, before + span.length());
        before = answered.end;
        let told = within(&[answered], part).into_iter();
        told.map(move |told| from(told, answered.start).later(span.start))
    });
    stretches.collect()
}

/// A span counted from `origin`.
fn from(span: Span, origin: Millis) -> Span {
    Span::new(span.start - origin, span.end - origin)
}

fn activity(whole: &Activity, part: Span) -> Activity {
    let inside = |spans: &[Span]| {
        let spans = within(spans, part).into_iter();
        spans.map(|span| from(span, part.start)).collect()
    };
    Activity {
        voiced: inside(&whole.voiced),
        muted: inside(&whole.muted),
        length: whole.length.min(part.end) - part.start.min(whole.length),
    }
}

fn transcript(whole: &Transcript, words: &std::ops::Range<usize>, part: Span) -> Transcript {
    let words = whole.words.get(words.clone()).unwrap_or_default();
    let words = words.iter().map(|word| Word {
        time: word.time.map(|time| from(time, part.start)),
        ..word.clone()
    });
    let inside = |dropped: &&Dropped| (part.start..part.end).contains(&dropped.time.start);
    let dropped = whole.dropped.iter().filter(inside).map(|dropped| Dropped {
        time: from(dropped.time, part.start),
        ..dropped.clone()
    });
    Transcript {
        dropped: dropped.collect(),
        ..Transcript::from_words(words.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words of 400 ms with 100 ms between; a pause of 3 s of the take is cut out after 5 s.
    fn whole(count: u64) -> Whole {
        let words = (0..count)
            .map(|at| {
                let time = Span::new(Millis(at * 500), Millis(at * 500 + 400));
                Word::timed(format!("w{at}"), time)
            })
            .collect();
        let length = Millis(count * 500);
        Whole {
            answer: SectionFacts {
                id: "answer".into(),
                spans: vec![
                    Span::new(Millis(1000), Millis(6000)),
                    Span::new(Millis(9000), Millis(4000) + length),
                ],
                others: Vec::new(),
                borders: Borders::Marked,
                activity: Activity {
                    voiced: vec![
                        Span::new(Millis(0), Millis(2400)),
                        Span::new(Millis(2500), length),
                    ],
                    length,
                    muted: vec![Span::new(Millis(2400), Millis(2500))],
                },
                loudness: None,
                transcript: Some(Transcript::from_words(words)),
            },
            pressed: Vec::new(),
            corrections: Vec::new(),
        }
    }

    fn begin(section: &str, word: usize) -> Begin {
        Begin {
            section: section.into(),
            word,
            borders: Borders::Found,
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_doubled(cuts in prop::collection::btree_set(1usize..40, 0..6)) {
            let whole = whole(40);
            let mut begins = vec![begin("s0", 0)];
            begins.extend(cuts.iter().enumerate().map(|(at, word)| begin(&format!("s{}", at + 1), *word)));
            let parts = whole.cut(&begins);
            let words: Vec<String> = parts
                .iter()
                .flat_map(|part| &part.transcript.as_ref().unwrap().words)
                .map(|word| word.text.clone())
                .collect();
            let told: Vec<String> = (0..40).map(|at| format!("w{at}")).collect();
            prop_assert_eq!(words, told);
            let length: Millis = parts.iter().map(SectionFacts::length).sum();
            prop_assert_eq!(length, whole.answer.length());
            let voiced: u64 = parts.iter().flat_map(|part| &part.activity.voiced).map(|span| span.length().0).sum();
            prop_assert_eq!(voiced, 2400 + 17_500);
            let muted: u64 = parts.iter().flat_map(|part| &part.activity.muted).map(|span| span.length().0).sum();
            prop_assert_eq!(muted, 100);
            for part in &parts {
                prop_assert_eq!(part.activity.length, part.length());
                for word in &part.transcript.as_ref().unwrap().words {
                    prop_assert!(word.time.unwrap().end <= part.length());
                }
            }
        }
    }

    const ORDER: [&str; 3] = ["situation", "task", "action"];

    #[test]
    fn a_correction_moves_one_border_and_the_others_stay() {
        let mut whole = whole(40);
        let found = vec![begin("situation", 0), begin("task", 8), begin("action", 20)];
        // Word 12 begins 6 s into the answer, which is 10 s into the take.
        whole.corrections.push(Correction {
            section: "task".into(),
            begins: Some(Millis(10_000)),
        });
        let begins = whole.corrected(found.clone(), &ORDER).unwrap();
        let words: Vec<usize> = begins.iter().map(|begin| begin.word).collect();
        assert_eq!(words, [0, 12, 20]);
        assert_eq!(begins[1].borders, Borders::Corrected);
        assert_eq!(begins[2].borders, Borders::Found);
        // A section that was not told, and one that was not found.
        whole.corrections.push(Correction {
            section: "task".into(),
            begins: None,
        });
        let begins = whole.corrected(found, &ORDER).unwrap();
        assert_eq!(begins.len(), 2);
        let begins = whole.corrected(vec![begin("action", 0)], &ORDER).unwrap();
        assert_eq!(begins.len(), 1);
    }

    #[test]
    fn sections_out_of_order_and_moments_after_the_end_are_refused() {
        let mut whole = whole(40);
        let found = vec![begin("situation", 0), begin("task", 8), begin("action", 20)];
        let correct = |at| Correction {
            section: "action".into(),
            begins: Some(Millis(at)),
        };
        whole.corrections = vec![correct(2000)];
        let refused = whole
            .corrected(found.clone(), &ORDER)
            .unwrap_err()
            .to_string();
        assert!(
            refused.contains("action would begin at") && refused.contains("before task"),
            "{refused}"
        );
        whole.corrections = vec![correct(90_000)];
        let refused = whole.corrected(found, &ORDER).unwrap_err().to_string();
        assert!(refused.contains("the answer ends at"), "{refused}");
    }

    use super::super::Correction;
}
