//! Facts about the recording, and how they limit the report.

use super::Fact;
use super::facts::by_start;
use crate::session::{Borders, Session};
use crate::time::Millis;
use crate::words::{clean, count, decibels, list, seconds, times};

/// Sentences that must be read before the numbers.
pub(super) fn notes(session: &Session) -> Vec<String> {
    let mut notes = Vec::new();
    let take = &session.take;
    if take.synthetic {
        notes.push("The voice in this take is synthetic; no person was recorded.".into());
    }
    let away: Millis = take.gaps.iter().map(|gap| gap.length()).sum();
    if away > Millis::ZERO {
        notes.push(format!(
            "The microphone was away {}, {} s in all. That time is silence in the take and is not counted; what was said then was not heard.",
            times(take.gaps.len()),
            seconds(away)
        ));
    }
    if take.lost_frames > 0 {
        notes.push(format!(
            "The sound system lost about {} s of sound in small pieces. Words may be missing there.",
            seconds(Millis::of_frames(take.lost_frames, take.rate).max(Millis(100)))
        ));
    }
    let mute: Vec<String> = session
        .sections
        .iter()
        .filter(|section| !take.synthetic && section.loudness.is_some_and(|one| one.all_zero))
        .map(|section| clean(&section.id))
        .collect();
    if !mute.is_empty() {
        notes.push(if mute.len() == session.sections.len() {
            format!(
                "There is no sound at all in {}: a muted microphone or a missing permission looks like this.",
                list(&mute)
            )
        } else {
            format!(
                "There is no sound at all in {}; the other sections have some.",
                list(&mute)
            )
        });
    }
    notes.extend(muted(session));
    notes.extend(borders(session));
    notes.extend(super::tries::note(session));
    let untold: Vec<String> = session
        .sections
        .iter()
        .filter(|section| section.transcript.is_none())
        .map(|section| clean(&section.id))
        .collect();
    if !untold.is_empty() {
        notes.push(if untold.len() == session.sections.len() {
            "This take has no transcript yet, so only time and pauses are measured. `rehearse model get` fetches a model, `rehearse sessions recover` then writes the words down and judges them.".into()
        } else {
            format!("There is no transcript yet for {}.", list(&untold))
        });
    } else if session.judgement.is_none() && !session.sections.is_empty() {
        notes.push("This take has not been judged yet: run `rehearse analyze` on it.".into());
    }
    notes.extend(unheard(session));
    let dropped: usize = session
        .sections
        .iter()
        .filter_map(|section| section.transcript.as_ref())
        .map(|transcript| transcript.dropped.len())
        .sum();
    if dropped > 0 {
        notes.push(format!(
            "The recogniser wrote {} where nobody spoke. It is set apart and not counted.",
            count(dropped, "piece of text", "pieces of text")
        ));
    }
    notes.extend(unwritten(session));
    notes.extend(foreign(session));
    notes
}

/// Hesitations that the recogniser heard and did not transcribe.
fn unwritten(session: &Session) -> Option<String> {
    let heard = session
        .sections
        .iter()
        .filter_map(|section| section.transcript.as_ref());
    let words = heard.flat_map(|heard| &heard.words);
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
    let places: Vec<String> = session
        .sections
        .iter()
        .filter_map(|section| {
            let language = section.transcript.as_ref()?.language.as_ref()?;
            Some(format!("{} ({})", clean(&section.id), clean(language)))
        })
        .collect();
    (!places.is_empty()).then(|| {
        format!(
            "The recogniser heard another language than English in {}. Answers are judged in English only.",
            list(&places)
        )
    })
}

/// Words per minute of voice below which some words are probably missing.
const FEWEST: u64 = 60;

/// The least voice for that: less may be a single long word.
const ENOUGH: Millis = Millis::from_secs(5);

