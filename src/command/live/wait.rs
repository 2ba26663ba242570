//! The wait from the last word to the report: what is left to transcribe, shown, and left with `q`.

use crate::command::Failure;
use crate::command::rehearsal::Rehearsal;
use crate::time::Millis;
use crate::transcribe::Progress;
use crate::transcribe::worker::{News, Section, Worker};
use crate::ui::prompt::Prompt;
use crate::ui::signals::Signal;
use crate::ui::terminal::{Keys, Terminal};
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// Between two looks at the keys.
const LOOK: Duration = Duration::from_millis(80);

/// Waits for the words of every section and saves each as it comes. `leave` takes only what is there.
/// Gives false when the candidate did not want to wait.
///
/// # Errors
/// When the session cannot be saved or the terminal cannot be drawn on.
pub fn for_words(
    rehearsal: &mut Rehearsal,
    mut worker: Worker,
    terminal: &mut Terminal,
    signals: &Receiver<Signal>,
    leave: bool,
    plain: bool,
) -> Result<bool, Failure> {
    let mut prompt = Prompt::new(terminal, plain)?;
    let mut left = leave;
    if left {
        worker.cancel();
    } else {
        worker.end();
    }
    loop {
        match worker.news(LOOK) {
            News::Section(section) => {
                if keep(rehearsal, section) {
                    rehearsal.save()?;
                }
            }
            News::Progress(Progress { done, of }) => prompt.show(&format!(
                "  Writing down what you said {}   q leaves: the session is saved",
                bar(done, of)
            )),
            News::Nothing => {}
            News::Over => break,
        }
        if left {
            continue;
        }
        left = match terminal.keys(Duration::ZERO) {
            Keys::Typed(keys) => keys.iter().any(|key| matches!(key, 'q' | 'Q')),
            Keys::Gone => true,
        } || signals.try_iter().any(|signal| signal != Signal::Stop);
        if left {
            worker.cancel();
        }
    }
    prompt.clear();
    Ok(!left)
}

/// Puts the words of a section where they belong. The words of an earlier try are passed over.
fn keep(rehearsal: &mut Rehearsal, section: Section) -> bool {
    let rate = rehearsal.session.take.rate;
    let start = Millis::of_frames(section.start, rate);
    let facts = rehearsal.session.sections.iter_mut().find(|facts| {
        facts.id == section.id && facts.spans.first().is_some_and(|span| span.start == start)
    });
    match (facts, section.transcript) {
        (Some(facts), Ok(transcript)) => {
            facts.transcript = Some(transcript);
            true
        }
        // A section that could not be transcribed now keeps its sound and can be tried again.
        _ => false,
    }
}

fn bar(done: Millis, of: Millis) -> String {
    const ROOM: u64 = 20;
    let full = (done.0 * ROOM).checked_div(of.0).unwrap_or(ROOM).min(ROOM) as usize;
    format!("{}{}", "█".repeat(full), "░".repeat(ROOM as usize - full))
}
