//! What the brief report omits, section by section.

use super::{Ink, Page};
use crate::judgement::Severity;
use crate::report::{Asked, FollowUp, Piece, Point, Report, SectionReport};
use crate::words::seconds;

pub(super) fn write(page: &mut Page, report: &Report) {
    for section in &report.sections {
        page.blank();
        page.heading(&section.title);
        if let Some(asked) = &section.asked {
            page.text("", &page.paint(Ink::Strong, &asked.follow_up.question));
        }
        page.text("", &page.paint(Ink::Quiet, &section.summary));
        for remark in &section.remarks {
            page.text("", remark);
        }
        let yours = if section.no_words.is_empty() {
            heard(page, section)
        } else {
            section.no_words.clone()
        };
        page.text(&page.paint(Ink::Quiet, "yours   "), &yours);
        for dropped in &section.dropped {
            page.text(
                "        ",
                &page.paint(
                    Ink::Quiet,
                    &format!(
                        "not counted at {}: [{}] {}",
                        dropped.at, dropped.text, dropped.reason
                    ),
                ),
            );
        }
        for misheard in &section.misheard {
            page.text("        ", &page.paint(Ink::Quiet, &misheard.sentence()));
        }
        for point in section.placed() {
            finding(page, point);
        }
        if !section.strong.is_empty() {
            page.text(&page.paint(Ink::Quiet, "strong  "), &strong(page, section));
        }
        let arrow = page.paint(Ink::Good, "→ ");
        for missing in &section.missing {
            page.text(&page.paint(Ink::Warn, "missing "), &missing.text);
            if !missing.remedy.is_empty() {
                page.text(&format!("        {arrow}"), &missing.remedy);
            }
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
        let follow_up = &asked.follow_up;
        page.blank();
        let question = page.paint(Ink::Strong, &follow_up.question);
        page.text("", &format!("{}  {question}", section.title));
        if !asked.standing.is_empty() {
            page.text("  ", &asked.standing);
        }
        if !follow_up.strong.is_empty() {
            let strong = format!("“{}”", follow_up.strong);
            page.text(&page.paint(Ink::Quiet, "  strong  "), &strong);
        }
        if !follow_up.key_line.is_empty() {
            let line = page.paint(Ink::Good, &format!("“{}”", follow_up.key_line));
            page.text(&page.paint(Ink::Quiet, "  line    "), &line);
        }
    }
}

/// What a follow-up probes, and both kinds of answer.
fn answered(page: &mut Page, asked: &Asked) {
    let FollowUp {
        probes,
        weak,
        weak_because,
        key_line,
        ..
    } = &asked.follow_up;
    let mut said = |lead: &str, text: &str| {
        if !text.is_empty() {
            page.text(&page.paint(Ink::Quiet, lead), text);
        }
    };
    said("verdict ", &asked.standing);
    said("probes  ", probes);
    if !weak.is_empty() {
        said("weak    ", format!("“{weak}” {weak_because}").trim_end());
    }
    if !key_line.is_empty() {
        page.text(
            &page.paint(Ink::Quiet, "line    "),
            &page.paint(Ink::Good, &format!("“{key_line}”")),
        );
    }
}

/// The transcript with the number of each finding after the words it refers to.
fn heard(page: &Page, section: &SectionReport) -> String {
    let mut text = Vec::new();
    for (index, piece) in section.heard.iter().enumerate() {
        match piece {
            Piece::Pause { at, marks, .. } => {
                let pause = format!("[{} s pause{}]", seconds(at.length()), numbers(marks));
                text.push(page.paint(Ink::Quiet, &pause));
            }
            Piece::Words { words, marks } => {
                let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                let words = words.join(" ");
                if marks.is_empty() {
                    text.push(words);
                    continue;
                }
                // A mark that continues in the next piece is numbered there.
                let next = match section.heard.get(index + 1) {
                    Some(Piece::Words { marks, .. }) => marks.as_slice(),
                    _ => &[],
                };
                let ends: Vec<usize> = marks
                    .iter()
                    .copied()
                    .filter(|mark| !next.contains(mark))
                    .collect();
                let number = if ends.is_empty() {
                    String::new()
                } else {
                    format!(" [{}]", numbers(&ends).trim_start())
                };
                text.push(page.paint(Ink::Warn, &format!("{words}{number}")));
            }
        }
    }
    text.join(" ")
}

fn numbers(marks: &[usize]) -> String {
    let marks: Vec<String> = marks.iter().map(ToString::to_string).collect();
    if marks.is_empty() {
        String::new()
    } else {
        format!(" {}", marks.join(", "))
    }
}

fn finding(page: &mut Page, point: &Point) {
    let ink = match point.severity {
        Severity::Fix => Ink::Bad,
        Severity::Improve => Ink::Warn,
        Severity::Note => Ink::Quiet,
    };
    let word = page.paint(ink, point.severity.word());
    let mut head = format!("{word}  {}", point.title);
    if !point.place.is_empty() {
        head.push_str(&format!("  {}", point.place));
    }
    if let Some(quote) = &point.quote {
        head.push_str(&format!(
            "  {}",
            page.paint(Ink::Warn, &format!("“{quote}”"))
        ));
    }
    let lead = format!("{:>6}  ", format!("[{}]", point.number));
    page.text(&lead, &head);
    page.text("        ", &point.message);
    if !point.suggestion.is_empty() {
        let arrow = page.paint(Ink::Good, "→ ");
        page.text(&format!("        {arrow}"), &point.suggestion);
    }
    if !point.measured.is_empty() {
        page.text("        ", &page.paint(Ink::Quiet, &point.measured));
    }
}

/// The strong example: covered key phrases with a tick, the others in brackets.
fn strong(page: &Page, section: &SectionReport) -> String {
    section
        .strong
        .iter()
        .map(|piece| match piece.covered {
            None => piece.text.clone(),
            Some(true) => page.paint(Ink::Good, &format!("{} ✓", piece.text)),
            Some(false) => page.paint(Ink::Warn, &format!("[{}]", piece.text)),
        })
        .collect()
}

pub(super) fn questions(page: &mut Page, report: &Report) {
    if !report.follow_ups.is_empty() {
        page.blank();
        page.heading("The interviewer would ask next");
        for follow_up in &report.follow_ups {
            page.text("· ", &follow_up.question);
            // The standard questions come without answers.
            if !follow_up.probes.is_empty() {
                let probes = format!("Probes: {}", follow_up.probes);
                page.text("  ", &page.paint(Ink::Quiet, &probes));
            }
            if !follow_up.weak.is_empty() {
                let weak = format!("Weak: “{}” {}", follow_up.weak, follow_up.weak_because);
                page.text("  ", &weak);
            }
            if !follow_up.strong.is_empty() {
                page.text("  ", &format!("Strong: “{}”", follow_up.strong));
            }
            if !follow_up.key_line.is_empty() {
                let remember = format!("Remember: {}", follow_up.key_line);
                page.text("  ", &page.paint(Ink::Good, &remember));
            }
        }
    }
    if let Some(weak) = &report.weak_answer {
        page.blank();
        page.heading("A weak answer to the same question");
        page.text("", &format!("“{}”", weak.text));
        for fault in &weak.faults {
            page.text("· ", fault);
        }
        page.text("", &format!("A bar raiser thinks: {}", weak.bar_raiser));
        if !weak.note.is_empty() {
            page.text("", &page.paint(Ink::Quiet, &weak.note));
        }
    }
}

pub(super) fn method(page: &mut Page, report: &Report) {
    page.blank();
    page.heading("How every number was measured");
    for definition in &report.method {
        let source = if definition.source.is_empty() {
            String::new()
        } else {
            format!(
                " {}",
                page.paint(Ink::Quiet, &format!("[{}]", definition.source))
            )
        };
        let text = format!(
            "{}: {}{source}",
            page.paint(Ink::Strong, &definition.term),
            definition.meaning
        );
        page.text("", &text);
    }
}
