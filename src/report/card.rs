//! The card for the day of the interview: for each story what it serves, its first line, its numbers, and cues per
//! section. Cues and no sentences, since sentences would be read aloud.

use super::html::page_with;
use super::terminal::{Ink, Page, Style};
use crate::plan::card::Card;
use maud::html;

/// The most stories that fit on one sheet.
pub const SHEET: usize = 8;

/// In addition to the common style: one card per story, two columns, and one sheet of paper.
const STYLE: &str = ".cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1.2rem; margin-top: 1.6rem; } .cards section { margin: 0; border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.2rem; background: var(--raised); break-inside: avoid; } .cards h2 { font-size: 1.1rem; margin-bottom: .3rem; } .cards p { margin-bottom: .35rem; } .cards dl { margin: 0; display: grid; grid-template-columns: 6rem 1fr; gap: .1rem .6rem; } .cards dd { margin: 0; } .numbers { font-weight: 600; } @media print { html { font-size: 7.5pt; line-height: 1.3; } h1 { font-size: 12pt; } .cards { grid-template-columns: 1fr 1fr; gap: 2mm; margin-top: 2mm; } .cards section { padding: 1.5mm 2.5mm; } footer { display: none; } }";

/// The cards on a terminal.
pub fn text(cards: &[Card], style: &Style) -> String {
    let mut page = Page::flush(*style);
    for (at, card) in cards.iter().enumerate() {
        if at > 0 {
            page.blank();
        }
        page.heading(&card.title);
        let mut line = |lead: &str, text: &str| page.text(&format!("  {lead:<12}"), text);
        line("for", &card.serves.join(", "));
        line("begins", &card.first_line);
        line("numbers", &card.numbers.join(" · "));
        for one in &card.cues {
            line(&one.section, &one.cues.join(" · "));
        }
    }
    let bare = |card: &&Card| card.cues.is_empty() && card.numbers.is_empty();
    if let Some(Card { title, id, .. }) = cards.iter().find(bare) {
        page.blank();
        let remedy = format!("rehearse scenario check {id}");
        let quiet = format!("{title} has neither key phrases nor numbers yet: {remedy}");
        page.painted(Ink::Quiet, "", &quiet);
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
    use crate::scenario::parse;

    #[test]
    fn a_bare_story_has_a_card_that_names_what_is_missing() {
        let toml = "title = \"Bare\"\n[[section]]\nid = \"task\"\n";
        let bare = parse("x.toml", toml).expect("it is sound");
        let text = text(&[crate::plan::card::of(&bare)], &Style::default());
        assert!(text.contains("rehearse scenario check x"), "{text}");
    }
}
