//! The same story in less time, and the candidate's own estimate before the report, with the real binary.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "lays out a model and reads what was kept"
)]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/studio.rs"]
mod studio;

use common::{Home, golden, root, scripted_model};
use serde_json::Value;
use std::fs;
use std::time::Duration;
use studio::{Desk, record, session};

const STORY: &str = "caught-critical-issue";
const SOON: Duration = Duration::from_secs(60);
/// Its first sentence says what came of it.
const POINT_FIRST: &str = "The webhook drop rate dropped from 0.3% to zero. I pulled the delivery logs and \
    I traced the failures to network timeouts. I wrote a retry.";
/// Its first sentence says nothing of the story.
const POINT_LATE: &str = "I would like to begin with our company and its many teams. I pulled the delivery logs, \
    and the webhook drop rate dropped from 0.3% to zero.";

/// In the order of the sections, so that each is found.
const IN_ORDER: &str = "I noticed a 0.3% webhook drop rate. Nobody asked me to investigate. I pulled the delivery \
    logs and I traced the failures to network timeouts. The webhook drop rate dropped from 0.3% to zero.";

/// A model that hears this text, and the arguments of a mock of 30 seconds that it hears.
fn mock(home: &Home, text: &str, more: &[&str]) -> Vec<String> {
    let model = home.path().join("scripted.bin");
    fs::write(&model, scripted_model::hears(text)).unwrap();
    let sound = root().join("content/demo/strong/3-action.wav");
    let (model, sound) = (model.display().to_string(), sound.display().to_string());
    let mut arguments = vec!["practice", STORY, "--mode", "mock", "--model", &model];
    arguments.extend(more);
    arguments.extend(["--from-wav", &sound]);
    arguments.into_iter().map(str::to_owned).collect()
}

fn told(home: &Home, text: &str, more: &[&str]) -> String {
    let arguments = mock(home, text, more);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    home.output(&arguments)
}

fn texts(items: &Value) -> Vec<&str> {
    let items = items.as_array().unwrap().iter();
    items.map(|item| item["text"].as_str().unwrap()).collect()
}

