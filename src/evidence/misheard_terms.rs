//! Restores terms of the scenario that a recogniser wrote as similar-sounding words: "dead letter cue", "web hook",
//! "item potent". The transcript keeps what was recognised; the grammar reads the restored term.
//!
//! There are two ways: mishearings that the scenario lists, and sound. The sound key is our own: letters are mapped to
//! classes that English confuses (c/k/q, s/z/x, d/t, …) and vowels after the first letter are dropped. The Metaphone of
//! the crate `rphonetic` works word by word, while most mishearings split one word or join two.

use crate::judgement::Misheard;
use crate::language::number;
use crate::language::token::{Border, Token, written};
use crate::language::words::{Class, grammar, knows, stem_of};
use crate::scenario::Term;
use crate::transcript::{Transcript, WordSpan};
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

mod fits;

/// Minimum length of a term that is recognised by sound alone: "slow" must not become "SLO".
const SHORTEST: usize = 6;

/// The vocabulary of a scenario, indexed for look-up.
#[derive(Debug)]
pub struct TermIndex {
    plan: Vec<IndexedTerm>,
    /// Listed mishearings by their first word.
    by_first: BTreeMap<String, Vec<(usize, Vec<String>)>>,
    by_sound: BTreeMap<String, usize>,
}

impl TermIndex {
    /// Indexes the terms with their mishearings and their sounds.
    pub fn of(terms: &[Term]) -> Self {
        let plan: Vec<IndexedTerm> = terms.iter().map(IndexedTerm::of).collect();
        let mut by_first: BTreeMap<String, Vec<(usize, Vec<String>)>> = BTreeMap::new();
        for (at, wanted) in plan.iter().enumerate() {
            for heard in &wanted.heard_as {
                if let Some(first) = heard.first() {
                    let known = by_first.entry(first.clone()).or_default();
                    known.push((at, heard.clone()));
                }
            }
        }
        let by_sound = plan
            .iter()
            .enumerate()
            .filter(|(_, wanted)| wanted.words.concat().len() >= SHORTEST && wanted.key.len() > 2)
            .map(|(at, wanted)| (wanted.key.clone(), at))
            .collect();
        Self {
            plan,
            by_first,
            by_sound,
        }
    }
}

