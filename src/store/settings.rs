#![allow(clippy::disallowed_methods, reason = "this module is the disk")]
//! The settings file.

mod read;
mod write;

use super::atomic::{private_folder, write_atomic};
use super::error::{SettingsError, StoreError};
use super::text::read_text;
use crate::transcribe::beam::Beam;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The settings file, `settings.toml` in the config folder. Every key may be absent; then the default applies.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Settings {
    /// Microphone used last, by name.
    pub device: Option<String>,
    /// Model to transcribe with.
    pub model: Option<String>,
    /// Scenario practised last.
    pub scenario: Option<String>,
    /// Mode used last.
    pub mode: Option<crate::session::Mode>,
    /// Level used last.
    pub level: Option<crate::scenario::Level>,
    /// Lens used last.
    pub lens: Option<crate::scenario::Lens>,
    /// Where recordings and own stories are stored, instead of the usual data folder, as written in the
    /// file: it may begin with `~` or `$HOME`. The environment (`REHEARSE_DATA_DIR`) takes precedence; models
    /// are not affected.
    #[serde(serialize_with = "as_text")]
    pub data_folder: Option<PathBuf>,
    /// Read questions aloud with the system's voice.
    #[serde(skip_serializing_if = "is_usual")]
    pub aloud: bool,
    /// Ask for an estimate before every report.
    #[serde(skip_serializing_if = "is_usual")]
    pub estimate: bool,
    /// Pass the story's terms to Whisper as a hint.
    #[serde(skip_serializing_if = "is_usual")]
    pub vocabulary: bool,
    /// Skip all rules about delivery: pace, pauses, fillers, repetition.
    #[serde(skip_serializing_if = "is_usual")]
    pub without_delivery: bool,
    /// The beam size of Whisper.
    #[serde(skip_serializing_if = "is_usual")]
    pub beam: Beam,
    /// Severity by rule id: `fix`, `improve`, `note` or `off`.
    pub severity: BTreeMap<String, String>,
    /// Thresholds of delivery: words per minute, pauses, fillers.
    pub bands: crate::judgement::Bands,
}

/// A path that is not UTF-8 is written approximately: as a path it would make all settings unwritable.
fn as_text<S: Serializer>(folder: &Option<PathBuf>, to: S) -> Result<S::Ok, S::Error> {
    let text = folder.as_ref().map(|folder| folder.to_string_lossy());
    text.serialize(to)
}

fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Settings {
    fn path(config: &Path) -> PathBuf {
        config.join("settings.toml")
    }

    /// Whether a settings file exists.
    pub fn are_kept(config: &Path) -> bool {
        Self::path(config).exists()
    }

    /// Reads the settings; defaults where there is no file.
    ///
    /// # Errors
    /// When the file cannot be read or contains something unknown.
    pub fn load(config: &Path) -> Result<Self, StoreError> {
        let path = Self::path(config);
        let text = text_of(&path)?;
        Self::read(&text).map_err(|error| StoreError::Settings { path, error })
    }

    /// Writes the settings into the existing file and leaves every unchanged line as it is.
    ///
    /// # Errors
    /// When the disk refuses, or the file contains something unknown.
    pub fn save(&self, config: &Path) -> Result<(), StoreError> {
        let path = Self::path(config);
        let forgetful = |error| match error {
            StoreError::Disk { cause, .. } => StoreError::disk("write the settings", &path)(cause),
            other => other,
        };
        private_folder(config).map_err(forgetful)?;
        // A link to a file elsewhere is kept.
        let target = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let text = self.written_into(&text_of(&path)?);
        let text = text.map_err(|error| StoreError::Settings {
            path: path.clone(),
            error,
        })?;
        write_atomic(&target, text.as_bytes()).map_err(forgetful)
    }
}

