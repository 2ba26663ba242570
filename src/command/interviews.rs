//! Where it is kept what real interviews asked.

use super::kept::Kept;
use super::{Context, Failure, clock};
use crate::plan::interviews::Asked;
use crate::store;
use serde::{Deserialize, Serialize};

/// The log as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Log {
    format: u32,
    asked: Vec<Asked>,
}

fn file(context: &Context) -> Kept {
    Kept {
        path: context.folders.data.join("interviews.json"),
        holds: "It holds what was asked in your interviews; correct it or move it away.",
    }
}

/// What was noted so far, oldest first, with its days.
///
/// # Errors
/// When the log cannot be read.
pub fn load(context: &Context) -> Result<Vec<Asked>, Failure> {
    let log: Option<Log> = file(context).load()?;
    let asked = log.map(|log| log.asked).unwrap_or_default();
    let with_day = |one: Asked| Asked {
        day: clock::day_of(&one.when),
        ..one
    };
    Ok(asked.into_iter().map(with_day).collect())
}

/// Keeps what was noted.
///
/// # Errors
/// When the disk refuses.
pub fn keep(context: &Context, asked: Vec<Asked>) -> Result<(), Failure> {
    store::private_folder(&context.folders.data)?;
    file(context).save(&Log { format: 1, asked })
}
