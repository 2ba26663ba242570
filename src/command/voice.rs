//! The system's text-to-speech voice, which reads questions aloud if requested.

use crate::ui::asking::Reader;
use std::io::Write;
use std::process::{Child, Command, Stdio};

/// A text-to-speech program that reads standard input, and its options.
struct Program {
    name: &'static str,
    arguments: &'static [&'static str],
    /// The command that stops a reading which outlives the program: that of a speech server's queue.
    cancel: Option<&'static [&'static str]>,
}

/// In order of preference. Text goes through standard input, so that no question is taken as an option.
const PROGRAMS: [Program; 3] = [
    Program {
        name: "espeak-ng",
        arguments: &["--stdin"],
        cancel: None,
    },
    Program {
        name: "say",
        arguments: &["-f", "-"],
        cancel: None,
    },
    Program {
        name: "spd-say",
        arguments: &["--wait", "--pipe-mode"],
        cancel: Some(&["--cancel"]),
    },
];

/// A voice.
pub struct Voice {
    program: &'static Program,
    speaking: Option<Child>,
}

impl Voice {
    /// The first voice that is installed.
    pub fn find() -> Option<Self> {
        PROGRAMS
            .iter()
            .find(|program| is_installed(program.name))
            .map(|program| Self {
                program,
                speaking: None,
            })
    }

    /// The message when a voice was requested and none is installed.
    pub fn none() -> String {
        let names: Vec<&str> = PROGRAMS.iter().map(|program| program.name).collect();
        format!(
            "No system voice is installed (looked for {}), so the questions are shown only.",
            names.join(", ")
        )
    }
}

fn is_installed(name: &str) -> bool {
    // Asking for the version plays nothing; a missing program cannot be started.
    quiet(name).arg("--version").status().is_ok()
}

fn quiet(name: &str) -> Command {
    let mut command = Command::new(name);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

impl Reader for Voice {
    fn read(&mut self, text: &str) {
        self.hush();
        let started = quiet(self.program.name)
            .args(self.program.arguments)
            .stdin(Stdio::piped())
            .spawn();
        // A failing voice does not prevent practising: the question is on the screen.
        let Ok(mut child) = started else { return };
        if let Some(mut input) = child.stdin.take() {
            let _ = writeln!(input, "{text}");
        }
        self.speaking = Some(child);
    }

    fn reads(&mut self) -> bool {
        let speaks = self
            .speaking
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)));
        if !speaks {
            self.speaking = None;
        }
        speaks
    }

    fn hush(&mut self) {
        let Some(mut child) = self.speaking.take() else {
            return;
        };
        let _ = child.kill();
        let _ = child.wait();
        if let Some(cancel) = self.program.cancel {
            let _ = quiet(self.program.name).args(cancel).status();
        }
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.hush();
    }
}
