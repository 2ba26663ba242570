//! The terminal is restored even by a program that panics, and output is plain on request.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "one of the two processes of this test waits, the other panics"
)]

mod common;
#[path = "common/studio.rs"]
mod studio;

use common::Home;
use rehearse::transcribe::worker;
use rehearse::ui::terminal::{Keys, Quiet, Terminal};
use std::time::Duration;
use studio::Desk;

const ROLE: &str = "REHEARSE_TEST_PANICS";
const PATIENCE: Duration = Duration::from_secs(20);

/// Takes the terminal as a rehearsal does, and panics when a key is pressed: first on the threads of the
/// recogniser, then on another one. It then hangs, so that only the panic itself can have restored
/// the terminal.
fn panicking() -> ! {
    let _quiet = Quiet::nowhere().expect("standard error leads away");
    let mut terminal = Terminal::take(&worker::THREADS).expect("a terminal");
    println!("live");
    let mut wait_for = |key| {
        while !matches!(terminal.keys(PATIENCE), Keys::Typed(keys) if keys.contains(&key)) {}
    };
    wait_for('w');
    for name in worker::THREADS {
        let thread = std::thread::Builder::new().name(name.into());
        let falls = thread.spawn(|| panic!("a fault in the recogniser"));
        let _ = falls.expect("a thread").join();
    }
    println!("going on");
    wait_for('x');
    let _ = std::thread::spawn(|| panic!("a fault in the program")).join();
    println!("hanging");
    loop {
        std::thread::park();
    }
}

#[test]
fn a_panic_restores_the_terminal_and_is_shown() {
    if std::env::var_os(ROLE).is_some() {
        panicking();
    }
    let home = Home::new();
    let me = std::env::current_exe().expect("this program");
    let words = [
        me.to_str().expect("a plain path"),
        "--exact",
        "a_panic_restores_the_terminal_and_is_shown",
        "--nocapture",
    ];
    let mut desk = Desk::start(&[(ROLE.into(), "1".into())], &home, &words);
    desk.wait_for("live", PATIENCE);
    assert!(!desk.is_given_back(), "the terminal was never taken");
    // Ctrl-S does not block.
    desk.press("\u{13}w");
    desk.wait_for("going on", PATIENCE);
    assert!(!desk.is_given_back(), "the rehearsal went on without keys");
    desk.press("x");
    desk.wait_for("hanging", PATIENCE);
    assert!(desk.is_given_back(), "{}", desk.screen());
    assert!(
        desk.screen().contains("a fault in the program"),
        "{}",
        desk.screen()
    );
    assert!(!desk.screen().contains("a fault in the recogniser"));
}

#[test]
fn plain_help_has_no_colours() {
    let escapes = |asked: &[&str]| {
        let home = Home::new();
        let mut desk = Desk::without_microphone(&home, asked);
        desk.end(PATIENCE);
        assert!(desk.all().contains("--section"), "{}", desk.all());
        desk.bytes() - desk.all().len()
    };
    assert!(escapes(&["practice", "--help"]) > 0);
    assert_eq!(escapes(&["practice", "--plain", "--help"]), 0);
}
