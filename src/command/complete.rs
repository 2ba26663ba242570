//! Shell completion: verbs and options from the command's definition, and the ids of
//! stories, sections, sessions and models from the folders.

use super::folders::Folders;
use super::scenarios;
use crate::cli::Cli;
use crate::model::{self, Manifest};
use crate::store::Store;
use crate::words::clean;
use clap::{Arg, Command, CommandFactory};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};

/// The variable in which a shell passes its name.
const VARIABLE: &str = "COMPLETE";

/// zsh reads a file of `fpath` when Tab is first pressed, in place of the function of the file's name: without
/// this the first Tab of every shell does nothing.
const FIRST_TAB: &str = "
if [[ \"$funcstack[1]\" == _rehearse ]]; then
    _clap_dynamic_completer_rehearse \"$@\"
fi
";

/// Answers a completion request; `false` if there is none.
///
/// # Errors
/// When standard output cannot be written.
pub fn answered(arguments: impl IntoIterator<Item = OsString>) -> Result<bool, clap::Error> {
    CompleteEnv::with_factory(command)
        .var(VARIABLE)
        .try_complete(arguments, None)
}

/// The completion script of `shell`.
pub fn script(shell: &str) -> std::io::Result<Vec<u8>> {
    let mut script = Vec::new();
    if let Some(shell) = Shells::builtins().completer(shell) {
        shell.write_registration(VARIABLE, "rehearse", "rehearse", "rehearse", &mut script)?;
    }
    if shell == "zsh" {
        script.extend_from_slice(FIRST_TAB.as_bytes());
    }
    Ok(script)
}

/// The verbs, with what completes each argument.
fn command() -> Command {
    let command = Cli::command();
    command.mut_subcommands(|verb| completed(verb, ""))
}

fn completed(verb: Command, above: &str) -> Command {
    let name = verb.get_name().to_owned();
    let inner = format!("{above} {name}");
    let here = inner.clone();
    verb.mut_args(move |argument| completer(argument, &here))
        .mut_subcommands(|verb| completed(verb, &inner))
}

/// The completer of an argument, by its name and its verb.
fn completer(argument: Arg, verb: &str) -> Arg {
    let of = |find: fn(&Folders) -> Vec<(String, String)>| {
        ArgValueCompleter::new(move |typed: &OsStr| candidates(find, typed))
    };
    match (argument.get_id().as_str(), verb) {
        ("scenario" | "scenarios" | "story" | "stories", _) => argument.add(of(stories)),
        ("section", _) => argument.add(of(sections)),
        ("session" | "sessions" | "before" | "after" | "moment", _) => argument.add(of(rehearsals)),
        ("model", _) | ("name" | "names", " model rm" | " model verify") => {
            argument.add(of(installed))
        }
        ("name", " model get") => argument.add(of(known)),
        _ => argument,
    }
}

/// The values with this beginning, with a description each.
fn candidates(
    find: fn(&Folders) -> Vec<(String, String)>,
    typed: &OsStr,
) -> Vec<CompletionCandidate> {
    let Some(folders) = folders() else {
        return Vec::new();
    };
    let typed = typed.to_string_lossy();
    find(&folders)
        .into_iter()
        .filter(|(value, _)| value.starts_with(&*typed))
        .map(|(value, about)| {
            let help = (!about.is_empty()).then(|| about.into());
            CompletionCandidate::new(value).help(help)
        })
        .collect()
}

/// The folders, as a verb finds them. Errors are not reported during completion.
#[allow(clippy::disallowed_methods, reason = "the shell's environment")]
fn folders() -> Option<Folders> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    Folders::find(variable).ok()?.remembered().ok()
}

/// Own stories, then those built in that no own one replaces.
fn stories(folders: &Folders) -> Vec<(String, String)> {
    let all = scenarios::all(scenarios::own(folders).unwrap_or_default()).into_iter();
    all.map(|one| (one.id(), clean(&one.title()))).collect()
}

/// The sections of every story: which one is meant is not known yet.
fn sections(folders: &Folders) -> Vec<(String, String)> {
    let mut seen = BTreeSet::new();
    scenarios::all(scenarios::own(folders).unwrap_or_default())
        .iter()
        .filter_map(|one| one.read().ok())
        .flat_map(|found| found.scenario.sections)
        .filter(|section| seen.insert(section.id.clone()))
        .map(|section| (section.id.clone(), clean(&section.title)))
        .collect()
}

/// `last`, then the ids, the newest first.
fn rehearsals(folders: &Folders) -> Vec<(String, String)> {
    let kept = Store::new(&folders.data).folders().unwrap_or_default();
    let ids = kept.iter().rev().map(|folder| (folder.id(), String::new()));
    let last = (!kept.is_empty()).then(|| ("last".to_owned(), "the newest".to_owned()));
    last.into_iter().chain(ids).collect()
}

fn installed(folders: &Folders) -> Vec<(String, String)> {
    let manifest = Manifest::builtin();
    let here = model::installed(&manifest, std::slice::from_ref(&folders.models));
    let here = here.unwrap_or_default().into_iter().map(|model| model.name);
    std::iter::once(manifest.bundled.name.clone())
        .chain(here)
        .map(|name| (name, String::new()))
        .collect()
}

fn known(_: &Folders) -> Vec<(String, String)> {
    let manifest = Manifest::builtin();
    let names = manifest.models.iter();
    names
        .map(|known| (known.name.clone(), known.bytes.to_string()))
        .collect()
}
