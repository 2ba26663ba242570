//! Downloads of a model over a network with all usual faults.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "looks at the disk")]

mod common;

use common::scripted_model::{self, Say};
use common::server::{Answer, ETAG, Server};
use rehearse::model::{
    Bytes, FetchError, FetchProblem, Known, ModelFile, RetryPolicy, Speed, Step, fetch, installed,
    is_verified, remove, verify,
};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::time::Duration;

/// A model large enough for several attempts: over three megabytes.
fn model() -> Vec<u8> {
    scripted_model::model(&[Say::At(0), Say::Text(b" Hello"), Say::At(100)])
}

fn known(file: &[u8]) -> Known {
    let digest = Sha256::digest(file);
    Known {
        name: "test.en".into(),
        file: "ggml-test.en.bin".into(),
        bytes: Bytes(file.len() as u64),
        sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        speed: Speed::VeryFast,
        good_for: "tests".into(),
    }
}

const PATIENCE: RetryPolicy = RetryPolicy {
    tries: 3,
    pause: Duration::from_millis(1),
    silence: Duration::from_millis(1500),
};

/// One download into a fresh folder.
struct Download {
    folder: tempfile::TempDir,
    known: Known,
    file: Vec<u8>,
    steps: Vec<Step>,
}

impl Download {
    fn new() -> Self {
        let file = model();
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            known: known(&file),
            file,
            steps: Vec::new(),
        }
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("ggml-test.en.bin")
    }

    fn part(&self) -> PathBuf {
        self.folder.path().join("ggml-test.en.bin.part")
    }

    fn server(&self, answers: Vec<Answer>) -> Server {
        Server::new(self.file.clone(), answers)
    }

    fn from(&mut self, url: &str) -> Result<PathBuf, FetchError> {
        let steps = &mut self.steps;
        let url = format!("{url}/ggml-test.en.bin");
        fetch(
            &self.known,
            &url,
            self.folder.path(),
            PATIENCE,
            &mut |step| {
                steps.push(step);
            },
        )
    }

    /// The complete file exists under its name, with nothing else but the record of its verification.
    fn assert_done(&self) {
        assert_eq!(std::fs::read(self.target()).unwrap(), self.file);
        ModelFile::open("test.en", &self.target()).expect("a whole model");
        let mut left: Vec<_> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["ggml-test.en.bin", "ggml-test.en.bin.sha256"]);
    }

    /// Nothing exists under the final name.
    fn assert_not_there(&self) {
        assert!(!self.target().exists());
    }
}

fn ranges(server: &Server) -> Vec<Option<String>> {
    server.requests().into_iter().map(|r| r.range).collect()
}

#[test]
fn a_model_arrives_whole_verified_and_under_its_name() {
    let mut download = Download::new();
    let server = download.server(vec![Answer::File]);
    let path = download.from(&server.url).unwrap();
    assert_eq!(path, download.target());
    download.assert_done();
    let size = download.known.bytes;
    assert_eq!(download.steps[0], Step::Receiving { done: Bytes(0) });
    assert!(download.steps.contains(&Step::Receiving { done: size }));
    assert_eq!(download.steps.last(), Some(&Step::Verifying { done: size }));
    assert_eq!(server.requests()[0].path, "/ggml-test.en.bin");
}

#[test]
fn a_broken_connection_is_resumed() {
    let mut download = Download::new();
    let server = download.server(vec![
        Answer::CutAfter(1_500_000),
        Answer::CutAfter(1_200_000),
        Answer::File,
    ]);
    download.from(&server.url).unwrap();
    download.assert_done();
    let requests = server.requests();
    assert_eq!(
        ranges(&server),
        [
            None,
            Some("bytes=1500000-".into()),
            Some("bytes=2700000-".into())
        ]
    );
    // The server was asked to send the rest only if the file is unchanged.
    assert_eq!(requests[1].if_range.as_deref(), Some(ETAG));
    let waits = |step: &&Step| matches!(step, Step::Waiting { .. });
    assert_eq!(download.steps.iter().filter(waits).count(), 2);
}

#[test]
fn a_later_run_resumes_an_earlier_one() {
    let mut download = Download::new();
    std::fs::write(download.part(), &download.file[..2_000_000]).unwrap();
    let server = download.server(vec![Answer::File]);
    download.from(&server.url).unwrap();
    download.assert_done();
    assert_eq!(ranges(&server), [Some("bytes=2000000-".to_owned())]);
    assert_eq!(
        download.steps[0],
        Step::Receiving {
            done: Bytes(2_000_000)
        }
    );
}

#[test]
fn a_part_that_is_already_whole_needs_no_network() {
    let mut download = Download::new();
    std::fs::write(download.part(), &download.file).unwrap();
    download.from(&Server::nobody()).unwrap();
    download.assert_done();
}

