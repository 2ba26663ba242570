//! The retrieval drill: a question, ten seconds, the name of a story and its first line.
//!
//! Judged against the candidate's own stories. Unsure results are reported as open and do not change the schedule.

use super::bank::{Bank, Fit};
use crate::evidence::prepared_idea::stems;
use crate::evidence::short_telling::carries;
use crate::judgement::PointCheck;
use crate::judgement::late;
use crate::scenario::draw::lot_of;
use crate::scenario::leitner::{CardIndex, Day};
use crate::scenario::{BankQuestion, RULES, Scenario, WHICH_STORY, follow_up};
use crate::time::Millis;
use crate::transcript::Transcript;
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Id of the scenario that such a drill is stored under.
pub const SESSION: &str = WHICH_STORY;

/// Seconds for the name of the story and its first line.
pub const SECONDS: u64 = 10;

/// The rules about sound and delivery that still apply.
const KEPT_RULES: [&str; 4] = ["clipping", "low-level", "phantom-text", "slow-start"];

/// Chooses the questions: first those answered wrong, then those never asked,
/// then those answered right, if due. One per principle, unless a principle is given. The same seed gives the same choice.
pub fn choose(
    questions: &'static [BankQuestion],
    principle: Option<&str>,
    cards: &CardIndex,
    today: Day,
    count: usize,
    seed: u64,
) -> Vec<&'static BankQuestion> {
    let mut order: Vec<&BankQuestion> = questions
        .iter()
        .filter(|one| principle.is_none_or(|only| only == one.principle))
        .collect();
    order.sort_by_cached_key(|one| (urgency(cards, one, today), lot_of(seed, &one.id), &one.id));
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    order.retain(|one| principle.is_some() || seen.insert(&one.principle));
    order.truncate(count);
    order
}

/// How soon a question is to be asked by its card, the smallest first: answered wrong and due, never asked, answered
/// right; of two the one that is due earlier.
pub(super) fn urgency(cards: &CardIndex, question: &BankQuestion, today: Day) -> (u8, u32) {
    match cards.cards.get(&question_key(&question.id)) {
        Some(card) if card.due <= today && card.place == 1 => (0, card.due.0),
        None => (1, 0),
        Some(card) => (2, card.due.0),
    }
}

/// The key of a question among the cards.
pub fn question_key(id: &str) -> String {
    format!("question/{id}")
}

/// The key of a story among the cards.
pub fn story_key(id: &str) -> String {
    format!("story/{id}")
}

/// The drill as a scenario file, stored with the session so that it opens like any other.
pub fn to_toml(asked: &[&BankQuestion]) -> String {
    let left_out = RULES.iter().filter(|rule| !KEPT_RULES.contains(rule));
    let questions = asked.iter().map(
        |one| json!({"id": one.id.replace('/', "-"), "question": one.text, "target": SECONDS}),
    );
    let drill = json!({
        "format": 1,
        "id": SESSION,
        "title": "Which story, and its first line",
        "without_rules": Vec::from_iter(left_out),
        "section": [{"id": "situation"}],
        "follow_up": Vec::from_iter(questions),
    });
    // A value of texts and numbers can always be serialised.
    toml::to_string(&drill).unwrap_or_default()
}

/// The section id of the answer to a question.
pub fn answer_id(question: &BankQuestion) -> String {
    format!("{}{}", follow_up::PREFIX, question.id.replace('/', "-"))
}

/// Which story was meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "heard")]
pub enum StoryChoice {
    /// This one, by its name or by its content.
    Named {
        /// Scenario id.
        story: String,
    },
    /// One of these; the candidate is asked.
    Unsure {
        /// Scenario ids, the likeliest first.
        stories: Vec<String>,
    },
    /// None of the known ones.
    NotNamed,
}

/// The result of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recall {
    /// The words.
    pub text: String,
    /// Which story.
    pub story: StoryChoice,
    /// How the story serves the principle; absent if no story was named, or it does not serve it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serves: Option<Fit>,
    /// Whether the first line contains the point.
    pub point: PointCheck,
    /// How long it took, from the question's end.
    pub took: Millis,
    /// Whether it took longer than ten seconds plus the tolerance.
    pub late: bool,
}

impl Recall {
    /// Whether it was right; `None` if that is unclear.
    pub fn right(&self) -> Option<bool> {
        match (&self.story, &self.point) {
            _ if self.text.is_empty() => Some(false),
            (StoryChoice::NotNamed, _) => Some(false),
            (StoryChoice::Unsure { .. }, _) => None,
            (StoryChoice::Named { .. }, _) if self.serves.is_none() || self.late => Some(false),
            (_, PointCheck::NotSaid) => Some(false),
            (_, PointCheck::Unsure) => None,
            (_, PointCheck::Said { .. }) => Some(true),
        }
    }
}

