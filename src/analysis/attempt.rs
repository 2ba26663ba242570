//! The JSON input of `analyze --attempt`, an answer supplied by a script. Reading it is pure, so that hostile input can
//! be tested without running the program.

use crate::scenario::{Lens, Level};
use crate::time::{Millis, Span};
use crate::transcript::Transcript;
use serde::Deserialize;

/// The newest version of the format that this program reads.
pub const FORMAT: u32 = 1;

/// Maximum length of a section in seconds: a day.
const LONGEST: f64 = 86_400.0;

/// An answer in words, section by section.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Scenario id; `None` means the first walkthrough.
    pub scenario: Option<String>,
    /// The level.
    pub level: Level,
    /// The lens.
    pub lens: Option<Lens>,
    /// The sections in the order of the input, each id once.
    pub sections: Vec<AttemptSection>,
}

/// One section of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct AttemptSection {
    /// Section id.
    pub id: String,
    /// How long it took; zero if unknown.
    pub length: Millis,
    /// The words, with their times if given.
    pub transcript: Transcript,
}

/// The JSON as written. Unknown fields are ignored.
#[derive(Deserialize)]
struct Raw {
    #[serde(default = "first_format")]
    format: u32,
    scenario: Option<String>,
    #[serde(default)]
    level: Level,
    lens: Option<Lens>,
    sections: Vec<RawSection>,
}

#[derive(Deserialize)]
struct RawSection {
    id: String,
    #[serde(default)]
    seconds: f64,
    text: String,
    #[serde(default)]
    words: Vec<RawWord>,
}

#[derive(Deserialize)]
struct RawWord {
    text: String,
    start: f64,
    end: f64,
}

fn first_format() -> u32 {
    FORMAT
}

impl Attempt {
    /// Reads an attempt from JSON.
    ///
    /// # Errors
    /// A description of the fault, worded as the end of a sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let raw: Raw = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if raw.format > FORMAT {
            return Err(format!(
                "its format {} is newer than this program reads ({FORMAT})",
                raw.format
            ));
        }
        let mut sections: Vec<AttemptSection> = Vec::new();
        for section in raw.sections {
            if !(0.0..=LONGEST).contains(&section.seconds) {
                return Err(format!(
                    "section {:?} lasts {} seconds",
                    section.id, section.seconds
                ));
            }
            if sections.iter().any(|other| other.id == section.id) {
                return Err(format!("section {:?} is in it twice", section.id));
            }
            sections.push(AttemptSection {
                transcript: transcript(&section)?,
                length: Millis::from_secs_f64(section.seconds),
                id: section.id,
            });
        }
        Ok(Self {
            scenario: raw.scenario,
            level: raw.level,
            lens: raw.lens,
            sections,
        })
    }
}

/// The words of a section, with times if given; an error if these do not fit the text.
fn transcript(section: &RawSection) -> Result<Transcript, String> {
    let mut transcript = Transcript::from_text(&section.text);
    if section.words.is_empty() {
        return Ok(transcript);
    }
    let written = transcript.words.iter().map(|word| word.text.as_str());
    if !written.eq(section.words.iter().map(|word| word.text.trim())) {
        return Err(format!(
            "the words of section {:?} are not the words of its text",
            section.id
        ));
    }
    for (word, timed) in transcript.words.iter_mut().zip(&section.words) {
        word.time = Some(Span::new(
            Millis::from_secs_f64(timed.start),
            Millis::from_secs_f64(timed.end),
        ));
    }
    Ok(transcript)
}
