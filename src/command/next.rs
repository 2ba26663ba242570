//! `rehearse next`: what to drill today, and why.

use super::wrap::{NARROWEST, WIDEST};
use super::{Context, Exit, Failure, history, show, stories};
use crate::plan::{History, Plan, plan};
use crate::report::terminal::{Page, Style};
use serde_json::json;

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
    let data = json!({
        "format": crate::report::FORMAT,
        "takes": gathered.takes.len(),
        "note": plan.note,
        "proposals": plan.proposals,
    });
    show::either(context, &data, |style| text(style, &plan))
}

/// The plan as text. Sentences are wrapped; commands stay on one line.
fn text(style: &Style, plan: &Plan) -> String {
    let mut page = Page::flush(Style {
        width: style.width.clamp(NARROWEST, WIDEST),
        ..*style
    });
    page.text("", &plan.note);
    for (number, proposal) in (1..).zip(&plan.proposals) {
        page.blank();
        page.text(&format!("{number}  "), &proposal.what);
        for because in &proposal.because {
            page.text("   ", because);
        }
        page.line(&format!("   {}", proposal.command));
    }
    page.finish()
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
                weight: 0,
                kind: Kind::Drill,
                scenario: "alarm".into(),
                what: "Drill Result of “The alarm”, 20 s, twice.".into(),
                because: vec!["Result had no number in its last take (session 1).".into()],
                evidence: Vec::new(),
                command: "rehearse practice alarm --section result".into(),
            }],
        };
        let style = Style {
            width: 30,
            ..Style::default()
        };
        let text = text(&style, &plan);
        assert_eq!(
            text,
            "One take so far (yesterday):\nwhat follows rests on it\nalone.\n\n\
             1  Drill Result of “The\n   alarm”, 20 s, twice.\n   Result had no number in its\n\
             \x20  last take (session 1).\n   rehearse practice alarm --section result\n"
        );
    }
}
