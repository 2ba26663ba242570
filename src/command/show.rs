//! Shows a report on standard output, as text or as JSON.

use super::{Context, Exit, Failure};
use crate::audio::{level, wav};
use crate::report::html::{self, Sound};
use crate::report::terminal::{self, Detail, Style};
use crate::report::{Report, Waveform, json};
use crate::store::{SessionFolder, Store};
use serde::Serialize;

/// Shows `report`; `all` says everything rather than what matters most.
///
/// # Errors
/// When standard output cannot be written.
pub fn report(context: &mut Context, report: &Report, all: bool) -> Result<(), Failure> {
    if context.json {
        return context.data(&json::render(report));
    }
    let style = style(context);
    let detail = if all { Detail::All } else { Detail::Brief };
    context.data(&terminal::render(report, &style, detail))
}

/// Writes the document where JSON is asked for, else the text.
///
/// # Errors
/// When standard output cannot be written.
pub fn either(
    context: &mut Context,
    document: &impl Serialize,
    text: impl FnOnce(&Style) -> String,
) -> Result<Exit, Failure> {
    match context.json {
        true => context.data_json(document)?,
        false => context.data(&text(&style(context)))?,
    }
    Ok(Exit::Done)
}

/// Says that this many sessions cannot be read, if any.
pub fn left_out(context: &mut Context, unreadable: usize) {
    if unreadable > 0 {
        context.say(format_args!(
            "{unreadable} of your sessions cannot be read and are left out: `rehearse sessions list` says why."
        ));
    }
}

/// The style for this terminal.
pub fn style(context: &Context) -> Style {
    Style {
        width: context.screen.width.min(100),
        colour: context.screen.colour,
        unicode: context.screen.unicode,
    }
}

/// Shows where a session is and how to open it.
pub fn where_saved(context: &mut Context, folder: &SessionFolder) {
    context.say(format_args!("Saved in {}", folder.path().display()));
    let store = Store::new(&context.folders.data);
    let name = store.shortest_name(folder).unwrap_or_else(|_| folder.id());
    context.say(format_args!(
        "In the browser, with the sound behind every word: rehearse sessions open {name}"
    ));
}

/// The report as a page beside its take.
pub fn page(report: &Report, folder: &SessionFolder) -> String {
    let sound = if folder.has_take() {
        Sound::Beside("take.wav")
    } else {
        Sound::None
    };
    html::render(report, sound, waveform(folder).as_ref())
}

/// The waveform of a take for the timeline, fine enough for every section. `None` for a take that cannot be
/// read; the timeline then shows the voiced stretches.
pub fn waveform(folder: &SessionFolder) -> Option<Waveform> {
    let samples = wav::read(&folder.take().ok()?).ok()?;
    let length = samples.length();
    // One column per tenth of a second.
    let columns = usize::try_from(length.0 / 100).ok()?.clamp(1, 100_000);
    Some(Waveform {
        columns: level::envelope(&samples, columns),
        length,
    })
}
