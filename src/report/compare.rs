//! Compares two takes of the same story: what improved, what got worse.

mod terminal;

use super::{Report, SectionReport};
use crate::judgement::Severity;
use crate::time::Millis;
use crate::words::{NONE, list, seconds};
use serde_json::{Value, json};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionComparison {
    /// Section id.
    pub id: String,
    /// The title that is shown.
    pub title: String,
    /// Name of a number, its earlier and its later value.
    pub numbers: Vec<(&'static str, String, String)>,
    /// What improved, a sentence each.
    pub better: Vec<String>,
    /// What got worse.
    pub worse: Vec<String>,
    /// The changes as counts.
    pub change: Change,
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
        // A silent section cannot be compared: its findings were not corrected.
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
        let size = usize::try_from(many.unsigned_abs()).unwrap_or(usize::MAX);
        let word = match many {
            0 => return None,
            1.. => "more",
            _ => "fewer",
        };
        Some(format!(
            "{size} {word} {}",
            if size == 1 { one } else { several }
        ))
    };
    let over = sum(|change| change.over);
    let details: Vec<String> = [
        more(sum(|change| change.ideas), "idea", "ideas"),
        more(sum(|change| change.numbers), "number", "numbers"),
        more(sum(|change| change.faults), "thing to fix", "things to fix"),
        (over.unsigned_abs() >= NOISE.0).then(|| {
            let word = if over < 0 { "less" } else { "more" };
            format!("{} s {word} over", seconds(Millis(over.unsigned_abs())))
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    if details.is_empty() {
        format!("{where_}.")
    } else {
        format!("{where_}: {}.", list(&details))
    }
}

/// The leaning in lower case: "no hire", "hire", "undecided".
fn leaning(report: &Report) -> String {
    let leaning = report.verdict.as_ref().and_then(|one| one.leaning);
    leaning.map_or_else(String::new, |id| id.replace('-', " "))
}

/// Other differences between the takes that may explain a change.
fn caution(before: &Report, after: &Report) -> String {
    let wordless: Vec<&str> = [(before, "earlier"), (after, "later")]
        .into_iter()
        .filter(|(report, _)| report.verdict.is_none())
        .map(|(_, which)| which)
        .collect();
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
    let lens = |report: &Report| {
        let lens = report.setting.lens.clone();
        lens.unwrap_or_else(|| "no lens".to_owned())
    };
    let model = |report: &Report| report.model.clone().unwrap_or_else(|| "none".to_owned());
    let (old, new) = (&before.setting, &after.setting);
    let differences: Vec<String> = [
        ("level", old.level.clone(), new.level.clone()),
        ("mode", old.mode.to_owned(), new.mode.to_owned()),
        ("lens", lens(before), lens(after)),
        ("model", model(before), model(after)),
    ]
    .into_iter()
    .filter(|(_, old, new)| old != new)
    .map(|(what, old, new)| format!("{what} ({old}, then {new})"))
    .collect();
    match differences.as_slice() {
        [] => String::new(),
        some => format!(
            "The two takes differ in {}, so not every change is your doing.",
            list(some)
        ),
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
    // A new finding is worse, one that is gone is better: the opposite of ideas.
    change(
        &rules(old),
        &rules(new),
        "new: ",
        "gone: ",
        &mut worse,
        &mut better,
    );
    let many = |section: &SectionReport| Change {
        ideas: section.signals.iter().filter(|one| one.covered).count() as i64,
        numbers: section.metrics.iter().filter(|one| one.said).count() as i64,
        faults: section
            .findings
            .iter()
            .filter(|point| point.severity == Severity::Fix)
            .count() as i64,
        over: i64::try_from(section.over().0).unwrap_or(i64::MAX),
    };
    let (was, is) = (many(old), many(new));
    let over = is.over - was.over;
    SectionComparison {
        change: Change {
            ideas: is.ideas - was.ideas,
            numbers: is.numbers - was.numbers,
            faults: is.faults - was.faults,
            over: if over.unsigned_abs() >= NOISE.0 {
                over
            } else {
                0
            },
        },
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

/// Changes of time up to half a second are ignored.
const NOISE: Millis = Millis(500);

fn time(
    old: &SectionReport,
    new: &SectionReport,
    better: &mut Vec<String>,
    worse: &mut Vec<String>,
) {
    let (was, is) = (old.over(), new.over());
    if is + NOISE < was {
        better.push(match is.0 {
            0 => format!("inside its time, {} s over before", seconds(was)),
            _ => format!("{} s less over", seconds(was - is)),
        });
    } else if was + NOISE < is {
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
