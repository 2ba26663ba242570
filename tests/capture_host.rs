//! The microphone and the recorder over cpal's custom host: simulated sound, with faults at
//! chosen moments, on a clock that the test controls. Results are exact to the frame and take no real
//! time, so every fault can be tested at every moment.
#![allow(
    clippy::single_range_in_vec_init,
    reason = "one stretch is meant: a list of stretches is compared"
)]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests talk"
)]

#[path = "capture_host/opening.rs"]
mod opening;
#[path = "capture_host/world.rs"]
mod world;

use proptest::prelude::*;
use rehearse::audio::microphone::Microphone;
use rehearse::record::{
    Recorder, Recording, RequestResult, SectionRequest, Source, TakeSink, frames,
};
use rehearse::session::{Event, Mark};
use std::time::Duration;
use world::{Fault, Spec, World, sound};

/// Stores the take in memory.
#[derive(Default)]
struct Memory {
    take: Vec<i16>,
    marks: Vec<Mark>,
}

impl TakeSink for Memory {
    fn sound(&mut self, frames: &[i16]) {
        self.take.extend_from_slice(frames);
    }
    fn mark(&mut self, mark: &Mark) {
        self.marks.push(mark.clone());
    }
    fn tend(&mut self, _: Duration) {}
}

const SECTIONS: [&str; 5] = ["situation", "task", "action", "result", "reflection"];
/// The interval of the recording loop.
const STEP: Duration = Duration::from_millis(30);

fn seconds(time: f64) -> Duration {
    Duration::from_secs_f64(time)
}

/// A rehearsal in `world`: keys at given moments; the recording thread is suspended during `stalls`.
fn rehearse(
    world: &World,
    keys: &[(f64, SectionRequest)],
    stalls: &[(f64, f64)],
) -> (Recording, Memory, Vec<(f64, String)>) {
    let microphone = Microphone::open(world.host(), None, world.clock()).unwrap();
    let ids = SECTIONS.map(str::to_owned).to_vec();
    let mut recorder = Recorder::new(microphone, Memory::default(), ids);
    let mut keys = keys.iter().peekable();
    let mut told = Vec::new();
    let mut now = Duration::ZERO;
    while now < seconds(600.0) {
        now += STEP;
        while let Some((at, ask)) = keys.next_if(|(at, _)| seconds(*at) <= now) {
            world.run_until(seconds(*at));
            assert_eq!(
                recorder.ask(*ask, seconds(*at)),
                if *ask == SectionRequest::Redo {
                    RequestResult::Again
                } else {
                    RequestResult::Done
                },
                "{ask:?} at {at}"
            );
        }
        world.run_until(now);
        if stalls
            .iter()
            .any(|(from, to)| (seconds(*from)..seconds(*to)).contains(&now))
        {
            continue;
        }
        let more = recorder.step(now);
        if let Some(away) = recorder.view(now).away {
            told.push((now.as_secs_f64(), away.why));
        }
        if !more {
            let (recording, memory, _) = recorder.finish();
            return (recording, memory, told);
        }
    }
    panic!("the rehearsal did not end");
}

/// Five sections of 30, 20, 90, 20 and 15 s, at moments that no block ends at.
fn five() -> Vec<(f64, SectionRequest)> {
    [
        2.345_678,
        32.345_678,
        52.345_678,
        142.345_678,
        162.345_678,
        177.345_678,
    ]
    .map(|at| (at, SectionRequest::Next))
    .to_vec()
}

/// The frame that sounds at a moment.
fn first_frame(at: f64, rate: u32) -> u64 {
    ((seconds(at).as_nanos() * u128::from(rate) + 500_000_000) / 1_000_000_000) as u64
}

#[test]
fn five_sections_are_cut_exact_to_the_frame() {
    let world = World::new(Spec::default(), Vec::new());
    let (recording, memory, told) = rehearse(&world, &five(), &[]);
    let lengths: Vec<u64> = recording
        .spoken
        .iter()
        .map(|section| frames(section.kept(48_000).unwrap()))
        .collect();
    assert_eq!(lengths, [30, 20, 90, 20, 15].map(|length| length * 48_000));
    let from = first_frame(2.345_678, 48_000);
    for (at, frame) in memory.take.iter().enumerate() {
        assert_eq!(*frame, sound(from + at as u64), "frame {at}");
    }
    assert_eq!(recording.frames, 175 * 48_000);
    assert_eq!(recording.frames, memory.take.len() as u64);
    assert_eq!((recording.lost_frames, told.len()), (0, 0));
    assert!(recording.drift_ppm.is_some_and(|drift| drift.abs() < 20));
}

