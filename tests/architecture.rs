//! Dependencies between modules: an outside crate is named in one module only, every dependency is on
//! the map, and there are no cycles of files.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "reads the sources")]

mod common;
#[path = "common/imports.rs"]
mod imports;

use common::skip;
use imports::Imports;
use std::fs;
use std::path::{Path, PathBuf};

/// Crates, and where each may be named (prefixes of paths below `src/`).
const EDGES: &[(&str, &[&str])] = &[
    ("cpal", &["audio/microphone"]),
    ("hound", &["audio/wav/encode.rs"]),
    ("symphonia", &["audio/decode.rs"]),
    ("toml_edit", &["store/settings"]),
    ("rusty_opus", &["audio/decode.rs"]),
    ("whisper_rs", &["transcribe/whisper"]),
    ("rten_gemm", &["meaning/minilm"]),
    ("rten_tensor", &["meaning/minilm"]),
    ("rten_text", &["meaning/minilm"]),
    ("safetensors", &["meaning/minilm"]),
    ("num_cpus", &["transcribe/threads"]),
    ("indicatif", &["ui/"]),
    ("ureq", &["model/"]),
    ("sha2", &["model/", "report/", "meaning/"]),
    ("signal_hook", &["ui/"]),
    ("rtrb", &["audio/microphone"]),
    ("rubato", &["audio/resample"]),
    ("clap", &["cli", "command/"]),
    ("etcetera", &["command/folders"]),
    ("jiff", &["command/"]),
    ("annotate_snippets", &["scenario/fault"]),
    ("strsim", &["scenario/", "model/", "command/demo"]),
    ("console", &["ui/"]),
    ("maud", &["report/"]),
    ("base64", &["report/html"]),
];

/// Modules that must stay pure, and what they must not name.
const PURE: &[&str] = &[
    "analysis",
    "evidence",
    "judgement",
    "language",
    "meaning/",
    "rules",
    "verdict",
    "scenario",
    "plan",
    "report",
    "session",
    "story",
    "transcript.rs",
    "time.rs",
    "record/",
    "audio/mod.rs",
    "audio/activity",
    "audio/level.rs",
    "audio/mix.rs",
    "audio/resample.rs",
    "transcribe/chunks.rs",
    "transcribe/growing_take.rs",
    "transcribe/align.rs",
    "transcribe/tokens.rs",
    "ui/aside.rs",
    "ui/keys.rs",
    "ui/menu.rs",
    "ui/plain.rs",
    "ui/screen.rs",
    "ui/stage.rs",
];
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::thread",
    "std::io",
    "std::net",
    "std::process",
    "Instant",
    "SystemTime",
];

/// The allowed dependencies of each module. `command` may name everything.
const MAP: &[(&str, &[&str])] = &[
    ("time", &[]),
    ("words", &["time"]),
    ("transcript", &["time"]),
    ("rule_list", &[]),
    ("scenario", &["rule_list", "time", "words"]),
    ("audio", &["record", "time", "transcript"]),
    ("meaning", &[]),
    ("language", &["transcript"]),
    (
        "judgement",
        &["audio", "language", "scenario", "time", "transcript"],
    ),
    (
        "evidence",
        &[
            "audio",
            "judgement",
            "language",
            "meaning",
            "scenario",
            "time",
            "transcript",
        ],
    ),
    (
        "rules",
        &[
            "evidence",
            "judgement",
            "language",
            "rule_list",
            "scenario",
            "time",
            "transcript",
        ],
    ),
    (
        "verdict",
        &[
            "evidence",
            "judgement",
            "language",
            "rules",
            "scenario",
            "time",
        ],
    ),
    (
        "analysis",
        &[
            "evidence",
            "judgement",
            "language",
            "meaning",
            "rules",
            "scenario",
            "time",
            "transcript",
            "verdict",
        ],
    ),
    (
        "session",
        &[
            "audio",
            "judgement",
            "meaning",
            "scenario",
            "time",
            "transcript",
        ],
    ),
    (
        "story",
        &[
            "analysis",
            "evidence",
            "judgement",
            "language",
            "meaning",
            "scenario",
            "time",
            "transcript",
        ],
    ),
    (
        "report",
        &[
            "evidence",
            "judgement",
            "language",
            "plan",
            "rules",
            "scenario",
            "session",
            "time",
            "transcript",
            "words",
        ],
    ),
    (
        "plan",
        &[
            "analysis",
            "evidence",
            "judgement",
            "rules",
            "scenario",
            "session",
            "story",
            "time",
            "transcript",
            "words",
        ],
    ),
    ("record", &["audio", "session", "time"]),
    (
        "transcribe",
        &["audio", "record", "session", "time", "transcript"],
    ),
    ("model", &["time"]),
    (
        "store",
        &["judgement", "scenario", "session", "time", "transcribe"],
    ),
    ("ui", &["record", "time", "words"]),
    ("cli", &["scenario", "session"]),
];

/// Only `command` creates the embedding model; other modules use its results.
const MODEL_OF_MEANING: &str = "minilm";

/// Every Rust file below `folder`.
fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    rust_files(&root, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            // Tests and comments may name anything.
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
            let code = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            (name, code)
        })
        .collect()
}

/// Whether `code` names `word` as a path segment.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let edge = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        edge(before) && (word.ends_with(':') || edge(after))
    })
}

