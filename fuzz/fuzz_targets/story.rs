//! Any notes give a story whose scenario file the check accepts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::scenario::check;
use rehearse::story::{from_notes, to_toml};

fuzz_target!(|text: &str| {
    let draft = from_notes("fuzz", text);
    let toml = to_toml(&draft);
    for fault in &check("fuzz.toml", &toml).faults {
        assert!(fault.line <= toml.lines().count() + 1, "{fault}");
    }
});
