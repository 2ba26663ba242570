//! Spoken and written numbers, as values with units: read ([`reader`]), named ([`mod@unit`]), and told
//! from numbers that measure nothing ([`measured`]).

mod compound;
pub mod counted;
mod duration;
pub mod measured;
pub mod reader;
pub mod unit;
mod words;

use crate::analysis::Quantity;
use crate::analysis::token::Token;
use measured::Context;
use reader::Reading;
use unit::Unit;

/// The measurements among the numbers of a section, in text order.
///
/// `expected` are the values of the scenario's metrics: "from point three to nil" is then a
/// percentage even though nobody says "percent".
pub fn quantities(tokens: &[Token], text: &str, expected: &[(f64, &str)]) -> Vec<Quantity> {
    let numbers = reader::numbers(tokens);
    let mut found: Vec<(usize, Quantity)> = Vec::new();
    for (at, number) in numbers.iter().enumerate() {
        let partner = partner(tokens, &numbers, at);
        let context = Context {
            expected,
            partner: partner.map(|(unit, _)| unit),
        };
        if let Some(unit) = measured::measures(tokens, number, &context) {
            let value = match partner {
                Some((of, factor)) if unit == Some(of) => reader::round(number.value * factor),
                _ => number.value,
            };
            found.push((
                number.start,
                quantity(tokens, text, number.start..number.end, value, unit),
            ));
        }
    }
    found.extend(not_one(tokens, text));
    found.extend(none_lost(tokens, text));
    found.extend(whole_period(tokens, text));
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, quantity)| quantity).collect()
}

fn quantity(
    tokens: &[Token],
    text: &str,
    range: std::ops::Range<usize>,
    value: f64,
    unit: Option<Unit>,
) -> Quantity {
    let (start, end) = (
        tokens[range.start].bytes.start,
        tokens[range.end - 1].bytes.end,
    );
    Quantity {
        quote: text.get(start..end).unwrap_or_default().to_owned(),
        start,
        end,
        value,
        unit: unit.map_or("", Unit::id).to_owned(),
    }
}

/// "From 3 to 0.1 percent": the first number takes the unit of the second, and "from 800 to 200 ms"
/// its factor with it.
fn partner(tokens: &[Token], numbers: &[Reading], at: usize) -> Option<(Unit, f64)> {
    let number = &numbers[at];
    let next = numbers.get(at + 1)?;
    let from = number
        .start
        .checked_sub(1)
        .is_some_and(|before| tokens[before].lower == "from");
    let to = next.start == number.end + 1 && tokens[number.end].lower == "to";
    (number.unit.is_none() && number.value > 0.0 && from && to)
        .then_some(next.unit)
        .flatten()
        .map(|unit| (unit, reader::factor(tokens, next)))
}

/// "Not a single webhook", "not one was lost": none, counted.
fn not_one(tokens: &[Token], text: &str) -> Vec<(usize, Quantity)> {
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let next = |offset: usize, words: &[&str]| {
            tokens
                .get(at + offset)
                .is_some_and(|token| token.any(words) && token.sentence == tokens[at].sentence)
        };
        let length = if next(0, &["not", "haven't", "hasn't", "never"])
            && next(1, &["a", "lost", "had", "dropped", "seen", "one"])
        {
            if next(1, &["a"]) && next(2, &["single"]) {
                3
            } else if next(1, &["one"]) && !next(2, &["of", "to", "that", "person"]) {
                2
            } else if next(2, &["a"]) && next(3, &["single"]) {
                4
            } else {
                0
            }
        } else {
            0
        };
        // About people ("not one person looked") it is no measurement.
        let people = (0..3).any(|more| {
            next(
                length + more,
                &[
                    "person", "people", "engineer", "alarm", "alert", "ticket", "owner", "team",
                    "soul", "line", "thing",
                ],
            )
        });
        if length > 0 && !people {
            found.push((
                at,
                quantity(tokens, text, at..at + length, 0.0, Some(Unit::Count)),
            ));
        }
    }
    found
}

