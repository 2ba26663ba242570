//! The principles that are offered for a story, against the judgement of an author who did not know the program.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_macros, reason = "tests print what they measure")]

use rehearse::meaning::minilm::Bundled;
use rehearse::scenario::{Level, Scenario, builtin, builtins};
use rehearse::story::{from_notes, suited};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    story: Vec<Story>,
}

#[derive(Deserialize)]
struct Story {
    title: String,
    #[serde(default)]
    held: bool,
    principles: Vec<String>,
    notes: String,
}

#[test]
fn one_of_two_principles_that_are_offered_is_right_for_most_stories() {
    let file: File = toml::from_str(include_str!("judge/principles.toml")).unwrap();
    for (half, held, first, either) in [("worked on", false, 18, 26), ("kept apart", true, 8, 12)] {
        let stories = file.story.iter().filter(|story| story.held == held);
        let (mut right, mut among, mut all) = (0, 0, 0);
        for story in stories {
            let draft = from_notes(&story.title, &story.notes);
            let offered = suited::nearest(&suited::texts(&draft), &Bundled).unwrap();
            all += 1;
            right += usize::from(story.principles.contains(&offered[0]));
            among += usize::from(offered.iter().any(|one| story.principles.contains(one)));
        }
        println!(
            "{half}: of {all} stories the nearest is right for {right}, one of two for {among}"
        );
        assert!(
            right >= first && among >= either,
            "{half}: {right}, {among}"
        );
    }
}

/// Each principle's `usual` in `content/principles.toml` is what it was measured to be.
#[test]
fn what_a_principle_has_in_common_with_any_story_is_measured() {
    let stories: Vec<Scenario> = builtins()
        .iter()
        .map(|one| builtin(one.id).unwrap())
        .collect();
    let told = stories.iter().map(|story| {
        let sections = story.sections.iter();
        let texts: Vec<&str> = sections
            .filter_map(|one| one.strong_for(Level::Sde2))
            .collect();
        suited::affinities(&texts, &Bundled).unwrap()
    });
    let all: Vec<_> = told.collect();
    let mut wrong = Vec::new();
    for (at, (principle, _)) in all[0].iter().enumerate() {
        let sum: i64 = all.iter().map(|story| story[at].1).sum();
        let usual = sum / i64::try_from(all.len()).unwrap();
        if usual != principle.usual {
            wrong.push(format!("{}: usual = {usual}", principle.id));
        }
    }
    assert!(
        wrong.is_empty(),
        "content/principles.toml should say\n{}",
        wrong.join("\n")
    );
}
