//! Aligns framed text with voice activity to timed words.
//!
//! The recogniser knows the words but not, to a tenth of a second, when they were said, and its word times
//! absorb pauses; the samples show where there is voice. So each frame
//! of text takes the voiced time inside it, and its words are distributed over that time in
//! proportion to how long they take to say, without bridging a pause.
//!
//! Words take precedence. A voice activity detector misses hoarse, soft and whispered speech, so text
//! without voice is aligned with whatever is audible in its frame, and with the frame itself where the
//! recogniser is sure. Text is set apart only where detector, level and the recogniser's
//! probability agree that there was no speech; it is kept with the reason, never deleted.

use crate::time::{Millis, Span, total, union, within};
use crate::transcribe::tokens::{Framed, PerMille};
use crate::transcript::{Dropped, Transcript, Word};
use std::ops::Range;

/// A silence this long lies between two words, never inside one.
const PAUSE: Millis = Millis(350);
/// How far outside its frame a text may take voice that no other text takes.
const REACH: Millis = Millis(1000);
/// How far the border of two frames may move to a silence.
const SNAP: Millis = Millis(500);
/// The same for the silence before the first and after the last voice: less, because moving there
/// leaves one of the two texts without voice.
const SNAP_TO_EDGE: Millis = Millis(150);
/// Shorter silences are inside words (the closure of a "p" or "t").
const SHORTEST_BORDER: Millis = Millis(80);
/// A punctuation mark makes a pause at this place likelier, as if it were this much nearer.
const PUNCTUATION_PULL: u64 = 300;
/// The fastest speech, in milliseconds per letter: a text with less voice has lost some of it.
const FASTEST_LETTER: u64 = 20;
/// Quick speech, in milliseconds per letter: copies of a phrase that would take longer than there is sound
/// were not all said.
const QUICK_LETTER: u64 = 45;
/// Text at least this probable is kept wherever anything is audible, even if little for so many words.
const FAIR: PerMille = 500;
/// Text at least this probable is kept even where nothing is audible: then the recogniser contradicts
/// detector and level. Not measured against the words that Whisper invents in silence.
const CERTAIN: PerMille = 900;
/// A phrase said this often without a break may be a recogniser in a loop.
const LOOP: usize = 4;
/// The same for a single word: people do say "no, no, no, no", and some stutter.
const LOOP_OF_ONE_WORD: usize = 6;
/// Longest phrase that is checked for loops, in words.
const LONGEST_LOOP: usize = 12;

const NOT_SPEECH: &str = "A note about a sound, not speech.";
const REPEATED: &str = "The recogniser repeated itself here.";
const NO_SPEECH: &str = "Written where nobody spoke.";

/// What the samples show about a chunk; both in order, in the time of the frames.
#[derive(Debug, Clone, Copy)]
pub struct Sound<'a> {
    /// Where the voice activity detector finds voice.
    pub voiced: &'a [Span],
    /// Where the level exceeds the noise floor, whatever the source.
    pub audible: &'a [Span],
}

/// Aligns the words of `framed` with the sound.
///
/// All times count from the same zero. `framed` runs forward without overlap, as
/// [`frames`](super::tokens::frames) gives it. Word times come out in order, inside voice where there is
/// enough of it, else inside audible sound or the frame, and hold no silence of 350 ms between voices.
pub fn place(framed: &[Framed], sound: Sound<'_>) -> Transcript {
    let (mut words, mut apart) = (Vec::new(), Vec::new());
    let spoken = set_notes_apart(framed, &mut apart);
    let spoken = set_loops_apart(spoken, sound, &mut apart);
    let borders = borders(&spoken, sound.voiced);
    for (text, border) in spoken.iter().zip(borders.windows(2)) {
        match share(text, Span::new(border[0], border[1]), sound) {
            Some(share) => spread(&text.words, &share, &mut words),
            None => apart.push(dropped(&text.words, text.frame, NO_SPEECH)),
        }
    }
    apart.sort_by_key(|text| text.time.start);
    Transcript {
        dropped: apart,
        ..Transcript::from_words(words)
    }
}

