//! Clauses: who does what, whether it happened, and the relation to the sentence. Computed once for a section; the
//! rules on ownership, handoff and passives read them here.

use crate::language::grammar::{
    Doer, Mood, clause_end, clause_start, doer, modifier, mood, passive,
};
use crate::language::token::{Border, Token};
use crate::language::verbs;
use crate::language::words::Class;
use std::ops::Range;

/// The relation of a clause to the sentence around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// A main clause.
    Main,
    /// A purpose: "so that we would see it".
    Purpose,
    /// Something said, asked, thought or shown: "I wrote that we should time it".
    Reported,
    /// A condition: "if we add a van".
    Condition,
    /// When or why something else happened: "before we add a van".
    Circumstance,
    /// A relative clause: "the box that we had".
    Relative,
}

/// Active or passive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The subject acts.
    Active,
    /// Something is done to the subject.
    Passive,
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// All its tokens.
    pub span: Range<usize>,
    /// Who acts.
    pub doer: Doer,
    /// The verb.
    pub act: usize,
    /// What follows the verb.
    pub object: Range<usize>,
    /// Whether it happened.
    pub mood: Mood,
    /// Active or passive.
    pub voice: Voice,
    /// Whether it is in the past tense.
    pub past: bool,
    /// Whether it is in quotation marks.
    pub quoted: bool,
}

/// The clauses of a section, by their verbs, in text order.
pub fn clauses(tokens: &[Token]) -> Vec<Clause> {
    let acts = (0..tokens.len()).filter(|&at| acts(tokens, at));
    acts.map(|act| {
        let (start, end) = (clause_start(tokens, act), clause_end(tokens, act));
        let voice = if passive(tokens, act) {
            Voice::Passive
        } else {
            Voice::Active
        };
        Clause {
            span: start..end,
            doer: doer(tokens, act),
            act,
            object: act + 1..end.max(act + 1),
            mood: mood(tokens, act),
            voice,
            past: tokens[act].is(Class::PAST.or(Class::PARTICIPLE)),
            quoted: tokens[act].quoted,
        }
    })
    .collect()
}

/// Whether the token is the verb of a clause: a past tense or participle that modifies no noun. The present tense has
/// no ending to recognise it by and is left out.
fn acts(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let verb = token.is(Class::PAST.or(Class::PARTICIPLE));
    // In "had found" the auxiliary is no verb of its own.
    let helps = token.is(Class::AUXILIARY) && {
        let between = Class::ADVERB.or(Class::NEGATIVE);
        let rest = tokens[at + 1..].iter().take(4);
        let mut rest = rest.take_while(|next| next.sentence == token.sentence);
        rest.find(|next| !next.is(between))
            .is_some_and(|next| next.is(Class::PARTICIPLE.or(Class::AUXILIARY)))
    };
    verb && !helps && !modifier(tokens, at)
}

/// Words that make a following "that" clause an aim: "it was my job that we finish".
const DUE: &[&str] = &[
    "job",
    "duty",
    "task",
    "responsibility",
    "goal",
    "aim",
    "important",
    "crucial",
    "essential",
    "necessary",
    "vital",
];

/// Adjectives that report a clause without "that": "I am sure we did".
const SURE: &[&str] = &[
    "sure",
    "certain",
    "afraid",
    "worried",
    "aware",
    "convinced",
    "glad",
    "confident",
];

/// Maximum number of words between a reporting verb and the clause that it reports.
const REPORTED_TO: usize = 7;

/// The relation of the clause whose subject is at `subject`.
pub fn relation(tokens: &[Token], subject: usize) -> Relation {
    let joined = |at: usize| {
        tokens[at].sentence == tokens[subject].sentence && tokens[at].after <= Border::Comma
    };
    let Some(before) = subject.checked_sub(1).filter(|&at| joined(at)) else {
        return Relation::Main;
    };
    let word = &tokens[before];
    match word.lower.as_str() {
        "so" => {
            let ahead = tokens[subject..(subject + 4).min(tokens.len())].iter();
            let ahead = ahead.take_while(|one| one.sentence == word.sentence);
            let aims = |one: &Token| {
                one.is(Class::MODAL) || one.any(&["can", "could", "we'd", "we'll", "don't"])
            };
            match ahead.into_iter().any(aims) {
                true => Relation::Purpose,
                false => Relation::Main,
            }
        }
        "if" | "unless" | "whether" if asked(tokens, before) => Relation::Reported,
        "if" | "unless" | "whether" => Relation::Condition,
        "that" if before > 0 && tokens[before - 1].any(&["so", "order"]) => Relation::Purpose,
        "that" if before > 0 && tokens[before - 1].any(DUE) => Relation::Purpose,
        "that" if reports(tokens, before) => Relation::Reported,
        "that" => Relation::Relative,
        "how" | "why" | "what" | "where" | "when" if asked(tokens, before) => Relation::Reported,
        "which" | "who" | "whom" | "what" | "how" | "why" => Relation::Relative,
        "before" | "after" | "until" | "till" | "once" | "since" | "when" | "whenever"
        | "while" | "where" | "because" | "as" | "although" | "though" => Relation::Circumstance,
        // "Not the one we had", "all we needed": a relative clause without its pronoun.
        "one" | "ones" | "all" | "everything" | "anything" | "nothing" | "thing" | "things" => {
            Relation::Relative
        }
        // "I am not sure we are fixing the right thing"
        _ if word.any(SURE) => Relation::Reported,
        _ if reported_without_that(tokens, subject) => Relation::Reported,
        _ => Relation::Main,
    }
}

