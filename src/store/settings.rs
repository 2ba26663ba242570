//! What the program remembers between two starts.

use super::{StoreError, private_folder, read_text, write_atomic};
use crate::transcribe::beam::Beam;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The settings file, `settings.toml` in the config folder. Every key may be absent.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Microphone used last, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Model to transcribe with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Scenario practised last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Mode used last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<crate::session::Mode>,
    /// Level used last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<crate::scenario::Level>,
    /// Lens used last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lens: Option<crate::scenario::Lens>,
    /// Where recordings and own stories are kept, instead of the usual data folder. The environment
    /// (`REHEARSE_DATA_DIR`) goes before it; models stay where they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_folder: Option<PathBuf>,
    /// Read questions aloud with the system's voice.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub aloud: bool,
    /// Tell Whisper the story's own terms before it listens.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub vocabulary: bool,
    /// How many texts Whisper follows at once.
    #[serde(skip_serializing_if = "is_default")]
    pub beam: Beam,
    /// Severity by rule id: `fix`, `improve`, `note` or `off`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub severity: BTreeMap<String, String>,
    /// Thresholds of delivery: words a minute, pauses, fillers.
    #[serde(skip_serializing_if = "is_default")]
    pub bands: crate::judgement::Bands,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Settings {
    fn path(config: &Path) -> PathBuf {
        config.join("settings.toml")
    }

    /// Whether anything was ever remembered.
    pub fn are_kept(config: &Path) -> bool {
        Self::path(config).exists()
    }

    /// Reads the settings; defaults where there is no file.
    ///
    /// # Errors
    /// When the file cannot be read or holds something unknown.
    pub fn load(config: &Path) -> Result<Self, StoreError> {
        let path = Self::path(config);
        match read_text(&path) {
            Err(StoreError::Disk { cause, .. }) if cause.kind() == std::io::ErrorKind::NotFound => {
                Ok(Self::default())
            }
            Err(error) => Err(error),
            Ok(text) => toml::from_str(&text).map_err(|error| StoreError::Settings {
                path,
                problem: match error.span() {
                    Some(place) => format!(
                        "line {}: {}",
                        1 + text[..place.start].matches('\n').count(),
                        error.message()
                    ),
                    None => error.message().to_owned(),
                },
            }),
        }
    }

    /// Writes the settings.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn save(&self, config: &Path) -> Result<(), StoreError> {
        let path = Self::path(config);
        let forgetful = |error| match error {
            StoreError::Disk { cause, .. } => StoreError::Forgetful {
                path: path.clone(),
                cause,
            },
            other => other,
        };
        private_folder(config).map_err(forgetful)?;
        // Whoever keeps the file elsewhere and links to it keeps the link.
        let target = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let text = toml::to_string(self).map_err(|error| StoreError::Settings {
            path: path.clone(),
            problem: error.to_string(),
        })?;
        write_atomic(&target, text.as_bytes()).map_err(forgetful)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_read() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(Settings::load(home.path()).unwrap(), Settings::default());
        let settings = Settings {
            device: Some("USB".into()),
            data_folder: Some("/somewhere/else".into()),
            vocabulary: true,
            beam: Beam::try_from(1).unwrap(),
            ..Settings::default()
        };
        assert!(!Settings::are_kept(home.path()));
        settings.save(home.path()).unwrap();
        assert!(Settings::are_kept(home.path()));
        assert_eq!(Settings::load(home.path()).unwrap(), settings);
    }

    #[test]
    fn the_settings_in_the_readme_are_the_defaults() {
        let readme = include_str!("../../README.md");
        let from = readme.find("```toml\n[severity]").unwrap() + "```toml\n".len();
        let text = &readme[from..from + readme[from..].find("```").unwrap()];
        let settings: Settings = toml::from_str(text).unwrap();
        assert!(is_default(&settings.bands));
        let known = crate::judgement::Settings::from_words(&settings.severity, settings.bands);
        assert!(known.is_ok());
    }

    #[test]
    fn what_cannot_be_set_is_said_with_its_line() {
        let home = tempfile::tempdir().unwrap();
        for (text, problem) in [
            ("colour = 1", "line 1: unknown field `colour`"),
            (
                "\nbeam = 9",
                "line 2: beam is a number from 1 (quick) to 8, not 9",
            ),
        ] {
            write_atomic(&home.path().join("settings.toml"), text.as_bytes()).unwrap();
            let said = Settings::load(home.path()).unwrap_err().to_string();
            assert!(said.contains(problem), "{said}");
        }
    }
}
