//! One folder per session, written as it happens; own scenarios and settings beside them.
//!
//! `<data>/sessions/<UTC start>-<scenario>/` holds `take.wav`, `session.json`, `scenario.toml`,
//! `journal.jsonl`, `report.html` and `report.md`. All of it is private: folders 0700, files 0600.
//! Whole files are replaced atomically; recorded sound is never overwritten.

mod atomic;
mod error;
mod folder;
mod folder_lock;
mod journal;
mod sessions;
mod settings;
mod space;
mod summary;
mod text;

pub(crate) use atomic::{private_folder, remove_file, write_atomic, write_new};
pub(crate) use error::StoreError;
pub(crate) use folder::SessionFolder;
pub(crate) use folder_lock::lock_folder;
pub(crate) use journal::Journal;
pub(crate) use sessions::Store;
pub use settings::Settings;
pub(crate) use space::{BESIDE_THE_TAKE, free_bytes, holds_something, room_for, try_writing};
pub(crate) use summary::{SectionSpans, SessionOutcome};
pub(crate) use text::{files_with_ending, is_file, is_folder, read_text};
