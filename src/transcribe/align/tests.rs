use super::*;
use proptest::prelude::*;

fn text(start: u64, end: u64, words: &str) -> Framed {
    let words = words.split_whitespace().map(|text| Word {
        text: text.into(),
        time: None,
        unwritten: false,
    });
    Framed {
        frame: span(start, end),
        words: words.collect(),
        probability: 300,
    }
}

fn sure(start: u64, end: u64, words: &str, probability: PerMille) -> Framed {
    Framed {
        probability,
        ..text(start, end, words)
    }
}

/// Aligns with voice in sound where nothing else is audible.
fn place(framed: &[Framed], voiced: &[Span]) -> Transcript {
    super::place(
        framed,
        Sound {
            voiced,
            audible: &[],
        },
    )
}

fn span(start: u64, end: u64) -> Span {
    Span::new(Millis(start), Millis(end))
}

fn timed(placed: &Transcript) -> Vec<(&str, u64, u64)> {
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

fn apart(placed: &Transcript) -> Vec<(&str, &str)> {
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
    assert_eq!(apart(&placed), [("Thank you.", NO_SPEECH)]);
    assert_eq!(placed.dropped[0].time, span(2400, 4400));
}

#[test]
fn a_short_last_word_is_not_set_apart() {
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
    assert_eq!(apart(&placed), [("Bye.", NO_SPEECH)]);
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
        text(0, 400, "I fixed it. I fixed it."),
        text(400, 1000, "I fixed it. i fixed it, and left"),
    ];
    let placed = place(&framed, &[span(0, 1000)]);
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
fn copies_for_which_there_is_sound_were_said() {
    let framed = [text(0, 4000, "uh uh uh uh uh uh uh uh and so")];
    let placed = place(&framed, &[span(0, 4000)]);
    assert_eq!((placed.words.len(), apart(&placed)), (10, vec![]));
    // Soft speech that the detector misses.
    let framed = [text(0, 4000, "no. I did. no. I did. no. I did. no. I did.")];
    let audible = [span(0, 4000)];
    let sound = Sound {
        voiced: &[],
        audible: &audible,
    };
    let placed = super::place(&framed, sound);
    assert_eq!((placed.words.len(), apart(&placed)), (12, vec![]));
}

#[test]
fn text_between_two_borders_in_one_silence_keeps_its_voice() {
    let voiced = [span(0, 2000), span(2550, 4200)];
    let framed = [
        text(0, 1900, "we rolled it out"),
        text(1900, 2850, "on Monday"),
        text(2850, 4200, "and it held"),
    ];
    let placed = place(&framed, &voiced);
    assert_eq!((placed.words.len(), apart(&placed)), (9, vec![]));
}

#[test]
fn words_over_audible_sound_are_kept_without_a_detected_voice() {
    let audible = [span(1000, 3000), span(3500, 5000)];
    let sound = Sound {
        voiced: &[],
        audible: &audible,
    };
    let placed = super::place(&[text(800, 5200, "I have a cold today")], sound);
    assert_eq!((placed.words.len(), apart(&placed)), (5, vec![]));
    assert_eq!(timed(&placed)[0].1, 1000);
    // Too short for so many words, but the recogniser is fairly sure.
    let brief = [span(1000, 1100)];
    let sound = Sound {
        voiced: &[],
        audible: &brief,
    };
    let words = "I was the one who found it";
    assert_eq!(
        super::place(&[sure(800, 3000, words, 600)], sound)
            .words
            .len(),
        7
    );
    assert_eq!(
        super::place(&[sure(800, 3000, words, 400)], sound)
            .words
            .len(),
        0
    );
}

#[test]
fn certain_text_is_kept_in_its_frame() {
    let placed = place(&[sure(500, 1500, "yes indeed", 950)], &[]);
    assert_eq!(timed(&placed), [("yes", 500, 863), ("indeed", 863, 1500)]);
    let placed = place(&[sure(500, 1500, "Thank you.", 850)], &[]);
    assert_eq!(apart(&placed), [("Thank you.", NO_SPEECH)]);
}

#[test]
fn a_note_may_have_blanks_inside_its_brackets() {
    let placed = place(&[text(0, 2000, "[ Inaudible ] I led")], &[span(0, 2000)]);
    assert_eq!(placed.words.len(), 2);
    assert_eq!(apart(&placed), [("[ Inaudible ]", NOT_SPEECH)]);
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
    fn words_run_forward_inside_sound_or_frame(framed in texts(), voiced in spans(12), audible in spans(12), p in 0_u16..=1000) {
        let framed: Vec<Framed> = framed.into_iter().map(|text| Framed { probability: p, ..text }).collect();
        let sound = Sound { voiced: &voiced, audible: &audible };
        let mut reached = Millis::ZERO;
        for (_, start, end) in timed(&super::place(&framed, sound)) {
            prop_assert!(reached <= Millis(start) && start <= end);
            reached = Millis(end);
            let frames = framed.iter().map(|text| &text.frame);
            let mut places = voiced.iter().chain(&audible).chain(frames);
            prop_assert!(places.any(|v| v.start.0 <= start && start <= v.end.0));
        }
    }

    #[test]
    fn words_in_voice_bridge_no_pause(framed in texts(), voiced in spans(12)) {
        for (_, start, end) in timed(&place(&framed, &voiced)) {
            for silence in silences(&voiced).filter(|s| s.length() >= PAUSE) {
                prop_assert!(!(start < silence.start.0 && silence.end.0 < end));
            }
        }
    }
}
