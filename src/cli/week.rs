//! The arguments of the verbs for the days before an interview.

use crate::scenario::Level;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How to show the story bank.
#[derive(Debug, Args)]
pub struct Stories {
    /// Write a page instead; an existing file is not overwritten.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// Which questions to ask, and how they are answered.
#[derive(Debug, Args)]
pub struct Ask {
    /// Only questions about this leadership principle, by name or id (see `rehearse stories`).
    #[arg(long, value_name = "P")]
    pub principle: Option<String>,
    /// Ask so many; what was answered wrong and is due comes first.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=16))]
    pub count: u8,
    /// How it is spoken.
    #[command(flatten)]
    pub speech: Speech,
}

/// How answers are recorded, for the verbs that need no other options.
#[derive(Debug, Default, Clone, Args)]
pub struct Speech {
    /// Read each question aloud with the system's voice; recording starts when it has ended.
    #[arg(long)]
    pub aloud: bool,
    /// Microphone: its name or a part of it (see `rehearse devices`); the last one is remembered.
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
    /// Model for the transcript: a name from `rehearse model list`, or a file.
    #[arg(long, value_name = "NAME|PATH")]
    pub model: Option<String>,
    /// Recorded answers instead of the microphone, one file a question, in asking order.
    #[arg(long, alias = "from-audio", value_name = "FILE", num_args = 1..)]
    pub from_wav: Vec<PathBuf>,
    /// Draws the same questions again, for tests.
    #[arg(long, hide = true)]
    pub seed: Option<u64>,
}

impl Speech {
    /// The same options for a take.
    pub fn recording(&self) -> super::Recording {
        super::Recording {
            device: self.device.clone(),
            model: self.model.clone(),
            aloud: self.aloud,
            from_wav: self.from_wav.clone(),
            ..super::Recording::default()
        }
    }
}

/// Which stories, and how to show them.
#[derive(Debug, Args)]
pub struct Card {
    /// Stories; without any, your own and those that you practised.
    #[arg(value_name = "STORY")]
    pub stories: Vec<String>,
    /// Write a page that prints on one sheet; an existing file is not overwritten.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// Where to write the page of everything saved.
#[derive(Debug, Args)]
pub struct Review {
    /// Write the page here instead of into the data folder; an existing file is not overwritten.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Only write it; do not open the browser.
    #[arg(long)]
    pub no_open: bool,
}

/// How long a loop is, and how it is spoken.
#[derive(Debug, Args)]
pub struct LoopOptions {
    /// So many questions, each about another principle.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=8))]
    pub questions: u8,
    /// Which bar, and which length.
    #[arg(long, value_enum, default_value_t)]
    pub level: Level,
    /// Only show the debrief of the last loop again.
    #[arg(long)]
    pub debrief: bool,
    /// How it is spoken.
    #[command(flatten)]
    pub speech: Speech,
}

/// What a real interview asked.
#[derive(Debug, Args)]
pub struct Log {
    /// The question, in quotes; without it the log is shown.
    pub question: Option<String>,
    /// The story that you told.
    #[arg(long, value_name = "STORY", requires = "question")]
    pub story: Option<String>,
    /// The leadership principle that it probed.
    #[arg(long, value_name = "P", requires = "question")]
    pub principle: Option<String>,
    /// How it went.
    #[arg(long, value_enum, requires = "question")]
    pub went: Option<Impression>,
}

/// How an answer went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Impression {
    /// Well.
    Well,
    /// In parts.
    Mixed,
    /// Badly.
    Badly,
}
