//! The leadership principles that a story is nearest to in meaning: a choice to offer, and no claim.
//!
//! Each sentence of the story is compared with a principle's line and with the questions that are asked for it; the
//! mean counts. Some principles are near to every story, so that what they have in common with the built-in stories is
//! subtracted (`usual` in `content/principles.toml`).

use super::Draft;
use super::principles::propose;
use crate::meaning::{Embedding, MeaningError, PerMille, Similarity, sentences};
use crate::scenario::{Principle, principle, principles, questions};

/// How many are offered. Of 16 blind stories that nothing was tuned on, the nearest one is right for 8 and one of two
/// for 12 (`tests/suited.rs`).
const OFFERED: usize = 2;

/// The ids of the principles that are nearest to these texts, the nearest first; none for texts without words.
///
/// # Errors
/// When a text cannot be embedded.
pub fn nearest(texts: &[&str], model: &dyn Similarity) -> Result<Vec<String>, MeaningError> {
    let all = affinities(texts, model)?;
    let mut unusual: Vec<(i64, &Principle)> = all
        .into_iter()
        .map(|(one, affinity)| (affinity - one.usual, one))
        .collect();
    unusual.sort_by_key(|(affinity, _)| std::cmp::Reverse(*affinity));
    let offered = unusual.into_iter().take(OFFERED);
    Ok(offered.map(|(_, one)| one.id.clone()).collect())
}

/// The texts of a draft, for [`nearest`].
pub fn texts(draft: &Draft) -> Vec<&str> {
    draft.sections.iter().map(String::as_str).collect()
}

/// The principles that a draft may serve, other than the one that it is told for, each with the words that speak for
/// it: the first that its words propose, then those that it is nearest to.
pub fn offered(draft: &Draft) -> Vec<(&'static Principle, Vec<String>)> {
    let [situation, _, rest @ ..] = &draft.sections;
    let mut texts = vec![draft.title.as_str(), &draft.question, situation];
    texts.extend(rest.iter().map(String::as_str));
    let by_words = propose(&texts.join("\n\n"));
    let mut ids: Vec<&str> = by_words
        .iter()
        .take(1)
        .map(|one| one.principle.as_str())
        .collect();
    for id in &draft.nearest {
        if !ids.contains(&id.as_str()) {
            ids.push(id);
        }
    }
    let told_for = principle(&draft.principle);
    let others = ids
        .into_iter()
        .filter_map(principle)
        .filter(|one| Some(*one) != told_for);
    let quotes = |one: &Principle| {
        let found = by_words
            .iter()
            .find(|proposed| proposed.principle == one.id);
        found.map_or_else(Vec::new, |proposed| proposed.quotes.clone())
    };
    others.map(|one| (one, quotes(one))).collect()
}

/// The mean cosine of these texts' sentences and each principle, in hundred-thousandths.
///
/// # Errors
/// When a text cannot be embedded.
pub fn affinities(
    texts: &[&str],
    model: &dyn Similarity,
) -> Result<Vec<(&'static Principle, i64)>, MeaningError> {
    let told: Vec<&str> = texts.iter().flat_map(|text| sentences(text)).collect();
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let told = model.embed(&told)?;
    let each = principles().iter().map(|one| {
        let described = model.embed(&description(one))?;
        Ok((one, mean(&told, &described)))
    });
    each.collect()
}

/// What an interviewer listens for and asks.
fn description(principle: &Principle) -> Vec<&str> {
    let asked = questions().iter();
    let asked = asked.filter(|question| question.principle == principle.id);
    let line = std::iter::once(principle.line.as_str());
    line.chain(asked.map(|question| question.text.as_str()))
        .collect()
}

fn mean(some: &[Embedding], others: &[Embedding]) -> i64 {
    let pairs = some
        .iter()
        .flat_map(|one| others.iter().map(|other| one.cosine(other)));
    let (sum, count) = pairs.fold((0, 0), |(sum, count), PerMille(cosine)| {
        (sum + i64::from(cosine), count + 1)
    });
    sum * 100 / count.max(1)
}
