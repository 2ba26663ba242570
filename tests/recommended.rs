//! Every command that a message recommends can be typed.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "reads the sources")]

mod common;

use clap::Parser;
use common::root;
use rehearse::cli::Cli;
use std::fs;
use std::path::Path;

/// Verbs whose object a sentence names in words: "on it".
const NAMED: &[&str] = &["rehearse analyze"];

/// Commands between backticks in `text`, `rehearse` first.
fn commands(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|quoted| quoted.starts_with("rehearse ") && !quoted.contains('\n'))
        .map(str::to_owned)
        .collect()
}

/// The text with string literals that continue on the next line joined.
fn joined(text: &str) -> String {
    let mut parts = text.split("\\\n");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        all.push_str(part.trim_start());
    }
    all
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = joined(&fs::read_to_string(&path).unwrap());
            // Line by line, since an unpaired backtick would invert the rest of the file.
            // Comments are not shown to users, except those of the command line.
            // out. Comments are read by nobody who types; those of the command line are its help.
            let help = path.to_string_lossy().contains("cli");
            for line in text.lines() {
                if help || !line.trim_start().starts_with("//") {
                    found.push((path.display().to_string(), line.to_owned()));
                }
            }
        }
    }
}

#[test]
fn every_recommended_command_can_be_typed() {
    let mut lines = Vec::new();
    sources(&root().join("src"), &mut lines);
    let mut tried = 0;
    for (file, line) in &lines {
        for command in commands(line) {
            if NAMED.contains(&command.as_str()) {
                continue;
            }
            // A placeholder in braces becomes any one word.
            let words: Vec<String> = command
                .split_whitespace()
                .map(|word| match (word.find('{'), word.find('…')) {
                    (None, None) => word.to_owned(),
                    _ => String::from("last"),
                })
                .collect();
            if let Err(error) = Cli::try_parse_from(&words)
                && error.use_stderr()
            {
                panic!("{file} says `{command}`, which cannot be typed:\n{error}");
            }
            tried += 1;
        }
    }
    assert!(tried >= 30, "only {tried} commands were found");
}
