//! Lists all sessions.

use super::super::wrap::WIDEST;
use super::super::{Context, Exit, Failure, history};
use crate::plan::recall::SESSION;
use crate::plan::weakest;
use crate::scenario::Scenario;
use crate::scenario::follow_up::PREFIX;
use crate::session::Mode;
use crate::store::{Outcome, Part, Store};
use crate::words::{clean, count, date, list};
use serde_json::json;

/// Lists every session, oldest first; one that cannot be read is listed with the reason.
///
/// # Errors
/// When the data folder cannot be read.
pub fn run(context: &mut Context) -> Result<Exit, Failure> {
    let store = Store::new(&context.folders.data);
    let folders = store.folders()?;
    let sessions: Vec<_> = folders
        .iter()
        .map(|folder| (folder, folder.outcome()))
        .collect();
    if context.json {
        let list: Vec<_> = (1..)
            .zip(&sessions)
            .map(|(number, (folder, outcome))| match outcome {
                Ok(outcome) => json!({
                    "number": number,
                    "id": folder.id(),
                    "date": date(&outcome.started),
                    "scenario": outcome.scenario,
                    "title": outcome.title,
                    "level": outcome.level,
                    "lens": outcome.lens,
                    "mode": outcome.mode,
                    "sections": outcome.sections.iter().map(|part| &part.id).collect::<Vec<_>>(),
                    "seconds": outcome.length().as_secs_f64(),
                    "target_seconds": outcome.judgement.as_ref().map(|judged| judged.overall.target.as_secs_f64()),
                    "synthetic": outcome.take.synthetic,
                    "audio": folder.has_take(),
                }),
                Err(error) => json!({"number": number, "id": folder.id(), "problem": error.to_string()}),
            })
            .collect();
        context.data_json(&list)?;
        return Ok(Exit::Done);
    }
    if sessions.is_empty() {
        context.say("No rehearsals yet: `rehearse practice` makes the first, `rehearse demo` shows how it goes.");
        return Ok(Exit::Done);
    }
    let (stories, _) = history::scenarios(context)?;
    // In a file or a pipe a session has two lines of any length.
    let width = match context.screen.data_is_terminal {
        true => context.screen.width.clamp(NARROWEST, WIDEST),
        false => usize::MAX,
    };
    // The demo's takes are of little interest to users with their own.
    let synthetic = |outcome: &Outcome| outcome.take.synthetic;
    let own = sessions
        .iter()
        .any(|(_, outcome)| outcome.as_ref().is_ok_and(|one| !synthetic(one)));
    let mut demo = Vec::new();
    let mut text = String::new();
    for (number, (folder, outcome)) in (1_usize..).zip(&sessions) {
        text.push_str(&match outcome {
            Ok(outcome) if own && synthetic(outcome) => {
                demo.push(number);
                continue;
            }
            Ok(outcome) => {
                let lacks = match folder.is_being_written() {
                    true => "being recorded right now".to_owned(),
                    false => format!("no words yet: rehearse sessions recover {number}"),
                };
                entry(number, outcome, &stories, width, lacks)
            }
            Err(error) => format!(
                "{number:>4}  {}\n      {}\n",
                day(&folder.id()),
                error.in_short()
            ),
        });
    }
    if !demo.is_empty() {
        let numbers: Vec<String> = demo.iter().map(usize::to_string).collect();
        text.push_str(&format!("      the demo’s takes: {}\n", list(&numbers)));
    }
    context.data_sentences(&text)?;
    Ok(Exit::Done)
}

/// The least width that lines are fitted to.
const NARROWEST: usize = 40;
/// The day in a folder's name, where the record is unreadable; else the name.
fn day(id: &str) -> String {
    let digits = id
        .get(..8)
        .filter(|day| day.bytes().all(|b| b.is_ascii_digit()));
    match digits {
        Some(day) => format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]),
        None => clean(id),
    }
}

/// What was recorded: one section by name, or the number of sections.
fn what(parts: &[Part]) -> String {
    let answers = parts
        .iter()
        .filter(|part| part.id.starts_with(PREFIX))
        .count();
    match (parts.len() - answers, answers) {
        (0, 1) => "follow-up".into(),
        (0, answers @ 2..) => format!("{answers} follow-ups"),
        (1, 0) => clean(&parts[0].id),
        (sections, 0) => format!("{sections} sections"),
        (sections, answers) => format!("{sections} + {answers}"),
    }
}

/// A session in as few lines as the width allows: when, how long, what and how; then the story and
/// its weakness. `lacks` is shown where it has no transcript.
fn entry(
    number: usize,
    outcome: &Outcome,
    stories: &[Scenario],
    width: usize,
    lacks: String,
) -> String {
    let judged = outcome.judgement.as_ref();
    let target = judged.map_or_else(String::new, |judged| {
        format!(" of {}", judged.overall.target)
    });
    let mode = match outcome.mode {
        Mode::Study => "study",
        Mode::Guided => "guided",
        Mode::Mock => "mock",
    };
    let when = format!(
        "{number:>4}  {}  {}{target}",
        date(&outcome.started),
        outcome.length()
    );
    // Questions of which story to tell have no mode, no level and no verdict on a story.
    let names_stories = outcome.scenario == SESSION;
    let how = match names_stories {
        true => count(outcome.sections.len(), "question", "questions"),
        false => format!(
            "{} · {mode} · {}",
            what(&outcome.sections),
            outcome.level.title()
        ),
    };
    let weak = if outcome.take.synthetic {
        Some(clean(&outcome.take.source))
    } else {
        match history::take(number, outcome, stories) {
            None => Some(lacks),
            Some(take) => match weakest(&take) {
                Some(weakness) => Some(weakness.sentence()),
                None => (!names_stories).then(|| "nothing to fix".to_owned()),
            },
        }
    };
    let mut about = vec![clean(&outcome.title)];
    about.extend(outcome.lens.map(|lens| format!("for {}", lens.title())));
    about.extend(weak);
    let mut lines = vec![when];
    join(&mut lines, &how, "  ", width);
    let mut below = Vec::new();
    for piece in about {
        join(&mut below, &piece, " · ", width);
    }
    lines.extend(below);
    lines.join("\n") + "\n"
}

/// Appends a piece to the last line, or begins a new line where it does not fit.
fn join(lines: &mut Vec<String>, piece: &str, between: &str, width: usize) {
    let wide = |text: &str| text.chars().count();
    match lines.last_mut() {
        Some(line) if wide(line) + wide(between) + wide(piece) <= width => {
            line.push_str(between);
            line.push_str(piece);
        }
        _ => lines.push(format!("      {piece}")),
    }
}
