//! Hesitations in the words: filler sounds, verbal tics, and words said twice. The grammar looks
//! through them, and the delivery rules report them.

use crate::language::token::{Border, CURRENCIES, Token};
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

/// Sounds of hesitation as recognisers write them, each letter once.
const SOUNDS: &[&str] = &[
    "um", "uh", "er", "erm", "uhm", "hm", "m", "ah", "eh", "uh-huh", "ehm", "em",
];

/// Whether a token is a sound of hesitation, however long it is drawn ("ummm", "errr", "hmmm").
fn is_sound(token: &Token) -> bool {
    // "ER" is a room in a hospital, and "M" or "EM" is no sound either.
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
        let length = tic(tokens, at);
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

/// How many tokens the filler at `at` takes; 0 where there is none.
fn tic(tokens: &[Token], at: usize) -> usize {
    let token = &tokens[at];
    if token.quoted {
        return 0;
    }
    let same = |other: usize| tokens.get(other).filter(|t| t.sentence == token.sentence);
    let next = |words: &[&str]| same(at + 1).is_some_and(|t| t.any(words));
    let before = at.checked_sub(1).and_then(same);
    let apart = before.is_none_or(|b| b.after >= Border::Comma);
    match token.lower.as_str() {
        _ if is_sound(token) => 1,
        "basically" => 1,
        "you" if next(&["know"]) && token.after == Border::None => {
            let asked = before.is_some_and(|b| {
                b.any(&[
                    "do", "did", "if", "as", "how", "what", "when", "before", "let", "that",
                    "would", "does", "because",
                ])
            });
            let close = tokens[at + 1].after == Border::None;
            let object = close
                && same(at + 2).is_some_and(|t| {
                    t.any(&[
                        "what", "that", "how", "why", "who", "where", "when", "if", "it", "about",
                        "the", "this", "your",
                    ])
                });
            // "You know what, do it": a way to begin.
            let what = same(at + 2).filter(|t| close && t.lower == "what");
            if what.is_some_and(|t| t.after == Border::Comma) {
                return 3;
            }
            if asked || object && (!apart || known(tokens, at + 2)) {
                0
            } else {
                2
            }
        }
        "i" if next(&["mean"]) => {
            let meant = before.is_some_and(|b| {
                b.after == Border::None && b.any(&["what", "that", "all", "which", "do", "by"])
            });
            let clause = same(at + 2).is_some_and(|t| t.any(&["that", "to", "by"]))
                && tokens[at + 1].after == Border::None;
            if meant || clause || meant_it(tokens, at) || relative(tokens, at) {
                0
            } else {
                2
            }
        }
        "like" => usize::from(filler_like(tokens, at)),
        "right" => {
            let tag = before.is_some_and(|b| {
                b.after >= Border::Comma || !b.is(Class::DETERMINER.or(Class::BE))
            }) && token.after >= Border::Comma;
            let asked =
                token.after == Border::Sentence || before.is_some_and(|b| b.after >= Border::Comma);
            let adjective = before.is_some_and(|b| {
                b.after == Border::None
                    && (b.is(Class::DETERMINER
                        .or(Class::BE)
                        .or(Class::ADVERB)
                        .or(Class::PREPOSITION))
                        || b.any(&["all", "got", "it", "things", "them", "get"]))
            });
            usize::from(
                before.is_some()
                    && tag
                    && asked
                    && !adjective
                    && before.is_some_and(|b| b.after >= Border::Comma),
            )
        }
        _ => 0,
    }
}

/// "You know the drill." is whole with what it knows; in "you know the webhook was slow" another
/// clause begins there.
fn known(tokens: &[Token], at: usize) -> bool {
    let rest = tokens[at..]
        .iter()
        .take_while(|token| token.sentence == tokens[at].sentence);
    let asks = tokens[at].any(&["what", "how", "why", "who", "where", "when"]);
    asks || !rest
        .into_iter()
        .skip(1)
        .any(|token| token.is(Class::AUXILIARY.or(Class::BE).or(Class::PAST)))
}

/// "I mean it": what is meant is "it", unless "it" begins another clause ("I mean it was slow").
fn meant_it(tokens: &[Token], at: usize) -> bool {
    let same = |other: usize| {
        tokens
            .get(other)
            .filter(|t| t.sentence == tokens[at].sentence)
    };
    let verb = Class::AUXILIARY.or(Class::BE).or(Class::PAST);
    tokens[at + 1].after == Border::None
        && same(at + 2).is_some_and(|it| {
            let next = same(at + 3).filter(|_| it.after == Border::None);
            it.lower == "it" && next.is_none_or(|next| !next.is(verb))
        })
}

/// "The kind of logs I mean are access logs": "I mean" belongs to the noun before it. Behind a noun
/// phrase that is no sentence yet, and before its verb or the end, it says which.
fn relative(tokens: &[Token], at: usize) -> bool {
    let sentence = tokens[at].sentence;
    let before = tokens[at.saturating_sub(6)..at].iter().rev();
    let mut before = before
        .take_while(|token| token.sentence == sentence && token.after == Border::None)
        .peekable();
    let noun = before.peek().is_some_and(|token| {
        !token.is(Class::COORDINATOR
            .or(Class::BE)
            .or(Class::ADVERB)
            .or(Class::OTHER))
    });
    let opened = before
        .find(|token| token.is(Class::DETERMINER.or(Class::BE).or(Class::AUXILIARY)))
        .is_some_and(|token| token.is(Class::DETERMINER));
    let mean = &tokens[at + 1];
    let next = tokens.get(at + 2).filter(|next| next.sentence == sentence);
    let goes_on = mean.after == Border::Sentence
        || mean.after == Border::None
            && next.is_none_or(|next| next.is(Class::BE.or(Class::AUXILIARY).or(Class::PAST)));
    noun && opened && goes_on
}

/// "Like" the filler, told from "like" the comparison ("looks like", "like this") and the verb.
fn filler_like(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let same = |other: usize| tokens.get(other).filter(|t| t.sentence == token.sentence);
    let before = at.checked_sub(1).and_then(same);
    let next = same(at + 1);
    if before.is_some_and(|b| {
        b.after == Border::None
            && b.any(&[
                "look",
                "looks",
                "looked",
                "looking",
                "feel",
                "feels",
                "felt",
                "sound",
                "sounds",
                "sounded",
                "seem",
                "seems",
                "seemed",
                "something",
                "things",
                "thing",
                "stuff",
                "just",
                "would",
                "i'd",
                "we'd",
                "they'd",
                "you'd",
                "i",
                "we",
                "they",
                "you",
                "to",
                "didn't",
                "don't",
                "doesn't",
                "exactly",
                "much",
                "more",
                "nothing",
                "anything",
                "not",
                "really",
                "people",
                "work",
                "works",
                "worked",
                "behave",
                "behaves",
                "behaved",
                "act",
                "acts",
                "acted",
                "treat",
                "taste",
                "smell",
                "smells",
                "customers",
                "who",
                "is that",
                "days",
                "ones",
                "services",
                "teams",
                "tools",
                "cases",
                "systems",
                "problems",
                "issues",
                "failures",
                "errors",
                "someone",
                "somebody",
                "everything",
                "more",
                "bit",
                "lot",
                "also",
                "always",
                "never",
                "might",
                "what",
                "what's",
                "mistakes",
                "events",
                "questions",
                "words",
                "one",
            ])
    }) {
        return false;
    }
    let Some(next) = next else {
        return token.after >= Border::Comma && before.is_some();
    };
    if token.after >= Border::Comma {
        return true;
    }
    if next.any(&[
        "this",
        "that",
        "these",
        "those",
        "it",
        "so",
        "i",
        "me",
        "him",
        "her",
        "them",
        "us",
        "mine",
        "everyone",
        "everybody",
        "most",
        "any",
        "every",
        "always",
        "usual",
        "we",
        "you",
        "before",
    ]) {
        // "And like, this is …" has a comma; "and like I wanted to say" does not compare.
        return false;
    }
    // "Like never before", "like no other"
    let second = tokens
        .get(at + 2)
        .filter(|second| second.sentence == next.sentence);
    if next.any(&["never", "no", "nothing"])
        && second.is_some_and(|second| second.any(&["before", "other", "else"]))
    {
        return false;
    }
    let number = next
        .lower
        .starts_with(|c: char| c.is_ascii_digit() || c == '.' || CURRENCIES.contains(&c))
        || next.any(&[
            "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "eighty",
            "hundred", "half", "zero", "point", "one", "once", "twice", "several", "many", "no",
            "none", "all",
        ]);
    let stress = next.any(&[
        "really",
        "super",
        "very",
        "so",
        "totally",
        "way",
        "too",
        "pretty",
        "kind",
        "sort",
        "just",
        "maybe",
        "literally",
        "actually",
        "only",
        "almost",
        "about",
        "around",
        "nobody",
        "nothing",
        "never",
        "not",
        "completely",
    ]);
    if number || stress {
        return true;
    }
    let article = next.any(&["a", "an", "the", "my", "our", "your", "their", "his"]);
    let amount = article
        && same(at + 2).is_some_and(|t| {
            t.any(&[
                "lot", "bunch", "ton", "hundred", "thousand", "million", "few", "couple", "week",
                "month", "day", "year", "third", "half", "million", "whole", "huge", "big", "tiny",
                "small", "bit",
            ])
        });
    match before {
        Some(b) if b.after == Border::None => {
            amount
                || b.is(Class::PREPOSITION) && !b.any(&["of", "as"])
                || (b.any(&[
                    "there's", "had", "has", "have", "got", "and", "so", "but", "because", "was",
                    "were", "is", "are", "it's", "then", "or",
                ]) && !article)
                || b.any(&[
                    "and", "so", "but", "because", "then", "had", "has", "there's",
                ]) && !next.is(Class::DETERMINER)
        }
        Some(_) => amount || next.is(Class::FIRST.or(Class::WE_SUBJECT).or(Class::PAST)),
        None => {
            !article
                && !next.lower.ends_with("ing")
                && next.is(Class::FIRST.or(Class::OTHER).or(Class::WE_SUBJECT))
        }
    }
}

/// Words that are doubled on purpose or by grammar.
const DOUBLED: &[&str] = &[
    "that", "had", "very", "really", "so", "no", "many", "bye", "much", "is", "yes", "far",
    "again", "more", "way", "never", "every", "do", "ha", "night", "over", "please", "in", "blah",
    // "Twenty twenty three"
    "twenty",
];

/// Words said twice in a row ("the, the") and broken starts ("I was, I was"): the part that was
/// given up.
pub fn repetitions(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let same =
            |length: usize| {
                let (first, second) = (
                    tokens.get(at..at + length),
                    tokens.get(at + length..at + 2 * length),
                );
                match (first, second) {
                    (Some(first), Some(second)) => {
                        first.iter().zip(second).all(|(a, b)| {
                            a.lower == b.lower && a.sentence == b.sentence && !a.quoted
                        }) && first
                            .iter()
                            .all(|token| !token.tied && token.after < Border::Sentence)
                            && (length > 1
                                && first[..length - 1]
                                    .iter()
                                    .all(|token| token.after == Border::None)
                                || length == 1
                                    && !first[0].any(DOUBLED)
                                    && !first[0].lower.starts_with(|c: char| c.is_ascii_digit()))
                    }
                    _ => false,
                }
            };
        // "Ninety-nine point nine nine": digits behind the point.
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

/// Whether the digit at `at` stands behind a point: "point zero zero three", "one point one one".
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
    fn like_the_filler() {
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
    fn like_the_comparison_and_the_verb() {
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
    fn other_tics() {
        assert_eq!(
            heard("Um, so, you know, it was basically, uh, broken, right? I mean yes."),
            ["um", "you know", "basically", "uh", "right", "i mean"]
        );
        assert!(heard("Right after lunch you know what I mean by that. That's right.").is_empty());
    }

    #[test]
    fn a_sound_may_be_drawn_and_an_abbreviation_is_none() {
        assert_eq!(
            heard("Ummm, I, uhhh, led it. Errr, hmmm, Mmm. Er, UM, yes."),
            ["ummm", "uhhh", "errr", "hmmm", "mmm", "er", "um"]
        );
        assert!(heard("I worked in the ER. The EM team and I'm in room M.").is_empty());
    }

    #[test]
    fn what_is_meant_and_known_is_no_tic() {
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
    fn words_said_twice() {
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
