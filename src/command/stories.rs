//! `rehearse stories`: the story bank and the sixteen leadership principles.

use super::{Context, Exit, Failure, history, show};
use crate::cli;
use crate::plan::bank::{Bank, bank};
use crate::report::bank as shown;

/// Shows the bank as text, JSON or a page.
///
/// # Errors
/// When the data folder cannot be read, or a file cannot be written.
pub fn run(wanted: &cli::Stories, context: &mut Context) -> Result<Exit, Failure> {
    let gathered = history::gather(context)?;
    for path in &gathered.faulty {
        context.say(format_args!(
            "This story cannot be used yet and is left out; see what to mend: rehearse scenario check {}",
            path.display()
        ));
    }
    let bank = of(&gathered);
    match &wanted.html {
        Some(path) => context.write_new(path, &shown::html(&bank)),
        None => show::either(context, &shown::json(&bank), |style| {
            shown::text(&bank, style)
        }),
    }
}

/// The bank from the history.
pub(super) fn of(gathered: &history::FullHistory) -> Bank {
    bank(
        &gathered.scenarios,
        gathered.own,
        &gathered.takes,
        &gathered.told,
        &gathered.asked,
        gathered.today,
    )
}
