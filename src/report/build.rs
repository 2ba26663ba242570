//! Makes the report of a session: the one place that decides order and rounding.

use super::facts::{chars, is_silent, judged};
use super::fixes::PlannedSection;
use super::{
    AnsweredFollowUp, Quantity, Report, Row, SectionReport, Setting, delivery, estimate, fixes,
    headline, heard, method, points, recording, retold, strong, verdict,
};
use crate::evidence::follow_up_answer::Standing;
use crate::judgement::{self, PointOutcome, Role, SectionJudgement};
use crate::plan::recall;
use crate::scenario::{Scenario, Section};
use crate::session::{SectionFacts, Session};
use crate::time::{Millis, Span};
use crate::transcript::{Dropped, Transcript};
use crate::words::{NONE, clean, count, date, list, seconds, seconds_aligned, unless_empty};
use std::collections::BTreeSet;

/// The shortest silence that is shown as a pause in the transcript and on the timeline.
pub(super) const SHOWN_PAUSE: Millis = Millis(1000);

impl Report {
    /// Orders, rounds and words `session` as judged against `scenario`. Pure and total: a session
    /// without words or judgement gives a report that says so.
    pub fn of(session: &Session, scenario: &Scenario) -> Self {
        let judgement = session.judgement.as_ref();
        let sections = sections(session, scenario);
        let not_spoken = not_spoken(session, scenario);
        // What a short telling cut is listed by itself.
        let missing = match scenario.short() {
            Some(_) => String::new(),
            None => list(not_spoken.iter().map(|section| &section.title)),
        };
        let length = sections.iter().map(|section| section.length).sum();
        let targets = sections.iter().map(|one| (one.id.as_str(), one.target));
        let targets: Vec<_> = targets.collect();
        let target = scenario.time_for(session.level, &targets);
        let told = sections.iter();
        let told = told.map(|section| PlannedSection::of(section, scenario, session.level));
        let told: Vec<PlannedSection<'_>> = told.collect();
        let retold = retold::of(session, scenario);
        let follow_ups = scenario.follow_ups.iter();
        let follow_ups = follow_ups.filter(|one| !spoken(session, &one.plan.id));
        let points = sections.iter().flat_map(|section| &section.findings);
        let rules: BTreeSet<&String> = points.map(|point| &point.rule).collect();
        Self {
            id: clean(&session.id),
            scenario: clean(&session.scenario),
            title: clean(&session.title),
            question: scenario.question.clone(),
            date: date(&session.started),
            level_id: session.level.id(),
            setting: setting(session, scenario),
            model: session.model.as_deref().map(clean),
            synthetic: session.take.synthetic,
            headline: match &retold {
                _ if is_drill(session, scenario) => drill_headline(&sections, length, target),
                Some(retold) => retold.time(),
                None => headline::of(&sections, length, target),
            },
            notes: recording::notes(session),
            estimate: estimate::of(session, scenario),
            retold,
            no_fixes: no_fixes(session, scenario, &sections, &missing),
            fixes: fixes::first(&told),
            unspoken: unless_empty(&missing, |titles| format!("Not in this take: {titles}.")),
            not_spoken: not_spoken.iter().map(|one| one.id.clone()).collect(),
            delivery: delivery::facts(&sections),
            verdict: judgement.map(|judgement| verdict::of(judgement, session, scenario)),
            follow_ups: follow_ups.cloned().collect(),
            weak_answer: scenario.weak_answer.clone(),
            method: method::definitions(judgement),
            recording: recording::facts(session),
            length,
            target,
            rules: rules.into_iter().cloned().collect(),
            sections,
        }
    }
}

/// The sections as spoken, with their findings numbered over all of them: first those that are shown, then those
/// that are told elsewhere.
fn sections(session: &Session, scenario: &Scenario) -> Vec<SectionReport> {
    let facts = session.sections.iter();
    let mut sections: Vec<SectionReport> = facts
        .map(|facts| section(facts, session, scenario))
        .collect();
    let mut number = 0;
    for told in [false, true] {
        let sections = sections.iter_mut();
        let points = sections.flat_map(|section| &mut section.findings);
        for point in points.filter(|point| point.told == told) {
            number += 1;
            point.number = number;
        }
    }
    for (section, facts) in sections.iter_mut().zip(&session.sections) {
        section.heard = heard::pieces(facts, section);
    }
    sections
}

fn setting(session: &Session, scenario: &Scenario) -> Setting {
    let mode = match session.mode {
        _ if session.scenario == recall::SESSION => "which story",
        _ if is_drill(session, scenario) => "follow-ups",
        mode => mode.id(),
    };
    Setting {
        level: scenario.level_title(session.level).to_owned(),
        mode,
        lens: session.lens.map(|lens| format!("{} lens", lens.title())),
        length: session.length.map(|length| format!("in {length}")),
    }
}

