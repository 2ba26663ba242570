//! The card for the day itself: of each story what it serves, its first line, its numbers, and a cue a
//! section. Cues and no sentences: what is read aloud sounds read.

use super::bank::name;
use super::html::page_with;
use super::terminal::{Ink, Page, Style};
use super::words::clean;
use crate::meaning::first_sentence;
use crate::scenario::{Level, Scenario};
use crate::story::principles::served;
use maud::html;
use serde::Serialize;

/// So many cues a section can be taken in at a glance.
const CUES: usize = 3;
/// Stories that find room on one sheet.
pub const SHEET: usize = 8;

/// Beyond the common style: a card a story, two beside each other, and one sheet of paper.
const STYLE: &str = ".cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1.2rem; margin-top: 1.6rem; } .cards section { margin: 0; border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.2rem; background: var(--raised); break-inside: avoid; } .cards h2 { font-size: 1.1rem; margin-bottom: .3rem; } .cards p { margin-bottom: .35rem; } .cards dl { margin: 0; display: grid; grid-template-columns: 6rem 1fr; gap: .1rem .6rem; } .cards dd { margin: 0; } .numbers { font-weight: 600; } @media print { html { font-size: 7.5pt; line-height: 1.3; } h1 { font-size: 12pt; } .cards { grid-template-columns: 1fr 1fr; gap: 2mm; margin-top: 2mm; } .cards section { padding: 1.5mm 2.5mm; } footer { display: none; } }";

/// One story on the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Scenario id.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Names of the principles that it serves; those that are only proposed are left out.
    pub serves: Vec<String>,
    /// How it begins.
    pub first_line: String,
    /// What must be said in figures.
    pub numbers: Vec<String>,
    /// The cues of each section that has some.
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
        serves: serves.map(|one| name(&one.principle).to_owned()).collect(),
        first_line: first
            .map(|text| clean(first_sentence(text)))
            .unwrap_or_default(),
        numbers: numbers.map(|metric| clean(&metric.name)).collect(),
        cues: cues.filter(|one| !one.cues.is_empty()).collect(),
    }
}

/// The cards on a terminal.
pub fn text(cards: &[Card], style: &Style) -> String {
    let mut page = Page::flush(*style);
    for (at, card) in cards.iter().enumerate() {
        if at > 0 {
            page.blank();
        }
        page.heading(&card.title);
        let mut line = |lead: &str, text: &str| {
            if !text.is_empty() {
                page.text(&format!("  {lead:<12}"), text);
            }
        };
        line("for", &card.serves.join(", "));
        line("begins", &card.first_line);
        line("numbers", &card.numbers.join(" · "));
        for one in &card.cues {
            line(&one.section, &one.cues.join(" · "));
        }
    }
    if let Some(card) = cards
        .iter()
        .find(|card| card.cues.is_empty() && card.numbers.is_empty())
    {
        page.blank();
        let quiet = format!(
            "{} has neither key phrases nor numbers yet: rehearse scenario check {}",
            card.title, card.id
        );
        let quiet = page.paint(Ink::Quiet, &quiet);
        page.text("", &quiet);
    }
    page.finish()
}

/// The cards as a page that prints on one sheet.
pub fn html(cards: &[Card]) -> String {
    page_with(
        "Card for the day",
        STYLE,
        "",
        &html! {
            a.skip href="#cards" { "Skip to the cards" }
            header { h1 { "For the day" } }
            main #cards.cards tabindex="-1" {
                @for card in cards {
                    section {
                        h2 { bdi { (card.title) } }
                        @if !card.serves.is_empty() { p.quiet { (card.serves.join(" · ")) } }
                        @if !card.first_line.is_empty() { p { "“" bdi { (card.first_line) } "”" } }
                        @if !card.numbers.is_empty() { p.numbers { (card.numbers.join(" · ")) } }
                        @if !card.cues.is_empty() {
                            dl { @for one in &card.cues {
                                dt { (one.section) }
                                dd { (one.cues.join(" · ")) }
                            } }
                        }
                    }
                }
            }
            footer { p.quiet { "Made on this computer by rehearse. Nothing in this page calls out." } }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{builtin, parse};

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
    }

    #[test]
    fn a_bare_story_has_a_card_that_says_what_it_lacks() {
        let bare =
            parse("x.toml", "title = \"Bare\"\n[[section]]\nid = \"task\"\n").expect("it is sound");
        let text = text(&[of(&bare)], &Style::default());
        assert!(text.contains("rehearse scenario check x"), "{text}");
    }
}
