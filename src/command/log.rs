//! `rehearse log`: what was asked in real interviews, which story was told, and how it went.

use super::history::gather;
use super::{Context, Exit, Failure, ask, clock, interviews, scenarios, show, stories};
use crate::cli;
use crate::plan::interviews::InterviewQuestion;
use crate::report::log as shown;
use crate::store;
use clap::ValueEnum;

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
        let went = wanted.went.and_then(|went| went.to_possible_value());
        let _lock = store::lock_folder(&context.folders.data)?;
        let mut kept = interviews::load(context)?;
        kept.push(InterviewQuestion {
            when: clock::Start::now().rfc3339,
            day: None,
            question: question.clone(),
            principle: principle.map(str::to_owned),
            story: story.map(|found| found.scenario.id),
            went: went.map(|went| went.get_name().to_owned()),
        });
        interviews::keep(context, kept)?;
        context.say("Noted. What the log says so far: rehearse log");
        return Ok(Exit::Done);
    }
    let kept = interviews::load(context)?;
    let bank = stories::of(&gather(context)?);
    show::either(context, &shown::json(&kept, &bank), |style| {
        shown::text(&kept, &bank, style)
    })
}
