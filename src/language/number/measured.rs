//! Decides whether a number is a measurement. "4,200 failed events" is one; "version 2", "a team of eight", "it took
//! two weeks", "5 attempts" and "at 3 a.m." are not. What counts is the size of a problem, its impact, the data that
//! was analysed, a measured diagnosis, test evidence, and how long a result held. Effort, calendar, team sizes, design
//! choices, names and steps do not.

use super::reader::Reading;
use super::unit::Unit;
use super::words::{DAMAGE, DATA, LABELS};
use crate::language::token::{Border, CURRENCIES, Token};
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
    match number.unit {
        Some(Unit::Percent) => {
            let known = near.expected_as(context, "percent");
            (known || !near.rollout() && !near.idiom()).then_some(Some(Unit::Percent))
        }
        Some(money @ Unit::Money(_)) => Some(Some(money)),
        Some(Unit::Ratio) if near.repeated() => near.ratio(context).then_some(Some(Unit::Count)),
        Some(Unit::Ratio) => near.ratio(context).then_some(Some(Unit::Ratio)),
        Some(unit) if unit.is_time() => {
            let measured = near.duration(unit) || near.outcome_time(unit, context);
            measured.then_some(Some(unit))
        }
        Some(unit) => Some(Some(unit)),
        None => near.bare(context),
    }
}

/// Whether a number is part of a name: a code, a clock, a date, a version, a step.
pub fn is_name(tokens: &[Token], number: &Reading) -> bool {
    Near { tokens, number }.is_name()
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

pub(super) struct Near<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) number: &'a Reading,
}

