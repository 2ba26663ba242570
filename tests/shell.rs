//! Completions and the manual cover every verb.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "a test meets the disk")]

mod common;
#[cfg(target_os = "linux")]
#[path = "common/studio.rs"]
mod studio;

use clap::CommandFactory;
use common::Home;

/// Every verb, from the command's definition.
fn verbs() -> Vec<String> {
    let cli = rehearse::cli::Cli::command();
    let names = cli.get_subcommands().map(|verb| verb.get_name().to_owned());
    let verbs: Vec<_> = names.filter(|name| name != "help").collect();
    assert!(verbs.len() > 15, "{verbs:?}");
    verbs
}

/// The program's answer to a shell's completion request after `typed`. bash gets the words alone.
fn offered(home: &Home, typed: &[&str]) -> Vec<String> {
    let done = home
        .rehearse()
        .env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", typed.len().to_string())
        .env("_CLAP_IFS", "\n")
        .args(["--", "rehearse"])
        .args(typed)
        .assert()
        .success();
    let said = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    said.lines().map(str::to_owned).collect()
}

#[test]
fn every_shell_completes_every_verb() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = home.output(&["completions", shell]);
        assert!(
            script.contains("COMPLETE") && script.contains("rehearse"),
            "{shell}: {script}"
        );
    }
    let offered = offered(&home, &[""]);
    for verb in verbs() {
        assert!(offered.contains(&verb), "{verb}: {offered:?}");
    }
}

#[test]
fn stories_sections_sessions_and_models_are_offered() {
    let home = Home::new();
    let story =
        "title = \"Mine\"\n[[section]]\nid = \"plot\"\ntarget = 30\nstrong = \"I did it.\"\n";
    home.story("quiet-alarm.toml", story);
    home.output(&[
        "practice",
        "--section",
        "task",
        "--no-transcribe",
        "--from-wav",
        &common::root()
            .join("content/demo/weak/2-task.wav")
            .display()
            .to_string(),
    ]);
    assert_eq!(offered(&home, &["practice", "qui"]), ["quiet-alarm"]);
    assert!(offered(&home, &["practice", ""]).contains(&"caught-critical-issue".to_owned()));
    let sections = offered(&home, &["practice", "--section", ""]);
    for id in ["plot", "situation", "reflection"] {
        assert!(sections.contains(&id.to_owned()), "{sections:?}");
    }
    let sessions = offered(&home, &["sessions", "show", ""]);
    assert_eq!(sessions[0], "last");
    assert!(
        sessions[1].ends_with("-caught-critical-issue"),
        "{sessions:?}"
    );
    let models = offered(&home, &["model", "get", "base"]);
    assert!(
        models.iter().any(|name| name.starts_with("base.en")),
        "{models:?}"
    );
    let models = offered(&home, &["transcribe", "--model", ""]);
    assert!(models.contains(&common::bundled()), "{models:?}");
    // Settings that cannot be read do not disturb a line that is being typed.
    std::fs::create_dir_all(home.path().join("config")).unwrap();
    std::fs::write(home.path().join("config/settings.toml"), "hedge = 1").unwrap();
    assert!(offered(&home, &["practice", "qui"]).is_empty());
}

