//! Names of metrics and ideas within our own sentences.

use crate::language::number::reader::numbers;
use crate::language::token::tokens_of;
use crate::language::words::Class;
use crate::scenario::Signal;

/// The name as part of a sentence. "The drop rate from 0.3% to zero" and "$8K a week" are read as they are; an excerpt
/// of a text ("from four a month to one", "three") is quoted.
pub fn named(name: &str) -> String {
    let all = tokens_of(name);
    let leads = all
        .first()
        .is_some_and(|first| first.is(Class::PREPOSITION));
    let spelled = name.starts_with(char::is_lowercase)
        && numbers(&all)
            .first()
            .is_some_and(|number| number.start == 0);
    if leads || spelled {
        format!("“{name}”")
    } else {
        name.to_owned()
    }
}

/// The phrase of an idea and its meaning: “no ticket” (there was no ticket for it). The phrase comes first, since "no
/// drops were left" alone reads as if it had been said.
pub fn described(signal: &Signal) -> String {
    let meaning = signal.meaning.trim_end_matches('.');
    if meaning.is_empty() {
        return format!("“{}”", signal.phrase);
    }
    let first = meaning.split([' ', '\'', '’']).next().unwrap_or_default();
    let meaning = if OPENINGS.contains(&first) || first.ends_with("ing") {
        meaning[..1].to_lowercase() + &meaning[1..]
    } else {
        meaning.to_owned()
    };
    format!("“{}” ({meaning})", signal.phrase)
}

/// Words that may begin a meaning and are no names, so that they can be written in lower case.
const OPENINGS: &[&str] = &[
    "A",
    "An",
    "Both",
    "Customers",
    "How",
    "If",
    "It",
    "No",
    "Nobody",
    "Others",
    "Saying",
    "Somebody",
    "Something",
    "That",
    "The",
    "There",
    "They",
    "This",
    "What",
    "Where",
    "Who",
    "Whom",
    "Whose",
    "Why",
    "You",
    "Your",
];

/// Joins a list: "One", "one and two", "one, two and three".
pub fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_quoted_and_a_list_is_joined() {
        for name in [
            "the 0.3% drop rate",
            "$8K a week",
            "31 of 34 releases",
            "complaints from 2 a month to zero",
            "a 400 euro computer",
        ] {
            assert_eq!(named(name), name);
        }
        assert_eq!(named("three"), "“three”");
        assert_eq!(
            named("from four a month to one"),
            "“from four a month to one”"
        );
        let all = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&all), "a, b and c");
        assert_eq!(list(&all[..2]), "a and b");
        assert_eq!(list(&all[..1]), "a");
    }
}
