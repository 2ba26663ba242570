//! A shallow grammar: who did something, and whether it really happened.
//!
//! There is no parser and no model. From a verb the sentence is searched to the left for its subject; the words in
//! between (auxiliaries, negations, "wanted to") decide whether it happened. Speech omits subjects: a verb after "and"
//! shares the subject of the verb before it, and a sentence that begins with a past tense ("Pulled the logs.") has the
//! speaker as its subject.

mod somebody;

pub use somebody::names_somebody;

use crate::language::token::{Border, Token};
use crate::language::words::Class;
use somebody::opens_with_somebody;

mod bounds;
mod guess;
use bounds::REACH;
pub use bounds::{clause_end, clause_start};
use guess::{guess, main_clause_guesses, only, overcome};

/// Who does what a verb says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doer {
    /// I, even if omitted.
    Candidate,
    /// We, "the team and I".
    We,
    /// Somebody or something else.
    Others,
    /// Nobody.
    Nobody,
    /// A passive without an agent.
    Unsaid,
    /// The grammar cannot tell.
    Unknown,
}

/// The modality of a verb: whether what it says happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It is stated as a fact.
    Fact,
    /// It did not happen.
    Negated,
    /// A plan, a wish, a duty or an attempt.
    Planned,
    /// A guess.
    Hedged,
}

/// Who acts at the verb at `verb`.
pub fn doer(tokens: &[Token], verb: usize) -> Doer {
    if passive(tokens, verb) {
        return agent(tokens, verb).unwrap_or(Doer::Unsaid);
    }
    subject(tokens, verb, 0)
}

/// Whether the verb is a passive participle: "was found", "got merged", "being dropped".
pub fn passive(tokens: &[Token], verb: usize) -> bool {
    if !tokens[verb].is(Class::PARTICIPLE) {
        return false;
    }
    let sentence = tokens[verb].sentence;
    for at in (verb.saturating_sub(4)..verb).rev() {
        let token = &tokens[at];
        if token.sentence != sentence || token.after >= Border::Clause {
            return false;
        }
        if token.is(Class::BE) {
            return !(token.lower.ends_with("'s") && has_object(tokens, verb));
        }
        if !token.is(Class::ADVERB.or(Class::NEGATIVE)) {
            return false;
        }
    }
    false
}

/// Whether an object follows a participle, so that a "'s" is "has": "he's trained two others".
fn has_object(tokens: &[Token], verb: usize) -> bool {
    let other = Class::PREPOSITION
        .or(Class::ADVERB)
        .or(Class::COORDINATOR)
        .or(Class::SUBORDINATOR)
        .or(Class::AUXILIARY)
        .or(Class::PARTICIPLE);
    tokens[verb].after == Border::None
        && tokens
            .get(verb + 1)
            .is_some_and(|next| next.sentence == tokens[verb].sentence && !next.is(other))
}

/// The agent that "by" names after a passive verb.
pub fn agent(tokens: &[Token], verb: usize) -> Option<Doer> {
    let rest = tokens.get(verb + 1..(verb + 8).min(tokens.len()))?;
    let by = rest
        .iter()
        .take_while(|token| token.sentence == tokens[verb].sentence)
        .position(|token| token.lower == "by")?;
    let named = rest.get(by + 1)?;
    if named.lower.ends_with("ing") || named.lower.starts_with(|c: char| c.is_ascii_digit()) {
        return None; // "by simulating delays", "by 95 percent": a means, not an agent
    }
    Some(if named.is(Class::MINE) {
        Doer::Candidate
    } else if named.is(Class::WE) {
        Doer::We
    } else {
        Doer::Others
    })
}

fn gerund(token: &Token) -> bool {
    token.lower.len() > 4 && token.lower.ends_with("ing")
}