/// Judges an answer against the stories.
pub fn recall(
    question: &BankQuestion,
    transcript: &Transcript,
    took: Millis,
    stories: &[&Scenario],
    bank: &Bank,
) -> Recall {
    let story = which(&transcript.text, stories);
    of_story(question, transcript, took, story, stories, bank)
}

/// As [`recall`], after the candidate has said which story was meant.
pub fn of_story(
    question: &BankQuestion,
    transcript: &Transcript,
    took: Millis,
    story: StoryChoice,
    stories: &[&Scenario],
    bank: &Bank,
) -> Recall {
    let named = match &story {
        StoryChoice::Named { story } => stories.iter().find(|one| one.id == *story),
        StoryChoice::Unsure { .. } | StoryChoice::NotNamed => None,
    };
    let entry = |id: &str| bank.stories.iter().find(|one| one.id == id);
    Recall {
        text: transcript.text.trim().to_owned(),
        serves: named.and_then(|one| entry(&one.id)?.fit(&question.principle)),
        point: named.map_or(PointCheck::Unsure, |one| {
            carries(one, one.sections.iter(), transcript)
        }),
        story,
        took,
        late: late(took, Millis::from_secs(SECONDS)),
    }
}

/// The weight of a word of the title, relative to one of the text.
const TITLE: usize = 4;
/// Minimum ratio of the best score to the next.
const AHEAD: usize = 2;
/// Minimum score for a story to be asked about: a single word may occur in any sentence.
const LIKELY: usize = 2;
/// Minimum score for a story to be recognised by its content.
const ENOUGH: usize = 4;

