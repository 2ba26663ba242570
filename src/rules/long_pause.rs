//! `long-pause`: a long silence in mid-section.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::{Improve, Note};
use crate::judgement::{About, Family};
use crate::language::token::Border;
use crate::rules::Findings;
use crate::time::{Millis, Span};

pub(super) static ABOUT: About = About {
    id: "long-pause",
    title: "Long pause",
    family: Family::Pace,
    gravity: 0,
    weakness: "stopped for long",
    what: "A silence of more than 2 s between the first and the last voiced sound, measured on the sound.",
    why: "A pause between sentences is welcome; a long one in the middle of a sentence sounds as if the thread was lost.",
    source: "Over 2 s is long in clinical speech research; 0.6 s at punctuation sounds most natural (Frontiers 2022); good speakers pause 2 to 3 s, 5 s is a lost thread.",
    flags: &[],
    allows: &[],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let limit = Millis(speech.settings.bands.long_pause_ms);
    let Some(activity) = speech.spoken.activity else {
        return;
    };
    for pair in activity.voiced.windows(2) {
        let gap = Span::new(pair[0].end, pair[1].start);
        if gap.length() <= limit {
            continue;
        }
        let place = place(speech, gap);
        let severity = match place {
            _ if gap.length().0 >= 5000 => Improve,
            Place::Middle(_) => Improve,
            _ => Note,
        };
        let seconds = gap.length().as_secs_f64();
        let (message, suggestion) = match place {
            Place::Middle(after) => (
                format!("You stopped for {seconds:.1} s in mid-sentence, after “{after}”."),
                format!(
                    "Practise the step across it: say the sentence around “{after}” three times."
                ),
            ),
            Place::Between(after) => (
                format!("You paused {seconds:.1} s between two sentences, after “{after}”."),
                "A short pause here is good. Know how the next sentence begins.".to_owned(),
            ),
            Place::Unknown => (
                format!("You were silent for {seconds:.1} s."),
                "Listen to that place: what were you looking for?".to_owned(),
            ),
        };
        let finding = out.gap(severity, gap, message, suggestion);
        if activity.muted.iter().any(|muted| muted.overlaps(gap)) {
            finding.suggestion = "Every sample is zero there: if the microphone was muted, this was no pause of yours.".into();
        }
        finding.measured = format!("{seconds:.1} s");
        finding.threshold = format!("more than {:.1} s", limit.as_secs_f64());
    }
}

/// Where a silence is among the words.
enum Place {
    /// In mid-sentence, after this word.
    Middle(String),
    /// Between two sentences, after this word.
    Between(String),
    /// The words have no times.
    Unknown,
}

/// The place of a gap. Word times may overlap silence, so a word is before the gap if it begins before it.
fn place(speech: &Speech<'_>, gap: Span) -> Place {
    let words = &speech.spoken.transcript.words;
    let before = words.partition_point(|word| word.time.is_none_or(|time| time.start < gap.start));
    let Some(last) = before.checked_sub(1).filter(|&at| words[at].time.is_some()) else {
        return Place::Unknown;
    };
    let word = words[last]
        .text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_owned();
    let ends = speech
        .heard
        .iter()
        .filter(|token| token.words.contains(&last))
        .any(|token| token.after >= Border::Clause);
    if ends {
        Place::Between(word)
    } else {
        Place::Middle(word)
    }
}