fn subject(tokens: &[Token], verb: usize, depth: usize) -> Doer {
    let sentence = tokens[verb].sentence;
    let first = verb.saturating_sub(REACH);
    let mut at = verb;
    loop {
        if at == first || tokens[at - 1].sentence != sentence {
            return omitted_subject(tokens, verb, at);
        }
        at -= 1;
        let token = &tokens[at];
        let joined = at > first && tokens[at - 1].any(&["and", "or"]) && at + 1 != first;
        if token.is(Class::FIRST) {
            return if joined && together(tokens, at, sentence) {
                Doer::We
            } else {
                Doer::Candidate
            };
        }
        if token.is(Class::WE_SUBJECT) || token.lower == "let's" {
            return Doer::We;
        }
        if token.any(&["myself", "personally"]) {
            continue;
        }
        if token.is(Class::NOBODY) {
            return Doer::Nobody;
        }
        if token.is(Class::COORDINATOR)
            || token.after >= Border::Comma && !belongs_to_adverb(tokens, at, first)
        {
            return shared_subject(tokens, at, verb, depth);
        }
        if token.any(&["who", "that's"]) {
            return relative_who(tokens, at, sentence);
        }
        if token.lower == "to" {
            if at > first && governs_infinitive(&tokens[at - 1], sentence) {
                continue;
            }
            return nearest_person(tokens, at, sentence);
        }
        if gerund(&tokens[verb]) && token.is(Class::PREPOSITION.or(Class::SUBORDINATOR)) {
            return main_subject(tokens, verb);
        }
        if at > first && causes(&tokens[at - 1], token, &tokens[verb]) {
            return subject(tokens, at - 1, depth + 1);
        }
        if token.lower == "me" {
            return Doer::Candidate;
        }
        if token.is(Class::OTHER.or(Class::OBJECT)) {
            return Doer::Others;
        }
        if part_of_verb(token) {
            continue;
        }
        if token.is(Class::SUBORDINATOR) {
            return Doer::Unknown;
        }
        return noun_phrase(tokens, at, sentence);
    }
}

/// The doer if the sentence names no subject before the verb: "Pulled the logs." `first` is the first token of the
/// sentence, or the limit of the search.
fn omitted_subject(tokens: &[Token], verb: usize, first: usize) -> Doer {
    match &tokens[verb] {
        token if gerund(token) => main_subject(tokens, verb),
        token if token.is(Class::PAST) || first < verb => Doer::Candidate,
        _ => Doer::Unknown,
    }
}

/// Whether "to" has the subject of the word before it: "I wanted to pull".
fn governs_infinitive(before: &Token, sentence: usize) -> bool {
    let governing = Class::CONTROL
        .or(Class::TRYING)
        .or(Class::AUXILIARY)
        .or(Class::ADVERB);
    before.is(governing) && before.sentence == sentence
}

/// Whether the subject also did what a participle says: "I got it reproduced".
fn causes(causing: &Token, object: &Token, verb: &Token) -> bool {
    causing.any(&["got", "had", "have", "get", "made"])
        && object.is(Class::OBJECT)
        && object.any(&["it", "that", "this", "them", "everything"])
        && verb.is(Class::PARTICIPLE)
}

/// Whether a token may stand between a subject and its verb.
fn part_of_verb(token: &Token) -> bool {
    token.is(Class::ADVERB
        .or(Class::AUXILIARY)
        .or(Class::NEGATIVE)
        .or(Class::MODAL)
        .or(Class::CONTROL)
        .or(Class::TRYING)
        .or(Class::HEDGING))
}

/// Whether a comma belongs to an adverb between a subject and its verb: "I then, finally, pulled". After an object it
/// ends a clause: "I print them nightly, checked …".
fn belongs_to_adverb(tokens: &[Token], at: usize, first: usize) -> bool {
    let opens = Class::FIRST
        .or(Class::WE_SUBJECT)
        .or(Class::AUXILIARY)
        .or(Class::COORDINATOR)
        .or(Class::SUBORDINATOR)
        .or(Class::ADVERB);
    let adverb = tokens[at].is(Class::ADVERB.or(Class::SUBORDINATOR));
    let led = at == first || {
        let before = &tokens[at - 1];
        before.sentence != tokens[at].sentence
            || before.after >= Border::Comma
            || before.is(opens)
            || before.any(&["he", "she", "they"])
    };
    adverb && led
}

/// Whose a noun phrase is: "my manager" is somebody else, "my script" is the candidate's work.
fn noun_phrase(tokens: &[Token], head: usize, sentence: usize) -> Doer {
    if tokens[head].is(Class::NOUN) {
        return Doer::Others;
    }
    for at in (head.saturating_sub(5)..head).rev() {
        let token = &tokens[at];
        if token.sentence != sentence
            || token.after >= Border::Comma
            || token.is(Class::PREPOSITION)
        {
            break;
        }
        if token.lower == "my" {
            return if names_somebody(tokens, at) {
                Doer::Others
            } else {
                Doer::Candidate
            };
        }
        if token.is(Class::DETERMINER) {
            break;
        }
    }
    Doer::Others
}

