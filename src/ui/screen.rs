//! The live screen as lines of text, during the recording. Pure.
//!
//! It shows little and moves little, since dense live displays distract speakers.
//! Colour never carries information alone: a word or a sign accompanies it.

use super::digits::large;
use super::fit::fitting;
use super::keys;
pub use super::stage::{Stage, StageSection};
use crate::record::{Disconnection, Meter, Phase, View};
use crate::time::Millis;
use crate::words::seconds_aligned;
use console::{Alignment, StyledObject, measure_text_width, pad_str, style, truncate_str};

/// The percentage of the target at which the bar turns amber.
const WRAP_UP_PERCENT: u64 = 80;
/// The widest screen that is used.
const WIDEST: usize = 76;
/// Below this width there are no large digits.
const LARGE_FROM: usize = 58;
/// Width of the large digits and the gap after them.
const FIGURES: usize = 21;
/// The most lines of a cue.
const MOST_CUE: usize = 4;
const MARGIN: &str = "  ";

/// Other contents of the screen at a shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlay {
    /// Whether the help is open.
    pub help: bool,
    /// Sound that waits for space on the disk.
    pub held: Millis,
    /// It waits because the system limits the size of files, and not for want of space.
    pub limited: bool,
    /// Whether a question is being read aloud.
    pub reading: bool,
    /// A short remark that disappears by itself.
    pub remark: Option<String>,
}

/// How the time of a section compares with its target.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pace {
    /// Below four fifths.
    #[default]
    Calm,
    /// The last fifth.
    WrapUp,
    /// Past the target.
    Over,
}

impl Pace {
    /// The pace of `spoken` relative to `target`.
    pub fn of(spoken: Millis, target: Millis) -> Self {
        if spoken.0 >= target.0 {
            Self::Over
        } else if spoken.0 * 100 >= target.0 * WRAP_UP_PERCENT {
            Self::WrapUp
        } else {
            Self::Calm
        }
    }
}

/// Width and colours of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appearance {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether colours are enabled.
    pub colour: bool,
}

impl Appearance {
    /// On a terminal of `width` columns.
    pub const fn new(width: usize, colour: bool) -> Self {
        Self { width, colour }
    }

    fn columns(self) -> usize {
        self.width.saturating_sub(1).min(WIDEST)
    }

    fn paint<'a>(
        self,
        text: &'a str,
        how: impl Fn(StyledObject<&'a str>) -> StyledObject<&'a str>,
    ) -> String {
        how(style(text)).force_styling(self.colour).to_string()
    }

    fn paced(self, text: &str, pace: Pace) -> String {
        self.paint(text, |text| match pace {
            Pace::Calm => text.cyan(),
            Pace::WrapUp => text.yellow(),
            Pace::Over => text.red(),
        })
    }

    fn bold(self, text: &str) -> String {
        self.paint(text, StyledObject::bold)
    }

    fn dim(self, text: &str) -> String {
        self.paint(text, StyledObject::dim)
    }

    /// `left`, and aligned right the first of `rights` that fits.
    fn spread(self, left: String, rights: &[String]) -> String {
        let used = measure_text_width(&left);
        let space = |right: &String| {
            let used = used + measure_text_width(right);
            self.columns().checked_sub(used).filter(|room| *room >= 2)
        };
        match rights.iter().find_map(|right| Some((right, space(right)?))) {
            Some((right, space)) => format!("{left}{}{right}", " ".repeat(space)),
            None => left,
        }
    }

    /// The columns after the margin.
    fn room(self) -> usize {
        self.columns().saturating_sub(MARGIN.len())
    }

    /// The first of `ways` that fits; the last one is cut.
    pub(super) fn fitting(self, ways: &[String]) -> String {
        self.fit(fitting(ways, self.columns()))
    }

    /// A sentence after the margin, wrapped between words.
    pub fn sentence(self, text: &str) -> Vec<String> {
        self.wrapped(text, str::to_owned)
    }

    /// As [`Self::sentence`], with every line painted.
    fn wrapped(self, text: &str, paint: impl Fn(&str) -> String) -> Vec<String> {
        let lines = textwrap::wrap(text, self.room().max(10));
        let line = |line: &std::borrow::Cow<'_, str>| self.fit(format!("{MARGIN}{}", paint(line)));
        lines.iter().map(line).collect()
    }

    /// A blank line and a bold text, wrapped.
    fn heading(self, text: &str) -> Vec<String> {
        let lines = self.wrapped(text, |line| self.bold(line));
        std::iter::once(String::new()).chain(lines).collect()
    }

    /// `line`, cut to the width.
    pub(super) fn fit(self, line: String) -> String {
        if self.columns() == 0 {
            return String::new();
        }
        truncate_str(&line, self.columns(), "…")
            .trim_end()
            .to_owned()
    }
}

