//! The rules that the verdict is based on, and figures that prove nothing about the story.

use crate::evidence::speech::Speech;
use crate::judgement::Quantity;
use crate::language::grammar::{clause_end, clause_start};
use crate::language::token::says;

pub(super) const OWNERSHIP: &[&str] = &[
    "we-language",
    "handoff",
    "passive-voice",
    "missing-scope-boundary",
];
pub(super) const EVIDENCE: &[&str] = &[
    "missing-quantification",
    "vague-ending",
    "generic-reflection",
    "weak-pattern",
];

/// Whether all measurements are about a later job: "I was given a $2M budget" is no impact of this story.
pub(super) fn later_job(speech: &Speech<'_>) -> bool {
    let tokens = speech.tokens();
    let given = |quantity: &Quantity| {
        let at = tokens.partition_point(|token| token.bytes.start < quantity.start);
        if at >= tokens.len() {
            return false;
        }
        let clause = &tokens[clause_start(tokens, at)..clause_end(tokens, at)];
        let goods = ["budget", "headcount", "role", "position", "salary", "bonus"];
        let giving = [
            "given", "gave", "got", "received", "handed", "trusted", "promoted",
        ];
        says(clause, &["i", "me", "i'm", "i've"]) && says(clause, &goods) && says(clause, &giving)
    };
    let measured = speech.metrics.iter().any(|metric| metric.said);
    !measured && !speech.quantities.is_empty() && speech.quantities.iter().all(given)
}
