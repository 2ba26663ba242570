//! The values of a judgement, as they are stored with a session and shown in a report.

mod about;
mod certainty;
mod finding;
mod point_outcome;
mod settings;
mod short;

pub use crate::language::number::{Quantity, Role};
pub(crate) use about::{About, Family};
pub use certainty::Certainty;
pub use finding::{Evidence, Finding, Severity, Subject};
pub(crate) use point_outcome::PointOutcome;
pub(crate) use settings::Bands;
pub use settings::RuleSettings;
pub(crate) use short::{Opening, PointCheck, ShortTelling, StoryPiece};

use crate::scenario::{Lens, Level, Scenario, Section};
use crate::time::{Millis, Span};
use serde::{Deserialize, Serialize};

/// What was recorded of one section: the input of the judgement.
#[derive(Debug, Clone, Copy)]
pub struct SectionInput<'a> {
    /// Section id.
    pub id: &'a str,
    /// How long it took.
    pub length: Millis,
    /// The words.
    pub transcript: &'a crate::transcript::Transcript,
    /// Voice and silence measured on the sound; `None` for typed text.
    pub activity: Option<&'a crate::audio::Activity>,
    /// Loudness; `None` for typed text.
    pub loudness: Option<&'a crate::audio::Loudness>,
    /// The earlier take that it repeats word for word, if it does.
    pub told_before: Option<&'a ToldBefore>,
}

/// An earlier take of which a section repeats most words, in runs of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldBefore {
    /// Start of the earlier take, RFC 3339 in UTC.
    pub started: String,
    /// How many runs of this section stand there.
    pub same: usize,
    /// How many this section has.
    pub all: usize,
}

impl<'a> SectionInput<'a> {
    /// Typed text, without measurements of sound.
    pub fn typed(
        id: &'a str,
        length: Millis,
        transcript: &'a crate::transcript::Transcript,
    ) -> Self {
        Self {
            id,
            length,
            transcript,
            activity: None,
            loudness: None,
            told_before: None,
        }
    }
}

/// What the answer is judged against.
#[derive(Debug, Clone, Copy)]
pub struct Bar<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The level.
    pub level: Level,
    /// The lens.
    pub lens: Option<Lens>,
}

impl<'a> Bar<'a> {
    /// The bar of a level, without a lens.
    pub fn of(scenario: &'a Scenario, level: Level) -> Self {
        Self {
            scenario,
            level,
            lens: None,
        }
    }
}

/// The judgement of a session. Derived from facts alone; can be discarded and computed again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Version of the rules that made it.
    pub analyzer: String,
    /// One for each spoken section, in scenario order.
    pub sections: Vec<SectionJudgement>,
    /// The judgement over all sections.
    pub overall: Overall,
    /// What a short version kept of its story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<ShortTelling>,
}

/// The judgement of one section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionJudgement {
    /// Section id.
    pub id: String,
    /// Measurements without a verdict.
    pub measures: Measures,
    /// Values with units, in text order.
    pub quantities: Vec<Quantity>,
    /// The strong example's metrics: said or not.
    pub metrics: Vec<MetricCheck>,
    /// The strong example's ideas: covered or not.
    pub signals: Vec<SignalCheck>,
    /// Terms of the scenario that were recognised by their sound, in text order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misheard: Vec<Misheard>,
    /// Findings, by time, then rule.
    pub findings: Vec<Finding>,
    /// Whether the open point was settled, if a question about the candidate's own words was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<PointOutcome>,
}

impl SectionJudgement {
    /// How many ideas are covered, and how many are covered or expected at the level. Without the
    /// scenario's section, each is expected.
    pub fn ideas(&self, plan: Option<&Section>, level: Level) -> (usize, usize) {
        let signals = self.signals.iter();
        ideas(
            signals.map(|one| (one.id.as_str(), one.covered)),
            plan,
            level,
        )
    }
}

/// As [`SectionJudgement::ideas`], from the ids of the ideas and whether each is covered.
pub fn ideas<'a>(
    signals: impl Iterator<Item = (&'a str, bool)>,
    plan: Option<&Section>,
    level: Level,
) -> (usize, usize) {
    let asked = |id: &str| plan.is_none_or(|plan| plan.expects(id, level));
    signals.fold((0, 0), |(covered, all), (id, said)| {
        (
            covered + usize::from(said),
            all + usize::from(said || asked(id)),
        )
    })
}

