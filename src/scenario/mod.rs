//! Scenarios: what is asked, how long it may take, and what a strong answer contains.
//!
//! A scenario is one TOML file in `content/scenarios` (built in) or in the user's data folder.
//! [`check()`] validates one as strictly as a compiler and reports every [`Fault`] in one run; [`parse()`] is
//! the same for callers that want the scenario or nothing. A file needs only a title and a strong
//! example per section: everything else has a default ([`star`]) or is optional.

mod around;
mod builtin;
pub mod confirmed;
pub mod draw;
mod fault;
pub(crate) mod follow_up;
mod ids;
pub mod leitner;
mod length;
mod section_role;
pub(crate) use section_role::SectionRole;
mod parse;
mod principle;
mod prompt;
mod question;
mod section;
pub(crate) mod star;
mod walk;
pub mod walkthrough;

pub use builtin::{Builtin, builtin, builtins};
pub(crate) use fault::Fault;
pub(crate) use follow_up::FollowUp;
pub use ids::RULES;
pub(crate) use ids::{is_unit, short_slug, slug};
pub(crate) use length::Given;
pub(crate) use parse::Checked;
pub use parse::{check, parse};
pub(crate) use principle::{Principle, principle, principles};
pub(crate) use question::{BankQuestion, questions};
pub(crate) use walk::{is_unprintable, nearest};

use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The level that an answer is judged at.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Entry level engineer.
    Sde1,
    /// Engineer; the default.
    #[default]
    Sde2,
    /// Senior engineer.
    Senior,
}

impl Level {
    /// Every level, junior first.
    pub const ALL: [Self; 3] = [Self::Sde1, Self::Sde2, Self::Senior];

    /// The id, as typed and stored: `sde1`, `sde2`, `senior`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Sde1 => "sde1",
            Self::Sde2 => "sde2",
            Self::Senior => "senior",
        }
    }

    /// The level with this id.
    fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.id() == id)
    }

    /// The title that is shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sde1 => "SDE 1",
            Self::Sde2 => "SDE 2",
            Self::Senior => "Senior SDE",
        }
    }
}

/// Which leadership principle the story is told for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lens {
    /// Scope boundary and end-to-end responsibility first.
    Ownership,
    /// Outcome first.
    DeliverResults,
    /// Investigation first.
    DiveDeep,
}

impl Lens {
    /// Every lens.
    pub const ALL: [Self; 3] = [Self::Ownership, Self::DeliverResults, Self::DiveDeep];

    /// The id, as typed and stored.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ownership => "ownership",
            Self::DeliverResults => "deliver-results",
            Self::DiveDeep => "dive-deep",
        }
    }

    /// The title that is shown: the name of the leadership principle.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ownership => "Ownership",
            Self::DeliverResults => "Deliver Results",
            Self::DiveDeep => "Dive Deep",
        }
    }
}

/// A scenario: the question, its sections, and everything around them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scenario {
    /// File stem and name on the command line, such as `caught-critical-issue`.
    pub id: String,
    /// The title that is shown.
    pub title: String,
    /// The long title of its source. Stored as data only.
    pub heading: String,
    /// The collection that it belongs to, such as "Amazon Leadership Principles". May be empty.
    pub series: String,
    /// What the interviewer asks.
    pub question: String,
    /// The leadership principle that it probes, such as "Insist on the Highest Standards".
    /// Empty where the story is told for none.
    pub principle: String,
    /// Ids of Amazon's principles that the story serves: the primary one first. Empty where the file
    /// names none of the sixteen.
    pub principles: Vec<String>,
    /// Modes of preparation that suit it, by name: `study`, `guided`, `mock`. Never empty.
    pub modes: Vec<String>,
    /// The story in a few sentences, in the first person.
    pub overview: String,
    /// The story in the third person: what the candidate did and what to learn from it.
    pub summary: String,
    /// The lessons, one line each.
    pub takeaways: Vec<String>,
    /// The sections in speaking order; at least one.
    pub sections: Vec<Section>,
    /// What changes with the level.
    pub levels: BTreeMap<Level, LevelGuide>,
    /// What changes with the lens.
    pub lenses: BTreeMap<Lens, LensGuide>,
    /// The interviewer's follow-up questions.
    pub follow_ups: Vec<FollowUp>,
    /// A weak answer and what is wrong with it.
    pub weak_answer: Option<WeakAnswer>,
    /// Knowledge check.
    pub quiz: Vec<Quiz>,
    /// Names and terms that a recogniser may mishear ("dead letter queue", "SLO").
    pub vocabulary: Vec<Term>,
    /// Rules that do not apply to this story, by rule id (for example `we-language`
    /// for an interview in which "we" is welcome).
    pub without_rules: Vec<String>,
    /// Whether it tells of something that was done, so that a bar raiser may lean either way. An introduction
    /// does not.
    pub leans: bool,
    /// The time that this telling was given, where it was not the story's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<Given>,
}

