#![allow(
    clippy::single_range_in_vec_init,
    reason = "one stretch is the usual list of stretches"
)]
#![allow(clippy::unwrap_used, reason = "tests")]
use super::*;
use crate::record::spoken::gaps;
use proptest::prelude::*;
use std::ops::Range;

const RATE: u32 = 1000;

fn five() -> Sections {
    let ids = ["situation", "task", "action", "result", "reflection"];
    Sections::new(ids.map(str::to_owned).to_vec(), 5, RATE)
}

#[test]
fn five_sections_one_after_the_other() {
    let mut sections = five();
    for frame in [0, 30_000, 50_000, 140_000, 160_000, 175_000] {
        assert_eq!(
            sections.ask(SectionRequest::Next, frame),
            RequestResult::Done
        );
    }
    assert_eq!(sections.phase(), Phase::Done);
    let lengths: Vec<u64> = sections
        .spoken(175_000)
        .iter()
        .map(|section| frames(section.kept(RATE).expect("long enough")))
        .collect();
    assert_eq!(lengths, [30_000, 20_000, 90_000, 20_000, 15_000]);
}

#[test]
fn a_key_that_repeats_by_itself_is_one_press() {
    let mut sections = five();
    assert_eq!(sections.ask(SectionRequest::Next, 0), RequestResult::Done);
    for frame in [30, 60, 90, 699] {
        assert_eq!(
            sections.ask(SectionRequest::Next, frame),
            RequestResult::TooSoon
        );
    }
    assert_eq!(sections.ask(SectionRequest::Next, 700), RequestResult::Done);
    assert_eq!(sections.at(), 1);
}

/// A story of two sections, then two questions that wait.
fn with_questions() -> Sections {
    let ids = ["task", "action", "follow-up-a", "follow-up-b"];
    Sections::new(ids.map(str::to_owned).to_vec(), 2, RATE)
}

#[test]
fn a_question_waits_until_the_candidate_begins() {
    let mut sections = with_questions();
    sections.ask(SectionRequest::Next, 0);
    sections.ask(SectionRequest::Next, 4000);
    assert_eq!(
        sections.ask(SectionRequest::Next, 9000),
        RequestResult::Done
    );
    assert_eq!((sections.phase(), sections.at()), (Phase::Ready, 2));
    // Nothing is recorded while it waits: the take continues where the section ended.
    assert_eq!(
        sections.ask(SectionRequest::Pause, 9000),
        RequestResult::Nothing
    );
    assert_eq!(sections.ask(SectionRequest::Next, 0), RequestResult::Done);
    sections.ask(SectionRequest::Next, 14_000);
    sections.ask(SectionRequest::Next, 0);
    sections.ask(SectionRequest::Next, 20_000);
    assert_eq!(sections.phase(), Phase::Done);
    let spoken = sections.spoken(20_000);
    let tries: Vec<_> = spoken.iter().map(|one| one.tries[0].clone()).collect();
    assert_eq!(
        tries,
        [[0..4000], [4000..9000], [9000..14_000], [14_000..20_000]]
    );
}

#[test]
fn a_question_is_not_left_backwards() {
    let mut sections = with_questions();
    sections.ask(SectionRequest::Next, 0);
    sections.ask(SectionRequest::Next, 5000);
    sections.ask(SectionRequest::Next, 9000);
    assert_eq!((sections.phase(), sections.at()), (Phase::Ready, 2));
    assert_eq!(
        sections.ask(SectionRequest::Back, 9000),
        RequestResult::Nothing
    );
    sections.ask(SectionRequest::Next, 0);
    let marks = sections.marks().len();
    assert_eq!(
        sections.ask(SectionRequest::Back, 12_000),
        RequestResult::First
    );
    assert_eq!((sections.phase(), sections.at()), (Phase::Speaking, 2));
    assert_eq!(sections.marks().len(), marks);
    sections.ask(SectionRequest::Next, 16_000);
    assert_eq!((sections.phase(), sections.at()), (Phase::Ready, 3));
    assert_eq!(sections.ask(SectionRequest::Back, 0), RequestResult::Done);
    assert_eq!((sections.phase(), sections.at()), (Phase::Ready, 2));
    sections.ask(SectionRequest::Finish, 0);
    assert_eq!(sections.phase(), Phase::Done);
}

#[test]
fn a_border_within_an_answer_is_a_mark_and_ends_nothing() {
    let mut answer = Sections::new(vec!["answer".into()], 1, RATE);
    assert_eq!(
        answer.ask(SectionRequest::Border, 0),
        RequestResult::Nothing
    );
    answer.ask(SectionRequest::Next, 0);
    assert_eq!(
        answer.ask(SectionRequest::Border, 300),
        RequestResult::TooSoon
    );
    assert_eq!(
        answer.ask(SectionRequest::Border, 9000),
        RequestResult::Done
    );
    answer.ask(SectionRequest::Next, 20_000);
    assert_eq!(answer.phase(), Phase::Done);
    assert_eq!(answer.spoken(20_000)[0].tries, [[0..20_000]]);
    let borders = answer
        .marks()
        .iter()
        .filter(|mark| mark.event == Event::Border);
    assert_eq!(borders.map(|mark| mark.frame).collect::<Vec<_>>(), [9000]);
}

