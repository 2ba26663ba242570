//! Any text has a meaning: it is cut into tokens and computed, and means the same as always to itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::meaning::{Similarity, minilm::Bundled};

fuzz_target!(|text: &str| {
    let found = Bundled.embed(&[text]).expect("the model is built in");
    assert!((998..=1002).contains(&found[0].cosine(&found[0]).0));
});