/// The headline of answers to follow-ups, which may be short.
fn drill_headline(sections: &[SectionReport], length: Millis, target: Millis) -> String {
    let late = sections.iter().filter(|section| section.late).count();
    let clock = format!("{length} of {target}");
    match (late, sections.len()) {
        _ if length == Millis::ZERO => "Judged from text: nothing was timed".to_owned(),
        (0, 1) => format!("One answer, inside its time · {clock}"),
        (_, 1) => format!("One answer, which ran over · {clock}"),
        (0, all) => format!("{all} answers, all inside their time · {clock}"),
        (late, all) => format!("{all} answers, {late} over their time · {clock}"),
    }
}

fn no_fixes(
    session: &Session,
    scenario: &Scenario,
    sections: &[SectionReport],
    missing: &str,
) -> String {
    let open = list(sections.iter().filter_map(|report| {
        let judged = judged(session, &report.id)?;
        let open = judged.point.is_some() && !Standing::of(judged).holds();
        open.then_some(&report.title)
    }));
    if scenario.names_stories() {
        "Nothing to fix in how it was said.".into()
    } else if session.judgement.is_none() {
        "Not judged yet, so there is nothing to fix first.".into()
    } else if !open.is_empty() {
        format!("Nothing to fix in how it was said; what was asked is still open in {open}.")
    } else if sections.len() > 1 && !missing.is_empty() {
        format!("Nothing to fix in what was said. Still to be told: {missing}.")
    } else if sections.iter().all(|section| section.findings.is_empty()) {
        "Nothing to fix. Say it once more in your own words, then try a follow-up question.".into()
    } else {
        "Nothing that would cost you the bar; what else was found is small.".into()
    }
}

fn not_spoken<'a>(session: &Session, scenario: &'a Scenario) -> Vec<&'a Section> {
    if is_drill(session, scenario) {
        return Vec::new();
    }
    let sections = scenario.sections.iter();
    sections
        .filter(|section| !spoken(session, &section.id))
        .collect()
}

fn spoken(session: &Session, id: &str) -> bool {
    session.sections.iter().any(|facts| facts.id == id)
}

/// Whether the session consists of answers to follow-ups only.
fn is_drill(session: &Session, scenario: &Scenario) -> bool {
    let answer = |facts: &SectionFacts| scenario.follow_up(&facts.id).is_some();
    !session.sections.is_empty() && session.sections.iter().all(answer)
}

/// A section whose findings have no numbers yet.
fn section(facts: &SectionFacts, session: &Session, scenario: &Scenario) -> SectionReport {
    let plan = scenario.plan(&facts.id);
    let judged = judged(session, &facts.id);
    let title = plan.map_or_else(|| clean(&facts.id), |plan| plan.title.clone());
    let length = judged.map_or_else(|| facts.length(), |judged| judged.measures.length);
    let target = match (judged, plan) {
        (Some(judged), _) => judged.measures.target,
        (None, Some(plan)) => plan.target,
        (None, None) => Millis::ZERO,
    };
    let nothing = Transcript::default();
    let transcript = facts.transcript.as_ref().unwrap_or(&nothing);
    let silent = is_silent(facts);
    let loudness = facts.loudness.filter(|loudness| !loudness.all_zero);
    let findings = points::of(session, facts, plan);
    let ideas = judged.map(|judged| judged.ideas(plan, session.level));
    let row = row(length, target, judged, ideas);
    SectionReport {
        asked: scenario.follow_up(&facts.id).map(|asked| AnsweredFollowUp {
            follow_up: asked.clone(),
            standing: judged.map_or_else(String::new, |judged| standing(judged, scenario)),
        }),
        summary: summary(&row, silent, judged, ideas, length > Millis::ZERO),
        late: judgement::late(length, target),
        speech_level: loudness.map(|loudness| loudness.speech_decibels_x10),
        measures: judged.map(|judged| judged.measures.clone()),
        quantities: judged.map_or_else(Vec::new, |judged| quantities(judged, transcript)),
        metrics: judged.map_or_else(Vec::new, |judged| judged.metrics.clone()),
        signals: judged.map_or_else(Vec::new, |judged| judged.signals.clone()),
        text: clean(&transcript.text),
        heard: Vec::new(),
        no_words: no_words(facts),
        misheard: judged.map_or_else(Vec::new, |judged| heard::misheard(judged, facts)),
        dropped: transcript.dropped.iter().map(dropped).collect(),
        strong: plan.map_or_else(Vec::new, |plan| strong::pieces(plan, session.level, judged)),
        missing: points::missing(judged, plan, session.level, &findings),
        coaching: plan.map_or_else(String::new, |plan| plan.coaching.clone()),
        note: plan.map_or_else(String::new, |plan| plan.note.clone()),
        remarks: recording::remarks(facts, session),
        spans: facts.spans.clone(),
        pauses: shown_pauses(facts),
        voiced: facts.voice().voiced,
        id: clean(&facts.id),
        title,
        length,
        target,
        silent,
        ideas,
        row,
        findings,
    }
}

fn dropped(dropped: &Dropped) -> Dropped {
    Dropped {
        text: clean(&dropped.text),
        reason: clean(&dropped.reason),
        time: dropped.time,
    }
}

