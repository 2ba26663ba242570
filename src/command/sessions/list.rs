//! Lists all sessions.

use super::super::wrap::WIDEST;
use super::super::{Context, Exit, Failure, history};
use crate::plan::recall::SESSION;
use crate::plan::weakest;
use crate::scenario::Scenario;
use crate::scenario::follow_up::PREFIX;
use crate::store::{SectionSpans, SessionFolder, SessionOutcome, Store, StoreError};
use crate::time::beginning;
use crate::words::{clean, count, date, list};
use serde_json::{Value, json};

/// Lists every session, oldest first; one that cannot be read is listed with the reason.
///
/// # Errors
/// When the data folder cannot be read.
pub fn run(context: &mut Context) -> Result<Exit, Failure> {
    let folders = Store::new(&context.folders.data).folders()?;
    let outcomes = folders.iter().map(SessionFolder::outcome);
    let sessions: Vec<_> = folders.iter().zip(outcomes).collect();
    if context.json {
        let list = (1..).zip(&sessions);
        let list: Vec<_> = list
            .map(|(at, (folder, one))| data(at, folder, one))
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
    let is_own = |outcome: &SessionOutcome| !outcome.take.synthetic;
    let mut outcomes = sessions.iter().filter_map(|(_, one)| one.as_ref().ok());
    let own = outcomes.any(is_own);
    let mut demo = Vec::new();
    let mut text = String::new();
    for (number, (folder, outcome)) in (1_usize..).zip(&sessions) {
        match outcome {
            Ok(outcome) if own && !is_own(outcome) => demo.push(number.to_string()),
            Ok(outcome) => text += &entry(number, folder, outcome, &stories, width),
            Err(error) => {
                let day = day(&folder.id());
                text += &format!("{number:>4}  {day}\n      {}\n", error.in_short());
            }
        }
    }
    if !demo.is_empty() {
        text += &format!("      the demo’s takes: {}\n", list(&demo));
    }
    context.data_sentences(&text)?;
    Ok(Exit::Done)
}

/// A session as `--json` lists it.
fn data(
    number: usize,
    folder: &SessionFolder,
    outcome: &Result<SessionOutcome, StoreError>,
) -> Value {
    match outcome {
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
    }
}

/// The least width that lines are fitted to.
const NARROWEST: usize = 40;

/// The day in a folder's name, where the record is unreadable; else the name.
fn day(id: &str) -> String {
    match beginning(id, "00000000") {
        Some(day) => format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]),
        None => clean(id),
    }
}

/// What was recorded: one section by name, or the number of sections.
fn what(parts: &[SectionSpans]) -> String {
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
/// its weakness, or what it lacks.
fn entry(
    number: usize,
    folder: &SessionFolder,
    outcome: &SessionOutcome,
    stories: &[Scenario],
    width: usize,
) -> String {
    let judged = outcome.judgement.as_ref();
    let target = judged.map_or_else(String::new, |judged| {
        format!(" of {}", judged.overall.target)
    });
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
            "{} · {} · {}",
            what(&outcome.sections),
            outcome.mode.id(),
            outcome.level.title()
        ),
    };
    let weak = match history::take(number, outcome, stories) {
        _ if outcome.take.synthetic => Some(clean(&outcome.take.source)),
        None if folder.is_being_written() => Some("being recorded right now".to_owned()),
        None => Some(format!("no words yet: rehearse sessions recover {number}")),
        Some(take) => match weakest(&take) {
            Some(weakness) => Some(weakness.sentence()),
            None => (!names_stories).then(|| "nothing to fix".to_owned()),
        },
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
