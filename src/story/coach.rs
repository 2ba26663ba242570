//! Advice on how a valid story could be stronger, shown while writing.
//!
//! The story's own strong examples are judged as if they had been spoken: what would lose the bar in
//! a rehearsal is reported beforehand.

use crate::analysis::judge;
use crate::judgement::late;
use crate::judgement::{Bar, Finding, SectionInput, Severity};
use crate::scenario::{Level, Scenario, Section};
use crate::time::Millis;
use crate::transcript::Transcript;

/// Words a minute of an unhurried speaker.
const WORDS_A_MINUTE: u64 = 140;

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The key it is about, from the top of the file: `section[4].strong`.
    pub path: String,
    /// The words of the example it is about, if any.
    pub words: Option<String>,
    /// What was found, one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// All advice, in the order of the sections.
pub fn advice(scenario: &Scenario) -> Vec<Advice> {
    let mut advice = Vec::new();
    for (at, section) in scenario.sections.iter().enumerate() {
        // An example for all levels is judged at the first level without an example of its own.
        let own = &section.strong_by_level;
        let mut free = [Level::Sde2, Level::Sde1, Level::Senior].into_iter();
        let free = free.find(|level| !own.contains_key(level));
        let shared = section.strong.iter();
        let shared = shared.map(|text| ("strong".to_owned(), free.unwrap_or_default(), text));
        let leveled = own
            .iter()
            .map(|(level, text)| (format!("strong_by_level.{}", level.id()), *level, text));
        for (key, level, text) in shared.chain(leveled) {
            let path = format!("section[{}].{key}", at + 1);
            advice.extend(judged(scenario, section, level, text, &path));
            advice.extend(too_long(section, text, &path));
        }
    }
    advice
}

/// What the judge finds in this example, each rule once.
fn judged(
    scenario: &Scenario,
    section: &Section,
    level: Level,
    text: &str,
    path: &str,
) -> Vec<Advice> {
    let transcript = Transcript::from_text(text);
    // It was not spoken, so its pace is not judged.
    let spoken = SectionInput::typed(&section.id, Millis::ZERO, &transcript);
    let bar = Bar::of(scenario, level);
    let findings = judge(bar, &[spoken])
        .sections
        .into_iter()
        .flat_map(|section| section.findings);
    let mut rules: Vec<Vec<Finding>> = Vec::new();
    for finding in findings.filter(grave) {
        match rules.iter_mut().find(|rule| rule[0].rule == finding.rule) {
            Some(known) => known.push(finding),
            None => rules.push(vec![finding]),
        }
    }
    rules.iter().map(|found| remark(found, path)).collect()
}

/// Findings that lose the bar, and a Result without a number at any severity, since it is easily corrected here.
fn grave(finding: &Finding) -> bool {
    finding.severity == Severity::Fix || finding.rule == "missing-quantification"
}

/// The findings of one rule as one remark.
fn remark(found: &[Finding], path: &str) -> Advice {
    let first = &found[0];
    let mut message = first.message.trim_end_matches('.').to_owned();
    if let Some(quote) = &first.quote
        && !message.contains(quote.as_str())
    {
        message = format!("\u{201c}{quote}\u{201d}: {message}");
    }
    let more = match found.len() {
        1 => String::new(),
        2 => ", and once more in this example".into(),
        many => format!(", and {} more times in this example", many - 1),
    };
    Advice {
        path: path.to_owned(),
        words: first.quote.clone(),
        message: format!("in a rehearsal this would be found: {message}{more}"),
        remedy: first.suggestion.clone(),
    }
}

/// An example that cannot be spoken in its time.
fn too_long(section: &Section, text: &str, path: &str) -> Option<Advice> {
    let words = text.split_whitespace().count() as u64;
    let spoken = words * 60 / WORDS_A_MINUTE;
    let target = section.target.0 / 1000;
    // With the same tolerance as the judge.
    late(Millis::from_secs(spoken), section.target).then(|| Advice {
        path: path.to_owned(),
        words: None,
        message: format!("these {words} words take about {spoken} s, and the target is {target} s"),
        remedy: "Shorten the example or raise the target; 140 words a minute is an unhurried pace."
            .into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{builtin, builtins, parse};

    fn messages(section: &str, strong: &str) -> Vec<String> {
        let toml =
            format!("title = \"x\"\n[[section]]\nid = \"{section}\"\nstrong = \"{strong}\"\n");
        let advice = advice(&parse("x.toml", &toml).unwrap());
        advice
            .into_iter()
            .map(|one| format!("{}: {}", one.path, one.message))
            .collect()
    }

    #[test]
    fn a_result_needs_a_number() {
        let without = messages("result", "I brought the errors down.");
        assert_eq!(without.len(), 1, "{without:?}");
        assert!(without[0].starts_with("section[1].strong: in a rehearsal this would be found: "));
        assert!(messages("result", "Errors fell by forty percent.").is_empty());
        assert!(messages("result", "Calls fell from 14% to 1%.").is_empty());
        assert!(messages("task", "I brought the errors down.").is_empty());
    }

    #[test]
    fn what_would_lose_the_bar_is_reported_while_writing() {
        let we = messages("action", "We looked at the log. I mended it. We tested it.");
        assert_eq!(we.len(), 1, "{we:?}");
        assert!(
            we[0].contains("cannot tell which part was yours, and once more"),
            "{we:?}"
        );
        assert!(
            messages(
                "action",
                "I led it. Our CI took 40 minutes. Our build was slow."
            )
            .is_empty()
        );
        assert!(messages("situation", "We looked at it.").is_empty());
        for (section, text) in [
            (
                "action",
                "I reported it to the hosting team and they fixed it.",
            ),
            ("result", "The team was happy."),
            ("reflection", "I learned that communication is important."),
        ] {
            assert!(!messages(section, text).is_empty(), "{section}: {text}");
        }
    }

    #[test]
    fn an_example_is_judged_at_its_own_level() {
        let toml = "title = \"x\"\n[[section]]\nid = \"reflection\"\n\
                    [section.strong_by_level]\nsde2 = \"I now restore one backup each Monday.\"\n\
                    senior = \"I learned that teamwork is important.\"\n";
        let advice = advice(&parse("x.toml", toml).unwrap());
        let paths: Vec<_> = advice.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(paths, ["section[1].strong_by_level.senior"]);
    }

    #[test]
    fn an_example_that_is_too_long_is_reported_with_its_seconds() {
        let long = "word ".repeat(70);
        assert_eq!(
            messages("task", long.trim()),
            ["section[1].strong: these 70 words take about 30 s, and the target is 20 s"]
        );
    }

    #[test]
    fn the_built_in_scenarios_need_no_advice() {
        for known in builtins() {
            assert_eq!(advice(&builtin(known.id).unwrap()), [], "{}", known.id);
        }
    }
}