#[test]
fn back_speaks_the_section_before_again() {
    let mut sections = five();
    sections.ask(SectionRequest::Next, 0);
    sections.ask(SectionRequest::Next, 5000);
    sections.ask(SectionRequest::Back, 8000);
    sections.ask(SectionRequest::Finish, 12_000);
    let spoken = sections.spoken(12_000);
    assert_eq!(spoken[0].tries, [[0..5000], [8000..12_000]]);
    assert_eq!(spoken[1].tries, [[5000..8000]]);
}

#[test]
fn nothing_lies_before_the_first_section_and_its_try_goes_on() {
    let mut sections = five();
    sections.ask(SectionRequest::Next, 0);
    assert_eq!(
        sections.ask(SectionRequest::Back, 3000),
        RequestResult::First
    );
    sections.ask(SectionRequest::Pause, 4000);
    assert_eq!(
        sections.ask(SectionRequest::Back, 5000),
        RequestResult::First
    );
    assert_eq!(sections.phase(), Phase::Paused);
    sections.ask(SectionRequest::Pause, 6000);
    assert_eq!(
        sections.ask(SectionRequest::Redo, 8000),
        RequestResult::Again
    );
    sections.ask(SectionRequest::Finish, 12_000);
    let spoken = sections.spoken(12_000);
    assert_eq!(
        spoken[0].tries,
        [vec![0..4000, 6000..8000], vec![8000..12_000]]
    );
}

#[test]
fn leaving_while_paused_ends_the_pause() {
    let mut sections = five();
    sections.ask(SectionRequest::Next, 0);
    sections.ask(SectionRequest::Pause, 2000);
    assert_eq!(sections.paused_frames(2600), 600);
    sections.ask(SectionRequest::Next, 4000);
    assert_eq!(sections.phase(), Phase::Speaking);
    assert_eq!(sections.spoken(6000)[0].tries, [[0..2000]]);
    assert_eq!(sections.spoken(6000)[1].tries, [[4000..6000]]);
}

#[test]
fn a_mark_ahead_of_a_lost_microphone_moves_back() {
    let mut sections = five();
    sections.ask(SectionRequest::Next, 0);
    sections.ask(SectionRequest::Next, 5300);
    sections.microphone_lost(5000);
    assert_eq!(
        sections.ask(SectionRequest::Next, 5400),
        RequestResult::NoMicrophone
    );
    sections.microphone_back(8000);
    sections.ask(SectionRequest::Finish, 10_000);
    let spoken = sections.spoken(10_000);
    assert_eq!(spoken[0].tries, [[0..5000]]);
    assert_eq!(spoken[1].tries, [[8000..10_000]]);
}

#[derive(Debug, Clone)]
enum Happening {
    Ask(SectionRequest),
    Lost,
    Back(u64),
}

fn happenings() -> impl Strategy<Value = Vec<(u64, u64, Happening)>> {
    let what = prop_oneof![
        4 => Just(Happening::Ask(SectionRequest::Next)),
        2 => Just(Happening::Ask(SectionRequest::Redo)),
        2 => Just(Happening::Ask(SectionRequest::Pause)),
        1 => Just(Happening::Ask(SectionRequest::Back)),
        1 => Just(Happening::Lost),
        1 => (0..9000_u64).prop_map(Happening::Back),
    ];
    // Frames until the event, how far the key lies ahead of the sound, and the event.
    prop::collection::vec((0..6000_u64, 0..350_u64, what), 0..60)
}

/// Applies the events; returns the state machine and the length of the take.
fn play(happenings: &[(u64, u64, Happening)]) -> (Sections, u64) {
    let mut sections = five();
    let mut length = 0;
    for (pass, ahead, what) in happenings {
        if !sections.lost() {
            length += pass;
        }
        match what {
            Happening::Ask(ask) => {
                sections.ask(*ask, length + ahead);
            }
            Happening::Lost => sections.microphone_lost(length),
            Happening::Back(gap) if sections.lost() => {
                length += gap;
                sections.microphone_back(length);
            }
            Happening::Back(_) => {}
        }
    }
    sections.nothing_after(length);
    sections.finish(length);
    (sections, length)
}

