//! The bar of something that has a size: how much there is, how fast it comes, how long it takes.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// Narrower screens have no room for a bar beside its figures.
const NARROW: u16 = 72;

/// A progress bar over bytes. It vanishes when it is dropped.
#[derive(Debug)]
pub struct Transfer {
    bar: ProgressBar,
}

impl Transfer {
    /// A bar for `whole` bytes; an invisible one where nothing may move.
    pub fn new(doing: &'static str, whole: u64, animate: bool) -> Self {
        let target = if animate {
            ProgressDrawTarget::stderr_with_hz(5)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(whole), target).with_prefix(doing);
        // A line that is broken by the screen's edge is never quite cleared: on a narrow screen it
        // says only how much is there.
        let (_, columns) = console::Term::stderr().size();
        // Sizes in decimal units, as on the pages that offer the files.
        let template = match columns {
            0..NARROW => "  {prefix} {decimal_bytes} of {decimal_total_bytes} {msg}",
            _ => {
                "  {prefix} {wide_bar} {decimal_bytes} of {decimal_total_bytes}  \
                 {decimal_bytes_per_sec}  {eta} left {msg}"
            }
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// `done` bytes are there. The first call sets where this run began, so that what an earlier
    /// run fetched does not count as speed.
    pub fn at(&self, done: u64) {
        if self.bar.position() == 0 && done > 0 {
            self.bar.set_position(done);
            self.bar.reset_eta();
        } else {
            self.bar.set_position(done);
        }
        self.bar.set_message("");
    }

    /// Nothing comes at the moment; the bar says why for as long as that lasts.
    pub fn waiting(&self, why: &str, pause: Duration) {
        let seconds = pause.as_secs_f32();
        self.bar
            .set_message(format!("({why}; trying again in {seconds:.0} s)"));
    }
}

impl Drop for Transfer {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_that_is_resumed_knows_where_it_stands() {
        let bar = Transfer::new("fetching", 100, false);
        bar.at(60);
        assert_eq!(bar.bar.position(), 60);
        bar.waiting("it ended early", Duration::from_secs(2));
        assert_eq!(bar.bar.message(), "(it ended early; trying again in 2 s)");
        bar.at(100);
        assert_eq!(bar.bar.message(), "");
    }
}
