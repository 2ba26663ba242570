//! The stored answers to the judge's questions, over all sessions.

use super::{Context, Failure};
use crate::judgement::Question;
use crate::scenario::Scenario;
use crate::scenario::confirmed::Confirmed;
use crate::store;
use std::path::{Path, PathBuf};

fn path(context: &Context) -> PathBuf {
    context.folders.data.join("confirmed.json")
}

/// The stored answers; none where there is no file.
///
/// # Errors
/// When the file cannot be read or is invalid.
pub fn load(context: &Context) -> Result<Confirmed, Failure> {
    let path = path(context);
    if !store::is_file(&path) {
        return Ok(Confirmed::default());
    }
    let confirmed: Confirmed =
        serde_json::from_str(&store::read_text(&path)?).map_err(|error| damaged(&path, &error))?;
    if confirmed.format > Confirmed::default().format {
        return Err(damaged(&path, &"it was written by a newer rehearse"));
    }
    Ok(confirmed)
}

fn damaged(path: &Path, problem: &dyn std::fmt::Display) -> Failure {
    Failure::error(format_args!(
        "{}: {problem}. It holds only your answers to `rehearse confirm`; correct it or remove it.",
        path.display()
    ))
}

/// Stores one answer.
///
/// # Errors
/// When the file cannot be read or written.
pub fn keep(
    context: &Context,
    scenario: &Scenario,
    question: &Question,
    yes: bool,
) -> Result<(), Failure> {
    let _alone = store::alone_in(&context.folders.data)?;
    let mut confirmed = load(context)?;
    let Question {
        section,
        idea,
        quote,
        ..
    } = question;
    confirmed.answer(&scenario.id, section, idea, quote, yes);
    let mut text = serde_json::to_vec_pretty(&confirmed)?;
    text.push(b'\n');
    Ok(store::write_atomic(&path(context), &text)?)
}
