//! Reads the settings file key by key, so that an error names its line, what was probably meant and what
//! is allowed.

use super::{Settings, SettingsError};
use crate::judgement::Bands;
use crate::scenario::{Lens, Level, RULES, nearest};
use crate::session::Mode;
use crate::transcribe::beam::Beam;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as Unknown;
use std::ops::Range;
use std::path::PathBuf;
use toml_edit::{Document, Item, TableLike, TomlError};

/// Every key and its allowed values.
const KEYS: [(&str, &str); 14] = [
    ("device", "the name of a microphone in quotes"),
    ("model", "the name of a model, or a file, in quotes"),
    ("scenario", "the id of a story in quotes"),
    ("mode", "\"guided\", \"study\" or \"mock\""),
    ("level", "\"sde1\", \"sde2\" or \"senior\""),
    (
        "lens",
        "\"ownership\", \"deliver-results\" or \"dive-deep\"",
    ),
    ("data-folder", "a folder in quotes"),
    ("aloud", "true or false"),
    ("estimate", "true or false"),
    ("vocabulary", "true or false"),
    ("without-delivery", "true or false"),
    ("beam", "a number from 1 (quick) to 8"),
    ("severity", "a section of its own: [severity]"),
    ("bands", "a section of its own: [bands]"),
];
const BANDS: [&str; 5] = [
    "slow-words-per-minute",
    "fast-words-per-minute",
    "slow-start-ms",
    "long-pause-ms",
    "fillers-per-minute",
];
const SEVERITIES: [&str; 4] = ["fix", "improve", "note", "off"];

/// A problem and its position in the text.
type Problem = (Option<Range<usize>>, String);

impl Settings {
    /// Reads the text of a settings file.
    ///
    /// # Errors
    /// The first [`SettingsError`] in it.
    pub fn read(text: &str) -> Result<Self, SettingsError> {
        let read = Document::parse(text)
            .map_err(|error| no_toml(text, &error))
            .and_then(|document| all(document.as_table()));
        read.map_err(|(place, problem)| SettingsError {
            line: line_of(text, place.unwrap_or_default().start),
            problem,
        })
    }
}

