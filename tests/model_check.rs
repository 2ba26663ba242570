//! No file reaches whisper.cpp unless it is a valid Whisper model.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "puts models on the disk")]

mod common;

use common::scripted_model::{self, Say, Shape};
use proptest::prelude::*;
use rehearse::model::{ModelError, ModelFault, ModelFile, check, layout};
use std::io::Cursor;

const SCRIPT: &[Say<'_>] = &[
    Say::At(0),
    Say::Text(b" I"),
    Say::Text(b" led"),
    Say::At(100),
];

fn fault(bytes: &[u8]) -> ModelFault {
    check(Cursor::new(bytes)).expect_err("this must not pass")
}

/// Where the tensor table begins in a model with [`SCRIPT`].
fn table_of_script() -> usize {
    4 + 11 * 4 + 2 * 4 + 4 * 80 * 201 + 4 + (4 + 1) + (4 + 2) + (4 + 4)
}

#[test]
fn whole_models_pass_and_say_their_shape() {
    for shape in [
        Shape::default(),
        Shape {
            n_vocab: 51865,
            ..Shape::default()
        },
        Shape {
            n_vocab: 51866,
            n_mels: 128,
            n_text_layer: 2,
            ..Shape::default()
        },
        Shape {
            n_state: 64,
            n_audio_layer: 4,
            n_text_layer: 3,
            ..Shape::default()
        },
    ] {
        let bytes = scripted_model::model_of_shape(SCRIPT, shape);
        let found = check(Cursor::new(&bytes)).expect("a whole model");
        assert_eq!(found.vocabulary as usize, shape.n_vocab);
        assert_eq!(found.state as usize, shape.n_state);
        assert_eq!(found.audio_layers as usize, shape.n_audio_layer);
        assert_eq!(found.text_layers as usize, shape.n_text_layer);
        assert_eq!(found.mels as usize, shape.n_mels);
        assert_eq!(found.encoding, layout::Encoding::F16);
    }
}

#[test]
fn every_broken_model_is_refused_in_one_sentence() {
    for (name, bytes) in scripted_model::broken_models() {
        let sentence = fault(&bytes).to_string();
        assert!(!sentence.contains('\n'), "{name}: {sentence}");
        assert!(sentence.len() > 8, "{name}: {sentence}");
    }
}

#[test]
fn files_often_downloaded_instead_of_a_model_are_named() {
    let page = "\u{feff}  <!doctype HTML><html><head><title>Sign in</title>".repeat(9);
    assert!(matches!(fault(page.as_bytes()), ModelFault::WebPage));
    let error = "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>";
    assert!(matches!(fault(error.as_bytes()), ModelFault::WebPage));
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 147964211\n";
    assert!(matches!(fault(pointer.as_bytes()), ModelFault::LfsPointer));
    assert!(matches!(fault(b"GGUF\x03\0\0\0"), ModelFault::Gguf));
    assert!(matches!(fault(b"PK\x03\x04archive"), ModelFault::Zip));
    assert!(matches!(fault(b"lmg"), ModelFault::OtherFile));
    assert!(matches!(fault(b"\0\0\0\0"), ModelFault::OtherFile));
    assert!(matches!(fault(b""), ModelFault::Empty));
}

#[test]
fn half_a_model_says_how_much_of_it_is_there() {
    let whole = scripted_model::model(SCRIPT);
    let half = fault(&whole[..whole.len() / 2]).to_string();
    assert!(
        half.starts_with("stops after 2 of 4 MB; the download or a copy of it was cut off"),
        "{half}"
    );
    let ModelFault::CutOff { have, want } = fault(&whole[..whole.len() - 1]) else {
        panic!("one byte is missing");
    };
    assert_eq!(
        (have, want),
        (whole.len() as u64 - 1, Some(whole.len() as u64))
    );
    let nearly = fault(&whole[..whole.len() - 1]).to_string();
    assert!(nearly.starts_with("stops 1 bytes before"), "{nearly}");
}

#[test]
fn a_model_without_timestamps_or_weights_is_refused() {
    let distilled = scripted_model::model_of_shape(
        SCRIPT,
        Shape {
            n_text_layer: 2,
            ..Shape::default()
        },
    );
    assert!(matches!(fault(&distilled), ModelFault::NoTimestamps));
    let weightless = scripted_model::model_without_weights();
    assert!(matches!(fault(&weightless), ModelFault::NoWeights));
}

