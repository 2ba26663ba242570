//! Which proposals the history supports, and which three matter most.

use super::follow_ups;
use super::interviews;
use super::takes::{is_whole, of_take, sessions};
use super::weakness::{Weakness, weaknesses};

use super::{History, Kind, Plan, Proposal, Questions, Story, Take};

use crate::judgement::Severity;
use crate::rules;
use crate::scenario::Level;
use crate::session::Mode;
use crate::words::count;
use crate::words::seconds;

/// Maximum number of proposals; more would be a list of chores.
const MOST: usize = 3;
/// Number of days without practice after which a story is proposed again.
const REST: u32 = 7;
/// Number of takes below which no pattern is claimed.
const FEW: usize = 5;

/// What to do today.
pub fn plan(history: &History<'_>) -> Plan {
    let mut weighed: Vec<(u32, Proposal)> = Vec::new();
    for story in history.stories {
        weighed.extend(drill(history, story));
        weighed.extend(whole(history, story));
        weighed.extend(harder(history, story));
        weighed.extend(shorter(history, story));
        weighed.extend(follow_ups::weak(history, story));
        weighed.extend(follow_ups::unasked(history, story));
        weighed.extend(quiz(story));
    }
    weighed.extend(interviews::proposals(history));
    weighed.extend(questions(history));
    weighed.extend(another(history));
    // The sort is stable: of equal weights, own stories come first.
    weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    if weighed.is_empty() {
        weighed.extend(first(history).map(|one| (0, one)));
    }
    let mut proposals: Vec<Proposal> = own(history).into_iter().collect();
    for (_, one) in weighed {
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
fn questions(history: &History<'_>) -> Option<(u32, Proposal)> {
    let Questions { asked, due, wrong } = history.questions;
    let own = history.stories.iter().filter(|story| story.own).count();
    let (weight, because, command) = if due > 0 {
        let wrong_too = match wrong {
            0 => String::new(),
            all if all == due => ", answered wrong last".to_owned(),
            some => format!(", {some} of them answered wrong last"),
        };
        let are = if due == 1 { "is" } else { "are" };
        let because = format!(
            "{} {are} due again{wrong_too}.",
            count(due, "question", "questions")
        );
        let weight = if wrong > 0 { WRONG_AGAIN } else { DUE_AGAIN };
        (
            weight,
            because,
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
    Some((
        weight,
        Proposal {
            kind: Kind::Questions,
            scenario: String::new(),
            what: "Say which story answers an interviewer's question, and its first line.".into(),
            because: vec![because],
            evidence: Vec::new(),
            command,
        },
    ))
}

/// The section of the story that is most worth drilling, by the findings of its last take, which count double if the
/// take before had them too.
fn drill(history: &History<'_>, story: &Story) -> Option<(u32, Proposal)> {
    let mut best: Option<(u32, Weakness<'_>, Vec<&Take>)> = None;
    let mut seen: Vec<&str> = Vec::new();
    for take in history.takes_of(&story.id).rev() {
        for spoken in take.answer() {
            if seen.contains(&spoken.id.as_str()) {
                continue;
            }
            seen.push(&spoken.id);
            for weakness in weaknesses(spoken) {
                let takes = in_a_row(history, &story.id, &weakness);
                let weight = weakness.weight * if takes.len() > 1 { 2 } else { 1 };
                // Only a fix, or a finding twice in a row, is worth a drill of its own.
                if weight >= 100 && best.as_ref().is_none_or(|(known, ..)| weight > *known) {
                    best = Some((weight, weakness, takes));
                }
            }
        }
    }
    let (weight, weakness, takes) = best?;
    let section = weakness.section;
    let because = match takes.as_slice() {
        [.., before, last] => format!(
            "{} in the last two takes of it ({}).",
            again(&weakness, before, last),
            sessions(&[before, last])
        ),
        _ => format!(
            "{} in its last take ({}).",
            weakness.sentence(),
            sessions(&takes)
        ),
    };
    let evidence = takes.iter().filter_map(|take| {
        let spoken = take.sections.iter().find(|one| one.id == section.id)?;
        let found = weaknesses(spoken);
        let same = found.iter().find(|one| one.rule == weakness.rule)?;
        Some(same.evidence(take))
    });
    // In a retelling the section had less time than in a drill.
    let own_time = history.takes_of(&story.id).rev();
    let own_time = own_time.filter(|take| take.length.is_none());
    let target = own_time
        .flat_map(Take::answer)
        .find(|one| one.id == section.id)
        .map_or_else(String::new, |one| format!(", {} s", seconds(one.target)));
    let proposal = Proposal {
        kind: Kind::Drill,
        scenario: story.id.clone(),
        what: format!(
            "Drill {} of “{}”{target}, twice.",
            section.title, story.title,
        ),
        because: vec![because],
        evidence: evidence.collect(),
        command: format!("rehearse practice {} --section {}", story.id, section.id),
    };
    Some((weight, proposal))
}

/// The last take of the section with this finding, and the one before it if that has it too;
/// oldest first.
fn in_a_row<'a>(history: &'a History<'_>, story: &'a str, found: &Weakness<'_>) -> Vec<&'a Take> {
    let mut takes: Vec<&Take> = history
        .takes_of(story)
        .rev()
        .filter_map(|take| {
            let spoken = take
                .sections
                .iter()
                .find(|one| one.id == found.section.id)?;
            Some((take, spoken))
        })
        .take(2)
        .take_while(|(_, spoken)| spoken.findings.iter().any(|(rule, _)| rule == found.rule))
        .map(|(take, _)| take)
        .collect();
    takes.reverse();
    takes
}

/// The finding of both takes in one sentence, with both figures if they differ.
fn again(now: &Weakness<'_>, before: &Take, last: &Take) -> String {
    let figure = |take: &Take| {
        let spoken = take.sections.iter().find(|one| one.id == now.section.id)?;
        let found = weaknesses(spoken);
        Some(found.iter().find(|one| one.rule == now.rule)?.figure())
    };
    match (figure(before), figure(last)) {
        (Some(first), Some(second)) if first != second => {
            format!("{} {first}, then {second},", now.section.title)
        }
        _ => now.sentence(),
    }
}

fn has_fix(take: &Take) -> bool {
    take.answer()
        .flat_map(weaknesses)
        .any(|weakness| weakness.weight >= 100)
}

/// Proposes the whole answer: after successful drills, or after a break.
fn whole(history: &History<'_>, story: &Story) -> Option<(u32, Proposal)> {
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
    let (weight, because, evidence) = if rested >= REST {
        (
            60 + rested.min(30),
            format!(
                "It was not practised for {rested} days (last in {}).",
                sessions(&[last])
            ),
            last,
        )
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
        (90, because, last)
    } else {
        return None;
    };
    let proposal = Proposal {
        kind: Kind::Whole,
        scenario: story.id.clone(),
        what: format!("Tell “{}” from beginning to end.", story.title),
        because: vec![because],
        evidence: vec![of_take(evidence, format!("{rested} days ago"))],
        command: format!("rehearse practice {}", story.id),
    };
    Some((weight, proposal))
}

/// Proposes the whole answer without hints, then for a higher bar, once nothing is left to fix.
fn harder(history: &History<'_>, story: &Story) -> Option<(u32, Proposal)> {
    let last = history.takes_of(&story.id).next_back()?;
    if !is_whole(last, story) || has_fix(last) || history.ago(last.day) >= REST {
        return None;
    }
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
    let proposal = Proposal {
        kind: Kind::Harder,
        scenario: story.id.clone(),
        what,
        because: vec![format!(
            "The last take left nothing that would cost the bar ({}).",
            sessions(&[last])
        )],
        evidence: vec![of_take(last, "nothing that would cost the bar".into())],
        command: format!("rehearse practice {}{flags}", story.id),
    };
    Some((80, proposal))
}

/// The whole answer in half the time, once it stands and was never told short: an interviewer who interrupts leaves
/// no more.
fn shorter(history: &History<'_>, story: &Story) -> Option<(u32, Proposal)> {
    let last = history.takes_of(&story.id).next_back()?;
    let told_short = history
        .takes_of(&story.id)
        .any(|take| take.length.is_some());
    let stands = is_whole(last, story) && !has_fix(last) && last.mode == Mode::Mock;
    if told_short || !stands || history.ago(last.day) >= REST {
        return None;
    }
    let proposal = Proposal {
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
    };
    Some((78, proposal))
}

fn at(level: Level) -> String {
    match level {
        Level::Sde2 => String::new(),
        other => format!(" --level {}", other.id()),
    }
}

/// Proposes the knowledge check when questions are due.
fn quiz(story: &Story) -> Option<(u32, Proposal)> {
    let due = match story.quiz_due {
        0 => return None,
        1 => "1 question is".to_owned(),
        many => format!("{many} questions are"),
    };
    let proposal = Proposal {
        kind: Kind::Quiz,
        scenario: story.id.clone(),
        what: format!("Take the knowledge check of “{}”.", story.title),
        because: vec![format!("{due} due again.")],
        evidence: Vec::new(),
        command: format!("rehearse quiz {}", story.id),
    };
    Some((65, proposal))
}

/// Proposes a story that has not been told yet, the candidate's own first.
fn another(history: &History<'_>) -> Option<(u32, Proposal)> {
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
    let proposal = Proposal {
        kind: Kind::Another,
        scenario: story.id.clone(),
        what: format!("Begin another story: “{}”.", story.title),
        because: vec![because],
        evidence: vec![of_take(last, format!("told last: {}", last.story))],
        command: format!("rehearse practice {} --mode study", story.id),
    };
    Some((weight, proposal))
}

/// Proposes writing an own story to a candidate who has none: interviewers ask for nothing else.
fn own(history: &History<'_>) -> Option<Proposal> {
    if history.stories.iter().any(|story| story.own) {
        return None;
    }
    Some(Proposal {
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
            super::days_ago(history.today, only.day)
        ),
        few if few.len() < FEW => format!(
            "{} takes so far: enough to begin with, too few for a pattern.",
            few.len()
        ),
        [.., last] => format!(
            "{} takes so far, the last {}.",
            history.takes.len(),
            super::days_ago(history.today, last.day)
        ),
    };
    let recording = |spoken: &super::Spoken| {
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
