//! Whether the disk has room for what somebody is about to say, asked before the first word.

use crate::command::Failure;
use crate::store;
use crate::time::Millis;
use std::path::Path;

/// With room for less than this there is no sense in beginning.
const LEAST: Millis = Millis::from_secs(10);
/// A story is told longer than planned, and parts of it twice.
const TIMES: u64 = 2;
/// Bytes of one frame in the take.
const FRAME: u64 = 2;

/// How the room on the disk stands to what is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    /// There is enough, or nobody knows.
    Enough,
    /// It may end while somebody speaks: so much sound finds room.
    Little(Millis),
    /// Not even the first sentences find room.
    None(Millis),
}

impl Room {
    fn of(free: Option<u64>, planned: Millis, rate: u32) -> Self {
        let Some(free) = free else {
            return Self::Enough;
        };
        // The record and the reports come on top of the sound.
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

/// A warning where the disk in `folder` may become full before all that is `planned` is said.
///
/// # Errors
/// When it has room for some seconds only: then nothing is begun that cannot be kept.
pub fn look(folder: &Path, planned: Millis, rate: u32) -> Result<Option<String>, Failure> {
    match Room::of(store::free_bytes(folder), planned, rate) {
        Room::Enough => Ok(None),
        Room::Little(sound) => Ok(Some(format!(
            "The disk has room for {sound} of sound, and {planned} is planned. Free some space before \
             you begin: `rehearse sessions purge --older 30d --audio-only` removes old recordings."
        ))),
        Room::None(sound) => Err(Failure::error(format_args!(
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
    fn room_is_measured_against_what_is_planned() {
        let planned = Millis::from_secs(175);
        let room = |seconds: u64| {
            let free = store::BESIDE_THE_TAKE + seconds * 48_000 * FRAME;
            Room::of(Some(free), planned, 48_000)
        };
        assert_eq!(room(350), Room::Enough);
        assert_eq!(room(349), Room::Little(Millis::from_secs(349)));
        assert_eq!(room(10), Room::Little(Millis::from_secs(10)));
        assert_eq!(room(9), Room::None(Millis::from_secs(9)));
        assert_eq!(Room::of(Some(0), planned, 48_000), Room::None(Millis::ZERO));
        assert_eq!(Room::of(None, planned, 48_000), Room::Enough);
    }
}
