//! The screens before and after the recording: the microphone check and the wait for
//! the transcript. Pure.

use super::screen::{Appearance, meter};
use crate::record::Meter;
use crate::time::Millis;
use std::time::Duration;

/// Columns of the progress bar, beside the words and below them.
const BESIDE: u64 = 16;
const BELOW: u64 = 10;
/// The width at which the longest line fits.
const WIDE: usize = 78;
/// The shortest observation for an estimate.
const WATCHED: Duration = Duration::from_secs(2);

/// The line of the microphone check while it runs.
pub fn trying(level: &Meter, look: Appearance) -> String {
    let meter = meter(level, look);
    let ways = [
        format!("  Say a sentence to try it.   {meter}"),
        format!("  Say a sentence.  {meter}"),
    ];
    look.fitting(&ways)
}

/// The wait for the transcript: `done` of `of` is transcribed, and what is `left`, once known.
pub fn waiting(done: Millis, of: Millis, left: Option<Millis>, look: Appearance) -> Vec<String> {
    let doing = "  Writing down what you said";
    let percent = (done.0 * 100).checked_div(of.0).unwrap_or(0).min(100);
    let bar = |steps: u64| {
        let full = percent * steps / 100;
        let (full, free) = (full as usize, (steps - full) as usize);
        format!("  {}{}", "█".repeat(full), "░".repeat(free))
    };
    let left = left.map_or_else(String::new, |left| {
        format!("  {} left", rough(left, "s", "min"))
    });
    let leaves = String::from("  q leaves: the session is saved");
    let told = format!("  {percent:>3} %{left}");
    // By the width alone: the layout must not change when the estimate is worded differently.
    let lines = if look.width >= WIDE {
        vec![format!("{doing}{}{told}", bar(BESIDE)), leaves]
    } else {
        vec![doing.into(), format!("{}{told}", bar(BELOW)), leaves]
    };
    lines.into_iter().map(|line| look.fit(line)).collect()
}

/// The same as a sentence, where nothing may be animated.
pub const WAITING: &str = "Writing down what you said. q leaves: the session is saved.";

/// The remaining time as a sentence.
pub fn waiting_for(left: Millis) -> String {
    let mut sentence = format!("{} left.", rough(left, "seconds", "minutes"));
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}

/// The candidate leaves while the recogniser is still stopping.
pub const LEAVING: &str = "Leaving: the session is saved.";

/// The same on the screen.
pub fn leaving(look: Appearance) -> String {
    look.fit("  Leaving: the session is saved …".into())
}

/// An estimate, with no more precision than it has.
fn rough(left: Millis, second: &str, minute: &str) -> String {
    match left.0.div_ceil(1000) {
        ..=4 => String::from("a few seconds"),
        // To the next five seconds; from two minutes on to the next minute.
        seconds @ 5..=115 => format!("about {} {second}", seconds.div_ceil(5) * 5),
        seconds => format!("about {} {minute}", seconds.div_ceil(60)),
    }
}

/// Estimates the remaining time of the transcription. What was transcribed during the recording
/// arrives first, all at once, and says nothing about the speed.
#[derive(Debug, Clone, Default)]
pub struct Estimate {
    first: Option<(Duration, Millis)>,
    last: Option<(Duration, Millis)>,
    of: Millis,
    /// Whether updates are current.
    caught_up: bool,
}

impl Estimate {
    /// Records that so much was done at `now`.
    pub fn see(&mut self, now: Duration, done: Millis, of: Millis) {
        self.of = of;
        if self.caught_up {
            self.first.get_or_insert((now, done));
        } else {
            self.first = Some((now, done));
        }
        if self.last.is_none_or(|(_, before)| done > before) {
            self.last = Some((now, done));
        }
    }

    /// Records that there was no update at `now`: later ones are current.
    pub fn nothing(&mut self, now: Duration) {
        if !self.caught_up {
            self.caught_up = true;
            self.first = self.last.map(|(_, done)| (now, done));
        }
    }

    /// The remaining time at `now`; `None` while too little was observed.
    pub fn left(&self, now: Duration) -> Option<Millis> {
        let ((began, before), (at, done)) = (self.first?, self.last?);
        let took = at.saturating_sub(began);
        let heard = done.saturating_sub(before);
        if took < WATCHED || heard == Millis::ZERO {
            return None;
        }
        let rest = self.of.saturating_sub(done);
        let millis = (took.as_millis() as u64 * rest.0).checked_div(heard.0)?;
        let since = now.saturating_sub(at).as_millis() as u64;
        Some(Millis(millis.saturating_sub(since)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_remaining_time_is_shown_once_known_and_decreases() {
        let at = Duration::from_secs;
        let mut guess = Estimate::default();
        let of = Millis::from_secs(100);
        // Reported at once, since it was done before.
        guess.see(at(10), Millis::from_secs(10), of);
        guess.see(at(10), Millis::from_secs(40), of);
        guess.nothing(at(10));
        guess.see(at(11), Millis::from_secs(45), of);
        assert_eq!(guess.left(at(11)), None, "a second is too little");
        guess.see(at(14), Millis::from_secs(60), of);
        // Twenty seconds of sound took four: forty will take eight.
        assert_eq!(guess.left(at(14)), Some(Millis::from_secs(8)));
        guess.see(at(17), Millis::from_secs(60), of);
        assert_eq!(guess.left(at(17)), Some(Millis::from_secs(5)));
        assert_eq!(guess.left(at(90)), Some(Millis::ZERO));
    }

    #[test]
    fn an_estimate_is_worded_as_an_estimate() {
        let told = |seconds| rough(Millis::from_secs(seconds), "s", "min");
        assert_eq!(told(0), "a few seconds");
        assert_eq!(told(6), "about 10 s");
        assert_eq!(told(41), "about 45 s");
        assert_eq!(told(116), "about 2 min");
        assert_eq!(told(121), "about 3 min");
        assert_eq!(waiting_for(Millis::from_secs(41)), "About 45 seconds left.");
    }
}
