//! Proposes measured values from the words of a strong example.

use crate::judgement::{Quantity, Role};
use crate::language::change::{arrow, ends};
use crate::language::number::reader::{Reading, numbers};
use crate::language::number::unit::Unit;
use crate::language::number::{Context, quantities};
use crate::language::token::{Border, Token, tokens};
use crate::language::words::Class;
use crate::scenario::SectionRole;
use crate::transcript::Transcript;

/// The measured values of a text, in order, each once: what the judge takes for a measurement,
/// and every other number with a unit (the candidate may remove it). A count is quoted
/// with its noun; a label ("oven three", "ward 7") and a period that only sets the time
/// ("within four months", "for two weeks") measure nothing.
pub fn measured(text: &str, part: SectionRole) -> Vec<Quantity> {
    let outcome = part == SectionRole::Result;
    let heard = Transcript::from_text(text);
    let tokens = tokens(&heard);
    let numbers = numbers(&tokens);
    let context = Context {
        expected: &[],
        outcome,
        numbers: &numbers,
        changed: &ends(&tokens, &numbers),
    };
    let mut all = quantities(&tokens, text, &context);
    all.extend(numbers.iter().filter_map(|number| {
        let unit = number.unit.filter(|_| number.plain)?;
        // A time that is an outcome was found above; any other is a date, an age or a duration of work.
        if unit.is_time() && (outcome || frames(&tokens, number)) {
            return None;
        }
        let start = tokens.get(number.start)?.bytes.start;
        let end = tokens.get(number.end.checked_sub(1)?)?.bytes.end;
        Some(Quantity {
            quote: text.get(start..end)?.to_owned(),
            start,
            end,
            value: number.value,
            unit: unit.id().to_owned(),
            role: Role::Amount,
        })
    }));
    all.retain_mut(|quantity| {
        let number = tokens.partition_point(|token| token.bytes.start < quantity.start);
        let end = tokens.partition_point(|token| token.bytes.start < quantity.end);
        let bare = matches!(quantity.unit.as_str(), "" | "count");
        let end = match (bare, counted(&tokens, number, end)) {
            (false, _) => per(&tokens, end),
            (true, Some(end)) => end,
            // Zero is expressed by its own word: "not one webhook".
            (true, None) => return quantity.value == 0.0 && !quantity.unit.is_empty(),
        };
        if let Some(last) = end.checked_sub(1).and_then(|last| tokens.get(last)) {
            let quote = text.get(quantity.start..last.bytes.end);
            quantity.quote = quote.unwrap_or(&quantity.quote).to_owned();
            quantity.end = last.bytes.end.max(quantity.end);
        }
        true
    });
    all.sort_by_key(|quantity| quantity.start);
    let mut found: Vec<Quantity> = Vec::new();
    for quantity in all {
        let same = |known: &Quantity| {
            known.value.to_bits() == quantity.value.to_bits() && known.unit == quantity.unit
        };
        if !found.iter().any(same) {
            found.push(quantity);
        }
    }
    found
}

/// Whether a period only says when or for how long.
fn frames(tokens: &[Token], number: &Reading) -> bool {
    let before = number.start.checked_sub(1).map(|at| &tokens[at]);
    before.is_some_and(|before| {
        before.sentence == tokens[number.start].sentence
            && before.any(&[
                "in", "within", "for", "of", "after", "over", "during", "every", "last", "next",
                "past", "first", "another", "since", "until",
            ])
    }) || age_or_date(tokens, number)
}

/// Whether a period is an age or a date: "11 years old", "six days before the fair".
fn age_or_date(tokens: &[Token], number: &Reading) -> bool {
    let next = tokens.get(number.end);
    let joined = tokens[number.end - 1].after == Border::None;
    joined
        && next.is_some_and(|next| {
            next.any(&["old", "before", "after", "earlier", "later", "ago", "into"])
        })
        || tokens[number.end - 1].tied
}