#[test]
fn a_story_in_half_a_minute_says_what_was_kept_and_what_was_cut() {
    let home = Home::new();
    let report = told(&home, POINT_FIRST, &["--length", "30", "--json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    let retold = &report["retold"];
    assert_eq!(retold["given_seconds"], 30.0);
    assert_eq!(retold["whole_seconds"], 175.0);
    assert_eq!(report["overall"]["target_seconds"], 30.0);
    assert_eq!(retold["point_first"], true, "{retold:#}");
    let (kept, cut) = (texts(&retold["kept"]), texts(&retold["cut"]));
    assert!(
        kept.iter().any(|one| one.contains("0.3% to zero")),
        "{kept:?}"
    );
    assert!(kept.contains(&"I traced"), "{kept:?}");
    assert!(cut.iter().any(|one| one.contains("$8K")), "{cut:?}");
    assert!(cut.contains(&"nobody asked"), "{cut:?}");
    // To cut was asked for: nothing of it is a finding, and a bar raiser does not lean.
    let sections = report["sections"].as_array().unwrap();
    for finding in sections
        .iter()
        .flat_map(|one| one["findings"].as_array().unwrap())
    {
        let rule = finding["rule"].as_str().unwrap();
        let of_all = [
            "missing-signal",
            "overrun",
            "underrun",
            "thin-action",
            "missing-scope-boundary",
        ];
        assert!(!of_all.contains(&rule), "{finding:#}");
    }
    assert_eq!(report["overall"]["leaning"], Value::Null);
    // It is the same telling whenever it is looked at or judged again.
    let shown: Value = serde_json::from_str(&home.output(&["sessions", "show", "--json"])).unwrap();
    assert_eq!(shown["retold"], *retold);
    let again: Value = serde_json::from_str(&home.output(&["analyze", "last", "--json"])).unwrap();
    assert_eq!(again["retold"], *retold);
    let text = home.output(&["sessions", "show"]);
    let from = text.find("What you kept").unwrap();
    let kept = &text[from..];
    golden("retold.txt", &kept[..kept.find("\n\n").unwrap() + 1]);
    for page in ["report.html", "report.md"] {
        let text = fs::read_to_string(session(&home).join(page)).unwrap();
        assert!(text.contains("What you kept"), "{page}");
    }
}

#[test]
fn a_point_that_comes_late_is_told_and_all_of_the_time_asks_for_all_of_the_story() {
    let home = Home::new();
    let report = told(&home, POINT_LATE, &["--length", "60", "--json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["retold"]["point_first"], false, "{report:#}");
    let home = Home::new();
    let report = told(&home, POINT_FIRST, &["--length", "180", "--json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report.get("retold"), None);
    assert_eq!(report["overall"]["target_seconds"], 180.0);
    let home = Home::new();
    let said = home.refusal(&["practice", "--length", "45"], 2);
    assert!(said.contains("30, 60, 90, 180"), "{said}");
    home.refusal(&["practice", "--length", "60", "--section", "task"], 2);
}

#[test]
fn an_estimate_comes_before_the_report_and_the_report_shows_the_gap() {
    let home = Home::new();
    let arguments = mock(&home, IN_ORDER, &["--estimate"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut desk = Desk::without_microphone(&home, &arguments);
    for (question, answer) in [
        ("Did you run over your time?", "y\r"),
        ("Did you give the number?", "y\r"),
        ("Did you say what you did yourself?", "\r"),
    ] {
        desk.wait_for(question, SOON);
        assert!(!desk.all().contains("Your estimate"));
        desk.press(answer);
    }
    desk.end(SOON);
    assert!(
        desk.all().contains("Your estimate: 1 of 2 right"),
        "{}",
        desk.all()
    );
    let kept = record(&session(&home));
    assert_eq!(
        kept["estimate"],
        serde_json::json!({"over": true, "number": true})
    );
    let report: Value =
        serde_json::from_str(&home.output(&["sessions", "show", "--json"])).unwrap();
    let guesses = report["estimate"].as_array().unwrap();
    assert_eq!(guesses.len(), 2);
    assert_eq!(
        (&guesses[0]["thought"], &guesses[0]["measured"]),
        (&true.into(), &false.into())
    );
    assert_eq!(guesses[1]["measured"], true);
    let text = home.output(&["sessions", "show"]);
    let from = text.find("Your estimate").unwrap();
    golden(
        "estimate.txt",
        &text[from..from + text[from..].find("Fix first").unwrap()],
    );
    let trend: Value = serde_json::from_str(&home.output(&["trend", "--json"])).unwrap();
    assert_eq!(trend["estimates"][0]["right"], 1);
    assert!(
        home.output(&["trend"])
            .contains("Your estimate was right in 1 of 2.")
    );
}

#[test]
fn the_settings_ask_for_an_estimate_and_without_a_terminal_nobody_is_asked() {
    let home = Home::new();
    fs::create_dir_all(home.path().join("config")).unwrap();
    fs::write(
        home.path().join("config/settings.toml"),
        "estimate = true\n",
    )
    .unwrap();
    told(&home, POINT_FIRST, &[]);
    assert_eq!(record(&session(&home)).get("estimate"), None);
}

/// What was told in half a minute is no step of the story's own trend.
#[test]
fn the_trend_compares_tellings_in_the_same_time() {
    let home = Home::new();
    told(&home, IN_ORDER, &["--length", "30"]);
    let takes = |home: &Home| -> (String, usize) {
        let trend: Value = serde_json::from_str(&home.output(&["trend", "--json"])).unwrap();
        let sections = trend["sections"].as_array().unwrap();
        let first = sections[0]["takes"].as_array().unwrap().len();
        (trend["note"].as_str().unwrap().to_owned(), first)
    };
    let (note, shown) = takes(&home);
    assert_eq!((note.contains("One take"), shown), (true, 1), "{note}");
    told(&home, IN_ORDER, &[]);
    let (note, shown) = takes(&home);
    assert!(
        note.contains("1 take told in another time not shown"),
        "{note}"
    );
    assert_eq!(shown, 1);
}
