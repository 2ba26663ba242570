//! `rehearse scenario list|show|new|check`: the scenarios, and whether a file is valid.

use super::scenarios::{LoadedScenario, Source, all, check_and_coach, find, own, source};
use super::{Context, Exit, Failure, scenario_new, show};
use crate::cli::ScenarioVerb;
use crate::report::terminal::{Ink, Page, Style};
use crate::scenario::{self, Fault, Level, Scenario};
use crate::store;
use crate::time::Millis;
use crate::words::count;
use serde::Serialize;
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

/// Runs the verb.
///
/// # Errors
/// When a scenario is not found or cannot be read.
pub fn run(what: &ScenarioVerb, context: &mut Context) -> Result<Exit, Failure> {
    match what {
        ScenarioVerb::List => list(context),
        ScenarioVerb::Show { scenario, toml } => show_one(context, scenario.as_deref(), *toml),
        ScenarioVerb::New(wanted) => scenario_new::run(wanted, context),
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
    fn of(source: &Source) -> Result<Self, Failure> {
        let checked = scenario::check(&source.label(), &source.text()?);
        let known = checked.scenario.as_ref();
        let told = |what: fn(&Scenario) -> &String| known.map(what).cloned().unwrap_or_default();
        let (origin, path) = match source {
            Source::File(path) => ("own", Some(path.clone())),
            Source::BuiltIn(_) => ("built-in", None),
        };
        Ok(Self {
            // Named as it is typed: an own story by its file.
            id: source.id(),
            title: told(|one| &one.title),
            principle: told(|one| &one.principle),
            question: told(|one| &one.question),
            seconds: known.map_or(0.0, |one| length(one).as_secs_f64()),
            origin,
            path,
            faults: checked.faults.iter().filter(|f| f.is_error()).count(),
        })
    }
}

fn length(scenario: &Scenario) -> Millis {
    scenario.sections.iter().map(|section| section.target).sum()
}

fn list(context: &mut Context) -> Result<Exit, Failure> {
    let all = all(own(&context.folders)?);
    let listed: Vec<Listed> = all.iter().map(Listed::of).collect::<Result<_, _>>()?;
    show::either(context, &listed, |style| list_text(style, &listed))
}

/// Ids in the first column and descriptions in the second; below the id on a narrow terminal or where an id is
/// too long for its column.
fn list_text(style: &Style, listed: &[Listed]) -> String {
    let mut page = Page::flush(*style);
    let room = page.room().saturating_sub(BESIDE + 2);
    let room = room.min(page.room() * 2 / 5);
    let ids = listed.iter().map(|one| one.id.width());
    let column = ids.filter(|wide| *wide <= room).max().unwrap_or(0) + 2;
    let column = if column > NARROW { column } else { 2 };
    for one in listed {
        let [first, second] = match &one.path {
            Some(path) if one.faults > 0 => {
                // A short name fits the line and can be copied whole; one that looks like an option cannot.
                let named = match one.id.starts_with('-') {
                    true => path.display().to_string(),
                    false => one.id.clone(),
                };
                [
                    "cannot be used yet:".into(),
                    format!("rehearse scenario check {named}"),
                ]
            }
            _ => {
                let own = if one.origin == "own" { "  (own)" } else { "" };
                let principle = if one.principle.is_empty() { "" } else { " · " };
                let time = Millis::from_secs_f64(one.seconds);
                [
                    format!("{}{own}", one.title),
                    format!("{time}{principle}{}", one.principle),
                ]
            }
        };
        let id = page.paint(Ink::Strong, &one.id);
        let below = " ".repeat(column);
        if one.id.width() + 2 <= column {
            page.text(&format!("{id}{}", &below[one.id.width()..]), &first);
        } else {
            page.text("", &id);
            page.text(&below, &first);
        }
        page.text(&below, &second);
    }
    page.finish()
}

fn show_one(context: &mut Context, name: Option<&str>, toml: bool) -> Result<Exit, Failure> {
    let LoadedScenario {
        scenario,
        toml: text,
    } = find(context, name)?;
    if toml {
        context.data(&text)?;
        return Ok(Exit::Done);
    }
    show::either(context, &scenario, |style| summary(style, &scenario))
}

/// A scenario on one screen.
fn summary(style: &Style, scenario: &Scenario) -> String {
    let mut page = Page::flush(*style);
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
    page.finish()
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
    for source in sources(context, names)? {
        let label = source.label();
        let checked = check_and_coach(&label, &source.text()?);
        files.push(CheckedFile {
            label,
            sound: checked.scenario.is_some(),
            faults: checked.faults,
        });
    }
    show::either(context, &files, |_| {
        files.iter().map(CheckedFile::text).collect()
    })?;
    if files.is_empty() && !context.json {
        let folder = context.folders.stories();
        context.say(format_args!("no own scenarios in {} yet", folder.display()));
    }
    let sound = files.iter().all(|file| file.sound);
    Ok(if sound { Exit::Done } else { Exit::Error })
}

impl CheckedFile {
    /// Every fault, then the verdict.
    fn text(&self) -> String {
        let faults: String = self.faults.iter().map(|one| format!("{one}\n\n")).collect();
        let errors = self.faults.iter().filter(|fault| fault.is_error()).count();
        let verdict = match errors {
            0 => "sound".to_owned(),
            _ => count(errors, "fault", "faults"),
        };
        let advice = match self.faults.len() - errors {
            0 => String::new(),
            advice => format!(", {}", count(advice, "piece of advice", "pieces of advice")),
        };
        format!("{faults}{}: {verdict}{advice}\n", self.label)
    }
}

/// The files to check.
fn sources(context: &Context, names: &[String]) -> Result<Vec<Source>, Failure> {
    if names.is_empty() {
        let own = own(&context.folders)?;
        return Ok(own.into_iter().map(Source::File).collect());
    }
    let named = |name: &String| {
        let file = Path::new(name);
        if store::is_folder(file) {
            return Err(Failure::usage(format_args!(
                "{name} is a folder: give the name of a story, or its file, such as {}; without a name, all own \
                 stories are checked",
                file.join("my-story.toml").display()
            )));
        }
        match source(context, name) {
            // A file of any name in the folder where one is.
            Err(_) if store::is_file(file) => Ok(Source::File(file.to_owned())),
            found => found,
        }
    };
    names.iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let style = Style {
                width,
                ..Style::default()
            };
            list_text(&style, &all)
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
