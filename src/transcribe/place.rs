//! From framed text and voiced sound to timed words.
//!
//! The recogniser knows the words but not, to a tenth of a second, when they were said, and it
//! hides pauses inside words; the samples know where voice is but not what it says. So each frame
//! of text takes the voiced time that lies in it, and its words are laid over that time in
//! proportion to how long they take to say, without ever bridging a pause. Text for which there is
//! no voice is set apart with the reason; nothing is deleted.

use crate::time::{Millis, Span};
use crate::transcribe::tokens::Framed;
use crate::transcript::{Dropped, Word};
use std::ops::Range;

/// A silence this long lies between two words, never inside one.
const PAUSE: Millis = Millis(350);
/// How far outside its frame a text may take voice that no other text takes.
const REACH: Millis = Millis(1000);
/// How far the border of two frames may move to meet a silence.
const SNAP: Millis = Millis(500);
/// The same for the silence before the first and after the last voice: less, because moving there
/// says that one of the two texts was never spoken.
const SNAP_TO_EDGE: Millis = Millis(150);
/// Shorter silences are inside words (the closure of a "p" or "t").
const SHORTEST_BORDER: Millis = Millis(80);
/// A written punctuation mark makes a pause at this place likelier, as if it were this much nearer.
const PUNCTUATION_PULL: u64 = 300;
/// Nobody says a letter faster than this, in milliseconds; quick speech takes about 45.
const FASTEST_LETTER: u64 = 20;
/// A phrase said this often without a break is a recogniser in a loop.
const LOOP: usize = 4;
/// The same for a single word: people do say "no, no, no, no", and some stutter.
const LOOP_OF_ONE_WORD: usize = 6;
/// Longest phrase that is looked at for loops, in words.
const LONGEST_LOOP: usize = 12;

const NOT_SPEECH: &str = "A note about a sound, not speech.";
const REPEATED: &str = "The recogniser repeated itself here.";
const NOBODY_SPOKE: &str = "Written where nobody spoke.";

/// The words of a stretch of sound.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Placed {
    /// What was said and when.
    pub words: Vec<Word>,
    /// What was written but not said.
    pub dropped: Vec<Dropped>,
}

/// Lays the words of `framed` over `voiced`.
///
/// All times count from the same zero. `framed` runs forward without overlap, as
/// [`frames`](super::tokens::frames) gives it, and `voiced` are the voiced stretches of the chunk
/// that was decoded, in order. Word times come out in order, inside `voiced`, and hold no silence
/// of 350 ms.
pub fn place(framed: &[Framed], voiced: &[Span]) -> Placed {
    let mut placed = Placed::default();
    let spoken = set_loops_apart(
        set_notes_apart(framed, &mut placed.dropped),
        &mut placed.dropped,
    );
    let borders = borders(&spoken, voiced);
    for (text, border) in spoken.iter().zip(borders.windows(2)) {
        let share = voiced_within(
            voiced,
            Span::new(
                border[0].max(text.frame.start - REACH),
                border[1].min(text.frame.end + REACH),
            ),
        );
        if nobody_spoke(text, &share, voiced) {
            placed
                .dropped
                .push(dropped(&text.words, text.frame, NOBODY_SPOKE));
        } else {
            spread(&text.words, &share, &mut placed.words);
        }
    }
    placed.dropped.sort_by_key(|text| text.time.start);
    placed
}

fn dropped(words: &[String], time: Span, reason: &str) -> Dropped {
    Dropped {
        text: words.join(" "),
        time,
        reason: reason.into(),
    }
}

/// Sets `[BLANK_AUDIO]`, `(soft music)`, `*sighs*` and musical notes apart.
fn set_notes_apart(framed: &[Framed], apart: &mut Vec<Dropped>) -> Vec<Framed> {
    let mut spoken = Vec::new();
    for text in framed {
        let mut kept = Vec::new();
        let mut at = 0;
        while at < text.words.len() {
            match note_length(&text.words[at..]) {
                0 => {
                    kept.push(text.words[at].clone());
                    at += 1;
                }
                length => {
                    apart.push(dropped(
                        &text.words[at..at + length],
                        text.frame,
                        NOT_SPEECH,
                    ));
                    at += length;
                }
            }
        }
        if !kept.is_empty() {
            spoken.push(Framed {
                frame: text.frame,
                words: kept,
            });
        }
    }
    spoken
}

