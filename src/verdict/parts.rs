//! The rules that the verdict is based on, and figures that prove nothing about the story.

use crate::evidence::speech::Speech;
use crate::judgement::Quantity;
use crate::language::grammar::{clause_end, clause_start};

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
        let place = at;
        let clause = clause_start(tokens, place)..clause_end(tokens, place);
        let said = |words: &[&str]| tokens[clause.clone()].iter().any(|token| token.any(words));
        said(&["i", "me", "i'm", "i've"])
            && said(&["budget", "headcount", "role", "position", "salary", "bonus"])
            && said(&[
                "given", "gave", "got", "received", "handed", "trusted", "promoted",
            ])
    };
    let measured = !speech.metrics.iter().any(|metric| metric.said);
    measured && !speech.quantities.is_empty() && speech.quantities.iter().all(given)
}