impl Near<'_> {
    fn sentence(&self) -> usize {
        self.tokens[self.number.start].sentence
    }

    /// Tokens before the number in its sentence, nearest first.
    pub(super) fn before(&self, most: usize) -> impl Iterator<Item = &Token> {
        let sentence = self.sentence();
        self.tokens[self.number.start.saturating_sub(most)..self.number.start]
            .iter()
            .rev()
            .take_while(move |token| token.sentence == sentence)
    }

    pub(super) fn after(&self, most: usize) -> impl Iterator<Item = &Token> {
        let sentence = self.sentence();
        let end = self.number.end.min(self.tokens.len());
        self.tokens[end..(end + most).min(self.tokens.len())]
            .iter()
            .take_while(move |token| token.sentence == sentence)
    }

    /// Tokens after the number up to the next comma.
    pub(super) fn phrase(&self, most: usize) -> Vec<&Token> {
        let mut out = Vec::new();
        if self.last().after != Border::None {
            return out;
        }
        for token in self.after(most) {
            out.push(token);
            if token.after != Border::None {
                break;
            }
        }
        out
    }

    pub(super) fn last(&self) -> &Token {
        &self.tokens[self.number.end - 1]
    }

    pub(super) fn said(&self, words: &[&str], most: usize) -> bool {
        self.before(most)
            .chain(self.after(most))
            .any(|token| token.any(words))
    }

    pub(super) fn prior(&self, words: &[&str], most: usize) -> bool {
        self.before(most).any(|token| token.any(words))
    }

    /// Whether it is part of a code, clock, date, version or step.
    fn is_name(&self) -> bool {
        let first = &self.tokens[self.number.start];
        let before = self.before(1).next();
        // Tied to a neighbour: "us-east-1", "24/7"; but "thirty-two", "30-day" and "2-3 seconds" are numbers.
        let range = |token: &Token| {
            let figure = |c: char| c.is_ascii_digit() || CURRENCIES.contains(&c);
            !token.slash && self.number.unit.is_some() && token.lower.starts_with(figure)
        };
        let tied_before = before.is_some_and(|token| token.tied && !range(token));
        if self.status() {
            return true;
        }
        let tied_after = self.last().tied
            && self.number.unit.is_none()
            && self
                .after(1)
                .next()
                .is_some_and(|next| next.lower.starts_with(|c: char| c.is_ascii_digit()));
        if tied_before || tied_after {
            return true;
        }
        let clock = |token: &Token| token.any(&["am", "pm", "a.m", "p.m", "o'clock"]);
        if self.number.unit.is_none()
            && self.after(1).next().is_some_and(clock)
            && self.last().after == Border::None
        {
            return true;
        }
        if self.number.unit.is_none()
            && before.is_some_and(|token| token.any(LABELS))
            && first.lower != "zero"
        {
            return true;
        }
        self.number.unit.is_none()
            && (1900.0..2100.0).contains(&self.number.value)
            && self.number.value.fract() == 0.0
            && !first.lower.contains(',')
            && !self.phrase(3).iter().any(|token| token.any(DATA))
    }

    /// Whether it is a status code: "a five-hundred error".
    fn status(&self) -> bool {
        let code = (400.0..600.0).contains(&self.number.value) && self.number.unit.is_none();
        let answer = ["error", "page", "response", "status", "code"];
        code && self.after(1).next().is_some_and(|next| next.any(&answer))
    }

    fn rollout(&self) -> bool {
        self.said(
            &[
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
            ],
            9,
        ) && !self.said(
            &[
                "lost", "dropped", "drop", "drops", "dropping", "losing", "loss", "missing",
                "failed", "failing", "fails",
            ],
            9,
        )
    }

    /// Whether it is an idiom: "a hundred percent sure", "110 percent effort".
    fn idiom(&self) -> bool {
        self.number.value >= 100.0
            && self.phrase(2).iter().any(|token| {
                token.any(&[
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
                ])
            })
    }

    /// Whether it compares: "three times shorter", "ten times as many".
    fn compared(&self) -> bool {
        self.phrase(3).iter().any(|token| {
            token.any(&[
                "as", "faster", "slower", "more", "less", "fewer", "higher", "lower", "better",
                "bigger", "cheaper", "of", "fold",
            ])
        }) || self.phrase(1).first().is_some_and(|next| {
            next.lower.len() > 4 && next.lower.ends_with("er") && !next.is(Class::PREPOSITION)
        })
    }

    /// Whether it counts repetitions and is no ratio: "it ran twenty times".
    fn repeated(&self) -> bool {
        self.last().lower == "times" && !self.compared()
    }

    fn ratio(&self, context: &Context<'_>) -> bool {
        let times = self.last().any(&["times"]);
        let compared = self.compared();
        if times {
            let tested = ["ran", "run", "tested", "repeated", "reproduced", "test"];
            // "It had switched itself on thirty times", but not "I told them twenty times".
            let without_agent = || {
                !self
                    .before(8)
                    .any(|token| token.is(Class::FIRST.or(Class::WE_SUBJECT)))
            };
            let often = self.number.value >= 10.0 && (self.said(&tested, 8) || without_agent());
            return compared || often;
        }
        // "Cut in half"
        let halved = self.prior(&["in"], 1)
            && self.prior(&["cut", "cuts", "reduced", "brought", "split"], 4)
            && self.last().lower == "half";
        // A fraction is a share of something that is counted: "a third of all webhooks".
        let phrase = self.phrase(6);
        let of_those = phrase.first().is_some_and(|token| token.lower == "of")
            && phrase
                .get(1)
                .is_some_and(|token| token.any(&["those", "these", "them"]));
        let about = || {
            self.before(16)
                .chain(phrase.iter().copied())
                .any(|token| token.any(DATA) || token.any(DAMAGE))
        };
        // "A quarter of the desks were free again"
        let of_all = || {
            let whole = phrase.get(1).is_some_and(|token| {
                token.is(Class::DETERMINER.or(Class::MINE)) || token.any(&["our", "ours", "all"])
            });
            let idle = phrase.iter().take(4).any(|token| token.any(IDLE));
            phrase.first().is_some_and(|token| token.lower == "of") && whole && !idle
        };
        self.number.plain
            || halved
            || context.outcome && of_all()
            || of_those && !self.prior(&["think", "guess"], 3) && about()
            || compared
                && phrase.iter().any(|token| {
                    token.any(DATA) || token.any(&["loss", "revenue", "traffic", "volume"])
                })
    }

    pub(super) fn expected_as(&self, context: &Context<'_>, unit: &str) -> bool {
        context
            .expected
            .iter()
            .any(|(value, of)| *of == unit && (value - self.number.value).abs() < 1e-9)
    }
}
