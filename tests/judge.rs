//! The judge as a whole: the page's own texts, labelled answers, other trades, and the verbs
//! `analyze` and `rules`.

mod common;

use common::Home;
use rehearse::analysis::judge;
use rehearse::judgement::{Bar, Judgement, SectionInput, SectionJudgement, Severity};
use rehearse::scenario::{self, Level, Scenario};
use rehearse::time::Millis;
use rehearse::transcript::Transcript;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn judged(
    scenario: &Scenario,
    level: Level,
    id: &str,
    text: &str,
    seconds: u64,
) -> SectionJudgement {
    let transcript = Transcript::from_text(text);
    let spoken = SectionInput::typed(id, Millis::from_secs(seconds), &transcript);
    let bar = Bar {
        scenario,
        level,
        lens: None,
    };
    judge(bar, &[spoken]).sections.remove(0)
}

fn rules(section: &SectionJudgement) -> BTreeSet<&str> {
    section
        .findings
        .iter()
        .map(|finding| finding.rule.as_str())
        .collect()
}

#[test]
fn every_strong_example_is_clean_at_every_level() {
    for built_in in scenario::builtins() {
        let scenario = scenario::builtin(built_in.id).unwrap();
        for level in Level::ALL {
            for section in &scenario.sections {
                let Some(text) = section.strong_for(level) else {
                    continue;
                };
                // At 130 words a minute.
                let seconds = (text.split_whitespace().count() as u64 * 60 / 130)
                    .max(section.target.0 / 3000 + 1);
                let judgement = judged(
                    &scenario,
                    level,
                    &section.id,
                    text,
                    seconds.min(section.target.0 / 1000),
                );
                let faults: Vec<_> = judgement
                    .findings
                    .iter()
                    .filter(|finding| finding.severity != Severity::Note)
                    .collect();
                assert!(
                    faults.is_empty(),
                    "{} {level:?} {}: {faults:#?}",
                    scenario.id,
                    section.id
                );
            }
        }
    }
}

