//! `rehearse study`: the walkthrough to read, page by page on a terminal, otherwise at once.

use super::rehearsal::Setup;
use super::scenarios::{LoadedScenario, find, require_section};
use super::wrap::WIDEST;
use super::{Context, Exit, Failure};
use crate::cli::Study;
use crate::scenario::Scenario;
use crate::scenario::walkthrough::{Form, Page, pages};
use crate::session::Mode;
use std::fmt::Write as _;

/// Runs the verb.
///
/// # Errors
/// When the scenario or the section is not found.
pub fn run(options: &Study, context: &mut Context) -> Result<Exit, Failure> {
    let LoadedScenario { scenario, .. } = find(context, options.scenario.as_deref())?;
    let only = options.section.as_deref();
    if let Some(id) = only {
        require_section(&scenario, id)?;
    }
    if context.json {
        context.data_json(&scenario)?;
        return Ok(Exit::Done);
    }
    let setup = Setup {
        mode: Mode::Study,
        level: options.level,
        lens: options.lens,
    };
    walk(context, &scenario, setup, only)?;
    let section = only.map_or_else(String::new, |id| format!(" --section {id}"));
    context.say(format_args!(
        "Now say it: rehearse practice {}{section}",
        scenario.id
    ));
    Ok(Exit::Done)
}

/// Shows the walkthrough of the story or of one section.
///
/// # Errors
/// When standard output cannot be written.
pub fn walk(
    context: &mut Context,
    scenario: &Scenario,
    setup: Setup,
    only: Option<&str>,
) -> Result<(), Failure> {
    read(context, &pages(scenario, setup.level, setup.lens, only))
}

/// Shows the pages; on a terminal each waits for a key.
fn read(context: &mut Context, pages: &[Page]) -> Result<(), Failure> {
    let width = context.screen.width.min(WIDEST);
    let paged = context.screen.data_is_terminal && context.screen.keys_are_terminal;
    let mut at = 0;
    while let Some(page) = pages.get(at) {
        let text = lay_out(page, width, context.screen.colour);
        context.data(&text)?;
        at += 1;
        if !paged || at == pages.len() {
            continue;
        }
        // Rounded up to five seconds.
        let reading = page.reading_time().0.div_ceil(5000) * 5;
        let prompt = format!(
            "{at} of {} · about {reading} s to read · Enter goes on, b back, q ends ",
            pages.len()
        );
        match context.ask(&prompt)?.as_deref().map(str::trim) {
            None | Some("q") => break,
            Some("b") => at = at.saturating_sub(2),
            Some(_) => {}
        }
        context.say("");
    }
    Ok(())
}

/// A page as text, at most `width` columns wide.
pub(super) fn lay_out(page: &Page, width: usize, colour: bool) -> String {
    let bold = |text: &str| {
        if colour {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    };
    let mut out = String::new();
    for line in textwrap::wrap(&page.title, width.max(20)) {
        let _ = writeln!(out, "{}", bold(&line));
    }
    out.push('\n');
    for block in &page.blocks {
        let (first, rest) = match block.form {
            Form::Text => ("  ", "  "),
            Form::Speech => ("  │ ", "  │ "),
            Form::List => ("  - ", "    "),
        };
        for line in textwrap::wrap(&block.label, width.max(20) - 2) {
            if !line.is_empty() {
                let _ = writeln!(out, "  {}", bold(&line));
            }
        }
        for text in &block.lines {
            wrapped(&mut out, text, width, first, rest);
        }
        out.push('\n');
    }
    out
}

fn wrapped(out: &mut String, text: &str, width: usize, first: &str, rest: &str) {
    let options = textwrap::Options::new(width.max(20))
        .initial_indent(first)
        .subsequent_indent(rest);
    for line in textwrap::wrap(text, options) {
        let _ = writeln!(out, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Level, builtin};

    #[test]
    fn no_line_is_wider_than_the_screen() {
        let scenario = builtin("caught-critical-issue").unwrap();
        for page in pages(&scenario, Level::Sde2, None, None) {
            for width in [30, 80] {
                let text = lay_out(&page, width, false);
                for line in text.lines() {
                    assert!(
                        unicode_width::UnicodeWidthStr::width(line) <= width,
                        "{line}"
                    );
                }
            }
        }
    }

    #[test]
    fn without_colour_there_is_no_escape() {
        let page = Page {
            title: "A".into(),
            blocks: Vec::new(),
        };
        assert_eq!(lay_out(&page, 80, false), "A\n\n");
        assert!(lay_out(&page, 80, true).contains("\u{1b}[1mA"));
    }
}
