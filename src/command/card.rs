//! `rehearse card`: one sheet for the day of the interview.

use super::history::gather;
use super::{Context, Exit, Failure, scenarios, show};
use crate::cli;
use crate::plan::card::{Card, of};
use crate::report::card;
use crate::scenario::Scenario;
use crate::store;

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
        store::write_new(path, card::html(&cards).as_bytes())?;
        context.say(format_args!("Wrote {}", path.display()));
    } else if context.json {
        context
            .data_json(&serde_json::json!({"format": crate::report::FORMAT, "stories": cards}))?;
    } else {
        let style = show::style(context);
        context.data(&card::text(&cards, &style))?;
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
    let gathered = gather(context)?;
    let told = gathered.told;
    let all = gathered.scenarios.into_iter().enumerate();
    let own = gathered.own;
    let mine: Vec<Scenario> = all
        .filter(|(at, one)| match own {
            0 => told.iter().any(|(id, _)| *id == one.id),
            _ => *at < own,
        })
        .map(|(_, one)| one)
        .collect();
    if mine.is_empty() {
        return Err(Failure::usage(
            "no story of your own and none practised yet: name one (`rehearse scenario list`), or write one: `rehearse scenario new`",
        ));
    }
    Ok(mine)
}
