//! The take on the disk after a kill at any moment: what was written is there, in order, and opens.
#![allow(clippy::disallowed_methods, reason = "tests wait and touch the disk")]

use rehearse::audio::take::TakeWriter;
use rehearse::audio::wav;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FOLDER: &str = "REHEARSE_TEST_TAKE_FOLDER";
/// A block as a microphone sends it, and how long it sounds.
const BLOCK: usize = 8192;
const BLOCK_TIME: Duration = Duration::from_micros(170_667);

fn frame(at: usize) -> i16 {
    (at % 32_000) as i16
}

/// Not a test by itself: the writer that the test below kills.
#[test]
fn a_writer_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let mut take = TakeWriter::create(&Path::new(&folder).join("take.wav"), 48_000).unwrap();
    let start = Instant::now();
    for block in 0_u32.. {
        std::thread::sleep((BLOCK_TIME * (block + 1)).saturating_sub(start.elapsed()));
        let from = block as usize * BLOCK;
        take.write(&(from..from + BLOCK).map(frame).collect::<Vec<_>>());
        take.tend(start.elapsed());
    }
}

#[test]
fn a_kill_at_any_moment_costs_less_than_a_second() {
    for millis in [60, 200, 430, 777, 1310, 1777, 2345] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_writer_that_is_killed"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let path = folder.path().join("take.wav");
        let patience = Instant::now() + Duration::from_secs(60);
        while !path.exists() {
            assert!(Instant::now() < patience, "the writer did not begin");
            std::thread::sleep(Duration::from_millis(2));
        }
        let begun = Instant::now();
        std::thread::sleep(Duration::from_millis(millis));
        let lived = begun.elapsed();
        child.kill().unwrap();
        child.wait().unwrap();

        let kept = std::fs::metadata(&path).unwrap().len().saturating_sub(44) / 2;
        let due = lived.as_secs_f64() * 48_000.0;
        assert!(
            due - kept as f64 <= 48_000.0,
            "{kept} frames of {due:.0} after {millis} ms"
        );
        // It opens without repair (a kill within the first instant may leave less than a header) …
        if kept == 0 {
            continue;
        }
        let opened = hound::WavReader::open(&path).unwrap().duration();
        assert!(u64::from(opened) <= kept && kept - u64::from(opened) <= 48_000);
        // … and completely after the repair.
        let mended = wav::repair(&path).unwrap();
        assert_eq!(mended.frames, kept);
        let mut reader = hound::WavReader::open(&path).unwrap();
        let frames: Vec<i16> = reader.samples().map(Result::unwrap).collect();
        assert_eq!(frames.len() as u64, kept);
        assert!(frames.iter().enumerate().all(|(at, is)| *is == frame(at)));
    }
}