/// Whether "I" is one of several: "the team and I", "Priya and I".
fn together(tokens: &[Token], i: usize, sentence: usize) -> bool {
    let Some(before) = i.checked_sub(2).map(|at| &tokens[at]) else {
        return false;
    };
    if before.sentence != sentence || before.after != Border::None {
        return false;
    }
    // A verb or an object before "and" makes it a new clause: "it was slow and I pulled".
    let starts = |at: usize| {
        at == 0
            || tokens[at - 1].sentence != sentence
            || tokens[at - 1].is(Class::COORDINATOR.or(Class::SUBORDINATOR))
            || tokens[at - 1].after >= Border::Comma
    };
    (before.is(Class::NOUN) || before.capital || before.any(&["he", "she", "they", "you"]))
        && (starts(i - 2)
            || (i >= 3 && tokens[i - 3].is(Class::DETERMINER.or(Class::MINE)) && starts(i - 3)))
}

/// The subject that a coordinated verb shares with the verb before it.
fn shared_subject(tokens: &[Token], from: usize, verb: usize, depth: usize) -> Doer {
    let sentence = tokens[verb].sentence;
    let first = verb.saturating_sub(REACH);
    let mut at = from + 1;
    while at > first && tokens[at - 1].sentence == sentence {
        at -= 1;
        let token = &tokens[at];
        // "They found that it was, I believe, a timeout, and wrote a retry": only a remark.
        let remark = token.is(Class::FIRST)
            && at > first
            && tokens[at - 1].after == Border::Comma
            && tokens
                .get(at + 1)
                .is_some_and(|next| next.is(Class::HEDGING));
        if remark {
            continue;
        }
        if token.is(Class::FIRST) {
            return Doer::Candidate;
        }
        if token.is(Class::WE_SUBJECT) {
            return Doer::We;
        }
        if token.any(&[
            "he", "she", "they", "someone", "somebody", "everyone", "they've", "he's", "she's",
            "they'd",
        ]) {
            return Doer::Others;
        }
        if depth < 4
            && token.is(Class::PAST)
            && !modifier(tokens, at)
            && !token.is(Class::AUXILIARY)
        {
            return if passive(tokens, at) {
                Doer::Unsaid
            } else {
                subject(tokens, at, depth + 1)
            };
        }
    }
    if opens_with_somebody(tokens, at) {
        Doer::Others
    } else if tokens[verb].is(Class::PAST) {
        Doer::Candidate
    } else {
        Doer::Unknown
    }
}

/// Whether an "-ed" word modifies a noun, like an adjective: "the failed events".
pub fn modifier(tokens: &[Token], at: usize) -> bool {
    at > 0
        && tokens[at - 1].sentence == tokens[at].sentence
        && tokens[at - 1].after == Border::None
        && tokens[at - 1].is(Class::DETERMINER.or(Class::PREPOSITION))
        && !tokens[at - 1].any(&[
            "that", "this", "all", "both", "one", "to", "these", "those", "since", "before",
            "after",
        ])
}

fn relative_who(tokens: &[Token], who: usize, sentence: usize) -> Doer {
    // "I was the one who found it"
    let near = &tokens[who.saturating_sub(6)..who];
    let mine = near.iter().any(|token| {
        (token.is(Class::FIRST) || token.any(&["me", "myself"])) && token.sentence == sentence
    });
    if mine
        && near
            .iter()
            .any(|token| token.any(&["was", "am", "i'm", "be", "one", "person"]))
    {
        Doer::Candidate
    } else {
        Doer::Others
    }
}

/// Verbs that make others act, as stems: "asked her to", "got them to".
const ASKING: &[&str] = &[
    "ask", "tell", "get", "want", "help", "let", "convinc", "persuad", "request", "instruct",
    "remind", "invit", "teach", "allow", "order", "urg",
];

fn nearest_person(tokens: &[Token], to: usize, sentence: usize) -> Doer {
    for at in (to.saturating_sub(REACH)..to).rev() {
        let token = &tokens[at];
        if token.sentence != sentence {
            break;
        }
        if token.is(Class::FIRST.or(Class::MINE)) {
            // "I asked Yusuf to set it up"
            let asked = tokens[at + 1..to.saturating_sub(1).max(at + 1)]
                .iter()
                .any(|token| ASKING.contains(&token.stem.as_str()));
            return if asked { Doer::Others } else { Doer::Candidate };
        }
        if token.is(Class::WE) {
            return Doer::We;
        }
        if token.is(Class::NOUN)
            || token.any(&[
                "he", "she", "they", "him", "her", "them", "someone", "somebody",
            ])
        {
            return Doer::Others;
        }
    }
    Doer::Candidate
}

