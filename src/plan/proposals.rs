//! Which proposals the history supports, and which three matter most.

use super::follow_ups;
use super::interviews;
use super::takes::{is_whole, of_take, sessions};
use super::weakness::{Weakness, weaknesses};
use super::{History, Kind, Plan, Proposal, Questions, Story, Take, TakeSection, days_ago};
use crate::judgement::Severity;
use crate::rules;
use crate::scenario::Level;
use crate::session::Mode;
use crate::words::{count, seconds};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Maximum number of proposals; more would be a list of chores.
const MOST: usize = 3;
/// Number of days without practice after which a story is proposed again.
const REST: u32 = 7;
/// Number of takes below which no pattern is claimed.
const FEW: usize = 5;

/// What to do today.
pub fn plan(history: &History<'_>) -> Plan {
    let mut found: Vec<Proposal> = Vec::new();
    for story in history.stories {
        found.extend(drill(history, story));
        found.extend(whole(history, story));
        found.extend(harder(history, story));
        found.extend(shorter(history, story));
        found.extend(follow_ups::weak(history, story));
        found.extend(follow_ups::unasked(history, story));
        found.extend(quiz(story));
    }
    found.extend(interviews::proposals(history));
    found.extend(questions(history));
    found.extend(another(history));
    if found.is_empty() {
        found.extend(first(history));
    }
    found.extend(own(history));
    // The sort is stable: of equal weights, own stories come first.
    found.sort_by_key(|one| Reverse(one.weight));
    let mut proposals: Vec<Proposal> = Vec::new();
    for one in found {
        // A story that was never told is proposed once, for the more important reason.
        let known = |known: &Proposal| known.command == one.command && !one.scenario.is_empty();
        if !proposals.iter().any(known) {
            proposals.push(one);
        }
    }
    proposals.truncate(MOST);
    Plan {
        note: note(history),
        proposals,
    }
}

/// Weights of questions that are due: more if some were answered wrong.
const WRONG_AGAIN: u32 = 90;
const DUE_AGAIN: u32 = 58;
/// Weight if the candidate has several stories and never did the drill.
const NEVER_ASKED: u32 = 56;

/// Proposes the retrieval drill: which story answers which question.
fn questions(history: &History<'_>) -> Option<Proposal> {
    let Questions { asked, due, wrong } = history.questions;
    let own = history.stories.iter().filter(|story| story.own).count();
    let (weight, because, command) = if due > 0 {
        let wrong_too = match wrong {
            0 => String::new(),
            all if all == due => ", answered wrong last".to_owned(),
            some => format!(", {some} of them answered wrong last"),
        };
        let are = if due == 1 { "is" } else { "are" };
        let questions = count(due, "question", "questions");
        (
            if wrong > 0 { WRONG_AGAIN } else { DUE_AGAIN },
            format!("{questions} {are} due again{wrong_too}."),
            format!("rehearse ask --count {}", due.min(5)),
        )
    } else if asked == 0 && own > 1 && !history.takes.is_empty() {
        let because = format!(
            "You have {own} stories of your own, and no question was ever held against them."
        );
        (NEVER_ASKED, because, "rehearse ask".to_owned())
    } else {
        return None;
    };
    Some(Proposal {
        weight,
        kind: Kind::Questions,
        scenario: String::new(),
        what: "Say which story answers an interviewer's question, and its first line.".into(),
        because: vec![because],
        evidence: Vec::new(),
        command,
    })
}

