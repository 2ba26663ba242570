//! Decides whether words that match an idea say it as a fact about the right person.

use crate::evidence::figure_framing;
use crate::evidence::speech::Speech;
use crate::language::change;
use crate::language::grammar::{Doer, Mood, doer, mood, names_somebody};
use crate::language::number::reader::Reading;
use crate::language::pattern::{Match, Pattern};
use crate::language::token::{Border, Token, says};
use crate::language::words::Class;
use crate::scenario::Actor;

/// Finds what one of the patterns says as a fact about the right person, unless another one denies it.
pub fn said(speech: &Speech<'_>, actor: Actor, patterns: &[Pattern]) -> Option<Match> {
    if denied(speech, patterns) {
        return None;
    }
    let mut wanted = patterns.iter().filter(|pattern| !pattern.denies);
    wanted.find_map(|pattern| {
        let mut found = pattern.find(&speech.words).into_iter();
        found.find(|hit| counts(speech, actor, pattern, hit))
    })
}

/// Whether one of the patterns denies the idea.
pub fn denied(speech: &Speech<'_>, patterns: &[Pattern]) -> bool {
    let mut denials = patterns.iter().filter(|pattern| pattern.denies);
    denials.any(|pattern| pattern.matches(&speech.words))
}

/// Whether a match says the idea as a fact about the right person.
fn counts(speech: &Speech<'_>, actor: Actor, pattern: &Pattern, found: &Match) -> bool {
    let tokens = speech.tokens();
    let (verb, inside) = (found.verb, &tokens[found.tokens.clone()]);
    // "From zero" is not to zero, and "it should have gone to zero" is a wish.
    let unreached = |number: &Reading| {
        found.tokens.contains(&number.start)
            && number.value == 0.0
            && (change::begins(tokens, number)
                || figure_framing::unfulfilled(tokens, &(number.start..number.end)))
    };
    if !pattern.intent && !pattern.negative && speech.numbers.iter().any(unreached) {
        return false;
    }
    if tokens[verb].quoted && !own_quote(speech, verb) {
        return false;
    }
    if is_name(tokens, &found.tokens) || is_name(tokens, &(verb..verb + 1)) {
        return false;
    }
    if !pattern.negative {
        // "Screens that aren't mine" says whose they are and denies nothing.
        let whose = |at: usize| {
            tokens
                .get(at + 1)
                .is_some_and(|next| next.any(&["mine", "yours", "ours", "theirs", "my", "our"]))
        };
        let denied = found.tokens.clone().any(|at| {
            tokens[at].is(Class::NEGATIVE) && !tokens[at].any(&["no", "failed"]) && !whose(at)
        }) && !says(inside, &["until", "anymore"]);
        if denied {
            return false;
        }
    }
    // "I believe I traced it": the hedge is within the match.
    let guess =
        |at: usize| tokens[at].is(Class::HEDGING) && at > 0 && tokens[at - 1].is(Class::FIRST);
    if !pattern.intent && found.tokens.clone().any(guess) {
        return false;
    }
    // "Almost gone" is not gone.
    let almost = found.tokens.start.saturating_sub(1)..found.tokens.end;
    if says(
        &tokens[almost],
        &["almost", "nearly", "practically", "virtually"],
    ) {
        return false;
    }
    match mood(tokens, verb) {
        Mood::Fact => {}
        Mood::Negated if pattern.negative => {}
        Mood::Planned if pattern.intent => {}
        // "Nobody would have asked": the denial is the fact.
        Mood::Planned
            if pattern.negative
                && inside
                    .iter()
                    .any(|token| token.is(Class::NEGATIVE.or(Class::NOBODY))) => {}
        Mood::Hedged if pattern.intent => {}
        _ => return false,
    }
    // "I wrote the retry and she built the alert": the second act is hers.
    let passed_on = tokens[verb + 1..found.tokens.end.max(verb + 1)]
        .iter()
        .any(|token| token.is(Class::WE_SUBJECT) || token.any(&["he", "she", "they"]));
    if pattern.candidate {
        return !passed_on && doer(tokens, verb) == Doer::Candidate;
    }
    // "My lead added the alert": hers, despite the "my".
    let others = actor == Actor::Candidate
        && found
            .tokens
            .clone()
            .any(|at| tokens[at].lower == "my" && names_somebody(tokens, at));
    if actor == Actor::Anyone || pattern.anyone || pattern.own {
        return !others;
    }
    if pattern.after_mine {
        return candidate_acts_near(speech, verb);
    }
    doer(tokens, verb) == Doer::Candidate
}

