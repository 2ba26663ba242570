//! Draws follow-up questions at random.

use super::{Context, Failure, clock};
use crate::scenario::draw::{draw, seed};
use crate::scenario::{Scenario, follow_up};
use crate::store::Store;
use std::collections::BTreeMap;

/// The number of follow-ups after a mock.
pub const AFTER_MOCK: usize = 2;

/// Draws questions, preferring those asked least often in the saved sessions.
///
/// # Errors
/// When the data folder cannot be read.
pub fn drawn(
    context: &Context,
    scenario: &Scenario,
    count: usize,
    chance: Option<u64>,
) -> Result<Vec<String>, Failure> {
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    // A session that cannot be read is ignored.
    let folders = Store::new(&context.folders.data).folders()?;
    let summaries = folders.iter().filter_map(|folder| folder.summary().ok());
    let same = summaries.filter(|summary| summary.scenario == scenario.id);
    let answers = same.flat_map(|summary| summary.sections);
    for part in answers.filter(|part| part.id.starts_with(follow_up::PREFIX)) {
        *asked.entry(part.id).or_default() += 1;
    }
    let ids: Vec<&str> = scenario
        .follow_ups
        .iter()
        .map(|one| one.plan.id.as_str())
        .collect();
    let chance = chance.unwrap_or_else(|| seed(&clock::Start::now().stamp));
    Ok(draw(&ids, &asked, count, chance))
}
