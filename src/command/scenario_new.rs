//! `rehearse scenario new`: a story of your own, from answers or from notes, as a file to edit.

use super::context::piped_text;
use super::scenarios::check_and_coach;
use super::{Context, Exit, Failure};
use crate::cli::NewStory;
use crate::meaning::minilm::Bundled;
use crate::scenario::{Fault, Section, star};
use crate::store;
use crate::story::{Draft, plain, stories, suited};
use crate::words::list;
use file::{unused, write};
use interview::interview;
use serde_json::json;
use std::path::Path;

mod file;
mod interview;

/// Largest notes, in bytes.
const LARGEST_NOTES: u64 = 1 << 20;

/// Runs the verb.
///
/// # Errors
/// When the notes cannot be read, a story of that name exists, or the disk refuses.
pub fn run(wanted: &NewStory, context: &mut Context) -> Result<Exit, Failure> {
    let (title, from) = (wanted.title.as_deref(), wanted.from.as_deref());
    let mut drafts: Vec<Draft> = match from {
        Some(notes) => read_notes(notes)?,
        None => interview(title, context)?.into_iter().collect(),
    };
    // On a terminal the title may be given alone; in a script that is an error.
    let asked = from.is_none() && context.screen.keys_are_terminal;
    let said = |draft: &Draft| {
        !draft.question.is_empty() || draft.sections.iter().any(|text| !text.is_empty())
    };
    drafts.retain(|draft| asked || said(draft));
    if drafts.is_empty() {
        return Err(Failure::usage(match from {
            Some(notes) => format!("{} holds no story: nothing is written", notes.display()),
            None => "nothing was answered and nothing is written: give answers, or notes with --from FILE".into(),
        }));
    }
    match (title, drafts.as_mut_slice()) {
        (Some(title), [draft]) if from.is_some() => draft.title = plain(title),
        (Some(_), [_, _, ..]) => {
            return Err(Failure::usage(format!(
                "the notes hold {} stories and there is one title: leave it out, and each keeps its own",
                drafts.len()
            )));
        }
        _ => {}
    }
    // All or none: an existing file prevents the others, too.
    for draft in &drafts {
        unused(&draft.title, context).map_err(Failure::error)?;
    }
    let (mut exit, mut made) = (Exit::Done, Vec::new());
    for draft in &mut drafts {
        draft.nearest = nearest(draft, context);
        let path = write(draft, context)?;
        match from {
            None => interview::forget(context)?,
            Some(_) => tell_placed(draft, context),
        }
        if wanted.edit {
            open_editor(&path, context)?;
        }
        if draft.principle.is_empty() {
            tell_nearest(draft, context);
        }
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        if !tell(&path, &id, context)? {
            exit = Exit::Error;
        }
        made.push(json!({"id": id, "path": path}));
    }
    if context.json {
        // One story is one object; several are a list.
        match made.as_slice() {
            [one] => context.data_json(one)?,
            several => context.data_json(&several)?,
        }
    } else if drafts.len() > 1 {
        context.say(format_args!(
            "\n{} stories. Which leadership principle each serves, and what is missing: rehearse stories",
            drafts.len()
        ));
    }
    Ok(exit)
}

fn read_notes(notes: &Path) -> Result<Vec<Draft>, Failure> {
    if notes == Path::new("-") {
        return Ok(stories("My story", &piped_text(LARGEST_NOTES)?));
    }
    let name = notes.file_stem().unwrap_or_default().to_string_lossy();
    let text = store::read_text(notes)?;
    if text.len() as u64 > LARGEST_NOTES {
        return Err(Failure::error(format_args!(
            "{} is larger than {} MB; nothing of it was taken: give notes about your stories only",
            notes.display(),
            LARGEST_NOTES >> 20
        )));
    }
    Ok(stories(&name, &text))
}

/// Opens the user's editor and waits for it.
fn open_editor(path: &Path, context: &mut Context) -> Result<(), Failure> {
    let Some(editor) = context.editor.clone() else {
        context.say(format_args!(
            "Neither VISUAL nor EDITOR is set; the file is {}",
            path.display()
        ));
        return Ok(());
    };
    // An editor may come with arguments: `code --wait`.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let ended = std::process::Command::new(program)
        .args(words)
        .arg(path)
        .status();
    let problem = match ended {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => format!("the editor {editor:?} ended with {status}"),
        Err(error) => format!("cannot start the editor {editor:?}: {error}"),
    };
    Err(Failure::error(format_args!(
        "{problem}; your story is in {}",
        path.display()
    )))
}

