//! Which model: the one that was asked for, or the best one that is here.
#![allow(clippy::disallowed_methods, reason = "this room is the disk")]

use super::{Known, Manifest, ModelError, ModelFile};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// A model file in one of the folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// Its name in the manifest, else its file name without the ending.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its size on disk.
    pub bytes: u64,
    /// Its entry in the manifest, if it is a known model.
    pub known: Option<Known>,
}

impl Installed {
    /// Whether this is what [`find`] would take for `wanted`: its name, its file's name, or that
    /// without what such files' names begin and end with.
    pub fn is_called(&self, wanted: &str) -> bool {
        let file = file_name(&self.path).unwrap_or_default();
        let bare = file.strip_suffix(".bin").unwrap_or(file);
        [
            &self.name,
            file,
            bare,
            bare.strip_prefix("ggml-").unwrap_or(bare),
        ]
        .contains(&wanted)
    }
}

/// The model that [`choose`] settled on.
#[derive(Debug)]
pub struct Choice {
    /// The model.
    pub model: ModelFile,
    /// Models that would have been better but are damaged; worth a warning each.
    pub passed_over: Vec<ModelError>,
}

/// Finds a model by its name in the manifest, by its file name in one of the folders, or by path.
///
/// The bundled model is found by its own name, and only by it.
pub fn find(
    wanted: &str,
    manifest: &Manifest,
    folders: &[PathBuf],
) -> Result<ModelFile, ModelError> {
    if wanted == manifest.bundled.name {
        return Ok(ModelFile::nano());
    }
    let known = manifest.named(wanted).or_else(|| manifest.in_file(wanted));
    if let Some(known) = known {
        return match in_folders(&known.file, folders) {
            Some(path) => {
                ModelFile::open(&known.name, &path).map_err(|error| error.again(Some(&known.name)))
            }
            None => Err(ModelError::NotInstalled {
                name: known.name.clone(),
                bytes: known.bytes,
            }),
        };
    }
    let path = Path::new(wanted);
    // A bare word may name a file of the user's own in the folder of models, or here.
    let found = if path.components().count() == 1 {
        in_folders(wanted, folders)
            .or_else(|| in_folders(&format!("{wanted}.bin"), folders))
            .or_else(|| in_folders(&format!("ggml-{wanted}.bin"), folders))
            .or_else(|| path.exists().then(|| path.to_owned()))
    } else {
        // A path is taken at its word: when nothing is there, opening it says so and names it.
        Some(path.to_owned())
    };
    match found {
        Some(path) => ModelFile::open(name_of(&path, manifest), &path),
        None => Err(unknown(wanted, manifest)),
    }
}

/// The error for a name that nothing has, with the name that was probably meant.
pub fn unknown(wanted: &str, manifest: &Manifest) -> ModelError {
    ModelError::Unknown {
        wanted: wanted.to_owned(),
        nearest: nearest(wanted, manifest),
    }
}

/// Chooses the model when none was asked for: the preferred one if it is here and whole, else the
/// best one that is. The bundled model is never chosen: it does not understand people.
pub fn choose(
    preferred: Option<&str>,
    manifest: &Manifest,
    folders: &[PathBuf],
) -> Result<Choice, ModelError> {
    let mut here = installed(manifest, folders)?;
    here.sort_by_key(|model| rank(model, preferred, manifest));
    let mut passed_over = Vec::new();
    for model in here {
        match ModelFile::open_installed(&model) {
            Ok(model) => return Ok(Choice { model, passed_over }),
            Err(error) => passed_over.push(error),
        }
    }
    // Everything that is here is damaged: the best of it says what happened.
    Err(if passed_over.is_empty() {
        ModelError::NoneInstalled
    } else {
        passed_over.swap_remove(0)
    })
}

/// Every model file in the folders, known ones in the manifest's order, then others by name. A
/// folder that does not exist holds nothing; a file that stands in two is listed once.
pub fn installed(manifest: &Manifest, folders: &[PathBuf]) -> Result<Vec<Installed>, ModelError> {
    let mut all: Vec<Installed> = Vec::new();
    for folder in folders {
        let unusable = |source| ModelError::Folder {
            path: folder.clone(),
            source,
        };
        let entries = match folder.read_dir() {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(unusable(error)),
        };
        for entry in entries {
            let path = entry.map_err(unusable)?.path();
            let Ok(metadata) = path.metadata() else {
                continue; // a dangling link
            };
            let taken = |model: &Installed| model.path.file_name() == path.file_name();
            if !metadata.is_file() || !is_model_name(&path) || all.iter().any(taken) {
                continue;
            }
            all.push(Installed {
                name: name_of(&path, manifest),
                bytes: metadata.len(),
                known: file_name(&path).and_then(|file| manifest.in_file(file).cloned()),
                path,
            });
        }
    }
    let position = |model: &Installed| {
        let known = |known: &Known| known.name == model.name;
        manifest.models.iter().position(known).unwrap_or(usize::MAX)
    };
    all.sort_by(|a, b| (position(a), &a.name).cmp(&(position(b), &b.name)));
    Ok(all)
}

/// Smaller is better: the preferred model, the defaults, then the size that is closest to them,
/// eight bits before five before sixteen, files of unknown origin last.
fn rank(model: &Installed, preferred: Option<&str>, manifest: &Manifest) -> (usize, usize, usize) {
    if preferred == Some(&model.name) {
        return (0, 0, 0);
    }
    if model.known.is_none() {
        return (3, 0, 0);
    }
    if let Some(place) = manifest.default.iter().position(|name| *name == model.name) {
        return (1, place, 0);
    }
    const SIZES: [&str; 5] = ["small", "base", "medium", "large", "tiny"];
    const BITS: [&str; 3] = ["-q8_0", "-q5_", ""];
    let size = SIZES.iter().position(|size| model.name.starts_with(size));
    let bits = BITS.iter().position(|bits| model.name.contains(bits));
    (2, size.unwrap_or(SIZES.len()), bits.unwrap_or(BITS.len()))
}

fn in_folders(file: &str, folders: &[PathBuf]) -> Option<PathBuf> {
    folders
        .iter()
        .map(|folder| folder.join(file))
        .find(|path| path.is_file())
}

fn file_name(path: &Path) -> Option<&str> {
    path.file_name().and_then(OsStr::to_str)
}

fn is_model_name(path: &Path) -> bool {
    let hidden = file_name(path).is_none_or(|name| name.starts_with('.'));
    path.extension() == Some(OsStr::new("bin")) && !hidden
}

fn name_of(path: &Path, manifest: &Manifest) -> String {
    match file_name(path).and_then(|file| manifest.in_file(file)) {
        Some(known) => known.name.clone(),
        None => path
            .file_stem()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned(),
    }
}

/// The known name that a mistyped one probably meant.
fn nearest(wanted: &str, manifest: &Manifest) -> Option<String> {
    let names = manifest.models.iter().map(|known| &known.name);
    names
        .map(|name| (strsim::damerau_levenshtein(wanted, name), name))
        .min()
        .filter(|(distance, _)| *distance <= 2)
        .map(|(_, name)| name.clone())
}