/// One past the noun that a number counts: "4,200 failed events". `None` for a label or a bare number.
fn counted(tokens: &[Token], start: usize, end: usize) -> Option<usize> {
    let first = tokens.get(start)?;
    let names = |token: &Token| {
        !token.is(Class::PREPOSITION
            .or(Class::DETERMINER)
            .or(Class::COORDINATOR)
            .or(Class::SUBORDINATOR)
            .or(Class::AUXILIARY)
            .or(Class::OTHER)
            .or(Class::OBJECT)
            .or(Class::ADVERB)
            .or(Class::BE)
            .or(Class::FIRST)
            .or(Class::WE)
            .or(Class::NEGATIVE))
    };
    // "Oven three": a name and its number.
    let label = start
        .checked_sub(1)
        .map(|at| &tokens[at])
        .is_some_and(|before| {
            before.sentence == first.sentence
                && before.after == Border::None
                && names(before)
                && !before.is(Class::PAST.or(Class::PARTICIPLE))
        });
    if label {
        return None;
    }
    let inside = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            at > 0 && tokens[at - 1].after == Border::None && token.sentence == first.sentence
        })
    };
    let mut thing = end;
    while inside(thing) && thing < end + 3 && names(&tokens[thing]) {
        thing += 1;
        let verb = |token: &Token| token.is(Class::PAST) && !token.is(Class::PARTICIPLE);
        if tokens[thing - 1].lower.ends_with('s') || tokens.get(thing).is_some_and(verb) {
            break;
        }
    }
    let done = tokens.get(thing.checked_sub(1)?)?;
    // In "60 went" the number has no noun.
    (thing > end && !(thing == end + 1 && done.is(Class::PAST))).then_some(thing)
}

/// One past the period of a rate: "$40k a month".
fn per(tokens: &[Token], end: usize) -> usize {
    let period = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.any(&[
                "day", "night", "week", "month", "quarter", "year", "hour", "shift",
            ])
        })
    };
    let next = |words: &[&str]| {
        end > 0
            && tokens[end - 1].after == Border::None
            && tokens.get(end).is_some_and(|token| token.any(words))
    };
    if next(&["a", "per", "each", "every"]) && period(end + 1) {
        end + 2
    } else if next(&["weekly", "monthly", "daily", "yearly"]) {
        end + 1
    } else {
        end
    }
}

/// A number to say, or a change from one number to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The text's own words: "from 40 minutes to 6".
    pub quote: String,
    /// Each value with its unit; the unit may be empty.
    pub values: Vec<(f64, String)>,
}

/// Maximum number of words between the two numbers of a change: "from 14 calls a week to 1".
const BETWEEN_NUMBERS: usize = 4;

