//! Numbers in many forms: a table of them, and a generator that says one number in each form.

use super::*;
use crate::language::token::tokens;
use crate::transcript::Transcript;
use proptest::prelude::*;

/// Every number of a text with its unit.
fn read(text: &str) -> Vec<(f64, &'static str)> {
    let tokens = tokens(&Transcript::from_text(text));
    let numbers = reader::numbers(&tokens).into_iter();
    numbers
        .map(|one| (one.value, one.unit.map_or("", Unit::id)))
        .collect()
}

/// The measurements of a Result.
fn listed(text: &str) -> Vec<(String, f64, String)> {
    let heard = Transcript::from_text(text);
    let tokens = tokens(&heard);
    let numbers = reader::numbers(&tokens);
    let context = Context {
        expected: &[],
        outcome: true,
        numbers: &numbers,
        changed: &crate::language::change::ends(&tokens, &numbers),
    };
    quantities(&tokens, text, &context)
        .into_iter()
        .map(|one| (one.quote, one.value, one.unit))
        .collect()
}

#[test]
#[allow(clippy::too_many_lines, reason = "a list of cases")]
fn forms_of_numbers_have_their_value_and_unit() {
    let forms: &[(&str, &[(f64, &str)])] = &[
        ("ninety nine point nine nine percent", &[(99.99, "percent")]),
        ("zero point zero zero three percent", &[(0.003, "percent")]),
        ("five point five five percent", &[(5.55, "percent")]),
        ("a million and a half requests", &[(1.5e6, "")]),
        ("two and a half million requests", &[(2.5e6, "")]),
        (
            "from one fifty milliseconds to forty milliseconds",
            &[(0.15, "seconds"), (0.04, "seconds")],
        ),
        ("two fifty orders a day", &[(250.0, "")]),
        ("one sixty six failed requests", &[(166.0, "")]),
        ("three oh five orders", &[(305.0, "")]),
        ("nineteen ninety nine", &[(1999.0, "")]),
        ("two fifty-pound bags", &[(2.0, ""), (50.0, "")]),
        ("two twenty minute calls", &[(2.0, ""), (20.0, "minutes")]),
        ("two dozen orders", &[(24.0, "")]),
        ("half a dozen orders", &[(6.0, "")]),
        ("a couple hundred orders", &[]),
        ("a few hundred orders", &[]),
        ("several thousand orders", &[]),
        ("a hundred orders", &[(100.0, "")]),
        ("300€ per month", &[(300.0, "eur")]),
        ("2.5k€ per month", &[(2500.0, "eur")]),
        ("300 € per month", &[(300.0, "eur")]),
        ("US$300 per month", &[(300.0, "usd")]),
        ("1 200 000 euros", &[(1.2e6, "eur")]),
        ("1'200'000 francs", &[(1.2e6, "chf")]),
        ("1.200.000 euros", &[(1.2e6, "eur")]),
        ("1.200,50 euros", &[(1200.5, "eur")]),
        ("1,200.50 euros", &[(1200.5, "eur")]),
        ("$8-10K a week", &[(8000.0, "usd"), (10000.0, "usd")]),
        ("2–3 seconds", &[(2.0, "seconds"), (3.0, "seconds")]),
        (
            "two to three seconds",
            &[(2.0, "seconds"), (3.0, "seconds")],
        ),
        (
            "two or three thousand orders",
            &[(2000.0, ""), (3000.0, "")],
        ),
        (
            "between eight and ten thousand dollars",
            &[(8000.0, "usd"), (10000.0, "usd")],
        ),
        ("0.3‰ of orders", &[(0.0003, "ratio")]),
        ("1 trillion rows", &[(1e12, "")]),
        ("five lakh rupees", &[(5e5, "inr")]),
        ("two crore rupees", &[(2e7, "inr")]),
        (
            "₹12L a year, or 2 crore over the contract",
            &[(1.2e6, "inr"), (2e7, "inr")],
        ),
        ("1½%", &[(1.5, "percent")]),
        ("1/2 percent", &[(0.5, "percent")]),
        ("24/7 support", &[(24.0, ""), (7.0, "")]),
        ("1 1/2 hours", &[(1.5, "hours")]),
        ("½ percent", &[(0.5, "percent")]),
        ("3× faster", &[(3.0, "ratio")]),
        ("three x faster", &[(3.0, "ratio")]),
        ("a tenfold drop", &[(10.0, "ratio")]),
        ("by a factor of ten", &[(10.0, "ratio")]),
        ("sign-ups doubled", &[(2.0, "ratio")]),
        ("complaints halved", &[(0.5, "ratio")]),
        ("I doubled down on it", &[]),
        ("three quarters of them", &[(0.75, "ratio")]),
        ("one in eight", &[(0.125, "ratio")]),
        ("seven working days", &[(7.0, "days")]),
        (
            "from seven hundred down to forty-eight milliseconds",
            &[(0.7, "seconds"), (0.048, "seconds")],
        ),
        (
            "fourteen percent down to 0.2",
            &[(14.0, "percent"), (0.2, "percent")],
        ),
        (
            "five minutes now instead of ninety",
            &[(5.0, "minutes"), (90.0, "minutes")],
        ),
        (
            "five and a half hours a month and sixty-seven a year",
            &[(5.5, "hours"), (67.0, "hours")],
        ),
        ("from 3 hours to 2 people", &[(3.0, "hours"), (2.0, "")]),
        ("it weighed 300 pounds", &[(300.0, "")]),
        ("it cost 300 pounds", &[(300.0, "gbp")]),
        ("40 pounds of flour", &[(40.0, "")]),
    ];
    for (text, wanted) in forms {
        assert_eq!(read(text), *wanted, "{text}");
    }
}

