//! The record of one rehearsal: facts (what was heard, when, how loud) separate from the judgement,
//! so that any session can be judged again.

use crate::audio::{Activity, Loudness};
use crate::judgement::{Judgement, ToldBefore};
use crate::meaning::Known;
use crate::scenario::{Lens, Level, Scenario};
use crate::time::{Millis, Span};
use crate::transcript::Transcript;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub mod cut;

/// The version of `session.json` that this program writes. Older ones are read, newer ones refused.
pub const FORMAT: u32 = 1;

/// The mode of practice.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Read first, then speak with everything visible.
    Study,
    /// Section by section with cues.
    #[default]
    Guided,
    /// One take, no hints.
    Mock,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Study, Self::Guided, Self::Mock];

    /// As typed, stored and shown.
    pub fn id(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Guided => "guided",
            Self::Mock => "mock",
        }
    }

    /// What it is like.
    pub fn about(self) -> &'static str {
        match self {
            Self::Study => "read first, then speak with everything visible",
            Self::Guided => "section by section, with cues",
            Self::Mock => "the question only, one take, no hints",
        }
    }
}

/// One rehearsal.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// [`FORMAT`] at the time of writing.
    pub format: u32,
    /// Folder name: UTC start and scenario, `20261123T091200Z-caught-critical-issue`.
    pub id: String,
    /// Start, RFC 3339 in UTC.
    pub started: String,
    /// Scenario id. Its text is kept beside the session as `scenario.toml`, so that the session can
    /// be judged again after the scenario has changed.
    pub scenario: String,
    /// Title of the scenario, for lists.
    pub title: String,
    /// How it was practised.
    pub mode: Mode,
    /// The level it is judged at.
    pub level: Level,
    /// Which lens, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lens: Option<Lens>,
    /// The time that the telling was given, where it was not the story's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Millis>,
    /// The recording.
    pub take: Take,
    /// What happened during the take, in order.
    pub marks: Vec<Mark>,
    /// The sections that were spoken, in scenario order, the last try of each.
    pub sections: Vec<SectionFacts>,
    /// The whole answer, if it was recorded as one take and divided into sections afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Whole>,
    /// Name of the model that transcribed it, if transcribed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The tries that the candidate chose to be judged, by section id, counted from 1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub chosen: BTreeMap<String, usize>,
    /// What the candidate thought of the take before the report was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
    /// The earlier takes that sections repeat word for word, by section id; found when the session was judged first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub told_before: BTreeMap<String, ToldBefore>,
    /// Earlier transcripts by other models, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heard_before: Vec<Hearing>,
    /// The judgement, replaced as a whole whenever the session is judged again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// Where the answer comes nearest to the ideas that its words left open, so that judging again
    /// needs no embedding model.
    #[serde(default, skip_serializing_if = "Known::is_empty")]
    pub meanings: Known,
}

impl Session {
    /// The first record of a session: nothing is heard yet.
    pub fn begun(
        (id, started): (String, String),
        scenario: &Scenario,
        (mode, level): (Mode, Level),
        take: Take,
    ) -> Self {
        Self {
            format: FORMAT,
            id,
            started,
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            mode,
            level,
            take,
            ..Self::default()
        }
    }
}

impl Take {
    /// A take of no sound yet, at `rate` frames a second.
    pub fn begun(source: String, rate: u32) -> Self {
        Self {
            source,
            rate,
            ..Self::default()
        }
    }
}

/// The transcript of a model that another one has replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hearing {
    /// Name of the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Its words by section id; [`ANSWER`] is a whole answer.
    pub sections: BTreeMap<String, Transcript>,
}

/// What the candidate thought of the take; `None` where that was left open.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// It ran over its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<bool>,
    /// The number was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<bool>,
    /// It was said what the candidate did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deeds: Option<bool>,
}

