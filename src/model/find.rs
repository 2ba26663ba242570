//! Finds the requested model, or the best installed one.
#![allow(clippy::disallowed_methods, reason = "this module is the disk")]

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
    /// Models that would have been better but are damaged, or the folder that cannot be read; worth a
    /// warning each.
    pub passed_over: Vec<ModelError>,
}

/// Finds a model by its name in the manifest, by its file name in one of the folders, or by path.
///
/// The bundled model is found by its own name.
pub fn find(
    wanted: &str,
    manifest: &Manifest,
    folders: &[PathBuf],
) -> Result<ModelFile, ModelError> {
    if wanted == manifest.bundled.name {
        return Ok(ModelFile::bundled());
    }
    let known = manifest.named(wanted).or_else(|| manifest.in_file(wanted));
    if let Some(known) = known {
        return match in_folders(&known.file, folders) {
            Some(path) => {
                let name = known.name.clone();
                ModelFile::checked(name.clone(), &path, Some(name))
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
/// best one that is. The bundled one always is.
pub fn choose(preferred: Option<&str>, manifest: &Manifest, folders: &[PathBuf]) -> Choice {
    let mut passed_over = Vec::new();
    let mut here = installed(manifest, folders).unwrap_or_else(|error| {
        passed_over.push(error);
        Vec::new()
    });
    let rank = |name: &str, known: bool| rank(name, known, preferred, manifest);
    let bundled = rank(&manifest.bundled.name, true);
    here.retain(|model| rank(&model.name, model.known.is_some()) < bundled);
    here.sort_by_key(|model| rank(&model.name, model.known.is_some()));
    for model in here {
        match ModelFile::open_installed(&model) {
            Ok(model) => return Choice { model, passed_over },
            Err(error) => passed_over.push(error),
        }
    }
    Choice {
        model: ModelFile::bundled(),
        passed_over,
    }
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
/// eight bits before five before sixteen. A file of unknown origin comes before the smallest size,
/// which is inside the program already: somebody put it there to be used.
fn rank(
    name: &str,
    known: bool,
    preferred: Option<&str>,
    manifest: &Manifest,
) -> (usize, usize, usize) {
    const SIZES: [&str; 4] = ["small", "base", "medium", "large"];
    const BITS: [&str; 3] = ["-q8_0", "-q5_", ""];
    if preferred == Some(name) {
        return (0, 0, 0);
    }
    if let Some(place) = manifest.default.iter().position(|default| default == name) {
        return (1, place, 0);
    }
    let bits = BITS.iter().position(|bits| name.contains(bits));
    let bits = bits.unwrap_or(BITS.len());
    match SIZES.iter().position(|size| name.starts_with(size)) {
        _ if !known => (3, 0, 0),
        Some(size) => (2, size, bits),
        None => (4, 0, bits),
    }
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
