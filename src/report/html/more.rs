//! What follows the sections: delivery, the bar raiser, follow-up questions, how it was measured.

use crate::report::{Fact, Report, estimate};
use maud::{Markup, html};

pub(super) fn draw(report: &Report) -> Markup {
    html! {
        @if !report.delivery.is_empty() {
            section #delivery aria-labelledby="delivery-title" {
                h2 #delivery-title { "Delivery" }
                (facts(&report.delivery))
            }
        }
        (verdict(report))
        (questions(report))
        section #method aria-labelledby="method-title" {
            h2 #method-title { "How every number was measured" }
            details {
                summary { "Every definition, with its source" }
            dl.method {
                @for definition in &report.method {
                    dt { (definition.term) }
                    dd {
                        (definition.meaning)
                        @if !definition.source.is_empty() { " " span.quiet { (definition.source) } }
                    }
                }
            }
            }
            h3 { "Recording" }
            (facts(&report.recording))
        }
    }
}

/// What the candidate thought of it, beside what was measured.
pub(super) fn guesses(report: &Report) -> Markup {
    html! {
        @if !report.estimate.is_empty() {
            section.box #estimate aria-labelledby="estimate-title" {
                h2 #estimate-title { (estimate::headline(&report.estimate)) }
                ul { @for guess in &report.estimate { li dir="auto" { (guess.sentence()) } } }
            }
        }
    }
}

/// What a short telling kept and cut.
pub(super) fn retold(report: &Report) -> Markup {
    html! {
        @if let Some(retold) = &report.retold {
            section.box #kept aria-labelledby="kept-title" {
                h2 #kept-title { "What you kept" }
                @if !retold.point.is_empty() { p.lead dir="auto" { (retold.point) } }
                dl.facts {
                    @for (label, items) in retold.lists() { dt { (label) } dd dir="auto" { (items) } }
                }
            }
        }
    }
}

fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl.facts {
            @for fact in facts { dt { (fact.label) } dd { (fact.text) } }
        }
    }
}

fn verdict(report: &Report) -> Markup {
    let Some(verdict) = &report.verdict else {
        return html! {};
    };
    html! {
        section.box #bar-raiser aria-labelledby="bar-title" {
            h2 #bar-title { "A bar raiser would think" }
            @if !verdict.text.is_empty() { p.lead dir="auto" { (verdict.text) } }
            @if !verdict.because.is_empty() {
                ul { @for reason in &verdict.because { li dir="auto" { (reason) } } }
            }
            @for fact in &verdict.held_to {
                p.quiet dir="auto" { strong { (fact.label) ". " } (fact.text) }
            }
            @if !verdict.questions.is_empty() {
                p { strong { "The judge is not sure. " } }
                ul { @for line in verdict.asks() { li dir="auto" { (line) } } }
            }
            @if !verdict.next.is_empty() {
                p.next { strong { "Next. " } (verdict.next) }
                @if let Some(command) = &verdict.command { p { code.command { (command) } } }
            }
        }
    }
}

fn questions(report: &Report) -> Markup {
    html! {
        @if !report.follow_ups.is_empty() {
            section #questions aria-labelledby="questions-title" {
                h2 #questions-title { "The interviewer would ask next" }
                p.quiet { "Answer aloud before you look." }
                @for follow_up in &report.follow_ups {
                    details {
                        summary dir="auto" { (follow_up.question) }
                        @if !follow_up.probes.is_empty() { p.quiet { "Probes: " (follow_up.probes) } }
                        @if !follow_up.weak.is_empty() {
                            p dir="auto" { span.tag.fix { "weak" } " “" (follow_up.weak) "” " span.quiet { (follow_up.weak_because) } }
                        }
                        @if !follow_up.strong.is_empty() { p dir="auto" { span.tag.good { "strong" } " “" (follow_up.strong) "”" } }
                        @if !follow_up.key_line.is_empty() { p dir="auto" { strong { "Remember: " } (follow_up.key_line) } }
                    }
                }
            }
        }
        @if let Some(weak) = &report.weak_answer {
            section #weak aria-labelledby="weak-title" {
                h2 #weak-title { "A weak answer to the same question" }
                details {
                    summary { "Read it, and hear what is wrong before you read on" }
                    blockquote dir="auto" { "“" (weak.text) "”" }
                    ul { @for fault in &weak.faults { li dir="auto" { (fault) } } }
                    p dir="auto" { strong { "A bar raiser thinks: " } (weak.bar_raiser) }
                    @if !weak.note.is_empty() { p.quiet dir="auto" { (weak.note) } }
                }
            }
        }
    }
}
