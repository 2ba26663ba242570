//! An own story, from the first question of `scenario new` to the second take.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests wait, talk and touch the disk"
)]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/studio.rs"]
mod studio;

use common::{Home, demo_sound};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use studio::Desk;

const SOON: Duration = Duration::from_secs(20);

/// Each question of `scenario new`, and what the candidate types.
const DIALOGUE: &[(&str, &[&str])] = &[
    ("What do you call it?", &["The quiet alarm"]),
    (
        "What does the interviewer ask?",
        &["Tell me about something that everybody else had got used to."],
    ),
    ("For which leadership principle?", &["Ownership"]),
    (
        "Situation (30 s)",
        &[
            "I noticed that the night alarm of our clinic had been off.",
            "We missed 14% of the calls, and families complained.",
            "",
        ],
    ),
    (
        "Task (20 s)",
        &[
            "The alarm was not my job, no ticket existed, and nobody asked me to look.",
            "",
        ],
    ),
    (
        "Action (90 s)",
        &[
            "I read the log of one night. I traced the silence to a loose relay.",
            "I wrote a test that rings the alarm every evening.",
            "",
        ],
    ),
    (
        "Result (20 s)",
        &[
            "Missed calls fell from 14% to 1%, and two other wards adopted my test.",
            "",
        ],
    ),
    (
        "Reflection (15 s)",
        &[
            "I now test what is silent, because nobody owned the alarms at night.",
            "",
        ],
    ),
];

/// Practises the story from five recordings with a model that writes `text`, and returns the report.
fn take(home: &Home, text: &str) -> Value {
    let model = home.model(text);
    let sounds: Vec<String> = [
        "1-situation",
        "2-task",
        "3-action",
        "4-result",
        "5-reflection",
    ]
    .iter()
    .map(|sound| demo_sound(&format!("strong/{sound}")))
    .collect();
    let mut arguments = vec!["practice", "the-quiet-alarm", "--json", "--model", &model];
    arguments.push("--from-wav");
    arguments.extend(sounds.iter().map(String::as_str));
    serde_json::from_str(&home.output(&arguments)).unwrap()
}

fn section<'a>(report: &'a Value, id: &str) -> &'a Value {
    let sections = report["sections"].as_array().unwrap();
    sections.iter().find(|one| one["id"] == id).unwrap()
}

