//! The report in every format over sessions that go well, go badly and go wrong, against
//! `tests/golden`. `scripts/bless` writes the files anew; read the difference before you keep it.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "reads and, when told, writes the golden files"
)]

mod common;

use common::{draft, root, sessions, story};
use rehearse::report::{Report, csv, html, json, markdown, terminal};
use std::fs;

/// Every golden session with its report in every format, as file ending and text.
fn formats(report: &Report) -> Vec<(&'static str, String)> {
    let narrow = terminal::Style {
        width: 40,
        unicode: false,
        ..terminal::Style::default()
    };
    let colour = terminal::Style {
        colour: true,
        ..terminal::Style::default()
    };
    let wide = terminal::Style::default();
    vec![
        (
            "txt",
            terminal::render(report, &wide, terminal::Detail::Brief),
        ),
        (
            "all.txt",
            terminal::render(report, &wide, terminal::Detail::All),
        ),
        (
            "narrow.txt",
            terminal::render(report, &narrow, terminal::Detail::All),
        ),
        (
            "html",
            html::render_with(report, html::Sound::Beside("take.wav"), None),
        ),
        ("md", markdown::render(report)),
        ("json", json::render(report)),
        ("csv", csv::render(report)),
        (
            "colour.txt",
            terminal::render(report, &colour, terminal::Detail::Brief),
        ),
    ]
}

#[test]
fn every_format_of_every_session_is_as_it_was() {
    let bless = std::env::var_os("REHEARSE_BLESS").is_some();
    let scenario = story::scenario();
    let mut differing = Vec::new();
    for (name, session) in sessions::golden(&scenario) {
        let report = Report::of(&session, &scenario);
        for (ending, text) in formats(&report) {
            let path = root()
                .join("tests/golden")
                .join(name)
                .join(format!("report.{ending}"));
            if bless {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, &text).unwrap();
            } else if fs::read_to_string(&path).unwrap_or_default() != text {
                differing.push(format!("{name}/report.{ending}"));
            }
        }
    }
    assert!(
        differing.is_empty(),
        "these differ from tests/golden: {differing:#?}\nrun scripts/bless, then read `git diff tests/golden`"
    );
}

#[test]
fn a_thin_answer_is_not_praised_for_its_time() {
    let scenario = story::scenario();
    let told = |seconds: [u32; 5]| {
        let mut draft = draft::Draft::new("thin", &scenario);
        for (section, seconds) in scenario.sections.iter().zip(seconds) {
            draft = draft.say(&section.id, f64::from(seconds), "I traced it.", &[]);
        }
        Report::of(&draft.session, &scenario).headline
    };
    for (seconds, wanted) in [
        (
            [5, 5, 10, 4, 3],
            "All 5 sections used little of their time · 0:27 of 2:55",
        ),
        (
            [25, 5, 26, 4, 10],
            "3 of 5 sections used little of their time · 1:10 of 2:55",
        ),
        (
            [40, 15, 20, 15, 10],
            "1 of 5 sections ran over, 1 used little of the time · 1:40 of 2:55",
        ),
        (
            [20, 12, 28, 12, 8],
            "No section ran over · 1:20 of 2:55 used",
        ),
        (
            [28, 18, 80, 18, 14],
            "All 5 sections inside their time · 2:38 of 2:55",
        ),
        (
            [40, 18, 80, 18, 14],
            "4 of 5 sections inside their time · 2:50 of 2:55",
        ),
        ([0; 5], "Judged from text: nothing was timed"),
    ] {
        assert_eq!(told(seconds), wanted);
    }
}

#[test]
fn what_was_not_timed_has_no_bar_and_no_seconds() {
    let scenario = story::scenario();
    let draft =
        draft::Draft::new("typed", &scenario).say("task", 0.0, "It was not my team's.", &[]);
    let report = Report::of(&draft.session, &scenario);
    let text = terminal::render(&report, &terminal::Style::default(), terminal::Detail::All);
    assert!(!text.contains("0.0"), "{text}");
    assert!(!text.contains(['╌', '━', '┃']), "{text}");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    let scenario = story::scenario();
    for (name, session) in sessions::golden(&scenario) {
        let report = Report::of(&session, &scenario);
        for width in [20, 30, 40, 60, 80, 120] {
            for detail in [terminal::Detail::Brief, terminal::Detail::All] {
                let style = terminal::Style {
                    width,
                    ..terminal::Style::default()
                };
                for line in terminal::render(&report, &style, detail).lines() {
                    assert!(line.width() <= width, "{name} at {width}: {line:?}");
                    assert!(!line.ends_with(' '), "{name} at {width}: {line:?}");
                }
            }
        }
    }
}
