//! What a coach says about a story that is valid but could be stronger, told while writing.

use super::propose::{measured, sentences};
use crate::scenario::{Scenario, Section};

/// Words a minute of an unhurried speaker.
const WORDS_A_MINUTE: u64 = 140;

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The key that it is about, from the top of the file: `section[4].strong`.
    pub path: String,
    /// What was seen, one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// What a coach would say, in the order of the sections.
pub fn advice(scenario: &Scenario) -> Vec<Advice> {
    let mut told = Vec::new();
    for (at, section) in scenario.sections.iter().enumerate() {
        let shared = section
            .strong
            .iter()
            .map(|text| ("strong".to_owned(), text));
        let leveled = section.strong_by_level.iter();
        let leveled =
            leveled.map(|(level, text)| (format!("strong_by_level.{}", level.id()), text));
        for (key, text) in shared.chain(leveled) {
            let path = format!("section[{}].{key}", at + 1);
            told.extend(
                remarks(scenario, section, text)
                    .into_iter()
                    .map(|(message, remedy)| Advice {
                        path: path.clone(),
                        message,
                        remedy: remedy.into(),
                    }),
            );
        }
    }
    told
}

fn remarks(scenario: &Scenario, section: &Section, text: &str) -> Vec<(String, &'static str)> {
    let mut remarks = Vec::new();
    if section.id == "result" && !has_number(text) {
        remarks.push((
            "this Result has no number".into(),
            "Say from what to what, for how many, or worth how much; an estimate that you can \
             explain is better than none.",
        ));
    }
    let we_is_welcome = scenario
        .without_rules
        .iter()
        .any(|rule| rule == "we-language");
    if section.id == "action" && !we_is_welcome {
        let ours: Vec<&str> = sentences(text)
            .filter(|sentence| begins_with_we(sentence))
            .collect();
        if let Some(first) = ours.first() {
            let message = match ours.len() {
                1 => {
                    format!("a sentence of this Action begins with \"we\": \u{201c}{first}\u{201d}")
                }
                many => format!(
                    "{many} sentences of this Action begin with \"we\"; the first is \u{201c}{first}\u{201d}"
                ),
            };
            remarks.push((
                message,
                "Say what you did: \"I ...\". Where others helped, say who did what.",
            ));
        }
    }
    let words = text.split_whitespace().count() as u64;
    let spoken = words * 60 / WORDS_A_MINUTE;
    let target = section.target.0 / 1000;
    if spoken > target {
        remarks.push((
            format!("these {words} words take about {spoken} s, and the target is {target} s"),
            "Shorten the example or raise the target; 140 words a minute is an unhurried pace.",
        ));
    }
    remarks
}

/// Whether anything is counted, in digits or as a measure in words.
fn has_number(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) || !measured(text).is_empty()
}

fn begins_with_we(sentence: &str) -> bool {
    let first = sentence.split_whitespace().next().unwrap_or_default();
    let first = first
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    // "Our build was slow" says whose build it was, and nothing of who did what.
    ["we", "we've", "we'd", "we're", "we'll"].contains(&first.replace('\u{2019}', "'").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{builtin, builtins, parse};

    fn told(section: &str, strong: &str) -> Vec<String> {
        let toml =
            format!("title = \"x\"\n[[section]]\nid = \"{section}\"\nstrong = \"{strong}\"\n");
        let advice = advice(&parse("x.toml", &toml).unwrap());
        advice
            .into_iter()
            .map(|one| format!("{}: {}", one.path, one.message))
            .collect()
    }

    #[test]
    fn a_result_wants_a_number() {
        assert_eq!(
            told("result", "It went well."),
            ["section[1].strong: this Result has no number"]
        );
        assert!(told("result", "Errors fell by forty percent.").is_empty());
        assert!(told("result", "Calls fell from 14 a week to 1.").is_empty());
        assert!(told("task", "It went well.").is_empty());
    }

    #[test]
    fn an_action_is_told_by_one_person() {
        assert_eq!(told("action", "We looked at it. I fixed it.").len(), 1);
        assert!(told("action", "We looked. We fixed it.")[0].contains("2 sentences"));
        assert!(
            told(
                "action",
                "I led it. Our CI took 40 minutes. Our build was slow."
            )
            .is_empty()
        );
        assert!(told("action", "We looked at it. I fixed it.")[0].contains("“We looked at it.”"));
        assert!(told("situation", "We looked at it.").is_empty());
    }

    #[test]
    fn an_example_that_is_too_long_is_told_with_its_seconds() {
        let long = "word ".repeat(70);
        assert_eq!(
            told("task", long.trim()),
            ["section[1].strong: these 70 words take about 30 s, and the target is 20 s"]
        );
    }

    #[test]
    fn our_own_scenarios_need_no_advice() {
        for known in builtins() {
            assert_eq!(advice(&builtin(known.id).unwrap()), [], "{}", known.id);
        }
    }
}
