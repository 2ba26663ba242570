//! Any session record that serde accepts is reported in every format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::report::{Report, csv, html, json, markdown, terminal};
use rehearse::scenario::builtin;
use rehearse::session::Session;

fuzz_target!(|text: &str| {
    let Ok(session) = serde_json::from_str::<Session>(text) else {
        return;
    };
    let scenario = builtin("caught-critical-issue").expect("it is built in");
    let report = Report::of(&session, &scenario);
    for width in [20, 80] {
        let style = terminal::Style {
            width,
            ..terminal::Style::default()
        };
        terminal::render(&report, &style, terminal::Detail::All);
    }
    html::render(&report, html::Sound::Beside("take.wav"), None);
    markdown::render(&report);
    csv::render(&report);
    json::render(&report);
});
