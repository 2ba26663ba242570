//! Downloads a model: resumes, verifies, and gives the file its name only when
//! it is complete and identical to the published one.
#![allow(
    clippy::disallowed_methods,
    reason = "this module is the disk and the network"
)]

use super::http::{Client, Refusal};
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

/// Why a model was not fetched. Each message says what is kept and what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// No connection at all.
    #[error(
        "{url} cannot be reached ({why}): check the network and try again, or fetch the file with \
         a browser and put it into {}",
        .folder.display()
    )]
    Unreachable {
        /// The address.
        url: String,
        /// The reason.
        why: String,
        /// Where a file obtained another way belongs.
        folder: PathBuf,
    },
    /// The server refused.
    #[error("the server answered {status} to {url}{}", advice(*.status))]
    Status {
        /// The address.
        url: String,
        /// HTTP status.
        status: u16,
    },
    /// The server sent a web page.
    #[error(
        "a web page came in place of the model from {url}; the network may want you to sign in \
         first: open a page in a browser, then try again"
    )]
    WebPage {
        /// The address.
        url: String,
    },
    /// The server's file has another size.
    #[error("the file at {url} is another one: it has {have} bytes instead of {want}")]
    Size {
        /// The address.
        url: String,
        /// Bytes of the server's file.
        have: u64,
        /// Bytes in the manifest.
        want: u64,
    },
    /// Too many attempts failed.
    #[error(
        "the download did not get through ({why}); {have} of {want} are kept, and `rehearse \
         model get {name}` goes on from there"
    )]
    CutOff {
        /// Name of the model.
        name: String,
        /// The reason of the last failure.
        why: String,
        /// Bytes received.
        have: Bytes,
        /// Bytes in the manifest.
        want: Bytes,
    },
    /// The complete file is not the published one.
    #[error(
        "what came from {url} is not the published file (SHA-256 {have} instead of {want}) and was \
         thrown away; if it happens again, a proxy or mirror in between has changed it"
    )]
    Hash {
        /// The address.
        url: String,
        /// SHA-256 of the received file.
        have: String,
        /// SHA-256 in the manifest.
        want: String,
    },
    /// There is not enough space.
    #[error(
        "{need} are needed in {} and {free} are free: make room, or set REHEARSE_MODEL_DIR to a \
         folder on another disk",
        .folder.display()
    )]
    NoRoom {
        /// The folder of models.
        folder: PathBuf,
        /// Bytes still to be received.
        need: Bytes,
        /// Bytes that are free.
        free: Bytes,
    },
    /// The disk filled up during the download.
    #[error(
        "the disk of {} is full; {have} of {want} are kept, and `rehearse model get {name}` goes \
         on once there is room",
        .folder.display()
    )]
    DiskFull {
        /// Name of the model.
        name: String,
        /// The folder of models.
        folder: PathBuf,
        /// Bytes received.
        have: Bytes,
        /// Bytes in the manifest.
        want: Bytes,
    },
    /// Another process downloads the same model.
    #[error("another rehearse is fetching {name} at this moment; wait for it")]
    Busy {
        /// Name of the model.
        name: String,
    },
    /// The disk refused an operation.
    #[error("{} cannot be written: {source}", .path.display())]
    Disk {
        /// Folder or file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
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
        None => Ok(()),
        Some(refusal) => match Stop::of(refusal, known, url) {
            Stop::Final(error) => Err(error),
            Stop::NoAnswer(why) => Err(unreachable(url, why, folder)),
            Stop::Broken(_) => Ok(()),
        },
    }
}

