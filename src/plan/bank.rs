//! The story bank: which story serves which leadership principle, how it went last, which are missing.

use super::interviews::{self, InterviewQuestion};
use super::{Day, Take, days_ago};
use crate::judgement::Leaning;
use crate::scenario::{Principle, Scenario, principles};
use crate::story::principles::served;
use crate::words::clean;
use serde::Serialize;

/// All stories and the sixteen principles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bank {
    /// Own stories first.
    pub stories: Vec<Entry>,
    /// Ids of the principles that no own story serves, in Amazon's order.
    pub gaps: Vec<String>,
}

/// One story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Scenario id.
    pub id: String,
    /// The title that is shown.
    pub title: String,
    /// Whether it is the candidate's own.
    pub own: bool,
    /// The principles that it serves, the primary one first.
    pub serves: Vec<PrincipleFit>,
    /// Whether the principles are proposed from the story's text, since its file names none.
    pub proposed: bool,
    /// How often it was told in real interviews, according to the log.
    #[serde(skip_serializing_if = "is_none")]
    pub asked: usize,
    /// When it was told last; absent if never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Last>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// A principle that a story serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrincipleFit {
    /// Id of the principle.
    pub principle: String,
    /// Primary or secondary.
    pub fit: Fit,
    /// The words of the story that propose it; empty where its file names it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<String>,
}

/// How well a story serves a principle, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// The principle it is told for.
    Primary,
    /// A principle it can also be told for.
    Secondary,
}

/// When and how a story was told last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Last {
    /// `today`, `12 days ago`.
    pub told: String,
    /// Days since then.
    pub days: u32,
    /// Takes of it so far, in the candidate's own voice.
    pub takes: usize,
    /// The leaning of the last whole take; absent before there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaning: Option<Leaning>,
}

/// The story bank from the scenarios and the takes. The first `own` scenarios are the candidate's own;
/// `told` holds story and day of every take, oldest first, `asked` what real interviews asked.
pub fn bank(
    scenarios: &[Scenario],
    own: usize,
    takes: &[Take],
    told: &[(String, Day)],
    asked: &[InterviewQuestion],
    today: Day,
) -> Bank {
    let stories: Vec<Entry> = scenarios
        .iter()
        .enumerate()
        // An introduction answers no question about a principle.
        .filter(|(_, scenario)| scenario.leans)
        .map(|(at, scenario)| {
            let (found, proposed) = served(scenario);
            let serves = found
                .into_iter()
                .enumerate()
                .map(|(place, one)| PrincipleFit {
                    principle: one.principle,
                    fit: if place == 0 {
                        Fit::Primary
                    } else {
                        Fit::Secondary
                    },
                    quotes: one.quotes,
                });
            Entry {
                id: scenario.id.clone(),
                title: clean(&scenario.title),
                own: at < own,
                serves: serves.collect(),
                proposed,
                asked: interviews::told(asked, &scenario.id),
                last: last(&scenario.id, takes, told, today),
            }
        })
        .collect();
    let covered = |one: &&Principle| {
        let mut own = stories.iter().filter(|story| story.own);
        own.any(|story| story.fit(&one.id).is_some())
    };
    let gaps = principles().iter().filter(|one| !covered(one));
    let gaps = gaps.map(|one| one.id.clone()).collect();
    Bank { stories, gaps }
}

fn last(story: &str, takes: &[Take], told: &[(String, Day)], today: Day) -> Option<Last> {
    let mut days = told.iter().filter(|(id, _)| id == story);
    let (_, day) = days.clone().next_back()?;
    let leanings = takes.iter().filter(|take| take.story == story);
    Some(Last {
        told: days_ago(today, *day),
        days: today.0.saturating_sub(day.0),
        takes: days.by_ref().count(),
        leaning: leanings.rev().find_map(|take| take.leaning),
    })
}

impl Entry {
    /// How well it serves a principle, if at all.
    pub fn fit(&self, principle: &str) -> Option<Fit> {
        let mut serves = self.serves.iter();
        serves
            .find(|one| one.principle == principle)
            .map(|one| one.fit)
    }
}

impl Bank {
    /// The stories that serve a principle, primary ones first.
    pub fn serving(&self, principle: &str) -> Vec<(&Entry, Fit)> {
        let stories = self.stories.iter();
        let mut fits: Vec<_> = stories
            .filter_map(|story| Some((story, story.fit(principle)?)))
            .collect();
        fits.sort_by_key(|(_, fit)| *fit);
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{builtin, parse};

    fn own(toml: &str) -> Scenario {
        parse("mine.toml", &format!("title = \"Mine\"\n{toml}")).expect("it is sound")
    }

    #[test]
    fn a_story_serves_the_principles_of_its_file_and_the_rest_are_gaps() {
        let mine = own(
            "principles = [\"Dive Deep\", \"ownership\"]\n[[section]]\nid = \"task\"\nstrong = \"I did it.\"\n",
        );
        let built_in = builtin("changed-my-mind").expect("it is built in");
        let told = [("mine".to_owned(), Day(97)), ("mine".to_owned(), Day(98))];
        let bank = bank(&[mine, built_in], 1, &[], &told, &[], Day(100));
        let mine = &bank.stories[0];
        assert_eq!(mine.fit("dive-deep"), Some(Fit::Primary));
        assert_eq!(mine.fit("ownership"), Some(Fit::Secondary));
        assert!(!mine.proposed);
        let last = mine.last.as_ref().expect("it was told");
        assert_eq!((last.days, last.takes, last.leaning), (2, 2, None));
        // A built-in story fills no gap: it cannot be told in a real interview.
        assert_eq!(bank.gaps.len(), 14);
        assert!(bank.gaps.contains(&"are-right-a-lot".to_owned()));
        let right = bank.serving("are-right-a-lot");
        assert_eq!(right.len(), 1);
        assert!(!right[0].0.own && bank.stories[1].last.is_none());
    }

    #[test]
    fn principles_are_proposed_if_the_file_names_none() {
        let mine = own(
            "[[section]]\nid = \"action\"\nstrong = \"I traced the drops and compared both logs.\"\n",
        );
        let bank = bank(&[mine], 1, &[], &[], &[], Day(1));
        let story = &bank.stories[0];
        assert!(story.proposed);
        assert_eq!(story.serves[0].principle, "dive-deep");
        assert!(!story.serves[0].quotes.is_empty());
    }
}
