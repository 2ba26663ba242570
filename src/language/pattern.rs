//! A small pattern language for "said in any words", used by the lexicon, by the accept lists of scenarios, and by the
//! rules.
//!
//! A pattern is a few words in speaking order. Words match by stem ("pull" also matches "pulled"), and up to two other
//! words may stand between two of them.
//!
//! | written | means |
//! |---|---|
//! | `log` | the word in any form |
//! | `=like` | exactly this form |
//! | `{find}` | anything in the synonym set `find` |
//! | <code>trace&#124;{find}</code> | one or the other |
//! | `dead_letter` | two words side by side |
//! | `a + b` | nothing in between, or an article |
//! | `a .. b`, `a ... b` | up to five, up to twelve words in between, same sentence |
//! | `word?` | may be missing |
//! | `$` | any amount of money in digits |
//! | `^word` | the verb, whose subject, negation and mood are checked (otherwise the first word) |
//! | `a & b` | both in one sentence, in any order |
//! | `a && b` | both within two adjacent sentences, in any order |
//! | `I word` | in front: the candidate did it, even if "I" is left out ("Pulled the logs") |
//! | `[anyone]` | in front: counts for any doer |
//! | `[intent]` | in front: a plan or a wish counts, too |
//! | `[not]` | in front: denies the idea |
//! | `[after-mine]` | in front: counts if the candidate did the work in this sentence or the one before |

use crate::language::token::{CURRENCIES, Token, after, tokens_of};
use crate::language::words::stem_of;
use crate::language::words::synonyms;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A compiled pattern.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern {
    /// As it was written.
    pub text: String,
    /// Counts for any doer.
    pub anyone: bool,
    /// Counts as a plan or wish, too.
    pub intent: bool,
    /// Counts if the candidate acts in this sentence or the one before.
    pub after_mine: bool,
    /// If it matches, the idea is denied, whatever else is said.
    pub denies: bool,
    /// Contains a negative, so that a negation around it is part of the idea.
    pub negative: bool,
    /// Contains "I", "my" or "me".
    pub own: bool,
    /// Begins with "I": the candidate must be the doer.
    pub candidate: bool,
    parts: Vec<Vec<Element>>,
    /// Parts may lie one sentence apart.
    apart: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Element {
    /// Alternatives by the stem of their first word.
    options: BTreeMap<String, Vec<Vec<Literal>>>,
    /// Maximum number of words between the previous element and this one.
    gap: usize,
    optional: bool,
    verb: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Literal {
    stem: String,
    /// The form, if only this one matches.
    exact: Option<String>,
}

/// A match of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Tokens, first to one past the last.
    pub tokens: Range<usize>,
    /// The token whose doer and mood are checked.
    pub verb: usize,
}

/// Tokens with an index from stem to positions.
#[derive(Debug, Default)]
pub struct Words {
    /// The tokens.
    pub tokens: Vec<Token>,
    index: BTreeMap<String, Vec<usize>>,
}

impl Words {
    /// Indexes the tokens of a text.
    pub fn of(text: &str) -> Self {
        Self::new(tokens_of(text))
    }

    /// Indexes `tokens`.
    pub fn new(tokens: Vec<Token>) -> Self {
        let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, token) in tokens.iter().enumerate() {
            let money = token.lower.starts_with(CURRENCIES).then_some(MONEY);
            for key in std::iter::once(token.stem.as_str()).chain(money) {
                index.entry(key.to_owned()).or_default().push(at);
            }
        }
        Self { tokens, index }
    }

    /// The positions of this stem.
    pub fn places(&self, stem: &str) -> &[usize] {
        self.index.get(stem).map_or(&[], Vec::as_slice)
    }
}

/// The key of any amount in digits.
const MONEY: &str = "$";
const DEFAULT_GAP: usize = 2;
const NEGATIVES: &[&str] = &[
    "no",
    "not",
    "never",
    "nobody",
    "none",
    "nothing",
    "without",
    "neither",
    "nil",
    "{no}",
    "{nobody}",
    "{lacking}",
];

