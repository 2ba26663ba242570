//! The report in every format over sessions that succeed, fail and are disturbed, compared with
//! `tests/golden`. `scripts/bless` rewrites the files; read the difference before you keep it.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "reads and, when told, writes the golden files"
)]

mod common;

use common::{Home, draft, root, sessions, story};
use rehearse::judgement::Severity;
use rehearse::report::compare::Comparison;
use rehearse::report::trend::{self, Trend};
use rehearse::report::{Report, csv, html, json, markdown, subtitles, terminal};
use rehearse::scenario::{Level, Scenario, builtin};
use rehearse::session::Session;
use rehearse::time::{Millis, Span};
use std::fs;

/// Every golden session by its folder's name: those with a judgement written by hand, so that every
/// part occurs, and those that are judged by the rules.
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
        ("html", without_assets(&page(report))),
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

/// The page with the take beside it.
fn page(report: &Report) -> String {
    html::render(report, html::Sound::Beside("take.wav"), None)
}

/// The page with placeholders for its style and script, which are the same in every
/// report; each must occur once. Their hashes stay in the page's policy.
fn without_assets(page: &str) -> String {
    let mut short = page.to_owned();
    for (tag, name) in [("style", "style.css"), ("script", "script.js")] {
        let text = fs::read_to_string(root().join("src/report/html").join(name)).unwrap();
        let whole = format!("<{tag}>{text}</{tag}>");
        assert_eq!(
            page.matches(&whole).count(),
            1,
            "{name} stands in the page once"
        );
        short = short.replace(&whole, &format!("<{tag}>{name}</{tag}>"));
    }
    short
}

#[test]
fn omissions_of_the_recogniser_are_mentioned() {
    let scenario = story::scenario();
    let mut session = draft::Draft::new("left-out", &scenario)
        .say("result", 12.0, "The drop rate went to zero.", &[])
        .verdict("Clear.", &[], "Again.", None);
    let told = |session: &Session| markdown::render(&Report::of(session, &scenario));
    assert!(!told(&session).contains("came out of the recogniser"));
    session.sections[0].activity.voiced = vec![Span::new(Millis(300), Millis(9400))];
    let page = told(&session);
    assert!(
        page.contains("Only 6 words in 9.1 s of voice in result came out of the recogniser"),
        "{page}"
    );
}

#[test]
fn every_format_of_every_session_matches_its_golden_file() {
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
    let golden = root().join("tests/golden/demo-typical/report.txt");
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
        page(&report),
    ] {
        assert!(text.contains("dropped from 0.3% to zero."), "{text}");
    }
}

#[test]
fn one_fault_is_one_of_the_three_fixes() {
    let report = judged("demo-weak");
    let sections: Vec<&str> = report
        .fixes
        .iter()
        .map(|fix| fix.section.as_str())
        .collect();
    assert_eq!(sections, ["action", "result", "reflection"]);
    // The missing number, the words in its place and the idea that contains it are
    // one fault; the quote is not repeated.
    let result = &report.fixes[1];
    assert_eq!(result.quote.as_deref(), Some("drop rate improved"));
    assert!(
        result.problem.starts_with("This is no measure"),
        "{result:?}"
    );
    assert_eq!(result.also, "Also missing: $8K a week.");
}

#[test]
fn a_fault_elsewhere_is_not_merged() {
    let scenario = story::scenario();
    let told = |others: &[&str]| {
        let mut draft = draft::Draft::new("overlap", &scenario)
            .say(
                "action",
                40.0,
                "We told the owners. Later we traced it.",
                &[],
            )
            .find(
                "handoff",
                Severity::Fix,
                "told the owners.",
                "Passed on.",
                "",
            );
        for quote in others {
            draft = draft.find("we-language", Severity::Fix, quote, "Who?", "");
        }
        Report::of(&draft.session, &scenario).fixes.len()
    };
    assert_eq!(told(&["We told"]), 1);
    assert_eq!(told(&["We told", "we traced it."]), 2);
}

