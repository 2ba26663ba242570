//! `confirm`: the judge's open questions about a session, answered by the candidate and remembered.

use super::rehearsal::Rehearsal;
use super::{Context, Exit, Failure, show, stored_answers};
use crate::judgement::Question;
use crate::session::Session;
use serde_json::json;

/// Asks the open questions of a session; with `--json` lists them.
///
/// # Errors
/// When the session is not found, or the answers cannot be read or written.
pub fn run(session: Option<&str>, context: &mut Context) -> Result<Exit, Failure> {
    let mut past = Rehearsal::find(context, session.unwrap_or("last"))?;
    past.judge(context)?;
    let open = open(&past.session);
    if context.json {
        context.data_json(&json!({"session": past.folder.id(), "questions": open}))?;
        return Ok(Exit::Done);
    }
    if open.is_empty() {
        context.say("Nothing is open: what you said was clear, or you have answered already.");
        return Ok(Exit::Done);
    }
    ask(context, &mut past, &open)?;
    Ok(Exit::Done)
}

/// After a take on a terminal: asks whether to answer now.
///
/// # Errors
/// As [`run`].
pub fn offered(context: &mut Context, rehearsal: &mut Rehearsal) -> Result<(), Failure> {
    let open = open(&rehearsal.session);
    if open.is_empty() || !context.is_conversation() {
        return Ok(());
    }
    let (count, them) = match open.len() {
        1 => ("one thing".to_owned(), "it"),
        more => (format!("{more} things"), "them"),
    };
    let question = format!("The judge is not sure about {count} that you said. Settle {them} now?");
    if context.agrees(&question)? {
        ask(context, rehearsal, &open)?;
    } else {
        context.say("Later: rehearse confirm");
    }
    Ok(())
}

/// The questions that yes or no answers.
fn open(session: &Session) -> Vec<Question> {
    let judgement = session.judgement.as_ref();
    let questions = judgement.map_or(&[][..], |judgement| &judgement.overall.questions);
    let open = questions
        .iter()
        .filter(|question| !question.idea.is_empty());
    open.cloned().collect()
}

/// Asks the questions, stores each answer at once, and judges again at the end.
fn ask(context: &mut Context, rehearsal: &mut Rehearsal, open: &[Question]) -> Result<(), Failure> {
    let (mut said, mut not) = (0, 0);
    for (at, question) in open.iter().enumerate() {
        let Some(yes) = answer(context, (at + 1, open.len()), &question.text)? else {
            break;
        };
        let Some(yes) = yes else {
            continue;
        };
        stored_answers::keep(context, &rehearsal.scenario, question, yes)?;
        said += usize::from(yes);
        not += usize::from(!yes);
    }
    let report = rehearsal.judge(context)?;
    let left = open.len() - said - not;
    context.say(format_args!("\n{}", summary(said, not, left)));
    if said + not > 0 {
        let leaning = report
            .verdict
            .map(|verdict| verdict.text)
            .unwrap_or_default();
        context.say(format_args!("The report was judged anew. {leaning}"));
        show::where_saved(context, &rehearsal.folder);
    }
    Ok(())
}

/// The answer to one of several questions: `None` ends, `Some(None)` leaves it open.
pub(super) fn answer(
    context: &mut Context,
    (number, of): (usize, usize),
    question: &str,
) -> Result<Option<Option<bool>>, Failure> {
    context.say(format_args!("\n{number} of {of}  {question}"));
    loop {
        let Some(line) = context.ask("y or n; Enter leaves it open, q ends: ")? else {
            // Input ended without Enter: the prompt's line is still open.
            context.say("");
            return Ok(None);
        };
        return Ok(match line.trim().to_lowercase().as_str() {
            "y" | "yes" => Some(Some(true)),
            "n" | "no" => Some(Some(false)),
            "" => Some(None),
            "q" | "quit" => None,
            _ => {
                context.say("Type y, n, q, or only Enter.");
                continue;
            }
        });
    }
}

fn summary(said: usize, not: usize, left: usize) -> String {
    let parts = [(said, "said"), (not, "not said"), (left, "left open")];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    format!("{}.", parts.join(", "))
}