#[test]
fn an_outside_crate_is_named_in_its_own_module_only() {
    let mut strays = Vec::new();
    for (file, code) in sources() {
        for (name, places) in EDGES {
            let allowed = places.iter().any(|place| file.starts_with(place))
                || (*name == "clap" && file == "main.rs");
            if !allowed && names(&code, &format!("{name}::")) {
                let places: Vec<String> = places.iter().map(|one| format!("src/{one}")).collect();
                strays.push(format!(
                    "src/{file} names the crate {name}, which only {} may name (EDGES in tests/architecture.rs): call \
                     a function of that module",
                    places.join(", ")
                ));
            }
        }
    }
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn pure_modules_name_nothing_impure() {
    let mut strays = Vec::new();
    for (file, code) in sources() {
        if PURE.iter().any(|module| file.starts_with(module)) {
            strays.extend(
                IMPURE
                    .iter()
                    .filter(|word| names(&code, word))
                    .map(|word| {
                        format!(
                            "src/{file} names {word}, but must stay pure (PURE in tests/architecture.rs): move this \
                             into the edge that owns it (src/lib.rs), and let src/command pass the value in"
                        )
                    }),
            );
        }
    }
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn no_module_depends_on_one_that_the_map_forbids() {
    let mut strays = Vec::new();
    let sources = sources();
    let file_of = |module: &[String]| {
        let stem = module.join("/");
        let names = [format!("{stem}.rs"), format!("{stem}/mod.rs")];
        let mut files = sources.iter().map(|(file, _)| file.clone());
        files.find(|file| names.contains(file)).unwrap_or(stem)
    };
    for (from, named) in Imports::of(&sources).named {
        let Some(top) = from.first().filter(|top| *top != "command") else {
            continue;
        };
        let may = MAP.iter().find(|(module, _)| module == top);
        let Some((_, may)) = may else {
            strays.push(format!(
                "src/{} has no line in MAP of tests/architecture.rs: add one with the modules that {top} may use",
                file_of(&from)
            ));
            continue;
        };
        for to in named {
            let model = to.contains(&MODEL_OF_MEANING.to_owned()) && top != "meaning";
            let allowed = |other: &String| other == top || may.contains(&other.as_str());
            let (file, used) = (file_of(&from), to.join("::"));
            if to.first().is_some_and(|other| !allowed(other)) {
                strays.push(format!(
                    "src/{file} uses crate::{used}, but {top} may use only [{}] (MAP in tests/architecture.rs): let \
                     src/command, which may use both, pass the value in",
                    may.join(", ")
                ));
            } else if model {
                strays.push(format!(
                    "src/{file} uses crate::{used}: only src/command creates the embedding model, and passes in what \
                     it found"
                ));
            }
        }
    }
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn no_files_depend_on_each_other_in_a_cycle() {
    let circles = Imports::of(&sources()).circles();
    let told: Vec<String> = circles
        .iter()
        .map(|circle| {
            let files: Vec<String> = circle.iter().map(|module| module.join("/")).collect();
            files.join(", ")
        })
        .collect();
    assert!(
        circles.is_empty(),
        "these files use each other; move what they share into a file of its own: {told:#?}"
    );
}

#[test]
fn every_file_has_at_most_600_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches", "fuzz/fuzz_targets"] {
        rust_files(&root.join(folder), &mut paths);
    }
    assert!(paths.len() > 200, "only {} files were found", paths.len());
    let long: Vec<(PathBuf, usize)> = paths
        .into_iter()
        .map(|path| {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            (path, lines)
        })
        .filter(|(_, lines)| *lines > 600)
        .collect();
    assert!(
        long.is_empty(),
        "longer than 600 lines, move a part into a file of its own: {long:?}"
    );
}

/// The declared Rust version is at least that of every dependency; clippy's `incompatible_msrv` checks
/// this program's own code.
#[test]
fn the_declared_rust_version_suffices_for_every_dependency() {
    #[derive(serde::Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    #[derive(serde::Deserialize)]
    struct Package {
        name: String,
        rust_version: Option<String>,
    }
    const NAME: &str = "the_declared_rust_version_suffices_for_every_dependency";
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // Packages for other systems are not downloaded.
    let here = format!(
        "{}-{}",
        std::env::consts::ARCH,
        match std::env::consts::OS {
            "macos" => "apple-darwin",
            "windows" => "pc-windows-msvc",
            _ => "unknown-linux-gnu",
        }
    );
    let told = std::process::Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", &here])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    let metadata: Metadata = match told {
        Ok(told) if told.status.success() => serde_json::from_slice(&told.stdout).unwrap(),
        Ok(told) => return skip(NAME, String::from_utf8_lossy(&told.stderr).trim()),
        Err(error) => return skip(NAME, &error.to_string()),
    };
    let version = |text: &str| -> Vec<u32> {
        let mut parts: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
        parts.resize(3, 0);
        parts
    };
    let declared = version(env!("CARGO_PKG_RUST_VERSION"));
    let newer: Vec<String> = metadata
        .packages
        .iter()
        .filter_map(|package| Some((&package.name, package.rust_version.as_ref()?)))
        .filter(|(_, asked)| version(asked) > declared)
        .map(|(name, asked)| {
            format!("{name} asks for Rust {asked}, Cargo.toml declares less: take an older version of it")
        })
        .collect();
    assert!(newer.is_empty(), "{newer:#?}");
}
