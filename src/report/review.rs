//! The data of one page about everything saved: takes with transcript, timing and sound, habits, trends, the story
//! bank, and open questions.

mod page;

pub use page::render;

use super::bank::leaning;
use super::trend::Trend;
use super::words::{clean, date, seconds};
use crate::evidence::own_words::{Said, questions};
use crate::judgement::Severity;
use crate::plan::bank::Bank;
use crate::rules;
use crate::scenario::Scenario;
use crate::session::{Mode, Session};

/// The contents of the page.
#[derive(Debug)]
pub struct Review<'a> {
    /// Every take, the newest first.
    pub takes: Vec<TakeView>,
    /// The trends of the stories that have one.
    pub trends: Vec<Trend>,
    /// What was found in several takes.
    pub habits: Vec<Habit>,
    /// Open questions, each with its story.
    pub open: Vec<(String, String)>,
    /// Due questions of the retrieval drill.
    pub due: Vec<String>,
    /// The story bank.
    pub bank: &'a Bank,
}

/// One take on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeView {
    /// Its number in `sessions list`.
    pub number: usize,
    /// Title of the story.
    pub title: String,
    /// The date as shown.
    pub date: String,
    /// Mode, level, leaning, length, in a line.
    pub manner: String,
    /// URL of its folder, with a slash at the end.
    pub folder: String,
    /// Whether its take has sound.
    pub has_sound: bool,
    /// Whether the folder contains a report.
    pub has_report: bool,
    /// What was spoken.
    pub parts: Vec<PartView>,
    /// What to do next, a sentence; empty before it is judged.
    pub next: String,
}

/// One section of a take on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartView {
    /// Title, or the question that was asked.
    pub title: String,
    /// `12.8 s of 30, 151 words a minute`.
    pub timing: String,
    /// Whether it ran past its target.
    pub late: bool,
    /// Seconds into the take.
    pub starts: String,
    /// The words; empty before it is transcribed.
    pub text: String,
    /// The findings, a sentence each, the gravest first.
    pub findings: Vec<String>,
}

/// A rule with findings, take by take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Habit {
    /// Title of the rule.
    pub rule: String,
    /// What it looks for.
    pub what: String,
    /// How many findings in each judged take, oldest first.
    pub counts: Vec<usize>,
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

/// The view of a take.
pub fn take(kept: &Kept) -> TakeView {
    let Kept {
        session, scenario, ..
    } = kept;
    let judgement = session.judgement.as_ref();
    let mode = match session.mode {
        Mode::Study => "study",
        Mode::Guided => "guided",
        Mode::Mock => "mock",
    };
    let mut manner = format!("{mode} · {}", scenario.level_title(session.level));
    let leans = judgement.and_then(|judged| judged.overall.leaning);
    if let Some(leans) = leans.filter(|_| !scenario.names_stories()) {
        manner.push_str(&format!(" · {}", leaning(leans)));
    }
    if session.take.synthetic {
        manner.push_str(" · synthetic voice");
    }
    let parts = session.sections.iter().map(|facts| {
        let judged = judgement.and_then(|all| all.sections.iter().find(|one| one.id == facts.id));
        let measures = judged.map(|judged| &judged.measures);
        let asked = scenario.follow_up(&facts.id);
        let plan = scenario.plan(&facts.id);
        let title = asked.map_or_else(
            || plan.map_or(facts.id.as_str(), |plan| plan.title.as_str()),
            |asked| asked.question.as_str(),
        );
        let target = plan.map(|plan| format!(" of {}", seconds(plan.target)));
        let pace = measures.and_then(|all| all.words_per_minute);
        let pace = pace.map(|pace| format!(", {pace} words a minute"));
        let mut found: Vec<_> = judged.map_or(&[][..], |one| &one.findings).iter().collect();
        found.sort_by_key(|one| rank(one.severity));
        PartView {
            title: clean(title),
            timing: format!(
                "{} s{}{}",
                seconds(facts.length()),
                target.unwrap_or_default(),
                pace.unwrap_or_default()
            ),
            late: measures.is_some_and(crate::judgement::Measures::late),
            starts: facts
                .spans
                .first()
                .map_or_else(|| "0".into(), |span| span.start.as_secs_f64().to_string()),
            text: facts
                .transcript
                .as_ref()
                .map(|one| clean(&one.text))
                .unwrap_or_default(),
            findings: found
                .iter()
                .filter(|one| one.severity != Severity::Note)
                .map(|one| match &one.quote {
                    Some(quote) => format!("“{}”: {}", clean(quote), clean(&one.message)),
                    None => clean(&one.message),
                })
                .collect(),
        }
    });
    TakeView {
        number: kept.number,
        title: clean(&session.title),
        date: date(&session.started),
        manner,
        folder: kept.folder.clone(),
        has_sound: kept.has_sound,
        has_report: kept.has_report,
        parts: parts.collect(),
        next: judgement
            .map(|one| clean(&one.overall.next))
            .unwrap_or_default(),
    }
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Fix => 0,
        Severity::Improve => 1,
        Severity::Note => 2,
    }
}

/// Rules with findings in more than one take, ordered by the number of takes.
pub fn habits(kept: &[Kept]) -> Vec<Habit> {
    let judged: Vec<_> = kept
        .iter()
        .filter(|one| !one.session.take.synthetic)
        .filter_map(|one| one.session.judgement.as_ref())
        .collect();
    let mut habits: Vec<Habit> = rules::ALL
        .iter()
        .map(|rule| {
            let about = rule.about();
            let counts = judged.iter().map(|take| {
                let all = take.sections.iter().flat_map(|section| &section.findings);
                all.filter(|one| one.rule == about.id && one.severity != Severity::Note)
                    .count()
            });
            Habit {
                rule: about.title.to_owned(),
                what: about.what.to_owned(),
                counts: counts.collect(),
            }
        })
        .filter(|habit| habit.takes() > 1)
        .collect();
    habits.sort_by_key(|habit| std::cmp::Reverse(habit.takes()));
    habits
}

impl Habit {
    /// The number of takes with findings.
    pub fn takes(&self) -> usize {
        self.counts.iter().filter(|count| **count > 0).count()
    }
}

/// What the last take of each story left open: the judge's questions, and those of an interviewer.
pub fn open(kept: &[Kept]) -> Vec<(String, String)> {
    let mut seen: Vec<&str> = Vec::new();
    let mut open = Vec::new();
    for one in kept.iter().rev().filter(|one| !one.session.take.synthetic) {
        let Some(judgement) = &one.session.judgement else {
            continue;
        };
        let tells = judgement
            .sections
            .iter()
            .any(|judged| one.scenario.section(&judged.id).is_some());
        if !tells || seen.contains(&one.session.scenario.as_str()) {
            continue;
        }
        seen.push(&one.session.scenario);
        let texts: Vec<(&str, &str)> = one
            .session
            .sections
            .iter()
            .filter_map(|facts| Some((facts.id.as_str(), facts.transcript.as_ref()?.text.as_str())))
            .collect();
        let said: Vec<Said<'_>> = texts.iter().map(|(id, text)| Said { id, text }).collect();
        let title = clean(&one.session.title);
        let asked = questions(&one.scenario, judgement, &said);
        open.extend(
            asked
                .into_iter()
                .map(|asked| (title.clone(), clean(&asked.question))),
        );
    }
    open
}
