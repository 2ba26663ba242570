//! `rehearse log`: what was asked in real interviews, which story was told, and how it went.

use super::history::gather;
use super::{Context, Exit, Failure, ask, clock, scenarios, show, stories};
use crate::cli;
use crate::plan::bank::Bank;
use crate::report::log as shown;
use crate::report::log::Asked;
use crate::store;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The stored log.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    format: u32,
    asked: Vec<Asked>,
}

/// Logs a question, or shows the log and what follows from it for the stories.
///
/// # Errors
/// When the story or the principle is unknown, or the log cannot be read or written.
pub fn run(wanted: &cli::Log, context: &mut Context) -> Result<Exit, Failure> {
    if let Some(question) = &wanted.question {
        if question.trim().is_empty() {
            return Err(Failure::usage(
                "the question is empty: rehearse log \"What was asked\"",
            ));
        }
        let story = wanted.story.as_deref();
        let story = story
            .map(|name| scenarios::find(context, Some(name)))
            .transpose()?;
        let principle = wanted.principle.as_deref().map(ask::known).transpose()?;
        let _alone = store::alone_in(&context.folders.data)?;
        let mut kept = load(context)?;
        kept.asked.push(Asked {
            when: clock::Start::now().rfc3339,
            question: question.clone(),
            principle: principle.map(str::to_owned),
            story: story.map(|found| found.scenario.id),
            went: wanted.went.map(|went| went.id().to_owned()),
        });
        let mut text = serde_json::to_vec_pretty(&kept)?;
        text.push(b'\n');
        store::write_atomic(&path(context), &text)?;
        context.say("Noted. What the log says so far: rehearse log");
        return Ok(Exit::Done);
    }
    let kept = load(context)?;
    let bank: Bank = stories::of(&gather(context)?);
    if context.json {
        context.data_json(&shown::json(&kept.asked, &bank))?;
    } else {
        let style = show::style(context);
        context.data(&shown::text(&kept.asked, &bank, &style))?;
    }
    Ok(Exit::Done)
}

fn path(context: &Context) -> PathBuf {
    context.folders.data.join("interviews.json")
}

fn load(context: &Context) -> Result<Kept, Failure> {
    let path = path(context);
    if !store::is_file(&path) {
        return Ok(Kept {
            format: 1,
            asked: Vec::new(),
        });
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
    Ok(kept)
}
