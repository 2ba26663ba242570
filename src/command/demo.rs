//! `demo`: the bundled takes through the same pipeline, with the bundled model.

use super::rehearsal::{Rehearsal, Setup};
use super::{Context, Exit, Failure, recogniser, recorded, scenarios, show};
use crate::audio::{Samples, wav};
use crate::cli::{self, DemoTake};
use crate::model::Manifest;
use crate::report::json;
use crate::scenario::Level;
use crate::session::Mode;
use crate::store::Store;
use crate::transcribe::Stop;
use crate::ui::signals::End;

/// The takes, as synthesised by `scripts/make-sounds`.
const TAKES: [BundledTake; 3] = [
    BundledTake {
        take: DemoTake::Strong,
        name: "strong example",
        sounds: [
            include_bytes!("../../content/demo/strong/1-situation.wav"),
            include_bytes!("../../content/demo/strong/2-task.wav"),
            include_bytes!("../../content/demo/strong/3-action.wav"),
            include_bytes!("../../content/demo/strong/4-result.wav"),
            include_bytes!("../../content/demo/strong/5-reflection.wav"),
        ],
        text: include_str!("../../content/demo/strong/text.txt"),
    },
    BundledTake {
        take: DemoTake::Typical,
        name: "typical answer",
        sounds: [
            include_bytes!("../../content/demo/typical/1-situation.wav"),
            include_bytes!("../../content/demo/typical/2-task.wav"),
            include_bytes!("../../content/demo/typical/3-action.wav"),
            include_bytes!("../../content/demo/typical/4-result.wav"),
            include_bytes!("../../content/demo/typical/5-reflection.wav"),
        ],
        text: include_str!("../../content/demo/typical/text.txt"),
    },
    BundledTake {
        take: DemoTake::Weak,
        name: "weak answer",
        sounds: [
            include_bytes!("../../content/demo/weak/1-situation.wav"),
            include_bytes!("../../content/demo/weak/2-task.wav"),
            include_bytes!("../../content/demo/weak/3-action.wav"),
            include_bytes!("../../content/demo/weak/4-result.wav"),
            include_bytes!("../../content/demo/weak/5-reflection.wav"),
        ],
        text: include_str!("../../content/demo/weak/text.txt"),
    },
];
/// The sections of a take, in order.
const SECTIONS: [&str; 5] = ["situation", "task", "action", "result", "reflection"];

/// Runs the requested takes.
///
/// # Errors
/// When the data folder cannot be written.
pub fn run(wanted: &cli::Demo, context: &mut Context) -> Result<Exit, Failure> {
    let takes: Vec<&BundledTake> = TAKES
        .iter()
        .filter(|spoken| wanted.take == DemoTake::All || wanted.take == spoken.take)
        .collect();
    // Leaving in the middle leaves nothing behind.
    let stop = Stop::default();
    let wish = stop.clone();
    let _end = End::watch(move || wish.request()).ok();
    let file = recogniser::choose(context, Some(&Manifest::builtin().bundled.name))?;
    let settings = recogniser::settings(context, false)?;
    let mut transcriber = recogniser::load(&file, settings, stop.clone())?;
    let mut reports = Vec::new();
    for (number, spoken) in (1..).zip(&takes) {
        let title = format!(
            "\n{number} of {}  The {} of the built-in scenario, spoken by a synthetic voice",
            takes.len(),
            spoken.name
        );
        context.say(title);
        let mut rehearsal = spoken.rehearsal(context)?;
        let heard = rehearsal.transcribe(context, &mut transcriber);
        if stop.is_requested() {
            rehearsal.folder.remove()?;
            return Ok(Exit::Interrupted);
        }
        heard?;
        tell_heard(context, spoken, &rehearsal);
        let report = rehearsal.judge(context)?;
        if !context.json {
            show::report(context, &report, false)?;
        }
        reports.push(report);
        spoken.replace(context, &rehearsal)?;
        context.say(format_args!(
            "\nSaved in {}",
            rehearsal.folder.path().display()
        ));
    }
    if context.json {
        // One take is one document, and several are a list.
        let reports: Vec<_> = reports.iter().map(json::value).collect();
        match reports.as_slice() {
            [one] => context.data_json(one)?,
            several => context.data_json(&several)?,
        }
    }
    context.say(
        "In the browser, with the sound behind every word: rehearse sessions open last\n\
         Your turn: rehearse",
    );
    Ok(Exit::Done)
}

/// One of the bundled takes.
struct BundledTake {
    take: DemoTake,
    name: &'static str,
    sounds: [&'static [u8]; 5],
    /// The text that was synthesised, one section per line: `1-situation: …`.
    text: &'static str,
}

impl BundledTake {
    fn source(&self) -> String {
        format!("the demo's {}", self.name)
    }

    fn rehearsal(&self, context: &Context) -> Result<Rehearsal, Failure> {
        let found = scenarios::find(context, Some(scenarios::DEFAULT))?;
        let setup = Setup {
            mode: Mode::Guided,
            level: Level::Sde2,
            lens: None,
        };
        let sounds = self.read()?;
        recorded::from_sounds(context, found, setup, self.source(), true, sounds)
    }

    /// Removes an earlier session of this take: the demo has no history.
    fn replace(&self, context: &Context, by: &Rehearsal) -> Result<(), Failure> {
        let store = Store::new(&context.folders.data);
        for folder in store.synthetic(&self.source())? {
            if folder != by.folder && !folder.is_being_written() {
                folder.remove()?;
            }
        }
        Ok(())
    }

    fn read(&self) -> Result<Vec<(String, Samples)>, Failure> {
        SECTIONS
            .into_iter()
            .zip(self.sounds)
            .map(|(id, bytes)| {
                let sound = wav::read_from(bytes, id)?;
                Ok((id.to_owned(), sound))
            })
            .collect()
    }

    fn words(&self) -> Vec<String> {
        let said = self.text.lines().filter_map(|line| line.split_once(':'));
        said.flat_map(|(_, said)| bare(said)).collect()
    }
}

/// The words of a text without case and punctuation, for comparison.
fn bare(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%' && c != '$')
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Shows that the sound was really transcribed: all words as recognised, and how many
/// differ from the text.
fn tell_heard(context: &mut Context, spoken: &BundledTake, rehearsal: &Rehearsal) {
    let mut all = Vec::new();
    context.say("\nHeard in it, word for word:\n");
    for facts in &rehearsal.session.sections {
        let plan = rehearsal.scenario.plan(&facts.id);
        let title = plan.map_or(facts.id.as_str(), |plan| plan.title.as_str());
        let text = facts.transcript.as_ref().map_or("", |heard| &heard.text);
        all.extend(bare(text));
        let text = if text.is_empty() {
            "(nothing is said)"
        } else {
            text
        };
        context.tell(format_args!("  {title:10}  {text}"));
    }
    let words = spoken.words();
    let wrong = strsim::generic_levenshtein(&words, &all);
    let verdict = match wrong {
        0 => "all of them as spoken".to_owned(),
        wrong => format!("{wrong} of them other than spoken"),
    };
    context.say(format_args!("\n{} words, {verdict}. Judged:\n", all.len()));
}
