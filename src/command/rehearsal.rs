//! One rehearsal from its beginning to its report, and a saved one again: the steps that all verbs share.
//!
//! Each step is saved before the next begins, so that a later failure (a missing model,
//! a full disk, a bug in the judge) leaves everything earlier intact.

use super::clock::Start;
use super::scenarios::LoadedScenario;
use super::{Context, Failure, borders, scenarios, show, stored_answers};
use crate::analysis::judge_by_meaning;
use crate::audio::{Samples, level, resample, wav};
use crate::evidence::same_words;
use crate::judgement::{Bar, RuleSettings, SectionInput, ToldBefore};
use crate::meaning::{Meanings, minilm::Bundled};
use crate::record::{SpokenSection, gaps, span, spans};
use crate::report::{Report, markdown};
use crate::scenario::{Lens, Level, Scenario};
use crate::session::{Borders, Mode, SectionFacts, Session, Take};
use crate::store::{self, SessionFolder, Store};
use crate::time::Millis;
use crate::transcribe::whisper::voice;
use crate::transcribe::{Job, Transcriber};
use crate::transcript::Transcript;
use crate::ui::progress::Listening;
use std::collections::BTreeMap;

/// Mode, level and lens.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    /// The mode.
    pub mode: Mode,
    /// The level.
    pub level: Level,
    /// The lens.
    pub lens: Option<Lens>,
}

/// What a take consists of.
#[derive(Debug, Clone, Copy)]
pub enum Parts<'a> {
    /// The story, or this section of it; a whole mock is followed by questions.
    Story(Option<&'a str>),
    /// The story that answers a question of a loop.
    Round,
    /// The answers to questions, which have these ids.
    Answers(&'a [String]),
}

/// A rehearsal in progress, or a saved one with the scenario at the time.
#[derive(Debug)]
pub struct Rehearsal {
    /// The folder of the session.
    pub folder: SessionFolder,
    /// The scenario.
    pub scenario: Scenario,
    /// The record so far.
    pub session: Session,
}

impl Rehearsal {
    /// Creates the session's folder and its first record.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn begin(
        context: &Context,
        found: LoadedScenario,
        setup: Setup,
        take: Take,
    ) -> Result<Self, Failure> {
        let start = Start::now();
        let LoadedScenario { scenario, toml } = found;
        let folder = Store::new(&context.folders.data).create(&start.stamp, &scenario.id, &toml)?;
        let how = (setup.mode, setup.level);
        let session = Session {
            lens: setup.lens,
            length: scenario.given.map(|given| given.length),
            ..Session::begun((folder.id(), start.rfc3339), &scenario, how, take)
        };
        if let Err(error) = folder.save(&session) {
            // Nothing was recorded yet: a folder without a record is not a session.
            let _ = folder.remove();
            return Err(error.into());
        }
        Ok(Self {
            folder,
            scenario,
            session,
        })
    }

    /// The saved one with this number, id, beginning of an id, or `last`.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn find(context: &Context, name: &str) -> Result<Self, Failure> {
        Self::of(context, Store::new(&context.folders.data).find(name)?)
    }

    /// The saved one in this folder.
    ///
    /// # Errors
    /// When its record or its scenario cannot be read.
    pub fn of(context: &Context, folder: SessionFolder) -> Result<Self, Failure> {
        let session = folder.load()?;
        let scenario = scenario_of(context, &folder, &session.scenario)?;
        Ok(Self {
            folder,
            scenario: match session.length {
                Some(length) => scenario.within(length),
                None => scenario,
            },
            session,
        })
    }

    /// Saves the record as it is.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn save(&self) -> Result<(), Failure> {
        Ok(self.folder.save(&self.session)?)
    }

    /// Writes the reports before there is a transcript: times, levels, pauses. The session is
    /// complete without them, so a disk that refuses them is not a failure.
    pub fn report_anyway(&self) {
        let _ = self.write_reports();
    }

    /// Whether any section holds a voice.
    pub fn recorded_speech(&self) -> bool {
        let mut sections = self.session.sections.iter();
        sections.any(|facts| facts.activity.voiced_time() > Millis::ZERO)
    }

    /// Terms that are likely to be said, for the recogniser.
    pub fn vocabulary(&self) -> Vec<String> {
        let terms = self.scenario.vocabulary.iter();
        terms.map(|term| term.term.clone()).collect()
    }

    /// Transcribes every section that has no transcript yet and saves after each.
    ///
    /// # Errors
    /// When the take cannot be read, or a section cannot be transcribed; the sections before it are saved.
    pub fn transcribe(
        &mut self,
        context: &Context,
        ear: &mut dyn Transcriber,
    ) -> Result<(), Failure> {
        let take = wav::read(&self.folder.take()?)?;
        let total = self.session.sections.iter().map(SectionFacts::length).sum();
        let bar = Listening::new(total, context.screen.animate);
        let mut before = Millis::ZERO;
        for index in 0..self.session.sections.len() {
            let facts = &self.session.sections[index];
            let length = facts.length();
            if facts.transcript.is_none() {
                let words = self.words(facts, &take, ear, |done| bar.at(before + done))?;
                self.session.sections[index].transcript = Some(words);
                self.session.model = Some(ear.name().to_owned());
                self.save()?;
            }
            before = before + length;
        }
        Ok(())
    }

    /// The words of a section of the take.
    ///
    /// # Errors
    /// When it cannot be transcribed.
    pub fn words(
        &self,
        facts: &SectionFacts,
        take: &Samples,
        ear: &mut dyn Transcriber,
        mut done: impl FnMut(Millis),
    ) -> Result<Transcript, Failure> {
        let samples = resample::to_16k(&take.pieces(&facts.spans));
        let job = Job {
            samples: &samples,
            activity: &facts.activity,
            vocabulary: &self.vocabulary(),
        };
        Ok(ear.transcribe(&job, &mut |progress| done(progress.done))?)
    }

    /// Divides a whole answer into its sections, judges what was transcribed, saves the judgement with the facts,
    /// and writes the reports.
    ///
    /// # Errors
    /// When the disk refuses, or the settings file contains something unknown.
    pub fn judge(&mut self, context: &Context) -> Result<Report, Failure> {
        if borders::settle(&self.scenario, &mut self.session)? {
            self.save()?;
        }
        if self.session.judgement.is_none() {
            self.session.told_before = told_before(context, &self.session)?;
        }
        judge(context, &self.scenario, &mut self.session)?;
        self.save()?;
        self.write_reports()
    }

    /// Its report.
    pub fn report(&self) -> Report {
        Report::of(&self.session, &self.scenario)
    }

    /// Writes the reports into the folder.
    fn write_reports(&self) -> Result<Report, Failure> {
        let report = self.report();
        let page = show::page(&report, &self.folder);
        self.folder.write_report("report.html", &page)?;
        self.folder
            .write_report("report.md", &markdown::render(&report))?;
        Ok(report)
    }
}

