//! Decides whether a number is a measurement. "4,200 failed events" is one; "version 2", "a team of eight", "it took
//! two weeks", "5 attempts" and "at 3 a.m." are not. What counts is the size of a problem, its impact, the data that
//! was analysed, a measured diagnosis, test evidence, and how long a result held. Effort, calendar, team sizes, design
//! choices, names and steps do not.

use super::reader::Reading;
use super::unit::Unit;
use super::words::{DAMAGE, DATA, LABELS};
use crate::language::token::{Border, CURRENCIES, Token, before, says};
use crate::language::words::Class;

/// The unit of a measurement; `Some(None)` for a bare number; `None` if it measures nothing.
pub fn measures(tokens: &[Token], number: &Reading, context: &Context<'_>) -> Option<Option<Unit>> {
    let near = Near { tokens, number };
    if near.is_name() {
        return None;
    }
    if number.value == 0.0 && !matches!(number.unit, Some(unit) if unit.is_time()) {
        return near.zero();
    }
    let measured = match number.unit {
        None => return near.bare(context),
        Some(Unit::Percent) => {
            near.expected_as(context, "percent") || !near.rollout() && !near.idiom()
        }
        Some(Unit::Ratio) if near.repeated() => {
            return near.ratio(context).then_some(Some(Unit::Count));
        }
        Some(Unit::Ratio) => near.ratio(context),
        Some(unit) if unit.is_time() => near.duration(unit) || near.outcome_time(unit, context),
        Some(_) => true,
    };
    measured.then_some(number.unit)
}

/// What is known besides the words.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Values of the scenario's strong example: a bare "0.3" among them takes their unit.
    pub expected: &'a [(f64, &'a str)],
    /// Whether the words are a Result.
    pub outcome: bool,
    /// Every number among the tokens.
    pub numbers: &'a [Reading],
    /// First tokens of the numbers that are an end of a change, in order.
    pub changed: &'a [usize],
}

impl Context<'_> {
    pub(super) fn changes(&self, number: &Reading) -> bool {
        self.changed.binary_search(&number.start).is_ok()
    }
}

/// Nouns of which a half or a quarter is an idiom.
const IDLE: &[&str] = &[
    "time", "way", "day", "night", "week", "month", "year", "team", "hour", "battle", "story",
    "meeting", "morning", "it", "that", "this",
];

/// Words for the stages of a rollout and for thresholds.
const STAGES: &[&str] = &[
    "rollout",
    "roll",
    "rolled",
    "rolling",
    "canary",
    "ramp",
    "ramped",
    "staged",
    "fleet",
    "hosts",
    "gradually",
    "stages",
    "slo",
    "threshold",
    "alarm",
    "alert",
    "alerts",
    "budget",
];

/// What somebody is "a hundred percent".
const CERTAIN: &[&str] = &[
    "sure",
    "certain",
    "committed",
    "effort",
    "clear",
    "convinced",
    "honest",
    "right",
    "mine",
    "confident",
    "agree",
    "agreed",
];

/// Words of a comparison: "ten times as many".
const COMPARING: &[&str] = &[
    "as", "faster", "slower", "more", "less", "fewer", "higher", "lower", "better", "bigger",
    "cheaper", "of", "fold",
];

pub(super) struct Near<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) number: &'a Reading,
}

