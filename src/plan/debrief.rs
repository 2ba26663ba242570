//! The debrief of a mock loop: a summary of all its answers.

use super::Take;
use super::weakness::weaknesses;
use crate::evidence::follow_up_answer::Standing;
use crate::judgement::{Judgement, Leaning, SectionJudgement, Severity};
use crate::scenario::follow_up::PREFIX;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A loop as it is stored while it is in progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loop {
    /// Version of the file format: 1.
    pub format: u32,
    /// Start, RFC 3339 in UTC.
    pub started: String,
    /// Every round that was planned.
    pub rounds: Vec<Round>,
    /// Whether it was completed or abandoned.
    pub ended: bool,
}

/// One question of a loop.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Id of the question.
    pub question: String,
    /// The story that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// The session with the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The session with the answers to the follow-ups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<String>,
}

impl Loop {
    /// The first round that has no answer yet.
    pub fn next(&self) -> Option<usize> {
        self.rounds.iter().position(|round| round.session.is_none())
    }
}

/// The answers of one round.
#[derive(Debug, Clone)]
pub struct RoundAnswers {
    /// Id of the principle.
    pub principle: String,
    /// As it was asked.
    pub question: String,
    /// Title of the story.
    pub story: String,
    /// The answer, summarised for planning.
    pub take: Option<Take>,
    /// The judgement of the answer.
    pub judgement: Option<Judgement>,
    /// The judgement of the follow-ups.
    pub follow_ups: Option<Judgement>,
}

/// The debrief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Debrief {
    /// Round by round.
    pub rounds: Vec<Answer>,
    /// Findings that cost ownership, over all answers, and the rounds that have some.
    pub ownership: Count,
    /// Measured values that were said, and how many the stories contain.
    pub numbers: (usize, usize),
    /// Slowest and fastest section with enough words, in words a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<(u32, u32)>,
    /// What was found in more than one round.
    pub habits: Vec<Count>,
    /// The one thing to fix first; absent if nothing costs the bar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<First>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Id of the principle.
    pub principle: String,
    /// As it was asked.
    pub question: String,
    /// Title of the story.
    pub story: String,
    /// The leaning; absent if too little was said, or nothing was judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaning: Option<Leaning>,
    /// Whether another story was told than the one that was chosen.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub another_story: bool,
    /// Follow-ups whose answer holds, and how many were compared with a strong answer or an open point.
    pub held: (usize, usize),
    /// Follow-ups that the rules alone judged.
    pub not_compared: usize,
}

/// How often a rule found something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The rule, or the family.
    pub rule: String,
    /// Findings.
    pub findings: usize,
    /// Rounds, counted from 1.
    pub rounds: Vec<usize>,
}

/// The one thing to fix first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct First {
    /// The rule.
    pub rule: String,
    /// What was found, in each round.
    pub seen: Vec<String>,
    /// What to do about it.
    pub remedy: String,
    /// The command to run.
    pub command: String,
}

const OWNERSHIP: [&str; 4] = [
    "we-language",
    "handoff",
    "passive-voice",
    "missing-scope-boundary",
];
/// Minimum number of words of a section for its pace to count.
const WORDS: usize = 20;

/// The debrief of all rounds.
pub fn debrief(rounds: &[RoundAnswers]) -> Debrief {
    let mut habits = counted(rounds);
    let ownership = habits
        .iter()
        .filter(|one| OWNERSHIP.contains(&one.rule.as_str()));
    let of_ownership: BTreeSet<usize> = ownership
        .clone()
        .flat_map(|one| one.rounds.clone())
        .collect();
    let ownership = Count {
        rule: "ownership".into(),
        findings: ownership.map(|one| one.findings).sum(),
        rounds: of_ownership.into_iter().collect(),
    };
    habits.retain(|one| one.rounds.len() > 1);
    // By another story's numbers nothing can be said of this one.
    let metrics = || {
        let meant = rounds.iter().filter(|one| !one.tells_another());
        meant
            .flat_map(RoundAnswers::sections)
            .flat_map(|section| &section.metrics)
    };
    let paces = rounds
        .iter()
        .flat_map(RoundAnswers::sections)
        .filter(|section| section.measures.words >= WORDS)
        .filter_map(|section| section.measures.words_per_minute);
    let pace = paces.clone().min().zip(paces.max());
    Debrief {
        rounds: rounds.iter().map(answer).collect(),
        ownership,
        numbers: (metrics().filter(|one| one.said).count(), metrics().count()),
        pace,
        habits,
        first: first(rounds),
    }
}

fn answer(heard: &RoundAnswers) -> Answer {
    let answers = heard.follow_ups.iter().flat_map(|judged| &judged.sections);
    let answers = answers.filter(|section| section.id.starts_with(PREFIX));
    let standings: Vec<Standing> = answers.map(Standing::of).collect();
    let held = standings.iter().filter(|one| one.holds()).count();
    let compared = standings.iter().filter(|one| one.compared()).count();
    Answer {
        another_story: heard.tells_another(),
        principle: heard.principle.clone(),
        question: heard.question.clone(),
        story: heard.story.clone(),
        leaning: heard.judgement.as_ref().and_then(|one| one.overall.leaning),
        held: (held, compared),
        not_compared: standings.len() - compared,
    }
}

