//! Facts about the recording, and how they limit the report.

use super::facts::by_start;
use super::{Fact, known};
use crate::session::{Borders, SectionFacts, Session};
use crate::time::{Millis, Span};
use crate::transcript::Transcript;
use crate::words::{clean, count, decibels, list, seconds, times};

/// Sentences that must be read before the numbers.
pub(super) fn notes(session: &Session) -> Vec<String> {
    let notes = [
        synthetic(session),
        away(session),
        lost(session),
        soundless(session),
        muted(session),
        borders(session),
        retried(session),
        unfinished(session),
        unheard(session),
        dropped(session),
        unwritten(session),
        foreign(session),
    ];
    notes.into_iter().flatten().collect()
}

/// What `told` says of every section that it applies to, as a list; `None` where it applies to none.
fn places(
    sections: &[SectionFacts],
    told: impl Fn(&SectionFacts) -> Option<String>,
) -> Option<String> {
    let places = list(sections.iter().filter_map(told));
    (!places.is_empty()).then_some(places)
}

/// The ids of the sections of which this is so, as a list.
fn those(session: &Session, so: impl Fn(&SectionFacts) -> bool) -> Option<String> {
    places(&session.sections, |facts| {
        so(facts).then(|| clean(&facts.id))
    })
}

fn synthetic(session: &Session) -> Option<String> {
    let told = "The voice in this take is synthetic; no person was recorded.";
    session.take.synthetic.then(|| told.to_owned())
}

/// The time without a microphone.
fn away(session: &Session) -> Option<String> {
    let gaps = &session.take.gaps;
    let away: Millis = gaps.iter().map(|gap| gap.length()).sum();
    (away > Millis::ZERO).then(|| {
        format!(
            "The microphone was away {}, {} s in all. That time is silence in the take and is not counted; what was said then was not heard.",
            times(gaps.len()),
            seconds(away)
        )
    })
}

/// Sound that was lost in between.
fn lost(session: &Session) -> Option<String> {
    let take = &session.take;
    (take.lost_frames > 0).then(|| {
        format!(
            "The sound system lost about {} s of sound in small pieces. Words may be missing there.",
            seconds(Millis::of_frames(take.lost_frames, take.rate).max(Millis(100)))
        )
    })
}

/// Sections without any sound.
fn soundless(session: &Session) -> Option<String> {
    let soundless = |facts: &SectionFacts| {
        !session.take.synthetic && facts.loudness.is_some_and(|loudness| loudness.all_zero)
    };
    let mute = those(session, soundless)?;
    Some(if session.sections.iter().all(soundless) {
        format!(
            "There is no sound at all in {mute}: a muted microphone or a missing permission looks like this."
        )
    } else {
        format!("There is no sound at all in {mute}; the other sections have some.")
    })
}

/// What was not transcribed yet, or not judged.
fn unfinished(session: &Session) -> Option<String> {
    let untold = |facts: &SectionFacts| facts.transcript.is_none();
    let unjudged = session.judgement.is_none() && !session.sections.is_empty();
    match those(session, untold) {
        Some(_) if session.sections.iter().all(untold) => Some(
            "This take has no transcript yet, so only time and pauses are measured. `rehearse model get` fetches a model, `rehearse sessions recover` then writes the words down and judges them.".into(),
        ),
        Some(untold) => Some(format!("There is no transcript yet for {untold}.")),
        None => unjudged
            .then(|| "This take has not been judged yet: run `rehearse analyze` on it.".into()),
    }
}

fn transcripts(session: &Session) -> impl Iterator<Item = &Transcript> {
    let sections = session.sections.iter();
    sections.filter_map(|facts| facts.transcript.as_ref())
}

/// Text that was set apart because nobody spoke.
fn dropped(session: &Session) -> Option<String> {
    let dropped: usize = transcripts(session).map(|heard| heard.dropped.len()).sum();
    (dropped > 0).then(|| {
        format!(
            "The recogniser wrote {} where nobody spoke. It is set apart and not counted.",
            count(dropped, "piece of text", "pieces of text")
        )
    })
}

