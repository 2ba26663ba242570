//! The live screen of a rehearsal: one loop that reads keys, receives the recorder's updates, and
//! draws changes, at most about sixteen times a second.

use super::asking::{Asking, Reader};
use super::plain::Plain;
use super::prompt::lines_on;
use super::screen::{self, Appearance, Overlay, Stage, StageSection};
use super::signals::Signal;
use super::terminal::{Keys, Terminal};
use crate::record::{Phase, RequestResult, SectionRequest, View};
use crate::time::Millis;
use console::Term;
use indicatif::ProgressBar;
use std::io;
use std::sync::mpsc::{Receiver, Sender, TryRecvError};
use std::time::Duration;

/// Interval of the loop.
const FRAME: Duration = Duration::from_millis(60);
/// Interval of drawing while paused: only the meter moves then.
const PAUSED_FRAME: Duration = Duration::from_millis(500);
/// How long a remark is shown.
const REMARK: Duration = Duration::from_secs(4);

/// A request and the moment of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// What was requested.
    pub ask: SectionRequest,
    /// When, by the clock that the microphone shares.
    pub at: Duration,
}

/// The recorder's state, sent many times a second.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The state to show.
    pub view: View,
    /// Sound that waits for space on the disk.
    pub held: Millis,
    /// It waits because the system limits the size of files.
    pub limited: bool,
    /// The answer to the last request, if there was one since the last update.
    pub answer: Option<RequestResult>,
}

/// How the live part ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The last section ended, or `q`.
    Finished,
    /// Ctrl-C or a request to end: save and leave.
    Interrupted,
    /// The terminal was closed.
    HangUp,
}

/// The environment of the loop.
pub struct Stand<'a> {
    /// What is rehearsed.
    pub stage: &'a Stage,
    /// Whether colours are enabled.
    pub colour: bool,
    /// Whether to write sentences instead of a live screen.
    pub plain: bool,
    /// The clock that the microphone uses.
    pub now: &'a dyn Fn() -> Duration,
}

/// Shows the rehearsal until the recorder is done.
///
/// # Errors
/// When the terminal cannot be drawn on at all. The recording is not affected.
pub fn run(
    stand: &Stand<'_>,
    terminal: &mut Terminal,
    reader: Option<&mut dyn Reader>,
    wishes: &Sender<Request>,
    updates: &Receiver<Update>,
    signals: &Receiver<Signal>,
) -> io::Result<Ending> {
    let mut canvas = Canvas::new(stand, terminal)?;
    let mut state = State::default();
    let mut asking = Asking::new(reader);
    loop {
        match terminal.keys(FRAME) {
            Keys::Typed(keys) => {
                for key in keys {
                    let now = (stand.now)();
                    if !asking.key(key, state.view.as_ref(), now) {
                        state.key(key, stand.stage, now, wishes);
                    }
                }
            }
            Keys::Gone => {
                state.leave(Ending::HangUp, (stand.now)(), wishes);
                // No key will arrive: wait for the recorder instead.
                if let Ok(update) = updates.recv_timeout(FRAME) {
                    state.update(update, stand, (stand.now)());
                }
            }
        }
        while let Ok(signal) = signals.try_recv() {
            match signal {
                Signal::Stop => state.remark(
                    "Ctrl-Z would stop the recording: p pauses, q saves",
                    (stand.now)(),
                ),
                Signal::End => state.leave(Ending::Interrupted, (stand.now)(), wishes),
                Signal::HangUp => state.leave(Ending::HangUp, (stand.now)(), wishes),
            }
        }
        let over = loop {
            match updates.try_recv() {
                Ok(update) => state.update(update, stand, (stand.now)()),
                Err(TryRecvError::Empty) => break false,
                Err(TryRecvError::Disconnected) => break true,
            }
        };
        let now = (stand.now)();
        state.forget(now);
        if let Some(view) = state.view.clone() {
            if state.ending == Some(Ending::HangUp) {
                // Nobody can free space any more.
                state.leave(Ending::HangUp, now, wishes);
            }
            asking.look(stand.stage, &view, now);
            state.extra.reading = asking.reads();
            if asking.begins(now) {
                let ask = SectionRequest::Next;
                let _ = wishes.send(Request { ask, at: now });
            }
            canvas.draw(stand, terminal, &view, &mut state);
        }
        if over {
            canvas.end(stand, terminal, state.view.as_ref());
            return Ok(state.ending.unwrap_or(Ending::Finished));
        }
    }
}