impl Pattern {
    /// Compiles `text`; the error says what is invalid.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pattern = Self {
            text: text.to_owned(),
            ..Self::default()
        };
        let mut part = Vec::new();
        let mut gap = DEFAULT_GAP;
        let items: Vec<&str> = text.split_whitespace().collect();
        for item in items.iter().copied() {
            match item {
                "I" if part.is_empty() && pattern.parts.is_empty() && items.len() > 1 => {
                    pattern.candidate = true;
                }
                // Articles in the plain wordings of a scenario are ignored.
                "the" | "a" | "an" if items.len() > 1 => {}
                "[anyone]" => pattern.anyone = true,
                "[intent]" => pattern.intent = true,
                "[after-mine]" => pattern.after_mine = true,
                "[not]" => pattern.denies = true,
                "+" => gap = 0,
                ".." => gap = 5,
                "..." => gap = 12,
                "&" | "&&" => {
                    pattern.apart |= item == "&&";
                    pattern.parts.push(std::mem::take(&mut part));
                    gap = DEFAULT_GAP;
                }
                word => {
                    part.push(Element::of(word, gap)?);
                    pattern.negative |= word.split('|').any(|word| {
                        let bare = word.trim_start_matches(['^', '=']);
                        let first = bare.split('_').next().unwrap_or(bare);
                        NEGATIVES.contains(&first) || bare.ends_with("n't")
                    });
                    pattern.own |= ["i", "my", "mine", "me", "myself"]
                        .contains(&word.trim_start_matches(['=', '^']));
                    gap = DEFAULT_GAP;
                }
            }
        }
        pattern.parts.push(part);
        for part in &pattern.parts {
            match part.first() {
                None => return Err("a part without words".into()),
                Some(first) if first.optional => {
                    return Err("the first word of a part cannot be optional".into());
                }
                Some(_) => {}
            }
        }
        Ok(pattern)
    }

    /// Every place where the pattern matches, by start; at most one for each start.
    pub fn find(&self, words: &Words) -> Vec<Match> {
        let mut found = one_part(&self.parts[0], words);
        for part in &self.parts[1..] {
            if found.is_empty() {
                return found;
            }
            let others = one_part(part, words);
            let sentence = |m: &Match| words.tokens[m.tokens.start].sentence;
            let reach = usize::from(self.apart);
            found = found
                .into_iter()
                .filter_map(|m| {
                    // The nearest match of the other part within reach; both are sorted by start.
                    let from = others.partition_point(|o| sentence(o) + reach < sentence(&m));
                    let other = others[from..]
                        .iter()
                        .take_while(|o| sentence(o) <= sentence(&m) + reach)
                        .take(32)
                        .find(|o| {
                            o.tokens.end <= m.tokens.start || o.tokens.start >= m.tokens.end
                        })?;
                    Some(Match {
                        tokens: m.tokens.start.min(other.tokens.start)
                            ..m.tokens.end.max(other.tokens.end),
                        verb: m.verb,
                    })
                })
                .collect();
        }
        found
    }

    /// Whether it matches anywhere.
    pub fn matches(&self, words: &Words) -> bool {
        !self.find(words).is_empty()
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl Literal {
    fn of(word: &str) -> Self {
        let exact = word.strip_prefix('=');
        Self {
            stem: stem_of(exact.unwrap_or(word)),
            exact: exact.map(str::to_lowercase),
        }
    }

    fn is(&self, token: &Token) -> bool {
        match &self.exact {
            Some(form) => token.lower == *form,
            None => token.stem == self.stem,
        }
    }
}

impl Element {
    fn of(word: &str, gap: usize) -> Result<Self, String> {
        let verb = word.starts_with('^');
        let word = word.strip_prefix('^').unwrap_or(word);
        let optional = word.ends_with('?');
        let word = word.strip_suffix('?').unwrap_or(word);
        let mut options: BTreeMap<String, Vec<Vec<Literal>>> = BTreeMap::new();
        let mut add = |phrase: &str, between: [char; 2]| {
            let words = phrase.split(between).filter(|word| !word.is_empty());
            let literals: Vec<Literal> = words.map(Literal::of).collect();
            if let Some(first) = literals.first() {
                options
                    .entry(first.stem.clone())
                    .or_default()
                    .push(literals);
            }
        };
        // The `^` may precede every option or only the first: it applies to the element.
        for option in word.split('|').map(|one| one.trim_start_matches('^')) {
            let set = option
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            let Some(name) = set else {
                add(option, ['_', '-']);
                continue;
            };
            let phrases = synonyms().get(name);
            for phrase in phrases.ok_or_else(|| format!("no synonym set is called {name}"))? {
                add(phrase, [' ', '-']);
            }
        }
        if options.is_empty() {
            return Err(format!("{word:?} holds no word"));
        }
        Ok(Self {
            options,
            gap,
            optional,
            verb,
        })
    }

    /// One past the last token of every option that matches at `at`.
    fn ends_at<'a>(&'a self, at: usize, tokens: &'a [Token]) -> impl Iterator<Item = usize> + 'a {
        let first = tokens.get(at);
        let options = first.and_then(|token| self.options.get(&token.stem));
        let money = |token: &&Token| token.lower.starts_with(CURRENCIES);
        let amount = first
            .filter(money)
            .filter(|_| self.options.contains_key(MONEY))
            .map(|_| at + 1);
        let worded = options.into_iter().flatten().filter_map(move |literals| {
            let heard = tokens.get(at..at + literals.len())?;
            let same = heard
                .iter()
                .zip(literals)
                .all(|(token, literal)| token.sentence == heard[0].sentence && literal.is(token));
            same.then_some(at + literals.len())
        });
        amount.into_iter().chain(worded)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct State {
    end: usize,
    verb: usize,
}

/// Maximum number of states per start, to bound the work on hostile text.
const MOST_STATES: usize = 24;

fn one_part(part: &[Element], words: &Words) -> Vec<Match> {
    let tokens = &words.tokens;
    let first = &part[0];
    let places = first.options.keys().flat_map(|stem| words.places(stem));
    let starts: BTreeSet<usize> = places.copied().collect();
    let mut found = Vec::new();
    for start in starts {
        let whole = |end| State { end, verb: start };
        let mut states: Vec<State> = first.ends_at(start, tokens).map(whole).collect();
        for element in &part[1..] {
            let mut next: Vec<State> = if element.optional {
                states.clone()
            } else {
                Vec::new()
            };
            for state in &states {
                let near = after(tokens, state.end - 1, element.gap.max(1) + 1);
                let article = near
                    .first()
                    .is_some_and(|token| token.any(&["the", "a", "an"]));
                let gap = element.gap.max(usize::from(article));
                for at in (state.end..).take(near.len().min(gap + 1)) {
                    for end in element.ends_at(at, tokens) {
                        let verb = if element.verb { at } else { state.verb };
                        let state = State { end, verb };
                        if next.len() < MOST_STATES && !next.contains(&state) {
                            next.push(state);
                        }
                    }
                }
            }
            states = next;
        }
        if let Some(best) = states.iter().min_by_key(|state| state.end) {
            found.push(Match {
                tokens: start..best.end,
                verb: best.verb,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::token::tokens;
    use crate::transcript::Transcript;

    fn hit(pattern: &str, text: &str) -> bool {
        let words = Words::new(tokens(&Transcript::from_text(text)));
        Pattern::parse(pattern).unwrap().matches(&words)
    }

    #[test]
    fn words_match_by_stem_with_small_gaps() {
        assert!(hit("pull log", "I pulled the delivery logs."));
        assert!(!hit(
            "pull log",
            "I pulled a few of the delivery service's logs."
        ));
        assert!(hit(
            "pull ... log",
            "I pulled a few of the delivery service's logs."
        ));
        assert!(!hit("pull ... log", "I pulled it. There were logs."));
    }

    #[test]
    fn order_adjacency_options_and_both_parts_decide() {
        assert!(!hit("pull log", "The logs were pulled."));
        assert!(hit("pull & log", "The logs were pulled."));
        for pattern in ["^fix|resolve it", "^fix|^resolve it"] {
            assert!(hit(pattern, "They fixed it.") && hit(pattern, "They resolved it."));
        }
        assert!(hit("pull && log", "The logs came. I pulled them."));
        assert!(!hit("dead + letter", "dead old letter"));
        assert!(hit("dead_letter queue?", "a dead letter box"));
        assert!(hit("grab|pull log", "I grabbed logs"));
        assert!(!hit("=like", "I liked it"));
    }

    #[test]
    fn invalid_patterns_are_reported() {
        for bad in ["", "  ", "a & ", "{no-such-set}", "a? b", "|"] {
            assert!(Pattern::parse(bad).is_err(), "{bad:?}");
        }
    }
}
