//! The wait from the last word to the report: shows what remains to be transcribed; `q` leaves.

use crate::audio::microphone::Clock;
use crate::command::Failure;
use crate::command::rehearsal::Rehearsal;
use crate::time::Millis;
use crate::transcribe::Progress;
use crate::transcribe::worker::{Section, Update, Worker};
use crate::ui::aside::{self, Estimate};
use crate::ui::prompt::Prompt;
use crate::ui::screen::Appearance;
use crate::ui::signals::Signal;
use crate::ui::terminal::{Keys, Terminal};
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// Interval of checking the keys.
const LOOK: Duration = Duration::from_millis(80);
/// Shorter waits are not mentioned.
const WORTH_TELLING: Millis = Millis::from_secs(10);

/// How the wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// The transcription is complete.
    Came,
    /// The candidate did not want to wait.
    Left,
    /// A signal, or a closed terminal.
    Interrupted,
}

/// Waits for the transcripts of all sections and saves each. `leave` takes only what is available.
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
) -> Result<Waited, Failure> {
    let mut wait = Wait {
        prompt: Prompt::new(terminal, plain).map_err(Failure::system("use the terminal"))?,
        clock: Clock::start(),
        progress: Progress::default(),
        guess: Estimate::default(),
        estimate: None,
    };
    let mut ending = leave.then_some(Waited::Left);
    if ending.is_some() {
        wait.leave(terminal, &mut worker);
    } else {
        worker.end();
    }
    loop {
        if ending.is_none() {
            wait.show(terminal);
        }
        match worker.next_update(LOOK) {
            Update::Section(section) => {
                if keep(rehearsal, section) {
                    rehearsal.save()?;
                }
            }
            Update::Progress(progress) => wait.see(progress),
            Update::Nothing => wait.guess.nothing(wait.clock.now()),
            Update::Over => break,
        }
        if ending.is_none() {
            ending = left(terminal, signals);
            if ending.is_some() {
                wait.leave(terminal, &mut worker);
            }
        }
    }
    Ok(ending.unwrap_or(Waited::Came))
}

/// Whether the candidate leaves, by key, by signal or by closing the window.
fn left(terminal: &mut Terminal, signals: &Receiver<Signal>) -> Option<Waited> {
    if signals.try_iter().any(|signal| signal != Signal::Stop) {
        return Some(Waited::Interrupted);
    }
    match terminal.keys(Duration::ZERO) {
        Keys::Gone => Some(Waited::Interrupted),
        typed => typed.leave().then_some(Waited::Left),
    }
}

/// The display of the wait.
struct Wait {
    prompt: Prompt,
    clock: Clock,
    progress: Progress,
    guess: Estimate,
    /// The first estimate worth telling; shown only where nothing may be animated.
    estimate: Option<String>,
}

impl Wait {
    fn see(&mut self, progress: Progress) {
        self.guess.see(self.clock.now(), progress.done, progress.of);
        self.progress = progress;
    }

    fn show(&mut self, terminal: &Terminal) {
        let left = self.guess.left(self.clock.now());
        if self.estimate.is_none() {
            let worth = left.filter(|left| *left >= WORTH_TELLING);
            self.estimate = worth.map(aside::waiting_for);
        }
        let Progress { done, of } = self.progress;
        let lines = aside::waiting(done, of, left, look(terminal)).join("\n");
        let sentence = self.estimate.as_deref().unwrap_or(aside::WAITING);
        self.prompt.show(&lines, sentence);
    }

    /// Cancels the work, and says so before the recogniser has stopped.
    fn leave(&mut self, terminal: &Terminal, worker: &mut Worker) {
        worker.call_off();
        let line = aside::leaving(look(terminal));
        self.prompt.show(&line, aside::LEAVING);
    }
}

/// The wait uses no colour.
fn look(terminal: &Terminal) -> Appearance {
    Appearance::new(terminal.width(), false)
}

/// Stores the words of a section. Those of an earlier try are ignored.
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
        // A section that could not be transcribed keeps its sound and can be retried.
        _ => false,
    }
}
