//! Downloads a model: resumes, verifies, and gives the file its name only when
//! it is complete and identical to the published one.
#![allow(
    clippy::disallowed_methods,
    reason = "this module is the disk and the network"
)]

use super::fetch_error::{FetchError, FetchProblem};
use super::http::Client;
use super::part::{PartFile, free_space};
use super::verify::{note, sha256};
use super::{Bytes, Known};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// How long to retry on a bad connection.
#[derive(Debug, Clone, Copy)]
pub struct RetryPolicy {
    /// Consecutive attempts without new data before giving up.
    pub tries: u32,
    /// Pause after the first of them; doubled each time.
    pub pause: Duration,
    /// How long the server may send nothing.
    pub silence: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            tries: 5,
            pause: Duration::from_secs(1),
            silence: Duration::from_secs(30),
        }
    }
}

/// Progress of a download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Data is arriving.
    Receiving {
        /// Bytes received, including those of an earlier run.
        done: Bytes,
    },
    /// The connection broke; another attempt follows.
    Waiting {
        /// What happened.
        why: String,
        /// Time until the next attempt.
        pause: Duration,
    },
    /// The file is complete and is being hashed.
    Verifying {
        /// Bytes hashed.
        done: Bytes,
    },
}

/// Whether a model can be fetched from there: sends a request without downloading.
///
/// # Errors
/// The error that [`fetch`] would return at once. A server that is only busy may answer later.
pub fn probe(
    known: &Known,
    url: &str,
    folder: &Path,
    patience: RetryPolicy,
) -> Result<(), FetchError> {
    let client = Client::new(patience.silence);
    match client.get(url, 0, known.bytes.0, None).err() {
        None | Some(FetchProblem::Broken(_)) => Ok(()),
        Some(problem) => Err(problem.with(known, url, folder)),
    }
}

/// Fetches a model into a folder, resuming an earlier run, and returns its path. A file
/// of that name is replaced atomically, and only by a complete and verified one.
///
/// # Errors
/// [`FetchError`]. An incomplete file is kept, a wrong one is not.
pub fn fetch(
    known: &Known,
    url: &str,
    folder: &Path,
    patience: RetryPolicy,
    report: &mut dyn FnMut(Step),
) -> Result<PathBuf, FetchError> {
    fetched(known, url, folder, patience, report)
        .map_err(|problem| problem.with(known, url, folder))
}

fn fetched(
    known: &Known,
    url: &str,
    folder: &Path,
    patience: RetryPolicy,
    report: &mut dyn FnMut(Step),
) -> Result<PathBuf, FetchProblem> {
    let target = folder.join(&known.file);
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |source| FetchProblem::Disk { path, source }
    };
    std::fs::create_dir_all(folder).map_err(disk(folder))?;
    let mut part = PartFile::open(&target).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => FetchProblem::Busy,
        _ => disk(folder)(error),
    })?;
    // A longer file is not the beginning of this one.
    if part.length() > known.bytes.0 {
        part.restart().map_err(disk(&target))?;
    }
    let need = known.bytes.0 - part.length();
    if let Some(free) = free_space(folder).filter(|&free| free < need) {
        return Err(FetchProblem::NoRoom {
            need: Bytes(need),
            free: Bytes(free),
        });
    }

    let mut course = Download {
        known,
        url,
        folder,
        client: Client::new(patience.silence),
        etag: None,
    };
    if let Err(error) = course.receive(&mut part, patience, report) {
        // An empty part file is useless.
        if part.length() == 0 {
            let _ = part.discard();
        }
        return Err(error);
    }
    part.sync().map_err(disk(&target))?;
    let contents = part.contents().map_err(disk(&target))?;
    let have =
        sha256(contents, &mut |done| report(Step::Verifying { done })).map_err(disk(&target))?;
    if have != known.sha256 {
        part.discard().map_err(disk(&target))?;
        return Err(FetchProblem::Hash(have));
    }
    part.rename(&target).map_err(disk(&target))?;
    note(&target, known);
    Ok(target)
}

/// One download, over as many connections as needed.
struct Download<'a> {
    known: &'a Known,
    url: &'a str,
    folder: &'a Path,
    client: Client,
    /// The server's ETag of the version that the part belongs to. It is not kept between runs: the
    /// manifest's hash shows in the end whether the parts fit together.
    etag: Option<String>,
}

/// A try that brings less than this counts as one that brought nothing: a connection that breaks
/// after every few bytes must not go on for ever.
const WORTH_A_TRY: u64 = 1 << 20;

impl Download<'_> {
    /// Receives until the part is whole.
    fn receive(
        &mut self,
        part: &mut PartFile,
        patience: RetryPolicy,
        report: &mut dyn FnMut(Step),
    ) -> Result<(), FetchProblem> {
        let want = self.known.bytes.0;
        let (mut furthest, mut fruitless, mut answered) = (part.length(), 0, false);
        while part.length() < want {
            let why = match self.connect(part, report) {
                Ok(()) => break,
                Err(FetchProblem::Broken(why)) => why,
                // Offline from the start: say so now, not after a minute of trying.
                Err(FetchProblem::Unreachable(why)) if answered => why,
                Err(problem) => return Err(problem),
            };
            answered = true;
            if part.length() >= furthest + WORTH_A_TRY {
                furthest = part.length();
                fruitless = 0;
            }
            fruitless += 1;
            if fruitless >= patience.tries {
                return Err(FetchProblem::CutOff {
                    why,
                    have: Bytes(part.length()),
                });
            }
            let pause = patience.pause * 2_u32.pow((fruitless - 1).min(5));
            report(Step::Waiting { why, pause });
            thread::sleep(pause);
        }
        Ok(())
    }

    /// Receives over one connection, until the part is whole or the connection breaks.
    fn connect(
        &mut self,
        part: &mut PartFile,
        report: &mut dyn FnMut(Step),
    ) -> Result<(), FetchProblem> {
        let want = self.known.bytes.0;
        let offered = self
            .client
            .get(self.url, part.length(), want, self.etag.as_deref());
        let mut body = match offered {
            // From the start, then.
            Err(FetchProblem::NoRest) => {
                self.etag = None;
                part.restart().map_err(|error| self.disk(error, part))?;
                let why = "the server could not go on from there";
                return Err(FetchProblem::Broken(why.to_owned()));
            }
            offered => offered?,
        };
        if body.is_whole {
            part.restart().map_err(|error| self.disk(error, part))?;
        }
        self.etag = body.etag.take();
        let mut buffer = vec![0; 256 << 10];
        report(Step::Receiving {
            done: Bytes(part.length()),
        });
        while part.length() < want {
            let read = match body.reader.read(&mut buffer) {
                Ok(0) => return Err(FetchProblem::Broken("it ended early".to_owned())),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    return Err(FetchProblem::Broken("nothing came for a while".to_owned()));
                }
                Err(error) => return Err(FetchProblem::Broken(error.to_string())),
            };
            // A server that sends no length may send too much; the hash judges what was asked for.
            let read = read.min(usize::try_from(want - part.length()).unwrap_or(read));
            part.append(&buffer[..read])
                .map_err(|error| self.disk(error, part))?;
            report(Step::Receiving {
                done: Bytes(part.length()),
            });
        }
        Ok(())
    }

    fn disk(&self, source: io::Error, part: &PartFile) -> FetchProblem {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                FetchProblem::DiskFull(Bytes(part.length()))
            }
            _ => FetchProblem::Disk {
                path: self.folder.join(&self.known.file),
                source,
            },
        }
    }
}