/// The scenario stored with a session, else today's with this name.
///
/// # Errors
/// When neither can be read; the message is about the stored one.
pub fn scenario_of(
    context: &Context,
    folder: &SessionFolder,
    name: &str,
) -> Result<Scenario, Failure> {
    let path = folder.scenario_path().display().to_string();
    let stored = folder.scenario_toml().map_err(Failure::from);
    let found = stored
        .and_then(|toml| scenarios::parse(&path, &toml))
        .or_else(|fault| scenarios::find(context, Some(name)).map_err(|_| fault))?;
    Ok(found.scenario)
}

/// Earlier takes of a story with which a new one is compared: somebody who learns by heart repeats the last ones.
const COMPARED: usize = 5;

/// The earlier takes of the same story that sections repeat word for word. One that cannot be read is left out:
/// `sessions list` says why.
fn told_before(
    context: &Context,
    session: &Session,
) -> Result<BTreeMap<String, ToldBefore>, Failure> {
    if session.take.synthetic {
        return Ok(BTreeMap::new());
    }
    let mut folders = Store::new(&context.folders.data).folders()?;
    folders.retain(|folder| folder.id() < session.id && folder.id().contains(&session.scenario));
    let earlier = folders.iter().rev().filter_map(|folder| folder.load().ok());
    let own = earlier.filter(|one| one.scenario == session.scenario && !one.take.synthetic);
    let earlier: Vec<Session> = own.take(COMPARED).collect();
    let sections = session.sections.iter().filter_map(|section| {
        let takes = earlier.iter().filter_map(|take| {
            let same = take.sections.iter().find(|one| one.id == section.id)?;
            Some((take.started.as_str(), same.transcript.as_ref()?))
        });
        let found = same_words::told_before(section.transcript.as_ref()?, takes)?;
        Some((section.id.clone(), found))
    });
    Ok(sections.collect())
}

