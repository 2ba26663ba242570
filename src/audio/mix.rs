//! Mixes channels to mono.

/// A channel that is this much quieter than the loudest (20 dB, as a ratio of energy) carries no voice:
/// an unused input, or cross-talk.
const SILENT: f64 = 0.01;

/// Mixes interleaved frames of `channels` samples to mono, in place: the mean of the channels that
/// carry sound, so that a microphone on one of eight inputs keeps its level. Where the channels cancel each
/// other (inverted polarity), the loudest alone. An incomplete frame at the end is dropped.
pub fn mono(mut samples: Vec<f32>, channels: usize) -> Vec<f32> {
    if channels <= 1 {
        return samples;
    }
    let mut energy = vec![0.0_f64; channels];
    for frame in samples.chunks_exact(channels) {
        for (energy, &sample) in energy.iter_mut().zip(frame) {
            *energy += f64::from(sample) * f64::from(sample);
        }
    }
    let loudest = energy.iter().copied().fold(0.0, f64::max);
    let active: Vec<usize> = (0..channels)
        .filter(|&channel| energy[channel] >= loudest * SILENT)
        .collect();
    let mean = |frame: &[f32], of: &[usize]| {
        of.iter().map(|&channel| frame[channel]).sum::<f32>() / of.len() as f32
    };
    let together: f64 = samples
        .chunks_exact(channels)
        .map(|frame| f64::from(mean(frame, &active)).powi(2))
        .sum();
    let active = if together < loudest * SILENT {
        // `active` includes the loudest; the first of equals, so that the choice is reproducible.
        let mut first = active;
        first.retain(|&channel| energy[channel] == loudest);
        first.truncate(1);
        first
    } else {
        active
    };
    let frames = samples.len() / channels;
    for frame in 0..frames {
        let at = frame * channels;
        samples[frame] = mean(&samples[at..at + channels], &active);
    }
    samples.truncate(frames);
    samples.shrink_to_fit();
    samples
}

/// Samples as 16-bit integers, the format of a take: exact for sound that had 16 bits;
/// louder than full scale is clipped.
pub fn to_i16(samples: &[f32]) -> Vec<i16> {
    // The cast saturates and turns NaN into zero.
    let sixteen_bit = |sample: &f32| (sample * 32_768.0).round() as i16;
    samples.iter().map(sixteen_bit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Interleaves channels that are given one after another.
    fn interleave<const N: usize>(channels: [&[f32]; N]) -> Vec<f32> {
        (0..channels[0].len())
            .flat_map(|frame| channels.map(|channel| channel[frame]))
            .collect()
    }

    #[test]
    fn stereo_is_averaged() {
        let mixed = mono(interleave([&[0.5, -0.5], &[0.25, -0.25]]), 2);
        assert_eq!(mixed, [0.375, -0.375]);
    }

    #[test]
    fn a_microphone_on_one_of_eight_inputs_keeps_its_level() {
        let voice = [0.5, -0.25, 0.125];
        let hiss = [0.001, -0.001, 0.001];
        let mixed = mono(
            interleave([
                &hiss, &hiss, &voice, &hiss, &[0.0; 3], &hiss, &hiss, &[0.0; 3],
            ]),
            8,
        );
        assert_eq!(mixed, voice);
    }

    #[test]
    fn channels_that_cancel_leave_one() {
        let mixed = mono(interleave([&[0.5, -0.5, 0.1], &[-0.5, 0.5, -0.1]]), 2);
        assert_eq!(mixed, [0.5, -0.5, 0.1]);
    }

    #[test]
    fn silence_and_half_a_frame_are_harmless() {
        assert_eq!(mono(vec![0.0; 7], 3), [0.0, 0.0]);
        assert!(mono(vec![], 2).is_empty());
        assert_eq!(mono(vec![0.5], 1), [0.5]);
    }

    #[test]
    fn sixteen_bits_come_back_unchanged() {
        let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
        let floats: Vec<f32> = all
            .iter()
            .map(|&sample| f32::from(sample) / 32_768.0)
            .collect();
        assert_eq!(to_i16(&floats), all);
        assert_eq!(to_i16(&[2.0, -2.0, f32::NAN]), [i16::MAX, i16::MIN, 0]);
    }
}
