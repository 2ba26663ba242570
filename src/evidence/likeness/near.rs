//! Finds words similar to an idea that do not say it, and ideas that anybody may bring about.

use super::phrase::{GENERIC, Phrase, Wanted, fact, stretch};
use crate::evidence::factuality::is_name;
use crate::evidence::lesson;
use crate::evidence::prepared_idea::{PreparedIdea, negative};
use crate::evidence::speech::Speech;
use crate::language::grammar::{Doer, Mood, clause_end, clause_start};
use crate::language::pattern::Match;
use crate::scenario::{Actor, SectionRole, Signal};
use std::collections::BTreeSet;
use std::ops::Range;

/// Finds words similar to an idea: a content word of its own, or two of its context, where the right person states a
/// fact. They prove nothing; the candidate is asked about them.
pub(crate) fn near(speech: &Speech<'_>, signal: &Signal, form: &PreparedIdea) -> Option<Near> {
    if form.any.is_some() || form.no {
        return None;
    }
    let all = speech.tokens();
    let phrase = Phrase::of(speech, form)?;
    let telling = |one: &&Wanted| !GENERIC.contains(&one.stem.as_str());
    let own: Vec<&Wanted> = phrase.words.iter().filter(telling).collect();
    let beside: Vec<&Wanted> = phrase.object.iter().chain(&phrase.matter).collect();
    let acts = |range: &Range<usize>| {
        let candidate = signal.actor == Actor::Candidate;
        let first = speech.clauses.partition_point(|one| one.act < range.start);
        let inside = speech.clauses[first..].iter();
        let mut inside = inside.take_while(|one| one.act < range.end);
        inside.any(|one| {
            one.mood == Mood::Fact && !one.quoted && (!candidate || one.doer == Doer::Candidate)
        })
    };
    let places = own.iter().chain(&beside).flat_map(|one| &one.at);
    let places: BTreeSet<usize> = places.copied().collect();
    let best = places.into_iter().filter_map(|at| {
        let around = stretch(all, at, 0);
        let said = |wanted: &[&Wanted]| {
            let inside = wanted.iter().filter(|one| one.place(&around).is_some());
            inside.count()
        };
        let things = said(&own);
        let others = said(&beside) + phrase.figures_in(speech, &around);
        let enough = things >= 1 || others >= 2;
        (enough && fact(speech, at) && acts(&around)).then_some((2 * things + others, at))
    });
    let (nearness, at) = best.max_by_key(|(near, at)| (*near, std::cmp::Reverse(*at)))?;
    let end = clause_end(all, at).min(at + MOST_SHOWN);
    let start = clause_start(all, at).max(at.saturating_sub(MOST_SHOWN));
    Some(Near {
        words: start..end.max(at + 1),
        worth_asking: nearness >= WORTH_ASKING,
    })
}

/// Words similar to an idea.
pub(crate) struct Near {
    /// Their tokens.
    pub words: Range<usize>,
    /// Whether they have more than one word of the idea, so that a question makes sense.
    pub worth_asking: bool,
}

/// Minimum similarity for a question: a word of the idea counts two, one of its context one.
const WORTH_ASKING: usize = 3;

/// Maximum number of words shown on either side.
const MOST_SHOWN: usize = 9;

/// The generic clauses of a Reflection ("always double-check your data"). In them only the idea's own words count,
/// since synonyms match too much there.
fn generic_clauses(speech: &Speech<'_>) -> Vec<Range<usize>> {
    if speech.part != SectionRole::Reflection {
        return Vec::new();
    }
    let end = |hit: &Match| clause_end(speech.tokens(), hit.tokens.end - 1);
    lesson::commonplaces(speech)
        .iter()
        .map(|(hit, _)| hit.tokens.start..end(hit))
        .collect()
}

/// Finds an idea that anybody may bring about.
pub(super) fn told(speech: &Speech<'_>, phrase: &Phrase<'_>) -> Option<Match> {
    let all = speech.tokens();
    let generic_clauses = generic_clauses(speech);
    let starts = phrase.words.iter().flat_map(|one| &one.at);
    let starts: BTreeSet<usize> = starts.copied().collect();
    starts.into_iter().find_map(|at| {
        let around = stretch(all, at, 0);
        let window = at..around.end;
        let places = phrase.words.iter().filter_map(|one| one.place(&window));
        let hits: Vec<usize> = places.collect();
        let matter = || {
            let wanted = phrase.object.iter().chain(&phrase.matter);
            wanted.filter(|one| one.place(&around).is_some()).count()
                + phrase.figures_in(speech, &around)
        };
        let enough = match phrase.words.len() {
            0 => false, // "nobody", "not mine": only the denial itself
            1 => true,
            2 => hits.len() == 2 || matter() >= 2,
            words => hits.len() * 3 >= words * 2 || hits.len() * 2 >= words && matter() >= 2,
        };
        let pairs = || phrase.words.iter().zip(&phrase.verbs);
        let acts = pairs().all(|(_, verb)| !verb)
            || pairs().any(|(one, verb)| *verb && one.place(&window).is_some());
        let last = hits.iter().copied().max().unwrap_or(at);
        let holds = if phrase.no {
            let near = at.saturating_sub(6)..(last + 4).min(all.len());
            all[near]
                .iter()
                .any(|token| token.sentence == all[at].sentence && negative(token))
        } else {
            hits.iter().all(|&hit| fact(speech, hit))
        };
        let named = is_name(all, &(at..at + 1));
        let own = |&hit: &usize| phrase.words.iter().any(|one| one.stem == all[hit].stem);
        let only_generic =
            generic_clauses.iter().any(|clause| clause.contains(&at)) && !hits.iter().any(own);
        (enough && acts && holds && !named && !only_generic).then_some(Match {
            tokens: at..last + 1,
            verb: at,
        })
    })
}
