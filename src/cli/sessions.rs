//! The arguments of `sessions`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What to do with past rehearsals. SESSION is a number of the list, an id, its beginning, or `last`.
#[derive(Debug, Subcommand)]
pub enum SessionsVerb {
    /// Every rehearsal on this machine, oldest first.
    List,
    /// The report.
    Show {
        /// Which rehearsal.
        #[arg(default_value = "last")]
        session: String,
        /// Everything: transcripts, every finding, how it was measured.
        #[arg(long)]
        all: bool,
    },
    /// The report in your browser.
    Open {
        /// Which rehearsal.
        #[arg(default_value = "last")]
        session: String,
    },
    /// Hear a moment: `3:action@0:41` is 41 seconds into the Action of rehearsal 3.
    Play {
        /// SESSION, SESSION:SECTION or SESSION:SECTION@M:SS.
        #[arg(default_value = "last")]
        moment: String,
    },
    /// Two takes side by side: what got better, what got worse.
    Compare {
        /// The earlier one [default: the one before it of the same scenario].
        before: Option<String>,
        /// The later one.
        #[arg(default_value = "last")]
        after: String,
    },
    /// The report or the transcript in another form, to standard output or a file.
    Export(Export),
    /// Correct where the sections of a mock begin: `mark last action@0:41`. Without marks: show them.
    Mark(Mark),
    /// Finish sessions that were cut short or left without words: header, marks, transcript, report.
    Recover {
        /// Which rehearsal; without it, every unfinished one.
        session: Option<String>,
        /// Model for the transcript: a name from `rehearse model list`, or a file.
        #[arg(long, value_name = "NAME|PATH")]
        model: Option<String>,
    },
    /// Hear a finished take again with another model, and judge it anew; the earlier words are kept.
    Hear {
        /// Which rehearsal.
        #[arg(default_value = "last")]
        session: String,
        /// Model for the transcript: a name from `rehearse model list`, or a file.
        #[arg(long, value_name = "NAME|PATH")]
        model: Option<String>,
    },
    /// Which try of a section is judged, where it was spoken more than once: lists them, or takes another.
    Use(Use),
    /// Remove rehearsals; asks first, and says what that frees.
    #[command(visible_alias = "remove")]
    Rm(Rm),
    /// Remove everything older than so many days; asks first.
    Purge(Purge),
}

/// What to export, and where to.
#[derive(Debug, Args)]
pub struct Export {
    /// Which rehearsal.
    #[arg(default_value = "last")]
    pub session: String,
    /// Which form [default: by the file's ending, else md].
    #[arg(long, value_enum)]
    pub format: Option<ExportFormat>,
    /// Where to write it; an existing file is not overwritten.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// HTML that holds its sound, in one file.
    #[arg(long)]
    pub single_file: bool,
}

/// Which borders to correct.
#[derive(Debug, Args)]
pub struct Mark {
    /// Which rehearsal.
    #[arg(default_value = "last")]
    pub session: String,
    /// SECTION@M:SS of the take, such as action@0:41.
    #[arg(value_name = "SECTION@M:SS")]
    pub marks: Vec<String>,
    /// This section was not told at all.
    #[arg(long, value_name = "SECTION")]
    pub not: Vec<String>,
}

/// Which try to judge.
#[derive(Debug, Args)]
pub struct Use {
    /// Which rehearsal.
    #[arg(default_value = "last")]
    pub session: String,
    /// Which section; `answer` is a whole answer that was told in one take.
    pub section: Option<String>,
    /// Which try, counted from 1.
    #[arg(value_name = "TRY", requires = "section")]
    pub number: Option<usize>,
}

/// Which rehearsals to remove.
#[derive(Debug, Args)]
pub struct Rm {
    /// Which rehearsals.
    #[arg(required = true)]
    pub sessions: Vec<String>,
    /// Remove the recording only; transcript and reports stay. One without words yet is kept.
    #[arg(long)]
    pub audio_only: bool,
    /// Do not ask.
    #[arg(long)]
    pub yes: bool,
}

/// How old what is removed is.
#[derive(Debug, Args)]
pub struct Purge {
    /// How old: `90d`, `12w`.
    #[arg(long, value_name = "AGE", value_parser = days)]
    pub older: u32,
    /// Remove the recordings only; transcripts and reports stay. Those without words yet are kept.
    #[arg(long)]
    pub audio_only: bool,
    /// Do not ask.
    #[arg(long)]
    pub yes: bool,
}

/// `90d`, `12w` or a bare number of days.
fn days(text: &str) -> Result<u32, String> {
    let (number, factor) = match text.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    number
        .parse::<u32>()
        .ok()
        .and_then(|number| number.checked_mul(factor))
        .filter(|days| *days <= 36_500)
        .ok_or_else(|| "say it in days or weeks, like 90d or 12w".into())
}

/// Forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// The report as text.
    Txt,
    /// The report as Markdown.
    Md,
    /// The report as a page.
    Html,
    /// The report for scripts.
    Json,
    /// The numbers, one row a section.
    Csv,
    /// The transcript of the whole take as subtitles, SubRip.
    Srt,
    /// The transcript of the whole take as subtitles, WebVTT.
    Vtt,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_days_or_weeks() {
        assert_eq!(days("90d"), Ok(90));
        assert_eq!(days("12w"), Ok(84));
        assert_eq!(days("7"), Ok(7));
        for odd in ["", "d", "-1", "4000000000w", "1y", "99999d"] {
            assert!(days(odd).is_err(), "{odd}");
        }
    }
}
