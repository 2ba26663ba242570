//! `demo`: the bundled takes through the very same pipeline, with the bundled model.

use super::rehearsal::Setup;
use super::{Context, Exit, Failure, practice, recorded, scenarios};
use crate::audio::wav;
use crate::cli::{self, DemoTake};
use crate::model::Manifest;
use crate::scenario::Level;
use crate::session::Mode;
use std::io::Cursor;

/// The takes by section, as `scripts/make-sounds` wrote them.
const STRONG: [(&str, &[u8]); 5] = [
    (
        "situation",
        include_bytes!("../../content/demo/strong/1-situation.wav"),
    ),
    (
        "task",
        include_bytes!("../../content/demo/strong/2-task.wav"),
    ),
    (
        "action",
        include_bytes!("../../content/demo/strong/3-action.wav"),
    ),
    (
        "result",
        include_bytes!("../../content/demo/strong/4-result.wav"),
    ),
    (
        "reflection",
        include_bytes!("../../content/demo/strong/5-reflection.wav"),
    ),
];
const WEAK: [(&str, &[u8]); 5] = [
    (
        "situation",
        include_bytes!("../../content/demo/weak/1-situation.wav"),
    ),
    ("task", include_bytes!("../../content/demo/weak/2-task.wav")),
    (
        "action",
        include_bytes!("../../content/demo/weak/3-action.wav"),
    ),
    (
        "result",
        include_bytes!("../../content/demo/weak/4-result.wav"),
    ),
    (
        "reflection",
        include_bytes!("../../content/demo/weak/5-reflection.wav"),
    ),
];

/// Runs the takes that were asked for.
///
/// # Errors
/// When the data folder cannot be written.
pub fn run(wanted: &cli::Demo, context: &mut Context) -> Result<Exit, Failure> {
    let takes: &[(&str, _)] = match wanted.take {
        DemoTake::Strong => &[("strong example", STRONG)],
        DemoTake::Weak => &[("weak answer", WEAK)],
        DemoTake::Both => &[("strong example", STRONG), ("weak answer", WEAK)],
    };
    let nano = Manifest::builtin().bundled.name;
    for (name, sections) in takes {
        context.say(format_args!("The {name} of the built-in scenario, spoken by a synthetic voice and heard by the bundled nano model."));
        let sounds = sections
            .iter()
            .map(|(id, bytes)| {
                Ok((
                    (*id).to_owned(),
                    wav::read_from(Cursor::new(*bytes), id, bytes.len() as u64)?,
                ))
            })
            .collect::<Result<_, Failure>>()?;
        let found = scenarios::find(context, Some(scenarios::DEFAULT))?;
        let setup = Setup {
            mode: Mode::Guided,
            level: Level::Sde2,
            lens: None,
        };
        let source = format!("the demo's {name}");
        let mut rehearsal = recorded::from_sounds(context, found, setup, source, true, sounds)?;
        practice::finish(context, &mut rehearsal, Some(&nano), &[])?;
    }
    context.say("Your turn: rehearse");
    Ok(Exit::Done)
}
