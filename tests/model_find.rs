//! Which model is used: by name, by file, by path, or the best installed one.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "puts models on the disk")]

mod common;

use common::scripted_model::{self, Say};
use rehearse::model::{Manifest, ModelError, ModelFault, choose, find, installed};
use std::path::{Path, PathBuf};

fn put(folder: &Path, file: &str) {
    let model = scripted_model::model(&[Say::At(0), Say::Text(b" Hello"), Say::At(100)]);
    std::fs::write(folder.join(file), model).unwrap();
}

/// A folder of models with these files, each a whole model.
fn folder(files: &[&str]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        put(folder.path(), file);
    }
    let folders = vec![folder.path().to_owned()];
    (folder, folders)
}

#[test]
fn a_model_is_found_by_name_by_file_and_by_path() {
    let (folder, folders) = folder(&["ggml-base.en.bin", "mine.bin", "ggml-own.bin"]);
    let manifest = Manifest::builtin();
    let path = folder.path().join("mine.bin");
    for (wanted, name) in [
        ("base.en", "base.en"),
        ("ggml-base.en.bin", "base.en"),
        ("mine.bin", "mine"),
        ("own", "ggml-own"),
        (path.to_str().unwrap(), "mine"),
        ("tiny.en-q8_0", "tiny.en-q8_0"),
    ] {
        let model = find(wanted, &manifest, &folders).expect(wanted);
        assert_eq!(model.name(), name, "{wanted}");
    }
}

#[test]
fn a_missing_model_names_the_command_that_fetches_it() {
    let (folder, folders) = folder(&[]);
    let manifest = Manifest::builtin();
    let sentence = |wanted: &str| find(wanted, &manifest, &folders).unwrap_err().to_string();
    assert_eq!(
        sentence("base.en-q8_0"),
        "the model base.en-q8_0 is not installed: `rehearse model get base.en-q8_0` fetches it \
         (82 MB)"
    );
    assert!(sentence("smal.en").contains("did you mean small.en?"));
    assert!(!sentence("whisper").contains("did you mean"));
    let path = folder.path().join("absent.bin");
    let absent = sentence(path.to_str().unwrap());
    assert!(absent.starts_with(path.to_str().unwrap()), "{absent}");
    assert!(absent.contains("cannot be read"), "{absent}");
}

#[test]
fn the_preferred_model_is_chosen_then_the_default_then_the_rest() {
    let manifest = Manifest::builtin();
    let chosen = |preferred: Option<&str>, files: &[&str]| {
        let (_folder, folders) = folder(files);
        let choice = choose(preferred, &manifest, &folders);
        assert!(choice.passed_over.is_empty());
        choice.model.name().to_owned()
    };
    let files = [
        "ggml-tiny.en.bin",
        "ggml-base.en-q8_0.bin",
        "ggml-small.en-q8_0.bin",
        "ggml-medium.en-q5_0.bin",
        "another.bin",
    ];
    assert_eq!(chosen(Some("base.en-q8_0"), &files), "base.en-q8_0");
    assert_eq!(chosen(None, &files), "small.en-q8_0");
    assert_eq!(chosen(Some("large-v3-turbo"), &files), "small.en-q8_0");
    assert_eq!(chosen(None, &files[3..]), "medium.en-q5_0");
    assert_eq!(
        chosen(None, &["ggml-tiny.en.bin", "another.bin"]),
        "another"
    );
    assert_eq!(
        chosen(None, &["ggml-base.en.bin", "ggml-base.en-q5_1.bin"]),
        "base.en-q5_1"
    );
    assert_eq!(chosen(None, &files[4..]), "another");
}

#[test]
fn the_built_in_model_is_chosen_unless_a_better_one_is_installed() {
    let manifest = Manifest::builtin();
    let bundled = &manifest.bundled.name;
    let chosen = |preferred: Option<&str>, files: &[&str]| {
        let (_folder, folders) = folder(files);
        let choice = choose(preferred, &manifest, &folders);
        assert!(choice.passed_over.is_empty());
        choice.model
    };
    for (preferred, files) in [
        (None, &[][..]),
        (None, &["ggml-tiny.en.bin", "ggml-tiny.en-q5_1.bin"][..]),
        (Some("small.en"), &[][..]),
        (Some(bundled.as_str()), &["ggml-small.en-q8_0.bin"][..]),
    ] {
        let model = chosen(preferred, files);
        assert!(
            model.is_bundled(),
            "{preferred:?} {files:?}: {}",
            model.name()
        );
    }
    let preferred = chosen(Some("tiny.en"), &["ggml-tiny.en.bin"]);
    assert_eq!(preferred.name(), "tiny.en");
}

#[test]
fn a_damaged_model_is_passed_over_and_named() {
    let (folder, folders) = folder(&["ggml-base.en-q8_0.bin"]);
    let path = folder.path().join("ggml-small.en-q8_0.bin");
    std::fs::write(&path, "<html>please sign in</html>").unwrap();
    let choice = choose(None, &Manifest::builtin(), &folders);
    assert_eq!(choice.model.name(), "base.en-q8_0");
    let warnings: Vec<_> = choice.passed_over.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 1);
    assert!(
        warnings[0].contains("ggml-small.en-q8_0.bin is a web page"),
        "{warnings:?}"
    );

    std::fs::remove_file(folder.path().join("ggml-base.en-q8_0.bin")).unwrap();
    let choice = choose(None, &Manifest::builtin(), &folders);
    assert!(choice.model.is_bundled());
    assert!(matches!(
        choice.passed_over[..],
        [ModelError::Unfit {
            fault: ModelFault::WebPage,
            ..
        }]
    ));
}

#[test]
fn a_folder_of_models_that_is_no_use_leaves_the_built_in_one_and_is_named() {
    let (folder, mut folders) = folder(&["mine.bin"]);
    folders.insert(0, folder.path().join("not-made-yet"));
    let choice = choose(None, &Manifest::builtin(), &folders);
    assert_eq!(choice.model.name(), "mine");
    folders[0] = folder.path().join("mine.bin");
    let choice = choose(None, &Manifest::builtin(), &folders);
    assert!(choice.model.is_bundled());
    assert!(matches!(
        choice.passed_over[..],
        [ModelError::Folder { .. }]
    ));
}

#[test]
fn half_downloads_and_hidden_files_are_not_models() {
    let (folder, folders) = folder(&["ggml-small.en.bin", "ggml-tiny.en.bin", "zebra.bin"]);
    for other in ["ggml-base.en.bin.part", ".bench.bin", "notes.txt"] {
        std::fs::write(folder.path().join(other), "x").unwrap();
    }
    std::fs::create_dir(folder.path().join("folder.bin")).unwrap();
    let here = installed(&Manifest::builtin(), &folders).unwrap();
    let names: Vec<_> = here.iter().map(|model| model.name.as_str()).collect();
    assert_eq!(names, ["tiny.en", "small.en", "zebra"]);
    assert!(here[0].known.is_some() && here[2].known.is_none());
}

#[test]
fn a_folder_that_cannot_be_read_is_named() {
    let (folder, _) = folder(&["mine.bin"]);
    let not_a_folder = folder.path().join("mine.bin");
    let error = installed(&Manifest::builtin(), &[not_a_folder]).unwrap_err();
    assert!(matches!(error, ModelError::Folder { .. }));
    assert!(error.to_string().contains("mine.bin cannot be used"));
}
