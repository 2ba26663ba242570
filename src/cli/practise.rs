//! The arguments of the verbs that record, and of the demo.

use super::rules;
use crate::scenario::{Lens, Level};
use crate::session::Mode;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Which questions to answer, and how.
#[derive(Debug, Args)]
pub struct Followups {
    /// A story: its id, the beginning of it or words of its title, or a scenario file.
    pub scenario: Option<String>,
    /// Ask only these, by id, in this order; a comma between two: `--ask first,second`.
    #[arg(
        long,
        value_name = "ID",
        value_delimiter = ',',
        conflicts_with = "count"
    )]
    pub ask: Vec<String>,
    /// Ask about what was said in a session: what was left open there, in your own words.
    #[arg(
        long,
        value_name = "SESSION",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "last",
        conflicts_with_all = ["scenario", "ask", "count"]
    )]
    pub own: Option<String>,
    /// Ask so many, drawn by chance; what was asked least often in your sessions comes first.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    pub count: Option<u8>,
    /// Which bar, and which length.
    #[arg(long, value_enum, default_value_t)]
    pub level: Level,
    /// The story is told for one leadership principle.
    #[arg(long, value_enum)]
    pub lens: Option<Lens>,
    /// How it is recorded and judged.
    #[command(flatten)]
    pub recording: Recording,
}

/// How to practise.
#[derive(Debug, Default, Clone, PartialEq, Eq, Args)]
pub struct Practice {
    /// A story: its id, the beginning of it or words of its title, or a scenario file.
    pub scenario: Option<String>,
    /// How much help there is while you speak.
    #[arg(long, value_enum, default_value_t)]
    pub mode: Mode,
    /// Which bar, and which length.
    #[arg(long, value_enum, default_value_t)]
    pub level: Level,
    /// Tell the story for one leadership principle.
    #[arg(long, value_enum)]
    pub lens: Option<Lens>,
    /// Drill one section only.
    #[arg(long, value_name = "ID")]
    pub section: Option<String>,
    /// Tell the whole story in so many seconds; the report says what was kept and what was cut.
    #[arg(long, value_name = "SECONDS", value_parser = length(), conflicts_with = "section")]
    pub length: Option<u64>,
    /// Before the report, three questions: did you run over, give the number, say what you did? The report
    /// shows where you were wrong. `estimate = true` in the settings always asks.
    #[arg(long)]
    pub estimate: bool,
    /// How it is recorded and judged.
    #[command(flatten)]
    pub recording: Recording,
}

/// How sections or answers are recorded, transcribed and judged.
#[derive(Debug, Default, Clone, PartialEq, Eq, Args)]
pub struct Recording {
    /// Microphone: its name or a part of it (see `rehearse devices`); the last one is remembered.
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
    /// Model for the transcript: a name from `rehearse model list`, or a file.
    #[arg(long, value_name = "NAME|PATH")]
    pub model: Option<String>,
    /// Show no time while you speak; it is measured all the same.
    #[arg(long)]
    pub no_timer: bool,
    /// Read each question aloud with the system's voice; recording starts when it has ended.
    #[arg(long)]
    pub aloud: bool,
    /// Record and time, but do not transcribe now.
    #[arg(long)]
    pub no_transcribe: bool,
    /// Recordings instead of the microphone, one file a section, or a question, in order. In a mock: one
    /// file with the whole answer, then up to two with the answers to the follow-ups. WAV, M4A, MP3,
    /// Ogg, FLAC or WebM.
    #[arg(long, visible_alias = "from-audio", value_name = "FILE", num_args = 1..)]
    pub from_wav: Vec<PathBuf>,
    /// Exit with 4 when the report has a finding of one of these rules.
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rules(), hide_possible_values = true)]
    pub fail_on: Vec<String>,
    /// Draws the same questions again, for tests.
    #[arg(long, hide = true)]
    pub seed: Option<u64>,
}

/// The lengths in which interviewers ask for a story.
fn length() -> impl clap::builder::TypedValueParser<Value = u64> {
    use clap::builder::TypedValueParser as _;
    let lengths = clap::builder::PossibleValuesParser::new(["30", "60", "90", "180"]);
    lengths.try_map(|typed| typed.parse::<u64>())
}

impl Practice {
    /// Whether nothing was typed after the verb: a terminal then asks what to practise.
    pub fn says_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Which bundled take.
#[derive(Debug, Default, Args)]
pub struct Demo {
    /// The strong example, a typical answer, the weak one, or one after the other.
    #[arg(long, value_enum, default_value_t)]
    pub take: DemoTake,
}

/// The bundled takes; all are spoken by a synthetic voice.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DemoTake {
    /// The scenario's strong example.
    Strong,
    /// A good story with three faults that are easily made.
    Typical,
    /// The scenario's weak answer.
    Weak,
    /// Strong, then typical, then weak.
    #[default]
    All,
}
