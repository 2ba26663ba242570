//! `rehearse` without arguments, on a terminal.

use super::{Context, Exit, Failure, choose, first_run, practice};

/// The first run, or the choice of what to practise.
///
/// # Errors
/// As [`practice::run`].
pub fn run(context: &mut Context) -> Result<Exit, Failure> {
    if first_run::is_due(context) {
        return first_run::run(context);
    }
    match choose::run(context)? {
        Some(wanted) => practice::run(&wanted, context),
        None => Ok(Exit::Done),
    }
}
