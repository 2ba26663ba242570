//! The command line. Parsing only validates.

use crate::scenario::{Lens, Level};
use crate::session::Mode;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

mod examples;
mod help;
mod practise;
mod sessions;
mod week;

pub(crate) use practise::{Demo, DemoTake, Followups, Practice, Recording};
pub(crate) use sessions::{Export, ExportFormat, Mark, Purge, Rm, SessionsVerb, Use};
pub(crate) use week::{Ask, Card, Log, LoopOptions, Review, Stories};

/// The ids of the rules, so that a mistyped one is an error rather than a rule without findings.
fn rules() -> PossibleValuesParser {
    PossibleValuesParser::new(crate::scenario::RULES)
}

/// Practise interview stories aloud: timed, recorded, transcribed on this machine, judged with evidence.
#[derive(Debug, Parser)]
#[command(name = "rehearse", version, before_help = examples::of(""), mut_subcommands(examples::shown), override_help = help::TEXT, max_term_width = 100)]
pub struct Cli {
    /// What to do; without it you are asked on a terminal, and shown this help elsewhere.
    #[command(subcommand)]
    pub verb: Option<Verb>,
    /// Print data as JSON on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// No colours, no animation, no line that repeats every second (for screen readers).
    #[arg(long, global = true)]
    pub plain: bool,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Speak each section against the clock; transcript, findings, report.
    #[command(alias = "practise")]
    Practice(Practice),
    /// The bundled takes through the same pipeline: no microphone, no download.
    Demo(Demo),
    /// A recording as text, JSON or subtitles.
    Transcribe(Transcribe),
    /// Judge, or judge again, without recording: a session, an attempt as JSON, or plain text.
    Analyze(Analyze),
    /// Answer what the judge is not sure about: yes or no, remembered for the story.
    Confirm {
        /// A session: `last`, a number or an id (see `rehearse sessions`).
        #[arg(value_name = "SESSION")]
        session: Option<String>,
    },
    /// Every rule of the judgement: what, why, and where it comes from.
    Rules {
        /// Only these, by id: rehearse rules overrun handoff.
        rules: Vec<String>,
    },
    /// Read the walkthrough: strong examples, coaching, follow-ups.
    Study(Study),
    /// The interviewer's follow-up questions, answered aloud.
    Followups(Followups),
    /// The knowledge check: choices, reasons, and wrong answers again.
    Quiz(Quiz),
    /// What can be practised, and your own stories.
    #[command(subcommand)]
    Scenario(ScenarioVerb),
    /// Whisper's models: fetched, verified, timed.
    #[command(subcommand)]
    Model(ModelVerb),
    /// What to drill today, and why: at most three proposals from your own history.
    Next,
    /// Your stories against the 16 leadership principles: what serves what, what is missing.
    Stories(Stories),
    /// An interviewer's question: say which story, and its first line, within ten seconds.
    Ask(Ask),
    /// A mock loop: several questions, no story twice, follow-ups from your own words, one debrief.
    Loop(LoopOptions),
    /// What real interviews asked, which story you told, and how it went.
    Log(Log),
    /// One sheet for the day of the interview: first lines, numbers and cues of your stories.
    Card(Card),
    /// Everything saved as one local page: takes, trends, stories, open questions; searchable.
    Review(Review),
    /// Past rehearsals: list, show, open, play, compare, mark, export, hear again, recover, remove.
    Sessions {
        /// What to do with them; without it they are listed.
        #[command(subcommand)]
        what: Option<SessionsVerb>,
    },
    /// How the numbers of a story change over its takes.
    Trend(TrendOptions),
    /// The microphones of this machine and their formats.
    Devices,
    /// Check microphone, level, model, speed, disk, folders and terminal, and say what to do.
    Doctor(Doctor),
    /// Completions for a shell: rehearse completions bash > ~/.local/share/bash-completion/completions/rehearse.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// The manual page: rehearse man | man -l -.
    Man,
}

impl Verb {
    /// Whether it needs the folders from the settings. The others work, and help to diagnose, with
    /// settings that cannot be read.
    pub fn needs_folders(&self) -> bool {
        !matches!(
            self,
            Self::Rules { .. }
                | Self::Devices
                | Self::Doctor(_)
                | Self::Completions { .. }
                | Self::Man
        )
    }
}

/// What to do with models.
#[derive(Debug, Subcommand)]
pub enum ModelVerb {
    /// Known models: size, speed, what each is good for, and which are installed.
    List,
    /// Fetch a model; an interrupted download goes on where it stopped.
    Get {
        /// Name from `rehearse model list`; without it, the best one that this machine keeps up with.
        name: Option<String>,
    },
    /// Compare installed models, bit for bit, with the published files.
    Verify {
        /// Models to verify; without any, all that are installed.
        names: Vec<String>,
    },
    /// Remove a model from this machine.
    #[command(visible_alias = "remove")]
    Rm {
        /// Name from `rehearse model list`.
        name: String,
        /// Do not ask.
        #[arg(long, short)]
        yes: bool,
    },
    /// Time this machine once, and remember which model it keeps up with.
    Bench,
}

