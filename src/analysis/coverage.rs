//! Is a metric or an idea of the strong example said, in any words?
//!
//! Metrics are compared by value and unit. Ideas are looked for in three ways: the scenario's
//! accepted wordings (patterns), the key phrase itself, and the strong example's own sentence
//! ([`crate::analysis::likeness`]). An idea counts only when the right person did it, and when it
//! is neither denied nor merely planned.

use crate::analysis::exact;
use crate::analysis::grammar::{Doer, Mood, doer, mood, names_somebody};
use crate::analysis::lexicon::Class;
use crate::analysis::likeness;
use crate::analysis::number::unit::Unit;
use crate::analysis::pattern::{Match, Pattern};
use crate::analysis::speech::Speech;
use crate::analysis::token::{Border, Token};
use crate::analysis::{MetricCheck, Quantity, SignalCheck};
use crate::scenario::{Actor, Metric, MetricValue, Signal};

/// How far apart two figures may lie and still be the same ("about eight and a half thousand").
const TOLERANCE: f64 = 0.2;

/// Checks every metric of the section.
pub fn metrics(speech: &Speech<'_>) -> Vec<MetricCheck> {
    let metrics = speech.section.map_or(&[][..], |section| &section.metrics);
    metrics
        .iter()
        .map(|metric| {
            let quote = words_of(metric, speech);
            MetricCheck {
                id: metric.id.clone(),
                name: metric.name.clone(),
                said: quote.is_some(),
                quote,
            }
        })
        .collect()
}

/// Whether a metric, of whatever section, is said in this one.
pub fn says(metric: &Metric, speech: &Speech<'_>) -> bool {
    words_of(metric, speech).is_some()
}

fn words_of(metric: &Metric, speech: &Speech<'_>) -> Option<String> {
    let drop = metric.values.last().is_some_and(|last| last.value == 0.0);
    let said: Vec<&Quantity> = speech
        .quantities
        .iter()
        .filter(|q| !drop || !elsewhere(q, speech))
        .collect();
    metric_quote(metric, &said, speech).or_else(|| exact::figure(metric, speech))
}

fn metric_quote(metric: &Metric, said: &[&Quantity], speech: &Speech<'_>) -> Option<String> {
    if let [from, to] = metric.values.as_slice()
        && to.value == 0.0
    {
        // A change between two values of one kind: its end value is enough, and so is another end of the same kind ("from a third
        // of a percent to a hundredth", "by 95 percent").
        if let Some(end) = said.iter().find(|q| same_figure(q, to)) {
            return Some(end.quote.clone());
        }
        let kind: Vec<&Quantity> = said
            .iter()
            .copied()
            .filter(|q| amount(q).1 == unit_kind(&from.unit))
            .collect();
        if kind.len() > 1 {
            return Some(format!(
                "{} … {}",
                kind[0].quote,
                kind[kind.len() - 1].quote
            ));
        }
        if let Some(cut) = kind.iter().find(|q| by(q, speech)) {
            return Some(cut.quote.clone());
        }
    }
    std::iter::once(&metric.values)
        .chain(&metric.or)
        .find_map(|values| all_said(values, said, speech))
}

/// The words that say every one of `values`.
fn all_said(values: &[MetricValue], said: &[&Quantity], speech: &Speech<'_>) -> Option<String> {
    let mut quotes = Vec::new();
    for value in values {
        let measured = said
            .iter()
            .find(|q| same_figure(q, value))
            .map(|q| q.quote.clone());
        quotes.push(measured.or_else(|| plainly(value, speech))?);
    }
    (!quotes.is_empty()).then(|| quotes.join(" … "))
}

/// A figure of the scenario may count things that no list of ours knows ("31 of 34 releases"): the
/// number itself is enough, if its words name no other unit.
fn plainly(wanted: &MetricValue, speech: &Speech<'_>) -> Option<String> {
    let counted = wanted.unit.is_empty() || wanted.unit == "count";
    let tokens = speech.tokens();
    let number = speech.numbers.iter().find(|number| {
        let unit = number.unit.map_or("", Unit::id);
        wanted.value > 1.0
            && (number.value - wanted.value).abs() < 1e-9
            && (unit == wanted.unit || unit.is_empty() && counted)
    })?;
    Some(speech.quote(&(number.start..number.end))).filter(|_| number.end <= tokens.len())
}

