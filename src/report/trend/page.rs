//! The trend as an HTML page: one small chart a number, drawn as plain SVG. A plotting crate draws
//! axes and legends for one large chart; these are many small ones that share a row of dates.

use super::{Line, SectionTrend, Trend, number};
use crate::report::html::page;
use maud::{Markup, html};

/// Size of a chart in its own units.
const WIDTH: i64 = 300;
const HEIGHT: i64 = 90;
/// Room above and below the line, and beside it for its dots.
const ROOM: i64 = 12;

/// The page, complete in one file.
pub fn render(trend: &Trend) -> String {
    page(
        &format!("Trend · {}", trend.title),
        &html! {
            a.skip href="#sections" { "Skip to the charts" }
            header {
                p.eyebrow { "Trend" }
                h1 { bdi { (trend.title) } }
                p.headline { (trend.note) }
            }
            main #sections tabindex="-1" {
                @for one in &trend.sections { (section(one)) }
            }
            footer { p.quiet { "Made on this computer by rehearse. Nothing in this page calls out." } }
        },
    )
}

fn section(section: &SectionTrend) -> Markup {
    let title = format!("t-{}", section.id);
    html! {
        section.card aria-labelledby=(title) {
            h2 id=(title) { (section.title) }
            div.charts {
                @for line in &section.lines { (chart(section, line)) }
            }
            details {
                summary { "The numbers" }
                div.scroll tabindex="0" role="region" aria-label={"Numbers of " (section.title)} {
                    table {
                        caption.hidden { "Numbers of " (section.title) " over time" }
                        thead {
                            tr {
                                th scope="col" { "Date" }
                                @for line in &section.lines { th.number scope="col" { (line.measure.title()) } }
                            }
                        }
                        tbody {
                            @for (take, date) in section.dates.iter().enumerate() {
                                tr {
                                    th scope="row" { (date) }
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

fn chart(section: &SectionTrend, line: &Line) -> Markup {
    let largest = line
        .tenths
        .iter()
        .flatten()
        .copied()
        .max()
        .unwrap_or(0)
        .max(10);
    let takes = line.tenths.len() as i64;
    let x = |take: usize| match takes {
        1 => WIDTH / 2,
        _ => ROOM + (WIDTH - 2 * ROOM) * take as i64 / (takes - 1),
    };
    let y = |tenths: i64| HEIGHT - ROOM - (HEIGHT - 2 * ROOM) * tenths.clamp(0, largest) / largest;
    let dots: Vec<(usize, i64)> = line
        .tenths
        .iter()
        .enumerate()
        .filter_map(|(take, value)| Some((take, (*value)?)))
        .collect();
    let path: Vec<String> = dots
        .iter()
        .map(|(take, value)| format!("{},{}", x(*take), y(*value)))
        .collect();
    html! {
        figure.chart {
            figcaption { (line.measure.title()) " " strong { (line.words) } }
            svg viewBox={"0 0 " (WIDTH) " " (HEIGHT)} role="img"
                aria-label={(section.title) ", " (line.measure.title()) ": " (line.words)} {
                line.zero x1="0" x2=(WIDTH) y1=(y(0)) y2=(y(0)) {}
                @if path.len() > 1 { polyline.course points=(path.join(" ")) {} }
                @for (take, value) in &dots {
                    circle class=(if line.best == Some(*take) { "dot best" } else { "dot" })
                        cx=(x(*take)) cy=(y(*value)) r=(if line.best == Some(*take) { "5" } else { "3" }) {
                        title { (section.dates[*take]) ": " (number(*value)) @if line.best == Some(*take) { " (best)" } }
                    }
                }
            }
        }
    }
}
