//! The live screen as lines of text, during the recording. Pure.
//!
//! It shows little and moves little, since dense live displays distract speakers.
//! Colour never carries information alone: a word or a sign accompanies it.

use super::digits::large;
use super::keys;
pub use super::stage::{Part, Stage};
use crate::record::{Away, Meter, Phase, View};
use crate::time::Millis;
use console::{StyledObject, measure_text_width, style, truncate_str};

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

/// Other contents of the screen at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extra {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Below four fifths.
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
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether colours are enabled.
    pub colour: bool,
}

impl Look {
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

    /// Whether `line` fits.
    pub(super) fn holds(self, line: &str) -> bool {
        measure_text_width(line) <= self.columns()
    }

    /// A sentence after the margin, wrapped between words.
    pub fn sentence(self, text: &str) -> Vec<String> {
        let lines = textwrap::wrap(text, self.room().max(10));
        let line = |line: &std::borrow::Cow<'_, str>| self.fit(format!("{MARGIN}{line}"));
        lines.iter().map(line).collect()
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
pub fn header(stage: &Stage, look: Look) -> Vec<String> {
    if stage.one_take {
        // The whole question of the interviewer, on any width.
        let mut shown = wrapped(&stage.title, look);
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
pub fn finished(stage: &Stage, part: &Part, spoken: Millis, look: Look) -> String {
    if !stage.timer {
        return look.fit(format!("{MARGIN}✓ {}", part.title));
    }
    let over = spoken.saturating_sub(part.target);
    let time = format!("{} s of {}", tenths(spoken), seconds(part.target));
    let told = |title: &str, gap: &str| {
        let mut line = format!("{MARGIN}✓ {title}{time}");
        if over.0 >= 100 {
            line.push_str(gap);
            line.push_str(&look.paced(&format!("+{} over", tenths(over)), Pace::Over));
        }
        line
    };
    let title = &part.title;
    let ways = [
        told(&format!("{title:<14}"), "   "),
        told(&format!("{title:<11}"), " "),
        told(&format!("{title} "), " "),
    ];
    let fits = ways.iter().find(|line| look.holds(line));
    look.fit(fits.or(ways.last()).cloned().unwrap_or_default())
}

/// The question that waits for an answer; a permanent line.
pub fn question(part: &Part, look: Look) -> Vec<String> {
    wrapped(&part.question, look)
}

/// A blank line and a bold text, wrapped.
fn wrapped(text: &str, look: Look) -> Vec<String> {
    let room = look.columns().saturating_sub(MARGIN.len()).max(10);
    let lines = textwrap::wrap(text, room);
    let mut shown = vec![String::new()];
    shown.extend(
        lines
            .iter()
            .map(|line| look.fit(format!("{MARGIN}{}", look.bold(line)))),
    );
    shown
}

/// The strong example, as much of it as leaves the clock on the screen.
fn example(text: &str, look: Look) -> Vec<String> {
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
pub fn lines(stage: &Stage, view: &View, extra: &Extra, look: Look) -> Vec<String> {
    let in_one = stage.tells_in_one(view);
    let (stage, view) = &stage.shown(view);
    let Some(part) = stage.parts.get(view.at) else {
        return Vec::new();
    };
    let pace = Pace::of(view.section, part.target);
    let mut lines = vec![String::new()];
    if stage.timer && look.columns() >= LARGE_FROM {
        lines.extend(large_rows(stage, part, view, extra, pace, look));
    } else {
        lines.extend(small_rows(stage, part, view, extra, pace, look));
    }
    if stage.timer {
        lines.push(bar(view.section, part.target, pace, look));
    }
    // A problem and its remedy are more important than the cue.
    let hint = trouble(stage, view, extra).unwrap_or_else(|| part.cue.clone());
    if !hint.is_empty() {
        lines.extend(look.sentence(&hint).into_iter().take(MOST_CUE));
    }
    if !part.phrases.is_empty() {
        lines.push(look.dim(&format!("{MARGIN}{}", part.phrases.join(" · "))));
    }
    if !part.example.is_empty() && !extra.help {
        lines.extend(example(&part.example, look));
    }
    if extra.help {
        let help = keys::help(in_one, look.room());
        lines.extend(help.iter().map(|line| look.dim(&format!("{MARGIN}{line}"))));
    }
    let keys = keys::line(view, in_one, look.room());
    lines.push(look.dim(&format!("{MARGIN}{keys}")));
    lines.into_iter().map(|line| look.fit(line)).collect()
}

fn large_rows(
    stage: &Stage,
    part: &Part,
    view: &View,
    extra: &Extra,
    pace: Pace,
    look: Look,
) -> Vec<String> {
    let figures = large(&clock_text(view.section, part.target));
    let room = look.room().saturating_sub(FIGURES);
    let told = [
        name(stage, view, look),
        status(stage, part, view, extra, pace, (look, room)),
        total(stage, view).into_iter().next().unwrap_or_default(),
    ];
    figures
        .into_iter()
        .zip(told)
        .enumerate()
        .map(|(row, (figures, told))| {
            let left = format!("{MARGIN}{}{told}", look.paced_padded(&figures, pace));
            let right = if row == 2 {
                meter_now(view, look)
            } else {
                Vec::new()
            };
            look.spread(left, &right)
        })
        .collect()
}

fn small_rows(
    stage: &Stage,
    part: &Part,
    view: &View,
    extra: &Extra,
    pace: Pace,
    look: Look,
) -> Vec<String> {
    let time = if stage.timer {
        look.paced(&clock_text(view.section, part.target), pace)
    } else {
        String::new()
    };
    let before = if stage.timer {
        format!("{MARGIN}{time} ")
    } else {
        MARGIN.to_owned()
    };
    let room = look.columns().saturating_sub(measure_text_width(&before));
    let status = status(stage, part, view, extra, pace, (look, room));
    let total = if stage.timer {
        total(stage, view)
    } else {
        Vec::new()
    };
    let name = look.spread(format!("{MARGIN}{}", name(stage, view, look)), &total);
    if measure_text_width(&status) > room {
        // A remark that is too long for one line wraps: the screen grows for some seconds, and nothing
        // is cut.
        let mut rows = vec![name, look.spread(before, &meter_now(view, look))];
        rows.extend(look.sentence(&status));
        return rows;
    }
    let second = format!("{before}{status}");
    vec![name, look.spread(second, &meter_now(view, look))]
}

impl Look {
    /// Digits in colour, padded by their visible width.
    fn paced_padded(self, figures: &str, pace: Pace) -> String {
        let pad = FIGURES.saturating_sub(measure_text_width(figures));
        format!("{}{}", self.paced(figures, pace), " ".repeat(pad))
    }
}

/// `● Action  3 of 5`.
fn name(stage: &Stage, view: &View, look: Look) -> String {
    let part = &stage.parts[view.at];
    let sign = match (view.phase, &view.away) {
        (_, Some(_)) => "✗",
        (Phase::Paused, _) => "‖",
        (Phase::Speaking, _) if view.hearing => "●",
        _ => "○",
    };
    let title = look.bold(&part.title);
    match stage.parts.len() {
        1 => format!("{sign} {title}"),
        many => format!("{sign} {title}  {} of {many}", view.at + 1),
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

fn status(
    stage: &Stage,
    part: &Part,
    view: &View,
    extra: &Extra,
    pace: Pace,
    (look, room): (Look, usize),
) -> String {
    if let Some(remark) = &extra.remark {
        return remark.clone();
    }
    if let Some(away) = &view.away {
        let gone = away.so_far.as_secs();
        let text = roomy(
            format!("microphone gone {gone} s – trying again"),
            format!("mic gone {gone} s – retrying"),
            room,
        );
        return look.paced(&text, Pace::Over);
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
        let text = format!("{what}: {} s held in memory", extra.held.0.div_ceil(1000));
        return look.paced(&text, Pace::Over);
    }
    if view.phase != Phase::Ready && !view.hearing {
        return String::from("waiting for the microphone");
    }
    if is_muted(view) {
        let text = roomy(
            "the microphone sends only silence".into(),
            "the mic sends only silence".into(),
            room,
        );
        return look.paced(&text, Pace::Over);
    }
    if view.phase == Phase::Ready && extra.reading {
        return String::from("the question is being read");
    }
    if view.told {
        let told = seconds(stage.time_of(view, &part.id));
        let (wide, narrow) = (
            format!("told already, {told} s: space keeps it, r tells it again"),
            format!("told, {told} s: space keeps it"),
        );
        return roomy(wide, narrow, room);
    }
    if view.phase == Phase::Ready {
        return String::from("space begins");
    }
    if !stage.timer {
        return String::new();
    }
    let target = part.target;
    match pace {
        Pace::Calm => format!("left of {target}"),
        Pace::WrapUp => look.paced(&format!("▲ wrap up · left of {target}"), pace),
        Pace::Over => look.paced(&format!("! over {target}"), pace),
    }
}

/// Whether the microphone sends zeros during the recording.
fn is_muted(view: &View) -> bool {
    view.all_zero && view.heard > 0 && view.phase == Phase::Speaking
}

/// The problem with microphone or disk, and its remedy.
fn trouble(stage: &Stage, view: &View, extra: &Extra) -> Option<String> {
    if let Some(away) = &view.away {
        let mut why = away.why.chars();
        let first = why.next().map(|first| first.to_uppercase().to_string());
        return Some(format!("{}{}.", first.unwrap_or_default(), why.as_str()));
    }
    if extra.held.0 > 0 && extra.limited {
        return Some(
            "Files may not become larger here (ulimit -f): end with q, and lift that.".into(),
        );
    }
    if extra.held.0 > 0 {
        return Some("Free some space: it is written as soon as there is room.".into());
    }
    is_muted(view).then(|| stage.unmute.into())
}

/// `wide`, or `narrow` where that does not fit.
fn roomy(wide: String, narrow: String, room: usize) -> String {
    if measure_text_width(&wide) <= room {
        wide
    } else {
        narrow
    }
}

/// The total time, or something more important; the wide version first.
fn total(stage: &Stage, view: &View) -> Vec<String> {
    if view.away.is_some() {
        return ["everything said is safe", "all is safe"]
            .map(str::to_owned)
            .into();
    }
    let (spoken, target) = (stage.spoken_in_all(view), stage.target());
    match stage.parts.len() {
        1 => Vec::new(),
        _ => vec![
            format!("total {spoken} of {target}"),
            format!("{spoken} of {target}"),
        ],
    }
}

fn bar(spoken: Millis, target: Millis, pace: Pace, look: Look) -> String {
    let room = look.columns().saturating_sub(2 * MARGIN.len());
    let full = (spoken.0 * room as u64).checked_div(target.0).unwrap_or(0) as usize;
    let full = full.min(room);
    let done = look.paced(&"█".repeat(full), pace);
    format!("{MARGIN}{done}{}", "░".repeat(room - full))
}

/// The meter, where there is something to measure; the wide version first.
fn meter_now(view: &View, look: Look) -> Vec<String> {
    if view.away.is_some() {
        return Vec::new();
    }
    let narrow = if view.meter.clipped {
        look.paced("! clip", Pace::Over)
    } else {
        bars(&view.meter)
    };
    vec![meter(&view.meter, look), narrow]
}

/// `mic ▂▃▅▃▂  -18 dB`, with `CLIP` after clipping.
pub fn meter(meter: &Meter, look: Look) -> String {
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
pub fn holding(extra: &Extra, look: Look) -> Vec<String> {
    let held = extra.held.0.div_ceil(1000);
    let room = look.columns().saturating_sub(MARGIN.len()).max(10);
    let (why, remedy) = if extra.limited {
        ("files may not become larger here.", LIFT_THE_LIMIT)
    } else {
        ("the disk is full.", FREE_SOME_SPACE)
    };
    let told = format!("! Only memory holds the last {held} s of what you said: {why}");
    let mut shown = vec![String::new()];
    let mut tell = |text: &str, how: &dyn Fn(&str) -> String| {
        let lines = textwrap::wrap(text, room);
        shown.extend(lines.iter().map(|line| format!("{MARGIN}{}", how(line))));
    };
    tell(&told, &|line| look.paced(line, Pace::Over));
    tell(remedy, &str::to_owned);
    let keys = format!("enter try again now · q give up these {held} s; all before them is safe");
    tell(&keys, &|line| look.dim(line));
    if let Some(remark) = &extra.remark {
        tell(remark, &|line| look.bold(line));
    }
    shown.into_iter().map(|line| look.fit(line)).collect()
}

const LIFT_THE_LIMIT: &str = "The shell or the system limits the size of files (`ulimit -f`): lift it with \
    `ulimit -f unlimited` before the next take. It is tried again by itself.";
const FREE_SOME_SPACE: &str = "Free some space, in another window or from the desktop; `rehearse \
    sessions purge --older 30d --audio-only` removes old recordings. It is tried again by itself.";

/// The remark when a disconnected microphone has come back.
pub fn back(away: &Away, phase: Phase) -> String {
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

fn tenths(time: Millis) -> String {
    let tenths = (time.0 + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Whole seconds where they are whole.
fn seconds(time: Millis) -> String {
    if time.0.is_multiple_of(1000) {
        (time.0 / 1000).to_string()
    } else {
        tenths(time)
    }
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