#[test]
fn a_duplicate_tensor_does_not_replace_a_missing_one() {
    // whisper.cpp counts tensors: with one twice and another missing, its count is right.
    let mut bytes = scripted_model::model(SCRIPT);
    let find = |bytes: &[u8], name: &[u8]| {
        bytes
            .windows(name.len())
            .position(|window| window == name)
            .expect("the tensor is there")
    };
    let at = find(&bytes, b"encoder.blocks.0.attn.value.weight");
    let name = b"encoder.blocks.0.attn.query.weight";
    bytes[at..at + name.len()].copy_from_slice(name);
    let sentence = fault(&bytes).to_string();
    assert!(sentence.contains("is there twice"), "{sentence}");
}

#[test]
fn shapes_and_number_types_are_those_that_the_header_asks_for() {
    let good = scripted_model::model(SCRIPT);
    let table = table_of_script();
    let with = |at: usize, value: u32| {
        let mut bytes = good.clone();
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        fault(&bytes).to_string()
    };
    // First entry: encoder.positional_embedding, two dimensions, 32-bit floats.
    assert!(with(table + 8, 1).contains("wrong number type"));
    assert!(with(table + 8, 4_000_000_000).contains("wrong number type"));
    assert!(with(table + 12, 1500).contains("wrong shape"));
    assert!(with(table, 0).contains("none does"));
    assert!(with(table + 4, u32::MAX).contains("none does"));
}

#[test]
fn a_file_is_checked_without_reading_its_weights() {
    // A sparse file with medium.en's true shape would be 1.5 GB; only its table is read.
    struct Counting<'a>(Cursor<&'a [u8]>, &'a std::cell::Cell<usize>);
    impl std::io::Read for Counting<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let read = self.0.read(buffer)?;
            self.1.set(self.1.get() + read);
            Ok(read)
        }
    }
    impl std::io::Seek for Counting<'_> {
        fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
            self.0.seek(to)
        }
    }
    let wide = Shape {
        n_state: 256,
        ..Shape::default()
    };
    let bytes = scripted_model::model_of_shape(SCRIPT, wide);
    let read = std::cell::Cell::new(0);
    check(Counting(Cursor::new(&bytes), &read)).expect("a whole model");
    assert!(
        read.get() * 20 < bytes.len(),
        "read {} of {} bytes",
        read.get(),
        bytes.len()
    );
}

#[test]
fn a_model_on_disk_is_named_after_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.bin");
    std::fs::write(&path, scripted_model::model(SCRIPT)).unwrap();
    let model = ModelFile::open("mine", &path).unwrap();
    assert_eq!(model.name(), "mine");
    assert!(!model.is_bundled());
    for wrong in [folder.path().to_owned(), folder.path().join("absent.bin")] {
        let error = ModelFile::open("mine", &wrong).unwrap_err();
        let sentence = error.to_string();
        assert!(matches!(error, ModelError::Unfit { .. }));
        assert!(sentence.contains("cannot be read"), "{sentence}");
        assert!(sentence.starts_with(&wrong.display().to_string()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A model truncated anywhere is refused, and the message never claims that it is complete.
    #[test]
    fn a_cut_model_never_passes(cut in 0..scripted_model::model(SCRIPT).len()) {
        let bytes = scripted_model::model(SCRIPT);
        let fault = fault(&bytes[..cut]);
        if let ModelFault::CutOff { have, want: Some(want) } = fault {
            prop_assert!(have == cut as u64 && want > have && want <= bytes.len() as u64);
        }
    }

    /// One changed byte before the table, or in its first entry, either leaves the model valid
    /// or is refused; it never panics and never passes as another shape that does not fit.
    #[test]
    fn a_changed_byte_never_panics(at in 0..table_of_script() + 80, value: u8) {
        let mut bytes = scripted_model::model(SCRIPT);
        bytes[at] = value;
        if let Ok(shape) = check(Cursor::new(&bytes)) {
            let weights = bytes.len() as u64 - table_of_script() as u64;
            prop_assert_eq!(shape.tensor_bytes(), weights);
        }
    }

    /// Any numbers in the header are refused or describe the actual file.
    #[test]
    fn a_wild_header_never_panics(field in 0..11_usize, value: i32) {
        let mut bytes = scripted_model::model(SCRIPT);
        bytes[4 + 4 * field..8 + 4 * field].copy_from_slice(&value.to_le_bytes());
        if let Ok(shape) = check(Cursor::new(&bytes)) {
            let weights = bytes.len() as u64 - table_of_script() as u64;
            prop_assert_eq!(shape.tensor_bytes(), weights);
        }
    }

    /// Whatever follows the magic number, the answer is a sentence.
    #[test]
    fn garbage_never_panics(garbage in proptest::collection::vec(any::<u8>(), 0..4000)) {
        let mut bytes = layout::MAGIC.to_le_bytes().to_vec();
        bytes.extend(&garbage);
        prop_assert!(check(Cursor::new(&bytes)).is_err());
        prop_assert!(check(Cursor::new(&garbage)).is_err());
    }
}
