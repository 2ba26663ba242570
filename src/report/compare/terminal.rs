//! A comparison as terminal text: first the overall change, then only the sections in which something
//! changed.

use super::{Comparison, SectionComparison};
use crate::report::terminal::{Ink, Page, Style};
use crate::words::{list, unless_empty};
use unicode_width::UnicodeWidthStr;

/// Columns for the name of a number: "words a minute" and a gap.
const NAME: usize = 16;

impl Comparison {
    /// As text for this terminal, ending with a line break.
    pub fn text(&self, style: &Style) -> String {
        let mut page = Page::new(*style);
        page.heading(&self.summary);
        page.text(&page.paint(Ink::Warn, "! "), &self.caution);
        page.blank();
        page.labelled("before   ", &self.takes.0);
        page.labelled("after    ", &self.takes.1);
        let pair = |(old, new): &(String, String)| match old == new {
            true => old.clone(),
            false => format!("{old} → {new}"),
        };
        page.labelled("total    ", &pair(&self.total));
        if !self.leaning.0.is_empty() && !self.leaning.1.is_empty() {
            page.labelled("leaning  ", &pair(&self.leaning));
        }
        let titles = self.sections.iter().map(|one| &one.title);
        page.labelled("compared ", &list(titles));
        let (same, moved): (Vec<_>, Vec<_>) = self
            .sections
            .iter()
            .partition(|one| one.better.is_empty() && one.worse.is_empty());
        for one in moved {
            page.part(&one.title);
            numbers(&mut page, one);
        }
        if self.sections.is_empty() {
            page.blank();
            page.text("", "The two takes have no section in common.");
            return page.finish();
        }
        let same = list(same.iter().map(|one| &one.title));
        let only = list(&self.only_one);
        if !same.is_empty() || !only.is_empty() {
            page.blank();
        }
        let same = unless_empty(&same, |same| format!("About the same: {same}."));
        page.text("", &same);
        let only = unless_empty(&only, |only| format!("Only in one of the takes: {only}."));
        page.text("", &only);
        page.finish()
    }
}

fn numbers(page: &mut Page, section: &SectionComparison) {
    for line in &section.better {
        page.text(&page.paint(Ink::Good, "  better  "), line);
    }
    for line in &section.worse {
        page.text(&page.paint(Ink::Bad, "  worse   "), line);
    }
    // Unchanged numbers are omitted.
    let changed = section.numbers.iter().filter(|one| one.before != one.after);
    for one in changed {
        let pad = " ".repeat(NAME.saturating_sub(one.name.width()));
        let moved = format!("{} → {}", one.before, one.after);
        page.labelled(&format!("  {}{pad}", one.name), &moved);
    }
}
