//! `[[follow_up]]`: a follow-up question with a weak and a strong answer.
//!
//! An answer is recorded, timed, transcribed and judged like a section, so every follow-up contains
//! the [`Section`] that it is judged by. Its ideas are those that the file names; without any,
//! they are the clauses of the strong answer.

use super::section::signals;
use super::walk::Table;
use super::{Scenario, Section, Signal, slug};
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The prefix of an answer's id among the ids of sections: `follow-up-how-verified`.
pub const PREFIX: &str = "follow-up-";

/// Target time of an answer: half of an Action. The strong answers of the
/// built-in scenarios take 9 to 20 s read aloud, which leaves time to think.
pub const TARGET: Millis = Millis::from_secs(45);

/// The allowed target times in seconds.
const SECONDS: std::ops::RangeInclusive<f64> = 5.0..=600.0;

/// Standard questions for a story that has none of its own, to be appended to its file.
/// They have no strong answer, so only the rules apply.
pub const STANDARD: &str = r#"
# Standard questions: this story has none of its own.
[[follow_up]]
id = "how-measured"
question = "How did you measure that?"
probes = "whether the number is yours and can be checked"
[[follow_up]]
id = "what-differently"
question = "What would you do differently today?"
probes = "what you learned from this story, and only from this one"
[[follow_up]]
id = "who-disagreed"
question = "Who disagreed with you, and what did you do about it?"
probes = "how you deal with people who see it another way"
[[follow_up]]
id = "what-was-hardest"
question = "What was the hardest part?"
probes = "how deep you went yourself"
[[follow_up]]
id = "how-do-i-know"
question = "How do I know that it was you, and not your team?"
probes = "which decisions and which steps were yours"
"#;

const KEYS: &[&str] = &[
    "id",
    "question",
    "probes",
    "weak",
    "weak_because",
    "strong",
    "key_line",
    "target",
    "key_phrases",
    "signal",
    "closes",
    "quote",
    "said",
    "section",
    "idea",
];

/// What an answer must contain to close an open point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closes {
    /// What the candidate did.
    Doer,
    /// A measure.
    Number,
    /// Why, or instead of what.
    Reason,
    /// How the cause of the result is known.
    Cause,
    /// An idea of the story that was not said clearly.
    Idea,
}

impl Closes {
    /// Each with its id in a file.
    const NAMED: [(&str, Self); 5] = [
        ("doer", Self::Doer),
        ("number", Self::Number),
        ("reason", Self::Reason),
        ("cause", Self::Cause),
        ("idea", Self::Idea),
    ];

    /// What it probes, as shown.
    fn probes(self) -> &'static str {
        match self {
            Self::Doer => "which part was yours",
            Self::Number => "whether you know how much it was",
            Self::Reason => "why you chose that, and against what",
            Self::Cause => "how you know that it was your doing",
            Self::Idea => "what you meant",
        }
    }
}

/// The point that a question about the candidate's own words asks about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// What closes it.
    pub closes: Closes,
    /// The words it quotes.
    pub quote: String,
    /// The section that contains them, as it was said.
    pub said: String,
    /// Id of that section, where the point is an idea of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// Id of the idea.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub idea: String,
}

/// Questions about the candidate's own words as blocks for the end of a scenario file, and the ids
/// of their answers.
pub fn own_words_toml(scenario: &Scenario, asked: &[(String, Probe)]) -> (String, Vec<String>) {
    #[derive(Serialize)]
    struct Block<'a> {
        id: String,
        question: &'a str,
        probes: &'a str,
        #[serde(flatten)]
        probe: &'a Probe,
    }
    #[derive(Serialize)]
    struct File<'a> {
        // Written behind the story's last table, `follow_up = []` would be a key of that table.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        follow_up: Vec<Block<'a>>,
    }
    let mut ids = Vec::new();
    let mut next = 1;
    for _ in asked {
        let taken = |id: &str| scenario.follow_ups.iter().any(|one| one.id == id);
        while taken(&format!("own-{next}")) {
            next += 1;
        }
        ids.push(format!("own-{next}"));
        next += 1;
    }
    let blocks = asked.iter().zip(&ids).map(|((question, probe), id)| Block {
        id: id.clone(),
        question,
        probes: probe.closes.probes(),
        probe,
    });
    let file = File {
        follow_up: blocks.collect(),
    };
    // A value of texts can always be serialised.
    let toml = toml::to_string(&file).unwrap_or_default();
    (toml, ids.iter().map(|id| format!("{PREFIX}{id}")).collect())
}

