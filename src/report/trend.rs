//! How the numbers of one story develop over its takes, section by section.

mod page;
mod terminal;

pub use page::{render as html, sections as charts};
pub use terminal::render as text;

use super::estimate;
use crate::judgement::SectionJudgement;
use crate::scenario::{Scenario, Section};
use crate::session::Session;
use crate::time::Millis;
use crate::words::{NONE, clean, count, date, list, seconds};
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
    /// The takes that were estimated: when, how many guesses were right, and of how many.
    pub estimates: Vec<(String, usize, usize)>,
    /// How the estimates move, a sentence; empty where there is none.
    pub estimate: String,
    /// The sections that were spoken at least once, in speaking order.
    pub sections: Vec<SectionTrend>,
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
    /// The value that all takes have in common, as a phrase: "never over". `None`
    /// for a line that changes.
    pub fn still(&self) -> Option<String> {
        let mut known = self.tenths.iter().flatten();
        let first = *known.next()?;
        if known.any(|value| *value != first) {
            return None;
        }
        let value = number(first);
        let of = self
            .of
            .map_or_else(String::new, |of| format!(" of {}", number(of)));
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
        let mut mine: Vec<&Session> = sessions
            .iter()
            .filter(|session| !session.take.synthetic && session.judgement.is_some())
            .collect();
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
        let sections: Vec<SectionTrend> = scenario
            .sections
            .iter()
            .filter(|section| only.is_none_or(|only| only == section.id))
            .filter_map(|section| over_time(&mine, section))
            .collect();
        let estimates = estimates(&mine, scenario);
        Self {
            estimate: estimated(&estimates),
            estimates,
            scenario: clean(&scenario.id),
            title: clean(&scenario.title),
            note: note(mine.len(), &left_out),
            summary: summary(&sections),
            sections,
        }
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        let sections: Vec<Value> = self
            .sections
            .iter()
            .map(|section| {
                let takes: Vec<Value> = (0..section.dates.len())
                    .map(|take| {
                        let mut fields = json!({
                            "date": section.dates[take],
                            "held_to": section.bars[take],
                        });
                        for measure in Measure::ALL {
                            let mut lines = section.lines.iter();
                            let line = lines.find(|line| line.measure == measure);
                            let tenths = line.and_then(|line| line.tenths[take]);
                            fields[measure.id()] = json!(tenths.map(|tenths| tenths as f64 / 10.0));
                        }
                        fields
                    })
                    .collect();
                json!({"id": section.id, "title": section.title, "takes": takes})
            })
            .collect();
        json!({
            "format": super::FORMAT,
            "scenario": self.scenario,
            "note": self.note,
            "summary": self.summary,
            "estimates": self.estimates.iter().map(|(date, right, of)| json!({
                "date": date, "right": right, "of": of,
            })).collect::<Vec<_>>(),
            "sections": sections,
        })
    }
}

fn estimates(sessions: &[&Session], scenario: &Scenario) -> Vec<(String, usize, usize)> {
    let known = sessions.iter().filter_map(|session| {
        let (right, of) = estimate::right(&estimate::of(session, scenario));
        (of > 0).then(|| (date(&session.started), right, of))
    });
    known.collect()
}

fn estimated(estimates: &[(String, usize, usize)]) -> String {
    let shown = |(_, right, of): &(String, usize, usize)| format!("{right} of {of}");
    match estimates {
        [] => String::new(),
        [only] => format!("Your estimate was right in {}.", shown(only)),
        [first, .., last] => format!(
            "Your estimates were right in {} at first, in {} last.",
            shown(first),
            shown(last)
        ),
    }
}

