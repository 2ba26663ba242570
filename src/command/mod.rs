//! One verb per file: the only place where edges meet.

mod analyze;
mod ask;
mod borders;
mod card;
mod choose;
mod clock;
mod command_line;
mod complete;
mod confirm;
mod context;
mod cut_short;
mod data_file;
mod demo;
mod devices;
mod doctor;
mod estimate;
mod failure;
mod finish;
mod first_run;
mod folders;
mod followups;
mod history;
mod interviews;
mod live;
mod log;
mod mock_loop;
mod model;
mod next;
mod own_questions;
mod practice;
mod quiz;
mod random_questions;
mod rebuild_record;
mod recogniser;
mod recorded;
mod recover;
mod rehearsal;
mod review;
mod rules;
mod scenario;
mod scenario_new;
mod scenarios;
mod sessions;
mod shell;
mod show;
mod start_menu;
mod stored_answers;
mod stories;
mod study;
mod take;
mod transcribe;
mod trend;
mod voice;
mod wrap;

pub use command_line::typed;
pub use complete::answered;
pub use context::{Context, tell_failure};
pub(crate) use failure::{Exit, Failure};

use crate::cli::{Cli, SessionsVerb, Verb};
use clap::CommandFactory;

/// Runs what was typed. Asked for JSON, a verb that ends well prints one document, whatever it does.
///
/// # Errors
/// [`Failure`]: one clear sentence and the exit code.
pub fn run(cli: Cli, context: &mut Context) -> Result<Exit, Failure> {
    let needs_folders = match &cli.verb {
        Some(verb) => verb.needs_folders(),
        None => context.is_conversation(),
    };
    if let Some(failure) = context.unsettled.as_ref().filter(|_| needs_folders) {
        return Err(failure.clone());
    }
    let Some(verb) = cli.verb else {
        if context.is_conversation() {
            return start_menu::run(context);
        }
        if context.json {
            return Err(Failure::usage(
                "--json needs a verb, such as `rehearse next --json`; `rehearse --help` lists them",
            ));
        }
        let help = Cli::command().render_help().to_string();
        context.data(&help)?;
        if let Some(line) = cut_short::notice(context) {
            context.say(line);
        }
        return Ok(Exit::Done);
    };
    let exit = of(verb, context)?;
    context.answer()?;
    Ok(exit)
}

fn of(verb: Verb, context: &mut Context) -> Result<Exit, Failure> {
    match verb {
        Verb::Practice(wanted) if wanted.says_nothing() && context.is_conversation() => {
            start_menu::run(context)
        }
        Verb::Practice(wanted) => practice::run(&wanted, context),
        Verb::Demo(wanted) => demo::run(&wanted, context),
        Verb::Transcribe(wanted) => transcribe::run(&wanted, context),
        Verb::Analyze(wanted) => analyze::run(&wanted, context),
        Verb::Confirm { session } => confirm::run(session.as_deref(), context),
        Verb::Rules { rules } => rules::run(&rules, context),
        Verb::Study(options) => study::run(&options, context),
        Verb::Followups(wanted) => followups::run(&wanted, context),
        Verb::Quiz(options) => quiz::run(&options, context),
        Verb::Scenario(what) => scenario::run(&what, context),
        Verb::Model(what) => model::run(&what, context),
        Verb::Devices => devices::run(context),
        Verb::Doctor(what) => doctor::run(&what, context),
        Verb::Sessions { what } => sessions::run(what.unwrap_or(SessionsVerb::List), context),
        Verb::Next => next::run(context),
        Verb::Ask(wanted) => ask::run(&wanted, context),
        Verb::Log(wanted) => log::run(&wanted, context),
        Verb::Loop(wanted) => mock_loop::run(&wanted, context),
        Verb::Card(wanted) => card::run(&wanted, context),
        Verb::Review(wanted) => review::run(&wanted, context),
        Verb::Stories(wanted) => stories::run(&wanted, context),
        Verb::Trend(options) => trend::run(&options, context),
        Verb::Completions { shell } => shell::completions(shell, context),
        Verb::Man => shell::man(context),
    }
}
