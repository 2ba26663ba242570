//! The entry point: parses the command line, runs one verb, ends with its exit code.
#![forbid(unsafe_code)]

use clap::ColorChoice;
use rehearse::command::{self, Context};
use std::process::ExitCode;

#[allow(
    clippy::disallowed_methods,
    reason = "this is where the command line is read"
)]
fn main() -> ExitCode {
    match command::answered(std::env::args_os()) {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(unanswered) => unanswered.exit(),
    }
    // Help is printed during parsing, and must be plain then, too.
    let colour = match std::env::args_os().any(|argument| argument == "--plain") {
        true => ColorChoice::Never,
        false => ColorChoice::Auto,
    };
    let cli = match command::typed(std::env::args_os().collect(), colour) {
        Ok(cli) => cli,
        Err(help_or_error) => help_or_error.exit(),
    };
    let outcome = Context::of_process(cli.json, cli.plain)
        .and_then(|mut context| command::run(cli, &mut context));
    let exit = outcome.unwrap_or_else(|failure| {
        command::tell_failure(&failure);
        failure.exit
    });
    ExitCode::from(exit as u8)
}
