//! A past session with the scenario at the time.

use super::{Context, Failure, scenarios};
use crate::report::Report;
use crate::scenario::Scenario;
use crate::session::Session;
use crate::store::{SessionFolder, Store};

/// A past session with the scenario at the time.
pub(super) struct Past {
    pub folder: SessionFolder,
    pub session: Session,
    pub scenario: Scenario,
}

impl Past {
    /// The session with this number, id, beginning of an id, or `last`.
    pub fn find(context: &Context, name: &str) -> Result<Self, Failure> {
        let folder = Store::new(&context.folders.data).find(name)?;
        Self::of(context, folder)
    }

    /// The session in this folder. Without a stored scenario that can be read, today's of the same name is used.
    pub fn of(context: &Context, folder: SessionFolder) -> Result<Self, Failure> {
        let session = folder.load()?;
        let path = folder.scenario_path().display().to_string();
        let stored = folder.scenario_toml().map_err(Failure::from);
        let stored = stored.and_then(|toml| scenarios::parse(&path, &toml));
        let found = stored.or_else(|fault| {
            scenarios::find(context, Some(&session.scenario)).map_err(|_| fault)
        })?;
        let scenario = match session.length {
            Some(length) => found.scenario.within(length),
            None => found.scenario,
        };
        Ok(Self {
            folder,
            session,
            scenario,
        })
    }

    /// Its report.
    pub fn report(&self) -> Report {
        Report::of(&self.session, &self.scenario)
    }

    /// Whether its recording exists.
    pub fn has_take(&self) -> bool {
        self.folder.has_take()
    }
}
