//! Whisper's model files: known, found, fetched, verified.
//!
//! The edge that owns the folder of models and the network. Its result is a
//! [`ModelFile`], which only exists for a file that [`check()`] has read to its last byte,
//! because whisper.cpp does not validate its files.
//!
//! * [`Manifest`]: the models that are known, from `models/manifest.toml`.
//! * [`check()`]: whether a file is a model, and of which [`Shape`].
//! * [`find()`] and [`choose`]: the model of that name, or the best installed one.
//! * [`fetch()`]: downloads a model, resuming and verifying; [`verify()`]: whether an
//!   installed file is identical to the published one.
//! * [`mod@bench`]: which model this machine can run in time.

pub(crate) mod bench;
mod check;
mod fetch;
mod fetch_error;
mod find;
mod http;
pub mod layout;
mod manifest;
mod part;
mod synthetic;
mod verify;

pub use check::{ModelFault, check};
pub(crate) use fetch::probe;
pub use fetch::{RetryPolicy, Step, fetch};
pub use fetch_error::{FetchError, FetchProblem};
pub(crate) use find::{Installed, unknown};
pub use find::{choose, find, installed};
pub(crate) use layout::Shape;
pub use manifest::{Bytes, Known, Manifest, Speed};
pub(crate) use verify::VerifyError;
pub use verify::{is_verified, remove, verify};

use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

/// The bytes of the bundled model. They are mapped with the program and paged in only when the
/// model is used.
static BUNDLED: &[u8] = include_bytes!("../../models/tiny.en-q8_0.bin");

/// A validated model that can be given to whisper.cpp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFile {
    name: String,
    weights: Weights,
    shape: Shape,
}

/// Where a model's bytes are.
#[derive(Clone, PartialEq, Eq)]
pub enum Weights {
    /// In a file.
    File(PathBuf),
    /// In the program.
    Bundled(&'static [u8]),
}

impl std::fmt::Debug for Weights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Bundled(bytes) => write!(f, "Bundled({} bytes)", bytes.len()),
        }
    }
}

impl ModelFile {
    /// Checks an installed file; the error for a known one names the command that fetches it again.
    pub fn open_installed(model: &Installed) -> Result<Self, ModelError> {
        let again = model.known.as_ref().map(|known| known.name.clone());
        Self::checked(model.name.clone(), &model.path, again)
    }

    /// Checks a file; `name` becomes the name of the model.
    pub fn open(name: impl Into<String>, path: &Path) -> Result<Self, ModelError> {
        Self::checked(name.into(), path, None)
    }

    /// Checks a file that can be fetched `again` by that name.
    fn checked(name: String, path: &Path, again: Option<String>) -> Result<Self, ModelError> {
        let shape = open_file(path).map_err(ModelFault::Io).and_then(check);
        let shape = shape.map_err(|fault| ModelError::Unfit {
            path: path.to_owned(),
            fault,
            again,
        })?;
        Ok(Self {
            name,
            weights: Weights::File(path.to_owned()),
            shape,
        })
    }

    /// The bundled model: always available, less accurate than those to fetch.
    pub fn bundled() -> Self {
        Self {
            name: Manifest::builtin().bundled.name,
            weights: Weights::Bundled(BUNDLED),
            shape: check(Cursor::new(BUNDLED)).expect("a test checks the bundled model"),
        }
    }

    /// The name of the model: in the manifest, else its file name without the ending.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where its bytes are.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The size of the file, where it can be read.
    #[allow(
        clippy::disallowed_methods,
        reason = "this module owns the folder of models"
    )]
    pub fn size(&self) -> Bytes {
        match &self.weights {
            Weights::File(path) => Bytes(path.metadata().map_or(0, |file| file.len())),
            Weights::Bundled(bytes) => Bytes(bytes.len() as u64),
        }
    }

    /// The shape of its network.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Whether this is the bundled model.
    pub fn is_bundled(&self) -> bool {
        matches!(self.weights, Weights::Bundled(_))
    }
}

/// Why there is no model. Each message is a whole sentence with a remedy.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Known, but not installed.
    #[error("the model {name} is not installed: `rehearse model get {name}` fetches it ({bytes})")]
    NotInstalled {
        /// Its name in the manifest.
        name: String,
        /// Size of the download.
        bytes: Bytes,
    },
    /// Neither a name nor a file.
    #[error(
        "there is no model called {wanted:?}{}: `rehearse model list` names those that are known, \
         and the path of any Whisper model in ggml format works too",
        did_you_mean(.nearest)
    )]
    Unknown {
        /// The name that was given.
        wanted: String,
        /// The name that was probably meant.
        nearest: Option<String>,
    },
    /// A file that is not a valid model.
    #[error("{} {fault}{}", .path.display(), remedy(.fault, .again))]
    Unfit {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: ModelFault,
        /// The name under which the published file can be fetched.
        again: Option<String>,
    },
    /// The folder of models cannot be used.
    #[error("the model folder {} cannot be used: {source}", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

/// How to replace an invalid file. For one from elsewhere
/// only its owner knows the source.
fn remedy(fault: &ModelFault, again: &Option<String>) -> String {
    match (fault, again) {
        (ModelFault::Io(_), _) => String::new(),
        (_, Some(name)) => format!("; `rehearse model get {name}` fetches it again"),
        (ModelFault::CutOff { .. } | ModelFault::Empty, None) => {
            "; copy or download it again, whole".to_owned()
        }
        _ => String::new(),
    }
}

fn did_you_mean(nearest: &Option<String>) -> String {
    match nearest {
        Some(name) => format!(" (did you mean {name}?)"),
        None => String::new(),
    }
}

/// Opens a regular file for reading: reading a folder fails later and less clearly.
#[allow(clippy::disallowed_methods, reason = "this module is the disk")]
fn open_file(path: &Path) -> io::Result<std::fs::File> {
    let file = std::fs::File::open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::other("it is not a regular file"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_bundled_model_passes_the_same_check_as_any_other() {
        let bundled = ModelFile::bundled();
        assert!(bundled.is_bundled());
        let entry = Manifest::builtin().bundled;
        assert_eq!(bundled.name(), entry.name);
        assert_eq!(bundled.size(), entry.bytes);
        assert_eq!(bundled.shape().vocabulary, layout::ENGLISH_VOCABULARY);
        assert_eq!(hex(&Sha256::digest(BUNDLED)), entry.sha256);
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn every_error_is_one_sentence_with_a_remedy() {
        let unfit = |again: Option<&str>| {
            let error = ModelError::Unfit {
                path: "/models/ggml-base.en.bin".into(),
                fault: ModelFault::CutOff {
                    have: 61_000_000,
                    want: Some(147_964_211),
                },
                again: again.map(str::to_owned),
            };
            error.to_string()
        };
        assert_eq!(
            unfit(None),
            "/models/ggml-base.en.bin stops after 61 of 148 MB; the download or a copy of it was \
             cut off; copy or download it again, whole"
        );
        assert_eq!(
            unfit(Some("base.en")),
            "/models/ggml-base.en.bin stops after 61 of 148 MB; the download or a copy of it was \
             cut off; `rehearse model get base.en` fetches it again"
        );
        let unknown = ModelError::Unknown {
            wanted: "smal.en".into(),
            nearest: Some("small.en".into()),
        };
        assert!(unknown.to_string().contains("(did you mean small.en?)"));
    }
}
