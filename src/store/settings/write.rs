//! Writes settings into the existing file: comments, order and every other line are kept.

use super::Settings;
use serde::Serialize;
use toml_edit::{DocumentMut, Item, Value, value};

impl Settings {
    /// `text` with these settings.
    /// Unchanged values are not touched; a text that cannot be read is not changed.
    ///
    /// # Errors
    /// The error in `text`.
    pub fn written_into(&self, text: &str) -> Result<String, super::SettingsError> {
        let before = Settings::read(text)?;
        if *self == before {
            return Ok(text.to_owned());
        }
        let mut file: DocumentMut = text.parse().unwrap_or_default();
        for ((key, now), (_, then)) in self.values().into_iter().zip(before.values()) {
            if now.as_ref().map(ToString::to_string) != then.map(|then| then.to_string()) {
                set(file.as_table_mut(), key, now);
            }
        }
        if self.severity != before.severity {
            let mut table = toml_edit::Table::new();
            for (rule, word) in &self.severity {
                table.insert(rule, value(word));
            }
            file.insert("severity", Item::Table(table));
        }
        if self.bands != before.bands {
            let bands = &self.bands;
            let mut table = toml_edit::Table::new();
            for (band, number) in [
                ("slow-words-per-minute", bands.slow_words_per_minute.into()),
                ("fast-words-per-minute", bands.fast_words_per_minute.into()),
                ("slow-start-ms", bands.slow_start_ms as i64),
                ("long-pause-ms", bands.long_pause_ms as i64),
                ("fillers-per-minute", bands.fillers_per_minute.into()),
            ] {
                table.insert(band, value(number));
            }
            file.insert("bands", Item::Table(table));
        }
        let written = file.to_string();
        // toml_edit ends every line as Unix does.
        Ok(if text.contains("\r\n") {
            written.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            written
        })
    }

    /// Every key with a single value, and its value where it differs from the default.
    fn values(&self) -> [(&'static str, Option<Value>); 12] {
        let text = |text: &Option<String>| text.as_ref().map(Value::from);
        let on = |on: bool| on.then(|| Value::from(true));
        let folder = self.data_folder.as_ref();
        [
            ("device", text(&self.device)),
            ("model", text(&self.model)),
            ("scenario", text(&self.scenario)),
            ("mode", self.mode.map(name)),
            ("level", self.level.map(name)),
            ("lens", self.lens.map(name)),
            (
                "data-folder",
                folder.map(|folder| Value::from(folder.to_string_lossy().into_owned())),
            ),
            ("aloud", on(self.aloud)),
            ("estimate", on(self.estimate)),
            ("vocabulary", on(self.vocabulary)),
            ("without-delivery", on(self.without_delivery)),
            (
                "beam",
                (self.beam != Default::default()).then(|| Value::from(i64::from(self.beam.size()))),
            ),
        ]
    }
}

/// The serialised name of a value.
fn name(value: impl Serialize) -> Value {
    let name = serde_json::to_value(value).ok();
    let name = name.as_ref().and_then(serde_json::Value::as_str);
    Value::from(name.unwrap_or_default())
}

/// Sets or removes one value; the comment after it stays.
fn set(table: &mut toml_edit::Table, key: &str, now: Option<Value>) {
    match (table.get_mut(key).and_then(Item::as_value_mut), now) {
        (Some(old), Some(mut new)) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        (None, Some(new)) => {
            table.insert(key, Item::Value(new));
        }
        (_, None) => {
            table.remove(key);
        }
    }
}
