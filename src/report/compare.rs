//! Compares two takes of the same story: what improved, what got worse.

mod terminal;

use super::{Report, Row, SectionReport, Setting};
use crate::judgement::Severity;
use crate::time::Millis;
use crate::words::{cell, list, seconds, unless_empty};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Two takes, section by section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Title and date of the earlier one, and of the later one.
    pub takes: (String, String),
    /// What improved or got worse overall, a sentence.
    pub summary: String,
    /// The whole time, before and after: `0:22 of 2:55`.
    pub total: (String, String),
    /// The leaning before and after; empty where there was none.
    pub leaning: (String, String),
    /// What to know before reading, a sentence; empty when there is nothing.
    pub caution: String,
    /// The sections in both takes.
    pub sections: Vec<SectionComparison>,
    /// Titles of the sections that only one take has, and which.
    pub only_one: Vec<String>,
}

/// One section in both takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionComparison {
    /// Section id.
    pub id: String,
    /// The title that is shown.
    #[serde(skip)]
    pub title: String,
    /// The numbers.
    pub numbers: Vec<Number>,
    /// What improved, a sentence each.
    pub better: Vec<String>,
    /// What got worse.
    pub worse: Vec<String>,
    /// The changes as counts.
    #[serde(skip)]
    pub change: Change,
}

/// A number in both takes, as in `--json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Number {
    /// Its name.
    pub name: &'static str,
    /// Its earlier value.
    pub before: String,
    /// Its later value.
    pub after: String,
}

/// The changes of a section as counts, positive where the later take has more.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Ideas said.
    pub ideas: i64,
    /// Numbers of the story said.
    pub numbers: i64,
    /// Findings that lose the bar.
    pub faults: i64,
    /// Milliseconds over the target.
    pub over: i64,
}

impl Change {
    /// The counts of one take.
    fn of(section: &SectionReport) -> Self {
        let faults = section.findings.iter();
        let faults = faults.filter(|point| point.severity == Severity::Fix);
        Self {
            ideas: section.signals.iter().filter(|one| one.covered).count() as i64,
            numbers: section.metrics.iter().filter(|one| one.said).count() as i64,
            faults: faults.count() as i64,
            over: i64::try_from(section.over().0).unwrap_or(i64::MAX),
        }
    }

    /// Positive if better overall, negative if worse.
    fn gain(self) -> i64 {
        self.ideas + self.numbers - self.faults - self.over.signum()
    }
}

impl SectionComparison {
    /// 1 if better overall, -1 if worse. Where the weighted counts are equal, the
    /// other changes decide, if they agree.
    fn moved(&self) -> i64 {
        match self.change.gain().signum() {
            0 => i64::from(self.worse.is_empty()) - i64::from(self.better.is_empty()),
            moved => moved,
        }
    }
}

impl Comparison {
    /// Compares two takes; the earlier one is the one before.
    pub fn of(one: &Report, other: &Report) -> Self {
        let dated = !one.date.is_empty() && !other.date.is_empty();
        let (before, after) = if dated && (&other.date, &other.id) < (&one.date, &one.id) {
            (other, one)
        } else {
            (one, other)
        };
        let name = |report: &Report| format!("{} · {}", report.title, report.date);
        let mut only_one = Vec::new();
        let mut sections = Vec::new();
        for old in spoken(before) {
            match spoken(after).find(|new| new.id == old.id) {
                Some(new) => sections.push(section(old, new)),
                None => only_one.push(format!("{} (not spoken after)", old.title)),
            }
        }
        for new in spoken(after) {
            if spoken(before).all(|old| old.id != new.id) {
                only_one.push(format!("{} (not spoken before)", new.title));
            }
        }
        let clock = |report: &Report| format!("{} of {}", report.length, report.target);
        Self {
            takes: if name(before) == name(after) {
                // The dates of two takes within a minute are equal; their ids differ.
                let named = |one: &Report| format!("{} · {}", name(one), one.id);
                (named(before), named(after))
            } else {
                (name(before), name(after))
            },
            summary: if before.scenario == after.scenario {
                summary(&sections)
            } else {
                String::new()
            },
            total: (clock(before), clock(after)),
            leaning: (leaning(before), leaning(after)),
            caution: caution(before, after),
            sections,
            only_one,
        }
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        json!({
            "format": super::FORMAT,
            "before": self.takes.0,
            "after": self.takes.1,
            "summary": self.summary,
            "compared": self.sections.iter().map(|section| &section.id).collect::<Vec<_>>(),
            "leaning_before": self.leaning.0,
            "leaning_after": self.leaning.1,
            "caution": self.caution,
            "sections": self.sections,
            "only_in_one": self.only_one,
        })
    }
}