/// What to judge.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["session", "attempt", "text"]))]
pub struct Analyze {
    /// A session: its number, its id, the beginning of its id, or `last`. Only its judgement changes.
    pub session: Option<String>,
    /// An attempt as JSON; `-` is standard input.
    #[arg(long, value_name = "FILE.json")]
    pub attempt: Option<PathBuf>,
    /// Text of one section; `-` is standard input. May be given several times.
    #[arg(long, value_name = "SECTION=FILE", num_args = 1..)]
    pub text: Vec<String>,
    /// Scenario for --text.
    #[arg(long, requires = "text")]
    pub scenario: Option<String>,
    /// The level, for --text.
    #[arg(long, value_enum, requires = "text")]
    pub level: Option<Level>,
    /// Lens, for --text.
    #[arg(long, value_enum, requires = "text")]
    pub lens: Option<Lens>,
    /// Exit with 4 when there is a finding of one of these rules.
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rules(), hide_possible_values = true)]
    pub fail_on: Vec<String>,
}

/// What to ask.
#[derive(Debug, Args)]
pub struct Quiz {
    /// A story: its id, the beginning of it or words of its title, or a scenario file.
    pub scenario: Option<String>,
    /// Ask everything, also what is not due yet.
    #[arg(long)]
    pub all: bool,
}

/// What to transcribe, and into what.
#[derive(Debug, Args)]
pub struct Transcribe {
    /// A recording: WAV, M4A, MP3, Ogg, FLAC or WebM; `-` is standard input.
    pub file: PathBuf,
    /// Model for the transcript: a name from `rehearse model list`, or a file.
    #[arg(long, value_name = "NAME|PATH")]
    pub model: Option<String>,
    /// Text whose style the model follows. "Um, uh, hmm, er, ah." makes it likelier to write fillers.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub prompt: String,
    /// Form of the transcript [default: text].
    #[arg(long, value_enum)]
    pub format: Option<TranscriptFormat>,
}

impl Transcribe {
    /// Whether the recording comes through standard input.
    pub fn is_piped(&self) -> bool {
        self.file.as_os_str() == "-"
    }
}

/// Forms of a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TranscriptFormat {
    /// The words.
    Text,
    /// Words with their times, silences, and what was left out; the same as --json.
    Json,
    /// Subtitles, SubRip.
    Srt,
    /// Subtitles, WebVTT.
    Vtt,
}

/// What to read.
#[derive(Debug, Args)]
pub struct Study {
    /// A story: its id, the beginning of it or words of its title, or a scenario file.
    pub scenario: Option<String>,
    /// The level and its length.
    #[arg(long, value_enum, default_value_t)]
    pub level: Level,
    /// The leadership principle.
    #[arg(long, value_enum)]
    pub lens: Option<Lens>,
    /// One section only.
    #[arg(long, value_name = "ID")]
    pub section: Option<String>,
}

/// What to follow over time.
#[derive(Debug, Args)]
pub struct TrendOptions {
    /// Scenario id; without it, the one practised last.
    pub scenario: Option<String>,
    /// One section only.
    #[arg(long, value_name = "ID")]
    pub section: Option<String>,
    /// Write a page with charts instead; an existing file is not overwritten.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// What to do with scenarios.
#[derive(Debug, Subcommand)]
pub enum ScenarioVerb {
    /// Everything that can be practised: built in, and your own.
    List,
    /// One scenario on one screen; as JSON everything that it holds.
    Show {
        /// Scenario id, or a scenario file.
        scenario: Option<String>,
        /// Its file, to copy and change.
        #[arg(long, conflicts_with = "json")]
        toml: bool,
    },
    /// Write a story of your own: answer a few questions, or bring notes.
    New(NewStory),
    /// Every fault of a scenario file with its place and remedy, and a coach's advice.
    Check {
        /// Scenario files or ids; without any, all of your own.
        scenarios: Vec<String>,
    },
}

/// What a new story begins with.
#[derive(Debug, Args)]
pub struct NewStory {
    /// Title of the story; without it you are asked.
    pub title: Option<String>,
    /// Notes to begin with, plain text or Markdown; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Open the new file in your editor (VISUAL or EDITOR).
    #[arg(long)]
    pub edit: bool,
}

/// What to check.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Microphone: its name or a part of it.
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
    /// Model: a name from `rehearse model list`, or a file.
    #[arg(long, value_name = "NAME|PATH")]
    pub model: Option<String>,
}

impl ValueEnum for Mode {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }
    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.id()).help(self.about()))
    }
}

impl ValueEnum for Level {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }
    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.id()))
    }
}

impl ValueEnum for Lens {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }
    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.id()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_valid() {
        Cli::command().debug_assert();
    }
}
