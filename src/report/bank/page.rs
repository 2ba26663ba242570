//! The story bank as a page: a table that is still readable on a phone, since its cells list the stories.

use super::{Bank, Fit, name, stands};
use crate::plan::bank::Entry;
use crate::report::html::page_with;
use crate::scenario::principles;
use maud::{Markup, html};

/// In addition to the common style.
const STYLE: &str = "td ul { margin: 0; padding-left: 1.1rem; } td li { margin: .1rem 0; } .gap { color: var(--fix); font-weight: 600; }";

/// The page, complete in one file.
pub fn render(bank: &Bank) -> String {
    let covered = principles().len() - bank.gaps.len();
    page_with(
        "Story bank",
        STYLE,
        "",
        &html! {
            a.skip href="#matrix" { "Skip to the table" }
            header {
                p.eyebrow { "Story bank" }
                h1 { "Your stories against the 16 leadership principles" }
                p.headline { (covered) " of 16 are served by a story of yours" }
            }
            main {
                section #matrix aria-labelledby="matrix-title" tabindex="-1" {
                    h2 #matrix-title { "Principles" }
                    (principles_table(bank))
                }
                section aria-labelledby="stories-title" {
                    h2 #stories-title { "Stories" }
                    @for story in bank.stories.iter().filter(|one| one.own) { (entry(story)) }
                    @if bank.stories.iter().all(|one| !one.own) {
                        p { "There is none of your own yet: " code.command { "rehearse scenario new" } }
                    }
                }
            }
            footer { p.quiet { "Made on this computer by rehearse. Nothing in this page calls out." } }
        },
    )
}

/// The table of the principles with the stories that serve them.
pub fn principles_table(bank: &Bank) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Principles and stories" {
            table {
                caption.hidden { "Which story serves which principle" }
                thead { tr {
                    th scope="col" { "Principle" }
                    th scope="col" { "Your stories" }
                    th.wide scope="col" { "A worked example" }
                } }
                tbody {
                    @for one in principles() {
                        @let serving = bank.serving(&one.id);
                        @let own: Vec<_> = serving.iter().filter(|(story, _)| story.own).collect();
                        @let example = serving.iter().find(|(story, _)| !story.own);
                        tr {
                            th scope="row" { (one.name) }
                            td {
                                @if own.is_empty() { span.gap { "none" } } @else {
                                    ul { @for (story, fit) in own { li {
                                        bdi { (story.title) }
                                        @if *fit == Fit::Secondary { span.quiet { " (as well)" } }
                                        @if story.proposed { span.quiet { " (proposed)" } }
                                    } } }
                                }
                            }
                            td.wide { @if let Some((story, _)) = example { (story.title) } @else { "–" } }
                        }
                    }
                }
            }
        }
    }
}

fn entry(story: &Entry) -> Markup {
    html! {
        section.card {
            h3 { bdi { (story.title) } }
            p { (stands(story)) }
            @for one in &story.serves {
                p {
                    strong { (name(&one.principle)) }
                    @if !one.quotes.is_empty() {
                        ", proposed from "
                        @for (at, quote) in one.quotes.iter().take(4).enumerate() {
                            @if at > 0 { ", " }
                            "“" bdi { (quote) } "”"
                        }
                    }
                }
            }
        }
    }
}