#[test]
fn a_result_lists_times_counts_and_changes() {
    let lists = |text: &str| -> Vec<(f64, String)> {
        let all = listed(text).into_iter();
        all.map(|(_, value, unit)| (value, unit)).collect()
    };
    let of = |pairs: &[(f64, &str)]| -> Vec<(f64, String)> {
        pairs.iter().map(|(v, u)| (*v, (*u).to_owned())).collect()
    };
    for (text, wanted) in [
        (
            "I had the office open again within 20 minutes.",
            [(20.0, "minutes")].as_slice(),
        ),
        (
            "Letters are answered in 36 hours now, hard ones in nine working days.",
            &[(36.0, "hours"), (9.0, "days")],
        ),
        ("I won 18 old clients back.", &[(18.0, "count")]),
        (
            "I won 18 old clients and four new ones.",
            &[(18.0, "count"), (4.0, "count")],
        ),
        (
            "A form opens in 350ms, before it was two seconds.",
            &[(0.35, "seconds"), (2.0, "seconds")],
        ),
        (
            "Calls dropped from 90 to 20 a month.",
            &[(90.0, "count"), (20.0, "count")],
        ),
        (
            "Training takes two days instead of three weeks.",
            &[(2.0, "days"), (3.0, "weeks")],
        ),
        (
            "A third of the rooms were free again.",
            &[(0.3333, "ratio")],
        ),
        ("Bookings tripled.", &[(3.0, "ratio")]),
        ("The line is four times shorter.", &[(4.0, "ratio")]),
    ] {
        assert_eq!(lists(text), of(wanted), "{text}");
    }
    for text in [
        "It took 4 months.",
        "The page showed a five-hundred error.",
        "He was 34 years old.",
        "I set the timeout to 5 seconds.",
        "I did it for two weeks.",
    ] {
        assert!(listed(text).is_empty(), "{text}: {:?}", listed(text));
    }
}

