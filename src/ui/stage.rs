//! The parts of a rehearsal as shown on a screen, and which of them are shown
//! together. Pure.

use crate::record::{Phase, View};
use crate::time::Millis;

/// A rehearsal as shown on a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Scenario title.
    pub title: String,
    /// `SDE 2 · guided`.
    pub manner: String,
    /// What is recorded, in order: sections first, then answers to follow-up questions.
    pub parts: Vec<StageSection>,
    /// Time for all sections together, where it differs from their sum.
    pub whole: Option<Millis>,
    /// Show time at all.
    pub timer: bool,
    /// What is read aloud before the first part; may be empty.
    pub opening: String,
    /// The first part is the whole answer: no section is named, and one clock runs.
    pub one_take: bool,
    /// The remedy for a microphone that sends only zeros, on this system.
    pub unmute: &'static str,
}

/// A section on the screen, or the answer to a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageSection {
    /// Section id.
    pub id: String,
    /// The title that is shown.
    pub title: String,
    /// Time to speak.
    pub target: Millis,
    /// Coaching in one line; empty without hints.
    pub cue: String,
    /// Key phrases, only where everything is visible (study).
    pub phrases: Vec<String>,
    /// The strong example, only where everything is visible (study).
    pub example: String,
    /// What the interviewer asks before it; shown only when it is due. Empty for a section.
    pub question: String,
}

impl Stage {
    /// The total time.
    pub fn target(&self) -> Millis {
        let sum = || self.parts.iter().map(|part| part.target).sum();
        self.whole.unwrap_or_else(sum)
    }

    /// Index of the first part that answers a question; the number of parts if there is none.
    pub fn questions_from(&self) -> usize {
        let first = self.parts.iter().position(|part| !part.question.is_empty());
        first.unwrap_or(self.parts.len())
    }

    /// Whether the whole answer is being recorded as one take, whose end only the candidate knows.
    pub fn tells_in_one(&self, view: &View) -> bool {
        self.one_take && view.at < self.questions_from()
    }

    /// The parts that are shown together at this moment, and their view: the answer, or the
    /// questions.
    pub fn shown(&self, view: &View) -> (Self, View) {
        let from = self.questions_from();
        let (group, whole) = if view.at < from {
            (0..from, self.whole)
        } else {
            (from..self.parts.len(), None)
        };
        let stage = Self {
            parts: self.parts[group.clone()].to_vec(),
            whole,
            ..self.clone()
        };
        let mut view = view.clone();
        view.at -= group.start;
        let known = |id: &str| stage.parts.iter().any(|part| part.id == id);
        view.spoken.retain(|(id, _)| known(id));
        (stage, view)
    }

    /// Time that counts for the part `id`.
    pub fn time_of(&self, view: &View, id: &str) -> Millis {
        let of = view.spoken.iter().find(|(known, _)| known == id);
        of.map_or(Millis::ZERO, |(_, time)| *time)
    }

    /// Time that counts. While a section is recorded it is the time of this try, however short, not that
    /// of an earlier one.
    pub(super) fn spoken_in_all(&self, view: &View) -> Millis {
        let open = self.parts.get(view.at).map(|part| part.id.as_str());
        let speaking = matches!(view.phase, Phase::Speaking | Phase::Paused);
        let counted = |id: &str| !speaking || Some(id) != open;
        let spoken = view.spoken.iter().filter(|(id, _)| counted(id));
        let spoken: Millis = spoken.map(|(_, time)| *time).sum();
        if speaking {
            spoken + view.section
        } else {
            spoken
        }
    }
}
