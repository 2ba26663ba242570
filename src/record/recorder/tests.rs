#![allow(
    clippy::single_range_in_vec_init,
    reason = "one stretch is the usual list of stretches"
)]
#![allow(clippy::unwrap_used, reason = "tests")]
use super::*;
use crate::session::Event;

const RATE: u32 = 1000;

/// A scripted microphone whose frames count upwards, in blocks of 100 ms.
#[derive(Default)]
struct Script {
    frames: u64,
    last: Duration,
    happens: Vec<(u64, SourceRead)>,
    away: bool,
}

impl Source for Script {
    fn rate(&self) -> u32 {
        RATE
    }
    fn read(&mut self, now: Duration, into: &mut Vec<f32>) -> SourceRead {
        let at = now.as_millis() as u64;
        if self.happens.first().is_some_and(|(when, _)| *when <= at) {
            let (_, heard) = self.happens.remove(0);
            self.away = matches!(heard, SourceRead::Away(_));
            self.last = now;
            return heard;
        }
        if self.away {
            return SourceRead::Away(Disconnection {
                why: "unplugged".into(),
                so_far: now.saturating_sub(self.last),
            });
        }
        while self.last + Duration::from_millis(100) <= now {
            for _ in 0..100 {
                self.frames += 1;
                into.push(((self.frames % 30_000) + 1) as f32 / 32_768.0);
            }
            self.last += Duration::from_millis(100);
        }
        SourceRead::Sound { dropped: 0 }
    }
    fn ahead(&self, at: Duration) -> i64 {
        at.as_millis() as i64 - self.last.as_millis() as i64
    }
    fn lost_frames(&self) -> u64 {
        0
    }
    fn drift_ppm(&self) -> Option<i32> {
        None
    }
}

#[derive(Default)]
struct Memory {
    sound: Vec<i16>,
    marks: Vec<Mark>,
}

impl TakeSink for Memory {
    fn sound(&mut self, frames: &[i16]) {
        self.sound.extend_from_slice(frames);
    }
    fn mark(&mut self, mark: &Mark) {
        self.marks.push(mark.clone());
    }
    fn tend(&mut self, _: Duration) {}
}

fn play(source: Script, asks: &[(u64, SectionRequest)]) -> (Recording, Memory) {
    play_waiting(source, asks, 3)
}

fn play_waiting(
    source: Script,
    asks: &[(u64, SectionRequest)],
    from: usize,
) -> (Recording, Memory) {
    let ids = ["situation", "task", "action"].map(str::to_owned).to_vec();
    let mut recorder = Recorder::waiting(source, Memory::default(), ids, from);
    let mut asks = asks.iter().peekable();
    for at in (0..120_000).step_by(10) {
        let now = Duration::from_millis(at);
        while let Some((when, ask)) = asks.next_if(|(when, _)| *when <= at) {
            recorder.ask(*ask, Duration::from_millis(*when));
        }
        if !recorder.step(now) {
            break;
        }
    }
    let (recording, memory, _) = recorder.finish();
    (recording, memory)
}

#[test]
fn sections_are_cut_where_the_keys_were_pressed_though_sound_comes_in_blocks() {
    let asks = [
        (1234, SectionRequest::Next),
        (5678, SectionRequest::Next),
        (9012, SectionRequest::Next),
        (12_345, SectionRequest::Next),
    ];
    let (recording, memory) = play(Script::default(), &asks);
    let tries: Vec<_> = recording
        .spoken
        .iter()
        .map(|one| one.tries[0].clone())
        .collect();
    assert_eq!(tries, [[0..4444], [4444..7778], [7778..11_111]]);
    assert_eq!(recording.frames, 11_111);
    // Frame n of the take is what was captured n frames after the first key.
    let expected: Vec<i16> = (0..11_111)
        .map(|at| ((1234 + at + 1) % 30_000 + 1) as i16)
        .collect();
    assert_eq!(memory.sound, expected);
    assert_eq!(memory.marks, recording.marks);
}

