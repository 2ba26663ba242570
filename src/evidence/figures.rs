//! Checks whether a metric of the strong example is said, by value and unit, and whether the words prove it.

use crate::evidence::exact;
use crate::evidence::outcome::Outcome;
use crate::evidence::speech::Speech;
use crate::judgement::{MetricCheck, Quantity};
use crate::language::change::Change;
use crate::language::grammar::{clause_end, clause_start};
use crate::language::number::reader::Reading;
use crate::language::number::unit::{Unit, days};
use crate::language::token::{self, Border, Token, same_sentence};
use crate::scenario::{Metric, MetricValue, SectionRole};
use std::ops::Range;

/// Relative difference at which two figures are still the same ("about eight and a half thousand").
const TOLERANCE: f64 = 0.12;

/// The same for shares of a tenth and more, in percentage points.
const POINTS: f64 = 3.0;

/// Checks every metric of the section.
pub fn metrics(speech: &Speech<'_>) -> Vec<MetricCheck> {
    let metrics = speech.section.map_or(&[][..], |section| &section.metrics);
    metrics
        .iter()
        .map(|metric| {
            let quote = figures(metric, speech, true).map(|places| quoted(&places, speech));
            MetricCheck {
                id: metric.id.clone(),
                name: metric.name.clone(),
                said: quote.is_some(),
                quote,
            }
        })
        .collect()
}

/// Whether a metric, of any section, is said in this one.
pub fn says(metric: &Metric, speech: &Speech<'_>) -> bool {
    figures(metric, speech, true).is_some()
}

/// Whether a section that was not asked for a metric says it with the story's own figures, other than one that the
/// section itself is asked for.
pub fn said_as_it_is(metric: &Metric, other: &Speech<'_>) -> bool {
    let Some(places) = figures(metric, other, true) else {
        return false;
    };
    let quote = quoted(&places, other);
    let own = other.metrics.iter().filter_map(|own| own.quote.as_ref());
    otherwise(metric, other).is_none() && !own.into_iter().any(|own| *own == quote)
}

/// Whether it is a fault that this figure was not said. Another figure of the section may replace it, but not if it was
/// said the wrong way round.
pub fn at_fault(metric: &Metric, speech: &Speech<'_>) -> bool {
    // A short version of the story needs only the figure of its outcome.
    if speech.bar.scenario.short().is_some() && speech.part != SectionRole::Result {
        return false;
    }
    refused(metric, speech) || !speech.measured_in_part()
}

/// Whether the figures of a metric are said, but the wrong way round, as a wish, or as a loss.
pub fn refused(metric: &Metric, speech: &Speech<'_>) -> bool {
    !says(metric, speech) && figures(metric, speech, false).is_some()
}

/// Whether both ends of a change are said, the wrong way round or as a wish.
pub fn reversed(metric: &Metric, speech: &Speech<'_>) -> bool {
    let outcome = Outcome::of(metric, speech);
    let change = |place: &Range<usize>| outcome.change_at(place.start).is_some();
    let places = figures(metric, speech, false).filter(|_| !says(metric, speech));
    outcome.direction().is_some() && places.is_some_and(|places| places.iter().all(change))
}

/// The words that say a metric with figures other than the story's: another start, end or amount. `None` if it is not
/// said, or said correctly.
pub fn otherwise(metric: &Metric, speech: &Speech<'_>) -> Option<String> {
    let places = figures(metric, speech, true)?;
    let outcome = Outcome::of(metric, speech);
    let tokens = speech.tokens();
    if outcome.direction().is_some() {
        let change = places
            .iter()
            .find_map(|place| outcome.change_at(place.start))?;
        // It may be the change of another metric, and this one is not said.
        let another =
            |(one, _): (&Metric, _)| one.id != metric.id && states(change, one, speech, true);
        let same = states(change, metric, speech, false) || speech.figures().any(another);
        return (!same).then(|| speech.quote(&change.tokens(tokens)));
    }
    let [wanted] = metric.values.as_slice() else {
        return None;
    };
    if !is_money(&wanted.unit) {
        return None;
    }
    let place = places.first()?;
    let start = tokens[place.start].bytes.start;
    let said = speech.quantities.iter().find(|one| one.start == start)?;
    // With two amounts it is unclear which one refers to this metric.
    let mut others = speech.quantities.iter().filter(|one| one.start != start);
    if others.any(|one| one.unit == said.unit) {
        return None;
    }
    let known = std::iter::once(&metric.values).chain(&metric.or).flatten();
    let mut sums: Vec<f64> = known.map(|one| one.value).collect();
    // The same money over another period: $32,000 a month is $8,000 a week.
    let (end, period) = period(tokens, place.end);
    let own = period_of(&metric.name);
    match (period, own) {
        (Some(period), Some(own)) => sums.push(wanted.value * period / own),
        (Some(_), None) | (None, Some(_)) => {
            let own = own.unwrap_or(7.0);
            sums.extend(PERIODS.iter().map(|(_, days)| wanted.value * days / own));
        }
        (None, None) => {}
    }
    let same = said.unit != wanted.unit || sums.iter().any(|sum| close(said.value, *sum));
    (!same).then(|| speech.quote(&(place.start..end)))
}