fn over_time(sessions: &[&Session], section: &Section) -> Option<SectionTrend> {
    let takes: Vec<(&Session, &SectionJudgement)> = sessions
        .iter()
        .filter_map(|session| {
            let judgement = session.judgement.as_ref()?;
            let judged = judgement.sections.iter().find(|one| one.id == section.id)?;
            // A section without words has neither a pace nor a best.
            (judged.measures.words > 0).then_some((*session, judged))
        })
        .collect();
    if takes.is_empty() {
        return None;
    }
    Some(SectionTrend {
        id: clean(&section.id),
        title: clean(&section.title),
        dates: takes
            .iter()
            .map(|(session, _)| date(&session.started))
            .collect(),
        bars: takes.iter().map(|(session, _)| held_to(session)).collect(),
        lines: Measure::ALL
            .into_iter()
            // Without ideas to compare with, that none was said says nothing.
            .filter(|measure| *measure != Measure::Ideas || lists_ideas(&takes))
            .map(|measure| {
                let values = takes.iter().map(|(_, judged)| measure.of(judged));
                let thin: Vec<bool> = takes
                    .iter()
                    .map(|(_, judged)| judged.measures.thin())
                    .collect();
                let last = takes.last();
                let ideas =
                    last.map(|(session, judged)| judged.ideas(Some(section), session.level).1);
                let of = ideas
                    .filter(|ideas| measure == Measure::Ideas && *ideas > 0)
                    .and_then(|ideas| i64::try_from(ideas * 10).ok());
                line(measure, values.collect(), &thin, of)
            })
            .collect(),
    })
}

fn lists_ideas(takes: &[(&Session, &SectionJudgement)]) -> bool {
    takes.iter().any(|(_, judged)| !judged.signals.is_empty())
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

/// `thin` marks the takes in which hardly anything was said: few "we" are no achievement there.
fn line(measure: Measure, tenths: Vec<Option<i64>>, thin: &[bool], of: Option<i64>) -> Line {
    let mut best: Option<usize> = None;
    for (take, value) in tenths.iter().enumerate() {
        let Some(value) = value else { continue };
        if measure != Measure::Ideas && thin.get(take).is_some_and(|thin| *thin) {
            continue;
        }
        // The latest of equals.
        let lead = best.and_then(|best| tenths[best]);
        if lead.is_none_or(|lead| !measure.better(lead, *value)) {
            best = Some(take);
        }
    }
    let best = best.filter(|_| measure != Measure::Pace);
    let known: Vec<i64> = tenths.iter().flatten().copied().collect();
    let top = of.map_or_else(String::new, |of| format!(" of {}", number(of)));
    let words = match known.as_slice() {
        [] => NONE.to_owned(),
        [only] => format!("{}{top}", number(*only)),
        [first, .., last] => {
            let mut words = format!("{} → {}{top}", number(*first), number(*last));
            if let Some(value) = best.and_then(|best| tenths[best]) {
                words.push_str(&format!(", best {}", number(value)));
            }
            words
        }
    };
    Line {
        measure,
        tenths,
        words,
        of,
        best,
    }
}

/// The change from the first take of each section to its last, over all sections.
fn summary(sections: &[SectionTrend]) -> String {
    let ends = |measure: Measure| -> i64 {
        sections
            .iter()
            .flat_map(|section| &section.lines)
            .filter(|line| line.measure == measure)
            .filter_map(|line| {
                let known: Vec<i64> = line.tenths.iter().flatten().copied().collect();
                match known.as_slice() {
                    [first, .., last] => Some(last - first),
                    _ => None,
                }
            })
            .sum()
    };
    if sections.iter().all(|section| section.dates.len() < 2) {
        return String::new();
    }
    let moved: Vec<String> = [
        (Measure::Ideas, "idea", "ideas"),
        (Measure::We, "“we”", "“we”"),
        (Measure::Over, "second over", "seconds over"),
    ]
    .into_iter()
    .filter_map(|(measure, one, many)| {
        let change = ends(measure);
        let word = match change {
            0 => return None,
            1.. => "more",
            _ => "fewer",
        };
        let unit = if change.abs() == 10 { one } else { many };
        Some(format!("{} {word} {unit}", number(change)))
    })
    .collect();
    let mut lines = sections.iter().flat_map(|section| &section.lines);
    if moved.is_empty() && lines.all(|line| line.measure != Measure::Ideas) {
        "From the first take to the last: as many “we” and seconds over as before.".into()
    } else if moved.is_empty() {
        "From the first take to the last: as many ideas, “we” and seconds over as before.".into()
    } else {
        format!("From the first take to the last: {}.", list(&moved))
    }
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
        note.push_str(&format!(
            " {} {why} not shown.",
            count(*takes, "take", "takes")
        ));
    }
    note
}
