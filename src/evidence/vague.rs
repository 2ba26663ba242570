//! Vague outcomes without a figure. "Reviews improved significantly, from 3.9 to 4.6 stars" is proven, whichever figure
//! the story lists.

use crate::evidence::speech::Speech;
use crate::language::change::changes;
use crate::language::grammar::{Doer, Mood, clause_end, clause_start};
use crate::language::number::reader::Reading;
use crate::language::number::{counted, unit};
use crate::language::token::{Border, Token};
use crate::language::words::Class;
use crate::language::{lexicon, phrases, verbs};
use std::ops::Range;

/// The vague outcomes without a figure in their sentence, or a change in the next one.
pub(crate) fn unsupported(speech: &Speech<'_>) -> Vec<Range<usize>> {
    let all = speech.tokens();
    phrases::find(&speech.words, lexicon::vague())
        .into_iter()
        .map(|(hit, _)| with_object(all, hit.tokens))
        .filter(|place| !all[place.start].quoted && !supported(speech, place))
        .collect()
}

/// The words of an outcome that others can confirm, although nothing is measured: somebody was promoted, a contract was
/// renewed, it was done a week early. `None` if there is a vague outcome as well.
pub(crate) fn concrete(speech: &Speech<'_>) -> Option<Range<usize>> {
    if !unsupported(speech).is_empty() {
        return None;
    }
    let all = speech.tokens();
    let event = speech.clauses.iter().find(|clause| {
        let others = clause.passive || clause.doer != Doer::We;
        verbs::is(&all[clause.act], "event")
            && clause.mood == Mood::Fact
            && !clause.quoted
            && others
    });
    // "A week early", "two days ahead of the deadline"
    let early = || {
        (1..all.len()).find_map(|at| {
            let time = unit::named(all, at - 1).is_some_and(|(unit, ..)| unit.is_time());
            let span = clause_start(all, at)..clause_end(all, at);
            (time && all[at].any(&["early", "earlier", "ahead"])).then_some(span)
        })
    };
    event.map(|clause| clause.span.clone()).or_else(early)
}

/// Extends a vague phrase to its object: "saved the hotel a lot" by "of money", "happy with" by "the new plan".
fn with_object(all: &[Token], place: Range<usize>) -> Range<usize> {
    let leads = Class::PREPOSITION.or(Class::DETERMINER).or(Class::MINE);
    let mut end = place.end;
    let goes_on = |at: usize| at < all.len() && all[at - 1].after == Border::None;
    if goes_on(end) && all[end].lower == "of" {
        end += 1;
    }
    while end < place.end + 4 && goes_on(end) && all[end - 1].is(leads) {
        end += 1;
    }
    if all[end - 1].is(leads) {
        place
    } else {
        place.start..end
    }
}

fn supported(speech: &Speech<'_>, place: &Range<usize>) -> bool {
    let all = speech.tokens();
    let sentence = all[place.start].sentence;
    // Only after the vague word: "the rate is zero, and everybody was happy" ends in a feeling.
    let of = |wanted: usize| -> Option<(&[Token], Vec<Reading>)> {
        let start = all.partition_point(|token| token.sentence < wanted);
        let start = start.max(place.start);
        let end = all.partition_point(|token| token.sentence <= wanted);
        let inside = speech.numbers.iter();
        let numbers = inside
            .filter(|number| (start..end).contains(&number.start) && number.end <= end)
            .map(|number| Reading {
                start: number.start - start,
                end: number.end - start,
                ..*number
            });
        (start < end).then(|| (&all[start..end], numbers.collect()))
    };
    // A word of change alone ("halved", "none") may be the vague word itself; a figure is required.
    let figure = |(tokens, numbers): (&[Token], Vec<Reading>)| {
        // A guess supports nothing: "possibly some revenue, 8,000 or so".
        let guessed = clause_start(all, place.start)..place.start;
        let guessed = all[guessed]
            .iter()
            .chain(tokens)
            .any(|token| token.is(Class::HEDGING));
        !numbers.is_empty() && !guessed && counted::anything(tokens, &numbers)
    };
    let changed =
        |(tokens, numbers): (&[Token], Vec<Reading>)| !changes(tokens, &numbers).is_empty();
    of(sentence).is_some_and(figure) || of(sentence + 1).is_some_and(changed)
}
