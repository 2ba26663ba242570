//! One section: the answer, the strong example, what is missing; then the findings.

use super::moment::{play, seconds};
use crate::judgement::Severity;
use crate::report::heard::HeardWord;
use crate::report::{AnsweredFollowUp, Piece, Point, SectionReport, words};
use maud::{Markup, html};

pub(super) fn draw(section: &SectionReport, playable: bool) -> Markup {
    let title = format!("t-{}", section.id);
    html! {
        section.card id={"s-" (section.id)} aria-labelledby=(title) {
            h2 id=(title) {
                (section.title)
                @if let Some(start) = section.spans.first().filter(|_| playable) {
                    " " (play(start.start, &format!("{} from its start", section.title)))
                }
            }
            @if let Some(asked) = &section.asked {
                p.question dir="auto" { (asked.follow_up.question) }
            }
            p.summary { (section.summary) }
            @for remark in &section.remarks { p.quiet { (remark) } }
            div.sides {
                div.yours {
                    h3 { "Yours" }
                    @if section.no_words.is_empty() { (heard(section, playable)) }
                    @else { p.quiet { (section.no_words) } }
                    @for misheard in &section.misheard {
                        p.quiet dir="auto" {
                            (misheard.sentence())
                            @if let Some(at) = misheard.places.first().and_then(|place| place.in_take).filter(|_| playable) {
                                " " (play(at, &format!("“{}”", misheard.heard)))
                            }
                        }
                    }
                    @for dropped in &section.dropped {
                        p.dropped {
                            s dir="auto" { (dropped.text) }
                            " " span.quiet { "(" (dropped.time.start) ") " (dropped.reason) }
                        }
                    }
                }
                @if !section.strong.is_empty() {
                    div.strong {
                        h3 { "Strong example" }
                        (strong(section))
                        @if !section.note.is_empty() { p.quiet.coaching { (section.note) } }
                    }
                }
                @if section.measures.is_some() && !(section.strong.is_empty() && section.missing.is_empty()) {
                    div.missing {
                        h3 { "What is missing" }
                        @if section.missing.is_empty() {
                            @let (good, nothing) = section.nothing_missing();
                            p class=(if good { "good" } else { "quiet" }) { (nothing) }
                        } @else {
                            ul {
                                @for one in &section.missing {
                                    li dir="auto" {
                                        (one.text)
                                        @if !one.remedy.is_empty() {
                                            p.instead { span.arrow aria-hidden="true" { "→ " } (one.remedy) }
                                        }
                                    }
                                }
                            }
                        }
                        @if !section.coaching.is_empty() { p.quiet.coaching { (section.coaching) } }
                    }
                }
            }
            @if let Some(asked) = &section.asked { (answered(asked)) }
            @if section.placed().next().is_some() {
                h3 { "Found in " (section.title) }
                ol.findings {
                    @for point in section.placed() { (finding(point, playable)) }
                }
            }
        }
    }
}

/// What a follow-up probes, and both kinds of answer.
fn answered(asked: &AnsweredFollowUp) -> Markup {
    let question = &asked.follow_up;
    html! {
        div.asked {
            @if !asked.standing.is_empty() { p { b { (asked.standing) } } }
            @if !question.probes.is_empty() { p.quiet { "It probes: " (question.probes) } }
            @if !question.weak.is_empty() {
                p dir="auto" { "Weak: “" (question.weak) "” " (question.weak_because) }
            }
            @if !question.key_line.is_empty() {
                p dir="auto" { "The line to remember: " b { "“" (question.key_line) "”" } }
            }
        }
    }
}

fn heard(section: &SectionReport, playable: bool) -> Markup {
    let keys = ". Arrow keys move from word to word, Enter plays from there.";
    html! {
        div.heard dir="auto" role="group"
            aria-label={"Transcript of " (section.title) @if playable { (keys) }}
            tabindex=[playable.then_some("0")] {
            @for (index, piece) in section.heard.iter().enumerate() {
                @if index > 0 { " " }
                @match piece {
                    Piece::Pause { at, in_take, marks } => {
                        span.pause data-t=[in_take.map(seconds)] {
                            (words::seconds(at.length())) " s pause"
                            @for mark in marks { (reference(section, *mark)) }
                        }
                    }
                    Piece::Words { words, marks, .. } if marks.is_empty() => (spoken(words)),
                    Piece::Words { words, marks, ends } => {
                        mark class=(class(section, marks)) {
                            (spoken(words))
                            @for mark in ends { (reference(section, *mark)) }
                        }
                    }
                }
            }
        }
    }
}

fn spoken(words: &[HeardWord]) -> Markup {
    html! {
        @for (index, word) in words.iter().enumerate() {
            @if index > 0 { " " }
            span class=(if word.idea { "w idea" } else { "w" }) data-t=[word.in_take.map(seconds)] { (word.text) }
            @if !word.said.is_empty() {
                @let said = words::list(word.said.iter().map(|said| format!("“{said}”")));
                span.tick title=(said) {
                    span aria-hidden="true" { "✓" } span.hidden { " (says " (said) ")" }
                }
            }
        }
    }
}

fn severity_of(section: &SectionReport, mark: usize) -> Severity {
    let mut points = section.findings.iter();
    let point = points.find(|point| point.number == mark);
    point.map_or(Severity::Note, |point| point.severity)
}

/// The colour of a mark is that of its gravest finding.
fn class(section: &SectionReport, marks: &[usize]) -> &'static str {
    let heaviest = marks.iter().map(|mark| severity_of(section, *mark)).min();
    heaviest.unwrap_or(Severity::Note).word()
}

fn reference(section: &SectionReport, mark: usize) -> Markup {
    let severity = severity_of(section, mark).word();
    html! {
        a.ref href={"#f" (mark)} aria-label={"Finding " (mark) ", " (severity)} { (mark) }
    }
}

fn strong(section: &SectionReport) -> Markup {
    html! {
        p.example dir="auto" {
            @for piece in &section.strong {
                @match piece.covered {
                    None => (piece.text),
                    Some(true) => {
                        u.yes { (piece.text) } span.tick { span aria-hidden="true" { "✓" } span.hidden { " (covered)" } }
                    }
                    Some(false) => {
                        u.no { (piece.text) } span.hidden { " (not covered)" }
                    }
                }
            }
        }
    }
}

fn finding(point: &Point, playable: bool) -> Markup {
    html! {
        li id={"f" (point.number)} value=(point.number) tabindex="-1" {
            p.where {
                span class={"tag " (point.severity.word())} { (point.severity.word()) }
                " " strong { (point.title) }
                @if !point.place.is_empty() { " " span.place { (point.place) } }
                @if let Some(at) = point.in_take.filter(|_| playable) {
                    " " (play(at, &format!("finding {}", point.number)))
                }
            }
            @if let Some(quote) = &point.quote { blockquote dir="auto" { "“" (quote) "”" } }
            p { (point.message) }
            @if !point.suggestion.is_empty() {
                p.instead { span.arrow aria-hidden="true" { "→ " } (point.suggestion) }
            }
            @if !point.measured.is_empty() || !point.source.is_empty() {
                p.source {
                    @if !point.measured.is_empty() { (words::sentence(&point.measured)) ". " }
                    @if !point.source.is_empty() { "Source: " (words::stopped(&point.source)) }
                }
            }
        }
    }
}
