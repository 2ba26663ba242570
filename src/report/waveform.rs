//! The waveform of a whole take, for the timeline: the result of [`crate::audio::level::envelope`]
//! and the time it covers.

use crate::time::Millis;

/// The lowest and highest sample of equal parts of the take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waveform {
    /// Lowest and highest sample of each part; full scale is 32767.
    pub columns: Vec<(i16, i16)>,
    /// Length of the whole take.
    pub length: Millis,
}

impl Waveform {
    /// The loudest sample between two moments of the take, 0 to 32768.
    pub fn peak(&self, start: Millis, end: Millis) -> u16 {
        let all = self.columns.len();
        if self.length == Millis::ZERO {
            return 0;
        }
        let column = |moment: Millis| {
            (u128::from(moment.0) * all as u128 / u128::from(self.length.0)) as usize
        };
        let first = column(start).min(all);
        let last = (column(end) + 1).clamp(first, all);
        let columns = self.columns[first..last].iter();
        let peaks = columns.map(|(low, high)| low.unsigned_abs().max(high.unsigned_abs()));
        peaks.max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_the_loudest_of_its_columns() {
        let waveform = Waveform {
            columns: vec![(-1, 2), (i16::MIN, 5), (0, 9)],
            length: Millis(300),
        };
        assert_eq!(waveform.peak(Millis(0), Millis(99)), 2);
        assert_eq!(waveform.peak(Millis(0), Millis(100)), 32768);
        assert_eq!(waveform.peak(Millis(250), Millis(900)), 9);
        assert_eq!(waveform.peak(Millis(900), Millis(990)), 0);
    }
}
