//! Some lines that change in place, for a check or a wait.

use super::terminal::Terminal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io;

/// Lines in place, written only when they change. Where nothing may move, sentences instead.
pub struct Prompt {
    line: ProgressBar,
    /// The terminal itself, where nothing may move.
    still: Option<console::Term>,
    shown: String,
}

impl Prompt {
    /// On `terminal`; `still` where nothing may move.
    ///
    /// # Errors
    /// When the terminal cannot be drawn on.
    pub fn new(terminal: &Terminal, still: bool) -> io::Result<Self> {
        let term = terminal.drawing()?;
        let (target, still) = if still {
            (ProgressDrawTarget::hidden(), Some(term))
        } else {
            (ProgressDrawTarget::term(term, 20), None)
        };
        let line = ProgressBar::with_draw_target(None, target);
        line.set_style(ProgressStyle::with_template("{msg}").map_err(io::Error::other)?);
        Ok(Self {
            line,
            still,
            shown: String::new(),
        })
    }

    /// Whether nothing may move here.
    pub fn is_still(&self) -> bool {
        self.still.is_some()
    }

    /// Shows `text` in the lines' place. Where nothing may move, the first text is said and every
    /// later one passed over.
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

    /// Says a sentence where nothing may move, and nothing elsewhere.
    pub fn say(&mut self, sentence: &str) {
        if let Some(term) = &self.still {
            // Nobody reading is not an error.
            let _ = term.write_line(sentence.trim());
            sentence.clone_into(&mut self.shown);
        }
    }

    /// Takes the lines away.
    pub fn clear(&self) {
        self.line.finish_and_clear();
    }
}

impl Drop for Prompt {
    fn drop(&mut self) {
        self.clear();
    }
}
