//! `rehearse next`: what to drill today, and why.

use super::wrap::WIDEST;
use super::{Context, Exit, Failure, history, stories};
use crate::plan::{History, Plan, plan};
use std::fmt::Write as _;

/// Proposes what to drill today from the history.
///
/// # Errors
/// When the data folder cannot be read or standard output cannot be written.
pub fn run(context: &mut Context) -> Result<Exit, Failure> {
    let gathered = history::gather(context)?;
    let plan = plan(&History {
        today: gathered.today,
        takes: &gathered.takes,
        stories: &gathered.stories,
        unheard: gathered.unheard,
        questions: gathered.questions,
        asked: &gathered.asked,
        gaps: &stories::of(&gathered).gaps,
    });
    if context.json {
        context.data_json(&serde_json::json!({
            "format": crate::report::FORMAT,
            "takes": gathered.takes.len(),
            "note": plan.note,
            "proposals": plan.proposals,
        }))?;
    } else {
        let text = lay_out(&plan, context.screen.width.min(WIDEST));
        context.data(&text)?;
    }
    Ok(Exit::Done)
}

/// The plan as text. Sentences are wrapped; commands stay on one line.
fn lay_out(plan: &Plan, width: usize) -> String {
    let mut text = String::new();
    let wrapped = |text: &mut String, sentence: &str, first: &str, rest: &str| {
        let options = textwrap::Options::new(width.max(24))
            .initial_indent(first)
            .subsequent_indent(rest);
        for line in textwrap::wrap(sentence, options) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{line}");
        }
    };
    wrapped(&mut text, &plan.note, "", "");
    for (number, proposal) in (1..).zip(&plan.proposals) {
        text.push('\n');
        wrapped(&mut text, &proposal.what, &format!("{number}  "), "   ");
        for because in &proposal.because {
            wrapped(&mut text, because, "   ", "   ");
        }
        let _ = writeln!(text, "   {}", proposal.command);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Kind, Proposal};

    #[test]
    fn sentences_are_wrapped_and_commands_are_not() {
        let plan = Plan {
            note: "One take so far (yesterday): what follows rests on it alone.".into(),
            proposals: vec![Proposal {
                kind: Kind::Drill,
                scenario: "alarm".into(),
                what: "Drill Result of “The alarm”, 20 s, twice.".into(),
                because: vec!["Result had no number in its last take (session 1).".into()],
                evidence: Vec::new(),
                command: "rehearse practice alarm --section result".into(),
            }],
        };
        let text = lay_out(&plan, 30);
        assert_eq!(
            text,
            "One take so far (yesterday):\nwhat follows rests on it\nalone.\n\n\
             1  Drill Result of “The\n   alarm”, 20 s, twice.\n   Result had no number in its\n\
             \x20  last take (session 1).\n   rehearse practice alarm --section result\n"
        );
    }
}
