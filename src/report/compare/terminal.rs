//! A comparison as terminal text: first the overall change, then only the sections in which something
//! changed.

use super::{Comparison, SectionComparison};
use crate::report::terminal::{Ink, Page, Style};
use crate::words::list;
use unicode_width::UnicodeWidthStr;

/// Columns for the name of a number: "words a minute" and a gap.
const NAME: usize = 16;

impl Comparison {
    /// As text for this terminal, ending with a line break.
    pub fn text(&self, style: &Style) -> String {
        let mut page = Page::new(*style);
        if !self.summary.is_empty() {
            page.text("", &page.paint(Ink::Strong, &self.summary));
        }
        if !self.caution.is_empty() {
            page.text(&page.paint(Ink::Warn, "! "), &self.caution);
        }
        page.blank();
        page.text(&page.paint(Ink::Quiet, "before   "), &self.takes.0);
        page.text(&page.paint(Ink::Quiet, "after    "), &self.takes.1);
        let pair = |(old, new): &(String, String)| {
            if old == new {
                old.clone()
            } else {
                format!("{old} → {new}")
            }
        };
        page.text(&page.paint(Ink::Quiet, "total    "), &pair(&self.total));
        if !self.leaning.0.is_empty() && !self.leaning.1.is_empty() {
            page.text(&page.paint(Ink::Quiet, "leaning  "), &pair(&self.leaning));
        }
        let titles: Vec<&str> = self.sections.iter().map(|one| one.title.as_str()).collect();
        if !titles.is_empty() {
            page.text(&page.paint(Ink::Quiet, "compared "), &list(&titles));
        }
        let same = |one: &&SectionComparison| one.better.is_empty() && one.worse.is_empty();
        for one in self.sections.iter().filter(|one| !same(one)) {
            page.blank();
            section(&mut page, one);
        }
        let same: Vec<&str> = self
            .sections
            .iter()
            .filter(same)
            .map(|one| one.title.as_str())
            .collect();
        let mut last = Vec::new();
        if self.sections.is_empty() {
            last.push("The two takes have no section in common.".to_owned());
        } else {
            if !same.is_empty() {
                last.push(format!("About the same: {}.", list(&same)));
            }
            if !self.only_one.is_empty() {
                last.push(format!(
                    "Only in one of the takes: {}.",
                    list(&self.only_one)
                ));
            }
        }
        if !last.is_empty() {
            page.blank();
        }
        for line in last {
            page.text("", &line);
        }
        page.finish()
    }
}

fn section(page: &mut Page, section: &SectionComparison) {
    page.heading(&section.title);
    for line in &section.better {
        page.text(&page.paint(Ink::Good, "  better  "), line);
    }
    for line in &section.worse {
        page.text(&page.paint(Ink::Bad, "  worse   "), line);
    }
    // Unchanged numbers are omitted.
    for (name, old, new) in section.numbers.iter().filter(|(_, old, new)| old != new) {
        let pad = " ".repeat(NAME.saturating_sub(name.width()));
        let lead = page.paint(Ink::Quiet, &format!("  {name}{pad}"));
        page.text(&lead, &format!("{old} → {new}"));
    }
}
