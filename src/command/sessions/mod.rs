//! Past sessions: list, show, open, play, compare, mark, export, remove.

mod compare;
mod export;
mod hear;
mod list;
mod mark;
mod open;
mod play;
mod remove;
mod tries;

pub(super) use open::hand_over as open_page;

use super::rehearsal::Rehearsal;
use super::{Context, Exit, Failure, recover, show};
use crate::cli::SessionsVerb;

/// Runs the verb.
///
/// # Errors
/// One clear sentence; after an error nothing has been removed or overwritten.
pub fn run(verb: SessionsVerb, context: &mut Context) -> Result<Exit, Failure> {
    match verb {
        SessionsVerb::List => list::run(context),
        SessionsVerb::Show { session, all } => {
            let past = Rehearsal::find(context, &session)?;
            show::report(context, &past.report(), all)?;
            Ok(Exit::Done)
        }
        SessionsVerb::Open { session } => open::run(&session, context),
        SessionsVerb::Play { moment } => play::run(&moment, context),
        SessionsVerb::Compare { before, after } => compare::run(before.as_deref(), &after, context),
        SessionsVerb::Export(wanted) => export::run(&wanted, context),
        SessionsVerb::Mark(wanted) => mark::run(&wanted, context),
        SessionsVerb::Recover { session, model } => {
            recover::run(context, session.as_deref(), model.as_deref())
        }
        SessionsVerb::Use(wanted) => tries::run(&wanted, context),
        SessionsVerb::Hear { session, model } => hear::run(&session, model.as_deref(), context),
        SessionsVerb::Rm(wanted) => remove::named(&wanted, context),
        SessionsVerb::Purge(wanted) => remove::older(&wanted, context),
    }
}
