//! `rehearse card`: one sheet for the day of the interview.

use super::history::{FullHistory, gather};
use super::{Context, Exit, Failure, scenarios, show};
use crate::cli;
use crate::plan::card::{Card, of};
use crate::report::card;
use crate::scenario::Scenario;
use serde_json::json;

/// Shows the cards of the named stories, else of own stories; before there are any, of those practised.
///
/// # Errors
/// When a story is not found, there is none, or a file cannot be written.
pub fn run(wanted: &cli::Card, context: &mut Context) -> Result<Exit, Failure> {
    let stories = chosen(wanted, context)?;
    let cards: Vec<Card> = stories.iter().map(of).collect();
    if cards.len() > card::SHEET {
        context.say(format_args!(
            "{} stories do not fit one sheet; name up to {}: rehearse card STORY…",
            cards.len(),
            card::SHEET
        ));
    }
    if let Some(path) = &wanted.html {
        return context.write_new(path, &card::html(&cards));
    }
    let data = json!({"format": crate::report::FORMAT, "stories": cards});
    show::either(context, &data, |style| card::text(&cards, style))?;
    if !context.json {
        context.say("\nOn one sheet, to print: rehearse card --html card.html");
    }
    Ok(Exit::Done)
}

fn chosen(wanted: &cli::Card, context: &mut Context) -> Result<Vec<Scenario>, Failure> {
    if !wanted.stories.is_empty() {
        let named = wanted.stories.iter();
        return named
            .map(|name| Ok(scenarios::find(context, Some(name))?.scenario))
            .collect();
    }
    let FullHistory {
        mut scenarios,
        own,
        told,
        ..
    } = gather(context)?;
    match own {
        0 => scenarios.retain(|one| told.iter().any(|(id, _)| *id == one.id)),
        _ => scenarios.truncate(own),
    }
    if scenarios.is_empty() {
        return Err(Failure::usage(
            "no story of your own and none practised yet: name one (`rehearse scenario list`), or write one: `rehearse scenario new`",
        ));
    }
    Ok(scenarios)
}
