//! The sections as a table with a bar of time against target. On narrow terminals columns are dropped from
//! the right.

use super::cell::{cell, fit, right};
use super::page::{Ink, MARGIN, Page};
use crate::report::{Report, SectionReport};
use crate::time::Millis;
use crate::words::NONE;
use unicode_width::UnicodeWidthStr;

/// Cells of a bar up to the target, and beyond it.
const TO_TARGET: usize = 10;
const BEYOND: usize = 4;

/// The columns after title, seconds, bar and target: heading and width, in order. The first is
/// omitted where no section ran over.
const MORE: [(&str, usize); 4] = [("over", 5), ("wpm", 4), ("I / we", 7), ("ideas", 7)];

/// The columns that fit the terminal, and their widths.
struct Columns {
    /// Width of the titles.
    titles: usize,
    /// Width of the bar; 0 without one.
    bar: usize,
    /// Width of the bar beyond the target.
    beyond: usize,
    target: usize,
    /// Whether anything was timed.
    timed: bool,
    /// The columns of [`MORE`] that have content.
    wanted: &'static [(&'static str, usize)],
    /// How many of them fit.
    shown: usize,
    /// Columns used so far.
    used: usize,
    /// Width of the numbers, where they fit.
    numbers: Option<usize>,
}

impl Columns {
    fn of(report: &Report, width: usize) -> Self {
        let sections = || report.sections.iter();
        let widest = sections().map(|section| section.title.width()).max();
        let widest = widest.unwrap_or(0);
        let timed = report.length > Millis::ZERO;
        let over = sections().any(|section| !section.row.over.is_empty());
        let beyond = if over { BEYOND } else { 0 };
        let wanted = if over { &MORE[..] } else { &MORE[1..] };
        // Margin, seconds (5), target (3) and the gaps between them take 14 columns beside title and bar.
        let bar = if timed && width >= 14 + widest.min(10) + TO_TARGET + beyond {
            TO_TARGET + beyond
        } else {
            0
        };
        let target = sections().map(|section| section.row.target.width()).max();
        let target = target.unwrap_or(3).clamp(3, 4);
        let titles = widest
            .clamp(7, if width >= 60 { 16 } else { 10 })
            .min(width - MARGIN.len() - 7 - target.min(4));
        let mut used = MARGIN.len() + titles + 1 + 5 + 1 + bar + usize::from(bar > 0) + target;
        let mut shown = 0;
        for (_, column) in wanted {
            if used + 1 + column > width {
                break;
            }
            used += 1 + column;
            shown += 1;
        }
        // The rest of the line holds the numbers, if one fits.
        let numbers =
            (shown == wanted.len() && width - used >= 8).then(|| (width - used - 2).min(30));
        Self {
            titles,
            bar,
            beyond,
            target,
            timed,
            wanted,
            shown,
            used,
            numbers,
        }
    }

    fn head(&self) -> String {
        let mut head = format!(
            "{MARGIN}{} {}",
            fit("Section", self.titles),
            right("said", 5)
        );
        if self.bar > 0 {
            head.push_str(&format!(" {}", fit("", self.bar)));
        }
        head.push_str(&format!(" {}", right("of", self.target)));
        for (name, column) in &self.wanted[..self.shown] {
            head.push_str(&format!(" {}", right(name, *column)));
        }
        if self.numbers.is_some() {
            head.push_str("  numbers");
        }
        head
    }

    /// All cells of a section except its numbers.
    fn line(&self, page: &Page, section: &SectionReport) -> String {
        let row = &section.row;
        let cells = [&row.over, &row.pace, &row.i_we, &row.signals];
        let cells = &cells[MORE.len() - self.wanted.len()..];
        let mut line = format!(
            "{MARGIN}{} {}",
            fit(&section.title, self.titles),
            right(if self.timed { &row.said } else { NONE }, 5)
        );
        if self.bar > 0 {
            line.push_str(&format!(" {}", time_bar(page, section, self.beyond)));
        }
        line.push_str(&format!(" {}", right(&row.target, self.target)));
        for ((_, column), text) in self.wanted[..self.shown].iter().zip(cells) {
            let text = right(cell(text), *column);
            let late = section.late && text.contains('+');
            let text = if late {
                page.paint(Ink::Bad, &text)
            } else {
                text
            };
            line.push_str(&format!(" {text}"));
        }
        line
    }

    fn write(&self, page: &mut Page, section: &SectionReport) {
        let line = self.line(page, section);
        let Some(width) = self.numbers else {
            page.line(line.trim_end());
            return;
        };
        // A number is never cut: what does not fit continues below.
        let options = textwrap::Options::new(width).break_words(false);
        let parts = textwrap::wrap(cell(&section.row.numbers), options);
        for (nth, part) in parts.iter().enumerate() {
            let before = match nth {
                0 => line.clone(),
                _ => " ".repeat(self.used),
            };
            let text = format!("{before}  {}", fit(part, width));
            page.line(text.trim_end());
        }
    }
}

pub(super) fn write(page: &mut Page, report: &Report) {
    if report.sections.is_empty() {
        return;
    }
    let columns = Columns::of(report, page.style.width);
    let head = page.paint(Ink::Quiet, &columns.head());
    page.line(&head);
    for section in &report.sections {
        columns.write(page, section);
    }
    let paced = report
        .sections
        .iter()
        .any(|section| section.row.pace != NONE);
    if columns.shown + 2 >= columns.wanted.len() && paced {
        let legend = "wpm: words a minute · ideas: of the strong example, in any words";
        page.text("", &page.paint(Ink::Quiet, legend));
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