/// The lines above everything, written once.
pub fn header(stage: &Stage, look: Appearance) -> Vec<String> {
    if stage.one_take {
        // The whole question of the interviewer, on any width.
        let mut shown = look.heading(&stage.title);
        shown.push(look.dim(&look.fit(format!("{MARGIN}{}", stage.manner))));
        return shown;
    }
    let title = look.bold(&stage.title);
    let line = format!("{MARGIN}{title} · {}", stage.manner);
    if measure_text_width(&line) <= look.columns() {
        return vec![String::new(), line];
    }
    // Level, mode and lens differ between takes: they get a line of their own.
    vec![
        String::new(),
        look.fit(format!("{MARGIN}{title}")),
        look.fit(format!("{MARGIN}{}", stage.manner)),
    ]
}

/// The permanent line of a completed section.
pub fn finished(stage: &Stage, part: &StageSection, spoken: Millis, look: Appearance) -> String {
    if !stage.timer {
        return look.fit(format!("{MARGIN}✓ {}", part.title));
    }
    let over = spoken.saturating_sub(part.target);
    let time = format!("{} s of {}", seconds_aligned(spoken), seconds(part.target));
    let told = |title: &str, gap: &str| {
        let mut line = format!("{MARGIN}✓ {title}{time}");
        if over.0 >= 100 {
            line.push_str(gap);
            line.push_str(&look.paced(&format!("+{} over", seconds_aligned(over)), Pace::Over));
        }
        line
    };
    let title = &part.title;
    look.fitting(&[
        told(&format!("{title:<14}"), "   "),
        told(&format!("{title:<11}"), " "),
        told(&format!("{title} "), " "),
    ])
}

/// The question that waits for an answer; a permanent line.
pub fn question(part: &StageSection, look: Appearance) -> Vec<String> {
    look.heading(&part.question)
}

/// The strong example, as much of it as leaves the clock on the screen.
fn example(text: &str, look: Appearance) -> Vec<String> {
    const MOST: usize = 8;
    let room = look.columns().saturating_sub(2 * MARGIN.len()).max(10);
    let mut lines = textwrap::wrap(text, room);
    let cut = lines.len() > MOST;
    lines.truncate(MOST);
    if let Some(last) = lines.last_mut().filter(|_| cut) {
        last.to_mut().push_str(" …");
    }
    lines
        .iter()
        .map(|line| look.dim(&format!("{MARGIN}{MARGIN}{line}")))
        .collect()
}

/// The live lines: their number does not change from moment to moment, unless help is open.
pub fn lines(stage: &Stage, view: &View, extra: &Overlay, look: Appearance) -> Vec<String> {
    let in_one = stage.tells_in_one(view);
    let (stage, view) = &stage.shown(view);
    let Some(part) = stage.parts.get(view.at) else {
        return Vec::new();
    };
    let pace = Pace::of(view.section, part.target);
    let shown = PartView {
        stage,
        part,
        view,
        extra,
        pace,
        look,
    };
    let lines = shown.lines(in_one).into_iter();
    lines.map(|line| look.fit(line)).collect()
}

/// What is drawn of a part at one moment.
struct PartView<'a> {
    stage: &'a Stage,
    part: &'a StageSection,
    view: &'a View,
    extra: &'a Overlay,
    pace: Pace,
    look: Appearance,
}

