//! The data of one page about everything saved: takes with transcript, timing and sound, habits, trends, the story
//! bank, and open questions.

mod page;

pub use page::render;

use super::bank::leaning;
use super::facts::judged;
use super::trend::Trend;
use super::words::{clean, seconds};
use crate::evidence::own_words::{SectionText, questions};
use crate::judgement::Severity;
use crate::plan::bank::Bank;
use crate::rules;
use crate::scenario::Scenario;
use crate::session::{SectionFacts, Session};

/// The contents of the page.
#[derive(Debug)]
pub struct Review<'a> {
    /// Every take, the oldest first.
    pub takes: &'a [Kept],
    /// The trends of the stories that have one.
    pub trends: Vec<Trend>,
    /// Due questions of the retrieval drill.
    pub due: Vec<String>,
    /// The story bank.
    pub bank: &'a Bank,
}

/// A rule with findings, take by take.
struct Habit {
    /// Title of the rule.
    rule: &'static str,
    /// What it looks for.
    what: &'static str,
    /// How many findings in each judged take, oldest first.
    counts: Vec<usize>,
}

/// A take with what the page needs for links.
#[derive(Debug)]
pub struct Kept {
    /// Its number in `sessions list`.
    pub number: usize,
    /// The record.
    pub session: Session,
    /// The scenario at the time of the session.
    pub scenario: Scenario,
    /// URL of its folder, with a slash at the end.
    pub folder: String,
    /// Whether its take has sound.
    pub has_sound: bool,
    /// Whether the folder contains a report.
    pub has_report: bool,
}

impl Kept {
    /// Mode, level, leaning, in a line.
    fn manner(&self) -> String {
        let Self {
            session, scenario, ..
        } = self;
        let mode = session.mode.id();
        let mut manner = format!("{mode} · {}", scenario.level_title(session.level));
        let judgement = session.judgement.as_ref();
        let leans = judgement.and_then(|judged| judged.overall.leaning);
        if let Some(leans) = leans.filter(|_| !scenario.names_stories()) {
            manner += &format!(" · {}", leaning(leans));
        }
        if session.take.synthetic {
            manner += " · synthetic voice";
        }
        manner
    }

    /// What to do next, a sentence; empty before it is judged.
    fn next(&self) -> String {
        let judgement = self.session.judgement.as_ref();
        judgement.map_or_else(String::new, |one| clean(&one.overall.next))
    }

    /// The title of a section, or the question that was asked.
    fn title(&self, facts: &SectionFacts) -> String {
        match (
            self.scenario.follow_up(&facts.id),
            self.scenario.plan(&facts.id),
        ) {
            (Some(asked), _) => asked.question.clone(),
            (None, Some(plan)) => plan.title.clone(),
            (None, None) => clean(&facts.id),
        }
    }

    /// `12.8 s of 30, 151 words a minute`.
    fn timing(&self, facts: &SectionFacts) -> String {
        let mut timing = format!("{} s", seconds(facts.length()));
        if let Some(plan) = self.scenario.plan(&facts.id) {
            timing += &format!(" of {}", seconds(plan.target));
        }
        let judged = judged(&self.session, &facts.id);
        if let Some(pace) = judged.and_then(|judged| judged.measures.words_per_minute) {
            timing += &format!(", {pace} words a minute");
        }
        timing
    }

    /// Whether a section ran past its target.
    fn late(&self, facts: &SectionFacts) -> bool {
        judged(&self.session, &facts.id).is_some_and(|judged| judged.measures.late())
    }

    /// The findings of a section, a sentence each, the gravest first.
    fn findings(&self, facts: &SectionFacts) -> Vec<String> {
        let judged = judged(&self.session, &facts.id);
        let found = judged.into_iter().flat_map(|judged| &judged.findings);
        let mut found: Vec<_> = found.filter(|one| one.severity != Severity::Note).collect();
        found.sort_by_key(|one| one.severity);
        let found = found.into_iter().map(|one| match &one.quote {
            Some(quote) => format!("“{}”: {}", clean(quote), clean(&one.message)),
            None => clean(&one.message),
        });
        found.collect()
    }
}

/// Rules with findings in more than one take, ordered by the number of takes.
fn habits(kept: &[Kept]) -> Vec<Habit> {
    let own = kept.iter().filter(|one| !one.session.take.synthetic);
    let judged: Vec<_> = own
        .filter_map(|one| one.session.judgement.as_ref())
        .collect();
    let habits = rules::ALL.iter().map(|rule| {
        let about = rule.about;
        let counts = judged.iter().map(|take| {
            let all = take.sections.iter().flat_map(|section| &section.findings);
            all.filter(|one| one.rule == about.id && one.severity != Severity::Note)
                .count()
        });
        Habit {
            rule: about.title,
            what: about.what,
            counts: counts.collect(),
        }
    });
    let mut habits: Vec<Habit> = habits.filter(|habit| habit.takes() > 1).collect();
    habits.sort_by_key(|habit| std::cmp::Reverse(habit.takes()));
    habits
}

impl Habit {
    /// The number of takes with findings.
    fn takes(&self) -> usize {
        self.counts.iter().filter(|count| **count > 0).count()
    }
}

/// What the last take of each story left open: the judge's questions, and those of an interviewer.
fn open(kept: &[Kept]) -> Vec<(String, String)> {
    let mut seen: Vec<&str> = Vec::new();
    let mut open = Vec::new();
    for one in kept.iter().rev().filter(|one| !one.session.take.synthetic) {
        let Some(judgement) = &one.session.judgement else {
            continue;
        };
        let mut told = judgement.sections.iter();
        let tells = told.any(|judged| one.scenario.section(&judged.id).is_some());
        if !tells || seen.contains(&one.session.scenario.as_str()) {
            continue;
        }
        seen.push(&one.session.scenario);
        let said = one.session.sections.iter().filter_map(|facts| {
            let text = &facts.transcript.as_ref()?.text;
            Some(SectionText {
                id: &facts.id,
                text,
            })
        });
        let said: Vec<SectionText<'_>> = said.collect();
        let title = clean(&one.session.title);
        let asked = questions(&one.scenario, judgement, &said).into_iter();
        open.extend(asked.map(|asked| (title.clone(), clean(&asked.question))));
    }
    open
}