/// Facts of a section measured on its sound: voice, silence, loudness.
pub fn measure(samples: &Samples) -> (crate::audio::Activity, crate::audio::Loudness) {
    let activity = voice::find(samples);
    let loudness = level::measure(samples, &activity);
    (activity, loudness)
}

/// Judges a session with the user's settings: facts are not changed, the judgement is
/// replaced. Only transcribed sections are judged; a session without any gets no judgement.
///
/// # Errors
/// When the settings file cannot be read or contains something unknown.
pub fn judge(context: &Context, scenario: &Scenario, session: &mut Session) -> Result<(), Failure> {
    let stored = store::Settings::load(&context.folders.config)?;
    let settings = RuleSettings::from_words(&stored.severity, stored.bands)
        .map_err(|problem| Failure::error(format_args!("the settings file: {problem}")))?;
    let settings = match stored.without_delivery {
        true => settings.without_delivery(),
        false => settings,
    };
    let voices: Vec<_> = session.sections.iter().map(SectionFacts::voice).collect();
    let spoken: Vec<SectionInput<'_>> = session
        .sections
        .iter()
        .zip(&voices)
        .filter_map(|(section, voice)| {
            Some(SectionInput {
                id: &section.id,
                length: section.length(),
                transcript: section.transcript.as_ref()?,
                // Typed text has no sound.
                activity: Some(voice).filter(|activity| activity.length > Millis::ZERO),
                loudness: section.loudness.as_ref(),
                told_before: session.told_before.get(&section.id),
            })
        })
        .collect();
    let bar = Bar {
        scenario: &stored_answers::load(context)?.applied_to(scenario),
        level: session.level,
        lens: session.lens,
    };
    let meanings = Meanings::new(&Bundled, std::mem::take(&mut session.meanings));
    session.judgement =
        (!spoken.is_empty()).then(|| judge_by_meaning(bar, &spoken, &settings, Some(&meanings)));
    session.meanings = meanings.into_known();
    Ok(())
}

/// Adds the facts of every recorded section, from the marks and the take on the disk.
///
/// # Errors
/// When the take cannot be read.
pub fn sections_from(rehearsal: &mut Rehearsal, heard: &[SpokenSection]) -> Result<(), Failure> {
    let take = wav::read(&rehearsal.folder.take()?)?;
    let session = &mut rehearsal.session;
    session.take.gaps = gaps(&session.marks, session.take.frames)
        .iter()
        .map(|gap| span(gap, take.rate))
        .collect();
    let sections = heard
        .iter()
        .filter_map(|section| last_with_voice(section, &take));
    session.sections = sections.collect();
    Ok(())
}

/// The facts of a section: its last try in which somebody spoke, else its last one.
fn last_with_voice(section: &SpokenSection, take: &Samples) -> Option<SectionFacts> {
    let tries = section.counted(take.rate).count();
    let of = |number: usize| try_of(section, number, take);
    let voiced = |facts: &SectionFacts| facts.activity.voiced_time() > Millis::ZERO;
    let mut found = (1..=tries).rev().filter_map(of);
    found.find(voiced).or_else(|| of(tries))
}

/// The facts of a section with one of its tries, counted from 1; `None` where it has no such try.
pub fn try_of(section: &SpokenSection, number: usize, take: &Samples) -> Option<SectionFacts> {
    let rate = take.rate;
    let tries: Vec<_> = section.counted(rate).collect();
    let stretches = *tries.get(number.checked_sub(1)?)?;
    let frames = stretches
        .iter()
        .flat_map(|range| {
            let end = (range.end as usize).min(take.frames.len());
            &take.frames[(range.start as usize).min(end)..end]
        })
        .copied()
        .collect();
    let (activity, loudness) = measure(&Samples { rate, frames });
    let others = tries.iter().enumerate().filter(|(at, _)| at + 1 != number);
    let others =
        others.filter_map(|(_, one)| Some(span(&(one.first()?.start..one.last()?.end), rate)));
    Some(SectionFacts {
        id: section.id.clone(),
        spans: spans(stretches, rate),
        others: others.collect(),
        borders: Borders::Marked,
        activity,
        loudness: Some(loudness),
        transcript: None,
    })
}

/// The command that completes a session later, with the requested model.
pub fn again(folder: &SessionFolder, model: Option<&str>) -> String {
    let command = format!("rehearse sessions recover {}", folder.id());
    match model {
        Some(model) => format!("{command} --model {model}"),
        None => command,
    }
}