/// Facts about `take.wav`.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Take {
    /// Where the sound came from: the name of the device, or the files.
    pub source: String,
    /// Frames a second of the take.
    pub rate: u32,
    /// Frames in the take.
    pub frames: u64,
    /// Frames known or estimated to be lost by the sound system.
    #[serde(default)]
    pub lost_frames: u64,
    /// Stretches where the microphone was disconnected, silent in the take.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Span>,
    /// How much faster (+) or slower (-) the sound card's clock ran than the system's, in parts per million.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift_ppm: Option<i32>,
    /// The voice is synthetic (the demo), which is stated wherever the session is shown.
    #[serde(default)]
    pub synthetic: bool,
}

/// An event at a moment of the take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Frame of the take.
    pub frame: u64,
    /// What happened.
    pub event: Event,
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "section")]
pub enum Event {
    /// A section begins (again, if it began before: the earlier try is kept).
    Start(String),
    /// A section ends.
    End(String),
    /// A new section begins within an answer recorded as one take.
    Border,
    /// The candidate paused.
    Pause,
    /// The candidate went on.
    Resume,
    /// The microphone was disconnected.
    MicrophoneLost,
    /// The microphone came back.
    MicrophoneBack,
    /// The take ended.
    Finish,
}

/// Facts about one spoken section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionFacts {
    /// Section id.
    pub id: String,
    /// Its stretches of the take, pauses and gaps cut out; usually one.
    pub spans: Vec<Span>,
    /// The other tries of the same section, in order.
    #[serde(default, rename = "earlier", skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Span>,
    /// How its borders were determined.
    #[serde(default)]
    pub borders: Borders,
    /// Voice and silence, counted from the section's start.
    pub activity: Activity,
    /// How loud, if there was any sound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loudness: Option<Loudness>,
    /// The words, once transcribed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<Transcript>,
}

/// Id of an answer recorded as one take, until it is divided into sections.
pub const ANSWER: &str = "answer";

/// An answer that was recorded as one take. Its
/// sections are derived from it and can be derived again; nothing here is ever edited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Whole {
    /// The answer as one stretch, with its words once transcribed.
    pub answer: SectionFacts,
    /// When keys were pressed during it, as moments of the take.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pressed: Vec<Millis>,
    /// The candidate's corrections, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

/// Where a section begins, as corrected by the candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Section id.
    pub section: String,
    /// Moment of the take; `None` if the section was not told.
    pub begins: Option<Millis>,
}

/// How the borders of a section were determined.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Borders {
    /// By key presses, or by one file per section.
    #[default]
    Marked,
    /// Found from the words; may be corrected.
    Found,
    /// Corrected afterwards by hand.
    Corrected,
}

/// Converts a moment of a section to a moment of the take by adding the pauses and gaps between
/// its stretches. A moment past the end of the section gives its end.
pub fn in_take(spans: &[Span], moment: Millis) -> Millis {
    let mut left = moment;
    for span in spans {
        if left <= span.length() {
            return span.start + left;
        }
        left = left - span.length();
    }
    spans.last().map_or(moment, |span| span.end)
}

impl SectionFacts {
    /// A moment of the section as a moment of the take.
    pub fn in_take(&self, moment: Millis) -> Millis {
        in_take(&self.spans, moment)
    }

    /// Which try it is, counted from 1, and how many there are.
    pub fn tried(&self) -> (usize, usize) {
        let starts = |spans: &[Span]| spans.first().map_or(Millis::ZERO, |span| span.start);
        let own = starts(&self.spans);
        let before = self.others.iter().filter(|other| other.start < own);
        (before.count() + 1, self.others.len() + 1)
    }

    /// Time spoken, without pauses and gaps.
    pub fn length(&self) -> Millis {
        self.spans.iter().map(|span| span.length()).sum()
    }

    /// Voice as detected, and where words were recognised: silence is only what both agree on.
    pub fn voice(&self) -> Activity {
        match &self.transcript {
            Some(transcript) => self.activity.with_words(transcript),
            None => self.activity.clone(),
        }
    }
}
