//! Hesitations in the words: filler sounds, verbal tics, and words said twice. The grammar ignores them, and the
//! delivery rules report them.

mod like;

use crate::language::token::{Border, Token, after, before, same_sentence};
use crate::language::words::Class;
use std::ops::Range;

/// A filler among the tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filler {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// A sound ("um") rather than a word used as one ("you know").
    pub sound: bool,
}

/// Filler sounds as recognisers write them, without double letters.
const SOUNDS: &[&str] = &[
    "um", "uh", "er", "erm", "uhm", "hm", "m", "ah", "eh", "uh-huh", "ehm", "em",
];

/// Whether a token is a filler sound of any length ("ummm", "errr", "hmmm").
fn is_sound(token: &Token) -> bool {
    // "ER" is a room in a hospital, and "M" or "EM" is no filler sound either.
    if matches!(token.lower.as_str(), "er" | "em" | "eh" | "m")
        && (token.capitals || token.lower == "m")
    {
        return false;
    }
    let mut letters: Vec<char> = token.lower.chars().collect();
    letters.dedup();
    let short: String = letters.into_iter().collect();
    SOUNDS.contains(&short.as_str())
}

/// Every filler, in order.
pub fn fillers(tokens: &[Token]) -> Vec<Filler> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = filler_length(tokens, at);
        if length > 0 {
            found.push(Filler {
                tokens: at..at + length,
                sound: is_sound(&tokens[at]),
            });
        }
        at += length.max(1);
    }
    found
}

/// Length of the filler at `at` in tokens; 0 if there is none.
fn filler_length(tokens: &[Token], at: usize) -> usize {
    let token = &tokens[at];
    if token.quoted {
        return 0;
    }
    let followed_by =
        |word: &str| same_sentence(tokens, at, at + 1).is_some_and(|next| next.lower == word);
    match token.lower.as_str() {
        _ if is_sound(token) => 1,
        "basically" => 1,
        "you" if token.after == Border::None && followed_by("know") => you_know(tokens, at),
        "i" if followed_by("mean") && !is_meant(tokens, at) => 2,
        "like" => usize::from(like::is_filler(tokens, at)),
        "right" => usize::from(is_tag(tokens, at)),
        _ => 0,
    }
}

/// Words before a literal "you know": "as you know", "did you know".
const BEFORE_YOU_KNOW: &[&str] = &[
    "do", "did", "if", "as", "how", "what", "when", "before", "let", "that", "would", "does",
    "because",
];

/// Objects of "know": "you know what it was", "you know the drill".
const OBJECTS_OF_KNOWING: &[&str] = &[
    "what", "that", "how", "why", "who", "where", "when", "if", "it", "about", "the", "this",
    "your",
];

/// Length of the filler "you know" at `at`; 0 if it is literal.
fn you_know(tokens: &[Token], at: usize) -> usize {
    let same = |other: usize| same_sentence(tokens, at, other);
    let before = before(tokens, at, 1).first();
    let next = same(at + 2).filter(|_| tokens[at + 1].after == Border::None);
    // "You know what, do it" opens a sentence.
    if next.is_some_and(|next| next.lower == "what" && next.after == Border::Comma) {
        return 3;
    }
    let part_of_clause = before.is_some_and(|before| before.any(BEFORE_YOU_KNOW));
    let apart = before.is_none_or(|before| before.after >= Border::Comma);
    let takes_object = next.is_some_and(|next| next.any(OBJECTS_OF_KNOWING))
        && (!apart || is_object(tokens, at + 2));
    if part_of_clause || takes_object { 0 } else { 2 }
}

/// Whether "I mean" at `at` is literal, not a filler.
fn is_meant(tokens: &[Token], at: usize) -> bool {
    let same = |other: usize| same_sentence(tokens, at, other);
    let asked = ["what", "that", "all", "which", "do", "by"];
    let asked = before(tokens, at, 1)
        .iter()
        .any(|one| one.after == Border::None && one.any(&asked));
    let clause = tokens[at + 1].after == Border::None
        && same(at + 2).is_some_and(|next| next.any(&["that", "to", "by"]));
    asked || clause || meant_it(tokens, at) || relative(tokens, at)
}

