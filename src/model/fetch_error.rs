//! Why a model was not fetched.

use super::{Bytes, Known};
use std::io;
use std::path::{Path, PathBuf};

/// A model was not fetched. The message says why, what is kept and what to do next.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct FetchError {
    known: Box<Known>,
    url: String,
    folder: PathBuf,
    /// The reason.
    pub problem: FetchProblem,
}

/// What went wrong with a download.
#[derive(Debug)]
pub enum FetchProblem {
    /// No connection at all, with the network's message.
    Unreachable(String),
    /// The server refused, with this HTTP status.
    Status(u16),
    /// The server sent a web page.
    WebPage,
    /// The server's file has another size.
    Size(u64),
    /// The server does not send the rest of what is there.
    NoRest,
    /// The connection broke, or the server is busy: a retry may help.
    Broken(String),
    /// Too many attempts failed.
    CutOff {
        /// The reason of the last failure.
        why: String,
        /// Bytes received.
        have: Bytes,
    },
    /// The complete file is not the published one; its SHA-256.
    Hash(String),
    /// There is not enough space.
    NoRoom {
        /// Bytes still to be received.
        need: Bytes,
        /// Bytes that are free.
        free: Bytes,
    },
    /// The disk filled up during the download; bytes received.
    DiskFull(Bytes),
    /// Another process downloads the same model.
    Busy,
    /// The disk refused an operation.
    Disk {
        /// Folder or file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

impl FetchProblem {
    /// The error for a model that was to be fetched from `url` into `folder`.
    pub(super) fn with(self, known: &Known, url: &str, folder: &Path) -> FetchError {
        FetchError {
            known: Box::new(known.clone()),
            url: url.to_owned(),
            folder: folder.to_owned(),
            problem: self,
        }
    }
}

impl FetchError {
    fn sentence(&self) -> String {
        let (url, folder) = (&self.url, self.folder.display());
        let Known {
            name,
            bytes,
            sha256,
            ..
        } = &*self.known;
        match &self.problem {
            FetchProblem::Unreachable(why) => format!(
                "{url} cannot be reached ({why}): check the network and try again, or fetch the file with a browser \
                 and put it into {folder}"
            ),
            FetchProblem::Status(status) => {
                format!("the server answered {status} to {url}{}", advice(*status))
            }
            FetchProblem::WebPage => format!(
                "a web page came in place of the model from {url}; the network may want you to sign in first: open a \
                 page in a browser, then try again"
            ),
            FetchProblem::Size(have) => format!(
                "the file at {url} is another one: it has {have} bytes instead of {}",
                bytes.0
            ),
            FetchProblem::NoRest => format!("the download from {url} cannot be continued"),
            FetchProblem::Broken(why) => format!("the download from {url} broke off ({why})"),
            FetchProblem::CutOff { why, have } => format!(
                "the download did not get through ({why}); {have} of {bytes} are kept, and `rehearse model get {name}` \
                 goes on from there"
            ),
            FetchProblem::Hash(have) => format!(
                "what came from {url} is not the published file (SHA-256 {have} instead of {sha256}) and was thrown \
                 away; if it happens again, a proxy or mirror in between has changed it"
            ),
            FetchProblem::NoRoom { need, free } => format!(
                "{need} are needed in {folder} and {free} are free: make room, or set REHEARSE_MODEL_DIR to a folder \
                 on another disk"
            ),
            FetchProblem::DiskFull(have) => format!(
                "the disk of {folder} is full; {have} of {bytes} are kept, and `rehearse model get {name}` goes on \
                 once there is room"
            ),
            FetchProblem::Busy => {
                format!("another rehearse is fetching {name} at this moment; wait for it")
            }
            FetchProblem::Disk { path, source } => {
                format!("{} cannot be written: {source}", path.display())
            }
        }
    }
}

fn advice(status: u16) -> &'static str {
    match status {
        401 | 403 | 407 => ": it, or a proxy on the way, wants you to sign in",
        404 | 410 => {
            ": the file is not there; check REHEARSE_MODEL_BASE_URL if it is set, else this \
             rehearse is too old for its source"
        }
        _ => "; try again later",
    }
}