/// Says where the notes were placed and, where that was a guess, how to correct it.
fn tell_placed(draft: &Draft, context: &mut Context) {
    let told = star::SECTIONS.iter().zip(&draft.sections);
    let told = told.filter(|(_, text)| !text.is_empty());
    let filled: Vec<&str> = told.map(|(section, _)| section.title).collect();
    let so = match filled[..] {
        [only] => format!("all of it went into {only}"),
        _ => format!(
            "the paragraphs were taken in the order of telling: {}",
            filled.join(", ")
        ),
    };
    if !draft.has_headings && !filled.is_empty() {
        context.say(format_args!(
            "Your notes have no headings, so {so}. Put `## Situation`, `## Task`, `## Action`, \
             `## Result` and `## Reflection` above the parts, or move the lines in the file."
        ));
    }
    context.say(placed(draft));
}

/// The principles that the story is nearest to. Without the model of meaning there are none, and the words decide.
fn nearest(draft: &Draft, context: &mut Context) -> Vec<String> {
    let found = suited::nearest(&suited::texts(draft), &Bundled);
    found.unwrap_or_else(|error| {
        context.say(error);
        Vec::new()
    })
}

/// Which principles the story may serve: a choice, not a claim.
fn tell_nearest(draft: &Draft, context: &mut Context) {
    let offered = suited::offered(draft).into_iter();
    let names: Vec<&str> = offered.map(|(one, _)| one.name.as_str()).collect();
    if !names.is_empty() {
        context.say(format_args!(
            "Of the leadership principles it is nearest to {}: keep what it serves in the line `principles` of the file.",
            list(&names)
        ));
    }
}

/// How many of the notes, which are lines or sentences, each section holds.
fn placed(draft: &Draft) -> String {
    let counts = star::SECTIONS.iter().zip(draft.lines);
    let told: Vec<String> = counts
        .filter(|(_, count)| *count > 0)
        .map(|(section, count)| format!("{} {count}", section.title))
        .collect();
    let sections = match told.as_slice() {
        [] => String::new(),
        told => format!(": {}", told.join(", ")),
    };
    let placed: usize = draft.lines.iter().sum();
    let all = placed + draft.unplaced;
    let notes = if all == 1 { "note" } else { "notes" };
    let rest = match draft.unplaced {
        0 => String::new(),
        1 => " 1 note belongs to no section; it is at the end of the file as a comment.".into(),
        many => format!(
            " {many} notes belong to no section; they are at the end of the file as comments."
        ),
    };
    format!("Placed {placed} of {all} {notes}{sections}.{rest}")
}

/// Shows the advice on the file, and prints where it is. Returns whether it can be practised.
fn tell(path: &Path, id: &str, context: &mut Context) -> Result<bool, Failure> {
    let label = path.display().to_string();
    let checked = check_and_coach(&label, &store::read_text(path)?);
    let sections = checked.scenario.iter().flat_map(|story| &story.sections);
    let untold = |section: &Section| section.strong.is_none() && section.strong_by_level.is_empty();
    let untold = sections.enumerate().filter(|(_, section)| untold(section));
    let (places, empty): (Vec<String>, Vec<&str>) = untold
        .map(|(at, section)| {
            (
                format!("section[{}].strong", at + 1),
                section.title.as_str(),
            )
        })
        .unzip();
    // What a section without words lacks is said once for all of them.
    let said_below = |fault: &&Fault| places.contains(&fault.path);
    for fault in checked.faults.iter().filter(|fault| !said_below(fault)) {
        context.say(format_args!("\n{fault}"));
    }
    if !empty.is_empty() {
        context.say(format_args!(
            "\nNothing is told in {} yet: write there what you would like to hear yourself say.",
            list(&empty)
        ));
    }
    if !context.json {
        context.data(&format!("{label}\n"))?;
    }
    let sound = checked.scenario.is_some();
    context.say(match sound {
        true => format!("\nNow say it: rehearse practice {id}"),
        false => format!("\nMend it and look again: rehearse scenario check {id}"),
    });
    Ok(sound)
}
