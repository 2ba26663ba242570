//! The trend as lines of small bars.

use super::{Line, Trend};
use crate::report::terminal::Style;
use unicode_width::UnicodeWidthStr;

/// Columns of a label: "fillers a minute" and a gap.
const LABEL: usize = 18;
/// Most takes that one line shows: the latest.
const SHOWN: usize = 40;

/// The trend as text that ends with a line break.
pub fn render(trend: &Trend, style: &Style) -> String {
    let mut out = format!("  {}\n", trend.title);
    for line in textwrap::wrap(&trend.note, style.width.max(20) - 2) {
        out.push_str(&format!("  {line}\n"));
    }
    for section in &trend.sections {
        out.push_str(&format!(
            "\n  {}  {}\n",
            section.title,
            match section.dates.as_slice() {
                [only] => only.clone(),
                [first, .., last] => format!("{first} to {last}"),
                [] => String::new(),
            }
        ));
        for line in &section.lines {
            let label = line.measure.title();
            let room = style
                .width
                .saturating_sub(4 + LABEL + 2 + line.words.width());
            let bars = bars(line, room.clamp(1, SHOWN), style.unicode);
            let pad = " ".repeat(LABEL.saturating_sub(label.width()));
            let text = format!("    {label}{pad}{bars}  {}", line.words);
            out.push_str(text.trim_end());
            out.push('\n');
        }
    }
    if style.unicode {
        out
    } else {
        out.replace(['“', '”'], "\"")
            .replace('→', ">")
            .replace('–', "-")
    }
}

/// One bar a take, from nothing to the largest value; a take that was not measured is a gap.
fn bars(line: &Line, room: usize, unicode: bool) -> String {
    let shown = &line.tenths[line.tenths.len().saturating_sub(room)..];
    let largest = shown.iter().flatten().copied().max().unwrap_or(0).max(1);
    let steps: Vec<char> = if unicode {
        "▁▂▃▄▅▆▇█"
    } else {
        "_.-=+*#@"
    }
    .chars()
    .collect();
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
