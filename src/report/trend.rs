//! How the numbers of one story develop over its takes, section by section.

mod page;
mod terminal;

pub use page::{render as html, sections as charts};
pub use terminal::render as text;

use super::estimate;
use super::facts::judged;
use crate::judgement::SectionJudgement;
use crate::scenario::{Scenario, Section};
use crate::session::Session;
use crate::time::Millis;
use crate::words::{NONE, count, date, list, seconds};
use serde::Serialize;
use serde_json::{Value, json};

/// The numbers of one story over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Scenario id.
    pub scenario: String,
    /// Title of the story.
    pub title: String,
    /// How many takes there are, and what can be concluded from so many. One or two sentences.
    pub note: String,
    /// The change from the first take to the last, a sentence; empty with fewer than two.
    pub summary: String,
    /// The takes that were estimated.
    pub estimates: Vec<Estimated>,
    /// How the estimates move, a sentence; empty where there is none.
    pub estimate: String,
    /// The sections that were spoken at least once, in speaking order.
    pub sections: Vec<SectionTrend>,
}

/// An estimate beside its take, as in `--json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Estimated {
    /// When.
    pub date: String,
    /// How many guesses were right.
    pub right: usize,
    /// Of how many.
    pub of: usize,
}

/// One section over time.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionTrend {
    /// Section id.
    pub id: String,
    /// The title that is shown.
    pub title: String,
    /// When each take was made, oldest first.
    pub dates: Vec<String>,
    /// The level and the lens of each take.
    pub bars: Vec<String>,
    /// The numbers.
    pub lines: Vec<Line>,
}

/// One number over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The measure.
    pub measure: Measure,
    /// One value per take, in tenths; `None` where it was not measured.
    pub tenths: Vec<Option<i64>>,
    /// First, last and best value, as a phrase.
    pub words: String,
    /// The maximum, in tenths, where there is one.
    pub of: Option<i64>,
    /// The best take, where a best exists and is more than nothing.
    pub best: Option<usize>,
}

impl Line {
    /// From the first take that was measured to the last.
    fn change(&self) -> i64 {
        let mut known = self.tenths.iter().flatten();
        let first = known.next();
        known
            .next_back()
            .zip(first)
            .map_or(0, |(last, first)| last - first)
    }

    /// The value that all takes have in common, as a phrase: "never over". `None`
    /// for a line that changes.
    pub fn still(&self) -> Option<String> {
        let mut known = self.tenths.iter().flatten();
        let first = *known.next()?;
        if known.any(|value| *value != first) {
            return None;
        }
        let value = number(first);
        let of = of_most(self.of);
        Some(match (self.measure, first) {
            (Measure::Over, 0) => "never over".into(),
            (Measure::We, 0) => "no “we”".into(),
            (Measure::Fillers, 0) => "no fillers heard".into(),
            (Measure::Over, _) => format!("{value} s over"),
            (Measure::We, _) => format!("“we” {value}"),
            (Measure::Pace, _) => format!("{value} words a minute"),
            (Measure::Ideas, _) => format!("{value}{of} ideas"),
            (Measure::Fillers, _) => format!("{value} fillers a minute"),
        })
    }
}

/// The maximum behind a value, where there is one.
fn of_most(most: Option<i64>) -> String {
    most.map_or_else(String::new, |most| format!(" of {}", number(most)))
}

/// The range of words per minute without a finding, in tenths, by the default settings.
pub(crate) fn unremarkable() -> (i64, i64) {
    let bands = crate::judgement::Bands::default();
    let tenths = |words: u32| i64::from(words) * 10;
    (
        tenths(bands.slow_words_per_minute),
        tenths(bands.fast_words_per_minute),
    )
}

/// A measure that is followed over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Seconds past the target.
    Over,
    /// Words a minute.
    Pace,
    /// Occurrences of "we", "us" and "our".
    We,
    /// Ideas of the strong example that were said.
    Ideas,
    /// Fillers a minute of the section.
    Fillers,
}

impl Measure {
    /// In display order.
    pub const ALL: [Self; 5] = [Self::Over, Self::Pace, Self::We, Self::Ideas, Self::Fillers];