/// Hesitations that the recogniser heard and did not transcribe.
fn unwritten(session: &Session) -> Option<String> {
    let words = transcripts(session).flat_map(|heard| &heard.words);
    let number = words.filter(|word| word.unwritten).count();
    (number > 0).then(|| {
        format!(
            "{} in parentheses, such as (um), {} heard between words; Whisper leaves them out of its text.",
            count(number, "hesitation", "hesitations"),
            if number == 1 { "was" } else { "were" }
        )
    })
}

/// Sections in another language than English.
fn foreign(session: &Session) -> Option<String> {
    let places = places(&session.sections, |facts| {
        let language = facts.transcript.as_ref()?.language.as_ref()?;
        Some(format!("{} ({})", clean(&facts.id), clean(language)))
    })?;
    Some(format!(
        "The recogniser heard another language than English in {places}. Answers are judged in English only."
    ))
}

/// Words per minute of voice below which some words are probably missing.
const FEWEST: u64 = 60;

/// The least voice for that: less may be a single long word.
const ENOUGH: Millis = Millis::from_secs(5);

/// Sections in which the recogniser has probably omitted words.
fn unheard(session: &Session) -> Option<String> {
    let places = places(&session.sections, |facts| {
        let words = facts.transcript.as_ref()?.words.len();
        let voiced = facts.activity.voiced_time();
        let few = (words as u64) * 60_000 < FEWEST * voiced.0;
        (few && voiced >= ENOUGH && words > 0).then(|| {
            format!(
                "{} in {} s of voice in {}",
                count(words, "word", "words"),
                seconds(voiced),
                clean(&facts.id)
            )
        })
    })?;
    Some(format!(
        "Only {places} came out of the recogniser: it has probably left some out, so what is missing there may have been said."
    ))
}

/// Sections with sound in which there was none for a while.
fn muted(session: &Session) -> Option<String> {
    let sounds = |facts: &&SectionFacts| facts.loudness.is_some_and(|one| !one.all_zero);
    let sections = session.sections.iter().filter(|_| !session.take.synthetic);
    let sounding = sections.filter(sounds);
    let places = list(sounding.flat_map(|facts| {
        let muted = facts.activity.muted.iter();
        muted.map(|span| format!("{} from {} to {}", clean(&facts.id), span.start, span.end))
    }));
    (!places.is_empty()).then(|| {
        format!(
            "Every sample is zero in {places}. A muted microphone or a noise filter does that; what was said while muted was not heard."
        )
    })
}

