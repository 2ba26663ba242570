//! A rehearsal from recordings: the files become one continuous take with marks, as if they
//! had been recorded at the microphone.

use super::random_questions::{AFTER_MOCK, drawn};
use super::rehearsal::{Parts, Rehearsal, Setup, again, measure};
use super::scenarios::LoadedScenario;
use super::{Context, Exit, Failure, recogniser};
use crate::audio::take::{TakeError, TakeWriter};
use crate::audio::{Samples, file, mix, resample, wav};
use crate::scenario::Scenario;
use crate::scenario::follow_up::PREFIX;
use crate::session::{ANSWER, Borders, Event, Mark, Mode, SectionFacts, Take};
use crate::store;
use crate::time::{Millis, Span};
use crate::words::{clean, count, list, seconds};
use std::path::PathBuf;

/// Reads the files, writes the take, measures voice and silence, and saves the session.
///
/// # Errors
/// When a file is not sound, there are more files than parts, or the data folder cannot be written.
pub fn begin(
    context: &Context,
    found: LoadedScenario,
    setup: Setup,
    parts: Parts<'_>,
    files: &[PathBuf],
    chance: Option<u64>,
) -> Result<Rehearsal, Failure> {
    let ids = match parts {
        Parts::Answers(asked) => asked.to_vec(),
        Parts::Story(Some(section)) => vec![section.to_owned()],
        Parts::Story(None) | Parts::Round => {
            told(context, &found.scenario, setup.mode, files.len(), chance)?
        }
    };
    if files.len() > ids.len() {
        return Err(too_many(files.len(), parts, &ids));
    }
    // All files are read before anything is written.
    let sounds = files.iter().map(|path| Ok(file::read(path)?));
    let sounds: Vec<Samples> = sounds.collect::<Result<_, Failure>>()?;
    let names: Vec<_> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let sounds = ids.into_iter().zip(sounds).collect();
    from_sounds(context, found, setup, names.join(", "), false, sounds)
}

fn too_many(files: usize, parts: Parts<'_>, ids: &[String]) -> Failure {
    let (all, part, prefix) = match (parts, ids.len()) {
        (Parts::Answers(_), all) => (count(all, "question", "questions"), "question", PREFIX),
        (_, 1) => ("one section".to_owned(), "section", ""),
        (_, all) => (format!("{all} sections"), "section", ""),
    };
    let ids = ids.iter().map(|id| id.strip_prefix(prefix).unwrap_or(id));
    let order = ids.collect::<Vec<_>>().join(", ");
    Failure::usage(format_args!(
        "{files} files for {all}: give one file a {part}, in this order: {order}"
    ))
}

/// The ids of what so many recordings of a whole story hold, in order.
fn told(
    context: &Context,
    scenario: &Scenario,
    mode: Mode,
    files: usize,
    chance: Option<u64>,
) -> Result<Vec<String>, Failure> {
    let sections = scenario.sections.iter();
    // The first file of a mock is the whole answer; its sections are found once it is transcribed.
    let most = (1 + AFTER_MOCK).min(sections.len().saturating_sub(1));
    if mode != Mode::Mock || files > most {
        return Ok(sections.map(|section| section.id.clone()).collect());
    }
    // Recordings answer known questions: without a seed, the first ones.
    let asked = match chance {
        Some(_) => drawn(context, scenario, AFTER_MOCK, chance)?,
        None => {
            let asked = scenario.follow_ups.iter().take(AFTER_MOCK);
            asked.map(|one| one.plan.id.clone()).collect()
        }
    };
    Ok(std::iter::once(ANSWER.to_owned()).chain(asked).collect())
}

/// Checks that there is one recording for each of so many questions, before any of them is judged.
///
/// # Errors
/// With both numbers, and the `option` that asks another number of questions.
pub fn one_for_each(files: &[PathBuf], questions: usize, option: &str) -> Result<(), Failure> {
    if files.len() == questions {
        return Ok(());
    }
    Err(Failure::usage(format_args!(
        "{} for {}: give one file a question, in asking order, or ask another number with {option}",
        count(files.len(), "file", "files"),
        count(questions, "question", "questions"),
    )))
}

/// Says which section each file was taken for, where there are fewer than sections.
pub fn tell_taken(context: &mut Context, rehearsal: &Rehearsal, files: &[PathBuf]) {
    let scenario = &rehearsal.scenario;
    let sections = rehearsal.session.sections.iter();
    let taken = files.iter().zip(sections).map(|(file, facts)| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let part = match scenario.plan(&facts.id) {
            None => "the whole answer".to_owned(),
            Some(plan) => format!("“{}”", plan.title),
        };
        format!("{} as {part}", clean(&name))
    });
    let taken: Vec<String> = taken.collect();
    if taken.len() > 1 && taken.len() < scenario.sections.len() {
        context.say(format_args!("Taken: {}.", list(&taken)));
    }
}

