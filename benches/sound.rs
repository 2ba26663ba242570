//! The time to read a take, convert it to 16 kHz and detect voice.
//!
//! `cargo bench --bench sound`; each figure is for ten minutes of sound.
#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use divan::Bencher;
use rehearse::audio::{Samples, activity, level, resample, wav};
use std::io::Cursor;

/// Length of the take, in seconds.
const LENGTH: u32 = 600;

fn main() {
    divan::main();
}

/// Alternating half seconds of a rising tone and of faint noise.
fn take(rate: u32) -> Samples {
    let mut chance = 1_u32;
    let frames = (0..rate * LENGTH)
        .map(|n| {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (chance >> 8) as f32 / (1 << 24) as f32 - 0.5;
            let within = n % rate;
            let voice = (within as f32 * within as f32 * 2e-5).sin() * 0.3;
            noise * 0.002 + if within < rate / 2 { voice } else { 0.0 }
        })
        .collect();
    Samples { rate, frames }
}

/// The take as a 16-bit stereo file.
fn file(rate: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::new(&mut bytes, spec).expect("memory");
    for sample in take(rate).frames {
        for _ in 0..2 {
            writer
                .write_sample((sample * 32_767.0) as i16)
                .expect("memory");
        }
    }
    writer.finalize().expect("memory");
    bytes.into_inner()
}

#[divan::bench(args = [16_000, 48_000], sample_count = 5)]
fn read(bencher: Bencher, rate: u32) {
    let bytes = file(rate);
    bencher.bench_local(|| wav::read_from(&bytes, "take.wav"));
}

#[divan::bench(args = [44_100, 48_000], sample_count = 5)]
fn to_16k(bencher: Bencher, rate: u32) {
    let take = take(rate);
    bencher.bench_local(|| resample::to_16k(&take));
}

#[divan::bench(args = [16_000, 48_000], sample_count = 5)]
fn find(bencher: Bencher, rate: u32) {
    let take = take(rate);
    bencher.bench_local(|| activity::find(&take));
}

#[divan::bench(sample_count = 5)]
fn measure(bencher: Bencher) {
    let take = take(16_000);
    let activity = activity::find(&take);
    bencher.bench_local(|| level::measure(&take, &activity));
}