/// The text of the file; empty where there is none.
fn text_of(path: &Path) -> Result<String, StoreError> {
    match read_text(path) {
        Err(StoreError::Disk { cause, .. }) if cause.kind() == std::io::ErrorKind::NotFound => {
            Ok(String::new())
        }
        read => read,
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
    fn what_is_missed_at_the_end_is_told_of_a_line_that_is_there() {
        for text in [
            "beam = 1\nmodel = \"\"\"base\n\n",
            "beam = 1\r\nmodel = [\r\n",
        ] {
            let slip = Settings::read(text).unwrap_err();
            assert_eq!(slip.line, 2, "{slip:?}");
            assert!(slip.problem.starts_with("`model` is the name"), "{slip:?}");
        }
    }

    #[test]
    fn a_file_with_the_line_ends_of_windows_keeps_them() {
        let text = "# mine\r\nmodel = \"base.en\" # small\r\n\r\n[severity]\r\nhedge = \"off\"\r\n";
        let read = Settings::read(text).unwrap();
        assert_eq!(read.written_into(text).unwrap(), text);
        let changed = Settings {
            model: Some("small.en".into()),
            ..read
        };
        assert_eq!(
            changed.written_into(text).unwrap(),
            text.replace("base.en", "small.en")
        );
    }

    #[test]
    fn the_settings_in_the_readme_are_the_defaults() {
        let readme = include_str!("../../README.md");
        let from = readme.find("```toml\n[severity]").unwrap() + "```toml\n".len();
        let text = &readme[from..from + readme[from..].find("```").unwrap()];
        let settings = Settings::read(text).unwrap();
        assert_eq!(settings.bands, Default::default());
        let known = crate::judgement::RuleSettings::from_words(&settings.severity, settings.bands);
        assert!(known.is_ok());
    }

    /// Keys, values and sections that are easily mistyped, and the message for each.
    #[test]
    fn every_error_names_its_line_and_what_is_allowed() {
        let errors = [
            "colour = 1",
            "\nbeam = 9",
            "vocabulary = yes",
            "vocabulary = \"yes\"",
            "data-folder = 3",
            "mode = \"gided\"",
            "hedge = \"off\"\ndata-folder = \"/somewhere/else\"",
            "long-pause-ms = 3",
            "[severity]\nhegde = \"off\"",
            "[severity]\nhedge = \"loud\"",
            "[severity]\nhedge = off",
            "severity = 1",
            "[bands]\nslow-word-per-minute = 80",
            "[bands]\nslow-start-ms = -1",
            "[bands]\n\nslow-words-per-minute = 200\nfast-words-per-minute = 100",
            "data-folder = \"C:\\temp\\new\"",
            "data-folder = \"C:\\Users\\kim\"",
            "modell",
            "beam = 1\nbeam = 2",
            "[bands",
        ];
        let said: Vec<String> = errors
            .iter()
            .map(|text| {
                let error = Settings::read(text).unwrap_err();
                format!("{}: {}", error.line, error.problem)
            })
            .collect();
        insta::assert_snapshot!(said.join("\n"), @r#"
1: there is no setting `colour`; there are device, model, scenario, mode, level, lens, data-folder, aloud, estimate, vocabulary, without-delivery, beam, severity, bands
2: `beam` is a number from 1 (quick) to 8
1: `vocabulary` is true or false
1: `vocabulary` is true or false
1: `data-folder` is a folder in quotes
1: `mode` is "guided", "study" or "mock"
1: `hedge` is a rule and belongs below a line [severity]
1: `long-pause-ms` belongs below a line [bands]
2: there is no rule `hegde`: `hedge` was meant, perhaps; `rehearse rules` lists them
2: the severity of `hedge` is "fix", "improve", "note" or "off"
2: the severity of `hedge` is "fix", "improve", "note" or "off"
1: `severity` is a section of its own: [severity]
2: there is no band `slow-word-per-minute`: `slow-words-per-minute` was meant, perhaps; there are slow-words-per-minute, fast-words-per-minute, slow-start-ms, long-pause-ms, fillers-per-minute
2: `slow-start-ms` is a whole number, 0 or more
3: every speed would be too slow or too fast: slow-words-per-minute (200) has to be below fast-words-per-minute (100)
1: between double quotes a backslash begins a special sign: write the text as it is between single quotes, data-folder = 'C:\talks'
1: between double quotes a backslash begins a special sign: write the text as it is between single quotes, data-folder = 'C:\Users\kim'
1: `modell` is no setting: a line is a name, = and a value, such as vocabulary = true or model = "base.en"
2: `beam` is set twice: keep one of the two
1: `[bands` is no setting: a line is a name, = and a value, such as vocabulary = true or model = "base.en"
"#);
    }

    #[test]
    fn an_error_names_file_and_line() {
        let home = tempfile::tempdir().unwrap();
        write_atomic(&home.path().join("settings.toml"), b"\nbeam = 9").unwrap();
        let said = Settings::load(home.path()).unwrap_err().to_string();
        assert!(
            said.contains("settings.toml, line 2: `beam` is a"),
            "{said}"
        );
        // It is not overwritten either.
        assert!(Settings::default().save(home.path()).is_err());
    }

    #[test]
    fn lines_written_by_hand_are_kept() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("settings.toml");
        let own = "# my settings\nvocabulary = true   # my terms\nmodel = \"tiny.en\" # small\naloud = false\n\n\
                   [severity]\nhedge = \"off\"  # I know\n\n[bands]\nslow-words-per-minute = 90 # slowly\n";
        write_atomic(&file, own.as_bytes()).unwrap();
        let mut settings = Settings::load(home.path()).unwrap();
        settings.save(home.path()).unwrap();
        assert_eq!(read_text(&file).unwrap(), own);
        settings.model = Some("base.en".into());
        settings.mode = Some(crate::session::Mode::Mock);
        settings.save(home.path()).unwrap();
        let expected = own
            .replace("\"tiny.en\"", "\"base.en\"")
            .replace("aloud = false\n", "aloud = false\nmode = \"mock\"\n");
        assert_eq!(read_text(&file).unwrap(), expected);
        assert_eq!(Settings::load(home.path()).unwrap(), settings);
        settings.mode = None;
        settings.save(home.path()).unwrap();
        assert_eq!(Settings::load(home.path()).unwrap(), settings);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_not_utf_8_costs_no_other_setting() {
        use std::os::unix::ffi::OsStringExt;
        let folder = std::ffi::OsString::from_vec(b"/home/\xff".to_vec());
        let settings = Settings {
            model: Some("base.en".into()),
            data_folder: Some(folder.into()),
            ..Settings::default()
        };
        let text = settings
            .written_into("model = \"tiny.en\" # mine\n")
            .unwrap();
        let there = Settings::read(&text).unwrap();
        assert_eq!(there.model.as_deref(), Some("base.en"), "{text}");
        assert!(text.contains("# mine") && there.data_folder.is_some());
    }
}