#[derive(Default)]
struct State {
    view: Option<View>,
    extra: Overlay,
    remark_until: Duration,
    ending: Option<Ending>,
    /// Whether sound that was only in memory at the end has been written.
    all_kept: bool,
}

impl State {
    fn key(&mut self, key: char, stage: &Stage, at: Duration, wishes: &Sender<Request>) {
        let telling = |view: &View| view.phase == Phase::Speaking && stage.tells_in_one(view);
        let ask = match key {
            ' ' | 'n' | 'N' if self.view.as_ref().is_some_and(telling) => {
                self.remark("marked: a new section begins here", at);
                SectionRequest::Border
            }
            ' ' | '\n' | '\r' | 'n' | 'N' => SectionRequest::Next,
            'r' | 'R' => SectionRequest::Redo,
            'p' | 'P' => SectionRequest::Pause,
            'b' | 'B' => SectionRequest::Back,
            'q' | 'Q' => SectionRequest::Finish,
            '?' | 'h' | 'H' => {
                self.extra.help = !self.extra.help;
                return;
            }
            _ => return,
        };
        // A recorder that has ended is noticed by the loop.
        let _ = wishes.send(Request { ask, at });
    }

    fn leave(&mut self, ending: Ending, at: Duration, wishes: &Sender<Request>) {
        // The second request gives up what is only in memory.
        if self.ending.is_none() || self.holds() {
            self.ending.get_or_insert(ending);
            let ask = SectionRequest::Finish;
            let _ = wishes.send(Request { ask, at });
        }
    }

    /// Whether the recording is over and the disk has no space for the end of it.
    fn holds(&self) -> bool {
        let done = |view: &View| view.phase == Phase::Done;
        self.extra.held > Millis::ZERO && self.view.as_ref().is_some_and(done)
    }

    fn update(&mut self, update: Update, stand: &Stand<'_>, now: Duration) {
        self.all_kept = self.all_kept || (self.holds() && update.held == Millis::ZERO);
        if self.extra.held == Millis::ZERO && update.held > Millis::ZERO {
            // A new problem must not be hidden by an older remark.
            self.extra.remark = None;
        }
        self.extra.held = update.held;
        self.extra.limited = update.limited;
        if let Some(before) = &self.view {
            if before.phase != update.view.phase {
                // It referred to the previous part.
                self.extra.remark = None;
            }
            match (&before.away, &update.view.away) {
                (None, Some(_)) => self.extra.remark = None,
                // A refusal during the disconnection no longer applies.
                (Some(_), None) if stand.plain => self.extra.remark = None,
                (Some(away), None) => self.remark(&screen::back(away, update.view.phase), now),
                _ => {}
            }
        }
        match update.answer {
            Some(RequestResult::NoMicrophone) => {
                self.remark("not now: the microphone is away", now);
            }
            Some(RequestResult::First) => {
                self.remark(screen::first(stand.stage, &update.view), now);
            }
            Some(RequestResult::NoRoom) => self.remark("Tried: there is still no room.", now),
            Some(RequestResult::Again) => self.remark("again: the earlier try is kept", now),
            Some(RequestResult::TooSoon | RequestResult::Nothing | RequestResult::Done) | None => {}
        }
        self.view = Some(update.view);
    }

    fn remark(&mut self, text: &str, now: Duration) {
        self.extra.remark = Some(text.to_owned());
        self.remark_until = now + REMARK;
    }