/// The line of a place. What is missed at the end of the text is told of its last line that says something.
fn line_of(text: &str, at: usize) -> usize {
    let before = &text.as_bytes()[..at.min(text.trim_end().len())];
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

fn all(table: &dyn TableLike) -> Result<Settings, Problem> {
    let mut settings = Settings::default();
    for (key, item) in table.iter() {
        let read = one(&mut settings, key, item);
        read.map_err(|(at, problem)| (at.or_else(|| place(table, key, item)), problem))?;
    }
    Ok(settings)
}

/// The position of a key. A section spread over several lines has none.
fn place(table: &dyn TableLike, key: &str, item: &Item) -> Option<Range<usize>> {
    let name = table.key(key).and_then(toml_edit::Key::span);
    name.or_else(|| item.span())
}

/// What may be written for a setting, a rule or a band.
fn allowed(key: &str) -> Option<String> {
    match KEYS.iter().find(|(known, _)| *known == key) {
        Some((_, allowed)) => Some(format!("`{key}` is {allowed}")),
        None if RULES.contains(&key) => Some(format!(
            "the severity of `{key}` is \"fix\", \"improve\", \"note\" or \"off\""
        )),
        None if BANDS.contains(&key) => Some(format!("`{key}` is a whole number, 0 or more")),
        None => None,
    }
}

fn one(settings: &mut Settings, key: &str, item: &Item) -> Result<(), Problem> {
    let wrong = || (None, allowed(key).unwrap_or_default());
    let text = || match item.as_str() {
        Some(text) if text.contains(char::is_control) => Err((None, backslash(key, "C:\\talks"))),
        text => text.map(str::to_owned).ok_or_else(wrong),
    };
    let truth = || item.as_bool().ok_or_else(wrong);
    match key {
        "device" => settings.device = Some(text()?),
        "model" => settings.model = Some(text()?),
        "scenario" => settings.scenario = Some(text()?),
        "mode" => settings.mode = Some(named::<Mode>(item).ok_or_else(wrong)?),
        "level" => settings.level = Some(named::<Level>(item).ok_or_else(wrong)?),
        "lens" => settings.lens = Some(named::<Lens>(item).ok_or_else(wrong)?),
        "data-folder" => settings.data_folder = Some(PathBuf::from(text()?)),
        "aloud" => settings.aloud = truth()?,
        "estimate" => settings.estimate = truth()?,
        "vocabulary" => settings.vocabulary = truth()?,
        "without-delivery" => settings.without_delivery = truth()?,
        "beam" => settings.beam = beam(item).ok_or_else(wrong)?,
        "severity" => severities(settings, item.as_table_like().ok_or_else(wrong)?)?,
        "bands" => bands(&mut settings.bands, item.as_table_like().ok_or_else(wrong)?)?,
        _ => return Err((None, unknown(key))),
    }
    Ok(())
}

/// A value by its serialised name.
fn named<'a, T: Deserialize<'a>>(item: &'a Item) -> Option<T> {
    let deserializer = item.as_str()?.into_deserializer();
    let read: Result<T, Unknown> = T::deserialize(deserializer);
    read.ok()
}

fn beam(item: &Item) -> Option<Beam> {
    let size = u8::try_from(item.as_integer()?).ok()?;
    Beam::try_from(size).ok()
}

fn severities(settings: &mut Settings, table: &dyn TableLike) -> Result<(), Problem> {
    for (rule, item) in table.iter() {
        let wrong = |problem| (place(table, rule, item), problem);
        if !RULES.contains(&rule) {
            return Err(wrong(format!(
                "there is no rule `{rule}`{}; `rehearse rules` lists them",
                meant(rule, RULES.iter().copied())
            )));
        }
        let word = item.as_str().filter(|word| SEVERITIES.contains(word));
        let word = word.ok_or_else(|| wrong(allowed(rule).unwrap_or_default()))?;
        settings.severity.insert(rule.into(), word.into());
    }
    Ok(())
}

fn bands(bands: &mut Bands, table: &dyn TableLike) -> Result<(), Problem> {
    for (band, item) in table.iter() {
        let wrong = |problem| (place(table, band, item), problem);
        if !BANDS.contains(&band) {
            return Err(wrong(format!(
                "there is no band `{band}`{}; there are {}",
                meant(band, BANDS.into_iter()),
                BANDS.join(", ")
            )));
        }
        let number = item.as_integer().map(u32::try_from);
        let Some(Ok(number)) = number else {
            return Err(wrong(allowed(band).unwrap_or_default()));
        };
        match band {
            "slow-words-per-minute" => bands.slow_words_per_minute = number,
            "fast-words-per-minute" => bands.fast_words_per_minute = number,
            "slow-start-ms" => bands.slow_start_ms = number.into(),
            "long-pause-ms" => bands.long_pause_ms = number.into(),
            _ => bands.fillers_per_minute = number,
        }
    }
    let (slow, fast) = (bands.slow_words_per_minute, bands.fast_words_per_minute);
    if slow >= fast {
        let at = ["slow-words-per-minute", "fast-words-per-minute"];
        let at = at.into_iter().find_map(|band| table.key(band)?.span());
        return Err((
            at,
            format!(
                "every speed would be too slow or too fast: slow-words-per-minute ({slow}) has to be below \
                 fast-words-per-minute ({fast})"
            ),
        ));
    }
    Ok(())
}

/// The message for an unknown key, which may belong elsewhere.
fn unknown(key: &str) -> String {
    if RULES.contains(&key) {
        return format!("`{key}` is a rule and belongs below a line [severity]");
    }
    if BANDS.contains(&key) {
        return format!("`{key}` belongs below a line [bands]");
    }
    let known = KEYS.iter().map(|(key, _)| *key);
    format!(
        "there is no setting `{key}`{}; there are {}",
        meant(key, known.clone()),
        known.collect::<Vec<_>>().join(", ")
    )
}

/// ", perhaps you meant …", where a known name is similar.
fn meant<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(found, known).map_or_else(String::new, |near| format!(": `{near}` was meant, perhaps"))
}

/// The message for a Windows path in double quotes.
fn backslash(key: &str, text: &str) -> String {
    format!(
        "between double quotes a backslash begins a special sign: write the text as it is between single \
         quotes, {key} = '{text}'"
    )
}

/// The message for a line that is not TOML, in terms of this file.
fn no_toml(text: &str, error: &TomlError) -> Problem {
    let place = error.span().unwrap_or_default();
    let start = text.as_bytes()[..place.start.min(text.trim_end().len())]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let line = text.get(start..).unwrap_or_default().lines().next();
    let line = line.unwrap_or_default().trim();
    let (key, value) = line.split_once('=').unwrap_or((line, ""));
    let (key, value) = (key.trim(), value.trim());
    let twice = |key: &str| {
        let lines = text.lines().filter_map(|line| line.split_once('='));
        lines.filter(|(other, _)| other.trim() == key).count() > 1
    };
    let problem = match allowed(key) {
        _ if value.starts_with('"') && value.contains('\\') => {
            backslash(key, value.trim_matches('"'))
        }
        _ if !value.is_empty() && twice(key) => {
            format!("`{key}` is set twice: keep one of the two")
        }
        Some(allowed) => allowed,
        None => format!(
            "`{}` is no setting: a line is a name, = and a value, such as vocabulary = true or \
             model = \"base.en\"",
            line.chars().take(60).collect::<String>()
        ),
    };
    (Some(place), problem)
}
