//! Terms that the recogniser misheard: as heard and as interpreted.

use super::facts::chars;
use crate::judgement::SectionJudgement;
use crate::session::SectionFacts;
use crate::time::Millis;
use crate::words::{self, clean};

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
        let times: Vec<String> = self
            .places
            .iter()
            .filter_map(|place| Some(place.at?.to_string()))
            .collect();
        let at = match (times.is_empty(), self.places.len()) {
            (true, 1) => String::new(),
            (true, more) => format!(" {}", words::times(more)),
            (false, _) => format!(" at {}", words::list(&times)),
        };
        format!("Heard “{}”{at}, taken as “{}”.", self.heard, self.taken_as)
    }
}

/// Misheard terms, each pair of words once with all its occurrences.
pub(super) fn of(judged: &SectionJudgement, facts: &SectionFacts) -> Vec<Misheard> {
    let text = facts.transcript.as_ref().map_or("", |heard| &heard.text);
    let mut all: Vec<Misheard> = Vec::new();
    for one in &judged.misheard {
        let place = MisheardAt {
            chars: chars(text, (one.start, one.end)),
            at: one.time.map(|time| time.start),
            in_take: one
                .time
                .filter(|_| !facts.spans.is_empty())
                .map(|time| facts.in_take(time.start)),
        };
        let (heard, taken_as) = (clean(&one.heard), clean(&one.taken_as));
        match all
            .iter_mut()
            .find(|other| other.heard == heard && other.taken_as == taken_as)
        {
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
