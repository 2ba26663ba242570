//! Any model file is checked without panic, and accepted only if it is consistent.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::model::check;
use std::io::Cursor;
use std::sync::LazyLock;

#[allow(dead_code)]
#[path = "../../tests/common/scripted_model.rs"]
mod scripted_model;
use scripted_model::Say;

/// A whole model. Random bytes alone would hardly ever get past its header.
static WHOLE: LazyLock<Vec<u8>> =
    LazyLock::new(|| scripted_model::model(&[Say::At(0), Say::Text(b" Hello"), Say::At(100)]));

fuzz_target!(|data: &[u8]| {
    match data.split_first() {
        // The bytes as they are.
        Some((0, file)) => drop(check(Cursor::new(file))),
        // A whole model with changes: where (three bytes), what (one byte); a last odd piece cuts it.
        Some((_, changes)) => {
            let mut file = WHOLE.clone();
            let place = |bytes: &[u8]| {
                let mut place = [0; 4];
                place[..bytes.len().min(3)].copy_from_slice(&bytes[..bytes.len().min(3)]);
                u32::from_le_bytes(place) as usize
            };
            let changes = changes.chunks_exact(4);
            let rest = changes.remainder();
            for change in changes {
                let at = place(&change[..3]) % file.len();
                file[at] = change[3];
            }
            if !rest.is_empty() {
                file.truncate(place(rest) % file.len());
            }
            if let Ok(shape) = check(Cursor::new(&file)) {
                // An accepted file is accounted for to its last byte.
                assert!(shape.head_bytes() + shape.tensor_bytes() < file.len() as u64);
            }
        }
        None => drop(check(Cursor::new([]))),
    }
});
