//! The small files of the program: settings and the quiz's cards. They are read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::scenario::leitner::CardIndex;
use rehearse::store::Settings;

fuzz_target!(|text: &str| {
    drop(Settings::read(text));
    drop(serde_json::from_str::<CardIndex>(text));
});
