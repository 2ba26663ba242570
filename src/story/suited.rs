//! The leadership principles that a story is nearest to in meaning: a choice to offer, and no claim.
//!
//! Each sentence of the story is compared with a principle's line and with the questions that are asked for it; the
//! mean counts. Some principles are near to every story, so that what they have in common with the built-in stories is
//! subtracted (`usual` in `content/principles.toml`).

use super::Draft;
use crate::meaning::{Embedding, MeaningError, PerMille, Similarity, sentences};
use crate::scenario::{Principle, principles, questions};

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
