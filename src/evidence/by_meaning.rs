//! Finds ideas by meaning that were told in quite other words.
//!
//! Cosine similarity sees neither who did something nor a negation, so the meaning proposes and the grammar decides: a
//! part of the answer counts only if it states as a fact what the candidate may have done, and counts as said only with
//! the figures of the idea.

use crate::evidence::confirmed::{self, plain};
use crate::evidence::coverage::contradicted;
use crate::evidence::speech::Speech;
use crate::judgement::Certainty;
use crate::language::grammar::{Doer, Mood};
use crate::language::number::reader::numbers;
use crate::language::token::tokens_of;
use crate::language::words::Class;
use crate::meaning::{Meanings, PerMille, SAID, UNSURE, idea};
use crate::scenario::{Actor, Section, SectionRole, Signal};
use std::ops::Range;

/// Minimum similarity at which an idea that only its meaning proposes is worth a question; below it is only not
/// reported as missing. Of ideas of other stories 4 of 100 are as similar.
const WORTH_ASKING: PerMille = PerMille(500);

/// A shorter part of the answer is quoted instead of the nearest one up to this difference, in thousandths.
const NEARLY: i32 = 80;

/// Weighs the ideas that were not found by their words. An idea may be told in any section of the story: one that is
/// told elsewhere in other words is not missing.
pub fn mark(speeches: &mut [Speech<'_>], meanings: &Meanings<'_>) {
    let mut asked: Vec<UnheardIdea> = Vec::new();
    for at in 0..speeches.len() {
        let Some(section) = speeches[at].section else {
            continue;
        };
        for (place, signal) in section.signals.iter().enumerate() {
            let check = &speeches[at].signals[place];
            if check.covered || check.said_in.is_some() {
                continue;
            }
            let words = check.heard == Certainty::Unsure;
            let found = nearest(speeches, at, section, signal, words, meanings);
            let check = &mut speeches[at].signals[place];
            let worth = check.quote.take().is_some();
            let Some(found) = found else {
                continue;
            };
            check.heard = weigh(words, found.near);
            // With another figure, or without its own, it may be another idea.
            if check.heard == Certainty::Said && !found.figures {
                check.heard = Certainty::Unsure;
            }
            check.covered = check.heard == Certainty::Said;
            if check.covered {
                check.quote = Some(found.words);
            } else if worth || found.near >= WORTH_ASKING {
                // Similar words are asked about only if the meaning agrees.
                asked.push(UnheardIdea { found, at, place });
            }
        }
    }
    ask(speeches, asked);
}

/// An idea that may be asked about.
struct UnheardIdea {
    found: Found,
    at: usize,
    place: usize,
}

/// Asks about the same words only once, for the idea nearest to them.
fn ask(speeches: &mut [Speech<'_>], mut asked: Vec<UnheardIdea>) {
    asked.sort_by_key(|one| std::cmp::Reverse(one.found.near));
    let mut taken: Vec<String> = Vec::new();
    for one in asked {
        let words = plain(&one.found.words);
        let overlaps = |other: &String| other.contains(&words) || words.contains(other);
        if !taken.iter().any(overlaps) {
            speeches[one.at].signals[one.place].quote = Some(one.found.words);
            taken.push(words);
        }
    }
}

/// The part of the answer nearest to an idea.
struct Found {
    near: PerMille,
    words: String,
    /// Whether it has the figures of the idea, too.
    figures: bool,
}

/// Finds the part of the answer nearest to an idea: in its own section if there is one, else in the others.
fn nearest(
    speeches: &[Speech<'_>],
    at: usize,
    section: &Section,
    signal: &Signal,
    words: bool,
    meanings: &Meanings<'_>,
) -> Option<Found> {
    let speech = &speeches[at];
    let mut texts = speeches.iter().map(|one| &one.spoken.transcript.text);
    if !signal.expected_at(speech.bar.level)
        || contradicted(speech, section, signal)
        || texts.any(|text| confirmed::rejected(signal, text))
    {
        return None;
    }
    let strong = section.strong_for(speech.bar.level).unwrap_or_default();
    let idea = idea(&signal.phrase, &signal.meaning, strong);
    let of = |speech: &Speech<'_>| {
        let text = speech.spoken.transcript.text.as_str();
        let mut found = meanings.nearest(&idea, text);
        found.retain(|one| {
            admits(speech, signal, &one.bytes)
                && (!is_figure(signal) || has_figures(speech, signal, &one.bytes))
        });
        let best = found.first()?.near;
        found.retain(|one| one.near.0 + NEARLY >= best.0);
        let figures = found
            .iter()
            .any(|one| has_figures(speech, signal, &one.bytes));
        let shown = found.into_iter().min_by_key(|one| one.bytes.len())?;
        Some(Found {
            near: best,
            words: text.get(shown.bytes)?.to_owned(),
            figures,
        })
    };
    let own = of(speech);
    if own.is_some() || words || speech.part == SectionRole::FollowUp {
        return own;
    }
    let others = speeches.iter().enumerate();
    let others =
        others.filter(|(place, other)| *place != at && other.part != SectionRole::FollowUp);
    let best = others.filter_map(|(_, other)| of(other));
    best.reduce(|best, next| if next.near > best.near { next } else { best })
}

fn inside(speech: &Speech<'_>, bytes: &Range<usize>, at: usize) -> bool {
    let place = &speech.tokens()[at].bytes;
    bytes.start <= place.start && place.end <= bytes.end
}

/// Whether these words hold every figure of the idea.
fn has_figures(speech: &Speech<'_>, signal: &Signal, bytes: &Range<usize>) -> bool {
    let said = |figure: f64| {
        let mut numbers = speech.numbers.iter();
        numbers.any(|number| inside(speech, bytes, number.start) && number.value == figure)
    };
    let phrase = numbers(&tokens_of(&signal.phrase));
    phrase.iter().all(|number| said(number.value))
}

/// Whether an idea consists mostly of figures: "0.3% to zero".
fn is_figure(signal: &Signal) -> bool {
    let phrase = tokens_of(&signal.phrase);
    let figures = numbers(&phrase);
    let words: usize = figures.iter().map(|one| one.end - one.start).sum();
    2 * words > phrase.len()
}

/// Whether these words can say the idea, by who acts in them and whether it happened.
fn admits(speech: &Speech<'_>, signal: &Signal, bytes: &Range<usize>) -> bool {
    let inside = |at: usize| inside(speech, bytes, at);
    if signal.actor == Actor::Anyone {
        return true;
    }
    let clauses: Vec<_> = speech
        .clauses
        .iter()
        .filter(|clause| inside(clause.act))
        .collect();
    // Present-tense statements have no clauses: "I look in the bin first".
    let first =
        |at: usize| inside(at) && speech.tokens()[at].is(Class::FIRST.or(Class::WE_SUBJECT));
    if clauses.is_empty() {
        return (0..speech.tokens().len()).any(first);
    }
    // The idea itself may be negative: "I never send an order with an empty box".
    let phrase = tokens_of(&signal.phrase);
    let denies = phrase.iter().any(|token| token.is(Class::NEGATIVE));
    let mut clauses = clauses.into_iter();
    clauses.any(|clause| {
        let states = clause.mood == Mood::Fact || denies && clause.mood == Mood::Negated;
        states && !clause.quoted && clause.doer != Doer::Others
    })
}

/// Combines words and meaning. `words` is whether the words alone are similar to the idea, and `near` the similarity of
/// the nearest part of the answer. Meaning alone can only lead to a question, since cosine similarity sees
/// neither who did something nor a negation.
fn weigh(words: bool, near: PerMille) -> Certainty {
    match words {
        true if near >= SAID => Certainty::Said,
        true => Certainty::Unsure,
        false if near >= UNSURE => Certainty::Unsure,
        false => Certainty::NotSaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meaning_proposes_and_words_decide() {
        let at = |words, near| weigh(words, PerMille(near));
        assert_eq!(at(true, 0), Certainty::Unsure);
        assert_eq!(at(false, 0), Certainty::NotSaid);
        assert_eq!(at(false, UNSURE.0 - 1), Certainty::NotSaid);
        assert_eq!(at(true, UNSURE.0 - 1), Certainty::Unsure);
        assert_eq!(at(false, UNSURE.0), Certainty::Unsure);
        assert_eq!(at(false, 650), Certainty::Unsure);
        assert_eq!(at(true, 650), Certainty::Said);
    }
}
