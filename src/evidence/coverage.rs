//! Checks whether an idea of the strong example is said, in any words.
//!
//! Ideas are searched for in three ways: the scenario's accepted wordings (patterns), the key phrase itself, and the
//! strong example's own sentence ([`crate::evidence::likeness`]). An idea counts only if the right person did it, and
//! if it is neither denied nor merely planned.

use crate::evidence::factuality::{denied, said};
use crate::evidence::speech::Speech;
use crate::evidence::{confirmed, exact, likeness};
use crate::judgement::{Certainty, SignalCheck};
use crate::language::grammar::clause_end;
use crate::language::pattern::Match;
use crate::language::words::Class;
use crate::scenario::{Section, Signal};
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
            Some(words) => (Certainty::Said, Some(words)),
            None => near(speech, section, signal),
        };
        SignalCheck {
            id: signal.id.clone(),
            phrase: signal.phrase.clone(),
            covered: heard == Certainty::Said,
            heard,
            quote,
            said_in: None,
        }
    };
    section.signals.iter().map(check).collect()
}

/// Finds words similar to an idea that was not found.
fn near(speech: &Speech<'_>, section: &Section, signal: &Signal) -> (Certainty, Option<String>) {
    let form = speech.prepared.idea(section, signal);
    let form = form.filter(|form| !denied(speech, &form.patterns));
    let text = &speech.spoken.transcript.text;
    let form = form.filter(|_| !confirmed::rejected(signal, text));
    let near = form.and_then(|form| likeness::near(speech, signal, form));
    let Some(near) = near else {
        return (Certainty::NotSaid, None);
    };
    let quote = speech.quote(&near.words);
    (Certainty::Unsure, Some(quote).filter(|_| near.worth_asking))
}

/// Whether an accepted wording denies the idea.
pub(crate) fn contradicted(speech: &Speech<'_>, section: &Section, signal: &Signal) -> bool {
    let form = speech.prepared.idea(section, signal);
    form.is_none_or(|form| denied(speech, &form.patterns))
}

/// The words to quote: a verb alone is no evidence, so the words after it in its clause are added.
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

/// Finds the idea in the section that asks for it.
fn covered(speech: &Speech<'_>, section: &Section, signal: &Signal) -> Option<Match> {
    let form = speech.prepared.idea(section, signal)?;
    if denied(speech, &form.patterns) {
        return None;
    }
    // A list that was worked out is complete except for what stories of any trade say. Other wordings are examples; the
    // key phrase and the strong example add to them.
    said(speech, signal.actor, &form.patterns)
        .or_else(|| {
            if form.worked_out {
                likeness::as_idea(speech, signal, form)
            } else {
                likeness::covered(speech, signal, form)
            }
        })
        .or_else(|| exact::phrase(signal, speech))
}

/// Whether a section says that the candidate did what another one, `home`, asks for. An idea of any story ("I noticed")
/// does not count: there it may refer to anything.
pub(crate) fn told_elsewhere(speech: &Speech<'_>, home: &Section, signal: &Signal) -> bool {
    let Some(form) = speech.prepared.idea(home, signal) else {
        return false;
    };
    confirmed::said(signal, &speech.spoken.transcript.text).is_some()
        || !denied(speech, &form.patterns)
            && (said(speech, signal.actor, &form.patterns).is_some()
                || exact::phrase(signal, speech).is_some()
                || likeness::told_elsewhere(speech, form))
}
