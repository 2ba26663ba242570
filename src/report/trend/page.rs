//! The trend as an HTML page: one small chart per number, as plain SVG. A plotting crate draws
//! one large chart with axes and legend; these are many small ones that share a row of dates.

use super::terminal::held_to;
use super::{Line, Measure, SectionTrend, Trend, number, unremarkable};
use crate::report::html::page;
use maud::{Markup, html};

/// Size of a chart in SVG units.
const WIDTH: i64 = 300;
const HEIGHT: i64 = 104;
/// Space above and below the line, and on its right for its dots; on its left are the numbers of
/// the scale, below it the dates.
const ROOM: i64 = 12;
const LEFT: i64 = 34;
const BELOW: i64 = 24;

/// The page, complete in one file.
pub fn render(trend: &Trend) -> String {
    page(
        &format!("Trend · {}", trend.title),
        &html! {
            a.skip href="#sections" { "Skip to the charts" }
            header {
                p.eyebrow { "Trend" }
                h1 { bdi { (trend.title) } }
                @if !trend.summary.is_empty() { p.headline { (trend.summary) } }
                @if !trend.estimate.is_empty() { p { (trend.estimate) } }
                p.quiet { (trend.note) }
                @if paced(trend) {
                    p.legend { @let (slow, fast) = unremarkable();
                        span.key.comfortable { (slow / 10) " to " (fast / 10) " words a minute: neither too slow nor too fast, as in the reports" } }
                }
            }
            main #sections tabindex="-1" {
                (sections(trend))
            }
            footer { p.quiet { "Made on this computer by rehearse. Nothing in this page calls out." } }
        },
    )
}

/// Whether any chart shows pace.
fn paced(trend: &Trend) -> bool {
    let lines = trend.sections.iter().flat_map(|section| &section.lines);
    lines
        .filter(|line| line.measure == Measure::Pace)
        .any(|line| line.still().is_none())
}

/// A card per section. The story's id makes the headings of two trends on one page distinct.
pub fn sections(trend: &Trend) -> Markup {
    html! { @for one in &trend.sections { (section(&trend.scenario, one)) } }
}

fn section(story: &str, section: &SectionTrend) -> Markup {
    let title = format!("t-{story}-{}", section.id);
    html! {
        section.card aria-labelledby=(title) {
            h2 id=(title) { (section.title) }
            @let bars = held_to(section);
            @if !bars.is_empty() { p.caution { (bars) } }
            @let moved: Vec<&Line> = section.lines.iter().filter(|line| line.still().is_none()).collect();
            @let still: Vec<String> = section.lines.iter().filter_map(Line::still).collect();
            @if !moved.is_empty() {
                div.charts { @for line in &moved { (chart(section, line)) } }
            }
            @if !still.is_empty() {
                p.quiet { @if section.dates.len() > 1 { "Every time: " } (still.join(", ")) "." }
            }
            details {
                summary { "The numbers" }
                div.scroll tabindex="0" role="region" aria-label={"Numbers of " (section.title) " of " (story)} {
                    table {
                        caption.hidden { "Numbers of " (section.title) " over time" }
                        thead {
                            tr {
                                th scope="col" { "Date" }
                                th scope="col" { "Held to" }
                                @for line in &section.lines { th.number scope="col" { (line.measure.title()) } }
                            }
                        }
                        tbody {
                            @for (take, date) in section.dates.iter().enumerate() {
                                tr {
                                    th scope="row" { (date) }
                                    td { (section.bars[take]) }
                                    @for line in &section.lines {
                                        td.number { (line.tenths[take].map_or_else(|| "–".to_owned(), number)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The range of a chart's scale, in tenths.
fn scale(line: &Line) -> (i64, i64) {
    let known = || line.tenths.iter().flatten().copied();
    let largest = known().max().unwrap_or(0);
    match line.measure {
        // The scale of a pace includes the whole band.
        Measure::Pace => (
            known().min().unwrap_or(0).min(unremarkable().0 - 100),
            largest.max(unremarkable().1 + 100),
        ),
        _ => (0, largest.max(line.of.unwrap_or(10)).max(10)),
    }
}

fn chart(section: &SectionTrend, line: &Line) -> Markup {
    let (smallest, largest) = scale(line);
    let takes = line.tenths.len() as i64;
    let x = |take: usize| match takes {
        1 => WIDTH / 2,
        _ => LEFT + (WIDTH - LEFT - ROOM) * take as i64 / (takes - 1),
    };
    let bottom = HEIGHT - BELOW;
    let y = |tenths: i64| {
        bottom
            - (bottom - ROOM) * (tenths.clamp(smallest, largest) - smallest)
                / (largest - smallest).max(1)
    };
    let values = line.tenths.iter().enumerate();
    let dots = values.filter_map(|(take, value)| Some((take, (*value)?)));
    let dots: Vec<(usize, i64)> = dots.collect();
    let path = dots.iter();
    let path = path.map(|(take, value)| format!("{},{}", x(*take), y(*value)));
    let path: Vec<String> = path.collect();
    let day = |date: &str| date.get(..10).unwrap_or(date).to_owned();
    let best = |take: usize| line.best == Some(take);
    html! {
        figure.chart {
            figcaption { (line.measure.title()) " " strong { (line.words) } }
            svg viewBox={"0 0 " (WIDTH) " " (HEIGHT)} role="img"
                aria-label={(section.title) ", " (line.measure.title()) ": " (line.words)} {
                @if line.measure == Measure::Pace {
                    rect.comfortable x=(LEFT) width=(WIDTH - LEFT) y=(y(unremarkable().1))
                        height=(y(unremarkable().0) - y(unremarkable().1)) {}
                }
                line.zero x1=(LEFT) x2=(WIDTH) y1=(bottom) y2=(bottom) {}
                text.tick x=(LEFT - 5) y=(y(largest) + 4) text-anchor="end" { (number(largest)) }
                text.tick x=(LEFT - 5) y=(bottom + 4) text-anchor="end" { (number(smallest)) }
                @if let [first, .., last] = section.dates.as_slice() {
                    text.tick x=(LEFT) y=(HEIGHT - 7) { (day(first)) }
                    text.tick x=(WIDTH - 4) y=(HEIGHT - 7) text-anchor="end" { (day(last)) }
                }
                @if path.len() > 1 { polyline.course points=(path.join(" ")) {} }
                @for (take, value) in &dots {
                    circle class=(if best(*take) { "dot best" } else { "dot" })
                        cx=(x(*take)) cy=(y(*value)) r=(if best(*take) { "5" } else { "3" }) {
                        title {
                            (section.dates[*take]) ", " (section.bars[*take]) ": " (number(*value))
                            @if best(*take) { " (best)" }
                        }
                    }
                }
            }
        }
    }
}
