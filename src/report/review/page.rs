//! The page of everything saved.

use super::{Habit, Kept, Review, habits, open};
use crate::report::bank::principles_table;
use crate::report::html::page_with;
use crate::report::trend;
use crate::session::SectionFacts;
use crate::time::Millis;
use crate::words::{clean, date};
use maud::{Markup, html};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The page, complete in one file; the sound stays in the sessions' folders.
pub fn render(review: &Review<'_>) -> String {
    page_with(
        "Review",
        STYLE,
        SCRIPT,
        &html! {
            a.skip href="#takes" { "Skip to the takes" }
            header {
                p.eyebrow { "Review" }
                h1 { "Everything you have practised" }
                p.headline {
                    @match review.takes.len() {
                        0 => "Nothing is saved yet.",
                        1 => "One take so far.",
                        many => { (many) " takes, the newest first." }
                    }
                }
                nav aria-label="Parts of this page" {
                    a href="#takes" { "Takes" } a href="#open" { "Open questions" }
                    a href="#habits" { "Habits" } a href="#trends" { "Trends" } a href="#bank" { "Stories" }
                }
                div #find hidden {
                    label for="search" { "Find in titles, words and findings" }
                    input #search type="search" autocomplete="off";
                    p #hits.quiet role="status" {}
                }
            }
            main {
                section #takes aria-labelledby="takes-title" tabindex="-1" {
                    h2 #takes-title { "Takes" }
                    @for take in review.takes.iter().rev() { (one_take(take)) }
                    @if review.takes.is_empty() { p { "Begin with " code.command { "rehearse practice" } } }
                }
                section #open aria-labelledby="open-title" tabindex="-1" {
                    h2 #open-title { "Open questions" }
                    (questions(review))
                }
                section #habits aria-labelledby="habits-title" tabindex="-1" {
                    h2 #habits-title { "Habits" }
                    (habits_table(&habits(review.takes)))
                }
                section #trends aria-labelledby="trends-title" tabindex="-1" {
                    h2 #trends-title { "Trends" }
                    @for one in &review.trends {
                        details {
                            summary { bdi { (one.title) } }
                            p.quiet { (one.note) " " (one.summary) }
                            (trend::charts(one))
                        }
                    }
                    @if review.trends.is_empty() { p { "A trend needs a judged take in your own voice." } }
                }
                section #bank aria-labelledby="bank-title" tabindex="-1" {
                    h2 #bank-title { "Stories by leadership principle" }
                    (principles_table(review.bank))
                }
            }
            footer { p.quiet { "Made on this computer by rehearse. Nothing in this page calls out; it plays the takes that lie on this disk." } }
        },
    )
}

fn one_take(take: &Kept) -> Markup {
    let session = &take.session;
    let next = take.next();
    html! {
        details.take {
            summary {
                span.number { (take.number) } " " bdi { (clean(&session.title)) } " "
                span.quiet { (date(&session.started)) " · " (take.manner()) }
            }
            @if take.has_sound {
                audio controls preload="none" src={(take.folder) "take.wav"} aria-label={"Take " (take.number)} {}
            }
            @for facts in &session.sections { (one_part(take, facts)) }
            @if !next.is_empty() { p { strong { "Next: " } (next) } }
            @if take.has_report {
                p { a href={(take.folder) "report.html"} { "The whole report of take " (take.number) } }
            }
        }
    }
}

fn one_part(take: &Kept, facts: &SectionFacts) -> Markup {
    let title = take.title(facts);
    let starts = facts.spans.first().map_or(Millis::ZERO, |span| span.start);
    let text = facts.transcript.as_ref().map(|one| clean(&one.text));
    let findings = take.findings(facts);
    html! {
        h3 {
            bdi { (title) } " "
            span class=(if take.late(facts) { "late" } else { "quiet" }) { (take.timing(facts)) }
            @if take.has_sound {
                " " button.play type="button" data-from=(starts.as_secs_f64())
                    aria-label={"Hear " (title) " of take " (take.number)} { "hear" }
            }
        }
        @match text.filter(|text| !text.is_empty()) {
            None => p.quiet { "No words." },
            Some(text) => p.said-here { (text) },
        }
        @if !findings.is_empty() { ul { @for found in &findings { li { (found) } } } }
    }
}

fn questions(review: &Review<'_>) -> Markup {
    let open = open(review.takes);
    html! {
        @if open.is_empty() && review.due.is_empty() { p { "Nothing is open." } }
        @if !open.is_empty() {
            h3 { "About what you said last" }
            ul { @for (story, question) in &open { li { bdi { (story) } ": " (question) } } }
        }
        @if !review.due.is_empty() {
            h3 { "An interviewer’s questions that are due: " code { "rehearse ask" } }
            ul { @for question in &review.due { li { (question) } } }
        }
    }
}

fn habits_table(habits: &[Habit]) -> Markup {
    html! {
        @if habits.is_empty() { p { "Nothing was found in more than one take." } } @else {
            div.scroll tabindex="0" role="region" aria-label="Habits" {
                table {
                    caption.hidden { "What was found in more than one take" }
                    thead { tr {
                        th scope="col" { "Rule" }
                        th.wide scope="col" { "Looks for" }
                        th scope="col" { "Take by take" }
                    } }
                    tbody { @for habit in habits { tr {
                        th scope="row" { (habit.rule) }
                        td.wide { (habit.what) }
                        td { (habit.counts.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")) }
                    } } }
                }
            }
        }
    }
}