/// Whether it is a word of a longer name: "Merchant Tools" says nothing about merchants.
pub fn is_name(tokens: &[Token], range: &std::ops::Range<usize>) -> bool {
    let begins =
        range.start == 0 || tokens[range.start - 1].sentence != tokens[range.start].sentence;
    let next = tokens.get(range.end).is_some_and(|next| {
        next.capital
            && next.sentence == tokens[range.start].sentence
            && !next.is(Class::FIRST)
            && tokens[range.end - 1].after == Border::None
    });
    range.len() == 1 && tokens[range.start].capital && !begins && next
}

/// Where the quotation around `at` begins; `at` itself outside of one.
pub fn quotation_start(tokens: &[Token], at: usize) -> usize {
    let inside = tokens[..at].iter().rev().take_while(|token| token.quoted);
    if tokens[at].quoted {
        at - inside.count()
    } else {
        at
    }
}

/// Whether the quotation around `at` is the candidate's own: `I said, "…"`.
fn own_quote(speech: &Speech<'_>, at: usize) -> bool {
    let tokens = speech.tokens();
    let open = quotation_start(tokens, at);
    tokens[open.saturating_sub(4)..open]
        .iter()
        .any(|token| token.is(Class::FIRST) || token.any(&["myself", "thought"]))
}

/// Whether the candidate works on it in the sentence of `at` or the one before, or proves it in the next.
fn candidate_acts_near(speech: &Speech<'_>, at: usize) -> bool {
    let tokens = speech.tokens();
    let sentence = tokens[at].sentence;
    let near = |token: &Token| {
        token.sentence == sentence
            || token.sentence + 1 == sentence
            // "Every lost event sat behind a timeout. I confirmed it by hand."
            || token.sentence == sentence + 1 && token.stems(PROVING)
    };
    // "They worked out that it was a timeout": others found it.
    let others = (at.saturating_sub(12)..at).any(|place| {
        let token = &tokens[place];
        token.sentence == sentence && token.stems(FINDING) && doer(tokens, place) == Doer::Others
    });
    if others {
        return false;
    }
    (at.saturating_sub(60)..(at + 30).min(tokens.len())).any(|place| {
        let token = &tokens[place];
        near(token)
            && (token.stems(WORK) || token.stems(PROVING))
            && doer(tokens, place) == Doer::Candidate
            && mood(tokens, place) == Mood::Fact
    })
}

/// Verbs of finding out, as stems.
const FINDING: &[&str] = &[
    "find", "work", "figur", "trace", "identifi", "discov", "realiz", "learn", "know", "say",
    "tell", "diagnos", "determin", "come", "pull", "read", "look", "check",
];

/// Verbs of making sure, as stems.
const PROVING: &[&str] = &["confirm", "verifi", "prove", "pin", "copi"];

/// Verbs of investigating or making, which `[after-mine]` relies on, as stems.
pub(crate) const WORK: &[&str] = &[
    "pull",
    "trace",
    "chase",
    "follow",
    "look",
    "check",
    "read",
    "dig",
    "compar",
    "analyz",
    "analys",
    "search",
    "grep",
    "find",
    "correl",
    "reconcil",
    "filter",
    "group",
    "inspect",
    "examin",
    "debug",
    "reproduc",
    "studi",
    "walk",
    "comb",
    "download",
    "extract",
    "export",
    "fetch",
    "grab",
    "collect",
    "gather",
    "start",
    "simul",
    "inject",
    "run",
    "write",
    "build",
    "implement",
    "deliv",
    "add",
    "deliver",
    "test",
    "replay",
    "recreat",
    "dive",
    "dove",
    "sort",
    "track",
    "go",
    "investig",
    "plot",
    "graph",
    "queri",
    "pars",
    "count",
    "sift",
    "match",
    "line",
    "narrow",
    "isol",
    "bisect",
    "see",
];
