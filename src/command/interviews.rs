//! Where it is kept what real interviews asked.

use super::{Context, Failure, clock};
use crate::plan::interviews::Asked;
use crate::store;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The log as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    format: u32,
    asked: Vec<Asked>,
}

fn path(context: &Context) -> PathBuf {
    context.folders.data.join("interviews.json")
}

/// What was noted so far, oldest first, with its days.
///
/// # Errors
/// When the log cannot be read.
pub fn load(context: &Context) -> Result<Vec<Asked>, Failure> {
    let path = path(context);
    if !store::is_file(&path) {
        return Ok(Vec::new());
    }
    let told = |problem: &dyn std::fmt::Display| {
        Failure::error(format_args!(
            "{}: {problem}. It holds what was asked in your interviews; correct it or move it away.",
            path.display()
        ))
    };
    let kept: Kept =
        serde_json::from_str(&store::read_text(&path)?).map_err(|error| told(&error))?;
    if kept.format > 1 {
        return Err(told(&"it was written by a newer rehearse"));
    }
    let with_day = |one: Asked| Asked {
        day: clock::day_of(&one.when),
        ..one
    };
    Ok(kept.asked.into_iter().map(with_day).collect())
}

/// Keeps what was noted.
///
/// # Errors
/// When the disk refuses.
pub fn keep(context: &Context, asked: Vec<Asked>) -> Result<(), Failure> {
    store::private_folder(&context.folders.data)?;
    let mut text = serde_json::to_vec_pretty(&Kept { format: 1, asked })?;
    text.push(b'\n');
    Ok(store::write_atomic(&path(context), &text)?)
}
