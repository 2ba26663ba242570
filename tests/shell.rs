//! Completions and the manual know every verb.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod common;

use clap::CommandFactory;
use common::Home;

/// Every verb, from the one definition.
fn verbs() -> Vec<String> {
    let cli = rehearse::cli::Cli::command();
    let names = cli.get_subcommands().map(|verb| verb.get_name().to_owned());
    let verbs: Vec<_> = names.filter(|name| name != "help").collect();
    assert!(verbs.len() > 15, "{verbs:?}");
    verbs
}

#[test]
fn every_shell_gets_completions_of_every_verb() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = Home::new().output(&["completions", shell]);
        for verb in verbs() {
            assert!(script.contains(&verb), "{shell}: {verb}");
        }
    }
}

#[test]
fn the_manual_names_every_verb() {
    let page = Home::new().output(&["man"]);
    assert!(
        page.starts_with(".ie") || page.contains(".TH rehearse"),
        "{page:.80}"
    );
    for verb in verbs() {
        // Its name in capitals heads a section with its examples.
        let heading = format!(".SH REHEARSE {}\n.SS EXAMPLES\n", verb.to_uppercase());
        assert!(page.contains(&heading), "{verb}");
    }
    assert!(page.contains(".SH REHEARSE SESSIONS EXPORT\n"));
    assert!(page.contains("\\-\\-single\\-file"), "options are there");
    // A page that is named must be there: everything is on this one.
    assert!(!page.contains("(1)\n"), "it points to another page");
}

#[test]
fn a_rule_can_be_asked_for_by_name() {
    let home = Home::new();
    let one = home.output(&["rules", "overrun"]);
    assert!(one.starts_with("overrun  Ran past its time"), "{one}");
    assert!(!one.contains("underrun"), "{one}");
    let said = home.refusal(&["rules", "overun"], 2);
    assert!(said.contains("there is no rule \"overun\""), "{said}");
}

#[test]
fn a_reader_that_goes_away_is_not_an_error() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_rehearse"))
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{done:?}");
    assert!(done.stderr.is_empty(), "{done:?}");
}
