//! The progress bar of a transcription.

use crate::time::Millis;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar over the time of the sound. It disappears when dropped.
#[derive(Debug)]
pub struct Listening {
    bar: ProgressBar,
}

impl Listening {
    /// A bar for `whole` of sound; invisible where nothing may be animated.
    pub fn new(whole: Millis, animate: bool) -> Self {
        let target = if animate {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(whole.0), target);
        if let Ok(style) = ProgressStyle::with_template("  listening {wide_bar} {msg}") {
            bar.set_style(style);
        }
        let listening = Self { bar };
        listening.at(Millis::ZERO);
        listening
    }

    /// Sound up to `done` has been transcribed.
    pub fn at(&self, done: Millis) {
        self.bar.set_position(done.0);
        self.bar.set_message(format!(
            "{done} of {}",
            Millis(self.bar.length().unwrap_or(0))
        ));
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
