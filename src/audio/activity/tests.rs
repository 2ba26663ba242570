use super::*;
use crate::audio::{resample, wav};
use proptest::prelude::*;
use std::path::Path;

const RATE: u32 = 16_000;

/// Reproducible noise.
struct Noise(u32);

impl Noise {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as f32 / (1 << 23) as f32 - 1.0
    }
}

/// A synthetic voice: harmonics of 120 Hz, modulated at four syllables a second.
fn voice(length: u64, rate: u32) -> Vec<f32> {
    (0..Millis(length).frames(rate))
        .map(|n| {
            let t = n as f32 / rate as f32;
            let tone: f32 = (1..20)
                .map(|k| (t * 120.0 * k as f32 * std::f32::consts::TAU).sin() / k as f32)
                .sum();
            tone * 0.1 * (1.1 + (t * 4.0 * std::f32::consts::TAU).sin())
        })
        .collect()
}

/// Alternates silence and voice (milliseconds, silence first) over noise of the given level.
fn compose(lengths: &[u64], noise: f32, rate: u32) -> Samples {
    let mut frames = Vec::new();
    for (n, length) in lengths.iter().enumerate() {
        if n % 2 == 0 {
            frames.extend(vec![0.0; Millis(*length).frames(rate) as usize]);
        } else {
            frames.extend(voice(*length, rate));
        }
    }
    let mut hiss = Noise(1);
    for frame in &mut frames {
        *frame += hiss.next() * noise;
    }
    Samples { rate, frames }
}

fn assert_near(found: &Activity, wanted: &[(u64, u64)], tolerance: u64) {
    let near = found.voiced.len() == wanted.len()
        && found.voiced.iter().zip(wanted).all(|(span, wanted)| {
            span.start.0.abs_diff(wanted.0) <= tolerance
                && span.end.0.abs_diff(wanted.1) <= tolerance
        });
    assert!(near, "{:?} is not {wanted:?}", found.voiced);
}

#[test]
fn voice_is_found_where_it_is_at_every_rate_and_in_noise() {
    let lengths = [500, 1000, 300, 2000, 1500, 400, 700];
    let wanted = [(500, 1500), (1800, 3800), (5300, 5700)];
    for rate in [8000, 11_025, 16_000, 44_100, 48_000, 192_000] {
        // The last is 20 dB below the voice.
        for noise in [0.0, 0.0003, 0.003, 0.02] {
            let found = find(&compose(&lengths, noise, rate));
            assert_near(&found, &wanted, 30);
            assert_eq!(found.length, Millis(6400));
        }
    }
}

#[test]
fn a_gap_inside_a_word_does_not_split_and_a_click_is_not_voice() {
    let found = find(&compose(
        &[500, 400, 70, 400, 600, 30, 600, 30, 900],
        0.001,
        RATE,
    ));
    assert_near(&found, &[(500, 1370)], 30);
    let found = find(&compose(&[500, 400, 160, 400, 500], 0.001, RATE));
    assert_near(&found, &[(500, 900), (1060, 1460)], 30);
}

#[test]
fn silence_and_steady_sounds_are_not_voice() {
    let hum = |n: u64| (n as f32 / RATE as f32 * 100.0 * std::f32::consts::TAU).sin();
    let whine = |n: u64| (n as f32 / RATE as f32 * 1000.0 * std::f32::consts::TAU).sin();
    let mut hiss = Noise(7);
    let sounds: [(&str, Vec<f32>); 6] = [
        ("zeros", vec![0.0; 160_000]),
        ("an offset", vec![0.2; 160_000]),
        ("hum", (0..160_000).map(|n| 0.3 * hum(n)).collect()),
        ("whine", (0..160_000).map(|n| 0.3 * whine(n)).collect()),
        ("hiss", (0..160_000).map(|_| 0.1 * hiss.next()).collect()),
        (
            "hum and hiss",
            (0..160_000)
                .map(|n| 0.3 * hum(n) + 0.05 * hiss.next())
                .collect(),
        ),
    ];
    for (name, frames) in sounds {
        let found = find(&Samples { rate: RATE, frames });
        assert_eq!(found.voiced, [], "{name}");
        assert_eq!(found.length, Millis(10_000), "{name}");
    }
}

#[test]
fn exact_zeros_for_four_seconds_are_a_muted_microphone() {
    let mut samples = compose(&[500, 1000, 9000, 1000, 5000], 0.001, RATE);
    let at = |millis| Millis(millis).frames(RATE) as usize;
    let (almost, muted, end) = (at(2000)..at(5999), at(6000)..at(10_000), at(12_000)..);
    samples.frames[almost].fill(0.0);
    samples.frames[muted].fill(0.0);
    samples.frames[end].fill(0.0);
    // The hiss between is not zero, and neither may its first frame be.
    samples.frames[at(5999)] = 0.001;
    samples.frames[at(10_000)] = 0.001;
    let span = |start, end| Span::new(Millis(start), Millis(end));
    let found = find(&samples);
    assert_eq!(found.muted, [span(6000, 10_000), span(12_000, 16_500)]);
}

