//! Makes the report of a session: the one place that decides order and rounding.

use super::example::Example;
use super::facts::{chars, is_silent, judged};
use super::fixes::Told;
use super::points::{Numbers, missing, point, shown, told};
use super::{
    Asked, Dropped, Fix, FollowUp, Point, Quantity, Report, Row, SectionReport, Setting,
    WeakAnswer, delivery, estimate, fixes, headline, heard, method, misheard, recording, retold,
    strong, tries, verdict,
};
use crate::evidence::answer::Standing;
use crate::judgement;
use crate::judgement::Outcome;
use crate::judgement::Role;
use crate::judgement::SectionJudgement;
use crate::plan::recall;
use crate::scenario::{self, Level, Scenario, Section};
use crate::session::{Borders, Mode, SectionFacts, Session};
use crate::time::{Millis, Span};
use crate::transcript::Transcript;
use crate::words::{NONE, clean, count, date, list, seconds, seconds_aligned};
use std::collections::BTreeSet;

/// The shortest silence that is shown as a pause in the transcript and on the timeline.
pub(super) const SHOWN_PAUSE: Millis = Millis(1000);

impl Report {
    /// Orders, rounds and words `session` as judged against `scenario`. Pure and total: a session
    /// without words or judgement gives a report that says so.
    pub fn of(session: &Session, scenario: &Scenario) -> Self {
        report(session, scenario)
    }
}

fn report(session: &Session, scenario: &Scenario) -> Report {
    let judgement = session.judgement.as_ref();
    let mut numbers = Numbers::of(session, scenario);
    let sections: Vec<SectionReport> = session
        .sections
        .iter()
        .map(|facts| section(facts, session, scenario, &mut numbers))
        .collect();
    let fixes = first_fixes(&sections, scenario, session.level);
    let not_spoken = not_spoken(session, scenario);
    let length = sections.iter().map(|section| section.length).sum();
    let targets: Vec<_> = sections
        .iter()
        .map(|section| (section.id.as_str(), section.target))
        .collect();
    let target = scenario.time_for(session.level, &targets);
    Report {
        id: clean(&session.id),
        scenario: clean(&session.scenario),
        title: clean(&session.title),
        question: clean(&scenario.question),
        date: date(&session.started),
        level_id: session.level.id(),
        setting: setting(session, scenario),
        model: session.model.as_deref().map(clean),
        synthetic: session.take.synthetic,
        headline: match retold::of(session, scenario) {
            _ if is_drill(session, scenario) => drill_headline(&sections, length, target),
            Some(retold) => retold.time(),
            None => headline::of(&sections, length, target),
        },
        notes: recording::notes(session),
        estimate: estimate::of(session, scenario),
        retold: retold::of(session, scenario),
        no_fixes: if fixes.is_empty() {
            let missing = match scenario.short() {
                Some(_) => &[][..],
                None => &not_spoken,
            };
            match scenario.names_stories() {
                true => "Nothing to fix in how it was said.".into(),
                false => no_fixes(session, &sections, missing),
            }
        } else {
            String::new()
        },
        fixes,
        // What a short telling cut is listed by itself.
        unspoken: match scenario.short() {
            Some(_) => String::new(),
            None => unspoken(&not_spoken),
        },
        not_spoken: not_spoken
            .iter()
            .map(|section| clean(&section.id))
            .collect(),
        delivery: delivery::facts(&sections),
        verdict: judgement.map(|judgement| verdict::of(judgement, session, scenario)),
        follow_ups: scenario
            .follow_ups
            .iter()
            .filter(|one| session.sections.iter().all(|facts| facts.id != one.plan.id))
            .map(follow_up)
            .collect(),
        weak_answer: scenario.weak_answer.as_ref().map(weak_answer),
        method: method::definitions(judgement),
        recording: recording::facts(session),
        has_sound: session.take.frames > 0,
        take_length: Millis::of_frames(session.take.frames, session.take.rate),
        length,
        target,
        rules: rules(&sections),
        sections,
    }
}

