//! Is an idea of the strong example said, in any words?
//!
//! Ideas are looked for in three ways: the scenario's
//! accepted wordings (patterns), the key phrase itself, and the strong example's own sentence
//! ([`crate::analysis::likeness`]). An idea counts only when the right person did it, and when it
//! is neither denied nor merely planned.

use crate::analysis::evidence::Heard;
use crate::analysis::grammar::{Doer, Mood, clause_end, doer, mood, names_somebody};
use crate::analysis::lexicon::Class;
use crate::analysis::likeness;
use crate::analysis::number::reader::Reading;
use crate::analysis::pattern::{Match, Pattern};
use crate::analysis::speech::Speech;
use crate::analysis::token::{Border, Token};
use crate::analysis::{SignalCheck, confirmed, exact};
use crate::analysis::{change, outcome};
use crate::scenario::{Actor, Section, Signal};
use std::ops::Range;

/// Checks every signal of the section by its words.
pub fn signals(speech: &Speech<'_>) -> Vec<SignalCheck> {
    let Some(section) = speech.section else {
        return Vec::new();
    };
    let check = |signal: &Signal| {
        let text = &speech.spoken.transcript.text;
        let confirmed = confirmed::said(signal, text).map(str::to_owned);
        let words = || {
            let found = covered(speech, section, signal)?;
            Some(speech.quote(&shown(speech, &found)))
        };
        let (heard, quote) = match confirmed.or_else(words) {
            Some(words) => (Heard::Said, Some(words)),
            None => near(speech, section, signal),
        };
        SignalCheck {
            id: signal.id.clone(),
            phrase: signal.phrase.clone(),
            covered: heard == Heard::Said,
            heard,
            quote,
            said_in: None,
        }
    };
    section.signals.iter().map(check).collect()
}

/// Words that come near an idea that was not found.
fn near(speech: &Speech<'_>, section: &Section, signal: &Signal) -> (Heard, Option<String>) {
    let form = speech.prepared.idea(section, signal);
    let form = form.filter(|form| !denied(speech, &form.patterns));
    let text = &speech.spoken.transcript.text;
    let form = form.filter(|_| !confirmed::rejected(signal, text));
    let near = form.and_then(|form| likeness::near(speech, signal, form));
    let Some(near) = near else {
        return (Heard::NotSaid, None);
    };
    let quote = speech.quote(&near.words);
    (Heard::Unsure, Some(quote).filter(|_| near.worth_asking))
}

/// Whether an accepted wording says that the idea is not so.
pub(super) fn contradicted(speech: &Speech<'_>, section: &Section, signal: &Signal) -> bool {
    let form = speech.prepared.idea(section, signal);
    form.is_none_or(|form| denied(speech, &form.patterns))
}

/// The words that are shown for it: a verb alone is no evidence, so what follows it in its clause is
/// shown as well.
fn shown(speech: &Speech<'_>, found: &Match) -> Range<usize> {
    const MORE: usize = 4;
    let (start, end) = (found.tokens.start, found.tokens.end);
    if end > start + 1 {
        return start..end;
    }
    let tokens = speech.tokens();
    let mut last = clause_end(tokens, found.verb).clamp(end, end + MORE);
    let open = Class::PREPOSITION
        .or(Class::DETERMINER)
        .or(Class::COORDINATOR);
    while last > end && tokens[last - 1].is(open) {
        last -= 1;
    }
    start..last
}

/// Where the idea is said in the section that asks for it.
fn covered(speech: &Speech<'_>, section: &Section, signal: &Signal) -> Option<Match> {
    let form = speech.prepared.idea(section, signal)?;
    if denied(speech, &form.patterns) {
        return None;
    }
    // A list that uses the pattern language was worked out, and only what stories of any trade say
    // adds to it; plain wordings are examples, and the key phrase and the strong example add to them.
    accepted(speech, signal, &form.patterns)
        .or_else(|| {
            if form.worked_out {
                likeness::as_idea(speech, signal, form)
            } else {
                likeness::covered(speech, signal, form)
            }
        })
        .or_else(|| exact::phrase(signal, speech))
}

/// Whether a section that was not asked for it says what the candidate did; `home` is the one that asks.
/// An idea of any story ("I noticed") says nothing there: it may be said of anything.
pub(super) fn told_elsewhere(speech: &Speech<'_>, home: &Section, signal: &Signal) -> bool {
    let Some(form) = speech.prepared.idea(home, signal) else {
        return false;
    };
    confirmed::said(signal, &speech.spoken.transcript.text).is_some()
        || !denied(speech, &form.patterns)
            && (accepted(speech, signal, &form.patterns).is_some()
                || exact::phrase(signal, speech).is_some()
                || likeness::told_elsewhere(speech, form))
}

fn denied(speech: &Speech<'_>, patterns: &[Pattern]) -> bool {
    let mut denials = patterns.iter().filter(|pattern| pattern.denies);
    denials.any(|pattern| pattern.matches(&speech.words))
}

fn accepted(speech: &Speech<'_>, signal: &Signal, patterns: &[Pattern]) -> Option<Match> {
    let mut wanted = patterns.iter().filter(|pattern| !pattern.denies);
    wanted.find_map(|pattern| {
        let mut found = pattern.find(&speech.words).into_iter();
        found.find(|hit| counts(speech, signal.actor, pattern, hit))
    })
}

/// Whether the accepted wordings are patterns that were worked out, and not mere examples.
pub fn worked_out(signal: &Signal) -> bool {
    let mut accept = signal.accept.iter();
    accept.any(|text| text.contains(['{', '|', '^', '[']))
}