#[test]
fn a_disk_that_stalls_for_half_a_minute_costs_nothing() {
    let world = World::new(Spec::default(), Vec::new());
    let (recording, memory, _) = rehearse(&world, &five(), &[(60.0, 89.0)]);
    let from = first_frame(2.345_678, 48_000);
    assert!(
        memory
            .take
            .iter()
            .enumerate()
            .all(|(at, frame)| *frame == sound(from + at as u64))
    );
    assert_eq!(recording.lost_frames, 0);
}

#[test]
fn frames_beyond_the_ring_are_counted_and_time_stays_exact() {
    let world = World::new(Spec::default(), Vec::new());
    let (recording, memory, _) = rehearse(&world, &five(), &[(60.0, 100.0)]);
    let from = first_frame(2.345_678, 48_000);
    let zeros = memory.take.iter().filter(|frame| **frame == 0).count() as u64;
    assert!(
        recording.lost_frames > 7 * 48_000,
        "{}",
        recording.lost_frames
    );
    assert_eq!(recording.lost_frames, zeros);
    for (at, frame) in memory.take.iter().enumerate() {
        assert!(
            *frame == 0 || *frame == sound(from + at as u64),
            "frame {at}"
        );
    }
    assert_eq!(recording.frames, 175 * 48_000);
}

#[test]
fn an_overrun_of_the_sound_system_is_estimated() {
    let fault = Fault::Xrun {
        at: seconds(61.0),
        skip: 24_000,
    };
    let world = World::new(Spec::default(), vec![fault]);
    let (recording, _, told) = rehearse(&world, &five(), &[]);
    assert!(told.is_empty());
    assert!(
        recording.lost_frames.abs_diff(24_000) < 500,
        "{}",
        recording.lost_frames
    );
    assert_eq!(recording.gaps(), []);
}

#[test]
fn unreported_loss_is_estimated() {
    let fault = Fault::Silent {
        at: seconds(61.0),
        skip: 9600,
    };
    let world = World::new(Spec::default(), vec![fault]);
    let (recording, ..) = rehearse(&world, &five(), &[]);
    assert!(
        recording.lost_frames.abs_diff(9600) < 500,
        "{}",
        recording.lost_frames
    );
}

/// Outside the gap every frame is the simulated sound of its moment; the gap is silence.
fn whole_but_for_the_gap(recording: &Recording, memory: &Memory, rate: u32) {
    let from = first_frame(2.345_678, rate);
    let gaps = recording.gaps();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    let gap = gaps[0].clone();
    assert!(
        memory.take[gap.start as usize..gap.end as usize]
            .iter()
            .all(|frame| *frame == 0)
    );
    for (at, frame) in memory.take[..gap.start as usize].iter().enumerate() {
        assert_eq!(*frame, sound(from + at as u64), "frame {at} before the gap");
    }
    // After the gap time may be off by a frame or two: it was bridged by the clock.
    let behind = &memory.take[gap.end as usize..];
    let shift = (-2..=2_i64).find(|shift| {
        behind.iter().enumerate().all(|(at, frame)| {
            *frame == sound((from + gap.end + at as u64).saturating_add_signed(*shift))
        })
    });
    assert!(
        shift.is_some(),
        "the sound behind the gap is not where it was spoken"
    );
    let spoken: u64 = recording
        .spoken
        .iter()
        .map(|one| frames(one.kept(rate).unwrap()))
        .sum();
    assert_eq!(spoken + (gap.end - gap.start), recording.frames);
}

fn marks_of(memory: &Memory, event: &Event) -> usize {
    memory
        .marks
        .iter()
        .filter(|mark| mark.event == *event)
        .count()
}

