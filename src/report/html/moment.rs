//! Moments of the take as links in the page.

use crate::time::Millis;
use maud::{Markup, html};

/// A button that plays from a moment of the take. Its visible text is part of its accessible name, so
/// that speech control can select it.
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
