//! A story of one's own that lists no ideas, no numbers and no questions, with the real binary: what was not
//! compared is neither praised nor weighed.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "lays out a story and reads what was written"
)]

mod common;

use common::{Home, demo_sound};
use std::fs;

const STORY: &str = "canary-rollout";
const HEARD: &str =
    "I moved the ramp to the other side, and I timed how long the ferry was loading.";

fn home() -> Home {
    let home = Home::new();
    let sections: String = ["situation", "task", "action", "result", "reflection"]
        .iter()
        .map(|id| format!("[[section]]\nid = \"{id}\"\nstrong = \"I wrote the {id} down.\"\n"))
        .collect();
    let toml =
        format!("title = \"The Canary That Sang\"\nprinciples = [\"Ownership\"]\n{sections}");
    home.story(&format!("{STORY}.toml"), &toml);
    home
}

/// Runs a verb that hears `HEARD` in so many recordings.
fn heard(home: &Home, verb: &[&str], recordings: usize) -> String {
    let (model, sound) = (home.model(HEARD), demo_sound("strong/4-result"));
    let mut arguments = verb.to_vec();
    arguments.extend(["--model", &model, "--from-wav"]);
    arguments.extend(std::iter::repeat_n(sound.as_str(), recordings));
    home.output(&arguments)
}

/// On one line, as it may be broken anywhere.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_answer_that_only_the_rules_judged_does_not_hold_and_gives_no_leaning() {
    let home = home();
    let off_topic = ["followups", STORY, "--ask", "how-measured"];
    let one = flat(&heard(&home, &off_topic, 1));
    let said = "The rules find nothing against the answer; there is no strong answer to compare it with. \
                The rules alone give no leaning.";
    assert!(one.contains(said), "{one}");
    let all = flat(&heard(&home, &["followups", STORY], 2));
    assert!(all.contains("against the 2 answers; there is"), "{all}");
    for text in [one, all] {
        assert!(
            !text.contains("Leaning") && !text.contains("holds"),
            "{text}"
        );
    }
}

#[test]
fn what_is_not_listed_was_not_compared() {
    let home = home();
    heard(&home, &["practice", STORY], 5);
    let page = home.output(&["sessions", "export", "last", "--format", "html"]);
    let said = "No ideas and no numbers are listed for this section, so nothing was compared.";
    assert_eq!(page.matches(said).count(), 5, "{page}");
    assert!(!page.contains("Nothing: every"), "{page}");
    // Rules are called by their titles.
    assert!(page.contains("<dt>Used little of its time</dt>"), "{page}");
    heard(&home, &["practice", STORY], 5);
    // The beginning of the id names the story, and so do words of its title.
    for name in ["canary", "that sang"] {
        let trend = home.output(&["trend", name]);
        assert!(trend.contains("2 takes"), "{trend}");
        assert!(!trend.contains("idea"), "{trend}");
    }
    let unknown = home.refusal(&["trend", "albatross"], 2);
    assert!(unknown.contains("no scenario \"albatross\""), "{unknown}");
    let review = home.path().join("review.html");
    home.output(&["review", "--no-open", "--html", review.to_str().unwrap()]);
    let review = fs::read_to_string(review).unwrap();
    assert!(review.contains(">Used little of its time<"), "{review}");
    assert!(!review.contains("underrun"), "{review}");
}

#[test]
fn a_short_telling_of_it_claims_no_more_than_that_it_was_told() {
    let home = home();
    let verb = ["practice", STORY, "--length", "30"];
    let text = flat(&heard(&home, &verb, 5));
    let cut = "Cut no section; no ideas and no numbers are listed, so nothing else was compared";
    assert!(text.contains(cut), "{text}");
    assert!(text.contains(", to be told in 0:30"), "{text}");
}

#[test]
fn a_practised_built_in_story_comes_on_no_card_beside_own_ones() {
    let home = home();
    heard(
        &home,
        &["followups", "caught-critical-issue", "--count", "1"],
        1,
    );
    let card = home.output(&["card"]);
    assert!(card.contains("The Canary That Sang"), "{card}");
    assert!(!card.contains("Critical Issue"), "{card}");
}

#[test]
fn answers_to_questions_are_not_compared_with_the_story() {
    let home = home();
    heard(&home, &["practice", STORY], 5);
    heard(&home, &["followups", STORY], 1);
    let said = home.refusal(&["sessions", "compare"], 2);
    assert!(
        said.contains("no earlier rehearsal of the same sections"),
        "{said}"
    );
    heard(&home, &["practice", STORY, "--section", "task"], 1);
    let text = home.output(&["sessions", "compare"]);
    assert!(!text.contains("no section in common"), "{text}");
}
