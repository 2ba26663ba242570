//! Shell completion: verbs and options from the command's definition, and the ids of
//! stories, sections, sessions and models from the folders.

use super::folders::Folders;
use super::scenarios;
use crate::cli::Cli;
use crate::model::{self, Manifest};
use crate::scenario::builtins;
use crate::store::{self, Store};
use crate::words::clean;
use clap::{Arg, Command, CommandFactory};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

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
    let of = |find: fn(&Folders) -> Vec<(String, String)>| ArgValueCompleter::new(Candidates(find));
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

/// Values with a description each.
#[derive(Clone, Copy)]
struct Candidates(fn(&Folders) -> Vec<(String, String)>);

impl clap_complete::engine::ValueCompleter for Candidates {
    fn complete(&self, current: &OsStr) -> Vec<CompletionCandidate> {
        let Some(folders) = folders() else {
            return Vec::new();
        };
        let typed = current.to_string_lossy();
        (self.0)(&folders)
            .into_iter()
            .filter(|(value, _)| value.starts_with(&*typed))
            .map(|(value, about)| {
                let help = (!about.is_empty()).then(|| about.into());
                CompletionCandidate::new(value).help(help)
            })
            .collect()
    }
}

/// The folders, as a verb finds them. Errors are not reported during completion.
#[allow(clippy::disallowed_methods, reason = "the shell's environment")]
fn folders() -> Option<Folders> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    Folders::find(variable).ok()?.remembered().ok()
}

fn own_files(folders: &Folders) -> Vec<PathBuf> {
    store::files_with_ending(&folders.data.join("scenarios"), "toml").unwrap_or_default()
}

/// Own stories, then those built in that no own one replaces.
fn stories(folders: &Folders) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = own_files(folders)
        .iter()
        .filter_map(|path| {
            let id = path.file_stem()?.to_string_lossy().into_owned();
            Some((id, scenarios::title_of(path)))
        })
        .collect();
    for built_in in builtins() {
        if found.iter().all(|(id, _)| id != built_in.id) {
            let parsed = scenarios::parse(built_in.id, built_in.toml).ok();
            let title = parsed.map_or_else(String::new, |found| clean(&found.scenario.title));
            found.push((built_in.id.to_owned(), title));
        }
    }
    found
}

/// The sections of every story: which one is meant is not known yet.
fn sections(folders: &Folders) -> Vec<(String, String)> {
    let own = own_files(folders);
    let own = own.iter().filter_map(|path| store::read_text(path).ok());
    let built_in = builtins().iter().map(|one| one.toml.to_owned());
    let mut seen = BTreeSet::new();
    own.chain(built_in)
        .filter_map(|toml| scenarios::parse("story.toml", &toml).ok())
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