#[test]
fn a_microphone_is_unplugged_and_returns() {
    let fault = Fault::Unplugged {
        from: seconds(70.0),
        to: seconds(75.5),
    };
    let world = World::new(Spec::default(), vec![fault]);
    let (recording, memory, told) = rehearse(&world, &five(), &[]);
    whole_but_for_the_gap(&recording, &memory, 48_000);
    let gap = &recording.gaps()[0];
    let length = (gap.end - gap.start) as f64 / 48_000.0;
    // It is looked for every half second; a block is a sixth of a second.
    assert!((5.5..6.5).contains(&length), "{length}");
    assert!(told[0].0 < 70.2, "told only at {}", told[0].0);
    assert!(told[0].1.contains("unplugged"), "{}", told[0].1);
    assert_eq!(marks_of(&memory, &Event::MicrophoneLost), 1);
    assert_eq!(marks_of(&memory, &Event::MicrophoneBack), 1);
}

/// Its first block has arrived, but is not processed yet.
#[test]
fn a_key_right_after_the_microphone_came_back_lies_where_it_was_pressed() {
    let fault = Fault::Unplugged {
        from: seconds(70.0),
        to: seconds(75.5),
    };
    let (.., told) = rehearse(&World::new(Spec::default(), vec![fault]), &five(), &[]);
    let pressed = told.last().unwrap().0 + 1.5 * STEP.as_secs_f64();
    let mut keys = five();
    keys[3].0 = pressed;
    let world = World::new(Spec::default(), vec![fault]);
    let (recording, ..) = rehearse(&world, &keys, &[]);
    let action = &recording.spoken[2].tries[0];
    let wanted = first_frame(pressed, 48_000) - first_frame(2.345_678, 48_000);
    let ended = action.last().unwrap().end;
    assert!(ended.abs_diff(wanted) <= 2, "{action:?}, not {wanted}");
}

#[test]
fn a_silent_stream_is_detected_in_two_seconds() {
    let world = World::new(Spec::default(), vec![Fault::Stall { at: seconds(70.0) }]);
    let (recording, memory, told) = rehearse(&world, &five(), &[]);
    whole_but_for_the_gap(&recording, &memory, 48_000);
    assert!((71.7..72.3).contains(&told[0].0), "told at {}", told[0].0);
}

#[test]
fn a_flood_of_errors_is_detected_at_once() {
    let fault = Fault::Flood {
        from: seconds(70.0),
        to: seconds(72.0),
    };
    let world = World::new(Spec::default(), vec![fault]);
    let (recording, memory, told) = rehearse(&world, &five(), &[]);
    whole_but_for_the_gap(&recording, &memory, 48_000);
    assert!((70.0..70.3).contains(&told[0].0), "told at {}", told[0].0);
}

#[test]
fn a_headset_that_returns_at_another_rate_continues_the_take() {
    let spec = Spec {
        rate_after: Some(16_000),
        ..Spec::default()
    };
    let fault = Fault::Unplugged {
        from: seconds(70.0),
        to: seconds(72.0),
    };
    let world = World::new(spec, vec![fault]);
    let (recording, _, _) = rehearse(&world, &five(), &[]);
    assert_eq!(recording.rate, 48_000);
    assert!(
        recording.frames.abs_diff(175 * 48_000) < 480,
        "{}",
        recording.frames
    );
}

#[test]
fn a_microphone_that_never_returns_keeps_everything_recorded() {
    let fault = Fault::Unplugged {
        from: seconds(70.0),
        to: seconds(10_000.0),
    };
    let world = World::new(Spec::default(), vec![fault]);
    let mut keys = five();
    keys.truncate(3);
    keys.push((100.0, SectionRequest::Finish));
    let (recording, memory, _) = rehearse(&world, &keys, &[]);
    assert_eq!(recording.spoken.len(), 3);
    let said = first_frame(70.0, 48_000) - first_frame(2.345_678, 48_000);
    let block = 8192;
    assert!(
        memory.take.len() as u64 + block >= said,
        "{} of {said}",
        memory.take.len()
    );
}

