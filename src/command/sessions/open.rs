//! Opens the report in the browser.

use super::super::rehearsal::Rehearsal;
use super::super::{Context, Exit, Failure, show};
use serde_json::json;
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes the page with the waveform of the take, and opens it.
///
/// # Errors
/// When the page cannot be written. Without a browser its path is shown.
pub fn run(name: &str, context: &mut Context) -> Result<Exit, Failure> {
    let past = Rehearsal::find(context, name)?;
    let page = show::page(&past.report(), &past.folder);
    let path = past.folder.write_report("report.html", &page)?;
    if context.json {
        context.data_json(&json!({"path": path}))?;
        return Ok(Exit::Done);
    }
    hand_over(&path, context)
}

/// Opens a page with the system's browser. Without one its path is shown.
///
/// # Errors
/// When standard output cannot be written.
pub fn hand_over(path: &Path, context: &mut Context) -> Result<Exit, Failure> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let opened = Command::new(opener)
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match opened {
        Ok(_) => context.say(format_args!("Opening {}", path.display())),
        Err(_) => {
            context.say("No program to open pages was found; the page is here:");
            context.data(&format!("{}\n", path.display()))?;
        }
    }
    Ok(Exit::Done)
}
