//! The report as Markdown, for notes. All text is escaped: nothing
//! in a transcript becomes a link, a heading or HTML.

use super::{Asked, FollowUp, Piece, Point, Report, SectionReport, Verdict, estimate};
use crate::words::seconds;

/// The whole report.
pub fn render(report: &Report) -> String {
    let mut out = head(report);
    out += &guesses(report);
    out += &retold(report);
    out += &fixes(report);
    out += &format!("\n{}\n", table(report));
    if let Some(verdict) = &report.verdict {
        out += &judged(verdict);
    }
    for one in &report.sections {
        out += &section(one);
        out.push('\n');
    }
    if !report.delivery.is_empty() {
        out += &format!("## Delivery\n\n{}\n", facts(&report.delivery));
    }
    if !report.follow_ups.is_empty() {
        let asked: String = report.follow_ups.iter().map(follow_up).collect();
        out += &format!("## The interviewer would ask next\n\n{asked}\n");
    }
    out += &method(report);
    out += &format!("\n## Recording\n\n{}\n", facts(&report.recording));
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn head(report: &Report) -> String {
    let mut out = format!(
        "# {}\n\n{}\n\n**{}**\n\n",
        escape(&report.title),
        escape(&report.occasion()),
        escape(&report.headline)
    );
    if !report.unspoken.is_empty() {
        out += &format!("{}\n\n", escape(&report.unspoken));
    }
    for note in &report.notes {
        out += &format!("> {}\n\n", escape(note));
    }
    out
}

fn guesses(report: &Report) -> String {
    if report.estimate.is_empty() {
        return String::new();
    }
    let lines = report.estimate.iter();
    let lines = lines.map(|guess| format!("- {}\n", escape(&guess.sentence())));
    let headline = estimate::headline(&report.estimate);
    format!("## {headline}\n\n{}\n", lines.collect::<String>())
}

fn retold(report: &Report) -> String {
    let Some(retold) = &report.retold else {
        return String::new();
    };
    let lists = retold.lists().into_iter();
    let lists = lists.map(|(label, items)| format!("- **{label}:** {}\n", escape(&items)));
    format!(
        "## What you kept\n\n{}\n\n{}\n",
        escape(&retold.point),
        lists.collect::<String>()
    )
}

fn fixes(report: &Report) -> String {
    let mut out = String::from("## Fix first\n\n");
    if report.fixes.is_empty() {
        out += &format!("{}\n\n", escape(&report.no_fixes));
    }
    for (number, fix) in (1..).zip(&report.fixes) {
        out += &format!(
            "{number}. **{}**{}{}: {} → {}{}{}\n",
            escape(&fix.section_title),
            unless_empty(&fix.place, |place| format!(" ({place})")),
            unless_empty(fix.quote.as_deref().unwrap_or_default(), |quote| format!(
                " “{quote}”"
            )),
            escape(&fix.problem),
            escape(&fix.instead),
            unless_empty(&fix.example, |example| format!(
                " Strong example: “{example}”"
            )),
            unless_empty(&fix.also, |also| format!(" {also}")),
        );
    }
    out
}

/// The escaped text inserted by `put`; empty where there is none.
fn unless_empty(text: &str, put: impl FnOnce(String) -> String) -> String {
    if text.is_empty() {
        String::new()
    } else {
        put(escape(text))
    }
}

fn judged(verdict: &Verdict) -> String {
    let mut out = String::new();
    if !verdict.text.is_empty() {
        out += &format!(
            "## A bar raiser would think\n\n{}\n\n",
            escape(&verdict.text)
        );
        for reason in &verdict.because {
            out += &format!("- {}\n", escape(reason));
        }
        out += &facts(&verdict.held_to);
        out.push('\n');
    }
    if !verdict.questions.is_empty() {
        out += "**The judge is not sure:**\n\n";
        for ask in verdict.asks() {
            out += &format!("- {}\n", escape(&ask));
        }
        out.push('\n');
    }
    if !verdict.next.is_empty() {
        out += &format!("**Next:** {}\n\n", escape(&verdict.next));
    }
    out
}

fn follow_up(asked: &FollowUp) -> String {
    let because = escape(&asked.weak_because);
    format!(
        "- **{}**{}{}{}{}\n",
        escape(&asked.question),
        unless_empty(&asked.probes, |probes| format!(" Probes: {probes}")),
        unless_empty(&asked.weak, |weak| format!(
            "\n  - Weak: “{weak}” {because}"
        )),
        unless_empty(&asked.strong, |strong| format!("\n  - Strong: “{strong}”")),
        unless_empty(&asked.key_line, |line| format!("\n  - Remember: {line}")),
    )
}

fn method(report: &Report) -> String {
    let mut out = String::from("## How every number was measured\n\n");
    for definition in &report.method {
        out += &format!(
            "- **{}**: {}{}\n",
            escape(&definition.term),
            escape(&definition.meaning),
            unless_empty(&definition.source, |source| format!(" *{source}*"))
        );
    }
    out
}

fn facts(facts: &[super::Fact]) -> String {
    facts
        .iter()
        .map(|fact| format!("- {}: {}\n", fact.label, escape(&fact.text)))
        .collect()
}

fn table(report: &Report) -> String {
    let mut out = String::from(
        "| Section | Said (s) | Target (s) | Over (s) | Words a minute | I / we | Ideas | Numbers |\n|---|--:|--:|--:|--:|--:|--:|---|\n",
    );
    for section in &report.sections {
        let row = &section.row;
        let cells = [
            &section.title,
            &row.said,
            &row.target,
            &row.over,
            &row.pace,
            &row.i_we,
            &row.signals,
            &row.numbers,
        ];
        out.push('|');
        for cell in cells {
            out.push_str(&format!(" {} |", escape(cell)));
        }
        out.push('\n');
    }
    out
}

fn section(section: &SectionReport) -> String {
    let mut out = format!("## {}\n\n", escape(&section.title));
    if let Some(asked) = &section.asked {
        out.push_str(&format!("**{}**\n\n", escape(&asked.follow_up.question)));
    }
    out.push_str(&format!("{}\n\n", escape(&section.summary)));
    for remark in &section.remarks {
        out.push_str(&format!("{}\n\n", escape(remark)));
    }
    if section.no_words.is_empty() {
        out.push_str(&format!("**Yours:** {}\n\n", heard(section)));
    } else {
        out.push_str(&format!("{}\n\n", escape(&section.no_words)));
    }
    for dropped in &section.dropped {
        out.push_str(&format!(
            "~~{}~~ ({}) {}\n\n",
            escape(&dropped.text),
            dropped.at,
            escape(&dropped.reason)
        ));
    }
    for misheard in &section.misheard {
        out.push_str(&format!("*{}*\n\n", escape(&misheard.sentence())));
    }
    for point in section.placed() {
        out.push_str(&finding(point));
    }
    if section.placed().next().is_some() {
        out.push('\n');
    }
    if !section.strong.is_empty() {
        let strong: String = section
            .strong
            .iter()
            .map(|piece| match piece.covered {
                None => escape(&piece.text),
                Some(true) => format!("**{}** ✓", escape(&piece.text)),
                Some(false) => format!("**{}**", escape(&piece.text)),
            })
            .collect();
        out.push_str(&format!("**Strong example:** {strong}\n\n"));
    }
    if !section.missing.is_empty() {
        out.push_str("**Missing:**\n\n");
        for missing in &section.missing {
            let remedy = match missing.remedy.as_str() {
                "" => String::new(),
                remedy => format!(" → {}", escape(remedy)),
            };
            out.push_str(&format!("- {}{remedy}\n", escape(&missing.text)));
        }
    }
    if let Some(asked) = &section.asked {
        out.push_str(&answered(asked));
    }
    out
}

/// What a follow-up probes, and both kinds of answer.
fn answered(asked: &Asked) -> String {
    let FollowUp {
        probes,
        weak,
        weak_because,
        key_line,
        ..
    } = &asked.follow_up;
    let mut out = String::new();
    let mut said = |label: &str, text: &str| {
        if !text.is_empty() {
            out.push_str(&format!("\n**{label}:** {}\n", escape(text)));
        }
    };
    said("Verdict", &asked.standing);
    said("It probes", probes);
    if !weak.is_empty() {
        said("Weak answer", format!("“{weak}” {weak_because}").trim_end());
    }
    said("The line to remember", key_line);
    out
}

fn heard(section: &SectionReport) -> String {
    let pieces: Vec<String> = section
        .heard
        .iter()
        .map(|piece| match piece {
            Piece::Pause { at, .. } => format!("*({} s pause)*", seconds(at.length())),
            Piece::Words { words, marks } => {
                let words: Vec<String> = words.iter().map(|word| escape(&word.text)).collect();
                let words = words.join(" ");
                if marks.is_empty() {
                    return words;
                }
                let marks: Vec<String> = marks.iter().map(ToString::to_string).collect();
                format!("**{words}** \\[{}\\]", marks.join(", "))
            }
        })
        .collect();
    pieces.join(" ")
}

fn finding(point: &Point) -> String {
    let severity = point.severity.word();
    let place = if point.place.is_empty() {
        String::new()
    } else {
        format!(" {}", escape(&point.place))
    };
    let quote = point
        .quote
        .as_ref()
        .map_or_else(String::new, |quote| format!(" “{}”", escape(quote)));
    format!(
        "- \\[{}\\] *{severity}* {}{place}{quote}: {} → {}\n",
        point.number,
        escape(&point.title),
        escape(&point.message),
        escape(&point.suggestion)
    )
}

/// Escapes every character with a meaning in Markdown with a backslash, and what could
/// become HTML as an entity.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transcribed_text_is_not_interpreted_as_markup() {
        assert_eq!(
            escape("<b>|*a*|[x](y)</b> `c` \\ ~~d~~"),
            "&lt;b&gt;\\|\\*a\\*\\|\\[x\\](y)&lt;/b&gt; \\`c\\` \\\\ \\~\\~d\\~\\~"
        );
    }
}