#[test]
fn every_sample_format_is_recorded() {
    use cpal::SampleFormat as Is;
    let all = [
        (Is::I8, 7),
        (Is::I16, 15),
        (Is::I24, 15),
        (Is::I32, 15),
        (Is::I64, 15),
        (Is::U8, 7),
        (Is::U16, 15),
        (Is::U24, 15),
        (Is::U32, 15),
        (Is::U64, 15),
        (Is::F32, 15),
        (Is::F64, 15),
    ];
    for (format, bits) in all {
        for (rate, channels) in [
            (48_000, 1),
            (44_100, 2),
            (16_000, 1),
            (96_000, 4),
            (8000, 3),
        ] {
            let spec = Spec {
                format,
                rate,
                channels,
                ..Spec::default()
            };
            let world = World::new(spec, Vec::new());
            let keys = [(1.0, SectionRequest::Next), (3.0, SectionRequest::Finish)];
            let (recording, memory, _) = rehearse(&world, &keys, &[]);
            assert_eq!(
                (recording.rate, recording.frames),
                (rate, u64::from(rate) * 2)
            );
            let from = first_frame(1.0, rate);
            let room = 1 << (15 - bits);
            for (at, frame) in memory.take.iter().enumerate() {
                let off = i32::from(*frame) - i32::from(sound(from + at as u64));
                assert!(
                    off.abs() <= room,
                    "{format} at {rate}: frame {at} is off by {off}"
                );
            }
        }
    }
}

#[test]
fn zeros_are_recognised() {
    let world = World::new(
        Spec {
            muted: true,
            ..Spec::default()
        },
        Vec::new(),
    );
    let microphone = Microphone::open(world.host(), None, world.clock()).unwrap();
    let mut recorder = Recorder::new(microphone, Memory::default(), vec!["task".into()]);
    for step in 1..150_u32 {
        world.run_until(STEP * step);
        recorder.step(STEP * step);
    }
    let view = recorder.view(STEP * 150);
    assert!(view.all_zero && view.hearing);
}

/// The microphone is muted while the second section is recorded.
#[test]
fn a_microphone_that_is_muted_while_somebody_speaks_is_noticed_until_it_sounds_again() {
    let muted = Fault::Muted {
        from: seconds(40.0),
        to: seconds(49.0),
    };
    let world = World::new(Spec::default(), vec![muted]);
    let microphone = Microphone::open(world.host(), None, world.clock()).unwrap();
    let ids = SECTIONS.map(str::to_owned).to_vec();
    let mut recorder = Recorder::new(microphone, Memory::default(), ids);
    let mut told = Vec::new();
    let mut now = Duration::ZERO;
    let mut keys = five().into_iter().peekable();
    while now < seconds(60.0) {
        now += STEP;
        while let Some((at, ask)) = keys.next_if(|(at, _)| seconds(*at) <= now) {
            recorder.ask(ask, seconds(at));
        }
        world.run_until(now);
        recorder.step(now);
        let view = recorder.view(now);
        if view.all_zero {
            assert_eq!(view.at, 1);
            told.push(now.as_secs_f64());
        }
    }
    // Four seconds of zeros, in blocks of a sixth of a second.
    let (first, last) = (told[0], told[told.len() - 1]);
    assert!((43.8..44.4).contains(&first), "told at {first}");
    assert!((48.9..49.3).contains(&last), "told until {last}");
}

#[test]
fn redo_pause_and_back_are_marked_where_the_keys_were_pressed() {
    let keys = [
        (1.0, SectionRequest::Next),
        (11.0, SectionRequest::Redo),
        (21.5, SectionRequest::Next),
        (30.0, SectionRequest::Pause),
        (35.25, SectionRequest::Pause),
        (40.0, SectionRequest::Back),
        (52.0, SectionRequest::Finish),
    ];
    let world = World::new(Spec::default(), Vec::new());
    let (recording, ..) = rehearse(&world, &keys, &[]);
    let at = |time: f64| first_frame(time, 48_000) - first_frame(1.0, 48_000);
    let situation = &recording.spoken[0].tries;
    let expected = [
        vec![0..at(11.0)],
        vec![at(11.0)..at(21.5)],
        vec![at(40.0)..at(52.0)],
    ];
    assert_eq!(*situation, expected);
    let task = &recording.spoken[1].tries;
    assert_eq!(*task, [vec![at(21.5)..at(30.0), at(35.25)..at(40.0)]]);
}

