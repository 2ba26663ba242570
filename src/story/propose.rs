//! Key phrases and measured values, proposed from a strong example's own words.
//!
//! Proposals only: they stand in the file for the candidate to keep, change or remove.

use crate::analysis::Quantity;
use crate::analysis::number::quantities;
use crate::analysis::number::reader::{Reading, numbers};
use crate::analysis::token::tokens;
use crate::transcript::Transcript;

/// More phrases than this in one section are a script, not ideas.
const MOST_PHRASES: usize = 6;

/// Words after the verb at most.
const LONGEST: usize = 6;

/// Words that say whose it was and that nobody asked.
const BOUNDARIES: &[&str] = &[
    "not my team",
    "not my job",
    "not my service",
    "not my responsibility",
    "not my decision",
    "outside my team",
    "no ticket",
    "nobody asked",
    "nobody had asked",
    "no one asked",
    "no one had asked",
    "without being asked",
    "was not assigned",
];

/// Verbs that carry a result, as a text tells them.
const OUTCOMES: &[&str] = &[
    "adopted",
    "became",
    "cut",
    "doubled",
    "dropped",
    "fell",
    "grew",
    "halved",
    "improved",
    "increased",
    "recovered",
    "reduced",
    "replaced",
    "reused",
    "rose",
    "saved",
    "stopped",
    "went",
];

/// After "I" these tell a state or a manner; the deed is elsewhere in the sentence. "I learned" alone
/// would make an idea of every lesson.
const NO_DEEDS: &[&str] = &[
    "work",
    "a",
    "am",
    "believe",
    "can",
    "could",
    "do",
    "guess",
    "hope",
    "learned",
    "learnt",
    "like",
    "may",
    "might",
    "must",
    "need",
    "realised",
    "realized",
    "should",
    "suppose",
    "think",
    "thought",
    "understood",
    "want",
    "was",
    "will",
    "would",
];

/// Words between "I" and its verb.
const BETWEEN: &[&str] = &[
    "also",
    "did",
    "even",
    "finally",
    "first",
    "had",
    "have",
    "immediately",
    "later",
    "never",
    "next",
    "now",
    "often",
    "quickly",
    "since",
    "still",
    "then",
    "therefore",
    "used",
];

/// A phrase ends before one of these.
const STOPS: &[&str] = &[
    "after", "and", "as", "at", "because", "before", "but", "by", "due", "during", "for", "from",
    "if", "in", "into", "on", "or", "since", "so", "that", "though", "to", "until", "when",
    "where", "which", "while", "who", "with", "without",
];

/// Key phrases of a text, in its own words and order, at most six.
pub fn phrases(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for sentence in sentences(text) {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let mut proposed: Vec<String> = BOUNDARIES
            .iter()
            .filter_map(|boundary| verbatim(sentence, boundary))
            .collect();
        if proposed.is_empty() {
            proposed.extend(deed(&words).or_else(|| outcome(&words)));
        }
        for phrase in proposed {
            let known = |known: &String| known.eq_ignore_ascii_case(&phrase);
            if found.len() < MOST_PHRASES && !found.iter().any(known) {
                found.push(phrase);
            }
        }
    }
    found
}

/// The measured values of a text, in its order, each once: what the judge takes for a measurement,
/// and every other number that names its unit (the candidate may strike it out).
pub fn measured(text: &str) -> Vec<Quantity> {
    let heard = Transcript::from_text(text);
    let tokens = tokens(&heard);
    let mut all = quantities(&tokens, text, &[]);
    all.extend(numbers(&tokens).into_iter().filter_map(|number| {
        let unit = number.unit.filter(|_| number.plain)?;
        let start = tokens.get(number.start)?.bytes.start;
        let end = tokens.get(number.end.checked_sub(1)?)?.bytes.end;
        Some(Quantity {
            quote: text.get(start..end)?.to_owned(),
            start,
            end,
            value: number.value,
            unit: unit.id().to_owned(),
        })
    }));
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

/// A number to say, or a change from one number to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The text's own words: "from 40 minutes to 6".
    pub quote: String,
    /// Each value with its unit; the unit may be empty.
    pub values: Vec<(f64, String)>,
}

/// Words at most between the two numbers of a change: "from 14 calls a week to 1".
const BETWEEN_NUMBERS: usize = 4;

/// The measured values of a text, in its order. "From 40 minutes to 6" is one of them, and its 6 are
/// minutes too.
pub fn changes_and_values(text: &str) -> Vec<Proposal> {
    let heard = Transcript::from_text(text);
    let tokens = tokens(&heard);
    let single = measured(text);
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
        let Some(from) = before.start.checked_sub(1) else {
            continue;
        };
        let Some(between) = tokens.get(before.end..after.start) else {
            continue;
        };
        let told = tokens[from].lower == "from"
            && between.len() <= BETWEEN_NUMBERS
            && between.last().is_some_and(|word| word.lower == "to")
            && tokens[from].sentence == tokens[after.start].sentence;
        let units = (unit_of(before), unit_of(after));
        // "From 60 a day to 8": things.
        let counted = || Some("count".to_owned());
        let (first, last) = (units.0.clone().or(units.1.clone()), units.1.or(units.0));
        let (Some(first), Some(last)) = (first.or_else(counted), last.or_else(counted)) else {
            continue;
        };
        let (start, end) = (tokens[from].bytes.start, tokens[after.end - 1].bytes.end);
        if let Some(quote) = text.get(start..end).filter(|_| told) {
            found.push((
                start..end,
                Proposal {
                    quote: quote.to_owned(),
                    values: vec![(before.value, first), (after.value, last)],
                },
            ));
        }
    }
    let told = |quantity: &Quantity| {
        found
            .iter()
            .any(|(range, _)| range.contains(&quantity.start))
    };
    let rest: Vec<_> = single
        .iter()
        .filter(|quantity| !told(quantity))
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