    /// The title that is shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::Over => "seconds over",
            Self::Pace => "words a minute",
            Self::We => "“we”",
            Self::Ideas => "ideas said",
            Self::Fillers => "fillers a minute",
        }
    }

    /// The id in `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Over => "over_seconds",
            Self::Pace => "words_per_minute",
            Self::We => "we_count",
            Self::Ideas => "signals_covered",
            Self::Fillers => "fillers_per_minute",
        }
    }

    fn of(self, judged: &SectionJudgement) -> Option<i64> {
        let measures = &judged.measures;
        let whole = |number: usize| i64::try_from(number).ok()?.checked_mul(10);
        match self {
            Self::Over => Some(((measures.over().0 + 50) / 100) as i64),
            Self::Pace => measures.words_per_minute.map(|pace| i64::from(pace) * 10),
            Self::We => whole(measures.we_count),
            Self::Ideas => whole(judged.signals.iter().filter(|one| one.covered).count()),
            Self::Fillers if measures.length == Millis::ZERO => None,
            Self::Fillers => {
                i64::try_from(measures.fillers as u128 * 600_000 / u128::from(measures.length.0))
                    .ok()
            }
        }
    }

    /// Whether `a` is better than `b`; pace has no better.
    fn better(self, a: i64, b: i64) -> bool {
        match self {
            Self::Over | Self::We | Self::Fillers => a < b,
            Self::Ideas => a > b,
            Self::Pace => false,
        }
    }
}

/// A value in tenths as shown.
pub(crate) fn number(tenths: i64) -> String {
    seconds(Millis(tenths.unsigned_abs() * 100))
}

impl Trend {
    /// The trend of these sessions, oldest first, all of one scenario. Sessions that were not judged, takes in a
    /// synthetic voice and tellings in another time than the story's own are left out, and the note says how many.
    pub fn of(sessions: &[Session], scenario: &Scenario, only: Option<&str>) -> Self {
        let own = |one: &&Session| !one.take.synthetic && one.judgement.is_some();
        let mut mine: Vec<&Session> = sessions.iter().filter(own).collect();
        let judged = mine.len();
        // A story that was only told short is compared in the time of its last take.
        let whole = mine.iter().any(|session| session.length.is_none());
        let time = mine.last().filter(|_| !whole).and_then(|last| last.length);
        mine.retain(|session| session.length == time);
        let synthetic = sessions.iter().filter(|one| one.take.synthetic).count();
        let unjudged = sessions.len() - judged - synthetic;
        let left_out = [
            (judged - mine.len(), "told in another time"),
            (synthetic, "in a synthetic voice"),
            (unjudged, "without a judgement"),
        ];
        let sections = scenario.sections.iter();
        let sections = sections.filter(|section| only.is_none_or(|only| only == section.id));
        let sections = sections.filter_map(|section| over_time(&mine, section));
        let sections: Vec<SectionTrend> = sections.collect();
        let estimates = estimates(&mine, scenario);
        Self {
            estimate: estimated(&estimates),
            estimates,
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            note: note(mine.len(), &left_out),
            summary: summary(&sections),
            sections,
        }
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        let sections: Vec<Value> = self.sections.iter().map(SectionTrend::json).collect();
        json!({
            "format": super::FORMAT,
            "scenario": self.scenario,
            "note": self.note,
            "summary": self.summary,
            "estimates": self.estimates,
            "sections": sections,
        })
    }
}

impl SectionTrend {
    fn json(&self) -> Value {
        let take = |take: usize| {
            let mut fields = json!({"date": self.dates[take], "held_to": self.bars[take]});
            for measure in Measure::ALL {
                let line = self.lines.iter().find(|line| line.measure == measure);
                let tenths = line.and_then(|line| line.tenths[take]);
                fields[measure.id()] = json!(tenths.map(|tenths| tenths as f64 / 10.0));
            }
            fields
        };
        let takes: Vec<Value> = (0..self.dates.len()).map(take).collect();
        json!({"id": self.id, "title": self.title, "takes": takes})
    }
}

fn estimates(sessions: &[&Session], scenario: &Scenario) -> Vec<Estimated> {
    let known = sessions.iter().filter_map(|session| {
        let (right, of) = estimate::right(&estimate::of(session, scenario));
        let date = date(&session.started);
        (of > 0).then_some(Estimated { date, right, of })
    });
    known.collect()
}

fn estimated(estimates: &[Estimated]) -> String {
    let shown = |one: &Estimated| format!("{} of {}", one.right, one.of);
    match estimates {
        [] => String::new(),
        [only] => format!("Your estimate was right in {}.", shown(only)),
        [first, .., last] => {
            let (first, last) = (shown(first), shown(last));
            format!("Your estimates were right in {first} at first, in {last} last.")
        }
    }
}