/// Whether a figure plainly measures something else than how much goes wrong: "zero complaints", "zero
/// budget", "cut the bill by 20 percent".
fn elsewhere(quantity: &Quantity, speech: &Speech<'_>) -> bool {
    let tokens = speech.tokens();
    let at = |byte: usize| tokens.partition_point(|token| token.bytes.start < byte);
    let (start, end) = (at(quantity.start), at(quantity.end));
    let Some(sentence) = tokens.get(start).map(|token| token.sentence) else {
        return false;
    };
    if quantity.value == 0.0 {
        let next = tokens.get(end).filter(|next| next.sentence == sentence);
        return next.is_some_and(|next| next.any(OTHER_NOTHINGS));
    }
    let near = || tokens.iter().filter(|token| token.sentence == sentence);
    near().any(|token| token.any(SAVINGS)) && !near().any(|token| token.any(FAULTS))
}

/// What there may be none of without any of it being lost.
const OTHER_NOTHINGS: &[&str] = &[
    "budget",
    "complaint",
    "complaints",
    "escalation",
    "escalations",
    "help",
    "support",
    "headcount",
    "regrets",
    "pushback",
    "conflict",
    "conflicts",
    "questions",
    "meetings",
];

/// What shrinks where money or time is saved.
const SAVINGS: &[&str] = &[
    "bill",
    "bills",
    "cost",
    "costs",
    "spend",
    "spending",
    "price",
    "latency",
    "cpu",
    "memory",
    "headcount",
    "budget",
];

/// What goes wrong, and is measured as a share.
const FAULTS: &[&str] = &[
    "drop", "drops", "dropped", "dropping", "rate", "loss", "losses", "lost", "losing", "failed",
    "failing", "failure", "failures", "fails", "error", "errors", "missed", "missing",
];

/// "Cut by 95 percent", "95 percent fewer".
fn by(quantity: &Quantity, speech: &Speech<'_>) -> bool {
    let tokens = speech.tokens();
    let at = tokens.partition_point(|token| token.bytes.start < quantity.start);
    at > 0
        && tokens[at.saturating_sub(3)..at]
            .iter()
            .any(|token| token.lower == "by")
        || tokens[at..(at + 5).min(tokens.len())].iter().any(|token| {
            token.any(&[
                "fewer",
                "less",
                "lower",
                "down",
                "reduction",
                "drop",
                "decrease",
                "better",
            ])
        })
}

fn unit_kind(unit: &str) -> &str {
    if unit == "ratio" { "percent" } else { unit }
}

/// Value and kind of unit; a ratio is a hundredth of a percentage.
fn amount(quantity: &Quantity) -> (f64, &str) {
    match quantity.unit.as_str() {
        "ratio" => (quantity.value * 100.0, "percent"),
        unit => (quantity.value, unit),
    }
}

fn same_figure(quantity: &Quantity, wanted: &MetricValue) -> bool {
    let (value, unit) = amount(quantity);
    let target = if wanted.unit == "ratio" {
        wanted.value * 100.0
    } else {
        wanted.value
    };
    if target == 0.0 {
        return value == 0.0 || (unit == "percent" && value == 100.0);
    }
    if unit != unit_kind(&wanted.unit) {
        // A bare amount said in the right place: "eight thousand a week".
        return unit.is_empty() && (value - target).abs() <= 1e-9;
    }
    let near = |value: f64| (value - target).abs() <= TOLERANCE * target.abs();
    if is_money(unit) {
        return value > 0.0; // with any period: $32,000 a month is $8,000 a week
    }
    near(value) || unit == "percent" && target < 50.0 && near(100.0 - value)
}

fn is_money(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Checks every signal of the section.
pub fn signals(speech: &Speech<'_>) -> Vec<SignalCheck> {
    let Some(section) = speech.section else {
        return Vec::new();
    };
    section
        .signals
        .iter()
        .map(|signal| {
            let found = covered(speech, signal);
            SignalCheck {
                id: signal.id.clone(),
                phrase: signal.phrase.clone(),
                covered: found.is_some(),
                quote: found.map(|m| speech.quote(&m.tokens)),
                said_in: None,
            }
        })
        .collect()
}

/// Where the idea is said in this section, whatever section asks for it.
pub(super) fn covered(speech: &Speech<'_>, signal: &Signal) -> Option<Match> {
    let patterns: Vec<Pattern> = signal
        .accept
        .iter()
        .filter_map(|text| {
            Pattern::parse(text)
                .or_else(|_| Pattern::parse(&plain(text)))
                .ok()
        })
        .collect();
    if patterns
        .iter()
        .any(|pattern| pattern.denies && pattern.matches(&speech.words))
    {
        return None;
    }
    let accepted = patterns
        .iter()
        .filter(|pattern| !pattern.denies)
        .find_map(|pattern| {
            let found = pattern.find(&speech.words).into_iter();
            found
                .into_iter()
                .find(|m| counts(speech, signal.actor, pattern, m))
        });
    // A list that uses the pattern language was worked out, and only what stories of any trade say
    // adds to it; plain wordings are examples, and the key phrase and the strong example add to them.
    accepted
        .or_else(|| {
            if worked_out(signal) {
                likeness::as_idea(speech, signal)
            } else {
                likeness::covered(speech, signal)
            }
        })
        .or_else(|| exact::phrase(signal, speech))
}

/// Whether the accepted wordings are patterns that were worked out, and not mere examples.
pub fn worked_out(signal: &Signal) -> bool {
    let mut accept = signal.accept.iter();
    accept.any(|text| text.contains(['{', '|', '^', '[']))
}

/// An accepted wording that is no pattern is read as plain words.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '\'' {
                c
            } else {
                ' '
            }
        })
        .collect()
}