impl PartView<'_> {
    fn lines(&self, in_one: bool) -> Vec<String> {
        let (part, look) = (self.part, self.look);
        let dim = |text: &str| look.dim(&format!("{MARGIN}{text}"));
        let mut lines = vec![String::new()];
        if self.stage.timer && look.columns() >= LARGE_FROM {
            lines.extend(self.large_rows());
        } else {
            lines.extend(self.small_rows());
        }
        if self.stage.timer {
            lines.push(self.bar());
        }
        // A problem and its remedy are more important than the cue.
        let hint = self.trouble().unwrap_or_else(|| part.cue.clone());
        if !hint.is_empty() {
            lines.extend(look.sentence(&hint).into_iter().take(MOST_CUE));
        }
        if !part.phrases.is_empty() {
            lines.push(dim(&part.phrases.join(" · ")));
        }
        if self.extra.help {
            let help = keys::help(in_one, look.room());
            lines.extend(help.iter().map(|line| dim(line)));
        } else if !part.example.is_empty() {
            lines.extend(example(&part.example, look));
        }
        lines.push(dim(keys::line(self.view, in_one, look.room())));
        lines
    }

    fn large_rows(&self) -> Vec<String> {
        let look = self.look;
        let figures = large(&clock_text(self.view.section, self.part.target));
        let room = look.room().saturating_sub(FIGURES);
        let total = self.total().into_iter().next().unwrap_or_default();
        let told = [self.name(), self.status(room), total];
        let right = [Vec::new(), Vec::new(), self.meter()];
        figures
            .iter()
            .zip(told)
            .zip(right)
            .map(|((figures, told), right)| {
                let figures = look.paced(figures, self.pace);
                let figures = pad_str(&figures, FIGURES, Alignment::Left, None);
                look.spread(format!("{MARGIN}{figures}{told}"), &right)
            })
            .collect()
    }

    fn small_rows(&self) -> Vec<String> {
        let look = self.look;
        let (before, total) = if self.stage.timer {
            let time = look.paced(&clock_text(self.view.section, self.part.target), self.pace);
            (format!("{MARGIN}{time} "), self.total())
        } else {
            (MARGIN.to_owned(), Vec::new())
        };
        let room = look.columns().saturating_sub(measure_text_width(&before));
        let status = self.status(room);
        let name = look.spread(format!("{MARGIN}{}", self.name()), &total);
        if measure_text_width(&status) > room {
            // A remark that is too long for one line wraps: the screen grows for some seconds, and nothing
            // is cut.
            let mut rows = vec![name, look.spread(before, &self.meter())];
            rows.extend(look.sentence(&status));
            return rows;
        }
        vec![
            name,
            look.spread(format!("{before}{status}"), &self.meter()),
        ]
    }

    /// `● Action  3 of 5`.
    fn name(&self) -> String {
        let sign = match self.view.phase {
            _ if self.view.away.is_some() => "✗",
            Phase::Paused => "‖",
            Phase::Speaking if self.view.hearing => "●",
            _ => "○",
        };
        let title = self.look.bold(&self.part.title);
        match self.stage.parts.len() {
            1 => format!("{sign} {title}"),
            many => format!("{sign} {title}  {} of {many}", self.view.at + 1),
        }
    }

    fn status(&self, room: usize) -> String {
        let (view, extra, look) = (self.view, self.extra, self.look);
        let alarm = |text: &str| look.paced(text, Pace::Over);
        if let Some(remark) = &extra.remark {
            return remark.clone();
        }
        if let Some(away) = &view.away {
            let gone = away.so_far.as_secs();
            let ways = [
                format!("microphone gone {gone} s – trying again"),
                format!("mic gone {gone} s – retrying"),
            ];
            return alarm(&fitting(&ways, room));
        }
        if view.phase == Phase::Paused {
            return look.bold(&format!("‖ paused {} – p goes on", view.paused));
        }
        if extra.held.0 > 0 {
            let what = if extra.limited {
                "file size limit"
            } else {
                "disk full"
            };
            let held = extra.held.0.div_ceil(1000);
            return alarm(&format!("{what}: {held} s held in memory"));
        }
        if view.phase != Phase::Ready && !view.hearing {
            return String::from("waiting for the microphone");
        }
        if self.is_muted() {
            let ways = [
                "the microphone sends only silence",
                "the mic sends only silence",
            ];
            return alarm(fitting(&ways, room));
        }
        if view.phase == Phase::Ready && extra.reading {
            return String::from("the question is being read");
        }
        if view.told {
            let told = seconds(self.stage.time_of(view, &self.part.id));
            let ways = [
                format!("told already, {told} s: space keeps it, r tells it again"),
                format!("told, {told} s: space keeps it"),
            ];
            return fitting(&ways, room);
        }
        if view.phase == Phase::Ready {
            return String::from("space begins");
        }
        if !self.stage.timer {
            return String::new();
        }
        let target = self.part.target;
        match self.pace {
            Pace::Calm => format!("left of {target}"),
            Pace::WrapUp => look.paced(&format!("▲ wrap up · left of {target}"), self.pace),
            Pace::Over => alarm(&format!("! over {target}")),
        }
    }

    /// Whether the microphone sends zeros during the recording.
    fn is_muted(&self) -> bool {
        self.view.all_zero && self.view.heard > 0 && self.view.phase == Phase::Speaking
    }

    /// The problem with microphone or disk, and its remedy.
    fn trouble(&self) -> Option<String> {
        if let Some(away) = &self.view.away {
            let mut why = away.why.chars();
            let first = why.next().map(|first| first.to_uppercase().to_string());
            return Some(format!("{}{}.", first.unwrap_or_default(), why.as_str()));
        }
        let remedy = match self.extra {
            Overlay {
                held,
                limited: true,
                ..
            } if held.0 > 0 => {
                "Files may not become larger here (ulimit -f): end with q, and lift that."
            }
            Overlay { held, .. } if held.0 > 0 => {
                "Free some space: it is written as soon as there is room."
            }
            _ if self.is_muted() => self.stage.unmute,
            _ => return None,
        };
        Some(remedy.to_owned())
    }

    /// The total time, or something more important; the wide version first.
    fn total(&self) -> Vec<String> {
        if self.view.away.is_some() {
            return vec!["everything said is safe".into(), "all is safe".into()];
        }
        if self.stage.parts.len() == 1 {
            return Vec::new();
        }
        let (spoken, target) = (self.stage.spoken_in_all(self.view), self.stage.target());
        let short = format!("{spoken} of {target}");
        vec![format!("total {short}"), short]
    }

    fn bar(&self) -> String {
        let (spoken, target) = (self.view.section.0, self.part.target.0);
        let room = self.look.columns().saturating_sub(2 * MARGIN.len());
        let full = (spoken * room as u64).checked_div(target).unwrap_or(0) as usize;
        let full = full.min(room);
        let done = self.look.paced(&"█".repeat(full), self.pace);
        format!("{MARGIN}{done}{}", "░".repeat(room - full))
    }

    /// The meter, where there is something to measure; the wide version first.
    fn meter(&self) -> Vec<String> {
        let level = &self.view.meter;
        if self.view.away.is_some() {
            return Vec::new();
        }
        let narrow = if level.clipped {
            self.look.paced("! clip", Pace::Over)
        } else {
            bars(level)
        };
        vec![meter(level, self.look), narrow]
    }
}

