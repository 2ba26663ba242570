//! The numbers as CSV for a spreadsheet, one row per section. The csv crate quotes
//! cells; a text that a spreadsheet would evaluate as a formula gets an apostrophe.

use super::Report;
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
    let mut rows = vec![HEAD.map(str::to_owned)];
    for section in &report.sections {
        let measures = section.measures.as_ref();
        let number = |number: Option<usize>| number.map_or_else(String::new, |n| n.to_string());
        rows.push([
            harmless(&report.id),
            harmless(&report.date),
            harmless(&report.scenario),
            report.level_id.to_owned(),
            harmless(&section.id),
            seconds(section.length),
            seconds(section.target),
            seconds(section.over()),
            number(measures.map(|measures| measures.words)),
            number(
                measures
                    .and_then(|measures| measures.words_per_minute)
                    .map(|n| n as usize),
            ),
            number(measures.map(|measures| measures.i_count)),
            number(measures.map(|measures| measures.we_count)),
            number(measures.map(|measures| measures.fillers)),
            measures
                .and_then(|measures| measures.longest_pause)
                .map_or_else(String::new, seconds),
            number(section.ideas.map(|(covered, _)| covered)),
            number(section.ideas.map(|(_, all)| all)),
            number(measures.map(|_| section.metrics.iter().filter(|one| one.said).count())),
            number(measures.map(|_| section.metrics.len())),
        ]);
    }
    for row in rows {
        writer
            .write_record(&row)
            .expect("memory takes every row, and all rows are as long as the head");
    }
    let bytes = writer.into_inner().expect("memory can always be flushed");
    String::from_utf8(bytes).expect("only text was written")
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