impl Near<'_> {
    /// Tokens before the number in its sentence.
    pub(super) fn before(&self, most: usize) -> &[Token] {
        before(self.tokens, self.number.start, most)
    }

    /// Tokens after the number in its sentence.
    pub(super) fn after(&self, most: usize) -> &[Token] {
        let sentence = self.tokens[self.number.start].sentence;
        let rest = &self.tokens[self.number.end..];
        let same = rest.partition_point(|token| token.sentence == sentence);
        &rest[..same.min(most)]
    }

    /// Tokens after the number up to the next comma.
    pub(super) fn phrase(&self, most: usize) -> &[Token] {
        if self.last().after != Border::None {
            return &[];
        }
        let rest = self.after(most);
        let ends = rest.iter().position(|token| token.after != Border::None);
        &rest[..ends.map_or(rest.len(), |last| last + 1)]
    }

    pub(super) fn last(&self) -> &Token {
        &self.tokens[self.number.end - 1]
    }

    pub(super) fn said(&self, words: &[&str], most: usize) -> bool {
        self.prior(words, most) || says(self.after(most), words)
    }

    pub(super) fn prior(&self, words: &[&str], most: usize) -> bool {
        says(self.before(most), words)
    }

    /// Whether one of the words is in the phrase after the number.
    pub(super) fn followed_by(&self, words: &[&str], most: usize) -> bool {
        says(self.phrase(most), words)
    }

    /// Whether "of" follows and then one of the words.
    pub(super) fn of(&self, words: &[&str]) -> bool {
        matches!(self.phrase(2), [of, next] if of.lower == "of" && next.any(words))
    }

    /// Whether it is part of a code, clock, date, version or step.
    pub(super) fn is_name(&self) -> bool {
        let (first, bare) = (&self.tokens[self.number.start], self.number.unit.is_none());
        let (before, next) = (self.before(1).first(), self.after(1).first());
        let digit = |c: char| c.is_ascii_digit();
        // Tied to a neighbour: "us-east-1", "24/7"; but "thirty-two", "30-day" and "2-3 seconds" are numbers.
        let range = |token: &Token| {
            let figure = |c: char| digit(c) || CURRENCIES.contains(&c);
            !token.slash && !bare && token.lower.starts_with(figure)
        };
        if before.is_some_and(|token| token.tied && !range(token)) {
            return true;
        }
        let year =
            (1900.0..2100.0).contains(&self.number.value) && self.number.value.fract() == 0.0;
        let clock = || self.followed_by(&["am", "pm", "a.m", "p.m", "o'clock"], 1);
        bare && (self.last().tied && next.is_some_and(|next| next.lower.starts_with(digit))
            || self.status()
            || clock()
            || self.prior(LABELS, 1) && first.lower != "zero"
            || year && !first.lower.contains(',') && !self.followed_by(DATA, 3))
    }

    /// Whether it is a status code: "a five-hundred error".
    fn status(&self) -> bool {
        let answer = ["error", "page", "response", "status", "code"];
        (400.0..600.0).contains(&self.number.value) && says(self.after(1), &answer)
    }

    /// Whether it is a stage of a rollout or a threshold, and nothing is lost.
    fn rollout(&self) -> bool {
        let lost = [
            "lost", "dropped", "drop", "drops", "dropping", "losing", "loss", "missing", "failed",
            "failing", "fails",
        ];
        self.said(STAGES, 9) && !self.said(&lost, 9)
    }

    /// Whether it is an idiom: "a hundred percent sure", "110 percent effort".
    fn idiom(&self) -> bool {
        self.number.value >= 100.0 && self.followed_by(CERTAIN, 2)
    }

    /// Whether it compares: "three times shorter", "ten times as many".
    fn compared(&self) -> bool {
        let more = |next: &Token| {
            next.lower.len() > 4 && next.lower.ends_with("er") && !next.is(Class::PREPOSITION)
        };
        self.followed_by(COMPARING, 3) || self.phrase(1).iter().any(more)
    }

    /// Whether it counts repetitions and is no ratio: "it ran twenty times".
    fn repeated(&self) -> bool {
        self.last().lower == "times" && !self.compared()
    }

    fn ratio(&self, context: &Context<'_>) -> bool {
        let compared = self.compared();
        if self.last().lower == "times" {
            let tested = ["ran", "run", "tested", "repeated", "reproduced", "test"];
            // "It had switched itself on thirty times", but not "I told them twenty times".
            let by_us = |token: &Token| token.is(Class::FIRST.or(Class::WE_SUBJECT));
            let without_agent = || !self.before(8).iter().any(by_us);
            let often = self.number.value >= 10.0 && (self.said(&tested, 8) || without_agent());
            return compared || often;
        }
        // "Cut in half"
        let halved = self.prior(&["in"], 1)
            && self.prior(&["cut", "cuts", "reduced", "brought", "split"], 4)
            && self.last().lower == "half";
        // A fraction is a share of something that is counted: "a third of all webhooks".
        let about = |words| self.prior(words, 16) || self.followed_by(words, 6);
        // "A quarter of the desks were free again"
        let of_all = || match self.phrase(4) {
            phrase @ [of, whole, ..] if of.lower == "of" => {
                let all = whole.is(Class::DETERMINER.or(Class::MINE));
                (all || whole.any(&["our", "ours", "all"])) && !says(phrase, IDLE)
            }
            _ => false,
        };
        self.number.plain
            || halved
            || context.outcome && of_all()
            || self.of(&["those", "these", "them"])
                && !self.prior(&["think", "guess"], 3)
                && (about(DATA) || about(DAMAGE))
            || compared
                && (self.followed_by(DATA, 6)
                    || self.followed_by(&["loss", "revenue", "traffic", "volume"], 6))
    }

    pub(super) fn expected_as(&self, context: &Context<'_>, unit: &str) -> bool {
        let mut expected = context.expected.iter();
        expected.any(|(value, of)| *of == unit && (value - self.number.value).abs() < 1e-9)
    }
}