#[test]
fn the_weak_answer_fails_for_the_reasons_that_the_page_gives_except_we() {
    let scenario = scenario::builtin("caught-critical-issue").unwrap();
    let weak = scenario.weak_answer.as_ref().unwrap();
    let mut found = BTreeSet::new();
    for section in &scenario.sections {
        let judgement = judged(&scenario, Level::Sde2, &section.id, &weak.text, 20);
        found.extend(
            judgement
                .findings
                .iter()
                .map(|finding| finding.rule.clone()),
        );
    }
    for rule in [
        "missing-scope-boundary",
        "missing-quantification",
        "vague-ending",
        "handoff",
        "hedge",
        "missing-signal",
    ] {
        assert!(found.contains(rule), "{rule} is not among {found:?}");
    }
    assert!(
        !found.contains("we-language"),
        "the weak answer holds no we"
    );
    for rule in &weak.fails {
        assert!(found.contains(rule), "{rule} is not among {found:?}");
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    section: String,
    text: String,
    #[serde(default)]
    we: Vec<String>,
    #[serde(default)]
    quantities: Vec<(f64, String)>,
    #[serde(default)]
    covered: Vec<String>,
    #[serde(default)]
    finds: Vec<String>,
}

/// Right, wrong and missed.
#[derive(Debug, Default)]
struct Tally(usize, usize, usize);

impl Tally {
    fn add(&mut self, said: bool, wanted: bool) {
        match (said, wanted) {
            (true, true) => self.0 += 1,
            (true, false) => self.1 += 1,
            (false, true) => self.2 += 1,
            (false, false) => {}
        }
    }

    fn f1(&self) -> f64 {
        let (right, wrong, missed) = (self.0 as f64, self.1 as f64, self.2 as f64);
        if right + wrong + missed == 0.0 {
            1.0
        } else {
            2.0 * right / (2.0 * right + wrong + missed)
        }
    }
}

const SCORED: &[&str] = &[
    "hedge",
    "filler",
    "passive-voice",
    "handoff",
    "vague-ending",
    "generic-reflection",
    "missing-scope-boundary",
];

/// Scores every we-word of an answer, by its number in the text.
fn score_we(answer: &Answer, section: &SectionJudgement, we: &mut Tally, misses: &mut Vec<String>) {
    let mut seen: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let places = Transcript::from_text(&answer.text);
    for (word, range) in places.words.iter().zip(places.byte_ranges()) {
        let bare = word.text.to_lowercase();
        let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
        if !["we", "we're", "we've", "us", "our", "ours", "let's"].contains(&bare) {
            continue;
        }
        let nth = seen.entry(bare.to_owned()).or_default();
        *nth += 1;
        let said = section.findings.iter().any(|finding| {
            finding.rule == "we-language"
                && finding
                    .bytes
                    .is_some_and(|(start, end)| start < range.end && range.start < end)
        });
        let wanted = answer.we.contains(&format!("{bare} {nth}"));
        we.add(said, wanted);
        if said != wanted {
            misses.push(format!("{bare} {nth} in {:?}", answer.text));
        }
    }
}

#[test]
fn labelled_answers_are_judged_as_labelled() {
    #[derive(Deserialize)]
    struct File {
        answer: Vec<Answer>,
    }
    let file: File = toml::from_str(include_str!("judge/answers.toml")).unwrap();
    let scenario = scenario::builtin("caught-critical-issue").unwrap();
    let (mut we, mut numbers, mut signals, mut findings) = (
        Tally::default(),
        Tally::default(),
        Tally::default(),
        Tally::default(),
    );
    let mut misses = Vec::new();
    for answer in &file.answer {
        let section = judged(&scenario, Level::Sde2, &answer.section, &answer.text, 20);
        score_we(answer, &section, &mut we, &mut misses);
        for quantity in &section.quantities {
            let wanted = answer
                .quantities
                .iter()
                .any(|(value, unit)| *value == quantity.value && *unit == quantity.unit);
            numbers.add(true, wanted);
            if !wanted {
                misses.push(format!("false {quantity:?}"));
            }
        }
        for (value, unit) in &answer.quantities {
            if !section
                .quantities
                .iter()
                .any(|quantity| *value == quantity.value && *unit == quantity.unit)
            {
                numbers.add(false, true);
                misses.push(format!("missed {value} {unit} in {:?}", answer.text));
            }
        }
        for signal in &section.signals {
            let wanted = answer.covered.contains(&signal.id);
            signals.add(signal.covered, wanted);
            if signal.covered != wanted {
                misses.push(format!("{} in {:?}", signal.id, answer.text));
            }
        }
        let found = rules(&section);
        for rule in SCORED {
            let wanted = answer.finds.iter().any(|find| find == rule);
            findings.add(found.contains(rule), wanted);
            if found.contains(rule) != wanted {
                misses.push(format!("{rule} in {:?}", answer.text));
            }
        }
    }
    for (name, tally) in [
        ("we", we),
        ("numbers", numbers),
        ("signals", signals),
        ("findings", findings),
    ] {
        assert!(
            tally.f1() >= 0.9,
            "{name}: F1 {:.2} {tally:?}\n{}",
            tally.f1(),
            misses.join("\n")
        );
    }
}

#[test]
fn other_trades_are_judged_without_accepted_wordings() {
    #[derive(Deserialize)]
    struct File {
        story: Vec<Story>,
    }
    #[derive(Deserialize)]
    struct Story {
        name: String,
        scenario: String,
        answer: Vec<Other>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Other {
        section: String,
        text: String,
        #[serde(default)]
        covered: Vec<String>,
        #[serde(default)]
        missing: Vec<String>,
        #[serde(default)]
        finds: Vec<String>,
        #[serde(default)]
        clean: Vec<String>,
    }
    let file: File = toml::from_str(include_str!("judge/other-trades.toml")).unwrap();
    let mut faults = Vec::new();
    let mut answers = 0;
    for story in &file.story {
        let scenario = scenario::parse(&story.name, &story.scenario)
            .unwrap_or_else(|faults| panic!("{}: {faults:?}", story.name));
        for answer in &story.answer {
            answers += 1;
            let section = judged(&scenario, Level::Sde2, &answer.section, &answer.text, 15);
            let covered: BTreeSet<&str> = section
                .signals
                .iter()
                .filter(|signal| signal.covered)
                .map(|signal| signal.id.as_str())
                .collect();
            let found = rules(&section);
            let lists = [
                (&answer.covered, &covered, true),
                (&answer.missing, &covered, false),
                (&answer.finds, &found, true),
                (&answer.clean, &found, false),
            ];
            for (wanted, have, present) in lists {
                for id in wanted {
                    if have.contains(id.as_str()) != present {
                        faults.push(format!(
                            "{}: {id} should be {present} in {:?}",
                            story.name, answer.text
                        ));
                    }
                }
            }
        }
    }
    assert!(answers >= 10);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn attempt() -> Value {
    json!({"format": 1, "scenario": "caught-critical-issue", "level": "sde2", "sections": [
        {"id": "action", "seconds": 41.5, "text": "Um, café: we traced it to 0.3% drops."},
        {"id": "task", "seconds": 10.0, "text": "It was not my team's service."}
    ]})
}

#[test]
fn analyze_writes_the_contract() {
    let home = Home::new();
    let run = |input: &Value| {
        let output = home
            .rehearse()
            .args(["analyze", "--attempt", "-", "--json"])
            .write_stdin(input.to_string())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    };
    let first = run(&attempt());
    assert_eq!(first, run(&attempt()), "same input, same bytes");
    let out: Value = serde_json::from_slice(&first).unwrap();
    assert_eq!(out["format"], 1);
    assert_eq!(out["level"], "sde2");
    // Scenario order, whatever the order of the input.
    assert_eq!(out["sections"][0]["id"], "task");
    let action = out["sections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|section| section["id"] == "action")
        .unwrap();
    for field in [
        "seconds",
        "target_seconds",
        "over_seconds",
        "words",
        "fillers",
        "i_count",
        "we_count",
        "quantities",
        "metrics",
        "signals",
        "findings",
    ] {
        assert!(!action[field].is_null(), "{field} is missing");
    }
    let text: Vec<char> = "Um, café: we traced it to 0.3% drops.".chars().collect();
    let slice = |finding: &Value| -> String {
        let at = |key: &str| finding[key].as_u64().unwrap() as usize;
        text[at("start")..at("end")].iter().collect()
    };
    let we = action["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["rule"] == "we-language")
        .unwrap();
    assert_eq!(slice(we), "we traced");
    assert_eq!(slice(&action["quantities"][0]), "0.3%");
    assert!(
        out["overall"]["verdict"]
            .as_str()
            .unwrap()
            .contains("leaning")
    );
}

#[test]
fn an_invalid_attempt_is_one_sentence() {
    let home = Home::new();
    let deep = "[".repeat(100_000);
    for odd in [
        "",
        "null",
        "[]",
        "{}",
        "{\"sections\": 3}",
        deep.as_str(),
        "{\"format\": 9, \"sections\": []}",
        "{\"sections\": [{\"id\": \"task\", \"text\": \"x\", \"seconds\": -1}]}",
        "{\"sections\": [{\"id\": \"task\", \"text\": \"x\"}, {\"id\": \"task\", \"text\": \"y\"}]}",
        "{\"sections\": [{\"id\": \"task\", \"text\": \"x\", \"words\": [{\"text\": \"z\", \"start\": 0, \"end\": 1}]}]}",
    ] {
        let output = home
            .rehearse()
            .args(["analyze", "--attempt", "-"])
            .write_stdin(odd)
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{odd:.60}: {told}");
        assert_eq!(told.trim().lines().count(), 1, "{told}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn fail_on_and_unknown_rules_have_their_exit_codes() {
    let home = Home::new();
    let code = |rule: &str| {
        let mut command = home.rehearse();
        command
            .args(["analyze", "--attempt", "-", "--fail-on", rule])
            .write_stdin(attempt().to_string());
        command.output().unwrap().status.code()
    };
    assert_eq!(code("we-language"), Some(4));
    assert_eq!(code("clipping"), Some(0));
    assert_eq!(code("no-such-rule"), Some(2));
}

#[test]
fn text_files_are_judged_by_section() {
    let home = Home::new();
    let output = home
        .rehearse()
        .args(["analyze", "--text", "result=-", "--json"])
        .write_stdin("The team was happy.")
        .output()
        .unwrap();
    let out: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = out["sections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|section| section["id"] == "result")
        .unwrap();
    assert!(
        found["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|finding| finding["rule"] == "vague-ending")
    );
}

#[test]
fn rules_are_printed_with_their_sources() {
    let home = Home::new();
    let output = home.rehearse().args(["rules", "--json"]).output().unwrap();
    let out: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rules = out["rules"].as_array().unwrap();
    assert_eq!(rules.len(), rehearse::scenario::RULES.len());
    assert!(
        rules
            .iter()
            .all(|rule| !rule["source"].as_str().unwrap().is_empty())
    );
}

#[test]
fn a_judgement_survives_its_own_json() {
    let scenario = scenario::builtin("caught-critical-issue").unwrap();
    let transcript = Transcript::from_text("We traced it, I think, to a timeout.");
    let spoken = SectionInput::typed("action", Millis(9000), &transcript);
    let judgement = judge(
        Bar {
            scenario: &scenario,
            level: Level::Senior,
            lens: None,
        },
        &[spoken],
    );
    let again: Judgement =
        serde_json::from_str(&serde_json::to_string(&judgement).unwrap()).unwrap();
    assert_eq!(judgement, again);
}
