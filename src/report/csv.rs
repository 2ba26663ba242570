//! The numbers as CSV for a spreadsheet, one row per section. The csv crate quotes
//! cells; a text that a spreadsheet would evaluate as a formula gets an apostrophe.

use super::{Report, SectionReport};
use crate::time::Millis;

/// The columns, which are part of the interface: new ones are added on the right.
const HEAD: [&str; 18] = [
    "session",
    "date",
    "scenario",
    "level",
    "section",
    "seconds",
    "target_seconds",
    "over_seconds",
    "words",
    "words_per_minute",
    "i_count",
    "we_count",
    "fillers",
    "longest_pause_seconds",
    "signals_covered",
    "signals",
    "metrics_said",
    "metrics",
];

/// The report's numbers, with a heading line.
pub fn render(report: &Report) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let rows = report.sections.iter().map(|section| row(report, section));
    for row in std::iter::once(HEAD.map(str::to_owned)).chain(rows) {
        writer
            .write_record(&row)
            .expect("memory takes every row, and all rows are as long as the head");
    }
    let bytes = writer.into_inner().expect("memory can always be flushed");
    String::from_utf8(bytes).expect("only text was written")
}

fn row(report: &Report, section: &SectionReport) -> [String; HEAD.len()] {
    let measures = section.measures.as_ref();
    let pace = measures.and_then(|all| all.words_per_minute);
    let pause = measures.and_then(|all| all.longest_pause);
    let said = section.metrics.iter().filter(|metric| metric.said).count();
    [
        harmless(&report.id),
        harmless(&report.date),
        harmless(&report.scenario),
        report.level_id.to_owned(),
        harmless(&section.id),
        seconds(section.length),
        seconds(section.target),
        seconds(section.over()),
        known(measures.map(|all| all.words)),
        known(pace),
        known(measures.map(|all| all.i_count)),
        known(measures.map(|all| all.we_count)),
        known(measures.map(|all| all.fillers)),
        known(pause.map(seconds)),
        known(section.ideas.map(|(covered, _)| covered)),
        known(section.ideas.map(|(_, all)| all)),
        known(measures.map(|_| said)),
        known(measures.map(|_| section.metrics.len())),
    ]
}

/// The cell of a number that may not be known.
fn known(number: Option<impl ToString>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn seconds(time: Millis) -> String {
    format!("{}.{:03}", time.0 / 1000, time.0 % 1000)
}

/// A cell that begins like a formula gets an apostrophe in front, as spreadsheets expect.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_stays_text() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("result"), "result");
    }
}