#[test]
fn voice_is_found_over_hum() {
    let mut samples = compose(&[500, 1000, 800, 1000, 700], 0.001, RATE);
    for (n, frame) in samples.frames.iter_mut().enumerate() {
        *frame += 0.1 * (n as f32 / RATE as f32 * 50.0 * std::f32::consts::TAU).sin();
    }
    assert_near(&find(&samples), &[(500, 1500), (2300, 3300)], 30);
}

#[test]
fn a_fan_that_starts_is_not_voice_for_long() {
    let mut samples = compose(&[3000, 1000, 12_000, 1000, 3000], 0.001, RATE);
    let mut fan = Noise(3);
    for frame in &mut samples.frames[Millis(6000).frames(RATE) as usize..] {
        *frame += 0.02 * fan.next();
    }
    let found = find(&samples);
    let wrong: u64 = found
        .voiced
        .iter()
        .filter(|span| span.start.0 > 4100 && span.end.0 < 15_900)
        .map(|span| span.length().0)
        .sum();
    assert!(wrong <= 4100, "{:?}", found.voiced);
    assert!(
        found
            .voiced
            .iter()
            .any(|span| span.start.0.abs_diff(16_000) <= 30)
    );
}

#[test]
fn non_numbers_are_ignored() {
    let mut samples = compose(&[500, 1000, 500], 0.001, RATE);
    for (n, frame) in samples.frames.iter_mut().enumerate() {
        match n % 4001 {
            0 => *frame = f32::NAN,
            1 => *frame = f32::INFINITY,
            2 => *frame = f32::NEG_INFINITY,
            _ => {}
        }
    }
    let _ = find(&samples);
    for rate in [0, 1, 99, 8000] {
        let nothing = Samples {
            rate,
            frames: vec![f32::NAN; 3000],
        };
        assert_eq!(find(&nothing).voiced, [], "{rate}");
    }
}

/// The takes of the demo are a synthetic voice joined with silences of known length
/// (`scripts/make-sounds`).
#[test]
fn the_pauses_of_the_demo_are_those_it_was_made_with() {
    let take = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/demo/strong/3-action.wav");
    let samples = wav::read(&take).unwrap();
    let made = [300, 500, 600, 500, 700, 500, 400];
    let found: Vec<u64> = find(&samples)
        .silences()
        .into_iter()
        .map(|span| span.length().0)
        .filter(|length| *length >= 250)
        .collect();
    assert_eq!(found.len(), made.len(), "{found:?}");
    for (found, made) in found.iter().zip(made) {
        assert!(found.abs_diff(made) <= 40, "{found} is not {made}");
    }
    // The same with background noise, and as recorded by another sound card.
    let mut noisy = samples.clone();
    let mut hiss = Noise(5);
    for frame in &mut noisy.frames {
        *frame += 0.002 * hiss.next();
    }
    let pauses = |samples: &Samples| {
        let silences = find(samples).silences();
        silences
            .iter()
            .filter(|span| span.length() >= Millis(250))
            .count()
    };
    assert_eq!(pauses(&noisy), made.len());
}

#[test]
fn resampling_moves_no_border() {
    let samples = compose(&[500, 1000, 300, 2000, 700], 0.003, 48_000);
    let (before, after) = (find(&samples), find(&resample::to_16k(&samples)));
    let spans: Vec<_> = before.voiced.iter().map(|s| (s.start.0, s.end.0)).collect();
    assert_near(&after, &spans, 10);
}

/// Where sound is still arriving, what lies more than [`DELAY`] back is final.
#[test]
fn later_sound_changes_nothing_that_is_final() {
    let lengths = [
        500, 1000, 800, 1500, 600, 2000, 3000, 900, 150, 700, 4000, 500, 1000,
    ];
    for noise in [0.0, 0.001, 0.01] {
        let samples = compose(&lengths, noise, 8000);
        let whole = find(&samples).voiced;
        for until in (0..samples.frames.len()).step_by(1999) {
            let so_far = Samples {
                rate: 8000,
                frames: samples.frames[..until].to_vec(),
            };
            let until = so_far.length() - DELAY;
            let before = |spans: &[Span]| spans.partition_point(|span| span.end < until);
            let found = find(&so_far).voiced;
            assert_eq!(found[..before(&found)], whole[..before(&whole)]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn stretches_are_in_order_apart_and_inside(
        frames in proptest::collection::vec(-1.0_f32..1.0, 0..40_000),
        rate in 100_u32..20_000,
    ) {
        let found = find(&Samples { rate, frames });
        let mut at = Millis::ZERO;
        for (n, span) in found.voiced.iter().enumerate() {
            prop_assert!(n == 0 || span.start >= at + GAP);
            prop_assert!(span.length() >= CLICK);
            at = span.end;
        }
        prop_assert!(at <= found.length);
    }
}