/// The sound that `text` is aligned with, within `borders`; `None` where there was no speech.
fn share(text: &Framed, borders: Span, sound: Sound<'_>) -> Option<Vec<Span>> {
    let needed = Millis(letters(&text.words) * FASTEST_LETTER);
    let reach = Span::new(
        borders.start.max(text.frame.start - REACH),
        borders.end.min(text.frame.end + REACH),
    );
    let voiced = within(sound.voiced, reach);
    // A short word at the end of its sentence may be framed too long, so little voice is enough there.
    let in_voice = mostly(&within(sound.voiced, text.frame), text.frame);
    if !voiced.is_empty() && (in_voice || total(&voiced) >= needed) {
        return Some(voiced);
    }
    let frame = clamp(text.frame, borders);
    let audible = union(&voiced, &within(sound.audible, frame));
    let enough = total(&audible) >= needed;
    if !audible.is_empty() && (enough || text.probability >= FAIR) {
        return Some(audible);
    }
    (in_voice || text.probability >= CERTAIN).then(|| vec![frame])
}

fn mostly(part: &[Span], of: Span) -> bool {
    !part.is_empty() && total(part).0 * 4 >= of.length().0
}

fn clamp(span: Span, within: Span) -> Span {
    let start = span.start.clamp(within.start, within.end);
    Span::new(start, span.end.clamp(start, within.end))
}

fn letters(words: &[Word]) -> u64 {
    let letters = words.iter().map(|word| word.text.chars().count() as u64);
    letters.sum()
}

fn dropped(words: &[Word], time: Span, reason: &str) -> Dropped {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    Dropped {
        text: texts.join(" "),
        time,
        reason: reason.into(),
    }
}

/// Sets `[BLANK_AUDIO]`, `(soft music)`, `*sighs*` and musical notes apart.
fn set_notes_apart(framed: &[Framed], apart: &mut Vec<Dropped>) -> Vec<Framed> {
    let mut spoken = Vec::new();
    for text in framed {
        let mut kept = Vec::new();
        let mut rest = text.words.as_slice();
        while let Some(first) = rest.first() {
            let note = match note_length(rest) {
                0 if !can_be_said(&first.text) => 1,
                length => length,
            };
            if note == 0 {
                kept.push(first.clone());
            } else {
                apart.push(dropped(&rest[..note], text.frame, NOT_SPEECH));
            }
            rest = &rest[note.max(1)..];
        }
        if !kept.is_empty() {
            spoken.push(Framed {
                words: kept,
                ..*text
            });
        }
    }
    spoken
}

/// Whether a word contains anything that can be said; an empty pair of brackets does not.
fn can_be_said(word: &str) -> bool {
    word.chars()
        .any(|c| c.is_alphanumeric() || "%$€£&+°".contains(c))
}

/// How many words a note about a sound takes at the start of `words`; zero if there is none.
fn note_length(words: &[Word]) -> usize {
    let Some(first) = words.first().map(|word| &word.text) else {
        return 0;
    };
    if first.contains(['♪', '♫']) {
        let last = words
            .iter()
            .rposition(|word| word.text.contains(['♪', '♫']));
        return last.map_or(1, |last| last + 1);
    }
    let closing = match first.chars().next() {
        Some('[') => ']',
        Some('(') => ')',
        Some('*') => '*',
        _ => return 0,
    };
    let closes = |(at, word): (usize, &Word)| {
        let end = word.text.trim_end_matches(['.', ',', '!', '?', ';', ':']);
        (at > 0 || end.len() > 1) && end.ends_with(closing)
    };
    let last = words.iter().enumerate().position(closes);
    last.map_or(0, |last| last + 1)
}

/// Where a phrase repeats more often than there is sound for, keeps the first copy and sets the others
/// apart. People do repeat themselves, so copies that fit are all kept.
fn set_loops_apart(framed: Vec<Framed>, sound: Sound<'_>, apart: &mut Vec<Dropped>) -> Vec<Framed> {
    let words: Vec<(String, Span)> = framed
        .iter()
        .flat_map(|text| text.words.iter().map(|word| (bare(&word.text), text.frame)))
        .collect();
    let mut loops = loops(&words);
    loops.retain(|copies| !is_sayable(&words[copies.clone()], sound));
    if loops.is_empty() {
        return framed;
    }
    let mut spoken = Vec::new();
    let mut at = 0;
    for text in framed {
        let (mut kept, mut repeated) = (Vec::new(), Vec::new());
        for word in text.words {
            let in_loop = loops.iter().any(|copies| copies.contains(&at));
            if in_loop { &mut repeated } else { &mut kept }.push(word);
            at += 1;
        }
        if !repeated.is_empty() {
            apart.push(dropped(&repeated, text.frame, REPEATED));
        }
        if !kept.is_empty() {
            spoken.push(Framed {
                words: kept,
                ..text
            });
        }
    }
    spoken
}