/// Which story the words are about, by name or by content. A word that several stories share counts
/// for none of them.
fn which(text: &str, stories: &[&Scenario]) -> StoryChoice {
    let said = stems(text);
    let titles: Vec<BTreeSet<String>> = stories.iter().map(|one| stems(&one.title)).collect();
    let texts: Vec<BTreeSet<String>> = stories
        .iter()
        .map(|one| stems(&crate::story::principles::own_words(one)))
        .collect();
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    for word in titles.iter().zip(&texts).flat_map(|(a, b)| a.union(b)) {
        *holders.entry(word).or_default() += 1;
    }
    let weight = |at: usize| -> usize {
        let own = |word: &&String| holders.get(word.as_str()) == Some(&1);
        let title = said.intersection(&titles[at]);
        let text = said.intersection(&texts[at]).filter(own);
        // A title counts as named if half of it was said.
        let named = title.clone().count() * 2 >= titles[at].len().max(1);
        let title = title.count();
        TITLE * if named { title } else { 0 } + text.count()
    };
    let mut ranked: Vec<(usize, &str)> = (0..stories.len())
        .map(|at| (weight(at), stories[at].id.as_str()))
        .filter(|(weight, _)| *weight >= LIKELY)
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    match ranked.as_slice() {
        [] => StoryChoice::NotNamed,
        [(best, id), rest @ ..]
            if *best >= ENOUGH && rest.first().is_none_or(|(next, _)| *best >= next * AHEAD) =>
        {
            StoryChoice::Named {
                story: (*id).to_owned(),
            }
        }
        likely => StoryChoice::Unsure {
            stories: likely
                .iter()
                .take(3)
                .map(|(_, id)| (*id).to_owned())
                .collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::bank::bank;
    use crate::scenario::{builtin, builtins, parse, questions};

    fn stories() -> Vec<Scenario> {
        let all = builtins().iter();
        all.filter_map(|one| builtin(one.id)).collect()
    }

    fn asked(principle: &str) -> &'static BankQuestion {
        let mut all = questions().iter();
        all.find(|one| one.principle == principle)
            .expect("it is asked about")
    }

    fn said(principle: &str, text: &str, seconds: u64) -> Recall {
        let stories = stories();
        let all: Vec<&Scenario> = stories.iter().collect();
        let bank = bank(&stories, stories.len(), &[], &[], &[], Day(0));
        let transcript = Transcript::from_text(text);
        recall(
            asked(principle),
            &transcript,
            Millis::from_secs(seconds),
            &all,
            &bank,
        )
    }

    fn named(recall: &Recall) -> Option<&str> {
        match &recall.story {
            StoryChoice::Named { story } => Some(story),
            _ => None,
        }
    }

    #[test]
    fn a_story_that_serves_with_its_figure_in_time_is_right() {
        let result = said(
            "insist-on-the-highest-standards",
            "The critical issue others had missed. 0.3% of the webhook events were silently dropped.",
            9,
        );
        assert_eq!(named(&result), Some("caught-critical-issue"), "{result:?}");
        assert!(
            matches!(&result.point, PointCheck::Said { quote } if quote == "0.3%"),
            "{result:?}"
        );
        assert_eq!(result.serves, Some(Fit::Primary));
        assert_eq!(result.right(), Some(true));
    }

    #[test]
    fn another_principle_too_late_and_silence_are_not_right() {
        let text = "The critical issue others had missed. 0.3% of the webhook events were dropped.";
        let result = said("frugality", text, 9);
        assert_eq!((result.serves, result.right()), (None, Some(false)));
        let result = said("insist-on-the-highest-standards", text, 14);
        assert!(result.late && result.right() == Some(false));
        let result = said("frugality", "", 10);
        assert_eq!(
            (&result.story, result.right()),
            (&StoryChoice::NotNamed, Some(false))
        );
        assert_eq!(
            said("frugality", "Well, let me think about that.", 10).story,
            StoryChoice::NotNamed
        );
    }

    #[test]
    fn an_ambiguous_story_is_asked_about_and_not_judged() {
        let result = said("earn-trust", "There was a customer once.", 6);
        assert!(
            !matches!(result.story, StoryChoice::Named { .. }),
            "{result:?}"
        );
        let stories = [
            parse(
                "a.toml",
                "title = \"The late ferry\"\n[[section]]\nid = \"task\"\n",
            ),
            parse(
                "b.toml",
                "title = \"The early ferry\"\n[[section]]\nid = \"task\"\n",
            ),
        ]
        .map(|one| one.expect("it is sound"));
        let all: Vec<&Scenario> = stories.iter().collect();
        let bank = bank(&stories, 2, &[], &[], &[], Day(0));
        let transcript = Transcript::from_text("The ferry story.");
        let result = recall(asked("earn-trust"), &transcript, Millis(5000), &all, &bank);
        assert_eq!(result.right(), None, "{result:?}");
        assert!(matches!(&result.story, StoryChoice::Unsure { stories } if stories.len() == 2));
        // A story that states nothing to compare with is not said to lack the point.
        let story = StoryChoice::Named { story: "a".into() };
        let result = of_story(
            asked("earn-trust"),
            &transcript,
            Millis(5000),
            story,
            &all,
            &bank,
        );
        assert_eq!(result.point, PointCheck::Unsure);
    }

    #[test]
    fn every_built_in_story_is_recognised_by_its_title() {
        let stories = stories();
        for one in &stories {
            let all: Vec<&Scenario> = stories.iter().collect();
            let found = which(&format!("I would tell {}.", one.title), &all);
            assert_eq!(
                found,
                StoryChoice::Named {
                    story: one.id.clone()
                }
            );
        }
    }

    #[test]
    fn wrong_answers_come_first_and_one_question_of_each_principle() {
        let mut cards = CardIndex::default();
        let today = Day(100);
        let wrong = question_key("dive-deep/metric");
        cards.answer(&wrong, false, today);
        for one in questions()
            .iter()
            .filter(|one| one.principle == "frugality")
        {
            cards.answer(&question_key(&one.id), true, today);
        }
        let chosen = choose(questions(), None, &cards, today, 16, 7);
        assert_eq!(chosen[0].id, "dive-deep/metric");
        let kinds: BTreeSet<&str> = chosen.iter().map(|one| one.principle.as_str()).collect();
        assert_eq!((chosen.len(), kinds.len()), (16, 16));
        assert_eq!(
            chosen[15].principle, "frugality",
            "what has rested least comes last"
        );
        assert_eq!(chosen, choose(questions(), None, &cards, today, 16, 7));
        let only = choose(questions(), Some("frugality"), &cards, today, 3, 7);
        assert!(only.len() == 3 && only.iter().all(|one| one.principle == "frugality"));
    }

    #[test]
    fn the_drill_is_a_scenario_like_any_other() {
        let asked = [asked("ownership"), asked("frugality")];
        let scenario = parse("which-story.toml", &to_toml(&asked)).expect("it is sound");
        assert_eq!(scenario.id, SESSION);
        for one in asked {
            let plan = &scenario
                .follow_up(&answer_id(one))
                .expect("it is there")
                .plan;
            assert_eq!(plan.target, Millis::from_secs(SECONDS));
        }
    }
}
