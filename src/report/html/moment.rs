//! A moment of the take, as the page names it and plays from it.

use crate::time::Millis;
use maud::{Markup, html};

/// A button that plays from a moment of the take. What is seen is part of what is read aloud, so
/// that somebody who speaks to the browser can name it.
pub(super) fn play(at: Millis, what: &str) -> Markup {
    html! {
        button.play type="button" data-t=(seconds(at)) {
            "Listen" span.hidden { " to " (what) }
        }
    }
}

/// Seconds for the script, with milliseconds.
pub(super) fn seconds(time: Millis) -> String {
    format!("{}.{:03}", time.0 / 1000, time.0 % 1000)
}
