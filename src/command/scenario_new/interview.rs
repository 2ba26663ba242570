//! The questions of `scenario new`. Every line is stored as soon as it is typed, so that
//! Ctrl-C, a closed window or an empty battery loses none.

use super::file::{unused, write};
use crate::command::data_file::DataFile;
use crate::command::{Context, Failure};
use crate::scenario::{principle, principles, star};
use crate::store;
use crate::story::{Draft, plain, spoken};

/// Asks for everything; an empty answer leaves a part open. `None` where there is no title.
///
/// # Errors
/// When the keyboard or the disk fails, or the title is in use and no other can be asked for.
pub(super) fn interview(
    title: Option<&str>,
    context: &mut Context,
) -> Result<Option<Draft>, Failure> {
    if let Some(draft) = unfinished(context)? {
        match what_about(&draft, title, context)? {
            Left::GoesOn => return go_on(draft, context).map(Some),
            Left::IsWritten => return named(draft, context).map(Some),
            Left::MakesRoom => {
                let draft = named(draft, context)?;
                let path = write(&draft, context)?;
                forget(context)?;
                context.say(format_args!("Written as far as it is: {}", path.display()));
            }
        }
    }
    context.say(
        "A story of your own. An empty line leaves a part open; the file can be edited later.",
    );
    if context.screen.keys_are_terminal {
        context.say("Ctrl-C leaves; what you have typed is kept for the next time.");
    }
    let Some(title) = ask_title(title, context)? else {
        return Ok(None);
    };
    let mut draft = Draft {
        title,
        ..Draft::default()
    };
    keep(&draft, context)?;
    fill(&mut draft, context)?;
    Ok(Some(draft))
}

/// Removes the stored answers: the story has a file of its own now.
///
/// # Errors
/// When the disk refuses.
pub(super) fn forget(context: &Context) -> Result<(), Failure> {
    let path = kept(context).path;
    // If nothing was asked, the stored answers belong to another story.
    if context.screen.keys_are_terminal && store::is_file(&path) {
        store::remove_file(&path)?;
    }
    Ok(())
}

/// The stored answers.
fn kept(context: &Context) -> DataFile {
    DataFile {
        path: context.folders.data.join("unfinished-story.json"),
        remedy: "It holds a story that was begun and left: correct it or move it away.",
    }
}

/// Stores the answers so far. Answers from a file or a pipe need not be stored.
fn keep(draft: &Draft, context: &Context) -> Result<(), Failure> {
    if !context.screen.keys_are_terminal {
        return Ok(());
    }
    store::private_folder(&context.folders.data)?;
    kept(context).save(draft)
}

/// An unfinished story, if there is one.
fn unfinished(context: &Context) -> Result<Option<Draft>, Failure> {
    match context.screen.keys_are_terminal {
        true => kept(context).load(),
        false => Ok(None),
    }
}

/// What to do with an unfinished story.
enum Left {
    GoesOn,
    IsWritten,
    /// It is written as far as it got, and another one is begun.
    MakesRoom,
}

fn what_about(draft: &Draft, title: Option<&str>, context: &mut Context) -> Result<Left, Failure> {
    let last = draft.sections.iter().rposition(|text| !text.is_empty());
    let reached = last.map_or("its first part", |at| star::SECTIONS[at].title);
    context.say(format_args!(
        "\u{201c}{}\u{201d} was begun and left at {reached}. Nothing of it is lost.",
        draft.title
    ));
    let other = title.map_or_else(|| "another".into(), |title| format!("“{}”", plain(title)));
    loop {
        let answer = context.ask(&format!(
            "Enter goes on with it, w writes it as far as it is, n writes it and begins {other}: "
        ))?;
        match answer.as_deref().map(str::trim) {
            None | Some("w" | "W") => return Ok(Left::IsWritten),
            Some("") => return Ok(Left::GoesOn),
            Some("n" | "N") => return Ok(Left::MakesRoom),
            Some(_) => context.say("Enter, w or n; your answers come after that."),
        }
    }
}

