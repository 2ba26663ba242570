//! Pace, pauses, fillers and "I" over the whole answer, as sentences.

use super::{Fact, SectionReport, known};
use crate::judgement::Measures;
use crate::time::{Millis, Span, words_per_minute};
use crate::words::{count, list, per_minute, seconds, times};

pub(super) fn facts(sections: &[SectionReport]) -> Vec<Fact> {
    let spoken = sections.iter().filter(|section| !section.silent);
    let judged = spoken.filter_map(|section| Some((section, section.measures.as_ref()?)));
    let judged: Vec<(&SectionReport, &Measures)> = judged.collect();
    if judged.is_empty() {
        return Vec::new();
    }
    known([
        ("Pace", pace(&judged)),
        ("Shares", shares(&judged)),
        ("Pauses", pauses(&judged)),
        ("Start", start(&judged)),
        ("Fillers", fillers(&judged)),
        ("I and we", Some(actor(&judged))),
    ])
}

/// From the first to the last voiced sound of every section; its whole length without measured sound.
fn speaking_time(judged: &[(&SectionReport, &Measures)]) -> Millis {
    let times =
        judged.iter().map(
            |(section, _)| match (section.voiced.first(), section.voiced.last()) {
                (Some(first), Some(last)) => last.end - first.start,
                _ => section.length,
            },
        );
    times.sum()
}

/// A sum over all sections that cannot overflow: an edited file may hold any number.
fn sum(judged: &[(&SectionReport, &Measures)], of: impl Fn(&Measures) -> usize) -> usize {
    let numbers = judged.iter().map(|(_, measures)| of(measures));
    numbers.fold(0, usize::saturating_add)
}

fn pace(judged: &[(&SectionReport, &Measures)]) -> Option<String> {
    let words = sum(judged, |measures| measures.words);
    let whole = words_per_minute(words, speaking_time(judged))?;
    let mut text = format!("{whole} words a minute with pauses");
    // Known only where every section has sound.
    let voiced: Option<Millis> = judged.iter().map(|(_, measures)| measures.voiced).sum();
    let rate = voiced.and_then(|voiced| words_per_minute(words, voiced));
    if let Some(rate) = rate.filter(|rate| *rate != whole) {
        text += &format!(", {rate} without them");
    }
    let paced = || {
        let sections = judged.iter();
        sections.filter_map(|(section, all)| Some((all.words_per_minute?, &section.title)))
    };
    if let Some((slow, slowest)) = paced().min_by_key(|one| one.0)
        && let Some((fast, fastest)) = paced().max_by_key(|one| one.0)
        && slow < fast
    {
        text += &format!("; slowest in {slowest} ({slow}), fastest in {fastest} ({fast})");
    }
    Some(text + ".")
}

/// The shares of the time compared with the scenario's plan. Only a whole answer has shares.
fn shares(judged: &[(&SectionReport, &Measures)]) -> Option<String> {
    let shares = judged.iter().map(|(section, measures)| {
        let (share, planned) = (measures.share?, measures.planned_share?);
        Some(format!("{} {share} ({planned})", section.title))
    });
    let shares: Vec<String> = shares.collect::<Option<_>>()?;
    Some(format!(
        "Percent of your time, the plan in brackets: {}.",
        list(&shares)
    ))
}

fn pauses(judged: &[(&SectionReport, &Measures)]) -> Option<String> {
    if judged.iter().all(|(section, _)| section.voiced.is_empty()) {
        return None;
    }
    // The silence before the first word is not a pause; it has a line of its own.
    let inner = || {
        judged.iter().flat_map(|(section, _)| {
            let first = section.voiced.first();
            let first = first.map_or(Millis::ZERO, |voice| voice.start);
            let pauses = section.pauses.iter();
            let pauses = pauses.filter(move |pause| pause.start >= first);
            pauses.map(move |pause| (section, *pause))
        })
    };
    let longest = inner().max_by_key(|(_, pause)| pause.length());
    Some(match longest {
        None => "No silence of a second or more inside a section.".to_owned(),
        Some((section, Span { start, end })) => format!(
            "{} of a second or more inside the sections; the longest {} s, in {} at {start}.",
            count(inner().count(), "silence", "silences"),
            seconds(end - start),
            section.title,
        ),
    })
}

fn start(judged: &[(&SectionReport, &Measures)]) -> Option<String> {
    let (section, measures) = judged.first()?;
    let wait = seconds(measures.first_word_after?);
    let title = &section.title;
    Some(format!("The first word came after {wait} s, in {title}."))
}

fn fillers(judged: &[(&SectionReport, &Measures)]) -> Option<String> {
    let heard = sum(judged, |measures| measures.fillers);
    let rate = per_minute(heard, speaking_time(judged))?;
    let mut text = match heard {
        0 => "None in the transcript; the recogniser may have left some out.".to_owned(),
        _ => format!("At least {heard}, {rate} a minute; the recogniser may have left some out."),
    };
    let possible = sum(judged, |measures| measures.possible_fillers);
    if possible > 0 {
        text += &format!(
            " The sound shows {} that the transcript lacks.",
            count(possible, "possible hesitation", "possible hesitations")
        );
    }
    Some(text)
}

fn actor(judged: &[(&SectionReport, &Measures)]) -> String {
    let mine = times(sum(judged, |measures| measures.i_count));
    let ours = times(sum(judged, |measures| measures.we_count));
    format!("“I” {mine}, “we”, “us” or “our” {ours}.")
}