/// The remaining time, or the overrun.
fn clock_text(spoken: Millis, target: Millis) -> String {
    if spoken.0 >= target.0 {
        format!("+{}", spoken - target)
    } else {
        // Rounded up like a countdown: it shows 0:30 at the start and never 0:00.
        Millis((target - spoken).0.div_ceil(1000) * 1000).to_string()
    }
}

/// `mic ▂▃▅▃▂  -18 dB`, with `CLIP` after clipping.
pub fn meter(meter: &Meter, look: Appearance) -> String {
    let bars = bars(meter);
    if meter.clipped {
        return format!("mic {bars}  {}", look.paced("! clip", Pace::Over));
    }
    match meter.decibels {
        ..=-90 => format!("mic {bars}     –   "),
        decibels => format!("mic {bars} {:>4} dB", minus(decibels)),
    }
}

fn bars(meter: &Meter) -> String {
    const HEIGHTS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let height = |height: &u8| HEIGHTS[usize::from(*height).min(8)];
    meter.bars.iter().map(height).collect()
}

fn minus(number: i32) -> String {
    number.to_string().replace('-', "−")
}

/// The screen when the recording is over and the disk has no space for the end of it.
pub fn holding(extra: &Overlay, look: Appearance) -> Vec<String> {
    let held = extra.held.0.div_ceil(1000);
    let (why, remedy) = if extra.limited {
        ("files may not become larger here.", LIFT_THE_LIMIT)
    } else {
        ("the disk is full.", FREE_SOME_SPACE)
    };
    let told = format!("! Only memory holds the last {held} s of what you said: {why}");
    let keys = format!("enter try again now · q give up these {held} s; all before them is safe");
    let mut shown = vec![String::new()];
    shown.extend(look.wrapped(&told, |line| look.paced(line, Pace::Over)));
    shown.extend(look.sentence(remedy));
    shown.extend(look.wrapped(&keys, |line| look.dim(line)));
    if let Some(remark) = &extra.remark {
        shown.extend(look.wrapped(remark, |line| look.bold(line)));
    }
    shown
}

const LIFT_THE_LIMIT: &str = "The shell or the system limits the size of files (`ulimit -f`): lift it with \
    `ulimit -f unlimited` before the next take. It is tried again by itself.";
const FREE_SOME_SPACE: &str = "Free some space, in another window or from the desktop; `rehearse \
    sessions purge --older 30d --audio-only` removes old recordings. It is tried again by itself.";

/// The remark when a disconnected microphone has come back.
pub fn back(away: &Disconnection, phase: Phase) -> String {
    let missing = away.so_far.as_millis().div_ceil(1000);
    match phase {
        Phase::Speaking | Phase::Paused => {
            format!("microphone is back, {missing} s missing: go on")
        }
        Phase::Ready | Phase::Done => String::from("microphone is back"),
    }
}

/// The remark when there is no earlier part to go back to.
pub fn first(stage: &Stage, view: &View) -> &'static str {
    if stage.tells_in_one(view) {
        "nothing comes before the answer; r tells it again"
    } else if view.at < stage.questions_from() {
        "this is the first section; r speaks it again"
    } else {
        "this is the first question; r answers it again"
    }
}

/// Whole seconds where they are whole.
fn seconds(time: Millis) -> String {
    if time.0.is_multiple_of(1000) {
        (time.0 / 1000).to_string()
    } else {
        seconds_aligned(time)
    }
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
