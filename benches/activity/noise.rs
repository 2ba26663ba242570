//! Reproducible noise.

/// A small pseudo-random generator (xorshift64*) with a fixed seed.
struct Chance(u64);

impl Chance {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Approximately normal: the sum of twelve.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

pub fn white(length: usize) -> Vec<f32> {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    (0..length).map(|_| chance.normal() as f32).collect()
}

/// Noise that falls by 3 dB per octave: white noise through leaky integrators, each for its own range of
/// octaves.
pub fn pink(length: usize) -> Vec<f32> {
    let mut sums = [0.0_f64; 5];
    white(length)
        .into_iter()
        .map(|white| {
            let mut pink = 0.0;
            for (octave, sum) in sums.iter_mut().enumerate() {
                // Corner frequencies a factor of four apart; each sum half as strong as the next.
                let leak = 0.9 / f64::from(1 << (2 * octave));
                *sum += leak * (f64::from(white) - *sum);
                pink += *sum * f64::from(1 << octave);
            }
            pink as f32
        })
        .collect()
}

/// Babble: all takes at once without pauses, each at another offset.
pub fn babble(spoken: &[Vec<f32>], length: usize) -> Vec<f32> {
    let mut sum = vec![0.0; length];
    for (number, voice) in spoken.iter().enumerate() {
        let talking: Vec<f32> = voice
            .chunks(160)
            .filter(|step| super::energy(step) > 1e-7)
            .flatten()
            .copied()
            .collect();
        for (at, sum) in sum.iter_mut().enumerate() {
            *sum += talking[(at + number * 23_757) % talking.len()];
        }
    }
    sum
}