/// Whether a match says the idea: by the right person, and as a fact.
pub fn counts(speech: &Speech<'_>, actor: Actor, pattern: &Pattern, found: &Match) -> bool {
    let tokens = speech.tokens();
    let verb = found.verb;
    if tokens[verb].quoted && !own_quote(speech, verb) {
        return false;
    }
    if is_name(tokens, &found.tokens) || is_name(tokens, &(verb..verb + 1)) {
        return false;
    }
    if !pattern.negative {
        // "Screens that aren't mine": whose it is, and no denial.
        let whose = |at: usize| {
            tokens
                .get(at + 1)
                .is_some_and(|next| next.any(&["mine", "yours", "ours", "theirs", "my", "our"]))
        };
        let denied = found.tokens.clone().any(|at| {
            tokens[at].is(Class::NEGATIVE) && !tokens[at].any(&["no", "failed"]) && !whose(at)
        }) && !tokens[found.tokens.clone()]
            .iter()
            .any(|token| token.any(&["until", "anymore"]));
        if denied {
            return false;
        }
    }
    // "I believe I traced it": a guess within the match, which begins before it.
    let guess =
        |at: usize| tokens[at].is(Class::HEDGING) && at > 0 && tokens[at - 1].is(Class::FIRST);
    if !pattern.intent && found.tokens.clone().any(guess) {
        return false;
    }
    // "Almost gone" is not gone.
    let almost = found.tokens.start.saturating_sub(1)..found.tokens.end;
    if tokens[almost]
        .iter()
        .any(|token| token.any(&["almost", "nearly", "practically", "virtually"]))
    {
        return false;
    }
    match mood(tokens, verb) {
        Mood::Fact => {}
        Mood::Negated if pattern.negative => {}
        Mood::Planned if pattern.intent => {}
        // "Nobody would have asked": the denial is the fact.
        Mood::Planned if pattern.negative => {
            let denial = Class::NEGATIVE.or(Class::NOBODY);
            if !tokens[found.tokens.clone()]
                .iter()
                .any(|token| token.is(denial))
            {
                return false;
            }
        }
        Mood::Hedged if pattern.intent => {}
        _ => return false,
    }
    // "I wrote the retry and she built the alert": the second half is hers.
    let passed_on = tokens[verb + 1..found.tokens.end.max(verb + 1)]
        .iter()
        .any(|token| token.is(Class::WE_SUBJECT) || token.any(&["he", "she", "they"]));
    if pattern.candidate {
        return !passed_on && doer(tokens, verb) == Doer::Candidate;
    }
    // "My lead added the alert": hers, although a "my" stands before it.
    let hers = actor == Actor::Candidate
        && found
            .tokens
            .clone()
            .any(|at| tokens[at].lower == "my" && names_somebody(tokens, at));
    if actor == Actor::Anyone || pattern.anyone || pattern.own() {
        return !hers;
    }
    if pattern.after_mine {
        return candidate_acts_near(speech, verb);
    }
    doer(tokens, verb) == Doer::Candidate
}

/// "Merchant Tools": a word of a name says nothing about merchants.
pub fn is_name(tokens: &[Token], range: &std::ops::Range<usize>) -> bool {
    let begins =
        range.start == 0 || tokens[range.start - 1].sentence != tokens[range.start].sentence;
    let next = tokens.get(range.end).is_some_and(|next| {
        next.capital
            && next.sentence == tokens[range.start].sentence
            && !next.is(Class::FIRST)
            && tokens[range.end - 1].after == Border::None
    });
    range.len() == 1 && tokens[range.start].capital && !begins && next
}

