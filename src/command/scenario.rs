//! `rehearse scenario list|show|new|check`: the scenarios, and whether a file is valid.

use super::scenarios::{Found, Place, check_and_coach, find, own_folder, place};
use super::{Context, Exit, Failure, scenario_new};
use crate::cli::ScenarioVerb;
use crate::report::terminal::{Ink, Page};
use crate::scenario::{self, Checked, Fault, Level, Scenario};
use crate::store;
use crate::time::Millis;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

/// Runs the verb.
///
/// # Errors
/// When a scenario is not found or cannot be read.
pub fn run(what: &ScenarioVerb, context: &mut Context) -> Result<Exit, Failure> {
    match what {
        ScenarioVerb::List => list(context),
        ScenarioVerb::Show { scenario, toml } => show(context, scenario.as_deref(), *toml),
        ScenarioVerb::New { title, from, edit } => {
            scenario_new::run(title.as_deref(), from.as_deref(), *edit, context)
        }
        ScenarioVerb::Check { scenarios } => check(context, scenarios),
    }
}

/// One line of the list.
#[derive(Debug, Serialize)]
struct Listed {
    id: String,
    title: String,
    principle: String,
    question: String,
    seconds: f64,
    /// `built-in` or `own`.
    origin: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<PathBuf>,
    /// Errors in its file.
    faults: usize,
}

impl Listed {
    fn of(checked: &Checked, id: &str, origin: &'static str, path: Option<PathBuf>) -> Self {
        let faults = checked.faults.iter().filter(|f| f.is_error()).count();
        let known = checked.scenario.as_ref();
        Self {
            // Named as it is typed: an own story by its file.
            id: id.into(),
            title: known.map_or_else(String::new, |s| s.title.clone()),
            principle: known.map_or_else(String::new, |s| s.principle.clone()),
            question: known.map_or_else(String::new, |s| s.question.clone()),
            seconds: known.map_or(0.0, |s| length(s).as_secs_f64()),
            origin,
            path,
            faults,
        }
    }
}

fn length(scenario: &Scenario) -> Millis {
    scenario.sections.iter().map(|section| section.target).sum()
}

fn list(context: &mut Context) -> Result<Exit, Failure> {
    let mut listed = Vec::new();
    for path in store::files_with_ending(&own_folder(context), "toml")? {
        let label = path.display().to_string();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let checked = scenario::check(&label, &store::read_text(&path)?);
        listed.push(Listed::of(&checked, &stem, "own", Some(path.clone())));
    }
    for builtin in scenario::builtins() {
        if listed.iter().all(|own| own.id != builtin.id) {
            let checked = scenario::check(builtin.id, builtin.toml);
            listed.push(Listed::of(&checked, builtin.id, "built-in", None));
        }
    }
    if context.json {
        context.data_json(&listed)?;
        return Ok(Exit::Done);
    }
    let mut page = Page::flush(super::show::style(context));
    list_text(&mut page, &listed);
    context.data(&page.finish())?;
    Ok(Exit::Done)
}

/// Ids in the first column and descriptions in the second; below the id on a narrow terminal or where an id is
/// too long for its column.
fn list_text(page: &mut Page, listed: &[Listed]) {
    let room = page.room().saturating_sub(BESIDE + 2);
    let room = room.min(page.room() * 2 / 5);
    let ids = listed.iter().map(|one| one.id.width());
    let column = ids.filter(|wide| *wide <= room).max().unwrap_or(0) + 2;
    let column = if column > NARROW { column } else { 2 };
    for one in listed {
        let beside = one.id.width() + 2 <= column;
        let mut lines = Vec::new();
        match &one.path {
            Some(path) if one.faults > 0 => {
                // A short name fits the line and can be copied whole; one that looks like an option cannot.
                let named = match one.id.starts_with('-') {
                    true => path.display().to_string(),
                    false => one.id.clone(),
                };
                lines.push("cannot be used yet:".into());
                lines.push(format!("rehearse scenario check {named}"));
            }
            _ => {
                let own = if one.origin == "own" { "  (own)" } else { "" };
                lines.push(format!("{}{own}", one.title));
                let principle = if one.principle.is_empty() { "" } else { " · " };
                let time = Millis::from_secs_f64(one.seconds);
                lines.push(format!("{time}{principle}{}", one.principle));
            }
        }
        let id = page.paint(Ink::Strong, &one.id);
        let mut lead = " ".repeat(column);
        if beside {
            lead = format!("{id}{}", " ".repeat(column - one.id.width()));
        } else {
            page.text("", &id);
        }
        for line in lines {
            page.text(&lead, &line);
            lead = " ".repeat(column);
        }
    }
}

fn show(context: &mut Context, name: Option<&str>, toml: bool) -> Result<Exit, Failure> {
    let Found {
        scenario,
        toml: text,
    } = find(context, name)?;
    if toml {
        context.data(&text)?;
    } else if context.json {
        context.data_json(&scenario)?;
    } else {
        let mut page = Page::flush(super::show::style(context));
        summary(&mut page, &scenario);
        context.data(&page.finish())?;
    }
    Ok(Exit::Done)
}