/// "No event was lost any more": none, counted.
fn none_lost(tokens: &[Token], text: &str) -> Vec<(usize, Quantity)> {
    let mut found = Vec::new();
    for at in 0..tokens.len().saturating_sub(2) {
        let rest = &tokens[at + 1..(at + 7).min(tokens.len())];
        let same = |token: &&Token| token.sentence == tokens[at].sentence;
        let Some(thing) = rest
            .iter()
            .take_while(same)
            .take(2)
            .position(|token| token.any(words::DATA))
        else {
            continue;
        };
        let lost = rest[thing + 1..]
            .iter()
            .take_while(same)
            .take(3)
            .any(|token| token.any(&["lost", "dropped", "missed", "missing", "failed"]));
        if tokens[at].lower == "no" && lost {
            found.push((
                at,
                quantity(tokens, text, at..at + thing + 2, 0.0, Some(Unit::Count)),
            ));
        }
    }
    found
}

/// "I pulled the delivery logs, a full week": a whole period of data.
fn whole_period(tokens: &[Token], text: &str) -> Vec<(usize, Quantity)> {
    let mut found = Vec::new();
    for at in 0..tokens.len().saturating_sub(2) {
        if !tokens[at].any(&["a", "one"]) {
            continue;
        }
        // "A full week", "a month's worth"
        let whole = tokens[at + 1].any(&["full", "whole", "entire", "complete"]);
        let worth = tokens[at + 1 + usize::from(whole)].lower.ends_with("'s");
        if !whole && !worth {
            continue;
        }
        let thing = at + 1 + usize::from(whole);
        let Some((unit, _, _)) = unit::named(tokens, thing).filter(|(unit, ..)| unit.is_time())
        else {
            continue;
        };
        let near = &tokens[at.saturating_sub(10)..(at + 8).min(tokens.len())];
        let data = near.iter().any(|token| {
            token.sentence == tokens[at].sentence
                && token.any(&[
                    "logs",
                    "log",
                    "data",
                    "metrics",
                    "traffic",
                    "records",
                    "deliveries",
                ])
        });
        let effort = near
            .iter()
            .any(|token| token.any(&["took", "spent", "gave"]));
        if data && !effort {
            found.push((at, quantity(tokens, text, at..thing + 1, 1.0, Some(unit))));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::token::tokens;
    use crate::transcript::Transcript;

    fn said(text: &str) -> Vec<(String, f64, String)> {
        let heard = Transcript::from_text(text);
        quantities(&tokens(&heard), &heard.text, &[])
            .into_iter()
            .map(|one| (one.quote, one.value, one.unit))
            .collect()
    }

    #[test]
    fn the_first_of_two_numbers_has_the_unit_of_the_second_with_its_factor() {
        let of = |text| -> Vec<f64> { said(text).iter().map(|(_, value, _)| *value).collect() };
        assert_eq!(of("I cut the time from 800 to 200 ms."), [0.8, 0.2]);
        assert_eq!(of("I cut the time from 800 to 200ms."), [0.8, 0.2]);
        assert_eq!(
            of("I cut the drop rate from 40 to 5 basis points."),
            [0.4, 0.05]
        );
        assert_eq!(
            of("I cut the drop rate from forty to five basis points."),
            [0.4, 0.05]
        );
        assert_eq!(of("I cut the drop rate from 3 to 0.1 percent."), [3.0, 0.1]);
        assert_eq!(of("I cut the drop rate from 3 to 0.1%."), [3.0, 0.1]);
    }

    #[test]
    fn abbreviated_times_are_read_after_digits_alone() {
        let times = |text| -> Vec<f64> {
            let tokens = tokens(&Transcript::from_text(text));
            let numbers = reader::numbers(&tokens);
            let timed = numbers.into_iter();
            timed
                .filter(|one| one.unit.is_some_and(Unit::is_time))
                .map(|one| one.value)
                .collect()
        };
        assert_eq!(times("It went from 1.8 s to 350 ms."), [1.8, 0.35]);
        assert_eq!(times("It went from 1.8s to 40 min."), [1.8, 40.0]);
        assert!(times("The 504s of the 90s. Two h, three s.").is_empty());
    }

    #[test]
    fn a_time_in_two_parts_is_one_time() {
        let read = |text| -> Vec<(f64, Option<Unit>)> {
            let tokens = tokens(&Transcript::from_text(text));
            let numbers = reader::numbers(&tokens).into_iter();
            numbers.map(|one| (one.value, one.unit)).collect()
        };
        let hours = |value| (value, Some(Unit::Hours));
        assert_eq!(
            read("It fell from six hours and forty minutes to two hours twenty."),
            [hours(6.6667), hours(2.3333)]
        );
        assert_eq!(
            read("It fell from 6 hours 40 to 2 hours 20 in May, then to an hour and a half."),
            [hours(6.6667), hours(2.3333), hours(1.5)]
        );
        assert_eq!(
            read("A minute and twenty seconds; 3 days and a half."),
            [(1.3333, Some(Unit::Minutes)), (3.5, Some(Unit::Days))]
        );
        // What is counted by the second number is another thing.
        assert_eq!(
            read("After two hours twenty people waited, and two hours and forty orders were gone."),
            [hours(2.0), (20.0, None), hours(2.0), (40.0, None)]
        );
    }

    #[test]
    fn every_fourth_is_a_share_unless_it_is_a_calendar() {
        let shares = |text| -> Vec<f64> {
            let tokens = tokens(&Transcript::from_text(text));
            let numbers = reader::numbers(&tokens).into_iter();
            let shares = numbers.filter(|one| one.unit == Some(Unit::Ratio));
            shares.map(|one| one.value).collect()
        };
        assert_eq!(shares("Every fourth run failed."), [0.25]);
        assert_eq!(
            shares("About every third call and every other ticket was ours."),
            [0.3333, 0.5]
        );
        assert!(
            shares("I ran it every fourth day and every other Monday, every second.").is_empty()
        );
    }

    #[test]
    fn a_share_has_two_parts_where_both_are_said() {
        let parts = |text| -> Vec<f64> {
            let tokens = tokens(&Transcript::from_text(text));
            let numbers = reader::numbers(&tokens);
            let all = reader::with_parts(&tokens, &numbers);
            all[numbers.len()..].iter().map(|one| one.value).collect()
        };
        assert_eq!(parts("31 out of 34 releases waited."), [31.0, 34.0]);
        assert_eq!(parts("Six out of forty pens."), [6.0, 40.0]);
        assert!(parts("A third of them, half of it, every fourth run.").is_empty());
    }

    #[test]
    fn a_currency_stands_before_its_amount_or_after_it() {
        for (text, value, unit) in [
            ("We cut the bill by EUR 300 a week.", 300.0, "eur"),
            ("We cut the bill by 300 EUR a week.", 300.0, "eur"),
            ("That recovered CHF 500.", 500.0, "chf"),
            ("It saved ₹500 a week.", 500.0, "inr"),
            ("It saved ₹5K a week.", 5000.0, "inr"),
            ("It recovered JPY 3 million.", 3e6, "jpy"),
            ("It recovered $300 a week.", 300.0, "usd"),
        ] {
            let found: Vec<_> = said(text)
                .into_iter()
                .map(|(_, value, unit)| (value, unit))
                .collect();
            assert_eq!(found, [(value, unit.to_owned())], "{text}");
        }
        assert_eq!(said("We cut the bill by EUR 300 a week.")[0].0, "EUR 300");
    }

    #[test]
    fn sizes_are_read_however_they_are_spelled() {
        for text in ["I moved 20 GB.", "I moved 20GB.", "I moved 20 gigabytes."] {
            let found = said(text);
            assert_eq!((found[0].1, found[0].2.as_str()), (20e9, "bytes"), "{text}");
        }
    }
}