    fn forget(&mut self, now: Duration) {
        if now >= self.remark_until {
            self.extra.remark = None;
        }
    }
}

/// The output: live lines below permanent ones, or sentences.
///
/// indicatif draws the lines. The inline viewport of ratatui 0.30.2 was tried in a pseudo-terminal of 80, 60, 100 and
/// 50 columns: made narrower, it erases the finished sections above it; its height is fixed, so that a question that
/// wraps pushes the keys out of it; lines above it are padded to the full width; it needs 40 more packages, and queries
/// the position of the cursor through the same input as the keys.
enum Canvas {
    Animated(Painter),
    Sentences { plain: Plain, out: Term },
}

impl Canvas {
    fn new(stand: &Stand<'_>, terminal: &Terminal) -> io::Result<Self> {
        let out = terminal.drawing()?;
        let header = screen::header(stand.stage, look(stand, terminal));
        if !stand.plain {
            let painter = Painter {
                live: lines_on(out)?,
                told: Vec::new(),
                part: None,
                asked: None,
                drawn: Drawn::default(),
            };
            painter.above(header);
            return Ok(Self::Animated(painter));
        }
        let header = header.iter().map(|line| line.trim());
        for line in header.filter(|line| !line.is_empty()) {
            let _ = out.write_line(line);
        }
        let _ = out.write_line(if stand.stage.one_take {
            "Space begins, enter says that the answer is told, p pauses, q saves."
        } else {
            "Space begins and goes on, r repeats a section, p pauses, b goes back, q saves."
        });
        Ok(Self::Sentences {
            plain: Plain::default(),
            out,
        })
    }

    fn draw(&mut self, stand: &Stand<'_>, terminal: &Terminal, view: &View, state: &mut State) {
        match self {
            Self::Animated(painter) => painter.draw(stand, terminal, view, state),
            Self::Sentences { plain, out } => {
                let mut lines = plain.lines(stand.stage, view, &state.extra);
                if std::mem::take(&mut state.extra.help) {
                    lines.push(String::from(
                        "Space, enter or n: next. r: again. p: pause. b: back. q: save.",
                    ));
                }
                lines.extend(state.extra.remark.take());
                for line in lines {
                    let _ = out.write_line(&line);
                }
            }
        }
    }

    fn end(&mut self, stand: &Stand<'_>, terminal: &Terminal, view: Option<&View>) {
        if let Self::Animated(painter) = self {
            if let Some(view) = view {
                painter.tell(stand.stage, view, look(stand, terminal));
            }
            painter.live.finish_and_clear();
        }
    }
}

/// Draws live lines below permanent ones.
struct Painter {
    live: ProgressBar,
    /// Time of each section as shown in the lines above.
    told: Vec<(String, Millis)>,
    /// The current part at the last drawing.
    part: Option<StageSection>,
    /// Id of the part whose question is shown above.
    asked: Option<String>,
    /// What was last drawn.
    drawn: Drawn,
}

impl Painter {
    /// Writes permanent lines.
    fn above(&self, lines: Vec<String>) {
        for line in lines {
            self.live.println(line);
        }
    }

    /// Writes the line of the part that was recorded, unless it is there already.
    fn tell(&mut self, stage: &Stage, view: &View, look: Appearance) {
        let Some(part) = &self.part else { return };
        let news = (part.id.clone(), stage.time_of(view, &part.id));
        if news.1 > Millis::ZERO && !self.told.contains(&news) {
            self.live
                .println(screen::finished(stage, part, news.1, look));
            self.told.retain(|(known, _)| *known != news.0);
            self.told.push(news);
        }
    }

