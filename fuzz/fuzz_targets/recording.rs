//! Any file that claims to be a recording is read or refused, and every sample that is
//! read is a number.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::audio::file;
use std::io::Cursor;

fuzz_target!(|recording: &[u8]| {
    let length = recording.len() as u64;
    if let Ok(samples) = file::read_from(Cursor::new(recording), "fuzz", length) {
        assert!(samples.frames.iter().all(|sample| sample.is_finite()));
    }
});