/// Whether a match says the idea: by the right person, and as a fact.
pub fn counts(speech: &Speech<'_>, actor: Actor, pattern: &Pattern, found: &Match) -> bool {
    let tokens = speech.tokens();
    let verb = found.verb;
    // "From zero" is not to zero, and "it should have gone to zero" is a wish.
    let astray = |number: &Reading| {
        found.tokens.contains(&number.start)
            && number.value == 0.0
            && (change::begins(tokens, number)
                || outcome::unfulfilled(tokens, &(number.start..number.end)))
    };
    if !pattern.intent && !pattern.negative && speech.numbers.iter().any(astray) {
        return false;
    }
    if tokens[verb].quoted && !own_quote(speech, verb) {
        return false;
    }
    if is_name(tokens, &found.tokens) || is_name(tokens, &(verb..verb + 1)) {
        return false;
    }
    if !pattern.negative {
        // "Screens that aren't mine": whose it is, and no denial.
        let whose = |at: usize| {
            tokens
                .get(at + 1)
                .is_some_and(|next| next.any(&["mine", "yours", "ours", "theirs", "my", "our"]))
        };
        let denied = found.tokens.clone().any(|at| {
            tokens[at].is(Class::NEGATIVE) && !tokens[at].any(&["no", "failed"]) && !whose(at)
        }) && !tokens[found.tokens.clone()]
            .iter()
            .any(|token| token.any(&["until", "anymore"]));
        if denied {
            return false;
        }
    }
    // "I believe I traced it": a guess within the match, which begins before it.
    let guess =
        |at: usize| tokens[at].is(Class::HEDGING) && at > 0 && tokens[at - 1].is(Class::FIRST);
    if !pattern.intent && found.tokens.clone().any(guess) {
        return false;
    }
    // "Almost gone" is not gone.
    let almost = found.tokens.start.saturating_sub(1)..found.tokens.end;
    if tokens[almost]
        .iter()
        .any(|token| token.any(&["almost", "nearly", "practically", "virtually"]))
    {
        return false;
    }
    match mood(tokens, verb) {
        Mood::Fact => {}
        Mood::Negated if pattern.negative => {}
        Mood::Planned if pattern.intent => {}
        // "Nobody would have asked": the denial is the fact.
        Mood::Planned if pattern.negative => {
            let denial = Class::NEGATIVE.or(Class::NOBODY);
            if !tokens[found.tokens.clone()]
                .iter()
                .any(|token| token.is(denial))
            {
                return false;
            }
        }
        Mood::Hedged if pattern.intent => {}
        _ => return false,
    }
    // "I wrote the retry and she built the alert": the second half is hers.
    let passed_on = tokens[verb + 1..found.tokens.end.max(verb + 1)]
        .iter()
        .any(|token| token.is(Class::WE_SUBJECT) || token.any(&["he", "she", "they"]));
    if pattern.candidate {
        return !passed_on && doer(tokens, verb) == Doer::Candidate;
    }
    // "My lead added the alert": hers, although a "my" stands before it.
    let hers = actor == Actor::Candidate
        && found
            .tokens
            .clone()
            .any(|at| tokens[at].lower == "my" && names_somebody(tokens, at));
    if actor == Actor::Anyone || pattern.anyone || pattern.own() {
        return !hers;
    }
    if pattern.after_mine {
        return candidate_acts_near(speech, verb);
    }
    doer(tokens, verb) == Doer::Candidate
}

/// "Merchant Tools": a word of a name says nothing about merchants.
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

/// Whether the quotation around `at` is the candidate's own: `I said, "…"`.
fn own_quote(speech: &Speech<'_>, at: usize) -> bool {
    let tokens = speech.tokens();
    let open = (0..=at)
        .rev()
        .take_while(|&at| tokens[at].quoted)
        .last()
        .unwrap_or(at);
    tokens[open.saturating_sub(4)..open]
        .iter()
        .any(|token| token.is(Class::FIRST) || token.any(&["myself", "thought"]))
}

/// Whether the candidate works on it in the sentence of `at` or the one before.
fn candidate_acts_near(speech: &Speech<'_>, at: usize) -> bool {
    let tokens = speech.tokens();
    let sentence = tokens[at].sentence;
    let near = |token: &Token| {
        token.sentence == sentence
            || token.sentence + 1 == sentence
            // "Every lost event sat behind a timeout. I confirmed it by hand."
            || token.sentence == sentence + 1 && PROVING.contains(&token.stem.as_str())
    };
    // "They worked out that it was a timeout": what others found stays theirs.
    let others = (at.saturating_sub(12)..at).any(|place| {
        let token = &tokens[place];
        token.sentence == sentence
            && FINDING.contains(&token.stem.as_str())
            && doer(tokens, place) == Doer::Others
    });
    if others {
        return false;
    }
    (at.saturating_sub(60)..(at + 30).min(tokens.len())).any(|place| {
        let token = &tokens[place];
        near(token)
            && (WORK.contains(&token.stem.as_str()) || PROVING.contains(&token.stem.as_str()))
            && doer(tokens, place) == Doer::Candidate
            && mood(tokens, place) == Mood::Fact
    })
}

/// Finding out, as stems.
const FINDING: &[&str] = &[
    "find", "work", "figur", "trace", "identifi", "discov", "realiz", "learn", "know", "say",
    "tell", "diagnos", "determin", "come", "pull", "read", "look", "check",
];

/// Making sure, as stems.
const PROVING: &[&str] = &["confirm", "verifi", "prove", "pin", "copi"];

/// Looking into something, or making something: what `[after-mine]` rests on. As stems.
pub(super) const WORK: &[&str] = &[
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
