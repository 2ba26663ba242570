//! How the numbers of one story move over its takes, section by section.

mod page;
mod terminal;

pub use page::{render as html, sections as charts};
pub use terminal::render as text;

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
    /// How many takes it rests on, and what that is worth. One or two sentences.
    pub note: String,
    /// What moved from the first take to the last, a sentence; empty before there are two.
    pub summary: String,
    /// The sections that were spoken at least once, in speaking order.
    pub sections: Vec<SectionTrend>,
}

/// One section over time.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionTrend {
    /// Section id.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// When each take was made, oldest first.
    pub dates: Vec<String>,
    /// The level and the lens that each take was held to.
    pub bars: Vec<String>,
    /// The numbers.
    pub lines: Vec<Line>,
}

/// One number over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is.
    pub measure: Measure,
    /// One value a take, in tenths; `None` where it was not measured.
    pub tenths: Vec<Option<i64>>,
    /// From the first to the last and the best, as a phrase.
    pub words: String,
    /// What there is to reach, in tenths, where there is such a number.
    pub of: Option<i64>,
    /// The take that was best, if a best makes sense and was reached once or more.
    pub best: Option<usize>,
}

impl Line {
    /// The one value that every take had, where it never moved, as a phrase: "never over". `None`
    /// for a line that moved.
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

/// Words a minute between which no rule has anything to say, in tenths, unless the settings say otherwise.
pub(crate) fn unremarkable() -> (i64, i64) {
    let bands = crate::judgement::Bands::default();
    let tenths = |words: u32| i64::from(words) * 10;
    (
        tenths(bands.slow_words_per_minute),
        tenths(bands.fast_words_per_minute),
    )
}

/// What is followed over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Seconds past the target.
    Over,
    /// Words a minute.
    Pace,
    /// Every we, us, our.
    We,
    /// Ideas of the strong example that were said.
    Ideas,
    /// Fillers a minute of the section.
    Fillers,
}

impl Measure {
    /// In the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Over, Self::Pace, Self::We, Self::Ideas, Self::Fillers];

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Over => "seconds over",
            Self::Pace => "words a minute",
            Self::We => "“we”",
            Self::Ideas => "ideas said",
            Self::Fillers => "fillers a minute",
        }
    }

    /// For scripts.
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

/// A value in tenths for people.
pub(crate) fn number(tenths: i64) -> String {
    seconds(Millis(tenths.unsigned_abs() * 100))
}

impl Trend {
    /// Over these sessions, oldest first, all of one scenario. Sessions that were not judged and
    /// takes in a synthetic voice are left out, and the note says how many.
    pub fn of(sessions: &[Session], scenario: &Scenario, only: Option<&str>) -> Self {
        let mine: Vec<&Session> = sessions
            .iter()
            .filter(|session| !session.take.synthetic && session.judgement.is_some())
            .collect();
        let synthetic = sessions.iter().filter(|one| one.take.synthetic).count();
        let unjudged = sessions.len() - mine.len() - synthetic;
        let sections: Vec<SectionTrend> = scenario
            .sections
            .iter()
            .filter(|section| only.is_none_or(|only| only == section.id))
            .filter_map(|section| over_time(&mine, section))
            .collect();
        Self {
            scenario: clean(&scenario.id),
            title: clean(&scenario.title),
            note: note(mine.len(), synthetic, unjudged),
            summary: summary(&sections),
            sections,
        }
    }

    /// For scripts.
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
                        for line in &section.lines {
                            fields[line.measure.id()] =
                                json!(line.tenths[take].map(|tenths| tenths as f64 / 10.0));
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
            "sections": sections,
        })
    }
}

fn over_time(sessions: &[&Session], section: &Section) -> Option<SectionTrend> {
    let takes: Vec<(&Session, &SectionJudgement)> = sessions
        .iter()
        .filter_map(|session| {
            let judgement = session.judgement.as_ref()?;
            let judged = judgement.sections.iter().find(|one| one.id == section.id)?;
            // Nothing said is no number: neither a pace nor a best.
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
        bars: takes
            .iter()
            .map(|(session, _)| match session.lens {
                Some(lens) => format!("{}, {} lens", session.level.title(), lens.title()),
                None => session.level.title().to_owned(),
            })
            .collect(),
        lines: Measure::ALL
            .into_iter()
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

/// `thin` are the takes in which hardly anything was said: to leave out "we" there is no feat.
fn line(measure: Measure, tenths: Vec<Option<i64>>, thin: &[bool], of: Option<i64>) -> Line {
    let mut best: Option<usize> = None;
    for (take, value) in tenths.iter().enumerate() {
        let Some(value) = value else { continue };
        if measure != Measure::Ideas && thin.get(take).is_some_and(|thin| *thin) {
            continue;
        }
        // The latest of equals: what was reached again counts from now.
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

/// What moved from the first take of each section to its last, over all sections.
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
    if moved.is_empty() {
        "From the first take to the last: as many ideas, “we” and seconds over as before.".into()
    } else {
        format!("From the first take to the last: {}.", list(&moved))
    }
}

/// Fewer takes than this are said to be too few to read a trend from.
const FEW: usize = 5;

fn note(takes: usize, synthetic: usize, unjudged: usize) -> String {
    let mut note = match takes {
        0 => "No take of your own has been judged yet.".to_owned(),
        1 => "One take: a beginning, not a trend.".to_owned(),
        few if few < FEW => {
            format!("{few} takes: too few to tell progress from chance. Look again after {FEW}.")
        }
        many => format!("{many} takes, oldest first."),
    };
    if synthetic > 0 {
        note.push_str(&format!(
            " {} in a synthetic voice not shown.",
            count(synthetic, "take", "takes")
        ));
    }
    if unjudged > 0 {
        note.push_str(&format!(
            " {} without a judgement not shown.",
            count(unjudged, "take", "takes")
        ));
    }
    note
}