#[test]
fn sound_before_an_answer_begins_is_not_recorded() {
    // The second begins 40 ms after the first ended, while frames of the first are still arriving.
    let asks = [
        (1234, SectionRequest::Next),
        (5678, SectionRequest::Next),
        (5718, SectionRequest::Next),
        (9012, SectionRequest::Next),
        (20_345, SectionRequest::Next),
        (22_001, SectionRequest::Next),
    ];
    let (recording, memory) = play_waiting(Script::default(), &asks, 1);
    let tries: Vec<_> = recording
        .spoken
        .iter()
        .map(|one| one.tries[0].clone())
        .collect();
    assert_eq!(tries, [[0..4444], [4444..7738], [7738..9394]]);
    let heard = (1234..5678).chain(5718..9012).chain(20_345..22_001);
    let expected: Vec<i16> = heard.map(|at| ((at + 1) % 30_000 + 1) as i16).collect();
    assert_eq!(memory.sound, expected);
}

#[test]
fn a_microphone_that_went_away_leaves_silence_and_a_gap() {
    let source = Script {
        happens: vec![
            (
                4000,
                SourceRead::Away(Disconnection {
                    why: "unplugged".into(),
                    so_far: Duration::ZERO,
                }),
            ),
            (7000, SourceRead::Back { missing: 3100 }),
        ],
        ..Script::default()
    };
    let (recording, memory) = play(
        source,
        &[(1000, SectionRequest::Next), (9000, SectionRequest::Finish)],
    );
    assert_eq!(recording.gaps(), [2900..6000]);
    assert!(memory.sound[2900..6000].iter().all(|frame| *frame == 0));
    assert!(memory.sound[..2900].iter().all(|frame| *frame != 0));
    assert_eq!(recording.spoken[0].tries, [[0..2900, 6000..8000]]);
}

#[test]
fn dropped_frames_are_counted_and_become_silence() {
    let source = Script {
        happens: vec![(4000, SourceRead::Sound { dropped: 500 })],
        ..Script::default()
    };
    let (recording, memory) = play(
        source,
        &[(1000, SectionRequest::Next), (9000, SectionRequest::Finish)],
    );
    assert_eq!(recording.lost_frames, 500);
    assert_eq!(
        memory.sound.iter().filter(|frame| **frame == 0).count(),
        500
    );
}

/// The first answer ends 10 ms after the last block, and the next begins 40 ms later: of the missing
/// frames, the first 10 belong to the end of the first, and the next 40 to neither.
#[test]
fn frames_dropped_between_two_answers_cut_neither() {
    // Dropped frames; zeros at the end of the first answer and at the beginning of the
    // second; the sample after them.
    for (dropped, last, first, then) in [(100, 10, 50, 5602), (30, 10, 0, 5622), (5, 5, 0, 5647)] {
        let source = Script {
            happens: vec![(5700, SourceRead::Sound { dropped })],
            ..Script::default()
        };
        let asks = [
            (1234, SectionRequest::Next),
            (5610, SectionRequest::Next),
            (5650, SectionRequest::Next),
            (9012, SectionRequest::Finish),
        ];
        let (recording, memory) = play_waiting(source, &asks, 1);
        assert_eq!(recording.spoken[0].tries, [[0..4376]]);
        assert_eq!(recording.spoken[1].tries[0][0].start, 4376);
        let zeros = |frames: &[i16]| frames.iter().filter(|frame| **frame == 0).count();
        let (before, after) = memory.sound.split_at(4376);
        assert_eq!(
            (zeros(before), zeros(after)),
            (last, first),
            "{dropped} dropped"
        );
        assert_eq!(after[first], then, "{dropped} dropped");
    }
}

#[test]
fn frames_dropped_after_an_answer_belong_to_it() {
    let source = Script {
        happens: vec![(5700, SourceRead::Sound { dropped: 100 })],
        ..Script::default()
    };
    let asks = [
        (1234, SectionRequest::Next),
        (5610, SectionRequest::Next),
        (7000, SectionRequest::Next),
        (9012, SectionRequest::Finish),
    ];
    let (recording, memory) = play_waiting(source, &asks, 1);
    assert_eq!(recording.spoken[0].tries, [[0..4376]]);
    assert_eq!(memory.sound[4366..4376], [0; 10]);
    // 100 frames never arrived, so the sound at 7000 is frame 6900 of those that did.
    assert_eq!(memory.sound[4376], 6902);
}

#[test]
fn finishing_without_a_microphone_keeps_what_was_said() {
    let source = Script {
        happens: vec![(
            4000,
            SourceRead::Away(Disconnection {
                why: "unplugged".into(),
                so_far: Duration::ZERO,
            }),
        )],
        ..Script::default()
    };
    let (recording, _) = play(
        source,
        &[(1000, SectionRequest::Next), (6000, SectionRequest::Finish)],
    );
    assert_eq!(recording.spoken[0].tries, [[0..2900]]);
    assert_eq!(
        recording.marks.last().map(|mark| &mark.event),
        Some(&Event::Finish)
    );
}

