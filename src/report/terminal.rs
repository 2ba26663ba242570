//! The report on a terminal: first what to fix, then the table, then the verdict; everything else
//! on request.
//!
//! Lines are wrapped by `textwrap`, which handles wide characters and colour sequences. The table is
//! written here rather than by a table crate: its bars, and its columns that are dropped from the right
//! on a narrow terminal, are most of it.

mod cell;
mod page;
pub use page::Style;
mod sections;
mod table;

pub(crate) use page::{Ink, Page};

use super::{Fact, Report, estimate};

/// The level of detail.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What to fix, the table, the verdict.
    #[default]
    Brief,
    /// Every section, finding, definition and follow-up question as well.
    All,
}

/// The report as text that ends with a line break.
pub fn render(report: &Report, style: &Style, detail: Detail) -> String {
    let mut page = Page::new(*style);
    page.heading(&report.title);
    page.painted(Ink::Quiet, "", &report.occasion());
    page.blank();
    page.heading(&report.headline);
    page.text("", &report.unspoken);
    for note in &report.notes {
        page.text(&page.paint(Ink::Warn, "! "), note);
    }
    page.blank();
    guesses(&mut page, report);
    retold(&mut page, report);
    fixes(&mut page, report);
    page.blank();
    table::write(&mut page, report);
    if detail == Detail::Brief {
        sections::answers(&mut page, report);
    }
    if detail == Detail::All {
        sections::write(&mut page, report);
        facts(&mut page, "Delivery", &report.delivery);
    }
    verdict(&mut page, report, detail);
    if detail == Detail::All {
        sections::questions(&mut page, report);
        sections::method(&mut page, report);
        facts(&mut page, "Recording", &report.recording);
    }
    page.finish()
}

fn guesses(page: &mut Page, report: &Report) {
    if report.estimate.is_empty() {
        return;
    }
    page.heading(&estimate::headline(&report.estimate));
    for guess in &report.estimate {
        let lead = match guess.right() {
            Some(true) => page.paint(Ink::Good, "✓ "),
            Some(false) => page.paint(Ink::Warn, "! "),
            None => "· ".to_owned(),
        };
        page.text(&lead, &guess.sentence());
    }
    page.blank();
}

fn retold(page: &mut Page, report: &Report) {
    let Some(retold) = &report.retold else {
        return;
    };
    page.heading("What you kept");
    page.text("", &retold.point);
    for (label, items) in retold.lists() {
        page.labelled(&format!("{label:<8}  "), &items);
    }
    page.blank();
}

fn fixes(page: &mut Page, report: &Report) {
    if report.fixes.is_empty() {
        page.text("", &report.no_fixes);
        return;
    }
    page.heading("Fix first");
    for (number, fix) in (1..).zip(&report.fixes) {
        let lead = page.paint(Ink::Strong, &format!("{number}  "));
        let mut head = page.paint(Ink::Strong, &fix.section_title);
        if !fix.place.is_empty() {
            head += &format!("  {}", page.paint(Ink::Quiet, &fix.place));
        }
        head += &page.quoted(fix.quote.as_deref());
        page.text(&lead, &head);
        page.text("   ", &fix.problem);
        page.instead("   ", &fix.instead);
        if !fix.example.is_empty() {
            page.text("     ", &format!("Strong example: “{}”", fix.example));
        }
        page.painted(Ink::Quiet, "   ", &fix.also);
    }
}

fn verdict(page: &mut Page, report: &Report, detail: Detail) {
    let Some(verdict) = &report.verdict else {
        return;
    };
    if !verdict.text.is_empty() {
        page.part("A bar raiser would think");
        page.text("", &verdict.text);
        for reason in &verdict.because {
            page.item(reason);
        }
        if detail == Detail::All {
            for fact in &verdict.held_to {
                page.item(&fact.to_string());
            }
        }
    }
    if !verdict.questions.is_empty() {
        page.part("The judge is not sure");
        for line in verdict.asks() {
            page.item(&line);
        }
    }
    if !verdict.next.is_empty() {
        page.blank();
        page.text(&page.paint(Ink::Strong, "Next  "), &verdict.next);
        if let Some(command) = &verdict.command {
            page.painted(Ink::Quiet, "      ", command);
        }
    }
}

fn facts(page: &mut Page, title: &str, facts: &[Fact]) {
    if facts.is_empty() {
        return;
    }
    page.part(title);
    for fact in facts {
        page.text("", &fact.to_string());
    }
}