/// Whether "right" is a tag between commas ("it was broken, right?"), not an adjective or adverb.
fn is_tag(tokens: &[Token], at: usize) -> bool {
    let before = before(tokens, at, 1).first();
    tokens[at].after >= Border::Comma && before.is_some_and(|one| one.after >= Border::Comma)
}

/// Whether an object of "know" begins at `at`: "you know the drill." is complete; in "you know the webhook was slow"
/// another clause begins.
fn is_object(tokens: &[Token], at: usize) -> bool {
    let verb = Class::AUXILIARY.or(Class::BE).or(Class::PAST);
    let asks = tokens[at].any(&["what", "how", "why", "who", "where", "when"]);
    asks || !after(tokens, at, usize::MAX).iter().any(|one| one.is(verb))
}

/// Whether "it" is the object of "I mean" and begins no other clause ("I mean it was slow").
fn meant_it(tokens: &[Token], at: usize) -> bool {
    let same = |other: usize| same_sentence(tokens, at, other);
    let verb = Class::AUXILIARY.or(Class::BE).or(Class::PAST);
    tokens[at + 1].after == Border::None
        && same(at + 2).is_some_and(|it| {
            let next = same(at + 3).filter(|_| it.after == Border::None);
            it.lower == "it" && next.is_none_or(|next| !next.is(verb))
        })
}

/// Whether "I mean" is a relative clause: "the kind of logs I mean are access logs". It follows a noun phrase and
/// precedes the verb or the end.
fn relative(tokens: &[Token], at: usize) -> bool {
    let not_a_noun = Class::COORDINATOR
        .or(Class::BE)
        .or(Class::ADVERB)
        .or(Class::OTHER);
    let opening = Class::DETERMINER.or(Class::BE).or(Class::AUXILIARY);
    let near = before(tokens, at, 6).iter().rev();
    let mut phrase = near
        .take_while(|token| token.after == Border::None)
        .peekable();
    let noun = phrase.peek().is_some_and(|token| !token.is(not_a_noun));
    let opened = phrase.find(|token| token.is(opening));
    let goes_on = match after(tokens, at + 1, 1) {
        [next] if tokens[at + 1].after == Border::None => {
            next.is(Class::BE.or(Class::AUXILIARY).or(Class::PAST))
        }
        _ => matches!(tokens[at + 1].after, Border::None | Border::Sentence),
    };
    noun && opened.is_some_and(|token| token.is(Class::DETERMINER)) && goes_on
}

/// Words that are doubled on purpose or by grammar.
const DOUBLED: &[&str] = &[
    "that", "had", "very", "really", "so", "no", "many", "bye", "much", "is", "yes", "far",
    "again", "more", "way", "never", "every", "do", "ha", "night", "over", "please", "in", "blah",
    // "Twenty twenty three"
    "twenty",
];

