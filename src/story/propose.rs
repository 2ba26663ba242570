//! Proposes key phrases from the words of a strong example.
//!
//! Only proposals: they are written to the file for the candidate to keep, change or remove.

use crate::evidence::prepared_idea::content;
use crate::language::clause::{Clause, clauses};
use crate::language::grammar::{Doer, Mood};
use crate::language::token::{Token, tokens};
use crate::language::words::stem_of;
use crate::scenario::SectionRole;
use crate::transcript::Transcript;

/// Maximum number of phrases per section; more would be a script.
const MOST_PHRASES: usize = 6;

/// Maximum number of words after the verb.
const LONGEST: usize = 8;

/// The same for a clause about an observation: "I noticed that the backup of our bookings was empty".
const LONGEST_CLAUSE: usize = 14;

/// Phrases about responsibility and initiative.
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

/// Verbs of outcomes, in the past tense.
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

/// Verbs of states and manners: the act is elsewhere in the sentence. "I learned" alone
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
    "wanted",
    "hoped",
    "needed",
    "was",
    "will",
    "would",
];

/// Words allowed between "I" and its verb.
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
    "if", "in", "instead", "into", "on", "or", "since", "so", "that", "though", "to", "until",
    "when", "where", "which", "while", "who", "with", "without",
];

/// Prepositions before which a phrase that is too long may be cut.
const PREPOSITIONS: &[&str] = &[
    "of", "behind", "about", "between", "under", "over", "per", "than",
];

/// Verbs whose content follows their first object: "I asked the head chef to try it".
const LEADING: &[&str] = &[
    "asked",
    "convinced",
    "persuaded",
    "told",
    "got",
    "helped",
    "talked",
    "taken",
    "took",
    "mistook",
    "mistaken",
];

/// After these a clause has no content yet: "I found that most of it came from two garnishes".
const UNFINISHED: &[&str] = &[
    "came", "comes", "went", "goes", "happened", "happens", "stood", "stands", "depended",
    "depends", "led", "leads", "belonged", "belongs", "lay", "lies",
];

/// A phrase does not end with one of these.
const DANGLING: &[&str] = &[
    "of", "than", "per", "between", "what", "how", "who", "why", "whether", "if", "which", "the",
    "a", "an",
];

