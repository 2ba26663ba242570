//! Several tries of one section: which one is judged, and how another is chosen. At the microphone.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests wait and touch the disk"
)]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/studio.rs"]
mod studio;

use common::{Home, demo_sound, scripted_model};
use serde_json::Value;
use std::fs;
use std::time::Duration;
use studio::{Desk, FakeMic, LATER, marks, record, session, sleep};

const SOON: Duration = Duration::from_secs(40);

fn tries(home: &Home) -> Vec<(String, u64, bool)> {
    let list: Value =
        serde_json::from_str(&home.output(&["sessions", "use", "last", "--json"])).unwrap();
    let list = list.as_array().unwrap().iter();
    list.map(|one| {
        let section = one["section"].as_str().unwrap().to_owned();
        (
            section,
            one["try"].as_u64().unwrap(),
            one["judged"].as_bool().unwrap(),
        )
    })
    .collect()
}

/// Somebody tells Situation and Task, goes back to the Situation, begins it again and says nothing. The Task
/// stays as it was told, and the try of the Situation in which there is a voice is judged.
#[test]
fn the_last_try_with_a_voice_is_judged_and_another_can_be_chosen() {
    let Some(mic) = FakeMic::start("the_last_try_with_a_voice_is_judged") else {
        return;
    };
    let home = Home::new();
    let model = home.path().join("scripted.bin");
    fs::write(
        &model,
        scripted_model::hears("I noticed that 0.3% of the webhooks were dropped."),
    )
    .unwrap();
    let voice = demo_sound("strong/4-result");
    let model = model.display().to_string();
    let arguments = ["practice", "caught-critical-issue", "--model", &model];
    let mut desk = Desk::sit_down(&mic, &home, &arguments);
    mic.wake(&desk);
    desk.wait_for("space begins", SOON);
    for part in ["Situation  1 of 5", "Task  2 of 5"] {
        desk.press(" ");
        desk.wait_for(part, SOON);
        mic.say(voice.as_ref());
    }
    desk.press("b");
    desk.wait_for("Situation  1 of 5", SOON);
    sleep(2.5);
    // A key that repeats by itself is one press: it keeps nothing.
    desk.press("  ");
    desk.wait_for("told, ", SOON);
    desk.wait_for("space keep it, go on", SOON);
    sleep(1.0);
    assert!(desk.screen().contains("Task  2 of 5"), "{}", desk.screen());
    desk.press(" ");
    desk.wait_for("Action  3 of 5", SOON);
    sleep(1.5);
    desk.press("q");
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());

    let folder = session(&home);
    assert_eq!(marks(&folder, "start").len(), 4);
    let kept = record(&folder);
    let first = |key: &str| kept["sections"][0]["spans"][0][key].as_u64().unwrap();
    assert!(first("end") - first("start") > 5000, "{kept:#}");
    assert!(
        kept["sections"][0]["transcript"]["text"]
            .as_str()
            .unwrap()
            .contains("0.3%")
    );
    assert_eq!(
        tries(&home),
        [
            ("situation".to_owned(), 1, true),
            ("situation".to_owned(), 2, false)
        ]
    );
    let shown = home.output(&["sessions", "show", "--all"]);
    assert!(
        shown.contains("Try 1 of 2 is judged, the last one in which you spoke"),
        "{shown}"
    );

    home.output(&["sessions", "use", "last", "situation", "2"]);
    let kept = record(&folder);
    assert_eq!(kept["chosen"]["situation"], 2);
    assert_eq!(tries(&home)[1], ("situation".to_owned(), 2, true));
    let shown = home.output(&["sessions", "show", "--all"]);
    assert!(
        shown.contains("Try 2 of 2 is judged, the one that you chose"),
        "{shown}"
    );
    let said = home.refusal(&["sessions", "use", "last", "situation", "3"], 2);
    assert!(said.contains("2 tries"), "{said}");
    let said = home.refusal(&["sessions", "use", "last", "result", "1"], 2);
    assert!(said.contains("situation, task"), "{said}");
}
