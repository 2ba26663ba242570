//! Where things lie: XDG folders, or where the environment says.

use super::Failure;
use crate::store::Settings;
use etcetera::BaseStrategy;
use std::ffi::OsString;
use std::path::PathBuf;

/// The three folders of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Sessions and own scenarios.
    pub data: PathBuf,
    /// Downloaded models.
    pub models: PathBuf,
    /// Settings.
    pub config: PathBuf,
    /// The environment names the data folder: no setting changes it.
    pub data_is_given: bool,
}

impl Folders {
    /// Finds the folders; creates none.
    ///
    /// # Errors
    /// When there is no home folder and the environment does not name all three.
    pub fn find(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, Failure> {
        let own = |name: &str| variable(name).map(PathBuf::from);
        let base = etcetera::choose_base_strategy().ok();
        let no_home = || {
            Failure::error(
                "no home folder is known: set HOME, or REHEARSE_DATA_DIR, REHEARSE_MODEL_DIR and REHEARSE_CONFIG_DIR",
            )
        };
        let given = own("REHEARSE_DATA_DIR");
        let data_is_given = given.is_some();
        let data = given
            .or_else(|| base.as_ref().map(|base| base.data_dir().join("rehearse")))
            .ok_or_else(no_home)?;
        let config = own("REHEARSE_CONFIG_DIR")
            .or_else(|| base.as_ref().map(|base| base.config_dir().join("rehearse")))
            .ok_or_else(no_home)?;
        Ok(Self {
            models: own("REHEARSE_MODEL_DIR").unwrap_or_else(|| data.join("models")),
            config,
            data,
            data_is_given,
        })
    }

    /// The same with the data folder that the settings remember, where the environment names none.
    /// Settings that cannot be read are told by the verb that needs them.
    pub fn remembered(mut self) -> Self {
        if !self.data_is_given
            && let Some(data) = Settings::load(&self.config)
                .ok()
                .and_then(|settings| settings.data_folder)
        {
            self.data = data;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_wins() {
        let folders = Folders::find(|name| Some(OsString::from(format!("/x/{name}")))).unwrap();
        assert_eq!(folders.data, PathBuf::from("/x/REHEARSE_DATA_DIR"));
        assert_eq!(folders.models, PathBuf::from("/x/REHEARSE_MODEL_DIR"));
        assert_eq!(folders.config, PathBuf::from("/x/REHEARSE_CONFIG_DIR"));
    }

    #[test]
    fn the_settings_move_recordings_but_not_models_and_never_against_the_environment() {
        let home = tempfile::tempdir().unwrap();
        let config = home.path().join("config");
        let settings = Settings {
            data_folder: Some("/elsewhere".into()),
            ..Settings::default()
        };
        settings.save(&config).unwrap();
        let with = |data: Option<&str>| {
            Folders::find(|name| match name {
                "REHEARSE_CONFIG_DIR" => Some(config.clone().into_os_string()),
                "REHEARSE_DATA_DIR" => data.map(OsString::from),
                _ => None,
            })
        };
        let plain = with(None).unwrap();
        let moved = plain.clone().remembered();
        assert_eq!(moved.data, PathBuf::from("/elsewhere"));
        assert_eq!(moved.models, plain.models);
        let given = with(Some("/given")).unwrap().remembered();
        assert_eq!(given.data, PathBuf::from("/given"));
    }

    #[test]
    fn models_lie_in_the_data_folder_unless_told() {
        let folders =
            Folders::find(|name| (name == "REHEARSE_DATA_DIR").then(|| OsString::from("/d")))
                .unwrap();
        assert_eq!(folders.models, PathBuf::from("/d/models"));
    }
}
