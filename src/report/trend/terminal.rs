//! The trend as rows of small bars.

use super::{Line, SectionTrend, Trend};
use crate::report::terminal::{Ink, Page, Style};
use crate::words::unless_empty;
use unicode_width::UnicodeWidthStr;

/// Columns for a label: "fillers a minute" and a gap.
const LABEL: usize = 18;
/// The most takes in one row: the latest.
const SHOWN: usize = 40;
/// With fewer bars than this beside the label, they get a row of their own.
const FEW: usize = 6;

/// The trend as text that ends with a line break.
pub fn render(trend: &Trend, style: &Style) -> String {
    let mut page = Page::new(*style);
    page.heading(&trend.title);
    page.text("", &trend.summary);
    page.text("", &trend.estimate);
    page.painted(Ink::Quiet, "", &trend.note);
    for section in &trend.sections {
        page.blank();
        let title = page.paint(Ink::Strong, &section.title);
        page.text("", &format!("{title}  {}", when(section)));
        page.painted(Ink::Quiet, "  ", &held_to(section));
        let mut still = Vec::new();
        for one in &section.lines {
            match one.still() {
                Some(words) => still.push(words),
                None => line(&mut page, one, style),
            }
        }
        let still = unless_empty(&still.join(", "), |still| match section.dates.len() {
            1 => still.to_owned(),
            _ => format!("every time: {still}"),
        });
        page.painted(Ink::Quiet, "  ", &still);
    }
    let text = page.finish();
    if style.unicode {
        text
    } else {
        // The page converts typography to ASCII, but not bars.
        let steps = TALL.chars().zip(PLAIN.chars());
        steps.fold(text, |text, (tall, plain)| {
            text.replace(tall, &plain.to_string())
        })
    }
}

fn when(section: &SectionTrend) -> String {
    match section.dates.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first, .., last] => format!("{first} to {last}"),
    }
}

/// The levels and lenses of a section's takes, where they differ.
pub(super) fn held_to(section: &SectionTrend) -> String {
    let first = section.bars.first();
    if section.bars.iter().all(|bar| Some(bar) == first) {
        return String::new();
    }
    let mut from = 1;
    let parts = section.bars.chunk_by(|a, b| a == b).map(|same| {
        let to = from + same.len() - 1;
        let takes = match same.len() {
            1 => format!("take {from}"),
            _ => format!("takes {from} to {to}"),
        };
        from = to + 1;
        format!("{takes}: {}", same[0])
    });
    let parts: Vec<String> = parts.collect();
    format!("Held to different bars: {}.", parts.join("; "))
}

fn line(page: &mut Page, line: &Line, style: &Style) {
    let label = line.measure.title();
    let pad = " ".repeat(LABEL.saturating_sub(label.width()));
    let beside = page
        .room()
        .saturating_sub(2 + LABEL + 2 + line.words.width());
    if beside >= FEW.min(line.tenths.len()) {
        let bars = bars(line, beside.min(SHOWN));
        page.line(&format!("    {label}{pad}{bars}  {}", line.words));
    } else {
        page.text("  ", &format!("{label}  {}", line.words));
        let bars = bars(line, style.width.saturating_sub(8).clamp(1, SHOWN));
        page.line(&format!("      {}", bars.trim_end()));
    }
}

/// The steps of a bar, and the same in ASCII.
const TALL: &str = "▁▂▃▄▅▆▇█";
const PLAIN: &str = "_.-=+*#@";

/// One bar per take, from zero to the maximum; a take that was not measured is a gap.
fn bars(line: &Line, room: usize) -> String {
    let shown = &line.tenths[line.tenths.len().saturating_sub(room)..];
    let largest = shown.iter().flatten().copied().max().unwrap_or(0).max(1);
    let steps: Vec<char> = TALL.chars().collect();
    shown
        .iter()
        .map(|value| match value {
            None => ' ',
            Some(value) => {
                let top = (steps.len() - 1) as i64;
                let step = (value.clamp(&0, &largest) * top + largest / 2) / largest;
                steps[usize::try_from(step).unwrap_or(0).min(steps.len() - 1)]
            }
        })
        .collect()
}
