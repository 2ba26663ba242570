//! Progress bars of a download and of a transcription. They disappear when dropped.

use crate::time::Millis;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// On narrower screens a bar does not fit beside its figures.
const NARROW: u16 = 72;

/// A bar over `whole`; invisible where nothing may be animated.
fn bar(whole: u64, animate: bool, hertz: u8, template: &str) -> ProgressBar {
    let target = if animate {
        ProgressDrawTarget::stderr_with_hz(hertz)
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(whole), target);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// A progress bar over the time of the sound.
#[derive(Debug)]
pub struct Listening {
    bar: ProgressBar,
}

impl Listening {
    /// A bar for `whole` of sound; invisible where nothing may be animated.
    pub fn new(whole: Millis, animate: bool) -> Self {
        let bar = bar(whole.0, animate, 20, "  listening {wide_bar} {msg}");
        let listening = Self { bar };
        listening.at(Millis::ZERO);
        listening
    }

    /// Sound up to `done` has been transcribed.
    pub fn at(&self, done: Millis) {
        self.bar.set_position(done.0);
        let whole = Millis(self.bar.length().unwrap_or(0));
        self.bar.set_message(format!("{done} of {whole}"));
    }
}

/// A progress bar over bytes.
#[derive(Debug)]
pub struct Transfer {
    bar: ProgressBar,
}

impl Transfer {
    /// A bar for `whole` bytes; invisible where nothing may be animated.
    pub fn new(doing: &'static str, whole: u64, animate: bool) -> Self {
        // A line that wraps is not completely cleared: on a narrow screen only
        // the amount is shown.
        let (_, columns) = console::Term::stderr().size();
        // Decimal units, as on download pages.
        let template = match columns {
            0..NARROW => "  {prefix} {decimal_bytes} of {decimal_total_bytes} {msg}",
            _ => {
                "  {prefix} {wide_bar} {decimal_bytes} of {decimal_total_bytes}  \
                 {decimal_bytes_per_sec}  {eta} left {msg}"
            }
        };
        Self {
            bar: bar(whole, animate, 5, template).with_prefix(doing),
        }
    }

    /// `done` bytes have been received. The first call sets where this run began, so that data of an earlier
    /// run does not count as speed.
    pub fn at(&self, done: u64) {
        if self.bar.position() == 0 && done > 0 {
            self.bar.set_position(done);
            self.bar.reset_eta();
        } else {
            self.bar.set_position(done);
        }
        self.bar.set_message("");
    }

    /// No data is arriving; shows the reason meanwhile.
    pub fn waiting(&self, why: &str, pause: Duration) {
        let seconds = pause.as_secs_f32();
        self.bar
            .set_message(format!("({why}; trying again in {seconds:.0} s)"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resumed_bar_starts_at_its_position() {
        let bar = Transfer::new("fetching", 100, false);
        bar.at(60);
        assert_eq!(bar.bar.position(), 60);
        bar.waiting("it ended early", Duration::from_secs(2));
        assert_eq!(bar.bar.message(), "(it ended early; trying again in 2 s)");
        bar.at(100);
        assert_eq!(bar.bar.message(), "");
    }
}