fn first_fixes(sections: &[SectionReport], scenario: &Scenario, level: Level) -> Vec<Fix> {
    let told = sections.iter().map(|report| {
        let plan = scenario.plan(&report.id);
        let example = plan.map_or_else(Example::default, |plan| Example::of(plan, scenario, level));
        Told {
            report,
            plan,
            example,
        }
    });
    fixes::first(&told.collect::<Vec<_>>())
}

/// Every rule with findings; sorted, without repetition.
fn rules(sections: &[SectionReport]) -> Vec<String> {
    let points = sections.iter().flat_map(|section| &section.findings);
    let rules: BTreeSet<String> = points.map(|point| point.rule.clone()).collect();
    rules.into_iter().collect()
}

fn weak_answer(weak: &scenario::WeakAnswer) -> WeakAnswer {
    WeakAnswer {
        text: clean(&weak.text),
        faults: weak.faults.iter().map(|fault| clean(fault)).collect(),
        bar_raiser: clean(&weak.bar_raiser),
        note: clean(&weak.note),
    }
}

fn setting(session: &Session, scenario: &Scenario) -> Setting {
    let mode = match session.mode {
        _ if session.scenario == recall::SESSION => "which story",
        _ if is_drill(session, scenario) => "follow-ups",
        Mode::Study => "study",
        Mode::Guided => "guided",
        Mode::Mock => "mock",
    };
    Setting {
        level: clean(scenario.level_title(session.level)),
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

fn no_fixes(session: &Session, sections: &[SectionReport], missing: &[&Section]) -> String {
    let open = |report: &&SectionReport| {
        let facts = session.sections.iter().find(|facts| facts.id == report.id);
        let judged = facts.and_then(|facts| judged(session, facts));
        judged.is_some_and(|judged| judged.point.is_some() && !Standing::of(judged).holds())
    };
    let open: Vec<&str> = sections
        .iter()
        .filter(open)
        .map(|report| report.title.as_str())
        .collect();
    if session.judgement.is_none() {
        "Not judged yet, so there is nothing to fix first.".into()
    } else if !open.is_empty() {
        format!(
            "Nothing to fix in how it was said; what was asked is still open in {}.",
            list(&open)
        )
    } else if sections.len() > 1 && !missing.is_empty() {
        let titles: Vec<String> = missing.iter().map(|one| clean(&one.title)).collect();
        format!(
            "Nothing to fix in what was said. Still to be told: {}.",
            list(&titles)
        )
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
    scenario
        .sections
        .iter()
        .filter(|section| session.sections.iter().all(|facts| facts.id != section.id))
        .collect()
}

fn unspoken(sections: &[&Section]) -> String {
    let titles: Vec<String> = sections
        .iter()
        .map(|section| clean(&section.title))
        .collect();
    if titles.is_empty() {
        String::new()
    } else {
        format!("Not in this take: {}.", list(&titles))
    }
}

fn follow_up(asked: &scenario::FollowUp) -> FollowUp {
    FollowUp {
        question: clean(&asked.question),
        probes: clean(&asked.probes),
        weak: clean(&asked.weak),
        weak_because: clean(&asked.weak_because),
        strong: clean(&asked.strong),
        key_line: clean(&asked.key_line),
    }
}

/// Whether the session consists of answers to follow-ups only.
fn is_drill(session: &Session, scenario: &Scenario) -> bool {
    let answer = |facts: &SectionFacts| scenario.follow_up(&facts.id).is_some();
    !session.sections.is_empty() && session.sections.iter().all(answer)
}

fn section(
    facts: &SectionFacts,
    session: &Session,
    scenario: &Scenario,
    numbers: &mut Numbers,
) -> SectionReport {
    let plan = scenario.plan(&facts.id);
    let judged = judged(session, facts);
    let title = plan.map_or_else(|| clean(&facts.id), |plan| clean(&plan.title));
    let length = judged.map_or_else(|| facts.length(), |judged| judged.measures.length);
    let target = match (judged, plan) {
        (Some(judged), _) => judged.measures.target,
        (None, Some(plan)) => plan.target,
        (None, None) => Millis::ZERO,
    };
    let nothing = Transcript::default();
    let transcript = facts.transcript.as_ref().unwrap_or(&nothing);
    let silent = is_silent(facts);
    let pauses = shown_pauses(facts);
    let shown = shown(session, facts);
    let findings: Vec<Point> = judged.map_or_else(Vec::new, |judged| {
        shown
            .iter()
            .map(|finding| {
                let told = told(finding, judged, plan, session.level);
                Point {
                    number: numbers.next(told),
                    told,
                    ..point(finding, facts, &title, judged)
                }
            })
            .collect()
    });
    let heard = heard::pieces(
        facts,
        &pauses,
        &shown,
        &findings,
        judged.map_or(&[], |judged| &judged.signals),
    );
    let row = row(length, target, judged, plan, session.level);
    SectionReport {
        asked: scenario.follow_up(&facts.id).map(|asked| Asked {
            follow_up: follow_up(asked),
            standing: judged.map_or_else(String::new, |judged| standing(judged, scenario)),
        }),
        summary: summary(&row, silent, judged, length > Millis::ZERO),
        late: judgement::late(length, target),
        speech_level: facts
            .loudness
            .filter(|loudness| !loudness.all_zero)
            .map(|loudness| loudness.speech_decibels_x10),
        measures: judged.map(|judged| judged.measures.clone()),
        quantities: judged.map_or_else(Vec::new, |judged| quantities(judged, transcript)),
        metrics: judged.map_or_else(Vec::new, |judged| judged.metrics.clone()),
        signals: judged.map_or_else(Vec::new, |judged| judged.signals.clone()),
        text: clean(&transcript.text),
        heard,
        no_words: no_words(facts),
        misheard: judged.map_or_else(Vec::new, |judged| misheard::of(judged, facts)),
        dropped: transcript
            .dropped
            .iter()
            .map(|dropped| Dropped {
                at: dropped.time.start,
                text: clean(&dropped.text),
                reason: clean(&dropped.reason),
            })
            .collect(),
        strong: plan.map_or_else(Vec::new, |plan| strong::pieces(plan, session.level, judged)),
        missing: missing(judged, plan, session.level, &findings),
        coaching: plan.map_or_else(String::new, |plan| clean(&plan.coaching)),
        note: plan.map_or_else(String::new, |plan| clean(&plan.note)),
        remarks: remarks(facts, session),
        spans: facts.spans.clone(),
        pauses,
        voiced: facts.voice().voiced,
        id: clean(&facts.id),
        title,
        length,
        target,
        silent,
        ideas: judged.map(|judged| judged.ideas(plan, session.level)),
        row,
        findings,
    }
}

/// How an answer compares, with the words that close an open point; empty where a story was only named.
fn standing(judged: &SectionJudgement, scenario: &Scenario) -> String {
    if scenario.names_stories() {
        return String::new();
    }
    let sentence = Standing::of(judged).sentence();
    match &judged.point {
        Some(Outcome::Closed { quote }) => {
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
    activity
        .silences()
        .into_iter()
        .filter(|silence| {
            silence.length() >= SHOWN_PAUSE
                && first.is_some_and(|first| silence.end <= first || silence.start > first)
                && last.is_some_and(|last| silence.end < last)
        })
        .collect()
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
    plan: Option<&Section>,
    level: Level,
) -> Row {
    let over = length - target;
    let none = || NONE.to_owned();
    Row {
        said: seconds_aligned(length),
        target: seconds(target),
        over: if over.0 >= 50 && target > Millis::ZERO {
            format!("+{}", seconds_aligned(over))
        } else {
            String::new()
        },
        pace: judged
            .and_then(|judged| judged.measures.words_per_minute)
            .filter(|pace| *pace > 0)
            .map_or_else(none, |pace| pace.to_string()),
        i_we: judged.map_or_else(none, |judged| {
            format!("{} / {}", judged.measures.i_count, judged.measures.we_count)
        }),
        numbers: judged
            .filter(|judged| !judged.quantities.is_empty())
            .map_or_else(none, |judged| {
                let mut said = said(&judged.quantities);
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
                said.join(", ")
            }),
        signals: judged.map_or_else(none, |judged| match judged.ideas(plan, level) {
            (_, 0) => none(),
            (covered, all) => format!("{covered} of {all}"),
        }),
    }
}

/// The words of the numbers, each once; the ends of a change as one: "14 minutes to 2".
fn said(quantities: &[judgement::Quantity]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let mut rest = quantities.iter().peekable();
    while let Some(one) = rest.next() {
        let ends =
            |next: &&&judgement::Quantity| one.role == Role::Before && next.role == Role::After;
        let quote = match rest.next_if(|next| ends(&next)) {
            Some(after) => format!("{} to {}", clean(&one.quote), clean(&after.quote)),
            None => clean(&one.quote),
        };
        if !said.contains(&quote) {
            said.push(quote);
        }
    }
    said
}

fn summary(row: &Row, silent: bool, judged: Option<&SectionJudgement>, timed: bool) -> String {
    let mut parts = Vec::new();
    if timed || silent {
        let over = match row.over.as_str() {
            "" => String::new(),
            over => format!(" ({over} over)"),
        };
        parts.push(format!("{} s of {}{over}", row.said, row.target));
    }
    if silent {
        parts.push("nothing was said".into());
    } else if let Some(judged) = judged {
        parts.push(count(judged.measures.words, "word", "words"));
        if row.pace != NONE {
            parts.push(format!("{} words a minute", row.pace));
        }
        if row.signals != NONE {
            let ideas = if row.signals.ends_with(" of 1") {
                "idea"
            } else {
                "ideas"
            };
            parts.push(format!("{} {ideas} of the strong example", row.signals));
        }
        if row.numbers != NONE {
            parts.push(format!("numbers: {}", row.numbers));
        }
    }
    parts.join(" · ")
}

fn quantities(judged: &SectionJudgement, transcript: &Transcript) -> Vec<Quantity> {
    judged
        .quantities
        .iter()
        .map(|quantity| Quantity {
            quote: clean(&quantity.quote),
            chars: chars(&transcript.text, (quantity.start, quantity.end)),
            value: quantity.value,
            unit: clean(&quantity.unit),
            role: quantity.role,
        })
        .collect()
}

fn remarks(facts: &SectionFacts, session: &Session) -> Vec<String> {
    let gaps = &session.take.gaps;
    let mut remarks = Vec::new();
    remarks.extend(tries::sentence(facts, session));
    // Time between the stretches that no gap explains was a requested pause.
    let out: Millis = facts
        .spans
        .windows(2)
        .map(|pair| {
            let between = Span::new(pair[0].end, pair[1].start);
            let away: Millis = gaps
                .iter()
                .filter(|gap| gap.overlaps(between))
                .map(|gap| {
                    Span::new(gap.start.max(between.start), gap.end.min(between.end)).length()
                })
                .sum();
            between.length() - away
        })
        .sum();
    if out > Millis::ZERO {
        remarks.push(format!(
            "You paused for {} s; that time is not counted.",
            seconds(out)
        ));
    }
    match facts.borders {
        Borders::Marked => {}
        Borders::Found => remarks.push(format!(
            "Found, not pressed: this section begins at {} of the take.",
            facts
                .spans
                .first()
                .map_or(Millis::ZERO, |span| span.start.rounded())
        )),
        Borders::Corrected => {
            remarks.push("You corrected where this section begins.".into());
        }
    }
    remarks
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