/// The same advice for two sections is one thing to fix; the words of a quote are evidence of their own.
#[test]
fn the_same_advice_for_several_sections_is_given_once() {
    let scenario = story::scenario();
    let told = |advice: &str, quotes: [&str; 2]| {
        let [first, second] = quotes;
        let thin = Severity::Improve;
        let draft = draft::Draft::new("thin", &scenario)
            .say("situation", 4.0, "It was slow.", &[])
            .find("underrun", thin, first, "Short.", "Say more.")
            .say("task", 3.0, "It was mine.", &[])
            .find("underrun", thin, second, "Short.", advice);
        Report::of(&draft.session, &scenario).fixes
    };
    let once = told("Say more.", ["", ""]);
    assert_eq!(once.len(), 1);
    assert_eq!(once[0].also, "The same in Task.");
    assert_eq!(told("Say whose it was.", ["", ""]).len(), 2);
    assert_eq!(told("Say more.", ["", "It was"]).len(), 2);
}

#[test]
fn an_unspoken_section_is_not_a_muted_microphone() {
    let report = judged("demo-weak");
    assert_eq!(
        report.headline,
        "Task was not spoken; 3 of the other 4 used little of their time · 0:21 of 2:55"
    );
    assert!(!report.rules.contains(&"low-level".to_owned()));
    assert!(!markdown::render(&report).contains("microphone is muted"));
}

#[test]
fn missing_content_is_listed_once() {
    let report = judged("demo-weak");
    let html = page(&report);
    let body = html.split("</style>").nth(1).unwrap();
    assert!(!body.contains("Still missing"), "told as a finding too");
    let missing = report.sections.iter().flat_map(|section| &section.missing);
    for line in missing.map(|missing| &missing.text) {
        assert_eq!(body.matches(line.as_str()).count(), 1, "{line}");
    }
}

#[test]
fn the_page_explains_its_signs_and_marks_what_was_said() {
    let weak = page(&judged("demo-weak"));
    let body = weak.split("</style>").nth(1).unwrap();
    let legend = body.split("class=\"legend\"").nth(1).unwrap();
    let legend = legend.split("</p>").next().unwrap();
    for sign in ["target", "your voice", "to fix", "a note"] {
        assert!(legend.contains(sign), "{sign}: {legend}");
    }
    assert!(!legend.contains("over"), "nobody ran over: {legend}");
    // Rules by their titles.
    assert!(body.contains("Handed off") && !body.contains(">handoff<"));
    // The idea that was said is marked in the candidate's own words.
    let yours = body.split("class=\"yours\"").nth(1).unwrap();
    let yours = yours.split("class=\"strong\"").next().unwrap();
    assert!(
        yours.contains("w idea") && yours.contains("says “I noticed”"),
        "{yours}"
    );
}

