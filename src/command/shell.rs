//! `completions` and `man`, from the command's definition.

use super::{Context, Exit, Failure, complete};
use crate::cli::Cli;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use std::io::{self, Write};

/// Prints the completion script of `shell`.
///
/// # Errors
/// When JSON is asked for, or standard output cannot be written.
pub fn completions(shell: Shell, context: &mut Context) -> Result<Exit, Failure> {
    no_json("completions", context)?;
    let script = complete::script(&shell.to_string());
    let script = script.map_err(Failure::system("write the completions"))?;
    context.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Prints the manual page in roff: one page, with a section per verb.
///
/// # Errors
/// When JSON is asked for, or standard output cannot be written.
pub fn man(context: &mut Context) -> Result<Exit, Failure> {
    no_json("man", context)?;
    let mut cli = Cli::command();
    cli.build();
    let mut page = rendered(
        &cli,
        &[
            Man::render_title,
            Man::render_name_section,
            Man::render_synopsis_section,
            Man::render_description_section,
            Man::render_options_section,
        ],
    )?;
    page.push_str(&examples(&cli, ".SH"));
    for verb in cli.get_subcommands() {
        verb_pages(verb, "rehearse", &mut page)?;
    }
    context.data(&page)?;
    Ok(Exit::Done)
}

/// A part of a manual page.
type Part = fn(&Man, &mut dyn Write) -> io::Result<()>;

/// These parts of the manual page of a verb, in roff.
fn rendered(verb: &Command, parts: &[Part]) -> Result<String, Failure> {
    let man = Man::new(verb.clone());
    let mut text = Vec::new();
    for part in parts {
        part(&man, &mut text).map_err(Failure::system("write the manual"))?;
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// What a shell and a manual read has its own form.
fn no_json(verb: &str, context: &Context) -> Result<(), Failure> {
    if context.json {
        return Err(Failure::usage(format_args!(
            "{verb} has a form of its own and none in JSON: leave --json out"
        )));
    }
    Ok(())
}

/// A section for a verb, and one for each of its own verbs.
fn verb_pages(verb: &Command, above: &str, page: &mut String) -> Result<(), Failure> {
    if verb.get_name() == "help" {
        return Ok(());
    }
    let name = format!("{above} {}", verb.get_name());
    let mut parts: Vec<Part> = vec![
        Man::render_synopsis_section,
        Man::render_description_section,
    ];
    if !verb.has_subcommands() {
        parts.push(Man::render_options_section);
    }
    let text = rendered(verb, &parts)?.replace(".SH ", ".SS ");
    // Every text begins with the definition of an apostrophe; once is enough.
    let text = text
        .lines()
        .filter(|line| !line.starts_with(".ie") && !line.starts_with(".el"));
    page.push_str(&format!(".SH {}\n", name.to_uppercase()));
    page.push_str(&examples(verb, ".SS"));
    for line in text {
        page.push_str(line);
        page.push('\n');
    }
    for inner in verb.get_subcommands() {
        verb_pages(inner, &name, page)?;
    }
    Ok(())
}

/// The examples of a verb's help, under a heading of this rank.
fn examples(verb: &Command, rank: &str) -> String {
    let help = verb.get_before_help().map(ToString::to_string);
    let lines = help.as_deref().and_then(|help| help.split_once('\n'));
    let Some((_, lines)) = lines else {
        return String::new();
    };
    let lines = lines.replace('\\', "\\e").replace('-', "\\-");
    format!("{rank} EXAMPLES\n.nf\n{lines}\n.fi\n")
}
