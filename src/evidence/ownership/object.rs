//! "Us" as an object: "it taught us", "that got us to zero".

use super::{HiddenWork, Judge};
use crate::language::grammar::{Doer, doer};
use crate::language::token::{Token, preceding};
use crate::language::words::Class;
use crate::scenario::SectionRole;

/// Verbs of others for which a group is only present, as stems: "they start with us at ten".
const PRESENT: &[&str] = &[
    "tell", "start", "begin", "meet", "join", "visit", "warn", "inform", "come", "wait",
];

/// Verbs for what happens to a company or a team, as stems: "it cost us".
const HAPPENING: &[&str] = &[
    "ask", "cost", "tell", "affect", "impact", "hit", "hurt", "reach", "pay", "call", "warn",
    "page", "concern", "own", "take",
];

/// Those for which the subject does not matter.
const ALWAYS_HAPPENING: &[&str] = &["ask", "cost", "affect", "impact", "hurt", "page"];

/// Subjects by which something happens to a company or a team.
const COMPANY: &[&str] = &[
    "customers",
    "customer",
    "sellers",
    "company",
    "it",
    "this",
    "that",
    "loss",
    "drop",
    "bug",
    "drops",
    "merchants",
    "nobody",
    "somebody",
];

/// Verbs of a Result that credit a group, as stems: "it helped us".
const CREDITING: &[&str] = &[
    "bring", "get", "take", "help", "thank", "give", "let", "allow", "lead", "credit", "prais",
    "made", "make",
];

impl Judge<'_> {
    pub(super) fn object(&self, at: usize) -> Option<HiddenWork> {
        // "He kept one lift running for us": "us" only benefited.
        if at > 0 && self.same(at, at - 1).is_some_and(|one| one.lower == "for") {
            return None;
        }
        let other = Class::PREPOSITION.or(Class::ADVERB).or(Class::DETERMINER);
        let verb = (at.saturating_sub(3)..at)
            .rev()
            .take_while(|&place| self.same(at, place).is_some())
            .find(|&place| !self.tokens[place].is(other))?;
        let stem = self.tokens[verb].stem.as_str();
        let doer = doer(self.tokens, verb);
        // "I negotiated us a discount": the candidate did it.
        if doer == Doer::Candidate && self.tokens[verb].is(Class::PAST) {
            return None;
        }
        if doer == Doer::Others && PRESENT.contains(&stem) {
            return None;
        }
        let negated = || {
            self.just_before(at, 6)
                .any(|token| token.is(Class::NEGATIVE.or(Class::NOBODY)))
        };
        let hides = match self.speech.part {
            _ if self.noticed(at) => true,
            SectionRole::Action | SectionRole::FollowUp | SectionRole::Other => {
                !self.happened_to_us(at, stem) && !["none", "most"].contains(&stem) && !negated()
            }
            SectionRole::Result => CREDITING.contains(&stem) && !negated(),
            SectionRole::Reflection => ["teach", "show", "taught"].contains(&stem) && !negated(),
            SectionRole::Task => ["give", "let", "help", "allow"].contains(&stem) && !negated(),
            SectionRole::Situation => false,
        };
        hides.then(|| self.only(at))
    }

    /// Up to `most` tokens before the one at `at` in its sentence, nearest first.
    fn just_before(&self, at: usize, most: usize) -> impl Iterator<Item = &Token> {
        preceding(self.tokens, at).take(most)
    }

    /// Whether it was noticed: "it jumped out at us".
    fn noticed(&self, at: usize) -> bool {
        self.just_before(at, 3)
            .any(|token| token.any(&["at", "to", "on"]))
            && self
                .just_before(at, 4)
                .any(|token| token.stems(&["jump", "leap", "stare", "dawn", "stand", "strike"]))
    }

    /// Whether it happened to the company and is nobody's work: "it cost us customers".
    fn happened_to_us(&self, at: usize, stem: &str) -> bool {
        HAPPENING.contains(&stem)
            && (ALWAYS_HAPPENING.contains(&stem)
                || self.just_before(at, 8).any(|token| token.any(COMPANY)))
    }
}