    fn draw(&mut self, stand: &Stand<'_>, terminal: &Terminal, view: &View, state: &mut State) {
        let (stage, look, now) = (stand.stage, look(stand, terminal), (stand.now)());
        if self.drawn.width != 0 && self.drawn.width != look.width {
            // A change of width may have wrapped every line; terminals do not report how many.
            self.live
                .suspend(|| terminal.drawing().and_then(|term| term.clear_screen()).ok());
            self.rewrite(stage, look);
        }
        if view.phase == Phase::Done {
            // The line of the last part is written at the end, when its last frame has arrived.
            if state.holds() {
                let text = screen::holding(&state.extra, look).join("\n");
                self.show(text, look, None, now);
            } else if std::mem::take(&mut state.all_kept) {
                self.live
                    .println("  The disk has room again; nothing was lost.");
            }
            return;
        }
        let (shown, at) = stage.shown(view);
        let current = shown.parts.get(at.at);
        if current.map(|part| &part.id) != self.part.as_ref().map(|part| &part.id) {
            self.tell(stage, view, look);
        }
        if let Some(current) = current
            && !current.question.is_empty()
            && self.asked.as_ref() != Some(&current.id)
        {
            self.asked = Some(current.id.clone());
            self.above(screen::question(current, look));
        }
        self.part = current.cloned();
        let pauses = view.phase == Phase::Paused && view.away.is_none();
        let calm = pauses.then(|| state.extra.clone());
        let text = screen::lines(stage, view, &state.extra, look).join("\n");
        self.show(text, look, calm, now);
    }

    fn show(&mut self, text: String, look: Appearance, calm: Option<Overlay>, now: Duration) {
        if self.drawn.is_due(&text, look.width, calm, now) {
            self.live.set_message(text);
        }
    }

    /// Writes the permanent lines again: the heading, and the completed sections.
    fn rewrite(&mut self, stage: &Stage, look: Appearance) {
        self.above(screen::header(stage, look));
        for (id, time) in &self.told {
            if let Some(part) = stage.parts.iter().find(|part| part.id == *id) {
                self.live
                    .println(screen::finished(stage, part, *time, look));
            }
        }
        self.asked = None;
    }
}

/// What is on the screen. Redrawing identical lines costs
/// time that the recording and the recogniser need, and fills terminal logs.
#[derive(Debug, Default)]
struct Drawn {
    text: String,
    width: usize,
    at: Duration,
    /// The other lines on the screen while paused.
    calm: Option<Overlay>,
}

impl Drawn {
    /// Whether `text` has to be drawn, which the caller then does. `calm`: paused, so that
    /// only clock and meter change by themselves.
    fn is_due(&mut self, text: &str, width: usize, calm: Option<Overlay>, now: Duration) -> bool {
        let same = self.text == text && self.width == width;
        let still = calm.is_some() && calm == self.calm && self.width == width;
        if same || still && now.saturating_sub(self.at) < PAUSED_FRAME {
            return false;
        }
        text.clone_into(&mut self.text);
        (self.width, self.at, self.calm) = (width, now, calm);
        true
    }
}

