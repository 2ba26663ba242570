//! Whatever a sound file holds, it is read or refused; what is read is no more than is there, and
//! every sample is a number that the search for voice can take.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::audio::{activity, wav};
use std::io::Cursor;

fuzz_target!(|file: &[u8]| {
    if let Ok(samples) = wav::read_from(Cursor::new(file), "fuzz.wav", file.len() as u64) {
        assert!(samples.frames.len() <= file.len());
        assert!(samples.frames.iter().all(|sample| sample.is_finite()));
        let found = activity::find(&samples);
        assert!(found.voiced_time() <= found.length);
    }
});
