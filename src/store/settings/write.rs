//! Writes settings into the existing file: comments, order and every other line are kept.

use super::{Settings, SettingsError};
use toml_edit::{DocumentMut, Item};

impl Settings {
    /// `text` with these settings.
    /// Unchanged values are not touched; a text that cannot be read is not changed.
    ///
    /// # Errors
    /// The error in `text`.
    pub fn written_into(&self, text: &str) -> Result<String, SettingsError> {
        let before = Settings::read(text)?;
        if *self == before {
            return Ok(text.to_owned());
        }
        let (then, now) = (before.as_file(), self.as_file());
        let mut file: DocumentMut = text.parse().unwrap_or_default();
        for (key, _) in then.iter().filter(|(key, _)| !now.contains_key(key)) {
            file.remove(key);
        }
        for (key, new) in now.iter() {
            if then.get(key).map(Item::to_string) == Some(new.to_string()) {
                continue;
            }
            let mut new = new.clone();
            let old = file.get(key).and_then(Item::as_value);
            if let (Some(old), Some(new)) = (old, new.as_value_mut()) {
                // The comment after it stays.
                *new.decor_mut() = old.decor().clone();
            }
            file[key] = new;
        }
        let written = file.to_string();
        // toml_edit ends every line as Unix does.
        Ok(if text.contains("\r\n") {
            written.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            written
        })
    }

    /// A file of these settings alone.
    fn as_file(&self) -> DocumentMut {
        // Settings can always be serialised.
        let text = toml::to_string(self).unwrap_or_default();
        text.parse().unwrap_or_default()
    }
}