/// A follow-up question with a weak and a strong answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FollowUp {
    /// Stable id within the scenario.
    pub id: String,
    /// What the interviewer asks.
    pub question: String,
    /// What it probes.
    pub probes: String,
    /// A weak answer.
    pub weak: String,
    /// Why it is weak.
    pub weak_because: String,
    /// A strong answer.
    pub strong: String,
    /// The one line to remember.
    pub key_line: String,
    /// The open point, for a question about the candidate's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probe: Option<Probe>,
    /// The section that an answer is judged by; its id is [`PREFIX`] and [`Self::id`].
    #[serde(skip)]
    pub plan: Section,
}

/// Every `[[follow_up]]`.
pub(super) fn follow_ups(root: &Table<'_>, sections: &[Section]) -> Vec<FollowUp> {
    let mut seen = BTreeMap::new();
    let tables = root.tables("follow_up", 60, KEYS).into_iter();
    let all = tables.enumerate().map(|(at, table)| {
        let remedy = "Add `question = \"...\"`: what the interviewer asks next.";
        let question = table.needed("question", remedy);
        let id = table.id(Some(slug(&question)), &mut seen);
        let probes = table.text("probes");
        let strong = table.given("strong");
        let key_line = table.text("key_line");
        let remedy = "Say in seconds how long the answer may take, such as `target = 45`.";
        let target = table.number("target", SECONDS, remedy);
        let probe = probe(&table);
        let said = strong.as_deref().unwrap_or_default();
        let mut signals = signals(&table, &[said, &key_line]);
        // An idea that was not clear is matched with the wordings that the story accepts for it.
        signals.extend(probe.as_ref().and_then(|probe| {
            let section = sections.iter().find(|one| one.id == probe.section)?;
            let mut ideas = section.signals.iter();
            ideas.find(|one| one.id == probe.idea).cloned()
        }));
        if signals.is_empty() {
            signals = ideas(said);
        }
        let plan = Section {
            id: format!("{PREFIX}{id}"),
            title: format!("Follow-up {}", at + 1),
            target: target.map_or(TARGET, Millis::from_secs_f64),
            strong: strong.clone(),
            coaching: match probes.as_str() {
                "" => String::new(),
                probes => format!("It probes: {probes}."),
            },
            signals,
            ..Section::default()
        };
        FollowUp {
            id,
            question,
            probes,
            weak: table.text("weak"),
            weak_because: table.text("weak_because"),
            strong: strong.unwrap_or_default(),
            key_line,
            probe,
            plan,
        }
    });
    all.collect()
}

/// The point that a question about the candidate's own words asks about.
fn probe(table: &Table<'_>) -> Option<Probe> {
    let closes = table.name("closes", &Closes::NAMED.map(|(id, _)| id))?;
    let (_, closes) = Closes::NAMED.into_iter().find(|(id, _)| *id == closes)?;
    Some(Probe {
        closes,
        quote: table.text("quote"),
        said: table.text("said"),
        section: table.text("section"),
        idea: table.text("idea"),
    })
}

/// The ideas of a strong answer that names none: its clauses, in order.
fn ideas(strong: &str) -> Vec<Signal> {
    let mut ids: Vec<String> = Vec::new();
    let clauses = clauses(strong).into_iter();
    let ideas = clauses.map(|phrase| {
        let mut id = slug(&phrase);
        if ids.contains(&id) {
            id.push_str(&format!("-{}", ids.len() + 1));
        }
        ids.push(id.clone());
        Signal::of(id, phrase)
    });
    ideas.collect()
}