/// Words said twice in a row ("the, the") and false starts ("I was, I was"): the abandoned part.
pub fn repetitions(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let same = |length: usize| {
            let Some(both) = tokens.get(at..at + 2 * length) else {
                return false;
            };
            let (first, second) = both.split_at(length);
            let mut pairs = first.iter().zip(second);
            pairs.all(|(a, b)| a.lower == b.lower && a.sentence == b.sentence && !a.quoted)
                && first
                    .iter()
                    .all(|token| !token.tied && token.after < Border::Sentence)
                && match first {
                    [one] => {
                        let digit = |c: char| c.is_ascii_digit();
                        !one.any(DOUBLED) && !one.lower.starts_with(digit)
                    }
                    [all @ .., _] => all.iter().all(|token| token.after == Border::None),
                    [] => false,
                }
        };
        // "Ninety-nine point nine nine": digits of a decimal.
        if decimals(tokens, at) {
            at += 1;
            continue;
        }
        // "Once they're gone they're gone"
        let idiom = at > 0 && tokens[at - 1].any(&["once", "if", "when"]);
        match (1..=4).rev().find(|&length| same(length)) {
            Some(length) if idiom && length > 1 => at += 2 * length,
            Some(length) => {
                found.push(at..at + length);
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether the digit at `at` follows a decimal point: "point zero zero three", "one point one one".
fn decimals(tokens: &[Token], at: usize) -> bool {
    const DIGITS: &[&str] = &[
        "oh", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    let joined = |at: &usize| tokens[*at].after == Border::None;
    tokens[at].any(DIGITS)
        && (0..at)
            .rev()
            .take_while(joined)
            .find(|&before| !tokens[before].any(DIGITS))
            .is_some_and(|before| tokens[before].lower == "point")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::token::tokens;
    use crate::transcript::Transcript;

    fn heard(text: &str) -> Vec<String> {
        let tokens = tokens(&Transcript::from_text(text));
        fillers(&tokens)
            .into_iter()
            .map(|filler| {
                tokens[filler.tokens]
                    .iter()
                    .map(|t| t.lower.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    #[test]
    fn like_as_a_filler() {
        for text in [
            "It was, like, a lot of logs.",
            "It has like forty panels.",
            "It was like really slow.",
            "So like 24/7 for a week.",
            "We had like no idea.",
            "It took like a week.",
            "It was like 0.3%.",
            "Scroll down, like, really far.",
            "For like two days nobody looked.",
        ] {
            assert_eq!(heard(text), ["like"], "{text}");
        }
    }

    #[test]
    fn like_as_a_comparison_or_a_verb() {
        for text in [
            "It looked like a timeout.",
            "And like this I traced it.",
            "I'd like to be clear.",
            "Tools like Kibana.",
            "I like logs.",
            "It was like a black box.",
            "Like I said, it failed.",
            "Something like that.",
            "She likes to look at dashboards.",
            "A service like this one.",
        ] {
            assert!(heard(text).is_empty(), "{text}: {:?}", heard(text));
        }
    }

    #[test]
    fn other_verbal_tics_are_fillers() {
        assert_eq!(
            heard("Um, so, you know, it was basically, uh, broken, right? I mean yes."),
            ["um", "you know", "basically", "uh", "right", "i mean"]
        );
        assert!(heard("Right after lunch you know what I mean by that. That's right.").is_empty());
    }

    #[test]
    fn drawn_out_sounds_are_fillers_but_abbreviations_are_not() {
        assert_eq!(
            heard("Ummm, I, uhhh, led it. Errr, hmmm, Mmm. Er, UM, yes."),
            ["ummm", "uhhh", "errr", "hmmm", "mmm", "er", "um"]
        );
        assert!(heard("I worked in the ER. The EM team and I'm in room M.").is_empty());
    }

    #[test]
    fn literal_i_mean_and_you_know_are_no_fillers() {
        for text in [
            "I mean it.",
            "When I say so I mean it and they know.",
            "The kind of logs I mean are access logs.",
            "Those are the logs I mean.",
            "You know the drill.",
            "You know how it is.",
        ] {
            assert!(heard(text).is_empty(), "{text}: {:?}", heard(text));
        }
        for (text, tic) in [
            ("It was slow I mean really slow.", "i mean"),
            ("You know the webhook was slow.", "you know"),
            ("He said, you know what, do it.", "you know what"),
        ] {
            assert_eq!(heard(text), [tic], "{text}");
        }
    }

    #[test]
    fn words_said_twice_are_repetitions() {
        let tokens = tokens(&Transcript::from_text(
            "I, I traced the, the logs and I was, I was sure that that was very very bad. It was was.",
        ));
        let twice: Vec<_> = repetitions(&tokens)
            .into_iter()
            .map(|range| tokens[range.start].lower.clone())
            .collect();
        assert_eq!(twice, ["i", "the", "i", "was"]);
    }
}
