//! Two takes of the same story side by side: what got better, what got worse.

use super::words::{NONE, list, seconds};
use super::{Report, SectionReport};
use crate::time::Millis;
use serde_json::{Value, json};
use std::fmt::Write;

/// Two takes, section by section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Title and date of the earlier one, and of the later one.
    pub takes: (String, String),
    /// What to know before reading, a sentence; empty when there is nothing.
    pub caution: String,
    /// The sections that both takes hold.
    pub sections: Vec<SectionComparison>,
    /// Titles of the sections that were spoken in only one of them, and in which they were not.
    pub only_one: Vec<String>,
}

/// One section in both takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionComparison {
    /// Section id.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Name of a number, what it was and what it is.
    pub numbers: Vec<(&'static str, String, String)>,
    /// What got better, a sentence each.
    pub better: Vec<String>,
    /// What got worse.
    pub worse: Vec<String>,
}

impl Comparison {
    /// Compares `before` with `after`.
    pub fn of(before: &Report, after: &Report) -> Self {
        let name = |report: &Report| format!("{} · {}", report.title, report.date);
        let mut only_one = Vec::new();
        let mut sections = Vec::new();
        // A silent section has nothing to compare: what is gone from it was not mended.
        let spoken = |report: &'_ Report, id: &str| {
            report
                .sections
                .iter()
                .any(|one| one.id == id && !one.silent)
        };
        for old in before.sections.iter().filter(|old| !old.silent) {
            match after
                .sections
                .iter()
                .find(|new| new.id == old.id && !new.silent)
            {
                Some(new) => sections.push(section(old, new)),
                None => only_one.push(format!("{} (not spoken after)", old.title)),
            }
        }
        for new in after.sections.iter().filter(|new| !new.silent) {
            if !spoken(before, &new.id) {
                only_one.push(format!("{} (not spoken before)", new.title));
            }
        }
        let caution = if before.scenario != after.scenario {
            "These are two different stories; only time and pace can be compared.".into()
        } else if before.level_id != after.level_id {
            "The two takes were held to different levels, so their targets differ.".into()
        } else {
            String::new()
        };
        Self {
            takes: (name(before), name(after)),
            caution,
            sections,
            only_one,
        }
    }

    /// As text for a terminal or a pipe.
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "  before  {}\n  after   {}",
            self.takes.0, self.takes.1
        );
        if !self.caution.is_empty() {
            let _ = writeln!(out, "  {}", self.caution);
        }
        for section in &self.sections {
            let _ = writeln!(out, "\n  {}", section.title);
            for (name, old, new) in &section.numbers {
                let arrow = if old == new { "  =  " } else { "  →  " };
                let _ = writeln!(out, "    {name:<16}{old:>8}{arrow}{new}");
            }
            for line in &section.better {
                let _ = writeln!(out, "    better: {line}");
            }
            for line in &section.worse {
                let _ = writeln!(out, "    worse:  {line}");
            }
            if section.better.is_empty() && section.worse.is_empty() {
                let _ = writeln!(out, "    about the same");
            }
        }
        if self.sections.is_empty() {
            let _ = writeln!(out, "\n  The two takes have no section in common.");
        } else if !self.only_one.is_empty() {
            let _ = writeln!(
                out,
                "\n  Only in one of the takes: {}.",
                list(&self.only_one)
            );
        }
        out
    }

    /// For scripts.
    pub fn json(&self) -> Value {
        json!({
            "format": super::FORMAT,
            "before": self.takes.0,
            "after": self.takes.1,
            "caution": self.caution,
            "sections": self.sections.iter().map(|section| json!({
                "id": section.id,
                "numbers": section.numbers.iter().map(|(name, old, new)| json!({
                    "name": name, "before": old, "after": new,
                })).collect::<Vec<_>>(),
                "better": section.better,
                "worse": section.worse,
            })).collect::<Vec<_>>(),
            "only_in_one": self.only_one,
        })
    }
}

fn section(old: &SectionReport, new: &SectionReport) -> SectionComparison {
    let numbers = vec![
        ("seconds", old.row.said.clone(), new.row.said.clone()),
        ("over", dash(&old.row.over), dash(&new.row.over)),
        ("words a minute", old.row.pace.clone(), new.row.pace.clone()),
        ("I / we", old.row.i_we.clone(), new.row.i_we.clone()),
        ("ideas", old.row.signals.clone(), new.row.signals.clone()),
        ("numbers", old.row.numbers.clone(), new.row.numbers.clone()),
    ];
    let mut better = Vec::new();
    let mut worse = Vec::new();
    time(old, new, &mut better, &mut worse);
    let covered = |section: &SectionReport| -> Vec<String> {
        let ideas = section
            .signals
            .iter()
            .filter(|signal| signal.covered)
            .map(|signal| format!("“{}”", signal.phrase));
        let said = section
            .metrics
            .iter()
            .filter(|metric| metric.said)
            .map(|metric| metric.name.clone());
        ideas.chain(said).collect()
    };
    change(
        &covered(old),
        &covered(new),
        "now said: ",
        "no longer said: ",
        &mut better,
        &mut worse,
    );
    let rules = |section: &SectionReport| -> Vec<String> {
        let mut rules: Vec<String> = section
            .findings
            .iter()
            .map(|point| format!("“{}”", point.title))
            .collect();
        rules.sort();
        rules.dedup();
        rules
    };
    // A finding that is new is worse, one that is gone is better: the other way round from ideas.
    change(
        &rules(old),
        &rules(new),
        "new: ",
        "gone: ",
        &mut worse,
        &mut better,
    );
    SectionComparison {
        id: new.id.clone(),
        title: new.title.clone(),
        numbers,
        better,
        worse,
    }
}

fn dash(cell: &str) -> String {
    if cell.is_empty() { NONE } else { cell }.to_owned()
}

/// Half a second more or less is nobody's doing.
fn time(
    old: &SectionReport,
    new: &SectionReport,
    better: &mut Vec<String>,
    worse: &mut Vec<String>,
) {
    let noise = Millis(500);
    let (was, is) = (old.over(), new.over());
    if is + noise < was {
        better.push(match is.0 {
            0 => format!("inside its time, {} s over before", seconds(was)),
            _ => format!("{} s less over", seconds(was - is)),
        });
    } else if was + noise < is {
        worse.push(format!("{} s more over", seconds(is - was)));
    }
}

fn change(
    old: &[String],
    new: &[String],
    added: &str,
    lost: &str,
    when_added: &mut Vec<String>,
    when_lost: &mut Vec<String>,
) {
    let without = |all: &[String], other: &[String]| -> Vec<String> {
        all.iter()
            .filter(|one| !other.contains(one))
            .cloned()
            .collect()
    };
    let (fresh, gone) = (without(new, old), without(old, new));
    if !fresh.is_empty() {
        when_added.push(format!("{added}{}", list(&fresh)));
    }
    if !gone.is_empty() {
        when_lost.push(format!("{lost}{}", list(&gone)));
    }
}