proptest! {
    #[test]
    fn marks_are_ordered_and_within_the_take(happenings in happenings()) {
        let (sections, length) = play(&happenings);
        let frames: Vec<u64> = sections.marks().iter().map(|mark| mark.frame).collect();
        prop_assert!(frames.is_sorted());
        prop_assert!(frames.iter().all(|frame| *frame <= length));
    }

    #[test]
    fn no_frame_belongs_to_two_and_none_is_unaccounted_for(happenings in happenings()) {
        let (sections, length) = play(&happenings);
        let spoken = sections.spoken(length);
        let mut all: Vec<Range<u64>> = spoken
            .iter()
            .flat_map(|section| section.tries.iter().flatten().cloned())
            .collect();
        all.sort_by_key(|range| range.start);
        for pair in all.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
        prop_assert!(all.iter().all(|range| !range.is_empty() && range.end <= length));

        // Spoken, paused, disconnected and before the first word: together the whole take.
        let (mut silent, mut at, mut open, mut paused, mut lost) = (0, 0, false, false, false);
        for mark in sections.marks() {
            if !open || paused || lost {
                silent += mark.frame - at;
            }
            at = mark.frame;
            match mark.event {
                Event::Start(_) => open = true,
                Event::End(_) | Event::Finish => open = false,
                Event::Pause => paused = true,
                Event::Resume => paused = false,
                Event::MicrophoneLost => lost = true,
                Event::MicrophoneBack => lost = false,
                Event::Border => {}
            }
        }
        silent += length - at;
        prop_assert_eq!(frames(&all) + silent, length);
        for gap in gaps(sections.marks(), length) {
            prop_assert!(all.iter().all(|range| range.end <= gap.start || gap.end <= range.start));
        }
    }

    #[test]
    fn every_start_is_a_try_and_nothing_is_forgotten(happenings in happenings()) {
        let (sections, length) = play(&happenings);
        let starts = sections
            .marks()
            .iter()
            .filter(|mark| matches!(mark.event, Event::Start(_)))
            .count();
        let tries: usize = sections.spoken(length).iter().map(|one| one.tries.len()).sum();
        prop_assert_eq!(starts, tries);
    }

    #[test]
    fn an_interrupted_take_reads_like_a_finished_one(happenings in happenings()) {
        let (sections, length) = play(&happenings);
        let marks = sections.marks();
        // Everything but the last words of the machine: what a journal holds after a crash.
        let cut = marks
            .iter()
            .rposition(|mark| !matches!(mark.event, Event::End(_) | Event::Finish))
            .map_or(0, |last| last + 1);
        if marks[cut..].iter().all(|mark| mark.frame == length) {
            prop_assert_eq!(spoken(&marks[..cut], length), spoken(marks, length));
        }
    }
}

fn starts(machine: &Sections) -> Vec<&str> {
    let marks = machine.marks().iter();
    marks
        .filter_map(|mark| match &mark.event {
            Event::Start(id) => Some(id.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn what_was_told_before_is_waited_at_and_kept_or_told_again() {
    let mut machine = five();
    let second = |n: u64| n * u64::from(RATE);
    machine.ask(SectionRequest::Next, 0);
    machine.ask(SectionRequest::Next, second(10));
    machine.ask(SectionRequest::Next, second(20));
    // From the third back to the first, which is told again.
    machine.ask(SectionRequest::Back, second(30));
    machine.ask(SectionRequest::Back, second(32));
    assert_eq!((machine.at(), machine.phase()), (0, Phase::Speaking));
    machine.ask(SectionRequest::Next, second(40));
    assert!(machine.told());
    assert_eq!((machine.at(), machine.phase()), (1, Phase::Ready));
    // The second stays; the third is told again.
    assert_eq!(machine.ask(SectionRequest::Next, 0), RequestResult::Done);
    assert_eq!((machine.at(), machine.told()), (2, true));
    assert_eq!(machine.ask(SectionRequest::Redo, 0), RequestResult::Again);
    assert_eq!((machine.phase(), machine.told()), (Phase::Speaking, false));
    machine.ask(SectionRequest::Next, second(50));
    // What was never told begins at once.
    assert_eq!((machine.at(), machine.phase()), (3, Phase::Speaking));
    let ids: Vec<String> = starts(&machine).into_iter().map(str::to_owned).collect();
    let names: Vec<&str> = ids.iter().map(String::as_str).collect();
    assert_eq!(names[..4], [names[0], names[1], names[2], names[1]]);
    assert_eq!(names.len(), 7);
}

#[test]
fn the_last_section_that_was_told_before_ends_the_take_when_it_is_kept() {
    let mut machine = Sections::new(vec!["a".into(), "b".into()], 2, RATE);
    let second = |n: u64| n * u64::from(RATE);
    machine.ask(SectionRequest::Next, 0);
    machine.ask(SectionRequest::Next, second(10));
    machine.ask(SectionRequest::Back, second(20));
    machine.ask(SectionRequest::Next, second(30));
    assert!(machine.told());
    // Back from there speaks the one before again.
    assert_eq!(machine.ask(SectionRequest::Back, 0), RequestResult::Done);
    assert_eq!((machine.at(), machine.phase()), (0, Phase::Speaking));
    machine.ask(SectionRequest::Next, second(40));
    machine.ask(SectionRequest::Next, 0);
    assert_eq!(machine.phase(), Phase::Done);
    let spoken = machine.spoken(second(40));
    assert_eq!(spoken[1].counted(RATE).count(), 1);
    assert_eq!(spoken[0].counted(RATE).count(), 3);
}