fn unreachable(url: &str, why: String, folder: &Path) -> FetchError {
    FetchError::Unreachable {
        url: url.to_owned(),
        why,
        folder: folder.to_owned(),
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
    let target = folder.join(&known.file);
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |source| FetchError::Disk { path, source }
    };
    std::fs::create_dir_all(folder).map_err(disk(folder))?;
    let mut part = PartFile::open(&target).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => FetchError::Busy {
            name: known.name.clone(),
        },
        _ => disk(folder)(error),
    })?;
    // A longer file is not the beginning of this one.
    if part.length() > known.bytes.0 {
        part.restart().map_err(disk(&target))?;
    }
    let need = known.bytes.0 - part.length();
    if let Some(free) = free_space(folder).filter(|&free| free < need) {
        return Err(FetchError::NoRoom {
            folder: folder.to_owned(),
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
        return Err(FetchError::Hash {
            url: url.to_owned(),
            have,
            want: known.sha256.clone(),
        });
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

/// Why a connection ended early.
enum Stop {
    /// No answer.
    NoAnswer(String),
    /// The connection broke, or the server is busy: a retry may help.
    Broken(String),
    /// Another try would not help.
    Final(FetchError),
}

impl Stop {
    /// Whether a refusal is worth another try.
    fn of(refusal: Refusal, known: &Known, url: &str) -> Self {
        let url = url.to_owned();
        match refusal {
            Refusal::NoAnswer(why) => Self::NoAnswer(why),
            Refusal::Status(status @ (408 | 429 | 500..=599)) => {
                Self::Broken(format!("the server answered {status}"))
            }
            Refusal::OtherRest => Self::Broken("the server sent a part unasked".to_owned()),
            Refusal::Status(status) => Self::Final(FetchError::Status { url, status }),
            Refusal::WebPage => Self::Final(FetchError::WebPage { url }),
            Refusal::Size(have) => Self::Final(FetchError::Size {
                url,
                have,
                want: known.bytes.0,
            }),
        }
    }
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
    ) -> Result<(), FetchError> {
        let want = self.known.bytes;
        let (mut furthest, mut fruitless, mut answered) = (part.length(), 0, false);
        while part.length() < want.0 {
            let why = match self.connect(part, report) {
                Ok(()) => break,
                Err(Stop::Final(error)) => return Err(error),
                // Offline from the start: say so now, not after a minute of trying.
                Err(Stop::NoAnswer(why)) if !answered => {
                    return Err(unreachable(self.url, why, self.folder));
                }
                Err(Stop::NoAnswer(why) | Stop::Broken(why)) => why,
            };
            answered = true;
            if part.length() >= furthest + WORTH_A_TRY {
                furthest = part.length();
                fruitless = 0;
            }
            fruitless += 1;
            if fruitless >= patience.tries {
                return Err(FetchError::CutOff {
                    name: self.known.name.clone(),
                    why,
                    have: Bytes(part.length()),
                    want,
                });
            }
            let pause = patience.pause * 2_u32.pow((fruitless - 1).min(5));
            report(Step::Waiting { why, pause });
            thread::sleep(pause);
        }
        Ok(())
    }

    /// Receives over one connection, until the part is whole or the connection breaks.
    fn connect(&mut self, part: &mut PartFile, report: &mut dyn FnMut(Step)) -> Result<(), Stop> {
        let want = self.known.bytes.0;
        let mut body = self
            .client
            .get(self.url, part.length(), want, self.etag.as_deref())
            .map_err(|refusal| self.refused(refusal, part))?;
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
                Ok(0) => return Err(Stop::Broken("it ended early".to_owned())),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    return Err(Stop::Broken("nothing came for a while".to_owned()));
                }
                Err(error) => return Err(Stop::Broken(error.to_string())),
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

    fn refused(&mut self, refusal: Refusal, part: &mut PartFile) -> Stop {
        match refusal {
            // The rest is not to be had: from the start, then.
            Refusal::Status(416) | Refusal::OtherRest if part.length() > 0 => {
                self.etag = None;
                match part.restart() {
                    Ok(()) => Stop::Broken("the server could not go on from there".to_owned()),
                    Err(error) => self.disk(error, part),
                }
            }
            refusal => Stop::of(refusal, self.known, self.url),
        }
    }

    fn disk(&self, source: io::Error, part: &PartFile) -> Stop {
        Stop::Final(match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FetchError::DiskFull {
                name: self.known.name.clone(),
                folder: self.folder.to_owned(),
                have: Bytes(part.length()),
                want: self.known.bytes,
            },
            _ => FetchError::Disk {
                path: self.folder.join(&self.known.file),
                source,
            },
        })
    }
}
