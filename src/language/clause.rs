//! Clauses: who does what, whether it happened, and the relation to the sentence. Computed once for a section; the
//! rules on ownership, handoff and passives read them here.

use crate::language::grammar::{
    Doer, Mood, clause_end, clause_start, doer, modifier, mood, passive,
};
use crate::language::token::{Border, Token, after, before};
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

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// All its tokens.
    pub span: Range<usize>,
    /// Who acts.
    pub doer: Doer,
    /// The verb.
    pub act: usize,
    /// Whether it happened.
    pub mood: Mood,
    /// Whether something is done to its subject.
    pub passive: bool,
    /// Whether it is in quotation marks.
    pub quoted: bool,
}

/// The clauses of a section, by their verbs, in text order.
pub fn clauses(tokens: &[Token]) -> Vec<Clause> {
    let acts = (0..tokens.len()).filter(|&at| acts(tokens, at));
    let clause = |act: usize| Clause {
        span: clause_start(tokens, act)..clause_end(tokens, act),
        doer: doer(tokens, act),
        act,
        mood: mood(tokens, act),
        passive: passive(tokens, act),
        quoted: tokens[act].quoted,
    };
    acts.map(clause).collect()
}

/// Whether the token is the verb of a clause: a past tense or participle that modifies no noun. The present tense has
/// no ending to recognise it by and is left out.
fn acts(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let verb = token.is(Class::PAST.or(Class::PARTICIPLE));
    // In "had found" the auxiliary is no verb of its own.
    let helps = token.is(Class::AUXILIARY) && {
        let between = Class::ADVERB.or(Class::NEGATIVE);
        let mut rest = after(tokens, at, 4).iter();
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
    let Some(word) = before(tokens, subject, 1).first() else {
        return Relation::Main;
    };
    if word.after > Border::Comma {
        return Relation::Main;
    }
    let at = subject - 1;
    let aims =
        |one: &Token| one.is(Class::MODAL) || one.any(&["can", "could", "we'd", "we'll", "don't"]);
    let led_by = |words: &[&str]| at > 0 && tokens[at - 1].any(words);
    match word.lower.as_str() {
        "so" if after(tokens, at, 4).iter().any(aims) => Relation::Purpose,
        "so" => Relation::Main,
        "if" | "unless" | "whether" if reports(tokens, at) => Relation::Reported,
        "if" | "unless" | "whether" => Relation::Condition,
        "that" if led_by(&["so", "order"]) || led_by(DUE) => Relation::Purpose,
        "that" if reports(tokens, at) => Relation::Reported,
        "that" => Relation::Relative,
        "how" | "why" | "what" | "where" | "when" if reports(tokens, at) => Relation::Reported,
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

/// Whether a verb before `at` reports what begins there: "told her | we have it", "wrote in the review | that we
/// should". Only a noun phrase and a place may stand in between.
fn reports(tokens: &[Token], at: usize) -> bool {
    let start = at - before(tokens, at, REPORTED_TO).len();
    for place in (start..at).rev() {
        let token = &tokens[place];
        if token.after > Border::Comma {
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
        let parsed = |text: &str| -> Vec<(String, Doer, bool, Mood)> {
            let tokens = read(text);
            let found = clauses(&tokens).into_iter();
            found
                .map(|one| {
                    (
                        tokens[one.act].lower.clone(),
                        one.doer,
                        one.passive,
                        one.mood,
                    )
                })
                .collect()
        };
        let fact = |verb: &str, doer| (verb.to_owned(), doer, false, Mood::Fact);
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
            [("drained".to_owned(), Doer::Unsaid, true, Mood::Fact)]
        );
        assert_eq!(parsed("I never opened it.")[0].3, Mood::Negated);
    }
}