fn rules(section: &Value) -> Vec<&str> {
    let findings = section["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect()
}

/// The session folders, oldest first.
fn folders(home: &Home) -> Vec<PathBuf> {
    let mut folders: Vec<_> = fs::read_dir(home.data().join("sessions"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    folders
}

#[test]
fn a_story_is_written_practised_judged_reported_and_compared() {
    let home = Home::new();

    // Typed at the keyboard only.
    let mut desk = Desk::without_microphone(&home, &["scenario", "new"]);
    for (question, lines) in DIALOGUE {
        desk.wait_for(question, SOON);
        for line in *lines {
            desk.press(&format!("{line}\r"));
        }
    }
    assert_eq!(desk.end(SOON), 0, "{}", desk.all());
    assert!(
        desk.all().contains("rehearse practice the-quiet-alarm"),
        "{}",
        desk.all()
    );
    let checked = home.output(&["scenario", "check", "the-quiet-alarm"]);
    assert!(checked.contains("the-quiet-alarm.toml: sound"), "{checked}");

    // First a weak take, then a strong one. Each section is judged by the story's own examples.
    let vague = "We looked at it together. It works well now and the team was happy.";
    let before = take(&home, vague);
    assert_eq!(before["scenario"], "the-quiet-alarm");
    assert_eq!(before["sections"].as_array().unwrap().len(), 5);
    let action = section(&before, "action");
    assert_eq!(action["text"], vague);
    assert!(rules(action).contains(&"we-language"), "{action:#}");
    let result = section(&before, "result");
    assert!(rules(result).contains(&"vague-ending"), "{result:#}");
    assert!(
        rules(result).contains(&"missing-quantification"),
        "{result:#}"
    );
    let task = section(&before, "task");
    assert!(rules(task).contains(&"missing-scope-boundary"), "{task:#}");

    let exact = "The alarm was not my job and nobody asked me. I traced the silence to a loose \
                 relay. Missed calls fell from 14% to 1%.";
    let after = take(&home, exact);
    let action = section(&after, "action");
    assert_eq!(action["text"], exact);
    assert!(!rules(action).contains(&"we-language"), "{action:#}");
    let result = section(&after, "result");
    assert!(
        !rules(result).contains(&"missing-quantification"),
        "{result:#}"
    );

    // Each folder contains the story's words and the candidate's.
    let folders = folders(&home);
    assert_eq!(folders.len(), 2, "{folders:?}");
    for (folder, said) in folders.iter().zip([vague, exact]) {
        for report in ["report.html", "report.md"] {
            let text = fs::read_to_string(folder.join(report)).unwrap();
            // Words of the page are in separate elements: compare the text, not the markup.
            let plain = without_markup(&text);
            for words in ["The quiet alarm", "two other wards adopted my test", said] {
                assert!(plain.contains(words), "{words:?} in {report}:\n{plain}");
            }
        }
    }

    // Compared.
    let compared: Value =
        serde_json::from_str(&home.output(&["sessions", "compare", "1", "2", "--json"])).unwrap();
    let better = |id: &str| {
        section(&compared, id)["better"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line.as_str().unwrap())
            .collect::<Vec<_>>()
            .join("; ")
    };
    assert!(
        better("action").contains("“We where I belongs”"),
        "{compared:#}"
    );
    assert!(
        better("task").contains("“No scope boundary”"),
        "{compared:#}"
    );
    assert!(better("result").contains("now said: "), "{compared:#}");
    let shown = home.output(&["sessions", "compare", "1", "2"]);
    assert!(shown.contains("The quiet alarm"), "{shown}");
}

#[test]
fn a_story_without_questions_is_asked_standard_ones() {
    let home = Home::new();
    let notes = home.path().join("notes.md");
    fs::write(&notes, "# My alarm\n## Action\nI turned it on.\n").unwrap();
    let notes = notes.display().to_string();
    home.output(&["scenario", "new", "--from", &notes]);
    let (model, sound) = (
        home.model("We measured it together."),
        demo_sound("strong/4-result"),
    );
    let asked = [
        "followups",
        "my-alarm",
        "--ask",
        "how-measured",
        "--json",
        "--model",
        &model,
        "--from-wav",
        &sound,
    ];
    let done = home.rehearse().args(asked).assert().success();
    let done = done.get_output();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("these are standard ones"), "{said}");
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    let answer = section(&report, "follow-up-how-measured");
    assert!(rules(answer).contains(&"we-language"), "{answer:#}");
    // The questions are stored with the session, so it can be judged again.
    home.output(&["analyze", "last"]);
    let said = home.refusal(&["quiz", "my-alarm"], 1);
    assert!(said.contains("rehearse followups my-alarm"), "{said}");
}

#[test]
fn an_unfinished_story_is_continued_and_a_used_title_asked_for_again() {
    let home = Home::new();
    let mut desk = Desk::without_microphone(&home, &["scenario", "new"]);
    desk.wait_for("What do you call it?", SOON);
    desk.press("\r");
    desk.wait_for("A story needs a name", SOON);
    desk.press("The slow build\r");
    desk.wait_for("What does the interviewer ask?", SOON);
    desk.press("Tell me about a delay.\r");
    desk.wait_for("For which leadership principle?", SOON);
    desk.press("Dive Deep\r");
    desk.wait_for("an empty line goes on to Task.", SOON);
    desk.press("The build took 40 minutes.\r\r");
    desk.wait_for("an empty line goes on to Action.", SOON);
    desk.press("Nobody asked me.\r");
    let kept = home.data().join("unfinished-story.json");
    let until = Instant::now() + SOON;
    while !fs::read_to_string(&kept).is_ok_and(|text| text.contains("Nobody asked me.")) {
        assert!(Instant::now() < until, "a typed line is not kept");
        std::thread::sleep(Duration::from_millis(20));
    }
    desk.signal("INT");
    desk.end(SOON);
    assert!(!home.data().join("scenarios").exists());

    let mut desk = Desk::without_microphone(&home, &["scenario", "new"]);
    desk.wait_for("was begun and left at Task", SOON);
    desk.press("\r");
    desk.wait_for("  Nobody asked me.", SOON);
    desk.press("I took it on.\r\r");
    for section in [
        "Action (90 s)",
        "Result (20 s)",
        "an empty line ends the story",
    ] {
        desk.wait_for(section, SOON);
        desk.press("\r");
    }
    desk.end(SOON);
    let file = home.data().join("scenarios/the-slow-build.toml");
    let text = fs::read_to_string(file).unwrap();
    for words in [
        "question = \"Tell me about a delay.\"",
        "principle = \"Dive Deep\"",
        "The build took 40 minutes.",
        "Nobody asked me. I took it on.",
    ] {
        assert!(text.contains(words), "{words:?} in {text}");
    }
    assert!(!kept.exists());

    let mut desk = Desk::without_microphone(&home, &["scenario", "new"]);
    desk.wait_for("What do you call it?", SOON);
    desk.press("The slow build\r");
    desk.wait_for("is there already", SOON);
    desk.press("caught critical issue\r");
    desk.wait_for("a built-in scenario is called", SOON);
    desk.press("Another build\r");
    desk.wait_for("What does the interviewer ask?", SOON);
}

#[test]
fn another_story_may_be_begun_beside_an_unfinished_one() {
    let home = Home::new();
    let kept = home.data().join("unfinished-story.json");
    fs::create_dir_all(home.data()).unwrap();
    let left = r#"{"title":"Farm","question":"","principle":"","sections":["The cows were ill.","","","",""]}"#;
    fs::write(&kept, left).unwrap();
    // Nobody can be asked: the unfinished story is not changed.
    home.refusal(&["scenario", "new", "Other"], 2);
    assert_eq!(fs::read_to_string(&kept).unwrap(), left);

    let mut desk = Desk::without_microphone(&home, &["scenario", "new", "Third"]);
    desk.wait_for("“Third”:", SOON);
    desk.press("I once had a farm.\r");
    desk.wait_for("your answers come after that", SOON);
    desk.press("n\r");
    desk.wait_for("What does the interviewer ask?", SOON);
    let farm = fs::read_to_string(home.data().join("scenarios/farm.toml")).unwrap();
    assert!(farm.contains("The cows were ill."), "{farm}");
    assert!(fs::read_to_string(&kept).unwrap().contains("Third"));
}

/// The text of a page or a Markdown file on one line.
fn without_markup(text: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for letter in text.chars() {
        match letter {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if inside => {}
            _ => plain.push(letter),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
