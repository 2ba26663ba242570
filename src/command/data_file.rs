//! Files of the data folder that hold one JSON document each.

use super::Failure;
use crate::store;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A file with one JSON document.
pub struct DataFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds and what to do with a damaged one, for messages.
    pub remedy: &'static str,
}

/// The version of a document; 0 where it names none, as in an unfinished story.
#[derive(Deserialize)]
struct Version {
    #[serde(default)]
    format: u32,
}

impl DataFile {
    /// The document; `None` where there is no file.
    ///
    /// # Errors
    /// When the file cannot be read, is damaged, or is of a newer version than 1.
    pub fn load<T: DeserializeOwned>(&self) -> Result<Option<T>, Failure> {
        if !store::is_file(&self.path) {
            return Ok(None);
        }
        let damaged = |problem: &dyn std::fmt::Display| {
            let place = self.path.display();
            Failure::error(format_args!("{place}: {problem}. {}", self.remedy))
        };
        let text = store::read_text(&self.path)?;
        let version: Version = serde_json::from_str(&text).map_err(|error| damaged(&error))?;
        if version.format > 1 {
            return Err(damaged(&"it was written by a newer rehearse"));
        }
        let document = serde_json::from_str(&text).map_err(|error| damaged(&error))?;
        Ok(Some(document))
    }

    /// Replaces the document.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn save(&self, document: &impl Serialize) -> Result<(), Failure> {
        let mut text = serde_json::to_vec_pretty(document)?;
        text.push(b'\n');
        Ok(store::write_atomic(&self.path, &text)?)
    }
}
