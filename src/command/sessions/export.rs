//! Exports a report or a transcript.

use super::super::rehearsal::Rehearsal;
use super::super::{Context, Exit, Failure, show};
use crate::audio::{resample, wav};
use crate::cli::ExportFormat;
use crate::report::html::{self, Sound};
use crate::report::terminal::{self, Detail, Style};
use crate::report::{csv, json, markdown, subtitles};
use crate::store;
use std::path::Path;

/// Writes the export to a file that does not exist yet, or to standard output.
///
/// # Errors
/// When the format is unknown, the file exists, or the disk refuses.
pub fn run(
    past: &Rehearsal,
    format: Option<ExportFormat>,
    output: Option<&Path>,
    single_file: bool,
    context: &mut Context,
) -> Result<Exit, Failure> {
    let format = match (format, single_file) {
        (None, true) => match output.map(by_ending).transpose()? {
            None | Some(ExportFormat::Html) => ExportFormat::Html,
            Some(_) => {
                return Err(Failure::usage(
                    "--single-file is for HTML: give a name that ends in .html",
                ));
            }
        },
        (Some(format), true) if format != ExportFormat::Html => {
            return Err(Failure::usage(
                "--single-file is for HTML: leave --format out",
            ));
        }
        (Some(format), _) if context.json && format != ExportFormat::Json => {
            return Err(Failure::usage(
                "--json and another --format contradict each other: leave one out",
            ));
        }
        (Some(format), _) => format,
        (None, false) => match output {
            None if context.json => ExportFormat::Json,
            None => ExportFormat::Md,
            Some(path) => by_ending(path)?,
        },
    };
    let text = render(past, format, single_file)?;
    match output {
        None => context.data(&text)?,
        Some(path) => {
            store::write_new(path, text.as_bytes())?;
            context.say(format_args!("Wrote {}", path.display()));
        }
    }
    if single_file && !past.folder.has_take() {
        context.say(format_args!(
            "There is no sound in the page: the recording of {} has been removed.",
            past.folder.id()
        ));
    }
    Ok(Exit::Done)
}

fn by_ending(path: &Path) -> Result<ExportFormat, Failure> {
    use clap::ValueEnum;
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    ExportFormat::from_str(&ending, true).map_err(|_| {
        let known = ExportFormat::value_variants().iter();
        let known: Vec<_> = known.filter_map(ValueEnum::to_possible_value).collect();
        let names: Vec<_> = known
            .iter()
            .map(clap::builder::PossibleValue::get_name)
            .collect();
        Failure::usage(format_args!(
            "{} does not tell the form by its ending: use --format ({})",
            path.display(),
            names.join(", ")
        ))
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
