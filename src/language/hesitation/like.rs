//! "Like" as a filler, unlike the comparison ("looks like", "like this") and the verb.

use crate::language::token::{Border, CURRENCIES, Token, after, before};
use crate::language::words::Class;

/// Words directly before a "like" that compares, gives an example, or is a verb.
const COMPARING: &[&str] = &[
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
];

/// Objects of a comparison: "like this", "like every other".
const COMPARED_WITH: &[&str] = &[
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
];

const NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "eighty", "hundred", "half", "zero",
    "point", "one", "once", "twice", "several", "many", "no", "none", "all",
];

/// Adverbs of degree: nothing is compared with "really slow".
const DEGREE: &[&str] = &[
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
];

const ARTICLES: &[&str] = &["a", "an", "the", "my", "our", "your", "their", "his"];

/// Nouns that make an amount after an article: "like a lot", "like a week".
const AMOUNTS: &[&str] = &[
    "lot", "bunch", "ton", "hundred", "thousand", "million", "few", "couple", "week", "month",
    "day", "year", "third", "half", "whole", "huge", "big", "tiny", "small", "bit",
];

/// Words that a phrase must follow; a "like" after them is a filler, except before an article.
const AWAITING_A_PHRASE: &[&str] = &[
    "there's", "had", "has", "have", "got", "and", "so", "but", "because", "was", "were", "is",
    "are", "it's", "then", "or",
];

/// The same, except before any determiner.
const AWAITING_A_CLAUSE: &[&str] = &[
    "and", "so", "but", "because", "then", "had", "has", "there's",
];

/// Whether the "like" at `at` is a filler.
pub(super) fn is_filler(tokens: &[Token], at: usize) -> bool {
    let like = &tokens[at];
    let before = before(tokens, at, 1).first();
    if before.is_some_and(|one| one.after == Border::None && one.any(COMPARING)) {
        return false;
    }
    let [next, rest @ ..] = after(tokens, at, 2) else {
        return like.after >= Border::Comma && before.is_some();
    };
    if like.after >= Border::Comma {
        return true;
    }
    let second = rest.first();
    if next.any(COMPARED_WITH) || unparalleled(next, second) {
        return false;
    }
    if is_number(next) || next.any(DEGREE) {
        return true;
    }
    let article = next.any(ARTICLES);
    let amount = article && second.is_some_and(|one| one.any(AMOUNTS));
    match before {
        Some(before) if before.after == Border::None => amount || interrupts(before, next),
        Some(_) => amount || next.is(Class::FIRST.or(Class::WE_SUBJECT).or(Class::PAST)),
        None => {
            !article
                && !next.lower.ends_with("ing")
                && next.is(Class::FIRST.or(Class::OTHER).or(Class::WE_SUBJECT))
        }
    }
}

/// Whether it is an idiom: "like never before", "like no other".
fn unparalleled(next: &Token, second: Option<&Token>) -> bool {
    next.any(&["never", "no", "nothing"])
        && second.is_some_and(|second| second.any(&["before", "other", "else"]))
}

fn is_number(token: &Token) -> bool {
    let figure = |c: char| c.is_ascii_digit() || c == '.' || CURRENCIES.contains(&c);
    token.lower.starts_with(figure) || token.any(NUMBERS)
}

/// Whether a "like" without commas interrupts a phrase that `before` opens and `next` continues.
fn interrupts(before: &Token, next: &Token) -> bool {
    before.is(Class::PREPOSITION) && !before.any(&["of", "as"])
        || before.any(AWAITING_A_PHRASE) && !next.any(ARTICLES)
        || before.any(AWAITING_A_CLAUSE) && !next.is(Class::DETERMINER)
}
