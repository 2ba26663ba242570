//! The report as one HTML file: no network, no framework, and no other file than the take beside it.
//!
//! maud writes the markup: it escapes every text, and a page with unclosed
//! tags does not compile. The Content-Security-Policy of the page allows exactly the one style
//! and the one script by their hashes, and sound from beside or inside the file; nothing else can
//! load or run, whatever a transcript contains.

mod card;
mod moment;
mod more;
mod timeline;

use super::{Fix, Report, Waveform};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use moment::play;
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// Where the page finds the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound<'a> {
    /// In a file beside the page: `take.wav`.
    Beside(&'a str),
    /// In the page itself: media type and bytes.
    Inside(&'a str, &'a [u8]),
    /// Not available.
    None,
}

/// The page with its sound and the outline of the take. Without an outline the timeline shows the
/// voiced stretches.
pub fn render(report: &Report, sound: Sound<'_>, waveform: Option<&Waveform>) -> String {
    let source = match sound {
        Sound::Beside(name) => Some(name.to_owned()),
        Sound::Inside(kind, bytes) => {
            Some(format!("data:{kind};base64,{}", STANDARD.encode(bytes)))
        }
        Sound::None => None,
    };
    let playable = source.is_some();
    let title = format!("{} · {}", report.title, report.date);
    page(
        &title,
        &html! {
            a.skip href="#fix" { "Skip to what to fix" }
            header {
                p.eyebrow { (report.occasion()) }
                h1 { bdi { (report.title) } }
                @if !report.question.is_empty() { p.question { (report.question) } }
                p.headline { (report.headline) }
                @if !report.unspoken.is_empty() { p.quiet { (report.unspoken) } }
                @for note in &report.notes { p.caution { (with_code(note)) } }
            }
            main {
                (more::guesses(report))
                (more::retold(report))
                (fixes(report, playable))
                (timeline::draw(report, waveform, source.as_deref()))
                @for section in &report.sections { (card::draw(section, playable)) }
                (more::draw(report))
            }
            footer {
                p.quiet {
                    "Made on this computer by rehearse. Nothing in this page calls out: it holds everything it shows"
                    @if matches!(sound, Sound::Beside(_)) { ", and plays the take that lies beside it" }
                    "."
                }
            }
        },
    )
}

/// A whole page around `body`, with the common style and script and a policy that allows no more.
pub(super) fn page(title: &str, body: &Markup) -> String {
    page_with(title, "", SCRIPT, body)
}

/// As [`page`], with an additional style and another script.
pub(super) fn page_with(title: &str, style: &str, script: &str, body: &Markup) -> String {
    let mut styles = format!("'{}'", hash(STYLE));
    if !style.is_empty() {
        styles.push_str(&format!(" '{}'", hash(style)));
    }
    let policy = format!(
        "default-src 'none'; style-src {styles}; script-src '{}'; media-src 'self' file: data:; base-uri 'none'; form-action 'none'",
        hash(script)
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
                @if !style.is_empty() { style { (PreEscaped(style)) } }
            }
            body {
                (body)
                script { (PreEscaped(script)) }
            }
        }
    };
    let mut page = page.into_string();
    page.push('\n');
    page
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

fn fixes(report: &Report, playable: bool) -> Markup {
    html! {
        section #fix aria-labelledby="fix-title" tabindex="-1" {
            h2 #fix-title { "Fix first" }
            @if report.fixes.is_empty() {
                p.lead { (report.no_fixes) }
            } @else {
                ol.fixes {
                    @for fix in &report.fixes { li { (one_fix(fix, playable)) } }
                }
            }
        }
    }
}

fn one_fix(fix: &Fix, playable: bool) -> Markup {
    html! {
        p.where {
            a href={"#s-" (fix.section)} { (fix.section_title) }
            @if !fix.place.is_empty() { " " span.place { (fix.place) } }
            @if let Some(at) = fix.in_take.filter(|_| playable) {
                " " (play(at, &format!("this moment of {}", fix.section_title)))
            }
        }
        @if let Some(quote) = &fix.quote { blockquote dir="auto" { "“" (quote) "”" } }
        p { (fix.problem) }
        p.instead { span.arrow aria-hidden="true" { "→ " } (fix.instead) }
        @if !fix.example.is_empty() {
            p.better dir="auto" { span.quiet { "Strong example: " } "“" (fix.example) "”" }
        }
        @if !fix.also.is_empty() { p.quiet { (fix.also) } }
    }
}

/// Sentences whose commands, between backticks, are marked as code.
fn with_code(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