/// The section of the story that is most worth drilling, by the findings of its last take, which count double if the
/// take before had them too.
fn drill(history: &History<'_>, story: &Story) -> Option<Proposal> {
    let mut seen = BTreeSet::new();
    let takes = history.takes_of(&story.id).rev();
    let last = takes.flat_map(Take::answer);
    let last = last.filter(|spoken| seen.insert(&spoken.id));
    let weighed = last.flat_map(weaknesses).map(|weakness| {
        let last_two = in_a_row(history, &story.id, &weakness);
        let weight = weakness.weight * if last_two.len() > 1 { 2 } else { 1 };
        (weight, weakness, last_two)
    });
    // Only a fix, or a finding twice in a row, is worth a drill of its own.
    let (weight, weakness, last_two) = weighed
        .filter(|(weight, ..)| *weight >= 100)
        .min_by_key(|(weight, ..)| Reverse(*weight))?;
    let section = weakness.section;
    let found: Vec<(&Take, Weakness<'_>)> = last_two
        .iter()
        .filter_map(|(take, spoken)| {
            let mut weaknesses = weaknesses(spoken).into_iter();
            Some((*take, weaknesses.find(|one| one.rule == weakness.rule)?))
        })
        .collect();
    let takes: Vec<&Take> = last_two.iter().map(|(take, _)| *take).collect();
    let figures: Vec<String> = found.iter().map(|(_, one)| one.figure()).collect();
    let what = match figures.as_slice() {
        [first, second] if first != second => {
            format!("{} {first}, then {second},", section.title)
        }
        _ => weakness.sentence(),
    };
    let when = match takes.len() {
        2 => "the last two takes of it",
        _ => "its last take",
    };
    let evidence = found.iter().map(|(take, one)| one.evidence(take));
    // In a retelling the section had less time than in a drill.
    let own_time = history.takes_of(&story.id).rev();
    let own_time = own_time.filter(|take| take.length.is_none());
    let target = own_time
        .flat_map(Take::answer)
        .find(|one| one.id == section.id)
        .map_or_else(String::new, |one| format!(", {} s", seconds(one.target)));
    Some(Proposal {
        weight,
        kind: Kind::Drill,
        scenario: story.id.clone(),
        what: format!(
            "Drill {} of “{}”{target}, twice.",
            section.title, story.title,
        ),
        because: vec![format!("{what} in {when} ({}).", sessions(&takes))],
        evidence: evidence.collect(),
        command: format!("rehearse practice {} --section {}", story.id, section.id),
    })
}

/// The last take of the section with this finding, and the one before it if that has it too;
/// oldest first.
fn in_a_row<'a>(
    history: &'a History<'_>,
    story: &'a str,
    found: &Weakness<'_>,
) -> Vec<(&'a Take, &'a TakeSection)> {
    let takes = history.takes_of(story).rev();
    let spoken = takes.filter_map(|take| {
        let mut sections = take.sections.iter();
        Some((take, sections.find(|one| one.id == found.section.id)?))
    });
    let mut takes: Vec<_> = spoken
        .take(2)
        .take_while(|(_, spoken)| spoken.findings.iter().any(|(rule, _)| rule == found.rule))
        .collect();
    takes.reverse();
    takes
}

fn has_fix(take: &Take) -> bool {
    let mut all = take.answer().flat_map(weaknesses);
    all.any(|weakness| weakness.costs_the_bar())
}

/// The last take, where it was the whole answer, not long ago, and left nothing to fix.
fn stands<'a>(history: &'a History<'_>, story: &'a Story) -> Option<&'a Take> {
    let last = history.takes_of(&story.id).next_back()?;
    let stands = is_whole(last, story) && !has_fix(last) && history.ago(last.day) < REST;
    stands.then_some(last)
}

/// Proposes the whole answer: after successful drills, or after a break.
fn whole(history: &History<'_>, story: &Story) -> Option<Proposal> {
    let last = history.takes_of(&story.id).next_back()?;
    let whole = history
        .takes_of(&story.id)
        .rfind(|take| is_whole(take, story));
    let rested = history.ago(last.day);
    let drills: Vec<&Take> = history
        .takes_of(&story.id)
        .filter(|take| whole.is_none_or(|whole| take.number > whole.number))
        .filter(|take| take.answer().next().is_some())
        .collect();
    let (weight, because) = if rested >= REST {
        let sessions = sessions(&[last]);
        let because = format!("It was not practised for {rested} days (last in {sessions}).");
        (60 + rested.min(30), because)
    } else if drills.last().is_some_and(|take| !has_fix(take)) {
        let because = match whole {
            Some(whole) => format!(
                "The last drill left nothing that would cost the bar ({}); the whole was last told in session {}.",
                sessions(&[last]),
                whole.number
            ),
            None => format!(
                "Sections were drilled ({}); the whole was not told yet.",
                sessions(&drills)
            ),
        };
        (90, because)
    } else {
        return None;
    };
    Some(Proposal {
        weight,
        kind: Kind::Whole,
        scenario: story.id.clone(),
        what: format!("Tell “{}” from beginning to end.", story.title),
        because: vec![because],
        evidence: vec![of_take(last, format!("{rested} days ago"))],
        command: format!("rehearse practice {}", story.id),
    })
}

/// Proposes the whole answer without hints, then for a higher bar, once nothing is left to fix.
fn harder(history: &History<'_>, story: &Story) -> Option<Proposal> {
    let last = stands(history, story)?;
    let (what, flags) = match (last.mode, last.level) {
        (Mode::Study | Mode::Guided, level) => (
            format!(
                "Tell “{}” as in the interview: no hints, one take.",
                story.title
            ),
            format!(" --mode mock{}", at(level)),
        ),
        (Mode::Mock, Level::Sde1) => (
            format!("Tell “{}” for the bar of an SDE 2.", story.title),
            " --mode mock".into(),
        ),
        (Mode::Mock, Level::Sde2) => (
            format!("Tell “{}” for the bar of a senior engineer.", story.title),
            " --mode mock --level senior".into(),
        ),
        (Mode::Mock, Level::Senior) => return None,
    };
    Some(Proposal {
        weight: 80,
        kind: Kind::Harder,
        scenario: story.id.clone(),
        what,
        because: vec![format!(
            "The last take left nothing that would cost the bar ({}).",
            sessions(&[last])
        )],
        evidence: vec![of_take(last, "nothing that would cost the bar".into())],
        command: format!("rehearse practice {}{flags}", story.id),
    })
}

