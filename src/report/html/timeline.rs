//! The take as a timeline: one band per section on a common axis, the target as a line, the time
//! beyond it hatched, the waveform inside, findings as marks. Plain SVG, since
//! plotting crates have no such chart and the marks must be part of the page.

use super::moment::seconds;
use crate::judgement::Severity;
use crate::report::{Report, SectionReport, Waveform, words};
use crate::time::Millis;
use maud::{Markup, PreEscaped, html};

/// Size of a band in SVG units. It is stretched to the width of the page, so that
/// it can contain neither text nor circles.
const WIDTH: u64 = 1000;
const HEIGHT: i64 = 48;
/// Columns of the waveform over the whole axis.
const COLUMNS: u64 = 250;

pub(super) fn draw(report: &Report, waveform: Option<&Waveform>, source: Option<&str>) -> Markup {
    if report.sections.is_empty() {
        return html! {};
    }
    let axis = axis(report);
    html! {
        section #take aria-labelledby="take-title" {
            h2 #take-title { "The take" }
            @if let Some(source) = source {
                audio #sound controls preload="metadata" src=(source) aria-label="The take" {}
                p.quiet #hint { "Click a band, a mark or a word to hear it." }
            }
            div.bands {
                @for section in &report.sections { (band(section, waveform, axis)) }
                div.band.scale aria-hidden="true" {
                    span {}
                    span.ticks { @for tick in ticks(axis) { span { (tick) } } }
                    span {}
                }
            }
            (legend(report))
            div.scroll tabindex="0" role="region" aria-label="The numbers of every section" { (table(report)) }
        }
    }
}

/// The legend of the signs that occur.
fn legend(report: &Report) -> Markup {
    let any = |test: &dyn Fn(&SectionReport) -> bool| report.sections.iter().any(test);
    let marks = [
        (Severity::Fix, "to fix"),
        (Severity::Improve, "to improve"),
        (Severity::Note, "a note"),
    ];
    html! {
        p.legend aria-hidden="true" {
            span.key.target { "target" }
            @if any(&|one| !one.row.over.is_empty()) { span.key.over { "over" } }
            @if any(&|one| !one.voiced.is_empty()) { span.key.voice { "your voice" } }
            @if any(&|one| !one.pauses.is_empty()) { span.key.pause { "a pause of a second or more" } }
            @for (severity, name) in marks {
                @if report.points().any(|point| point.severity == severity && point.at.is_some()) {
                    span class={"key mark " (severity.word())} { (name) }
                }
            }
        }
    }
}

/// The end of the axis: the longest section or target, rounded up to a whole step.
fn axis(report: &Report) -> Millis {
    let sections = report.sections.iter();
    let lengths = sections.map(|section| section.length.max(section.target).0);
    let longest = lengths.max().unwrap_or(0);
    let step = step(longest);
    Millis(longest.div_ceil(step).max(1) * step)
}

/// Milliseconds between two labels: a round number that leaves at most six of them.
fn step(longest: u64) -> u64 {
    let round = [5, 10, 15, 20, 30, 60, 120, 300, 600].map(|seconds| seconds * 1000);
    round
        .into_iter()
        .find(|step| longest <= 5 * step)
        .unwrap_or_else(|| longest.div_ceil(5 * 600_000) * 600_000)
}

/// Labels at every step from zero to the end of the axis.
fn ticks(axis: Millis) -> Vec<String> {
    let step = step(axis.0);
    let ticks = (0..=axis.0 / step).map(|tick| words::seconds(Millis(tick * step)));
    ticks.map(|tick| format!("{tick} s")).collect()
}

fn x(time: Millis, axis: Millis) -> u64 {
    time.0.min(axis.0) * WIDTH / axis.0
}

