//! The story bank, with the real binary: own stories from notes, and what they serve.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "lays out notes and reads pages back"
)]

mod common;

use common::{Home, golden};
use serde_json::Value;
use std::fs;

const RELAY: &str = "## Situation\nThe night alarm of our clinic had been off for 9 days.\n\
## Task\nIt was not my job, no ticket existed, and nobody asked me to look.\n\
## Action\nI read the log of one night. I traced the silence to a loose relay.\n\
## Result\nMissed calls fell from 14% to 1%.\n\
## Reflection\nI now test what is silent.\n";

/// A home with two own stories: one names its principles, the other does not.
fn home() -> Home {
    let home = Home::new();
    home.story(
        "the-scanner.toml",
        "title = \"The borrowed scanner\"\nprinciples = [\"Frugality\", \"Think Big\"]\n\
         [[section]]\nid = \"action\"\nstrong = \"I borrowed a scanner.\"\n",
    );
    let notes = home.path().join("relay.md");
    fs::write(&notes, RELAY).unwrap();
    home.output(&[
        "scenario",
        "new",
        "The loose relay",
        "--from",
        &notes.display().to_string(),
    ]);
    home
}

#[test]
fn the_matrix_shows_what_serves_what_and_what_is_missing() {
    let home = home();
    golden("stories.txt", &home.output(&["stories"]));
    let bank: Value = serde_json::from_str(&home.output(&["stories", "--json"])).unwrap();
    assert_eq!(bank["principles"].as_array().unwrap().len(), 16);
    let own: Vec<&Value> = bank["stories"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["own"] == true)
        .collect();
    assert_eq!(own.len(), 2);
    let relay = own
        .iter()
        .find(|one| one["id"] == "the-loose-relay")
        .unwrap();
    assert_eq!(relay["proposed"], true);
    assert_eq!(relay["serves"][0]["principle"], "dive-deep");
    let gaps = bank["gaps"].as_array().unwrap();
    assert!(
        !gaps.contains(&"frugality".into()) && gaps.contains(&"earn-trust".into()),
        "{gaps:?}"
    );
    // The proposal is in the file, to be kept or changed.
    let file = fs::read_to_string(home.data().join("scenarios/the-loose-relay.toml")).unwrap();
    assert!(file.contains("# principles = [\"Dive Deep\""), "{file}");
}

#[test]
fn the_page_is_written_once_and_holds_no_script_of_a_title() {
    let home = home();
    fs::write(
        home.data().join("scenarios/odd.toml"),
        "title = \"<script>alert(1)</script>\"\nprinciples = [\"Dive Deep\"]\n[[section]]\nid = \"task\"\nstrong = \"I did it.\"\n",
    )
    .unwrap();
    let page = home.path().join("bank.html");
    let page = page.display().to_string();
    home.output(&["stories", "--html", &page]);
    let text = fs::read_to_string(&page).unwrap();
    assert!(
        text.contains("&lt;script&gt;alert(1)") && !text.contains("<script>alert"),
        "{text}"
    );
    let said = home.refusal(&["stories", "--html", &page], 1);
    assert!(said.contains("bank.html"), "{said}");
}

#[test]
fn a_story_with_a_fault_is_named_and_a_short_name_of_a_principle_is_known() {
    let home = Home::new();
    let folder = home.data().join("scenarios");
    fs::create_dir_all(&folder).unwrap();
    let story = "title = \"Mine\"\nprinciples = [\"Have Backbone\"]\n[[section]]\nid = \"task\"\nstrong = \"I did it.\"\n";
    fs::write(folder.join("sound.toml"), story).unwrap();
    fs::write(folder.join("broken.toml"), story.replace("strong", "stong")).unwrap();
    let done = home.rehearse().args(["stories"]).assert().success();
    let said = String::from_utf8(done.get_output().stderr.clone()).unwrap();
    let one = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        one.contains("left out; see what to mend: rehearse scenario check"),
        "{said}"
    );
    assert!(
        said.contains("broken.toml") && !said.contains("sound.toml"),
        "{said}"
    );
    let shown = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    assert!(
        shown.contains("Have Backbone; Disagree and Commit"),
        "{shown}"
    );
}

#[test]
fn an_unknown_principle_is_reported_with_a_similar_one() {
    let home = Home::new();
    let file = home.path().join("mine.toml");
    fs::write(
        &file,
        "title = \"Mine\"\nprinciples = [\"Dive Deeper\"]\n[[section]]\nid = \"task\"\nstrong = \"I did it.\"\n",
    )
    .unwrap();
    let done = home
        .rehearse()
        .args(["scenario", "check", &file.display().to_string()])
        .assert()
        .code(1);
    let said = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    assert!(said.contains("Did you mean `Dive Deep`?"), "{said}");
}

#[test]
fn without_a_story_of_ones_own_the_sixteen_are_shown_with_worked_examples() {
    let home = Home::new();
    let text = home.output(&["stories"]);
    assert!(text.contains("rehearse scenario new"), "{text}");
    assert!(
        text.contains("Are Right, A Lot") && text.contains("rehearse study changed-my-mind"),
        "{text}"
    );
    assert!(!home.data().exists());
}
