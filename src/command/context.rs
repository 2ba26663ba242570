//! What every verb receives: output, terminal properties, folders.

use super::failure::{Exit, Failure};
use super::folders::{self, Folders};
use super::wrap::wrapped;
use crate::store;
use crate::ui::signals::outlive_large_files;
use crate::words::clean;
use std::fmt::Display;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

/// Properties of the terminal.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// Standard output is a terminal.
    pub data_is_terminal: bool,
    /// Standard error is a terminal.
    pub talk_is_terminal: bool,
    /// Standard input is a terminal: questions may be asked.
    pub keys_are_terminal: bool,
    /// Columns.
    pub width: usize,
    /// Whether colours are enabled on standard output.
    pub colour: bool,
    /// Line-drawing characters can be shown.
    pub unicode: bool,
    /// Whether colours are enabled on standard error.
    pub talk_colour: bool,
    /// Whether animation is enabled on standard error.
    pub animate: bool,
}

/// Everything that a verb may use without naming an outside crate.
pub struct Context {
    /// Documents for one list, where a verb has several to print.
    listed: Option<Vec<String>>,
    /// Whether something was written to standard output.
    answered: bool,
    /// What was said to the person, kept for a script that asked for JSON.
    said: Vec<String>,
    /// The terminal.
    pub screen: Screen,
    /// Where sessions, models and settings lie.
    pub folders: Folders,
    /// Why the settings cannot be read: until they can, no folder is used whose place they may
    /// change.
    pub unsettled: Option<Failure>,
    /// The microphone that recorded speech since the program started: it needs no second check.
    pub tried_microphone: Option<String>,
    /// Data as JSON.
    pub json: bool,
    /// The home folder, for paths that are typed with a `~`.
    pub home: Option<PathBuf>,
    /// The editor of the user's choice (`VISUAL`, else `EDITOR`).
    pub editor: Option<String>,
    /// Base address of another place to fetch models from (`REHEARSE_MODEL_BASE_URL`).
    pub model_base_url: Option<String>,
}

/// Standard input as text of at most `most` bytes.
///
/// # Errors
/// When it is longer, or not text.
pub fn piped_text(most: u64) -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin()
        .take(most + 1)
        .read_to_string(&mut text)
        .map_err(|error| {
            Failure::error(format_args!(
                "standard input cannot be read as text: {error}"
            ))
        })?;
    if text.len() as u64 > most {
        return Err(Failure::error(format_args!(
            "standard input is larger than {} MB; nothing of it was taken",
            most >> 20
        )));
    }
    Ok(text)
}