#[test]
fn a_part_that_is_too_long_is_begun_again() {
    let mut download = Download::new();
    std::fs::write(download.part(), vec![7; download.file.len() + 1]).unwrap();
    let server = download.server(vec![Answer::File]);
    download.from(&server.url).unwrap();
    download.assert_done();
    assert_eq!(ranges(&server), [None]);
}

#[test]
fn a_server_without_ranges_starts_over() {
    let mut download = Download::new();
    std::fs::write(download.part(), &download.file[..2_000_000]).unwrap();
    let server = download.server(vec![Answer::IgnoreRange]);
    download.from(&server.url).unwrap();
    download.assert_done();
}

#[test]
fn a_server_that_sends_another_part_starts_over() {
    let mut download = Download::new();
    std::fs::write(download.part(), &download.file[..2_000_000]).unwrap();
    let server = download.server(vec![Answer::WrongRange, Answer::File]);
    download.from(&server.url).unwrap();
    download.assert_done();
    assert_eq!(ranges(&server)[1], None);
}

#[test]
fn a_server_that_sends_no_length_is_judged_by_the_hash() {
    let mut download = Download::new();
    let server = download.server(vec![Answer::WithoutLength]);
    download.from(&server.url).unwrap();
    download.assert_done();
}

#[test]
fn a_redirect_is_followed_and_keeps_the_range() {
    let mut download = Download::new();
    std::fs::write(download.part(), &download.file[..1_000]).unwrap();
    let store = download.server(vec![Answer::File]);
    let server = download.server(vec![Answer::Redirect(format!("{}/lfs/abc", store.url))]);
    download.from(&server.url).unwrap();
    download.assert_done();
    assert_eq!(store.requests()[0].path, "/lfs/abc");
    assert_eq!(ranges(&store), [Some("bytes=1000-".to_owned())]);
}

#[test]
fn a_redirect_without_end_is_given_up() {
    let mut download = Download::new();
    let server = download.server(vec![Answer::Redirect("/again".into())]);
    let sentence = download.from(&server.url).unwrap_err().to_string();
    assert!(sentence.contains("redirects without end"), "{sentence}");
}

#[test]
fn a_wrong_file_is_discarded_and_reported() {
    let mut download = Download::new();
    let mut other = download.file.clone();
    other[3_000_000] ^= 1;
    let server = Server::new(other, vec![Answer::File]);
    let error = download.from(&server.url).unwrap_err();
    let sentence = error.to_string();
    assert!(matches!(error.problem, FetchProblem::Hash(_)));
    assert!(sentence.contains("not the published file"), "{sentence}");
    assert!(sentence.contains("thrown away"), "{sentence}");
    download.assert_not_there();
    assert!(!download.part().exists());
}

#[test]
fn a_wrong_beginning_from_an_earlier_run_is_found_by_the_hash() {
    let mut download = Download::new();
    std::fs::write(download.part(), vec![0; 1_000_000]).unwrap();
    let server = download.server(vec![Answer::File]);
    let error = download.from(&server.url).unwrap_err();
    assert!(matches!(error.problem, FetchProblem::Hash(_)));
    // The wrong part is gone, so the next run succeeds.
    download.from(&server.url).unwrap();
    download.assert_done();
}

#[test]
fn a_file_of_another_size_is_not_even_begun() {
    let mut download = Download::new();
    let server = Server::new(vec![1; 12_345], vec![Answer::File]);
    let error = download.from(&server.url).unwrap_err();
    assert!(matches!(error.problem, FetchProblem::Size(12_345)));
    download.assert_not_there();
}

#[test]
fn a_page_that_wants_a_sign_in_is_recognised() {
    let mut download = Download::new();
    let server = download.server(vec![Answer::Page]);
    let error = download.from(&server.url).unwrap_err();
    assert!(matches!(error.problem, FetchProblem::WebPage));
    assert!(error.to_string().contains("sign in"));
    download.assert_not_there();
}

