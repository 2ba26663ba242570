//! How a text presents a figure: as rising or falling, as a wish, as a loss.

use crate::language::change::{REACH, changes};
use crate::language::grammar::{clause_end, clause_start};
use crate::language::number::reader::{Reading, numbers};
use crate::language::number::unit::{self, Unit, days};
use crate::language::token::{Token, says, tokens_of};
use crate::language::words::Class;
use crate::scenario::{Metric, Section};
use std::ops::Range;

/// Verbs of rising and falling.
const UP: &[&str] = &[
    "rose",
    "risen",
    "rise",
    "rises",
    "rising",
    "climbed",
    "grew",
    "grown",
    "increased",
    "increase",
    "jumped",
    "soared",
    "worsened",
];

const DOWN: &[&str] = &[
    "fell",
    "fallen",
    "dropped",
    "sank",
    "shrank",
    "decreased",
    "declined",
];

/// Verbs that rise or fall with a particle: "went up", "moved down".
const MOVING: &[&str] = &[
    "went", "gone", "go", "goes", "going", "moved", "came", "crept", "shot",
];

/// Words for what is hoped for, planned or due.
const WISHES: &[&str] = &[
    "should",
    "shouldn't",
    "would",
    "might",
    "ought",
    "hoped",
    "hoping",
    "hope",
    "wished",
    "wish",
    "wanted",
    "expected",
    "expecting",
    "supposed",
    "meant",
    "planned",
    "intended",
    "aimed",
    "aim",
    "goal",
    "target",
    "tried",
    "trying",
    "attempted",
    "promised",
];

/// Words that turn a wish or an attempt into a fact.
const REACHED: &[&str] = &["managed", "succeeded", "reached", "met", "worked", "did"];

const DENIALS: &[&str] = &[
    "not", "never", "unable", "cannot", "ain't", "neither", "nor",
];

/// Verbs of losing.
const LOSING: &[&str] = &[
    "lost", "lose", "loses", "losing", "cost", "costs", "costing",
];

/// Words that say that a loss is over, was earlier, or did not occur.
const OVER: &[&str] = &[
    "longer",
    "anymore",
    "more",
    "stopped",
    "stops",
    "ended",
    "used",
    "before",
    "until",
    "had",
    "been",
    "was",
    "back",
    "recovered",
    "recover",
    "recovering",
    "saved",
    "saves",
    "regained",
    "otherwise",
    "previously",
    "plugged",
    "prevented",
    "avoided",
];

/// Words that end a loss in the next sentence: "We lost $8K a week. Now it is nothing."
const ENDED: &[&str] = &["now", "zero", "nothing", "none", "gone"];

/// A metric's value before and after; a time in days. `None` if it is no change.
fn direction(metric: &Metric, section: Option<&Section>) -> Option<(f64, f64)> {
    let [first, second] = metric.values.as_slice() else {
        return None;
    };
    let strong = section.map(texts).unwrap_or_default();
    for text in std::iter::once(metric.name.clone()).chain(strong) {
        let all = tokens_of(&text);
        let told = changes(&all, &numbers(&all)).into_iter().find(|change| {
            let ends = [change.from.value, change.to.value];
            ends.contains(&first.value) && ends.contains(&second.value)
        });
        // "From 14 minutes to 90 seconds" falls: compare in one unit.
        let value = |end: &Reading| {
            let metric = if end.value == first.value {
                first
            } else {
                second
            };
            let said = end.unit.map(Unit::id);
            end.value * days(said.unwrap_or(&metric.unit)).unwrap_or(1.0)
        };
        if let Some(told) = told {
            return Some((value(&told.from), value(&told.to)));
        }
    }
    let value = first.value * days(&first.unit).unwrap_or(1.0);
    (second.value == 0.0).then_some((value, 0.0))
}

/// The strong example at all levels.
fn texts(section: &Section) -> Vec<String> {
    let levels = crate::scenario::Level::ALL;
    let mut all: Vec<String> = levels
        .iter()
        .filter_map(|level| section.strong_for(*level).map(str::to_owned))
        .collect();
    all.dedup();
    all
}

