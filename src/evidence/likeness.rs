//! Matches ideas without accepted wordings: by the key phrase, the meaning and the strong example's own sentence. A
//! user's own story has nothing else.
//!
//! There are two ways. A key phrase that only expresses an idea of any story ("I noticed", "nobody asked") may be said
//! in the ways that `content/lexicon/ideas.toml` lists. Any other phrase is split into its words, each with everyday
//! synonyms, and its *matter*, the other words of the strong example's sentence. It is covered if one part of a
//! sentence, told as a fact about the right person, has enough of both.

use crate::evidence::factuality::said;
use crate::evidence::prepared_idea::PreparedIdea;
use crate::evidence::speech::Speech;
use crate::language::grammar::{Doer, doer};
use crate::language::pattern::Match;
use crate::language::token::Token;
use crate::language::words::Class;
use crate::scenario::{Actor, Signal};
use std::collections::BTreeSet;
use std::ops::Range;

mod near;
mod phrase;
pub(crate) use near::near;
use near::told;
use phrase::{GENERIC, Phrase, Wanted, fact, stretch};

/// Finds the signal by its key phrase and the strong example.
pub(crate) fn covered(speech: &Speech<'_>, signal: &Signal, form: &PreparedIdea) -> Option<Match> {
    if let Some(found) = as_idea(speech, signal, form) {
        return Some(found);
    }
    let phrase = Phrase::of(speech, form)?;
    match signal.actor {
        Actor::Candidate => done(speech, &phrase),
        // A negative idea is too easily matched by single words.
        Actor::Anyone if phrase.no && form.any.is_some() => None,
        Actor::Anyone => told(speech, &phrase),
    }
}

/// Whether a section that was not asked for an act of the candidate tells it. An idea of any story does not count
/// there.
pub(crate) fn told_elsewhere(speech: &Speech<'_>, form: &PreparedIdea) -> bool {
    form.any.is_none()
        && Phrase::of(speech, form).is_some_and(|phrase| done(speech, &phrase).is_some())
}

/// Finds the signal if its key phrase is an idea of any story.
pub(crate) fn as_idea(speech: &Speech<'_>, signal: &Signal, form: &PreparedIdea) -> Option<Match> {
    said(speech, signal.actor, &form.any?.says)
}

/// Finds an act of the candidate. The verb decides who did it and whether it happened.
fn done(speech: &Speech<'_>, phrase: &Phrase<'_>) -> Option<Match> {
    let all = speech.tokens();
    let (act, rest) = phrase.words.split_first()?;
    let mut acts = act.at.iter().copied();
    let act = acts.find_map(|at| {
        if !fact(speech, at) || doer(all, at) != Doer::Candidate && !comes_out(all, at) {
            return None;
        }
        let around = stretch(all, at, 0);
        let count = |wanted: &[Wanted]| {
            let elsewhere = |one: &&Wanted| {
                let before = one.place(&(around.start..at));
                before
                    .or_else(|| one.place(&(at + 1..around.end)))
                    .is_some()
            };
            wanted.iter().filter(elsewhere).count()
        };
        let (others, object, matter) = (count(rest), count(&phrase.object), count(&phrase.matter));
        let others = others + phrase.figures_in(speech, &around);
        let telling = !all[at].stems(GENERIC);
        let exact = telling && all[at].stem == act.stem;
        let alone = phrase.object.is_empty() && phrase.matter.is_empty();
        let enough = match rest.len() {
            0 => exact || alone || object >= 1 || matter >= if telling { 1 } else { 2 },
            1 => others == 1 || object + matter >= 2,
            all => others * 2 >= all || others >= 1 && object + matter >= 2,
        };
        enough.then_some(Match {
            tokens: at..at + 1,
            verb: at,
        })
    });
    act.or_else(|| done_somehow(speech, phrase))
}

/// Whether it came out ("it turned out that"), found by the speaker; or was owned ("the roadmap was mine").
fn comes_out(all: &[Token], at: usize) -> bool {
    let next = |word: &str| all.get(at + 1).is_some_and(|next| next.lower == word);
    all[at].any(&["turned", "turns", "came", "comes"]) && next("out")
        || all[at].is(Class::BE) && next("mine")
}

/// Number of the story's own words in one sentence that identify an act, whatever the verb.
const WORDS_ALONE: usize = 4;

/// Finds an act of the candidate told with an unlisted verb: its object and figures are those of the strong example ("I
/// took a picture of every label, for 14 days"). Spoken sentences are short, so the adjacent ones count as well.
fn done_somehow(speech: &Speech<'_>, phrase: &Phrase<'_>) -> Option<Match> {
    let all = speech.tokens();
    let (_, rest) = phrase.words.split_first()?;
    let around_it = rest.iter().chain(&phrase.object).chain(&phrase.matter);
    let anchors: BTreeSet<usize> = around_it.flat_map(|one| &one.at).copied().collect();
    anchors.into_iter().find_map(|at| {
        let around = stretch(all, at, 1);
        let count = |wanted: &[Wanted]| {
            let said = |one: &&Wanted| one.place(&around).is_some();
            wanted.iter().filter(said).count()
        };
        let (things, others) = (count(rest), count(&phrase.object) + count(&phrase.matter));
        let figures = phrase.figures_in(speech, &around);
        let proof = things + others + figures;
        // A figure is specific to a story; words alone may match by chance.
        let by_figure = figures > 0 && proof >= if things * 2 >= rest.len() { 3 } else { 4 };
        let mine = |around: Range<usize>| all[around].iter().any(|token| token.is(Class::FIRST));
        // Without a figure, several of the story's own words must be in one sentence.
        let by_words = || {
            let near = stretch(all, at, 0);
            let said = |wanted: &[Wanted]| {
                let own =
                    |one: &&Wanted| all[near.clone()].iter().any(|token| token.stem == one.stem);
                wanted.iter().filter(own).count()
            };
            let things = said(rest);
            let others = said(&phrase.object) + said(&phrase.matter);
            things + others >= WORDS_ALONE && things >= 1 && mine(near)
        };
        let enough = by_figure && mine(around.clone()) || by_words();
        (enough && fact(speech, at)).then_some(Match {
            tokens: at..at + 1,
            verb: at,
        })
    })
}

#[cfg(test)]
mod tests;
