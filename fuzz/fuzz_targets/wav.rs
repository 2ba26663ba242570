//! Any WAV file is read or refused; no more is read than it contains, and
//! every sample is a number that voice activity detection accepts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::audio::{activity, wav};

fuzz_target!(|file: &[u8]| {
    if let Ok(samples) = wav::read_from(file, "fuzz.wav") {
        assert!(samples.frames.len() <= file.len());
        assert!(samples.frames.iter().all(|sample| sample.is_finite()));
        let found = activity::find(&samples);
        assert!(found.voiced_time() <= found.length);
    }
});