/// The kind of a unit: all times are in days.
fn kind(unit: &str) -> &str {
    days(unit).map_or(unit, |_| "days")
}

/// How the story itself presents a figure.
#[derive(Debug, Clone)]
pub(crate) struct FigureFraming {
    /// For a change, its value before and after.
    pub(crate) direction: Option<(f64, f64)>,
    /// For a single value, whether the story has it rise, and the stems of its subject.
    pub(crate) way: Option<(bool, Vec<String>)>,
    /// The unit that the metric is measured in.
    pub(crate) unit: String,
    /// Whether the story itself presents it as a loss.
    pub(crate) loss: bool,
    /// Whether the story itself presents it as a plan or a wish.
    pub(crate) wish: bool,
}

impl FigureFraming {
    /// Derived from the metric's name and the strong example of its section.
    pub(crate) fn of(metric: &Metric, section: Option<&Section>) -> Self {
        let own = section.map(texts).unwrap_or_default();
        let told = |kind: fn(&[Token], &Range<usize>) -> bool| {
            own.iter().any(|text| {
                let all = tokens_of(text);
                numbers(&all).iter().any(|number| {
                    let same = metric.values.iter().any(|one| one.value == number.value);
                    same && kind(&all, &(number.start..number.end))
                })
            })
        };
        Self {
            direction: direction(metric, section),
            way: own_way(metric, &own),
            unit: metric
                .values
                .first()
                .map_or("", |one| kind(&one.unit))
                .into(),
            loss: told(lost),
            wish: told(unfulfilled),
        }
    }
}

/// The last verb of rising (`true`) or falling before a figure, in its clause.
pub(crate) fn way(all: &[Token], figure: usize) -> Option<(usize, bool)> {
    let start = clause_start(all, figure);
    let goes = |words: &[&str], at: usize, particle: &str| {
        let moving = at > start && all[at].lower == particle && all[at - 1].any(MOVING);
        all[at].any(words) || moving
    };
    (start..figure).rev().find_map(|at| {
        let (up, down) = (goes(UP, at, "up"), goes(DOWN, at, "down"));
        (up || down).then_some((at, up))
    })
}

/// Whether the story has a single figure rise, and the stems of its subject.
fn own_way(metric: &Metric, own: &[String]) -> Option<(bool, Vec<String>)> {
    let [only] = metric.values.as_slice() else {
        return None;
    };
    own.iter().find_map(|text| {
        let all = tokens_of(text);
        let number = numbers(&all)
            .into_iter()
            .find(|one| one.value == only.value)?;
        let (verb, up) = way(&all, number.start)?;
        let subject = clause_start(&all, number.start)..verb;
        let stems = all[subject].iter().map(|token| token.stem.clone());
        Some((
            up,
            stems
                .filter(|stem| stem.len() > 2 && stem != "the")
                .collect(),
        ))
    })
}

