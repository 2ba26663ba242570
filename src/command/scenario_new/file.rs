//! The file of a new story, under an unused name.

use crate::command::scenarios::{own_folder, title_of};
use crate::command::{Context, Failure};
use crate::scenario::{builtins, short_slug, slug};
use crate::store;
use crate::story::{Draft, plain, to_toml};
use std::path::PathBuf;

/// Writes the file under an unused name; an existing one is never changed.
pub(super) fn write(draft: &Draft, context: &Context) -> Result<PathBuf, Failure> {
    if let Some(why) = taken(&draft.title, context) {
        return Err(Failure::error(why));
    }
    let folder = own_folder(context);
    let path = folder.join(format!("{}.toml", id_of(&draft.title, context)));
    store::private_folder(&folder)?;
    store::write_atomic(&path, to_toml(draft).as_bytes())?;
    Ok(path)
}

/// The id for a story of this title: a short one, or a longer one where that is in use.
pub(super) fn id_of(title: &str, context: &Context) -> String {
    let id = short_slug(title);
    let there = own_folder(context).join(format!("{id}.toml"));
    let built_in = || builtins().iter().any(|builtin| builtin.id == id);
    let another = store::is_file(&there) && title_of(&there) != plain(title);
    if another || built_in() {
        slug(title)
    } else {
        id
    }
}

/// Why no story can be written under this title, if so.
pub(super) fn taken(title: &str, context: &Context) -> Option<String> {
    let id = id_of(title, context);
    let path = own_folder(context).join(format!("{id}.toml"));
    if store::is_file(&path) {
        return Some(format!(
            "{} is there already: choose another title, or edit that file",
            path.display()
        ));
    }
    let built_in = builtins().iter().any(|builtin| builtin.id == id);
    built_in.then(|| format!("a built-in scenario is called {id}: choose another title"))
}
