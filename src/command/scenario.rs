//! `rehearse scenario list|show|new|check`: what can be practised, and whether a file is sound.

use super::scenarios::{Found, find, own_folder};
use super::{Context, Exit, Failure, scenario_new};
use crate::cli::ScenarioVerb;
use crate::scenario::{self, Checked, Fault, Level, Scenario};
use crate::store;
use crate::story::coach;
use crate::time::Millis;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

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
    /// Faults that keep it from being used.
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
    let width = listed
        .iter()
        .map(|one| one.id.chars().count())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for one in &listed {
        let _ = write!(text, "{:width$}  ", one.id);
        match &one.path {
            Some(path) if one.faults > 0 => {
                let _ = writeln!(
                    text,
                    "cannot be used yet: rehearse scenario check {}",
                    path.display()
                );
            }
            _ => {
                let own = if one.origin == "own" { "  (own)" } else { "" };
                let _ = writeln!(text, "{}{own}", one.title);
                let principle = if one.principle.is_empty() { "" } else { " · " };
                let time = Millis::from_secs_f64(one.seconds);
                let _ = writeln!(text, "{:width$}  {time}{principle}{}", "", one.principle);
            }
        }
    }
    context.data(&text)?;
    Ok(Exit::Done)
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
        context.data(&summary(&scenario))?;
    }
    Ok(Exit::Done)
}

/// A scenario on one screen.
fn summary(scenario: &Scenario) -> String {
    let mut text = format!("{}\n", scenario.title);
    for line in [&scenario.question, &scenario.principle] {
        if !line.is_empty() && *line != scenario.title {
            let _ = writeln!(text, "{line}");
        }
    }
    let width = scenario
        .sections
        .iter()
        .map(|s| s.title.chars().count())
        .max()
        .unwrap_or(0);
    text.push('\n');
    for section in &scenario.sections {
        let phrases: Vec<_> = section.signals.iter().map(|s| s.phrase.as_str()).collect();
        let _ = writeln!(
            text,
            "  {:width$}  {:>5} s  {}",
            section.title,
            section.target.as_secs_f64(),
            phrases.join(" · ")
        );
    }
    let lengths: Vec<_> = Level::ALL
        .into_iter()
        .filter_map(|level| Some((level, scenario.levels.get(&level)?)))
        .map(|(level, guide)| format!("{} {}", scenario.level_title(level), guide.length))
        .collect();
    if !lengths.is_empty() {
        let _ = writeln!(text, "\n  Whole answer: {}", lengths.join(", "));
    }
    let _ = writeln!(
        text,
        "  {} follow-up questions, {} quiz questions",
        scenario.follow_ups.len(),
        scenario.quiz.len()
    );
    let _ = writeln!(
        text,
        "\nrehearse study {0} reads it page by page; rehearse practice {0} speaks it.",
        scenario.id
    );
    text
}

/// Every fault of a file, and where it has none that keeps it from being used, a coach's advice.
pub(super) fn check_and_coach(label: &str, text: &str) -> Checked {
    let mut checked = scenario::check(label, text);
    let advice = checked.scenario.as_ref().map(coach::advice);
    for one in advice.unwrap_or_default() {
        checked.advise(label, text, &one.path, &one.message, &one.remedy);
    }
    checked
}

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
        let own = own.join(format!("{name}.toml"));
        let builtin = scenario::builtins()
            .iter()
            .find(|builtin| builtin.id == name);
        match builtin {
            _ if !name.ends_with(".toml") && own.is_file() => paths.push(own),
            Some(builtin) => texts.push((format!("{name}.toml"), builtin.toml.to_owned())),
            None => paths.push(PathBuf::from(name)),
        }
    }
    for path in paths {
        texts.push((path.display().to_string(), store::read_text(&path)?));
    }
    Ok(texts)
}