/// The sections that can be compared: the findings of a silent one were not corrected.
fn spoken(report: &Report) -> impl Iterator<Item = &SectionReport> {
    report.sections.iter().filter(|section| !section.silent)
}

/// The changes over all sections, improvements first.
fn summary(sections: &[SectionComparison]) -> String {
    let of = |sign: i64| {
        let moved = sections.iter().map(SectionComparison::moved);
        moved.filter(|moved| *moved == sign).count()
    };
    let (better, worse, all) = (of(1), of(-1), sections.len());
    let where_ = match (better, worse, all) {
        (_, _, 0) => return String::new(),
        (1, 0, 1) => format!("{} is better", sections[0].title),
        (0, 1, 1) => format!("{} is worse", sections[0].title),
        (0, 0, 1) => format!("{} is about the same", sections[0].title),
        (0, 0, _) => format!("About the same in all {all} sections"),
        (0, _, _) => format!("Worse in {worse} of {all} sections"),
        (_, 0, _) => format!("Better in {better} of {all} sections"),
        _ => format!("Better in {better} of {all} sections, worse in {worse}"),
    };
    let sum = |of: fn(&Change) -> i64| sections.iter().map(|one| of(&one.change)).sum::<i64>();
    let more = |many: i64, one: &str, several: &str| {
        let word = if many > 0 { "more" } else { "fewer" };
        let size = many.unsigned_abs();
        let what = if size == 1 { one } else { several };
        (size > 0).then(|| format!("{size} {word} {what}"))
    };
    let over = sum(|change| change.over);
    let details = [
        more(sum(|change| change.ideas), "idea", "ideas"),
        more(sum(|change| change.numbers), "number", "numbers"),
        more(sum(|change| change.faults), "thing to fix", "things to fix"),
        (over.unsigned_abs() >= NOISE.0).then(|| {
            let word = if over < 0 { "less" } else { "more" };
            format!("{} s {word} over", seconds(Millis(over.unsigned_abs())))
        }),
    ];
    let details = list(details.into_iter().flatten());
    format!(
        "{where_}{}.",
        unless_empty(&details, |all| format!(": {all}"))
    )
}

/// The leaning in lower case: "no hire", "hire", "undecided".
fn leaning(report: &Report) -> String {
    let leaning = report.verdict.as_ref().and_then(|one| one.leaning);
    leaning.map_or_else(String::new, |id| id.replace('-', " "))
}

/// Other differences between the takes that may explain a change.
fn caution(before: &Report, after: &Report) -> String {
    let takes = [(before, "earlier"), (after, "later")].into_iter();
    let wordless = takes.filter(|(report, _)| report.verdict.is_none());
    let wordless: Vec<&str> = wordless.map(|(_, which)| which).collect();
    if !wordless.is_empty() {
        return format!(
            "The {} take has no words yet, so what was said cannot be compared: rehearse sessions recover \
             writes them down.",
            wordless.join(" and the ")
        );
    }
    if before.scenario != after.scenario {
        return "These are two different stories; only time and pace can be compared.".into();
    }
    let settings = |report: &Report| {
        let Setting {
            level, mode, lens, ..
        } = report.setting.clone();
        let model = report.model.clone();
        [
            ("level", level),
            ("mode", mode.to_owned()),
            ("lens", lens.unwrap_or_else(|| "no lens".to_owned())),
            ("model", model.unwrap_or_else(|| "none".to_owned())),
        ]
    };
    let both = settings(before).into_iter().zip(settings(after));
    let differences = both.filter(|(old, new)| old != new);
    let differences =
        list(differences.map(|((what, old), (_, new))| format!("{what} ({old}, then {new})")));
    unless_empty(&differences, |differences| {
        format!("The two takes differ in {differences}, so not every change is your doing.")
    })
}

