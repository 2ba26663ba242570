//! The follow-up drill, with the real binary: from recorded answers to a verdict on each, with its reason.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "looks at what the program left on the disk"
)]

mod common;

use common::{Home, demo_sound};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

const STORY: &str = "caught-critical-issue";

const SOUND: &str = "strong/4-result";

/// Answers one question with a model that writes `text`, and returns the report of the answer.
fn answer(home: &Home, id: &str, text: &str) -> Value {
    let (model, sound) = (home.model(text), demo_sound(SOUND));
    let said = home.output(&[
        "followups",
        STORY,
        "--ask",
        id,
        "--json",
        "--model",
        &model,
        "--from-wav",
        &sound,
    ]);
    let mut report: Value = serde_json::from_str(&said).unwrap();
    report["sections"][0].take()
}

fn rules(section: &Value) -> Vec<&str> {
    let findings = section["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|one| one["rule"].as_str().unwrap())
        .collect()
}

#[test]
fn the_weak_pattern_is_reported_with_reason_and_evidence() {
    let home = Home::new();
    let heard = "I did escalate it. I sent them a Slack message and they handled it.";
    let section = answer(&home, "how-accepted", heard);
    assert_eq!(section["id"], "follow-up-how-accepted");
    assert_eq!(
        section["question"],
        "How did you ensure the Platform team accepted and deployed your fix?"
    );
    assert_eq!(section["standing"], "This goes the way of the weak answer.");
    let findings = section["findings"].as_array().unwrap();
    let weak = findings
        .iter()
        .find(|one| one["rule"] == "weak-pattern")
        .unwrap();
    assert_eq!(weak["severity"], "fix");
    let said = weak["message"].as_str().unwrap();
    assert!(
        said.contains("Sending Slack = routing responsibility, not ownership."),
        "{said}"
    );
    let instead = weak["suggestion"].as_str().unwrap();
    assert!(
        instead.contains("I brought a solution, not just a problem."),
        "{instead}"
    );
    // The evidence is in the transcript, where and when it was said.
    let text = section["text"].as_str().unwrap();
    let (start, end) = (
        weak["start"].as_u64().unwrap(),
        weak["end"].as_u64().unwrap(),
    );
    let quote: String = text
        .chars()
        .skip(start as usize)
        .take((end - start) as usize)
        .collect();
    assert_eq!(Some(quote.as_str()), weak["quote"].as_str());
    assert!(weak["at_seconds"].is_number());
}

#[test]
fn a_strong_answer_shows_what_is_probed_and_nothing_of_the_weak_one() {
    let home = Home::new();
    let heard = "I came with a finished pull request. I walked their lead through the change, \
                 and after the release I watched the rate for two days.";
    let section = answer(&home, "how-accepted", heard);
    assert_eq!(section["standing"], "This shows what the question probes.");
    let rules = rules(&section);
    assert!(
        !rules.contains(&"weak-pattern") && !rules.contains(&"handoff"),
        "{rules:?}"
    );
}

#[test]
fn a_drill_is_a_session_like_any_other() {
    let home = Home::new();
    let model = home.model("I deployed the fix and assumed it worked because errors stopped.");
    let sound = demo_sound(SOUND);
    let mut arguments = vec!["followups", STORY, "--model", &model, "--from-wav"];
    arguments.extend([sound.as_str(); 4]);
    let brief = home.output(&arguments);
    assert!(
        brief.contains("Follow-up 3") && brief.contains("weak answer"),
        "{brief}"
    );
    // The four answers follow one another in one take; no part of the files is lost.
    let list: Value = serde_json::from_str(&home.output(&["sessions", "list", "--json"])).unwrap();
    let ids: Vec<&str> = list[0]["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        [
            "follow-up-how-accepted",
            "follow-up-why-outside-scope",
            "follow-up-how-verified",
            "follow-up-what-differently"
        ]
    );
    let one = fs::metadata(&sound).unwrap().len() - 44;
    let folder = home
        .data()
        .join("sessions")
        .join(list[0]["id"].as_str().unwrap());
    assert_eq!(
        fs::metadata(folder.join("take.wav")).unwrap().len(),
        44 + 4 * one
    );
    let all = home.output(&["sessions", "show", "last", "--all"]);
    for told in [
        "How did you verify your fix actually resolved the problem?",
        "probes",
        "No validation or monitoring; assumes success without evidence.",
        "I validated locally and monitored metrics post-deployment.",
    ] {
        assert!(
            all.replace("\n          ", " ").contains(told),
            "{told}\n{all}"
        );
    }
    // Nothing was left out that was asked for.
    assert!(
        !all.contains("Not in this take") && !all.contains("Not spoken"),
        "{all}"
    );
    assert!(all.contains("follow-ups"), "{all}");
    for form in ["md", "html"] {
        let text = home.output(&["sessions", "export", "last", "--format", form]);
        assert!(text.contains("How did you verify your fix"), "{form}");
        assert!(text.contains("The line to remember"), "{form}");
    }
}