/// The subject of the sentence around a gerund: "After pulling the logs, I …".
fn main_subject(tokens: &[Token], verb: usize) -> Doer {
    let sentence = tokens[verb].sentence;
    let person = |token: &Token| {
        if token.is(Class::FIRST) {
            Some(Doer::Candidate)
        } else if token.is(Class::WE_SUBJECT) {
            Some(Doer::We)
        } else if token.any(&["he", "she", "they"]) {
            Some(Doer::Others)
        } else {
            None
        }
    };
    let same = |token: &&Token| token.sentence == sentence;
    let left = tokens[verb.saturating_sub(REACH)..verb]
        .iter()
        .rev()
        .take_while(same)
        .find_map(person);
    let right = || {
        tokens[verb..(verb + REACH).min(tokens.len())]
            .iter()
            .take_while(same)
            .find_map(person)
    };
    left.or_else(right).unwrap_or(Doer::Unknown)
}

/// The modality of the verb at `verb`.
pub fn mood(tokens: &[Token], verb: usize) -> Mood {
    let start = clause_start(tokens, verb);
    let end = clause_end(tokens, verb);
    let sentence = tokens[verb].sentence;
    let left = &tokens[start..verb];
    // In "was going to pull" the plan is in "going" itself.
    if tokens[verb].lower == "going" && tokens.get(verb + 1).is_some_and(|to| to.lower == "to") {
        let place = Class::DETERMINER.or(Class::MINE).or(Class::OBJECT);
        if tokens.get(verb + 2).is_some_and(|next| !next.is(place)) {
            return Mood::Planned;
        }
    }
    if kept_from(tokens, verb) {
        return Mood::Negated;
    }
    if left.iter().any(|token| token.is(Class::NEGATIVE)) && !only(left) {
        return if overcome(tokens, end, sentence) {
            Mood::Fact
        } else {
            Mood::Negated
        };
    }
    // A negation before "or" or "nor" carries over: "I never traced or reproduced it".
    if start > 0 && tokens[start - 1].any(&["or", "nor"]) && tokens[start - 1].sentence == sentence
    {
        let earlier = clause_start(tokens, start - 1);
        if tokens[earlier..start]
            .iter()
            .any(|token| token.is(Class::NEGATIVE))
        {
            return Mood::Negated;
        }
    }
    for (offset, token) in left.iter().enumerate() {
        let next = tokens.get(start + offset + 1);
        let to = next.is_some_and(|next| next.lower == "to")
            || tokens
                .get(start + offset + 2)
                .is_some_and(|next| next.lower == "to" && start + offset + 2 < verb);
        // "I could have faked it": it was not done.
        let unreal =
            token.any(&["could", "couldn't"]) && next.is_some_and(|next| next.lower == "have");
        if unreal
            || token.is(Class::MODAL) && !is_had(tokens, start + offset, verb)
            || (token.is(Class::TRYING) && to)
            || (token.lower == "going" && to)
        {
            return Mood::Planned;
        }
    }
    if left.iter().any(|token| token.any(&["if", "whether"]))
        || (start > 0
            && tokens[start - 1].sentence == sentence
            && tokens[start - 1].any(&["if", "whether"]))
    {
        return Mood::Planned;
    }
    if left
        .iter()
        .enumerate()
        .any(|(offset, token)| guess(tokens, start + offset, token))
        || main_clause_guesses(tokens, start, sentence)
    {
        return Mood::Hedged;
    }
    if tokens[verb + 1..end.min(verb + 5).max(verb + 1)]
        .iter()
        .any(|token| {
            token.any(&[
                "probably",
                "maybe",
                "perhaps",
                "presumably",
                "apparently",
                "nothing",
                "nobody",
            ])
        })
    {
        return Mood::Hedged;
    }
    Mood::Fact
}

/// Whether a "'d" is "had", before a participle, and not "would", before a base form.
fn is_had(tokens: &[Token], at: usize, verb: usize) -> bool {
    tokens[at].lower.ends_with("'d")
        && tokens[at + 1..=verb]
            .iter()
            .any(|token| token.is(Class::PARTICIPLE) || token.any(&["been", "already", "had"]))
}

/// Whether a gerund did not happen: "I kept it from escalating", "instead of calling".
fn kept_from(tokens: &[Token], verb: usize) -> bool {
    let Some(before) = verb.checked_sub(1).filter(|_| gerund(&tokens[verb])) else {
        return false;
    };
    let sentence = tokens[verb].sentence;
    let kept = || {
        let near = tokens[verb.saturating_sub(9)..before].iter();
        let mut near = near.filter(|token| token.sentence == sentence);
        near.any(|token| {
            let stems = [
                "keep", "stop", "prevent", "save", "protect", "hinder", "spare",
            ];
            stems.contains(&token.stem.as_str())
        })
    };
    match tokens[before].lower.as_str() {
        "from" => kept(),
        "of" => before > 0 && tokens[before - 1].lower == "instead",
        "without" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