/// Whether a clause is reported without "that": "it showed | we would run dry", "I told her | we have it". Only the
/// person told may stand in between.
fn reported_without_that(tokens: &[Token], subject: usize) -> bool {
    let at = |back: usize| {
        let token = tokens.get(subject.checked_sub(back)?)?;
        let same = token.sentence == tokens[subject].sentence && token.after == Border::None;
        same.then_some(token)
    };
    // "The pull request we gave": here it is a noun.
    let verb = Class::PAST.or(Class::PARTICIPLE);
    let subject_before = Class::FIRST.or(Class::AUXILIARY).or(Class::MODAL);
    let reports = |back: usize| {
        at(back).is_some_and(|token| {
            verbs::is(token, "reporting")
                && (token.is(verb)
                    || at(back + 1).is_some_and(|one| {
                        one.is(subject_before) || one.any(&["to", "they", "he", "she", "you"])
                    }))
        })
    };
    let person = at(1).is_some_and(|token| {
        token.any(&["him", "her", "them", "me", "you", "everybody", "everyone"])
            || token.is(Class::NOUN)
    });
    let article = at(2).is_some_and(|token| token.is(Class::DETERMINER.or(Class::MINE)));
    reports(1) || person && (reports(2) || article && reports(3))
}

fn asked(tokens: &[Token], at: usize) -> bool {
    at > 0 && reports(tokens, at)
}

/// Whether a verb before `at` reports what begins there: "told her | we have it", "wrote in the review | that we
/// should". Only a noun phrase and a place may stand in between.
fn reports(tokens: &[Token], at: usize) -> bool {
    let sentence = tokens[at].sentence;
    for place in (at.saturating_sub(REPORTED_TO)..at).rev() {
        let token = &tokens[place];
        if token.sentence != sentence || token.after > Border::Comma {
            return false;
        }
        if verbs::is(token, "reporting") && !modifier(tokens, place) {
            return true;
        }
        // A second clause or verb is no part of a noun phrase.
        let other = Class::COORDINATOR.or(Class::AUXILIARY).or(Class::PAST);
        if token.is(other) && !token.is(Class::NOUN) || token.after == Border::Comma {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::token::tokens;
    use crate::transcript::Transcript;

    fn read(text: &str) -> Vec<Token> {
        tokens(&Transcript::from_text(text))
    }

    #[test]
    fn the_relation_of_a_clause_is_recognised() {
        for (text, wanted) in [
            ("We fixed the pump.", Relation::Main),
            ("I had a look and then we fixed it.", Relation::Main),
            ("I hung a bell so we would hear it.", Relation::Purpose),
            ("I hung a bell so that we hear it.", Relation::Purpose),
            ("It was broken so we fixed it.", Relation::Main),
            ("I told him we have the key.", Relation::Reported),
            (
                "I wrote in the plan that we should wait.",
                Relation::Reported,
            ),
            ("My sketch showed we would run dry.", Relation::Reported),
            ("I asked whether we need it.", Relation::Reported),
            ("I counted before we opened.", Relation::Circumstance),
            ("It helps if we wait.", Relation::Condition),
            ("I used the box that we had.", Relation::Relative),
            ("It was not the one we had.", Relation::Relative),
            ("I was not sure we mend the right pump.", Relation::Reported),
            ("It was my job that we finish.", Relation::Purpose),
        ] {
            let tokens = read(text);
            let we = tokens.iter().position(|one| one.lower == "we").unwrap();
            assert_eq!(relation(&tokens, we), wanted, "{text}");
        }
    }

    #[test]
    fn coordinated_verbs_share_their_doer_without_punctuation() {
        let parsed = |text: &str| -> Vec<(String, Doer, Voice, Mood)> {
            let tokens = read(text);
            let found = clauses(&tokens).into_iter();
            found
                .map(|one| (tokens[one.act].lower.clone(), one.doer, one.voice, one.mood))
                .collect()
        };
        let fact = |verb: &str, doer| (verb.to_owned(), doer, Voice::Active, Mood::Fact);
        assert_eq!(
            parsed("I opened the valve, drained it and called the plant."),
            ["opened", "drained", "called"].map(|verb| fact(verb, Doer::Candidate))
        );
        assert_eq!(
            parsed("i opened the valve and they drained the tank"),
            [
                fact("opened", Doer::Candidate),
                fact("drained", Doer::Others)
            ]
        );
        assert_eq!(
            parsed("The tank was drained."),
            [(
                "drained".to_owned(),
                Doer::Unsaid,
                Voice::Passive,
                Mood::Fact
            )]
        );
        assert_eq!(parsed("I never opened it.")[0].3, Mood::Negated);
    }
}
