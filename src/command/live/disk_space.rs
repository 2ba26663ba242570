//! Checks the free space on the disk before the recording.

use crate::command::Failure;
use crate::store;
use crate::time::Millis;
use std::path::Path;

/// With space for less than this, recording does not begin.
const LEAST: Millis = Millis::from_secs(10);
/// A story takes longer than planned, and parts of it are repeated.
const TIMES: u64 = 2;
/// Bytes of one frame in the take.
const FRAME: u64 = 2;

/// Free space relative to what is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Space {
    /// Enough, or unknown.
    Enough,
    /// It may run out during the recording: so much sound fits.
    Little(Millis),
    /// Not even the first sentences fit.
    None(Millis),
}

impl Space {
    fn of(free: Option<u64>, planned: Millis, rate: u32) -> Self {
        let Some(free) = free else {
            return Self::Enough;
        };
        // Record and reports need space in addition to the sound.
        let frames = free.saturating_sub(store::BESIDE_THE_TAKE) / FRAME;
        let sound = Millis::of_frames(frames, rate);
        if sound < LEAST {
            Self::None(sound)
        } else if sound.0 < planned.0 * TIMES {
            Self::Little(sound)
        } else {
            Self::Enough
        }
    }
}

/// A warning where the disk of `folder` may become full during `planned`.
///
/// # Errors
/// When only some seconds fit: then the recording does not begin.
pub fn check(folder: &Path, planned: Millis, rate: u32) -> Result<Option<String>, Failure> {
    match Space::of(store::free_bytes(folder), planned, rate) {
        Space::Enough => Ok(None),
        Space::Little(sound) => Ok(Some(format!(
            "The disk has room for {sound} of sound, and {planned} is planned. Free some space before \
             you begin: `rehearse sessions purge --older 30d --audio-only` removes old recordings."
        ))),
        Space::None(sound) => Err(Failure::error(format_args!(
            "the disk has room for {} s of sound only, in {}. Free some space \
             (`rehearse sessions purge --older 30d --audio-only` removes old recordings), or choose \
             another folder with REHEARSE_DATA_DIR",
            sound.0 / 1000,
            folder.display()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_space_is_compared_with_the_planned_time() {
        let planned = Millis::from_secs(175);
        let with_space_for = |seconds: u64| {
            let free = store::BESIDE_THE_TAKE + seconds * 48_000 * FRAME;
            Space::of(Some(free), planned, 48_000)
        };
        assert_eq!(with_space_for(350), Space::Enough);
        assert_eq!(with_space_for(349), Space::Little(Millis::from_secs(349)));
        assert_eq!(with_space_for(10), Space::Little(Millis::from_secs(10)));
        assert_eq!(with_space_for(9), Space::None(Millis::from_secs(9)));
        assert_eq!(
            Space::of(Some(0), planned, 48_000),
            Space::None(Millis::ZERO)
        );
        assert_eq!(Space::of(None, planned, 48_000), Space::Enough);
    }
}