fn over_time(sessions: &[&Session], section: &Section) -> Option<SectionTrend> {
    let takes = sessions.iter().filter_map(|session| {
        let judged = judged(session, &section.id)?;
        // A section without words has neither a pace nor a best.
        (judged.measures.words > 0).then_some((*session, judged))
    });
    let takes: Vec<(&Session, &SectionJudgement)> = takes.collect();
    let (last, judged) = takes.last()?;
    let ideas = judged.ideas(Some(section), last.level).1;
    // Without ideas to compare with, that none was said says nothing.
    let lists_ideas = takes.iter().any(|(_, judged)| !judged.signals.is_empty());
    let measures = Measure::ALL.into_iter();
    let measures = measures.filter(|measure| *measure != Measure::Ideas || lists_ideas);
    Some(SectionTrend {
        id: section.id.clone(),
        title: section.title.clone(),
        dates: takes.iter().map(|(take, _)| date(&take.started)).collect(),
        bars: takes.iter().map(|(take, _)| held_to(take)).collect(),
        lines: measures
            .map(|measure| {
                let of = (measure == Measure::Ideas && ideas > 0).then_some(ideas * 10);
                line(measure, &takes, of.and_then(|of| i64::try_from(of).ok()))
            })
            .collect(),
    })
}

fn held_to(session: &Session) -> String {
    let mut bar = session.level.title().to_owned();
    if let Some(lens) = session.lens {
        bar.push_str(&format!(", {} lens", lens.title()));
    }
    if let Some(length) = session.length {
        bar.push_str(&format!(", in {length}"));
    }
    bar
}

fn line(measure: Measure, takes: &[(&Session, &SectionJudgement)], of: Option<i64>) -> Line {
    let tenths: Vec<Option<i64>> = takes.iter().map(|(_, judged)| measure.of(judged)).collect();
    let mut best: Option<(usize, i64)> = None;
    for (take, (_, judged)) in takes.iter().enumerate() {
        let Some(value) = tenths[take].filter(|_| measure != Measure::Pace) else {
            continue;
        };
        // Where hardly anything was said, few "we" are no achievement.
        if measure != Measure::Ideas && judged.measures.thin() {
            continue;
        }
        // The latest of equals.
        if best.is_none_or(|(_, lead)| !measure.better(lead, value)) {
            best = Some((take, value));
        }
    }
    let known: Vec<i64> = tenths.iter().flatten().copied().collect();
    let top = of_most(of);
    let words = match known.as_slice() {
        [] => NONE.to_owned(),
        [only] => format!("{}{top}", number(*only)),
        [first, .., last] => {
            let best = best.map(|(_, value)| format!(", best {}", number(value)));
            let best = best.unwrap_or_default();
            format!("{} → {}{top}{best}", number(*first), number(*last))
        }
    };
    Line {
        measure,
        tenths,
        words,
        of,
        best: best.map(|(take, _)| take),
    }
}

/// The change from the first take of each section to its last, over all sections.
fn summary(sections: &[SectionTrend]) -> String {
    if sections.iter().all(|section| section.dates.len() < 2) {
        return String::new();
    }
    let lines = |measure: Measure| {
        let lines = sections.iter().flat_map(|section| &section.lines);
        lines.filter(move |line| line.measure == measure)
    };
    let moved = |(measure, one, many): (Measure, &str, &str)| {
        let change: i64 = lines(measure).map(Line::change).sum();
        let word = if change > 0 { "more" } else { "fewer" };
        let unit = if change.abs() == 10 { one } else { many };
        (change != 0).then(|| format!("{} {word} {unit}", number(change)))
    };
    let all = [
        (Measure::Ideas, "idea", "ideas"),
        (Measure::We, "“we”", "“we”"),
        (Measure::Over, "second over", "seconds over"),
    ];
    let moved = list(all.into_iter().filter_map(moved));
    let moved = if !moved.is_empty() {
        moved.as_str()
    } else if lines(Measure::Ideas).next().is_none() {
        "as many “we” and seconds over as before"
    } else {
        "as many ideas, “we” and seconds over as before"
    };
    format!("From the first take to the last: {moved}.")
}

/// With fewer takes no trend is claimed.
const FEW: usize = 5;

fn note(takes: usize, left_out: &[(usize, &str)]) -> String {
    let mut note = match takes {
        0 => "No take of your own has been judged yet.".to_owned(),
        1 => "One take: a beginning, not a trend.".to_owned(),
        few if few < FEW => {
            format!("{few} takes: too few to tell progress from chance. Look again after {FEW}.")
        }
        many => format!("{many} takes, oldest first."),
    };
    for (takes, why) in left_out.iter().filter(|(takes, _)| *takes > 0) {
        let takes = count(*takes, "take", "takes");
        note += &format!(" {takes} {why} not shown.");
    }
    note
}
