//! One line that changes in place, for a check or a wait.

use super::terminal::Terminal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io;

/// A line in place. Where nothing may move it says its first text once and then keeps quiet.
pub struct Prompt {
    line: ProgressBar,
    /// The terminal itself, where the line may not move.
    still: Option<console::Term>,
    told: bool,
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
            told: false,
        })
    }

    /// Shows `text` in the line's place.
    pub fn show(&mut self, text: &str) {
        match &self.still {
            Some(term) if !self.told => {
                // Nobody reading is not an error.
                let _ = term.write_line(text.trim());
            }
            Some(_) => {}
            None => self.line.set_message(text.to_owned()),
        }
        self.told = true;
    }

    /// Takes the line away.
    pub fn clear(&self) {
        self.line.finish_and_clear();
    }
}

impl Drop for Prompt {
    fn drop(&mut self) {
        self.clear();
    }
}
