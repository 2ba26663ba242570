//! Measures of a section: length, rate, pauses, counts.

use crate::judgement::{Measures, SectionInput};
use crate::language::hesitation::Filler;
use crate::language::token::Token;
use crate::language::words::Class;
use crate::scenario::Scenario;
use crate::time::{Millis, Span, words_per_minute};

/// Minimum voiced interval without a word that may be an omitted "um".
pub const POSSIBLE_UM: Millis = Millis(300);

/// Length and target of the answer that a section is part of.
#[derive(Debug, Clone, Copy)]
pub struct AnswerLength {
    length: Millis,
    target: Millis,
    /// Whether every section that the scenario asks for was spoken and timed.
    whole: bool,
}

impl AnswerLength {
    /// Sums up all spoken sections.
    pub fn of(scenario: &Scenario, spoken: &[&SectionInput<'_>]) -> Self {
        let asked = &scenario.sections;
        Self {
            // Answers to follow-ups are not part of the story.
            length: spoken
                .iter()
                .filter(|one| scenario.follow_up(one.id).is_none())
                .map(|one| one.length)
                .sum(),
            target: asked.iter().map(|section| section.target).sum(),
            whole: asked.len() > 1
                && asked.iter().all(|section| {
                    let mut said = spoken.iter().filter(|one| one.id == section.id);
                    said.any(|one| one.length > Millis::ZERO)
                }),
        }
    }

    /// The section's share of the answer and its share of the targets, both in percent. A partial answer (a drill) has
    /// no shares.
    pub fn shares(self, length: Millis, target: Millis) -> (Option<u32>, Option<u32>) {
        let share = |part: Millis, all: Millis| {
            let all = u128::from(all.0);
            let percent = (u128::from(part.0) * 100 + all / 2).checked_div(all)?;
            u32::try_from(percent).ok()
        };
        if self.whole {
            (share(length, self.length), share(target, self.target))
        } else {
            (None, None)
        }
    }
}

/// Measures one section.
///
/// Words are the transcript's words without fillers. *Speech rate* counts them over the time from
/// the first to the last voiced sound, pauses included; *articulation rate* over voiced time only.
/// Without sound the rate is taken over the section's length.
pub fn measure(
    spoken: &SectionInput<'_>,
    heard: &[Token],
    fillers: &[Filler],
    target: Millis,
) -> Measures {
    let filler_words: usize = fillers
        .iter()
        .map(|filler| {
            heard[filler.tokens.end - 1].words.end - heard[filler.tokens.start].words.start
        })
        .sum();
    let words = spoken.transcript.words.len().saturating_sub(filler_words);
    let voiced = spoken.activity.map(crate::audio::Activity::voiced_time);
    let stretch = spoken.activity.and_then(|activity| {
        Some(Span::new(
            activity.voiced.first()?.start,
            activity.voiced.last()?.end,
        ))
    });
    let longest_pause = spoken.activity.and_then(|activity| {
        activity
            .voiced
            .windows(2)
            .map(|pair| pair[1].start - pair[0].end)
            .max()
    });
    Measures {
        length: spoken.length,
        target,
        words,
        words_per_minute: words_per_minute(words, stretch.map_or(spoken.length, Span::length)),
        articulation_per_minute: voiced.and_then(|voiced| words_per_minute(words, voiced)),
        voiced,
        first_word_after: stretch.map(|stretch| stretch.start),
        longest_pause,
        fillers: fillers.len(),
        possible_fillers: possible_fillers(spoken).len(),
        i_count: heard
            .iter()
            .filter(|token| token.any(&["i", "i'm", "i've", "i'd", "i'll"]))
            .count(),
        we_count: heard.iter().filter(|token| token.is(Class::WE)).count(),
        share: None,
        planned_share: None,
    }
}

/// Voiced intervals that no word covers: hesitations that the transcript may have omitted. Needs words with times.
pub fn possible_fillers(spoken: &SectionInput<'_>) -> Vec<Span> {
    let Some(activity) = spoken.activity else {
        return Vec::new();
    };
    let mut times: Vec<Span> = spoken
        .transcript
        .words
        .iter()
        .filter_map(|word| word.time)
        .collect();
    if times.is_empty() {
        return Vec::new();
    }
    times.sort_by_key(|span| span.start);
    let mut holes = Vec::new();
    let mut next = 0;
    for voice in &activity.voiced {
        while next < times.len() && times[next].end <= voice.start {
            next += 1;
        }
        let (mut at, mut word) = (voice.start, next);
        while word < times.len() && times[word].start < voice.end {
            if times[word].start > at {
                holes.push(Span::new(at, times[word].start));
            }
            at = at.max(times[word].end);
            word += 1;
        }
        if at < voice.end {
            holes.push(Span::new(at, voice.end));
        }
        next = word.saturating_sub(1).max(next);
    }
    holes.retain(|hole| hole.length() >= POSSIBLE_UM);
    holes
}
