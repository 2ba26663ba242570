//! `analyze`: judge without recording. A saved session, an attempt from a script, or plain text.
#![allow(clippy::disallowed_methods, reason = "standard input is read here")]

use super::context::piped_text;
use super::rehearsal::{self, Rehearsal};
use super::{Context, Exit, Failure, scenarios, show};
use crate::analysis::attempt::{Attempt, AttemptSection};
use crate::audio::Activity;
use crate::cli;
use crate::report::Report;
use crate::scenario::Scenario;
use crate::session::{Borders, Mode, SectionFacts, Session, Take};
use crate::store;
use crate::time::{Millis, Span};
use crate::transcript::Transcript;
use std::path::Path;

/// The largest accepted input.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The most words of an answer that are judged, ten times those of three minutes: a word takes milliseconds, and a
/// book would take hours.
const MOST_WORDS: usize = 10_000;

/// Judges and shows the report.
///
/// # Errors
/// When the input cannot be read, or is invalid.
pub fn run(wanted: &cli::Analyze, context: &mut Context) -> Result<Exit, Failure> {
    let report = match (&wanted.session, &wanted.attempt) {
        (Some(name), _) => again(context, name)?,
        (None, Some(file)) => attempt(context, file)?,
        (None, None) => text(context, wanted)?,
    };
    show::report(context, &report, true)?;
    let stop = wanted
        .fail_on
        .iter()
        .any(|rule| report.rules.contains(rule));
    Ok(if stop { Exit::FailOn } else { Exit::Done })
}

/// A saved session, judged again; a whole answer that was not divided yet is divided first.
fn again(context: &mut Context, name: &str) -> Result<Report, Failure> {
    let mut past = Rehearsal::find(context, name)?;
    let report = past.judge(context)?;
    if past.session.judgement.is_none() {
        context.say("this session has no transcript yet, so there is nothing to judge");
    }
    Ok(report)
}

fn attempt(context: &Context, file: &Path) -> Result<Report, Failure> {
    let label = if file == Path::new("-") {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    };
    let bad = |what: String| {
        Failure::error(format_args!(
            "{label} is no attempt that can be judged: {what}"
        ))
    };
    let text = read(file)?;
    let attempt = Attempt::read(&text).map_err(bad)?;
    let words = attempt
        .sections
        .iter()
        .map(|said| said.transcript.words.len());
    short_enough(words.sum(), &label)?;
    let found = scenarios::find(context, attempt.scenario.as_deref())?;
    for said in &attempt.sections {
        known(&said.id, &found.scenario)?;
    }
    judged(context, &found.scenario, attempt)
}

fn text(context: &mut Context, wanted: &cli::Analyze) -> Result<Report, Failure> {
    let found = scenarios::find(context, wanted.scenario.as_deref())?;
    if wanted.scenario.is_none() {
        context.say(format_args!(
            "Held against “{}”; --scenario names another story.",
            found.scenario.title
        ));
    }
    let mut sections: Vec<AttemptSection> = Vec::new();
    let mut words = 0;
    for one in &wanted.text {
        let Some((id, file)) = one.split_once('=') else {
            return Err(Failure::usage(format_args!(
                "--text takes SECTION=FILE, such as result=result.txt, not {one:?}"
            )));
        };
        known(id, &found.scenario)?;
        if sections.iter().any(|other| other.id == id) {
            return Err(Failure::usage(format_args!(
                "section {id:?} is given twice"
            )));
        }
        let text = read(Path::new(file))?;
        words += text.split_whitespace().count();
        short_enough(words, file)?;
        let transcript = Transcript::from_text(&text);
        if transcript.words.is_empty() {
            return Err(Failure::error(format_args!(
                "{file} has no words in it: write down what is said in {id}"
            )));
        }
        sections.push(AttemptSection {
            id: id.to_owned(),
            length: Millis::ZERO,
            transcript,
        });
    }
    let attempt = Attempt {
        scenario: None,
        level: wanted.level.unwrap_or_default(),
        lens: wanted.lens,
        sections,
    };
    judged(context, &found.scenario, attempt)
}

/// Refuses an answer of so many `words` up to the end of the file `label` where nobody could say them.
fn short_enough(words: usize, label: &str) -> Result<(), Failure> {
    if words <= MOST_WORDS {
        return Ok(());
    }
    Err(Failure::error(format_args!(
        "{label} makes this an answer of {words} words, and at most {MOST_WORDS} are judged, more than an hour of \
         speech: give one answer only"
    )))
}

/// Checks that the story has such a section: a mistyped name must not look like an answer.
fn known(id: &str, scenario: &Scenario) -> Result<(), Failure> {
    if scenario.plan(id).is_some() {
        return Ok(());
    }
    let lacks = format_args!("{} has no section {id:?}: it has", scenario.id);
    Err(Failure::none_of(lacks, scenario.speaking_order()))
}

fn facts(said: AttemptSection) -> SectionFacts {
    SectionFacts {
        id: said.id,
        spans: vec![Span::new(Millis::ZERO, said.length)],
        others: Vec::new(),
        borders: Borders::Marked,
        activity: Activity::default(),
        loudness: None,
        transcript: Some(said.transcript),
    }
}

/// A session that was never recorded, judged.
fn judged(context: &Context, scenario: &Scenario, attempt: Attempt) -> Result<Report, Failure> {
    // Scenario order, whatever the order of the input; unknown sections come last.
    let place = |id: &str| scenario.speaking_order().position(|known| known == id);
    let mut sections: Vec<SectionFacts> = attempt.sections.into_iter().map(facts).collect();
    sections.sort_by_key(|section| place(&section.id).unwrap_or(usize::MAX));
    let how = (Mode::Guided, attempt.level);
    let take = Take::begun(String::new(), 16_000);
    let mut session = Session {
        lens: attempt.lens,
        sections,
        ..Session::begun(Default::default(), scenario, how, take)
    };
    rehearsal::judge(context, scenario, &mut session)?;
    Ok(Report::of(&session, scenario))
}

fn read(file: &Path) -> Result<String, Failure> {
    if file != Path::new("-") {
        return Ok(store::read_text(file)?);
    }
    piped_text(LARGEST)
}
