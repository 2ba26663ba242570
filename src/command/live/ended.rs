//! The end of a take: its reason, and what is saved.

use super::super::Failure;
use super::super::rehearsal::{Rehearsal, again, sections_from};
use super::recording::Storage;
use crate::audio::take::TakeError;
use crate::record::Recording;
use crate::store::Journal;
use crate::transcribe::worker::Worker;

/// Why a take ended that was not ended by the candidate.
pub fn by_itself(recording: &Recording) -> Option<String> {
    let minutes = recording.frames / u64::from(recording.rate.max(1)) / 60;
    let kilohertz = f64::from(recording.rate) / 1000.0;
    recording.is_full().then(|| {
        format!(
            "The take ended by itself after {minutes} minutes: at {kilohertz} kHz none is longer."
        )
    })
}

/// Completes the take's file and saves the recording; `None` where nothing was recorded. The transcriber still has the
/// rest of its work. `model` is the requested one.
pub fn save(
    rehearsal: &mut Rehearsal,
    mut recording: Recording,
    kept: Storage,
    model: Option<&str>,
) -> Result<Option<(Journal, Option<Worker>)>, Failure> {
    let (writer, worker, journal) = kept.into_parts();
    if recording.frames == 0 {
        drop((worker, writer, journal));
        rehearsal.folder.clone().remove()?;
        return Ok(None);
    }
    let written = writer.finish();
    if let Err(TakeError::Full { frames, .. }) = written {
        recording.cut_to(frames);
    }
    let noted = note(rehearsal, &recording);
    // Lost sound is more important than a record that could not be written, which can be made again.
    if let Err(full) = written {
        let command = again(&rehearsal.folder, model);
        let room = match full {
            TakeError::Full { limited: true, .. } => "Lift it with `ulimit -f unlimited`",
            _ => "Free some space",
        };
        return Err(Failure::error(format_args!(
            "{full}.\n{room}, then `{command}` transcribes and judges what is there"
        )));
    }
    noted.map_err(|failure| safe(rehearsal, model, failure))?;
    Ok(Some((journal, worker)))
}

/// An error after the take was saved, with where it is and how to continue.
pub fn safe(rehearsal: &Rehearsal, model: Option<&str>, failure: Failure) -> Failure {
    let place = rehearsal.folder.path().display();
    let command = again(&rehearsal.folder, model);
    let where_it_is = if rehearsal.folder.has_take() {
        format!("Everything you said is safe in {place}: `{command}` goes on from there")
    } else {
        format!(
            "The recording is not in {place} any more: its folder was moved or removed while you spoke. Where it was \
             moved, `rehearse transcribe FOLDER/take.wav` writes down what you said"
        )
    };
    Failure {
        message: format!("{}\n{where_it_is}", failure.message),
        ..failure
    }
}

/// Adds the recording to the session and saves it.
fn note(rehearsal: &mut Rehearsal, recording: &Recording) -> Result<(), Failure> {
    let session = &mut rehearsal.session;
    session.take.frames = recording.frames;
    session.take.lost_frames = recording.lost_frames;
    session.take.drift_ppm = recording.drift_ppm;
    session.marks.clone_from(&recording.marks);
    sections_from(rehearsal, &recording.spoken)?;
    rehearsal.save()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_take_that_ended_by_itself_says_so() {
        let recording = |rate, frames| Recording {
            rate,
            frames,
            marks: Vec::new(),
            spoken: Vec::new(),
            lost_frames: 0,
            drift_ppm: None,
        };
        let three_hours = 3 * 3600 * 48_000;
        assert_eq!(by_itself(&recording(48_000, three_hours - 1)), None);
        let told = by_itself(&recording(48_000, three_hours)).unwrap_or_default();
        assert!(told.contains("after 180 minutes"), "{told}");
        let told = by_itself(&recording(192_000, 1 << 29)).unwrap_or_default();
        assert!(
            told.contains("after 46 minutes") && told.contains("192 kHz"),
            "{told}"
        );
    }
}
