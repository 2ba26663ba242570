//! What the brief report omits, section by section.

use super::{Ink, Page};
use crate::judgement::Severity;
use crate::report::heard::numbers;
use crate::report::{AnsweredFollowUp, Piece, Point, Report, SectionReport};
use crate::words::{seconds, unless_empty};

/// Columns of the labels: "missing" and a gap.
const INDENT: &str = "        ";

pub(super) fn write(page: &mut Page, report: &Report) {
    for section in &report.sections {
        page.part(&section.title);
        if let Some(asked) = &section.asked {
            page.heading(&asked.follow_up.question);
        }
        page.painted(Ink::Quiet, "", &section.summary);
        for remark in &section.remarks {
            page.text("", remark);
        }
        page.labelled("yours   ", &heard(page, section));
        page.labelled("yours   ", &section.no_words);
        for dropped in &section.dropped {
            let text = format!(
                "not counted at {}: [{}] {}",
                dropped.time.start, dropped.text, dropped.reason
            );
            page.painted(Ink::Quiet, INDENT, &text);
        }
        for misheard in &section.misheard {
            page.painted(Ink::Quiet, INDENT, &misheard.sentence());
        }
        for point in section.placed() {
            finding(page, point);
        }
        page.labelled("strong  ", &strong(page, section));
        for missing in &section.missing {
            page.text(&page.paint(Ink::Warn, "missing "), &missing.text);
            page.instead(INDENT, &missing.remedy);
        }
        if let Some(asked) = &section.asked {
            answered(page, asked);
        }
    }
}

/// Each follow-up in brief: the question, how the answer compares, and the strong answer.
pub(super) fn answers(page: &mut Page, report: &Report) {
    for section in &report.sections {
        let Some(asked) = &section.asked else {
            continue;
        };
        page.blank();
        let question = page.paint(Ink::Strong, &asked.follow_up.question);
        page.text("", &format!("{}  {question}", section.title));
        page.text("  ", &asked.standing);
        let strong = unless_empty(&asked.follow_up.strong, |strong| format!("“{strong}”"));
        page.labelled("  strong  ", &strong);
        key_line(page, "  line    ", asked);
    }
}

/// What a follow-up probes, and both kinds of answer.
fn answered(page: &mut Page, asked: &AnsweredFollowUp) {
    page.labelled("verdict ", &asked.standing);
    page.labelled("probes  ", &asked.follow_up.probes);
    page.labelled("weak    ", &asked.weak());
    key_line(page, "line    ", asked);
}

fn key_line(page: &mut Page, label: &str, asked: &AnsweredFollowUp) {
    let line = unless_empty(&asked.follow_up.key_line, |line| format!("“{line}”"));
    page.labelled(label, &page.paint(Ink::Good, &line));
}

/// The transcript with the number of each finding after the words it refers to.
fn heard(page: &Page, section: &SectionReport) -> String {
    let pieces = section.heard.iter().map(|piece| match piece {
        Piece::Pause { at, marks, .. } => {
            let numbers = unless_empty(&numbers(marks), |numbers| format!(" {numbers}"));
            let pause = format!("[{} s pause{numbers}]", seconds(at.length()));
            page.paint(Ink::Quiet, &pause)
        }
        Piece::Words { marks, .. } if marks.is_empty() => piece.text(),
        Piece::Words { ends, .. } => {
            let numbers = unless_empty(&numbers(ends), |numbers| format!(" [{numbers}]"));
            page.paint(Ink::Warn, &format!("{}{numbers}", piece.text()))
        }
    });
    pieces.collect::<Vec<_>>().join(" ")
}

fn finding(page: &mut Page, point: &Point) {
    let ink = match point.severity {
        Severity::Fix => Ink::Bad,
        Severity::Improve => Ink::Warn,
        Severity::Note => Ink::Quiet,
    };
    let head = format!(
        "{}  {}{}{}",
        page.paint(ink, point.severity.word()),
        point.title,
        unless_empty(&point.place, |place| format!("  {place}")),
        page.quoted(point.quote.as_deref())
    );
    page.text(&format!("{:>6}  ", format!("[{}]", point.number)), &head);
    page.text(INDENT, &point.message);
    page.instead(INDENT, &point.suggestion);
    page.painted(Ink::Quiet, INDENT, &point.measured);
}

/// The strong example: covered key phrases with a tick, the others in brackets.
fn strong(page: &Page, section: &SectionReport) -> String {
    let pieces = section.strong.iter().map(|piece| match piece.covered {
        None => piece.text.clone(),
        Some(true) => page.paint(Ink::Good, &format!("{} ✓", piece.text)),
        Some(false) => page.paint(Ink::Warn, &format!("[{}]", piece.text)),
    });
    pieces.collect()
}

pub(super) fn questions(page: &mut Page, report: &Report) {
    if !report.follow_ups.is_empty() {
        page.part("The interviewer would ask next");
    }
    for one in &report.follow_ups {
        page.item(&one.question);
        // The standard questions come without answers.
        let probes = unless_empty(&one.probes, |probes| format!("Probes: {probes}"));
        page.painted(Ink::Quiet, "  ", &probes);
        let weak = unless_empty(&one.weak, |weak| {
            format!("Weak: “{weak}” {}", one.weak_because)
        });
        page.text("  ", &weak);
        let strong = unless_empty(&one.strong, |strong| format!("Strong: “{strong}”"));
        page.text("  ", &strong);
        let remember = unless_empty(&one.key_line, |line| format!("Remember: {line}"));
        page.painted(Ink::Good, "  ", &remember);
    }
    if let Some(weak) = &report.weak_answer {
        page.part("A weak answer to the same question");
        page.text("", &format!("“{}”", weak.text));
        for fault in &weak.faults {
            page.item(fault);
        }
        page.text("", &format!("A bar raiser thinks: {}", weak.bar_raiser));
        page.painted(Ink::Quiet, "", &weak.note);
    }
}

pub(super) fn method(page: &mut Page, report: &Report) {
    page.part("How every number was measured");
    for one in &report.method {
        let term = page.paint(Ink::Strong, &one.term);
        let source = unless_empty(&one.source, |source| {
            format!(" {}", page.paint(Ink::Quiet, &format!("[{source}]")))
        });
        page.text("", &format!("{term}: {}{source}", one.meaning));
    }
}
