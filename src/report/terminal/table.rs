//! The sections as a table with a bar of time against target. On narrow terminals columns are dropped from
//! the right.

use super::cell::{fit, right};
use super::page::{Ink, MARGIN, Page};
use crate::report::{Report, Row, SectionReport};
use crate::time::Millis;
use crate::words::{NONE, cell};
use unicode_width::UnicodeWidthStr;

/// Cells of a bar up to the target, and beyond it.
const TO_TARGET: usize = 10;
const BEYOND: usize = 4;

/// A column that is shown where it fits: heading, width and cell.
type Column = (&'static str, usize, fn(&Row) -> &str);

/// The columns after title, seconds, bar and target, in order. The first is omitted where no section ran over.
const MORE: [Column; 4] = [
    ("over", 5, |row| &row.over),
    ("wpm", 4, |row| &row.pace),
    ("I / we", 7, |row| &row.i_we),
    ("ideas", 7, |row| &row.signals),
];

/// The lines of the table, its head first, as far as they are written.
struct Lines {
    lines: Vec<String>,
    /// Columns used so far.
    used: usize,
}

impl Lines {
    /// Adds a column of cells that all have this width.
    fn column(&mut self, width: usize, head: String, cells: impl Iterator<Item = String>) {
        let cells = std::iter::once(head).chain(cells);
        for (line, cell) in self.lines.iter_mut().zip(cells) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&cell);
        }
        self.used += usize::from(self.used > 0) + width;
    }
}

pub(super) fn write(page: &mut Page, report: &Report) {
    if report.sections.is_empty() {
        return;
    }
    let width = page.room();
    let sections = || report.sections.iter();
    let rows = || sections().map(|section| &section.row);
    let timed = report.length > Millis::ZERO;
    let over = rows().any(|row| !row.over.is_empty());
    let beyond = if over { BEYOND } else { 0 };
    let widest = sections().map(|section| section.title.width()).max();
    let widest = widest.unwrap_or(0);
    let target = rows().map(|row| row.target.width()).max();
    let target = target.unwrap_or(3).clamp(3, 4);
    // At least ten columns of the title, the seconds, the target and the gaps between them.
    let bar = timed && width >= 12 + widest.min(10) + TO_TARGET + beyond;
    let titles = widest
        .clamp(7, if page.style.width >= 60 { 16 } else { 10 })
        .min(width - 7 - target);
    let mut table = Lines {
        lines: vec![String::new(); 1 + report.sections.len()],
        used: 0,
    };
    let names = sections().map(|section| fit(&section.title, titles));
    table.column(titles, fit("Section", titles), names);
    let said = rows().map(|row| right(if timed { &row.said } else { NONE }, 5));
    table.column(5, right("said", 5), said);
    if bar {
        let bars = sections().map(|section| time_bar(page, section, beyond));
        table.column(TO_TARGET + beyond, fit("", TO_TARGET + beyond), bars);
    }
    let targets = rows().map(|row| right(&row.target, target));
    table.column(target, right("of", target), targets);
    let wanted = if over { &MORE[..] } else { &MORE[1..] };
    let mut shown = 0;
    for (name, column, of) in wanted {
        if table.used + 1 + column > width {
            break;
        }
        let cells = sections().map(|section| {
            let text = right(cell(of(&section.row)), *column);
            match section.late && *name == "over" {
                true => page.paint(Ink::Bad, &text),
                false => text,
            }
        });
        table.column(*column, right(name, *column), cells);
        shown += 1;
    }
    // The rest of the line holds the numbers, if one fits.
    let rest = width - table.used;
    let numbers = (shown == wanted.len() && rest >= 8).then(|| (rest - 2).min(30));
    finish(page, report, table, numbers);
    if shown + 2 >= wanted.len() && rows().any(|row| row.pace != NONE) {
        let legend = "wpm: words a minute · ideas: of the strong example, in any words";
        page.painted(Ink::Quiet, "", legend);
    }
}

/// The lines, each with its numbers in so many columns on the right. A number is never cut: what does not fit continues
/// below.
fn finish(page: &mut Page, report: &Report, table: Lines, numbers: Option<usize>) {
    let mut lines = table.lines.into_iter();
    let head = lines.next().unwrap_or_default();
    let more = if numbers.is_some() { "  numbers" } else { "" };
    page.line(&page.paint(Ink::Quiet, &format!("{MARGIN}{head}{more}")));
    for (line, section) in lines.zip(&report.sections) {
        let Some(width) = numbers else {
            page.line(format!("{MARGIN}{line}").trim_end());
            continue;
        };
        let options = textwrap::Options::new(width).break_words(false);
        let mut before = line;
        for part in textwrap::wrap(cell(&section.row.numbers), options) {
            let part = fit(&part, width);
            page.line(format!("{MARGIN}{before}  {part}").trim_end());
            before = " ".repeat(table.used);
        }
    }
}

/// Time said against the target, which is always at the same cell: `━━━━━━━━━━┃━━`.
fn time_bar(page: &Page, section: &SectionReport, room: usize) -> String {
    if section.target.0 == 0 {
        return " ".repeat(TO_TARGET + room);
    }
    // Half cells, rounded; an overrun shows from the first half cell on.
    let halves = |millis: u64| {
        ((millis as u128 * 2 * TO_TARGET as u128 + u128::from(section.target.0) / 2)
            / u128::from(section.target.0)) as usize
    };
    let said = halves(section.length.0);
    let over = section.over();
    if over.0 == 0 || room == 0 {
        let said = said.min(2 * TO_TARGET);
        let full = format!("{}{}", "━".repeat(said / 2), "╸".repeat(said % 2));
        let rest = TO_TARGET - said.div_ceil(2);
        let rest = page.paint(Ink::Quiet, &"╌".repeat(rest));
        return format!("{full}{rest}{}", " ".repeat(room));
    }
    let beyond = halves(over.0).div_ceil(2).clamp(1, BEYOND - 1);
    let ink = if section.late { Ink::Bad } else { Ink::Warn };
    format!(
        "{}{}{}",
        "━".repeat(TO_TARGET),
        page.paint(ink, &format!("┃{}", "━".repeat(beyond))),
        " ".repeat(BEYOND - 1 - beyond)
    )
}
