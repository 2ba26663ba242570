//! A shallow grammar: who did something, and whether it really happened.
//!
//! There is no parser and no model. From a verb the sentence is searched to the left for its subject; the words in
//! between (auxiliaries, negations, "wanted to") decide whether it happened. Speech omits subjects: a verb after "and"
//! shares the subject of the verb before it, and a sentence that begins with a past tense ("Pulled the logs.") has the
//! speaker as its subject.

mod somebody;

pub use somebody::names_somebody;

use crate::language::token::{Border, Token, after, before, same_sentence, says};
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
    let between = Class::ADVERB.or(Class::NEGATIVE);
    let ends = |token: &&Token| token.after >= Border::Clause || !token.is(between);
    let mut near = before(tokens, verb, 4).iter().rev();
    let be = near.find(|token| ends(token) || token.is(Class::BE));
    tokens[verb].is(Class::PARTICIPLE)
        && be.is_some_and(|be| {
            let has = || be.lower.ends_with("'s") && has_object(tokens, verb);
            be.after < Border::Clause && be.is(Class::BE) && !has()
        })
}

/// Whether an object follows a participle, so that a "'s" is "has": "he's trained two others".
fn has_object(tokens: &[Token], verb: usize) -> bool {
    let other = Class::PREPOSITION
        .or(Class::ADVERB)
        .or(Class::COORDINATOR)
        .or(Class::SUBORDINATOR)
        .or(Class::AUXILIARY)
        .or(Class::PARTICIPLE);
    let next = same_sentence(tokens, verb, verb + 1);
    tokens[verb].after == Border::None && next.is_some_and(|next| !next.is(other))
}

