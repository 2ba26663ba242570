//! The folders: XDG, or as the environment says.

use super::failure::Failure;
use crate::store::Settings;
use etcetera::BaseStrategy;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The three folders of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Sessions and own scenarios.
    pub data: PathBuf,
    /// Downloaded models.
    pub models: PathBuf,
    /// Settings.
    pub config: PathBuf,
    /// Whether the environment names the data folder: no setting then changes it.
    pub data_is_given: bool,
}

impl Folders {
    /// Finds the folders; creates none.
    ///
    /// # Errors
    /// When there is no home folder and the environment does not name all three.
    pub fn find(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, Failure> {
        let home = home();
        let own = |name: &str| {
            let path = variable(name).map(PathBuf::from);
            path.map(|path| expanded(&path, home.as_deref()))
                .transpose()
                .map_err(|why| Failure::error(format_args!("{name}: {why}")))
        };
        let base = etcetera::choose_base_strategy().ok();
        let usual = |own: Option<PathBuf>, base: Option<PathBuf>| {
            let folder = own.or_else(|| Some(base?.join("rehearse")));
            folder.ok_or_else(|| Failure::error(
                "no home folder is known: set HOME, or REHEARSE_DATA_DIR, REHEARSE_MODEL_DIR and REHEARSE_CONFIG_DIR",
            ))
        };
        let given = own("REHEARSE_DATA_DIR")?;
        let data_is_given = given.is_some();
        let data = usual(given, base.as_ref().map(BaseStrategy::data_dir))?;
        let given = own("REHEARSE_CONFIG_DIR")?;
        let config = usual(given, base.as_ref().map(BaseStrategy::config_dir))?;
        Ok(Self {
            models: own("REHEARSE_MODEL_DIR")?.unwrap_or_else(|| data.join("models")),
            config,
            data,
            data_is_given,
        })
    }

    /// The folder of the user's own stories.
    pub fn stories(&self) -> PathBuf {
        self.data.join("scenarios")
    }

    /// The same with the data folder of the settings, where the environment names none.
    ///
    /// # Errors
    /// When the settings cannot be read, or name a folder by an unknown variable: no other folder may
    /// be used instead.
    pub fn remembered(mut self) -> Result<Self, Failure> {
        let settings = Settings::load(&self.config)?;
        let Some(folder) = settings.data_folder.filter(|_| !self.data_is_given) else {
            return Ok(self);
        };
        let why = match expanded(&folder, home().as_deref()) {
            Ok(path) if path.is_absolute() => {
                self.data = path;
                return Ok(self);
            }
            Ok(_) => format!(
                "{} is no whole path: begin it with / or ~/, so that it is the same folder wherever you start",
                folder.display()
            ),
            Err(why) => why,
        };
        let file = self.config.join("settings.toml");
        Err(Failure::error(format_args!(
            "{}, data-folder: {why}",
            file.display()
        )))
    }
}

/// The user's home folder.
pub fn home() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

/// A path with `~` and `$HOME` at its beginning expanded: no shell does that in a
/// settings file or after `--option=`.
///
/// # Errors
/// A sentence about any other variable or user in it, which is not taken literally.
pub fn expanded(path: &Path, home: Option<&Path>) -> Result<PathBuf, String> {
    let Some(text) = path.to_str() else {
        return Ok(path.to_owned());
    };
    let rest = ["~", "$HOME", "${HOME}"]
        .into_iter()
        .filter_map(|start| text.strip_prefix(start))
        .find(|rest| rest.is_empty() || rest.starts_with(std::path::is_separator));
    if let Some(rest) = rest {
        let home = home.ok_or("no home folder is known: write the whole path")?;
        return Ok(match rest.trim_start_matches(std::path::is_separator) {
            "" => home.to_owned(),
            inside => home.join(inside),
        });
    }
    let variable = text
        .split('$')
        .skip(1)
        .any(|name| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '{' || c == '_'));
    if text.starts_with('~') || variable || (cfg!(windows) && text.contains('%')) {
        return Err(format!(
            "only ~ and $HOME at the beginning are expanded, not {text}: write the whole path"
        ));
    }
    Ok(path.to_owned())
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
        let moved = plain.clone().remembered().unwrap();
        assert_eq!(moved.data, PathBuf::from("/elsewhere"));
        assert_eq!(moved.models, plain.models);
        let given = with(Some("/given")).unwrap().remembered().unwrap();
        assert_eq!(given.data, PathBuf::from("/given"));
    }

    #[test]
    fn models_are_in_the_data_folder_by_default() {
        let folders =
            Folders::find(|name| (name == "REHEARSE_DATA_DIR").then(|| OsString::from("/d")))
                .unwrap();
        assert_eq!(folders.models, PathBuf::from("/d/models"));
    }

    #[test]
    fn a_home_is_filled_in_and_nothing_else_is_taken_literally() {
        let home = Path::new("/home/kim");
        let filled = |text: &str| expanded(Path::new(text), Some(home));
        for (text, path) in [
            ("~", "/home/kim"),
            ("~/talks", "/home/kim/talks"),
            ("$HOME/talks", "/home/kim/talks"),
            ("${HOME}/a b", "/home/kim/a b"),
            ("/srv/~/talks", "/srv/~/talks"),
            ("/srv/5$", "/srv/5$"),
            ("talks", "talks"),
        ] {
            assert_eq!(filled(text).unwrap(), PathBuf::from(path), "{text}");
        }
        for text in [
            "~sam/talks",
            "$TALKS/x",
            "/srv/$USER",
            "${XDG_DATA_HOME}/x",
            "$HOMER",
        ] {
            assert!(filled(text).is_err(), "{text}");
        }
        assert!(expanded(Path::new("~/talks"), None).is_err());
    }
}
