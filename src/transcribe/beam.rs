//! The beam size of the recogniser.

use serde::{Deserialize, Serialize};

/// How many hypotheses are followed where greedy decoding gives an unsure text. With one, greedy
/// decoding is final.
///
/// Five is what whisper.cpp's own program and faster-whisper use, for all of the sound. On recordings of
/// people a beam everywhere was no more accurate than greedy decoding and took 1.25 times the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Beam(u8);

impl Beam {
    /// The maximum of whisper.cpp 1.8.3 (`WHISPER_MAX_DECODERS`).
    const MOST: u8 = 8;

    /// As a number from 1 to 8.
    pub fn size(self) -> u8 {
        self.0
    }
}

impl Default for Beam {
    fn default() -> Self {
        Self(5)
    }
}

impl TryFrom<u8> for Beam {
    type Error = String;

    fn try_from(size: u8) -> Result<Self, String> {
        if (1..=Self::MOST).contains(&size) {
            Ok(Self(size))
        } else {
            Err(format!(
                "beam is a number from 1 (quick) to {}, not {size}",
                Self::MOST
            ))
        }
    }
}

impl From<Beam> for u8 {
    fn from(beam: Beam) -> Self {
        beam.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whisper_has_room_for_one_to_eight() {
        for size in [1, 5, 8] {
            assert_eq!(Beam::try_from(size).unwrap().size(), size);
        }
        for size in [0, 9, 255] {
            assert!(Beam::try_from(size).unwrap_err().contains("from 1"));
        }
    }
}