/// Replaces misheard terms among `tokens` and returns them. `texts` is the scenario's own text: the words beside a term
/// there decide whether it fits where an everyday word was recognised.
pub fn restore(
    tokens: &mut Vec<Token>,
    terms: &TermIndex,
    transcript: &Transcript,
    texts: &str,
) -> Vec<Misheard> {
    let TermIndex {
        plan,
        by_first,
        by_sound,
    } = terms;
    let own_words = LazyCell::new(|| words(texts).into_iter().collect());
    let mut found = Vec::new();
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let meant = listed(tokens, at, by_first).filter(|&(which, length)| {
            let range = at..at + length;
            let heard = written(&transcript.text, &tokens[range.clone()]);
            // "SLOW" in capitals is not the everyday word.
            let capitals = heard.len() > 1 && !heard.chars().any(char::is_lowercase);
            capitals
                || !everyday_word(&tokens[range.clone()], &plan[which])
                || fits::here(tokens, &range, &plan[which].words, texts)
        });
        match meant.or_else(|| sounding(tokens, at, by_sound, plan, &own_words)) {
            Some((which, length)) => {
                let part = &tokens[at..at + length];
                let heard = written(&transcript.text, part);
                let last = &part[length - 1];
                if !same_spelling(heard, &plan[which].term) {
                    let words = WordSpan::new(part[0].words.start, last.words.end);
                    found.push(Misheard {
                        heard: heard.to_owned(),
                        taken_as: plan[which].term.clone(),
                        start: part[0].bytes.start,
                        end: last.bytes.end,
                        time: transcript.time_of(words),
                    });
                }
                out.extend(plan[which].tokens(part));
                at += length;
            }
            None => {
                out.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    *tokens = out;
    found
}

/// Whether an everyday word of another kind than the term was recognised, which is in the judge's own word lists. It
/// may follow "the".
fn everyday_word(heard: &[Token], wanted: &IndexedTerm) -> bool {
    let word = match heard {
        [only] => only,
        [article, word] if article.lower == "the" => word,
        _ => return false,
    };
    let same =
        wanted.words.len() == 1 && wanted.words[0].replace('-', "") == word.lower.replace('-', "");
    let past = |class: Class| class.is(Class::PAST);
    let kind = wanted
        .words
        .iter()
        .any(|own| past(word.class) && past(grammar().class(own)));
    !same && !kind && knows(&word.lower)
}

/// Whether both differ only in capitals, hyphens and full stops: the same word, nothing to report.
fn same_spelling(heard: &str, term: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace('-', " ").replace('.', "");
    plain(heard) == plain(term)
}

/// A term of the vocabulary, prepared for look-up.
#[derive(Debug)]
struct IndexedTerm {
    term: String,
    words: Vec<String>,
    heard_as: Vec<Vec<String>>,
    key: String,
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

impl IndexedTerm {
    fn of(term: &Term) -> Self {
        let own = words(&term.term);
        Self {
            key: key(&own.concat()),
            heard_as: term
                .heard_as
                .iter()
                .map(|heard| words(heard))
                .filter(|heard| *heard != own)
                .collect(),
            words: own,
            term: term.term.clone(),
        }
    }

    /// The term's own words as tokens in the place of `heard`.
    fn tokens(&self, heard: &[Token]) -> Vec<Token> {
        let (first, last) = (&heard[0], &heard[heard.len() - 1]);
        let count = self.words.len();
        self.words
            .iter()
            .enumerate()
            .map(|(at, word)| Token {
                lower: word.clone(),
                stem: stem_of(word),
                bytes: first.bytes.start..last.bytes.end,
                words: first.words.start..last.words.end,
                after: if at + 1 == count {
                    last.after
                } else {
                    Border::None
                },
                tied: at + 1 == count && last.tied,
                class: grammar().class(word),
                ..first.clone()
            })
            .collect()
    }
}

/// Classes of words that recognisers do not invent: closed classes and past tenses.
fn plain_words() -> Class {
    Class::DETERMINER
        .or(Class::MINE)
        .or(Class::FIRST)
        .or(Class::OTHER)
        .or(Class::OBJECT)
        .or(Class::PREPOSITION)
        .or(Class::COORDINATOR)
        .or(Class::AUXILIARY)
        .or(Class::PAST)
}

fn together(tokens: &[Token], at: usize, length: usize) -> Option<&[Token]> {
    let part = tokens.get(at..at + length)?;
    let whole = part[..length - 1]
        .iter()
        .all(|token| token.after == Border::None);
    whole.then_some(part)
}

fn listed(
    tokens: &[Token],
    at: usize,
    by_first: &BTreeMap<String, Vec<(usize, Vec<String>)>>,
) -> Option<(usize, usize)> {
    let options = by_first.get(&tokens[at].lower)?;
    options
        .iter()
        .filter(|(_, heard)| {
            together(tokens, at, heard.len()).is_some_and(|part| {
                part.iter()
                    .zip(heard)
                    .all(|(token, word)| token.lower == *word)
            })
        })
        .max_by_key(|(_, heard)| heard.len())
        .map(|(which, heard)| (*which, heard.len()))
}

/// Finds up to four tokens that sound like a term and are not its own words. `own_words` are those of the scenario's
/// texts: a "packing" that occurs there is no misheard "picking".
fn sounding(
    tokens: &[Token],
    at: usize,
    by_sound: &BTreeMap<String, usize>,
    plan: &[IndexedTerm],
    own_words: &BTreeSet<String>,
) -> Option<(usize, usize)> {
    (1..=4).rev().find_map(|length| {
        let part = together(tokens, at, length)?;
        let joined: String = part.iter().map(|token| token.lower.as_str()).collect();
        if joined.len() > 40 || !joined.is_ascii() {
            return None;
        }
        let which = *by_sound.get(key(&joined).as_str())?;
        let own = &plan[which].words;
        let spelled: String = own.concat();
        let same = part
            .iter()
            .map(|token| token.lower.as_str())
            .eq(own.iter().map(String::as_str));
        // A different vowel is a mishearing; a different length is another word.
        let close = joined.len().abs_diff(spelled.len()) <= 2 + spelled.len() / 6;
        // "Platform made my alarm": everyday words beside a word of the term are literal.
        let mine = |token: &Token| own.contains(&token.lower);
        // "It was rolled out" is no "rollout": past tenses are literal.
        let past = part
            .iter()
            .any(|token| token.lower.ends_with("ed") && !mine(token) && token.is(Class::PAST));
        // "Under two seconds" has a number and is no name.
        let counted = length > 1 && !number::reader::numbers(part).is_empty();
        let known = length == 1 && own_words.contains(&part[0].lower);
        // "Boring" is no "bearing", and "and in" no "one-to-one".
        let common = match part {
            [only] => knows(&only.lower),
            several => several
                .iter()
                .all(|token| !mine(token) && token.is(plain_words())),
        };
        let everyday = past
            || counted
            || known
            || common
            || part.iter().any(mine)
                && part
                    .iter()
                    .any(|token| !mine(token) && token.is(plain_words()));
        (!same && !everyday && close && joined != spelled.clone() + "s").then_some((which, length))
    })
}

/// Phonetic key of a word: consonant classes, and an initial vowel as "a".
pub fn key(word: &str) -> String {
    let mut out = String::new();
    let mut last = ' ';
    let letters: Vec<char> = word
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let mut at = 0;
    while at < letters.len() {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let (class, step) = match (letters[at], next) {
            ('p', 'h') => ('f', 2),
            ('g', 'h') => (' ', 2),
            ('c', 'k') | ('q', 'u') => ('k', 2),
            ('c', 'u') if letters.get(at + 2) == Some(&'e') => ('k', 2),
            ('t' | 's' | 'c', 'h') => ('x', 2),
            ('w', 'r') => ('r', 2),
            ('k', 'n') if at == 0 => ('n', 2),
            ('c', 'e' | 'i' | 'y') => ('s', 1),
            ('c' | 'k' | 'q' | 'g', _) => ('k', 1),
            ('s' | 'z' | 'x', _) => ('s', 1),
            ('d' | 't', _) => ('t', 1),
            ('b' | 'p', _) => ('p', 1),
            ('f' | 'v', _) => ('f', 1),
            ('j', _) => ('x', 1),
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y', _) => (if at == 0 { 'a' } else { ' ' }, 1),
            ('w' | 'h', _) if at > 0 => (' ', 1),
            (c, _) => (c, 1),
        };
        if class != ' ' && class != last {
            out.push(class);
        }
        last = class;
        at += step;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::token::tokens;
    use crate::transcript::Transcript;

    fn meant(terms: &[(&str, &[&str])], text: &str) -> Vec<(String, String)> {
        let terms: Vec<Term> = terms
            .iter()
            .map(|(term, heard)| Term {
                term: (*term).into(),
                heard_as: heard.iter().map(|&heard| heard.into()).collect(),
            })
            .collect();
        let heard = Transcript::from_text(text);
        let mut tokens = tokens(&heard);
        let texts = "There was no shared webhook reliability SLO across teams.";
        restore(&mut tokens, &TermIndex::of(&terms), &heard, texts)
            .into_iter()
            .map(|one| (one.taken_as, one.heard))
            .collect()
    }

    #[test]
    fn terms_are_recognised_by_sound() {
        for (term, heard) in [
            ("dead letter queue", "dead letter cue"),
            ("webhook", "web hook"),
            ("idempotent", "item potent"),
            ("backoff", "back off"),
            ("Kibana", "key banner"),
            ("exponential", "exponenshul"),
        ] {
            let text = format!("I looked at the {heard} first.");
            let found = meant(&[(term, &[])], &text);
            let listed = meant(&[(term, &[heard])], &text);
            assert_eq!(listed, [(term.to_owned(), heard.to_owned())]);
            if !["exponenshul", "key banner", "item potent"].contains(&heard) {
                assert_eq!(
                    found,
                    listed,
                    "{heard} by sound: {} {}",
                    key(term),
                    key(&heard.replace(' ', ""))
                );
            }
        }
    }

    #[test]
    fn everyday_words_beside_a_term_are_no_mishearing() {
        let found = meant(
            &[("Platform team", &[])],
            "Platform made my alarm the default.",
        );
        assert!(found.is_empty(), "{found:?}");
        let found = meant(&[("rollout", &[])], "It was rolled out on Monday.");
        assert!(found.is_empty(), "{found:?}");
        // A number is no part of a name, and a word of the story's own texts is literal.
        let found = meant(&[("Android", &[])], "It took under two seconds.");
        assert!(found.is_empty(), "{found:?}");
        for (term, plain) in [
            ("bearing", "It was the most boring rival."),
            (
                "one-to-one",
                "And in seventeen of them I had changed a word.",
            ),
        ] {
            let found = meant(&[(term, &[])], plain);
            assert!(found.is_empty(), "{found:?}");
        }
        let found = meant(&[("webbing", &[])], "It was a webhook, not a webbing.");
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn another_spelling_is_accepted_and_not_reported() {
        let found = meant(
            &[("post-mortem", &["postmortem", "post mortem"])],
            "I wrote the post mortem and the Postmortem.",
        );
        assert_eq!(found, [("post-mortem".into(), "Postmortem".into())]);
    }

    #[test]
    fn an_everyday_word_is_a_term_only_if_the_words_around_it_fit() {
        let slo = [("SLO", ["slow", "S L O"].as_slice())];
        for plain in [
            "The shared service was slow. Both teams were slow.",
            "It was too slow, and the slow queries of a slow and flaky service made it a bit slow.",
            "The shared webhook got slow across teams.",
            "I found the shared webhook slow.",
            "It was slow.",
            "A shared, slow service was the cause.",
            "We had to slow down across teams.",
            "They were kind of slow.",
        ] {
            let found = meant(&slo, plain);
            assert!(found.is_empty(), "{plain}: {found:?}");
        }
        for term in [
            "There was no slow that both teams shared.",
            "The cause was the lack of a shared webhook reliability slow across teams.",
            "I proposed a shared slow.",
            "We had no shared webhook reliability slow, and nobody looked.",
        ] {
            assert_eq!(meant(&slo, term).len(), 1, "{term}");
        }
        let debug = [("debug", ["the bug"].as_slice())];
        assert!(meant(&debug, "I fixed the bug.").is_empty());
    }

    #[test]
    fn short_terms_need_a_listed_mishearing() {
        assert!(meant(&[("SLO", &[])], "It was slow.").is_empty());
        assert!(
            meant(
                &[("dead letter queue", &[])],
                "I added it to the dead letter queue."
            )
            .is_empty()
        );
    }
}