/// Every rule with more than notes and its rounds, ordered by the number of rounds.
fn counted(rounds: &[RoundAnswers]) -> Vec<Count> {
    let mut found: BTreeMap<&str, (usize, Vec<usize>)> = BTreeMap::new();
    for (number, heard) in (1..).zip(rounds) {
        for finding in heard.sections().flat_map(|section| &section.findings) {
            if finding.severity == Severity::Note {
                continue;
            }
            let (findings, seen) = found.entry(&finding.rule).or_default();
            *findings += 1;
            if seen.last() != Some(&number) {
                seen.push(number);
            }
        }
    }
    let mut counts: Vec<Count> = found
        .into_iter()
        .map(|(rule, (findings, rounds))| Count {
            rule: rule.to_owned(),
            findings,
            rounds,
        })
        .collect();
    counts.sort_by_key(|one| Reverse((one.rounds.len(), one.findings)));
    counts
}

impl RoundAnswers {
    fn sections(&self) -> impl Iterator<Item = &SectionJudgement> + Clone {
        self.judgement.iter().flat_map(|one| &one.sections)
    }

    fn tells_another(&self) -> bool {
        let judged = self.judgement.as_ref();
        judged.is_some_and(|judged| judged.overall.another_story)
    }
}

/// Another story than the one that was chosen comes before everything: nothing else about it was judged
/// by its own bar.
fn another(rounds: &[RoundAnswers]) -> Option<First> {
    let told = (1..).zip(rounds).filter(|(_, heard)| heard.tells_another());
    let seen = told
        .clone()
        .map(|(number, heard)| format!("{number}: this does not sound like “{}”", heard.story));
    let story = told.clone().find_map(|(_, heard)| heard.take.as_ref())?;
    Some(First {
        rule: "another-story".into(),
        seen: seen.collect(),
        remedy: "Tell the story that you choose, or choose the one that you tell.".into(),
        command: format!("rehearse practice {} --mode mock", story.story),
    })
}

/// The finding with the most weight over all rounds: each recurrence adds its weight.
fn first(rounds: &[RoundAnswers]) -> Option<First> {
    if let Some(another) = another(rounds) {
        return Some(another);
    }
    let mut weights: BTreeMap<&str, u32> = BTreeMap::new();
    let takes = rounds.iter().filter_map(|one| one.take.as_ref());
    for weakness in takes.flat_map(Take::answer).flat_map(weaknesses) {
        *weights.entry(weakness.rule).or_default() += weakness.weight;
    }
    // Ties are broken by name, so that the same loop gives the same result.
    let (rule, _) = weights
        .into_iter()
        .min_by_key(|(_, weight)| Reverse(*weight))?;
    let mut seen = Vec::new();
    let mut command = None;
    for (number, heard) in (1..).zip(rounds) {
        let Some(take) = &heard.take else { continue };
        let mut found = take.answer().flat_map(weaknesses);
        if let Some(weakness) = found.find(|one| one.rule == rule) {
            seen.push(format!("{number}: {}", weakness.sentence()));
            command.get_or_insert_with(|| {
                format!(
                    "rehearse practice {} --section {}",
                    take.story, weakness.section.id
                )
            });
        }
    }
    let sections = rounds.iter().flat_map(RoundAnswers::sections);
    let mut findings = sections.flat_map(|section| &section.findings);
    let remedy = findings.find(|one| one.rule == rule);
    Some(First {
        rule: rule.to_owned(),
        seen,
        remedy: remedy.map(|one| one.suggestion.clone()).unwrap_or_default(),
        command: command?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::Overall;
    use crate::scenario::Level;
    use crate::scenario::leitner::Day;
    use crate::session::Mode;

    #[test]
    fn a_loop_without_answers_claims_nothing() {
        let silent = RoundAnswers {
            principle: "dive-deep".into(),
            question: "Why?".into(),
            story: String::new(),
            take: None,
            judgement: None,
            follow_ups: None,
        };
        let found = debrief(&[silent]);
        assert_eq!(found.rounds[0].leaning, None);
        assert_eq!(
            (found.numbers, found.pace, found.first),
            ((0, 0), None, None)
        );
        assert!(found.habits.is_empty() && found.ownership.findings == 0);
        assert!(debrief(&[]).rounds.is_empty());
    }

    #[test]
    fn an_unfinished_loop_continues_at_its_next_round() {
        let round = |session: Option<&str>| Round {
            question: "dive-deep/root".into(),
            story: None,
            session: session.map(str::to_owned),
            follow_ups: None,
        };
        let mut held = Loop {
            format: 1,
            started: "2026-11-29T08:00:00Z".into(),
            rounds: vec![round(Some("a")), round(None), round(None)],
            ended: false,
        };
        assert_eq!(held.next(), Some(1));
        held.rounds[1].session = Some("b".into());
        held.rounds[2].session = Some("c".into());
        assert_eq!(held.next(), None);
    }

    #[test]
    fn another_story_than_the_chosen_one_comes_first() {
        let take = Take {
            number: 1,
            day: Day(0),
            story: "ferry".into(),
            mode: Mode::Mock,
            level: Level::Sde2,
            length: None,
            sections: Vec::new(),
            leaning: None,
        };
        let overall = Overall {
            another_story: true,
            ..Overall::default()
        };
        let heard = RoundAnswers {
            principle: "dive-deep".into(),
            question: "Why?".into(),
            story: "The late ferry".into(),
            take: Some(take),
            judgement: Some(Judgement {
                analyzer: "1".into(),
                short: None,
                sections: Vec::new(),
                overall,
            }),
            follow_ups: None,
        };
        let told = debrief(&[heard]);
        assert!(told.rounds[0].another_story);
        let first = told.first.expect("it is the one thing to fix");
        assert_eq!(first.seen, ["1: this does not sound like “The late ferry”"]);
        assert_eq!(first.command, "rehearse practice ferry --mode mock");
    }
}
