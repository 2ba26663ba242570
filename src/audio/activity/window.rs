//! Quantiles of a window that slides over levels.

use super::bands::Bin;

/// How often each level occurs in the window.
#[derive(Debug, Clone)]
pub(super) struct Window {
    counts: [u32; Bin::MAX as usize + 1],
    size: u32,
}

impl Window {
    pub(super) const fn new() -> Self {
        Self {
            counts: [0; Bin::MAX as usize + 1],
            size: 0,
        }
    }

    pub(super) fn add(&mut self, level: Bin) {
        self.counts[usize::from(level)] += 1;
        self.size += 1;
    }

    /// Removes a level that was added before.
    pub(super) fn remove(&mut self, level: Bin) {
        self.counts[usize::from(level)] -= 1;
        self.size -= 1;
    }

    /// The level that `percent` of the window does not exceed.
    pub(super) fn quantile(&self, percent: u32) -> Bin {
        let wanted = self.size * percent / 100;
        let mut seen = 0;
        for (level, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen > wanted {
                return level as Bin;
            }
        }
        Bin::MAX
    }
}
