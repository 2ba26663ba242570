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

/// The sound for which there is room, where it may run out during the recording; `None` where there is enough, or
/// nobody knows.
///
/// # Errors
/// The sound for which there is room, where not even the first sentences fit.
fn short(free: Option<u64>, planned: Millis, rate: u32) -> Result<Option<Millis>, Millis> {
    let Some(free) = free else {
        return Ok(None);
    };
    // Record and reports need space in addition to the sound.
    let frames = free.saturating_sub(store::BESIDE_THE_TAKE) / FRAME;
    let sound = Millis::of_frames(frames, rate);
    if sound < LEAST {
        return Err(sound);
    }
    Ok((sound.0 < planned.0 * TIMES).then_some(sound))
}

/// A warning where the disk of `folder` may become full during `planned`.
///
/// # Errors
/// When only some seconds fit: then the recording does not begin.
pub fn check(folder: &Path, planned: Millis, rate: u32) -> Result<Option<String>, Failure> {
    let short = short(store::free_bytes(folder), planned, rate).map_err(|sound| {
        Failure::error(format_args!(
            "the disk has room for {} s of sound only, in {}. Free some space \
             (`rehearse sessions purge --older 30d --audio-only` removes old recordings), or choose \
             another folder with REHEARSE_DATA_DIR",
            sound.0 / 1000,
            folder.display()
        ))
    })?;
    Ok(short.map(|sound| {
        format!(
            "The disk has room for {sound} of sound, and {planned} is planned. Free some space before \
             you begin: `rehearse sessions purge --older 30d --audio-only` removes old recordings."
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_space_is_compared_with_the_planned_time() {
        let planned = Millis::from_secs(175);
        let with_space_for = |seconds: u64| {
            let free = store::BESIDE_THE_TAKE + seconds * 48_000 * FRAME;
            short(Some(free), planned, 48_000)
        };
        assert_eq!(with_space_for(350), Ok(None));
        assert_eq!(with_space_for(349), Ok(Some(Millis::from_secs(349))));
        assert_eq!(with_space_for(10), Ok(Some(Millis::from_secs(10))));
        assert_eq!(with_space_for(9), Err(Millis::from_secs(9)));
        assert_eq!(short(Some(0), planned, 48_000), Err(Millis::ZERO));
        assert_eq!(short(None, planned, 48_000), Ok(None));
    }
}