/// One timed section of the answer.
#[derive(Debug, Default, Clone, PartialEq, Serialize)]
pub struct Section {
    /// `situation`, `task`, `action`, `result`, `reflection`, or the scenario's own.
    pub id: String,
    /// The title that is shown.
    pub title: String,
    /// Speaking time. The only definition: timer, judge, report and `study` use it, and it
    /// is the same at every level. What differs by level is [`LevelGuide::length`], the time for
    /// the whole answer.
    pub target: Millis,
    /// The strong example for every level, if there is one.
    pub strong: Option<String>,
    /// Strong examples for one level only (the page's two reflections).
    pub strong_by_level: BTreeMap<Level, String>,
    /// Advice, a sentence or two.
    pub coaching: String,
    /// The coaching in one short line, shown while speaking.
    pub cue: String,
    /// The most common mistake.
    pub common_mistake: String,
    /// Measured values of the strong example.
    pub metrics: Vec<Metric>,
    /// Ideas (key phrases) of the strong example.
    pub signals: Vec<Signal>,
    /// What the source leaves open. May be empty.
    pub note: String,
}

/// Id of the drill in which stories are named and not told.
pub const WHICH_STORY: &str = "which-story";

impl Scenario {
    /// Whether its answers only name a story: that one fits is judged where it is asked.
    pub fn names_stories(&self) -> bool {
        self.id == WHICH_STORY
    }
}

impl Section {
    /// Whether `level` requires the idea with this id; an unknown id is required.
    pub fn expects(&self, signal: &str, level: Level) -> bool {
        let known = self.signals.iter().find(|one| one.id == signal);
        known.is_none_or(|one| one.expected_at(level))
    }

    /// Every strong example, whatever its level.
    pub fn examples(&self) -> impl Iterator<Item = &String> {
        self.strong.iter().chain(self.strong_by_level.values())
    }

    /// The strong example for `level`: its own, or the one that serves every level, or for a level
    /// without its own the nearest one below or above.
    pub fn strong_for(&self, level: Level) -> Option<&str> {
        self.strong_by_level
            .get(&level)
            .or(self.strong.as_ref())
            .or_else(|| {
                self.strong_by_level
                    .range(..level)
                    .next_back()
                    .map(|(_, text)| text)
            })
            .or_else(|| self.strong_by_level.values().next())
            .map(String::as_str)
    }
}

/// An idea that the answer should express, in any words.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// Stable id, such as `noticed-it-myself`.
    pub id: String,
    /// The key phrase in the words of the strong example.
    pub phrase: String,
    /// What the idea is, in plain words, shown when it is missing. Empty: use the phrase.
    pub meaning: String,
    /// Other wordings that count. May be empty: matching must work without.
    pub accept: Vec<String>,
    /// Who must be the actor for it to count.
    pub actor: Actor,
    /// Levels at which the answer is expected to express it; empty means every level. Saying it counts
    /// at every level.
    pub levels: Vec<Level>,
    /// Words of earlier answers that the candidate confirmed as this idea.
    #[serde(skip)]
    pub confirmed: Vec<String>,
    /// Words of earlier answers that the candidate rejected.
    #[serde(skip)]
    pub rejected: Vec<String>,
}

impl Signal {
    /// The idea of a phrase: the candidate's own act where it says "I".
    fn of(id: String, phrase: String) -> Self {
        let actor = if phrase.starts_with("I ") {
            Actor::Candidate
        } else {
            Actor::Anyone
        };
        Self {
            id,
            phrase,
            actor,
            ..Self::default()
        }
    }

