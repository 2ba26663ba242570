//! The report in every format over sessions that go well, go badly and go wrong, against
//! `tests/golden`. `scripts/bless` writes the files anew; read the difference before you keep it.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "reads and, when told, writes the golden files"
)]

mod common;

use common::{draft, root, sessions, story};
use rehearse::report::{Report, csv, html, json, markdown, subtitles, terminal};
use rehearse::scenario::Scenario;
use rehearse::session::Session;
use std::fs;

/// Every golden session by its folder's name: those with a judgement written by hand, so that every
/// part is seen, and those that are judged for real.
fn golden() -> Vec<(&'static str, Session, Scenario)> {
    let scenario = story::scenario();
    let drafted = sessions::golden(&scenario);
    drafted
        .into_iter()
        .map(|(name, session)| (name, session, scenario.clone()))
        .chain(sessions::judged())
        .collect()
}

fn judged(name: &str) -> Report {
    let all = golden();
    let (_, session, scenario) = all.iter().find(|(one, ..)| *one == name).unwrap();
    Report::of(session, scenario)
}

/// A session in every format, as file ending and text.
fn formats(session: &Session, report: &Report) -> Vec<(&'static str, String)> {
    let heard = subtitles::of(session);
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
        ("srt", subtitles::srt(&heard)),
        ("vtt", subtitles::vtt(&heard)),
        (
            "colour.txt",
            terminal::render(report, &colour, terminal::Detail::Brief),
        ),
    ]
}

#[test]
fn every_format_of_every_session_is_as_it_was() {
    let bless = std::env::var_os("REHEARSE_BLESS").is_some();
    let mut differing = Vec::new();
    for (name, session, scenario) in golden() {
        let report = Report::of(&session, &scenario);
        for (ending, text) in formats(&session, &report) {
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
fn the_readme_shows_a_take_that_was_judged_for_real() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let capture = readme.split("<!-- capture -->\n```text\n").nth(1).unwrap();
    let capture = capture.split("```\n<!-- /capture -->").next().unwrap();
    let golden = root().join("tests/golden/demo-weak/report.txt");
    assert_eq!(
        capture,
        fs::read_to_string(golden).unwrap(),
        "run scripts/screenshots"
    );
    use unicode_width::UnicodeWidthStr;
    assert!(capture.lines().all(|line| line.width() <= 80));
}

#[test]
fn a_fix_shows_the_better_words_of_the_strong_example() {
    let report = judged("demo-weak");
    let result = report.fixes.iter().find(|fix| fix.section == "result");
    let result = result.unwrap();
    assert_eq!(
        result.example,
        "The webhook drop rate dropped from 0.3% to zero."
    );
    for text in [
        terminal::render(
            &report,
            &terminal::Style::default(),
            terminal::Detail::Brief,
        ),
        markdown::render(&report),
        html::render(&report),
    ] {
        assert!(text.contains("dropped from 0.3% to zero."), "{text}");
    }
}

#[test]
fn one_fault_takes_one_place_among_the_three() {
    let report = judged("demo-weak");
    let sections: Vec<&str> = report
        .fixes
        .iter()
        .map(|fix| fix.section.as_str())
        .collect();
    assert_eq!(sections, ["action", "result", "reflection"]);
    // The number that is missing, the words that stand in its place and the idea that it carries are
    // one fault; what is quoted is not said again.
    let result = &report.fixes[1];
    assert_eq!(result.quote.as_deref(), Some("drop rate improved"));
    assert!(
        result.problem.starts_with("This is no measure"),
        "{result:?}"
    );
    assert_eq!(result.also, "Also missing: $8K a week.");
}

#[test]
fn a_section_that_was_not_spoken_is_said_so_and_is_no_muted_microphone() {
    let report = judged("demo-weak");
    assert_eq!(
        report.headline,
        "Task was not spoken; 3 of the other 4 used little of their time · 0:22 of 2:55"
    );
    assert!(!report.rules.contains(&"low-level".to_owned()));
    assert!(!markdown::render(&report).contains("microphone is muted"));
}

#[test]
fn what_is_missing_is_told_once() {
    let report = judged("demo-weak");
    let html = html::render(&report);
    let body = html.split("</style>").nth(1).unwrap();
    assert!(!body.contains("Still missing"), "told as a finding too");
    let missing = report.sections.iter().flat_map(|section| &section.missing);
    for line in missing.map(|missing| &missing.text) {
        assert_eq!(body.matches(line.as_str()).count(), 1, "{line}");
    }
}

#[test]
fn no_number_that_was_said_is_cut() {
    let report = judged("demo-strong");
    for width in [76, 80, 100] {
        let style = terminal::Style {
            width,
            ..terminal::Style::default()
        };
        let text = terminal::render(&report, &style, terminal::Detail::Brief);
        assert!(!text.contains('…'), "{text}");
        assert!(text.contains("$8,000"), "{text}");
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
    for (name, session, scenario) in golden() {
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
