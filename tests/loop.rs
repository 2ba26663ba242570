//! The mock loop, with the real binary: several answers, no story twice, one debrief.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "lays out stories and looks at what was kept"
)]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/studio.rs"]
mod studio;

use common::{Home, demo_sound, golden, refuses_other_counts};
use serde_json::Value;
use std::fs;
use std::time::Duration;
use studio::{Desk, FakeMic, LATER, sleep};

const SOON: Duration = Duration::from_secs(20);

fn home() -> Home {
    let home = Home::new();
    for (id, title, principle) in [
        ("ferry", "The late ferry", "Ownership"),
        ("backup", "The empty backup", "Dive Deep"),
        ("scanner", "The borrowed scanner", "Frugality"),
    ] {
        let toml = format!(
            "title = \"{title}\"\nprinciples = [\"{principle}\"]\n\
             [[section]]\nid = \"action\"\nstrong = \"I timed the loading and moved the ramp.\"\n\
             [[section]]\nid = \"result\"\nstrong = \"Delays fell from 14 minutes to 2.\"\n\
             [[section.metric]]\nname = \"14 minutes\"\nvalues = [{{ value = 14, unit = \"minutes\" }}]\n"
        );
        home.story(&format!("{id}.toml"), &toml);
    }
    home
}

fn held(home: &Home) -> Value {
    let mut files: Vec<_> = fs::read_dir(home.data().join("loops"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    serde_json::from_str(&fs::read_to_string(files.last().unwrap()).unwrap()).unwrap()
}

#[test]
fn a_loop_tells_no_story_twice_and_ends_in_one_debrief() {
    let home = home();
    let heard = "We timed the loading of the ferry. Then we moved the ramp. It improved a lot, and everybody was happy.";
    let (model, sound) = (home.model(heard), demo_sound("strong/3-action"));
    let text = home.output(&[
        "loop",
        "--questions",
        "3",
        "--seed",
        "5",
        "--model",
        &model,
        "--from-wav",
        &sound,
        &sound,
        &sound,
    ]);
    golden("loop.txt", &text);
    let debrief: Value =
        serde_json::from_str(&home.output(&["loop", "--debrief", "--json"])).unwrap();
    let rounds = debrief["debrief"]["rounds"].as_array().unwrap();
    assert_eq!(rounds.len(), 3);
    for key in ["principle", "story"] {
        let different: std::collections::BTreeSet<&str> = rounds
            .iter()
            .map(|one| one[key].as_str().unwrap())
            .collect();
        assert_eq!(different.len(), 3, "{key}");
    }
    let habits = debrief["debrief"]["habits"].as_array().unwrap();
    let we = habits
        .iter()
        .find(|one| one["rule"] == "we-language")
        .unwrap();
    assert_eq!(we["rounds"].as_array().unwrap().len(), 3);
    assert!(
        debrief["debrief"]["first"]["command"]
            .as_str()
            .unwrap()
            .starts_with("rehearse practice ")
    );
    // Each answer is a session like any other.
    let list: Value = serde_json::from_str(&home.output(&["sessions", "list", "--json"])).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 3);
    assert_eq!(held(&home)["ended"], true);
}

#[test]
fn with_fewer_stories_than_questions_the_loop_is_shorter_and_says_so() {
    let home = home();
    let (model, sound) = (
        home.model("I moved the ramp."),
        demo_sound("strong/4-result"),
    );
    let done = home
        .rehearse()
        .args([
            "loop",
            "--questions",
            "5",
            "--model",
            &model,
            "--from-wav",
            &sound,
            &sound,
            &sound,
        ])
        .assert()
        .success();
    let said = String::from_utf8(done.get_output().stderr.clone()).unwrap();
    assert!(
        said.contains("no story is told twice: the loop has 3"),
        "{said}"
    );
}

#[test]
fn recordings_that_are_too_many_or_too_few_are_refused_before_the_loop_begins() {
    let home = home();
    let model = home.model("I moved the ramp.");
    let asked = ["loop", "--questions", "2", "--model", &model];
    refuses_other_counts(&home, &asked, &demo_sound("strong/4-result"), "--questions");
    assert!(!home.data().join("loops").exists());
}

#[test]
fn a_loop_that_was_left_is_offered_again() {
    let home = home();
    let mut desk = Desk::without_microphone(&home, &["loop", "--questions", "2"]);
    desk.wait_for("Question 1 of 2", SOON);
    desk.wait_for("The late ferry", SOON);
    desk.press("9\r");
    desk.wait_for("Type a number from 1 to 3.", SOON);
    desk.signal("INT");
    desk.end(SOON);
    assert_eq!(held(&home)["ended"], false);
    let mut desk = Desk::without_microphone(&home, &["loop"]);
    desk.wait_for("A loop was left at question 1 of 2", SOON);
    desk.press("\r");
    desk.wait_for("Question 1 of 2", SOON);
    desk.press("q\r");
    desk.wait_for("nothing to debrief", SOON);
    desk.end(SOON);
    assert_eq!(held(&home)["ended"], true);
}

#[test]
fn invalid_arguments_are_reported() {
    let home = Home::new();
    let said = home.refusal(&["loop"], 2);
    assert!(said.contains("--from-wav"), "{said}");
    let said = home.refusal(&["loop", "--debrief"], 2);
    assert!(said.contains("no loop was held yet"), "{said}");
    home.refusal(&["loop", "--questions", "9"], 2);
}

/// One question at the microphone: straight through, a follow-up on the candidate's own words, one debrief.
#[test]
fn a_loop_is_held_at_the_microphone() {
    let Some(mic) = FakeMic::start("a_loop_is_held_at_the_microphone") else {
        return;
    };
    let home = home();
    let heard = "We timed the loading of the ferry. Then we moved the ramp. It improved a lot.";
    let model = home.model(heard);
    let voice = demo_sound("weak/3-action");
    let mut desk = Desk::sit_down(
        &mic,
        &home,
        &["loop", "--questions", "1", "--seed", "5", "--model", &model],
    );
    desk.wait_for("Question 1 of 1", SOON);
    desk.press("1\r");
    mic.wake(&desk);
    desk.wait_for("space begins", SOON);
    desk.press(" ");
    desk.wait_for("● Your answer", SOON);
    mic.say(voice.as_ref());
    desk.press("\r");
    desk.wait_for("You said “We timed the loading of the ferry”", LATER);
    // The microphone that heard the answer is not checked a second time.
    assert_eq!(desk.all().matches("Microphone: ").count(), 1);
    for number in ["1 of 2", "2 of 2"] {
        desk.wait_for(number, LATER);
        desk.wait_for("space begins", SOON);
        sleep(0.8);
        desk.press(" ");
        desk.wait_for("● Follow-up", SOON);
        mic.say(voice.as_ref());
        desk.press(" ");
    }
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    let told = desk.all();
    assert!(
        told.contains("Debrief") && told.contains("Fix first"),
        "{told}"
    );
    let round = &held(&home)["rounds"][0];
    assert!(
        round["session"].is_string() && round["follow_ups"].is_string(),
        "{round:#}"
    );
    assert_eq!(held(&home)["ended"], true);
}