/// Measures of one section.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// Time taken.
    pub length: Millis,
    /// Target time.
    pub target: Millis,
    /// Words, fillers not counted.
    pub words: usize,
    /// Words a minute over the time from first to last voiced sound (over `length` for typed text).
    pub words_per_minute: Option<u32>,
    /// Words a minute of voiced time only, pauses cut out.
    pub articulation_per_minute: Option<u32>,
    /// Time with voice, if the sound was measured.
    pub voiced: Option<Millis>,
    /// Silence before the first voiced sound.
    pub first_word_after: Option<Millis>,
    /// Longest silence between voiced intervals.
    pub longest_pause: Option<Millis>,
    /// Fillers heard: at least this many.
    pub fillers: usize,
    /// Hesitations that the sound shows and the transcript lacks; never counted as certain.
    pub possible_fillers: usize,
    /// I, I'm, I've, I'd, I'll.
    pub i_count: usize,
    /// Every we, us, our, ours, ourselves, let's.
    pub we_count: usize,
    /// Share of the whole answer's time in percent, rounded; `None` for a drill or typed text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<u32>,
    /// Share that the scenario's targets give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_share: Option<u32>,
}

impl Measures {
    /// Time past the target.
    pub fn over(&self) -> Millis {
        self.length - self.target
    }

    /// Whether the section ran past its target by more than the tolerance.
    pub fn late(&self) -> bool {
        late(self.length, self.target)
    }

    /// Whether the section used so little of its target that there is hardly anything to judge.
    pub fn thin(&self) -> bool {
        thin(self.length, self.target)
    }
}

/// A term of the scenario that the recogniser misheard. The transcript keeps what was heard; the judgement uses what
/// was meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misheard {
    /// As transcribed: "dead letter cue".
    pub heard: String,
    /// As interpreted: "dead letter queue".
    pub taken_as: String,
    /// Bytes of the transcript's text: start.
    pub start: usize,
    /// Bytes of the transcript's text: end.
    pub end: usize,
    /// When, from the start of the section, if the words have times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Span>,
}

/// Whether a metric of the strong example was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricCheck {
    /// Metric id.
    pub id: String,
    /// The name that is shown.
    pub name: String,
    /// Said or not.
    pub said: bool,
    /// The words that say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// Whether an idea of the strong example was covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalCheck {
    /// Signal id.
    pub id: String,
    /// The key phrase.
    pub phrase: String,
    /// Covered or not.
    pub covered: bool,
    /// Confidence that it was said. Older judgements have only `covered`; use [`Self::heard`].
    #[serde(default, skip_serializing_if = "not_said")]
    pub heard: Certainty,
    /// The words that cover it, or similar ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Title of another section that plainly says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_in: Option<String>,
}

fn not_said(heard: &Certainty) -> bool {
    *heard == Certainty::NotSaid
}

impl SignalCheck {
    /// Confidence that it was said.
    pub fn heard(&self) -> Certainty {
        if self.covered {
            Certainty::Said
        } else {
            self.heard
        }
    }
}

/// The bar raiser's tendency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaning {
    /// For.
    Hire,
    /// A follow-up question would decide.
    Undecided,
    /// Against.
    NoHire,
}

impl Leaning {
    /// The id in `analyze --json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Hire => "hire",
            Self::Undecided => "undecided",
            Self::NoHire => "no-hire",
        }
    }
}

/// A question about what the judge is not sure of. No finding, and it lowers no verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Section id.
    pub section: String,
    /// Id of the idea; empty if it is about the section as a whole.
    pub idea: String,
    /// The words it is about.
    pub quote: String,
    /// The question.
    pub text: String,
}

/// The judgement over all sections.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overall {
    /// Time taken.
    pub length: Millis,
    /// Target time (of the spoken sections only, in a drill).
    pub target: Millis,
    /// The bar raiser's thought, one paragraph.
    pub verdict: String,
    /// Why, one reason a line.
    pub because: Vec<String>,
    /// The one thing to drill next, as a sentence.
    pub next: String,
    /// The section to drill, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_section: Option<String>,
    /// The tendency, if enough was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaning: Option<Leaning>,
    /// Whether another story was told than the one that it was held against.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub another_story: bool,
    /// The judge's questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
}

/// The tolerated overrun: 2 seconds or a tenth, whichever is more.
pub fn tolerance(target: Millis) -> Millis {
    Millis::from_secs(2).max(Millis(target.0 / 10))
}

/// Whether a section ran past its target by more than the tolerance.
pub fn late(length: Millis, target: Millis) -> bool {
    target > Millis::ZERO && length > target + tolerance(target)
}

/// Whether a section used less than 30 % of its target. The walkthrough's strong Action takes about
/// 28 s of its 90, so less than that is too little to judge. A section that was not timed is not thin.
pub fn thin(length: Millis, target: Millis) -> bool {
    length > Millis::ZERO && target > Millis::ZERO && length.0 * 100 < target.0 * 30
}