/// The first block after a gap may come late, so that its position is estimated with the same
/// error; the next gap must correct that and not add to it.
#[test]
fn what_one_gap_was_misjudged_by_the_next_one_makes_good() {
    let late = |from: f64, to: f64| Fault::Late {
        from: seconds(from),
        to: seconds(to),
    };
    let faults = (0..4_u32).map(|n| 5.0 + 8.0 * f64::from(n));
    let faults = faults.map(|from| late(from, from + 4.424)).collect();
    let world = World::new(Spec::default(), faults);
    let asks = [(1.0, SectionRequest::Next), (50.0, SectionRequest::Finish)];
    let (recording, memory, _) = rehearse(&world, &asks, &[]);
    assert_eq!(recording.gaps().len(), 4);
    let from = first_frame(1.0, 48_000);
    for gap in recording.gaps() {
        // A second after the gap; the sound may be off by a block.
        let at = gap.end as usize + 48_000;
        let stretch = &memory.take[at..at + 100];
        let beside = (-8200..=8200_i64).find(|shift| {
            stretch.iter().enumerate().all(|(n, frame)| {
                *frame == sound((from + (at + n) as u64).saturating_add_signed(*shift))
            })
        });
        assert!(
            beside.is_some(),
            "the sound after {gap:?} lies out of place"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens and whenever: the take is the simulated sound at its moment or silence, the
    /// marks are in order, and nothing recorded before a fault is affected by it.
    #[test]
    fn any_faults_at_any_moments(
        moments in prop::collection::vec((3.0..40.0_f64, 0..4_usize, 0.1..8.0_f64), 0..4),
    ) {
        let faults: Vec<Fault> = moments
            .iter()
            .map(|(at, kind, length)| {
                let (from, to) = (seconds(*at), seconds(at + length));
                match kind {
                    0 => Fault::Unplugged { from, to },
                    1 => Fault::Stall { at: from },
                    2 => Fault::Flood { from, to },
                    _ => Fault::Late { from, to },
                }
            })
            .collect();
        let world = World::new(Spec::default(), faults);
        let microphone = Microphone::open(world.host(), None, world.clock()).unwrap();
        let mut recorder = Recorder::new(microphone, Memory::default(), vec!["task".into()]);
        world.run_until(seconds(1.0));
        recorder.step(seconds(1.0));
        recorder.ask(SectionRequest::Next, seconds(1.0));
        let mut now = seconds(1.0);
        while now < seconds(50.0) {
            now += STEP;
            world.run_until(now);
            recorder.step(now);
        }
        recorder.ask(SectionRequest::Finish, now);
        while recorder.step(now) {
            now += STEP;
            world.run_until(now);
        }
        let (recording, memory, microphone) = recorder.finish();
        prop_assert_eq!(microphone.rate(), 48_000);
        prop_assert_eq!(recording.frames, memory.take.len() as u64);
        prop_assert!(recording.marks.windows(2).all(|pair| pair[0].frame <= pair[1].frame));
        // Each stretch between gaps is one stretch of the simulated sound. After a gap it may be off by a
        // block: that late a first block may have come. Where another fault
        // cuts off late blocks, their delay cannot be known.
        let late = moments.iter().filter(|(_, kind, _)| *kind == 3);
        let cut_off = late.filter(|(from, _, length)| {
            let others = moments.iter().filter(|(at, ..)| at != from);
            others.into_iter().any(|(at, ..)| (*from..from + length).contains(at))
        });
        let beside = cut_off.map(|(.., length)| (length * 48_000.0) as i64).max();
        let beside = 9000 + beside.unwrap_or(0);
        let mut starts = vec![0];
        starts.extend(recording.gaps().iter().map(|gap| gap.end as usize));
        let mut ends: Vec<usize> = recording.gaps().iter().map(|gap| gap.start as usize).collect();
        ends.push(memory.take.len());
        let from = first_frame(1.0, 48_000);
        for (start, end) in starts.into_iter().zip(ends) {
            let stretch = &memory.take[start..end];
            let found = (-beside..=beside).find(|shift| {
                stretch.iter().enumerate().all(|(at, frame)| {
                    *frame == sound((from + (start + at) as u64).saturating_add_signed(*shift))
                })
            });
            prop_assert!(found.is_some(), "the stretch {}..{} is torn or out of place", start, end);
        }
    }
}