/// Whether sound or lost sound comes last.
#[test]
fn a_take_ends_at_the_last_frame_that_can_be_read_back() {
    let longest = LONGEST_TAKE.frames(RATE);
    for lost in [longest - 2950, 2 * longest] {
        let source = Script {
            happens: vec![(4000, SourceRead::Sound { dropped: lost })],
            ..Script::default()
        };
        let (recording, memory) = play(source, &[(1000, SectionRequest::Next)]);
        assert_eq!(recording.frames, longest);
        assert_eq!(memory.sound.len() as u64, longest);
        assert_eq!(recording.spoken[0].tries, [[0..longest]]);
        let last = recording.marks.last().unwrap();
        assert_eq!((last.frame, &last.event), (longest, &Event::Finish));
        assert!(recording.is_full());
    }
    let (recording, _) = play(
        Script::default(),
        &[(1000, SectionRequest::Next), (9000, SectionRequest::Finish)],
    );
    assert!(!recording.is_full());
}

#[test]
fn a_take_is_three_hours_long_at_the_most_and_never_more_than_can_be_read_back() {
    for (rate, minutes) in [
        (8000, 180),
        (44_100, 180),
        (48_000, 180),
        (96_000, 93),
        (192_000, 46),
    ] {
        let frames = longest(rate);
        assert!(frames <= MOST_SAMPLES, "{rate}: {frames}");
        assert_eq!(frames / u64::from(rate) / 60, minutes, "at {rate}");
    }
    assert_eq!(longest(192_000), MOST_SAMPLES);
}

#[test]
fn a_key_older_than_the_sound_still_lands_where_it_was_pressed() {
    let mut recorder = Recorder::new(
        Script::default(),
        Memory::default(),
        vec!["situation".into(), "task".into()],
    );
    recorder.ask(SectionRequest::Next, Duration::ZERO);
    recorder.step(Duration::from_millis(3000));
    recorder.ask(SectionRequest::Next, Duration::from_millis(2950));
    recorder.step(Duration::from_millis(3100));
    let (recording, ..) = recorder.finish();
    assert_eq!(recording.spoken[0].tries, [[0..2950]]);
}

#[test]
fn a_take_whose_end_was_given_up_is_as_long_as_what_was_kept() {
    let asks = [
        (1000, SectionRequest::Next),
        (5000, SectionRequest::Next),
        (9000, SectionRequest::Finish),
    ];
    let (mut recording, _) = play(Script::default(), &asks);
    assert_eq!(recording.frames, 8000);
    recording.cut_to(6500);
    assert_eq!(recording.frames, 6500);
    let tries: Vec<_> = recording
        .spoken
        .iter()
        .map(|one| (one.id.as_str(), one.tries[0].clone()))
        .collect();
    assert_eq!(
        tries,
        [("situation", vec![0..4000]), ("task", vec![4000..6500])]
    );
    assert_eq!(recording.marks.last().map(|mark| mark.frame), Some(6500));
}

/// A headset that sends exact zeros at first, and then one phrase after another.
struct Headset {
    asleep: u64,
    read: u64,
    /// The frame from which on there is no voice.
    silent: u64,
}

const HEADSET: u32 = 16_000;

impl Source for Headset {
    fn rate(&self) -> u32 {
        HEADSET
    }
    fn read(&mut self, now: Duration, into: &mut Vec<f32>) -> SourceRead {
        let here = now.as_millis() as u64 * 16;
        for at in self.read..here {
            // A phrase of 1.1 s, a pause of 0.4 s, repeated.
            let phrase = f32::from(u8::from(at % 24_000 < 18_000));
            let hum = phrase * (at as f32 * 0.05).sin() * 0.2 * (1.0 + (at as f32 * 0.002).sin());
            let hiss = ((at * 7919) % 101) as f32 * 1e-6 + 1e-6;
            into.push(match at {
                at if at < self.asleep => 0.0,
                at if at < self.silent => hum + hiss,
                _ => hiss,
            });
        }
        self.read = self.read.max(here);
        SourceRead::Sound { dropped: 0 }
    }
    fn ahead(&self, at: Duration) -> i64 {
        (at.as_millis() as u64 * 16) as i64 - self.read as i64
    }
    fn lost_frames(&self) -> u64 {
        0
    }
    fn drift_ppm(&self) -> Option<i32> {
        None
    }
}

