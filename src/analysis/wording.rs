//! Names of metrics within our own sentences.

use crate::analysis::lexicon::Class;
use crate::analysis::number::reader::numbers;
use crate::analysis::token::tokens;
use crate::transcript::Transcript;

/// The name as a part of a sentence. "The drop rate from 0.3% to zero" and "$8K a week" read as they
/// are; a piece of somebody's text ("from four a month to one", "three") is quoted.
pub fn named(name: &str) -> String {
    let all = tokens(&Transcript::from_text(name));
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

/// "One", "one and two", "one, two and three".
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
    fn a_piece_of_a_text_is_quoted_and_a_list_is_joined() {
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