/// Sections in which the recogniser has probably omitted words.
fn unheard(session: &Session) -> Option<String> {
    let places: Vec<String> = session
        .sections
        .iter()
        .filter_map(|section| {
            let words = section.transcript.as_ref()?.words.len();
            let voiced = section.activity.voiced_time();
            let few = (words as u64) * 60_000 < FEWEST * voiced.0;
            (few && voiced >= ENOUGH && words > 0).then(|| {
                format!(
                    "{} in {} s of voice in {}",
                    count(words, "word", "words"),
                    seconds(voiced),
                    clean(&section.id)
                )
            })
        })
        .collect();
    (!places.is_empty()).then(|| {
        format!(
            "Only {} came out of the recogniser: it has probably left some out, so what is missing there may have been said.",
            list(&places)
        )
    })
}

/// Sections with sound in which there was none for a while.
fn muted(session: &Session) -> Option<String> {
    let sections = session.sections.iter().filter(|section| {
        !session.take.synthetic && section.loudness.is_some_and(|one| !one.all_zero)
    });
    let places: Vec<String> =
        sections
            .flat_map(|section| {
                section.activity.muted.iter().map(|span| {
                    format!("{} from {} to {}", clean(&section.id), span.start, span.end)
                })
            })
            .collect();
    (!places.is_empty()).then(|| {
        format!(
            "Every sample is zero in {}. A muted microphone or a noise filter does that; what was said while muted was not heard.",
            list(&places)
        )
    })
}

/// The borders that were found rather than marked by a key.
fn borders(session: &Session) -> Option<String> {
    session.whole.as_ref()?;
    let of = |how: Borders| -> Vec<String> {
        let sections = session.sections.iter().skip(1);
        sections
            .filter(|facts| facts.borders == how)
            .filter_map(|facts| {
                Some(format!(
                    "{} at {}",
                    clean(&facts.id),
                    facts.spans.first()?.start.rounded()
                ))
            })
            .collect()
    };
    let (found, corrected) = (of(Borders::Found), of(Borders::Corrected));
    if found.is_empty() && corrected.is_empty() {
        return None;
    }
    let mut told = Vec::new();
    if !found.is_empty() {
        told.push(format!(
            "Borders found from your words, not pressed: {}.",
            list(&found)
        ));
    }
    if !corrected.is_empty() {
        told.push(format!("Corrected by you: {}.", list(&corrected)));
    }
    if !found.is_empty() {
        told.push(format!(
            "To correct one: `rehearse sessions mark {} action@M:SS`.",
            by_start(session)
        ));
    }
    Some(told.join(" "))
}

/// Facts about the recording on which the numbers are based.
pub(super) fn facts(session: &Session) -> Vec<Fact> {
    let take = &session.take;
    let mut facts = Vec::new();
    let mut fact = |label, text| facts.push(Fact { label, text });
    // Judged text is not stored.
    if !session.id.is_empty() {
        fact("Session", clean(&session.id));
    }
    if take.frames > 0 {
        fact("Sound from", clean(&take.source));
        fact(
            "Take",
            format!(
                "{} s at {} Hz",
                seconds(Millis::of_frames(take.frames, take.rate)),
                take.rate
            ),
        );
    }
    let levels: Vec<String> = session
        .sections
        .iter()
        .filter_map(|section| {
            let loudness = section.loudness.filter(|loudness| !loudness.all_zero)?;
            let clipped = match loudness.clipped_frames {
                0 => String::new(),
                frames => format!(", {frames} samples at full scale"),
            };
            Some(format!(
                "{} {} dBFS{clipped}",
                clean(&section.id),
                decibels(loudness.speech_decibels_x10)
            ))
        })
        .collect();
    if !levels.is_empty() {
        fact("Level of speech", levels.join("; "));
    }
    if let Some(drift) = take.drift_ppm {
        fact(
            "Clock of the sound card",
            format!(
                "{} parts in a million {} the wall clock",
                drift.unsigned_abs(),
                if drift < 0 { "behind" } else { "ahead of" }
            ),
        );
    }
    if let Some(model) = &session.model {
        fact("Transcribed by", clean(model));
    }
    if let Some(judgement) = &session.judgement {
        fact("Judged by", format!("rules {}", clean(&judgement.analyzer)));
    }
    facts
}