/// The measured values of a text, in order. "From 40 minutes to 6" is one of them, and its 6 has
/// the unit minutes too; so is "40 minutes -> 6", quoted as it is said.
///
/// Numbers matter as the size of the problem in a Situation and as the outcome in a Result. In the other parts
/// they describe effort or settings, which need not be said again.
pub fn changes_and_values(text: &str, part: SectionRole) -> Vec<Proposal> {
    if !matches!(
        part,
        SectionRole::Situation | SectionRole::Result | SectionRole::Other
    ) {
        return Vec::new();
    }
    let heard = Transcript::from_text(text);
    let tokens = tokens(&heard);
    let single = measured(text, part);
    let numbers = numbers(&tokens);
    let unit_of = |number: &Reading| {
        let start = tokens.get(number.start)?.bytes.start;
        let known = single.iter().find(|quantity| quantity.start == start);
        known
            .map(|quantity| quantity.unit.clone())
            .or_else(|| number.unit.map(|unit| unit.id().to_owned()))
            .filter(|unit| !unit.is_empty())
    };
    let mut found: Vec<(std::ops::Range<usize>, Proposal)> = Vec::new();
    for pair in numbers.windows(2) {
        let [before, after] = pair else { continue };
        let Some((start, quote)) = change(text, &tokens, before, after) else {
            continue;
        };
        let units = (unit_of(before), unit_of(after));
        // "From 60 a day to 8": a count.
        let counted = || Some("count".to_owned());
        let (first, last) = (units.0.clone().or(units.1.clone()), units.1.or(units.0));
        let (Some(first), Some(last)) = (first.or_else(counted), last.or_else(counted)) else {
            continue;
        };
        let values = vec![(before.value, first), (after.value, last)];
        let end = tokens[after.end - 1].bytes.end;
        found.push((start..end, Proposal { quote, values }));
    }
    let in_change = |quantity: &Quantity| {
        found
            .iter()
            .any(|(range, _)| range.contains(&quantity.start))
    };
    let rest: Vec<_> = single
        .iter()
        // "None" alone does not say of what.
        .filter(|quantity| !in_change(quantity) && quantity.value != 0.0)
        .map(|quantity| {
            (
                quantity.start..quantity.end,
                Proposal {
                    quote: quantity.quote.clone(),
                    values: vec![(quantity.value, quantity.unit.clone())],
                },
            )
        })
        .collect();
    found.extend(rest);
    found.sort_by_key(|(range, _)| range.start);
    found.into_iter().map(|(_, proposal)| proposal).collect()
}