/// The borders that were found rather than marked by a key.
fn borders(session: &Session) -> Option<String> {
    session.whole.as_ref()?;
    let of = |how: Borders| {
        places(session.sections.get(1..)?, |facts| {
            let start = facts.spans.first()?.start.rounded();
            (facts.borders == how).then(|| format!("{} at {start}", clean(&facts.id)))
        })
    };
    let (found, corrected) = (of(Borders::Found), of(Borders::Corrected));
    let told = [
        found
            .as_ref()
            .map(|found| format!("Borders found from your words, not pressed: {found}.")),
        corrected.map(|corrected| format!("Corrected by you: {corrected}.")),
        found.map(|_| {
            let session = by_start(session);
            format!("To correct one: `rehearse sessions mark {session} action@M:SS`.")
        }),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// Which tries are judged, where there were several, in one sentence for the top of the report.
fn retried(session: &Session) -> Option<String> {
    let whole = session.whole.iter().map(|whole| &whole.answer);
    let again = whole.chain(&session.sections).filter_map(|facts| {
        let (number, all) = facts.tried();
        (all > 1).then(|| format!("try {number} of {all} of {}", clean(&facts.id)))
    });
    let again: Vec<String> = again.collect();
    let are = if again.len() == 1 { "is" } else { "are" };
    (!again.is_empty()).then(|| {
        format!(
            "You said it more than once: {} {are} judged. `rehearse sessions use {}` shows all of them.",
            list(&again),
            by_start(session)
        )
    })
}

/// Which of several tries is judged, why, and how to choose another.
fn tried(facts: &SectionFacts, session: &Session) -> Option<String> {
    let (number, all) = facts.tried();
    if all < 2 {
        return None;
    }
    let why = match number {
        _ if session.chosen.contains_key(&facts.id) => "the one that you chose",
        last if last == all => "the last one",
        _ => "the last one in which you spoke",
    };
    let other = if number == all { all - 1 } else { all };
    Some(format!(
        "Try {number} of {all} is judged, {why}; the {} kept. To judge another: rehearse sessions use {} {} {other}",
        if all == 2 { "other is" } else { "others are" },
        by_start(session),
        clean(&facts.id),
    ))
}

/// Remarks on the recording of a section: earlier tries, pauses, borders found from words. A sentence each.
pub(super) fn remarks(facts: &SectionFacts, session: &Session) -> Vec<String> {
    // Time between the stretches that no gap explains was a requested pause.
    let paused = facts.spans.windows(2).map(|pair| {
        let between = Span::new(pair[0].end, pair[1].start);
        let gaps = session.take.gaps.iter();
        let away = gaps
            .filter(|gap| gap.overlaps(between))
            .map(|gap| Span::new(gap.start.max(between.start), gap.end.min(between.end)).length());
        between.length() - away.sum()
    });
    let paused: Millis = paused.sum();
    let paused = (paused > Millis::ZERO).then(|| {
        let paused = seconds(paused);
        format!("You paused for {paused} s; that time is not counted.")
    });
    let border = match facts.borders {
        Borders::Marked => None,
        Borders::Found => {
            let start = facts.spans.first().map_or(Millis::ZERO, |span| span.start);
            let start = start.rounded();
            Some(format!(
                "Found, not pressed: this section begins at {start} of the take."
            ))
        }
        Borders::Corrected => Some("You corrected where this section begins.".into()),
    };
    let remarks = [tried(facts, session), paused, border];
    remarks.into_iter().flatten().collect()
}

/// Facts about the recording on which the numbers are based.
pub(super) fn facts(session: &Session) -> Vec<Fact> {
    let take = &session.take;
    // Judged text is not stored.
    let id = (!session.id.is_empty()).then(|| clean(&session.id));
    let recorded = take.frames > 0;
    let length = seconds(Millis::of_frames(take.frames, take.rate));
    let levels: Vec<String> = session.sections.iter().filter_map(level).collect();
    let levels = (!levels.is_empty()).then(|| levels.join("; "));
    let drift = take.drift_ppm.map(|drift| {
        let than = if drift < 0 { "behind" } else { "ahead of" };
        let drift = drift.unsigned_abs();
        format!("{drift} parts in a million {than} the wall clock")
    });
    let judgement = session.judgement.as_ref();
    let rules = judgement.map(|judgement| format!("rules {}", clean(&judgement.analyzer)));
    let rate = take.rate;
    known([
        ("Session", id),
        ("Sound from", recorded.then(|| clean(&take.source))),
        ("Take", recorded.then(|| format!("{length} s at {rate} Hz"))),
        ("Level of speech", levels),
        ("Clock of the sound card", drift),
        ("Transcribed by", session.model.as_deref().map(clean)),
        ("Judged by", rules),
    ])
}

/// How loud a section is, where it has sound.
fn level(facts: &SectionFacts) -> Option<String> {
    let loudness = facts.loudness.filter(|loudness| !loudness.all_zero)?;
    let clipped = match loudness.clipped_frames {
        0 => String::new(),
        frames => format!(", {frames} samples at full scale"),
    };
    let level = decibels(loudness.speech_decibels_x10);
    Some(format!("{} {level} dBFS{clipped}", clean(&facts.id)))
}
