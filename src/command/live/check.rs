//! The microphone check: two seconds of speech, evaluated in one line, with a remedy.

use crate::audio::microphone::{Clock, Microphone, permission_remedy};
use crate::audio::mix::to_i16;
use crate::audio::{Activity, Loudness, Samples};
use crate::command::Failure;
use crate::command::context::Screen;
use crate::command::rehearsal::measure;
use crate::record::{Meter, Meters, Source, SourceRead};
use crate::time::Millis;
use crate::ui::aside::trying;
use crate::ui::prompt::Prompt;
use crate::ui::screen::Appearance;
use crate::ui::signals::Signal;
use crate::ui::terminal::Terminal;
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// The duration of the check.
pub const LENGTH: Duration = Duration::from_secs(2);
/// How long a microphone that sends only exact zeros is waited for before the check begins.
const WAKING: Duration = Duration::from_millis(1500);
/// A microphone that has sent nothing after this is reported as silent.
const PATIENCE: Duration = Duration::from_secs(3);

/// The result of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sounding {
    /// No sound arrived.
    Dead,
    /// All samples were zero.
    Zeros,
    /// Background noise, but no voice.
    NoVoice,
    /// A voice with clipping.
    Clipping,
    /// A voice too quiet to be transcribed well.
    Quiet,
    /// A voice with loud background noise.
    Noisy,
    /// A voice.
    Good,
    /// A voice without a pause in which the background noise could be measured.
    Unbroken,
}

/// The shortest silence in which background noise is measured: between two words a voice still reverberates, and
/// the gaps of continuous speech are shorter.
const ROOM: Millis = Millis(500);

/// Below this level (dBFS, tenths) a voice is too quiet: recognisers take speech below about -45 for silence.
const QUIET: i32 = -400;
/// A noise floor above this is too close to the voice.
const NOISY: i32 = -420;

impl Sounding {
    /// Evaluates the measurements.
    pub fn of(heard: &Samples, activity: &Activity, loudness: &Loudness) -> Self {
        if heard.frames.is_empty() {
            Self::Dead
        } else if loudness.all_zero {
            Self::Zeros
        } else if activity.voiced.is_empty() {
            Self::NoVoice
        } else if loudness.clipped_frames > 0 {
            Self::Clipping
        } else if loudness.speech_decibels_x10 < QUIET {
            Self::Quiet
        } else if activity.silences().iter().all(|one| one.length() < ROOM) {
            Self::Unbroken
        } else if loudness.floor_decibels_x10 > NOISY {
            Self::Noisy
        } else {
            Self::Good
        }
    }

    /// Whether a take would be usable.
    pub fn usable(self) -> bool {
        !matches!(self, Self::Dead | Self::Zeros)
    }

    /// The result in one line.
    pub fn line(self, loudness: &Loudness) -> String {
        let voice = loudness.speech_decibels_x10 / 10;
        let room = loudness.floor_decibels_x10 / 10;
        match self {
            Self::Dead => String::from("I hear nothing: the microphone sends no sound."),
            Self::Zeros => String::from("I hear nothing: the microphone sends only zeros."),
            Self::NoVoice => format!("I hear the room ({room} dB), but no voice yet."),
            Self::Clipping => {
                format!("Your voice is too loud ({voice} dB): its peaks are cut off.")
            }
            Self::Quiet => format!("Your voice is quiet ({voice} dB)."),
            Self::Noisy => {
                format!("Your voice is clear ({voice} dB), but the room is loud ({room} dB).")
            }
            Self::Good => format!("Your voice is clear ({voice} dB, room {room} dB)."),
            Self::Unbroken => format!("Your voice is clear ({voice} dB)."),
        }
    }

    /// The remedy.
    pub fn advice(self) -> Option<&'static str> {
        match self {
            Self::Dead => Some("Check its plug, and choose another with --device."),
            Self::Zeros => Some(permission_remedy()),
            Self::NoVoice => Some("Speak, and watch the meter move before you begin."),
            Self::Clipping => Some("Move back a little, or turn the input level down."),
            Self::Quiet => Some("Move closer, or turn the input level up."),
            Self::Noisy => Some("Close the window, or move closer to the microphone."),
            Self::Good | Self::Unbroken => None,
        }
    }
}

/// Shows the microphone and its format.
pub fn introduce(microphone: &Microphone, terminal: &mut Terminal) {
    let (name, format) = (microphone.name(), microphone.format());
    say(&format!("Microphone: {name} ({format})"), terminal);
}

fn say(sentence: &str, terminal: &mut Terminal) {
    let look = Appearance::new(terminal.width(), false);
    for line in look.sentence(sentence) {
        terminal.say(&line);
    }
}

