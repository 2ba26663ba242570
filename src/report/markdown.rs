//! The report as Markdown, for notes. All text is escaped: nothing
//! in a transcript becomes a link, a heading or HTML.

use super::heard::numbers;
use super::{AnsweredFollowUp, Fact, Piece, Point, Report, SectionReport, Verdict, estimate};
use crate::scenario::FollowUp;
use crate::words::{seconds, unless_empty};

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
    let mut out = format!("# {}\n\n", escape(&report.title));
    out += &paragraph(&report.occasion());
    out += &format!("**{}**\n\n", escape(&report.headline));
    out += &paragraph(&report.unspoken);
    for note in &report.notes {
        out += &format!("> {}\n\n", escape(note));
    }
    out
}

fn guesses(report: &Report) -> String {
    if report.estimate.is_empty() {
        return String::new();
    }
    let headline = estimate::headline(&report.estimate);
    let lines = items(report.estimate.iter().map(estimate::Guess::sentence));
    format!("## {headline}\n\n{lines}\n")
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
        out += &paragraph(&report.no_fixes);
    }
    for (number, fix) in (1..).zip(&report.fixes) {
        out += &format!(
            "{number}. **{}**{}{}: {} → {}{}{}\n",
            escape(&fix.section_title),
            with(&fix.place, |place| format!(" ({place})")),
            quoted(fix.quote.as_deref()),
            escape(&fix.problem),
            escape(&fix.instead),
            with(&fix.example, |words| format!(" Strong example: “{words}”")),
            with(&fix.also, |also| format!(" {also}")),
        );
    }
    out
}

/// The escaped text inserted by `put`; empty where there is none.
fn with(text: &str, put: impl FnOnce(&str) -> String) -> String {
    unless_empty(&escape(text), put)
}

/// A quote that follows other words, where there is one.
fn quoted(quote: Option<&str>) -> String {
    quote.map_or_else(String::new, |quote| format!(" “{}”", escape(quote)))
}

/// A paragraph, where there is text.
fn paragraph(text: &str) -> String {
    with(text, |text| format!("{text}\n\n"))
}

/// A list.
fn items(texts: impl IntoIterator<Item: AsRef<str>>) -> String {
    let texts = texts.into_iter();
    let items = texts.map(|text| format!("- {}\n", escape(text.as_ref())));
    items.collect()
}

fn facts(facts: &[Fact]) -> String {
    items(facts.iter().map(Fact::to_string))
}

fn judged(verdict: &Verdict) -> String {
    let mut out = String::new();
    if !verdict.text.is_empty() {
        out += "## A bar raiser would think\n\n";
        out += &paragraph(&verdict.text);
        out += &items(&verdict.because);
        out += &facts(&verdict.held_to);
        out.push('\n');
    }
    if !verdict.questions.is_empty() {
        let asks = items(verdict.asks());
        out += &format!("**The judge is not sure:**\n\n{asks}\n");
    }
    out + &with(&verdict.next, |next| format!("**Next:** {next}\n\n"))
}

fn follow_up(asked: &FollowUp) -> String {
    let because = escape(&asked.weak_because);
    [
        format!("- **{}**", escape(&asked.question)),
        with(&asked.probes, |probes| format!(" Probes: {probes}")),
        with(&asked.weak, |weak| {
            format!("\n  - Weak: “{weak}” {because}")
        }),
        with(&asked.strong, |strong| format!("\n  - Strong: “{strong}”")),
        with(&asked.key_line, |line| format!("\n  - Remember: {line}")),
        "\n".to_owned(),
    ]
    .concat()
}

fn method(report: &Report) -> String {
    let mut out = String::from("## How every number was measured\n\n");
    for definition in &report.method {
        out += &format!(
            "- **{}**: {}{}\n",
            escape(&definition.term),
            escape(&definition.meaning),
            with(&definition.source, |source| format!(" *{source}*"))
        );
    }
    out
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
        let cells = cells.map(|cell| format!(" {} |", escape(cell)));
        out += &format!("|{}\n", cells.concat());
    }
    out
}

fn section(section: &SectionReport) -> String {
    let mut out = format!("## {}\n\n", escape(&section.title));
    if let Some(asked) = &section.asked {
        out += &format!("**{}**\n\n", escape(&asked.follow_up.question));
    }
    out += &format!("{}\n\n", escape(&section.summary));
    for remark in &section.remarks {
        out += &paragraph(remark);
    }
    if section.no_words.is_empty() {
        out += &format!("**Yours:** {}\n\n", heard(section));
    }
    out += &paragraph(&section.no_words);
    for dropped in &section.dropped {
        out += &format!(
            "~~{}~~ ({}) {}\n\n",
            escape(&dropped.text),
            dropped.time.start,
            escape(&dropped.reason)
        );
    }
    for misheard in &section.misheard {
        out += &format!("*{}*\n\n", escape(&misheard.sentence()));
    }
    let findings: String = section.placed().map(finding).collect();
    out += &unless_empty(&findings, |findings| format!("{findings}\n"));
    out += &unless_empty(&strong(section), |strong| {
        format!("**Strong example:** {strong}\n\n")
    });
    if !section.missing.is_empty() {
        out += "**Missing:**\n\n";
    }
    for missing in &section.missing {
        let remedy = with(&missing.remedy, |remedy| format!(" → {remedy}"));
        out += &format!("- {}{remedy}\n", escape(&missing.text));
    }
    if let Some(asked) = &section.asked {
        out += &answered(asked);
    }
    out
}

fn strong(section: &SectionReport) -> String {
    let pieces = section.strong.iter().map(|piece| match piece.covered {
        None => escape(&piece.text),
        Some(true) => format!("**{}** ✓", escape(&piece.text)),
        Some(false) => format!("**{}**", escape(&piece.text)),
    });
    pieces.collect()
}

/// What a follow-up probes, and both kinds of answer.
fn answered(asked: &AnsweredFollowUp) -> String {
    let parts = [
        ("Verdict", &asked.standing),
        ("It probes", &asked.follow_up.probes),
        ("Weak answer", &asked.weak()),
        ("The line to remember", &asked.follow_up.key_line),
    ];
    let parts = parts.map(|(label, text)| with(text, |text| format!("\n**{label}:** {text}\n")));
    parts.concat()
}

fn heard(section: &SectionReport) -> String {
    let pieces = section.heard.iter().map(|piece| match piece {
        Piece::Pause { at, .. } => format!("*({} s pause)*", seconds(at.length())),
        Piece::Words { marks, .. } if marks.is_empty() => escape(&piece.text()),
        Piece::Words { marks, .. } => {
            format!("**{}** \\[{}\\]", escape(&piece.text()), numbers(marks))
        }
    });
    pieces.collect::<Vec<_>>().join(" ")
}

fn finding(point: &Point) -> String {
    format!(
        "- \\[{}\\] *{}* {}{}{}: {} → {}\n",
        point.number,
        point.severity.word(),
        escape(&point.title),
        with(&point.place, |place| format!(" {place}")),
        quoted(point.quote.as_deref()),
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
