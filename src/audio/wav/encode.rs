//! Encodes sound as a WAV file in memory: for exported pages, for players, and without frames as the header of a take.

use crate::audio::{Samples, mix};
use std::io::Cursor;

/// The sound as a mono WAV file of 16 bits.
pub fn bytes(samples: &Samples) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: samples.rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let written = hound::WavWriter::new(&mut file, spec).and_then(|mut writer| {
        for frame in mix::to_i16(&samples.frames) {
            writer.write_sample(frame)?;
        }
        writer.finalize()
    });
    debug_assert!(written.is_ok(), "memory takes every sample: {written:?}");
    file.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let samples = Samples {
            rate: 16_000,
            frames: vec![0.0, 0.5, -0.5],
        };
        let file = bytes(&samples);
        let read = super::super::read_from(&file, "memory").unwrap();
        assert_eq!((read.rate, read.frames.len()), (16_000, 3));
        assert!((read.frames[1] - 0.5).abs() < 0.001);
    }
}
