//! Tests of the file format: what is accepted, and which faults are reported.

mod page;

pub(super) use page::FACTS;

use super::*;
use proptest::prelude::*;

/// Position, path and message of every fault, one a line.
fn told(toml: &str) -> String {
    let lines: Vec<_> = check("own.toml", toml)
        .faults
        .iter()
        .map(|fault| {
            let advice = if fault.is_error() { "" } else { "advice: " };
            format!(
                "{}:{} {}: {advice}{}",
                fault.line, fault.column, fault.path, fault.message
            )
        })
        .collect();
    lines.join("\n")
}

const STORY: &str = "title = \"Mine\"\n[[section]]\nid = \"task\"\nstrong = \"I did it.\"\n";

#[test]
fn a_title_and_a_strong_example_a_section_are_enough() {
    let story = r#"
title = "The night the backups lied"
[[section]]
id = "situation"
strong = "I noticed that our nightly backup had been empty for 12 days."
[[section]]
id = "task"
strong = "It was my service."
[[section]]
id = "action"
strong = "I restored one by hand, found the full disk and added a check."
[[section]]
id = "result"
strong = "Restores now take 20 minutes and are tested every week."
[[section]]
id = "reflection"
strong = "A backup that nobody restores is a hope."
"#;
    assert_eq!(told(story), "");
    let scenario = parse("/home/me/stories/empty-backups.toml", story).unwrap();
    assert_eq!(scenario.id, "empty-backups");
    assert_eq!(scenario.question, scenario.title);
    let targets: Vec<_> = scenario
        .sections
        .iter()
        .map(|s| s.target.0 / 1000)
        .collect();
    assert_eq!(targets, [30, 20, 90, 20, 15]);
    for section in &scenario.sections {
        for text in [
            &section.title,
            &section.cue,
            &section.coaching,
            &section.common_mistake,
        ] {
            assert!(!text.is_empty(), "{}", section.id);
        }
    }
    assert_eq!(parse("My Story (2).toml", STORY).unwrap().id, "my-story-2");
}

#[test]
fn every_fault_is_reported_in_one_run() {
    let faulty = r#"titel = "Mine"
[[section]]
id = "Situation!"
target = 0
strong = 5
[[section]]
id = "task"
strong = ""
[[section]]
id = "task"
strong = "I did it."
target = "30"
key_phrases = ["I never said that"]
[[section.metric]]
name = "money"
values = [{ value = inf, unit = "dollars" }]
[[section.signal]]
phrase = "I did"
actor = "we"
levels = ["sde3"]
[[section]]
id = "encore"
strong = "Thank you."
[[quiz]]
question = "Which?"
choices = ["this", "that"]
answer = 3
because = "So."
[lens.bias-for-action]
[level.sde1]
length = -1
[weak_answer]
text = "We did it."
fails = ["we-languages"]
[weak_answer.by_section]
situatoin = "We did it."
"#;
    assert_eq!(
        told(faulty),
        "\
1:1 titel: there is no key `titel` here
1:1 title: `title` is missing
3:6 section[1].id: `Situation!` cannot be an id
4:10 section[1].target: this must be from 3 to 1800
5:10 section[1].strong: this must be a text, but it is a number
8:10 section[2].strong: this text is empty
10:6 section[3].id: the id `task` is used twice, first on line 7
12:10 section[3].target: this must be a number, but it is a text
13:16 section[3].key_phrases: advice: the strong example does not say this key phrase
16:21 section[3].metric[1].values[1].value: this must be from -1000000000000000 to 1000000000000000
16:33 section[3].metric[1].values[1].unit: `dollars` is no unit
19:9 section[3].signal[1].actor: there is no `we` here
20:11 section[3].signal[1].levels: there is no `sde3` here
21:1 section[4].target: `target` is missing
27:10 quiz[1].answer: this must be from 1 to 2
29:7 lens.bias-for-action: there is no key `bias-for-action` here
31:10 level.sde1.length: this must be from 15 to 3600
34:10 weak_answer.fails: there is no `we-languages` here
36:1 weak_answer.by_section.situatoin: there is no key `situatoin` here"
    );
}

#[test]
fn a_fault_reads_like_a_compilers_with_a_remedy() {
    let faults = parse("own.toml", &STORY.replace("strong", "stong")).unwrap_err();
    let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told.join("\n\n"),
        "\
advice: this section has no strong example
 --> own.toml:2:1
  |
2 | [[section]]
  | ^^^^^^^^^^^ section[1].strong
  |
  = help: Add `strong = \"...\"`: the words you would like to hear yourself say.

error: there is no key `stong` here
 --> own.toml:4:1
  |
4 | stong = \"I did it.\"
  | ^^^^^ section[1].stong
  |
  = help: Did you mean `strong`?"
    );
}

