//! Corrects where the sections of a mock begin. What was heard is not changed; corrections are stored
//! beside it, and the sections are divided, judged and reported again.

use super::super::rehearsal::Rehearsal;
use super::super::scenarios::require_section;
use super::super::{Context, Exit, Failure, borders, show};
use crate::cli;
use crate::report::terminal::{Page, Style};
use crate::session::{Borders, Correction, SectionFacts, Whole};
use crate::store::Store;
use crate::time::Millis;
use crate::words::clean;
use serde_json::json;

/// Shows the borders, or corrects them and shows the new report.
///
/// # Errors
/// When the session was not recorded as one take, a mark is invalid, or the disk refuses.
pub fn run(wanted: &cli::Mark, context: &mut Context) -> Result<Exit, Failure> {
    let mut past = Rehearsal::find(context, &wanted.session)?;
    if past.session.whole.is_none() {
        return Err(Failure::usage(format_args!(
            "the borders of {} are the keys that you pressed, or one file a section; only an answer told in \
             one take (--mode mock) has borders that were found",
            past.folder.id()
        )));
    }
    if wanted.marks.is_empty() && wanted.not.is_empty() {
        return list(&past, context);
    }
    let mut corrections = Vec::new();
    for id in &wanted.not {
        corrections.push(correction(&past, id, None)?);
    }
    for mark in &wanted.marks {
        corrections.push(parse(&past, mark)?);
    }
    if let Some(whole) = &mut past.session.whole {
        whole.corrections.extend(corrections);
    }
    borders::cut(&past.scenario, &mut past.session).map_err(Failure::usage)?;
    let report = past.judge(context)?;
    show::report(context, &report, false)?;
    Ok(Exit::Done)
}

/// `action@0:41`: the Action begins 41 seconds into the take.
fn parse(past: &Rehearsal, mark: &str) -> Result<Correction, Failure> {
    let parsed = mark
        .split_once('@')
        .and_then(|(id, time)| Some((id, super::play::clock_time(time)?)));
    let Some((id, begins)) = parsed else {
        return Err(Failure::usage(format_args!(
            "{mark:?} is no mark: say SECTION@M:SS, such as action@0:41"
        )));
    };
    correction(past, id, Some(begins))
}

fn correction(past: &Rehearsal, id: &str, begins: Option<Millis>) -> Result<Correction, Failure> {
    require_section(&past.scenario, id)?;
    Ok(Correction {
        section: id.to_owned(),
        begins,
    })
}

/// The width from which a border and its words are on one line.
const WIDE: usize = 58;

/// The number of words that show the position.
const SHOWN: usize = 5;

fn list(past: &Rehearsal, context: &mut Context) -> Result<Exit, Failure> {
    let sections = past.session.sections.iter();
    let of_story = |facts: &&SectionFacts| past.scenario.section(&facts.id).is_some();
    let parts: Vec<&SectionFacts> = sections.filter(of_story).collect();
    let data: Vec<_> = parts
        .iter()
        .map(|facts| {
            json!({
                "section": facts.id,
                "begins_at_seconds": begins(facts).as_secs_f64(),
                "borders": facts.borders,
                "words": opening(facts),
            })
        })
        .collect();
    show::either(context, &data, |style| text(style, &parts))?;
    if !context.json {
        let whole = past.session.whole.as_ref();
        context.say(format_args!(
            "The answer ends at {}. To correct: rehearse sessions mark {} SECTION@M:SS, or --not SECTION.",
            whole.map_or(Millis::ZERO, Whole::ends),
            Store::new(&context.folders.data).shortest_name(&past.folder)?
        ));
    }
    Ok(Exit::Done)
}

fn text(style: &Style, parts: &[&SectionFacts]) -> String {
    let mut page = Page::new(*style);
    for facts in parts {
        let how = match facts.borders {
            Borders::Marked => "pressed",
            Borders::Found => "found",
            Borders::Corrected => "corrected",
        };
        let id = format!("{:<12} ", clean(&facts.id));
        let begins = begins(facts).rounded().to_string();
        let words = clean(&opening(facts));
        // The words that show the position go below where they do not fit beside it.
        if page.room() < WIDE {
            page.text(&id, &format!("{begins:>5}  {how}"));
            page.row("    ", &words);
        } else {
            page.row(&format!("{id}{begins:>5}  {how:<10} "), &words);
        }
    }
    page.finish()
}

fn begins(facts: &SectionFacts) -> Millis {
    facts.spans.first().map_or(Millis::ZERO, |span| span.start)
}

fn opening(facts: &SectionFacts) -> String {
    let words = facts.transcript.iter().flat_map(|heard| &heard.words);
    let shown: Vec<&str> = words.take(SHOWN).map(|word| word.text.as_str()).collect();
    format!("{} …", shown.join(" "))
}