fn band(section: &SectionReport, waveform: Option<&Waveform>, axis: Millis) -> Markup {
    let spans = section.spans.iter();
    let spans = spans.map(|span| format!("{} {}", seconds(span.start), seconds(span.end)));
    let spans: Vec<String> = spans.collect();
    let target = x(section.target, axis);
    let end = x(section.length, axis);
    let hatch = format!("h-{}", section.id);
    let outline = outline(section, waveform, axis);
    html! {
        div.band {
            a.name href={"#s-" (section.id)} { (section.title) }
            svg viewBox={"0 0 " (WIDTH) " " (HEIGHT)} preserveAspectRatio="none" role="img"
                aria-label={(section.title) ": " (section.summary)}
                data-axis=(seconds(axis)) data-spans=(spans.join(",")) {
                pattern id=(hatch) width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect.hatch width="3" height="8" {}
                }
                rect.room width=(target) height=(HEIGHT) {}
                rect.said width=(end.min(target)) height=(HEIGHT) {}
                @if end > target && section.target > Millis::ZERO {
                    rect.beyond x=(target) width=(end - target) height=(HEIGHT) {}
                    rect x=(target) width=(end - target) height=(HEIGHT) fill={"url(#" (hatch) ")"} {}
                }
                @for pause in &section.pauses {
                    rect.gap x=(x(pause.start, axis)) width=(x(pause.end, axis) - x(pause.start, axis)) height=(HEIGHT) {
                        title { (words::seconds(pause.length())) " s pause" }
                    }
                }
                path.sound d=(outline) {}
                line.target x1=(target) x2=(target) y1="0" y2=(HEIGHT) {}
                @for point in &section.findings {
                    @if let Some(at) = point.at {
                        @let place = x(at.start, axis);
                        line class={"point " (point.severity.word())} x1=(place) x2=(place) y1=(HEIGHT - 12) y2=(HEIGHT - 4)
                            data-t=[point.in_take.map(seconds)] {
                            title {
                                (point.number) ": " (point.title)
                                @if let Some(quote) = &point.quote { " “" (quote) "”" }
                            }
                        }
                    }
                }
                line.now x1="0" x2="0" y1="0" y2=(HEIGHT) {}
            }
            span.time {
                (section.row.said) " s"
                @if !section.row.over.is_empty() { " " span class=(if section.late { "late" } else { "little" }) { (section.row.over) } }
            }
        }
    }
}

/// The waveform, or without it the voiced stretches as blocks.
fn outline(
    section: &SectionReport,
    waveform: Option<&Waveform>,
    axis: Millis,
) -> PreEscaped<String> {
    let middle = HEIGHT / 2;
    let bar = |from: u64, to: u64, half: i64| {
        let width = to.saturating_sub(from).max(1);
        let (top, height) = (middle - half, 2 * half);
        format!("M{from} {top}h{width}v{height}h-{width}z")
    };
    let Some(waveform) = waveform else {
        let voiced = section.voiced.iter();
        let blocks = voiced.map(|voice| bar(x(voice.start, axis), x(voice.end, axis), middle / 3));
        return PreEscaped(blocks.collect());
    };
    let step = (axis.0 / COLUMNS).max(1);
    let columns = section.length.0.div_ceil(step);
    let columns = (0..columns).map(|column| {
        let start = Millis(column * step);
        let end = section.length.min(start + Millis(step));
        let peak = waveform.peak(section.in_take(start), section.in_take(end) - Millis(1));
        // The square root makes quiet speech visible; silence keeps a hairline.
        let half = (f64::from(peak) / 32768.0).sqrt() * (middle - 4) as f64;
        let from = x(start, axis);
        let to = x(end, axis).saturating_sub(1).max(from);
        bar(from, to, (half as i64).max(1))
    });
    PreEscaped(columns.collect())
}

/// On a phone ideas and numbers, which may be many, are in a row of their own; the least needed
/// column is omitted.
fn table(report: &Report) -> Markup {
    let over = report.sections.iter().any(|one| !one.row.over.is_empty());
    let heads = ["Said", "Target", "Over", "Words a minute", "I / we"];
    html! {
        table {
            caption.hidden { "Time, pace and coverage of every section" }
            thead {
                tr {
                    th scope="col" { "Section" }
                    @for head in heads.iter().filter(|head| over || **head != "Over") {
                        th.number scope="col" {
                            @if *head == "Words a minute" { span.long { (head) } abbr.short title=(head) { "wpm" } }
                            @else { (head) }
                        }
                    }
                    th.number.wide scope="col" { "Ideas" }
                    th.wide scope="col" { "Numbers" }
                }
            }
            tbody {
                @for section in &report.sections {
                    @let row = &section.row;
                    tr {
                        th scope="row" { a href={"#s-" (section.id)} { (section.title) } }
                        td.number { (row.said) " s" }
                        td.number { (row.target) " s" }
                        @if over {
                            td class=(if section.late { "number late" } else { "number" }) { (words::cell(&row.over)) }
                        }
                        @for cell in [&row.pace, &row.i_we] { td.number { (cell) } }
                        td.number.wide { (row.signals) }
                        td.wide dir="auto" { (row.numbers) }
                    }
                    tr.below {
                        td colspan=(if over { "6" } else { "5" }) dir="auto" {
                            "Ideas: " (row.signals)
                            @if row.numbers != words::NONE { " · numbers: " (row.numbers) }
                        }
                    }
                }
            }
        }
    }
}
