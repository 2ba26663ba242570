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

    /// Replaces the lines by `lines`; where nothing may be animated, writes `sentence` instead, unless it was the last.
    pub fn show(&mut self, lines: &str, sentence: &str) {
        let text = match self.still {
            Some(_) => sentence,
            None => lines,
        };
        if text == self.shown {
            return;
        }
        text.clone_into(&mut self.shown);
        match &self.still {
            Some(term) => {
                // A closed terminal is not an error.
                let _ = term.write_line(text);
            }
            None => self.line.set_message(text.to_owned()),
        }
    }
}