/// Records two seconds of speech while showing the level; then shows the result and the remedy on the
/// terminal. `None`, and nothing is shown, where a signal asks to leave.
///
/// # Errors
/// When the terminal cannot be drawn on.
pub fn try_out(
    microphone: &mut Microphone,
    clock: Clock,
    terminal: &mut Terminal,
    screen: &Screen,
    signals: &Receiver<Signal>,
) -> Result<Option<Sounding>, Failure> {
    let look = Appearance::new(terminal.width(), screen.talk_colour);
    let mut prompt =
        Prompt::new(terminal, !screen.animate).map_err(Failure::system("use the terminal"))?;
    let mut gone = false;
    let heard = listen(microphone, clock, LENGTH, &mut |level| {
        prompt.show(&trying(&level, look), "Say a sentence to try it.");
        gone = gone || signals.try_iter().any(|signal| signal != Signal::Stop);
        !gone
    });
    drop(prompt);
    if gone {
        return Ok(None);
    }
    let (activity, loudness) = measure(&heard);
    let sounding = Sounding::of(&heard, &activity, &loudness);
    say(&sounding.line(&loudness), terminal);
    if let Some(advice) = sounding.advice() {
        say(advice, terminal);
    }
    Ok(Some(sounding))
}

/// Records for `length` from the first sound on, showing the level. `show` returns false to end early.
#[allow(
    clippy::disallowed_methods,
    reason = "the check waits for sound to arrive"
)]
pub fn listen(
    microphone: &mut Microphone,
    clock: Clock,
    length: Duration,
    show: &mut dyn FnMut(Meter) -> bool,
) -> Samples {
    let rate = microphone.rate();
    let wanted = (length.as_millis() as u64 * u64::from(rate) / 1000) as usize;
    let mut meters = Meters::new(rate);
    let mut frames: Vec<f32> = Vec::with_capacity(wanted * 2);
    let began = clock.now();
    let until = began + length + PATIENCE;
    while frames.len() < wanted && clock.now() < until {
        let before = frames.len();
        if let SourceRead::Away(_) = microphone.read(clock.now(), &mut frames) {
            break;
        }
        meters.push(&to_i16(&frames[before..]));
        // A headset that is waking sends zeros, which do not belong to the speech.
        if clock.now() < began + WAKING && frames.iter().all(|frame| *frame == 0.0) {
            frames.clear();
        }
        if !show(meters.at(meters.frames())) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Samples { rate, frames }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    fn loudness(speech: i32, floor: i32) -> Loudness {
        Loudness {
            peak_decibels_x10: speech + 120,
            speech_decibels_x10: speech,
            floor_decibels_x10: floor,
            clipped_frames: 0,
            all_zero: false,
        }
    }

    fn heard(loudness: &Loudness) -> Sounding {
        let samples = Samples {
            rate: 1000,
            frames: vec![0.1; 2000],
        };
        let activity = Activity::new(vec![Span::new(Millis(100), Millis(1500))], Millis(2000));
        Sounding::of(&samples, &activity, loudness)
    }

    #[test]
    fn each_fault_is_named_and_has_a_remedy() {
        assert_eq!(heard(&loudness(-210, -600)), Sounding::Good);
        assert_eq!(heard(&loudness(-430, -700)), Sounding::Quiet);
        assert_eq!(heard(&loudness(-210, -400)), Sounding::Noisy);
        let clipped = Loudness {
            clipped_frames: 3,
            ..loudness(-60, -600)
        };
        assert_eq!(heard(&clipped), Sounding::Clipping);
        let zeros = Loudness {
            all_zero: true,
            ..loudness(-960, -960)
        };
        assert_eq!(heard(&zeros), Sounding::Zeros);
        let nothing = Samples::default();
        let dead = Sounding::of(&nothing, &Activity::default(), &zeros);
        assert_eq!(dead, Sounding::Dead);
        for bad in [
            Sounding::Quiet,
            Sounding::Noisy,
            Sounding::Clipping,
            Sounding::Zeros,
            dead,
        ] {
            assert!(bad.advice().is_some());
        }
        // Continuous speech is no evidence of background noise.
        let samples = Samples {
            rate: 1000,
            frames: vec![0.1; 2000],
        };
        let span = |from, to| Span::new(Millis(from), Millis(to));
        let loud = loudness(-140, -180);
        for voiced in [
            vec![span(50, 1950)],
            // Words whose gaps add up.
            vec![span(250, 700), span(950, 1300), span(1600, 1750)],
        ] {
            let unbroken = Activity::new(voiced, Millis(2000));
            assert_eq!(Sounding::of(&samples, &unbroken, &loud), Sounding::Unbroken);
        }
        let paused = Activity::new(vec![span(50, 900), span(1500, 1950)], Millis(2000));
        assert_eq!(Sounding::of(&samples, &paused, &loud), Sounding::Noisy);
        assert!(!Sounding::Zeros.usable() && Sounding::Quiet.usable());
    }
}
