//! Exports a report or a transcript.

use super::super::rehearsal::Rehearsal;
use super::super::{Context, Exit, Failure, show};
use crate::audio::{resample, wav};
use crate::cli::{Export, ExportFormat};
use crate::report::html::{self, Sound};
use crate::report::terminal::{self, Detail, Style};
use crate::report::{csv, json, markdown, subtitles};
use std::path::Path;

/// Writes the export to a file that does not exist yet, or to standard output.
///
/// # Errors
/// When the format is unknown, the file exists, or the disk refuses.
pub fn run(wanted: &Export, context: &mut Context) -> Result<Exit, Failure> {
    let past = Rehearsal::find(context, &wanted.session)?;
    let format = format(wanted, context.json).map_err(Failure::usage)?;
    let text = render(&past, format, wanted.single_file)?;
    match &wanted.output {
        None => context.data(&text)?,
        Some(path) => {
            context.write_new(path, &text)?;
        }
    }
    if wanted.single_file && !past.folder.has_take() {
        context.say(format_args!(
            "There is no sound in the page: the recording of {} has been removed.",
            past.folder.id()
        ));
    }
    Ok(Exit::Done)
}

/// The form that was asked for, by option or by the file's ending.
fn format(wanted: &Export, json: bool) -> Result<ExportFormat, String> {
    let single_file = wanted.single_file;
    let why = match wanted.format {
        Some(format) if single_file && format != ExportFormat::Html => {
            "--single-file is for HTML: leave --format out"
        }
        Some(format) if json && format != ExportFormat::Json => {
            "--json and another --format contradict each other: leave one out"
        }
        Some(format) => return Ok(format),
        None => match wanted.output.as_deref().map(by_ending).transpose()? {
            Some(ending) if single_file && ending != ExportFormat::Html => {
                "--single-file is for HTML: give a name that ends in .html"
            }
            Some(ending) => return Ok(ending),
            None if single_file => return Ok(ExportFormat::Html),
            None if json => return Ok(ExportFormat::Json),
            None => return Ok(ExportFormat::Md),
        },
    };
    Err(why.to_owned())
}

fn by_ending(path: &Path) -> Result<ExportFormat, String> {
    use clap::ValueEnum;
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    ExportFormat::from_str(&ending, true).map_err(|_| {
        let known = ExportFormat::value_variants().iter();
        let names: Vec<String> = known
            .filter_map(ValueEnum::to_possible_value)
            .map(|value| value.get_name().to_owned())
            .collect();
        format!(
            "{} does not tell the form by its ending: use --format ({})",
            path.display(),
            names.join(", ")
        )
    })
}

fn render(past: &Rehearsal, format: ExportFormat, single_file: bool) -> Result<String, Failure> {
    let report = past.report();
    if single_file {
        // Sound from outside the session must not be included in a page that may be sent to others.
        past.folder.take()?;
    }
    Ok(match format {
        ExportFormat::Txt => terminal::render(&report, &Style::default(), Detail::All),
        ExportFormat::Md => markdown::render(&report),
        ExportFormat::Json => json::render(&report),
        ExportFormat::Csv => csv::render(&report),
        ExportFormat::Srt => subtitles::srt(&subtitles::of(&past.session)),
        ExportFormat::Vtt => subtitles::vtt(&subtitles::of(&past.session)),
        ExportFormat::Html if single_file && past.folder.has_take() => {
            // Speech needs no more than the recogniser's rate, at a third of the size.
            let sound = wav::bytes(&resample::to_16k(&wav::read(&past.folder.take()?)?));
            let sound = Sound::Inside("audio/wav", &sound);
            html::render(&report, sound, show::waveform(&past.folder).as_ref())
        }
        // Outside its folder the page has no take beside it.
        ExportFormat::Html => {
            html::render(&report, Sound::None, show::waveform(&past.folder).as_ref())
        }
    })
}
