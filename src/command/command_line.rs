//! Parses the command line.

use crate::cli::Cli;
use crate::words::clean;
use clap::{ColorChoice, CommandFactory, FromArgMatches};
use std::ffi::OsString;

/// Parses the command line.
///
/// # Errors
/// The help, the version, or what is wrong with an argument. It quotes the argument, and a character that
/// controls the terminal must not reach it: the error is that of the same command line without them.
pub fn typed(arguments: Vec<OsString>, colour: ColorChoice) -> Result<Cli, clap::Error> {
    let read = |arguments: &[OsString]| {
        let read = Cli::command().color(colour).try_get_matches_from(arguments);
        read.and_then(|matches| Cli::from_arg_matches(&matches))
    };
    read(&arguments).map_err(|error| {
        let harmless: Vec<OsString> = arguments
            .iter()
            .map(|typed| clean(&typed.to_string_lossy()).into())
            .collect();
        read(&harmless).err().unwrap_or(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_argument_is_quoted_without_control_characters() {
        let bad = "a\u{1b}[2Jb\u{7}\u{202e}c";
        let long = format!("--{bad}");
        for words in [
            &["practice", "--mode", bad][..],
            &["practice", &long],
            &["practice", "--length", bad],
            &["ask", "--count", bad],
            &["loop", "--questions", bad],
            &["sessions", "purge", "--older", bad],
            &["practice", "--fail-on", bad],
            &[bad],
        ] {
            let line = ["rehearse"].iter().chain(words);
            let line: Vec<OsString> = line.map(OsString::from).collect();
            let Err(error) = typed(line, ColorChoice::Always) else {
                panic!("{words:?} is accepted");
            };
            let told = error.render().ansi().to_string();
            let shown = told.contains("a\u{fffd}[2Jb\u{fffd}\u{fffd}c");
            let hidden = ["\u{1b}[2J", "\u{7}", "\u{202e}"];
            assert!(shown, "{words:?}: {told:?}");
            assert!(hidden.iter().all(|one| !told.contains(one)), "{told:?}");
        }
    }
}
