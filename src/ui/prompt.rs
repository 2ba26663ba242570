//! A few lines that are updated in place, for a check or a wait. They disappear when dropped.

use super::terminal::Terminal;
use console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io;

/// Lines on `term` that are replaced by each message, and disappear at the end.
pub(super) fn lines_on(term: Term) -> io::Result<ProgressBar> {
    let lines = ProgressBar::with_draw_target(None, ProgressDrawTarget::term(term, 20));
    lines.set_style(ProgressStyle::with_template("{msg}").map_err(io::Error::other)?);
    Ok(lines)
}

/// Lines updated in place when they change; sentences where nothing may be animated.
pub struct Prompt {
    line: ProgressBar,
    /// The terminal, where nothing may be animated.
    still: Option<Term>,
    shown: String,
}

impl Prompt {
    /// On `terminal`; `still` where nothing may be animated.
    ///
    /// # Errors
    /// When the terminal cannot be drawn on.
    pub fn new(terminal: &Terminal, still: bool) -> io::Result<Self> {
        let term = terminal.drawing()?;
        let (line, still) = match still {
            true => (ProgressBar::hidden(), Some(term)),
            false => (lines_on(term)?, None),
        };
        Ok(Self {
            line,
            still,
            shown: String::new(),
        })
    }

    /// Whether nothing may be animated.
    pub fn is_still(&self) -> bool {
        self.still.is_some()
    }

    /// Replaces the lines by `text`. Where nothing may be animated, only the first text is
    /// written.
    pub fn show(&mut self, text: &str) {
        if self.still.is_some() {
            if self.shown.is_empty() {
                self.say(text);
            }
        } else if text != self.shown {
            text.clone_into(&mut self.shown);
            self.line.set_message(text.to_owned());
        }
    }

    /// Writes a sentence where nothing may be animated, and nothing elsewhere.
    pub fn say(&mut self, sentence: &str) {
        if let Some(term) = &self.still {
            // A closed terminal is not an error.
            let _ = term.write_line(sentence.trim());
            sentence.clone_into(&mut self.shown);
        }
    }

    /// Removes the lines.
    pub fn clear(&self) {
        self.line.finish_and_clear();
    }
}