/// A scenario on one screen.
fn summary(page: &mut Page, scenario: &Scenario) {
    page.heading(&scenario.title);
    for line in [&scenario.question, &scenario.principle] {
        if !line.is_empty() && *line != scenario.title {
            page.text("", line);
        }
    }
    let titles = scenario.sections.iter().map(|one| one.title.width());
    let width = titles.max().unwrap_or(0);
    page.blank();
    for section in &scenario.sections {
        let phrases: Vec<_> = section.signals.iter().map(|s| s.phrase.as_str()).collect();
        let phrases = phrases.join(" · ");
        let pad = " ".repeat(width - section.title.width());
        let seconds = section.target.as_secs_f64();
        let head = format!("  {}{pad}  {seconds:>5} s", section.title);
        if page.room() >= head.width() + BESIDE {
            page.row(&format!("{head}  "), &phrases);
        } else {
            page.text("", &head);
            page.row("    ", &phrases);
        }
    }
    let lengths: Vec<_> = Level::ALL
        .into_iter()
        .filter_map(|level| Some((level, scenario.levels.get(&level)?)))
        .map(|(level, guide)| format!("{} {}", scenario.level_title(level), guide.length))
        .collect();
    if !lengths.is_empty() {
        page.blank();
        page.text("  Whole answer: ", &lengths.join(", "));
    }
    let questions = format!(
        "{} follow-up questions, {} quiz questions",
        scenario.follow_ups.len(),
        scenario.quiz.len()
    );
    page.text("  ", &questions);
    page.blank();
    let next = format!(
        "rehearse study {0} reads it page by page; rehearse practice {0} speaks it.",
        scenario.id
    );
    page.text("", &next);
}

/// Columns that a second column needs beside the first.
const BESIDE: usize = 30;
/// A narrower first column is not used: most ids would not fit.
const NARROW: usize = 4;

/// What `check --json` prints for one file.
#[derive(Debug, Serialize)]
struct CheckedFile {
    label: String,
    sound: bool,
    faults: Vec<Fault>,
}

fn check(context: &mut Context, names: &[String]) -> Result<Exit, Failure> {
    let mut files = Vec::new();
    for (label, text) in texts(context, names)? {
        let checked = check_and_coach(&label, &text);
        files.push(CheckedFile {
            label,
            sound: checked.scenario.is_some(),
            faults: checked.faults,
        });
    }
    let sound = files.iter().all(|file| file.sound);
    if context.json {
        context.data_json(&files)?;
    } else {
        for file in &files {
            let mut text = String::new();
            for fault in &file.faults {
                let _ = writeln!(text, "{fault}\n");
            }
            text.push_str(&verdict(file));
            context.data(&text)?;
        }
        if files.is_empty() {
            let folder = own_folder(context);
            context.say(format_args!("no own scenarios in {} yet", folder.display()));
        }
    }
    Ok(if sound { Exit::Done } else { Exit::Error })
}

fn verdict(file: &CheckedFile) -> String {
    let errors = file.faults.iter().filter(|fault| fault.is_error()).count();
    let advice = file.faults.len() - errors;
    let counted = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    };
    let advice = match advice {
        0 => String::new(),
        _ => format!(
            ", {}",
            counted(advice, "piece of advice", "pieces of advice")
        ),
    };
    match errors {
        0 => format!("{}: sound{advice}\n", file.label),
        _ => format!(
            "{}: {}{advice}\n",
            file.label,
            counted(errors, "fault", "faults")
        ),
    }
}

/// The files to check with their labels.
fn texts(context: &Context, names: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let own = own_folder(context);
    let mut paths = Vec::new();
    if names.is_empty() {
        paths = store::files_with_ending(&own, "toml")?;
    }
    let mut texts = Vec::new();
    for name in names {
        let file = Path::new(name);
        if store::is_folder(file) {
            return Err(Failure::usage(format_args!(
                "{name} is a folder: give the name of a story, or its file, such as {}; without a name, all own \
                 stories are checked",
                file.join("my-story.toml").display()
            )));
        }
        // A file of any name in the folder where one is.
        let here = store::is_file(file) && !store::is_file(&own.join(format!("{name}.toml")));
        match place(context, name) {
            Ok(Place::BuiltIn(id)) => {
                let built_in = scenario::builtins().iter().find(|one| one.id == id);
                texts.extend(built_in.map(|one| (format!("{id}.toml"), one.toml.to_owned())));
            }
            Ok(Place::File(path)) => paths.push(path),
            Err(_) if here => paths.push(file.to_owned()),
            Err(error) => return Err(error),
        }
    }
    for path in paths {
        texts.push((path.display().to_string(), store::read_text(&path)?));
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::terminal::Style;

    fn listed(id: &str) -> Listed {
        Listed {
            id: id.into(),
            title: "A title".into(),
            principle: "Ownership".into(),
            question: String::new(),
            seconds: 175.0,
            origin: "own",
            path: None,
            faults: 0,
        }
    }

    #[test]
    fn one_long_id_does_not_move_the_others() {
        let all = [
            listed("quiet-alarm"),
            listed("the-night-in-which-nobody-at-all-heard-the-alarm"),
        ];
        let shown = |width| {
            let mut page = Page::flush(Style {
                width,
                ..Style::default()
            });
            list_text(&mut page, &all);
            page.finish()
        };
        assert_eq!(
            shown(80),
            "quiet-alarm  A title  (own)\n             2:55 · Ownership\n\
             the-night-in-which-nobody-at-all-heard-the-alarm\n             A title  (own)\n             2:55 · Ownership\n"
        );
        // Where there is no room for two columns, everything stands below its id.
        assert!(
            shown(40).starts_with("quiet-alarm\n  A title  (own)\n"),
            "{}",
            shown(40)
        );
    }

    #[test]
    fn advice_refers_to_the_words() {
        let text = "title = \"x\"\n[[section]]\nid = \"action\"\nstrong = \"\"\"\nI led it.\nWe mended\n  it in time.\n\"\"\"\n";
        let checked = check_and_coach("x.toml", text);
        let advice = checked
            .faults
            .iter()
            .find(|fault| fault.message.contains("We mended"));
        let advice = advice.unwrap_or_else(|| panic!("{:?}", checked.faults));
        assert_eq!((advice.line, advice.column), (6, 1));
    }
}