/// Whether a spoken change has the start and the end of the metric. Without a unit of its own a figure cannot be held
/// against another: it is taken for the same, unless `units` must be known.
fn states(change: &Change, metric: &Metric, speech: &Speech<'_>, units: bool) -> bool {
    let outcome = Outcome::of(metric, speech);
    let Some((before, after)) = outcome.direction() else {
        return false;
    };
    let unit = &metric.values[0].unit;
    let near = |number: &Reading, wanted: f64| {
        let (value, of) = outcome.end(number);
        let (value, of) = in_kind(value, &of);
        let scale = if unit == "ratio" { 100.0 } else { 1.0 };
        let wanted = wanted * scale;
        let known = of == unit_kind(unit) || value == 0.0;
        let inverse = of == "percent" && close(100.0 - value, wanted);
        !known && !units || known && (close(value, wanted) || inverse)
    };
    near(&change.from, before) && near(&change.to, after)
}

/// Periods by the stem of their word, in days.
const PERIODS: &[(&[&str], f64)] = &[
    (&["day", "daily", "night"], 1.0),
    (&["week", "weekly"], 7.0),
    (&["month", "monthly"], 30.4),
    (&["quarter", "quarterly"], 91.0),
    (&["year", "yearly", "annually"], 365.0),
];

/// Reads "a week", "per month", "every year", "weekly" after an amount: one past it, and its days.
fn period(tokens: &[Token], at: usize) -> (usize, Option<f64>) {
    if at == 0 || tokens[at - 1].after != Border::None {
        return (at, None);
    }
    for (place, token) in tokens.iter().enumerate().skip(at).take(2) {
        let known = PERIODS.iter().find(|(words, _)| token.any(words));
        if let Some((_, days)) = known {
            return (place + 1, Some(*days));
        }
        if !token.any(&["a", "per", "each", "every", "in"]) {
            break;
        }
    }
    (at, None)
}

fn period_of(name: &str) -> Option<f64> {
    name.split_whitespace().find_map(|word| {
        let known = PERIODS.iter().find(|(words, _)| words.contains(&word));
        known.map(|(_, days)| *days)
    })
}

fn close(value: f64, wanted: f64) -> bool {
    (value - wanted).abs() <= TOLERANCE * wanted.abs() + 1e-9
}

/// The figures in the order in which they were said.
fn quoted(places: &[Range<usize>], speech: &Speech<'_>) -> String {
    let mut places = places.to_vec();
    places.sort_by_key(|place| place.start);
    places.dedup();
    let quotes: Vec<String> = places.iter().map(|place| speech.quote(place)).collect();
    quotes.join(" … ")
}

/// Finds a metric; with `proven`, only by figures that came true, the right way round.
fn figures(metric: &Metric, speech: &Speech<'_>, proven: bool) -> Option<Vec<Range<usize>>> {
    let outcome = proven.then(|| Outcome::of(metric, speech));
    let proves = |place: &Range<usize>| {
        let outcome = outcome.as_ref();
        outcome.is_none_or(|outcome| outcome.proves(place.clone()))
    };
    let drop = metric.values.last().is_some_and(|last| last.value == 0.0);
    let said = speech.quantities.iter();
    let said = said
        .filter(|q| !drop || !of_something_else(q, speech))
        .filter(|q| proves(&place_of(q, speech)));
    let search = Search {
        metric,
        speech,
        said: said.collect(),
        proves: &proves,
    };
    search
        .places()
        .or_else(|| exact::figure(metric, speech, &proves))
}