/// The whole answer in half the time, once it stands and was never told short: an interviewer who interrupts leaves
/// no more.
fn shorter(history: &History<'_>, story: &Story) -> Option<Proposal> {
    let last = stands(history, story).filter(|last| last.mode == Mode::Mock)?;
    let mut takes = history.takes_of(&story.id);
    if takes.any(|take| take.length.is_some()) {
        return None;
    }
    Some(Proposal {
        weight: 78,
        kind: Kind::Shorter,
        scenario: story.id.clone(),
        what: format!("Tell “{}” in a minute and a half.", story.title),
        because: vec![format!(
            "The last take left nothing that would cost the bar ({}), and it was never told short: an interviewer \
             who interrupts leaves you half the time.",
            sessions(&[last])
        )],
        evidence: vec![of_take(last, "nothing that would cost the bar".into())],
        command: format!(
            "rehearse practice {} --mode mock --length 90{}",
            story.id,
            at(last.level)
        ),
    })
}

fn at(level: Level) -> String {
    match level {
        Level::Sde2 => String::new(),
        other => format!(" --level {}", other.id()),
    }
}

/// Proposes the knowledge check when questions are due.
fn quiz(story: &Story) -> Option<Proposal> {
    let due = match story.quiz_due {
        0 => return None,
        1 => "1 question is".to_owned(),
        many => format!("{many} questions are"),
    };
    Some(Proposal {
        weight: 65,
        kind: Kind::Quiz,
        scenario: story.id.clone(),
        what: format!("Take the knowledge check of “{}”.", story.title),
        because: vec![format!("{due} due again.")],
        evidence: Vec::new(),
        command: format!("rehearse quiz {}", story.id),
    })
}

/// Proposes a story that has not been told yet, the candidate's own first.
fn another(history: &History<'_>) -> Option<Proposal> {
    let last = history.takes.last()?;
    let untold = |story: &&Story| history.takes_of(&story.id).next().is_none();
    let story = history.stories.iter().find(untold)?;
    let practised = history
        .stories
        .iter()
        .filter(|story| !untold(story))
        .count();
    let (weight, because) = if story.own {
        (75, "It is your own, and it was not told yet.".to_owned())
    } else if practised == 1 {
        let because = "Everything so far was one story, and an interview asks for several.";
        (10, because.to_owned())
    } else {
        (
            5,
            format!("{practised} stories were told so far; this one was not."),
        )
    };
    Some(Proposal {
        weight,
        kind: Kind::Another,
        scenario: story.id.clone(),
        what: format!("Begin another story: “{}”.", story.title),
        because: vec![because],
        evidence: vec![of_take(last, format!("told last: {}", last.story))],
        command: format!("rehearse practice {} --mode study", story.id),
    })
}

/// Proposes writing an own story to a candidate who has none: interviewers ask for nothing else.
fn own(history: &History<'_>) -> Option<Proposal> {
    if history.stories.iter().any(|story| story.own) {
        return None;
    }
    Some(Proposal {
        weight: u32::MAX,
        kind: Kind::Own,
        scenario: String::new(),
        what: "Write down a story of your own; a few words a section are enough to begin with."
            .into(),
        because: vec![
            "An interview asks for what you did yourself, and no story of yours is here yet."
                .into(),
        ],
        evidence: Vec::new(),
        command: "rehearse scenario new".into(),
    })
}

/// Proposes the first take if there is no history.
fn first(history: &History<'_>) -> Option<Proposal> {
    let story = history.stories.first()?;
    Some(Proposal {
        weight: 0,
        kind: Kind::First,
        scenario: story.id.clone(),
        what: format!("Read “{}”, then say it.", story.title),
        because: vec!["There is nothing to go by yet: the first take shows where to begin.".into()],
        evidence: Vec::new(),
        command: format!("rehearse practice {} --mode study", story.id),
    })
}

/// What the plan is based on.
fn note(history: &History<'_>) -> String {
    let mut note = match history.takes {
        [] => "No take of your own has been judged yet.".to_owned(),
        [only] => format!(
            "One take so far ({}): what follows rests on it alone.",
            days_ago(history.today, only.day)
        ),
        few if few.len() < FEW => format!(
            "{} takes so far: enough to begin with, too few for a pattern.",
            few.len()
        ),
        [.., last] => format!(
            "{} takes so far, the last {}.",
            history.takes.len(),
            days_ago(history.today, last.day)
        ),
    };
    let recording = |spoken: &TakeSection| {
        let mut findings = spoken.findings.iter();
        findings.any(|(rule, severity)| rules::of_recording(rule) && *severity != Severity::Note)
    };
    if let [.., last] = history.takes
        && last.sections.iter().any(recording)
    {
        note.push_str(
            " The last recording was too quiet, silent or distorted: check the microphone with `rehearse doctor` first.",
        );
    }
    match history.unheard {
        0 => {}
        1 => note.push_str(
            " One take has no words yet and is not counted: `rehearse sessions recover` writes them down.",
        ),
        many => note.push_str(&format!(
            " {many} takes have no words yet and are not counted: `rehearse sessions recover` writes them down."
        )),
    }
    note
}