    /// Whether an answer at `level` is expected to express this idea.
    pub fn expected_at(&self, level: Level) -> bool {
        self.levels.is_empty() || self.levels.contains(&level)
    }
}

/// Who must have done it for a signal to count.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// The candidate: "I pulled", not "we pulled" or "logs were pulled".
    Candidate,
    /// Anyone: only the content counts.
    #[default]
    Anyone,
}

/// A measured value that the answer should contain, whatever its wording.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Metric {
    /// Stable id, such as `drop-rate`.
    pub id: String,
    /// How a coach would name it: "the 0.3% drop rate".
    pub name: String,
    /// Every one of these must be said (a change from 0.3% to zero has two).
    pub values: Vec<MetricValue>,
    /// Alternatives: all values of any one of these are sufficient
    /// (the end value alone, the same money over a month).
    pub or: Vec<Vec<MetricValue>>,
}

/// One value with its unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricValue {
    /// The number.
    pub value: f64,
    /// `percent`, `usd`, `count`, … as in `analyze --json`; empty for a bare number.
    pub unit: String,
}

/// The requirements of a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelGuide {
    /// The name of this level in the story ("Site lead"). Empty: [`Level::title`].
    pub title: String,
    /// What to emphasise.
    pub focus: String,
    /// What the reflection should contain.
    pub reflection: String,
    /// The bar.
    pub bar: String,
    /// The length of a whole answer at this level, compared with the sum of all sections;
    /// a section keeps its own target.
    pub length: Millis,
    /// The length in the source's words ("2.5-3 minutes"). May be empty.
    pub length_text: String,
    /// What the source leaves open. May be empty.
    pub note: String,
}

/// The requirements of a lens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LensGuide {
    /// How to open.
    pub opening: String,
    /// What to emphasise.
    pub emphasise: String,
    /// What to keep short.
    pub downplay: String,
}

/// The weak answer and its faults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeakAnswer {
    /// The whole text.
    pub text: String,
    /// The same words by section id, as far as they belong to a section.
    pub by_section: BTreeMap<String, String>,
    /// What is wrong, as the source states it.
    pub faults: Vec<String>,
    /// Rules that must find something in it (checked by a test).
    pub fails: Vec<String>,
    /// What a bar raiser thinks.
    pub bar_raiser: String,
    /// Where the source contradicts itself. May be empty.
    pub note: String,
}

/// One question of the knowledge check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quiz {
    /// Stable id within the scenario.
    pub id: String,
    /// The question.
    pub question: String,
    /// Two to six choices.
    pub choices: Vec<String>,
    /// Index of the right choice.
    pub answer: usize,
    /// Why it is right.
    pub because: String,
    /// What to say about each choice, in the order of the choices; empty, or one for each.
    pub remarks: Vec<String>,
}

/// A term that is often misheard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// Its spelling: "dead letter queue".
    pub term: String,
    /// Known misrecognitions: "dead letter cue". May be empty: terms are also recognised by sound.
    pub heard_as: Vec<String>,
}

impl Scenario {
    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The story's title for the level, else the default.
    pub fn level_title(&self, level: Level) -> &str {
        let own = self.levels.get(&level).map(|guide| guide.title.as_str());
        own.filter(|title| !title.is_empty())
            .unwrap_or_else(|| level.title())
    }

    /// The follow-up whose answer has this section id.
    pub fn follow_up(&self, id: &str) -> Option<&FollowUp> {
        self.follow_ups.iter().find(|one| one.plan.id == id)
    }

    /// What is recorded under this id: a section of the answer, or the answer to a follow-up.
    pub fn plan(&self, id: &str) -> Option<&Section> {
        self.section(id)
            .or_else(|| self.follow_up(id).map(|one| &one.plan))
    }

    /// Every section id in speaking order: the answer, then the follow-ups.
    pub fn speaking_order(&self) -> impl Iterator<Item = &str> {
        let answers = self.follow_ups.iter().map(|one| one.plan.id.as_str());
        let sections = self.sections.iter().map(|section| section.id.as_str());
        sections.chain(answers)
    }
}

#[cfg(test)]
mod tests;