/// Continues an unfinished story.
fn go_on(mut draft: Draft, context: &mut Context) -> Result<Draft, Failure> {
    for line in [&draft.question, &draft.principle] {
        if !line.is_empty() {
            context.say(format_args!("  {line}"));
        }
    }
    fill(&mut draft, context)?;
    named(draft, context)
}

/// Asks for what is still open.
fn fill(draft: &mut Draft, context: &mut Context) -> Result<(), Failure> {
    let last = draft.sections.iter().rposition(|text| !text.is_empty());
    if last.is_none() {
        if draft.question.is_empty() {
            draft.question = line("What does the interviewer ask? ", context)?;
            keep(draft, context)?;
        }
        if draft.principle.is_empty() {
            draft.principle = ask_principle(context)?;
            keep(draft, context)?;
        }
    }
    parts(draft, last.unwrap_or(0), context)
}

/// The story under an unused name.
fn named(mut draft: Draft, context: &mut Context) -> Result<Draft, Failure> {
    if let Err(why) = unused(&draft.title, context) {
        context.say(why);
        if let Some(title) = ask_title(None, context)? {
            draft.title = title;
            keep(&draft, context)?;
        }
    }
    Ok(draft)
}

/// An unused title. On a terminal it is asked for until there is one.
fn ask_title(given: Option<&str>, context: &mut Context) -> Result<Option<String>, Failure> {
    let mut given = given.map(str::to_owned);
    loop {
        let answer = given.take().map_or_else(
            || context.ask("What do you call it? "),
            |title| Ok(Some(title)),
        );
        let Some(answer) = answer? else {
            return Ok(None);
        };
        let title = plain(&answer);
        // The next line of a file or a pipe answers the next question; it is not a title.
        let again = context.screen.keys_are_terminal;
        match unused(&title, context) {
            _ if title.is_empty() && !again => return Ok(None),
            _ if title.is_empty() => context.say("A story needs a name; a few words will do."),
            Ok(_) => return Ok(Some(title)),
            Err(why) if again => context.say(why),
            Err(why) => return Err(Failure::error(why)),
        }
    }
}

fn line(prompt: &str, context: &mut Context) -> Result<String, Failure> {
    Ok(plain(&context.ask(prompt)?.unwrap_or_default()))
}

/// The sixteen principles on a terminal, to choose by number or name; any other principle is taken as typed.
fn ask_principle(context: &mut Context) -> Result<String, Failure> {
    if context.screen.keys_are_terminal {
        context.say("");
        for (number, one) in (1..).zip(principles()) {
            context.say(format_args!("{number:>2}  {}: {}", one.name, one.line));
        }
        context.say("Leave it open, and it is proposed from your words later.");
    }
    let answer = line("For which leadership principle? ", context)?;
    let numbered = answer.parse::<usize>().ok();
    let numbered = numbered.and_then(|number| principles().get(number.checked_sub(1)?));
    Ok(match numbered.or_else(|| principle(&answer)) {
        Some(known) => known.name.clone(),
        None => answer,
    })
}

/// Asks for the parts from `first` on; existing text is shown and extended.
fn parts(draft: &mut Draft, first: usize, context: &mut Context) -> Result<(), Failure> {
    for (at, section) in star::SECTIONS.iter().enumerate().skip(first) {
        let next = star::SECTIONS.get(at + 1);
        context.say("");
        context.say(format_args!(
            "{} ({} s). {}",
            section.title,
            section.target.0 / 1000,
            section.coaching
        ));
        context.say(match next {
            Some(next) => format!(
                "Write as many lines as you like; an empty line goes on to {}.",
                next.title
            ),
            None => "Write as many lines as you like; an empty line ends the story.".to_owned(),
        });
        let mut text = std::mem::take(&mut draft.sections[at]);
        if !text.is_empty() {
            context.say(format_args!("  {text}"));
            text.push('\n');
        }
        while let Some(line) = context.ask("> ")? {
            if line.trim().is_empty() {
                break;
            }
            text.push_str(&line);
            text.push('\n');
            draft.sections[at] = spoken(at, &text);
            keep(draft, context)?;
        }
        draft.sections[at] = spoken(at, &text);
    }
    Ok(())
}