/// Where a change from one number to the next begins, and how it is said: "from 40 minutes to 6".
fn change(text: &str, all: &[Token], before: &Reading, after: &Reading) -> Option<(usize, String)> {
    // "From 1 in 4 to 2 of 3": the end is not read as a share, and 2 alone would be wrong.
    if before.unit == Some(Unit::Ratio) && after.unit.is_none() {
        return None;
    }
    let start = all.get(before.start)?.bytes.start;
    let end = all.get(after.end.checked_sub(1)?)?.bytes.end;
    if all[before.start].sentence == all[after.start].sentence && arrow(all, before, after) {
        let second = all[after.start].bytes.start;
        let words = all.get(before.start..after.start)?;
        let last = words.iter().position(|word| word.arrow)?;
        let (from, to) = (
            text.get(start..words[last].bytes.end)?,
            text.get(second..end)?,
        );
        return Some((start, format!("from {from} to {to}")));
    }
    let lead = all.get(before.start.checked_sub(1)?)?;
    let between = all.get(before.end..after.start)?;
    let told = lead.lower == "from"
        && between.len() <= BETWEEN_NUMBERS
        && between
            .iter()
            .rev()
            .find(|word| !word.any(&["just", "only", "about", "under", "over"]))
            .is_some_and(|word| word.lower == "to")
        && lead.sentence == all[after.start].sentence;
    let quote = text.get(lead.bytes.start..end).filter(|_| told)?;
    Some((lead.bytes.start, quote.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The proposals of a text, as quotes with values.
    fn found(text: &str, part: SectionRole) -> Vec<String> {
        let found = changes_and_values(text, part).into_iter();
        found
            .map(|one| format!("{}: {:?}", one.quote, one.values))
            .collect()
    }

    #[test]
    fn an_arrow_is_a_change() {
        for (text, wanted) in [
            (
                "Review: 47 min -> 4 min.",
                "from 47 min to 4 min: [(47.0, \"minutes\"), (4.0, \"minutes\")]",
            ),
            (
                "Onboarding 11 days => 2 days",
                "from 11 days to 2 days: [(11.0, \"days\"), (2.0, \"days\")]",
            ),
            (
                "Escalations a week: 6 → 1.",
                "from 6 to 1: [(6.0, \"count\"), (1.0, \"count\")]",
            ),
            (
                "Errors: 14% → 2%",
                "from 14% to 2%: [(14.0, \"percent\"), (2.0, \"percent\")]",
            ),
        ] {
            assert_eq!(found(text, SectionRole::Result), [wanted], "{text}");
        }
    }

    #[test]
    fn labels_bare_numbers_and_time_frames_are_not_metrics() {
        for text in [
            "I traced the cold plates to oven three.",
            "On ward 7 and line 20 it was the same.",
            "I drive the 20, and there were four.",
            "Within four months nobody else resigned.",
            "I drew up a roster of twelve weeks and ran it for two weeks.",
        ] {
            let found = changes_and_values(text, SectionRole::Situation);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
        let quotes = |text: &str| -> Vec<String> {
            let found = changes_and_values(text, SectionRole::Situation).into_iter();
            found.map(|one| one.quote).collect()
        };
        assert_eq!(quotes("It is worth about $40k a month."), ["$40k a month"]);
        assert_eq!(quotes("We lost 28 orders."), ["28 orders"]);
        assert_eq!(
            quotes("It fell from forty a night to just one."),
            ["from forty a night to just one"]
        );
    }

    #[test]
    fn outcomes_are_proposed_and_effort_settings_and_ages_are_not() {
        let quotes = |text: &str, part: SectionRole| -> Vec<String> {
            let found = changes_and_values(text, part).into_iter();
            found.map(|one| one.quote).collect()
        };
        for (text, part) in [
            (
                "The horse was 11 years old and weighed 900 pounds.",
                SectionRole::Situation,
            ),
            (
                "Six days before the fair the cook fell ill.",
                SectionRole::Situation,
            ),
            (
                "I set the limit to 5 seconds and raised the ovens from 4 to 9.",
                SectionRole::Action,
            ),
            ("It took 4 months.", SectionRole::Result),
        ] {
            assert!(
                quotes(text, part).is_empty(),
                "{text}: {:?}",
                quotes(text, part)
            );
        }
        assert_eq!(
            quotes(
                "He was in the theatre within 45 minutes.",
                SectionRole::Result
            ),
            ["45 minutes"]
        );
        assert_eq!(
            quotes(
                "I won 15 former clients and five new ones.",
                SectionRole::Result
            ),
            ["15 former clients", "five new ones"]
        );
        assert_eq!(
            quotes("It took 4 months. Faults fell by 40%.", SectionRole::Result),
            ["40%"]
        );
    }

    #[test]
    fn numbers_are_proposed_with_their_units() {
        let found = measured(
            "The rate fell from 0.3% to 0.1%, which saved $8,000 a week.",
            SectionRole::Result,
        );
        let seen: Vec<_> = found.iter().map(|q| (q.value, q.unit.as_str())).collect();
        assert!(
            seen.contains(&(0.3, "percent")) && seen.contains(&(8000.0, "usd")),
            "{seen:?}"
        );
    }

    #[test]
    fn a_share_does_not_change_into_a_bare_number() {
        let found = found(
            "Hit rate from 1 in 4 to 2 of 3 over 48 holes.",
            SectionRole::Result,
        );
        assert!(found.iter().all(|one| !one.contains("to 2")), "{found:?}");
    }

    #[test]
    fn a_change_is_one_value_with_one_unit() {
        let found = |text: &str| found(text, SectionRole::Situation);
        for (text, quote) in [
            (
                "We went from 40 minutes to 6 minutes.",
                "from 40 minutes to 6 minutes",
            ),
            (
                "The build went from 40 minutes to 6.",
                "from 40 minutes to 6",
            ),
            (
                "It fell from 40 down to 6 minutes.",
                "from 40 down to 6 minutes",
            ),
        ] {
            assert_eq!(
                found(text),
                [format!(
                    "{quote}: [(40.0, \"minutes\"), (6.0, \"minutes\")]"
                )]
            );
        }
        assert_eq!(
            found("I saved $450, and it took 6 minutes."),
            [
                "$450: [(450.0, \"usd\")]",
                "6 minutes: [(6.0, \"minutes\")]"
            ]
        );
        assert!(found("We moved from room 2 to room 3.").is_empty());
    }
}
