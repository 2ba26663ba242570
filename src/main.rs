//! The door: reads what was typed, runs one verb, answers with an exit code.
#![forbid(unsafe_code)]

use clap::Parser;
use rehearse::cli::Cli;
use rehearse::command::{self, Context};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = Context::of_process(cli.json, cli.plain)
        .and_then(|mut context| command::run(cli, &mut context));
    let exit = outcome.unwrap_or_else(|failure| {
        command::tell_failure(&failure);
        failure.exit
    });
    ExitCode::from(exit as u8)
}