/// A shorter clause is joined with its neighbour, since it says nothing alone.
const SHORTEST_CLAUSE: usize = 4;

/// Words that begin a clause, with or without a comma.
const JOINTS: &[&str] = &["but", "because", "then", "so", "and"];

/// Divides a text into clauses: at sentence ends, semicolons and colons, and before a conjunction.
fn clauses(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut all: Vec<Vec<&str>> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let rest = words.len() - at;
        let joint = JOINTS.contains(word) && rest > SHORTEST_CLAUSE;
        if joint && open.len() >= SHORTEST_CLAUSE {
            all.push(std::mem::take(&mut open));
        }
        // The conjunction itself does not belong to the idea.
        if !(joint && open.is_empty()) {
            open.push(word);
        }
        let ends = word.ends_with(['.', ';', ':', '?']);
        if ends && (open.len() >= SHORTEST_CLAUSE || word.ends_with(['.', '?'])) {
            all.push(std::mem::take(&mut open));
        }
    }
    all.push(open);
    let mut told: Vec<(usize, String)> = all
        .into_iter()
        .map(|words| words.join(" "))
        .map(|text| text.trim_matches(|c: char| ",;:.?".contains(c)).to_owned())
        .filter(|text| !text.is_empty())
        .enumerate()
        .collect();
    // "There were four" means nothing without its neighbour. If there is no better clause, it stays.
    if told.iter().any(|(_, text)| weight(text) >= TELLING) {
        told.retain(|(_, text)| weight(text) >= TELLING);
    }
    told.sort_by_key(|(at, text)| (std::cmp::Reverse(weight(text)), *at));
    told.truncate(MOST);
    told.sort_unstable();
    told.into_iter().map(|(_, text)| text).collect()
}

/// The most ideas of one answer.
const MOST: usize = 4;

/// The fewest content words of a clause that is an idea.
const TELLING: usize = 2;

/// The number of content words: long ones, and numbers.
fn weight(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 4 || word.contains(|c: char| c.is_ascii_digit()))
        .filter(|word| !["would", "could", "should", "there", "their"].contains(word))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn a_strong_answer_is_divided_into_its_ideas() {
        let told = clauses(
            "I flagged the issue to their tech lead for visibility but brought a complete, \
             ready-to-merge fix. I coordinated the rollout and verified deployment success. \
             There were four.",
        );
        assert_eq!(
            told,
            [
                "I flagged the issue to their tech lead for visibility",
                "brought a complete, ready-to-merge fix",
                "I coordinated the rollout",
                "verified deployment success",
            ]
        );
        assert_eq!(clauses("Yes. No."), ["Yes", "No"]);
        assert!(clauses("").is_empty());
    }

    #[test]
    fn no_question_adds_nothing_to_a_story() {
        let scenario = builtin("between-two-teams").unwrap();
        assert_eq!(own_words_toml(&scenario, &[]), (String::new(), Vec::new()));
    }

    #[test]
    fn the_standard_questions_can_be_appended_to_any_story() {
        let toml = format!("title = \"x\"\n[[section]]\nid = \"task\"\n{STANDARD}");
        let scenario = crate::scenario::parse("x.toml", &toml).unwrap();
        assert_eq!(scenario.follow_ups.len(), 5);
        let plans = scenario.follow_ups.iter().map(|one| &one.plan);
        assert!(
            plans
                .clone()
                .all(|plan| plan.strong.is_none() && plan.signals.is_empty())
        );
    }

    #[test]
    fn an_answer_is_judged_by_its_own_section() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let first = &scenario.follow_ups[0];
        assert_eq!(first.plan.id, "follow-up-how-accepted");
        assert_eq!(first.plan.title, "Follow-up 1");
        assert_eq!(first.plan.strong.as_ref(), Some(&first.strong));
        assert!(!first.plan.signals.is_empty());
        assert_eq!(scenario.plan(&first.plan.id), Some(&first.plan));
        assert_eq!(scenario.follow_up(&first.plan.id), Some(first));
        assert!(scenario.section(&first.plan.id).is_none());
    }
}