/// Completion in the shell itself, where installed, with the scripts as installed.
#[test]
fn it_is_installed_in_one_step_and_taken_away_again() {
    use std::process::Command;
    let home = Home::new();
    let prefix = home.path().join("pre fix");
    let install = |verb: &[&str]| {
        let mut command = Command::new(common::root().join("scripts/install"));
        command.args(verb).arg("--prefix").arg(&prefix);
        let done = command.env("HOME", home.path()).output().unwrap();
        assert!(done.status.success(), "{done:?}");
        String::from_utf8(done.stdout).unwrap()
    };
    let said = install(&["install", env!("CARGO_BIN_EXE_rehearse")]);
    assert!(said.contains("export PATH="), "{said}");
    let files = [
        "bin/rehearse",
        "share/bash-completion/completions/rehearse",
        "share/zsh/site-functions/_rehearse",
        "share/fish/vendor_completions.d/rehearse.fish",
        "share/man/man1/rehearse.1",
    ];
    for file in files {
        let there = std::fs::metadata(prefix.join(file));
        assert!(there.is_ok_and(|there| there.len() > 100), "{file}");
    }
    let typed = format!(
        "PATH='{0}/bin':$PATH; . '{0}/share/bash-completion/completions/rehearse'; \
         COMP_WORDS=(rehearse practice caught-c) COMP_CWORD=2 COMP_TYPE=9; _clap_complete_rehearse rehearse caught-c practice; \
         echo \"${{COMPREPLY[*]}}\"",
        prefix.display()
    );
    let done = Command::new("bash").args(["-c", &typed]).output().unwrap();
    let offered = String::from_utf8_lossy(&done.stdout).into_owned();
    assert_eq!(offered.trim(), "caught-critical-issue", "{done:?}");
    // Again over an existing installation, and removed without a trace.
    install(&["install", env!("CARGO_BIN_EXE_rehearse")]);
    install(&["uninstall"]);
    for file in files {
        assert!(!prefix.join(file).exists(), "{file}");
    }
    assert!(install(&["uninstall"]).contains("Nothing of rehearse"));
}

/// Tab is pressed in each shell that is here, once in a shell that was just opened.
#[test]
#[cfg(target_os = "linux")]
fn the_first_tab_is_answered_in_every_shell() {
    use std::process::Command;
    use std::time::Duration;
    let home = Home::new();
    let prefix = home.path().join("local");
    let installed = Command::new(common::root().join("scripts/install"))
        .args(["install", env!("CARGO_BIN_EXE_rehearse"), "--prefix"])
        .arg(&prefix)
        .env("HOME", home.path())
        .output();
    assert!(installed.unwrap().status.success());
    let share = prefix.join("share");
    let share = share.display();
    let path = std::env::var("PATH").unwrap();
    let variables = [
        ("HOME", home.path().display().to_string()),
        ("PATH", format!("{}/bin:{path}", prefix.display())),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    for (shell, begin) in [
        (
            &["bash", "--norc", "-i"][..],
            format!(". {share}/bash-completion/completions/rehearse"),
        ),
        (
            &["zsh", "-f", "-i"],
            format!("fpath=({share}/zsh/site-functions $fpath); autoload -U compinit; compinit -u"),
        ),
        (
            &["fish", "--no-config", "-i"],
            format!("source {share}/fish/vendor_completions.d/rehearse.fish"),
        ),
    ] {
        if Command::new(shell[0]).arg("--version").output().is_err() {
            common::skip(
                "the_first_tab_is_answered_in_every_shell",
                &format!("{} is not installed", shell[0]),
            );
            continue;
        }
        let mut desk = studio::Desk::start(&variables, &home, shell);
        let soon = Duration::from_secs(60);
        desk.press(&format!("{begin}; printf 'ready-%d\\n' 23\r"));
        desk.wait_for("ready-23", soon);
        desk.press("rehearse practice caught-c\t");
        desk.wait_for("caught-critical-issue", soon);
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
        // Its name in capitals is the heading of a section with its examples.
        let heading = format!(".SH REHEARSE {}\n.SS EXAMPLES\n", verb.to_uppercase());
        assert!(page.contains(&heading), "{verb}");
    }
    assert!(page.contains(".SH REHEARSE SESSIONS EXPORT\n"));
    assert!(page.contains("\\-\\-single\\-file"), "options are there");
    // Everything is on this page, so it must not refer to others.
    assert!(!page.contains("(1)\n"), "it points to another page");
}

#[test]
fn a_rule_is_shown_by_name() {
    let home = Home::new();
    let one = home.output(&["rules", "overrun"]);
    assert!(one.starts_with("overrun  Ran past its time"), "{one}");
    assert!(!one.contains("underrun"), "{one}");
    let said = home.refusal(&["rules", "overun"], 2);
    assert!(said.contains("there is no rule \"overun\""), "{said}");
}

#[test]
fn a_closed_reader_is_not_an_error() {
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