#[test]
fn no_number_is_cut() {
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
fn an_untimed_section_has_no_bar_and_no_seconds() {
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
    let takes: Vec<Session> = sessions::judged()
        .into_iter()
        .map(|(_, session, _)| session)
        .rev()
        .collect();
    for width in [20, 30, 40, 60, 80, 120] {
        let style = terminal::Style {
            width,
            ..terminal::Style::default()
        };
        for (name, session, scenario) in golden() {
            let report = Report::of(&session, &scenario);
            for detail in [terminal::Detail::Brief, terminal::Detail::All] {
                fits(name, width, &terminal::render(&report, &style, detail));
            }
        }
        let (weak, strong) = (judged("demo-weak"), judged("demo-strong"));
        fits(
            "compare",
            width,
            &Comparison::of(&weak, &strong).text(&style),
        );
        fits("trend", width, &trend::text(&own(&takes), &style));
    }
    // Output without a session is produced by the program itself.
    let home = Home::new();
    for width in [40, 60, 80] {
        for verb in [&["rules"][..], &["scenario", "list"], &["scenario", "show"]] {
            let mut rehearse = home.rehearse();
            let done = rehearse
                .env("COLUMNS", width.to_string())
                .args(verb)
                .assert()
                .success();
            let text = String::from_utf8(done.get_output().stdout.clone()).unwrap();
            fits(&verb.join(" "), width, &text);
        }
    }
}

#[track_caller]
fn fits(name: &str, width: usize, text: &str) {
    use unicode_width::UnicodeWidthStr;
    for line in text.lines() {
        assert!(line.width() <= width, "{name} at {width}: {line:?}");
        assert!(!line.ends_with(' '), "{name} at {width}: {line:?}");
    }
}

/// The trend of these takes as if by a person.
fn own(takes: &[Session]) -> Trend {
    let scenario = builtin("caught-critical-issue").unwrap();
    let takes: Vec<Session> = takes
        .iter()
        .enumerate()
        .map(|(day, session)| {
            let mut session = session.clone();
            session.take.synthetic = false;
            session.started = format!("2026-11-{:02}T08:00:00Z", day + 1);
            session
        })
        .collect();
    Trend::of(&takes, &scenario, None)
}

#[test]
fn a_comparison_begins_with_improvements() {
    let (weak, mut strong) = (judged("demo-weak"), judged("demo-strong"));
    strong.date = "2026-11-24 08:00 UTC".into();
    strong.setting.mode = "mock";
    // In either order the earlier take is the one before.
    let comparison = Comparison::of(&strong, &weak);
    assert_eq!(comparison, Comparison::of(&weak, &strong));
    let text = comparison.text(&terminal::Style::default());
    assert!(
        text.starts_with("  Better in 4 of 4 sections: 14 more ideas, 3 more numbers and "),
        "{text}"
    );
    assert!(
        text.contains("total    0:21 of 2:55 → 1:23 of 2:55"),
        "{text}"
    );
    assert!(text.contains("leaning  no hire → hire"), "{text}");
    assert!(
        comparison.caution.contains("mode (guided, then mock)"),
        "{text}"
    );
    // Unchanged values are not listed.
    assert!(!text.contains("–  =  –"), "{text}");
    let same = Comparison::of(&weak, &weak).text(&terminal::Style::default());
    assert!(
        same.contains("About the same: Situation, Action, Result and Reflection."),
        "{same}"
    );
}

#[test]
fn a_trend_reports_changes_and_folds_constants() {
    let takes = sessions::judged();
    let (strong, weak) = (&takes[0].1, &takes[1].1);
    let moved = own(&[weak.clone(), strong.clone()]);
    assert_eq!(
        moved.summary,
        "From the first take to the last: 14 more ideas and 1 more “we”."
    );
    let text = trend::text(&moved, &terminal::Style::default());
    assert!(text.contains("0 → 6 of 6, best 6"), "{text}");
    assert!(text.contains("every time: never over"), "{text}");
    let page = trend::html(&moved);
    for wanted in ["2026-11-01", "2026-11-02", "comfortable", "never over"] {
        assert!(page.contains(wanted), "{wanted}");
    }
    // No "we" in a single sentence is not a best.
    let thin = own(&[strong.clone(), weak.clone()]);
    let situation = &thin.sections[0];
    let we = &situation.lines[2];
    assert_eq!(we.words, "1 → 0, best 1");
    // Takes at different levels or lenses say so.
    let mut senior = weak.clone();
    senior.level = Level::Senior;
    let text = trend::text(&own(&[strong.clone(), senior]), &terminal::Style::default());
    assert!(text.contains("take 1: SDE 2; take 2: Senior SDE"), "{text}");
}

#[test]
fn different_stories_are_not_compared() {
    let mut other = judged("weak");
    other.scenario = "another".into();
    let compared = Comparison::of(&judged("flawless"), &other);
    assert_eq!(compared.summary, "");
    assert!(compared.caution.contains("two different stories"));
    assert_ne!(
        Comparison::of(&judged("flawless"), &judged("weak")).summary,
        ""
    );
}