impl Context {
    /// From the process: its streams and its environment.
    ///
    /// # Errors
    /// When neither a home folder is known nor a folder given by the environment.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub fn of_process(json: bool, plain: bool) -> Result<Self, Failure> {
        outlive_large_files();
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let text = |name: &str| variable(name)?.into_string().ok();
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        let lively = !plain && !dumb;
        let coloured = lively && variable("NO_COLOR").is_none();
        let data_is_terminal = io::stdout().is_terminal();
        let talk_is_terminal = io::stderr().is_terminal();
        let screen = Screen {
            data_is_terminal,
            talk_is_terminal,
            keys_are_terminal: io::stdin().is_terminal(),
            width: columns(),
            colour: data_is_terminal && coloured,
            unicode: !dumb && speaks_utf8(variable),
            talk_colour: talk_is_terminal && coloured,
            animate: talk_is_terminal && lively,
        };
        let found = Folders::find(variable)?;
        let (folders, unsettled) = match found.clone().remembered() {
            Ok(folders) => (folders, None),
            Err(failure) => (found, Some(failure)),
        };
        Ok(Self {
            listed: None,
            answered: false,
            said: Vec::new(),
            screen,
            folders,
            unsettled,
            tried_microphone: None,
            json,
            home: folders::home(),
            editor: text("VISUAL").or_else(|| text("EDITOR")),
            model_base_url: text("REHEARSE_MODEL_BASE_URL"),
        })
    }

    /// Writes data to standard output. A closed reader (`| head`) is not an error.
    ///
    /// # Errors
    /// Any other failure to write.
    pub fn data(&mut self, text: &str) -> Result<(), Failure> {
        if let Some(listed) = &mut self.listed {
            listed.push(text.trim_end().to_owned());
            return Ok(());
        }
        self.answered = true;
        let mut data = io::stdout();
        match data.write_all(text.as_bytes()).and_then(|()| data.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::error(
                format_args!("cannot write to standard output: {error}"),
            )),
            _ => Ok(()),
        }
    }

    /// Writes a value as indented JSON to standard output.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub fn data_json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let mut text = serde_json::to_string_pretty(value)?;
        text.push('\n');
        self.data(&text)
    }

    /// Writes a new file for the person; one that is there is not overwritten.
    ///
    /// # Errors
    /// When there is a file of that name, or the disk refuses.
    pub fn write_new(&mut self, path: &Path, text: &str) -> Result<Exit, Failure> {
        store::write_new(path, text.as_bytes())?;
        self.say(format_args!("Wrote {}", path.display()));
        Ok(Exit::Done)
    }

    /// Where JSON is asked for, gathers every document that `work` prints into one list.
    ///
    /// # Errors
    /// Those of `work`, and as [`Self::data`].
    pub fn as_one_list<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.listed = self.json.then(Vec::new);
        let done = work(self);
        if let Some(listed) = self.listed.take() {
            self.data(&format!("[\n{}\n]\n", listed.join(",\n")))?;
        }
        done
    }

    /// The document of a verb that had nothing to print but was asked for JSON: what it said instead.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub fn answer(&mut self) -> Result<(), Failure> {
        if !self.json || self.answered {
            return Ok(());
        }
        let said = std::mem::take(&mut self.said);
        self.data_json(&serde_json::json!({"format": crate::report::FORMAT, "said": said}))
    }

    /// Asks on standard error and reads one line of standard input, without its end.
    /// `None`: standard input has ended.
    ///
    /// # Errors
    /// When standard input cannot be read or is not text.
    pub fn ask(&mut self, prompt: &str) -> Result<Option<String>, Failure> {
        let _ = write!(io::stderr(), "{}", self.fitted(prompt));
        let line = io::stdin().lines().next().transpose();
        line.map_err(|error| Failure::error(format_args!("cannot read standard input: {error}")))
    }

    /// Asks until a number from 1 to `count` is typed, and returns it counted from 0; `None` after `q` or the end of
    /// the input.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub fn number(&mut self, prompt: &str, count: usize) -> Result<Option<usize>, Failure> {
        loop {
            let Some(typed) = self.ask(prompt)? else {
                // Input ended without Enter: the prompt's line is still open.
                self.say("");
                return Ok(None);
            };
            match typed.trim() {
                "q" => return Ok(None),
                typed => match typed.parse() {
                    Ok(number @ 1..) if number <= count => return Ok(Some(number - 1)),
                    _ => self.say(format_args!("Type a number from 1 to {count}.")),
                },
            }
        }
    }

    /// Asks before data is removed; only an explicit yes counts.
    ///
    /// # Errors
    /// When nobody can be asked, or standard input cannot be read.
    pub fn agrees(&mut self, question: &str) -> Result<bool, Failure> {
        if !self.screen.keys_are_terminal {
            return Err(Failure::usage(format_args!(
                "{question} There is no terminal to ask on: add --yes if you mean it."
            )));
        }
        let answer = self.ask(&format!("{question} [y/N] "))?.unwrap_or_default();
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Whether a person can be asked: standard input, output and error are one terminal.
    pub fn is_conversation(&self) -> bool {
        let screen = &self.screen;
        screen.keys_are_terminal && screen.talk_is_terminal && screen.data_is_terminal && !self.json
    }

    /// Writes sentences to standard error, wrapped to the terminal; a line keeps its indentation.
    pub fn tell(&mut self, text: impl Display) {
        let text = harmless(&text.to_string());
        self.keep_said(&text);
        let text = wrapped(&text, self.screen.width);
        let _ = writeln!(io::stderr(), "{}", text.trim_end_matches('\n'));
    }

    /// Writes a line to standard error, wrapped on a terminal. A closed reader
    /// is not an error.
    pub fn say(&mut self, line: impl Display) {
        let line = harmless(&line.to_string());
        self.keep_said(&line);
        let _ = writeln!(io::stderr(), "{}", self.fitted(&line));
    }

    fn keep_said(&mut self, line: &str) {
        if self.json && !line.trim().is_empty() {
            self.said.push(line.trim().to_owned());
        }
    }

    /// Text wrapped to the terminal; in a file or a pipe a line is not wrapped.
    fn fitted(&self, text: &str) -> String {
        match self.screen.talk_is_terminal {
            true => wrapped(text, self.screen.width),
            false => text.to_owned(),
        }
    }

    /// Writes sentences to standard output, wrapped on a terminal.
    ///
    /// # Errors
    /// As [`Self::data`].
    pub fn data_sentences(&mut self, text: &str) -> Result<(), Failure> {
        match self.screen.data_is_terminal {
            true => self.data(&wrapped(text, self.screen.width)),
            false => self.data(text),
        }
    }
}

/// Writes why a verb ended early to standard error. A closed reader is not an error.
pub fn tell_failure(failure: &Failure) {
    let mut told = format!("rehearse: {}", harmless(&failure.message));
    if io::stderr().is_terminal() {
        told = wrapped(&told, columns());
    }
    let _ = writeln!(io::stderr(), "{told}");
}

/// Without the characters that could control the terminal: names of files and folders may hold any.
fn harmless(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(clean).collect();
    lines.join("\n")
}

/// Whether the locale uses UTF-8. Assumed where none is set (Windows, cron).
fn speaks_utf8(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(variable);
    locale.is_none_or(|locale| {
        let locale = locale.to_string_lossy().to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// Terminal width: from the terminal, else `COLUMNS`, else 80.
#[allow(clippy::disallowed_methods, reason = "the screen's width")]
fn columns() -> usize {
    #[cfg(unix)]
    {
        // Standard output may be a file while standard error is a terminal.
        let sizes = [
            rustix::termios::tcgetwinsize(io::stdout()),
            rustix::termios::tcgetwinsize(io::stderr()),
        ];
        if let Some(size) = sizes.into_iter().flatten().find(|size| size.ws_col > 0) {
            return usize::from(size.ws_col);
        }
    }
    let variable = std::env::var("COLUMNS").ok();
    variable
        .and_then(|columns| columns.parse().ok())
        .filter(|columns| (1..=1000).contains(columns))
        .unwrap_or(80)
}