#[test]
fn a_missing_file_is_reported_at_once() {
    let mut download = Download::new();
    let server = download.server(vec![Answer::Status(404)]);
    let error = download.from(&server.url).unwrap_err();
    assert!(matches!(error.problem, FetchProblem::Status(404)));
    assert!(error.to_string().contains("the file is not there"));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_busy_server_is_asked_again() {
    let mut download = Download::new();
    let server = download.server(vec![Answer::Status(503), Answer::Status(429), Answer::File]);
    download.from(&server.url).unwrap();
    download.assert_done();
}

#[test]
fn without_a_network_the_answer_comes_at_once() {
    let mut download = Download::new();
    let error = download.from(&Server::nobody()).unwrap_err();
    let sentence = error.to_string();
    assert!(matches!(error.problem, FetchProblem::Unreachable(_)));
    assert!(sentence.contains("check the network"), "{sentence}");
    assert!(
        !download
            .steps
            .iter()
            .any(|step| matches!(step, Step::Waiting { .. }))
    );
}

#[test]
fn a_connection_that_always_breaks_is_given_up_and_the_part_kept() {
    let mut download = Download::new();
    let server = download.server(vec![Answer::CutAfter(1_000)]);
    let error = download.from(&server.url).unwrap_err();
    let sentence = error.to_string();
    assert!(
        matches!(error.problem, FetchProblem::CutOff { .. }),
        "{sentence}"
    );
    assert!(
        sentence.contains("`rehearse model get test.en` goes on"),
        "{sentence}"
    );
    assert_eq!(server.requests().len(), PATIENCE.tries as usize);
    assert_eq!(std::fs::metadata(download.part()).unwrap().len(), 3_000);
    download.assert_not_there();
}

#[test]
fn a_silent_server_is_given_up() {
    let mut download = Download::new();
    let server = download.server(vec![Answer::StallAfter(2_000_000), Answer::File]);
    download.from(&server.url).unwrap();
    download.assert_done();
    assert_eq!(ranges(&server)[1], Some("bytes=2000000-".to_owned()));
}

#[test]
#[cfg(unix)]
fn two_downloads_at_once_do_not_mix() {
    use rustix::fs::{FlockOperation, flock};
    let mut download = Download::new();
    let other = std::fs::File::create(download.part()).unwrap();
    flock(&other, FlockOperation::LockExclusive).unwrap();
    let error = download.from(&Server::nobody()).unwrap_err();
    assert!(matches!(error.problem, FetchProblem::Busy));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_reported() {
    // Writing to /dev/full fails like a full disk.
    let mut download = Download::new();
    std::os::unix::fs::symlink("/dev/full", download.part()).unwrap();
    let server = download.server(vec![Answer::File]);
    let error = download.from(&server.url).unwrap_err();
    let sentence = error.to_string();
    assert!(
        matches!(error.problem, FetchProblem::DiskFull(_)),
        "{sentence}"
    );
    assert!(sentence.contains("is full"), "{sentence}");
    download.assert_not_there();
}

#[test]
fn missing_space_is_reported_before_the_first_byte() {
    let mut download = Download::new();
    download.known.bytes = Bytes(u64::MAX / 2);
    let error = download.from(&Server::nobody()).unwrap_err();
    let sentence = error.to_string();
    assert!(
        matches!(error.problem, FetchProblem::NoRoom { .. }),
        "{sentence}"
    );
    assert!(sentence.contains("REHEARSE_MODEL_DIR"), "{sentence}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let mut download = Download::new();
    let file = download.folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let error = fetch(
        &download.known,
        "http://unused",
        &file.join("models"),
        PATIENCE,
        &mut |_| {},
    )
    .unwrap_err();
    assert!(matches!(error.problem, FetchProblem::Disk { .. }));
    assert!(error.to_string().contains("cannot be written"));
    download.steps.clear();
}

#[test]
fn an_installed_model_is_verified_noticed_when_changed_and_removed() {
    let mut download = Download::new();
    let server = download.server(vec![Answer::File]);
    let path = download.from(&server.url).unwrap();
    let here = || {
        let manifest = rehearse::model::Manifest::builtin();
        let mut all = installed(&manifest, &[download.folder.path().to_owned()]).unwrap();
        let mut model = all.remove(0);
        model.known = Some(download.known.clone());
        model
    };
    assert!(is_verified(&here()));
    verify(&path, &download.known, &mut |_| {}).unwrap();

    let mut changed = download.file.clone();
    changed[2_000_000] ^= 1;
    std::thread::sleep(Duration::from_millis(20)); // file times tick slowly on some systems
    std::fs::write(&path, &changed).unwrap();
    assert!(!is_verified(&here()));
    let sentence = verify(&path, &download.known, &mut |_| {})
        .unwrap_err()
        .to_string();
    assert!(sentence.contains("is not the published file"), "{sentence}");
    std::fs::write(&path, &changed[1..]).unwrap();
    let sentence = verify(&path, &download.known, &mut |_| {})
        .unwrap_err()
        .to_string();
    assert!(sentence.contains("the published file has"), "{sentence}");

    let freed = remove(&here()).unwrap();
    assert!(freed.0 >= download.known.bytes.0 - 1);
    assert_eq!(
        std::fs::read_dir(download.folder.path()).unwrap().count(),
        0
    );
}
