//! Past rehearsals: list, show, open, play, compare, mark, export, remove.

mod compare;
mod export;
mod hear;
mod list;
mod mark;
mod open;
mod play;
mod remove;

pub(super) use open::hand_over as open_page;

use super::{Context, Exit, Failure, cut_short, scenarios, show};
use crate::cli::SessionsVerb;
use crate::report::Report;
use crate::scenario::Scenario;
use crate::session::Session;
use crate::store::{SessionFolder, Store};

/// Runs the verb.
///
/// # Errors
/// One clear sentence for whatever stands in the way; nothing is removed or overwritten by it.
pub fn run(verb: SessionsVerb, context: &mut Context) -> Result<Exit, Failure> {
    match verb {
        SessionsVerb::List => list::run(context),
        SessionsVerb::Show { session, all } => {
            let past = Past::find(context, &session)?;
            show::report(context, &past.report(), all)?;
            Ok(Exit::Done)
        }
        SessionsVerb::Open { session } => open::run(&Past::find(context, &session)?, context),
        SessionsVerb::Play { moment } => play::run(&moment, context),
        SessionsVerb::Compare { before, after } => compare::run(before.as_deref(), &after, context),
        SessionsVerb::Export {
            session,
            format,
            output,
            single_file,
        } => {
            let past = Past::find(context, &session)?;
            export::run(&past, format, output.as_deref(), single_file, context)
        }
        SessionsVerb::Mark {
            session,
            marks,
            not,
        } => mark::run(&session, &marks, &not, context),
        SessionsVerb::Recover { session, model } => {
            cut_short::recover(context, session.as_deref(), model.as_deref())
        }
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

/// A past rehearsal with the scenario as it was on the day.
pub(super) struct Past {
    pub folder: SessionFolder,
    pub session: Session,
    pub scenario: Scenario,
}

impl Past {
    /// The rehearsal of this number, id, beginning of an id, or `last`.
    pub fn find(context: &Context, name: &str) -> Result<Self, Failure> {
        let folder = Store::new(&context.folders.data).find(name)?;
        Self::of(context, folder)
    }

    /// The rehearsal in this folder. Where the scenario of the day is gone, the one of that name
    /// that is there today stands in.
    pub fn of(context: &Context, folder: SessionFolder) -> Result<Self, Failure> {
        let session = folder.load()?;
        let found = match folder.scenario_toml() {
            Ok(toml) => scenarios::parse(&folder.scenario_path().display().to_string(), &toml)?,
            Err(_) => scenarios::find(context, Some(&session.scenario))?,
        };
        Ok(Self {
            folder,
            session,
            scenario: found.scenario,
        })
    }

    /// Its report.
    pub fn report(&self) -> Report {
        Report::of(&self.session, &self.scenario)
    }

    /// Whether its recording is still there.
    pub fn has_take(&self) -> bool {
        self.folder.has_take()
    }
}
