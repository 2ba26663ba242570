//! Any file that claims to be a recording is read or refused, and every sample that is
//! read is a number.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::audio::file;

fuzz_target!(|recording: &[u8]| {
    if let Ok(samples) = file::read_from(recording, "fuzz") {
        assert!(samples.frames.iter().all(|sample| sample.is_finite()));
    }
});