/// Says which files are shorter than their headers claim: a copy that ended early must not pass for an answer
/// that ended there.
pub fn tell_cut(context: &mut Context, files: &[PathBuf]) {
    for file in files {
        if let Some((there, claimed)) = wav::cut_off(file) {
            context.say(format_args!(
                "{} is cut off: it holds {} s of the {} s that its header claims. What is there is used.",
                file.display(),
                seconds(there),
                seconds(claimed)
            ));
        }
    }
}

/// Says where a session is whose transcription was declined.
pub fn saved_untranscribed(context: &mut Context, rehearsal: &Rehearsal) -> Exit {
    rehearsal.report_anyway();
    context.say(format_args!(
        "saved without a transcript: {}",
        rehearsal.folder.path().display()
    ));
    Exit::Done
}

/// As [`begin`], from sounds in memory; `synthetic` says that the voice is synthetic.
///
/// # Errors
/// When the data folder cannot be written.
pub fn from_sounds(
    context: &Context,
    found: LoadedScenario,
    setup: Setup,
    source: String,
    synthetic: bool,
    sounds: Vec<(String, Samples)>,
) -> Result<Rehearsal, Failure> {
    let sounds = at_one_rate(sounds);
    let rate = sounds
        .first()
        .map_or(crate::transcribe::RATE, |(_, sound)| sound.rate);
    let take = Take {
        synthetic,
        ..Take::begun(source, rate)
    };
    let frames: u64 = sounds
        .iter()
        .map(|(_, sound)| sound.frames.len() as u64)
        .sum();
    let needed = 2 * frames + store::BESIDE_THE_TAKE;
    store::room_for(&context.folders.data, needed)?;
    let mut rehearsal = Rehearsal::begin(context, found, setup, take)?;
    match fill(&mut rehearsal, rate, sounds) {
        Ok(()) => Ok(rehearsal),
        Err(failure) => {
            // A partial session is useless, and the recordings still exist.
            let _ = rehearsal.folder.remove();
            store::room_for(&context.folders.data, needed)?;
            Err(failure)
        }
    }
}

/// Writes the take, measures each section, and saves the record.
fn fill(
    rehearsal: &mut Rehearsal,
    rate: u32,
    sounds: Vec<(String, Samples)>,
) -> Result<(), Failure> {
    let mut writer = TakeWriter::create(&rehearsal.folder.take_path(), rate)?;
    let mut frame = 0;
    for (id, sound) in sounds {
        writer.write(&mix::to_i16(&sound.frames));
        let end = frame + sound.frames.len() as u64;
        let (activity, loudness) = measure(&sound);
        let session = &mut rehearsal.session;
        session.marks.push(Mark {
            frame,
            event: Event::Start(id.clone()),
        });
        session.marks.push(Mark {
            frame: end,
            event: Event::End(id.clone()),
        });
        session.sections.push(SectionFacts {
            id,
            spans: vec![Span::new(
                Millis::of_frames(frame, rate),
                Millis::of_frames(end, rate),
            )],
            others: Vec::new(),
            borders: Borders::Marked,
            activity,
            loudness: Some(loudness),
            transcript: None,
        });
        frame = end;
    }
    writer.finish().map_err(|full| {
        let (why, remedy) = match full {
            TakeError::Full { limited: true, .. } => (
                "the limit on the size of files (`ulimit -f`) is too low for the recordings",
                "lift it with `ulimit -f unlimited`, and start again",
            ),
            _ => (
                "the disk does not take all of the recordings",
                "free some space, or choose another folder with REHEARSE_DATA_DIR",
            ),
        };
        Failure::error(format_args!(
            "{why}, in {}. Your files are untouched: {remedy}",
            rehearsal.folder.path().display()
        ))
    })?;
    rehearsal.session.marks.push(Mark {
        frame,
        event: Event::Finish,
    });
    rehearsal.session.take.frames = frame;
    rehearsal.save()
}

/// Takes of one rate are not changed; mixed rates are converted to the recogniser's.
fn at_one_rate(sounds: Vec<(String, Samples)>) -> Vec<(String, Samples)> {
    let mut rates = sounds.iter().map(|(_, sound)| sound.rate);
    let first = rates.next();
    if rates.all(|rate| Some(rate) == first) {
        return sounds;
    }
    sounds
        .into_iter()
        .map(|(id, sound)| (id, resample::to_16k(&sound)))
        .collect()
}

/// Transcribes what has no transcript yet.
///
/// # Errors
/// When the model or the disk cannot be used. The message says how to continue later.
pub fn heard(
    context: &mut Context,
    rehearsal: &mut Rehearsal,
    model: Option<&str>,
) -> Result<(), Failure> {
    recogniser::open(context, model)
        .and_then(|mut ear| rehearsal.transcribe(context, ear.as_mut()))
        .map_err(|failure| later(failure, rehearsal, model))
}

/// The failure, with the information that nothing is lost, and how to continue.
pub(super) fn later(failure: Failure, rehearsal: &Rehearsal, model: Option<&str>) -> Failure {
    Failure {
        message: format!(
            "{}\nWhat was said is safe in {}; `{}` goes on from there.",
            failure.message,
            rehearsal.folder.path().display(),
            again(&rehearsal.folder, model)
        ),
        ..failure
    }
}
