//! The known models: `models/manifest.toml`, typed.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Every known model. The order is that of the file: small to large.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the manifest's own format.
    pub format: u32,
    /// The base address of the files.
    pub source: String,
    /// Licence of all of them, an SPDX expression.
    pub licence: String,
    /// What to fetch when no model is named, best first.
    pub default: Vec<String>,
    /// The model that is shipped inside the program; its file is in `models/`.
    pub bundled: Known,
    /// The models that can be fetched.
    #[serde(rename = "model")]
    pub models: Vec<Known>,
}

/// A known model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its name for `--model`, as in whisper.cpp: `small.en-q8_0`.
    pub name: String,
    /// Its file name, at the source and on disk.
    pub file: String,
    /// Size of the file.
    pub bytes: Bytes,
    /// SHA-256 of the file, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// How long it takes.
    pub speed: Speed,
    /// Whom it suits.
    pub good_for: String,
}

/// The time for 30 seconds of sound, on one core of a current laptop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Speed {
    /// About one second.
    VeryFast,
    /// About two seconds.
    Fast,
    /// About six seconds.
    Moderate,
    /// About twenty seconds.
    Slow,
    /// Longer than the sound itself.
    VerySlow,
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::VeryFast => "very fast",
            Self::Fast => "fast",
            Self::Moderate => "moderate",
            Self::Slow => "slow",
            Self::VerySlow => "very slow",
        })
    }
}

/// A number of bytes, shown in decimal units as download pages do.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Bytes(pub u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0;
        let text = match bytes {
            0..1_000 => format!("{bytes} bytes"),
            1_000..1_000_000 => format!("{} kB", (bytes + 500) / 1_000),
            1_000_000..999_500_000 => format!("{} MB", (bytes + 500_000) / 1_000_000),
            _ => {
                let tenths = (u128::from(bytes) + 50_000_000) / 100_000_000;
                format!("{}.{} GB", tenths / 10, tenths % 10)
            }
        };
        f.pad(&text)
    }
}

impl Manifest {
    /// The manifest that this program was built with.
    pub fn builtin() -> Self {
        toml::from_str(include_str!("../../models/manifest.toml"))
            .expect("the manifest is part of the program, and a test reads it")
    }

    /// The model of this name.
    pub fn named(&self, name: &str) -> Option<&Known> {
        self.models.iter().find(|known| known.name == name)
    }

    /// The model kept in a file of this name.
    pub fn in_file(&self, file: &str) -> Option<&Known> {
        self.models.iter().find(|known| known.file == file)
    }

    /// The models to fetch when none is named, best first.
    pub fn defaults(&self) -> impl DoubleEndedIterator<Item = &Known> + Clone {
        self.default.iter().filter_map(|name| self.named(name))
    }

    /// The address of a model's file. A mirror replaces the manifest's source.
    pub fn url(&self, known: &Known, mirror: Option<&str>) -> String {
        let base = mirror.unwrap_or(&self.source);
        format!("{}/{}", base.trim_end_matches('/'), known.file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_model_is_described_in_full() {
        let manifest = Manifest::builtin();
        assert_eq!(manifest.models.len(), 14);
        for known in &manifest.models {
            assert_eq!(known.sha256.len(), 64, "{}", known.name);
            assert!(
                known
                    .sha256
                    .bytes()
                    .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)),
                "{}",
                known.name
            );
            assert!(known.bytes.0 > 30_000_000, "{}", known.name);
            assert_eq!(known.file, format!("ggml-{}.bin", known.name));
            assert!(!known.good_for.is_empty(), "{}", known.name);
        }
        assert_eq!(manifest.licence, "MIT");
    }

    #[test]
    fn names_files_and_hashes_are_unique() {
        let manifest = Manifest::builtin();
        let count = manifest.models.len();
        let unique = |field: fn(&Known) -> &str| {
            manifest
                .models
                .iter()
                .map(field)
                .collect::<BTreeSet<_>>()
                .len()
        };
        assert_eq!(unique(|known| &known.name), count);
        assert_eq!(unique(|known| &known.file), count);
        assert_eq!(unique(|known| &known.sha256), count);
        assert!(manifest.named(&manifest.bundled.name).is_none());
    }

    #[test]
    fn the_default_is_small_where_the_machine_keeps_up_else_base() {
        let manifest = Manifest::builtin();
        let names: Vec<_> = manifest.defaults().map(|known| &known.name).collect();
        assert_eq!(names, ["small.en-q8_0", "base.en-q8_0"]);
        assert_eq!(names.len(), manifest.default.len());
    }

    #[test]
    fn a_mirror_takes_the_place_of_the_source() {
        let manifest = Manifest::builtin();
        let known = manifest.named("tiny.en").unwrap();
        assert!(
            manifest
                .url(known, None)
                .ends_with("958b1/ggml-tiny.en.bin")
        );
        for mirror in ["http://localhost:8000", "http://localhost:8000/"] {
            assert_eq!(
                manifest.url(known, Some(mirror)),
                "http://localhost:8000/ggml-tiny.en.bin"
            );
        }
    }

    #[test]
    fn sizes_read_as_on_a_download_page() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (586_836, "587 kB"),
            (81_781_811, "82 MB"),
            (999_999_999, "1.0 GB"),
            (1_624_555_275, "1.6 GB"),
            (u64::MAX, "18446744073.7 GB"),
        ] {
            assert_eq!(Bytes(bytes).to_string(), text);
        }
    }
}