/// How an answer compares, with the words that close an open point; empty where a story was only named.
fn standing(judged: &SectionJudgement, scenario: &Scenario) -> String {
    if scenario.names_stories() {
        return String::new();
    }
    let sentence = Standing::of(judged).sentence();
    match &judged.point {
        Some(PointOutcome::Closed { quote }) => {
            let sentence = sentence.trim_end_matches('.');
            format!("{sentence}: “{}”.", clean(quote))
        }
        _ => sentence.to_owned(),
    }
}

fn shown_pauses(facts: &SectionFacts) -> Vec<Span> {
    let activity = facts.voice();
    let first = activity.voiced.first().map(|voice| voice.start);
    let last = activity.voiced.last().map(|voice| voice.end);
    let mut silences = activity.silences();
    silences.retain(|silence| {
        silence.length() >= SHOWN_PAUSE
            && first.is_some_and(|first| silence.end <= first || silence.start > first)
            && last.is_some_and(|last| silence.end < last)
    });
    silences
}

fn no_words(facts: &SectionFacts) -> String {
    match &facts.transcript {
        None => "Not transcribed yet. The recording is safe and can be transcribed later.".into(),
        Some(heard) if heard.words.is_empty() => "Nothing was said here.".into(),
        Some(_) => String::new(),
    }
}

fn row(
    length: Millis,
    target: Millis,
    judged: Option<&SectionJudgement>,
    ideas: Option<(usize, usize)>,
) -> Row {
    let over = length - target;
    let measures = judged.map(|judged| &judged.measures);
    let pace = measures.and_then(|measures| measures.words_per_minute);
    let shown = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
    Row {
        said: seconds_aligned(length),
        target: seconds(target),
        over: if over.0 >= 50 && target > Millis::ZERO {
            format!("+{}", seconds_aligned(over))
        } else {
            String::new()
        },
        pace: shown(pace.filter(|pace| *pace > 0).map(|pace| pace.to_string())),
        i_we: shown(measures.map(|all| format!("{} / {}", all.i_count, all.we_count))),
        numbers: shown(judged.and_then(numbers)),
        signals: shown(match ideas {
            None | Some((_, 0)) => None,
            Some((covered, all)) => Some(format!("{covered} of {all}")),
        }),
    }
}

/// The words of the numbers, each once; the ends of a change as one: "14 minutes to 2".
fn numbers(judged: &SectionJudgement) -> Option<String> {
    let mut said: Vec<String> = Vec::new();
    let mut rest = judged.quantities.iter().peekable();
    while let Some(one) = rest.next() {
        let changed = rest.next_if(|next| one.role == Role::Before && next.role == Role::After);
        let quote = match changed {
            Some(after) => format!("{} to {}", clean(&one.quote), clean(&after.quote)),
            None => clean(&one.quote),
        };
        if !said.contains(&quote) {
            said.push(quote);
        }
    }
    if said.is_empty() {
        return None;
    }
    // A number that the story asks for need not be a measurement.
    for metric in judged.metrics.iter().filter(|metric| metric.said) {
        for quote in metric.quote.iter().flat_map(|quote| quote.split(" … ")) {
            let quote = clean(quote);
            let known = |one: &String| one.contains(&quote) || quote.contains(one);
            if !quote.is_empty() && !said.iter().any(known) {
                said.push(quote);
            }
        }
    }
    Some(said.join(", "))
}

fn summary(
    row: &Row,
    silent: bool,
    judged: Option<&SectionJudgement>,
    ideas: Option<(usize, usize)>,
    timed: bool,
) -> String {
    let mut parts = Vec::new();
    if timed || silent {
        let over = unless_empty(&row.over, |over| format!(" ({over} over)"));
        parts.push(format!("{} s of {}{over}", row.said, row.target));
    }
    if silent {
        parts.push("nothing was said".into());
    } else if let Some(judged) = judged {
        parts.push(count(judged.measures.words, "word", "words"));
        if row.pace != NONE {
            parts.push(format!("{} words a minute", row.pace));
        }
        if let Some((covered, all)) = ideas.filter(|(_, all)| *all > 0) {
            let ideas = count(all, "idea", "ideas");
            parts.push(format!("{covered} of {ideas} of the strong example"));
        }
        if row.numbers != NONE {
            parts.push(format!("numbers: {}", row.numbers));
        }
    }
    parts.join(" · ")
}

fn quantities(judged: &SectionJudgement, transcript: &Transcript) -> Vec<Quantity> {
    let quantities = judged.quantities.iter().map(|quantity| {
        let (start, end) = chars(&transcript.text, (quantity.start, quantity.end));
        Quantity {
            quote: clean(&quantity.quote),
            start,
            end,
            value: quantity.value,
            unit: clean(&quantity.unit),
            role: quantity.role,
        }
    });
    quantities.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_inside_a_character_are_rounded_down() {
        assert_eq!(chars("é we", (3, 5)), (2, 4));
        assert_eq!(chars("é we", (1, 99)), (0, 4));
    }
}
