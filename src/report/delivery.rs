//! Pace, pauses, fillers and "I" over the whole answer, as sentences.

use super::{Fact, SectionReport};
use crate::judgement::Measures;
use crate::time::{Millis, Span, words_per_minute};
use crate::words::{count, list, per_minute, seconds, times};

pub(super) fn facts(sections: &[SectionReport]) -> Vec<Fact> {
    let judged: Vec<(&SectionReport, &Measures)> = sections
        .iter()
        .filter(|section| !section.silent)
        .filter_map(|section| Some((section, section.measures.as_ref()?)))
        .collect();
    if judged.is_empty() {
        return Vec::new();
    }
    [
        pace(&judged),
        shares(&judged),
        pauses(&judged),
        start(&judged),
        fillers(&judged),
        actor(&judged),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// From the first to the last voiced sound; the whole length without measured sound.
fn speaking_time(section: &SectionReport) -> Millis {
    match (section.voiced.first(), section.voiced.last()) {
        (Some(first), Some(last)) => last.end - first.start,
        _ => section.length,
    }
}

/// A sum over all sections that cannot overflow: an edited file may hold any number.
fn sum(judged: &[(&SectionReport, &Measures)], of: impl Fn(&Measures) -> usize) -> usize {
    judged
        .iter()
        .fold(0, |sum, (_, measures)| sum.saturating_add(of(measures)))
}

fn pace(judged: &[(&SectionReport, &Measures)]) -> Option<Fact> {
    let words = sum(judged, |measures| measures.words);
    let time = judged
        .iter()
        .map(|(section, _)| speaking_time(section))
        .sum();
    let whole = words_per_minute(words, time)?;
    let mut text = format!("{whole} words a minute with pauses");
    // Known only where every section has sound.
    let voiced: Option<Millis> = judged.iter().map(|(_, measures)| measures.voiced).sum();
    let rate = voiced.and_then(|voiced| words_per_minute(words, voiced));
    if let Some(rate) = rate.filter(|rate| *rate != whole) {
        text.push_str(&format!(", {rate} without them"));
    }
    let paced = || {
        judged
            .iter()
            .filter_map(|(section, measures)| Some((measures.words_per_minute?, &section.title)))
    };
    if let (Some((slow, slowest)), Some((fast, fastest))) = (
        paced().min_by_key(|one| one.0),
        paced().max_by_key(|one| one.0),
    ) && slow < fast
    {
        text.push_str(&format!(
            "; slowest in {slowest} ({slow}), fastest in {fastest} ({fast})"
        ));
    }
    text.push('.');
    Some(Fact {
        label: "Pace",
        text,
    })
}

/// The shares of the time compared with the scenario's plan. Only a whole answer has shares.
fn shares(judged: &[(&SectionReport, &Measures)]) -> Option<Fact> {
    let shares: Vec<String> = judged
        .iter()
        .map(|(section, measures)| {
            let (share, planned) = (measures.share?, measures.planned_share?);
            Some(format!("{} {share} ({planned})", section.title))
        })
        .collect::<Option<_>>()?;
    Some(Fact {
        label: "Shares",
        text: format!(
            "Percent of your time, the plan in brackets: {}.",
            list(&shares)
        ),
    })
}

fn pauses(judged: &[(&SectionReport, &Measures)]) -> Option<Fact> {
    // The silence before the first word is not a pause; it has a line of its own.
    let inner = || {
        judged.iter().flat_map(|(section, _)| {
            let first = section
                .voiced
                .first()
                .map_or(Millis::ZERO, |voice| voice.start);
            section
                .pauses
                .iter()
                .filter(move |pause| pause.start >= first)
                .map(move |pause| (section, *pause))
        })
    };
    if judged.iter().all(|(section, _)| section.voiced.is_empty()) {
        return None;
    }
    let longest = inner().max_by_key(|(_, pause)| pause.length());
    let text = match longest {
        None => "No silence of a second or more inside a section.".to_owned(),
        Some((section, Span { start, end })) => format!(
            "{} of a second or more inside the sections; the longest {} s, in {} at {start}.",
            count(inner().count(), "silence", "silences"),
            seconds(end - start),
            section.title,
        ),
    };
    Some(Fact {
        label: "Pauses",
        text,
    })
}

fn start(judged: &[(&SectionReport, &Measures)]) -> Option<Fact> {
    let (section, measures) = judged.first()?;
    let wait = measures.first_word_after?;
    Some(Fact {
        label: "Start",
        text: format!(
            "The first word came after {} s, in {}.",
            seconds(wait),
            section.title
        ),
    })
}

fn fillers(judged: &[(&SectionReport, &Measures)]) -> Option<Fact> {
    let heard = sum(judged, |measures| measures.fillers);
    let possible = sum(judged, |measures| measures.possible_fillers);
    let time = judged
        .iter()
        .map(|(section, _)| speaking_time(section))
        .sum();
    let rate = per_minute(heard, time)?;
    let mut text = match heard {
        0 => "None in the transcript; the recogniser may have left some out.".to_owned(),
        _ => format!("At least {heard}, {rate} a minute; the recogniser may have left some out."),
    };
    if possible > 0 {
        text.push_str(&format!(
            " The sound shows {} that the transcript lacks.",
            count(possible, "possible hesitation", "possible hesitations")
        ));
    }
    Some(Fact {
        label: "Fillers",
        text,
    })
}

fn actor(judged: &[(&SectionReport, &Measures)]) -> Option<Fact> {
    let mine = sum(judged, |measures| measures.i_count);
    let ours = sum(judged, |measures| measures.we_count);
    Some(Fact {
        label: "I and we",
        text: format!("“I” {}, “we”, “us” or “our” {}.", times(mine), times(ours)),
    })
}