/// Letters and digits of a word, in lower case.
pub fn bare(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether there is enough sound in the frames of `copies` to say them all.
fn is_sayable(copies: &[(String, Span)], sound: Sound<'_>) -> bool {
    let [first, .., last] = copies else {
        return true;
    };
    let letters = copies.iter().map(|(word, _)| word.chars().count() as u64);
    let there = Span::new(first.1.start, last.1.end);
    let heard = union(&within(sound.voiced, there), &within(sound.audible, there));
    total(&heard).0 >= letters.sum::<u64>() * QUICK_LETTER
}

/// Ranges of words that are second and further copies of a phrase in a loop.
fn loops(words: &[(String, Span)]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    'words: while at < words.len() {
        for length in 1..=LONGEST_LOOP.min(words.len() - at) {
            let phrase = &words[at..at + length];
            let copies = words[at..]
                .chunks(length)
                .take_while(|next| {
                    let mut pairs = next.iter().zip(phrase);
                    next.len() == length && pairs.all(|(one, other)| one.0 == other.0)
                })
                .count();
            let enough = if length == 1 { LOOP_OF_ONE_WORD } else { LOOP };
            if copies >= enough {
                let end = at + length * copies;
                found.push(at + length..end);
                at = end;
                continue 'words;
            }
        }
        at += 1;
    }
    found
}

/// Where the sound of one text ends and that of the next begins: one border more than texts.
///
/// Two borders may move to the same silence and leave the text between them without voice although
/// there is some in its frame; such a text keeps the borders of its frame.
fn borders(framed: &[Framed], voiced: &[Span]) -> Vec<Millis> {
    let edges = |moment: &dyn Fn(Span) -> Millis| -> Vec<Millis> {
        let pairs = framed.windows(2);
        let inner = pairs.map(|pair| moment(Span::new(pair[0].frame.end, pair[1].frame.start)));
        let from_start = std::iter::once(Millis::ZERO).chain(inner);
        from_start.chain([Millis(u64::MAX)]).collect()
    };
    let plain = edges(&middle);
    let mut borders = edges(&|between| border(between, voiced));
    for (at, text) in framed.iter().enumerate() {
        let drawn = total(&within(voiced, Span::new(borders[at], borders[at + 1])));
        let own = total(&within(voiced, Span::new(plain[at], plain[at + 1])));
        let needed = Millis(letters(&text.words) * FASTEST_LETTER);
        if drawn < needed && drawn < own {
            borders[at] = plain[at];
            borders[at + 1] = plain[at + 1];
        }
    }
    for at in 1..borders.len() {
        borders[at] = borders[at].max(borders[at - 1]);
    }
    borders
}

fn middle(span: Span) -> Millis {
    Millis(span.start.0.midpoint(span.end.0))
}

/// A moment in the best silence near `between`, else its middle.
fn border(between: Span, voiced: &[Span]) -> Millis {
    let middle = middle(between);
    let mut best: Option<(i64, Millis)> = None;
    for silence in silences(voiced) {
        let at_edge = silence.start == Millis::ZERO || silence.end == Millis(u64::MAX);
        let distance = (silence.start - between.end).max(between.start - silence.end);
        let allowed = if at_edge { SNAP_TO_EDGE } else { SNAP };
        if silence.length() < SHORTEST_BORDER || distance > allowed {
            continue;
        }
        let length = silence.length().min(Millis(1000));
        let merit = length.0.cast_signed() - 2 * distance.0.cast_signed();
        if best.is_none_or(|(merit_so_far, _)| merit > merit_so_far) {
            best = Some((merit, middle.clamp(silence.start, silence.end)));
        }
    }
    best.map_or(middle, |(_, moment)| moment)
}

/// The silences around and between `voiced`, from zero to the end of time.
fn silences(voiced: &[Span]) -> impl Iterator<Item = Span> {
    let starts = std::iter::once(Millis::ZERO).chain(voiced.iter().map(|span| span.end));
    let ends = voiced.iter().map(|span| span.start);
    starts
        .zip(ends.chain(std::iter::once(Millis(u64::MAX))))
        .map(|(start, end)| Span::new(start, end))
}

