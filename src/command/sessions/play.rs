//! Plays a moment of a take with the system's player.

use super::super::rehearsal::Rehearsal;
use super::super::{Context, Exit, Failure};
use crate::audio::wav;
use crate::report::SectionReport;
use crate::time::{Millis, Span, within};
use crate::ui::signals::End;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Players that take the path of a WAV file, most native first, with the options that silence their output.
const PLAYERS: [&[&str]; 6] = [
    &["pw-play"],
    &["paplay"],
    &["aplay", "-q"],
    &["afplay"],
    &["ffplay", "-nodisp", "-autoexit", "-loglevel", "error"],
    &["play", "-q"],
];

/// Plays `SESSION`, `SESSION:SECTION` or `SESSION:SECTION@M:SS`: from that moment to the end of
/// the section, or the whole take.
///
/// # Errors
/// When there is no such session, section or moment, no recording, or no player on this machine.
pub fn run(moment: &str, context: &mut Context) -> Result<Exit, Failure> {
    let wanted = Moment::parse(moment)?;
    let past = Rehearsal::find(context, wanted.session)?;
    let take = past.folder.take()?;
    if !past.folder.has_take() {
        return Err(Failure::error(format_args!(
            "the recording of {id} has been removed; what is known of it: `rehearse sessions show {id}`",
            id = past.folder.id()
        )));
    }
    let take = wav::read(&take)?;
    let report = past.report();
    let spans = match wanted.section {
        None => vec![Span::new(Millis::ZERO, take.length())],
        Some(id) => {
            let section = report
                .sections
                .iter()
                .find(|section| section.id == id)
                .ok_or_else(|| {
                    let told = format_args!("{id:?} was not spoken in this take; it holds:");
                    Failure::none_of(told, report.sections.iter().map(|one| one.id.as_str()))
                })?;
            from(section, wanted.at)?
        }
    };
    let piece = take.pieces(&spans);
    let quiet = wanted.section.map_or_else(
        || "the whole take".to_owned(),
        |id| format!("{id} from {}", wanted.at),
    );
    context.say(format_args!(
        "Playing {quiet}, {} (Ctrl-C ends it)",
        piece.length()
    ));
    play(&wav::bytes(&piece))
}

/// The requested moment.
#[derive(Debug, PartialEq, Eq)]
struct Moment<'a> {
    session: &'a str,
    section: Option<&'a str>,
    at: Millis,
}

impl<'a> Moment<'a> {
    fn parse(text: &'a str) -> Result<Self, Failure> {
        let (place, at) = match text.split_once('@') {
            None => (text, Millis::ZERO),
            Some((place, clock)) => (
                place,
                clock_time(clock).ok_or_else(|| {
                    Failure::usage(format_args!(
                        "{clock:?} is no moment: write minutes and seconds, like 0:41"
                    ))
                })?,
            ),
        };
        let (session, section) = match place.split_once(':') {
            None => (place, None),
            Some((session, section)) => (session, Some(section)),
        };
        if section.is_none() && at > Millis::ZERO {
            return Err(Failure::usage(
                "a moment belongs to a section: write SESSION:SECTION@M:SS, like 3:action@0:41",
            ));
        }
        Ok(Self {
            session,
            section,
            at,
        })
    }
}

/// `0:41`, `1:02.5` or `41`.
pub(super) fn clock_time(text: &str) -> Option<Millis> {
    let (minutes, seconds) = text.split_once(':').unwrap_or(("0", text));
    let minutes: u32 = minutes.parse().ok()?;
    let digits = seconds
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let seconds: f64 = seconds.parse().ok().filter(|_| digits)?;
    (seconds < 60.0 || !text.contains(':'))
        .then(|| Millis::from_secs(u64::from(minutes) * 60) + Millis::from_secs_f64(seconds))
}

/// The section's stretches of the take from this moment on.
fn from(section: &SectionReport, at: Millis) -> Result<Vec<Span>, Failure> {
    if at >= section.length {
        return Err(Failure::usage(format_args!(
            "{} lasted {}; there is nothing at {at}",
            section.title, section.length
        )));
    }
    let end = section.spans.last().map_or(at, |span| span.end);
    Ok(within(&section.spans, Span::new(section.in_take(at), end)))
}

/// Plays a WAV file from memory: written to a private file that is removed afterwards, also
/// when Ctrl-C ends the player early.
fn play(sound: &[u8]) -> Result<Exit, Failure> {
    let ended = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&ended);
    let _listening = End::watch(move || heard.store(true, Ordering::Relaxed))
        .map_err(Failure::system("listen for Ctrl-C"))?;
    let mut file = tempfile::Builder::new()
        .prefix("rehearse-")
        .suffix(".wav")
        .tempfile()
        .map_err(Failure::system(
            "make a file in the temporary folder (TMPDIR)",
        ))?;
    file.write_all(sound)
        .map_err(Failure::system("write to the temporary folder (TMPDIR)"))?;
    let mut failed = Vec::new();
    for player in PLAYERS {
        let played = Command::new(player[0])
            .args(&player[1..])
            .arg(file.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if ended.load(Ordering::Relaxed) {
            return Ok(Exit::Interrupted);
        }
        match played {
            Ok(status) if status.success() => return Ok(Exit::Done),
            // For example without a running sound server: the next player may work.
            Ok(_) => failed.push(player[0]),
            Err(_) => {}
        }
    }
    if !failed.is_empty() {
        return Err(Failure::error(format_args!(
            "the take could not be played ({} tried); is a loudspeaker connected?",
            failed.join(", ")
        )));
    }
    let names: Vec<&str> = PLAYERS.iter().map(|player| player[0]).collect();
    Err(Failure::unequipped(format_args!(
        "no player is installed (looked for {}); on Debian `apt install alsa-utils` brings aplay",
        names.join(", ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_session_a_section_and_a_time() {
        let moment = Moment::parse("3:action@0:41").unwrap();
        assert_eq!(
            moment,
            Moment {
                session: "3",
                section: Some("action"),
                at: Millis(41_000)
            }
        );
        assert_eq!(Moment::parse("last").unwrap().section, None);
        for odd in [
            "3@0:41",
            "3:action@",
            "3:action@x",
            "3:action@0:75",
            "3:action@-1",
            "3:action@1e9",
        ] {
            assert!(Moment::parse(odd).is_err(), "{odd}");
        }
    }
}