/// A whole number below a million, in words.
fn words(number: u32, and: bool) -> String {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = [
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let joined = if and { " and " } else { " " };
    match number {
        0..20 => ONES[number as usize].to_owned(),
        20..100 if number.is_multiple_of(10) => TENS[number as usize / 10].to_owned(),
        20..100 => format!(
            "{}-{}",
            TENS[number as usize / 10],
            ONES[number as usize % 10]
        ),
        100..1000 if number.is_multiple_of(100) => {
            format!("{} hundred", ONES[number as usize / 100])
        }
        100..1000 => format!(
            "{} hundred{joined}{}",
            ONES[number as usize / 100],
            words(number % 100, and)
        ),
        _ if number.is_multiple_of(1000) => format!("{} thousand", words(number / 1000, and)),
        _ => {
            let rest = number % 1000;
            let link = if rest < 100 && and { " and " } else { " " };
            format!(
                "{} thousand{link}{}",
                words(number / 1000, and),
                words(rest, and)
            )
        }
    }
}

/// The digits of a number in groups of three.
fn grouped(number: u32, separator: &str) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

/// Every way to say a number of a unit that this test knows.
fn ways(number: u32, unit: &str) -> Vec<String> {
    let mut bare = vec![
        number.to_string(),
        grouped(number, ","),
        grouped(number, "'"),
        grouped(number, " "),
        words(number, false),
        words(number, true),
    ];
    if number >= 1000 && number.is_multiple_of(100) {
        bare.push(format!("{}.{}k", number / 1000, number % 1000 / 100));
    }
    if (120..1000).contains(&number) && number % 100 >= 20 {
        bare.push(format!(
            "{} {}",
            words(number / 100, false),
            words(number % 100, false)
        ));
    }
    if number.is_multiple_of(12) && number / 12 < 20 && number > 12 {
        bare.push(format!("{} dozen", words(number / 12, false)));
    }
    let named =
        |name: &str| -> Vec<String> { bare.iter().map(|one| format!("{one} {name}")).collect() };
    match unit {
        "percent" => [
            named("percent"),
            named("per cent"),
            vec![format!("{number}%")],
        ]
        .concat(),
        "usd" => [
            named("dollars"),
            named("bucks"),
            vec![format!("${}", grouped(number, ","))],
        ]
        .concat(),
        "eur" => [
            named("euros"),
            vec![
                format!("{number}€"),
                format!("{} €", grouped(number, " ")),
                format!("EUR {number}"),
            ],
        ]
        .concat(),
        "minutes" => [
            named("minutes"),
            vec![format!("{number} min"), format!("{number}min")],
        ]
        .concat(),
        "months" => named("months"),
        _ => named("orders"),
    }
}

proptest! {
    #[test]
    fn every_form_of_a_number_has_the_same_value(
        number in prop_oneof![2u32..130, 100u32..1000, 1000u32..999_999],
        unit in prop::sample::select(vec!["percent", "usd", "eur", "minutes", "months", ""]),
    ) {
        for way in ways(number, unit) {
            let text = format!("The figure was {way} then.");
            // One group of digits apart is read only before a unit.
            let apart = way.contains(' ') && unit.is_empty() && way.starts_with(|c: char| c.is_ascii_digit());
            if apart && way.split(' ').filter(|part| part.bytes().all(|b| b.is_ascii_digit())).count() == 2 {
                continue;
            }
            prop_assert_eq!(read(&text), vec![(f64::from(number), unit)], "{}", text);
        }
    }

    #[test]
    fn decimals_are_the_same_in_digits_and_in_words(whole in 0u32..100, part in proptest::collection::vec(0u32..10, 1..4)) {
        let digits: String = part.iter().map(ToString::to_string).collect();
        let spelled: Vec<String> = part.iter().map(|digit| words(*digit, false)).collect();
        let value: f64 = format!("{whole}.{digits}").parse().unwrap();
        for text in [
            format!("It was {whole}.{digits} percent."),
            format!("It was {whole}.{digits}%."),
            format!("It was {} point {} percent.", words(whole, false), spelled.join(" ")),
        ] {
            let found = read(&text);
            prop_assert_eq!(found.len(), 1, "{}", text);
            prop_assert!((found[0].0 - value).abs() <= 1e-4, "{}: {:?}", text, found);
            prop_assert_eq!(found[0].1, "percent");
        }
    }

    #[test]
    fn both_ends_of_a_change_have_its_unit(from in 2u32..900, to in 2u32..900, link in prop::sample::select(vec!["to", "down to", "up to"]), spoken in any::<bool>()) {
        let say = |number: u32| if spoken { words(number, false) } else { number.to_string() };
        for (unit, id, factor) in [("milliseconds", "seconds", 0.001), ("percent", "percent", 1.0), ("minutes", "minutes", 1.0)] {
            let ends = vec![
                (super::reading::round(f64::from(from) * factor), id),
                (super::reading::round(f64::from(to) * factor), id),
            ];
            let last = format!("It went from {} {link} {} {unit}.", say(from), say(to));
            prop_assert_eq!(read(&last), ends.clone(), "{}", last);
            let first = format!("It went from {} {unit} {link} {}.", say(from), say(to));
            prop_assert_eq!(read(&first), ends, "{}", first);
        }
    }

    #[test]
    fn no_text_of_numbers_makes_the_reader_panic(text in "([0-9'., ½€$%/×–-]|(one|fifty|oh|dozen|a|half|point|million|and) ){0,30}") {
        read(&text);
        listed(&text);
    }
}

fn said(text: &str) -> Vec<(String, f64, String)> {
    let heard = Transcript::from_text(text);
    let tokens = tokens(&heard);
    let context = Context {
        expected: &[],
        outcome: false,
        numbers: &reader::numbers(&tokens),
        changed: &[],
    };
    quantities(&tokens, &heard.text, &context)
        .into_iter()
        .map(|one| (one.quote, one.value, one.unit))
        .collect()
}

#[test]
fn the_first_of_two_numbers_takes_the_unit_and_factor_of_the_second() {
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
        read("Runtime 4 h 50 -> 1 h 35."),
        [hours(4.8333), hours(1.5833)]
    );
    assert_eq!(
        read("A minute and twenty seconds; 3 days and a half."),
        [(1.3333, Some(Unit::Minutes)), (3.5, Some(Unit::Days))]
    );
    // A second number with a noun of its own is not part of the time.
    assert_eq!(
        read("After two hours twenty people waited, and two hours and forty orders were gone."),
        [hours(2.0), (20.0, None), hours(2.0), (40.0, None)]
    );
}

#[test]
fn every_fourth_is_a_share_unless_a_period_follows() {
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
    assert!(shares("I ran it every fourth day and every other Monday, every second.").is_empty());
}

#[test]
fn a_share_has_two_parts_if_both_are_said() {
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
fn a_currency_may_precede_or_follow_its_amount() {
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
fn every_spelling_of_a_size_is_read() {
    for text in ["I moved 20 GB.", "I moved 20GB.", "I moved 20 gigabytes."] {
        let found = said(text);
        assert_eq!((found[0].1, found[0].2.as_str()), (20e9, "bytes"), "{text}");
    }
}
