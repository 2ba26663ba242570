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
        SessionsVerb::Open { session } => open::run(&Rehearsal::find(context, &session)?, context),
        SessionsVerb::Play { moment } => play::run(&moment, context),
        SessionsVerb::Compare { before, after } => compare::run(before.as_deref(), &after, context),
        SessionsVerb::Export {
            session,
            format,
            output,
            single_file,
        } => {
            let past = Rehearsal::find(context, &session)?;
            export::run(&past, format, output.as_deref(), single_file, context)
        }
        SessionsVerb::Mark {
            session,
            marks,
            not,
        } => mark::run(&session, &marks, &not, context),
        SessionsVerb::Recover { session, model } => {
            recover::run(context, session.as_deref(), model.as_deref())
        }
        SessionsVerb::Use {
            session,
            section,
            number,
        } => tries::run(&session, section.as_deref(), number, context),
        SessionsVerb::Hear { session, model } => hear::run(&session, model.as_deref(), context),
        SessionsVerb::Rm {
            sessions,
            audio_only,
            yes,
        } => remove::named(&sessions, audio_only, yes, context),
        SessionsVerb::Purge {
            older,
            audio_only,
            yes,
        } => remove::older(older, audio_only, yes, context),
    }
}