#[test]
fn typed_answers_are_judged_too() {
    let home = Home::new();
    let file = home.path().join("answer.txt");
    fs::write(&file, "I would communicate more with the Platform team.").unwrap();
    let text = format!("follow-up-what-differently={}", file.display());
    let said = home.output(&["analyze", "--json", "--text", &text]);
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        report["sections"][0]["standing"],
        "This goes the way of the weak answer."
    );
}

#[test]
fn no_question_is_repeated_before_all_were_asked() {
    let home = Home::new();
    let sound = demo_sound(SOUND);
    for seed in ["7", "11"] {
        home.output(&[
            "followups",
            STORY,
            "--count",
            "2",
            "--seed",
            seed,
            "--no-transcribe",
            "--from-wav",
            &sound,
            &sound,
        ]);
    }
    let list: Value = serde_json::from_str(&home.output(&["sessions", "list", "--json"])).unwrap();
    let asked: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|one| one["sections"].as_array().unwrap())
        .map(|id| id.as_str().unwrap())
        .collect();
    assert_eq!(
        (asked.len(), asked.iter().collect::<BTreeSet<_>>().len()),
        (4, 4),
        "{asked:?}"
    );
}

#[test]
fn every_built_in_story_can_be_drilled_and_one_without_questions_says_so() {
    let home = Home::new();
    let list: Value = serde_json::from_str(&home.output(&["scenario", "list", "--json"])).unwrap();
    let stories: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert!(stories.len() >= 9, "{stories:?}");
    let sound = demo_sound(SOUND);
    for story in stories {
        home.output(&[
            "followups",
            story,
            "--count",
            "1",
            "--no-transcribe",
            "--from-wav",
            &sound,
        ]);
    }
    let own = home.path().join("mine.toml");
    fs::write(
        &own,
        "title = \"Mine\"\n[[section]]\nid = \"task\"\nstrong = \"I did it.\"\n",
    )
    .unwrap();
    let said = home.refusal(&["followups", &own.display().to_string()], 2);
    assert!(
        said.contains("these are standard ones") && said.contains("[[follow_up]]"),
        "{said}"
    );
}

#[test]
fn unknown_questions_too_many_files_and_no_terminal_are_reported() {
    let home = Home::new();
    let sound = demo_sound(SOUND);
    let said = home.refusal(&["followups", "--ask", "why", "--from-wav", &sound], 2);
    assert!(said.contains("how-accepted, why-outside-scope"), "{said}");
    let said = home.refusal(
        &[
            "followups",
            "--ask",
            "how-verified",
            "--from-wav",
            &sound,
            &sound,
        ],
        2,
    );
    assert!(said.contains("2 files for 1 question"), "{said}");
    let said = home.refusal(&["followups"], 2);
    assert!(said.contains("--from-wav"), "{said}");
    assert!(!home.data().join("sessions").exists());
}