/// How many words a note about a sound takes at the start of `words`; zero if there is none.
fn note_length(words: &[String]) -> usize {
    let Some(first) = words.first() else { return 0 };
    if first.contains(['♪', '♫']) {
        let last = words.iter().rposition(|word| word.contains(['♪', '♫']));
        return last.map_or(1, |last| last + 1);
    }
    let closing = match first.chars().next() {
        Some('[') => ']',
        Some('(') => ')',
        Some('*') => '*',
        _ => return 0,
    };
    words
        .iter()
        .position(|word| {
            let end = word.trim_end_matches(['.', ',', '!', '?', ';', ':']);
            end.len() > 1 && end.ends_with(closing)
        })
        .map_or(0, |last| last + 1)
}

/// Keeps the first of a phrase that repeats without end and sets the other copies apart.
fn set_loops_apart(framed: Vec<Framed>, apart: &mut Vec<Dropped>) -> Vec<Framed> {
    let bare: Vec<String> = framed
        .iter()
        .flat_map(|text| &text.words)
        .map(|word| {
            let letters = word.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        })
        .collect();
    let loops = loops(&bare);
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
                frame: text.frame,
                words: kept,
            });
        }
    }
    spoken
}

/// Ranges of words that are second and further copies of a phrase in a loop.
fn loops(words: &[String]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    'words: while at < words.len() {
        for length in 1..=LONGEST_LOOP.min(words.len() - at) {
            let phrase = &words[at..at + length];
            let copies = words[at..]
                .chunks(length)
                .take_while(|next| *next == phrase)
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

/// Where the share of one text ends and that of the next begins: one border more than texts.
fn borders(framed: &[Framed], voiced: &[Span]) -> Vec<Millis> {
    let mut borders = vec![Millis::ZERO];
    for pair in framed.windows(2) {
        let between = Span::new(pair[0].frame.end, pair[1].frame.start);
        let border = border(between, voiced);
        borders.push(border.max(borders[borders.len() - 1]));
    }
    borders.push(Millis(u64::MAX));
    borders
}

/// A moment in the most telling silence near `between`, else in its middle.
fn border(between: Span, voiced: &[Span]) -> Millis {
    let middle = Millis(between.start.0.midpoint(between.end.0));
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

/// The parts of `voiced` inside `within`.
fn voiced_within(voiced: &[Span], within: Span) -> Vec<Span> {
    voiced
        .iter()
        .map(|voice| Span::new(voice.start.max(within.start), voice.end.min(within.end)))
        .filter(|voice| voice.length() > Millis::ZERO)
        .collect()
}

fn total(spans: &[Span]) -> Millis {
    spans.iter().map(|span| span.length()).sum()
}

/// Whether a text has no voice to be heard in: none at all, or far too little in a frame that is
/// almost silent.
fn nobody_spoke(text: &Framed, share: &[Span], voiced: &[Span]) -> bool {
    let heard = total(share);
    let letters: usize = text.words.iter().map(|word| word.chars().count()).sum();
    let in_frame = total(&voiced_within(voiced, text.frame));
    heard == Millis::ZERO
        || (heard.0 < letters as u64 * FASTEST_LETTER && in_frame.0 * 4 < text.frame.length().0)
}

/// Lays `words` over the voiced time `share`, which holds at least one millisecond.
fn spread(words: &[String], share: &[Span], out: &mut Vec<Word>) {
    let phrases = phrases(share);
    let lengths: Vec<u64> = phrases.iter().map(|phrase| total(phrase).0).collect();
    let splits = splits(words, &lengths);
    for (phrase, range) in phrases.iter().zip(splits) {
        let words = &words[range];
        let weights: Vec<u64> = words.iter().map(|word| weight(word)).collect();
        let (voiced, all) = (total(phrase).0, weights.iter().sum::<u64>());
        let mut said = 0;
        for (word, weight) in words.iter().zip(weights) {
            let start = voiced * said / all;
            said += weight;
            let end = voiced * said / all;
            out.push(Word {
                text: word.clone(),
                time: Some(stretch(phrase, start, end)),
            });
        }
    }
}

/// Groups voiced spans that no pause parts.
fn phrases(share: &[Span]) -> Vec<&[Span]> {
    share
        .chunk_by(|before, after| after.start - before.end < PAUSE)
        .collect()
}

/// How long a word takes to say, in letters: a digit is read as a word, a sign as a longer one.
fn weight(word: &str) -> u64 {
    let letters = word.chars().map(|c| match c {
        '0'..='9' => 4,
        '%' | '$' | '€' | '£' => 7,
        c if c.is_alphanumeric() => 1,
        _ => 0,
    });
    1 + letters.sum::<u64>()
}

/// Which words fall into which phrase, given how much voice each phrase holds: the division whose
/// breaks lie nearest to where the weight of the words puts them, punctuation preferred.
fn splits(words: &[String], phrases: &[u64]) -> Vec<Range<usize>> {
    let voiced: u64 = phrases.iter().sum();
    let all: u64 = words.iter().map(|word| weight(word)).sum();
    let mut before = 0;
    // Voiced time that the first `k` words would take, for every `k`.
    let mut taken = vec![0];
    for word in words {
        before += weight(word);
        taken.push(voiced * before / all);
    }
    let cost = |k: usize, gap: u64| {
        let punctuated = k > 0 && words[k - 1].ends_with([',', '.', ';', ':', '!', '?']);
        let pull = if punctuated { PUNCTUATION_PULL } else { 0 };
        taken[k].abs_diff(gap).saturating_sub(pull)
    };
    // choices[j][k]: cheapest way to have the first j+1 gaps at or before word k, and where that
    // puts the last of them.
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(start: u64, end: u64, words: &str) -> Framed {
        Framed {
            frame: span(start, end),
            words: words.split_whitespace().map(String::from).collect(),
        }
    }

    fn span(start: u64, end: u64) -> Span {
        Span::new(Millis(start), Millis(end))
    }

    fn timed(placed: &Placed) -> Vec<(&str, u64, u64)> {
        let word = |word: &'_ Word| word.time.map(|time| (time.start.0, time.end.0));
        placed
            .words
            .iter()
            .map(|w| {
                let (start, end) = word(w).expect("placed words have a time");
                (w.text.as_str(), start, end)
            })
            .collect()
    }

    fn apart(placed: &Placed) -> Vec<(&str, &str)> {
        let pairs = placed.dropped.iter();
        pairs
            .map(|d| (d.text.as_str(), d.reason.as_str()))
            .collect()
    }

    #[test]
    fn words_share_the_voice_by_their_length() {
        let placed = place(&[text(0, 1000, "a bb ccc")], &[span(100, 1000)]);
        assert_eq!(
            timed(&placed),
            [("a", 100, 300), ("bb", 300, 600), ("ccc", 600, 1000)]
        );
    }

    #[test]
    fn no_word_bridges_a_pause() {
        let voiced = [span(0, 1000), span(2000, 3000)];
        let placed = place(&[text(0, 3000, "I saw. the drop")], &voiced);
        assert_eq!(
            timed(&placed),
            [
                ("I", 0, 333),
                ("saw.", 333, 1000),
                ("the", 2000, 2444),
                ("drop", 2444, 3000),
            ]
        );
    }

    #[test]
    fn a_pause_falls_on_punctuation_when_it_is_near() {
        // By length alone the pause would fall after "logs"; the comma is one word away.
        let voiced = [span(0, 900), span(2000, 3000)];
        let placed = place(&[text(0, 3000, "I pulled, logs and traced")], &voiced);
        assert_eq!(placed.words[1].time.map(|time| time.end), Some(Millis(900)));
        assert_eq!(
            placed.words[2].time.map(|time| time.start),
            Some(Millis(2000))
        );
    }

    #[test]
    fn frames_that_are_a_little_off_meet_at_the_silence() {
        let voiced = [span(300, 1400), span(1900, 2500)];
        let framed = [text(0, 2000, "I led"), text(2000, 2600, "it")];
        let placed = place(&framed, &voiced);
        assert_eq!(
            placed.words[1].time.map(|time| time.end),
            Some(Millis(1400))
        );
        assert_eq!(timed(&placed)[2], ("it", 1900, 2500));
    }

    #[test]
    fn text_after_the_last_voice_is_set_apart() {
        let framed = [
            text(0, 2400, "It was zero."),
            text(2400, 4400, "Thank you."),
        ];
        let placed = place(&framed, &[span(200, 2500)]);
        assert_eq!(placed.words.len(), 3);
        assert_eq!(apart(&placed), [("Thank you.", NOBODY_SPOKE)]);
        assert_eq!(placed.dropped[0].time, span(2400, 4400));
    }

    #[test]
    fn a_short_last_word_is_not_taken_for_a_phantom() {
        let framed = [text(0, 5000, "and then it was"), text(5000, 5600, "done.")];
        let placed = place(&framed, &[span(200, 5300)]);
        assert_eq!(timed(&placed)[4], ("done.", 5000, 5300));
    }

    #[test]
    fn text_in_a_long_silence_is_set_apart() {
        let framed = [
            text(0, 1000, "One."),
            text(3000, 4000, "Bye."),
            text(7000, 8000, "Two."),
        ];
        let placed = place(&framed, &[span(0, 1000), span(7000, 8000)]);
        assert_eq!(timed(&placed), [("One.", 0, 1000), ("Two.", 7000, 8000)]);
        assert_eq!(apart(&placed), [("Bye.", NOBODY_SPOKE)]);
    }

    #[test]
    fn notes_about_sounds_are_set_apart() {
        let framed = [text(0, 2000, "[BLANK_AUDIO] I led (soft music), ♪ la la ♪")];
        let placed = place(&framed, &[span(0, 2000)]);
        assert_eq!(timed(&placed), [("I", 0, 666), ("led", 666, 2000)]);
        assert_eq!(
            apart(&placed),
            [
                ("[BLANK_AUDIO]", NOT_SPEECH),
                ("(soft music),", NOT_SPEECH),
                ("♪ la la ♪", NOT_SPEECH)
            ]
        );
    }

    #[test]
    fn a_bracket_that_never_closes_is_text() {
        let placed = place(&[text(0, 2000, "(I led it")], &[span(0, 2000)]);
        assert_eq!(placed.words.len(), 3);
        assert_eq!(apart(&placed), []);
    }

    #[test]
    fn a_loop_is_kept_once_and_its_copies_set_apart() {
        let framed = [
            text(0, 1000, "I fixed it. I fixed it."),
            text(1000, 2000, "I fixed it. i fixed it, and left"),
        ];
        let placed = place(&framed, &[span(0, 2000)]);
        let kept: Vec<_> = placed.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(kept, ["I", "fixed", "it.", "and", "left"]);
        assert_eq!(
            apart(&placed),
            [
                ("I fixed it.", REPEATED),
                ("I fixed it. i fixed it,", REPEATED)
            ]
        );
    }

    #[test]
    fn a_speaker_may_repeat_a_word() {
        let placed = place(&[text(0, 2000, "no no no no I I I was")], &[span(0, 2000)]);
        assert_eq!(placed.words.len(), 8);
        assert_eq!(apart(&placed), []);
    }

    prop_compose! {
        /// Spans in order that do not touch.
        fn spans(most: usize)(lengths in prop::collection::vec((1_u64..2000, 1_u64..3000), 0..most)) -> Vec<Span> {
            let mut at = 0;
            lengths
                .into_iter()
                .map(|(gap, length)| {
                    let voice = span(at + gap, at + gap + length);
                    at = voice.end.0;
                    voice
                })
                .collect()
        }
    }

    prop_compose! {
        fn texts()(frames in spans(6), words in prop::collection::vec("[a-z0-9%.,\\[\\]]{1,9}( [a-z0-9%.,]{1,9}){0,12}", 6)) -> Vec<Framed> {
            let pairs = frames.into_iter().zip(words);
            pairs.map(|(frame, words)| text(frame.start.0, frame.end.0, &words)).collect()
        }
    }

    proptest! {
        #[test]
        fn every_word_is_placed_or_set_apart(framed in texts(), voiced in spans(12)) {
            let placed = place(&framed, &voiced);
            let apart: usize = placed.dropped.iter().map(|d| d.text.split(' ').count()).sum();
            let given: usize = framed.iter().map(|text| text.words.len()).sum();
            prop_assert_eq!(placed.words.len() + apart, given);
        }

        #[test]
        fn words_run_forward_inside_voice_and_bridge_no_pause(framed in texts(), voiced in spans(12)) {
            let mut reached = Millis::ZERO;
            for (_, start, end) in timed(&place(&framed, &voiced)) {
                prop_assert!(reached <= Millis(start) && start <= end);
                reached = Millis(end);
                prop_assert!(voiced.iter().any(|v| v.start.0 <= start && start <= v.end.0));
                prop_assert!(voiced.iter().any(|v| v.start.0 <= end && end <= v.end.0));
                for silence in silences(&voiced).filter(|s| s.length() >= PAUSE) {
                    prop_assert!(!(start < silence.start.0 && silence.end.0 < end));
                }
            }
        }
    }
}