/// The tokens of a quantity.
fn place_of(quantity: &Quantity, speech: &Speech<'_>) -> Range<usize> {
    let tokens = speech.tokens();
    let at = |byte: usize| tokens.partition_point(|token| token.bytes.start < byte);
    at(quantity.start)..at(quantity.end)
}

/// A metric and the figures of a section that may say it.
struct Search<'s> {
    metric: &'s Metric,
    speech: &'s Speech<'s>,
    said: Vec<&'s Quantity>,
    proves: &'s dyn Fn(&Range<usize>) -> bool,
}

impl Search<'_> {
    fn places(&self) -> Option<Vec<Range<usize>>> {
        let place = |quantity: &Quantity| place_of(quantity, self.speech);
        if let [from, to] = self.metric.values.as_slice()
            && to.value == 0.0
        {
            // A change to zero: its end value is enough, and so is another end of the same kind ("from a third of a
            // percent to a hundredth", "by 95 percent").
            if let Some(end) = self.said.iter().find(|q| same_figure(q, to)) {
                return Some(vec![place(end)]);
            }
            let kind = self.said.iter().copied();
            let kind: Vec<&Quantity> = kind
                .filter(|q| amount(q).1 == unit_kind(&from.unit))
                .collect();
            if let [first, rest @ ..] = kind.as_slice() {
                // Two counts are this change only if the first is its own: "31 of 94" are not.
                let own = unit_kind(&from.unit) == "percent" || same_figure(first, from);
                let mut rest = rest.iter().filter(|_| own);
                if let Some(lower) = rest.find(|q| amount(q).0 < amount(first).0) {
                    return Some(vec![place(first), place(lower)]);
                }
            }
            if let Some(cut) = kind.iter().find(|q| is_decrease(q, self.speech)) {
                return Some(vec![place(cut)]);
            }
        }
        let mut known = std::iter::once(&self.metric.values).chain(&self.metric.or);
        known
            .find_map(|values| self.all_said(values))
            .or_else(|| self.reached().map(|place| vec![place]))
    }

    /// Finds the end of a change, given as what is true now: "today it is forty-five". Its start may be in the
    /// Situation.
    fn reached(&self) -> Option<Range<usize>> {
        let [_, to] = self.metric.values.as_slice() else {
            return None;
        };
        let place = self.plainly(to)?;
        let tokens = self.speech.tokens();
        let clause = clause_start(tokens, place.start)..clause_end(tokens, place.end - 1);
        token::says(&tokens[clause], &["now", "today", "since"]).then_some(place)
    }

    /// The places that say every one of `values`. An amount that stands alone may differ from the story's, and is then
    /// reported; one end of a change may not.
    fn all_said(&self, values: &[MetricValue]) -> Option<Vec<Range<usize>>> {
        let alone = self.metric.values.len() == 1;
        let mut places = Vec::new();
        for value in values {
            let same = || self.said.iter().filter(|q| same_figure(q, value));
            let near = same().find(|q| near_figure(q, value));
            let exact = near.map(|q| place_of(q, self.speech));
            let other = || same().find(|_| alone).map(|q| place_of(q, self.speech));
            places.push(exact.or_else(|| self.plainly(value)).or_else(other)?);
        }
        (!places.is_empty()).then_some(places)
    }

    /// Finds a figure of the scenario whose unit is in no list ("31 of 34 releases"): the number is enough, if its
    /// words name no other unit.
    fn plainly(&self, wanted: &MetricValue) -> Option<Range<usize>> {
        // "Sixty grand", "a hundred and eighty thousand": an amount this large is unambiguous.
        let sum = is_money(&wanted.unit) && wanted.value >= 1000.0;
        let counted = wanted.unit.is_empty() || wanted.unit == "count" || sum;
        let number = self.speech.numbers.iter().find(|number| {
            let unit = number.unit.map_or("", Unit::id);
            wanted.value > 1.0
                && (number.value - wanted.value).abs() < 1e-9
                && (unit == wanted.unit || unit.is_empty() && counted)
                && (self.proves)(&(number.start..number.end))
        })?;
        Some(number.start..number.end)
    }
}

