//! Every rehearsal on this machine.

use super::super::{Context, Exit, Failure};
use crate::report::words::{clean, date};
use crate::scenario::follow_up::PREFIX;
use crate::store::{Part, Store, StoreError, Summary};
use serde_json::json;

/// Lists every rehearsal, oldest first; one that cannot be read is listed with the reason.
///
/// # Errors
/// When the data folder cannot be read.
pub fn run(context: &mut Context) -> Result<Exit, Failure> {
    let store = Store::new(&context.folders.data);
    let folders = store.folders()?;
    let sessions: Vec<_> = folders
        .iter()
        .map(|folder| (folder, folder.summary()))
        .collect();
    if context.json {
        let list: Vec<_> = (1..)
            .zip(&sessions)
            .map(|(number, (folder, summary))| match summary {
                Ok(summary) => json!({
                    "number": number,
                    "id": folder.id(),
                    "date": date(&summary.started),
                    "scenario": summary.scenario,
                    "title": summary.title,
                    "level": summary.level,
                    "mode": summary.mode,
                    "sections": summary.sections.iter().map(|part| &part.id).collect::<Vec<_>>(),
                    "seconds": summary.length().as_secs_f64(),
                    "target_seconds": summary.judgement.as_ref().map(|judged| judged.overall.target.as_secs_f64()),
                    "synthetic": summary.take.synthetic,
                    "audio": folder.take_path().is_file(),
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
    let mut text = String::new();
    for (number, (folder, summary)) in (1..).zip(&sessions) {
        text.push_str(&line(number, &folder.id(), summary));
        text.push('\n');
    }
    context.data(&text)?;
    Ok(Exit::Done)
}

/// What was spoken: one section by name, or how many of what.
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

fn line(number: usize, id: &str, summary: &Result<Summary, StoreError>) -> String {
    let summary = match summary {
        Ok(summary) => summary,
        Err(error) => return format!("{number:>4}  {}  cannot be read: {error}", clean(id)),
    };
    let target = summary
        .judgement
        .as_ref()
        .map_or_else(String::new, |judged| {
            format!(" of {}", judged.overall.target)
        });
    let what = what(&summary.sections);
    let mut line = format!(
        "{number:>4}  {}  {:<12} {:<10} {}",
        date(&summary.started),
        format!("{}{target}", summary.length()),
        what,
        clean(&summary.title)
    );
    if summary.take.synthetic {
        line.push_str(" (synthetic voice)");
    } else if summary.judgement.is_none() {
        line.push_str(" (not judged)");
    }
    line
}