/// Distributes `words` over the time `share`, which is not empty.
fn spread(words: &[Word], share: &[Span], out: &mut Vec<Word>) {
    let phrases = phrases(share);
    let lengths: Vec<u64> = phrases.iter().map(|phrase| total(phrase).0).collect();
    let splits = splits(words, &lengths);
    for (phrase, range) in phrases.iter().zip(splits) {
        let words = &words[range];
        let weights: Vec<u64> = words.iter().map(|word| weight(&word.text)).collect();
        let (voiced, all) = (total(phrase).0, weights.iter().sum::<u64>());
        let mut said = 0;
        for (word, weight) in words.iter().zip(weights) {
            let start = voiced * said / all;
            said += weight;
            let end = voiced * said / all;
            out.push(Word {
                time: Some(stretch(phrase, start, end)),
                ..word.clone()
            });
        }
    }
}

/// Groups voiced spans that no pause separates.
fn phrases(share: &[Span]) -> Vec<&[Span]> {
    share
        .chunk_by(|before, after| after.start - before.end < PAUSE)
        .collect()
}

/// How long a word takes to say, in letters: a digit is read as a word, a symbol as a longer one.
fn weight(word: &str) -> u64 {
    let letters = word.chars().map(|c| match c {
        '0'..='9' => 4,
        '%' | '$' | '€' | '£' => 7,
        c if c.is_alphanumeric() => 1,
        _ => 0,
    });
    1 + letters.sum::<u64>()
}

/// Which words fall into which phrase, given how much voice each phrase has: the division whose
/// breaks lie nearest to where the weight of the words puts them, punctuation preferred.
fn splits(words: &[Word], phrases: &[u64]) -> Vec<Range<usize>> {
    let voiced: u64 = phrases.iter().sum();
    let all: u64 = words.iter().map(|word| weight(&word.text)).sum();
    let mut before = 0;
    // Voiced time of the first `k` words, for every `k`.
    let mut taken = vec![0];
    for word in words {
        before += weight(&word.text);
        taken.push(voiced * before / all);
    }
    let cost = |k: usize, gap: u64| {
        let punctuated = k > 0 && words[k - 1].text.ends_with([',', '.', ';', ':', '!', '?']);
        let pull = if punctuated { PUNCTUATION_PULL } else { 0 };
        taken[k].abs_diff(gap).saturating_sub(pull)
    };
    // choices[j][k]: lowest cost of having the first j+1 gaps at or before word k, and the
    // position of the last of them.
    let mut choices: Vec<Vec<(u64, usize)>> = Vec::new();
    let mut gap = 0;
    for length in &phrases[..phrases.len().saturating_sub(1)] {
        gap += length;
        let mut best: Vec<(u64, usize)> = Vec::new();
        for k in 0..=words.len() {
            let so_far = choices.last().map_or(0, |earlier| earlier[k].0);
            let here = (so_far + cost(k, gap), k);
            let cheapest = best
                .last()
                .map_or(here, |last| if here.0 < last.0 { here } else { *last });
            best.push(cheapest);
        }
        choices.push(best);
    }
    let mut end = words.len();
    let mut ranges = Vec::new();
    for choice in choices.iter().rev() {
        let start = choice[end].1;
        ranges.push(start..end);
        end = start;
    }
    ranges.push(0..end);
    ranges.reverse();
    ranges
}

/// From `start` to `end` of the voiced time of a phrase, as times of the sound.
fn stretch(phrase: &[Span], start: u64, end: u64) -> Span {
    let mut passed = 0;
    let mut from = None;
    for voice in phrase {
        let length = voice.length().0;
        // A word begins in the next voiced span rather than at the very end of this one.
        if from.is_none() && start < passed + length {
            from = Some(Millis(voice.start.0 + start - passed));
        }
        if end <= passed + length
            && let Some(from) = from
        {
            return Span::new(from, Millis(voice.start.0 + end - passed));
        }
        passed += length;
    }
    let last = phrase.last().map_or(Millis::ZERO, |voice| voice.end);
    Span::new(from.unwrap_or(last), last)
}

#[cfg(test)]
mod tests;
