//! A past rehearsal with the scenario as it was on the day.

use super::{Context, Failure, scenarios};
use crate::report::Report;
use crate::scenario::Scenario;
use crate::session::Session;
use crate::store::{SessionFolder, Store};

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
