//! The stored answers to the judge's questions, over all sessions.

use super::data_file::DataFile;
use super::{Context, Failure};
use crate::judgement::Question;
use crate::scenario::Scenario;
use crate::scenario::confirmed::Confirmed;
use crate::store;

fn file(context: &Context) -> DataFile {
    DataFile {
        path: context.folders.data.join("confirmed.json"),
        remedy: "It holds only your answers to `rehearse confirm`; correct it or remove it.",
    }
}

/// The stored answers; none where there is no file.
///
/// # Errors
/// When the file cannot be read or is invalid.
pub fn load(context: &Context) -> Result<Confirmed, Failure> {
    Ok(file(context).load()?.unwrap_or_default())
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
    let _lock = store::lock_folder(&context.folders.data)?;
    let mut confirmed = load(context)?;
    let Question {
        section,
        idea,
        quote,
        ..
    } = question;
    confirmed.answer(&scenario.id, section, idea, quote, yes);
    file(context).save(&confirmed)
}