/// Presses the first key at 100 ms and the last at `end`; returns the recording, its storage and the views.
fn with_headset(source: Headset, end: u64) -> (Recording, Memory, Vec<View>) {
    let ids = vec!["situation".to_owned()];
    let recorder = Recorder::new(source, Memory::default(), ids);
    let mut recorder = recorder.listening_on(Millis(500));
    let mut views = Vec::new();
    for at in (0..20_000).step_by(10) {
        let now = Duration::from_millis(at);
        match at {
            100 => drop(recorder.ask(SectionRequest::Next, now)),
            at if at == end => drop(recorder.ask(SectionRequest::Next, now)),
            _ => {}
        }
        if !recorder.step(now) {
            break;
        }
        views.push(recorder.view(now));
    }
    let (recording, memory, _) = recorder.finish();
    (recording, memory, views)
}

#[test]
fn the_clock_starts_with_the_first_sound_of_a_headset_that_wakes() {
    let headset = Headset {
        asleep: 16 * 800,
        read: 0,
        silent: u64::MAX,
    };
    let (recording, memory, views) = with_headset(headset, 5_000);
    // Key at 0.1 s, sound from 0.8 s, key at 5 s, half a second of voice after it.
    let spoken = recording.spoken[0].spans(HEADSET);
    assert_eq!(spoken, [crate::time::Span::new(Millis(0), Millis(4_700))]);
    assert_ne!(memory.sound[1], 0);
    assert!(!views[50].hearing && views[50].section == Millis::ZERO);
    assert!(views[100].hearing && views[100].section > Millis(150));
}

#[test]
fn a_microphone_that_stays_silent_is_not_waited_for_for_ever() {
    let muted = Headset {
        asleep: u64::MAX,
        read: 0,
        silent: 0,
    };
    let (recording, _, views) = with_headset(muted, 10_000);
    let spoken = recording.spoken[0].spans(HEADSET);
    // The three seconds of waiting do not count as time of the section.
    assert!(spoken[0].length().0.abs_diff(6_900) < 50, "{spoken:?}");
    assert!(!views[200].hearing && views[400].hearing && views[900].all_zero);
}

#[test]
fn the_last_word_is_kept_and_silence_after_the_last_key_is_not() {
    for (silent, length) in [(u64::MAX, 5_400), (5_200, 5_100), (4_000, 4_900)] {
        let headset = Headset {
            asleep: 0,
            read: 0,
            silent: silent.saturating_mul(16),
        };
        let (recording, memory, _) = with_headset(headset, 5_000);
        let spoken = recording.spoken[0].spans(HEADSET);
        let off = spoken[0].length().0.abs_diff(length);
        assert!(off < 150, "silent from {silent}: {spoken:?}");
        assert_eq!(recording.frames, 16 * 5_400);
        assert_eq!(memory.sound.len() as u64, recording.frames);
        let end = memory.marks.last().unwrap();
        assert_eq!(end.event, Event::Finish);
        assert_eq!(memory.marks.len(), 3);
    }
}

/// Situation with a voice, then the Task, back to the Situation, and forward again: whether the Task is
/// waited at as told, where the voice ends at `silent` milliseconds.
fn task_is_told(silent: u64) -> bool {
    let headset = Headset {
        asleep: 0,
        read: 0,
        silent: silent.saturating_mul(16),
    };
    let ids = ["situation", "task", "action"].map(str::to_owned).to_vec();
    let mut recorder = Recorder::new(headset, Memory::default(), ids);
    let keys = [
        (100, SectionRequest::Next),
        (5_000, SectionRequest::Next),
        (7_200, SectionRequest::Back),
        (9_400, SectionRequest::Next),
    ];
    for at in (0..10_000).step_by(10) {
        let now = Duration::from_millis(at);
        for (_, ask) in keys.iter().filter(|(when, _)| *when == at) {
            assert_eq!(recorder.ask(*ask, now), RequestResult::Done);
        }
        recorder.step(now);
    }
    let view = recorder.view(Duration::from_millis(10_000));
    assert_eq!(view.at, 1);
    assert_eq!(view.told, view.phase == Phase::Ready);
    view.told
}

#[test]
fn a_section_in_which_nobody_spoke_is_told_again_and_not_waited_at_as_told() {
    assert!(task_is_told(u64::MAX));
    assert!(task_is_told(6_500));
    assert!(!task_is_told(4_900));
}