/// The numbers of a section in the overview, with their names.
fn cells(row: &Row) -> [(&'static str, &str); 6] {
    [
        ("seconds", &row.said),
        ("over", cell(&row.over)),
        ("words a minute", &row.pace),
        ("I / we", &row.i_we),
        ("ideas", &row.signals),
        ("numbers", &row.numbers),
    ]
}

fn section(old: &SectionReport, new: &SectionReport) -> SectionComparison {
    let numbers = cells(&old.row).into_iter().zip(cells(&new.row));
    let numbers = numbers.map(|((name, old), (_, new))| Number {
        name,
        before: old.to_owned(),
        after: new.to_owned(),
    });
    let (mut better, mut worse) = time(old, new);
    let (said, lost) = change(&covered(old), &covered(new));
    better.extend(said.map(|said| format!("now said: {said}")));
    worse.extend(lost.map(|lost| format!("no longer said: {lost}")));
    let (found, gone) = change(&titles(old), &titles(new));
    better.extend(gone.map(|gone| format!("gone: {gone}")));
    worse.extend(found.map(|found| format!("new: {found}")));
    let (was, is) = (Change::of(old), Change::of(new));
    let over = is.over - was.over;
    SectionComparison {
        change: Change {
            ideas: is.ideas - was.ideas,
            numbers: is.numbers - was.numbers,
            faults: is.faults - was.faults,
            over: if over.unsigned_abs() < NOISE.0 {
                0
            } else {
                over
            },
        },
        id: new.id.clone(),
        title: new.title.clone(),
        numbers: numbers.collect(),
        better,
        worse,
    }
}

/// The ideas and numbers of the story that were said.
fn covered(section: &SectionReport) -> Vec<String> {
    let ideas = section.signals.iter().filter(|signal| signal.covered);
    let ideas = ideas.map(|signal| format!("“{}”", signal.phrase));
    let said = section.metrics.iter().filter(|metric| metric.said);
    ideas
        .chain(said.map(|metric| metric.name.clone()))
        .collect()
}

/// What was found, each once.
fn titles(section: &SectionReport) -> Vec<String> {
    let titles = section.findings.iter();
    let titles: BTreeSet<String> = titles.map(|point| format!("“{}”", point.title)).collect();
    titles.into_iter().collect()
}

/// Changes of time up to half a second are ignored.
const NOISE: Millis = Millis(500);

/// What is better and what is worse about the time.
fn time(old: &SectionReport, new: &SectionReport) -> (Vec<String>, Vec<String>) {
    let (was, is) = (old.over(), new.over());
    if was + NOISE < is {
        return (
            Vec::new(),
            vec![format!("{} s more over", seconds(is - was))],
        );
    }
    let better = (is + NOISE < was).then(|| match is.0 {
        0 => format!("inside its time, {} s over before", seconds(was)),
        _ => format!("{} s less over", seconds(was - is)),
    });
    (better.into_iter().collect(), Vec::new())
}

/// What is only in the new one, and what only in the old one, as lists.
fn change(old: &[String], new: &[String]) -> (Option<String>, Option<String>) {
    let without = |all: &[String], other: &[String]| {
        let rest = list(all.iter().filter(|one| !other.contains(one)));
        (!rest.is_empty()).then_some(rest)
    };
    (without(new, old), without(old, new))
}