/// Whether a figure is wished for, planned or denied.
pub(crate) fn unfulfilled(all: &[Token], figure: &Range<usize>) -> bool {
    let sentence = all[figure.start].sentence;
    let mut start = clause_start(all, figure.start);
    // "From 2% and then to zero" is one clause with what governs it.
    if let Some(until) = (start..figure.start)
        .rev()
        .find(|&at| all[at].lower == "until")
    {
        start = until + 1;
    }
    let left = &all[start..figure.start];
    let leaks = [
        "missed", "waste", "wasted", "wasting", "bleeding", "leaking", "burn", "burnt", "burning",
        "broken", "fail", "failing",
    ];
    let failed = |at: usize| {
        let to = all.get(at + 1).is_some_and(|next| next.lower == "to");
        (all[at].lower == "failed").then_some(to)
    };
    let loses = |token: &Token| token.any(LOSING) || token.any(&leaks);
    // A loss that was averted or has ended; "it has not failed in five months".
    if left.iter().any(loses) || (start..figure.start).any(|at| failed(at) == Some(false)) {
        return false;
    }
    let same = |token: &&Token| token.sentence == sentence;
    let after = || {
        let near = all[figure.end..].iter().take(REACH);
        near.take_while(same)
    };
    let reached =
        !after().any(|token| token.any(DENIALS)) && after().any(|token| token.any(REACHED));
    let wished = left.iter().enumerate().any(|(at, token)| {
        let before = start + at;
        let as_planned = before > 0 && all[before - 1].any(&["as", "than", "the", "our", "my"]);
        // "It could be reduced" is a fact; "it could have been" is not.
        let unreal = token.lower == "could" && all[before + 1].lower == "have";
        let aimed = token.any(&["goal", "target", "aim"]);
        // "I tried it five times" was done; "I tried to halve it" may not have been.
        let attempt = token.any(&["tried", "trying", "attempted"]);
        let to = |token: &&Token| token.lower == "to";
        let begun = attempt && all[before + 1..].iter().take(3).find(to).is_none();
        (token.any(WISHES) || unreal) && !begun && (aimed || !as_planned)
    });
    let only = says(left, &["only", "just", "easy", "easily", "once"]);
    let denied = (start..figure.start).any(|at| {
        // "If not, there would have been 400": it was averted.
        let averted = at > 0 && all[at - 1].lower == "if";
        if averted || held_since(all, at, figure) {
            return false;
        }
        let not = all[at].lower.ends_with("n't") && all[at].is(Class::NEGATIVE);
        not || all[at].any(DENIALS) || failed(at) == Some(true)
    });
    // "We don't pay it any more": it was so before.
    let over = all[start..(figure.end + REACH).min(all.len())]
        .iter()
        .filter(same)
        .any(|token| token.any(&["longer", "anymore", "more"]));
    wished && !reached || denied && !only && !over
}

/// Whether the denial says how long a result has held: "it hasn't come back in half a year".
fn held_since(all: &[Token], denial: usize, figure: &Range<usize>) -> bool {
    let perfect = all[denial].any(&["hasn't", "haven't", "hadn't"])
        || denial > 0 && all[denial - 1].any(&["has", "have", "had", "it's", "they've", "we've"]);
    let time = (figure.start + 1..figure.end)
        .any(|at| unit::named(all, at).is_some_and(|(unit, ..)| unit.is_time()));
    let before = &all[figure.start.saturating_sub(3)..figure.start];
    let led = says(before, &["in", "for", "over", "since"]);
    perfect && time && led
}

/// Whether a figure is presented as a loss that nothing says is over.
pub(crate) fn lost(all: &[Token], figure: &Range<usize>) -> bool {
    let (start, end) = (
        clause_start(all, figure.start),
        clause_end(all, figure.end - 1),
    );
    // As a modifier: "lost hooks", "in lost revenue"
    let noun = |at: usize| {
        at == 0
            || all[at - 1].sentence != all[at].sentence
            || (all[at - 1].is(Class::PREPOSITION.or(Class::DETERMINER).or(Class::MINE))
                || all[at - 1].any(&["low", "no"]))
    };
    let verb = |at: usize| all[at].any(LOSING) && !noun(at);
    let active = (start..figure.start).any(verb);
    let passive = (figure.end..end.min(figure.end + 6)).any(|at| {
        verb(at) && all[at].lower == "lost" && all[at - 1].is(Class::BE.or(Class::ADVERB))
    });
    if !active && !passive {
        return false;
    }
    let sentence = all[figure.start].sentence;
    let around = figure.start.saturating_sub(24)..(figure.end + 24).min(all.len());
    !all[around].iter().enumerate().any(|(place, token)| {
        let near = figure.start.saturating_sub(24) + place;
        // "I failed to fix it, and we lost $8K" does not deny the loss.
        let denied = token.is(Class::NEGATIVE) && (start..end).contains(&near);
        let inside = token.sentence == sentence || token.sentence == sentence + 1;
        let ended = token.sentence == sentence + 1 && token.any(ENDED);
        inside && (ended || denied || token.any(OVER) || token.any(&["would", "could"]))
    })
}