/// Whether the quotation around `at` is the candidate's own: `I said, "…"`.
fn own_quote(speech: &Speech<'_>, at: usize) -> bool {
    let tokens = speech.tokens();
    let open = (0..=at)
        .rev()
        .take_while(|&at| tokens[at].quoted)
        .last()
        .unwrap_or(at);
    tokens[open.saturating_sub(4)..open]
        .iter()
        .any(|token| token.is(Class::FIRST) || token.any(&["myself", "thought"]))
}

/// Whether the candidate works on it in the sentence of `at` or the one before.
fn candidate_acts_near(speech: &Speech<'_>, at: usize) -> bool {
    let tokens = speech.tokens();
    let sentence = tokens[at].sentence;
    let near = |token: &Token| {
        token.sentence == sentence
            || token.sentence + 1 == sentence
            // "Every lost event sat behind a timeout. I confirmed it by hand."
            || token.sentence == sentence + 1 && PROVING.contains(&token.stem.as_str())
    };
    // "They worked out that it was a timeout": what others found stays theirs.
    let others = (at.saturating_sub(12)..at).any(|place| {
        let token = &tokens[place];
        token.sentence == sentence
            && FINDING.contains(&token.stem.as_str())
            && doer(tokens, place) == Doer::Others
    });
    if others {
        return false;
    }
    (at.saturating_sub(60)..(at + 30).min(tokens.len())).any(|place| {
        let token = &tokens[place];
        near(token)
            && (WORK.contains(&token.stem.as_str()) || PROVING.contains(&token.stem.as_str()))
            && doer(tokens, place) == Doer::Candidate
            && mood(tokens, place) == Mood::Fact
    })
}

/// Finding out, as stems.
const FINDING: &[&str] = &[
    "find", "work", "figur", "trace", "identifi", "discov", "realiz", "learn", "know", "say",
    "tell", "diagnos", "determin", "come", "pull", "read", "look", "check",
];

/// Making sure, as stems.
const PROVING: &[&str] = &["confirm", "verifi", "prove", "pin", "copi"];

/// Looking into something, or making something: what `[after-mine]` rests on. As stems.
pub(super) const WORK: &[&str] = &[
    "pull",
    "trace",
    "chase",
    "follow",
    "look",
    "check",
    "read",
    "dig",
    "compar",
    "analyz",
    "analys",
    "search",
    "grep",
    "find",
    "correl",
    "reconcil",
    "filter",
    "group",
    "inspect",
    "examin",
    "debug",
    "reproduc",
    "studi",
    "walk",
    "comb",
    "download",
    "extract",
    "export",
    "fetch",
    "grab",
    "collect",
    "gather",
    "start",
    "simul",
    "inject",
    "run",
    "write",
    "build",
    "implement",
    "deliv",
    "add",
    "deliver",
    "test",
    "replay",
    "recreat",
    "dive",
    "dove",
    "sort",
    "track",
    "go",
    "investig",
    "plot",
    "graph",
    "queri",
    "pars",
    "count",
    "sift",
    "match",
    "line",
    "narrow",
    "isol",
    "bisect",
    "see",
];

#[cfg(test)]
mod tests {
    use crate::analysis::{Bar, Spoken, judge};
    use crate::scenario::{Level, builtin};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    /// What is quoted for the drop rate of the built-in scenario.
    fn drop_rate(result: &str) -> Option<String> {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let transcript = Transcript::from_text(result);
        let spoken = Spoken {
            id: "result",
            length: Millis(15_000),
            transcript: &transcript,
            activity: None,
            loudness: None,
        };
        let bar = Bar {
            scenario: &scenario,
            level: Level::Sde2,
            lens: None,
        };
        let section = judge(bar, &[spoken]).sections.remove(0);
        let metric = section
            .metrics
            .into_iter()
            .find(|one| one.id == "drop-rate-change");
        metric.expect("it is the scenario's").quote
    }

    #[test]
    fn a_figure_of_something_else_is_not_the_drop_rate() {
        for other in [
            "I had zero budget for it and I fixed it.",
            "After my fix there were zero complaints.",
            "I cut the bill by 20 percent.",
        ] {
            assert_eq!(drop_rate(other), None, "{other}");
        }
        for own in [
            "After my fix the drop rate went to zero.",
            "I cut the drop rate by 95 percent.",
            "Drops fell by 95 percent and the cost with them.",
            "There were zero lost webhooks.",
        ] {
            assert!(drop_rate(own).is_some(), "{own}");
        }
    }
}