fn look(stand: &Stand<'_>, terminal: &Terminal) -> Appearance {
    Appearance::new(terminal.width(), stand.colour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Disconnection, Meter};
    use std::sync::mpsc::channel;

    fn stand(stage: &Stage) -> Stand<'_> {
        Stand {
            stage,
            colour: false,
            plain: false,
            now: &|| Duration::ZERO,
        }
    }

    fn stage() -> Stage {
        let part = |id: &str| StageSection {
            id: id.into(),
            target: Millis::from_secs(20),
            ..StageSection::default()
        };
        Stage {
            title: String::new(),
            manner: String::new(),
            parts: vec![part("situation"), part("task")],
            whole: None,
            timer: true,
            opening: String::new(),
            one_take: false,
            unmute: "⟨unmute it⟩",
        }
    }

    fn update(
        phase: Phase,
        away: Option<Disconnection>,
        held: u64,
        answer: Option<RequestResult>,
    ) -> Update {
        Update {
            view: View {
                phase,
                at: 0,
                told: false,
                section: Millis(3000),
                spoken: Vec::new(),
                paused: Millis::ZERO,
                away,
                meter: Meter::default(),
                hearing: true,
                all_zero: false,
                heard: 1,
                frames: 1,
            },
            held: Millis(held),
            limited: false,
            answer,
        }
    }

    #[test]
    fn unchanged_lines_are_not_drawn_again() {
        let at = Duration::from_millis;
        let mut drawn = Drawn::default();
        assert!(drawn.is_due("0:30", 80, None, at(0)));
        assert!(!drawn.is_due("0:30", 80, None, at(900)), "nothing changed");
        assert!(drawn.is_due("0:29", 80, None, at(960)));
        assert!(drawn.is_due("0:29", 40, None, at(1020)), "another window");
    }

    #[test]
    fn a_pause_is_drawn_twice_a_second_and_at_once_when_a_key_is_pressed() {
        let calm = || Some(Overlay::default());
        let mut drawn = Drawn::default();
        let mut count = 0;
        for frame in 0..100_u64 {
            let text = format!("the meter at {frame}");
            count += u32::from(drawn.is_due(&text, 80, calm(), Duration::from_millis(frame * 60)));
        }
        assert!(
            (10..=12).contains(&count),
            "{count} drawings in six seconds"
        );
        let help = Some(Overlay {
            help: true,
            ..Overlay::default()
        });
        assert!(drawn.is_due("help", 80, help, Duration::from_millis(6001)));
        assert!(drawn.is_due("speaking", 80, None, Duration::from_millis(6061)));
    }

    #[test]
    fn a_refusal_is_shown_while_the_microphone_is_disconnected_and_then_its_return() {
        let stage = stage();
        let stand = stand(&stage);
        let mut state = State::default();
        let away = |millis| {
            Some(Disconnection {
                why: "it was unplugged".into(),
                so_far: Duration::from_millis(millis),
            })
        };
        let told = |state: &State| state.extra.remark.clone().unwrap_or_default();
        let now = Duration::from_secs(10);
        let again = update(Phase::Speaking, None, 0, Some(RequestResult::Again));
        state.update(again, &stand, now);
        assert_eq!(told(&state), "again: the earlier try is kept");
        state.update(update(Phase::Speaking, away(100), 0, None), &stand, now);
        assert_eq!(told(&state), "");
        let refused = update(
            Phase::Speaking,
            away(4000),
            0,
            Some(RequestResult::NoMicrophone),
        );
        state.update(refused, &stand, now);
        assert_eq!(told(&state), "not now: the microphone is away");
        state.update(update(Phase::Speaking, away(4700), 0, None), &stand, now);
        state.update(update(Phase::Speaking, None, 0, None), &stand, now);
        assert_eq!(told(&state), "microphone is back, 5 s missing: go on");
        let first = update(Phase::Speaking, None, 0, Some(RequestResult::First));
        state.update(first, &stand, now);
        assert_eq!(told(&state), "this is the first section; r speaks it again");
        state.update(update(Phase::Paused, None, 0, None), &stand, now);
        assert_eq!(told(&state), "");
    }

    #[test]
    fn sound_in_memory_is_given_up_at_the_second_request_to_end() {
        let stage = stage();
        let stand = stand(&stage);
        let mut state = State::default();
        let (wish, wishes) = channel();
        let now = Duration::from_secs(10);
        let asked = || wishes.try_iter().count();
        state.update(update(Phase::Speaking, None, 900, None), &stand, now);
        state.leave(Ending::Interrupted, now, &wish);
        state.leave(Ending::Interrupted, now, &wish);
        assert_eq!(asked(), 1);
        state.update(update(Phase::Done, None, 900, None), &stand, now);
        assert!(state.holds());
        state.leave(Ending::Interrupted, now, &wish);
        assert_eq!((asked(), state.ending), (1, Some(Ending::Interrupted)));
        state.update(update(Phase::Done, None, 0, None), &stand, now);
        assert!(state.all_kept && !state.holds());
    }
}