#[test]
fn broken_toml_is_reported_with_its_position_and_the_rest_is_still_checked() {
    let broken =
        "title = \"Mine\n[[section]]\nid = \"task\"\ntarget = 0\n= 3\nstrong = \"I did it.\"\n";
    let told = told(broken);
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines.len(), 3, "{told}");
    assert!(
        lines[0].starts_with("1:14 : this is not valid TOML:"),
        "{told}"
    );
    assert_eq!(
        lines[1],
        "4:10 section[1].target: this must be from 3 to 1800"
    );
    assert!(
        lines[2].starts_with("5:1 : this is not valid TOML:"),
        "{told}"
    );
}

#[test]
fn a_newer_format_is_refused_with_one_sentence() {
    let newer = format!("format = 2\nsomething_new = true\n{STORY}");
    assert_eq!(
        told(&newer),
        "1:10 format: this scenario is written for format 2, and this version reads 1"
    );
    assert!(parse("x", &format!("format = 1\n{STORY}")).is_ok());
    assert_eq!(
        told(&format!("format = 0\n{STORY}")),
        "1:10 format: this must be from 1 to 1000000"
    );
}

#[test]
fn texts_that_could_garble_a_terminal_are_refused() {
    let escape = STORY.replace("Mine", "\\u001B[2J");
    assert!(
        told(&escape).contains("control character \\u{1b}"),
        "{}",
        told(&escape)
    );
    let turned = STORY.replace("Mine", "a\u{202e}b");
    assert!(
        told(&turned).contains("control character \\u{202e}"),
        "{}",
        told(&turned)
    );
    let key = format!("{STORY}\"\\u001B[2J\" = 1\n");
    let faults = parse("x", &key).unwrap_err();
    assert!(!faults[0].to_string().contains('\u{1b}'));
}

#[test]
fn wrapped_texts_become_one_paragraph() {
    let wrapped = STORY.replace("\"I did it.\"", "\"\"\"\nI did\n  it.\n\"\"\"");
    let scenario = parse("x", &wrapped).unwrap();
    assert_eq!(scenario.sections[0].strong.as_deref(), Some("I did it."));
}

#[test]
fn key_phrases_become_signals_and_an_i_asks_for_the_candidate() {
    let story = format!("{STORY}key_phrases = [\"I did\", \"did it\"]\n");
    let signals = &parse("x", &story).unwrap().sections[0].signals;
    let seen: Vec<_> = signals.iter().map(|s| (s.id.as_str(), s.actor)).collect();
    assert_eq!(
        seen,
        [("i-did", Actor::Candidate), ("did-it", Actor::Anyone)]
    );
}

#[test]
fn a_huge_file_and_a_deep_one_are_refused_quickly() {
    assert_eq!(
        told(&"#".repeat(2 << 20)),
        "1:1 : this file is larger than 1 MiB"
    );
    assert!(parse("x", &format!("a = {}", "[".repeat(100_000))).is_err());
    let many = format!(
        "title = \"Mine\"\n{}",
        "[[section]]\nx = 1\n".repeat(30_000)
    );
    assert!(parse("x", &many).unwrap_err().len() <= 200);
}

#[test]
fn a_level_has_a_length_for_the_whole_answer() {
    let scenario = builtin("caught-critical-issue").unwrap();
    let whole: Millis = scenario.sections.iter().map(|one| one.target).sum();
    assert_eq!(whole, Millis::from_secs(175));
    let lengths = Level::ALL.map(|level| scenario.levels[&level].length.as_secs_f64());
    assert_eq!(lengths, [120.0, 175.0, 180.0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_makes_it_panic(text in "(?s).{0,400}") {
        for fault in check("x", &text).faults {
            prop_assert!(fault.line >= 1 && !fault.to_string().is_empty());
        }
    }

    /// The first walkthrough with a piece removed, doubled or overwritten.
    #[test]
    fn no_damage_makes_it_panic(at in 0usize..16_000, len in 0usize..300, with in "[\\[\\]={}\"'\n0-9a-z.é]{0,6}") {
        let whole = builtins()[0].toml;
        let start = fault::floor_char(whole, at);
        let end = fault::floor_char(whole, at + len).max(start);
        let damaged = format!("{}{with}{}", &whole[..start], &whole[end..]);
        let checked = check("x", &damaged);
        for fault in &checked.faults {
            prop_assert!(fault.line <= damaged.lines().count() + 1);
            prop_assert!(!fault.to_string().is_empty() && !fault.remedy.is_empty());
        }
        prop_assert_eq!(checked.scenario.is_none(), checked.faults.iter().any(Fault::is_error));
    }
}