/// The sentences of a text. A point inside a number ends none.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', ';'])
        .scan(0, |at, piece| {
            let start = *at;
            *at += piece.len();
            Some((start, *at))
        })
        .collect::<Vec<_>>()
        .into_iter()
        .fold(Vec::<(usize, usize)>::new(), |mut joined, (start, end)| {
            match joined.last_mut() {
                Some(last) if !text[start..].starts_with(char::is_whitespace) => last.1 = end,
                _ => joined.push((start, end)),
            }
            joined
        })
        .into_iter()
        .map(|(start, end)| text[start..end].trim())
        .filter(|sentence| !sentence.is_empty())
        .collect::<Vec<_>>()
        .into_iter()
}

/// `phrase` as the sentence writes it.
fn verbatim(sentence: &str, phrase: &str) -> Option<String> {
    let at = sentence.to_ascii_lowercase().find(phrase)?;
    let rest = sentence.get(at + phrase.len()..)?;
    // To the end of its last word: "not my team's".
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let end = at + phrase.len() + end.unwrap_or(rest.len());
    sentence.get(at..end).map(str::to_owned)
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// "I traced the failure to …" gives "I traced the failure".
fn deed(words: &[&str]) -> Option<String> {
    let me = words.iter().position(|word| *word == "I")?;
    let verb = (me + 1..words.len()).find(|&at| !BETWEEN.contains(&bare(words[at]).as_str()))?;
    if NO_DEEDS.contains(&bare(words[verb]).as_str()) || words[me..verb].iter().any(|w| ends(w)) {
        return None;
    }
    Some(phrase(words, me, verb))
}

/// "The drop rate fell from …" gives "fell".
fn outcome(words: &[&str]) -> Option<String> {
    let verb = words
        .iter()
        .position(|word| OUTCOMES.contains(&bare(word).as_str()))?;
    let phrase = phrase(words, verb, verb);
    phrase.contains(' ').then_some(phrase)
}

fn ends(word: &str) -> bool {
    word.ends_with([',', '.', ';', ':', '!', '?', ')'])
}

/// The words from `start` over the verb to the end of what it is done to.
fn phrase(words: &[&str], start: usize, verb: usize) -> String {
    let mut end = verb + 1;
    while end < words.len()
        && end <= verb + LONGEST
        && !ends(words[end - 1])
        && !STOPS.contains(&bare(words[end]).as_str())
    {
        end += 1;
    }
    let phrase = words[start..end].join(" ");
    phrase
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%')
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;
    use proptest::prelude::*;

    #[test]
    fn the_first_walkthrough_gives_its_own_phrases_back() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let of = |id: &str| phrases(scenario.section(id).unwrap().strong.as_deref().unwrap());
        assert_eq!(
            of("task"),
            ["not my team", "No ticket", "nobody asked", "I decided"]
        );
        assert_eq!(
            of("action"),
            [
                "I pulled webhook delivery logs",
                "I traced the failure",
                "I reproduced the issue locally",
                "I wrote a retry mechanism",
                "I added a dead letter queue alert",
                "I submitted a ready-to-merge PR",
            ]
        );
        assert_eq!(of("result"), ["adopted my dead letter queue alert pattern"]);
    }

    #[test]
    fn states_and_manners_are_no_deeds() {
        assert_eq!(
            phrases("I was tired. I think it was fine. I then wrote a test."),
            ["I then wrote a test"]
        );
        assert!(phrases("It rained.").is_empty());
        assert!(phrases("I learned that communication is important.").is_empty());
    }

    #[test]
    fn numbers_are_proposed_with_their_units() {
        let found = measured("The rate fell from 0.3% to 0.1%, which saved $8,000 a week.");
        let seen: Vec<_> = found.iter().map(|q| (q.value, q.unit.as_str())).collect();
        assert!(
            seen.contains(&(0.3, "percent")) && seen.contains(&(8000.0, "usd")),
            "{seen:?}"
        );
    }

    #[test]
    fn a_change_is_one_value_with_one_unit() {
        let found = |text: &str| -> Vec<String> {
            changes_and_values(text)
                .into_iter()
                .map(|one| format!("{}: {:?}", one.quote, one.values))
                .collect()
        };
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

    #[test]
    fn a_point_in_a_number_ends_no_sentence() {
        let found: Vec<_> = sentences("It was 0.3%. Now it is 0.1%.").collect();
        assert_eq!(found, ["It was 0.3%.", "Now it is 0.1%."]);
    }

    proptest! {
        #[test]
        fn every_phrase_stands_in_the_text(text in "(I (wrote|was|had seen) [a-z ]{0,30}[.,;]? ?){0,6}") {
            for phrase in phrases(&text) {
                let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
                prop_assert!(squeezed.contains(&phrase), "{phrase:?} in {text:?}");
            }
        }
    }
}