/// The agent that "by" names after a passive verb.
pub fn agent(tokens: &[Token], verb: usize) -> Option<Doer> {
    let mut rest = after(tokens, verb, 6).iter();
    let by = verb + 1 + rest.position(|token| token.lower == "by")?;
    let named = tokens.get(by + 1)?;
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

/// Whom a pronoun names that is the subject of its clause.
fn pronoun(token: &Token) -> Option<Doer> {
    if token.is(Class::FIRST) {
        Some(Doer::Candidate)
    } else if token.is(Class::WE_SUBJECT) {
        Some(Doer::We)
    } else {
        token.any(&["he", "she", "they"]).then_some(Doer::Others)
    }
}

fn gerund(token: &Token) -> bool {
    token.lower.len() > 4 && token.lower.ends_with("ing")
}

fn subject(tokens: &[Token], verb: usize, depth: usize) -> Doer {
    let first = verb.saturating_sub(REACH);
    for at in (first..verb).rev() {
        let token = &tokens[at];
        if token.sentence != tokens[verb].sentence {
            return omitted_subject(tokens, verb, at + 1);
        }
        let before = || tokens[first..at].last();
        let joined = || before().is_some_and(|one| one.any(&["and", "or"]));
        let caused = || before().is_some_and(|one| causes(one, token, &tokens[verb]));
        let ends = || token.after >= Border::Comma && !belongs_to_adverb(tokens, at, first);
        return match token.lower.as_str() {
            _ if token.is(Class::FIRST) && joined() && together(tokens, at) => Doer::We,
            _ if token.is(Class::FIRST) => Doer::Candidate,
            _ if token.is(Class::WE_SUBJECT) => Doer::We,
            "let's" => Doer::We,
            "myself" | "personally" => continue,
            _ if token.is(Class::NOBODY) => Doer::Nobody,
            _ if token.is(Class::COORDINATOR) || ends() => shared_subject(tokens, at, verb, depth),
            "who" | "that's" => relative_who(tokens, at),
            "to" if at > first && governs_infinitive(tokens, at) => continue,
            "to" => nearest_person(tokens, at),
            _ if gerund(&tokens[verb]) && token.is(Class::PREPOSITION.or(Class::SUBORDINATOR)) => {
                main_subject(tokens, verb)
            }
            _ if caused() => subject(tokens, at - 1, depth + 1),
            "me" => Doer::Candidate,
            _ if token.is(Class::OTHER.or(Class::OBJECT)) => Doer::Others,
            _ if part_of_verb(token) => continue,
            _ if token.is(Class::SUBORDINATOR) => Doer::Unknown,
            _ => noun_phrase(tokens, at),
        };
    }
    omitted_subject(tokens, verb, first)
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

/// Whether the "to" at `to` has the subject of the word before it: "I wanted to pull".
fn governs_infinitive(tokens: &[Token], to: usize) -> bool {
    let governing = Class::CONTROL
        .or(Class::TRYING)
        .or(Class::AUXILIARY)
        .or(Class::ADVERB);
    before(tokens, to, 1).iter().any(|one| one.is(governing))
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
    let led = |one: &Token| {
        one.after >= Border::Comma || one.is(opens) || one.any(&["he", "she", "they"])
    };
    tokens[at].is(Class::ADVERB.or(Class::SUBORDINATOR))
        && (at == first || before(tokens, at, 1).iter().all(led))
}

/// Whose a noun phrase is: "my manager" is somebody else, "my script" is the candidate's work.
fn noun_phrase(tokens: &[Token], head: usize) -> Doer {
    if tokens[head].is(Class::NOUN) {
        return Doer::Others;
    }
    let start = head - before(tokens, head, 5).len();
    let inside =
        |at: &usize| tokens[*at].after < Border::Comma && !tokens[*at].is(Class::PREPOSITION);
    let my = |at: usize| tokens[at].lower == "my";
    let mut phrase = (start..head).rev().take_while(inside);
    match phrase.find(|&at| my(at) || tokens[at].is(Class::DETERMINER)) {
        Some(at) if my(at) && !names_somebody(tokens, at) => Doer::Candidate,
        _ => Doer::Others,
    }
}

/// Whether "I" is one of several: "the team and I", "Priya and I".
fn together(tokens: &[Token], i: usize) -> bool {
    let [.., who, _] = before(tokens, i, 2) else {
        return false;
    };
    // A verb or an object before "and" makes it a new clause: "it was slow and I pulled".
    let starts = |at: usize| {
        let joins = |one: &Token| one.is(Class::COORDINATOR.or(Class::SUBORDINATOR));
        let opens = |one: &Token| joins(one) || one.after >= Border::Comma;
        before(tokens, at, 1).iter().all(opens)
    };
    let article = Class::DETERMINER.or(Class::MINE);
    who.after == Border::None
        && (who.is(Class::NOUN) || who.capital || who.any(&["he", "she", "they", "you"]))
        && (starts(i - 2) || i >= 3 && tokens[i - 3].is(article) && starts(i - 3))
}

/// The subject that a coordinated verb shares with the verb before it.
fn shared_subject(tokens: &[Token], from: usize, verb: usize, depth: usize) -> Doer {
    let start = verb - before(tokens, verb, REACH).len();
    for at in (start..=from).rev() {
        let token = &tokens[at];
        // "They found that it was, I believe, a timeout, and wrote a retry": only a remark.
        let hedged = || {
            tokens
                .get(at + 1)
                .is_some_and(|next| next.is(Class::HEDGING))
        };
        let apart = at > 0 && tokens[at - 1].after == Border::Comma;
        if token.is(Class::FIRST) && apart && hedged() {
            continue;
        }
        if let Some(doer) = pronoun(token) {
            return doer;
        }
        if token.any(&[
            "someone", "somebody", "everyone", "they've", "he's", "she's", "they'd",
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
    if opens_with_somebody(tokens, start) {
        Doer::Others
    } else if tokens[verb].is(Class::PAST) {
        Doer::Candidate
    } else {
        Doer::Unknown
    }
}

/// Whether an "-ed" word modifies a noun, like an adjective: "the failed events".
pub fn modifier(tokens: &[Token], at: usize) -> bool {
    let pronouns = [
        "that", "this", "all", "both", "one", "to", "these", "those", "since", "before", "after",
    ];
    before(tokens, at, 1).iter().any(|one| {
        one.after == Border::None
            && one.is(Class::DETERMINER.or(Class::PREPOSITION))
            && !one.any(&pronouns)
    })
}

fn relative_who(tokens: &[Token], who: usize) -> Doer {
    // "I was the one who found it"
    let mine = |token: &Token| token.is(Class::FIRST) || token.any(&["me", "myself"]);
    let near = &tokens[who.saturating_sub(6)..who];
    if before(tokens, who, 6).iter().any(mine)
        && says(near, &["was", "am", "i'm", "be", "one", "person"])
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

fn nearest_person(tokens: &[Token], to: usize) -> Doer {
    let near = before(tokens, to, REACH);
    for (at, token) in near.iter().enumerate().rev() {
        if token.is(Class::FIRST.or(Class::MINE)) {
            // "I asked Yusuf to set it up"
            let between = near.get(at + 1..near.len() - 1).unwrap_or_default();
            let asks = |token: &Token| ASKING.contains(&token.stem.as_str());
            return if between.iter().any(asks) {
                Doer::Others
            } else {
                Doer::Candidate
            };
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
    let left = before(tokens, verb, REACH).iter().rev();
    let right = after(tokens, verb, REACH - 1).iter();
    left.chain(right).find_map(pronoun).unwrap_or(Doer::Unknown)
}

/// The modality of the verb at `verb`.
pub fn mood(tokens: &[Token], verb: usize) -> Mood {
    let (start, end) = (clause_start(tokens, verb), clause_end(tokens, verb));
    let left = &tokens[start..verb];
    let negative = |tokens: &[Token]| tokens.iter().any(|token| token.is(Class::NEGATIVE));
    let led_by = |words: &[&str]| says(before(tokens, start, 1), words);
    // A negation before "or" or "nor" carries over: "I never traced or reproduced it".
    let carries_over = || negative(&tokens[clause_start(tokens, start - 1)..start]);
    let conditions = ["if", "whether"];
    let unsure = [
        "probably",
        "maybe",
        "perhaps",
        "presumably",
        "apparently",
        "nothing",
        "nobody",
    ];
    if going_to(tokens, verb) {
        Mood::Planned
    } else if kept_from(tokens, verb) {
        Mood::Negated
    } else if negative(left) && !only(left) {
        if overcome(tokens, end) {
            Mood::Fact
        } else {
            Mood::Negated
        }
    } else if led_by(&["or", "nor"]) && carries_over() {
        Mood::Negated
    } else if (start..verb).any(|at| plans(tokens, at, verb))
        || says(left, &conditions)
        || led_by(&conditions)
    {
        Mood::Planned
    } else if (start..verb).any(|at| guess(tokens, at))
        || main_clause_guesses(tokens, start)
        || says(&tokens[verb + 1..end.min(verb + 5)], &unsure)
    {
        Mood::Hedged
    } else {
        Mood::Fact
    }
}

/// Whether the verb itself is a plan: the "going" of "was going to pull", but not of "was going to the shop".
fn going_to(tokens: &[Token], verb: usize) -> bool {
    let place = Class::DETERMINER.or(Class::MINE).or(Class::OBJECT);
    matches!(&tokens[verb..], [going, to, next, ..]
        if going.lower == "going" && to.lower == "to" && !next.is(place))
}

/// Whether the word at `at` makes a plan or a wish of the verb: "would", "tried to", "going to".
fn plans(tokens: &[Token], at: usize, verb: usize) -> bool {
    let (token, next) = (&tokens[at], &tokens[at + 1]);
    let to = || next.lower == "to" || at + 2 < verb && tokens[at + 2].lower == "to";
    // "I could have faked it": it was not done.
    token.any(&["could", "couldn't"]) && next.lower == "have"
        || token.is(Class::MODAL) && !is_had(tokens, at, verb)
        || (token.is(Class::TRYING) || token.lower == "going") && to()
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
    let Some(lead) = verb.checked_sub(1).filter(|_| gerund(&tokens[verb])) else {
        return false;
    };
    let kept = || {
        let stems = [
            "keep", "stop", "prevent", "save", "protect", "hinder", "spare",
        ];
        let mut near = before(tokens, verb, 9).iter();
        near.any(|token| stems.contains(&token.stem.as_str()))
    };
    match tokens[lead].lower.as_str() {
        "from" => kept(),
        "of" => lead > 0 && tokens[lead - 1].lower == "instead",
        "without" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