/// Whether a figure clearly measures something other than what goes wrong: "zero complaints", "zero budget", "cut the
/// bill by 20 percent".
fn of_something_else(quantity: &Quantity, speech: &Speech<'_>) -> bool {
    let tokens = speech.tokens();
    let place = place_of(quantity, speech);
    let Some(sentence) = tokens.get(place.start).map(|token| token.sentence) else {
        return false;
    };
    if quantity.value == 0.0 {
        let next = same_sentence(tokens, place.start, place.end);
        return next.is_some_and(|next| next.any(OTHER_ZEROS));
    }
    let near = || tokens.iter().filter(|token| token.sentence == sentence);
    near().any(|token| token.any(SAVINGS)) && !near().any(|token| token.any(FAULTS))
}

/// Nouns after a zero that is not about losses.
const OTHER_ZEROS: &[&str] = &[
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

/// Nouns of savings in money or time.
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

/// Nouns of faults, which are measured as a share.
const FAULTS: &[&str] = &[
    "drop", "drops", "dropped", "dropping", "rate", "loss", "losses", "lost", "losing", "failed",
    "failing", "failure", "failures", "fails", "error", "errors", "missed", "missing",
];

/// Whether the figure is the size of a decrease: "cut by 95 percent", "95 percent fewer".
fn is_decrease(quantity: &Quantity, speech: &Speech<'_>) -> bool {
    let tokens = speech.tokens();
    let at = place_of(quantity, speech).start;
    let less = [
        "fewer",
        "less",
        "lower",
        "down",
        "reduction",
        "drop",
        "decrease",
        "better",
    ];
    token::says(&tokens[at.saturating_sub(3)..at], &["by"])
        || token::says(&tokens[at..(at + 5).min(tokens.len())], &less)
}

fn unit_kind(unit: &str) -> &str {
    in_kind(1.0, unit).1
}

/// Value and kind of unit, to compare figures in different units: a ratio in percent, a time in days.
fn in_kind(value: f64, unit: &str) -> (f64, &str) {
    match days(unit) {
        _ if unit == "ratio" => (value * 100.0, "percent"),
        Some(days) => (value * days, "days"),
        None => (value, unit),
    }
}

fn amount(quantity: &Quantity) -> (f64, &str) {
    in_kind(quantity.value, &quantity.unit)
}

fn same_figure(quantity: &Quantity, wanted: &MetricValue) -> bool {
    let (value, unit) = amount(quantity);
    let (target, _) = in_kind(wanted.value, &wanted.unit);
    if target == 0.0 {
        return value == 0.0 || (unit == "percent" && value == 100.0);
    }
    // "Sixty grand", "bucks": the amount counts, in any currency.
    let money = is_money(unit) && is_money(unit_kind(&wanted.unit));
    if unit != unit_kind(&wanted.unit) && !money {
        // An amount without its unit: "eight thousand a week".
        return unit.is_empty() && (value - wanted.value).abs() <= 1e-9;
    }
    // Shares are compared in points: 84 percent is not nearly 97.
    let most = match unit {
        "percent" if target >= 10.0 => POINTS,
        _ => TOLERANCE * target.abs(),
    };
    let near = |value: f64| (value - target).abs() <= most;
    if is_money(unit) {
        return value > 0.0; // with any period: $32,000 a month is $8,000 a week
    }
    near(value) || unit == "percent" && target < 50.0 && near(100.0 - value)
}

/// As [`same_figure`], but money must be near the wanted amount, too.
fn near_figure(quantity: &Quantity, wanted: &MetricValue) -> bool {
    !is_money(amount(quantity).1) || close(amount(quantity).0, wanted.value)
}

fn is_money(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::analysis::judge;
    use crate::judgement::{Bar, MetricCheck, SectionInput, SectionJudgement};
    use crate::scenario::{Level, MetricValue, Scenario, builtin};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    fn judged(scenario: &Scenario, texts: &[(&str, &str)]) -> Vec<SectionJudgement> {
        let texts: Vec<(&str, Transcript)> = texts
            .iter()
            .map(|(id, text)| (*id, Transcript::from_text(text)))
            .collect();
        let spoken: Vec<SectionInput<'_>> = texts
            .iter()
            .map(|(id, transcript)| SectionInput::typed(id, Millis(25_000), transcript))
            .collect();
        judge(Bar::of(scenario, Level::Sde2), &spoken).sections
    }

    /// The metrics of one section whose only text is this.
    fn metrics(story: &str, section: &str, text: &str) -> Vec<MetricCheck> {
        let scenario = builtin(story).expect("it is built in");
        judged(&scenario, &[(section, text)]).remove(0).metrics
    }

    /// The quote for the drop rate of the built-in scenario.
    fn drop_rate(result: &str) -> Option<String> {
        let checks = metrics("caught-critical-issue", "result", result);
        let mut checks = checks.into_iter();
        let metric = checks.find(|one| one.id == "drop-rate-change");
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
            "It was three in a thousand before and none at all since.",
        ] {
            assert!(drop_rate(own).is_some(), "{own}");
        }
    }

    /// Whether the only metric of a Result, a change between two shares or two counts, is said.
    fn said(unit: &str, values: [f64; 2], result: &str) -> bool {
        let mut scenario = builtin("caught-critical-issue").expect("it is built in");
        let mut sections = scenario.sections.iter_mut();
        let section = sections.find(|one| one.id == "result");
        let section = section.expect("every story has one");
        section.metrics.truncate(1);
        section.metrics[0].or.clear();
        section.metrics[0].values = values
            .map(|value| MetricValue {
                value,
                unit: unit.into(),
            })
            .to_vec();
        judged(&scenario, &[("result", result)])[0].metrics[0].said
    }

    #[test]
    fn a_count_out_of_a_total_says_both_values() {
        let said = |text| said("count", [31.0, 34.0], text);
        assert!(said("I counted that 31 out of 34 releases had waited."));
        assert!(said("I counted that 31 of 34 releases had waited."));
        assert!(!said("I counted that 30 out of 34 releases had waited."));
    }

    #[test]
    fn a_change_with_both_values_right_needs_no_unit() {
        let said = |text| said("percent", [34.0, 31.0], text);
        assert!(said(
            "The food cost improved by three points, from 34 to 31."
        ));
        assert!(said("The food cost was at 31 percent, it had been at 34."));
        assert!(!said("I had 34 guests and 31 dishes."));
    }

    #[test]
    fn an_amount_counts_in_any_currency_and_only_if_it_is_the_storys() {
        let says = |story: &str, text: &str| metrics(story, "result", text)[1].said;
        for sum in ["sixty grand", "60 thousand", "60,000 bucks", "$60K"] {
            let text = format!("It saved {sum} of advertising that month.");
            assert!(says("changed-my-mind", &text), "{text}");
        }
        let spared = "It meant that we didn't burn sixty grand on advertising.";
        assert!(says("changed-my-mind", spared));
        assert!(!says("changed-my-mind", "It saved sixty trials."));
        let fitted = |text| says("a-simpler-answer", text);
        assert!(fitted("Fitting them came to 1,080 euros, not 24 thousand."));
        assert!(!fitted("The sensor costs eighteen euros."));
    }

    #[test]
    fn repetitions_are_counted_but_not_planned_ones() {
        let rerun = |text| metrics("learned-something-new", "situation", text)[0].said;
        assert!(rerun("I counted that it had been rerun fourteen times."));
        assert!(rerun("I tried it fourteen times."));
        assert!(!rerun("I tried to rerun it fourteen times."));
        let volume = |text| metrics("acted-before-certainty", "action", text)[0].said;
        assert!(volume("Four fifths of it came from debug output."));
        assert!(!volume("Half of it came from debug output."));
    }

    #[test]
    fn a_figure_that_a_section_asks_for_counts_for_no_other_section() {
        let scenario = builtin("a-simpler-answer").expect("it is built in");
        let messages = |situation| {
            let rule = ("action", "I wrote a simple rule and tried it.");
            let sections = judged(&scenario, &[("situation", situation), rule]);
            let findings = sections[1].findings.iter();
            findings.map(|one| one.message.clone()).collect::<String>()
        };
        let own = messages("My network found ninety-one out of a hundred faults.");
        assert!(
            own.contains("90 percent") && !own.contains("Situation"),
            "{own}"
        );
        // A figure that only the Action asks for counts, in another place.
        let other = messages(
            "The network found 91 percent, and 52 turbines had 112 faults that neither saw.",
        );
        assert!(other.contains("Situation"), "{other}");
    }
}
