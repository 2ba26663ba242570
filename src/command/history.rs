//! The history for a plan: judged takes, stories, due questions.

use super::scenarios::{Source, own};
use super::{Context, Failure, clock, interviews, quiz};

use crate::judgement::ideas;
use crate::plan::interviews::InterviewQuestion;
use crate::plan::recall::{SESSION, question_key};
use crate::plan::{Questions, Story, Take, TakeSection};

use crate::scenario::leitner::{CardIndex, Day};
use crate::scenario::{Scenario, builtins};
use crate::store::{SessionOutcome, Store};
use crate::words::clean;
use std::path::PathBuf;

/// The whole history.
pub struct FullHistory {
    /// Judged takes in the candidate's own voice, oldest first.
    pub takes: Vec<Take>,
    /// What can be practised, own stories first.
    pub stories: Vec<Story>,
    /// The same as scenarios, in the same order.
    pub scenarios: Vec<Scenario>,
    /// How many of them are own ones.
    pub own: usize,
    /// Files of own stories that cannot be used.
    pub faulty: Vec<PathBuf>,
    /// The state of the retrieval drill.
    pub questions: Questions,
    /// What real interviews asked, oldest first.
    pub asked: Vec<InterviewQuestion>,
    /// Number of takes without a transcript.
    pub unheard: usize,
    /// Story and day of every take in the candidate's own voice, judged or not, oldest first.
    pub told: Vec<(String, Day)>,
    /// Today.
    pub today: Day,
}

/// Reads the history. Sessions and stories that cannot be read are left out: `sessions list`
/// and `scenario list` say why.
///
/// # Errors
/// When a folder cannot be read.
pub fn gather(context: &Context) -> Result<FullHistory, Failure> {
    let today = clock::today();
    let (scenarios, own, faulty) = read(context)?;
    let cards = quiz::load(&quiz::checked(context)).unwrap_or_default();
    let stories = scenarios
        .iter()
        .enumerate()
        .map(|(at, scenario)| Story {
            id: scenario.id.clone(),
            title: clean(&scenario.title),
            own: at < own,
            sections: scenario.sections.len(),
            follow_ups: scenario.follow_ups.len(),
            quiz_due: due(scenario, &cards, today),
        })
        .collect();
    let mut takes = Vec::new();
    let mut unheard = 0;
    let mut told = Vec::new();
    for (number, folder) in (1..).zip(Store::new(&context.folders.data).folders()?) {
        let Ok(outcome) = folder.outcome() else {
            continue;
        };
        // The retrieval drill tells no story.
        if outcome.take.synthetic || outcome.scenario == SESSION {
            continue;
        }
        let day = clock::day_of(&outcome.started);
        told.extend(day.map(|day| (outcome.scenario.clone(), day)));
        match take(number, &outcome, &scenarios) {
            Some(take) => takes.push(take),
            None => unheard += usize::from(!outcome.sections.is_empty()),
        }
    }
    Ok(FullHistory {
        takes,
        stories,
        scenarios,
        own,
        faulty,
        questions: asked(
            &quiz::load(&quiz::drilled(context)).unwrap_or_default(),
            today,
        ),
        // `rehearse log` says what is wrong with it.
        asked: interviews::load(context).unwrap_or_default(),
        unheard,
        told,
        today,
    })
}

/// The state of the retrieval drill by the card index.
fn asked(cards: &CardIndex, today: Day) -> Questions {
    let prefix = question_key("");
    let asked = cards
        .cards
        .iter()
        .filter(|(key, _)| key.starts_with(&prefix));
    let due = asked.clone().filter(|(_, card)| card.due <= today);
    Questions {
        asked: asked.count(),
        due: due.clone().count(),
        wrong: due.filter(|(_, card)| card.place == 1).count(),
    }
}

/// Own stories, then those built in that no own story replaces; and how many are own.
pub(super) fn scenarios(context: &Context) -> Result<(Vec<Scenario>, usize), Failure> {
    read(context).map(|(all, own, _)| (all, own))
}

/// [`scenarios`], and the files of own stories that cannot be used.
fn read(context: &Context) -> Result<(Vec<Scenario>, usize, Vec<PathBuf>), Failure> {
    let (mut all, mut faulty) = (Vec::new(), Vec::new());
    for path in own(&context.folders)? {
        match Source::File(path.clone()).read() {
            Ok(found) => all.push(found.scenario),
            Err(_) => faulty.push(path),
        }
    }
    let own = all.len();
    for builtin in builtins() {
        if all.iter().all(|own| own.id != builtin.id) {
            let found = Source::BuiltIn(builtin).read();
            all.extend(found.ok().map(|found| found.scenario));
        }
    }
    Ok((all, own, faulty))
}

/// Questions that were asked before and are due.
fn due(scenario: &Scenario, cards: &CardIndex, today: Day) -> usize {
    let keys = scenario.quiz.iter().map(|one| quiz::key(scenario, one));
    keys.filter(|key| cards.asked(key) > 0 && cards.is_due(key, today))
        .count()
}

/// A judged take; `None` where there is no judgement.
pub(super) fn take(
    number: usize,
    outcome: &SessionOutcome,
    scenarios: &[Scenario],
) -> Option<Take> {
    let judgement = outcome.judgement.as_ref()?;
    let scenario = scenarios.iter().find(|one| one.id == outcome.scenario);
    let sections = judgement.sections.iter().map(|judged| {
        let plan = scenario.and_then(|scenario| scenario.plan(&judged.id));
        let signals = judged.signals.iter();
        let signals = signals.map(|one| (one.id.as_str(), one.covered));
        let unsaid = judged.metrics.iter().filter(|one| !one.said);
        TakeSection {
            id: judged.id.clone(),
            title: title(&judged.id, scenario),
            length: judged.measures.length,
            target: judged.measures.target,
            we: judged.measures.we_count,
            ideas: ideas(signals, plan, outcome.level),
            unsaid: unsaid.map(|metric| clean(&metric.name)).collect(),
            findings: judged
                .findings
                .iter()
                .map(|finding| (finding.rule.clone(), finding.severity))
                .collect(),
        }
    });
    Some(Take {
        number,
        day: clock::day_of(&outcome.started)?,
        story: outcome.scenario.clone(),
        mode: outcome.mode,
        level: outcome.level,
        length: outcome.length,
        sections: sections.collect(),
        leaning: judgement.overall.leaning,
    })
}

/// The section's title; its id where the story no longer exists.
fn title(id: &str, scenario: Option<&Scenario>) -> String {
    let section = scenario.and_then(|scenario| scenario.plan(id));
    section.map_or_else(|| clean(id), |section| clean(&section.title))
}
