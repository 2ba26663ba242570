//! The file of a new story, under an unused name.

use crate::command::scenarios::Source;
use crate::command::{Context, Failure};
use crate::scenario::{builtins, short_slug, slug};
use crate::store;
use crate::story::{Draft, plain, to_toml};
use std::path::PathBuf;

/// Writes the file under an unused name; an existing one is never changed.
pub(super) fn write(draft: &Draft, context: &Context) -> Result<PathBuf, Failure> {
    let path = unused(&draft.title, context).map_err(Failure::error)?;
    store::private_folder(&context.folders.stories())?;
    store::write_atomic(&path, to_toml(draft).as_bytes())?;
    Ok(path)
}

/// The file for a story of this title: a short name, or a longer one where that is in use.
///
/// # Errors
/// Why no story can be written under this title.
pub(super) fn unused(title: &str, context: &Context) -> Result<PathBuf, String> {
    let built_in = |id: &str| builtins().iter().any(|builtin| builtin.id == id);
    let file = |id: &str| context.folders.stories().join(format!("{id}.toml"));
    let of_another =
        |path: PathBuf| store::is_file(&path) && Source::File(path).title() != plain(title);
    let mut id = short_slug(title);
    if built_in(&id) || of_another(file(&id)) {
        id = slug(title);
    }
    let path = file(&id);
    if store::is_file(&path) {
        return Err(format!(
            "{} is there already: choose another title, or edit that file",
            path.display()
        ));
    }
    if built_in(&id) {
        return Err(format!(
            "a built-in scenario is called {id}: choose another title"
        ));
    }
    Ok(path)
}