/// Key phrases of a part of the story, in its own words and order, at most six.
pub fn phrases(text: &str, part: SectionRole) -> Vec<String> {
    // "The queue went out of the door", "maintenance replaced the lamps": elsewhere than in a Result no
    // act of the candidate and no outcome.
    let outcome = |words: &[&str]| {
        (part == SectionRole::Result)
            .then(|| outcome(words))
            .flatten()
    };
    let mut found: Vec<String> = Vec::new();
    for sentence in sentences(text) {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let mut proposed: Vec<String> = BOUNDARIES
            .iter()
            .filter_map(|boundary| verbatim(sentence, boundary))
            .collect();
        if proposed.is_empty() {
            let first = deed(&words).or_else(|| outcome(&words));
            proposed.extend(first.into_iter().chain(chain(&words)));
            proposed.retain(|phrase| !is_announcement(phrase));
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

/// The sentences of a text. A point inside a number ends none.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let ends = text.match_indices(['.', '!', '?', ';']);
    let ends = ends.map(|(at, mark)| at + mark.len()).chain([text.len()]);
    let ends =
        ends.filter(|end| text[*end..].is_empty() || text[*end..].starts_with(char::is_whitespace));
    let sentences = ends.map(move |end| text[std::mem::replace(&mut from, end)..end].trim());
    sentences.filter(|sentence| !sentence.is_empty())
}

/// `phrase` as written in the sentence.
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

/// "I traced the failure to …" gives "I traced the failure". If the verb alone has no object from
/// this story, the phrase continues to one ("I now look at the gaps"), or there is none.
fn deed(words: &[&str]) -> Option<String> {
    let me = words.iter().position(|word| *word == "I")?;
    let verb = (me + 1..words.len()).find(|&at| !BETWEEN.contains(&bare(words[at]).as_str()))?;
    // "I did not want to …"
    let denied = words[me + 1..(verb + 1).min(words.len())]
        .iter()
        .any(|word| {
            let word = bare(word);
            word == "not" || word.ends_with("n't") || word.ends_with("n’t")
        });
    if denied
        || NO_DEEDS.contains(&bare(words[verb]).as_str())
        || words[me..verb].iter().any(|w| ends(w))
    {
        return None;
    }
    whole(words, me, verb)
}

/// "I asked him for a coffee, went through his month and agreed two goals" contains three acts: this gives those after
/// the first, whose "I" is omitted.
fn chain(words: &[&str]) -> Vec<String> {
    let text = words.join(" ");
    let tokens = tokens(&Transcript::from_text(&text));
    let me = words.iter().position(|word| *word == "I");
    let Some(me) = me.filter(|_| tokens.len() == words.len()) else {
        return Vec::new();
    };
    let left_out = |clause: &Clause| {
        let at = clause.act;
        let led = at > 0
            && (ends(words[at - 1]) || matches!(bare(words[at - 1]).as_str(), "and" | "then"));
        let own = words[at.saturating_sub(2)..at].contains(&"I");
        led && !own
            && at > me + 1
            && clause.doer == Doer::Candidate
            && clause.mood == Mood::Fact
            && !clause.passive
            && !NO_DEEDS.contains(&bare(words[at]).as_str())
    };
    let clauses = clauses(&tokens);
    let deeds = clauses.iter().filter(|clause| left_out(clause));
    deeds
        .filter_map(|clause| whole(words, clause.act, clause.act))
        .collect()
}

/// Objects without content: "I put some time in", "I kept my nerve", "I went at it
/// from three sides". The act is in the following sentences.
const ABSTRACT: &[&str] = &[
    "time",
    "effort",
    "approach",
    "side",
    "angle",
    "nerve",
    "calm",
    "cool",
    "mind",
    "look",
    "step",
    "way",
    "prong",
    "initiative",
    "attention",
    "care",
    "energy",
    "patience",
    "strategy",
    "level",
    "direction",
    "front",
    "phase",
    "part",
    "stage",
    "very",
    "well",
    "good",
    "great",
    "smoothly",
    "fine",
    "pronged",
    "head",
    "temper",
    "deep",
    "breath",
    "action",
    "charge",
    "lot",
    "work",
    "hard",
];

/// Whether a phrase only announces or evaluates what was done.
fn is_announcement(phrase: &str) -> bool {
    let (words, _) = content(phrase);
    let light = [
        "take", "put", "spend", "keep", "go", "have", "make", "do", "get", "need", "use", "work",
        "try", "stay", "give", "start", "begin", "assess",
    ];
    let empty = |token: &Token| {
        ABSTRACT.iter().any(|word| stem_of(word) == token.stem) || token.lower.ends_with("ly")
    };
    let mut words = words.iter();
    words
        .next()
        .is_some_and(|verb| light.contains(&verb.stem.as_str()))
        && words.all(empty)
}

/// "The pattern was adopted by …" gives "adopted"; without an object the figure is the content.
fn outcome(words: &[&str]) -> Option<String> {
    let verb = words
        .iter()
        .position(|word| OUTCOMES.contains(&bare(word).as_str()))?;
    let end = reach(words, verb + 1, verb);
    has_matter(&words[verb + 1..end]).then(|| trimmed(&words[verb..end]))
}

fn ends(word: &str) -> bool {
    word.ends_with([',', '.', ';', ':', '!', '?', ')'])
}

/// Whether the words name anything other than "it", "me" or a number.
fn has_matter(words: &[&str]) -> bool {
    let joined = words.join(" ");
    let particle = |token: &Token| token.any(&["up", "down", "out", "off", "away", "over"]);
    content(&joined).0.iter().any(|token| !particle(token))
}

/// The phrase from `start` over the verb to the end of its object.
fn whole(words: &[&str], start: usize, verb: usize) -> Option<String> {
    let mut end = reach(words, verb + 1, verb);
    let more = |end: usize| end < words.len() && !ends(words[end - 1]) && end <= verb + LONGEST;
    let leading = LEADING.contains(&bare(words[verb]).as_str());
    let mut went_on = false;
    let unfinished = |end: usize| UNFINISHED.contains(&bare(words[end - 1]).as_str());
    while more(end)
        && (!has_matter(&words[verb + 1..end]) || leading && !went_on || unfinished(end))
    {
        let next = bare(words[end]);
        // After a reason or a new clause nothing belongs to the verb any more.
        if ["and", "but", "because", "so", "or", "while", "though"].contains(&next.as_str()) {
            break;
        }
        went_on = true;
        end = reach(words, end + 1, verb);
    }
    has_matter(&words[verb + 1..end]).then(|| trimmed(&words[start..end]))
}

/// From `from` to the next word that ends a phrase; a phrase that is too long ends before a preposition.
fn reach(words: &[&str], from: usize, verb: usize) -> usize {
    let mut end = from;
    while end < words.len()
        && !ends(words[end - 1])
        // The last word of a sentence belongs to its verb: "I decided to take it on."
        && (!STOPS.contains(&bare(words[end]).as_str())
            || end > from && (ends(words[end]) || end + 1 == words.len()))
    {
        let clause = words[verb..end].contains(&"that");
        if end > verb + if clause { LONGEST_CLAUSE } else { LONGEST } {
            let cuts = (from + 1..end).rev();
            let mut cuts = cuts.filter(|&at| PREPOSITIONS.contains(&bare(words[at]).as_str()));
            return cuts.next().unwrap_or(end);
        }
        end += 1;
    }
    end
}

fn trimmed(words: &[&str]) -> String {
    let last = words
        .iter()
        .rposition(|word| !DANGLING.contains(&bare(word).as_str()));
    let phrase = words[..last.map_or(words.len(), |last| last + 1)].join(" ");
    phrase
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%')
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(text: &str) -> Vec<String> {
        super::phrases(text, SectionRole::Result)
    }

    use crate::scenario::builtin;
    use proptest::prelude::*;

    #[test]
    fn the_first_walkthrough_gives_its_own_phrases_back() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let of = |id: &str| phrases(scenario.section(id).unwrap().strong.as_deref().unwrap());
        assert_eq!(
            of("task"),
            [
                "not my team",
                "No ticket",
                "nobody asked",
                "I decided to own the fix proactively",
            ]
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
    fn a_phrase_has_an_object_of_its_story() {
        for (text, wanted) in [
            (
                "I noticed that the roster split every early shift.",
                Some("I noticed that the roster split every early shift"),
            ),
            (
                "I now look at the gaps between shifts first.",
                Some("I now look at the gaps between shifts first"),
            ),
            (
                "I asked the head chef to try it for a week.",
                Some("I asked the head chef to try it"),
            ),
            ("I decided to take it on.", Some("I decided to take it on")),
            (
                "I found an N+1 query behind a feature flag.",
                Some("I found an N+1 query behind a feature flag"),
            ),
            (
                "I decided to own the question of where the rows came from.",
                Some("I decided to own the question"),
            ),
            (
                "I found that 60 percent came from two garnishes that nobody ate.",
                Some("I found that 60 percent came from two garnishes"),
            ),
            (
                "I had taken fast for interested and silent for lazy.",
                Some("I had taken fast for interested"),
            ),
            ("I noticed.", None),
            ("I asked, and she said yes.", None),
            ("Waste went down by two thirds.", None),
            ("Cancellations went from two a week to none.", None),
            ("I drive the 20.", None),
        ] {
            let found = phrases(text);
            assert_eq!(found.first().map(String::as_str), wanted, "{text}");
        }
    }

    #[test]
    fn states_and_manners_are_not_deeds() {
        assert_eq!(
            phrases("I was tired. I think it was fine. I then wrote a test."),
            ["I then wrote a test"]
        );
        assert!(phrases("It rained.").is_empty());
        assert!(phrases("I learned that communication is important.").is_empty());
    }

    #[test]
    fn every_act_of_a_chain_is_proposed_but_no_announcement() {
        assert_eq!(
            phrases(
                "I asked the cook for a list, counted the plates and moved the shelf to the door."
            ),
            [
                "I asked the cook for a list",
                "counted the plates",
                "moved the shelf"
            ]
        );
        for (text, wanted) in [
            (
                "I came at it from two sides. I counted the plates.",
                "I counted the plates",
            ),
            (
                "I put some time in. I rang nine farms.",
                "I rang nine farms",
            ),
            (
                "I kept my nerve. I counted the plates. That went very well.",
                "I counted the plates",
            ),
        ] {
            let found = phrases(text);
            assert_eq!(
                found.last().map(String::as_str),
                Some(wanted),
                "{text}: {found:?}"
            );
        }
        assert_eq!(
            phrases("I put some time in. I kept my nerve. That went very well."),
            [""; 0]
        );
    }

    #[test]
    fn a_decimal_point_does_not_end_a_sentence() {
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
