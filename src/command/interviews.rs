//! Where it is kept what real interviews asked.

use super::data_file::DataFile;
use super::{Context, Failure, clock};
use crate::plan::interviews::InterviewQuestion;
use crate::store;
use serde::{Deserialize, Serialize};

/// The log as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Log {
    format: u32,
    asked: Vec<InterviewQuestion>,
}

fn file(context: &Context) -> DataFile {
    DataFile {
        path: context.folders.data.join("interviews.json"),
        remedy: "It holds what was asked in your interviews; correct it or move it away.",
    }
}

/// What was noted so far, oldest first, with its days.
///
/// # Errors
/// When the log cannot be read.
pub fn load(context: &Context) -> Result<Vec<InterviewQuestion>, Failure> {
    let log: Option<Log> = file(context).load()?;
    let asked = log.map(|log| log.asked).unwrap_or_default();
    let with_day = |one: InterviewQuestion| InterviewQuestion {
        day: clock::day_of(&one.when),
        ..one
    };
    Ok(asked.into_iter().map(with_day).collect())
}

/// Keeps what was noted.
///
/// # Errors
/// When the disk refuses.
pub fn keep(context: &Context, asked: Vec<InterviewQuestion>) -> Result<(), Failure> {
    store::private_folder(&context.folders.data)?;
    file(context).save(&Log { format: 1, asked })
}
