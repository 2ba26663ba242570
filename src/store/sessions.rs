#![allow(clippy::disallowed_methods, reason = "this module is the disk")]
//! All sessions: creates, lists and finds them.

use super::atomic::{keep_names, new_private_folder, private_folder, write_atomic};
use super::error::StoreError;
use super::folder::SessionFolder;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// All sessions of a data folder.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// The store in the data folder. Does not access the disk.
    pub fn new(data: &Path) -> Self {
        Self {
            root: data.join("sessions"),
        }
    }

    /// Creates the folder of a new session, `<stamp>-<scenario>`; a second one within the same second
    /// gets a counter, so that two programs never share a folder. The scenario's text is stored in it.
    ///
    /// # Errors
    /// When the folder cannot be created or written.
    pub fn create(
        &self,
        stamp: &str,
        scenario: &str,
        scenario_toml: &str,
    ) -> Result<SessionFolder, StoreError> {
        private_folder(&self.root)?;
        for counter in 1_u32.. {
            let id = match counter {
                1 => format!("{stamp}-{scenario}"),
                _ => format!("{stamp}-{scenario}-{counter}"),
            };
            let path = self.root.join(id);
            match new_private_folder(&path) {
                Ok(()) => {
                    for parent in self.root.ancestors().take(2) {
                        keep_names(parent);
                    }
                    let folder = SessionFolder::at(path);
                    let written = write_atomic(&folder.scenario_path(), scenario_toml.as_bytes());
                    if let Err(error) = written {
                        // Nothing was recorded yet: an empty folder is not a session.
                        let _ = folder.remove();
                        return Err(error);
                    }
                    return Ok(folder);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::disk("create the folder", &path)(error)),
            }
        }
        unreachable!("the counter runs out after the disk does")
    }

    /// Every session folder, oldest first. The position in this list, from 1, is its number.
    /// Links are skipped: a session is a folder of its own.
    ///
    /// # Errors
    /// When the folder cannot be read. A store that does not exist yet is empty.
    pub fn folders(&self) -> Result<Vec<SessionFolder>, StoreError> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::disk("read", &self.root)(error)),
        };
        let mut folders = Vec::new();
        for entry in entries {
            let entry = entry.map_err(StoreError::disk("read", &self.root))?;
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(SessionFolder::at(entry.path()));
            }
        }
        folders.sort_by(|a, b| a.path().cmp(b.path()));
        Ok(folders)
    }

    /// A session by number (as `sessions list` shows it), by id, by the beginning of an id that holds the whole date
    /// at least, or `last`.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when there is none, or more than one.
    pub fn find(&self, name: &str) -> Result<SessionFolder, StoreError> {
        let unknown = || StoreError::Unknown(name.into());
        let mut folders = self.folders()?;
        if name == "last" {
            return newest(&mut folders).ok_or_else(unknown);
        }
        if let Some(exact) = folders.iter().find(|folder| folder.id() == name) {
            return Ok(exact.clone());
        }
        if name.len() < DATE {
            // A number that is no session must not be taken for the beginning of another one.
            let number = name.parse::<usize>().ok();
            let at = number.filter(|number| (1..=folders.len()).contains(number));
            return at
                .map(|number| folders.swap_remove(number - 1))
                .ok_or_else(unknown);
        }
        let mut starting = folders
            .into_iter()
            .filter(|folder| folder.id().starts_with(name));
        match (starting.next(), starting.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(unknown()),
        }
    }

    /// The demo's takes with this source, which a new one replaces.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn synthetic(&self, source: &str) -> Result<Vec<SessionFolder>, StoreError> {
        let mut folders = self.folders()?;
        folders.retain(|folder| {
            let summary = folder.summary();
            summary.is_ok_and(|summary| summary.take.synthetic && summary.take.source == source)
        });
        Ok(folders)
    }

    /// The shortest name of a session: `last`, or its number.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn shortest_name(&self, folder: &SessionFolder) -> Result<String, StoreError> {
        let mut folders = self.folders()?;
        let number = folders.iter().position(|one| one == folder);
        Ok(match number {
            Some(at) if newest(&mut folders).as_ref() != Some(folder) => (at + 1).to_string(),
            _ => "last".to_owned(),
        })
    }
}

/// Characters of a date: `20261129`.
const DATE: usize = 8;

/// The newest session in the candidate's own voice; if there is none, the newest of the demo. A folder that was
/// renamed is as old as its record says; one that is no session is none.
fn newest(folders: &mut Vec<SessionFolder>) -> Option<SessionFolder> {
    folders.retain(|folder| folder.stamp().is_some());
    folders.sort_by_cached_key(SessionFolder::stamp);
    let own = folders.iter().rposition(|folder| {
        // One that cannot be read may be the candidate's own: opening it reports why.
        folder
            .summary()
            .map_or(true, |summary| !summary.take.synthetic)
    });
    match own {
        Some(at) => Some(folders.swap_remove(at)),
        None => folders.pop(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sessions_in_one_second_get_two_folders() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path());
        let first = store
            .create("20261123T091200Z", "story", "title = \"x\"")
            .unwrap();
        let second = store
            .create("20261123T091200Z", "story", "title = \"x\"")
            .unwrap();
        assert_ne!(first.path(), second.path());
        assert_eq!(store.folders().unwrap().len(), 2);
        assert_eq!(store.find("2").unwrap().id(), second.id());
        assert_eq!(store.find("last").unwrap().id(), second.id());
        assert_eq!(
            store.find("20261123T091200Z-story").unwrap().id(),
            first.id()
        );
        assert!(store.find("3").is_err() && store.find("").is_err());
    }

    #[test]
    fn a_number_that_is_no_session_is_not_the_beginning_of_one() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path());
        let only = store.create("20261123T091200Z", "story", "").unwrap();
        for name in ["2", "20", "202611", "0"] {
            assert!(store.find(name).is_err(), "{name}");
        }
        assert_eq!(store.find("20261123").unwrap(), only);
    }

    #[test]
    fn the_last_session_is_the_one_that_began_last_whatever_its_folder_is_called() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path());
        let old = store.create("20261123T091200Z", "story", "").unwrap();
        let renamed = home.path().join("sessions/my-best-take");
        fs::rename(old.path(), &renamed).unwrap();
        let new = store.create("20261124T091200Z", "story", "").unwrap();
        fs::create_dir(home.path().join("sessions/zz-notes")).unwrap();
        assert_eq!(store.find("last").unwrap(), new);
        assert_eq!(store.find("my-best-take").unwrap().path(), renamed);
    }

    #[cfg(unix)]
    #[test]
    fn sessions_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let folder = Store::new(home.path())
            .create("20261123T091200Z", "story", "")
            .unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path()), 0o700);
        assert_eq!(mode(&folder.scenario_path()), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_a_session() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path());
        store.create("20261123T091200Z", "story", "").unwrap();
        std::os::unix::fs::symlink("/", home.path().join("sessions/20261123T091300Z-link"))
            .unwrap();
        assert_eq!(store.folders().unwrap().len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_linked_take_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let folder = Store::new(home.path())
            .create("20261123T091200Z", "story", "")
            .unwrap();
        assert_eq!(folder.take().unwrap(), folder.take_path());
        std::os::unix::fs::symlink("/etc/hostname", folder.take_path()).unwrap();
        let said = folder.take().unwrap_err().to_string();
        assert!(
            said.contains("it is a link or a folder, not a file"),
            "{said}"
        );
    }
}
