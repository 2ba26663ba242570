//! The card for the day of the interview: for each story its first line, its numbers, and a few cues per section.

use crate::scenario::{Level, Scenario, principle};
use crate::story::principles::served;
use crate::words::clean;
use serde::Serialize;

/// Maximum number of cues per section, so that the card can be read at a glance.
const CUES: usize = 3;

/// One story on the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Scenario id.
    pub id: String,
    /// The title that is shown.
    pub title: String,
    /// Names of the principles that it serves, without those that are only proposed.
    pub serves: Vec<String>,
    /// Its first sentence.
    pub first_line: String,
    /// The measured values to say.
    pub numbers: Vec<String>,
    /// The sections that have cues.
    pub cues: Vec<Cues>,
}

/// The cues of one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cues {
    /// Title of the section.
    pub section: String,
    /// In speaking order.
    pub cues: Vec<String>,
}

/// The card of a story.
pub fn of(scenario: &Scenario) -> Card {
    let level = Level::default();
    let first = scenario.sections.first();
    let first = first.and_then(|section| section.strong_for(level));
    let (serves, proposed) = served(scenario);
    let serves = serves.iter().filter(|_| !proposed);
    let numbers = scenario
        .sections
        .iter()
        .flat_map(|section| &section.metrics);
    let cues = scenario.sections.iter().map(|section| Cues {
        section: clean(&section.title),
        cues: section
            .signals
            .iter()
            .filter(|signal| signal.expected_at(level))
            .take(CUES)
            .map(|signal| clean(&signal.phrase))
            .collect(),
    });
    Card {
        id: scenario.id.clone(),
        title: clean(&scenario.title),
        serves: serves.map(|one| title(&one.principle)).collect(),
        first_line: first
            .map(|text| clean(first_sentence(text)))
            .unwrap_or_default(),
        numbers: numbers.map(|metric| clean(&metric.name)).collect(),
        cues: cues.filter(|one| !one.cues.is_empty()).collect(),
    }
}

fn title(id: &str) -> String {
    principle(id).map_or_else(|| id.to_owned(), |one| one.name.clone())
}

/// The first sentence of a text, or all of it.
fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(['.', '?', '!']).map(|(at, _)| at + 1);
    let end = ends
        .into_iter()
        .find(|end| text[*end..].starts_with(' '))
        .unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn a_card_holds_the_first_line_the_numbers_and_the_cues_of_the_level() {
        let card = of(&builtin("caught-critical-issue").expect("it is built in"));
        assert!(
            card.first_line.ends_with("customer complaints."),
            "{}",
            card.first_line
        );
        assert!(
            card.numbers.iter().any(|one| one.contains("0.3%")),
            "{card:?}"
        );
        assert_eq!(card.cues.len(), 5);
        assert!(card.cues.iter().all(|one| one.cues.len() <= CUES));
        assert_eq!(card.serves, ["Insist on the Highest Standards"]);
        assert_eq!(
            first_sentence("It cost 1.5 hours. Then less."),
            "It cost 1.5 hours."
        );
    }
}
